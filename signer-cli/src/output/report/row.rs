//! What of a document stands in one line of a table, and the sentence with which it is sent back.

use signer_core::Time;
use signer_core::report::{
    Check, Completeness, Conclusion, DocumentConclusion, Formalities, Level, Report, Role, SignatureReport,
    SignatureType, Status,
};

use crate::message::{Arguments, Messages, Safe, code_id};
use crate::output::{moment, verify};

/// What tells the unit that a document comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum UnitFrom {
    /// The organisation's certificate, else the person's
    Certificate,
    /// The folder that the document lies in
    Folder,
}

/// One of the two signatures of a document, as a table names it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Party {
    pub(crate) name: String,
    pub(crate) unit: String,
}

/// A line of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) size: u64,
    pub(crate) conclusion: DocumentConclusion,
    pub(crate) completeness: Completeness,
    /// Why it did not pass: a sub-indication, a requirement, or the code of what could not be read.
    pub(crate) cause: Option<String>,
    /// The same as a sentence, and what to do.
    pub(crate) reason: String,
    pub(crate) todo: String,
    pub(crate) personal: Option<Party>,
    pub(crate) organisation: Option<Party>,
    pub(crate) unit: String,
    /// When it was last signed: proven where `proven` says so, else as the signer says.
    pub(crate) time: Option<Time>,
    pub(crate) proven: bool,
    /// `2026-11-21`, the date of issue: as the page says it, else as the message does.
    pub(crate) issued: Option<String>,
    /// The lowest level of its signatures.
    pub(crate) level: Option<Level>,
    pub(crate) signatures: usize,
    pub(crate) findings: usize,
    pub(crate) formalities: Formalities,
    /// The first document with the same content.
    pub(crate) duplicate_of: Option<String>,
}

impl Row {
    pub(crate) fn of(report: &Report, messages: &Messages, unit_from: UnitFrom) -> Self {
        let (reason, todo) = why(report, messages);
        let (personal, organisation) = (party(report, Role::Personal), party(report, Role::Organisation));
        let certificate = || organisation.as_ref().or(personal.as_ref()).map(|party| party.unit.clone());
        let unit = match unit_from {
            UnitFrom::Certificate => certificate().or_else(|| signed(report).next().map(unit_of)),
            UnitFrom::Folder => Some(folder(&report.path)),
        };
        let proven = signed(report).filter_map(|one| one.best_signature_time).max();
        Self {
            path: report.path.clone(),
            sha256: report.sha256.clone(),
            size: report.size,
            conclusion: report.conclusion(),
            completeness: report.completeness(),
            cause: cause(report),
            reason,
            todo,
            personal,
            organisation,
            unit: unit.unwrap_or_default(),
            time: proven.or_else(|| signed(report).filter_map(|one| one.claimed_signing_time).max()),
            proven: proven.is_some(),
            issued: issued(report),
            level: signed(report).map(|one| one.level).min_by_key(|level| rank(*level)),
            signatures: signed(report).count(),
            findings: report.findings.len(),
            formalities: report.formalities.clone(),
            duplicate_of: report.duplicate_of.clone(),
        }
    }

    /// The time in the zone of this machine.
    pub(crate) fn local_time(&self) -> String {
        self.time.map(moment::local).unwrap_or_default()
    }

    /// `2026-11` in the zone of this machine: when it was last signed; of what nobody signed, the date of issue, where
    /// that is known.
    pub(crate) fn month(&self) -> Option<String> {
        let signed = self.time.map(moment::day);
        signed.or_else(|| self.issued.clone()).map(|day| day.chars().take(7).collect())
    }

    /// The sentence to send back with a document that is refused (Decree 30/2020, article 22: refuse, return, say why).
    pub(crate) fn return_slip(&self, messages: &Messages) -> Option<String> {
        if self.conclusion == DocumentConclusion::Passed {
            return None;
        }
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let arguments = Arguments::new().with("name", name).with("reason", &self.reason);
        let id = match self.conclusion {
            DocumentConclusion::Indeterminate => "slip-indeterminate",
            _ => "slip-refused",
        };
        Some(messages.text_with(id, &arguments))
    }
}

/// The signatures of people and organisations: no time-stamps.
fn signed(report: &Report) -> impl Iterator<Item = &SignatureReport> {
    report.signatures.iter().filter(|one| one.kind == SignatureType::Signature)
}

