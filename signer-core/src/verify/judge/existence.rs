//! What is proven to have existed, and when (EN 319 102-1, 5.6.2.3).

use crate::time::Time;

/// Proofs of existence by time-stamps over the document. Everything at hand exists at the present.
#[derive(Clone, Debug)]
pub(super) struct Existence {
    present: Time,
    /// Revisions, counted from 0, and when they existed.
    stamps: Vec<(usize, Time)>,
}

impl Existence {
    pub(super) const fn new(present: Time) -> Self {
        Self { present, stamps: Vec::new() }
    }

    /// A time-stamp that proves its time is over this revision and all before it.
    pub(super) fn add(&mut self, revision: usize, time: Time) {
        self.stamps.push((revision, time));
    }

    /// Since when at the latest it exists, as far as a time-stamp proves it.
    pub(super) fn proven(&self, covered_from: Option<usize>) -> Option<Time> {
        let first = covered_from?;
        self.stamps.iter().filter(|(revision, _)| *revision >= first).map(|(_, time)| *time).min()
    }

    /// Since when at the latest it exists: the present, where nothing proves more.
    pub(super) fn of(&self, covered_from: Option<usize>) -> Time {
        self.proven(covered_from).map_or(self.present, |proven| proven.min(self.present))
    }

    pub(super) const fn present(&self) -> Time {
        self.present
    }
}
