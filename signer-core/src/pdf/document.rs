//! A file and its revisions.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::error::{Error, Malformed};
use crate::limits::{Budget, Limits};

use super::chain::{Chain, ChainReader};
use super::encryption::{Access, Encryption};
use super::finding::Finding;
use super::gaps;
use super::indirect::Indirect;
use super::kept::Kept;
use super::object::{Dictionary, Object, ObjectId, Stream, StreamData};
use super::object_stream::ObjectStream;
use super::parser::{Origin, Parser};
use super::rebuild;
use super::revision::{Entry, Location, Revision, XrefKind};
use super::signature::{self, EmbeddedSignature};
use super::view::View;
use super::xref::entry_budget;

/// Findings kept; more of the same file say nothing new.
const MOST_FINDINGS: usize = 500;
/// Objects found by searching; more are in no damaged file seen.
const MOST_HEADERS: usize = 1_000_000;
/// Octets of decoded object streams kept for the next object.
const CACHED: usize = 16 << 20;
/// Octets of a stream whose data is kept as it was decoded: what validates a signature has a few thousand.
const SMALL: usize = 64 << 10;

/// A PDF file: its octets, and a view of it at each revision.
///
/// Opening reads the cross-reference data and, of each update, the places of its objects; other objects are read when
/// they are asked for.
pub struct Document<'a> {
    octets: &'a [u8],
    limits: Limits,
    revisions: Vec<Revision>,
    shift: usize,
    encryption: Option<Encryption>,
    state: Mutex<State>,
    /// Number and revision of what the updates wrote, sorted.
    written: Vec<(u32, usize)>,
    headers: OnceLock<Vec<(u32, usize)>>,
}

/// What changes while the document is read.
pub(crate) struct State {
    findings: Vec<Finding>,
    pub(crate) decoded: Budget,
    work: Budget,
    streams: BTreeMap<usize, Arc<ObjectStream>>,
    cached: usize,
    /// By offset, and the end beyond which nothing was read.
    objects: Kept<(usize, usize), Indirect>,
    /// What small streams say, by their number and where they begin.
    data: Kept<(ObjectId, usize), Data>,
}

/// What a stream says, with what says how it is encoded.
struct Data {
    stream: Stream,
    octets: Arc<[u8]>,
}

impl<'a> Document<'a> {
    /// Opens a document. Where it is encrypted, the empty user password is tried.
    ///
    /// # Errors
    /// `Malformed` when no reading of the octets as a PDF file is possible; `Limit`.
    pub fn open(octets: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        Self::open_with_password(octets, limits, b"")
    }

    /// Opens a document with a user or owner password.
    ///
    /// # Errors
    /// As [`Document::open`]. A wrong password is no error: strings and streams stay as they are, with a finding.
    pub fn open_with_password(octets: &'a [u8], limits: &Limits, password: &[u8]) -> Result<Self, Error> {
        let mut decoded = decoding_budget(limits);
        let mut entries = entry_budget(octets, limits);
        let mut findings = Vec::new();
        let reader =
            ChainReader { octets, limits, decoded: &mut decoded, entries: &mut entries, findings: &mut findings };
        let chain = match reader.read() {
            Ok(chain) => Some(chain),
            Err(Error::Malformed(fault)) => {
                let message =
                    format!("the cross-reference data cannot be followed ({fault}); objects were searched for");
                findings.push(Finding::ambiguous("pdf.xref-rebuilt", message).at(fault.offset));
                None
            }
            Err(other) => return Err(other),
        };
        let work = work_budget(octets, limits);
        let Chain { revisions, shift } = chain.unwrap_or(Chain { revisions: Vec::new(), shift: 0 });
        let state = State {
            findings,
            decoded,
            work,
            streams: BTreeMap::new(),
            cached: 0,
            objects: Kept::default(),
            data: Kept::default(),
        };
        let mut document = Self {
            octets,
            limits: limits.clone(),
            revisions,
            shift,
            encryption: None,
            state: Mutex::new(state),
            written: Vec::new(),
            headers: OnceLock::new(),
        };
        document.settle(password)?;
        Ok(document)
    }

    /// Makes sure that there is a catalogue to start from, then looks at what surrounds the revisions.
    fn settle(&mut self, password: &[u8]) -> Result<(), Error> {
        let updates = self.revisions.iter().skip(1);
        self.written =
            updates.flat_map(|update| update.entries.iter().map(|entry| (entry.number, update.index))).collect();
        self.written.sort_unstable();
        let named = self.revisions.iter().rev().find_map(|revision| revision.trailer.get("Root").cloned());
        if named.as_ref().and_then(Object::as_reference).is_none() {
            self.rebuild()?;
        } else if let (Some(root), Some(last)) = (named, self.revisions.last_mut())
            && !last.trailer.contains("Root")
        {
            last.trailer.insert("Root", root);
            let message = "the last trailer names no catalogue; that of an earlier one was taken";
            self.note(Finding::ambiguous("pdf.trailer-root-missing", message));
        }
        self.decrypt(password)?;
        gaps::check(self)?;
        Ok(())
    }

