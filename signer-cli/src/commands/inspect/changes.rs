//! `--changes`: what each revision changed of the one before it, and what that means for each signature.

use serde::Serialize;
use signer_core::changes::{since, steps};
use signer_core::pdf::{Document, EmbeddedSignature};
use signer_core::report::{ChangeItem, Changes, Extent};

/// What the revisions changed.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeFacts {
    pub(crate) revisions: Vec<RevisionChanges>,
    pub(crate) signatures: Vec<SignatureChanges>,
}

#[derive(Debug, Serialize)]
pub(crate) struct RevisionChanges {
    /// From 1.
    pub(crate) number: usize,
    /// Nothing is compared up to the first signature: nobody vouched for what was there.
    pub(crate) compared: bool,
    pub(crate) extent: Extent,
    pub(crate) allowed: bool,
    pub(crate) items: Vec<ChangeItem>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SignatureChanges {
    pub(crate) field: String,
    /// From 1.
    pub(crate) revision: usize,
    pub(crate) extent: Extent,
    pub(crate) allowed: bool,
    /// Revisions in which something is not permitted, from 1.
    pub(crate) refused_in: Vec<usize>,
}

pub(super) fn of(document: &Document<'_>, signatures: &[EmbeddedSignature]) -> ChangeFacts {
    let steps = steps(document, signatures);
    let first = signatures.iter().map(|signature| signature.revision).min().unwrap_or(usize::MAX);
    let signatures = signatures.iter().map(|one| signature(one, &steps)).collect();
    let revisions = steps.into_iter().enumerate();
    let revisions = revisions.map(|(index, changes)| RevisionChanges {
        number: index.saturating_add(1),
        compared: index > first,
        extent: changes.extent,
        allowed: changes.allowed,
        items: changes.items,
    });
    ChangeFacts { revisions: revisions.collect(), signatures }
}

fn signature(signature: &EmbeddedSignature, steps: &[Changes]) -> SignatureChanges {
    let all = since(steps, signature.revision, 1);
    let later = steps.iter().enumerate().skip(signature.revision.saturating_add(1));
    SignatureChanges {
        field: signature.field.clone(),
        revision: signature.revision.saturating_add(1),
        extent: all.extent,
        allowed: all.allowed,
        refused_in: later.filter(|(_, step)| !step.allowed).map(|(index, _)| index.saturating_add(1)).collect(),
    }
}
