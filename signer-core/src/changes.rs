//! What later revisions did to a signed document, and which rule vouches for it.
//!
//! An allow-list: what no rule vouches for is unexplained. Each revision is compared with the one before it, object by
//! object, and only the objects that its own cross-reference data names: work grows with what changed, not with the
//! file. What the rules know so far: further signatures, document time-stamps, and the document security store.

mod awaited;
mod page;
mod rules;
mod same;
mod step;

use crate::pdf::signature::SignatureKind;
use crate::pdf::{Document, EmbeddedSignature};
use crate::report::{ChangeItem, Changes, Extent};

pub(crate) use self::same::same;

use self::awaited::Awaited;
use self::rules::{Rule, Vouched};
use self::step::Step;

/// What each revision changed of the one before it; the first entry is that of the first revision, and empty.
///
/// Nothing is compared before the first signature: nobody vouched for what was there.
#[must_use]
pub fn steps(document: &Document<'_>, signatures: &[EmbeddedSignature]) -> Vec<Changes> {
    let first = signatures.iter().map(|signature| signature.revision).min().unwrap_or(usize::MAX);
    let mut awaited = Awaited::new(document);
    let revisions = document.revisions().len();
    (0..revisions)
        .map(|revision| match revision.checked_sub(1) {
            Some(before) if before >= first => step(document, before, revision, signatures, &mut awaited),
            _ => Changes::default(),
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

/// What the certification among the signatures up to a revision permits (ISO 32000-2, 12.8.2.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    /// There is none: what the rules vouch for.
    All,
    /// `/P` 2 or 3: forms may be filled in and signed.
    Forms,
    /// `/P` 1: validation data and document time-stamps.
    Archival,
}

impl Permission {
    fn after(signatures: &[EmbeddedSignature], revision: usize) -> Self {
        let before = signatures.iter().filter(|signature| signature.revision <= revision);
        let signed = before.filter(|signature| signature.kind == SignatureKind::Signature);
        match signed.filter_map(|signature| signature.certification).min() {
            None => Self::All,
            Some(1) => Self::Archival,
            Some(_) => Self::Forms,
        }
    }

    fn permits(self, rule: Rule) -> bool {
        match self {
            Self::All => true,
            Self::Forms => rule != Rule::NestedSignature,
            Self::Archival => rule.extent() <= Extent::Archival,
        }
    }
}

fn step(
    document: &Document<'_>,
    before: usize,
    revision: usize,
    signatures: &[EmbeddedSignature],
    awaited: &mut Awaited<'_, '_>,
) -> Changes {
    let permission = Permission::after(signatures, before);
    let step = Step::between(document, before, revision);
    let vouched = rules::vouch(&step);
    let mut changes = Changes::default();
    let mut pages = page::Pages::new(&step);
    for (id, change) in step.changed() {
        let mut rule = vouched.rule(*id);
        if rule.is_some() && change.is_new() && awaited.before(*id, revision) {
            // An object that the signed document referred to before it was there is no new object: it was a hole.
            rule = None;
        }
        add(&mut changes, rule, permission, || ChangeItem {
            object: id.to_string(),
            page: pages.find(*id, change),
            kind: change.kind().to_owned(),
            allowed_by: None,
        });
    }
    for kind in &vouched.refused {
        let item = || ChangeItem { object: String::new(), page: None, kind: (*kind).to_owned(), allowed_by: None };
        add(&mut changes, None, permission, item);
    }
    changes
}

fn add(changes: &mut Changes, rule: Option<Rule>, permission: Permission, item: impl FnOnce() -> ChangeItem) {
    if rule == Some(Rule::Structure) {
        return;
    }
    let extent = rule.map_or(Extent::Unexplained, Rule::extent);
    let allowed_by = rule.filter(|rule| permission.permits(*rule)).map(Rule::name);
    changes.extent = changes.extent.max(extent);
    changes.allowed &= allowed_by.is_some();
    if changes.items.len() < MAX_ITEMS {
        changes.items.push(ChangeItem { allowed_by: allowed_by.map(ToOwned::to_owned), ..item() });
    }
}

/// Changed objects listed for one revision.
///
/// 1,000: a person reads none beyond it; all of them count.
const MAX_ITEMS: usize = 1_000;

impl Vouched {
    fn rule(&self, id: crate::pdf::ObjectId) -> Option<Rule> {
        self.objects.get(&id).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certification_against_any_change_leaves_only_what_preserves_the_signature() {
        for (rule, permitted) in [
            (Rule::Signature, false),
            (Rule::NestedSignature, false),
            (Rule::DocumentTimestamp, true),
            (Rule::SecurityStore, true),
        ] {
            assert_eq!(Permission::Archival.permits(rule), permitted, "{rule:?}");
        }
    }

    #[test]
    fn a_certified_form_keeps_its_nodes() {
        assert!(Permission::Forms.permits(Rule::Signature));
        assert!(!Permission::Forms.permits(Rule::NestedSignature));
    }

    #[test]
    fn one_refused_change_refuses_all() {
        let mut changes = Changes::default();
        let item = || ChangeItem { object: "1 0".to_owned(), page: None, kind: "x".to_owned(), allowed_by: None };
        add(&mut changes, Some(Rule::Signature), Permission::All, item);
        assert!(changes.allowed);
        add(&mut changes, None, Permission::All, item);
        add(&mut changes, Some(Rule::Signature), Permission::All, item);
        assert_eq!((changes.extent, changes.allowed), (Extent::Unexplained, false));
    }
}
