//! Reads ASN.1 in BER and DER as slices of the input: nothing is copied, nothing re-encoded.
//!
//! X.690. Signed objects are checked over the octets that were read, so every [`Element`] keeps them.

pub mod write;

use std::borrow::Cow;

use crate::error::{Error, Exceeded, Malformed};
use crate::oid::Oid;
use crate::time::Time;

/// Nesting of constructed elements.
///
/// 64: the deepest found in 1,041 real certificates and 442 messages is 21.
const MAX_DEPTH: u32 = 64;

/// Which encoding rules are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "X.690 has these (and CER, which nobody writes)")]
pub enum Rules {
    /// Indefinite lengths, constructed strings, lengths longer than needed.
    Ber,
    /// One encoding only; what certificates and signed attributes must have.
    Der,
}

/// An identifier octet of the low-tag-number form; higher numbers do not occur in our formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an octet does not grow")]
pub struct Tag(pub u8);

#[expect(missing_docs, reason = "X.680 names")]
impl Tag {
    pub const BOOLEAN: Self = Self(0x01);
    pub const INTEGER: Self = Self(0x02);
    pub const BIT_STRING: Self = Self(0x03);
    pub const OCTET_STRING: Self = Self(0x04);
    pub const NULL: Self = Self(0x05);
    pub const OID: Self = Self(0x06);
    pub const ENUMERATED: Self = Self(0x0a);
    pub const UTF8_STRING: Self = Self(0x0c);
    pub const SEQUENCE: Self = Self(0x30);
    pub const SET: Self = Self(0x31);
    pub const PRINTABLE_STRING: Self = Self(0x13);
    pub const TELETEX_STRING: Self = Self(0x14);
    pub const IA5_STRING: Self = Self(0x16);
    pub const UTC_TIME: Self = Self(0x17);
    pub const GENERALIZED_TIME: Self = Self(0x18);
    pub const UNIVERSAL_STRING: Self = Self(0x1c);
    pub const BMP_STRING: Self = Self(0x1e);
}

impl Tag {
    /// `[number]`, primitive; `number` below 31.
    #[must_use]
    pub const fn context(number: u8) -> Self {
        Self(0x80 | (number & 0x1f))
    }

    /// `[number]`, constructed; `number` below 31.
    #[must_use]
    pub const fn context_constructed(number: u8) -> Self {
        Self(0xa0 | (number & 0x1f))
    }

    /// Whether the contents are themselves elements.
    #[must_use]
    pub const fn is_constructed(self) -> bool {
        self.0 & 0x20 != 0
    }
}

/// One element: tag, length, contents, and the octets it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    tag: Tag,
    raw: &'a [u8],
    content: &'a [u8],
    offset: usize,
    header: usize,
    rules: Rules,
    depth: u32,
}

/// Reads elements one after another.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
    rules: Rules,
    depth: u32,
}

impl<'a> Reader<'a> {
    /// Starts at the first octet of `octets`.
    #[must_use]
    pub const fn new(octets: &'a [u8], rules: Rules) -> Self {
        Self { rest: octets, offset: 0, rules, depth: 0 }
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read yet.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Where the next element starts, from the first octet of the outermost reader.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The tag of the next element.
    #[must_use]
    pub fn peek(&self) -> Option<Tag> {
        self.rest.first().copied().map(Tag)
    }

    /// Reads the next element, whatever it is.
    ///
    /// # Errors
    /// [`Malformed`] with the offset when there is none, or it is cut short or not in these rules;
    /// [`Exceeded`] when it nests deeper than any real object.
    pub fn element(&mut self) -> Result<Element<'a>, Error> {
        let element = read_element(self.rest, self.offset, self.rules, self.depth)?;
        self.advance(element.raw.len())?;
        Ok(element)
    }

