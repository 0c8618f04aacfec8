//! Pages as pictures.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use crate::error::LayoutError;
use crate::geometry::POINTS_PER_MM;
use crate::pages::Pages;
use crate::weigh::Purpose;

/// Sides of a picture, in pixels.
const MOST_PIXELS: u64 = 16_000;
/// Pixels in all: an A3 sheet at 400 dots per inch.
const MOST_AREA: u64 = 40_000_000;

/// A page as a viewer shows it, on white.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, row by row from the top.
    pub rgba: Vec<u8>,
    /// The same as a PNG file.
    pub png: Vec<u8>,
}

/// Draws a page, annotations included, at so many pixels a millimetre.
///
/// # Errors
/// [`LayoutError`] when the page cannot be read or drawn, or drawing it would cost too much.
pub fn render(pages: &Pages<'_, '_>, index: usize, pixels_per_mm: f64) -> Result<Picture, LayoutError> {
    let page = pages.page(index)?;
    let frame = page.frame();
    let side = |mm: f64| pixels(mm * pixels_per_mm);
    let (width, height) = (side(frame.width()), side(frame.height()));
    let is_sane =
        width > 0 && height > 0 && width.max(height) <= MOST_PIXELS && width.saturating_mul(height) <= MOST_AREA;
    if !is_sane {
        return Err(LayoutError::PictureSize { width, height });
    }
    pages.weigh(index, Purpose::Drawing)?;
    let theirs = pages.theirs(&page)?;
    let scale = pixels_per_mm * page.user_unit / POINTS_PER_MM;
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let scale = narrow(scale);
        let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let (interpreter, renderer) = (InterpreterSettings::default(), RenderSettings::default());
        hayro::render(theirs, &RenderCache::new(), &interpreter, &renderer, &settings)
    }));
    let broken = || LayoutError::Uninterpretable { page: index };
    let pixmap = drawn.map_err(|_| broken())?;
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    // On white every pixel is opaque, so that nothing is premultiplied.
    let rgba = pixmap.data_as_u8_slice().to_vec();
    let png = pixmap.into_png().map_err(|_| broken())?;
    Ok(Picture { width, height, rgba, png })
}

#[expect(
    clippy::as_conversions,
    reason = "from a float: what is no number or negative is 0, what is too large the largest"
)]
const fn pixels(length: f64) -> u64 {
    length as u64
}

#[expect(clippy::as_conversions, reason = "a scale needs no more than seven digits")]
const fn narrow(scale: f64) -> f32 {
    scale as f32
}
