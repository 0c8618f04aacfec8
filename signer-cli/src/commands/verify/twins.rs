//! Documents with the same content: the first is judged, the others are told by it.
//!
//! Only documents of one length can be the same, and only those whose octets are the same at some places: nothing else is
//! hashed twice for this. Which one is the first is decided by the order of the inputs, not by who is finished first.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hasher};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use signer_core::algorithm::Digest;
use signer_core::crypto::digest;
use signer_core::report::Report;

/// Reports that are kept for later twins: each is some ten kilobytes. A twin of an earlier one is judged again, which costs
/// less than many reports in the way of those that are made.
const KEPT: usize = 32;

/// The documents of a run by their lengths: some 150 octets for each.
pub(super) struct Twins {
    lengths: Mutex<HashMap<u64, Vec<Arc<Slot>>>>,
    kept: Mutex<VecDeque<Arc<Slot>>>,
    /// Whether a twin is told by the report of the first, or judged itself.
    tells: bool,
}

/// A document that may be the first of its content.
#[derive(Default)]
struct Slot {
    state: Mutex<State>,
    settled: Condvar,
}

#[derive(Default)]
enum State {
    /// Somebody is at it.
    #[default]
    Pending,
    /// It is the first of its content.
    First { sample: Option<Sample>, sha256: Box<str>, path: Box<str>, report: Option<Arc<Report>> },
    /// It is a twin itself, or it could not be read.
    Nothing,
}

/// Some octets of a document, hashed: what differs in it is another document. What does not may be another, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sample(u64);

impl Sample {
    /// Places that are looked at, and octets at each. A signature is some thousand octets that no other document has.
    const PLACES: usize = 64;
    const OCTETS: usize = 16;

    pub(super) fn of(octets: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        let apart = octets.len().div_ceil(Self::PLACES).max(Self::OCTETS);
        octets.chunks(apart).for_each(|part| hasher.write(part.get(..Self::OCTETS).unwrap_or(part)));
        Self(hasher.finish())
    }
}

/// A document's place among those of its length.
#[derive(Default)]
pub(super) struct Claim {
    slot: Option<Arc<Slot>>,
    earlier: Vec<Arc<Slot>>,
}

/// The first document of a content.
pub(super) struct Original {
    pub(super) path: String,
    /// Its report, while that is kept.
    pub(super) report: Option<Arc<Report>>,
}

impl Twins {
    /// None yet.
    pub(super) fn new(tells: bool) -> Self {
        Self { lengths: Mutex::default(), kept: Mutex::default(), tells }
    }

    /// Takes a place. Called in the order of the inputs.
    pub(super) fn claim(&self, length: Option<u64>) -> Claim {
        let Some(length) = length else { return Claim::default() };
        let slot = Arc::new(Slot::default());
        let mut lengths = lock(&self.lengths);
        let known = lengths.entry(length).or_default();
        let earlier = known.clone();
        known.push(Arc::clone(&slot));
        Claim { slot: Some(slot), earlier }
    }

    /// Says that the document is the first of its content; without a sample where nobody has read it.
    pub(super) fn first(&self, claim: &Claim, sample: Option<Sample>, report: &Arc<Report>) {
        let Some(slot) = &claim.slot else { return };
        let (sha256, path) = (report.sha256.as_str().into(), report.path.as_str().into());
        // What the message said that carried it is not said of its twins.
        let tells = self.tells && report.message.is_none();
        slot.settle(State::First { sample, sha256, path, report: tells.then(|| Arc::clone(report)) });
        if !tells {
            return;
        }
        let mut kept = lock(&self.kept);
        kept.push_back(Arc::clone(slot));
        if kept.len() > KEPT
            && let Some(oldest) = kept.pop_front()
            && let State::First { report, .. } = &mut *lock(&oldest.state)
        {
            *report = None;
        }
    }
}

impl Claim {
    /// Whether it can be a twin at all.
    pub(super) fn has_earlier(&self) -> bool {
        !self.earlier.is_empty()
    }

