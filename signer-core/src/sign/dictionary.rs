//! The signature dictionary (ISO 32000-2, 12.8.1, Table 255), and the hole in it that the signature will fill.

use std::ops::Range;

use crate::error::{Error, Misuse};
use crate::time::{Civil, Time};

/// Stands for each offset of the byte range until it is known: ten digits, enough for a file of 10 GB, which is
/// also the most that a cross-reference table can say (7.5.4).
pub(super) const PLACEHOLDER: i64 = 9_999_999_999;

/// Where the string of `/Contents` and the array of `/ByteRange` stand in the appended octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// `<` to `>`, both included, counted from the first appended octet.
    contents: Range<usize>,
}

impl Hole {
    /// Finds the hole in the signature dictionary at `object` of the appended octets and writes the byte range.
    ///
    /// `/ByteRange` and `/Contents` are the first entries after names that we chose, so no text of the caller
    /// can be taken for them.
    pub(super) fn open(appended: &mut [u8], object: Range<usize>, original: usize) -> Result<Self, Error> {
        let lost = || Error::from(Misuse::new("the signature dictionary was not written as it was given"));
        let start = object.start;
        let octets = appended.get(object).ok_or_else(lost)?;
        let range = bracketed(octets, b"/ByteRange", b'[', b']').ok_or_else(lost)?;
        let contents = bracketed(octets, b"/Contents", b'<', b'>').ok_or_else(lost)?;
        let shift = |r: Range<usize>| Some(start.checked_add(r.start)?..start.checked_add(r.end)?);
        let (range, contents) = (shift(range).ok_or_else(lost)?, shift(contents).ok_or_else(lost)?);
        let hole = Self { contents };
        let text = hole.byte_range(original, appended.len()).ok_or_else(lost)?;
        let place = appended.get_mut(range).ok_or_else(lost)?;
        let text = format!("[{text}");
        // Spaces fill what the placeholders left over; the closing bracket stays where it is.
        let inside = place.len().checked_sub(1).ok_or_else(lost)?;
        if text.len() > inside {
            return Err(lost());
        }
        let padded = format!("{text:inside$}]");
        place.copy_from_slice(padded.as_bytes());
        Ok(hole)
    }

    /// The hole that a saved state names, if the appended octets have it there and their byte range says so.
    pub(super) fn reopen(appended: &[u8], contents: Range<usize>, original: usize) -> Option<Self> {
        let hole = Self { contents };
        let token = appended.get(hole.contents.clone())?;
        let digits = token.strip_prefix(b"<")?.strip_suffix(b">")?;
        let empty = !digits.is_empty() && digits.len().is_multiple_of(2) && digits.iter().all(|digit| *digit == b'0');
        hole.is_described(appended, original)?;
        empty.then_some(hole)
    }

    /// `<` to `>` in the appended octets.
    pub(super) fn contents(&self) -> Range<usize> {
        self.contents.clone()
    }

    /// How many octets of a signature it takes.
    pub(super) fn capacity(&self) -> usize {
        self.contents.len().saturating_sub(2) / 2
    }

    /// What is signed of the appended octets: all but the hole.
    pub(super) fn around<'a>(&self, appended: &'a [u8]) -> Option<[&'a [u8]; 2]> {
        Some([appended.get(..self.contents.start)?, appended.get(self.contents.end..)?])
    }

    /// Fills the hole; what the signature leaves over stays zero (12.8.1, Table 255, `/Contents`).
    pub(super) fn fill(&self, appended: &mut [u8], signature: &[u8]) -> Result<(), Error> {
        let too_long = || Error::from(Misuse::new("the signature is longer than the room reserved for it"));
        if signature.len() > self.capacity() {
            return Err(too_long());
        }
        let start = self.contents.start.saturating_add(1);
        let digits = start..start.saturating_add(signature.len().saturating_mul(2));
        let place = appended.get_mut(digits).ok_or_else(too_long)?;
        hex::encode_to_slice(signature, place).map_err(|_| too_long())
    }

    /// Whether the finished octets hold `signature` and zeros where the byte range leaves its gap.
    pub(super) fn holds(&self, appended: &[u8], original: usize, signature: &[u8]) -> bool {
        let Some(digits) = appended.get(self.contents()).and_then(|token| token.strip_prefix(b"<")?.strip_suffix(b">"))
        else {
            return false;
        };
        let Some((written, rest)) = digits.split_at_checked(signature.len().saturating_mul(2)) else { return false };
        let same = written.chunks_exact(2).zip(signature).all(|(pair, octet)| is_written_as(*octet, pair));
        let zeros = rest.len().is_multiple_of(2) && rest.iter().all(|digit| *digit == b'0');
        same && zeros && self.is_described(appended, original).is_some()
    }

    /// Whether the byte range in front of the hole has its numbers.
    fn is_described(&self, appended: &[u8], original: usize) -> Option<()> {
        let expected = format!("[{}", self.byte_range(original, appended.len())?);
        let before = appended.get(..self.contents.start)?;
        let at = memchr::memmem::rfind(before, b"/ByteRange")?;
        let entry = before.get(at..)?;
        let written = entry.get(bracketed(entry, b"/ByteRange", b'[', b']')?)?;
        let written = std::str::from_utf8(written).ok()?.strip_suffix(']')?;
        (written.trim_end() == expected).then_some(())
    }

    /// The four numbers of the byte range, in the file as a whole.
    fn byte_range(&self, original: usize, appended: usize) -> Option<String> {
        let before = original.checked_add(self.contents.start)?;
        let after = original.checked_add(self.contents.end)?;
        let rest = appended.checked_sub(self.contents.end)?;
        Some(format!("0 {before} {after} {rest}"))
    }
}

