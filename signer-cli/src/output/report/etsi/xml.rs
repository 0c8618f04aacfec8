//! Elements, one after the other.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::message::Safe;

/// SHA-256 as XML-Encryption names it.
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub(super) fn new() -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(writer))
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start))
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Empty(start))
    }

    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with text; characters that XML 1.0 does not know (clause 2.2) are shown by their names.
    pub(super) fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.open(name, &[])?;
        self.0.write_event(Event::Text(BytesText::new(&Safe(text).to_string())))?;
        self.close(name)
    }

    /// A digest in hexadecimal, as XML-Signature writes it.
    pub(super) fn sha256(&mut self, name: &str, hexadecimal: &str) -> io::Result<()> {
        let octets = hex::decode(hexadecimal).map_err(io::Error::other)?;
        self.open(name, &[])?;
        self.empty("ds:DigestMethod", &[("Algorithm", SHA256)])?;
        self.text("ds:DigestValue", &STANDARD.encode(octets))?;
        self.close(name)
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut octets = self.0.into_inner();
        // Writing to memory does not fail.
        let _ = octets.write_all(b"\n");
        octets
    }
}