/// The signature of a role: a good one where there is one.
fn party(report: &Report, role: Role) -> Option<Party> {
    let of_role = || signed(report).filter(|one| one.role == role);
    let good = of_role().find(|one| one.conclusion() == Conclusion::TotalPassed);
    let one = good.or_else(|| of_role().next())?;
    let name = one.signer.as_ref().map(|signer| Safe(&signer.common_name).to_string()).unwrap_or_default();
    Some(Party { name, unit: unit_of(one) })
}

/// The organisation, with the unit nearest to the signer where the certificate names one.
fn unit_of(signature: &SignatureReport) -> String {
    let Some(signer) = &signature.signer else { return String::new() };
    let parts = signer.units.first().into_iter().chain([&signer.organization]);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).map(|part| Safe(part).to_string()).collect();
    parts.join(", ")
}

fn issued(report: &Report) -> Option<String> {
    let read = report.formalities.date.text.as_ref();
    let date = read.or_else(|| report.message.as_ref()?.date.as_ref())?;
    date.parse::<jiff::civil::Date>().ok().map(|date| date.to_string())
}

fn folder(path: &str) -> String {
    let mut parts = path.rsplit(['/', '\\']);
    let _file = parts.next();
    Safe(parts.next().unwrap_or_default()).to_string()
}

const fn rank(level: Level) -> u8 {
    match level {
        Level::Unknown => 0,
        Level::Cms => 1,
        Level::BB => 2,
        Level::BT => 3,
        Level::BLt => 4,
        Level::BLta => 5,
    }
}

/// The code of what decided against the document.
fn cause(report: &Report) -> Option<String> {
    match report.conclusion() {
        DocumentConclusion::Passed => None,
        DocumentConclusion::Unsigned => Some("unsigned".to_owned()),
        DocumentConclusion::Unreadable => {
            Some(report.error.as_ref().map_or("unreadable", |error| &error.code).to_owned())
        }
        DocumentConclusion::Failed | DocumentConclusion::Indeterminate => {
            let reason =
                deciding(report).and_then(|one| one.conclusion().reason()).map(|reason| reason.code().to_owned());
            let requirement = || report.requirements.iter().find(|one| !one.met);
            reason.or_else(|| requirement().map(|one| format!("requirement-{}", one.requirement)))
        }
    }
}

/// The signature that decides: a failed one before one that could not be judged.
fn deciding(report: &Report) -> Option<&SignatureReport> {
    let failed = report.signatures.iter().find(|one| matches!(one.conclusion(), Conclusion::TotalFailed(_)));
    failed.or_else(|| report.signatures.iter().find(|one| one.conclusion() != Conclusion::TotalPassed))
}

/// Why the document did not pass and what to do, as sentences; empty where it passed.
fn why(report: &Report, messages: &Messages) -> (String, String) {
    if let Some(error) = &report.error {
        let id = format!("unreadable-{}", error.code);
        let sentence = messages.get(&id).unwrap_or_else(|| Safe(&error.message).to_string());
        return (sentence, messages.attribute(&id, "todo").unwrap_or_default());
    }
    if report.conclusion() == DocumentConclusion::Unsigned {
        return (messages.text("headline-unsigned"), String::new());
    }
    if report.conclusion() == DocumentConclusion::Passed {
        return (String::new(), String::new());
    }
    if let Some(signature) = deciding(report) {
        return why_not(signature, messages);
    }
    let lacking = report.requirements.iter().filter(|one| !one.met);
    let lacking: Vec<_> = lacking.map(|one| verify::requirement(messages, &one.requirement, &one.message)).collect();
    let arguments = Arguments::new().with("what", lacking.join("; "));
    (messages.text_with("reason-requirement", &arguments), String::new())
}

/// Why a signature did not pass, and what to do.
pub(crate) fn why_not(signature: &SignatureReport, messages: &Messages) -> (String, String) {
    let Some(reason) = signature.conclusion().reason() else { return (String::new(), String::new()) };
    let decides = |check: &&Check| check.status == Status::Fail && check.reason_or_default() == reason;
    let check = signature.checks.0.iter().find(|check| decides(check));
    let of_check = |name| check.and_then(|check| messages.attribute(&code_id(check.id.id()), name));
    let sentence = of_check("fail").unwrap_or_else(|| messages.text(&code_id(reason.code())));
    let todo = of_check("todo").or_else(|| messages.attribute(&code_id(reason.code()), "todo"));
    (sentence, todo.unwrap_or_default())
}
