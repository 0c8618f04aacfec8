//! Whether two objects say the same: where they stand in the file is not part of what they say.

use crate::pdf::{Dictionary, Object, Stream, StreamData};

pub(crate) fn same(file: &[u8], one: &Object, other: &Object) -> bool {
    match (one, other) {
        (Object::String(one), Object::String(other)) => one.octets == other.octets,
        (Object::Array(one), Object::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(file, one, other))
        }
        (Object::Dictionary(one), Object::Dictionary(other)) => differing(file, one, other).next().is_none(),
        (Object::Stream(one), Object::Stream(other)) => {
            data(file, one) == data(file, other) && differing(file, &one.dictionary, &other.dictionary).next().is_none()
        }
        _ => one == other,
    }
}

/// Whether a dictionary in it gives one key two values: readers differ in which they take (7.3.7 forbids it).
pub(super) fn says_twice(object: &Object) -> bool {
    let within =
        |dictionary: &Dictionary| dictionary.has_duplicates() || dictionary.iter().any(|(_, value)| says_twice(value));
    match object {
        Object::Array(items) => items.iter().any(says_twice),
        Object::Dictionary(dictionary) => within(dictionary),
        Object::Stream(stream) => within(&stream.dictionary),
        _ => false,
    }
}

/// The keys whose values differ, or that one alone has.
pub(super) fn differing<'d>(
    file: &'d [u8],
    one: &'d Dictionary,
    other: &'d Dictionary,
) -> impl Iterator<Item = &'d crate::pdf::Name> {
    let of_one = one.iter().filter(move |(key, value)| {
        let value_there = other.iter().find(|(there, _)| there == key).map(|(_, value)| value);
        value_there.is_none_or(|there| !same(file, value, there))
    });
    let of_other = other.iter().filter(move |(key, _)| !one.iter().any(|(there, _)| there == *key));
    of_one.chain(of_other).map(|(key, _)| key)
}

fn data<'d>(file: &'d [u8], stream: &'d Stream) -> Option<&'d [u8]> {
    match &stream.data {
        StreamData::InFile(range) => file.get(range.clone()),
        StreamData::Owned(octets) => Some(octets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::{Name, PdfString};

    fn string(at: usize, text: &str) -> Object {
        let octets = text.as_bytes().to_vec();
        Object::String(PdfString { octets, span: at..at.saturating_add(5), hexadecimal: at > 20 })
    }

    #[test]
    fn a_string_written_elsewhere_or_otherwise_is_the_same() {
        assert!(same(b"", &string(10, "abc"), &string(21, "abc")));
        assert!(!same(b"", &string(10, "abc"), &string(10, "abd")));
    }

    #[test]
    fn a_stream_with_other_octets_is_not_the_same() {
        let stream = |range| Object::Stream(Stream { dictionary: Dictionary::new(), data: StreamData::InFile(range) });
        assert!(same(b"abab", &stream(0..2), &stream(2..4)));
        assert!(!same(b"abab", &stream(0..2), &stream(1..3)));
    }

    #[test]
    fn a_key_that_one_alone_has_differs() {
        let one = Dictionary::from_entries(vec![(Name::from("A"), Object::Integer(1))]);
        let other = Dictionary::from_entries(vec![
            (Name::from("A"), Object::Integer(1)),
            (Name::from("B"), Object::Integer(1)),
        ]);
        for (one, other) in [(&one, &other), (&other, &one)] {
            let keys: Vec<_> = differing(b"", one, other).map(ToString::to_string).collect();
            assert_eq!(keys, ["B"]);
        }
    }
}
