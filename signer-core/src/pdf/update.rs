//! Incremental updates (ISO 32000-2, 7.5.6): what is appended to a file, whose own octets stand untouched.

use std::collections::BTreeMap;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Exceeded, Forbidden, Malformed, Misuse};

use super::{
    Dictionary, Document, Finding, Name, Object, ObjectId, PdfString, Revision, Stream, StreamData, XrefKind, write,
};

/// The highest offset that ten digits of a cross-reference table can say (7.5.4).
const MAX_TABLE_OFFSET: usize = 9_999_999_999;

/// Entries of a trailer that describe one cross-reference section, or bind the file's old octets, and are never
/// carried into the next section. `/XRefStm` of a hybrid file describes objects of the section that has it.
const OWN_TO_SECTION: [&str; 13] = [
    "AuthCode",
    "DecodeParms",
    "DL",
    "F",
    "FDecodeParms",
    "FFilter",
    "Filter",
    "Index",
    "Length",
    "Prev",
    "Size",
    "W",
    "XRefStm",
];

/// Objects to be appended to a document, on top of its latest revision.
///
/// The original is never copied: [`Appended::octets`] are what follows it.
pub struct Update<'d, 'a> {
    document: &'d Document<'a>,
    last: &'d Revision,
    ending: Ending,
    /// What offsets in the file are counted from.
    base: usize,
    next: u32,
    objects: BTreeMap<ObjectId, Object>,
    trailer: Dictionary,
    misuse: Option<Misuse>,
}

/// The octets of an update, and where each object went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// To be appended to the original as they are.
    pub octets: Vec<u8>,
    spans: BTreeMap<ObjectId, Range<usize>>,
}

impl Appended {
    /// Where an object stands, from its number to `endobj`, in octets from the start of the whole file.
    #[must_use]
    pub fn span(&self, id: ObjectId) -> Option<Range<usize>> {
        self.spans.get(&id).cloned()
    }

    /// Every object that was put, in order of number, and where it stands.
    pub fn spans(&self) -> impl ExactSizeIterator<Item = (ObjectId, Range<usize>)> + '_ {
        self.spans.iter().map(|(id, span)| (*id, span.clone()))
    }
}

impl<'d, 'a> Update<'d, 'a> {
    /// Begins an update of the latest revision.
    ///
    /// # Errors
    /// [`Forbidden::Ambiguous`] when reading had to tolerate something that another reader may see otherwise (nobody
    /// could say what the update builds on); [`Forbidden::Encrypted`] when the document is locked, and
    /// [`Forbidden::Authenticated`] when it carries a code that the update would break; [`Malformed`] when there is no
    /// `startxref`.
    pub fn new(document: &'d Document<'a>) -> Result<Self, Error> {
        let last = document.revisions().last().ok_or(Malformed::new("PDF", 0, "a revision"))?;
        if let Some(finding) = ambiguity(document, last) {
            return Err(Forbidden::Ambiguous { finding }.into());
        }
        if let Some(encryption) = document.encryption() {
            if !encryption.is_open() {
                return Err(Forbidden::Encrypted.into());
            }
            if encryption.is_authenticated() || last.trailer().contains("AuthCode") {
                return Err(Forbidden::Authenticated.into());
            }
        }
        let ending = Ending::read(document.octets())?;
        let trailer: Dictionary = last
            .trailer()
            .iter()
            .filter(|(key, _)| !OWN_TO_SECTION.iter().any(|own| *key == own) && **key != "Type")
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let next = document.latest().size().max(1);
        Ok(Self {
            document,
            last,
            ending,
            base: document.shift(),
            next,
            objects: BTreeMap::new(),
            trailer,
            misuse: None,
        })
    }

    /// The document that is updated.
    #[must_use]
    pub const fn document(&self) -> &'d Document<'a> {
        self.document
    }

    /// A number that no object of the document has ever had.
    ///
    /// # Errors
    /// [`Exceeded`] when the limit on objects is reached.
    pub fn allocate(&mut self) -> Result<ObjectId, Error> {
        let limit = self.document.limits().objects;
        if u64::from(self.next) > limit {
            return Err(Exceeded { what: "objects", limit }.into());
        }
        let id = ObjectId::new(self.next, 0);
        self.next = self.next.saturating_add(1);
        Ok(id)
    }

