//! What a document promises about itself (ISO 19005, ISO 14289), and what that asks of a stamp on it.

use crate::error::Error;
use crate::pdf::{Dictionary, Object, View};

/// The standards that a document says it follows, in its metadata.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conformance {
    /// The part of ISO 19005 (PDF/A): 1 to 4.
    pub pdf_a: Option<u8>,
    /// The part of ISO 14289 (PDF/UA): 1 or 2.
    pub pdf_ua: Option<u8>,
}

impl Conformance {
    /// What the metadata of the document say (ISO 19005-2, 6.6.4: the schema `pdfaid`).
    ///
    /// # Errors
    /// As [`View::get`].
    pub fn read(view: &View<'_, '_>) -> Result<Self, Error> {
        let catalog = view.catalog()?;
        let Some(id) = catalog.get("Metadata").and_then(Object::as_reference) else { return Ok(Self::default()) };
        let Object::Stream(stream) = view.get(id)? else { return Ok(Self::default()) };
        let octets = view.stream_octets(&stream, id)?;
        Ok(Self { pdf_a: part(&octets, b"pdfaid:part"), pdf_ua: part(&octets, b"pdfuaid:part") })
    }

    /// Whether a page may have something half transparent on it.
    ///
    /// ISO 19005-1, 6.4: never. ISO 19005-2, 6.2.10: where the colours that are mixed are defined, by an output intent
    /// or by the group of the page.
    pub(super) fn permits_transparency(self, view: &View<'_, '_>, page: &Dictionary) -> Result<bool, Error> {
        match self.pdf_a {
            None => Ok(true),
            Some(1) => Ok(false),
            Some(_) => {
                let intents = view.entry(&view.catalog()?, "OutputIntents")?;
                let group = view.entry(page, "Group")?;
                let mixed = group.as_dictionary().is_some_and(|group| group.contains("CS"));
                Ok(mixed || intents.as_array().is_some_and(|intents| !intents.is_empty()))
            }
        }
    }
}

/// The digit of a property, written as an element or as an attribute.
fn part(metadata: &[u8], name: &[u8]) -> Option<u8> {
    let at = memchr::memmem::find(metadata, name)?.checked_add(name.len())?;
    let after = metadata.get(at..)?.trim_ascii_start();
    let value = after.strip_prefix(b">").or_else(|| after.strip_prefix(b"=")?.trim_ascii_start().get(1..))?;
    let digit = value.trim_ascii_start().first()?;
    digit.is_ascii_digit().then(|| digit.saturating_sub(b'0'))
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_part_is_read_as_element_and_as_attribute() {
        assert_eq!(part(b"<pdfaid:part>2</pdfaid:part>", b"pdfaid:part"), Some(2));
        assert_eq!(part(b"<rdf:Description pdfaid:part='3'/>", b"pdfaid:part"), Some(3));
        assert_eq!(part(b"<pdfuaid:part>1</pdfuaid:part>", b"pdfaid:part"), None);
        assert_eq!(part(b"<pdfaid:part>x", b"pdfaid:part"), None);
    }
}
