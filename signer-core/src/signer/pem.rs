//! PEM (RFC 7468, and the encapsulated headers of RFC 1421), as tolerant as its users need it.

use zeroize::Zeroizing;

/// One block: what stands between `-----BEGIN …-----` and `-----END …-----`.
pub(super) struct Block<'a> {
    /// `CERTIFICATE`, `PRIVATE KEY`.
    pub(super) label: &'a str,
    /// The encapsulated headers, `Proc-Type` and `DEK-Info`.
    pub(super) headers: Vec<(&'a str, &'a str)>,
    /// The octets; `None` when they are not base64.
    pub(super) octets: Option<Zeroizing<Vec<u8>>>,
}

impl Block<'_> {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0.eq_ignore_ascii_case(name)).map(|header| header.1)
    }
}

/// All blocks, whatever text stands around them; a block without its end is left out.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(label) = boundary(line, "-----BEGIN ") else { continue };
        let mut body = Vec::new();
        let mut closed = false;
        for line in lines.by_ref() {
            if boundary(line, "-----END ").is_some() {
                closed = true;
                break;
            }
            body.push(line.trim());
        }
        if closed {
            blocks.push(block(label, &body));
        }
    }
    blocks
}

fn boundary<'a>(line: &'a str, begin: &str) -> Option<&'a str> {
    line.trim().strip_prefix(begin)?.strip_suffix("-----")
}

fn block<'a>(label: &'a str, body: &[&'a str]) -> Block<'a> {
    let headers: Vec<(&str, &str)> =
        body.iter().map_while(|line| line.split_once(':')).map(|(name, value)| (name.trim(), value.trim())).collect();
    let octets = decode_base64(body.get(headers.len()..).unwrap_or_default());
    Block { label, headers, octets }
}

fn decode_base64(lines: &[&str]) -> Option<Zeroizing<Vec<u8>>> {
    let characters = || lines.iter().flat_map(|line| line.bytes()).filter(|octet| !octet.is_ascii_whitespace());
    // Room for all of it, so that no part of a secret is left behind by growing.
    let mut octets = Zeroizing::new(Vec::with_capacity(characters().count()));
    let (mut bits, mut held, mut padded) = (0u32, 0u32, false);
    for character in characters() {
        if character == b'=' {
            padded = true;
            continue;
        }
        let value = sextet(character).filter(|_| !padded)?;
        bits = (bits << 6 | u32::from(value)) & 0x00ff_ffff;
        held = held.saturating_add(6);
        if held >= 8 {
            held = held.saturating_sub(8);
            octets.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    // What is left over are fewer bits than one character carries, or the last character was lost.
    (held < 6).then_some(octets)
}

fn sextet(character: u8) -> Option<u8> {
    let value = match character {
        b'A'..=b'Z' => character.checked_sub(b'A')?,
        b'a'..=b'z' => character.checked_sub(b'a')?.checked_add(26)?,
        b'0'..=b'9' => character.checked_sub(b'0')?.checked_add(52)?,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_between_other_text() {
        let text = "Bag Attributes: x\n-----BEGIN A-----\r\nAQID\r\n-----END A-----\nmore\n-----BEGIN B-----\nAQ==\n-----END B-----";
        let found = blocks(text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].label, found[0].octets.as_deref().unwrap().as_slice()), ("A", &[1, 2, 3][..]));
        assert_eq!((found[1].label, found[1].octets.as_deref().unwrap().as_slice()), ("B", &[1][..]));
    }

    #[test]
    fn encapsulated_headers_are_not_base64() {
        let text = "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAQID\n-----END A-----";
        let block = &blocks(text)[0];
        assert_eq!(block.header("DEK-Info"), Some("AES-256-CBC,00"));
        assert_eq!(block.octets.as_deref().unwrap().as_slice(), &[1, 2, 3]);
    }

    #[test]
    fn a_block_that_is_cut_short_or_not_base64_is_not_taken_for_octets() {
        assert!(blocks("-----BEGIN A-----\nAQID").is_empty());
        assert!(blocks("-----BEGIN A-----\nA?ID\n-----END A-----")[0].octets.is_none());
        assert!(blocks("-----BEGIN A-----\nAQIDA\n-----END A-----")[0].octets.is_none());
    }
}
