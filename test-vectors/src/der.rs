//! DER, as little as the makers of this crate need. Written apart from the toolkit's, so that it can disagree.

use rcgen::SigningKey as _;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use crate::keys::Key;

pub(crate) const SHA1: &[u8] = &[0x06, 5, 0x2b, 14, 3, 2, 26];
pub(crate) const SHA256: &[u8] = &[0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];

/// A definite-length element.
pub(crate) fn tlv(tag: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(body.len()) {
        Ok(short @ 0..=127) => out.push(short),
        Ok(long) => out.extend([0x81, long]),
        Err(_) => {
            let length = u32::try_from(body.len()).expect("below 4 GiB").to_be_bytes();
            let skipped = length.iter().take_while(|octet| **octet == 0).count();
            out.push(0x80 | u8::try_from(4 - skipped).expect("at most four"));
            out.extend(&length[skipped..]);
        }
    }
    out.extend(body);
    out
}

/// An element of several parts.
pub(crate) fn join(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag, &parts.concat())
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    join(0x30, parts)
}

pub(crate) fn octets(body: &[u8]) -> Vec<u8> {
    tlv(0x04, body)
}

pub(crate) fn small(value: u8) -> Vec<u8> {
    tlv(0x02, &[value])
}

/// A non-negative integer.
pub(crate) fn integer(value: u64) -> Vec<u8> {
    let mut body: Vec<u8> = value.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
    if body.first().is_none_or(|first| *first > 127) {
        body.insert(0, 0);
    }
    tlv(0x02, &body)
}

pub(crate) fn bits(body: &[u8]) -> Vec<u8> {
    join(0x03, &[&[0], body])
}

/// A `GeneralizedTime`, from seconds since 1970-01-01.
pub(crate) fn time(unix: i64) -> Vec<u8> {
    let (days, seconds) = (unix.div_euclid(86_400), unix.rem_euclid(86_400));
    // Howard Hinnant, "chrono-compatible low-level date algorithms".
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    tlv(0x18, format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z").as_bytes())
}

pub(crate) fn sha256(octets: &[u8]) -> Vec<u8> {
    Sha256::digest(octets).to_vec()
}

pub(crate) fn sha1(octets: &[u8]) -> Vec<u8> {
    Sha1::digest(octets).to_vec()
}

/// The algorithm with which [`sign`] signs.
pub(crate) fn signature_algorithm(key: Key) -> Vec<u8> {
    match key {
        Key::Ed25519 => sequence(&[&[0x06, 3, 0x2b, 0x65, 0x70]]),
        Key::P256 => sequence(&[&[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]]),
        Key::P384 => sequence(&[&[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3]]),
        Key::P521 => sequence(&[&[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4]]),
        _ => sequence(&[&[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 11], &[5, 0]]),
    }
}

/// Signs: RSA by PKCS #1 v1.5 with SHA-256.
pub(crate) fn sign(key: Key, message: &[u8]) -> Vec<u8> {
    key.pair().sign(message).expect("the keys of this crate sign")
}

/// What a maker needs of a certificate.
pub(crate) struct Parts {
    pub(crate) serial: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    /// The contents of the bit string of the key.
    pub(crate) public_key: Vec<u8>,
}

impl Parts {
    /// Of a certificate of version 3.
    pub(crate) fn of(certificate: &[u8]) -> Self {
        let body = elements(content(certificate));
        let fields = elements(content(body[0]));
        let key = elements(content(fields[6]))[1];
        Self {
            serial: fields[1].to_vec(),
            issuer: fields[3].to_vec(),
            subject: fields[5].to_vec(),
            public_key: content(key)[1..].to_vec(),
        }
    }
}

/// Where the contents of an element begin and end.
fn bounds(element: &[u8]) -> (usize, usize) {
    let first = usize::from(element[1]);
    if first < 128 {
        return (2, 2 + first);
    }
    let count = first - 128;
    let length = element[2..2 + count].iter().fold(0, |length, octet| length << 8 | usize::from(*octet));
    (2 + count, 2 + count + length)
}

/// The contents of an element.
pub(crate) fn content(element: &[u8]) -> &[u8] {
    let (start, end) = bounds(element);
    &element[start..end]
}

/// The elements that follow each other.
pub(crate) fn elements(mut octets: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    while !octets.is_empty() {
        let (element, rest) = octets.split_at(bounds(octets).1);
        found.push(element);
        octets = rest;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_the_calendar_has_it() {
        assert_eq!(content(&time(crate::pki::AT_UNIX)), b"20260601000000Z");
        assert_eq!(content(&time(951_782_399)), b"20000228235959Z");
        assert_eq!(content(&time(951_782_400)), b"20000229000000Z");
    }

    #[test]
    fn long_elements_are_read_back() {
        for length in [0, 127, 128, 255, 256, 70_000] {
            assert_eq!(content(&tlv(0x04, &vec![7; length])).len(), length);
        }
    }
}
