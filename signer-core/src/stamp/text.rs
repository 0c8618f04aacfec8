//! Lines of text in one font.

use unicode_normalization::UnicodeNormalization as _;

use crate::error::{Error, Misuse};
use crate::stamp::colour::Colour;
use crate::stamp::font::Font;
use crate::stamp::page::Rect;

/// Where lines stand between the left and the right edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are three")]
pub enum Align {
    /// From the left edge.
    Left,
    /// In the middle.
    #[default]
    Centre,
    /// To the right edge.
    Right,
}

/// Lines of text: in which font, how large, in what colour.
#[derive(Clone, Debug)]
pub struct Text {
    pub(super) lines: Vec<String>,
    pub(super) font: Font,
    pub(super) size: f64,
    pub(super) colour: Colour,
    align: Align,
}

/// From base line to base line, in sizes of the font.
const LEADING: f64 = 1.15;

/// Text is not made smaller than this, in points: nobody could read it.
const SMALLEST: f64 = 4.0;

/// A line where it goes.
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    pub(super) left: f64,
    pub(super) baseline: f64,
    pub(super) size: f64,
}

impl Text {
    /// Lines of black text of `size` points, in the middle. The text is put into Unicode's composed form (NFC).
    ///
    /// # Errors
    /// [`Misuse`] when the font lacks a character, or when the size is no size.
    pub fn new<L: AsRef<str>>(lines: impl IntoIterator<Item = L>, font: Font, size: f64) -> Result<Self, Error> {
        if !(size.is_finite() && (1.0..=200.0).contains(&size)) {
            return Err(Misuse::new("text is from 1 to 200 points large").into());
        }
        let composed = lines.into_iter().map(|line| line.as_ref().nfc().collect::<String>());
        let lines: Vec<String> = composed.map(|line| line.replace('\t', " ")).collect();
        for line in &lines {
            font.must_have(line)?;
        }
        Ok(Self { lines, font, size, colour: Colour::BLACK, align: Align::Centre })
    }

    /// In another colour.
    #[must_use]
    pub const fn with_colour(mut self, colour: Colour) -> Self {
        self.colour = colour;
        self
    }

    /// Not in the middle.
    #[must_use]
    pub const fn with_align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// Width and height that it needs at its size, in points.
    #[must_use]
    pub fn extent(&self) -> (f64, f64) {
        let width = self.lines.iter().map(|line| self.font.width(line, self.size)).fold(0.0, f64::max);
        (width, self.height())
    }

    fn height(&self) -> f64 {
        let between = u32::try_from(self.lines.len().saturating_sub(1)).unwrap_or(u32::MAX);
        (self.font.ascent() - self.font.descent() + LEADING * f64::from(between)) * self.size
    }

    /// How far the first base line is below the upper edge of the text, in points.
    #[must_use]
    pub fn ascent(&self) -> f64 {
        self.font.ascent() * self.size
    }

    /// How far the last line reaches below its base line, in points.
    #[must_use]
    pub fn descent(&self) -> f64 {
        -self.font.descent() * self.size
    }

    /// The part of its size at which it fits.
    ///
    /// # Errors
    /// [`Misuse`] when nobody could read it at that size.
    pub(super) fn scale(&self, width: f64, height: f64) -> Result<f64, Error> {
        let (own_width, own_height) = self.extent();
        // Rounding of a rectangle that was made for the text does not make it smaller.
        const SLACK: f64 = 1.001;
        let fits = |own: f64, room: f64| if own <= room * SLACK { 1.0 } else { room / own };
        let scale = fits(own_width, width).min(fits(own_height, height));
        if scale * self.size < SMALLEST.min(self.size) {
            return Err(Misuse::new("the text does not fit into the rectangle of the signature").into());
        }
        Ok(scale)
    }

    /// Its lines in an area, in the middle between top and bottom.
    pub(super) fn lines_in(&self, area: Rect) -> Result<Vec<Line<'_>>, Error> {
        let scale = self.scale(area.width(), area.height())?;
        let top = (area.top + area.bottom + self.height() * scale) / 2.0;
        Ok(self.lines_from(area.left, area.width(), top - self.ascent() * scale, scale))
    }

    /// Its lines from a place on, at their size.
    pub(super) fn lines_at(&self, left: f64, baseline: f64) -> Vec<Line<'_>> {
        self.lines_from(left, self.extent().0, baseline, 1.0)
    }

    fn lines_from(&self, left: f64, width: f64, baseline: f64, scale: f64) -> Vec<Line<'_>> {
        let size = self.size * scale;
        let place = |(index, text): (u32, &'_ String)| {
            let room = width - self.font.width(text, size);
            let shift = match self.align {
                Align::Left => 0.0,
                Align::Centre => room / 2.0,
                Align::Right => room,
            };
            (left + shift, baseline - LEADING * size * f64::from(index))
        };
        let lines = (0_u32..).zip(&self.lines);
        lines
            .map(|(index, text)| {
                let (left, baseline) = place((index, text));
                Line { text, left, baseline, size }
            })
            .collect()
    }
}
