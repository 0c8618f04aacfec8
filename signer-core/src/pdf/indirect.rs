//! Indirect objects in the file (ISO 32000-2, 7.3.8 and 7.3.10).

use std::ops::Range;

use crate::error::{Error, Malformed};
use crate::limits::Limits;

use super::finding::Finding;
use super::object::{Object, ObjectId, Stream, StreamData};
use super::parser::{Origin, Parser};

/// An indirect object as it stands in the file.
#[derive(Clone)]
pub(crate) struct Indirect {
    pub(crate) id: ObjectId,
    pub(crate) object: Object,
    /// From the object number to the end of `endobj`.
    pub(crate) span: Range<usize>,
    pub(crate) findings: Vec<Finding>,
    /// Octets searched for a lost `endstream`.
    pub(crate) searched: usize,
}

/// Finds the integer that an indirect `/Length` refers to.
pub(crate) type LengthOf<'f> = &'f mut dyn FnMut(ObjectId) -> Option<usize>;

/// Reads the object that stands at `offset`; `octets` end where the revision ends.
///
/// # Errors
/// `Malformed` when there is none; `Limit`.
pub(crate) fn read(octets: &[u8], offset: usize, limits: &Limits, length_of: LengthOf<'_>) -> Result<Indirect, Error> {
    let mut parser = Parser::new(octets, offset, Origin::File, limits);
    parser.skip_space();
    let start = parser.position();
    let Some(id) = parser.object_header() else {
        return Err(Malformed::new("indirect object", start, "object number, generation, obj").into());
    };
    parser.skip_space();
    let mut findings = Vec::new();
    // `1 0 obj endobj`: some writers mean null by it.
    let object = if parser.rest().starts_with(b"endobj") { Object::Null } else { parser.object()? };
    let (object, searched) = match object {
        Object::Dictionary(dictionary) => {
            let before = parser.clone();
            parser.skip_space();
            if starts_stream(parser.rest()) {
                parser.literally(b"stream");
                let mut reader = StreamReader { octets, id, length_of, findings: &mut findings };
                let (data, end, searched) = reader.data(
                    &mut parser,
                    dictionary.get("Length"),
                    dictionary.is_type("ObjStm") || dictionary.is_type("XRef"),
                )?;
                parser.set_position(end);
                (Object::Stream(Stream { dictionary, data: StreamData::InFile(data) }), searched)
            } else {
                parser = before;
                (Object::Dictionary(dictionary), 0)
            }
        }
        object => (object, 0),
    };
    let end_of_value = parser.position();
    parser.skip_space();
    if !parser.keyword(b"endobj") && !parser.literally(b"endobj") {
        parser.set_position(end_of_value);
        findings.push(Finding::harmless("pdf.endobj-missing", "`endobj` is missing").at(end_of_value).about(id));
    }
    Ok(Indirect { id, object, span: start..parser.position(), findings, searched })
}

fn starts_stream(rest: &[u8]) -> bool {
    rest.starts_with(b"stream")
}

struct StreamReader<'f, 'o> {
    octets: &'o [u8],
    id: ObjectId,
    length_of: LengthOf<'f>,
    findings: &'f mut Vec<Finding>,
}

impl StreamReader<'_, '_> {
    /// The range of the data, the end of `endstream`, and how many octets were searched for it.
    fn data(
        &mut self,
        parser: &mut Parser<'_>,
        length: Option<&Object>,
        structural: bool,
    ) -> Result<(Range<usize>, usize, usize), Error> {
        self.end_of_line(parser);
        let start = parser.position();
        let length = match length {
            Some(Object::Reference(id)) => (self.length_of)(*id),
            Some(object) => object.as_usize(),
            None => None,
        };
        if let Some((data, end)) = length.and_then(|length| self.by_length(start, length)) {
            return Ok((data, end, 0));
        }
        self.by_search(start, structural)
    }

