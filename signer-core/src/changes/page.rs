//! Which page a changed object shows on: found by going backwards from it.

use std::collections::{BTreeMap, BTreeSet};

use smallvec::{SmallVec, smallvec};

use crate::pdf::{Dictionary, Name, Object, ObjectId};

use super::graph::{Graph, find};
use super::step::{Change, Step};

/// The numbers of pages, counted when first asked and again when the page tree changed.
#[derive(Debug, Default)]
pub(super) struct Pages {
    numbers: Option<BTreeMap<u32, usize>>,
}

impl Pages {
    /// Forgets the numbers when a step changed the page tree.
    pub(super) fn enter(&mut self, step: &Step<'_, '_>) {
        let is_node = |object: &Object| {
            object.as_dictionary().is_some_and(|dictionary| dictionary.is_type("Pages") || dictionary.contains("Kids"))
        };
        let moved = step.changed().any(|(_, change)| {
            let came_or_went = is_page(&change.old) != is_page(&change.new);
            came_or_went
                || is_node(&change.old) && !is_field(&change.old)
                || is_node(&change.new) && !is_field(&change.new)
        });
        let root =
            |view: crate::pdf::View<'_, '_>| view.catalog().ok().and_then(|catalog| catalog.get("Pages").cloned());
        if moved || root(step.old) != root(step.new) {
            self.numbers = None;
        }
    }

    fn number(&mut self, step: &Step<'_, '_>, page: ObjectId) -> Option<usize> {
        let numbers = self.numbers.get_or_insert_with(|| {
            let mut numbers = BTreeMap::new();
            let mut count = 0_usize;
            // What cannot be read ends the counting: the number is a help for a person, nothing is judged by it.
            let _ = step.new.each_page(&mut |id, _| {
                count = count.saturating_add(1);
                numbers.entry(id.number).or_insert(count);
                Ok(())
            });
            numbers
        });
        numbers.get(&page.number).copied()
    }

    /// The number of the first page, counted from 1, that an object shows on or belongs to.
    pub(super) fn find(
        &mut self,
        step: &Step<'_, '_>,
        graph: &Graph<'_, '_>,
        id: ObjectId,
        change: &Change,
    ) -> Option<usize> {
        if is_page(&change.new) || is_page(&change.old) {
            return self.number(step, id);
        }
        let shown = [&change.new, &change.old].into_iter().find_map(Object::as_dictionary);
        if shown.is_some_and(is_widget)
            && let Some(page) = shown.and_then(|dictionary| dictionary.get("P")).and_then(Object::as_reference)
            && let Some(number) = self.number(step, page)
        {
            return Some(number);
        }
        self.above(step, graph, id)
    }

    /// Breadth first, so that the nearest page is found; what only points elsewhere is not followed.
    fn above(&mut self, step: &Step<'_, '_>, graph: &Graph<'_, '_>, id: ObjectId) -> Option<usize> {
        let mut open: SmallVec<[(ObjectId, u32); 16]> = smallvec![(id, 0)];
        let mut seen: SmallVec<[u32; 32]> = smallvec![id.number];
        let mut found: Option<(u32, usize)> = None;
        let mut next = 0_usize;
        while let Some((id, depth)) = open.get(next).copied() {
            next = next.saturating_add(1);
            if found.is_some_and(|(at, _)| depth >= at) || seen.len() > MAX_SEEN {
                break;
            }
            for (holder, object) in holders(step, graph, id).into_iter().take(MAX_HOLDERS) {
                if seen.contains(&holder.number) {
                    continue;
                }
                seen.push(holder.number);
                if !contains(&object, id.number) {
                    continue;
                }
                let below = depth.saturating_add(1);
                if is_page(&object) {
                    let number = self.number(step, holder);
                    found = match (found, number) {
                        (Some((at, one)), Some(other)) => Some((at, one.min(other))),
                        (found, number) => number.map(|number| (below, number)).or(found),
                    };
                } else {
                    open.push((holder, below));
                }
            }
        }
        found.map(|(_, number)| number)
    }
}

/// The objects that refer to one, as they are now or were before.
pub(super) fn holders(step: &Step<'_, '_>, graph: &Graph<'_, '_>, id: ObjectId) -> Vec<(ObjectId, Object)> {
    let now = step.referrers(id.number).iter().filter_map(|source| {
        let change = step.change(*source)?;
        Some((*source, change.new.clone()))
    });
    let before = graph.referrers(id.number).take(MAX_HOLDERS).filter_map(|source| {
        graph.spend()?;
        let (source, ..) = step.old.location(source)?;
        Some((source, step.old.get(source).ok()?))
    });
    now.chain(before).collect()
}

/// The pages whose annotations list a widget, before or after; `None` when that cannot be told.
pub(super) fn holding(step: &Step<'_, '_>, graph: &Graph<'_, '_>, widget: ObjectId) -> Option<BTreeSet<ObjectId>> {
    let mut pages = BTreeSet::new();
    let mut lists = Vec::new();
    let mut add = |holder: ObjectId, object: &Object, path: &[&Name]| match (object, path.last()) {
        (Object::Array(_), None) => lists.push(holder),
        (Object::Dictionary(dictionary), Some(key)) if **key == *"Annots" && dictionary.is_type("Page") => {
            pages.insert(holder);
        }
        _ => {}
    };
    let look = |id: ObjectId, add: &mut dyn FnMut(ObjectId, &Object, &[&Name])| {
        for (holder, object) in holders(step, graph, id) {
            find(&object, id.number, &mut |path| add(holder, &object, path));
        }
    };
    look(widget, &mut add);
    for list in std::mem::take(&mut lists) {
        let mut add = |holder: ObjectId, object: &Object, path: &[&Name]| {
            if path.last().is_some_and(|key| **key == *"Annots") && is_page(object) {
                pages.insert(holder);
            }
        };
        look(list, &mut add);
    }
    graph.can_tell().then_some(pages)
}

/// Whether an object has another as a part, apart from pointing to it.
fn contains(object: &Object, number: u32) -> bool {
    let mut found = false;
    find(object, number, &mut |path| {
        found |= path.first().is_none_or(|key| !POINTERS.contains(&key.as_octets()));
    });
    found
}

pub(super) fn is_page(object: &Object) -> bool {
    object.as_dictionary().is_some_and(|dictionary| dictionary.is_type("Page"))
}

fn is_field(object: &Object) -> bool {
    object.as_dictionary().is_some_and(|dictionary| dictionary.contains("T") || dictionary.contains("FT"))
}

fn is_widget(dictionary: &Dictionary) -> bool {
    dictionary.contains("Subtype") || dictionary.contains("FT")
}

/// Keys that lead to what an object belongs to or to its neighbours, not to its parts.
const POINTERS: [&[u8]; 17] = [
    b"Parent",
    b"P",
    b"Pg",
    b"Prev",
    b"Next",
    b"First",
    b"Last",
    b"Dest",
    b"D",
    b"A",
    b"AA",
    b"Popup",
    b"IRT",
    b"Obj",
    b"Lock",
    b"Reference",
    b"B",
];

/// Objects passed on the way to a page.
const MAX_SEEN: usize = 200;
/// Objects that refer to one and are looked at.
const MAX_HOLDERS: usize = 64;
