//! Two neighbouring revisions and the objects in which they differ.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use smallvec::SmallVec;

use crate::pdf::{Dictionary, Document, Location, Object, ObjectId, View};

use super::graph::each_reference;
use super::same::{differing, same, says_twice};

/// An object before and after; null where it was not or is not there any more.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) old: Object,
    pub(super) new: Object,
    /// It could not be read, before or after, or readers may differ in what it says now.
    pub(super) unreadable: bool,
}

/// Nearly all objects are referred to by one or two.
type Referrers = SmallVec<[ObjectId; 2]>;

/// Two neighbouring revisions.
pub(super) struct Step<'d, 'a> {
    pub(super) old: View<'d, 'a>,
    pub(super) new: View<'d, 'a>,
    /// In the order of their ids; of one number there is one.
    changed: Vec<(ObjectId, Change)>,
    /// Which changed objects refer to which, as they are now.
    referrers: OnceCell<BTreeMap<u32, Referrers>>,
}

impl Change {
    /// It was not there before.
    pub(super) const fn is_new(&self) -> bool {
        self.old.is_null() && !self.unreadable
    }

    pub(super) fn old_dictionary(&self) -> Option<&Dictionary> {
        self.old.as_dictionary()
    }
}

impl<'d, 'a> Step<'d, 'a> {
    /// Compares the objects that the later revision's own cross-reference data names.
    pub(super) fn between(document: &'d Document<'a>, before: usize, after: usize) -> Self {
        let (old, new) = (document.view(before), document.view(after));
        let mut changed = Vec::new();
        let named = document.revisions().get(after).into_iter().flat_map(|revision| revision.objects());
        for (id, _) in named {
            let (was, is) = (there(old, id), there(new, id));
            if was.is_none() && is.is_none() {
                continue;
            }
            let read = |view: View<'_, '_>, id: Option<ObjectId>| id.map_or(Ok(Object::Null), |id| view.get(id));
            let change = match (read(old, was), read(new, is)) {
                (Ok(old), Ok(new)) => Change { unreadable: says_twice(&new), old, new },
                (old, new) => Change { old: old.unwrap_or_default(), new: new.unwrap_or_default(), unreadable: true },
            };
            let moved = was.is_some() && is.is_some() && was != is;
            let equal = |change: &Change| {
                same(document.octets(), &change.old, &change.new)
                    || is_same_data((old, &change.old), (new, &change.new), id)
            };
            if change.unreadable || moved || !equal(&change) {
                changed.push((is.or(was).unwrap_or(id), change));
            }
        }
        Self { old, new, changed, referrers: OnceCell::new() }
    }

    pub(super) fn changed(&self) -> impl Iterator<Item = (&ObjectId, &Change)> {
        self.changed.iter().map(|(id, change)| (id, change))
    }

    pub(super) fn change(&self, id: ObjectId) -> Option<&Change> {
        let index = self.changed.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.changed.get(index).map(|(_, change)| change)
    }

    /// The changed objects that refer to it now.
    pub(super) fn referrers(&self, number: u32) -> &[ObjectId] {
        let referrers = self.referrers.get_or_init(|| {
            let mut referrers: BTreeMap<u32, Referrers> = BTreeMap::new();
            for (id, change) in &self.changed {
                each_reference(&change.new, &mut |target| {
                    let sources = referrers.entry(target).or_default();
                    if sources.last() != Some(id) {
                        sources.push(*id);
                    }
                });
            }
            referrers
        });
        referrers.get(&number).map(SmallVec::as_slice).unwrap_or_default()
    }

    pub(super) fn file(&self) -> &'a [u8] {
        self.new.document().octets()
    }

    /// The value of an entry before and after; null where there is none.
    pub(super) fn entries(&self, old: &Dictionary, new: &Dictionary, key: &str) -> (Object, Object) {
        (self.old.entry(old, key).unwrap_or_default(), self.new.entry(new, key).unwrap_or_default())
    }
}

/// Whether two streams hold the same data, only written otherwise: compressed anew, or encrypted anew.
fn is_same_data((old, was): (View<'_, '_>, &Object), (new, is): (View<'_, '_>, &Object), id: ObjectId) -> bool {
    let (Object::Stream(was), Object::Stream(is)) = (was, is) else { return false };
    let encoding = |key: &crate::pdf::Name| {
        matches!(key.as_octets(), b"Filter" | b"DecodeParms" | b"F" | b"FFilter" | b"FDecodeParms" | b"Length" | b"DL")
    };
    let external = [was, is].into_iter().any(|stream| stream.dictionary.contains("F"));
    let image =
        [was, is].into_iter().any(|stream| stream.dictionary.name("Subtype").is_some_and(|kind| *kind == *"Image"));
    if external || image || !differing(new.document().octets(), &was.dictionary, &is.dictionary).all(encoding) {
        return false;
    }
    let (was, is) = (old.stream_octets(was, id), new.stream_octets(is, id));
    matches!((was, is), (Ok(was), Ok(is)) if was == is)
}

/// The id under which an object with this number is there.
fn there(view: View<'_, '_>, id: ObjectId) -> Option<ObjectId> {
    view.location(id.number).filter(|(_, location, _)| *location != Location::Free).map(|(id, ..)| id)
}
