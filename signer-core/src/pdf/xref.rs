//! One cross-reference section: a table (ISO 32000-2, 7.5.4) or a stream (7.5.8).

use std::ops::Range;

use crate::error::{Error, Exceeded, Malformed};
use crate::limits::{Budget, Limits};

use super::finding::Finding;
use super::indirect;
use super::object::{Dictionary, Object, Stream, StreamData};
use super::parser::{Origin, Parser};
use super::revision::{Entry, Location, XrefKind};
use super::stream;

/// How far from its offset a table is looked for.
const NEAR: usize = 32;

/// One section as read, its entries sorted by number.
pub(crate) struct Section {
    pub(crate) kind: XrefKind,
    pub(crate) trailer: Dictionary,
    pub(crate) entries: Vec<Entry>,
    /// From `xref` to the end of the trailer dictionary, or the whole stream object.
    pub(crate) span: Range<usize>,
}

/// Reads sections of one file, within its limits.
pub(crate) struct SectionReader<'o, 'f> {
    pub(crate) octets: &'o [u8],
    /// The offset of `%PDF` where the offsets of this file count from there; else 0.
    pub(crate) shift: usize,
    pub(crate) limits: &'f Limits,
    pub(crate) decoded: &'f mut Budget,
    pub(crate) entries: &'f mut Budget,
    pub(crate) findings: &'f mut Vec<Finding>,
}

impl SectionReader<'_, '_> {
    /// Reads the section at `offset`, counted from the first octet of the file.
    ///
    /// # Errors
    /// `Malformed` when there is none; `Limit`.
    pub(crate) fn read(&mut self, offset: usize) -> Result<Section, Error> {
        let mut parser = Parser::new(self.octets, offset, Origin::File, self.limits);
        if offset >= self.octets.len() {
            return Err(Malformed::new("xref", offset, "a cross-reference section inside the file").into());
        }
        parser.skip_space();
        if parser.keyword(b"xref") {
            return self.table(parser, offset);
        }
        let stream = self.stream(offset);
        if matches!(stream, Err(Error::Malformed(_)))
            && let Some(near) = self.table_near(offset)
        {
            let message = format!("the offset {offset} leads past a cross-reference table, which stands at {near}");
            self.findings.push(Finding::ambiguous("pdf.xref-offset", message).at(offset));
            parser.set_position(near.saturating_add(b"xref".len()));
            return self.table(parser, near);
        }
        stream
    }

    /// The one `xref` within [`NEAR`] octets: some writers miscount line ends.
    fn table_near(&self, offset: usize) -> Option<usize> {
        let start = offset.saturating_sub(NEAR);
        let window = self.octets.get(start..self.octets.len().min(offset.saturating_add(NEAR)))?;
        let mut places = memchr::memmem::find_iter(window, b"xref");
        let found = places.find(|at| !window.get(..*at).unwrap_or_default().ends_with(b"start"))?;
        let is_only = places.all(|at| window.get(..at).unwrap_or_default().ends_with(b"start"));
        is_only.then(|| start.saturating_add(found))
    }

    fn table(&mut self, mut parser: Parser<'_>, offset: usize) -> Result<Section, Error> {
        let mut entries = Vec::new();
        let mut uneven = None;
        loop {
            parser.skip_space();
            if parser.literally(b"trailer") {
                break;
            }
            let start = parser.position();
            let (first, count) = subsection(&mut parser)?;
            let even = self.subsection(&mut parser, first, count, &mut entries)?;
            if !even {
                uneven.get_or_insert(start);
            }
        }
        if let Some(at) = uneven {
            let message = "entries of the cross-reference table are not 20 octets each";
            self.findings.push(Finding::harmless("pdf.xref-entry-form", message).at(at));
        }
        let trailer = match parser.object()? {
            Object::Dictionary(trailer) => trailer,
            _ => return Err(Malformed::new("trailer", parser.position(), "a dictionary").into()),
        };
        self.check_trailer(&trailer, offset);
        let entries = self.sorted(entries, offset);
        Ok(Section { kind: XrefKind::Table, trailer, entries, span: offset..parser.position() })
    }

