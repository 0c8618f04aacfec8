//! Pages as they are shown, and rectangles on them.

use crate::error::{Error, Misuse};
use crate::pdf::{Dictionary, Object, ObjectId, View};

/// A rectangle, in points.
///
/// Of a page it counts from the lower left corner of what is shown of it, upright: after `/Rotate`, within `/CropBox`,
/// in points of 1/72 inch whatever `/UserUnit` is.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a rectangle has four sides")]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Lower edge.
    pub bottom: f64,
    /// Right edge.
    pub right: f64,
    /// Upper edge.
    pub top: f64,
}

impl Rect {
    /// From the lower left corner and the extent.
    #[must_use]
    pub const fn new(left: f64, bottom: f64, width: f64, height: f64) -> Self {
        Self { left, bottom, right: left + width, top: bottom + height }
    }

    /// From left to right.
    #[must_use]
    pub const fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From the bottom to the top.
    #[must_use]
    pub const fn height(&self) -> f64 {
        self.top - self.bottom
    }

    /// Whether its sides are numbers, and it is wide and high.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        let finite = [self.left, self.bottom, self.right, self.top].iter().all(|side| side.is_finite());
        finite && self.width() > 0.0 && self.height() > 0.0
    }

    /// Whether `other` is inside, but for a hundredth of a point.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        const SLACK: f64 = 0.01;
        self.left <= other.left + SLACK
            && self.bottom <= other.bottom + SLACK
            && self.right + SLACK >= other.right
            && self.top + SLACK >= other.top
    }

    fn read(value: &[f64]) -> Option<Self> {
        let [a, b, c, d] = value else { return None };
        let rect = Self { left: a.min(*c), bottom: b.min(*d), right: a.max(*c), top: b.max(*d) };
        rect.is_visible().then_some(rect)
    }

    fn intersection(&self, other: &Self) -> Option<Self> {
        let both = Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        };
        both.is_visible().then_some(both)
    }
}

/// Where a signature stands: on which page, and where on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    page: usize,
    at: At,
}

/// A rectangle, by one of two ways to count.
#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    /// Of the page as it is shown.
    Shown(Rect),
    /// In default user space, and how the stamp is turned there.
    UserSpace(Rect, Rotation),
}

impl Placement {
    /// On the page of this index (the first is 0), in a rectangle of the page as it is shown.
    #[must_use]
    pub const fn new(page: usize, rect: Rect) -> Self {
        Self { page, at: At::Shown(rect) }
    }

    /// On the page of this index, in a rectangle of its default user space (ISO 32000-2, 8.3.2.3), upright when the
    /// page is turned so: for places found beside text that runs another way than the page is shown.
    #[must_use]
    pub const fn in_user_space(page: usize, rect: Rect, turned: Rotation) -> Self {
        Self { page, at: At::UserSpace(rect, turned) }
    }

    /// The index of the page.
    #[must_use]
    pub const fn page(&self) -> usize {
        self.page
    }
}

/// How far a page is turned clockwise when it is shown (ISO 32000-2, 7.7.3.3, Table 31, `/Rotate`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are four multiples of 90 degrees")]
pub enum Rotation {
    /// Not at all.
    None,
    /// 90 degrees.
    Quarter,
    /// 180 degrees.
    Half,
    /// 270 degrees.
    ThreeQuarters,
}

impl Rotation {
    /// From a multiple of 90 degrees, clockwise; others are no turn.
    #[must_use]
    pub const fn from_degrees(degrees: i64) -> Self {
        match degrees.rem_euclid(360) {
            90 => Self::Quarter,
            180 => Self::Half,
            270 => Self::ThreeQuarters,
            _ => Self::None,
        }
    }

    /// Are width and height exchanged?
    #[must_use]
    pub const fn is_sideways(self) -> bool {
        matches!(self, Self::Quarter | Self::ThreeQuarters)
    }

