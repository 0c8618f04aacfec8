//! What later revisions did to a signed document, and which rule vouches for it.
//!
//! An allow-list: what no rule vouches for is unexplained. Each revision is compared with the one before it, object by
//! object, and only the objects that its own cross-reference data names: work grows with what changed, not with the
//! file, and all signatures share it. What the rules vouch for, and what each must not, is told in `docs/changes.md`.

mod annotation;
mod appearance;
mod constraint;
mod cover;
mod graph;
mod kind;
mod page;
mod rules;
mod same;
mod step;

use crate::pdf::{Document, EmbeddedSignature};
use crate::report::{ChangeItem, Changes, Extent};

pub(crate) use self::same::same;

use self::constraint::Constraints;
use self::cover::Covers;
use self::graph::Graph;
use self::kind::Told;
use self::page::Pages;
use self::rules::{Claim, Rule};
use self::step::Step;

/// What each revision changed of the one before it; the first entry is that of the first revision, and empty.
///
/// Nothing is compared before the first signature: nobody vouched for what was there.
#[must_use]
pub fn steps(document: &Document<'_>, signatures: &[EmbeddedSignature]) -> Vec<Changes> {
    let first = signatures.iter().map(|signature| signature.revision).min().unwrap_or(usize::MAX);
    let revisions = document.revisions().len();
    let mut steps: Vec<_> = (0..revisions).map(|_| Changes::default()).collect();
    if first.saturating_add(1) >= revisions {
        return steps;
    }
    let mut history = History {
        graph: Graph::of(document, first),
        pages: Pages::default(),
        covers: Covers::default(),
        constraints: Constraints::default(),
    };
    let compared = steps.iter_mut().enumerate().skip(first.saturating_add(1));
    for (revision, changes) in compared {
        let before = revision.saturating_sub(1);
        history.constraints.add(signatures.iter().filter(|signature| {
            // Those of the first compared revision were made up to it, the others in the one before.
            signature.revision == before || before == first && signature.revision < before
        }));
        let step = Step::between(document, before, revision);
        *changes = history.step(&step);
        history.graph.advance(&step);
    }
    steps
}

/// All changes after a revision (an index). The first few are listed: together those of so many `signatures` list at most
/// 20,000.
#[must_use]
pub fn since(steps: &[Changes], revision: usize, signatures: usize) -> Changes {
    let most = MOST_TOGETHER.checked_div(signatures).unwrap_or(MAX_ITEMS).min(MAX_ITEMS);
    let mut all = Changes::default();
    for step in steps.iter().skip(revision.saturating_add(1)) {
        all.extent = all.extent.max(step.extent);
        all.allowed &= step.allowed;
        all.items.extend(step.items.iter().take(most.saturating_sub(all.items.len())).cloned());
    }
    all
}

/// What is known when one revision is compared with the next.
struct History<'d, 'a> {
    graph: Graph<'d, 'a>,
    pages: Pages,
    covers: Covers,
    constraints: Constraints,
}

impl History<'_, '_> {
    fn step(&mut self, step: &Step<'_, '_>) -> Changes {
        let claims = rules::ask(step, &self.graph, &mut self.covers);
        let mut changes = Changes::default();
        self.pages.enter(step);
        for (id, change) in step.changed() {
            let claim = claims.find(*id).filter(|_| !change.unreadable);
            // An object that the document referred to before it was there is no new object: it was a hole.
            let claim = claim.filter(|_| !(change.is_new() && self.graph.awaits(id.number)));
            if claim.is_some_and(|claim| claim.rule == Rule::Structure) {
                continue;
            }
            let told = match claims.remark(*id) {
                Some(told) if claim.is_none() => vec![told.clone()],
                _ => kind::tell(step, &self.graph, *id, change, claim.is_some()),
            };
            let page = self.pages.find(step, &self.graph, *id, change);
            let forbidden = claim.and_then(|claim| self.constraints.forbid(claim));
            for told in told {
                changes.add(claim, forbidden.clone(), || ChangeItem { object: id.to_string(), page, ..told.item() });
            }
        }
        for told in &claims.refused {
            changes.add(None, None, || told.clone().item());
        }
        changes
    }
}

impl Changes {
    fn add(&mut self, claim: Option<&Claim>, forbidden_by: Option<String>, item: impl FnOnce() -> ChangeItem) {
        let extent = claim.map_or(Extent::Unexplained, |claim| claim.rule.extent());
        let allowed_by = claim.filter(|_| forbidden_by.is_none()).map(|claim| claim.rule.name().into());
        self.extent = self.extent.max(extent);
        self.allowed &= allowed_by.is_some();
        if self.items.len() < MAX_ITEMS {
            self.items.push(ChangeItem { allowed_by, forbidden_by, ..item() });
        }
    }
}

impl Told {
    fn item(self) -> ChangeItem {
        let Self { kind, before, after, page } = self;
        ChangeItem { kind: kind.into(), before, after, page, ..ChangeItem::default() }
    }
}

/// Changed objects listed for one signature.
///
/// 1,000: a person reads none beyond it; all of them count.
const MAX_ITEMS: usize = 1_000;

/// The same for all signatures of a document: each has its own list of what came after it.
const MOST_TOGETHER: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_after_a_thousand_signatures_is_not_listed_for_each_in_full() {
        let items = vec![ChangeItem::default(); 1_000];
        let steps = [Changes::default(), Changes { extent: Extent::Unexplained, allowed: false, items }];
        assert_eq!(since(&steps, 0, 20).items.len(), 1_000);
        let one_of_many = since(&steps, 0, 1_000);
        assert_eq!((one_of_many.items.len(), one_of_many.allowed), (20, false));
        assert_eq!(one_of_many.extent, Extent::Unexplained);
    }

    #[test]
    fn one_refused_change_refuses_all() {
        let mut changes = Changes::default();
        let claim = Claim::of(Rule::Signature);
        let item = || ChangeItem { kind: "x".into(), ..ChangeItem::default() };
        changes.add(Some(&claim), None, item);
        assert!(changes.allowed);
        changes.add(None, None, item);
        changes.add(Some(&claim), None, item);
        assert_eq!((changes.extent, changes.allowed), (Extent::Unexplained, false));
    }

    #[test]
    fn what_a_constraint_forbids_is_not_allowed_though_explained() {
        let mut changes = Changes::default();
        let item = || ChangeItem { kind: "x".into(), ..ChangeItem::default() };
        changes.add(Some(&Claim::of(Rule::FormFilling)), Some("certification-1".to_owned()), item);
        assert_eq!((changes.extent, changes.allowed), (Extent::Forms, false));
        let [item] = changes.items.as_slice() else { return assert!(changes.items.is_empty()) };
        assert_eq!((item.allowed_by.as_deref(), item.forbidden_by.as_deref()), (None, Some("certification-1")));
    }
}
