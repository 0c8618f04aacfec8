//! A workbook with four sheets: summary, documents, signatures, findings.

use std::io::Write;

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use signer_core::report::{Report, Severity};

use super::csv::{COLUMNS, cells, level};
use super::row::{Row, UnitFrom, why_not};
use super::tally::{Class, Counts, Tally};
use super::{Form, Provenance, broken};
use crate::error::Failure;
use crate::message::{Messages, Safe, code_id};
use crate::output::moment;

/// The rows of a sheet (ECMA-376, as Excel limits it), less the header.
const ROWS: u32 = 1_048_575;
/// The characters of a cell, as Excel limits them.
const CELL: usize = 32_767;

const SIGNATURE_COLUMNS: [&str; 16] = [
    "column-path",
    "column-field",
    "column-role",
    "column-conclusion",
    "column-cause",
    "column-reason",
    "column-signer",
    "column-unit",
    "column-issuer",
    "column-serial",
    "column-not-before",
    "column-not-after",
    "column-time",
    "column-time-proven",
    "column-level",
    "column-integrity",
];
const FINDING_COLUMNS: [&str; 4] = ["column-path", "column-severity", "column-code", "column-message"];

pub(crate) struct Xlsx<'x> {
    out: &'x mut (dyn Write + Send),
    messages: &'x Messages,
    unit_from: UnitFrom,
    provenance: Provenance,
    tally: Tally,
    documents: Sheet,
    signatures: Sheet,
    findings: Sheet,
}

/// A sheet that is filled from the top; where it is full, the rest is counted, and the summary says so.
struct Sheet {
    sheet: Worksheet,
    next: u32,
    left_out: usize,
}

impl<'x> Xlsx<'x> {
    pub(crate) fn new(
        out: &'x mut (dyn Write + Send),
        messages: &'x Messages,
        unit_from: UnitFrom,
        provenance: Provenance,
    ) -> Result<Self, Failure> {
        let sheet = |name, columns: &[&str]| Sheet::new(messages, name, columns).map_err(broken);
        let documents = sheet("sheet-documents", &COLUMNS)?;
        let signatures = sheet("sheet-signatures", &SIGNATURE_COLUMNS)?;
        let findings = sheet("sheet-findings", &FINDING_COLUMNS)?;
        Ok(Self { out, messages, unit_from, provenance, tally: Tally::default(), documents, signatures, findings })
    }

    fn add_signatures(&mut self, report: &Report) -> Result<(), XlsxError> {
        for signature in &report.signatures {
            let signer = signature.signer.clone().unwrap_or_default();
            let conclusion = signature.conclusion();
            let time = signature.best_signature_time.or(signature.claimed_signing_time);
            let proven = if signature.best_signature_time.is_some() { "yes" } else { "no" };
            let day = |time: Option<signer_core::Time>| time.map(moment::day).unwrap_or_default();
            let unit: Vec<_> =
                signer.units.iter().chain([&signer.organization]).filter(|part| !part.is_empty()).cloned().collect();
            self.signatures.push(&[
                report.path.clone(),
                signature.field.clone(),
                self.messages.text(crate::output::verify::role_id(signature)),
                self.messages.text(&format!("indication-{}", conclusion.indication())),
                conclusion.reason().map(|reason| reason.code().to_owned()).unwrap_or_default(),
                why_not(signature, self.messages).0,
                signer.common_name,
                unit.join(", "),
                signer.issuer,
                signer.serial,
                day(signer.not_before),
                day(signer.not_after),
                time.map(moment::local).unwrap_or_default(),
                time.map(|_| self.messages.text(proven)).unwrap_or_default(),
                level(signature.level).to_owned(),
                crate::output::verify::content(self.messages, signature),
            ])?;
        }
        Ok(())
    }

    fn add_findings(&mut self, report: &Report) -> Result<(), XlsxError> {
        for finding in &report.findings {
            let severity = match finding.severity {
                Severity::Info => "severity-info",
                Severity::Warning => "severity-warning",
                Severity::Error => "severity-error",
            };
            let sentence = self.messages.get(&code_id(&finding.code)).unwrap_or_else(|| finding.message.clone());
            self.findings.push(&[report.path.clone(), self.messages.text(severity), finding.code.clone(), sentence])?;
        }
        Ok(())
    }

    fn summary(&self) -> Result<Worksheet, XlsxError> {
        let text = |id| self.messages.text(id);
        let bold = Format::new().set_bold();
        let mut sheet = Worksheet::new();
        sheet.set_name(text("sheet-summary"))?.set_column_width(0, 58)?.set_column_width(1, 70)?;
        sheet.set_column_width(2, 22)?.set_column_width(3, 14)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        let mut row = 0;
        let mut pair = |name: &str, value: &str| -> Result<(), XlsxError> {
            sheet.write_string_with_format(row, 0, name, &bold)?.write_string(row, 1, value)?;
            row = row.saturating_add(1);
            Ok(())
        };
        pair(&text("column-program"), &self.provenance.program)?;
        pair(&text("column-policy"), &self.provenance.policy())?;
        pair(&text("column-at"), &self.provenance.moments())?;
        for (name, sha256) in &self.provenance.trust {
            pair(&text("column-trust"), &format!("{} — SHA-256 {sha256}", Safe(name)))?;
        }
        for (name, left_out) in [
            ("sheet-documents", self.documents.left_out),
            ("sheet-signatures", self.signatures.left_out),
            ("sheet-findings", self.findings.left_out),
        ] {
            if left_out > 0 {
                pair(
                    &text(name),
                    &self.messages.text_with("sheet-full", &crate::message::Arguments::new().count("count", left_out)),
                )?;
            }
        }
        row = row.saturating_add(1);
        self.counts(&mut sheet, row)?;
        Ok(sheet)
    }

