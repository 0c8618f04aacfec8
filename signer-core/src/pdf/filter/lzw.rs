//! `LZWDecode` (ISO 32000-2, 7.4.4.2): codes of 9 to 12 bits, high bit first.

use super::{Decoded, EarlyChange, Sink};
use crate::error::Error;

const CLEAR: usize = 256;
const END: usize = 257;
const TABLE: usize = 4096;

/// Where a string of the table stands in the output: every string was written once when it was made.
#[derive(Clone, Copy)]
struct Entry {
    start: usize,
    length: usize,
}

pub(super) fn decode(input: &[u8], early: EarlyChange, mut sink: Sink<'_>) -> Result<Decoded, Error> {
    let early = usize::from(early == EarlyChange::Early);
    let mut codes = Codes { input, bits: 0, held: 0 };
    let mut entries: Vec<Entry> = Vec::new();
    let mut previous: Option<Entry> = None;
    let sound = loop {
        // The decoder is one entry behind the encoder, unless nothing precedes.
        let known = entries.len().saturating_add(258).saturating_add(usize::from(previous.is_some()));
        let Some(code) = codes.next(width(known.saturating_add(early))) else { break false };
        if code == CLEAR {
            entries.clear();
            previous = None;
            continue;
        }
        if code == END {
            break true;
        }
        let start = sink.written().len();
        if let Some(Entry { start, length }) = previous
            && known <= TABLE
        {
            entries.push(Entry { start, length: length.saturating_add(1) });
        }
        let length = match u8::try_from(code) {
            Ok(literal) => {
                sink.push(literal)?;
                1
            }
            Err(_) => match entries.get(code.saturating_sub(258)) {
                Some(&entry) => {
                    repeat(entry, &mut sink)?;
                    entry.length
                }
                None => break false,
            },
        };
        previous = Some(Entry { start, length });
    };
    Ok(Decoded { octets: sink.finish()?, damaged: !sound })
}

/// Copies the string to the end of the output. The newest entry may overlap the end by its last octet.
fn repeat(entry: Entry, sink: &mut Sink<'_>) -> Result<(), Error> {
    let end = entry.start.saturating_add(entry.length);
    let mut piece = [0_u8; TABLE];
    let mut position = entry.start;
    while position < end {
        let available = sink.written().get(position..end.min(sink.written().len())).unwrap_or_default();
        let count = available.len().min(TABLE);
        if count == 0 {
            break;
        }
        for (to, from) in piece.iter_mut().zip(available) {
            *to = *from;
        }
        sink.extend(piece.get(..count).unwrap_or_default())?;
        position = position.saturating_add(count);
    }
    Ok(())
}

/// Bits of a code when the table holds `entries`.
const fn width(entries: usize) -> u32 {
    match entries {
        0..=511 => 9,
        512..=1023 => 10,
        1024..=2047 => 11,
        _ => 12,
    }
}

/// Reads codes of varying width.
struct Codes<'a> {
    input: &'a [u8],
    bits: u32,
    held: u32,
}

impl Codes<'_> {
    fn next(&mut self, width: u32) -> Option<usize> {
        while self.held < width {
            let (&octet, rest) = self.input.split_first()?;
            self.input = rest;
            self.bits = ((self.bits & 0xff_ffff) << 8) | u32::from(octet);
            self.held = self.held.saturating_add(8);
        }
        self.held = self.held.saturating_sub(width);
        let mask = 0xffff_u32.checked_shr(16_u32.saturating_sub(width))?;
        usize::try_from(self.bits.checked_shr(self.held)? & mask).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Filter, decode as filter};
    use super::*;
    use crate::limits::Budget;

    fn run(early: EarlyChange, octets: &[u8]) -> Decoded {
        filter(&[Filter::Lzw(early, None)], octets, 1 << 20, &mut Budget::new("octets", 1 << 21)).unwrap()
    }

    /// A plain encoder, to have long inputs.
    #[expect(clippy::arithmetic_side_effects, reason = "a test's encoder, over small numbers")]
    fn encode(input: &[u8], early: EarlyChange) -> Vec<u8> {
        let mut table: std::collections::HashMap<Vec<u8>, usize> =
            (0..=255).map(|n| (vec![n], usize::from(n))).collect();
        let (mut bits, mut current, mut next, mut size) = (Vec::new(), Vec::new(), 258, 9);
        let put =
            |bits: &mut Vec<bool>, code: usize, size: u32| bits.extend((0..size).rev().map(|n| code >> n & 1 == 1));
        put(&mut bits, CLEAR, size);
        for &octet in input {
            let mut longer = current.clone();
            longer.push(octet);
            if table.contains_key(&longer) {
                current = longer;
                continue;
            }
            put(&mut bits, table[&current], size);
            table.insert(longer, next);
            next += 1;
            size = width(next + usize::from(early == EarlyChange::Early));
            current = vec![octet];
            if next == 4094 {
                put(&mut bits, CLEAR, size);
                table.retain(|key, _| key.len() == 1);
                (next, size) = (258, 9);
            }
        }
        put(&mut bits, table[&current], size);
        next += 1;
        put(&mut bits, END, width(next + usize::from(early == EarlyChange::Early)));
        bits.chunks(8)
            .map(|octet| octet.iter().enumerate().fold(0, |sum, (n, &bit)| sum | u8::from(bit) << (7 - n)))
            .collect()
    }

    #[test]
    fn the_example_of_the_standard_is_decoded() {
        let encoded = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        let decoded = run(EarlyChange::Early, &encoded);
        assert_eq!(decoded, Decoded { octets: vec![45, 45, 45, 45, 45, 65, 45, 45, 45, 66], damaged: false });
    }

    #[test]
    fn long_data_passes_every_code_width_in_both_modes() {
        let text: Vec<u8> = (0..60_000_u32).map(|n| u8::try_from(n.wrapping_mul(n) >> 7 & 0x1f).unwrap()).collect();
        for early in [EarlyChange::Early, EarlyChange::Late] {
            assert_eq!(run(early, &encode(&text, early)), Decoded { octets: text.clone(), damaged: false });
        }
    }

    #[test]
    fn a_code_not_yet_in_the_table_is_marked() {
        assert!(run(EarlyChange::Early, &[0x80, 0x7f, 0xff]).damaged);
    }

    #[test]
    fn data_without_its_end_is_marked() {
        let decoded = run(EarlyChange::Early, &[0x80, 0x0b, 0x60, 0x50]);
        assert!(decoded.damaged && decoded.octets.starts_with(&[45, 45]));
    }
}
