//! Many documents: as many at a time as there are workers, answers as they are ready.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::evidence::Evidence;
use crate::report::{Report, ReportError};
use crate::time::Time;
use crate::verify::Verifier;

/// A document of a batch, opened by a worker.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct Input<O> {
    /// What the report calls it.
    pub path: String,
    /// Its octets, in memory or mapped; or why they could not be had.
    pub octets: Result<Octets<O>, ReportError>,
}

/// The octets of one document, in memory or mapped.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "callers make it")]
pub enum Octets<O> {
    /// A PDF document with its signatures in it.
    Document(O),
    /// A signature that stands apart from its content (`.p7s`).
    Detached {
        /// The message.
        signature: O,
        /// What it signs.
        content: O,
    },
}

/// What all documents of a batch are judged by.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers fill in every field")]
pub struct Batch<'v> {
    /// The policy and the trust.
    pub verifier: &'v Verifier,
    /// What is at hand beside the documents.
    pub evidence: &'v Evidence,
    /// The moment at which all are judged.
    pub at: Time,
    /// How many are judged at a time; memory is bounded by it.
    pub jobs: NonZeroUsize,
}

/// Answers what a verification lacked ([`Report::needs`]): adds what it finds to the evidence of the document, and says
/// whether there is anything new. Called by many workers at a time.
pub type Supply<'s> = dyn Fn(&Report, &mut Evidence) -> bool + Sync + 's;

/// How often a document is verified again with what was supplied meanwhile.
///
/// 8: a chain of four with an answer for each, and the certificates of those who answer.
const ROUNDS: usize = 8;

/// Verifies every document that `items` names, and hands each report to `sink` as it is ready.
///
/// One item at a time is taken from the iterator, by the worker that is free; `open` makes a document of it, in that
/// worker. `sink` is called by one worker at a time, with the position of the item; when it breaks, no further item is
/// taken and no further report handed out. The report of a document does not depend on its neighbours.
pub fn verify_all<T, O>(
    batch: Batch<'_>,
    items: impl Iterator<Item = T> + Send,
    open: impl Fn(T) -> Input<O> + Sync,
    sink: impl FnMut(usize, Report) -> ControlFlow<()> + Send,
) where
    T: Send,
    O: AsRef<[u8]>,
{
    verify_all_supplied(batch, items, open, &|_, _| false, sink);
}

/// The same, each document again for as long as it lacks something that `supply` finds. The number of rounds is bounded.
///
/// What is supplied to one document is not seen by the others: `supply` remembers what they share.
pub fn verify_all_supplied<T, O>(
    batch: Batch<'_>,
    items: impl Iterator<Item = T> + Send,
    open: impl Fn(T) -> Input<O> + Sync,
    supply: &Supply<'_>,
    sink: impl FnMut(usize, Report) -> ControlFlow<()> + Send,
) where
    T: Send,
    O: AsRef<[u8]>,
{
    for_each(batch.jobs, items, |_, item| verify_one(batch, &open(item), supply).report, sink);
}

