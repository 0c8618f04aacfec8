//! QR codes (ISO/IEC 18004), drawn as squares.

use qrcodegen::QrCodeEcc;

use crate::error::{Error, Misuse};
use crate::stamp::page::Rect;

/// A QR code with error correction level M.
#[derive(Clone, Debug)]
pub struct QrCode {
    /// From the top, each true where a module is dark.
    rows: Vec<Vec<bool>>,
}

/// Light modules around the code (ISO/IEC 18004, 9.1).
const QUIET: u16 = 4;

impl QrCode {
    /// A code that says `text`.
    ///
    /// # Errors
    /// [`Misuse`] when the text is too long for any code (2,331 octets in UTF-8).
    pub fn new(text: &str) -> Result<Self, Error> {
        let code = qrcodegen::QrCode::encode_text(text, QrCodeEcc::Medium)
            .map_err(|_| Misuse::new("the text is too long for a QR code (at most 2,331 octets)"))?;
        let row = |y| (0..code.size()).map(|x| code.get_module(x, y)).collect();
        Ok(Self { rows: (0..code.size()).map(row).collect() })
    }

    /// Dark modules as a path, row by row, in a square as large as fits, with its quiet zone.
    pub(super) fn draw(&self, area: Rect) -> String {
        let size = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let module = area.width().min(area.height()) / f64::from(size.saturating_add(QUIET.saturating_mul(2)));
        let side = module * f64::from(size);
        let left = (area.left + area.right - side) / 2.0;
        let top = (area.bottom + area.top + side) / 2.0;
        let mut out = String::new();
        for (y, row) in (1_u16..).zip(&self.rows) {
            let bottom = top - module * f64::from(y);
            let mut start: Option<u16> = None;
            for (x, dark) in (0_u16..).zip(row.iter().copied().chain([false])) {
                match (start, dark) {
                    (None, true) => start = Some(x),
                    (Some(from), false) => {
                        let width = module * f64::from(x.saturating_sub(from));
                        let x = left + module * f64::from(from);
                        out.push_str(&format!("{x:.3} {bottom:.3} {width:.3} {module:.3} re\n"));
                        start = None;
                    }
                    _ => {}
                }
            }
        }
        out.push_str("f\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_any_length_is_a_code_or_an_error() {
        assert!(QrCode::new("Số 12/UBND-VP").is_ok());
        assert!(QrCode::new(&"x".repeat(5_000)).is_err());
    }

    #[test]
    fn a_code_keeps_its_quiet_zone() {
        let drawn = QrCode::new("x").unwrap().draw(Rect::new(0.0, 0.0, 29.0, 29.0));
        assert!(drawn.starts_with("4.000 24.000 7.000 1.000 re"), "{drawn}");
    }
}