    /// `/Matrix` of an appearance that is to be upright on the page: turned the other way.
    pub(super) fn matrix(self) -> Option<[f64; 6]> {
        match self {
            Self::None => None,
            Self::Quarter => Some([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
            Self::Half => Some([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
            Self::ThreeQuarters => Some([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
        }
    }
}

/// A page, and how what is shown of it lies in its own coordinates.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) id: ObjectId,
    pub(crate) dictionary: Dictionary,
    pub(crate) rotation: Rotation,
    /// What is shown, in units of the page.
    shown: Rect,
    /// Points a unit.
    unit: f64,
}

/// US Letter, which readers take where no box is given.
const DEFAULT_BOX: Rect = Rect { left: 0.0, bottom: 0.0, right: 612.0, top: 792.0 };

impl Sheet {
    /// The page of this index.
    pub(crate) fn find(view: &View<'_, '_>, index: usize) -> Result<Self, Error> {
        let (id, dictionary) = view.page(index)?;
        Self::read(view, id, dictionary)
    }

    fn read(view: &View<'_, '_>, id: ObjectId, dictionary: Dictionary) -> Result<Self, Error> {
        let media = rect(view, &dictionary, "MediaBox")?.unwrap_or(DEFAULT_BOX);
        let crop = rect(view, &dictionary, "CropBox")?.and_then(|crop| crop.intersection(&media));
        let unit = view.entry(&dictionary, "UserUnit")?.as_number().filter(|unit| *unit > 0.0).unwrap_or(1.0);
        let rotation = Rotation::from_degrees(view.entry(&dictionary, "Rotate")?.as_integer().unwrap_or(0));
        Ok(Self { id, dictionary, rotation, shown: crop.unwrap_or(media), unit })
    }

    /// What is shown, in points: its lower left corner is the origin.
    pub(crate) fn bounds(&self) -> Rect {
        let (width, height) = self.upright(self.shown.width(), self.shown.height());
        Rect::new(0.0, 0.0, width, height)
    }

    fn upright(&self, width: f64, height: f64) -> (f64, f64) {
        let (width, height) = (width * self.unit, height * self.unit);
        if self.rotation.is_sideways() { (height, width) } else { (width, height) }
    }

    /// The extent that a rectangle in units of the page has when it is shown, in points.
    pub(crate) fn extent_of(&self, rect: &Rect) -> (f64, f64) {
        self.upright(rect.width(), rect.height())
    }

    /// A rectangle of what is shown, in units of the page.
    pub(crate) fn to_page(&self, rect: &Rect) -> Rect {
        let [left, bottom, right, top] = [rect.left, rect.bottom, rect.right, rect.top].map(|side| side / self.unit);
        let (width, height) = (self.shown.width(), self.shown.height());
        // 7.7.3.3: turned clockwise, a point (u, v) of the page is shown at (v, width - u) after a quarter.
        let (left, bottom, right, top) = match self.rotation {
            Rotation::None => (left, bottom, right, top),
            Rotation::Quarter => (width - top, left, width - bottom, right),
            Rotation::Half => (width - right, height - top, width - left, height - bottom),
            Rotation::ThreeQuarters => (bottom, height - right, top, height - left),
        };
        let (x, y) = (self.shown.left, self.shown.bottom);
        Rect { left: left + x, bottom: bottom + y, right: right + x, top: top + y }
    }

    /// The page on which a widget stands: whose annotations name it. `/P` of the widget is only advice (12.5.2).
    pub(crate) fn of_widget(view: &View<'_, '_>, widget: ObjectId) -> Result<Option<Self>, Error> {
        let mut found = None;
        view.each_page(&mut |id, page| {
            if found.is_none() && has_annotation(view, page, widget)? {
                found = Some((id, page.clone()));
            }
            Ok(())
        })?;
        found.map(|(id, page)| Self::read(view, id, page)).transpose()
    }
}

fn has_annotation(view: &View<'_, '_>, page: &Dictionary, widget: ObjectId) -> Result<bool, Error> {
    let annotations = view.entry(page, "Annots")?;
    let named = annotations.as_array().unwrap_or_default();
    Ok(named.iter().any(|annotation| annotation.as_reference() == Some(widget)))
}

/// The rectangle that an entry is, its corners in any order.
pub(crate) fn rect(view: &View<'_, '_>, dictionary: &Dictionary, key: &str) -> Result<Option<Rect>, Error> {
    let array = view.entry(dictionary, key)?;
    let mut numbers = Vec::new();
    for side in array.as_array().unwrap_or_default().iter().take(5) {
        numbers.extend(view.resolve(side)?.as_number());
    }
    Ok(Rect::read(&numbers))
}

impl Placement {
    /// The page, turned so that the stamp is upright on it, and the rectangle in its own units.
    ///
    /// # Errors
    /// [`Misuse`] when the rectangle is empty or beyond what is shown of the page.
    pub(crate) fn resolve(&self, view: &View<'_, '_>) -> Result<(Sheet, Rect), Error> {
        let mut sheet = Sheet::find(view, self.page)?;
        let (given, shown) = match self.at {
            At::Shown(rect) => (rect, sheet.bounds()),
            At::UserSpace(rect, _) => (rect, sheet.shown),
        };
        if !given.is_visible() {
            return Err(Misuse::new("a visible signature needs a rectangle with a width and a height").into());
        }
        if !shown.contains(&given) {
            let bounds = sheet.bounds();
            return Err(Misuse::new(format!(
                "the rectangle reaches beyond the page, of which {:.0} × {:.0} points are shown",
                bounds.width(),
                bounds.height()
            ))
            .into());
        }
        match self.at {
            At::Shown(rect) => {
                let rect = sheet.to_page(&rect);
                Ok((sheet, rect))
            }
            At::UserSpace(rect, turned) => {
                sheet.rotation = turned;
                Ok((sheet, rect))
            }
        }
    }
}

/// As an array for `/Rect` or `/BBox`, to a thousandth of a point.
pub(crate) fn array(rect: &Rect) -> Vec<Object> {
    [rect.left, rect.bottom, rect.right, rect.top].map(number).to_vec()
}

/// A number to a thousandth, without a fraction where it has none.
pub(super) fn number(value: f64) -> Object {
    Object::Real((value * 1000.0).round() / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rotation: Rotation, unit: f64) -> Sheet {
        let shown = Rect { left: 10.0, bottom: 20.0, right: 110.0, top: 220.0 };
        Sheet { id: ObjectId::new(1, 0), dictionary: Dictionary::new(), rotation, shown, unit }
    }

    #[test]
    fn the_lower_left_corner_of_what_is_shown_is_found_on_a_page_turned_any_way() {
        let corner = Rect::new(0.0, 0.0, 5.0, 3.0);
        let at = |rotation| sheet(rotation, 1.0).to_page(&corner);
        assert_eq!(at(Rotation::None), Rect::new(10.0, 20.0, 5.0, 3.0));
        assert_eq!(at(Rotation::Quarter), Rect::new(107.0, 20.0, 3.0, 5.0));
        assert_eq!(at(Rotation::Half), Rect::new(105.0, 217.0, 5.0, 3.0));
        assert_eq!(at(Rotation::ThreeQuarters), Rect::new(10.0, 215.0, 3.0, 5.0));
    }

    #[test]
    fn a_page_in_units_of_two_points_is_twice_as_large() {
        let sheet = sheet(Rotation::Quarter, 2.0);
        assert_eq!(sheet.bounds(), Rect::new(0.0, 0.0, 400.0, 200.0));
        assert_eq!(sheet.to_page(&Rect::new(0.0, 0.0, 10.0, 6.0)), Rect::new(107.0, 20.0, 3.0, 5.0));
        assert_eq!(sheet.extent_of(&Rect::new(0.0, 0.0, 3.0, 5.0)), (10.0, 6.0));
    }
}
