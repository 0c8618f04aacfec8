//! The forms of the results: for people and programs here, for offices in `output::report`.

use std::io::{self, Write};

use signer_core::report::Report;

use super::judgement::Judgement;
use crate::cli::verify::{Arguments, Format};
use crate::error::Failure;
use crate::files::Existing;
use crate::output::report::{Form, csv, etsi, html, junit, xlsx};
use crate::output::verify::{Detail, Page, Totals};
use crate::output::{Style, Terminal};

/// The form that the results take.
pub(super) fn form<'f>(
    arguments: &Arguments,
    terminal: &'f Terminal,
    judgement: &Judgement,
    out: &'f mut (dyn Write + Send),
) -> Result<Box<dyn Form + Send + 'f>, Failure> {
    let (messages, unit_from) = (&terminal.messages, arguments.unit_from);
    Ok(match arguments.format {
        Format::Text => {
            let style = if arguments.output.is_none() { terminal.style() } else { Style::PLAIN };
            let detail = if arguments.verbose { Detail::Full } else { Detail::Brief };
            Box::new(Text { out, page: Page::new(messages, style, detail), totals: Totals::new() })
        }
        Format::Json => Box::new(Json { out, written: 0 }),
        Format::Jsonl => Box::new(Jsonl { out, line: Line(Vec::new()) }),
        Format::Csv => Box::new(csv::Csv::new(out, messages, unit_from)?),
        Format::Html => Box::new(html::Html::new(out, messages, unit_from, judgement.provenance()?)?),
        Format::Xlsx => Box::new(xlsx::Xlsx::new(out, messages, unit_from, judgement.provenance()?)?),
        Format::Junit => Box::new(junit::Junit::new(out, messages, judgement.provenance()?, arguments.allow_unsigned)),
        Format::Etsi => {
            let folder = arguments.output.as_ref().filter(|path| path.is_dir());
            let place = match folder {
                Some(folder) => etsi::Place::folder(folder, existing(arguments)),
                None => etsi::Place::One { out, written: false },
            };
            Box::new(etsi::Etsi::new(place, judgement.provenance()?))
        }
    })
}

/// What may happen to a file that stands where the result goes.
pub(super) const fn existing(arguments: &Arguments) -> Existing {
    if arguments.force { Existing::Replace } else { Existing::Keep }
}

/// For people. Each report leaves the program at once: what is written is not lost if the next document breaks us.
struct Text<'t> {
    out: &'t mut (dyn Write + Send),
    page: Page<'t>,
    totals: Totals,
}

impl Form for Text<'_> {
    fn document(&mut self, report: &Report) -> Result<(), Failure> {
        if self.totals.all() > 0 {
            self.out.write_all(b"\n")?;
        }
        self.totals.add(report.conclusion());
        self.out.write_all(self.page.document(report).as_bytes())?;
        Ok(self.out.flush()?)
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        if self.totals.all() > 1 {
            writeln!(self.out, "\n{}", self.page.totals(&self.totals))?;
        }
        Ok(self.out.flush()?)
    }
}

/// One array of reports.
struct Json<'j> {
    out: &'j mut (dyn Write + Send),
    written: usize,
}

impl Form for Json<'_> {
    fn document(&mut self, report: &Report) -> Result<(), Failure> {
        self.out.write_all(if self.written == 0 { b"[\n" } else { b",\n" })?;
        self.written = self.written.saturating_add(1);
        serde_json::to_writer_pretty(&mut *self.out, report).map_err(io::Error::from)?;
        Ok(self.out.flush()?)
    }

    /// An empty array is still an array: a program reads it.
    fn finish(self: Box<Self>) -> Result<(), Failure> {
        self.out.write_all(if self.written == 0 { b"[]\n" } else { b"\n]\n" })?;
        Ok(self.out.flush()?)
    }
}

/// One report a line.
struct Jsonl<'j> {
    out: &'j mut (dyn Write + Send),
    /// Filled anew for each report: one write a line.
    line: Line,
}

/// A line in memory. A report comes in thousands of pieces, most of them a single octet.
struct Line(Vec<u8>);

impl Write for Line {
    #[inline]
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        match octets {
            [one] => self.0.push(*one),
            more => self.0.extend_from_slice(more),
        }
        Ok(octets.len())
    }

    #[inline]
    fn write_all(&mut self, octets: &[u8]) -> io::Result<()> {
        self.write(octets).map(|_| ())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Form for Jsonl<'_> {
    fn document(&mut self, report: &Report) -> Result<(), Failure> {
        self.line.0.clear();
        serde_json::to_writer(&mut self.line, report).map_err(io::Error::from)?;
        self.line.0.push(b'\n');
        self.out.write_all(&self.line.0)?;
        Ok(self.out.flush()?)
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}