    /// Replaces the revisions by one that has whatever objects the file has.
    fn rebuild(&mut self) -> Result<(), Error> {
        if !self.revisions.is_empty() {
            let message = "no trailer names a catalogue; objects were searched for";
            self.note(Finding::ambiguous("pdf.xref-rebuilt", message));
        }
        let end = memchr::memmem::rfind(self.octets, b"%%EOF").map_or(self.octets.len(), |at| at.saturating_add(5));
        let end = end.saturating_add(
            self.octets
                .get(end..)
                .unwrap_or_default()
                .iter()
                .take(2)
                .take_while(|octet| matches!(octet, b'\r' | b'\n'))
                .count(),
        );
        let revision = Revision {
            index: 0,
            xref_offset: 0,
            end: self.octets.len(),
            kind: XrefKind::Rebuilt,
            span: 0..0,
            trailer: Dictionary::new(),
            entries: last_of_each(self.headers()),
        };
        self.written.clear();
        self.revisions = vec![revision];
        let (trailer, inside) = self.search()?;
        let Some(revision) = self.revisions.first_mut() else { return Ok(()) };
        revision.entries.extend(inside);
        revision.entries.sort_by_key(|entry| entry.number);
        revision.entries.dedup_by_key(|entry| entry.number);
        revision.end = end;
        revision.trailer = trailer.ok_or_else(|| Malformed::new("PDF", 0, "a catalogue"))?;
        Ok(())
    }

    /// Reads every object once, for object streams and for what can serve as a trailer.
    fn search(&self) -> Result<(Option<Dictionary>, Vec<Entry>), Error> {
        let (mut trailer, mut catalog) = (self.trailer_keyword()?, None);
        let mut streams = Vec::new();
        for (number, offset) in self.headers() {
            let read = match self.latest().read(*offset, 0, 0) {
                Ok(read) => read,
                Err(Error::Malformed(_)) => continue,
                Err(other) => return Err(other),
            };
            let Some(dictionary) = read.object.as_dictionary() else { continue };
            if dictionary.is_type("Catalog") {
                catalog = catalog.max(Some((*offset, read.id)));
            }
            if dictionary.is_type("XRef") && dictionary.contains("Root") && trailer.is_none() {
                trailer = Some(dictionary.clone());
            }
            if dictionary.is_type("ObjStm") {
                streams.push((*number, *offset));
            }
        }
        let mut inside = Vec::new();
        // Object streams of an encrypted file stay closed: such a file is not read any further.
        if trailer.as_ref().is_none_or(|trailer| !trailer.contains("Encrypt")) {
            for (number, offset) in streams {
                if inside.len() >= MOST_HEADERS {
                    break;
                }
                self.add_stream(number, offset, &mut inside)?;
            }
        }
        let trailer = trailer.or_else(|| {
            let (_, id) = catalog?;
            let mut trailer = Dictionary::new();
            trailer.insert("Root", Object::Reference(id));
            Some(trailer)
        });
        Ok((trailer, inside))
    }

