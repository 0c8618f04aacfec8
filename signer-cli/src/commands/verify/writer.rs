//! Reports on their way out, in the format and the order asked for.

use std::collections::BTreeMap;
use std::io::{self, Write};

use signer_core::report::Report;

use crate::cli::verify::Format;
use crate::output::verify::Page;

/// In which order reports are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As they are finished.
    Completion,
    /// As their documents were given.
    Input,
}

pub(super) struct Writer<'w> {
    out: &'w mut (dyn Write + Send),
    format: Format,
    order: Order,
    page: &'w Page<'w>,
    next: usize,
    /// Reports that wait for one before them, which takes longer.
    waiting: BTreeMap<usize, Report>,
    written: usize,
}

impl<'w> Writer<'w> {
    pub(super) fn new(out: &'w mut (dyn Write + Send), format: Format, order: Order, page: &'w Page<'w>) -> Self {
        Self { out, format, order, page, next: 0, waiting: BTreeMap::new(), written: 0 }
    }

    /// A report is ready.
    pub(super) fn take(&mut self, index: usize, report: Report) -> io::Result<()> {
        if self.order == Order::Completion {
            return self.write(&report);
        }
        self.waiting.insert(index, report);
        while let Some(report) = self.waiting.remove(&self.next) {
            self.next = self.next.saturating_add(1);
            self.write(&report)?;
        }
        Ok(())
    }

    /// Each report leaves the program at once: what is written is not lost if the next document breaks us.
    fn write(&mut self, report: &Report) -> io::Result<()> {
        match self.format {
            Format::Json => {
                self.out.write_all(if self.written == 0 { b"[\n" } else { b",\n" })?;
                serde_json::to_writer_pretty(&mut *self.out, report)?;
            }
            Format::Jsonl => {
                serde_json::to_writer(&mut *self.out, report)?;
                self.out.write_all(b"\n")?;
            }
            _ => {
                if self.written > 0 {
                    self.out.write_all(b"\n")?;
                }
                self.out.write_all(self.page.document(report).as_bytes())?;
            }
        }
        self.written = self.written.saturating_add(1);
        self.out.flush()
    }

    /// After the last one.
    pub(super) fn finish(self, totals: Option<String>) -> io::Result<()> {
        match self.format {
            Format::Json if self.written == 0 => self.out.write_all(b"[]\n")?,
            Format::Json => self.out.write_all(b"\n]\n")?,
            Format::Jsonl => {}
            _ => {
                if let Some(totals) = totals {
                    writeln!(self.out, "\n{totals}")?;
                }
            }
        }
        self.out.flush()
    }
}
