//! Predictor functions (ISO 32000-2, 7.4.4.4): TIFF 6.0, section 14, and PNG (RFC 2083, 6).

use super::{Parameters, size};
use crate::error::{Error, Exceeded, Malformed};

/// A predictor other than "none", with the shape of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Predictor {
    kind: Kind,
    colors: usize,
    bits: usize,
    columns: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Tiff,
    Png,
}

/// Rows longer than this are refused: the limit of one stream would be reached by a single row.
const MAX_ROW: usize = 64 << 20;

impl Predictor {
    /// Reads Table 8; `None` for predictor 1.
    ///
    /// # Errors
    /// [`Malformed`] for a predictor the standard does not have, or a row of no or absurd length.
    pub fn from_parameters(parameters: &Parameters) -> Result<Option<Self>, Malformed> {
        let kind = match parameters.predictor {
            None | Some(1) => return Ok(None),
            Some(2) => Kind::Tiff,
            Some(10..=15) => Kind::Png,
            Some(_) => return Err(Malformed::new("predictor", 0, "1, 2 or 10 to 15")),
        };
        let bits = match parameters.bits_per_component.unwrap_or(8) {
            bits @ (1 | 2 | 4 | 8 | 16) => usize::try_from(bits).unwrap_or(8),
            _ => return Err(Malformed::new("predictor", 0, "BitsPerComponent 1, 2, 4, 8 or 16")),
        };
        let positive = |value: Option<i64>| usize::try_from(value.unwrap_or(1)).ok().filter(|&value| value > 0);
        let (Some(colors), Some(columns)) = (positive(parameters.colors), positive(parameters.columns)) else {
            return Err(Malformed::new("predictor", 0, "positive Colors and Columns"));
        };
        let predictor = Self { kind, colors, bits, columns };
        match predictor.row() {
            Some(row) if row <= MAX_ROW => Ok(Some(predictor)),
            _ => Err(Malformed::new("predictor", 0, "a row that fits the limit of one stream")),
        }
    }

    /// Octets of one row, without PNG's tag.
    fn row(&self) -> Option<usize> {
        let bits = self.colors.checked_mul(self.bits)?.checked_mul(self.columns)?;
        Some(bits.div_ceil(8))
    }

    /// Octets from a sample to its left neighbour, at least 1.
    fn pixel(&self) -> usize {
        self.colors.saturating_mul(self.bits).div_ceil(8).max(1)
    }

    /// Replaces differences by values, in place; true if a row had a tag that PNG does not have.
    ///
    /// # Errors
    /// [`Exceeded`] for a row beyond the limit, which `from_parameters` refuses already.
    pub(super) fn undo(&self, octets: &mut Vec<u8>) -> Result<bool, Error> {
        let row = self.row().ok_or(Exceeded { what: "octets of one row", limit: size(MAX_ROW) })?;
        match self.kind {
            Kind::Png => Ok(undo_png(octets, row, self.pixel())),
            Kind::Tiff => {
                for line in octets.chunks_mut(row.max(1)) {
                    self.undo_tiff(line);
                }
                Ok(false)
            }
        }
    }

    fn undo_tiff(&self, line: &mut [u8]) {
        match self.bits {
            8 => {
                for index in self.colors..line.len() {
                    let left = line.get(index.saturating_sub(self.colors)).copied().unwrap_or_default();
                    if let Some(octet) = line.get_mut(index) {
                        *octet = octet.wrapping_add(left);
                    }
                }
            }
            16 => {
                let mut above = vec![0_u16; self.colors.min(line.len())];
                for pixel in line.chunks_mut(self.colors.saturating_mul(2)) {
                    for (sample, left) in pixel.chunks_exact_mut(2).zip(&mut above) {
                        if let [high, low] = sample {
                            *left = left.wrapping_add(u16::from_be_bytes([*high, *low]));
                            [*high, *low] = left.to_be_bytes();
                        }
                    }
                }
            }
            _ => self.undo_tiff_packed(line),
        }
    }

    /// Samples of 1, 2 or 4 bits.
    fn undo_tiff_packed(&self, line: &mut [u8]) {
        let in_octet = 8_usize.checked_div(self.bits).unwrap_or(8);
        let mask = match self.bits {
            1 => 0x01_u8,
            2 => 0x03,
            _ => 0x0f,
        };
        let mut left = vec![0_u8; self.colors.min(line.len().saturating_mul(in_octet))];
        let mut color = 0_usize;
        for octet in line {
            let mut done = 0_u8;
            for place in (0..in_octet).rev() {
                let shift = u32::try_from(place.saturating_mul(self.bits)).unwrap_or_default();
                let sample = octet.checked_shr(shift).unwrap_or_default() & mask;
                let value = left.get(color).map_or(sample, |left| left.wrapping_add(sample) & mask);
                if let Some(left) = left.get_mut(color) {
                    *left = value;
                }
                color = color.saturating_add(1);
                if color >= self.colors {
                    color = 0;
                }
                done |= value.checked_shl(shift).unwrap_or_default();
            }
            *octet = done;
        }
    }
}

