//! Points, rectangles and maps between the coordinates of a file and what a reader sees.

use serde::{Deserialize, Serialize};

/// Points of user space in a millimetre, where `/UserUnit` is 1 (ISO 32000-2, 8.3.2.3).
pub const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// A point in default user space: as coordinates stand in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// To the right, where the page is not rotated.
    pub x: f64,
    /// Upwards, where the page is not rotated.
    pub y: f64,
}

impl Point {
    /// From its coordinates.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// A rectangle in default user space, as `/Rect` of an annotation says it: `x0 <= x1`, `y0 <= y1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left.
    pub x0: f64,
    /// Bottom.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Top.
    pub y1: f64,
}

impl Rect {
    /// From two opposite corners, in any order.
    #[must_use]
    pub const fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    /// The smallest that has all these points; none of no points.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let start = Self { x0: first.x, y0: first.y, x1: first.x, y1: first.y };
        Some(points.fold(start, |rect, point| Self {
            x0: rect.x0.min(point.x),
            y0: rect.y0.min(point.y),
            x1: rect.x1.max(point.x),
            y1: rect.y1.max(point.y),
        }))
    }

    /// The smallest that has both.
    #[must_use]
    pub const fn union(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// What is in both; nothing when they do not overlap in an area.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let both = Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (both.x0 < both.x1 && both.y0 < both.y1).then_some(both)
    }

    /// Width, in units of user space.
    #[must_use]
    pub const fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Height, in units of user space.
    #[must_use]
    pub const fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// Area, in square units of user space.
    #[must_use]
    pub const fn area(&self) -> f64 {
        self.width() * self.height()
    }

    /// The middle.
    #[must_use]
    pub const fn centre(&self) -> Point {
        Point { x: f64::midpoint(self.x0, self.x1), y: f64::midpoint(self.y0, self.y1) }
    }

    /// Is the point in it or on its edge?
    #[must_use]
    pub const fn contains(&self, point: Point) -> bool {
        self.x0 <= point.x && point.x <= self.x1 && self.y0 <= point.y && point.y <= self.y1
    }

    /// Larger by so much on each side; smaller, where it is negative.
    #[must_use]
    pub const fn grown(&self, by: f64) -> Self {
        Self::new(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)
    }

    /// The corners, counter-clockwise from the lower left.
    #[must_use]
    pub const fn corners(&self) -> [Point; 4] {
        [
            Point::new(self.x0, self.y0),
            Point::new(self.x1, self.y0),
            Point::new(self.x1, self.y1),
            Point::new(self.x0, self.y1),
        ]
    }
}

/// A point as a reader sees it: millimetres from the top left corner of an upright page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MmPoint {
    /// From the left edge, in millimetres.
    pub left: f64,
    /// From the top edge, in millimetres.
    pub top: f64,
}

/// A rectangle as a reader sees it: millimetres from the top left corner of an upright page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MmRect {
    /// From the left edge, in millimetres.
    pub left: f64,
    /// From the top edge, in millimetres.
    pub top: f64,
    /// In millimetres.
    pub width: f64,
    /// In millimetres.
    pub height: f64,
}

impl MmRect {
    /// From its left and top edges and its size.
    #[must_use]
    pub const fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { left, top, width, height }
    }

    /// From its four edges.
    #[must_use]
    pub const fn from_edges(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// Of this size around a point.
    #[must_use]
    pub const fn centred(at: MmPoint, width: f64, height: f64) -> Self {
        Self { left: at.left - width / 2.0, top: at.top - height / 2.0, width, height }
    }

    /// The right edge.
    #[must_use]
    pub const fn right(&self) -> f64 {
        self.left + self.width
    }

    /// The bottom edge.
    #[must_use]
    pub const fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// The middle.
    #[must_use]
    pub const fn centre(&self) -> MmPoint {
        MmPoint { left: self.left + self.width / 2.0, top: self.top + self.height / 2.0 }
    }

    /// Do they overlap in an area?
    #[must_use]
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right() && other.left < self.right() && self.top < other.bottom() && other.top < self.bottom()
    }

    /// The smallest that has both.
    #[must_use]
    pub const fn union(&self, other: &Self) -> Self {
        Self::from_edges(
            self.left.min(other.left),
            self.top.min(other.top),
            self.right().max(other.right()),
            self.bottom().max(other.bottom()),
        )
    }
}