    fn counts(&self, sheet: &mut Worksheet, mut row: u32) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        let left = Format::new().set_align(FormatAlign::Left);
        let mut line = |name: &str, count: usize| -> Result<(), XlsxError> {
            sheet.write_string_with_format(row, 0, name, &bold)?;
            sheet.write_number_with_format(row, 1, number(count), &left)?;
            row = row.saturating_add(1);
            Ok(())
        };
        line(&self.messages.text("class-all"), self.tally.all.all())?;
        for class in Class::ALL {
            line(&self.messages.text(class.id()), self.tally.all.get(class))?;
        }
        for (cause, count) in self.tally.causes_by_count() {
            line(cause, count)?;
        }
        row = row.saturating_add(1);
        self.quarters(sheet, row)
    }

    /// The rate of fully signed documents by unit, of the whole time and of each quarter.
    fn quarters(&self, sheet: &mut Worksheet, mut row: u32) -> Result<(), XlsxError> {
        let (bold, percent) =
            (Format::new().set_bold(), Format::new().set_num_format("0.0%").set_align(FormatAlign::Left));
        let text = |id| self.messages.text(id);
        sheet.write_string_with_format(row, 0, text("report-by-quarter"), &bold)?;
        let heads = ["column-rate", "class-complete", "class-all"];
        for (column, id) in (1..).zip(heads) {
            sheet.write_string_with_format(row, column, text(id), &bold)?;
        }
        let mut line = |name: &str, counts: &Counts| -> Result<(), XlsxError> {
            row = row.saturating_add(1);
            let (complete, all) = (number(counts.get(Class::Complete)), number(counts.all()));
            // Rounded down, as in the other reports: 99.96 % is not all.
            let rate = f64::from(number(counts.complete_permille())) / 1_000.0;
            sheet.write_string(row, 0, name)?.write_number_with_format(row, 1, rate, &percent)?;
            sheet.write_number(row, 2, complete)?.write_number(row, 3, all)?;
            Ok(())
        };
        for (unit, whole) in self.tally.units_by_count() {
            let shown = if unit.is_empty() { text("unit-unknown") } else { Safe(unit).to_string() };
            line(&format!("{shown} — {}", text("report-whole")), &whole)?;
            for ((_, quarter), counts) in self.tally.quarters.iter().filter(|((of, _), _)| of == unit) {
                let quarter = if quarter.is_empty() { text("time-unknown") } else { quarter.clone() };
                line(&format!("{shown} — {quarter}"), counts)?;
            }
        }
        Ok(())
    }
}

/// The paper that a table of so many columns needs (ECMA-376, 18.3.1.63).
const A3: u8 = 8;

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Form for Xlsx<'_> {
    fn document(&mut self, report: &Report) -> Result<(), Failure> {
        let row = Row::of(report, self.messages, self.unit_from);
        self.tally.add(&row);
        self.documents.push(&cells(&row, self.messages)).map_err(broken)?;
        self.add_signatures(report).map_err(broken)?;
        self.add_findings(report).map_err(broken)
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        let summary = self.summary().map_err(broken)?;
        let Self { out, documents, signatures, findings, .. } = *self;
        let mut workbook = Workbook::new();
        for sheet in [summary, documents.sheet, signatures.sheet, findings.sheet] {
            workbook.push_worksheet(sheet);
        }
        Ok(out.write_all(&workbook.save_to_buffer().map_err(broken)?)?)
    }
}

impl Sheet {
    fn new(messages: &Messages, name: &str, columns: &[&str]) -> Result<Self, XlsxError> {
        let header = Format::new().set_bold();
        let mut sheet = Worksheet::new();
        sheet.set_name(messages.text(name))?.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        // As wide as the paper, as long as it takes.
        sheet.set_landscape().set_paper_size(A3).set_print_fit_to_pages(1, 0);
        for (column, id) in (0..).zip(columns) {
            sheet.write_string_with_format(0, column, messages.text(id), &header)?.set_column_width(column, 24)?;
        }
        Ok(Self { sheet, next: 1, left_out: 0 })
    }

    /// Texts only: nothing that a document says is ever a formula.
    fn push(&mut self, cells: &[String]) -> Result<(), XlsxError> {
        if self.next > ROWS {
            self.left_out = self.left_out.saturating_add(1);
            return Ok(());
        }
        for (column, cell) in (0..).zip(cells) {
            let text: String = cell.chars().take(CELL).collect();
            self.sheet.write_string(self.next, column, text)?;
        }
        self.next = self.next.saturating_add(1);
        Ok(())
    }
}
