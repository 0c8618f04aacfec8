//! Objects as octets (ISO 32000-2, 7.3). What is written reads back as the same object.

use crate::error::{Error, Misuse};

use super::{Dictionary, Name, Object, ObjectId, PdfString, Stream, StreamData};

/// Direct objects nested deeper than this are not written: no reader would take them.
const MAX_DEPTH: u32 = 200;

/// Writes the object as it stands after `obj`: a direct object, or a stream whose data is with it.
///
/// Dictionaries keep their order. The `/Length` of a stream is that of its data, whatever its dictionary says.
///
/// # Errors
/// [`Misuse`] for what no PDF file can hold: a stream within another object, a number that is not finite, nesting
/// beyond 200; and for a stream whose data is still in the file it was read from.
pub fn object(object: &Object, out: &mut Vec<u8>) -> Result<(), Error> {
    match object {
        Object::Stream(Stream { dictionary, data: StreamData::Owned(data) }) => stream(dictionary, data, out),
        direct => value(direct, MAX_DEPTH, out).map_err(Error::from),
    }
}

/// Writes `12 0 obj`, the object, and `endobj`, a line each.
///
/// # Errors
/// As [`object`].
pub fn indirect(id: ObjectId, value: &Object, out: &mut Vec<u8>) -> Result<(), Error> {
    out.extend_from_slice(format!("{id} obj\n").as_bytes());
    object(value, out)?;
    out.extend_from_slice(b"\nendobj\n");
    Ok(())
}

/// Writes a stream; `data` is already encoded, and encrypted where it has to be.
///
/// # Errors
/// As [`object`].
pub fn stream(dictionary: &Dictionary, data: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let length = i64::try_from(data.len()).map_err(|_| Misuse::new("a stream is longer than a number can say"))?;
    let mut dictionary = dictionary.clone();
    dictionary.insert("Length", length);
    value(&Object::Dictionary(dictionary), MAX_DEPTH, out)?;
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    Ok(())
}

fn value(object: &Object, depth: u32, out: &mut Vec<u8>) -> Result<(), Misuse> {
    let Some(deeper) = depth.checked_sub(1) else {
        return Err(Misuse::new("an object to be written is nested too deeply"));
    };
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(value) => out.extend_from_slice(real(*value)?.as_bytes()),
        Object::String(value) => string(value, out),
        Object::Name(value) => name(value, out),
        Object::Reference(id) => out.extend_from_slice(format!("{id} R").as_bytes()),
        Object::Array(elements) => {
            out.push(b'[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                value(element, deeper, out)?;
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => {
            out.extend_from_slice(b"<<");
            for (key, entry) in dictionary.iter() {
                out.push(b' ');
                name(key, out);
                out.push(b' ');
                value(entry, deeper, out)?;
            }
            out.extend_from_slice(b" >>");
        }
        Object::Stream(_) => {
            return Err(Misuse::new("a stream can only be the whole of an indirect object, with its data at hand"));
        }
    }
    Ok(())
}

/// Without an exponent, which PDF does not have (7.3.3), and with a point, so that it stays a real.
fn real(value: f64) -> Result<String, Misuse> {
    if !value.is_finite() {
        return Err(Misuse::new("a number to be written is not finite"));
    }
    let mut text = value.to_string();
    if !text.contains('.') {
        text.push_str(".0");
    }
    Ok(text)
}

/// 7.3.4. Carriage returns are escaped because a reader takes a bare one for a line feed.
fn string(string: &PdfString, out: &mut Vec<u8>) {
    if string.hexadecimal {
        out.push(b'<');
        let start = out.len();
        out.resize(start.saturating_add(string.octets.len().saturating_mul(2)), b'0');
        if let Some(digits) = out.get_mut(start..) {
            // Twice as much room as octets is the one thing that it asks for.
            let _written = hex::encode_to_slice(&string.octets, digits);
        }
        out.push(b'>');
        return;
    }
    out.push(b'(');
    for &octet in &string.octets {
        match octet {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', octet]),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\n' => out.extend_from_slice(b"\\n"),
            _ => out.push(octet),
        }
    }
    out.push(b')');
}

/// 7.3.5: everything but regular characters as `#` and two digits.
fn name(name: &Name, out: &mut Vec<u8>) {
    out.push(b'/');
    for &octet in name.as_octets() {
        match octet {
            b'#' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' | ..=b' ' | 0x7f.. => {
                out.extend_from_slice(format!("#{octet:02x}").as_bytes());
            }
            _ => out.push(octet),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: impl Into<Object>) -> String {
        let mut out = Vec::new();
        object(&value.into(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_dictionary_keeps_its_order() {
        let mut dictionary = Dictionary::new();
        dictionary.insert("Type", Object::name("Sig"));
        dictionary.insert("ByteRange", vec![Object::Integer(0), Object::Integer(-1)]);
        dictionary.insert("A", Object::Reference(ObjectId::new(12, 0)));
        assert_eq!(written(dictionary), "<< /Type /Sig /ByteRange [0 -1] /A 12 0 R >>");
    }

    #[test]
    fn names_escape_what_is_not_a_regular_character() {
        let name = Object::Name(Name::from_octets(b"A B#/\xe1("));
        assert_eq!(written(name), "/A#20B#23#2f#e1#28");
    }

    #[test]
    fn literal_strings_escape_their_delimiters_and_line_ends() {
        assert_eq!(written(PdfString::literal(&b"a(b\\c)\r\n"[..])), "(a\\(b\\\\c\\)\\r\\n)");
    }

    #[test]
    fn hexadecimal_strings_stay_hexadecimal() {
        assert_eq!(written(PdfString::hexadecimal(&b"\x00\xff"[..])), "<00ff>");
    }

    #[test]
    fn reals_have_a_point_and_no_exponent() {
        assert_eq!(written(Object::Real(2.0)), "2.0");
        assert_eq!(written(Object::Real(-0.000_000_1)), "-0.0000001");
        assert_eq!(written(Object::Real(1e21)), "1000000000000000000000.0");
        assert!(object(&Object::Real(f64::NAN), &mut Vec::new()).is_err());
    }

    #[test]
    fn the_length_of_a_stream_is_that_of_its_data() {
        let mut dictionary = Dictionary::new();
        dictionary.insert("Length", 99);
        let stream = Object::Stream(Stream { dictionary, data: StreamData::Owned(b"q Q".to_vec()) });
        assert_eq!(written(stream), "<< /Length 3 >>\nstream\nq Q\nendstream");
    }

    #[test]
    fn a_stream_within_an_array_is_refused() {
        let stream = Stream { dictionary: Dictionary::new(), data: StreamData::Owned(Vec::new()) };
        assert!(object(&Object::Array(vec![Object::Stream(stream)]), &mut Vec::new()).is_err());
    }

    #[test]
    fn absurd_nesting_is_refused() {
        let nested = (0..1000).fold(Object::Null, |inner, _| Object::Array(vec![inner]));
        assert!(object(&nested, &mut Vec::new()).is_err());
    }
}
