//! The top right corner of the first page, where attachments and copies carry their text (Decree 30/2020, Appendix I).

use crate::geometry::{MmRect, Rect, Turn};
use crate::pages::Pages;
use crate::place::{NotFound, PlaceError};
use crate::touch::{Touching, everything};

/// Distances of the block from the right edge, in millimetres, in the order they are tried: the margin, then less.
const FROM_RIGHT: [f64; 3] = [15.0, 10.0, 5.0];
/// The least and the largest distance from the top edge, in millimetres: it is a corner.
const FROM_TOP: (f64, f64) = (5.0, 40.0);
/// Steps in which a free place is looked for, in millimetres.
const STEP: f64 = 1.0;
/// What keeps off other things, in millimetres.
const CLEAR: f64 = 1.0;

/// A block in the corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CornerPlace {
    /// In user space.
    pub rect: Rect,
    /// As a reader sees it.
    pub mm: MmRect,
    /// The turn that makes the page upright.
    pub turn: Turn,
}

/// Finds room for a block of this size, in millimetres, in the top right corner of the first page: within the visible part,
/// on nothing that stands there. A scan of the whole sheet is what copies are made of; it is no obstacle.
///
/// # Errors
/// [`PlaceError::NotFound`] when something stands there; [`PlaceError::Layout`].
pub fn top_right(pages: &Pages<'_, '_>, width: f64, height: f64) -> Result<CornerPlace, PlaceError> {
    let page = pages.page(0)?;
    let frame = page.frame();
    let all = everything(pages, 0)?.into_iter().filter(|touched| touched.what != Touching::Scan);
    let all: Vec<_> = all.collect();
    let clear =
        |mm: &MmRect| MmRect::new(mm.left - CLEAR, mm.top - CLEAR, mm.width + 2.0 * CLEAR, mm.height + 2.0 * CLEAR);
    let mut first = None;
    for from_right in FROM_RIGHT {
        let left = frame.width() - from_right - width;
        if left < FROM_RIGHT.into_iter().fold(f64::INFINITY, f64::min) {
            continue;
        }
        let mut top = FROM_TOP.0;
        while top <= FROM_TOP.1 && top + height <= frame.height() {
            let mm = MmRect::new(left, top, width, height);
            first.get_or_insert(mm);
            if !all.iter().any(|touched| touched.mm.overlaps(&clear(&mm))) {
                return Ok(CornerPlace { rect: frame.rect_to_user(&mm), mm, turn: frame.turn() });
            }
            top += STEP;
        }
    }
    let Some(room) = first else {
        let room = MmRect::new(0.0, 0.0, frame.width(), frame.height());
        return Err(NotFound::Narrow { page: 0, room, needed: (width, height) }.into());
    };
    let by = all.into_iter().filter(|touched| touched.mm.overlaps(&clear(&room))).collect();
    Err(NotFound::Occupied { page: 0, room, by }.into())
}
