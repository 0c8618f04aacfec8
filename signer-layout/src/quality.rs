//! What a copy or a scan must be: resolution of pictures, fonts in the file, the version of PDF.

use serde::{Deserialize, Serialize};

use crate::error::LayoutError;
use crate::pages::Pages;

/// A page that is a picture, and how fine the picture is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// The page, from 0.
    pub page: usize,
    /// Dots per inch across.
    pub across: f64,
    /// Dots per inch down.
    pub down: f64,
    /// How much of the visible page it covers, from 0 to 1.
    pub covers: f64,
}

impl Scan {
    /// The coarser of the two.
    #[must_use]
    pub const fn dpi(&self) -> f64 {
        self.across.min(self.down)
    }
}

/// An image over so much of the page is a scan of it.
const SCAN: f64 = 0.5;

/// The scan that a page shows, if it is one: the coarsest image that covers half of it or more. A sheet scanned in strips
/// is a scan, too: then its strips count together, and the coarsest decides.
///
/// # Errors
/// As [`Pages::content`].
pub fn scan(pages: &Pages<'_, '_>, index: usize) -> Result<Option<Scan>, LayoutError> {
    let page = pages.page(index)?;
    let content = pages.content(index)?;
    let sheet = page.visible.area();
    let inch = |units: f64| page.mm(units) / 25.4;
    let mut covers = 0.0;
    let mut coarsest: Option<(f64, f64)> = None;
    for image in &content.images {
        let seen = image.rect.intersection(&page.visible).map_or(0.0, |seen| seen.area()) / sheet;
        // Logos and photographs in a scan are not the scan.
        if seen < 0.02 || image.across <= 0.0 || image.up <= 0.0 {
            continue;
        }
        covers += seen;
        let dots = (f64::from(image.columns) / inch(image.across), f64::from(image.rows) / inch(image.up));
        if coarsest.is_none_or(|known| dots.0.min(dots.1) < known.0.min(known.1)) {
            coarsest = Some(dots);
        }
    }
    let Some((across, down)) = coarsest.filter(|_| covers >= SCAN) else { return Ok(None) };
    Ok(Some(Scan { page: index, across, down, covers: covers.min(1.0) }))
}

/// A font that a page names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FontUse {
    /// `/BaseFont`, without the prefix of a subset.
    pub name: String,
    /// Is its program in the file?
    pub embedded: bool,
}

/// The fonts that a page names, those of its forms and annotations included; each once.
///
/// # Errors
/// [`LayoutError`] when the page cannot be read.
pub fn fonts(pages: &Pages<'_, '_>, index: usize) -> Result<Vec<FontUse>, LayoutError> {
    Ok(crate::weigh::fonts(pages.view(), index)?)
}

/// The version of PDF that the file says it follows: major, minor. The catalogue wins where it says a later one (7.2.2).
///
/// # Errors
/// [`LayoutError`] when there is no catalogue.
pub fn version(pages: &Pages<'_, '_>) -> Result<Option<(u8, u8)>, LayoutError> {
    let document = pages.view().document();
    let octets = document.octets().get(document.shift()..).unwrap_or_default();
    let header = octets.strip_prefix(b"%PDF-").and_then(|rest| numbers(rest.get(..3)?));
    let catalog = pages.view().catalog()?;
    let named = catalog.name("Version").and_then(|name| numbers(name.as_octets()));
    Ok(header.max(named))
}

fn numbers(octets: &[u8]) -> Option<(u8, u8)> {
    match octets {
        [major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit() => {
            Some((major.saturating_sub(b'0'), minor.saturating_sub(b'0')))
        }
        _ => None,
    }
}
