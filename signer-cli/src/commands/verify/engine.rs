//! What a worker does with one document: the ledger, its twins, the verdict, the formalities.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signer_core::batch::{Input as Subject, Octets};
use signer_core::report::{
    Completeness, DocumentForm, MessageHeader, Particular, Presence, Report, ReportError, Requirement,
};
use signer_core::verify::NUMBER_AND_DATE_FIELDS;

use super::judgement::{Judgement, Resting, Setting, Verdict};
use super::ledger::{Ledger, Record};
use super::page::FirstPage;
use super::reader::Readers;
use super::twins::{Claim, Sample, Twins};
use super::{header, subject, units};
use crate::files::{Input, Stamp};
use crate::inputs::{Found, Unlisted};

/// What workers share.
pub(super) struct Engine<'e> {
    pub(super) judgement: &'e Judgement,
    /// What detached signatures sign, where the command line says so.
    pub(super) content: Option<&'e Path>,
    pub(super) twins: Twins,
    pub(super) readers: Readers,
    pub(super) ledger: Option<&'e std::sync::RwLock<Ledger>>,
    /// Documents that the ledger knew.
    pub(super) known: AtomicUsize,
}

/// Which first pages are read. Interpreting a page costs more than verifying its signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Of what the organisation alone signed, which may be a copy, and of what a message speaks of.
    WhereNeeded,
    /// Of every document.
    All,
}

/// What became of a document.
pub(super) struct Outcome {
    pub(super) report: Arc<Report>,
    /// What goes into the ledger with it; nothing where that knows it already or could not tell a change.
    pub(super) record: Option<Record>,
}

/// An input on its way to a worker, with its place among those of its length.
pub(super) struct Item {
    found: Result<Found, Unlisted>,
    claim: Claim,
}

