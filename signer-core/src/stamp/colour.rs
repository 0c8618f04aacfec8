//! Colours, by the profile that says what they are.

use crate::pdf::{Dictionary, Object};

/// A colour of sRGB (IEC 61966-2-1), a component from 0 to 255.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a colour has three components")]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    /// Of printed text.
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };
    /// Of seals.
    pub const RED: Self = Self { red: 0xc8, green: 0x10, blue: 0x2e };

    /// The three components as operands.
    pub(super) fn operands(self) -> String {
        let part = |component: u8| {
            let thousandths = f64::from(component) / 255.0;
            format!("{thousandths:.3}")
        };
        format!("{} {} {}", part(self.red), part(self.green), part(self.blue))
    }
}

/// A profile as the stream of an `ICCBased` colour space (ISO 32000-2, 8.6.5.5), not yet compressed.
pub(super) struct Profile {
    pub(super) components: i64,
    pub(super) octets: Vec<u8>,
}

impl Profile {
    /// One from an image, if it is for so many components and no version is beyond what PDF 1.7 knows (ICC 4).
    pub(super) fn from_image(octets: &[u8], components: u8) -> Option<Self> {
        let space: &[u8] = if components == 1 { b"GRAY" } else { b"RGB " };
        let class = octets.get(12..16)?;
        let known = [&b"scnr"[..], b"mntr", b"prtr", b"spac"].contains(&class);
        let sound = octets.get(36..40)? == b"acsp" && *octets.get(8)? <= 4 && octets.get(16..20)? == space;
        (known && sound && octets.len() >= 132).then(|| Self { components: components.into(), octets: octets.to_vec() })
    }

    pub(super) fn dictionary(&self) -> Dictionary {
        let alternate = if self.components == 1 { "DeviceGray" } else { "DeviceRGB" };
        Dictionary::from_iter([
            ("N".into(), Object::from(self.components)),
            ("Alternate".into(), Object::name(alternate)),
        ])
    }

    /// sRGB: a matrix profile of version 2.1, which every reader since PDF 1.3 knows.
    pub(super) fn srgb() -> Self {
        let tags: [(&[u8; 4], Vec<u8>); 9] = [
            (b"desc", description("sRGB")),
            (b"cprt", text("No copyright")),
            // Adapted to D50, as profiles of version 2 have it.
            (b"wtpt", xyz(0xf6d6, 0x1_0000, 0xd32d)),
            (b"rXYZ", xyz(0x6fa2, 0x38f5, 0x0390)),
            (b"gXYZ", xyz(0x6299, 0xb785, 0x18da)),
            (b"bXYZ", xyz(0x24a0, 0x0f84, 0xb6cf)),
            (b"rTRC", curve()),
            (b"gTRC", Vec::new()),
            (b"bTRC", Vec::new()),
        ];
        Self { components: 3, octets: profile(&tags) }
    }
}

/// ICC.1:2001-04, 6.1: header, table of tags, tags. An empty one shares the data of the one before it.
fn profile(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut table = length(tags.len()).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = tags.len().saturating_mul(12).saturating_add(132);
    let (mut offset, mut size) = (0, 0);
    for (name, content) in tags {
        if !content.is_empty() {
            while !data.len().is_multiple_of(4) {
                data.push(0);
            }
            (offset, size) = (length(start.saturating_add(data.len())), length(content.len()));
            data.extend_from_slice(content);
        }
        table.extend_from_slice(*name);
        table.extend_from_slice(&offset.to_be_bytes());
        table.extend_from_slice(&size.to_be_bytes());
    }
    while !data.len().is_multiple_of(4) {
        data.push(0);
    }
    let whole = length(start.saturating_add(data.len()));
    let mut out = Vec::new();
    out.extend_from_slice(&whole.to_be_bytes());
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&0x0210_0000_u32.to_be_bytes());
    out.extend_from_slice(b"mntrRGB XYZ ");
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        out.extend_from_slice(&part.to_be_bytes());
    }
    out.extend_from_slice(b"acsp");
    // No platform, flags, device, attributes; perceptual; illuminant D50; no creator; reserved.
    out.extend_from_slice(&[0; 28]);
    for part in [0xf6d6_u32, 0x1_0000, 0xd32d] {
        out.extend_from_slice(&part.to_be_bytes());
    }
    out.resize(128, 0);
    out.extend_from_slice(&table);
    out.extend_from_slice(&data);
    out
}

fn xyz(x: u32, y: u32, z: u32) -> Vec<u8> {
    let mut out = b"XYZ \0\0\0\0".to_vec();
    for part in [x, y, z] {
        out.extend_from_slice(&part.to_be_bytes());
    }
    out
}

fn text(value: &str) -> Vec<u8> {
    let mut out = b"text\0\0\0\0".to_vec();
    out.extend_from_slice(value.as_bytes());
    out.push(0);
    out
}

/// `textDescriptionType`: in ASCII; no Unicode, no ScriptCode.
fn description(value: &str) -> Vec<u8> {
    let mut out = b"desc\0\0\0\0".to_vec();
    let count = u32::try_from(value.len()).unwrap_or(0).saturating_add(1);
    out.extend_from_slice(&count.to_be_bytes());
    out.extend_from_slice(value.as_bytes());
    out.push(0);
    out.resize(out.len().saturating_add(8 + 3 + 67), 0);
    out
}

/// The transfer function of sRGB at 256 points, in 1/65535.
fn curve() -> Vec<u8> {
    let mut out = b"curv\0\0\0\0".to_vec();
    out.extend_from_slice(&256_u32.to_be_bytes());
    for step in 0..=255_u8 {
        let value = f64::from(step) / 255.0;
        let linear = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        out.extend_from_slice(&sample(linear).to_be_bytes());
    }
    out
}

/// The nearest of 65,536 steps: found by halving, since there is no conversion from a float that cannot fail.
fn sample(value: f64) -> u16 {
    let wanted = (value * 65_535.0).round();
    let (mut low, mut high) = (0_u16, u16::MAX);
    while low < high {
        let middle = low.midpoint(high);
        if f64::from(middle) < wanted {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_one_that_images_may_carry() {
        let profile = Profile::srgb();
        assert_eq!(
            u32::from_be_bytes(profile.octets[..4].try_into().unwrap()),
            u32::try_from(profile.octets.len()).unwrap()
        );
        assert!(Profile::from_image(&profile.octets, 3).is_some());
        assert!(Profile::from_image(&profile.octets, 1).is_none(), "for other components");
    }

    #[test]
    fn the_curve_ends_where_it_should() {
        assert_eq!((sample(0.0), sample(1.0), sample(0.5)), (0, u16::MAX, 32_768));
    }
}
