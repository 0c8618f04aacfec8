//! The document as of one revision.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::error::{Error, Exceeded, Malformed};

use super::finding::Finding;
use super::form::{self, Form};
use super::indirect;
use super::object::{Dictionary, Object, ObjectId, Stream, StreamData};
use super::object_stream::ObjectStream;
use super::revision::{Entry, Location, Revision};
use super::{Document, page, stream};

/// Lookups that one lookup may need: a stream's `/Length`, the object stream that has it, the `/Length` of that.
///
/// 8 is twice what a conforming file can need.
const NESTED: u32 = 8;

/// The document as of one revision: objects resolve to what that revision and those before it say.
#[derive(Clone, Copy)]
pub struct View<'d, 'a> {
    pub(crate) document: &'d Document<'a>,
    pub(crate) revision: usize,
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
        self.fetch(id, 0)
    }

    /// The object itself, or what it refers to.
    ///
    /// # Errors
    /// As [`View::get`].
    pub fn resolve(&self, object: &Object) -> Result<Object, Error> {
        let Object::Reference(id) = object else { return Ok(object.clone()) };
        let mut value = self.get(*id)?;
        for _ in 0..self.document.limits().depth {
            let Object::Reference(next) = value else { return Ok(value) };
            value = self.get(next)?;
        }
        Err(Exceeded { what: "references in a row", limit: u64::from(self.document.limits().depth) }.into())
    }

    /// The resolved value of a key; `Null` where it is absent.
    ///
    /// # Errors
    /// As [`View::get`].
    pub fn entry(&self, dictionary: &Dictionary, key: &str) -> Result<Object, Error> {
        dictionary.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// Where the object is, and the index of the revision that put it there.
    #[must_use]
    pub fn location(&self, number: u32) -> Option<(ObjectId, Location, usize)> {
        self.find(number).map(|(entry, revision)| (entry.id(), entry.location(), revision))
    }

    fn find(&self, number: u32) -> Option<(Entry, usize)> {
        let revision = self.document.writer_of(number, self.revision);
        let entry = self.document.revisions().get(revision)?.entry(number)?;
        Some((entry, revision))
    }

    fn fetch(&self, id: ObjectId, nested: u32) -> Result<Object, Error> {
        if nested > NESTED {
            return Err(Exceeded { what: "lookups within a lookup", limit: u64::from(NESTED) }.into());
        }
        let Some((entry, revision)) = self.find(id.number) else { return Ok(Object::Null) };
        let location = entry.location();
        if location != Location::Free && entry.generation != id.generation {
            let message = format!("a reference to {id} finds generation {}", entry.generation);
            self.document.note(Finding::ambiguous("pdf.generation", message).about(id));
        }
        match location {
            Location::Free => Ok(Object::Null),
            Location::Offset(offset) => self.at(entry.id(), offset, revision, nested),
            Location::InStream { stream, index } => self.in_stream(id, stream, index, revision, nested),
        }
    }

    fn end(&self, revision: usize) -> usize {
        self.document.revisions().get(revision).map_or(0, Revision::end)
    }

    /// The object whose entry, in `revision`, says that it is at `offset`.
    fn at(&self, id: ObjectId, offset: usize, revision: usize, nested: u32) -> Result<Object, Error> {
        let read = match self.read(offset, revision, nested) {
            Ok(read) if read.id == id => read,
            Ok(read) if read.id.number == id.number => {
                let message = format!("the cross-reference entry for {id} leads to {}", read.id);
                self.document.note(Finding::ambiguous("pdf.generation", message).at(offset).about(id));
                read
            }
            Err(Error::Limit(limit)) => return Err(limit.into()),
            other => {
                if let (Err(Error::Malformed(fault)), true) = (&other, self.stands_header(id, offset, revision)) {
                    return Err(fault.clone().into());
                }
                let message = format!("the cross-reference entry for {id} does not lead to it");
                self.document.note(Finding::ambiguous("pdf.xref-wrong-object", message).at(offset).about(id));
                let Some(offset) = self.searched(id, self.end(revision)) else { return Ok(Object::Null) };
                self.read(offset, revision, nested)?
            }
        };
        let id = read.id;
        for finding in read.findings {
            self.document.note(finding);
        }
        Ok(self.decrypted(id, read.object))
    }

    /// Does the object begin where it should, so that only its value is damaged?
    fn stands_header(&self, id: ObjectId, offset: usize, revision: usize) -> bool {
        let octets = self.document.octets().get(..self.end(revision)).unwrap_or_default();
        let origin = super::parser::Origin::File;
        super::parser::Parser::new(octets, offset, origin, self.document.limits()).object_header() == Some(id)
    }

    /// The last `N G obj` before `end`, whatever cross-reference data says.
    fn searched(&self, id: ObjectId, end: usize) -> Option<usize> {
        let headers = self.document.headers();
        let place = headers.partition_point(|(number, offset)| (*number, *offset) < (id.number, end));
        let (number, offset) = headers.get(place.checked_sub(1)?)?;
        (*number == id.number).then_some(*offset)
    }

    /// Reads at an offset that `revision` names: what stands behind its end it cannot have meant.
    pub(crate) fn read(&self, offset: usize, revision: usize, nested: u32) -> Result<indirect::Indirect, Error> {
        if let Some(known) = self.document.cached_object(offset, self.end(revision)) {
            // It is copied, and counts as if it were read again.
            let data = known.object.as_stream().map_or(0, Stream::length);
            self.document.charge(known.span.end.saturating_sub(offset).saturating_sub(data))?;
            return Ok(known);
        }
        let read = self.read_anew(offset, revision, nested)?;
        // Where the data of a stream ends may be said by another object, which depends on who asks.
        let elsewhere = read.object.as_stream().and_then(|stream| stream.dictionary.get("Length"));
        if read.findings.is_empty() && !matches!(elsewhere, Some(Object::Reference(_))) {
            self.document.cache_object(offset, self.end(revision), &read);
        }
        Ok(read)
    }

    /// Where the object stands that `revision` says is at `offset`.
    pub(crate) fn extent(&self, offset: usize, revision: usize) -> Result<Range<usize>, Error> {
        self.read(offset, revision, 0).map(|read| read.span)
    }

    fn read_anew(&self, offset: usize, revision: usize, nested: u32) -> Result<indirect::Indirect, Error> {
        let octets = self.document.octets().get(..self.end(revision)).unwrap_or_default();
        let mut length_of = |id: ObjectId| {
            let length = self.fetch(id, nested.saturating_add(1)).ok()?;
            length.as_usize()
        };
        let read = indirect::read(octets, offset, self.document.limits(), &mut length_of);
        let read = match read {
            // What was read in vain was work, too; `offset` is where it ended.
            Err(Error::Malformed(fault)) => {
                self.document.charge(fault.offset.saturating_sub(offset))?;
                return Err(fault.into());
            }
            other => other?,
        };
        let data = match &read.object {
            Object::Stream(Stream { data: StreamData::InFile(range), .. }) => range.len(),
            _ => 0,
        };
        // From the offset: a comment before the object is read, too.
        let cost = read.span.end.saturating_sub(offset).saturating_sub(data).saturating_add(read.searched);
        self.document.charge(cost)?;
        Ok(read)
    }

    fn in_stream(&self, id: ObjectId, stream: u32, index: u32, revision: usize, nested: u32) -> Result<Object, Error> {
        let then = View { document: self.document, revision };
        let own = then.find(stream).map(|(entry, revision)| (entry.location(), revision));
        let now = self.find(stream).map(|(entry, revision)| (entry.location(), revision));
        if own != now {
            let message = "an object stream was replaced after objects in it were named";
            self.document.note(Finding::ambiguous("pdf.object-stream-replaced", message).about(id));
        }
        let Some((Location::Offset(offset), of)) = now else {
            let message = "the object stream of an object is not there";
            self.document.note(Finding::ambiguous("pdf.object-stream-missing", message).about(id));
            return Ok(Object::Null);
        };
        let loaded = self.object_stream_at(stream, offset, of, nested)?;
        let Some((place, expected)) = loaded.find(id.number, index) else {
            let message = "the object stream named for an object does not have it";
            self.document.note(Finding::ambiguous("pdf.object-stream-missing", message).about(id));
            return Ok(Object::Null);
        };
        if !expected {
            let message =
                "an object stream has an object at another place than the cross-reference data says, or twice";
            self.document.note(Finding::ambiguous("pdf.object-stream-index", message).about(id));
        }
        let (object, cost) = loaded.object(place, self.document.limits())?;
        self.document.charge(cost)?;
        Ok(object)
    }

    /// The object stream with that number at `offset`, decoded.
    pub(crate) fn object_stream_at(
        &self,
        number: u32,
        offset: usize,
        revision: usize,
        nested: u32,
    ) -> Result<Arc<ObjectStream>, Error> {
        if let Some(stream) = self.document.cached_stream(offset) {
            return Ok(stream);
        }
        let id = ObjectId::new(number, 0);
        let object = self.at(id, offset, revision, nested.saturating_add(1))?;
        let Object::Stream(stream) = object else {
            return Err(Malformed::new("object stream", offset, "a stream").into());
        };
        if !stream.dictionary.is_type("ObjStm") {
            return Err(Malformed::new("object stream", offset, "/Type /ObjStm").into());
        }
        let decoded = self.decode(&stream, id)?;
        let dictionary = self.with_direct(&stream.dictionary, &["N", "First"])?;
        let loaded = ObjectStream::new(&dictionary, decoded.octets, decoded.damaged, self.document.limits())?;
        if loaded.damaged {
            let message = "an object stream is damaged or has fewer objects than it says";
            self.document.note(Finding::ambiguous("pdf.object-stream-damaged", message).at(offset).about(id));
        }
        let loaded = Arc::new(loaded);
        self.document.cache_stream(offset, &loaded);
        Ok(loaded)
    }

    /// Decrypts strings; those of the encryption dictionary and `/Contents` of signatures never are (7.6.2).
    fn decrypted(&self, id: ObjectId, object: Object) -> Object {
        let Some(encryption) = self.document.encryption().filter(|encryption| encryption.is_open()) else {
            return object;
        };
        let named = Object::Reference(id);
        let mut revisions = self.document.revisions().iter();
        let is_itself = revisions.any(|revision| revision.trailer.get("Encrypt") == Some(&named));
        if is_itself || object.as_dictionary().is_some_and(|dictionary| dictionary.is_type("XRef")) {
            return object;
        }
        let mut decrypted = object.clone();
        if encryption.decrypt_object(id, &mut decrypted).is_ok() {
            return decrypted;
        }
        self.document.note(Finding::harmless("pdf.string-encrypted", "strings cannot be decrypted").about(id));
        object
    }

    /// The trailer of this revision.
    #[must_use]
    pub fn trailer(&self) -> &'d Dictionary {
        static EMPTY: OnceLock<Dictionary> = OnceLock::new();
        let revision = self.document.revisions().get(self.revision);
        revision.map_or_else(|| EMPTY.get_or_init(Dictionary::new), Revision::trailer)
    }

    /// The id of the catalogue: of this trailer, or of an earlier one where this names none.
    #[must_use]
    pub fn catalog_id(&self) -> Option<ObjectId> {
        let revisions = self.document.revisions().iter().take(self.revision.saturating_add(1));
        revisions.rev().find_map(|revision| revision.trailer.get("Root").and_then(Object::as_reference))
    }

    /// The catalogue (7.7.2).
    ///
    /// # Errors
    /// `Malformed` when the trailer names none; as [`View::get`].
    pub fn catalog(&self) -> Result<Dictionary, Error> {
        let fault = || Malformed::new("trailer", self.end(self.revision), "/Root, a dictionary");
        let id = self.catalog_id().ok_or_else(fault)?;
        let catalog = self.get(id)?.into_dictionary().ok_or_else(fault)?;
        self.note_duplicates(&catalog, id, "catalogue");
        Ok(catalog)
    }

    pub(crate) fn note_duplicates(&self, dictionary: &Dictionary, id: ObjectId, what: &str) {
        if let Some(key) = dictionary.duplicates().first() {
            let message = format!("the {what} has two entries /{key}");
            self.document.note(Finding::ambiguous("pdf.key-twice", message).about(id));
        }
    }

    /// The interactive form (12.7.3), if there is one.
    ///
    /// # Errors
    /// `Limit`; `Malformed` when there is no catalogue. Damaged fields are findings.
    pub fn form(&self) -> Result<Option<Form>, Error> {
        form::read(*self)
    }

    /// The octets of a stream, decrypted and decoded, within the budget of the document.
    ///
    /// `id` is the object that the stream is the value of, which decryption needs.
    ///
    /// # Errors
    /// `Malformed` when a filter is unknown or its data has no beginning (data that is damaged further on is cut
    /// there, with a finding); `Forbidden` while the document is locked; `Limit`.
    pub fn stream_octets(&self, stream: &Stream, id: ObjectId) -> Result<Vec<u8>, Error> {
        if let Some(known) = self.document.cached_data(stream, id) {
            // It is copied, and counts as if it were decoded again.
            let size = stream.length().max(known.len());
            self.document.state().decoded.spend(u64::try_from(size).unwrap_or(u64::MAX))?;
            return Ok(known.to_vec());
        }
        let decoded = self.decode(stream, id)?;
        if decoded.damaged {
            self.document.note(Finding::harmless("pdf.stream-damaged", "the data of a stream is damaged").about(id));
        }
        self.document.cache_data(stream, id, &decoded.octets);
        Ok(decoded.octets)
    }

    fn decode(&self, stream: &Stream, id: ObjectId) -> Result<super::filter::Decoded, Error> {
        let dictionary = self.with_direct(&stream.dictionary, &["Filter", "DecodeParms"])?;
        let decrypted;
        let data = match &stream.data {
            StreamData::Owned(octets) => octets.as_slice(),
            StreamData::InFile(range) => {
                let raw = self.document.octets().get(range.clone()).unwrap_or_default();
                match self.document.encryption() {
                    None => raw,
                    Some(encryption) => {
                        self.document.state().decoded.spend(u64::try_from(raw.len()).unwrap_or(u64::MAX))?;
                        decrypted = encryption.decrypt_stream(id, &dictionary, raw)?;
                        &decrypted
                    }
                }
            }
        };
        stream::decode(&dictionary, data, self.document.limits(), &mut self.document.state().decoded)
    }

    /// The dictionary with the values of these keys direct, elements of arrays included.
    fn with_direct(&self, dictionary: &Dictionary, keys: &[&str]) -> Result<Dictionary, Error> {
        let mut direct = dictionary.clone();
        for key in keys {
            let mut value = self.entry(dictionary, key)?;
            if let Object::Array(elements) = &mut value {
                for element in elements.iter_mut() {
                    *element = self.resolve(element)?;
                }
            }
            if !value.is_null() {
                direct.insert(*key, value);
            }
        }
        Ok(direct)
    }

    /// One more than the highest object number that this revision or one before it names (7.5.5, `/Size`).
    #[must_use]
    pub fn size(&self) -> u32 {
        let revisions = self.document.revisions().iter().take(self.revision.saturating_add(1));
        let highest = revisions.filter_map(|revision| revision.entries.last()).map(|entry| entry.number).max();
        let size = self.trailer().get("Size").and_then(Object::as_integer).and_then(|size| u32::try_from(size).ok());
        // A `/Size` beyond what the file could hold is no reason to leave numbers out.
        let most = u32::try_from(self.document.octets().len()).unwrap_or(u32::MAX);
        highest.map_or(1, |number| number.saturating_add(1)).max(size.unwrap_or(0).min(most))
    }

    /// How many pages, as the root of the page tree says.
    ///
    /// # Errors
    /// `Malformed` when there is no page tree; `Limit`.
    pub fn page_count(&self) -> Result<usize, Error> {
        page::count(*self)
    }

    /// A page by its index from 0, and its dictionary with inherited attributes (7.7.3.4) filled in.
    ///
    /// # Errors
    /// `Misuse` when there are fewer pages; `Malformed`; `Limit`.
    pub fn page(&self, index: usize) -> Result<(ObjectId, Dictionary), Error> {
        page::find(*self, index)
    }

    /// Visits every page in order, its inherited attributes (7.7.3.4) filled in: each page is read once, where
    /// [`View::page`] reads those before it again for each.
    ///
    /// # Errors
    /// As the visitor; `Malformed` when there is no page tree; `Limit`.
    pub fn each_page(&self, visit: &mut dyn FnMut(ObjectId, &Dictionary) -> Result<(), Error>) -> Result<(), Error> {
        page::each(*self, visit)
    }
}