/// Each row of the input is a tag and `row` octets; the tags vanish. The last row may be short.
fn undo_png(octets: &mut Vec<u8>, row: usize, pixel: usize) -> bool {
    let held = row.min(octets.len());
    let (mut above, mut line) = (vec![0_u8; held], Vec::with_capacity(held));
    let (mut from, mut to, mut damaged) = (0_usize, 0_usize, false);
    while let Some(&tag) = octets.get(from) {
        from = from.saturating_add(1);
        let end = from.saturating_add(row).min(octets.len());
        line.clear();
        line.extend_from_slice(octets.get(from..end).unwrap_or_default());
        damaged |= !undo_png_row(tag, &mut line, &above, pixel);
        let written = to.saturating_add(line.len());
        if let Some(place) = octets.get_mut(to..written) {
            place.copy_from_slice(&line);
        }
        line.resize(held, 0);
        std::mem::swap(&mut above, &mut line);
        (from, to) = (end, written);
    }
    octets.truncate(to);
    damaged
}

/// False for a tag that PNG does not have; the row is then left as it is.
fn undo_png_row(tag: u8, line: &mut [u8], above: &[u8], pixel: usize) -> bool {
    match tag {
        0 => {}
        2 => line.iter_mut().zip(above).for_each(|(octet, above)| *octet = octet.wrapping_add(*above)),
        1 | 3 | 4 => {
            for index in 0..line.len() {
                let back = index.checked_sub(pixel);
                let left = back.and_then(|back| line.get(back)).copied().unwrap_or_default();
                let upper = above.get(index).copied().unwrap_or_default();
                let predicted = match tag {
                    1 => left,
                    3 => left.midpoint(upper),
                    _ => paeth(left, upper, back.and_then(|back| above.get(back)).copied().unwrap_or_default()),
                };
                if let Some(octet) = line.get_mut(index) {
                    *octet = octet.wrapping_add(predicted);
                }
            }
        }
        _ => return false,
    }
    true
}

/// RFC 2083, 6.6.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let estimate = a.saturating_add(b).saturating_sub(c);
    let distance = |value: i16| estimate.saturating_sub(value).saturating_abs();
    if distance(a) <= distance(b) && distance(a) <= distance(c) {
        left
    } else if distance(b) <= distance(c) {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predictor(kind: i64, colors: i64, bits: i64, columns: i64) -> Predictor {
        let parameters = Parameters {
            predictor: Some(kind),
            colors: Some(colors),
            bits_per_component: Some(bits),
            columns: Some(columns),
            early_change: None,
        };
        Predictor::from_parameters(&parameters).unwrap().unwrap()
    }

    fn undone(predictor: Predictor, octets: &[u8]) -> (Vec<u8>, bool) {
        let mut octets = octets.to_vec();
        let damaged = predictor.undo(&mut octets).unwrap();
        (octets, damaged)
    }

    #[test]
    fn every_png_filter_is_undone() {
        let rows = [
            0, 10, 20, 30, 40, // none
            1, 1, 1, 1, 1, // sub
            2, 1, 1, 1, 1, // up
            3, 1, 1, 1, 1, // average
            4, 1, 1, 1, 1, // paeth
        ];
        let (octets, damaged) = undone(predictor(12, 1, 8, 4), &rows);
        // Computed by hand from RFC 2083, 6.
        let expected = [10, 20, 30, 40, 1, 2, 3, 4, 2, 3, 4, 5, 2, 3, 4, 5, 3, 4, 5, 6];
        assert_eq!(octets, expected);
        assert!(!damaged);
    }

    #[test]
    fn a_short_last_png_row_is_kept() {
        assert_eq!(undone(predictor(15, 1, 8, 4), &[0, 1, 2, 3, 4, 2, 1, 1]).0, [1, 2, 3, 4, 2, 3]);
    }

    #[test]
    fn a_tag_that_png_does_not_have_is_marked() {
        assert_eq!(undone(predictor(10, 1, 8, 2), &[9, 1, 2]), (vec![1, 2], true));
    }

    #[test]
    fn tiff_differences_are_summed_per_color_and_row() {
        assert_eq!(undone(predictor(2, 2, 8, 2), &[1, 2, 3, 4, 1, 1, 1, 255]).0, [1, 2, 4, 6, 1, 1, 2, 0]);
    }

    #[test]
    fn tiff_samples_of_sixteen_bits_carry() {
        assert_eq!(undone(predictor(2, 1, 16, 2), &[0, 255, 0, 1]).0, [0, 255, 1, 0]);
    }

    #[test]
    fn tiff_samples_of_four_bits_are_packed() {
        assert_eq!(undone(predictor(2, 1, 4, 4), &[0x12, 0x3f]).0, [0x13, 0x65]);
    }

    #[test]
    fn absurd_rows_are_refused() {
        let parameters = Parameters { predictor: Some(12), columns: Some(i64::MAX), ..Parameters::default() };
        assert!(Predictor::from_parameters(&parameters).is_err());
        let parameters = Parameters { predictor: Some(12), columns: Some(0), ..Parameters::default() };
        assert!(Predictor::from_parameters(&parameters).is_err());
    }
}