    /// Puts an object: a new one under an allocated number, or a new value of one that the document has.
    ///
    /// Strings are given in clear; in an encrypted document they are encrypted when written, except `/Contents` of a
    /// signature dictionary, and so is the data of a new stream. The data of a stream read from the document goes
    /// where it came from as it is: such a stream is put under its own id only. What is wrong with an object or its
    /// id is said by [`Update::finish`].
    pub fn put(&mut self, id: ObjectId, object: Object) {
        if let Err(misuse) = self.check(id, &object) {
            self.misuse.get_or_insert(misuse);
        }
        self.objects.insert(id, object);
    }

    /// Puts a stream; `data` is already encoded as `/Filter` of the dictionary says.
    pub fn put_stream(&mut self, id: ObjectId, dictionary: Dictionary, data: Vec<u8>) {
        self.put(id, Object::Stream(Stream { dictionary, data: StreamData::Owned(data) }));
    }

    /// The object as this update leaves it.
    ///
    /// # Errors
    /// As [`View::get`](super::View::get).
    pub fn object(&self, id: ObjectId) -> Result<Object, Error> {
        self.objects.get(&id).map_or_else(|| self.document.latest().get(id), |object| Ok(object.clone()))
    }

    /// Sets an entry of the new trailer. The others are those of the last one (7.5.6).
    pub fn trailer_set(&mut self, key: impl Into<Name>, value: impl Into<Object>) {
        self.trailer.insert(key, value);
    }

