//! Two neighbouring revisions and the objects in which they differ.

use std::collections::BTreeMap;

use crate::pdf::{Dictionary, Document, Location, Object, ObjectId, View};

use super::same::same;

/// An object before and after; null where it was not or is not there any more.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) old: Object,
    pub(super) new: Object,
    /// It could not be read, before or after.
    pub(super) unreadable: bool,
}

/// Two neighbouring revisions.
pub(super) struct Step<'d, 'a> {
    pub(super) old: View<'d, 'a>,
    pub(super) new: View<'d, 'a>,
    changed: BTreeMap<ObjectId, Change>,
}

impl Change {
    /// It was not there before.
    pub(super) const fn is_new(&self) -> bool {
        self.old.is_null() && !self.unreadable
    }

    pub(super) fn old_dictionary(&self) -> Option<&Dictionary> {
        self.old.as_dictionary()
    }

    /// What it is, in a word.
    pub(super) fn kind(&self) -> &'static str {
        let shown = if self.new.is_null() { &self.old } else { &self.new };
        if self.unreadable {
            return "unreadable";
        }
        match shown {
            Object::Stream(stream) => stream_kind(&stream.dictionary),
            Object::Dictionary(dictionary) => dictionary_kind(dictionary),
            Object::Array(_) => "array",
            Object::Null => "null",
            _ => "value",
        }
    }
}

fn stream_kind(dictionary: &Dictionary) -> &'static str {
    match (name(dictionary, "Type"), name(dictionary, "Subtype")) {
        (Some(b"XRef"), _) => "cross-reference-stream",
        (Some(b"ObjStm"), _) => "object-stream",
        (Some(b"Metadata"), _) => "metadata",
        (Some(b"EmbeddedFile"), _) => "embedded-file",
        (_, Some(b"Image")) => "image",
        (_, Some(b"Form")) => "form-x-object",
        _ => "stream",
    }
}

fn dictionary_kind(dictionary: &Dictionary) -> &'static str {
    match (name(dictionary, "Type"), name(dictionary, "Subtype")) {
        (Some(b"Page"), _) => "page",
        (Some(b"Pages"), _) => "page-tree",
        (Some(b"Catalog"), _) => "catalogue",
        (Some(b"Sig"), _) => "signature",
        (Some(b"DocTimeStamp"), _) => "document-timestamp",
        (Some(b"Font"), _) => "font",
        (Some(b"DSS"), _) => "security-store",
        (_, Some(b"Widget")) => "widget",
        (Some(b"Annot"), _) => "annotation",
        _ if dictionary.contains("FT") => "field",
        _ if dictionary.contains("ByteRange") => "signature",
        _ if dictionary.contains("Fields") => "form",
        _ if dictionary.contains("CreationDate") || dictionary.contains("ModDate") => "document-information",
        _ => "dictionary",
    }
}

fn name<'d>(dictionary: &'d Dictionary, key: &str) -> Option<&'d [u8]> {
    dictionary.name(key).map(crate::pdf::Name::as_octets)
}

impl<'d, 'a> Step<'d, 'a> {
    /// Compares the objects that the later revision's own cross-reference data names.
    pub(super) fn between(document: &'d Document<'a>, before: usize, after: usize) -> Self {
        let (old, new) = (document.view(before), document.view(after));
        let mut changed = BTreeMap::new();
        let named = document.revisions().get(after).into_iter().flat_map(|revision| revision.objects());
        for (id, _) in named {
            let (was, is) = (there(old, id), there(new, id));
            if was.is_none() && is.is_none() {
                continue;
            }
            let read = |view: View<'_, '_>, id: Option<ObjectId>| id.map_or(Ok(Object::Null), |id| view.get(id));
            let change = match (read(old, was), read(new, is)) {
                (Ok(old), Ok(new)) => Change { old, new, unreadable: false },
                (old, new) => Change { old: old.unwrap_or_default(), new: new.unwrap_or_default(), unreadable: true },
            };
            let moved = was.is_some() && is.is_some() && was != is;
            if change.unreadable || moved || !same(document.octets(), &change.old, &change.new) {
                changed.insert(is.or(was).unwrap_or(id), change);
            }
        }
        Self { old, new, changed }
    }

    pub(super) fn changed(&self) -> impl Iterator<Item = (&ObjectId, &Change)> {
        self.changed.iter()
    }

    pub(super) fn change(&self, id: ObjectId) -> Option<&Change> {
        self.changed.get(&id)
    }

    pub(super) fn file(&self) -> &'a [u8] {
        self.new.document().octets()
    }

    /// The value of an entry before and after; null where there is none.
    pub(super) fn entries(&self, old: &Dictionary, new: &Dictionary, key: &str) -> (Object, Object) {
        (self.old.entry(old, key).unwrap_or_default(), self.new.entry(new, key).unwrap_or_default())
    }
}

/// The id under which an object with this number is there.
fn there(view: View<'_, '_>, id: ObjectId) -> Option<ObjectId> {
    view.location(id.number).filter(|(_, location, _)| *location != Location::Free).map(|(id, ..)| id)
}
