//! Images: PNG with its transparency, JPEG as it is.

mod jpeg;
mod png;

use crate::error::{Error, Exceeded, Malformed};

/// An image, read. What it shows is not changed: samples and profile go into the document as they came.
#[derive(Clone, Debug)]
pub struct Image {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) data: Data,
    /// ICC profile that came with it.
    pub(super) profile: Option<Vec<u8>>,
}

/// The samples, row by row from the top.
#[derive(Clone, Debug)]
pub(super) enum Data {
    /// One (grey) or three (red, green, blue) components of 8 bits, and how opaque each pixel is.
    Samples { components: u8, colour: Vec<u8>, alpha: Option<Vec<u8>> },
    /// A JPEG file, of one or three components.
    Jpeg { components: u8, octets: Vec<u8> },
}

/// Pixels of one image. 4,000 × 4,000: a seal of 36 mm scanned with 2,800 dpi.
const MAX_PIXELS: u64 = 16_000_000;

/// Less opaque than this counts as not there: 8 of 255, what scanning leaves around a stroke.
const VISIBLE: u8 = 8;

impl Image {
    /// Reads a PNG (ISO/IEC 15948) or JPEG (ISO/IEC 10918-1) file.
    ///
    /// # Errors
    /// [`Malformed`] when it is neither, is damaged, or is a JPEG in CMYK; [`Exceeded`] when it has more than
    /// 16 million pixels.
    pub fn read(octets: &[u8]) -> Result<Self, Error> {
        if octets.starts_with(b"\x89PNG\r\n\x1a\n") {
            png::read(octets)
        } else if octets.starts_with(&[0xff, 0xd8, 0xff]) {
            jpeg::read(octets)
        } else {
            Err(Malformed::new("image", 0, "a PNG or a JPEG file").into())
        }
    }

    /// Pixels in a row.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// Whether something of what is beneath it can be seen.
    #[must_use]
    pub fn is_transparent(&self) -> bool {
        match &self.data {
            Data::Samples { alpha: Some(alpha), .. } => alpha.contains(&0),
            _ => false,
        }
    }

    /// Without the empty margin: the smallest part that holds everything that can be seen.
    ///
    /// What is measured on paper is the seal, not the file that it came in.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let Some(bounds) = self.visible() else { return self };
        let Data::Samples { components, colour, alpha: Some(alpha) } = &self.data else { return self };
        let (width, rows) = (self.width, bounds.top..bounds.bottom);
        let cut = |samples: &[u8], size: u8| -> Vec<u8> {
            let size = usize::from(size);
            let row = index(width).saturating_mul(size);
            let from = index(bounds.left).saturating_mul(size);
            let to = index(bounds.right).saturating_mul(size);
            let lines = samples.chunks_exact(row.max(1)).enumerate();
            let kept = lines.filter(|(y, _)| u32::try_from(*y).is_ok_and(|y| rows.contains(&y)));
            kept.flat_map(|(_, line)| line.get(from..to).unwrap_or_default()).copied().collect()
        };
        let data =
            Data::Samples { components: *components, colour: cut(colour, *components), alpha: Some(cut(alpha, 1)) };
        let (width, height) = (bounds.right.saturating_sub(bounds.left), bounds.bottom.saturating_sub(bounds.top));
        Self { width, height, data, profile: self.profile }
    }

    /// The pixels that can be seen, if not all; right and bottom are excluded.
    fn visible(&self) -> Option<Bounds> {
        let Data::Samples { alpha: Some(alpha), .. } = &self.data else { return None };
        let mut found: Option<Bounds> = None;
        for (y, row) in (0_u32..).zip(alpha.chunks_exact(index(self.width).max(1))) {
            let seen = |opaque: &u8| *opaque >= VISIBLE;
            let (Some(first), Some(last)) = (row.iter().position(seen), row.iter().rposition(seen)) else { continue };
            let (first, last) = (u32::try_from(first).ok()?, u32::try_from(last).ok()?.saturating_add(1));
            let below = y.saturating_add(1);
            found = Some(match found {
                None => Bounds { left: first, right: last, top: y, bottom: below },
                Some(so) => Bounds { left: so.left.min(first), right: so.right.max(last), top: so.top, bottom: below },
            });
        }
        found.filter(|found| {
            found.right.saturating_sub(found.left) < self.width || found.bottom.saturating_sub(found.top) < self.height
        })
    }
}

/// A part of an image, in pixels from its upper left corner.
struct Bounds {
    left: u32,
    right: u32,
    top: u32,
    bottom: u32,
}

fn check_size(width: u32, height: u32) -> Result<(), Error> {
    if width == 0 || height == 0 {
        return Err(Malformed::new("image", 0, "a width and a height").into());
    }
    if u64::from(width).saturating_mul(u64::from(height)) > MAX_PIXELS {
        return Err(Exceeded { what: "pixels of an image", limit: MAX_PIXELS }.into());
    }
    Ok(())
}

fn index(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(width: u32, height: u32, alpha: &[u8]) -> Image {
        let colour = (0..alpha.len()).map(|at| u8::try_from(at).unwrap()).collect();
        let data = Data::Samples { components: 1, colour, alpha: Some(alpha.to_vec()) };
        Image { width, height, data, profile: None }
    }

    #[test]
    fn an_empty_margin_is_cut_off() {
        let cut = image(4, 4, &[0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 255, 0, 0, 0, 7, 0]).trimmed();
        assert_eq!((cut.width, cut.height), (2, 2));
        let Data::Samples { colour, alpha: Some(alpha), .. } = cut.data else { panic!() };
        assert_eq!((colour, alpha), (vec![5, 6, 9, 10], vec![9, 0, 0, 255]));
    }

    #[test]
    fn an_image_of_which_nothing_can_be_seen_stays_as_it_is() {
        assert_eq!(image(2, 2, &[0, 0, 0, 0]).trimmed().width, 2);
    }

    #[test]
    fn what_is_no_image_is_said_to_be_none() {
        assert!(matches!(Image::read(b"GIF89a"), Err(Error::Malformed(_))));
        assert!(matches!(Image::read(b"\x89PNG\r\n\x1a\n"), Err(Error::Malformed(_))));
        assert!(matches!(Image::read(&[0xff, 0xd8, 0xff, 0xe0, 0, 0]), Err(Error::Malformed(_))));
    }
}
