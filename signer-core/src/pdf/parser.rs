//! The syntax of objects (ISO 32000-2, 7.2 and 7.3), read from octets.

use crate::error::{Error, Exceeded, Malformed};
use crate::limits::Limits;

use super::object::{Dictionary, Name, Object, ObjectId, PdfString};

/// White space (ISO 32000-2, table 1).
pub(crate) const fn is_space(octet: u8) -> bool {
    matches!(octet, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// Delimiters (ISO 32000-2, table 2).
const fn is_delimiter(octet: u8) -> bool {
    matches!(octet, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Of each octet whether it is regular (ISO 32000-2, 7.2.3): asked of every octet of every name.
const REGULAR: [bool; 256] = {
    let mut regular = [false; 256];
    let mut octet: u8 = 0;
    loop {
        #[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "an octet is below 256")]
        {
            regular[octet as usize] = !is_space(octet) && !is_delimiter(octet);
        }
        if octet == u8::MAX {
            break regular;
        }
        octet = octet.saturating_add(1);
    }
};

pub(crate) fn is_regular(octet: u8) -> bool {
    REGULAR.get(usize::from(octet)).is_some_and(|regular| *regular)
}

/// Where the octets come from; positions of strings mean something only in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    File,
    ObjectStream,
}

/// A reader of objects, one after another, in a slice.
#[derive(Clone)]
pub(crate) struct Parser<'o> {
    octets: &'o [u8],
    position: usize,
    origin: Origin,
    depth: u32,
    elements: u64,
    limits: Bounds,
}

/// The limits that the parser applies.
#[derive(Clone, Copy)]
struct Bounds {
    depth: u32,
    elements: u64,
}

impl<'o> Parser<'o> {
    /// Reads from `position` of `octets`.
    pub(crate) const fn new(octets: &'o [u8], position: usize, origin: Origin, limits: &Limits) -> Self {
        let limits = Bounds { depth: limits.depth, elements: limits.elements };
        Self { octets, position, origin, depth: 0, elements: 0, limits }
    }

    pub(crate) const fn position(&self) -> usize {
        self.position
    }

    pub(crate) const fn set_position(&mut self, position: usize) {
        self.position = position;
    }

    pub(crate) fn rest(&self) -> &'o [u8] {
        self.octets.get(self.position..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.octets.get(self.position).copied()
    }

    const fn advance(&mut self, count: usize) {
        self.position = self.position.saturating_add(count);
    }

    fn fault<T>(&self, syntax: &'static str, expected: &'static str) -> Result<T, Error> {
        Err(Malformed::new(syntax, self.position, expected).into())
    }

    /// Skips white space and comments.
    pub(crate) fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let spaces = rest.iter().position(|octet| !is_space(*octet)).unwrap_or(rest.len());
            self.advance(spaces);
            if self.peek() != Some(b'%') {
                return;
            }
            let rest = self.rest();
            let line = rest.iter().position(|octet| matches!(octet, b'\r' | b'\n')).unwrap_or(rest.len());
            self.advance(line);
        }
    }

    /// Skips white space only: `%%EOF` is a comment, and looked for.
    pub(crate) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.advance(rest.iter().position(|octet| !is_space(*octet)).unwrap_or(rest.len()));
    }

    /// Takes `keyword` if it stands here, whole.
    pub(crate) fn keyword(&mut self, keyword: &[u8]) -> bool {
        let Some(after) = self.rest().strip_prefix(keyword) else { return false };
        if after.first().is_some_and(|octet| is_regular(*octet)) {
            return false;
        }
        self.advance(keyword.len());
        true
    }

    /// Takes `octets` if they stand here, whatever follows.
    pub(crate) fn literally(&mut self, octets: &[u8]) -> bool {
        let found = self.rest().starts_with(octets);
        if found {
            self.advance(octets.len());
        }
        found
    }

    /// Takes an unsigned decimal number of digits only.
    pub(crate) fn digits(&mut self) -> Option<u64> {
        let rest = self.rest();
        let length = rest.iter().position(|octet| !octet.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest.get(..length).filter(|digits| !digits.is_empty())?;
        let value = digits
            .iter()
            .try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit.wrapping_sub(b'0'))))?;
        self.advance(length);
        Some(value)
    }

    /// `12 0 obj`: takes it, or nothing.
    pub(crate) fn object_header(&mut self) -> Option<ObjectId> {
        let start = self.position;
        let id = self.identifier();
        self.skip_space();
        // `obj<<` is usual; `obj5` is seen and cannot be anything else.
        if id.is_some() && self.literally(b"obj") {
            return id;
        }
        self.position = start;
        None
    }

    fn identifier(&mut self) -> Option<ObjectId> {
        self.skip_space();
        let number = u32::try_from(self.digits()?).ok()?;
        if !self.peek().is_some_and(|octet| is_space(octet) || octet == b'%') {
            return None;
        }
        self.skip_space();
        let generation = u16::try_from(self.digits()?).ok()?;
        Some(ObjectId { number, generation })
    }

    /// The next object.
    ///
    /// # Errors
    /// `Malformed` at the place where no object stands; `Limit` on nesting and number of elements.
    pub(crate) fn object(&mut self) -> Result<Object, Error> {
        self.elements = self.elements.saturating_add(1);
        if self.elements > self.limits.elements {
            return Err(Exceeded { what: "elements of one object", limit: self.limits.elements }.into());
        }
        self.skip_space();
        match self.peek() {
            Some(b'/') => Ok(Object::Name(self.name())),
            Some(b'(') => self.literal_string(),
            Some(b'[') => self.nested(Self::array),
            Some(b'<') if self.rest().starts_with(b"<<") => self.nested(Self::dictionary),
            Some(b'<') => self.hexadecimal_string(),
            Some(b'0'..=b'9') => Ok(self.number_or_reference()),
            Some(b'+' | b'-' | b'.') => Ok(self.number()),
            _ => self.constant(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Object, Error>) -> Result<Object, Error> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > self.limits.depth {
            return Err(Exceeded { what: "nesting of objects", limit: u64::from(self.limits.depth) }.into());
        }
        let object = read(self);
        self.depth = self.depth.saturating_sub(1);
        object
    }

    fn constant(&mut self) -> Result<Object, Error> {
        for (keyword, value) in [
            (b"null".as_slice(), Object::Null),
            (b"true".as_slice(), Object::Boolean(true)),
            (b"false".as_slice(), Object::Boolean(false)),
        ] {
            if self.keyword(keyword) {
                return Ok(value);
            }
        }
        self.fault("object", "an object")
    }

    fn name(&mut self) -> Name {
        self.advance(1);
        let rest = self.rest();
        let length = rest.iter().position(|octet| !is_regular(*octet)).unwrap_or(rest.len());
        let raw = rest.get(..length).unwrap_or_default();
        self.advance(length);
        if !raw.contains(&b'#') {
            return Name::from_octets(raw);
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut left = raw;
        while let Some((first, tail)) = left.split_first() {
            let escaped = match left {
                [b'#', high, low, ..] => hexadecimal_pair(*high, *low),
                _ => None,
            };
            name.push(escaped.unwrap_or(*first));
            left = if escaped.is_some() { left.get(3..).unwrap_or_default() } else { tail };
        }
        Name::from_octets(&name)
    }

    /// An integer, or a reference if generation and `R` follow.
    fn number_or_reference(&mut self) -> Object {
        let start = self.position;
        if let Some(id) = self.identifier() {
            self.skip_space();
            if id.number != 0 && self.keyword(b"R") {
                return Object::Reference(id);
            }
        }
        self.position = start;
        self.number()
    }

    /// A number (7.3.3). One that is written wrongly is never an integer, so it can name no octet of the file.
    fn number(&mut self) -> Object {
        let rest = self.rest();
        let length = rest.iter().position(|octet| !is_regular(*octet)).unwrap_or(rest.len());
        let token = rest.get(..length).unwrap_or_default();
        self.advance(length);
        let text = std::str::from_utf8(token).unwrap_or_default();
        if let Ok(value) = text.parse::<i64>() {
            return Object::Integer(value);
        }
        Object::Real(real(text))
    }

    fn array(&mut self) -> Result<Object, Error> {
        self.advance(1);
        let mut elements = Vec::new();
        loop {
            self.skip_space();
            if self.literally(b"]") {
                return Ok(Object::Array(elements));
            }
            elements.push(self.object()?);
        }
    }

    fn dictionary(&mut self) -> Result<Object, Error> {
        self.advance(2);
        // Most have so many.
        let mut entries = Vec::with_capacity(8);
        loop {
            self.skip_space();
            if self.literally(b">>") {
                return Ok(Object::Dictionary(Dictionary::from_entries(entries)));
            }
            if self.peek() != Some(b'/') {
                return self.fault("dictionary", "a name or >>");
            }
            let key = self.name();
            self.skip_space();
            // `/Key >>`: a key without a value is as good as absent.
            let value = if self.rest().starts_with(b">>") { Object::Null } else { self.object()? };
            // A key takes as much as a value.
            self.elements = self.elements.saturating_add(1);
            entries.push((key, value));
        }
    }

    fn string(&self, start: usize, octets: Vec<u8>, hexadecimal: bool) -> Object {
        let span = if self.origin == Origin::File { start..self.position } else { 0..0 };
        Object::String(PdfString { octets, span, hexadecimal })
    }

    fn hexadecimal_string(&mut self) -> Result<Object, Error> {
        let start = self.position;
        let rest = self.rest().get(1..).unwrap_or_default();
        let Some(length) = memchr::memchr(b'>', rest) else {
            self.position = self.octets.len();
            return self.fault("hexadecimal string", "> at its end");
        };
        let digits = rest.get(..length).unwrap_or_default();
        let octets = decode_hexadecimal(digits);
        self.advance(length.saturating_add(2));
        Ok(self.string(start, octets, true))
    }

    fn literal_string(&mut self) -> Result<Object, Error> {
        let start = self.position;
        let rest = self.rest();
        let mut octets = Vec::new();
        let mut open = 0_u32;
        let mut at = 0_usize;
        while let Some(octet) = rest.get(at).copied() {
            at = at.saturating_add(1);
            match octet {
                b'(' => {
                    open = open.saturating_add(1);
                    if open == 1 {
                        continue;
                    }
                }
                b')' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        self.advance(at);
                        return Ok(self.string(start, octets, false));
                    }
                }
                b'\\' => {
                    let (value, length) = escape(rest.get(at..).unwrap_or_default());
                    octets.extend(value);
                    at = at.saturating_add(length);
                    continue;
                }
                // An end of line in a string is one line feed, however it is written (7.3.4.2).
                b'\r' => {
                    at = at.saturating_add(usize::from(rest.get(at) == Some(&b'\n')));
                    octets.push(b'\n');
                    continue;
                }
                _ => {}
            }
            octets.push(octet);
        }
        self.position = self.octets.len();
        self.fault("literal string", ") at its end")
    }
}

