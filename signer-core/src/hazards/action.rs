//! What dictionaries say of themselves: actions, embedded files, content that is elsewhere.

use crate::pdf::{Dictionary, Name, Object};

use super::Kind;
use super::walk::{Part, Place, Walk};

/// The catalogue: what starts with the document, and what viewers show instead of the pages.
pub(super) fn of_catalog(walk: &mut Walk<'_, '_>, catalog: &Dictionary, place: Place) {
    let view = walk.view;
    let open = view.entry(catalog, "OpenAction").unwrap_or_default();
    // An array is a destination, and so is an action that goes to one (12.6.4.2).
    if let Some(action) = open.as_dictionary()
        && action.name("S").is_none_or(|kind| *kind != *"GoTo")
    {
        let kind = action.name("S").map(ToString::to_string).unwrap_or_default();
        walk.report(Kind::AutomaticAction, place, kind);
    }
    let form = view.entry(catalog, "AcroForm").unwrap_or_default().into_dictionary().unwrap_or_default();
    let of_form = Place { object: catalog.get("AcroForm").and_then(Object::as_reference).or(place.object), ..place };
    if form.get("XFA").is_some_and(|value| !value.is_null()) {
        walk.report(Kind::Xfa, of_form, "");
    }
    let fields = view.entry(&form, "Fields").unwrap_or_default();
    let asked = view.entry(&form, "NeedAppearances").is_ok_and(|value| value.as_bool() == Some(true));
    if asked && fields.as_array().is_some_and(|fields| !fields.is_empty()) {
        walk.report(Kind::NeedAppearances, of_form, "");
    }
    if catalog.contains("Collection") {
        walk.report(Kind::Collection, place, "");
    }
}

/// Any dictionary that was reached.
pub(super) fn of_dictionary(walk: &mut Walk<'_, '_>, dictionary: &Dictionary, place: Place) {
    if let Some(kind) = action(dictionary) {
        let detail = ["URI", "F", "JS"].iter().find_map(|key| text(walk, dictionary, key)).unwrap_or_default();
        walk.report(kind, place, detail);
    }
    let triggers = walk.view.entry(dictionary, "AA").unwrap_or_default();
    if triggers.as_dictionary().is_some_and(|triggers| !triggers.is_empty()) {
        let name = text(walk, dictionary, "T").unwrap_or_default();
        walk.report(Kind::AutomaticAction, place, name);
    }
    if dictionary.contains("EF") {
        let name = ["UF", "F"].iter().find_map(|key| text(walk, dictionary, key)).unwrap_or_default();
        walk.report(Kind::EmbeddedFile, place, name);
    }
    let plays = |name: &Name| matches!(name.as_octets(), b"Movie" | b"Screen" | b"RichMedia" | b"3D" | b"Sound");
    if place.part == Part::Annotation && dictionary.contains("Rect") && dictionary.name("Subtype").is_some_and(plays) {
        walk.report(Kind::Multimedia, place, "");
    }
    let clear = |key: &str| walk.view.entry(dictionary, key).ok().and_then(|value| value.as_number()) == Some(0.0);
    if place.part == Part::Content && (clear("ca") || clear("CA")) {
        walk.report(Kind::Transparent, place, "");
    }
}

/// A stream: whether what it shows is in another file.
pub(super) fn of_stream(walk: &mut Walk<'_, '_>, dictionary: &Dictionary, place: Place) {
    // 7.3.8.2: `/F` says that the data is in a file elsewhere; 8.10.4: `/Ref` that a page of another document is meant.
    if ["F", "Ref", "OPI"].iter().any(|key| dictionary.get(key).is_some_and(|value| !value.is_null())) {
        let name = text(walk, dictionary, "F").unwrap_or_default();
        walk.report(Kind::ExternalReference, place, name);
    }
    if dictionary.contains("Alternates") {
        walk.report(Kind::AlternateImage, place, "");
    }
}

/// The hazard that an action is (12.6.4), if the dictionary is one.
fn action(dictionary: &Dictionary) -> Option<Kind> {
    // Elements of the structure tree have names of their own choice.
    if dictionary.is_type("StructElem") {
        return None;
    }
    if dictionary.contains("JS") {
        return Some(Kind::JavaScript);
    }
    Some(match dictionary.name("S")?.as_octets() {
        b"JavaScript" => Kind::JavaScript,
        b"Launch" => Kind::Launch,
        b"SubmitForm" => Kind::SubmitForm,
        b"ImportData" => Kind::ImportData,
        b"GoToR" | b"GoToE" => Kind::RemoteGoTo,
        b"URI" => Kind::Uri,
        b"Hide" | b"SetOCGState" | b"ResetForm" => Kind::ChangesView,
        b"Movie" | b"Sound" | b"Rendition" | b"RichMediaExecute" | b"GoTo3DView" => Kind::Multimedia,
        _ => return None,
    })
}

/// The text of an entry, which may be a file specification (7.11.2); no more than a line of it.
pub(super) fn text(walk: &Walk<'_, '_>, dictionary: &Dictionary, key: &str) -> Option<String> {
    let value = walk.view.entry(dictionary, key).ok()?;
    let text = match &value {
        Object::String(string) => string.text(),
        Object::Dictionary(file) => {
            let name = |key: &str| file.get(key).and_then(Object::as_string).map(|name| name.text());
            name("UF").or_else(|| name("F"))?
        }
        _ => return None,
    };
    Some(text.chars().take(MAX_DETAIL).collect())
}

/// Characters shown of a name or a program.
///
/// 80: a line of a terminal.
const MAX_DETAIL: usize = 80;