    /// The objects of a stream that stand nowhere else.
    fn add_stream(&self, stream: u32, offset: usize, entries: &mut Vec<Entry>) -> Result<(), Error> {
        let loaded = match self.latest().object_stream_at(stream, offset, 0, 0) {
            Ok(loaded) => loaded,
            Err(Error::Limit(limit)) => return Err(limit.into()),
            Err(_) => return Ok(()),
        };
        self.charge(loaded.size())?;
        for (index, number) in loaded.numbers().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            if self.headers().binary_search_by_key(&number, |(number, _)| *number).is_err() {
                entries.push(Entry::new(number, 0, Location::InStream { stream, index }));
            }
        }
        Ok(())
    }

    /// The last `trailer` in the file whose dictionary names a catalogue.
    fn trailer_keyword(&self) -> Result<Option<Dictionary>, Error> {
        for at in memchr::memmem::rfind_iter(self.octets, b"trailer").take(MOST_FINDINGS) {
            let start = at.saturating_add(b"trailer".len());
            let mut parser = Parser::new(self.octets, start, Origin::File, &self.limits);
            let object = parser.object();
            self.charge(parser.position().saturating_sub(start))?;
            let Some(dictionary) = object.ok().and_then(Object::into_dictionary) else { continue };
            if dictionary.get("Root").and_then(Object::as_reference).is_some() {
                return Ok(Some(dictionary));
            }
        }
        Ok(None)
    }

    fn decrypt(&mut self, password: &[u8]) -> Result<(), Error> {
        let of = |revision: &Revision| revision.trailer.get("Encrypt").filter(|value| !value.is_null()).cloned();
        let Some(named) = self.revisions.iter().rev().find_map(of) else { return Ok(()) };
        let dropped = self.revisions.iter().skip_while(|revision| of(revision).is_none());
        if dropped.into_iter().any(|revision| of(revision).as_ref() != Some(&named)) {
            let message = "revisions disagree about the encryption of the file";
            self.note(Finding::ambiguous("pdf.encryption-changed", message));
        }
        let dictionary = match self.latest().resolve(&named) {
            Ok(object) => object.into_dictionary().unwrap_or_default(),
            Err(Error::Limit(limit)) => return Err(limit.into()),
            Err(_) => Dictionary::new(),
        };
        let trailers = self.revisions.iter().rev().map(|revision| &revision.trailer);
        let id = trailers.filter_map(|trailer| trailer.get("ID")).find_map(|id| match id {
            Object::Array(parts) => parts.first().and_then(Object::as_string).map(|part| part.octets.clone()),
            _ => None,
        });
        match Encryption::open(&dictionary, &id.unwrap_or_default(), Some(password)) {
            Ok(encryption) => {
                match encryption.access() {
                    Access::Locked => self.note(Finding::harmless(
                        "pdf.encrypted",
                        "the document is encrypted and the password does not open it; text in it stays unread",
                    )),
                    Access::Unsupported => self.note(Finding::harmless(
                        "pdf.encryption-unsupported",
                        "the document is encrypted in a way that is not read; text in it stays unread",
                    )),
                    Access::User | Access::Owner => {}
                }
                self.encryption = Some(encryption);
            }
            Err(fault) => {
                let message = format!("the encryption dictionary cannot be read ({fault})");
                self.note(Finding::ambiguous("pdf.encryption-unreadable", message));
            }
        }
        // What was read so far was read without it.
        let mut state = self.state();
        state.streams.clear();
        state.cached = 0;
        state.data.clear();
        Ok(())
    }

    /// The file.
    #[must_use]
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// What this document may cost.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The offset from which the offsets of cross-reference data count: 0, or that of `%PDF` when octets precede it.
    #[must_use]
    pub const fn shift(&self) -> usize {
        self.shift
    }

    /// The encryption, if the document is encrypted.
    #[must_use]
    pub const fn encryption(&self) -> Option<&Encryption> {
        self.encryption.as_ref()
    }

    /// The original and its updates, oldest first; never empty.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// The document as of one revision; of an index beyond the last, the last.
    #[must_use]
    pub fn view(&self, revision: usize) -> View<'_, 'a> {
        View { document: self, revision: revision.min(self.revisions.len().saturating_sub(1)) }
    }

    /// The document as it is now.
    #[must_use]
    pub fn latest(&self) -> View<'_, 'a> {
        self.view(usize::MAX)
    }

    /// Every signature of the document, also those that a later revision removed, in the order of revisions.
    ///
    /// # Errors
    /// `Limit`. A damaged signature is an entry with its findings, never an error.
    pub fn signatures(&self) -> Result<Vec<EmbeddedSignature>, Error> {
        signature::collect(self)
    }

    /// What had to be tolerated so far. Objects are read lazily: ask after the work, not before.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.state().findings.clone()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn note(&self, finding: Finding) {
        let mut state = self.state();
        let kept = state.findings.iter().filter(|other| other.ambiguous == finding.ambiguous).count();
        if kept < MOST_FINDINGS && !state.findings.contains(&finding) {
            state.findings.push(finding);
        }
    }

    /// The last revision up to `newest` that has an entry for the object; 0 if no update has.
    pub(crate) fn writer_of(&self, number: u32, newest: usize) -> usize {
        let place = self.written.partition_point(|written| *written <= (number, newest));
        let last = place.checked_sub(1).and_then(|place| self.written.get(place));
        last.filter(|(other, _)| *other == number).map_or(0, |(_, revision)| *revision)
    }

    /// Lets what is read from now on cost as much as all of a document just opened: for another look at the same one,
    /// which finds what the last has read still at hand.
    pub fn renew_budget(&self) {
        let mut state = self.state();
        state.decoded = decoding_budget(&self.limits);
        state.work = work_budget(self.octets, &self.limits);
    }

    /// Takes octets read from what may be read; in advance where that can be known.
    pub(crate) fn charge(&self, octets: usize) -> Result<(), Error> {
        Ok(self.state().work.spend(u64::try_from(octets).unwrap_or(u64::MAX))?)
    }

    /// Every `N G obj` in the file, number and offset, sorted; found once, when the cross-reference data misleads.
    pub(crate) fn headers(&self) -> &[(u32, usize)] {
        self.headers.get_or_init(|| {
            let found = rebuild::headers(self.octets).take(MOST_HEADERS);
            let mut headers: Vec<_> = found.map(|(id, offset)| (id.number, offset)).collect();
            headers.sort_unstable();
            headers
        })
    }

    /// An object that was read before; its strings as they stand in the file.
    pub(crate) fn cached_object(&self, offset: usize, end: usize) -> Option<Indirect> {
        self.state().objects.get(&(offset, end)).cloned()
    }

    pub(crate) fn cache_object(&self, offset: usize, end: usize, read: &Indirect) {
        let data = read.object.as_stream().map_or(0, Stream::length);
        let size = read.span.len().saturating_sub(data);
        self.state().objects.put((offset, end), read.clone(), size);
    }

    /// The data of a stream that was decoded before. What stands in a security store is asked for by the rules for
    /// changes, and by whoever verifies.
    pub(crate) fn cached_data(&self, stream: &Stream, id: ObjectId) -> Option<Arc<[u8]>> {
        let key = (id, place(stream)?);
        let state = self.state();
        let known = state.data.get(&key)?;
        (known.stream == *stream).then(|| Arc::clone(&known.octets))
    }

    pub(crate) fn cache_data(&self, stream: &Stream, id: ObjectId, octets: &[u8]) {
        // An entry of its dictionary that is elsewhere may be another for who asks as of another revision.
        let direct = !stream.dictionary.iter().any(|(_, value)| is_elsewhere(value));
        let Some(place) = place(stream).filter(|_| direct && octets.len() <= SMALL) else { return };
        let data = Data { stream: stream.clone(), octets: octets.into() };
        self.state().data.put((id, place), data, octets.len());
    }

    pub(crate) fn cached_stream(&self, offset: usize) -> Option<Arc<ObjectStream>> {
        self.state().streams.get(&offset).cloned()
    }

    pub(crate) fn cache_stream(&self, offset: usize, stream: &Arc<ObjectStream>) {
        let mut state = self.state();
        state.cached = state.cached.saturating_add(stream.size());
        if state.cached > CACHED {
            state.streams.clear();
            state.cached = stream.size();
        }
        state.streams.insert(offset, Arc::clone(stream));
    }
}