    /// Was nothing put?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    fn check(&self, id: ObjectId, object: &Object) -> Result<(), Misuse> {
        if id.number == 0 || id.number >= self.next {
            return Err(Misuse::new(format!("object {id} is neither in the document nor allocated")));
        }
        if let Some((there, ..)) = self.document.latest().location(id.number)
            && there.generation != id.generation
        {
            return Err(Misuse::new(format!("object {id} is {there} in the document")));
        }
        match object {
            Object::Stream(Stream { data: StreamData::InFile(range), .. }) => self.check_origin(id, range),
            _ => Ok(()),
        }
    }

    /// The data of an encrypted stream is bound to the number of its object.
    fn check_origin(&self, id: ObjectId, range: &Range<usize>) -> Result<(), Misuse> {
        if self.document.encryption().is_none() {
            return Ok(());
        }
        match self.document.latest().get(id) {
            Ok(Object::Stream(Stream { data: StreamData::InFile(own), .. })) if own == *range => Ok(()),
            _ => Err(Misuse::new(format!("the stream put as object {id} was read from another object"))),
        }
    }

    /// Writes the objects, the cross-reference section of the kind that the last revision has (a table for a hybrid
    /// file), and the trailer.
    ///
    /// # Errors
    /// [`Misuse`] when nothing was put, or what was put cannot be written; [`Exceeded`] when an offset does not fit
    /// the table's ten digits; [`Malformed`] when a stream's data is not in the file.
    pub fn finish(mut self) -> Result<Appended, Error> {
        if let Some(misuse) = self.misuse.take() {
            return Err(misuse.into());
        }
        if self.objects.is_empty() {
            return Err(Misuse::new("the update is empty").into());
        }
        let mut out = self.ending.completion.to_vec();
        let mut spans = BTreeMap::new();
        for (id, object) in std::mem::take(&mut self.objects) {
            let start = self.absolute(&out)?;
            self.write_object(id, object, &mut out)?;
            spans.insert(id, start..self.absolute(&out)?);
        }
        self.renew_id(&out)?;
        let section = self.absolute(&out)?;
        match self.last.xref_kind() {
            XrefKind::Stream => self.write_stream(&spans, section, &mut out)?,
            XrefKind::Table | XrefKind::Hybrid | XrefKind::Rebuilt => self.write_table(&spans, &mut out)?,
        }
        let startxref = self.offset(section);
        out.extend_from_slice(format!("startxref\n{startxref}\n%%EOF\n").as_bytes());
        Ok(Appended { octets: out, spans })
    }

    /// Where the next octet will stand in the whole file.
    fn absolute(&self, out: &[u8]) -> Result<usize, Error> {
        let length = self.document.octets().len().checked_add(out.len());
        length.ok_or_else(|| Misuse::new("the file would be longer than memory can address").into())
    }

    /// As offsets are written: counted from where the file's own are.
    const fn offset(&self, absolute: usize) -> usize {
        absolute.saturating_sub(self.base)
    }

    fn write_object(&self, id: ObjectId, mut object: Object, out: &mut Vec<u8>) -> Result<(), Error> {
        let own = self.trailer.get("Encrypt").and_then(Object::as_reference);
        if let Some(encryption) = self.document.encryption()
            && own != Some(id)
        {
            encryption.encrypt_object(id, &mut object)?;
            if let Object::Stream(Stream { dictionary, data: StreamData::Owned(data) }) = &mut object {
                *data = encryption.encrypt_stream(id, dictionary, data)?;
            }
        }
        if let Object::Stream(Stream { dictionary, data: StreamData::InFile(range) }) = &object {
            let data = self.document.octets().get(range.clone());
            let data = data.ok_or(Malformed::new("stream", range.start, "data within the file"))?;
            out.extend_from_slice(format!("{id} obj\n").as_bytes());
            write::stream(dictionary, data, out)?;
            out.extend_from_slice(b"\nendobj\n");
            return Ok(());
        }
        write::indirect(id, &object, out)
    }

    /// The second element of `/ID` names this state of the file (14.4), the first stays.
    fn renew_id(&mut self, out: &[u8]) -> Result<(), Error> {
        let Some(id) = self.trailer.get("ID") else { return Ok(()) };
        let id = self.document.latest().resolve(id)?;
        let Some([Object::String(first), Object::String(second)]) = id.as_array() else { return Ok(()) };
        let mut hash = Sha256::new();
        hash.update(b"file identifier");
        hash.update(&second.octets);
        hash.update(self.document.octets().len().to_le_bytes());
        hash.update(out);
        let renewed: Vec<u8> = hash.finalize().into_iter().take(16).collect();
        let first = PdfString::hexadecimal(first.octets.clone());
        self.trailer.insert("ID", vec![Object::String(first), Object::String(PdfString::hexadecimal(renewed))]);
        Ok(())
    }

    /// `/Size` and `/Prev`.
    fn describe(&self, section: usize) -> Result<Dictionary, Error> {
        let previous = i64::try_from(self.ending.startxref)
            .map_err(|_| Malformed::new("startxref", section, "an offset that a number can say"))?;
        let mut trailer = Dictionary::new();
        trailer.insert("Size", i64::from(self.next));
        trailer.insert("Prev", previous);
        for (key, value) in self.trailer.iter() {
            trailer.insert(key.clone(), value.clone());
        }
        Ok(trailer)
    }

    /// 7.5.4: every entry has 20 octets.
    fn write_table(&self, spans: &BTreeMap<ObjectId, Range<usize>>, out: &mut Vec<u8>) -> Result<(), Error> {
        let section = self.absolute(out)?;
        out.extend_from_slice(b"xref\n");
        for run in runs(spans) {
            if let Some((first, _)) = run.first() {
                out.extend_from_slice(format!("{} {}\n", first.number, run.len()).as_bytes());
            }
            for (id, start) in run {
                let offset = self.offset(start);
                if offset > MAX_TABLE_OFFSET {
                    let limit = u64::try_from(MAX_TABLE_OFFSET).unwrap_or(u64::MAX);
                    return Err(Exceeded { what: "offsets in a cross-reference table", limit }.into());
                }
                out.extend_from_slice(format!("{offset:010} {:05} n\r\n", id.generation).as_bytes());
            }
        }
        out.extend_from_slice(b"trailer\n");
        write::object(&self.describe(section)?.into(), out)?;
        out.push(b'\n');
        Ok(())
    }

    /// 7.5.8: the stream names itself too.
    fn write_stream(
        &mut self,
        spans: &BTreeMap<ObjectId, Range<usize>>,
        section: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let own = self.allocate()?;
        let mut spans = spans.clone();
        spans.insert(own, section..section);
        let offset = u64::try_from(self.offset(section)).unwrap_or(u64::MAX);
        // Every offset is below that of the section itself; four octets where they suffice.
        let width = if u32::try_from(offset).is_ok() { 4 } else { 8 };
        let (mut index, mut data) = (Vec::new(), Vec::new());
        for run in runs(&spans) {
            if let Some((first, _)) = run.first() {
                index.push(Object::Integer(first.number.into()));
                index.push(Object::Integer(i64::try_from(run.len()).unwrap_or(i64::MAX)));
            }
            for (id, start) in run {
                let offset = u64::try_from(self.offset(start)).unwrap_or(u64::MAX).to_be_bytes();
                data.push(1);
                data.extend_from_slice(offset.get(8_usize.saturating_sub(width)..).unwrap_or_default());
                data.extend_from_slice(&id.generation.to_be_bytes());
            }
        }
        let mut dictionary = Dictionary::new();
        dictionary.insert("Type", Object::name("XRef"));
        dictionary.insert("W", vec![Object::Integer(1), Object::Integer(if width == 4 { 4 } else { 8 }), 2.into()]);
        dictionary.insert("Index", index);
        for (key, value) in self.describe(section)?.iter() {
            dictionary.insert(key.clone(), value.clone());
        }
        write::indirect(own, &Object::Stream(Stream { dictionary, data: StreamData::Owned(data) }), out)
    }
}

