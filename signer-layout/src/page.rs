//! The geometry of one page: its boxes, how it is turned, and the frame that a reader sees it in.

use signer_core::error::{Error, Malformed};
use signer_core::pdf::{Dictionary, Object, ObjectId, View};

use crate::geometry::{MmPoint, MmRect, POINTS_PER_MM, Point, Rect, Turn};

/// A page: where its visible part is in user space, and how a viewer turns it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// From 0.
    pub index: usize,
    /// The page object.
    pub id: ObjectId,
    /// `/MediaBox`: the sheet.
    pub media: Rect,
    /// What a viewer shows: `/CropBox` where it overlaps the sheet (ISO 32000-2, 14.11.2), else the sheet.
    pub visible: Rect,
    /// `/Rotate`.
    pub turn: Turn,
    /// `/UserUnit`: 1/72 inch times this is a unit of user space.
    pub user_unit: f64,
}

impl Page {
    /// Reads the geometry of the page with this index, from 0.
    ///
    /// # Errors
    /// `Misuse` when there is no such page; `Malformed` when it has no area; `Limit`.
    pub fn read(view: View<'_, '_>, index: usize) -> Result<Self, Error> {
        let (id, dictionary) = view.page(index)?;
        let media = rectangle(view, &dictionary, "MediaBox")?;
        let media = media.filter(has_area).ok_or(Malformed::new("page", 0, "/MediaBox with an area"))?;
        let crop = rectangle(view, &dictionary, "CropBox")?.and_then(|crop| crop.intersection(&media));
        let rotate = view.entry(&dictionary, "Rotate")?.as_integer().unwrap_or(0);
        let user_unit = view.entry(&dictionary, "UserUnit")?.as_number().unwrap_or(1.0);
        // 75,000 is Acrobat's own limit (Annex C); nothing and less are no unit.
        let user_unit = if user_unit > 0.0 && user_unit <= 75_000.0 { user_unit } else { 1.0 };
        Ok(Self {
            index,
            id,
            media,
            visible: crop.filter(has_area).unwrap_or(media),
            turn: Turn::from_degrees(rotate),
            user_unit,
        })
    }

    /// The page as a viewer shows it.
    #[must_use]
    pub const fn frame(&self) -> Frame {
        self.frame_turned(self.turn)
    }

    /// The visible part of the page as it looks turned so, whatever `/Rotate` says: as text of that turn is read.
    #[must_use]
    pub const fn frame_turned(&self, turn: Turn) -> Frame {
        Frame { visible: self.visible, turn, mm: self.user_unit / POINTS_PER_MM }
    }

    /// Millimetres as units of user space.
    #[must_use]
    pub fn units(&self, mm: f64) -> f64 {
        mm * POINTS_PER_MM / self.user_unit
    }

    /// Units of user space as millimetres.
    #[must_use]
    pub fn mm(&self, units: f64) -> f64 {
        units * self.user_unit / POINTS_PER_MM
    }
}

/// A way to look at a page: what of it is visible, which way up, and how large a unit is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    visible: Rect,
    turn: Turn,
    /// Millimetres in a unit of user space.
    mm: f64,
}

impl Frame {
    /// Width of what is visible, in millimetres.
    #[must_use]
    pub fn width(&self) -> f64 {
        let across = match self.turn {
            Turn::None | Turn::Half => self.visible.width(),
            Turn::Quarter | Turn::ThreeQuarters => self.visible.height(),
        };
        across * self.mm
    }

    /// Height of what is visible, in millimetres.
    #[must_use]
    pub fn height(&self) -> f64 {
        let down = match self.turn {
            Turn::None | Turn::Half => self.visible.height(),
            Turn::Quarter | Turn::ThreeQuarters => self.visible.width(),
        };
        down * self.mm
    }

    /// The whole of it.
    #[must_use]
    pub fn whole(&self) -> MmRect {
        MmRect::new(0.0, 0.0, self.width(), self.height())
    }

    /// How the page is turned in this frame.
    #[must_use]
    pub const fn turn(&self) -> Turn {
        self.turn
    }

    /// Where a reader sees a point of user space.
    #[must_use]
    pub const fn to_mm(&self, point: Point) -> MmPoint {
        let Rect { x0, y0, x1, y1 } = self.visible;
        let (left, top) = match self.turn {
            Turn::None => (point.x - x0, y1 - point.y),
            Turn::Quarter => (point.y - y0, point.x - x0),
            Turn::Half => (x1 - point.x, point.y - y0),
            Turn::ThreeQuarters => (y1 - point.y, x1 - point.x),
        };
        MmPoint { left: left * self.mm, top: top * self.mm }
    }

