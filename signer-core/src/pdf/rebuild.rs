//! What stands in the file whatever the cross-reference data says: `N G obj`, searched for.
//!
//! A reading found in this way is never the only one possible, so whoever uses it adds an ambiguous finding.

use super::object::ObjectId;
use super::parser::is_regular;
use super::parser::is_space;

/// Further white space between the parts of `N G obj` is not followed: that would cost the square of the file.
const MOST_BLANKS: usize = 32;

/// Every `N G obj` of `octets`, in the order of the file, with its offset.
pub(crate) fn headers(octets: &[u8]) -> impl Iterator<Item = (ObjectId, usize)> + '_ {
    memchr::memmem::find_iter(octets, b"obj").filter_map(|at| header_before(octets, at))
}

/// The header that ends with the `obj` at `at`.
fn header_before(octets: &[u8], at: usize) -> Option<(ObjectId, usize)> {
    let before = octets.get(..at)?;
    let (generation, before) = number(strip_blanks(before), 5)?;
    let stripped = strip_blanks(before);
    if stripped.len() == before.len() {
        return None;
    }
    let (number, before) = number(stripped, 10)?;
    if before.last().is_some_and(|octet| is_regular(*octet)) && !before.ends_with(b"endobj") {
        return None;
    }
    let id = ObjectId { number: u32::try_from(number).ok()?, generation: u16::try_from(generation).ok()? };
    Some((id, before.len()))
}

fn strip_blanks(octets: &[u8]) -> &[u8] {
    let blanks = octets.iter().rev().take(MOST_BLANKS).take_while(|octet| is_space(**octet)).count();
    octets.get(..octets.len().saturating_sub(blanks)).unwrap_or_default()
}

/// The number that ends `octets`, of at most `most` digits, and what stands before it.
fn number(octets: &[u8], most: usize) -> Option<(u64, &[u8])> {
    let digits = octets.iter().rev().take(most).take_while(|octet| octet.is_ascii_digit()).count();
    let (before, number) = octets.split_at_checked(octets.len().checked_sub(digits)?)?;
    Some((std::str::from_utf8(number).ok()?.parse().ok()?, before))
}

/// Do the octets hold anything that a reader that searches could take for part of a document?
pub(crate) fn has_structure(octets: &[u8]) -> bool {
    headers(octets).next().is_some()
        || [b"xref".as_slice(), b"trailer"].iter().any(|word| memchr::memmem::find(octets, word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_wherever_they_stand() {
        let found: Vec<_> = headers(b"x 1 0 obj 5 endobj 12  3\nobj<<>>endobj7 0 obj x4 0 obj obj").collect();
        assert_eq!(found, [(ObjectId::new(1, 0), 2), (ObjectId::new(12, 3), 19), (ObjectId::new(7, 0), 38)]);
    }
}
