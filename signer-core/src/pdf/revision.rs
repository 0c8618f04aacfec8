//! One state of the file, as its cross-reference sections describe it (ISO 32000-2, 7.5.6).

use std::ops::Range;

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

/// One entry of a cross-reference section, in 16 octets: a large file has hundreds of thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Offset, or object stream and index in one.
    value: u64,
    pub(crate) number: u32,
    pub(crate) generation: u16,
    kind: EntryKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryKind {
    Free,
    Offset,
    InStream,
}

impl Entry {
    pub(crate) fn new(number: u32, generation: u16, location: Location) -> Self {
        let (kind, value) = match location {
            Location::Free => (EntryKind::Free, 0),
            Location::Offset(offset) => (EntryKind::Offset, u64::try_from(offset).unwrap_or(u64::MAX)),
            Location::InStream { stream, index } => {
                (EntryKind::InStream, u64::from(stream).wrapping_shl(32) | u64::from(index))
            }
        };
        Self { value, number, generation, kind }
    }

    pub(crate) const fn id(&self) -> ObjectId {
        ObjectId::new(self.number, self.generation)
    }

    pub(crate) fn location(&self) -> Location {
        let low = |value: u64| u32::try_from(value & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        match self.kind {
            EntryKind::Free => Location::Free,
            EntryKind::Offset => Location::Offset(usize::try_from(self.value).unwrap_or(usize::MAX)),
            EntryKind::InStream => {
                Location::InStream { stream: low(self.value.wrapping_shr(32)), index: low(self.value) }
            }
        }
    }
}

/// The original file or one update of it.
#[derive(Clone, Debug)]
pub struct Revision {
    pub(crate) index: usize,
    pub(crate) xref_offset: usize,
    pub(crate) end: usize,
    pub(crate) kind: XrefKind,
    /// The section, from `xref` to the end of the trailer, or the stream object.
    pub(crate) span: Range<usize>,
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
    pub fn objects(&self) -> impl DoubleEndedIterator<Item = (ObjectId, Location)> + ExactSizeIterator + '_ {
        self.entries.iter().map(|entry| (entry.id(), entry.location()))
    }

    pub(crate) fn entry(&self, number: u32) -> Option<Entry> {
        let index = self.entries.binary_search_by_key(&number, |entry| entry.number).ok()?;
        self.entries.get(index).copied()
    }
}
