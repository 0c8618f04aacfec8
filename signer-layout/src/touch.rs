//! What a rectangle on a page would cover.

use serde::{Deserialize, Serialize};

use crate::error::LayoutError;
use crate::geometry::{MmRect, Rect};
use crate::pages::Pages;

/// An image over so much of the page is the sheet itself: a scan.
const SHEET: f64 = 0.75;

/// Something on the page that a rectangle touches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Touched {
    /// What it is.
    #[serde(flatten)]
    pub what: Touching,
    /// Where it is, in user space.
    pub rect: Rect,
    /// Where a reader sees it.
    pub mm: MmRect,
}

/// What may be touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Touching {
    /// A line of text.
    Text {
        /// As it reads.
        text: String,
    },
    /// A picture.
    Image,
    /// A picture of the whole sheet: a scan, or a watermark.
    Scan,
    /// A line or an area.
    Drawing,
    /// A signature field without a signature.
    EmptySignatureField {
        /// Its fully qualified name.
        name: String,
    },
    /// A signature.
    Signature {
        /// The name of its field.
        name: String,
    },
    /// Another field of the form.
    Field {
        /// Its fully qualified name.
        name: String,
    },
    /// An annotation that is no field: a note, a highlight, a stamp.
    Annotation {
        /// `/Subtype`.
        subtype: String,
    },
}

/// Everything on the page that the rectangle, in user space, shares an area with.
///
/// A scan of the whole sheet is told as such; text that nobody sees is left out.
///
/// # Errors
/// As [`Pages::content`].
pub fn touches(pages: &Pages<'_, '_>, index: usize, rect: &Rect) -> Result<Vec<Touched>, LayoutError> {
    let all = everything(pages, index)?;
    Ok(all.into_iter().filter(|touched| touched.rect.intersection(rect).is_some()).collect())
}

/// Everything that takes up room on a page.
pub(crate) fn everything(pages: &Pages<'_, '_>, index: usize) -> Result<Vec<Touched>, LayoutError> {
    let page = pages.page(index)?;
    let frame = page.frame();
    let content = pages.content(index)?;
    let mut found = Vec::new();
    let mut add = |what, rect: Rect| found.push(Touched { what, rect, mm: frame.rect_to_mm(&rect) });
    for line in pages.lines(index)? {
        add(Touching::Text { text: line.text }, line.rect);
    }
    let is_sheet =
        |rect: &Rect| rect.intersection(&page.visible).map_or(0.0, |seen| seen.area()) > SHEET * page.visible.area();
    for image in &content.images {
        add(if is_sheet(&image.rect) { Touching::Scan } else { Touching::Image }, image.rect);
    }
    // A frame or a tint around everything is no obstacle; its lines come one by one where they are drawn so.
    for drawing in content.drawings.iter().filter(|rect| !is_sheet(rect)) {
        add(Touching::Drawing, *drawing);
    }
    for annotation in pages.annotations(index)? {
        let what = match annotation.field {
            None => Touching::Annotation { subtype: annotation.subtype },
            Some(field) if !field.is_signature => Touching::Field { name: field.name },
            Some(field) if field.is_filled => Touching::Signature { name: field.name },
            Some(field) => Touching::EmptySignatureField { name: field.name },
        };
        add(what, annotation.rect);
    }
    Ok(found)
}
