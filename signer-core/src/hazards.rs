//! What in a document could show, do or become something else than what was meant to be signed.
//!
//! The look that a careful person takes before signing. Nothing here judges a signature: a document full of hazards
//! can be signed, and `changes` tells afterwards which of them somebody used.

mod action;
mod annotation;
mod content;
mod kind;
mod layers;
mod leftover;
mod overlay;
mod walk;

use std::collections::BTreeMap;

use crate::pdf::{Document, ObjectId};
use crate::report::Severity;

pub use self::kind::Kind;

/// One thing to know before signing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
    /// What it is.
    pub kind: Kind,
    /// The object, where it is one.
    pub object: Option<ObjectId>,
    /// The page, from 1, where it belongs to one.
    pub page: Option<usize>,
    /// Which: the name of a file, a field, a layer. Octets of the document: show them with care.
    pub detail: String,
}

/// What a scan may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Objects looked at.
    ///
    /// 500,000: the largest file seen has 300,000; a second on a slow machine.
    pub objects: u64,
    /// Octets of page content decoded and looked through for text.
    ///
    /// 64 MiB: 2,000 pages of 30 KB; half a second on a slow machine.
    pub content: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { objects: 500_000, content: 64 << 20 }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    hazards: Vec<Hazard>,
    counts: BTreeMap<Kind, usize>,
}

/// Hazards of one kind listed; all are counted.
///
/// 20: who reads further asks for a list of the whole document.
const MAX_LISTED: usize = 20;

impl Scan {
    /// The hazards, gravest first, then by page; at most 20 of each kind.
    #[must_use]
    pub fn hazards(&self) -> &[Hazard] {
        &self.hazards
    }

    /// How many of a kind there are, listed or not.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.counts.get(&kind).copied().unwrap_or(0)
    }

    /// The kinds that were found, in the order of [`Kind`].
    pub fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.counts.keys().copied()
    }

    /// The gravest severity, if anything was found.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.kinds().map(Kind::severity).max()
    }

    fn add(&mut self, hazard: Hazard) {
        let count = self.counts.entry(hazard.kind).or_default();
        *count = count.saturating_add(1);
        if *count <= MAX_LISTED {
            self.hazards.push(hazard);
        }
    }

    fn finish(&mut self) {
        self.hazards.sort_by_key(|hazard| {
            let page = hazard.page.unwrap_or(usize::MAX);
            (std::cmp::Reverse(hazard.kind.severity()), hazard.kind, page, hazard.object)
        });
    }
}

/// Looks through the latest revision, and for what earlier ones left.
///
/// Never fails: what ends it early is [`Kind::NotAllScanned`]. It takes from the budget of the document, and what it
/// finds ambiguous keeps the document from being signed afterwards: who wants to sign prepares first, and gives the
/// document a [budget of its own](Document::renew_budget) for the look, or opens it a second time.
#[must_use]
pub fn scan(document: &Document<'_>, bounds: &Bounds) -> Scan {
    let mut walk = walk::Walk::new(document.latest(), bounds);
    let whole = walk.all().is_ok() && leftover::look(document, &mut walk).is_ok();
    let mut scan = walk.finish();
    if !whole {
        scan.add(Hazard { kind: Kind::NotAllScanned, object: None, page: None, detail: String::new() });
    }
    for finding in document.findings().into_iter().filter(|finding| finding.ambiguous) {
        scan.add(Hazard { kind: Kind::Ambiguous, object: finding.object, page: None, detail: finding.message });
    }
    scan.finish();
    scan
}
