//! Annotations and fields of a page: hidden, over each other, over what the page shows.

use crate::error::Error;
use crate::pdf::{Dictionary, Name, Object, ObjectId};

use super::Kind;
use super::action::text;
use super::content::{self, Painted};
use super::overlay::Rectangle;
use super::walk::{Part, Place, Walk};

/// Annotations looked at on one page.
///
/// 500: each field is compared with each other; forms of the tax office have 300 on a page.
const MAX_ANNOTATIONS: usize = 500;

/// An annotation that a viewer may show.
struct Annotation {
    place: Place,
    name: String,
    rectangle: Rectangle,
    /// The field above, or the widget itself: buttons of one field may lie where they like.
    field: Option<ObjectId>,
    is_widget: bool,
    /// It may hide what is under it.
    is_opaque: bool,
}

pub(super) fn of_page(walk: &mut Walk<'_, '_>, page: &Dictionary, place: Place) -> Result<(), Error> {
    let list = walk.view.entry(page, "Annots").unwrap_or_default();
    let list = list.as_array().unwrap_or_default();
    let mut shown = Vec::new();
    for item in list.iter().take(MAX_ANNOTATIONS) {
        walk.charge()?;
        let Ok(Some(annotation)) = walk.view.resolve(item).map(Object::into_dictionary) else { continue };
        let place = Place { part: Part::Annotation, object: item.as_reference().or(place.object), ..place };
        shown.extend(one(walk, &annotation, place));
    }
    if list.len() > MAX_ANNOTATIONS {
        walk.report(Kind::NotAllScanned, place, "");
    }
    overlaps(walk, &shown);
    covers(walk, page, &shown);
    let content = walk.content(page)?;
    let painted = content::read(&content);
    text_of_page(walk, &painted, &shown, place);
    Ok(())
}

/// Reports what is hidden of one annotation; gives it back where a viewer may show it.
fn one(walk: &mut Walk<'_, '_>, annotation: &Dictionary, place: Place) -> Option<Annotation> {
    let kind = annotation.name("Subtype").map(Name::as_octets).unwrap_or_default();
    let is_widget = kind == b"Widget";
    if matches!(kind, b"Popup") || is_widget && is_signed(walk, annotation) {
        return None;
    }
    let rectangle = Rectangle::read(&walk.view.entry(annotation, "Rect").unwrap_or_default())?;
    let flags = walk.view.entry(annotation, "F").ok().and_then(|flags| flags.as_integer()).unwrap_or(0);
    let name = ["T", "Contents"].iter().find_map(|key| text(walk, annotation, key)).unwrap_or_default();
    let clear = walk.view.entry(annotation, "CA").ok().and_then(|value| value.as_number()) == Some(0.0);
    // 12.5.3: bit 2 hidden, bit 3 print, bit 6 no view.
    let is_hidden = flags & 0x2 != 0 || flags & 0x20 != 0 || clear;
    // 12.7.5.5: a signature field that is not to be seen has no area.
    if rectangle.is_empty() {
        return None;
    }
    if is_hidden {
        walk.report(Kind::HiddenAnnotation, place, &name);
        return None;
    }
    if flags & 0x4 == 0 && kind != b"Link" {
        walk.report(Kind::NotPrinted, place, &name);
    }
    let is_opaque = is_widget && !is_empty_signature(walk, annotation)
        || matches!(kind, b"FreeText" | b"Stamp" | b"Redact" | b"Ink" | b"Screen" | b"Movie" | b"3D" | b"RichMedia")
        || matches!(kind, b"Square" | b"Circle" | b"Polygon" | b"PolyLine") && annotation.contains("IC");
    let parent = annotation.get("Parent").and_then(Object::as_reference);
    Some(Annotation { place, name, rectangle, field: parent.or(place.object), is_widget, is_opaque })
}

/// A signature answers for its own looks.
fn is_signed(walk: &Walk<'_, '_>, widget: &Dictionary) -> bool {
    is_signature(walk, widget) && inherited(walk, widget, "V").is_some_and(|value| value.as_dictionary().is_some())
}

fn is_empty_signature(walk: &Walk<'_, '_>, widget: &Dictionary) -> bool {
    is_signature(walk, widget) && !widget.contains("AP")
}

fn is_signature(walk: &Walk<'_, '_>, widget: &Dictionary) -> bool {
    inherited(walk, widget, "FT").is_some_and(|kind| kind.as_name().is_some_and(|kind| *kind == *"Sig"))
}

/// An entry of a field, perhaps of one above it (12.7.4.1).
fn inherited(walk: &Walk<'_, '_>, field: &Dictionary, key: &str) -> Option<Object> {
    let mut node = field.clone();
    for _ in 0..MAX_DEPTH {
        if let Ok(value) = walk.view.entry(&node, key)
            && !value.is_null()
        {
            return Some(value);
        }
        node = walk.view.entry(&node, "Parent").ok()?.into_dictionary()?;
    }
    None
}

/// Fields within fields that are followed upwards.
const MAX_DEPTH: usize = 32;

/// Two fields on one place.
fn overlaps(walk: &mut Walk<'_, '_>, shown: &[Annotation]) {
    for (index, one) in shown.iter().enumerate().filter(|(_, one)| one.is_widget) {
        let others = shown.iter().skip(index.saturating_add(1)).filter(|other| other.is_widget);
        let over =
            others.filter(|other| other.field != one.field).find(|other| other.rectangle.lies_over(&one.rectangle));
        if let Some(other) = over {
            walk.report(Kind::OverlappingFields, other.place, format!("{}, {}", one.name, other.name));
        }
    }
}

/// Half of the page or more.
fn covers(walk: &mut Walk<'_, '_>, page: &Dictionary, shown: &[Annotation]) {
    let shape = ["CropBox", "MediaBox"].iter().find_map(|key| {
        let shape = walk.view.entry(page, key).ok()?;
        Rectangle::read(&shape)
    });
    let Some(shape) = shape.filter(|shape| !shape.is_empty()) else { return };
    for one in shown {
        if one.rectangle.common(&shape) >= shape.area() / 2.0 {
            walk.report(Kind::CoversPage, one.place, &one.name);
        }
    }
}

/// Text under annotations, and text that is not painted.
fn text_of_page(walk: &mut Walk<'_, '_>, painted: &Painted, shown: &[Annotation], place: Place) {
    for one in shown.iter().filter(|one| one.is_opaque) {
        if painted.text.iter().any(|point| one.rectangle.has(*point)) {
            walk.report(Kind::CoversText, one.place, &one.name);
        }
    }
    if painted.invisible {
        let kind = if painted.images { Kind::RecognisedText } else { Kind::InvisibleText };
        walk.report(kind, place, "");
    }
}
