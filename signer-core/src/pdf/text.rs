//! Text strings (ISO 32000-2, 7.9.2.2) and PDFDocEncoding (Annex D.3).

/// The characters of PDFDocEncoding that are not those of Latin-1; `\u{fffd}` where it has none.
const LOW: [char; 8] = ['\u{02d8}', '\u{02c7}', '\u{02c6}', '\u{02d9}', '\u{02dd}', '\u{02db}', '\u{02da}', '\u{02dc}'];
const HIGH: [char; 33] = [
    '\u{2022}', '\u{2020}', '\u{2021}', '\u{2026}', '\u{2014}', '\u{2013}', '\u{0192}', '\u{2044}', '\u{2039}',
    '\u{203a}', '\u{2212}', '\u{2030}', '\u{201e}', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{201a}',
    '\u{2122}', '\u{fb01}', '\u{fb02}', '\u{0141}', '\u{0152}', '\u{0160}', '\u{0178}', '\u{017d}', '\u{0131}',
    '\u{0142}', '\u{0153}', '\u{0161}', '\u{017e}', '\u{fffd}', '\u{20ac}',
];

/// What the octets of a text string say. What cannot be decoded becomes U+FFFD.
pub(crate) fn decode(octets: &[u8]) -> String {
    match octets {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => octets.iter().map(|octet| document_character(*octet)).collect(),
    }
}

/// ASCII as it is, all else as UTF-16BE with its mark.
pub(crate) fn encode(text: &str) -> Vec<u8> {
    if text.bytes().all(|octet| octet == b'\n' || octet == b'\r' || (0x20..0x7f).contains(&octet)) {
        return text.as_bytes().to_vec();
    }
    [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

/// Language escapes (ESC … ESC, 7.9.2.2) are dropped.
fn utf16(octets: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = octets.chunks(2).map(|pair| match pair {
        [a, b] => unit([*a, *b]),
        _ => 0xfffd,
    });
    let mut escaped = false;
    char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .filter(|character| {
            let escape = *character == '\u{1b}';
            escaped ^= escape;
            !escape && !escaped
        })
        .collect()
}

fn document_character(octet: u8) -> char {
    match octet {
        0x18..=0x1f => LOW.get(usize::from(octet.saturating_sub(0x18))).copied().unwrap_or('\u{fffd}'),
        0x80..=0xa0 => HIGH.get(usize::from(octet.saturating_sub(0x80))).copied().unwrap_or('\u{fffd}'),
        0x7f | 0xad => '\u{fffd}',
        _ => char::from(octet),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_read_in_both_byte_orders() {
        assert_eq!(decode(b"\xfe\xff\x00K\x00\xfd"), "Ký");
        assert_eq!(decode(b"\xff\xfeK\x00\xfd\x00"), "Ký");
    }

    #[test]
    fn utf8_needs_its_mark() {
        assert_eq!(decode("\u{feff}Nguyễn".as_bytes()), "Nguyễn");
        assert_eq!(decode(b"\xc3\xbd"), "Ã½");
    }

    #[test]
    fn the_euro_of_pdfdocencoding_is_no_control_character() {
        assert_eq!(decode(b"\xa0 \x84 \x18"), "€ — ˘");
    }

    #[test]
    fn what_was_encoded_is_read_back() {
        for text in ["Approved", "Nguyễn Văn A", "😀"] {
            assert_eq!(decode(&encode(text)), text);
        }
    }
}