fn decoding_budget(limits: &Limits) -> Budget {
    Budget::new("octets decompressed", limits.total_octets)
}

fn work_budget(octets: &[u8], limits: &Limits) -> Budget {
    let length = u64::try_from(octets.len()).unwrap_or(u64::MAX);
    Budget::new("octets of objects read", limits.read_octets.saturating_add(length.saturating_mul(4)))
}

/// Where the data of a stream begins in the file.
const fn place(stream: &Stream) -> Option<usize> {
    match &stream.data {
        StreamData::InFile(range) => Some(range.start),
        StreamData::Owned(_) => None,
    }
}

/// Whether the value, or an element of it, is another object.
fn is_elsewhere(value: &Object) -> bool {
    match value {
        Object::Reference(_) => true,
        Object::Array(elements) => elements.iter().any(|element| matches!(element, Object::Reference(_))),
        _ => false,
    }
}

/// An entry for the last place of each number.
fn last_of_each(headers: &[(u32, usize)]) -> Vec<Entry> {
    let next = headers.iter().skip(1).map(|(number, _)| Some(*number)).chain([None]);
    let last = headers.iter().zip(next).filter(|((number, _), next)| *number != 0 && *next != Some(*number));
    last.map(|((number, offset), _)| Entry::new(*number, 0, Location::Offset(*offset))).collect()
}

#[cfg(test)]
mod tests {
    use test_vectors::pdf::Pdf;

    use super::*;

    #[test]
    fn a_renewed_budget_is_that_of_a_document_just_opened() {
        let octets = Pdf::new().build();
        let limits = Limits { read_octets: 1_000, ..Limits::default() };
        let document = Document::open(&octets, &limits).unwrap();
        while document.charge(1).is_ok() {}
        document.renew_budget();
        assert!(document.charge(1_000 + 4 * octets.len()).is_ok());
        assert!(document.charge(1).is_err());
    }
}