/// Whether these two digits are the octet's.
fn is_written_as(octet: u8, digits: &[u8]) -> bool {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied();
    matches!(digits, [high, low] if digit(octet >> 4) == Some(*high) && digit(octet & 0x0f) == Some(*low))
}

/// `D:YYYYMMDDHHmmSS+HH'mm'` (7.9.4): the same moment as the caller's clock shows it.
pub(super) fn date(now: Time, offset_minutes: i16) -> String {
    let Civil { year, month, day, hour, minute, second } =
        now.plus(i64::from(offset_minutes).saturating_mul(60)).civil();
    let stamp = format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}");
    if offset_minutes == 0 {
        return format!("{stamp}Z");
    }
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    let minutes = offset_minutes.unsigned_abs();
    format!("{stamp}{sign}{:02}'{:02}'", minutes.div_euclid(60), minutes.rem_euclid(60))
}

/// The range of the first token from `open` to `close` after `key`.
fn bracketed(octets: &[u8], key: &[u8], open: u8, close: u8) -> Option<Range<usize>> {
    let key_end = memchr::memmem::find(octets, key)?.checked_add(key.len())?;
    let start = key_end.checked_add(memchr::memchr(open, octets.get(key_end..)?)?)?;
    let length = memchr::memchr(close, octets.get(start..)?)?.checked_add(1)?;
    Some(start..start.checked_add(length)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OBJECT: &[u8] = b"7 0 obj\n<</Type/Sig/ByteRange[0 9999999999 9999999999 9999999999]/Contents<00000000>/Reason(/Contents<00>)>>\nendobj\n";

    #[test]
    fn a_moment_is_written_as_the_clock_of_the_caller_shows_it() {
        let now: Time = "2026-11-21T18:03:07Z".parse().unwrap();
        assert_eq!(date(now, 420), "D:20261122010307+07'00'");
        assert_eq!(date(now, -210), "D:20261121143307-03'30'");
        assert_eq!(date(now, 0), "D:20261121180307Z");
    }

    #[test]
    fn the_byte_range_leaves_out_the_string_and_nothing_else() {
        let mut appended = OBJECT.to_vec();
        let hole = Hole::open(&mut appended, 0..OBJECT.len(), 100).unwrap();
        assert_eq!(appended.len(), OBJECT.len());
        assert_eq!(&appended[hole.contents()], b"<00000000>");
        let text = String::from_utf8(appended.clone()).unwrap();
        let expected = format!("[0 {} {} {}", 100 + 74, 100 + 84, OBJECT.len() - 84);
        assert!(text.contains(&expected), "{text} {expected}");
        assert_eq!(Hole::reopen(&appended, hole.contents(), 100), Some(hole.clone()));
        assert_eq!(Hole::reopen(&appended, hole.contents(), 101), None);
    }

    #[test]
    fn what_a_signature_leaves_over_stays_zero() {
        let mut appended = OBJECT.to_vec();
        let hole = Hole::open(&mut appended, 0..OBJECT.len(), 0).unwrap();
        hole.fill(&mut appended, &[0xab, 0xcd]).unwrap();
        assert_eq!(&appended[hole.contents()], b"<abcd0000>");
        assert!(hole.fill(&mut appended, &[1; 5]).is_err());
    }
}