    /// Reads the entries of one subsection; says whether all had the form of the standard.
    fn subsection(
        &mut self,
        parser: &mut Parser<'_>,
        first: u32,
        count: u64,
        entries: &mut Vec<Entry>,
    ) -> Result<bool, Error> {
        let mut even = true;
        let mut first = first;
        for index in 0..count {
            let start = parser.position();
            let line = match strict_line(parser.rest()) {
                Some(line) => {
                    parser.set_position(start.saturating_add(20));
                    Some(line)
                }
                None => {
                    even = false;
                    loose_line(parser)
                }
            };
            let Some(line) = line else {
                // Fewer entries than announced: what follows must be another subsection or the trailer.
                parser.set_position(start);
                let message = "a subsection of the cross-reference table has fewer entries than it says";
                self.findings.push(Finding::harmless("pdf.xref-count", message).at(start));
                break;
            };
            if index == 0 && first == 1 && line.is_head_of_free_list() {
                let message = "the cross-reference table starts at object 1 with the entry of object 0";
                self.findings.push(Finding::harmless("pdf.xref-starts-at-one", message).at(start));
                first = 0;
            }
            let number = u32::try_from(index).ok().and_then(|index| first.checked_add(index));
            let number = number.ok_or_else(|| Malformed::new("xref table", start, "object numbers below 2^32"))?;
            self.entries.spend(1)?;
            entries.push(self.entry(number, line));
        }
        Ok(even)
    }

    fn entry(&self, number: u32, line: Line) -> Entry {
        // An entry in use at offset 0 is what some writers make of a free one: nothing can stand there.
        let location = match usize::try_from(line.offset).ok().filter(|_| line.in_use && line.offset != 0) {
            Some(offset) => Location::Offset(offset.saturating_add(self.shift)),
            None => Location::Free,
        };
        Entry::new(number, line.generation, location)
    }

    fn stream(&mut self, offset: usize) -> Result<Section, Error> {
        let read = indirect::read(self.octets, offset, self.limits, &mut |_| None)?;
        let Object::Stream(stream) = read.object else {
            return Err(Malformed::new("xref", offset, "`xref` or a cross-reference stream").into());
        };
        if !stream.dictionary.is_type("XRef") {
            return Err(Malformed::new("xref stream", offset, "/Type /XRef").into());
        }
        self.findings.extend(read.findings);
        self.check_trailer(&stream.dictionary, offset);
        let entries = self.stream_entries(&stream, offset)?;
        let entries = self.sorted(entries, offset);
        Ok(Section { kind: XrefKind::Stream, trailer: stream.dictionary, entries, span: read.span })
    }

    fn stream_entries(&mut self, stream: &Stream, offset: usize) -> Result<Vec<Entry>, Error> {
        let StreamData::InFile(range) = &stream.data else { return Ok(Vec::new()) };
        let data = self.octets.get(range.clone()).unwrap_or_default();
        let decoded = stream::decode(&stream.dictionary, data, self.limits, self.decoded)?;
        let widths = widths(&stream.dictionary, offset)?;
        let row = widths.iter().fold(0_usize, |sum, width| sum.saturating_add(*width));
        let mut rows = decoded.octets.chunks_exact(row.max(1));
        let mut entries = Vec::new();
        let mut short = decoded.damaged;
        for (first, count) in index(&stream.dictionary, offset)? {
            for position in 0..count {
                let Some(fields) = rows.next() else {
                    short = true;
                    break;
                };
                let number = first.checked_add(position);
                let number =
                    number.ok_or_else(|| Malformed::new("xref stream", offset, "object numbers below 2^32"))?;
                self.entries.spend(1)?;
                entries.push(self.stream_entry(number, fields, widths));
            }
        }
        if short {
            let message = "the cross-reference stream is damaged or has fewer entries than it says";
            self.findings.push(Finding::ambiguous("pdf.xref-stream-short", message).at(offset));
        }
        Ok(entries)
    }

    /// ISO 32000-2, table 18. An unknown type is a reference to null.
    fn stream_entry(&self, number: u32, fields: &[u8], widths: [usize; 3]) -> Entry {
        let (kind, rest) = fields.split_at_checked(widths[0]).unwrap_or((&[], fields));
        let (second, third) = rest.split_at_checked(widths[1]).unwrap_or((rest, &[]));
        let kind = if kind.is_empty() { 1 } else { big_endian(kind) };
        let (second, third) = (big_endian(second), big_endian(third));
        let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        match kind {
            1 if second != 0 => {
                let offset = usize::try_from(second).unwrap_or(usize::MAX).saturating_add(self.shift);
                Entry::new(number, u16::try_from(third).unwrap_or(u16::MAX), Location::Offset(offset))
            }
            2 => Entry::new(number, 0, Location::InStream { stream: small(second), index: small(third) }),
            _ => Entry::new(number, u16::try_from(third).unwrap_or(u16::MAX), Location::Free),
        }
    }

