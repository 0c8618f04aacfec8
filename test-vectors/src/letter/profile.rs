//! The colours of sRGB as a profile (ICC.1:2001-04): three primaries, a white point and one curve.

/// Parts of 65,536, as `s15Fixed16Number`: adapted to D50.
const WHITE: [u32; 3] = [0xF6D6, 0x10000, 0xD32D];
const RED: [u32; 3] = [0x6FA2, 0x38F5, 0x0390];
const GREEN: [u32; 3] = [0x6299, 0xB785, 0x18DA];
const BLUE: [u32; 3] = [0x24A0, 0x0F84, 0xB6CF];
/// 2.2, as `u8Fixed8Number`.
const GAMMA: u16 = 0x0233;

pub(super) fn srgb() -> Vec<u8> {
    let curve = [b"curv".as_slice(), &[0; 4], &1_u32.to_be_bytes(), &GAMMA.to_be_bytes(), &[0; 2]].concat();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description("sRGB")),
        (b"cprt", [b"text".as_slice(), &[0; 4], b"None\0\0\0\0"].concat()),
        (b"wtpt", xyz(WHITE)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = u32::try_from(tags.len()).unwrap_or(0).to_be_bytes().to_vec();
    let (mut data, start) = (Vec::new(), 128 + 4 + 12 * tags.len());
    for (name, content) in &tags {
        table.extend(*name);
        table.extend(word(start + data.len()));
        table.extend(word(content.len()));
        data.extend(content);
    }
    let mut out = word(start + data.len()).to_vec();
    out.extend([0; 4]);
    out.extend([2, 0x10, 0, 0]);
    out.extend(b"mntrRGB XYZ ");
    // A date, and the signature of every profile.
    out.extend([0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    out.extend(b"acsp");
    out.extend([0; 28]);
    // D50, in which profiles are connected.
    out.extend([0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D]);
    out.resize(128, 0);
    [out, table, data].concat()
}

fn word(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(0).to_be_bytes()
}

fn xyz(parts: [u32; 3]) -> Vec<u8> {
    let mut out = [b"XYZ ".as_slice(), &[0; 4]].concat();
    parts.iter().for_each(|part| out.extend(part.to_be_bytes()));
    out
}

/// `textDescriptionType`: the text, no Unicode, no script code; padded to a multiple of four.
fn description(text: &str) -> Vec<u8> {
    let mut out = [b"desc".as_slice(), &[0; 4], &word(text.len() + 1), text.as_bytes(), &[0]].concat();
    out.extend([0; 8 + 3 + 67]);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}