    /// The first document with this digest, once all earlier ones of the same length are known.
    ///
    /// Nobody waits for ever: an item is handed to a worker before the next one is, and each waits for earlier ones only.
    pub(super) fn original(&self, sha256: &str) -> Option<Original> {
        self.earlier.iter().find_map(|slot| slot.is(None, &mut || sha256.to_owned()))
    }

    /// The first document with these octets. They are hashed if one before has the same sample, or none.
    pub(super) fn original_of(&self, octets: &[u8]) -> Option<Original> {
        let sample = Sample::of(octets);
        let mut known = None;
        let mut sha256 = || known.get_or_insert_with(|| hex::encode(digest(Digest::Sha256, octets))).clone();
        self.earlier.iter().find_map(|slot| slot.is(Some(sample), &mut sha256))
    }
}

impl Drop for Claim {
    /// Whatever became of the document, nobody has to wait for it any more.
    fn drop(&mut self) {
        if let Some(slot) = &self.slot
            && matches!(*lock(&slot.state), State::Pending)
        {
            slot.settle(State::Nothing);
        }
    }
}

impl Slot {
    fn settle(&self, state: State) {
        *lock(&self.state) = state;
        self.settled.notify_all();
    }

    fn is(&self, wanted: Option<Sample>, digest: &mut dyn FnMut() -> String) -> Option<Original> {
        let mut state = lock(&self.state);
        while matches!(*state, State::Pending) {
            state = self.settled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let State::First { sample, sha256, path, report } = &*state else { return None };
        if wanted.zip(*sample).is_some_and(|(wanted, sample)| wanted != sample) {
            return None;
        }
        let (sha256, original) = (sha256.clone(), Original { path: path.to_string(), report: report.clone() });
        // To hash a large document takes a while, in which nobody else has to wait.
        drop(state);
        (*sha256 == *digest()).then_some(original)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use signer_core::time::Time;

    use super::*;

    const LENGTH: usize = 100_000;

    /// Judges these, one after the other, as the first of their content; then asks for the last ones.
    fn original_of(first: &[u8], sampled: bool, second: &[u8]) -> Option<String> {
        let twins = Twins::new(true);
        let (one, other) = (twins.claim(Some(7)), twins.claim(Some(7)));
        let mut report = Report::new("one.pdf", Time::from_unix(0), "strict");
        report.sha256 = hex::encode(digest(Digest::Sha256, first));
        twins.first(&one, sampled.then(|| Sample::of(first)), &Arc::new(report));
        other.original_of(second).map(|original| original.path)
    }

    #[test]
    fn the_same_octets_are_a_twin_whether_the_first_was_sampled_or_not() {
        let octets = vec![1; LENGTH];
        for sampled in [true, false] {
            assert_eq!(original_of(&octets, sampled, &octets).as_deref(), Some("one.pdf"));
        }
    }

    #[test]
    fn the_same_sample_does_not_make_a_twin() {
        let (one, mut other) = (vec![1; LENGTH], vec![1; LENGTH]);
        other[Sample::OCTETS] = 2;
        assert_eq!(Sample::of(&one), Sample::of(&other));
        assert_eq!(original_of(&one, true, &other), None);
    }

    #[test]
    fn what_differs_for_long_differs_in_the_sample() {
        let one = vec![1; LENGTH];
        for at in [0, LENGTH / 2, LENGTH - 2 * LENGTH / Sample::PLACES] {
            let mut other = one.clone();
            other[at..at + 2 * LENGTH / Sample::PLACES].fill(2);
            assert_ne!(Sample::of(&one), Sample::of(&other), "{at}");
        }
    }

    #[test]
    fn a_document_of_a_few_octets_is_sampled_whole() {
        assert_ne!(Sample::of(b"%PDF-1.4 a"), Sample::of(b"%PDF-1.4 b"));
        assert_ne!(Sample::of(b""), Sample::of(b"a"));
    }
}
