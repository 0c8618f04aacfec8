//! Objects that nothing refers to: no reader comes by them.

use std::collections::BTreeSet;

use crate::pdf::{Object, ObjectId};

use super::super::graph::each_reference;
use super::{Case, Claim, Rule, is_node};

/// Changed objects that nothing refers to, neither before nor after, but others of their kind.
///
/// Catalogues and page-tree nodes are left out: readers that search a file for objects find them without a reference.
pub(super) fn orphans(case: &mut Case<'_, '_, '_>) {
    let step = case.step;
    let candidates: BTreeSet<ObjectId> = step
        .changed()
        .filter(|(id, change)| {
            let quiet = !change.unreadable && !is_node(&change.old) && !is_node(&change.new);
            quiet && !case.is_vouched(**id) && !case.graph.is_root(id.number)
        })
        .map(|(id, _)| *id)
        .collect();
    if candidates.is_empty() {
        return;
    }
    let numbers: BTreeSet<u32> = candidates.iter().map(|id| id.number).collect();
    let mut reached: BTreeSet<u32> = BTreeSet::new();
    let mut reach = |number: u32| {
        if numbers.contains(&number) {
            reached.insert(number);
        }
    };
    step.new.trailer().iter().for_each(|(_, value)| each_reference(value, &mut reach));
    for (id, change) in step.changed().filter(|(id, _)| !candidates.contains(id)) {
        each_reference(&change.new, &mut |number| {
            if number != id.number {
                reach(number);
            }
        });
    }
    for number in &numbers {
        // Before: any reference. An object that did not change refers to what it did before.
        if case.graph.referrers(*number).any(|source| !numbers.contains(&source)) {
            reach(*number);
        }
    }
    spread(case, reached, &candidates).into_iter().for_each(|id| case.vouch(id, &Claim::of(Rule::Unreferenced)));
}

/// Leaves out what the reached ones refer to, before or after. Gives the rest.
fn spread(case: &Case<'_, '_, '_>, reached: BTreeSet<u32>, candidates: &BTreeSet<ObjectId>) -> Vec<ObjectId> {
    let by_number: std::collections::BTreeMap<u32, ObjectId> = candidates.iter().map(|id| (id.number, *id)).collect();
    let mut left = by_number.clone();
    let mut open: Vec<u32> = reached.into_iter().collect();
    while let Some(number) = open.pop() {
        let Some(change) = left.remove(&number).and_then(|id| case.step.change(id)) else { continue };
        let mut add = |target: u32| open.push(target);
        for object in [&change.old, &change.new] {
            each_reference(object, &mut add);
        }
    }
    left.into_values()
        .filter(|id| case.step.change(*id).is_some_and(|change| !is_structure_like(&change.new)))
        .collect()
}

/// An object stream that no cross-reference data names is still read by those who search.
fn is_structure_like(object: &Object) -> bool {
    object.as_stream().is_some_and(|stream| ["XRef", "ObjStm"].iter().any(|kind| stream.dictionary.is_type(kind)))
}
