//! JPEG (ISO/IEC 10918-1): goes into the document as it is; only its header is read.

use super::{Data, Image, check_size};
use crate::error::{Error, Malformed};

const DAMAGED: Malformed = Malformed::new("JPEG", 0, "an undamaged image");

/// Segments before the image begins; a profile of 255 parts is the longest run that the formats know.
const MAX_SEGMENTS: usize = 1_000;

pub(super) fn read(octets: &[u8]) -> Result<Image, Error> {
    let mut rest = octets.get(2..).ok_or(DAMAGED)?;
    let mut profile = Vec::new();
    for _ in 0..MAX_SEGMENTS {
        let (marker, segment, after) = next(rest).ok_or(DAMAGED)?;
        match marker {
            // Frame headers of what PDF readers decode: baseline, extended, progressive (B.2.2).
            0xc0..=0xc2 => return frame(segment, octets, profile),
            0xc3..=0xcf if ![0xc4, 0xc8, 0xcc].contains(&marker) => {
                return Err(Malformed::new("JPEG", 0, "baseline or progressive coding").into());
            }
            0xe2 => profile.extend(segment.strip_prefix(b"ICC_PROFILE\0").and_then(|part| {
                let (numbers, part) = part.split_at_checked(2)?;
                Some((numbers.first().copied()?, part))
            })),
            0xda | 0xd9 => return Err(DAMAGED.into()),
            _ => {}
        }
        rest = after;
    }
    Err(DAMAGED.into())
}

/// Marker, content, and what follows (B.1.1.4).
fn next(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let octets = octets.strip_prefix(&[0xff])?;
    let filled = octets.iter().position(|octet| *octet != 0xff)?;
    let (marker, octets) = octets.get(filled..)?.split_first()?;
    let length = octets.first_chunk::<2>().map(|pair| usize::from(u16::from_be_bytes(*pair)))?;
    let (segment, after) = octets.split_at_checked(length)?;
    Some((*marker, segment.get(2..)?, after))
}

fn frame(segment: &[u8], octets: &[u8], mut profile: Vec<(u8, &[u8])>) -> Result<Image, Error> {
    let [precision, h1, h0, w1, w0, components, ..] = segment else { return Err(DAMAGED.into()) };
    let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
    let (width, height) = (u32::from(width), u32::from(height));
    check_size(width, height)?;
    if *precision != 8 || ![1, 3].contains(components) {
        return Err(Malformed::new("JPEG", 0, "grey or RGB samples of 8 bits").into());
    }
    profile.sort_by_key(|(number, _)| *number);
    let profile: Vec<u8> = profile.into_iter().flat_map(|(_, part)| part).copied().collect();
    let data = Data::Jpeg { components: *components, octets: octets.to_vec() };
    Ok(Image { width, height, data, profile: (!profile.is_empty()).then_some(profile) })
}