    /// Sorts by number. Of an object with two entries the first counts; when they differ, readers differ too.
    fn sorted(&mut self, mut entries: Vec<Entry>, offset: usize) -> Vec<Entry> {
        if entries.is_sorted_by(|a, b| a.number < b.number) {
            return entries;
        }
        entries.sort_by_key(|entry| entry.number);
        let mut twice = None;
        entries.dedup_by(|later, first| {
            if later.number == first.number && later.location() != first.location() {
                twice.get_or_insert(first.id());
            }
            later.number == first.number
        });
        if let Some(id) = twice {
            let message = "one cross-reference section has two entries for one object";
            self.findings.push(Finding::ambiguous("pdf.xref-entry-twice", message).at(offset).about(id));
        }
        entries
    }

    fn check_trailer(&mut self, trailer: &Dictionary, offset: usize) {
        if let Some(key) = trailer.duplicates().first() {
            let message = format!("the trailer has two entries /{key}");
            self.findings.push(Finding::ambiguous("pdf.trailer-key-twice", message).at(offset));
        }
    }
}

/// One line of a table.
#[derive(Clone, Copy)]
struct Line {
    offset: u64,
    generation: u16,
    in_use: bool,
}

impl Line {
    const fn is_head_of_free_list(self) -> bool {
        self.offset == 0 && self.generation == u16::MAX && !self.in_use
    }
}

/// `first count`, the head of a subsection.
fn subsection(parser: &mut Parser<'_>) -> Result<(u32, u64), Error> {
    let start = parser.position();
    let fault = || Malformed::new("xref table", start, "two numbers or `trailer`");
    let first = parser.digits().and_then(|first| u32::try_from(first).ok()).ok_or_else(fault)?;
    parser.skip_space();
    let count = parser.digits().ok_or_else(fault)?;
    parser.skip_blanks();
    Ok((first, count))
}

/// The form of the standard: `nnnnnnnnnn ggggg n` and two octets of end of line.
fn strict_line(rest: &[u8]) -> Option<Line> {
    let line: &[u8; 20] = rest.first_chunk()?;
    let [offset @ .., b' ', g1, g2, g3, g4, g5, b' ', kind, e1, e2] = line else { return None };
    let ends = matches!((*e1, *e2), (b' ', b'\n' | b'\r') | (b'\r', b'\n'));
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u64, |value, digit| {
            let digit = digit.is_ascii_digit().then(|| u64::from(digit.wrapping_sub(b'0')))?;
            Some(value.wrapping_mul(10).wrapping_add(digit))
        })
    };
    let generation = u16::try_from(number(&[*g1, *g2, *g3, *g4, *g5])?).ok()?;
    let in_use = match kind {
        b'n' => true,
        b'f' => false,
        _ => return None,
    };
    ends.then_some(Line { offset: number(offset)?, generation, in_use })
}

/// The same with any white space and any number of digits.
fn loose_line(parser: &mut Parser<'_>) -> Option<Line> {
    parser.skip_blanks();
    let offset = parser.digits()?;
    parser.skip_blanks();
    let generation = u16::try_from(parser.digits()?).unwrap_or(u16::MAX);
    parser.skip_blanks();
    let in_use = parser.keyword(b"n");
    if !in_use && !parser.keyword(b"f") {
        return None;
    }
    parser.skip_blanks();
    Some(Line { offset, generation, in_use })
}

fn big_endian(octets: &[u8]) -> u64 {
    octets.iter().fold(0, |value, octet| value.wrapping_shl(8) | u64::from(*octet))
}

/// `/W` (7.5.8.2): three widths, of 8 octets at most, and not all 0.
fn widths(dictionary: &Dictionary, offset: usize) -> Result<[usize; 3], Error> {
    let fault = || Malformed::new("xref stream", offset, "/W with three widths of 0 to 8");
    let widths = dictionary.get("W").and_then(Object::as_array).ok_or_else(fault)?;
    let width = |index: usize| widths.get(index).and_then(Object::as_usize).filter(|width| *width <= 8);
    let widths = [width(0), width(1), width(2)].map(|width| width.ok_or_else(fault));
    let [kind, second, third] = widths;
    let widths = [kind?, second?, third?];
    if widths == [0; 3] {
        return Err(fault().into());
    }
    Ok(widths)
}