/// How far something is turned, clockwise, in quarters of a circle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Not at all.
    #[default]
    None,
    /// 90° clockwise.
    Quarter,
    /// 180°.
    Half,
    /// 270° clockwise.
    ThreeQuarters,
}

impl Turn {
    /// Every turn.
    pub const ALL: [Self; 4] = [Self::None, Self::Quarter, Self::Half, Self::ThreeQuarters];

    /// From a multiple of 90 degrees, clockwise, as `/Rotate` says it; others are no turn.
    #[must_use]
    pub const fn from_degrees(degrees: i64) -> Self {
        match degrees.rem_euclid(360) {
            90 => Self::Quarter,
            180 => Self::Half,
            270 => Self::ThreeQuarters,
            _ => Self::None,
        }
    }

    /// Clockwise.
    #[must_use]
    pub const fn degrees(self) -> i64 {
        match self {
            Self::None => 0,
            Self::Quarter => 90,
            Self::Half => 180,
            Self::ThreeQuarters => 270,
        }
    }

    /// The `/Matrix` of an appearance (12.5.5) that is upright once the page has been turned so.
    #[must_use]
    pub const fn matrix(self) -> Matrix {
        Matrix(match self {
            Self::None => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            Self::Quarter => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
            Self::Half => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
            Self::ThreeQuarters => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
        })
    }

    /// The turn after which text that runs in this direction of user space is upright, if there is one.
    ///
    /// 3° off are tolerated: a scanned sheet is never quite straight.
    #[must_use]
    pub fn of_direction(x: f64, y: f64) -> Option<Self> {
        // The sine of 3°.
        const SKEW: f64 = 0.0523;
        let length = x.hypot(y);
        if length <= 0.0 || !length.is_finite() {
            return None;
        }
        let (x, y) = (x / length, y / length);
        match () {
            () if y.abs() <= SKEW && x > 0.0 => Some(Self::None),
            () if x.abs() <= SKEW && y > 0.0 => Some(Self::Quarter),
            () if y.abs() <= SKEW => Some(Self::Half),
            () if x.abs() <= SKEW => Some(Self::ThreeQuarters),
            () => None,
        }
    }
}

/// A map of the plane, as `cm` takes it: `x' = a·x + c·y + e`, `y' = b·x + d·y + f` (ISO 32000-2, 8.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    /// The map that moves nothing.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Where the point comes to lie.
    #[must_use]
    pub const fn apply(&self, point: Point) -> Point {
        let [a, b, c, d, e, f] = self.0;
        Point { x: a * point.x + c * point.y + e, y: b * point.x + d * point.y + f }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_runs_up_the_sheet_is_upright_after_a_quarter_turn() {
        assert_eq!(Turn::of_direction(1.0, 0.0), Some(Turn::None));
        assert_eq!(Turn::of_direction(0.0, 2.0), Some(Turn::Quarter));
        assert_eq!(Turn::of_direction(-1.0, 0.01), Some(Turn::Half));
        assert_eq!(Turn::of_direction(0.0, -1.0), Some(Turn::ThreeQuarters));
        assert_eq!(Turn::of_direction(1.0, 1.0), None);
        assert_eq!(Turn::of_direction(0.0, 0.0), None);
    }

    #[test]
    fn rectangles_that_only_touch_share_no_area() {
        let left = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert_eq!(left.intersection(&Rect::new(10.0, 0.0, 20.0, 10.0)), None);
        assert_eq!(left.intersection(&Rect::new(20.0, 5.0, 9.0, 7.0)), Some(Rect::new(9.0, 5.0, 10.0, 7.0)));
    }
}