impl Engine<'_> {
    /// Called in the order of the inputs.
    pub(super) fn item(&self, found: Result<Found, Unlisted>) -> Item {
        let length = match &found {
            // Two files are needed to tell what a detached signature says.
            Ok(Found::File(path)) if subject::is_message(path) => None,
            Ok(Found::File(path)) => Stamp::at(path).map(|stamp| stamp.length()),
            Ok(Found::Member(member)) if subject::is_message(Path::new(member.name())) => None,
            Ok(Found::Member(member)) => Some(member.size()),
            Ok(Found::Attachment(attachment)) => u64::try_from(attachment.octets.len()).ok(),
            Err(_) => None,
        };
        Item { claim: self.twins.claim(length), found }
    }

    /// A defect of this program shows in the report of the document that met it, and stops no other.
    pub(super) fn judge(&self, position: usize, item: Item) -> Outcome {
        let name = match &item.found {
            Ok(found) => found.name(),
            Err(unlisted) => unlisted.name.clone(),
        };
        catch_unwind(AssertUnwindSafe(|| self.judged(position, item))).unwrap_or_else(|_| {
            let message = "a defect of this program: please report it with the document".to_owned();
            self.unlisted(position, name, ReportError { code: "defect".to_owned(), message })
        })
    }

    fn judged(&self, position: usize, item: Item) -> Outcome {
        let Item { found, claim } = item;
        let found = match found {
            Ok(found) => found,
            Err(Unlisted { name, failure }) => return self.unlisted(position, name, subject::report_error(&failure)),
        };
        let record = self.ledger.and_then(|_| Record::of(&found, self.content));
        if let Some(report) = record.as_ref().and_then(|record| self.known_to_ledger(record, &claim)) {
            self.known.fetch_add(1, Ordering::Relaxed);
            return Outcome { report, record: None };
        }
        let seen = match &found {
            Found::File(path) => Some(path.clone()),
            Found::Member(_) | Found::Attachment(_) => None,
        };
        let (input, header) = subject::open(found, self.content);
        let (report, resting) = self.report(&input, header, &claim);
        if let (Some(path), Ok(octets)) = (seen, &input.octets)
            && subject::has_changed(octets, &path)
        {
            let message = "somebody wrote to it while it was read".to_owned();
            let error = ReportError { code: "changed".to_owned(), message };
            return Outcome { record: None, ..self.unlisted(position, input.path, error) };
        }
        let report = Arc::new(report);
        if report.duplicate_of.is_none() && !report.sha256.is_empty() {
            self.twins.first(&claim, sample(&input), &report);
        }
        self.judgement.keep(position, input.octets.as_ref().ok(), resting, &report);
        // What could not be opened may be there next time.
        let lasting = input.octets.is_ok();
        Outcome { report, record: record.filter(|_| lasting) }
    }

    fn unlisted(&self, position: usize, name: String, error: ReportError) -> Outcome {
        let subject = Subject { path: name, octets: Err(error) };
        let Verdict { report, resting, .. } = self.judgement.verdict(&subject);
        self.judgement.keep(position, None, resting, &report);
        Outcome { report: Arc::new(report), record: None }
    }

    /// Which document is the first of its content is asked anew: the inputs may be others.
    fn known_to_ledger(&self, record: &Record, claim: &Claim) -> Option<Arc<Report>> {
        let mut report = self.ledger?.read().ok()?.find(record)?;
        report.duplicate_of = claim.original(&report.sha256).map(|original| original.path);
        let report = Arc::new(report);
        if report.duplicate_of.is_none() && !report.sha256.is_empty() {
            self.twins.first(claim, None, &report);
        }
        Some(report)
    }

    /// What is said of a document, and what that rests on. One that came in a message is judged by itself, whatever its
    /// twin was told: it is compared with what the message says.
    fn report(
        &self,
        input: &Subject<Input>,
        header: Option<MessageHeader>,
        claim: &Claim,
    ) -> (Report, Option<Resting>) {
        let original = match &input.octets {
            Ok(Octets::Document(octets)) if claim.has_earlier() => claim.original_of(octets),
            _ => None,
        };
        let duplicate_of = original.as_ref().map(|original| original.path.clone());
        if let (Some(known), None) = (original.and_then(|original| original.report), &header) {
            return (Report { path: input.path.clone(), duplicate_of, ..Arc::unwrap_or_clone(known) }, None);
        }
        let Verdict { mut report, setting, resting } = self.judgement.verdict(input);
        report.duplicate_of = duplicate_of;
        if let (None, Ok(octets), Some(setting)) = (&report.error, &input.octets, &setting) {
            self.complete(setting, &mut report, octets, header);
        }
        (report, resting)
    }

    /// What Decree 30/2020 asks beside signatures, and whether it is as the policy requires.
    fn complete(&self, setting: &Setting, report: &mut Report, octets: &Octets<Input>, header: Option<MessageHeader>) {
        report.formalities.former_units = setting.units.named_by(report);
        report.findings.extend(report.formalities.former_units.iter().map(units::finding));
        numbered(report);
        if let Octets::Document(octets) = octets
            && reads(setting, report, header.as_ref())
        {
            let FirstPage { number, date, form } = self.readers.read(octets).unwrap_or_else(|finding| {
                report.findings.push(finding);
                FirstPage::default()
            });
            let formalities = &mut report.formalities;
            merge(&mut formalities.number, number);
            merge(&mut formalities.date, date);
            formalities.form = form;
        }
        if let Some(header) = header {
            if header.attachment > 1 && report.formalities.form == DocumentForm::Original {
                report.formalities.form = DocumentForm::Attachment;
            }
            report.findings.extend(header::findings(&header, report));
            report.message = Some(header);
        }
        report.requirements = setting.requirements.iter().map(|requirement| requirement.ask(report)).collect();
    }
}

fn sample(input: &Subject<Input>) -> Option<Sample> {
    match &input.octets {
        Ok(Octets::Document(octets)) => Some(Sample::of(octets)),
        _ => None,
    }
}

fn reads(setting: &Setting, report: &Report, header: Option<&MessageHeader>) -> bool {
    let required = setting.requirements.contains(&Requirement::NumberDate);
    setting.pages == Reading::All
        || required
        || header.is_some()
        || report.completeness() == Completeness::OrganisationOnly
}

/// Fields in which number and date were signed say that they are there.
fn numbered(report: &mut Report) {
    let [both, number, date] = NUMBER_AND_DATE_FIELDS;
    let signed = |start: &str| report.signatures.iter().any(|one| one.field.starts_with(start));
    let present = |is_there: bool| Particular {
        presence: if is_there { Presence::Present } else { Presence::NotRead },
        text: None,
    };
    let particulars = (present(signed(both) || signed(number)), present(signed(both) || signed(date)));
    (report.formalities.number, report.formalities.date) = particulars;
}

/// What was read counts; a page that does not show what a signed field holds does not take it away.
fn merge(known: &mut Particular, read: Particular) {
    if known.presence != Presence::Present || read.presence == Presence::Present {
        *known = read;
    }
}