/// `/Index` (7.5.8.2): pairs of first number and count; by default all numbers below `/Size`.
fn index(dictionary: &Dictionary, offset: usize) -> Result<Vec<(u32, u32)>, Error> {
    let fault = || Malformed::new("xref stream", offset, "/Index or /Size of numbers below 2^32");
    let number = |object: &Object| object.as_integer().and_then(|value| u32::try_from(value).ok()).ok_or_else(fault);
    let Some(index) = dictionary.get("Index").filter(|index| !index.is_null()) else {
        let size = dictionary.get("Size").ok_or_else(fault)?;
        return Ok(vec![(0, number(size)?)]);
    };
    let index = index.as_array().ok_or_else(fault)?;
    let pairs = index.chunks(2).map(|pair| match pair {
        [first, count] => Ok((number(first)?, number(count)?)),
        _ => Err(Error::from(fault())),
    });
    pairs.collect()
}

/// A budget for the entries of one file: an object in use takes an octet at least, whatever a stream inflates to.
pub(crate) fn entry_budget(octets: &[u8], limits: &Limits) -> Budget {
    let length = u64::try_from(octets.len()).unwrap_or(u64::MAX);
    Budget::new("cross-reference entries", limits.objects.min(length))
}

/// The limit on revisions is reached.
pub(crate) fn too_many_revisions(limits: &Limits) -> Exceeded {
    Exceeded { what: "revisions", limit: u64::from(limits.revisions) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Result<Section, Error>, Vec<Finding>) {
        let limits = Limits::default();
        let (mut decoded, mut entries) = (Budget::new("octets", 1000), entry_budget(text, &limits));
        let mut findings = Vec::new();
        let mut reader = SectionReader {
            octets: text,
            shift: 0,
            limits: &limits,
            decoded: &mut decoded,
            entries: &mut entries,
            findings: &mut findings,
        };
        let section = reader.read(0);
        (section, findings)
    }

    #[test]
    fn a_table_names_the_offsets_of_its_objects() {
        let (section, findings) = read(b"xref\n0 1\n0000000000 65535 f \n3 1\n0000000017 00002 n \ntrailer<</Size 4>>");
        let section = section.unwrap();
        assert_eq!(section.entries[1], Entry::new(3, 2, Location::Offset(17)));
        assert!(findings.is_empty());
    }

    #[test]
    fn a_table_that_starts_at_one_with_the_free_head_starts_at_zero() {
        let (section, findings) = read(b"xref\n1 2\n0000000000 65535 f \n0000000017 00000 n \ntrailer<</Size 2>>");
        assert_eq!(section.unwrap().entries[1].number, 1);
        assert_eq!((findings[0].code, findings[0].ambiguous), ("pdf.xref-starts-at-one", false));
    }

    #[test]
    fn short_lines_are_read_and_noted() {
        let (section, findings) = read(b"xref\n0 2\n0000000000 65535 f\n17 0 n\ntrailer<</Size 2>>");
        assert_eq!(section.unwrap().entries[1].location(), Location::Offset(17));
        assert_eq!(findings[0].code, "pdf.xref-entry-form");
    }

    #[test]
    fn two_entries_for_one_object_are_ambiguous() {
        let (_, findings) = read(b"xref\n1 1\n0000000009 00000 n \n1 1\n0000000017 00000 n \ntrailer<<>>");
        assert!(findings[0].ambiguous);
    }

    #[test]
    fn a_stream_has_entries_of_three_kinds() {
        let text = b"7 0 obj<</Type/XRef/Size 9/W[1 1 1]/Index[2 3]/Length 9>>stream\n\x00\x00\x05\x01\x10\x00\x02\x07\x03\nendstream endobj";
        let entries = read(text).0.unwrap().entries;
        assert_eq!(entries[0], Entry::new(2, 5, Location::Free));
        assert_eq!(entries[1], Entry::new(3, 0, Location::Offset(16)));
        assert_eq!(entries[2], Entry::new(4, 0, Location::InStream { stream: 7, index: 3 }));
    }

    #[test]
    fn absurd_widths_and_counts_are_refused() {
        for key in
            ["/W[1 99999999999 1]", "/W[0 0 0]", "/W[1 1]", "/W[1 1 1]/Index[4294967295 9]", "/W[1 1 1]/Index[1]"]
        {
            let text = format!("7 0 obj<</Type/XRef/Size 9{key}/Length 9>>stream\n         \nendstream endobj");
            assert!(read(text.as_bytes()).0.is_err(), "{key}");
        }
        let text = b"xref\n0 99999999999999\n0000000000 65535 f \ntrailer<<>>";
        assert_eq!(read(text).1[0].code, "pdf.xref-count");
    }
}