/// Has `jobs` workers do their work on each item, and hands each result to `sink` as it is ready, as
/// [`verify_all`] does. `work` is told the position of the item; [`verify_one`] is what it does with a document.
pub fn for_each<T: Send, R>(
    jobs: NonZeroUsize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(usize, T) -> R + Sync,
    sink: impl FnMut(usize, R) -> ControlFlow<()> + Send,
) {
    let items = Mutex::new(items.enumerate());
    let sink = Mutex::new(Some(sink));
    let work = || {
        while let Some((position, item)) = next(&items) {
            let result = work(position, item);
            let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
            // A sink that broke is taken away, so that the other workers see it too.
            match sink.as_mut().map(|sink| sink(position, result)) {
                Some(ControlFlow::Continue(())) => {}
                Some(ControlFlow::Break(())) | None => {
                    *sink = None;
                    break;
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..jobs.get() {
            scope.spawn(work);
        }
        work();
    });
}

fn next<T>(items: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    items.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// A report, and what it rests on beside the document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Judged {
    /// The report.
    pub report: Report,
    /// The evidence of the batch with what was supplied to this document; `None` where nothing was.
    pub evidence: Option<Evidence>,
}

/// One document, again for as long as it lacks something that `supply` finds; the number of rounds is bounded.
///
/// A defect of this program shows in the report of the document that met it, and stops no other.
pub fn verify_one<O: AsRef<[u8]>>(batch: Batch<'_>, input: &Input<O>, supply: &Supply<'_>) -> Judged {
    let unreadable = |error| {
        let report = Report::unreadable(input.path.as_str(), batch.at, batch.verifier.policy().name(), error);
        Judged { report, evidence: None }
    };
    let octets = match &input.octets {
        Ok(octets) => octets,
        Err(error) => return unreadable(error.clone()),
    };
    catch_unwind(AssertUnwindSafe(|| in_rounds(batch, octets, &input.path, supply))).unwrap_or_else(|_| {
        let message = "a defect of this program: please report it with the document".to_owned();
        unreadable(ReportError { code: "defect".to_owned(), message })
    })
}

fn in_rounds<O: AsRef<[u8]>>(batch: Batch<'_>, octets: &Octets<O>, path: &str, supply: &Supply<'_>) -> Judged {
    let Batch { verifier, at, .. } = batch;
    let once = |evidence: &Evidence| match octets {
        Octets::Document(octets) => verifier.verify(octets.as_ref(), path, evidence, at),
        Octets::Detached { signature, content } => {
            verifier.verify_detached(signature.as_ref(), content.as_ref(), path, evidence, at)
        }
    };
    let mut report = once(batch.evidence);
    let mut evidence = None;
    for _ in 0..ROUNDS {
        if report.needs.is_empty() {
            break;
        }
        let evidence = evidence.get_or_insert_with(|| batch.evidence.clone());
        if !supply(&report, evidence) {
            break;
        }
        report = once(evidence);
    }
    Judged { report, evidence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::TrustStore;
    use crate::policy::Policy;
    use crate::report::DocumentConclusion;

    fn run(jobs: usize, count: usize) -> Vec<(usize, Report)> {
        let (verifier, evidence) = (Verifier::new(Policy::strict(), TrustStore::new()), Evidence::new());
        let jobs = NonZeroUsize::new(jobs).unwrap();
        let batch = Batch { verifier: &verifier, evidence: &evidence, at: Time::from_unix(0), jobs };
        let mut reports = Vec::new();
        let open =
            |item: usize| Input { path: item.to_string(), octets: Ok(Octets::Document(format!("no document {item}"))) };
        verify_all(batch, 0..count, open, |position, report| {
            reports.push((position, report));
            ControlFlow::Continue(())
        });
        reports.sort_by_key(|(position, _)| *position);
        reports
    }

    #[test]
    fn every_document_has_its_report_however_many_workers() {
        let alone = run(1, 20);
        assert_eq!(alone.len(), 20);
        assert_eq!(run(4, 20), alone);
        for (position, report) in alone {
            assert_eq!(report.path, position.to_string());
            assert_eq!(report.conclusion(), DocumentConclusion::Unreadable);
        }
    }

    #[test]
    fn an_input_that_cannot_be_opened_is_reported_and_stops_no_other() {
        let (verifier, evidence) = (Verifier::new(Policy::strict(), TrustStore::new()), Evidence::new());
        let jobs = NonZeroUsize::MIN;
        let batch = Batch { verifier: &verifier, evidence: &evidence, at: Time::from_unix(0), jobs };
        let error = ReportError { code: "io".to_owned(), message: "not found".to_owned() };
        let open = |item: &str| Input::<Vec<u8>> { path: item.to_owned(), octets: Err(error.clone()) };
        let mut seen = Vec::new();
        verify_all(batch, ["a", "b"].into_iter(), open, |_, report| {
            seen.push(report.error);
            ControlFlow::Continue(())
        });
        assert_eq!(seen, [Some(error.clone()), Some(error.clone())]);
    }
    #[test]
    fn a_sink_that_breaks_ends_the_batch() {
        let (verifier, evidence) = (Verifier::new(Policy::strict(), TrustStore::new()), Evidence::new());
        let jobs = NonZeroUsize::new(3).unwrap();
        let batch = Batch { verifier: &verifier, evidence: &evidence, at: Time::from_unix(0), jobs };
        let open = |item: usize| Input { path: item.to_string(), octets: Ok(Octets::Document("no document")) };
        let mut seen = 0;
        verify_all(batch, 0_usize.., open, |_, _| {
            seen += 1;
            if seen == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(seen, 10);
    }
}
