//! `ASCIIHexDecode`, `ASCII85Decode` and `RunLengthDecode` (ISO 32000-2, 7.4.2, 7.4.3, 7.4.5).

use super::{Decoded, Sink};
use crate::error::Error;

const fn is_white(octet: u8) -> bool {
    matches!(octet, 0 | 9 | 10 | 12 | 13 | 32)
}

pub(super) fn ascii_hex(input: &[u8], mut sink: Sink<'_>) -> Result<Decoded, Error> {
    let mut high = None;
    let mut damaged = true; // until `>` is seen
    for &octet in input.iter().filter(|&&octet| !is_white(octet)) {
        let Some(digit) = char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok()) else {
            damaged = octet != b'>';
            break;
        };
        match high.take() {
            None => high = Some(digit << 4),
            Some(high) => sink.push(high | digit)?,
        }
    }
    if let Some(high) = high {
        sink.push(high)?; // an odd number of digits: as if a 0 followed
    }
    Ok(Decoded { octets: sink.finish()?, damaged })
}

pub(super) fn ascii85(input: &[u8], mut sink: Sink<'_>) -> Result<Decoded, Error> {
    let mut group = Group::default();
    let mut octets = input.iter().copied().filter(|&octet| !is_white(octet));
    let sound = loop {
        match octets.next() {
            Some(b'z') if group.digits == 0 => sink.extend(&[0; 4])?,
            Some(octet @ b'!'..=b'u') => {
                group.add(octet.saturating_sub(b'!'));
                if group.digits == 5 {
                    match group.take() {
                        Some(value) => sink.extend(&value.to_be_bytes())?,
                        None => break false,
                    }
                }
            }
            Some(b'~') => break octets.next() == Some(b'>'),
            _ => break false,
        }
    };
    let whole_tail = group.finish(&mut sink)?;
    Ok(Decoded { octets: sink.finish()?, damaged: !(sound && whole_tail) })
}

/// Up to five digits of base 85.
#[derive(Default)]
struct Group {
    value: u64,
    digits: usize,
}

impl Group {
    fn add(&mut self, digit: u8) {
        self.value = self.value.saturating_mul(85).saturating_add(u64::from(digit));
        self.digits = self.digits.saturating_add(1);
    }

    /// The value of five digits, or `None` above 2^32 - 1.
    fn take(&mut self) -> Option<u32> {
        let value = u32::try_from(self.value).ok();
        *self = Self::default();
        value
    }

    /// A last group of n digits carries n - 1 octets; it is padded with the highest digit. False if it is impossible.
    fn finish(mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        let keep = match self.digits {
            0 => return Ok(true),
            1 => return Ok(false),
            digits => digits.saturating_sub(1),
        };
        while self.digits < 5 {
            self.add(84);
        }
        let Some(value) = self.take() else { return Ok(false) };
        sink.extend(value.to_be_bytes().get(..keep).unwrap_or_default())?;
        Ok(true)
    }
}

pub(super) fn run_length(mut input: &[u8], mut sink: Sink<'_>) -> Result<Decoded, Error> {
    let sound = loop {
        let Some((&length, rest)) = input.split_first() else { break false };
        match length {
            128 => break true,
            0..=127 => {
                let wanted = usize::from(length).saturating_add(1);
                let (run, rest) = rest.split_at(wanted.min(rest.len()));
                sink.extend(run)?;
                if run.len() < wanted {
                    break false;
                }
                input = rest;
            }
            129.. => {
                let Some((&octet, rest)) = rest.split_first() else { break false };
                let count = 257_usize.saturating_sub(usize::from(length));
                sink.extend([octet; 128].get(..count).unwrap_or_default())?;
                input = rest;
            }
        }
    };
    Ok(Decoded { octets: sink.finish()?, damaged: !sound })
}

#[cfg(test)]
mod tests {
    use super::super::{Filter, decode};
    use super::*;
    use crate::limits::Budget;

    fn run(filter: Filter, octets: &[u8]) -> Decoded {
        decode(&[filter], octets, 10_000, &mut Budget::new("octets", 10_000)).unwrap()
    }

    fn whole(octets: &[u8]) -> Decoded {
        Decoded { octets: octets.to_vec(), damaged: false }
    }

    fn cut(octets: &[u8]) -> Decoded {
        Decoded { octets: octets.to_vec(), damaged: true }
    }

    #[test]
    fn hexadecimal_digits_may_be_spaced_and_odd() {
        assert_eq!(run(Filter::AsciiHex, b"6 1\n62 7>"), whole(b"abp"));
    }

    #[test]
    fn hexadecimal_data_without_its_end_is_marked() {
        assert_eq!(run(Filter::AsciiHex, b"6162"), cut(b"ab"));
        assert_eq!(run(Filter::AsciiHex, b"61x62>"), cut(b"a"));
    }

    #[test]
    fn base_85_agrees_with_a_published_value() {
        assert_eq!(run(Filter::Ascii85, b"87cURD]i,\"Ebo80~>"), whole(b"Hello World!"));
        assert_eq!(run(Filter::Ascii85, b"87cUR\nD]i,\"Ebo7&!!~>").octets[..10], *b"Hello Worl");
    }

    #[test]
    fn z_is_four_zero_octets_and_a_short_group_is_cut() {
        assert_eq!(run(Filter::Ascii85, b"z5l~>"), whole(&[0, 0, 0, 0, b'A']));
    }

    #[test]
    fn an_impossible_base_85_group_is_marked() {
        assert_eq!(run(Filter::Ascii85, b"uuuuu~>"), cut(b""));
        assert_eq!(run(Filter::Ascii85, b"z5~>"), cut(&[0; 4]));
        assert_eq!(run(Filter::Ascii85, b"z"), cut(&[0; 4]));
    }

    #[test]
    fn run_lengths_repeat_and_copy() {
        assert_eq!(run(Filter::RunLength, &[2, b'a', b'b', b'c', 254, b'x', 128, 9]), whole(b"abcxxx"));
    }

    #[test]
    fn a_run_cut_short_is_marked() {
        assert_eq!(run(Filter::RunLength, &[5, b'a']), cut(b"a"));
        assert_eq!(run(Filter::RunLength, &[200]), cut(b""));
    }
}
