//! What later revisions did to a signed document, and which rule vouches for it.

use crate::pdf::{Document, EmbeddedSignature};
use crate::report::{Changes, Extent};

/// What each revision changed of the one before it; the first entry is the first revision and has no changes.
#[must_use]
pub fn steps(document: &Document<'_>, _signatures: &[EmbeddedSignature]) -> Vec<Changes> {
    document
        .revisions()
        .iter()
        .enumerate()
        .map(|(index, _)| {
            if index == 0 {
                Changes::default()
            } else {
                Changes { extent: Extent::Unexplained, allowed: false, items: Vec::new() }
            }
        })
        .collect()
}

/// All changes after a revision (an index).
#[must_use]
pub fn since(steps: &[Changes], revision: usize) -> Changes {
    let mut all = Changes::default();
    for step in steps.iter().skip(revision.saturating_add(1)) {
        all.extent = all.extent.max(step.extent);
        all.allowed &= step.allowed;
        all.items.extend(step.items.iter().cloned());
    }
    all
}
