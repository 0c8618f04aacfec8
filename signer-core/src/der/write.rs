//! Writes DER (X.690, 10 and 11) from parts that are themselves DER, so that what was read is written unchanged.

use crate::der::Tag;
use crate::oid::Oid;

/// One element: tag, the shortest length, and `parts` one after another.
#[must_use]
pub fn element(tag: Tag, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().fold(0usize, |sum, part| sum.saturating_add(part.len()));
    let mut octets = Vec::with_capacity(length.saturating_add(6));
    octets.push(tag.0);
    push_length(&mut octets, length);
    for part in parts {
        octets.extend_from_slice(part);
    }
    octets
}

/// `SEQUENCE` of these parts.
#[must_use]
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(Tag::SEQUENCE, parts)
}

/// A set (`tag` is [`Tag::SET`] or an implicit one) of these elements in the order that DER asks for (X.690, 11.6).
#[must_use]
pub fn set_of(tag: Tag, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    // Shorter encodings compare as if padded with zeros; two different elements never differ by zeros at the end
    // only, since the length comes first. So the order of slices is the order of X.690.
    elements.sort();
    let parts: Vec<&[u8]> = elements.iter().map(Vec::as_slice).collect();
    element(tag, &parts)
}

/// `OBJECT IDENTIFIER`.
#[must_use]
pub fn oid(oid: Oid) -> Vec<u8> {
    element(Tag::OID, &[oid.as_bytes()])
}

/// `OCTET STRING`.
#[must_use]
pub fn octet_string(octets: &[u8]) -> Vec<u8> {
    element(Tag::OCTET_STRING, &[octets])
}

/// `NULL`.
#[must_use]
pub fn null() -> Vec<u8> {
    element(Tag::NULL, &[])
}

/// `INTEGER`, not negative.
#[must_use]
pub fn unsigned(value: u64) -> Vec<u8> {
    let octets = value.to_be_bytes();
    let significant = octets.iter().position(|octet| *octet != 0).and_then(|at| octets.get(at..)).unwrap_or(&[0]);
    // A first bit that is set would make it negative.
    let sign: &[u8] = if significant.first().is_some_and(|octet| octet & 0x80 != 0) { &[0] } else { &[] };
    element(Tag::INTEGER, &[sign, significant])
}

fn push_length(octets: &mut Vec<u8>, length: usize) {
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => octets.push(short),
        _ => {
            let digits = length.to_be_bytes();
            let significant = digits.iter().position(|octet| *octet != 0).and_then(|at| digits.get(at..));
            let significant = significant.unwrap_or_default();
            // At most 8 octets, so the count fits seven bits.
            octets.push(0x80 | u8::try_from(significant.len()).unwrap_or(0));
            octets.extend_from_slice(significant);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::{Reader, Rules};
    use crate::oid::ID_DATA;

    #[test]
    fn lengths_are_the_shortest() {
        for length in [0usize, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let octets = octet_string(&vec![7; length]);
            let element = Reader::new(&octets, Rules::Der).element().unwrap();
            assert_eq!(element.content().len(), length);
            assert_eq!(element.raw().len(), octets.len());
        }
    }

    #[test]
    fn integers_are_read_back() {
        for value in [0, 1, 127, 128, 255, 256, u64::from(u32::MAX), u64::MAX] {
            let octets = unsigned(value);
            assert_eq!(Reader::new(&octets, Rules::Der).element().unwrap().unsigned().unwrap(), value);
        }
        assert_eq!(unsigned(128), [2, 2, 0, 128]);
    }

    #[test]
    fn the_elements_of_a_set_are_in_order() {
        let set = set_of(Tag::SET, vec![unsigned(300), unsigned(2), unsigned(1)]);
        assert_eq!(set, [0x31, 10, 2, 1, 1, 2, 1, 2, 2, 2, 1, 44]);
    }

    #[test]
    fn object_identifiers_are_read_back() {
        let octets = sequence(&[&oid(ID_DATA), &null()]);
        let sequence = Reader::new(&octets, Rules::Der).element().unwrap();
        assert_eq!(sequence.reader().element().unwrap().oid().unwrap(), ID_DATA);
    }
}
