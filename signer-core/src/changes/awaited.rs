//! Objects that a document refers to before they are there.
//!
//! A reference to nothing reads as null. An update that gives it an object changes what was signed, although the object
//! is new: the shadow attacks prepare such holes.

use std::collections::BTreeMap;

use crate::pdf::{Document, Object, ObjectId};

/// For each object number the first revision that refers to it without having it. Made when first asked.
pub(super) struct Awaited<'d, 'a> {
    document: &'d Document<'a>,
    first: Option<BTreeMap<u32, usize>>,
}

impl<'d, 'a> Awaited<'d, 'a> {
    pub(super) const fn new(document: &'d Document<'a>) -> Self {
        Self { document, first: None }
    }

    /// Whether a revision before `revision` referred to it without having it.
    pub(super) fn before(&mut self, id: ObjectId, revision: usize) -> bool {
        let document = self.document;
        let first = self.first.get_or_insert_with(|| find(document));
        first.get(&id.number).is_some_and(|first| *first < revision)
    }
}

/// Reads every object once, each in the revision that wrote it, but for the last revision: none follows it.
fn find(document: &Document<'_>) -> BTreeMap<u32, usize> {
    let mut first = BTreeMap::new();
    let earlier = document.revisions().len().saturating_sub(1);
    for revision in document.revisions().iter().take(earlier) {
        let view = document.view(revision.index());
        let mut named = Vec::new();
        for (id, _) in revision.objects() {
            if let Ok(object) = view.get(id) {
                references(&object, &mut named);
            }
            for number in named.drain(..) {
                let there =
                    view.location(number).is_some_and(|(_, location, _)| location != crate::pdf::Location::Free);
                if !there {
                    first.entry(number).or_insert(revision.index());
                }
            }
        }
    }
    first
}

/// Objects nest no deeper than the reader let them.
fn references(object: &Object, found: &mut Vec<u32>) {
    match object {
        Object::Reference(id) => found.push(id.number),
        Object::Array(items) => items.iter().for_each(|item| references(item, found)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, value)| references(value, found)),
        Object::Stream(stream) => stream.dictionary.iter().for_each(|(_, value)| references(value, found)),
        _ => {}
    }
}
