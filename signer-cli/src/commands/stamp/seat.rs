//! Where a signature stands: as the command line says, or where the page has its place.

use signer_core::error::Error;
use signer_core::report::{Report, Role as CertificateRole, SignatureType};
use signer_core::stamp::{Image, Placement, Rect, Rotation, Text};
use signer_layout::{LayoutError, MmRect, NotFound, Pages, PlaceError, Signatory, Touched, Touching, Turn};

use crate::error::Failure;

/// A place, and how a reader sees it.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    /// For a new field.
    pub(crate) placement: Option<Placement>,
    /// An empty field that is there.
    pub(crate) field: Option<String>,
    /// From 0.
    pub(crate) page: usize,
    /// Where it is in user space, whichever way the page or the text is turned.
    pub(crate) user: Option<signer_layout::Rect>,
    /// What it covers is meant to be covered: blanks to be filled in, the signature below a seal.
    pub(crate) deliberate: bool,
}

/// The largest that a handwritten signature is shown, in millimetres: what a sheet has between title and name.
const LARGEST: (f64, f64) = (50.0, 25.0);

/// How much of the room a handwritten signature takes: it touches neither title nor name.
const CLEAR: f64 = 0.92;

const POINTS_PER_MM: f64 = signer_layout::geometry::POINTS_PER_MM;

/// `X,Y,W,H` in points.
pub(crate) fn parse(text: &str) -> Result<Rect, Failure> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some([x, y, width, height]) if Rect::new(*x, *y, *width, *height).is_visible() => {
            Ok(Rect::new(*x, *y, *width, *height))
        }
        _ => Err(Failure::usage("error-rect").with("text", text)),
    }
}

/// The index of a page from its number: from 1, or from the end below 0.
pub(crate) fn page(number: i64, count: usize) -> Result<usize, Failure> {
    let wrong = || Failure::broken("error-page").with("page", number).with("count", count);
    let count_as_number = i64::try_from(count).map_err(|_| wrong())?;
    let index = if number < 0 { count_as_number.saturating_add(number) } else { number.saturating_sub(1) };
    usize::try_from(index).ok().filter(|index| *index < count).ok_or_else(wrong)
}

/// A rectangle of the page as it is shown.
pub(crate) fn explicit(pages: Option<&Pages<'_, '_>>, index: usize, rect: Rect) -> Seat {
    let user = pages.and_then(|pages| pages.page(index).ok()).map(|page| {
        let frame = page.frame();
        frame.rect_to_user(&MmRect::new(
            rect.left / POINTS_PER_MM,
            frame.height() - rect.top / POINTS_PER_MM,
            rect.width() / POINTS_PER_MM,
            rect.height() / POINTS_PER_MM,
        ))
    });
    Seat { placement: Some(Placement::new(index, rect)), field: None, page: index, user, deliberate: false }
}

/// A field of the document: whoever made the document chose the place.
pub(crate) fn existing(pages: Option<&Pages<'_, '_>>, field: String) -> Seat {
    let found = pages.and_then(|pages| {
        let (index, mm) = signer_layout::find_field(pages, &field).ok().flatten()?;
        Some((index, pages.page(index).ok()?.frame().rect_to_user(&mm)))
    });
    let (page, user) = found.map_or((0, None), |(page, user)| (page, Some(user)));
    Seat { placement: None, field: Some(field), page, user, deliberate: true }
}

/// Between the title and the full name (Decree 30/2020, Appendix I).
pub(crate) fn personal(
    pages: &Pages<'_, '_>,
    name: &str,
    title: Option<&str>,
    extent: (f64, f64),
) -> Result<Seat, Failure> {
    let place = signer_layout::find_signatory(pages, &Signatory { name, title });
    let place = place.map_err(|error| not_found("signatory", error))?;
    if let Some(field) = place.field {
        return Ok(existing(Some(pages), field));
    }
    let page = pages.page(place.page).map_err(unreadable)?;
    let (width, height) = extent;
    let frame = page.frame_turned(place.turn);
    let fitted = frame.rect_to_mm(&place.fitted(&page, width, height));
    let mm = MmRect::centred(fitted.centre(), fitted.width * CLEAR, fitted.height * CLEAR);
    Ok(at(place.page, frame.rect_to_user(&mm), place.turn, false))
}

/// Over the left third of the personal signature, at the real size of the seal.
pub(crate) fn seal(pages: &Pages<'_, '_>, field: &str, diameter: f64) -> Result<Seat, Failure> {
    let place = signer_layout::find_seal(pages, field, diameter).map_err(|error| not_found("seal", error))?;
    Ok(at(place.page, place.rect, place.turn, true))
}

