//! Content streams (ISO 32000-2, 7.8.2): operators with their operands.

use crate::limits::Limits;

use super::object::Object;
use super::parser::{Origin, Parser, is_regular, is_space};

/// The operators of a content stream, one after another.
pub(crate) struct Operators<'o> {
    octets: &'o [u8],
    parser: Parser<'o>,
}

/// An operator and what stands before it.
pub(crate) struct Operator<'o> {
    pub(crate) name: &'o [u8],
    pub(crate) operands: Vec<Object>,
}

impl Operator<'_> {
    /// The operands, if all are numbers and as many as asked for; the last of them where there are more.
    pub(crate) fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let first = self.operands.len().checked_sub(N)?;
        let numbers: Option<Vec<f64>> = self.operands.get(first..)?.iter().map(Object::as_number).collect();
        numbers?.try_into().ok()
    }
}

impl<'o> Operators<'o> {
    pub(crate) const fn new(octets: &'o [u8], limits: &Limits) -> Self {
        Self { octets, parser: Parser::new(octets, 0, Origin::ObjectStream, limits) }
    }

    /// An operator: regular characters, or `'` and `"`.
    fn name(&mut self) -> Option<&'o [u8]> {
        let start = self.parser.position();
        let rest = self.octets.get(start..)?;
        let length = rest.iter().position(|octet| !is_regular(*octet)).unwrap_or(rest.len());
        let name = rest.get(..length).filter(|name| !name.is_empty())?;
        self.parser.set_position(start.saturating_add(length));
        Some(name)
    }

    /// Past the data of an inline image (8.9.7), which ends with `EI` between white space.
    fn skip_image(&mut self) {
        let start = self.parser.position();
        let rest = self.octets.get(start..).unwrap_or_default();
        let end = memchr::memmem::find_iter(rest, b"EI").find(|at| {
            let before = at.checked_sub(1).and_then(|at| rest.get(at));
            let after = rest.get(at.saturating_add(2));
            before.is_some_and(|octet| is_space(*octet)) && after.is_none_or(|octet| !is_regular(*octet))
        });
        self.parser.set_position(start.saturating_add(end.map_or(rest.len(), |at| at.saturating_add(2))));
    }
}

impl<'o> Iterator for Operators<'o> {
    type Item = Operator<'o>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut operands = Vec::new();
        loop {
            self.parser.skip_space();
            let next = self.parser.peek()?;
            let starts_operand = matches!(next, b'/' | b'(' | b'[' | b'<' | b'0'..=b'9' | b'+' | b'-' | b'.');
            if starts_operand {
                let start = self.parser.position();
                match self.parser.object() {
                    Ok(object) if operands.len() < MAX_OPERANDS => operands.push(object),
                    Ok(_) => {}
                    // What cannot be read is stepped over, as readers do.
                    Err(_) => self.parser.set_position(self.parser.position().max(start.saturating_add(1))),
                }
                continue;
            }
            let Some(name) = self.name() else {
                self.parser.set_position(self.parser.position().saturating_add(1));
                continue;
            };
            match name {
                b"true" | b"false" => operands.push(Object::Boolean(name == b"true")),
                b"null" => operands.push(Object::Null),
                b"ID" => self.skip_image(),
                _ => return Some(Operator { name, operands }),
            }
        }
    }
}

/// Operands kept for one operator; the standard's have at most six, and those of `scn` as many as colorants.
const MAX_OPERANDS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_come_with_their_operands() {
        let octets = b"q 1 0 0 1 10 20 cm BT /F1 12 Tf (a) Tj [(b) -5 (c)]TJ ET Q";
        let read: Vec<_> = Operators::new(octets, &Limits::default())
            .map(|operator| (String::from_utf8_lossy(operator.name).into_owned(), operator.operands.len()))
            .collect();
        let expected = [("q", 0), ("cm", 6), ("BT", 0), ("Tf", 2), ("Tj", 1), ("TJ", 1), ("ET", 0), ("Q", 0)];
        assert_eq!(read, expected.map(|(name, count)| (name.to_owned(), count)));
    }

    #[test]
    fn the_data_of_an_inline_image_is_no_operator() {
        let octets = b"BI /W 1 /H 1 ID Tj(\xff EI Q";
        let names: Vec<_> = Operators::new(octets, &Limits::default()).map(|operator| operator.name.to_vec()).collect();
        assert_eq!(names, [b"BI".to_vec(), b"Q".to_vec()]);
    }

    #[test]
    fn damage_is_stepped_over() {
        let octets = b"] } ) (open";
        assert_eq!(Operators::new(octets, &Limits::default()).count(), 0);
    }
}
