//! The content stream of a stamp: what it holds, arranged in an area.

use crate::error::Error;
use crate::stamp::Stamp;
use crate::stamp::colour::Colour;
use crate::stamp::font::{Font, Subset};
use crate::stamp::page::Rect;
use crate::stamp::text::{Line, Text};

/// Between the parts of a stamp, in points.
const GAP: f64 = 2.0;

/// Where the parts go.
struct Arrangement {
    image: Option<Rect>,
    text: Option<Rect>,
    qr: Option<Rect>,
}

/// The operators of a stamp, upright in a rectangle of this extent, and the fonts that they name.
pub(super) struct Content {
    pub(super) octets: Vec<u8>,
    pub(super) fonts: Vec<Subset>,
    pub(super) sources: Vec<Font>,
}

impl Stamp {
    fn arrange(&self, width: f64, height: f64) -> Result<Arrangement, Error> {
        let mut left = Rect::new(0.0, 0.0, width, height);
        let others = self.image.is_some() || self.text.is_some();
        let qr = self.qr.as_ref().map(|_| {
            let side = height.min(if others { width / 2.0 } else { width });
            let area = Rect::new(width - side, (height - side) / 2.0, side, side);
            if others {
                left.right = area.left - GAP;
                area
            } else {
                left
            }
        });
        let (image, text) = match (&self.image, &self.text) {
            (Some(_), Some(text)) => {
                // The text as large as it says, but never more than half of the height.
                let own = text.extent().1 * text.scale(left.width(), f64::MAX)?;
                let needed = own.min(left.height() / 2.0);
                let lower = Rect { top: left.bottom + needed, ..left };
                let upper = Rect { bottom: (lower.top + GAP).min(left.top), ..left };
                (Some(upper), Some(lower))
            }
            (image, text) => (image.as_ref().map(|_| left), text.as_ref().map(|_| left)),
        };
        Ok(Arrangement { image, text, qr })
    }

    /// Operators for an area of this extent, its lower left corner at the origin.
    pub(super) fn content(&self, width: f64, height: f64) -> Result<Content, Error> {
        let places = self.arrange(width, height)?;
        let mut out = Writer::new(self)?;
        if let (Some(image), Some(area)) = (&self.image, places.image) {
            out.image(fit(f64::from(image.width), f64::from(image.height), area));
        }
        if let (Some(text), Some(area)) = (&self.text, places.text) {
            out.text(text, &text.lines_in(area)?);
        }
        if let (Some(code), Some(area)) = (&self.qr, places.qr) {
            out.operators.push_str(&format!("/C0 cs {} sc\n{}", Colour::BLACK.operands(), code.draw(area)));
        }
        for mark in &self.marks {
            out.text(&mark.text, &mark.text.lines_at(mark.left, mark.baseline));
        }
        Ok(out.finish())
    }

    fn texts(&self) -> impl Iterator<Item = &Text> {
        self.text.iter().chain(self.marks.iter().map(|mark| &mark.text))
    }
}

/// As large as fits, in the middle, its proportions kept.
fn fit(width: f64, height: f64, area: Rect) -> Rect {
    let scale = (area.width() / width).min(area.height() / height);
    let (width, height) = (width * scale, height * scale);
    Rect::new((area.left + area.right - width) / 2.0, (area.bottom + area.top - height) / 2.0, width, height)
}

struct Writer {
    operators: String,
    fonts: Vec<Subset>,
    sources: Vec<Font>,
}

impl Writer {
    /// One subset of each font for all that is written in it.
    fn new(stamp: &Stamp) -> Result<Self, Error> {
        let mut sources: Vec<Font> = Vec::new();
        for text in stamp.texts() {
            if !sources.iter().any(|font| font.is(&text.font)) {
                sources.push(text.font.clone());
            }
        }
        let mut fonts = Vec::new();
        for font in &sources {
            let texts = stamp.texts().filter(|text| text.font.is(font));
            fonts.push(font.subset(texts.flat_map(|text| &text.lines).flat_map(|line| line.chars()))?);
        }
        Ok(Self { operators: String::from("q\n"), fonts, sources })
    }

    fn image(&mut self, area: Rect) {
        let Rect { left, bottom, .. } = area;
        let (width, height) = (area.width(), area.height());
        self.operators.push_str(&format!("q {width:.3} 0 0 {height:.3} {left:.3} {bottom:.3} cm /I0 Do Q\n"));
    }

    fn text(&mut self, text: &Text, lines: &[Line<'_>]) {
        let found = self.sources.iter().position(|font| font.is(&text.font));
        let Some((index, subset)) = found.and_then(|index| Some((index, self.fonts.get(index)?))) else { return };
        let mut out = format!("/C0 cs {} sc\nBT\n", text.colour.operands());
        for Line { text, left, baseline, size } in lines {
            let shown = subset.show(text);
            out.push_str(&format!("/F{index} {size:.3} Tf 1 0 0 1 {left:.3} {baseline:.3} Tm {shown} Tj\n"));
        }
        out.push_str("ET\n");
        self.operators.push_str(&out);
    }

    fn finish(mut self) -> Content {
        self.operators.push_str("Q\n");
        Content { octets: self.operators.into_bytes(), fonts: self.fonts, sources: self.sources }
    }
}
