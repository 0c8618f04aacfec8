//! One line a document, for spreadsheets: UTF-8 with a byte order mark, as Excel wants it (RFC 4180).

use std::io::Write;

use signer_core::report::{Completeness, DocumentConclusion, Level, Particular, Presence, Report, SigningOrder};

use super::row::{Party, Row, UnitFrom};
use super::{Form, broken, named};
use crate::error::Failure;
use crate::message::Messages;

/// The columns: the name of each in the catalogue.
pub(crate) const COLUMNS: [&str; 25] = [
    "column-path",
    "column-conclusion",
    "column-completeness",
    "column-cause",
    "column-reason",
    "column-todo",
    "column-personal",
    "column-personal-unit",
    "column-organisation",
    "column-organisation-unit",
    "column-unit",
    "column-time",
    "column-time-proven",
    "column-level",
    "column-signatures",
    "column-findings",
    "column-sha256",
    "column-size",
    "column-slip",
    "column-form",
    "column-number",
    "column-date",
    "column-order",
    "column-former-units",
    "column-duplicate",
];

pub(crate) struct Csv<'c> {
    out: csv::Writer<&'c mut (dyn Write + Send)>,
    messages: &'c Messages,
    unit_from: UnitFrom,
}

impl<'c> Csv<'c> {
    pub(crate) fn new(
        out: &'c mut (dyn Write + Send),
        messages: &'c Messages,
        unit_from: UnitFrom,
    ) -> Result<Self, Failure> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        let judged = ["column-program", "column-policy", "column-trust", "column-at"];
        let header = COLUMNS.iter().chain(&judged).map(|id| messages.text(id));
        out.write_record(header).map_err(broken)?;
        Ok(Self { out, messages, unit_from })
    }
}

impl Form for Csv<'_> {
    fn document(&mut self, report: &Report) -> Result<(), Failure> {
        let row = Row::of(report, self.messages, self.unit_from);
        let cells = cells(&row, self.messages);
        let judged = judged(report);
        let record = cells.iter().chain(&judged).map(|cell| harmless(cell));
        self.out.write_record(record).map_err(broken)?;
        Ok(self.out.flush()?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

/// By what the document of this row was judged: a line that is cut out of the table still says it.
fn judged(report: &Report) -> [String; 4] {
    let by = report.judged_by.clone();
    let (program, sha256, trust) = by.map(|by| (by.program, by.policy_sha256, by.trust.join(" "))).unwrap_or_default();
    [program, named(&report.policy, sha256.as_deref()), trust, report.validation_time.to_string()]
}

/// The cells of a row, in the order of [`COLUMNS`].
pub(crate) fn cells(row: &Row, messages: &Messages) -> Vec<String> {
    let party = |party: &Option<Party>| party.clone().unwrap_or_default();
    let (personal, organisation) = (party(&row.personal), party(&row.organisation));
    let proven = row.time.map(|_| messages.text(if row.proven { "yes" } else { "no" })).unwrap_or_default();
    vec![
        row.path.clone(),
        messages.text(crate::output::verify::conclusion_id(row.conclusion)),
        completeness(row, messages),
        row.cause.clone().unwrap_or_default(),
        row.reason.clone(),
        row.todo.clone(),
        personal.name,
        personal.unit,
        organisation.name,
        organisation.unit,
        row.unit.clone(),
        row.local_time(),
        proven,
        row.level.map(level).unwrap_or_default().to_owned(),
        row.signatures.to_string(),
        row.findings.to_string(),
        row.sha256.clone(),
        row.size.to_string(),
        row.return_slip(messages).unwrap_or_default(),
        form(row, messages),
        particular(&row.formalities.number, messages),
        particular(&row.formalities.date, messages),
        order(row, messages),
        former_units(row),
        row.duplicate_of.clone().unwrap_or_default(),
    ]
}

fn form(row: &Row, messages: &Messages) -> String {
    if row.signatures == 0 {
        return String::new();
    }
    messages.text(crate::output::verify::form_id(row.formalities.form))
}

/// What it says, or that it is there, or that it is not; nothing where nobody looked.
fn particular(particular: &Particular, messages: &Messages) -> String {
    match (&particular.text, particular.presence) {
        (Some(text), _) => text.clone(),
        (None, Presence::Present) => messages.text("yes"),
        (None, Presence::Absent) => messages.text("presence-absent"),
        (None, Presence::NotRead) => String::new(),
    }
}

fn order(row: &Row, messages: &Messages) -> String {
    match row.formalities.order {
        SigningOrder::Kept => messages.text("order-kept"),
        SigningOrder::Reversed => messages.text("order-reversed"),
        SigningOrder::None => String::new(),
    }
}

fn former_units(row: &Row) -> String {
    let units: Vec<_> = row.formalities.former_units.iter().map(|former| former.unit.as_str()).collect();
    units.join("; ")
}

/// What of the two signatures is there; nothing is said of a document that was not read.
pub(crate) fn completeness(row: &Row, messages: &Messages) -> String {
    if row.conclusion == DocumentConclusion::Unreadable {
        return String::new();
    }
    messages.text(match row.completeness {
        Completeness::Complete => "completeness-complete",
        Completeness::PersonalOnly => "completeness-personal-only",
        Completeness::OrganisationOnly => "completeness-organisation-only",
        Completeness::None => "completeness-none",
    })
}

/// The standard's name of a level.
pub(crate) const fn level(level: Level) -> &'static str {
    match level {
        Level::Unknown => "",
        Level::Cms => "CMS",
        Level::BB => "B-B",
        Level::BT => "B-T",
        Level::BLt => "B-LT",
        Level::BLta => "B-LTA",
    }
}

/// A spreadsheet runs a cell that begins like a formula, and file names and certificates come from strangers.
pub(crate) fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_would_be_a_formula_is_text() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(harmless("Quyết định 12/QĐ-UBND"), "Quyết định 12/QĐ-UBND");
    }
}
