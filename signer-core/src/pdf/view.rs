//! The document as of one revision.

use crate::error::{Error, Malformed};

use super::{Dictionary, Document, Form, Location, Object, ObjectId, Revision, Stream};

/// The document as of one revision: objects resolve to what that revision and those before it say.
#[derive(Clone, Copy)]
pub struct View<'d, 'a> {
    pub(crate) document: &'d Document<'a>,
    pub(crate) revision: usize,
}

fn unread<T>() -> Result<T, Error> {
    Err(Malformed::new("PDF", 0, "a reader that can read it").into())
}

impl<'d, 'a> View<'d, 'a> {
    /// The file.
    #[must_use]
    pub const fn document(&self) -> &'d Document<'a> {
        self.document
    }

    /// The index of the revision.
    #[must_use]
    pub const fn revision(&self) -> usize {
        self.revision
    }

    /// The value of an indirect object; `Null` where there is none (7.3.10).
    ///
    /// # Errors
    /// `Malformed` when something stands there that is no object; `Limit`.
    pub fn get(&self, id: ObjectId) -> Result<Object, Error> {
        let _ = id;
        unread()
    }

    /// The object itself, or what it refers to.
    ///
    /// # Errors
    /// As [`View::get`].
    pub fn resolve(&self, object: &Object) -> Result<Object, Error> {
        let _ = object;
        unread()
    }

    /// The resolved value of a key; `Null` where it is absent.
    ///
    /// # Errors
    /// As [`View::get`].
    pub fn entry(&self, dictionary: &Dictionary, key: &str) -> Result<Object, Error> {
        dictionary.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// Where the object is, and the revision that put it there.
    #[must_use]
    pub fn location(&self, number: u32) -> Option<(ObjectId, Location, usize)> {
        let _ = number;
        None
    }

    /// The trailer of this revision.
    #[must_use]
    pub fn trailer(&self) -> &'d Dictionary {
        static EMPTY: std::sync::OnceLock<Dictionary> = std::sync::OnceLock::new();
        self.document
            .revisions()
            .get(self.revision)
            .map_or_else(|| EMPTY.get_or_init(Dictionary::new), Revision::trailer)
    }

    /// The id of the catalogue.
    #[must_use]
    pub fn catalog_id(&self) -> Option<ObjectId> {
        self.trailer().get("Root").and_then(Object::as_reference)
    }

    /// The catalogue (7.7.2).
    ///
    /// # Errors
    /// `Malformed` when the trailer names none; as [`View::get`].
    pub fn catalog(&self) -> Result<Dictionary, Error> {
        unread()
    }

    /// The interactive form (12.7.3), if there is one.
    ///
    /// # Errors
    /// `Limit`; damaged fields are findings.
    pub fn form(&self) -> Result<Option<Form>, Error> {
        unread()
    }

    /// The octets of a stream, decrypted and decoded, within the budget of the document.
    ///
    /// `id` is the object that the stream is the value of, which decryption needs.
    ///
    /// # Errors
    /// `Malformed` when a filter is unknown or its data damaged; `Limit`.
    pub fn stream_octets(&self, stream: &Stream, id: ObjectId) -> Result<Vec<u8>, Error> {
        let _ = (stream, id);
        unread()
    }

    /// One more than the highest object number in use (7.5.5, `/Size`).
    #[must_use]
    pub fn size(&self) -> u32 {
        0
    }

    /// How many pages.
    ///
    /// # Errors
    /// `Malformed` when there is no page tree; `Limit`.
    pub fn page_count(&self) -> Result<usize, Error> {
        unread()
    }

    /// A page by its index from 0, and its dictionary with inherited attributes (7.7.3.4) filled in.
    ///
    /// # Errors
    /// `Misuse` when there are fewer pages; `Malformed`; `Limit`.
    pub fn page(&self, index: usize) -> Result<(ObjectId, Dictionary), Error> {
        let _ = index;
        unread()
    }
}
