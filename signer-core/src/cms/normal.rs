//! The DER of what was read as BER (X.690, 10 and 11), for the one place where it is what was hashed.

use crate::der::{Element, Tag, write};
use crate::error::{Error, Exceeded};

/// Octets that are written anew.
///
/// 4 MiB: signed attributes have a few hundred octets, or a few hundred thousand where CRLs are archived in them.
/// Each level of nesting is read again, so this bounds the work at 64 times as much.
const MAX_OCTETS: usize = 4 << 20;

/// A constructed element as a `SET OF` in DER, whatever its tag.
pub(super) fn set_of(element: &Element<'_>) -> Result<Vec<u8>, Error> {
    if element.raw().len() > MAX_OCTETS {
        return Err(Exceeded { what: "octets of signed attributes in BER", limit: 4 << 20 }.into());
    }
    set(element)
}

fn set(element: &Element<'_>) -> Result<Vec<u8>, Error> {
    Ok(write::set_of(Tag::SET, parts(element)?))
}

/// Lengths become definite and short, split octet strings whole, sets sorted. The contents of primitive elements
/// stay as they are. The reader bounds the nesting.
fn element(element: &Element<'_>) -> Result<Vec<u8>, Error> {
    let split = Tag(Tag::OCTET_STRING.0 | 0x20);
    match element.tag() {
        Tag::SET => set(element),
        tag if tag == split => Ok(write::octet_string(&element.octets()?)),
        tag if tag.is_constructed() => {
            let parts = parts(element)?;
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            Ok(write::element(tag, &parts))
        }
        tag => Ok(write::element(tag, &[element.content()])),
    }
}

fn parts(outer: &Element<'_>) -> Result<Vec<Vec<u8>>, Error> {
    let mut parts = Vec::new();
    let mut reader = outer.reader();
    while !reader.is_empty() {
        parts.push(element(&reader.element()?)?);
    }
    Ok(parts)
}
