//! What a signature looks like, and where it stands: [`Stamp`] and [`Placement`].
//!
//! An appearance is a form XObject (ISO 32000-2, 12.5.5): an image with its transparency, lines of text in an embedded
//! subset of a font, a QR code. Every colour is defined by a profile, so that a document which promises colours that
//! mean the same everywhere (ISO 19005) keeps its promise. Files are read by the caller: fonts and images come as
//! octets.

mod appearance;
mod colour;
mod conformance;
mod content;
mod font;
mod image;
mod page;
mod qr;
mod text;

pub use colour::Colour;
pub use conformance::Conformance;
pub use font::Font;
pub use image::Image;
pub use page::{Placement, Rect, Rotation};
pub use qr::QrCode;
pub use text::{Align, Text};

pub(crate) use appearance::write;
pub(crate) use page::{Sheet, array, rect};

/// What a signature looks like: an image, text, a QR code, or several of them.
///
/// It has no size of its own: what it holds is fitted into the rectangle where it goes. The QR code takes a square on
/// the right; of what is left the image takes the upper part and the text the lower, as much as it needs.
#[derive(Clone, Debug, Default)]
pub struct Stamp {
    image: Option<Image>,
    text: Option<Text>,
    qr: Option<QrCode>,
    marks: Vec<Mark>,
}

/// Text at a place of its own within a stamp.
#[derive(Clone, Debug)]
struct Mark {
    text: Text,
    /// From the left edge of the stamp, in points.
    left: f64,
    /// The base line of the first line above the lower edge, in points.
    baseline: f64,
}

impl Stamp {
    /// One that shows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows an image, as large as fits, its proportions kept.
    #[must_use]
    pub fn with_image(mut self, image: Image) -> Self {
        self.image = Some(image);
        self
    }

    /// Shows lines of text, smaller than they say if they would not fit.
    #[must_use]
    pub fn with_text(mut self, text: Text) -> Self {
        self.text = Some(text);
        self
    }

    /// Shows a QR code.
    #[must_use]
    pub fn with_qr(mut self, code: QrCode) -> Self {
        self.qr = Some(code);
        self
    }

    /// Shows text at a place of its own: `left` points from the left edge, its first base line `baseline` points above
    /// the lower edge. It is never made smaller.
    #[must_use]
    pub fn with_mark(mut self, text: Text, left: f64, baseline: f64) -> Self {
        self.marks.push(Mark { text, left, baseline });
        self
    }

    /// Does it show nothing?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.image.is_none() && self.text.is_none() && self.qr.is_none() && self.marks.is_empty()
    }
}
