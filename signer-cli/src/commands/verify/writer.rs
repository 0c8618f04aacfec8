//! Reports on their way out, in the form and the order asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use signer_core::report::Report;

use crate::error::Failure;
use crate::output::report::Form;

/// In which order reports are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As they are finished.
    Completion,
    /// As their documents were given.
    Input,
}

/// Puts reports into their order.
pub(super) struct Writer<'w> {
    form: Box<dyn Form + Send + 'w>,
    order: Order,
    next: usize,
    /// Reports that wait for one before them, which takes longer.
    waiting: BTreeMap<usize, Arc<Report>>,
}

impl<'w> Writer<'w> {
    pub(super) fn new(form: Box<dyn Form + Send + 'w>, order: Order) -> Self {
        Self { form, order, next: 0, waiting: BTreeMap::new() }
    }

    /// A report is ready.
    pub(super) fn take(&mut self, index: usize, report: Arc<Report>) -> Result<(), Failure> {
        if self.order == Order::Completion {
            return self.form.document(&report);
        }
        self.waiting.insert(index, report);
        while let Some(report) = self.waiting.remove(&self.next) {
            self.next = self.next.saturating_add(1);
            self.form.document(&report)?;
        }
        Ok(())
    }

    /// After the last one.
    pub(super) fn finish(self) -> Result<(), Failure> {
        self.form.finish()
    }
}
