//! Messages of the national document exchange (edXML, QCVN 102:2016/BTTTT): a header, and documents in base64.
//!
//! XML from strangers: no document type, no entity beyond those of XML itself, bounds on depth and number.

use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use base64::engine::general_purpose::STANDARD;
use base64::read::DecoderReader;
use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;
use signer_core::report::MessageHeader;

use super::archive::Archive;
use super::{Unlisted, is_document};
use crate::error::Failure;
use crate::files::{Input, LARGEST, Stamp};

/// Elements within elements: the format has eight.
const DEEPEST: usize = 64;
/// Elements and texts of one message.
const EVENTS: usize = 1_000_000;
/// Attachments of one message.
const ATTACHMENTS: usize = 1_000;
/// The longest text of a header, in octets.
const LONGEST: usize = 64 << 10;
/// What a compressed attachment may unpack to, as a multiple of its size, and what none harms.
const RATIO: u64 = 200;
const SMALL: u64 = 1 << 20;

/// A message, and how far its attachments were handed out.
pub(crate) struct Message {
    name: String,
    stamp: Option<Stamp>,
    input: Input,
    header: MessageHeader,
    attachments: Vec<Encoded>,
    /// The names that the manifest lists.
    listed: usize,
    next: usize,
}

/// An attachment where it stands in the message.
#[derive(Default)]
struct Encoded {
    name: String,
    kind: String,
    /// The texts that together are its base64.
    segments: Vec<Range<usize>>,
}

/// An attachment, unpacked.
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) octets: Input,
    pub(crate) header: MessageHeader,
    pub(crate) stamp: Option<Stamp>,
}

/// What an attachment turns out to be.
pub(super) enum Carried {
    Document(Box<Attachment>),
    Archive(Box<Archive>),
}

impl Message {
    /// Reads all of it but the attachments.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let input = Input::open(path)?;
        let (name, stamp) = (path.to_string_lossy().into_owned(), input.stamp());
        let wrong = |error: Wrong| Failure::broken("error-message").with("path", &name).because(error.0);
        let Parsed { header, attachments, listed } = parse(&input).map_err(wrong)?;
        Ok(Self { name, stamp, input, header, attachments, listed, next: 0 })
    }

    /// The next attachment, or what has to be said of the message.
    pub(super) fn next_attachment(&mut self) -> Option<Result<Carried, Unlisted>> {
        let index = self.next;
        self.next = index.saturating_add(1);
        let Some(encoded) = self.attachments.get(index) else {
            let lacking = index == self.attachments.len() && (index == 0 || self.listed > index);
            return lacking.then(|| {
                let failure = Failure::broken("error-message-attachments").with("path", &self.name);
                let failure = failure.with("count", index).with("listed", self.listed.max(1));
                Err(Unlisted { name: self.name.clone(), failure })
            });
        };
        let place = index.saturating_add(1);
        let shown: String = encoded.name.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        let shown = shown.rsplit(['/', '\\']).next().unwrap_or_default();
        let shown = if shown.is_empty() { format!("attachment-{place}") } else { shown.to_owned() };
        let name = format!("{}!/{shown}", self.name);
        let carried = self.carried(encoded, place, &name, &shown);
        Some(carried.map_err(|failure| Unlisted { failure, name }))
    }

    fn carried(&self, encoded: &Encoded, place: usize, name: &str, shown: &str) -> Result<Carried, Failure> {
        let wrong = || Failure::broken("error-attachment").with("path", name);
        let octets = Input::spool(encoded.decoder(&self.input).take(LARGEST.saturating_add(1)))
            .map_err(|error| wrong().because(error))?;
        let octets = if octets.starts_with(&[0x1f, 0x8b]) {
            unpacked(&octets).map_err(|error| wrong().because(error))?
        } else {
            octets
        };
        if u64::try_from(octets.len()).unwrap_or(u64::MAX) > LARGEST {
            return Err(Failure::broken("error-too-large").with("path", name));
        }
        if octets.starts_with(b"PK\x03\x04") && !is_office(shown) {
            // Compressed for the way: what is in it counts.
            let mut archive = Archive::of(name.to_owned(), octets, self.stamp.clone())?;
            archive.header = Some(MessageHeader { attachment: place, ..self.header.clone() });
            return Ok(Carried::Archive(Box::new(archive)));
        }
        let named = is_document(Path::new(shown)) || encoded.kind.to_ascii_lowercase().contains("pdf");
        if !crate::commands::looks_like_pdf(&octets) && (!named || is_office(shown)) {
            return Err(Failure::broken("error-attachment-kind").with("path", name));
        }
        let key = format!("{}!{place}!{shown}", self.name);
        let header = MessageHeader { attachment: place, ..self.header.clone() };
        let (name, stamp) = (name.to_owned(), self.stamp.clone());
        Ok(Carried::Document(Box::new(Attachment { name, key, octets, header, stamp })))
    }
}

