//! One HTML file: totals, charts, a table of every document, a page for each. It asks nothing of any network, and
//! nothing that a document says can act in it: texts are set as texts, and the page forbids itself every request.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value};
use signer_core::report::{CheckId, Reason, Report};

use self::table::Table;
use super::row::{Row, UnitFrom, why_not};
use super::tally::{Class, Tally};
use super::{Form, Provenance};
use crate::error::Failure;
use crate::message::{Messages, code_id};
use crate::output::verify;

mod charts;
mod page;
mod table;

/// The octets of reports that are compressed together: few enough to show a document at once, enough to share words.
const PART: usize = 256 << 10;
/// Compression costs more than verification where it tries hard.
const LEVEL: u32 = 3;

pub(crate) struct Html<'h> {
    out: &'h mut (dyn Write + Send),
    messages: &'h Messages,
    unit_from: UnitFrom,
    provenance: Provenance,
    tally: Tally,
    table: Table,
    part: Part,
}

/// Documents whose details are compressed together.
#[derive(Default)]
struct Part {
    number: usize,
    count: usize,
    json: Vec<u8>,
}

/// What the page of a document shows beside its report.
#[derive(Serialize)]
struct Detail<'d> {
    report: &'d Report,
    reason: &'d str,
    todo: &'d str,
    slip: Option<String>,
    why: Vec<(String, String)>,
}

impl<'h> Html<'h> {
    pub(crate) fn new(
        out: &'h mut (dyn Write + Send),
        messages: &'h Messages,
        unit_from: UnitFrom,
        provenance: Provenance,
    ) -> Result<Self, Failure> {
        out.write_all(page::head(messages).as_bytes())?;
        let (tally, table, part) = (Tally::default(), Table::default(), Part::default());
        Ok(Self { out, messages, unit_from, provenance, tally, table, part })
    }

    /// Details wait in the page as compressed text until somebody asks for one of them.
    fn write_part(&mut self) -> Result<(), Failure> {
        if self.part.count == 0 {
            return Ok(());
        }
        let mut json = std::mem::take(&mut self.part.json);
        json.push(b']');
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(LEVEL));
        packed.write_all(&json)?;
        let text = STANDARD.encode(packed.finish()?);
        writeln!(self.out, "<script type=\"text/plain\" id=\"part-{}\">{text}</script>", self.part.number)?;
        self.table.parts.push(self.part.count);
        self.part = Part { number: self.part.number.saturating_add(1), count: 0, json: Vec::new() };
        Ok(())
    }

    fn add_detail(&mut self, report: &Report, row: &Row) -> Result<(), Failure> {
        let why = report.signatures.iter().map(|one| why_not(one, self.messages)).collect();
        let slip = row.return_slip(self.messages);
        let detail = Detail { report, reason: &row.reason, todo: &row.todo, slip, why };
        self.part.json.push(if self.part.count == 0 { b'[' } else { b',' });
        serde_json::to_writer(&mut self.part.json, &detail).map_err(std::io::Error::from)?;
        self.part.count = self.part.count.saturating_add(1);
        if self.part.json.len() >= PART {
            self.write_part()?;
        }
        Ok(())
    }
}

impl Form for Html<'_> {
    fn document(&mut self, report: &Report) -> Result<(), Failure> {
        let row = Row::of(report, self.messages, self.unit_from);
        self.tally.add(&row);
        self.table.add(&row);
        self.add_detail(report, &row)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Failure> {
        self.write_part()?;
        let words = words(self.messages).to_string();
        let rows = serde_json::to_string(&self.table).map_err(std::io::Error::from)?;
        let body = page::body(self.messages, &self.provenance, &self.tally);
        self.out.write_all(body.as_bytes())?;
        for (id, value) in [("rows", &rows), ("words", &words)] {
            // Within a script element `<` could end it (HTML, 4.12.1.3); in JSON it may be written as an escape.
            let json = value.replace('<', "\\u003c");
            writeln!(self.out, "<script type=\"application/json\" id=\"{id}\">{json}</script>")?;
        }
        self.out.write_all(page::foot().as_bytes())?;
        self.out.flush()?;
        Ok(())
    }
}

/// Every word that the script of the page may need.
fn words(messages: &Messages) -> Value {
    let mut words = Map::new();
    for id in page::WORDS {
        words.insert((*id).to_owned(), messages.text(id).into());
    }
    for id in messages.family(&["indication-", "role-", "status-", "coverage-", "changes-", "requirement-", "content-"])
    {
        let text = messages.text(&id);
        words.insert(id, text.into());
    }
    let checks = CheckId::ALL.iter().map(|check| check.id().to_owned());
    let reasons = Reason::all().map(|reason| reason.code().to_owned());
    for code in checks.chain(reasons).chain(messages.codes()) {
        if let Some(text) = messages.get(&code_id(&code)) {
            words.insert(code, text.into());
        }
    }
    let classes: Vec<_> = Class::ALL.iter().map(|class| messages.text(class.id())).collect();
    words.insert("classes".to_owned(), classes.into());
    Value::Object(words)
}

/// A cause in words: a sub-indication, a requirement, or why a file could not be read.
fn cause(messages: &Messages, cause: &str) -> String {
    if let Some(requirement) = cause.strip_prefix("requirement-") {
        return verify::requirement(messages, requirement, requirement);
    }
    let known = [code_id(cause), format!("unreadable-{cause}"), format!("class-{cause}")];
    known.iter().find_map(|id| messages.get(id)).unwrap_or_else(|| cause.to_owned())
}