/// The top right corner of the first page.
pub(crate) fn corner(pages: &Pages<'_, '_>, text: &Text) -> Result<Seat, Failure> {
    let (width, height) = text.extent();
    let place = signer_layout::top_right(pages, width / POINTS_PER_MM, height / POINTS_PER_MM);
    let place = place.map_err(|error| not_found("corner", error))?;
    Ok(at(0, place.rect, place.turn, false))
}

pub(super) fn at(page: usize, user: signer_layout::Rect, turn: Turn, deliberate: bool) -> Seat {
    let rect = Rect { left: user.x0, bottom: user.y0, right: user.x1, top: user.y1 };
    let placement = Placement::in_user_space(page, rect, Rotation::from_degrees(turn.degrees()));
    Seat { placement: Some(placement), field: None, page, user: Some(user), deliberate }
}

/// How large a personal signature is shown at most, in millimetres.
pub(crate) fn extent_of(image: Option<&Image>, text: Option<&Text>) -> (f64, f64) {
    match (image, text) {
        (Some(image), None) => {
            let (width, height) = (f64::from(image.width()), f64::from(image.height()));
            let scale = (LARGEST.0 / width).min(LARGEST.1 / height);
            (width * scale, height * scale)
        }
        (None, Some(text)) => {
            let (width, height) = text.extent();
            (width / POINTS_PER_MM, height / POINTS_PER_MM)
        }
        _ => LARGEST,
    }
}

/// The field of the personal signature that a seal goes over.
pub(crate) fn personal_field(report: &Report, over: Option<&str>) -> Result<String, Failure> {
    let personal = report
        .signatures
        .iter()
        .filter(|signature| signature.kind == SignatureType::Signature && signature.role == CertificateRole::Personal);
    let fields: Vec<&str> = personal.map(|signature| signature.field.as_str()).collect();
    match (over, fields.as_slice()) {
        (Some(over), _) if report.signatures.iter().any(|signature| signature.field == over) => Ok(over.to_owned()),
        (Some(over), _) => Err(Failure::broken("error-over").with("field", over).with("there", fields.join(", "))),
        (None, [field]) => Ok((*field).to_owned()),
        (None, []) => Err(Failure::broken("error-seal-nowhere")),
        (None, several) => Err(Failure::broken("error-seal-several").with("there", several.join(", "))),
    }
}

/// What the rectangle covers of what people read. A scan of the sheet is what copies are made of.
pub(crate) fn covered(pages: &Pages<'_, '_>, seat: &Seat) -> Result<Vec<Touched>, LayoutError> {
    let Some(user) = &seat.user else { return Ok(Vec::new()) };
    let touched = signer_layout::touches(pages, seat.page, user)?;
    let own = |name: &String| seat.field.as_ref() == Some(name);
    let touched = touched.into_iter().filter(|touched| !matches!(&touched.what, Touching::Field { name } if own(name)));
    let counts =
        |touched: &Touched| matches!(touched.what, Touching::Text { .. } | Touching::Image | Touching::Field { .. });
    Ok(touched.filter(counts).collect())
}

/// A place that was not found: what was looked for, and what may be done.
pub(crate) fn not_found(wanted: &'static str, error: PlaceError) -> Failure {
    match error {
        PlaceError::NotFound(reason) => {
            let id = match *reason {
                NotFound::Occupied { .. } | NotFound::Narrow { .. } => "error-place-no-room",
                _ => "error-place",
            };
            Failure::broken(id).with("wanted", wanted).because(*reason)
        }
        PlaceError::Layout(error) => unreadable(error),
        error => Failure::broken("error-place").with("wanted", wanted).because(error),
    }
}

/// The pages cannot be read for their text.
pub(crate) fn unreadable(error: LayoutError) -> Failure {
    Failure::broken("error-pages").because(error)
}

/// The core refuses text, image or place.
pub(crate) fn unfit(error: &Error) -> Failure {
    Failure::broken("error-appearance").because(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_from_either_end() {
        assert_eq!(page(1, 3).unwrap(), 0);
        assert_eq!(page(-1, 3).unwrap(), 2);
        for wrong in [0, 4, -4] {
            assert_eq!(page(wrong, 3).unwrap_err().id(), "error-page");
        }
    }

    #[test]
    fn a_rectangle_has_four_numbers_and_an_extent() {
        assert_eq!(parse("300, 100,120,60.5").unwrap(), Rect::new(300.0, 100.0, 120.0, 60.5));
        for wrong in ["", "1,2,3", "1,2,3,4,5", "1,2,0,4", "1,2,x,4", "1,2,NaN,4", "1,2,inf,4"] {
            assert_eq!(parse(wrong).unwrap_err().id(), "error-rect", "{wrong}");
        }
    }
}