/// What stands for the octets after a backslash (7.3.4.2), and how many they are.
fn escape(rest: &[u8]) -> (Option<u8>, usize) {
    match rest {
        [b'n', ..] => (Some(b'\n'), 1),
        [b'r', ..] => (Some(b'\r'), 1),
        [b't', ..] => (Some(b'\t'), 1),
        [b'b', ..] => (Some(8), 1),
        [b'f', ..] => (Some(12), 1),
        [b'\r', b'\n', ..] => (None, 2),
        [b'\r' | b'\n', ..] => (None, 1),
        [b'0'..=b'7', ..] => {
            let digits = rest.iter().take(3).take_while(|octet| matches!(octet, b'0'..=b'7'));
            // High-order overflow is ignored (table 3).
            let value =
                digits.clone().fold(0_u8, |value, digit| value.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0')));
            (Some(value), digits.count())
        }
        [other, ..] => (Some(*other), 1),
        [] => (None, 0),
    }
}

/// The longest part of the token that is a number, as readers do; 0 if there is none.
fn real(text: &str) -> f64 {
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let unsigned = text.trim_start_matches(['+', '-']);
    let length = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let value = unsigned.get(..length).unwrap_or_default().parse::<f64>().unwrap_or(0.0);
    sign * value
}

const fn hexadecimal_digit(octet: u8) -> Option<u8> {
    match octet {
        b'0'..=b'9' => Some(octet.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(octet.wrapping_sub(b'a').wrapping_add(10)),
        b'A'..=b'F' => Some(octet.wrapping_sub(b'A').wrapping_add(10)),
        _ => None,
    }
}

fn hexadecimal_pair(high: u8, low: u8) -> Option<u8> {
    Some(hexadecimal_digit(high)?.wrapping_shl(4) | hexadecimal_digit(low)?)
}

/// White space is skipped, and so is what is no digit (see [`is_hexadecimal`]); an odd last digit is a high one.
pub(crate) fn decode_hexadecimal(text: &[u8]) -> Vec<u8> {
    // Nearly all strings are pairs of digits only.
    let mut octets = vec![0; text.len().checked_div(2).unwrap_or_default()];
    if faster_hex::hex_decode(text, &mut octets).is_ok() {
        return octets;
    }
    octets.clear();
    let mut high = None;
    for digit in text.iter().filter_map(|octet| hexadecimal_digit(*octet)) {
        match high.take() {
            None => high = Some(digit),
            Some(first) => octets.push(u8::wrapping_shl(first, 4) | digit),
        }
    }
    octets.extend(high.map(|digit| digit.wrapping_shl(4)));
    octets
}

/// Nothing but digits and white space.
pub(crate) fn is_hexadecimal(text: &[u8]) -> bool {
    text.iter().all(|octet| is_space(*octet) || hexadecimal_digit(*octet).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<Object, Error> {
        Parser::new(text, 0, Origin::File, &Limits::default()).object()
    }

    #[test]
    fn two_integers_and_r_are_a_reference() {
        assert_eq!(read(b"12 3 R").unwrap(), Object::Reference(ObjectId::new(12, 3)));
        assert_eq!(read(b"12 %x\n3\tR/").unwrap(), Object::Reference(ObjectId::new(12, 3)));
    }

    #[test]
    fn two_integers_and_no_r_are_two_integers() {
        assert_eq!(read(b"[12 3 4]").unwrap(), Object::Array(vec![12.into(), 3.into(), 4.into()]));
        assert_eq!(read(b"[1 0 Rx]").ok(), None);
    }

    #[test]
    fn a_number_written_wrongly_is_never_an_integer() {
        for text in ["--5", "1-2", "9999999999999999999999", "5x"] {
            assert_eq!(read(text.as_bytes()).unwrap().as_integer(), None, "{text}");
        }
        assert_eq!(read(b"+17").unwrap(), Object::Integer(17));
        assert_eq!(read(b"-.5").unwrap(), Object::Real(-0.5));
        assert_eq!(read(b"4.").unwrap(), Object::Real(4.0));
    }

    #[test]
    fn the_span_of_a_string_holds_its_delimiters() {
        let Object::Array(elements) = read(b"[ <0a 0> (a\\)b) ]").unwrap() else { panic!() };
        let string = elements[0].as_string().unwrap();
        assert_eq!((string.span.clone(), string.octets.as_slice()), (2..8, [10, 0].as_slice()));
        let string = elements[1].as_string().unwrap();
        assert_eq!((string.span.clone(), string.octets.as_slice()), (9..15, b"a)b".as_slice()));
    }

    #[test]
    fn escapes_of_a_literal_string_are_undone() {
        assert_eq!(read(b"(a\\053\\5z\\\r\nb\r\nc(d)\\q)").unwrap().as_string().unwrap().octets, b"a+\x05zb\nc(d)q");
    }

    #[test]
    fn a_long_hexadecimal_string_is_read_up_to_its_last_digit() {
        let octets: Vec<u8> = (0..=255).collect();
        let digits: String = octets.iter().map(|octet| format!("{octet:02X}")).collect();
        assert_eq!(decode_hexadecimal(digits.as_bytes()), octets);
        let spaced = format!("{}\n{}7", &digits[..99], &digits[99..]);
        assert_eq!(decode_hexadecimal(spaced.as_bytes()), [octets.as_slice(), &[0x70]].concat());
        assert_eq!(decode_hexadecimal(&[b'g'; 40]), b"");
    }

    #[test]
    fn escapes_of_a_name_are_undone() {
        assert_eq!(read(b"/A#42#zz").unwrap(), Object::name("AB#zz"));
    }

    #[test]
    fn nesting_beyond_the_limit_is_refused() {
        assert!(read(&b"[".repeat(101)).is_err());
        assert!(matches!(read(&b"[".repeat(100_000)), Err(Error::Limit(_))));
    }

    #[test]
    fn an_end_of_input_inside_an_object_is_malformed() {
        for text in ["", "[1", "<</A 1", "(a", "<41", "<</A"] {
            assert!(matches!(read(text.as_bytes()), Err(Error::Malformed(_))), "{text}");
        }
    }
}
