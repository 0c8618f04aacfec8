//! One state of the file, as its cross-reference sections describe it (ISO 32000-2, 7.5.6).

use super::{Dictionary, ObjectId};

/// Where an object is, as a cross-reference section says (ISO 32000-2, 7.5.4, 7.5.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// At this offset of the file, counted from its first octet (a shift by junk before `%PDF` is applied).
    Offset(usize),
    /// In an object stream.
    InStream {
        /// The object number of the stream (its generation is 0).
        stream: u32,
        /// The place in the stream, from 0.
        index: u32,
    },
    /// Nowhere: the number is free.
    Free,
}

/// How the cross-reference data of a revision is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XrefKind {
    /// A table (7.5.4).
    Table,
    /// A stream (7.5.8).
    Stream,
    /// A table whose trailer names a stream by `/XRefStm` (7.5.8.4).
    Hybrid,
    /// None that could be used: found by searching the file for objects.
    Rebuilt,
}

/// One entry of a cross-reference section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) number: u32,
    pub(crate) generation: u16,
    pub(crate) location: Location,
}

/// The original file or one update of it.
#[derive(Clone, Debug)]
pub struct Revision {
    pub(crate) index: usize,
    pub(crate) xref_offset: usize,
    pub(crate) end: usize,
    pub(crate) kind: XrefKind,
    pub(crate) trailer: Dictionary,
    /// Sorted by number, one of each.
    pub(crate) entries: Vec<Entry>,
}

impl Revision {
    /// The place in [`Document::revisions`](super::Document::revisions): 0 is the original.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }

    /// The offset of the section that `startxref` names, counted from the first octet of the file.
    #[must_use]
    pub const fn xref_offset(&self) -> usize {
        self.xref_offset
    }

    /// One past the `%%EOF` line of this revision, its end-of-line marker included.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.end
    }

    /// How its cross-reference data is written.
    #[must_use]
    pub const fn xref_kind(&self) -> XrefKind {
        self.kind
    }

    /// Its trailer dictionary (of a cross-reference stream: the stream dictionary).
    #[must_use]
    pub const fn trailer(&self) -> &Dictionary {
        &self.trailer
    }

    /// The objects that this revision wrote or freed, by its own sections, in order of number.
    pub fn objects(&self) -> impl ExactSizeIterator<Item = (ObjectId, Location)> + '_ {
        self.entries.iter().map(|entry| (ObjectId::new(entry.number, entry.generation), entry.location))
    }

    pub(crate) fn entry(&self, number: u32) -> Option<Entry> {
        let index = self.entries.binary_search_by_key(&number, |entry| entry.number).ok()?;
        self.entries.get(index).copied()
    }
}