    /// Reads the next element, which must have this tag.
    ///
    /// # Errors
    /// As [`Self::element`]; [`Malformed`] naming `syntax` when the tag is another.
    pub fn expect(&mut self, tag: Tag, syntax: &'static str) -> Result<Element<'a>, Error> {
        if self.peek() != Some(tag) {
            return Err(Malformed::new(syntax, self.offset, tag_name(tag)).into());
        }
        self.element()
    }

    /// Reads a string, which BER may have split into a constructed one.
    ///
    /// # Errors
    /// As [`Self::expect`].
    pub fn string(&mut self, tag: Tag, syntax: &'static str) -> Result<Element<'a>, Error> {
        let constructed = Tag(tag.0 | 0x20);
        if self.rules == Rules::Ber && self.peek() == Some(constructed) {
            return self.element();
        }
        self.expect(tag, syntax)
    }

    /// Reads the next element if it has this tag.
    ///
    /// # Errors
    /// As [`Self::element`].
    pub fn optional(&mut self, tag: Tag) -> Result<Option<Element<'a>>, Error> {
        if self.peek() == Some(tag) { self.element().map(Some) } else { Ok(None) }
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// [`Malformed`] naming `syntax` otherwise.
    pub fn finish(&self, syntax: &'static str) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed::new(syntax, self.offset, "the end").into()) }
    }

    fn advance(&mut self, by: usize) -> Result<(), Error> {
        let cut = || Malformed::new("element", self.offset, "more octets");
        let rest = self.rest.get(by..).ok_or_else(cut)?;
        let offset = self.offset.checked_add(by).ok_or_else(cut)?;
        (self.rest, self.offset) = (rest, offset);
        Ok(())
    }
}

impl<'a> Element<'a> {
    /// The identifier octet.
    #[must_use]
    pub const fn tag(&self) -> Tag {
        self.tag
    }

    /// Header and contents (and, for an indefinite length, the end-of-contents octets), as they were read.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The contents octets.
    #[must_use]
    pub const fn content(&self) -> &'a [u8] {
        self.content
    }

    /// Where the element starts, from the first octet of the outermost reader.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Reads the elements inside.
    #[must_use]
    pub const fn reader(&self) -> Reader<'a> {
        Reader {
            rest: self.content,
            offset: self.offset.saturating_add(self.header),
            rules: self.rules,
            depth: self.depth.saturating_add(1),
        }
    }

    /// The octets of a string, joined where BER has split it.
    ///
    /// # Errors
    /// [`Malformed`] when a part is not of the same kind of string.
    pub fn octets(&self) -> Result<Cow<'a, [u8]>, Error> {
        if !self.tag.is_constructed() {
            return Ok(Cow::Borrowed(self.content));
        }
        let mut joined = Vec::new();
        let mut parts = self.reader();
        while !parts.is_empty() {
            let part = parts.element()?;
            // X.690, 8.7.3.2: the parts of a constructed octet string are octet strings, also under an implicit tag.
            if part.tag.0 & 0xdf != Tag::OCTET_STRING.0 {
                return Err(Malformed::new("OCTET STRING", part.offset, "a part that is an OCTET STRING").into());
            }
            joined.extend_from_slice(&part.octets()?);
        }
        Ok(Cow::Owned(joined))
    }

    /// An object identifier.
    ///
    /// # Errors
    /// [`Malformed`] when it is none.
    pub fn oid(&self) -> Result<Oid, Error> {
        Oid::from_bytes(self.content).map_err(|_| Malformed::new("OBJECT IDENTIFIER", self.offset, "arcs").into())
    }

    /// A truth value. DER writes `true` as 0xff only; BER as anything but zero.
    ///
    /// # Errors
    /// [`Malformed`] when it is none in these rules.
    pub fn boolean(&self) -> Result<bool, Error> {
        match (self.content, self.rules) {
            ([0], _) => Ok(false),
            ([0xff], _) | ([_], Rules::Ber) => Ok(true),
            _ => Err(Malformed::new("BOOLEAN", self.offset, "0x00 or 0xff").into()),
        }
    }

    /// An integer from 0 to 2^64 - 1.
    ///
    /// # Errors
    /// [`Malformed`] when it is negative, larger or empty.
    pub fn unsigned(&self) -> Result<u64, Error> {
        let malformed = || Malformed::new("INTEGER", self.offset, "0 to 2^64-1");
        let first = self.content.first().ok_or_else(malformed)?;
        let significant = self.content.strip_prefix(&[0]).unwrap_or(self.content);
        if first & 0x80 != 0 || significant.len() > 8 {
            return Err(malformed().into());
        }
        Ok(significant.iter().fold(0u64, |value, octet| (value << 8) | u64::from(*octet)))
    }

    /// The octets of a bit string and the number of unused bits in the last one.
    ///
    /// # Errors
    /// [`Malformed`] when the count is not 0 to 7, or is not 0 although there are no octets.
    pub fn bits(&self) -> Result<(&'a [u8], u8), Error> {
        match self.content.split_first() {
            Some((unused, octets)) if *unused < 8 && (*unused == 0 || !octets.is_empty()) => Ok((octets, *unused)),
            _ => Err(Malformed::new("BIT STRING", self.offset, "a count of unused bits").into()),
        }
    }

    /// A `UTCTime` or `GeneralizedTime`.
    ///
    /// # Errors
    /// [`Malformed`] when it is neither.
    pub fn time(&self) -> Result<Time, Error> {
        let malformed = || Malformed::new("Time", self.offset, "UTCTime or GeneralizedTime");
        let text = std::str::from_utf8(self.content).map_err(|_| malformed())?;
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        // UTCTime has 10 or 12 digits, GeneralizedTime 14 as all profiles ask: one must not be read as the other.
        let fits = match self.tag {
            Tag::UTC_TIME => digits == 10 || digits == 12,
            Tag::GENERALIZED_TIME => digits == 14,
            _ => false,
        };
        if !fits {
            return Err(malformed().into());
        }
        Time::from_asn1(text).map_err(|_| malformed().into())
    }
}