    fn end_of_line(&mut self, parser: &mut Parser<'_>) {
        // `stream` is followed by CR LF or LF (7.3.8.1); a lone CR and trailing blanks are seen.
        if parser.literally(b"\r\n") || parser.literally(b"\n") {
            return;
        }
        let start = parser.position();
        while parser.literally(b" ") || parser.literally(b"\t") {}
        if parser.literally(b"\r\n") || parser.literally(b"\n") || parser.literally(b"\r") {
            let message = "`stream` is not followed by a line feed at once";
            self.findings.push(Finding::harmless("pdf.stream-eol", message).at(start).about(self.id));
        } else {
            parser.set_position(start);
        }
    }

    fn by_length(&self, start: usize, length: usize) -> Option<(Range<usize>, usize)> {
        let end = start.checked_add(length)?;
        let rest = self.octets.get(end..)?;
        let blanks = [b"\r\n".as_slice(), b"\n", b"\r", b""].iter().find(|eol| rest.starts_with(eol))?.len();
        let rest = rest.get(blanks..)?;
        rest.starts_with(b"endstream")
            .then(|| (start..end, end.saturating_add(blanks).saturating_add(b"endstream".len())))
    }

    /// `/Length` is wrong or lost: the data ends at the next `endstream`.
    fn by_search(&mut self, start: usize, structural: bool) -> Result<(Range<usize>, usize, usize), Error> {
        let rest = self.octets.get(start..).unwrap_or_default();
        let Some(length) = memchr::memmem::find(rest, b"endstream") else {
            return Err(Malformed::new("stream", self.octets.len(), "endstream").into());
        };
        let data = rest.get(..length).unwrap_or_default();
        let data = data.strip_suffix(b"\n").unwrap_or(data);
        let data = data.strip_suffix(b"\r").unwrap_or(data);
        let message = "`/Length` of the stream is not its length; `endstream` was searched for";
        let finding = if structural {
            Finding::ambiguous("pdf.stream-length", message)
        } else {
            Finding::harmless("pdf.stream-length", message)
        };
        self.findings.push(finding.at(start).about(self.id));
        let end = start.saturating_add(length).saturating_add(b"endstream".len());
        Ok((start..start.saturating_add(data.len()), end, length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &[u8]) -> Result<Indirect, Error> {
        read(text, 0, &Limits::default(), &mut |_| Some(3))
    }

    #[test]
    fn a_stream_ends_where_its_length_says() {
        let text = b"1 0 obj <</Length 12>>stream\nendstream ab\nendstream endobj";
        let Object::Stream(stream) = at(text).unwrap().object else { panic!() };
        assert_eq!(stream.data, StreamData::InFile(29..41));
    }

    #[test]
    fn an_indirect_length_is_asked_for() {
        let text = b"1 0 obj <</Length 9 0 R>>stream\nabc\nendstream endobj";
        let read = at(text).unwrap();
        assert_eq!(read.object.as_stream().unwrap().data, StreamData::InFile(32..35));
        assert!(read.findings.is_empty());
    }

    #[test]
    fn a_wrong_length_is_a_finding() {
        let text = b"1 0 obj <</Length 7>>stream\nabc\r\nendstream endobj";
        let read = at(text).unwrap();
        assert_eq!(read.object.as_stream().unwrap().data, StreamData::InFile(28..31));
        assert_eq!(read.findings[0].code, "pdf.stream-length");
        assert!(!read.findings[0].ambiguous);
    }

    #[test]
    fn a_wrong_length_of_an_object_stream_is_ambiguous() {
        let text = b"1 0 obj <</Type/ObjStm/Length 7>>stream\nabc\r\nendstream endobj";
        assert!(at(text).unwrap().findings[0].ambiguous);
    }

    #[test]
    fn a_missing_endobj_is_harmless() {
        let read = at(b"1 0 obj 5 2 0 obj").unwrap();
        assert_eq!(read.object, Object::Integer(5));
        assert_eq!((read.findings[0].code, read.findings[0].ambiguous), ("pdf.endobj-missing", false));
    }
}