/// An office document is an archive too, but not of documents.
fn is_office(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["docx", "xlsx", "pptx", "odt", "ods", "odp"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

fn unpacked(packed: &Input) -> io::Result<Input> {
    let most = u64::try_from(packed.len()).unwrap_or(u64::MAX).saturating_mul(RATIO).saturating_add(SMALL);
    let octets = Input::spool(MultiGzDecoder::new(&**packed).take(most.min(LARGEST).saturating_add(1)))?;
    if u64::try_from(octets.len()).unwrap_or(u64::MAX) > most {
        return Err(io::Error::other("it unpacks to far more than any document"));
    }
    Ok(octets)
}

impl Encoded {
    fn decoder<'m>(&'m self, input: &'m [u8]) -> impl Read + 'm {
        let segments = Segments { input, ranges: &self.segments, at: 0 };
        DecoderReader::new(segments, &STANDARD)
    }
}

/// The base64 of an attachment without its white space.
struct Segments<'m> {
    input: &'m [u8],
    ranges: &'m [Range<usize>],
    at: usize,
}

impl Read for Segments<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(range) = self.ranges.first() {
            let from = range.start.saturating_add(self.at);
            let rest = self.input.get(from..range.end).unwrap_or_default();
            for octet in rest {
                let Some(slot) = buffer.get_mut(filled) else { return Ok(filled) };
                self.at = self.at.saturating_add(1);
                if !octet.is_ascii_whitespace() {
                    *slot = *octet;
                    filled = filled.saturating_add(1);
                }
            }
            self.ranges = self.ranges.get(1..).unwrap_or_default();
            self.at = 0;
        }
        Ok(filled)
    }
}

/// Why a message could not be read.
#[derive(Debug, PartialEq, Eq)]
struct Wrong(String);

fn wrong<T>(why: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong(why.into()))
}

#[derive(Default)]
struct Parsed {
    header: MessageHeader,
    attachments: Vec<Encoded>,
    listed: usize,
}

/// Where a fact of the header is kept.
type Place = fn(&mut MessageHeader) -> &mut Option<String>;

/// Walks through the elements.
struct Walk {
    path: Vec<String>,
    parsed: Parsed,
    /// The text of the innermost element, if it is wanted.
    text: String,
}

