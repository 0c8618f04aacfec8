//! Rectangles on a page, in its default units (1/72 inch).

use crate::pdf::Object;

/// A rectangle with its corners in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rectangle {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

/// What touches is not over each other: half a point, the width of a pen.
const TOUCH: f64 = 0.5;

impl Rectangle {
    /// Four numbers (ISO 32000-2, 7.9.5).
    pub(super) fn read(object: &Object) -> Option<Self> {
        let numbers: Vec<f64> = object.as_array()?.iter().filter_map(Object::as_number).collect();
        let [a, b, c, d] = numbers.as_slice() else { return None };
        let all = [a, b, c, d].iter().all(|number| number.is_finite());
        all.then(|| Self { left: a.min(*c), bottom: b.min(*d), right: a.max(*c), top: b.max(*d) })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.right - self.left < TOUCH || self.top - self.bottom < TOUCH
    }

    pub(super) fn area(&self) -> f64 {
        (self.right - self.left) * (self.top - self.bottom)
    }

    /// The area that both have.
    pub(super) fn common(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.top.min(other.top) - self.bottom.max(other.bottom);
        if width > TOUCH && height > TOUCH { width * height } else { 0.0 }
    }

    /// A tenth of the smaller one is under the other: lines of a form that stand close touch each other by less.
    pub(super) fn lies_over(&self, other: &Self) -> bool {
        self.common(other) > self.area().min(other.area()) / 10.0
    }

    /// Whether a point is inside, not at the edge.
    pub(super) fn has(&self, (x, y): (f64, f64)) -> bool {
        x > self.left + TOUCH && x < self.right - TOUCH && y > self.bottom + TOUCH && y < self.top - TOUCH
    }
}