/// Reads exactly one element that fills `octets`.
///
/// # Errors
/// As [`Reader::expect`]; [`Malformed`] when octets follow.
pub fn single<'a>(octets: &'a [u8], rules: Rules, tag: Tag, syntax: &'static str) -> Result<Element<'a>, Error> {
    let mut reader = Reader::new(octets, rules);
    let element = reader.expect(tag, syntax)?;
    reader.finish(syntax)?;
    Ok(element)
}

fn read_element(octets: &[u8], offset: usize, rules: Rules, depth: u32) -> Result<Element<'_>, Error> {
    if depth > MAX_DEPTH {
        return Err(Exceeded { what: "nested ASN.1 elements", limit: u64::from(MAX_DEPTH) }.into());
    }
    let cut = || Malformed::new("element", offset, "more octets");
    let tag = Tag(*octets.first().ok_or_else(cut)?);
    if tag.0 & 0x1f == 0x1f {
        return Err(Malformed::new("element", offset, "a tag number below 31").into());
    }
    let (length, header) = read_length(octets, offset, rules)?;
    let (content_length, end) = match length {
        Some(length) => (length, header.checked_add(length).ok_or_else(cut)?),
        None if tag.is_constructed() => {
            let inside = octets.get(header..).ok_or_else(cut)?;
            let length = length_to_end_of_contents(inside, offset.saturating_add(header), rules, depth)?;
            (length, header.checked_add(length).and_then(|n| n.checked_add(2)).ok_or_else(cut)?)
        }
        None => return Err(Malformed::new("element", offset, "a definite length").into()),
    };
    let raw = octets.get(..end).ok_or_else(cut)?;
    let content = raw.get(header..header.saturating_add(content_length)).ok_or_else(cut)?;
    Ok(Element { tag, raw, content, offset, header, rules, depth })
}

/// The length (`None`: indefinite) and how many octets tag and length take.
fn read_length(octets: &[u8], offset: usize, rules: Rules) -> Result<(Option<usize>, usize), Error> {
    let malformed = |expected| Malformed::new("length", offset.saturating_add(1), expected);
    let first = *octets.get(1).ok_or_else(|| malformed("a length"))?;
    if first < 0x80 {
        return Ok((Some(usize::from(first)), 2));
    }
    if first == 0x80 {
        return match rules {
            Rules::Ber => Ok((None, 2)),
            Rules::Der => Err(malformed("a definite length").into()),
        };
    }
    let count = usize::from(first & 0x7f);
    let header = count.saturating_add(2);
    let digits = octets.get(2..header).ok_or_else(|| malformed("a length"))?;
    let significant = digits.iter().skip_while(|octet| **octet == 0).count();
    if significant > 8 {
        return Err(malformed("a length below 2^64").into());
    }
    let value = digits.iter().fold(0u64, |value, octet| (value << 8) | u64::from(*octet));
    if rules == Rules::Der && (value < 0x80 || significant != count) {
        return Err(malformed("the shortest form of the length").into());
    }
    let value = usize::try_from(value).map_err(|_| malformed("a length that fits in memory"))?;
    Ok((Some(value), header))
}