fn parse(octets: &[u8]) -> Result<Parsed, Wrong> {
    if octets.starts_with(&[0xff, 0xfe]) || octets.starts_with(&[0xfe, 0xff]) {
        return wrong("it is not encoded in UTF-8");
    }
    let mut reader = Reader::from_reader(octets);
    let mut walk = Walk { path: Vec::new(), parsed: Parsed::default(), text: String::new() };
    for _ in 0..EVENTS {
        let from = position(&reader)?;
        let event = reader.read_event().map_err(|error| Wrong(error.to_string()))?;
        let to = position(&reader)?;
        match event {
            Event::Start(start) => walk.open(start.local_name().as_ref())?,
            Event::Empty(start) => {
                walk.open(start.local_name().as_ref())?;
                walk.close()?;
            }
            Event::End(_) => walk.close()?,
            Event::Text(_) => walk.text(octets, from..to)?,
            // `<![CDATA[` and `]]>`.
            Event::CData(_) => walk.text(octets, from.saturating_add(9)..to.saturating_sub(3))?,
            Event::GeneralRef(reference) => walk.reference(&reference)?,
            Event::DocType(_) => return wrong("it declares a document type, which no message needs"),
            Event::Eof => return walk.finish(),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    wrong("it has more elements than any message")
}

fn position(reader: &Reader<&[u8]>) -> Result<usize, Wrong> {
    usize::try_from(reader.buffer_position()).map_err(|_| Wrong("it is too large".to_owned()))
}

impl Walk {
    fn open(&mut self, name: &str) -> Result<(), Wrong> {
        if self.path.is_empty() && !name.eq_ignore_ascii_case("edXML") {
            return wrong("its first element is not edXML");
        }
        if self.path.len() >= DEEPEST {
            return wrong("its elements are nested too deep");
        }
        self.path.push(name.to_owned());
        self.text.clear();
        if self.is_at(&["AttachmentEncoded", "Attachment"]) {
            if self.parsed.attachments.len() >= ATTACHMENTS {
                return wrong("it has more attachments than any message");
            }
            self.parsed.attachments.push(Encoded::default());
        }
        if self.is_at(&["edXMLManifest", "Reference"]) {
            self.parsed.listed = self.parsed.listed.saturating_add(1);
        }
        Ok(())
    }

    /// Whether the innermost elements are these.
    fn is_at(&self, names: &[&str]) -> bool {
        self.path.len() >= names.len() && self.path.iter().rev().zip(names.iter().rev()).all(|(one, name)| one == name)
    }

    /// Whether the innermost element holds an attachment's content: whatever does not describe it.
    fn holds_content(&self) -> bool {
        const DESCRIBING: [&str; 6] = ["ContentId", "ContentType", "Description", "AttachmentName", "Name", "FileName"];
        let within = self.path.iter().rev().skip(1).take(2).map(String::as_str).eq(["Attachment", "AttachmentEncoded"]);
        let describes = self.path.last().is_some_and(|name| DESCRIBING.contains(&name.as_str()));
        (within && !describes) || self.is_at(&["AttachmentEncoded", "Attachment"])
    }

    fn text(&mut self, octets: &[u8], range: Range<usize>) -> Result<(), Wrong> {
        if self.holds_content() {
            if let Some(attachment) = self.parsed.attachments.last_mut() {
                attachment.segments.push(range);
            }
            return Ok(());
        }
        let text = std::str::from_utf8(octets.get(range).unwrap_or_default());
        self.add(text.map_err(|_| Wrong("it is not encoded in UTF-8".to_owned()))?)
    }

    fn add(&mut self, text: &str) -> Result<(), Wrong> {
        if self.text.len().saturating_add(text.len()) > LONGEST {
            return wrong("a text of its header is longer than any");
        }
        self.text.push_str(text);
        Ok(())
    }

    /// The five entities of XML and references to characters; nobody else's are resolved.
    fn reference(&mut self, reference: &quick_xml::events::BytesRef<'_>) -> Result<(), Wrong> {
        if self.holds_content() {
            return wrong("the base64 of an attachment holds a reference");
        }
        if let Some(character) = reference.resolve_char_ref().map_err(|error| Wrong(error.to_string()))? {
            return self.add(character.encode_utf8(&mut [0; 4]));
        }
        match &**reference {
            "amp" => self.add("&"),
            "lt" => self.add("<"),
            "gt" => self.add(">"),
            "quot" => self.add("\""),
            "apos" => self.add("'"),
            _ => wrong("it refers to an entity, which no message needs"),
        }
    }

    fn close(&mut self) -> Result<(), Wrong> {
        let text = self.text.trim().to_owned();
        self.text.clear();
        if self.path.iter().any(|name| name == "MessageHeader") {
            self.header(&text);
        } else if let Some(attachment) = self.parsed.attachments.last_mut()
            && self.path.iter().rev().nth(1).is_some_and(|parent| parent == "Attachment")
        {
            match self.path.last().map(String::as_str) {
                Some("AttachmentName" | "Name" | "FileName") if attachment.name.is_empty() => attachment.name = text,
                Some("ContentType") if attachment.kind.is_empty() => attachment.kind = text,
                _ => {}
            }
        }
        self.path.pop().map(|_| ()).ok_or_else(|| Wrong("its elements do not match".to_owned()))
    }

    /// Of a fact that is said twice the first counts.
    fn header(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let places: [(&[&str], Place); 7] = [
            (&["From", "OrganName"], |header| &mut header.organisation),
            (&["Code", "CodeNumber"], |header| &mut header.number),
            (&["Code", "CodeNotation"], |header| &mut header.notation),
            (&["PromulgationInfo", "PromulgationDate"], |header| &mut header.date),
            (&["SignerInfo", "FullName"], |header| &mut header.signer),
            (&["MessageHeader", "Subject"], |header| &mut header.subject),
            (&["MessageHeader", "DocumentId"], |header| &mut header.document_id),
        ];
        for (path, fact) in places {
            if self.is_at(path) {
                let value = if path.contains(&"PromulgationDate") { day(text) } else { text.to_owned() };
                fact(&mut self.parsed.header).get_or_insert(value);
            }
        }
    }

    fn finish(self) -> Result<Parsed, Wrong> {
        if self.path.is_empty() { Ok(self.parsed) } else { wrong("it ends in the middle of an element") }
    }
}

/// `yyyy/MM/dd` as `yyyy-mm-dd`; anything else as it stands.
fn day(text: &str) -> String {
    text.replace('/', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = r#"<edXML:edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">"#;

    fn header_of(inner: &str) -> Result<Parsed, Wrong> {
        parse(format!("{START}{inner}</edXML:edXML>").as_bytes())
    }

    #[test]
    fn a_document_type_is_refused_before_anything_is_expanded() {
        let text = "<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><edXML>&b;</edXML>";
        assert!(parse(text.as_bytes()).is_err_and(|wrong| wrong.0.contains("document type")));
    }

    #[test]
    fn an_entity_that_nobody_declared_is_refused() {
        assert!(header_of("&x;").is_err_and(|wrong| wrong.0.contains("entity")));
        assert!(header_of("&amp;&#273;").is_ok());
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
        assert!(header_of(&deep).is_err_and(|wrong| wrong.0.contains("deep")));
        assert!(header_of("<a>").is_err());
    }

    #[test]
    fn the_header_is_read() {
        let parsed = header_of(
            "<edXML:MessageHeader><edXML:From><edXML:OrganName>S&#7903; N&amp;V</edXML:OrganName></edXML:From>\
             <edXML:To><edXML:OrganName>Other</edXML:OrganName></edXML:To>\
             <edXML:PromulgationInfo><edXML:PromulgationDate>2026/11/21</edXML:PromulgationDate>\
             </edXML:PromulgationInfo></edXML:MessageHeader>",
        );
        let header = parsed.map(|parsed| parsed.header).unwrap_or_default();
        assert_eq!(header.organisation.as_deref(), Some("Sở N&V"));
        assert_eq!(header.date.as_deref(), Some("2026-11-21"));
    }

    #[test]
    fn base64_in_lines_and_parts_is_one_attachment() {
        let parsed = header_of(
            "<AttachmentEncoded><Attachment><AttachmentName>a.pdf</AttachmentName><ContentTransferEncoded>JVBE\n \
             Ri<!-- --><![CDATA[0xLjc=]]></ContentTransferEncoded></Attachment></AttachmentEncoded>",
        );
        let (text, parsed) = (
            format!(
                "{START}{}</edXML:edXML>",
                "<AttachmentEncoded><Attachment><AttachmentName>a.pdf</AttachmentName><ContentTransferEncoded>JVBE\n \
                 Ri<!-- --><![CDATA[0xLjc=]]></ContentTransferEncoded></Attachment></AttachmentEncoded>"
            ),
            parsed.ok(),
        );
        let encoded = parsed.and_then(|mut parsed| parsed.attachments.pop()).unwrap_or_default();
        let mut octets = Vec::new();
        assert!(encoded.decoder(text.as_bytes()).read_to_end(&mut octets).is_ok());
        assert_eq!((encoded.name.as_str(), octets.as_slice()), ("a.pdf", &b"%PDF-1.7"[..]));
    }
}
