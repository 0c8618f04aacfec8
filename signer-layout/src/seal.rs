//! Finding where the seal belongs: over the left third of the personal signature.

use crate::annotations::find_widget;
use crate::error::LayoutError;
use crate::geometry::{MmPoint, MmRect, Rect, Turn};
use crate::page::Page;
use crate::pages::Pages;
use crate::place::{NotFound, PlaceError, SealPlace};

/// How much of the image the seal covers (Decree 30/2020, Appendix I: about a third).
const COVERED: f64 = 1.0 / 3.0;

/// Finds the place of a seal of this diameter, in millimetres: its right edge covers a third of the image of the personal
/// signature in that field, at half its height.
///
/// The third is meant of the image's width and of its area at once, as nearly as a disc allows: half of the difference is
/// above a third, half below.
///
/// # Errors
/// [`PlaceError::NotFound`] when the field shows nothing, or the seal would reach beyond the sheet; [`PlaceError::Layout`]
/// when the page cannot be read.
pub fn find_seal(pages: &Pages<'_, '_>, field: &str, diameter: f64) -> Result<SealPlace, PlaceError> {
    let found = find_widget(pages.view(), field).map_err(LayoutError::from)?;
    let Some((index, widget)) = found else { return Err(NotFound::Invisible { field: field.to_owned() }.into()) };
    let page = pages.page(index)?;
    let image = image_in(pages, index, &widget)?;
    let turn = reading_turn(pages, &page)?;
    Ok(over(&page, turn, &image, diameter)?)
}

/// The image that the appearance of the widget shows, or else the whole widget.
fn image_in(pages: &Pages<'_, '_>, index: usize, widget: &Rect) -> Result<Rect, LayoutError> {
    let content = pages.content(index)?;
    let inside = content.annotation_images.iter().filter(|image| widget.contains(image.rect.centre()));
    let mut shown = inside.filter_map(|image| image.rect.intersection(widget));
    Ok(match (shown.next(), shown.next()) {
        (Some(image), None) => image,
        _ => *widget,
    })
}

/// The turn in which most of the page's text is upright; without text, that of the page.
fn reading_turn(pages: &Pages<'_, '_>, page: &Page) -> Result<Turn, LayoutError> {
    let lines = pages.lines(page.index)?;
    let letters = |turn| lines.iter().filter(|line| line.turn == turn).map(|line| line.cells.len()).sum::<usize>();
    let most = Turn::ALL.into_iter().max_by_key(|turn| letters(*turn)).unwrap_or_default();
    Ok(if letters(most) == 0 { page.turn } else { most })
}

fn over(page: &Page, turn: Turn, image: &Rect, diameter: f64) -> Result<SealPlace, NotFound> {
    let frame = page.frame_turned(turn);
    let signature = frame.rect_to_mm(image);
    let reach = reach(&signature, diameter);
    let right = signature.left + reach;
    let centre = MmPoint { left: right - diameter / 2.0, top: signature.centre().top };
    let mm = MmRect::centred(centre, diameter, diameter);
    if mm.left < 0.0 || mm.top < 0.0 || mm.bottom() > frame.height() || mm.right() > frame.width() {
        let room = MmRect::from_edges(0.0, 0.0, frame.width().min(right), frame.height());
        return Err(NotFound::Narrow { page: page.index, room, needed: (diameter, diameter) });
    }
    Ok(SealPlace {
        page: page.index,
        rect: frame.rect_to_user(&mm),
        mm,
        turn,
        signature,
        of_width: reach / signature.width,
        of_area: area(&signature, diameter, reach),
    })
}

/// How far the seal reaches into the image, so that the mean of the covered width and area is a third.
fn reach(signature: &MmRect, diameter: f64) -> f64 {
    let (mut least, mut most) = (0.0, signature.width.min(diameter));
    // Halving 40 times is exact to far less than a pixel.
    for _ in 0..40 {
        let middle = f64::midpoint(least, most);
        let covered = f64::midpoint(middle / signature.width, area(signature, diameter, middle));
        if covered < COVERED {
            least = middle;
        } else {
            most = middle;
        }
    }
    f64::midpoint(least, most)
}

/// The part of the image's area that a disc covers that reaches so far into it, at half its height.
fn area(signature: &MmRect, diameter: f64, reach: f64) -> f64 {
    const ROWS: u32 = 400;
    let radius = diameter / 2.0;
    let row = |index: u32| {
        let y = ((f64::from(index) + 0.5) / f64::from(ROWS) - 0.5) * signature.height;
        let chord = (radius * radius - y * y).max(0.0).sqrt();
        let right = (reach - radius + chord).clamp(0.0, signature.width);
        let left = (reach - radius - chord).clamp(0.0, signature.width);
        (right - left).max(0.0)
    };
    (0..ROWS).map(row).sum::<f64>() / f64::from(ROWS) / signature.width
}

#[cfg(test)]
mod tests {
    use super::*;
    use signer_core::pdf::ObjectId;

    fn page() -> Page {
        let sheet = Rect::new(0.0, 0.0, 595.28, 841.89);
        Page { index: 0, id: ObjectId::new(1, 0), media: sheet, visible: sheet, turn: Turn::None, user_unit: 1.0 }
    }

    #[test]
    fn the_seal_covers_about_a_third_of_width_and_area_at_its_real_size() {
        let page = page();
        for (width, height) in [(40.0, 20.0), (30.0, 15.0), (50.0, 25.0), (60.0, 20.0), (25.0, 15.0)] {
            let image = page.frame().rect_to_user(&MmRect::new(110.0, 220.0, width, height));
            let place = over(&page, Turn::None, &image, 36.0).unwrap();
            assert!((0.30..=0.37).contains(&place.of_width), "{width}×{height}: width {}", place.of_width);
            assert!((0.30..=0.37).contains(&place.of_area), "{width}×{height}: area {}", place.of_area);
            assert!((place.mm.width - 36.0).abs() < 1e-6 && (place.mm.height - 36.0).abs() < 1e-6);
            assert!((page.mm(place.rect.width()) - 36.0).abs() < 1e-6);
            assert!((place.mm.centre().top - place.signature.centre().top).abs() < 1e-6);
        }
    }

    #[test]
    fn a_seal_that_would_reach_beyond_the_sheet_has_no_place() {
        let page = page();
        let image = page.frame().rect_to_user(&MmRect::new(10.0, 220.0, 40.0, 20.0));
        assert_eq!(over(&page, Turn::None, &image, 36.0).unwrap_err().code(), "place-narrow");
    }
}