/// Objects of consecutive numbers, and where each starts.
fn runs(spans: &BTreeMap<ObjectId, Range<usize>>) -> Vec<Vec<(ObjectId, usize)>> {
    let mut runs: Vec<Vec<(ObjectId, usize)>> = Vec::new();
    for (id, span) in spans {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last.number.checked_add(1) == Some(id.number)) => {
                run.push((*id, span.start));
            }
            _ => runs.push(vec![(*id, span.start)]),
        }
    }
    runs
}

/// What keeps two readers from seeing the same document.
fn ambiguity(document: &Document<'_>, last: &Revision) -> Option<String> {
    let found = document.findings().into_iter().find(|finding| finding.ambiguous);
    let rebuilt = || Finding::ambiguous("pdf.xref-rebuilt", "the cross-reference data could not be used");
    found.or_else(|| (last.xref_kind() == XrefKind::Rebuilt).then(rebuilt)).map(|finding| finding.message)
}

/// The end of a file, from its last `startxref` (7.5.5), which is where readers begin.
struct Ending {
    /// The number after `startxref`.
    startxref: usize,
    /// What is to be written before the update, so that the original ends with `%%EOF` and a line end.
    completion: &'static [u8],
}

impl Ending {
    /// Readers take a file without `%%EOF` as long as it is the end; behind it an update would not be one for all.
    fn read(octets: &[u8]) -> Result<Self, Error> {
        const KEYWORD: &[u8] = b"startxref";
        const MISSING: Malformed = Malformed::new("PDF", 0, "startxref and an offset");
        let at = memchr::memmem::rfind(octets, KEYWORD).ok_or(MISSING)?;
        let number = octets.get(at.saturating_add(KEYWORD.len())..).unwrap_or_default().trim_ascii_start();
        let digits = number.iter().position(|octet| !octet.is_ascii_digit()).unwrap_or(number.len());
        let (number, rest) = number.split_at(digits);
        let startxref = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok()).ok_or(MISSING)?;
        let ended = matches!(octets.last(), Some(b'\n' | b'\r'));
        let completion: &[u8] = match rest.trim_ascii_start() {
            [] if ended => b"%%EOF\n",
            [] => b"\n%%EOF\n",
            marker if marker.starts_with(b"%%EOF") => {
                if ended {
                    b""
                } else {
                    b"\n"
                }
            }
            _ => return Err(Forbidden::Ambiguous { finding: "the file does not end with %%EOF".into() }.into()),
        };
        Ok(Self { startxref, completion })
    }
}