    /// Where in user space is what a reader sees there.
    #[must_use]
    pub const fn to_user(&self, point: MmPoint) -> Point {
        let Rect { x0, y0, x1, y1 } = self.visible;
        let (left, top) = (point.left / self.mm, point.top / self.mm);
        match self.turn {
            Turn::None => Point::new(x0 + left, y1 - top),
            Turn::Quarter => Point::new(x0 + top, y0 + left),
            Turn::Half => Point::new(x1 - left, y0 + top),
            Turn::ThreeQuarters => Point::new(x1 - top, y1 - left),
        }
    }

    /// Where a reader sees a rectangle of user space.
    #[must_use]
    pub const fn rect_to_mm(&self, rect: &Rect) -> MmRect {
        let one = self.to_mm(Point::new(rect.x0, rect.y0));
        let other = self.to_mm(Point::new(rect.x1, rect.y1));
        MmRect::from_edges(
            one.left.min(other.left),
            one.top.min(other.top),
            one.left.max(other.left),
            one.top.max(other.top),
        )
    }

    /// Where in user space is the rectangle that a reader sees there.
    #[must_use]
    pub const fn rect_to_user(&self, rect: &MmRect) -> Rect {
        let one = self.to_user(MmPoint { left: rect.left, top: rect.top });
        let other = self.to_user(MmPoint { left: rect.right(), top: rect.bottom() });
        Rect::new(one.x, one.y, other.x, other.y)
    }
}

fn has_area(rect: &Rect) -> bool {
    // A sheet of more than 10^7 units a side, or of a tenth of one, is no page.
    let is_length = |length: f64| (0.1..1e7).contains(&length);
    is_length(rect.width()) && is_length(rect.height())
}

/// A rectangle (7.9.5) that a dictionary names, its corners in any order.
///
/// # Errors
/// As [`View::get`].
pub(crate) fn rectangle(view: View<'_, '_>, dictionary: &Dictionary, key: &str) -> Result<Option<Rect>, Error> {
    let Object::Array(numbers) = view.entry(dictionary, key)? else { return Ok(None) };
    let mut sides = [0.0; 4];
    for (side, number) in sides.iter_mut().zip(&numbers) {
        let Some(number) = view.resolve(number)?.as_number() else { return Ok(None) };
        *side = number;
    }
    let [x0, y0, x1, y1] = sides;
    Ok((numbers.len() == 4 && sides.iter().all(|side| side.is_finite())).then(|| Rect::new(x0, y0, x1, y1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(turn: Turn) -> Page {
        let media = Rect::new(0.0, 0.0, 595.0, 842.0);
        let visible = Rect::new(20.0, 30.0, 420.0, 630.0);
        Page { index: 0, id: ObjectId::new(1, 0), media, visible, turn, user_unit: 2.0 }
    }

    #[test]
    fn a_point_comes_back_from_each_turn() {
        for turn in Turn::ALL {
            let frame = page(turn).frame();
            let point = Point::new(55.0, 444.0);
            let back = frame.to_user(frame.to_mm(point));
            assert!((back.x - point.x).abs() < 1e-9 && (back.y - point.y).abs() < 1e-9, "{turn:?}");
        }
    }

    #[test]
    fn the_top_left_corner_is_that_of_the_visible_part_as_it_is_turned() {
        let corner = |turn| page(turn).frame().to_user(MmPoint { left: 0.0, top: 0.0 });
        assert_eq!(corner(Turn::None), Point::new(20.0, 630.0));
        assert_eq!(corner(Turn::Quarter), Point::new(20.0, 30.0));
        assert_eq!(corner(Turn::Half), Point::new(420.0, 30.0));
        assert_eq!(corner(Turn::ThreeQuarters), Point::new(420.0, 630.0));
    }

    #[test]
    fn a_user_unit_makes_the_page_larger() {
        let frame = page(Turn::Quarter).frame();
        assert!((frame.width() - 600.0 * 2.0 * 25.4 / 72.0).abs() < 1e-9);
        assert!((frame.height() - 400.0 * 2.0 * 25.4 / 72.0).abs() < 1e-9);
    }
}