/// How many octets precede the end-of-contents octets that close an indefinite length.
fn length_to_end_of_contents(inside: &[u8], offset: usize, rules: Rules, depth: u32) -> Result<usize, Error> {
    let mut at = 0usize;
    loop {
        let rest = inside.get(at..).unwrap_or_default();
        if rest.starts_with(&[0, 0]) {
            return Ok(at);
        }
        let element = read_element(rest, offset.saturating_add(at), rules, depth.saturating_add(1))?;
        at = at.saturating_add(element.raw.len());
    }
}

fn tag_name(tag: Tag) -> &'static str {
    match tag {
        Tag::BOOLEAN => "BOOLEAN",
        Tag::INTEGER => "INTEGER",
        Tag::BIT_STRING => "BIT STRING",
        Tag::OCTET_STRING => "OCTET STRING",
        Tag::NULL => "NULL",
        Tag::OID => "OBJECT IDENTIFIER",
        Tag::ENUMERATED => "ENUMERATED",
        Tag::SEQUENCE => "SEQUENCE",
        Tag::SET => "SET",
        Tag::UTC_TIME | Tag::GENERALIZED_TIME => "Time",
        Tag(tag) if tag & 0xc0 == 0x80 => "a context-specific tag",
        _ => "another tag",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_keep_the_octets_they_were_read_from() {
        let octets = [0x30, 0x03, 0x02, 0x01, 0x05, 0xff];
        let mut reader = Reader::new(&octets, Rules::Der);
        let sequence = reader.expect(Tag::SEQUENCE, "test").unwrap();
        assert_eq!(sequence.raw(), &octets[..5]);
        assert_eq!(sequence.reader().element().unwrap().unsigned().unwrap(), 5);
        assert!(reader.finish("test").is_err());
    }

    #[test]
    fn an_indefinite_length_ends_at_its_own_end_of_contents() {
        let octets = [0x30, 0x80, 0x30, 0x80, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01];
        let mut reader = Reader::new(&octets, Rules::Ber);
        let outer = reader.element().unwrap();
        assert_eq!(outer.raw().len(), 10);
        assert_eq!(outer.content(), &octets[2..8]);
        assert_eq!(reader.rest(), &[0x01]);
        assert!(Reader::new(&octets, Rules::Der).element().is_err());
    }

    #[test]
    fn a_constructed_octet_string_is_joined() {
        let octets = [0x24, 0x80, 0x04, 0x01, 0xaa, 0x24, 0x03, 0x04, 0x01, 0xbb, 0x00, 0x00];
        let element = Reader::new(&octets, Rules::Ber).string(Tag::OCTET_STRING, "test").unwrap();
        assert_eq!(element.octets().unwrap().as_ref(), &[0xaa, 0xbb]);
    }

    #[test]
    fn the_offset_of_a_fault_counts_from_the_outermost_octet() {
        let octets = [0x30, 0x02, 0x02, 0x05];
        let sequence = Reader::new(&octets, Rules::Der).element().unwrap();
        let error = sequence.reader().element().unwrap_err();
        assert!(matches!(error, Error::Malformed(Malformed { offset: 2, .. })), "{error}");
    }

    #[test]
    fn der_refuses_a_length_longer_than_needed() {
        let octets = [0x04, 0x81, 0x01, 0xaa];
        assert!(Reader::new(&octets, Rules::Der).element().is_err());
        assert_eq!(Reader::new(&octets, Rules::Ber).element().unwrap().content(), &[0xaa]);
    }

    #[test]
    fn nesting_beyond_any_real_object_is_refused_before_the_stack_ends() {
        let bomb = [0x30, 0x80].repeat(200_000);
        assert!(matches!(Reader::new(&bomb, Rules::Ber).element(), Err(Error::Limit(_))));
    }

    #[test]
    fn a_length_beyond_the_input_is_malformed() {
        for octets in [&[0x04, 0x05, 0x00][..], &[0x04, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], &[0x04]]
        {
            assert!(Reader::new(octets, Rules::Ber).element().is_err());
        }
    }
}
