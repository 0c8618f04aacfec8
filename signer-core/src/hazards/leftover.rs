//! What the file has and the document does not show: content that nothing refers to, and what updates replaced.

use std::collections::BTreeSet;

use crate::changes::same;
use crate::der::{Reader, Rules};
use crate::error::Error;
use crate::pdf::{Dictionary, Document, Location, Object, ObjectId, View};

use super::Kind;
use super::walk::{Part, Place, Walk};

/// Looks at every object that was not reached, and at every object that an update replaced.
///
/// # Errors
/// `Limit`.
pub(super) fn look(document: &Document<'_>, walk: &mut Walk<'_, '_>) -> Result<(), Error> {
    unreferenced(document, walk)?;
    superseded(document, walk)
}

fn unreferenced(document: &Document<'_>, walk: &mut Walk<'_, '_>) -> Result<(), Error> {
    let mut numbers = BTreeSet::new();
    for (id, _) in document.revisions().iter().flat_map(|revision| revision.objects()) {
        if walk.reached(id.number).is_none() {
            walk.charge()?;
            numbers.insert(id.number);
        }
    }
    let view = walk.view;
    for number in numbers {
        let Some((id, location, _)) = view.location(number) else { continue };
        if location == Location::Free {
            continue;
        }
        let Some(object) = tolerated(view, id)? else { continue };
        let place = Place { part: Part::Document, page: None, object: Some(id) };
        match left(&object) {
            Left::Structure => {}
            Left::Content("stream") if is_evidence(walk, id, &object)? => {}
            Left::Content(what) => walk.report(Kind::Unreferenced, place, what),
            Left::Other => walk.report(Kind::UnreferencedObject, place, ""),
        }
    }
    Ok(())
}

/// Certificates, CRLs and OCSP responses of a security store that another one followed: DER is no page content.
fn is_evidence(walk: &mut Walk<'_, '_>, id: ObjectId, object: &Object) -> Result<bool, Error> {
    let Object::Stream(stream) = object else { return Ok(false) };
    match walk.view.stream_octets(stream, id) {
        Ok(octets) => {
            let mut reader = Reader::new(&octets, Rules::Ber);
            let is_sequence = octets.first() == Some(&0x30);
            Ok(is_sequence && reader.element().is_ok() && reader.rest().iter().all(u8::is_ascii_whitespace))
        }
        Err(Error::Limit(limit)) => Err(limit.into()),
        Err(_) => Ok(false),
    }
}

/// What an object that nothing refers to is.
enum Left {
    /// Part of how the file is written, or a number that was a length.
    Structure,
    /// A viewer could show it, or do what it says.
    Content(&'static str),
    Other,
}

fn left(object: &Object) -> Left {
    match object {
        Object::Stream(stream) => of_stream(&stream.dictionary),
        Object::Dictionary(dictionary) => of_dictionary(dictionary),
        Object::Array(items) if !items.is_empty() => Left::Other,
        _ => Left::Structure,
    }
}

fn of_stream(dictionary: &Dictionary) -> Left {
    let subtype = dictionary.name("Subtype").map(|name| name.as_octets());
    match dictionary.name("Type").map(|name| name.as_octets()) {
        Some(b"XRef" | b"ObjStm") => Left::Structure,
        Some(b"Metadata") => Left::Other,
        // Annex F.4: the hint stream is found by its offset, and `/S` is where its shared objects are described.
        None if dictionary.get("S").is_some_and(|value| value.as_integer().is_some()) => Left::Structure,
        _ if subtype == Some(b"Image") => Left::Content("image"),
        _ if subtype == Some(b"Form") => Left::Content("form-x-object"),
        _ => Left::Content("stream"),
    }
}

fn of_dictionary(dictionary: &Dictionary) -> Left {
    match dictionary.name("Type").map(|name| name.as_octets()) {
        Some(b"Page") => Left::Content("page"),
        Some(b"Pages") => Left::Content("page-tree"),
        Some(b"Catalog") => Left::Content("catalogue"),
        Some(b"Font" | b"FontDescriptor") => Left::Content("font"),
        Some(b"Annot") => Left::Content("annotation"),
        _ if dictionary.contains("Linearized") => Left::Structure,
        _ if dictionary.contains("FT") || dictionary.contains("Rect") => Left::Content("annotation"),
        _ if dictionary.contains("JS") => Left::Content("action"),
        _ => Left::Other,
    }
}

/// What each update replaced or freed: its octets are still there.
fn superseded(document: &Document<'_>, walk: &mut Walk<'_, '_>) -> Result<(), Error> {
    for (before, revision) in document.revisions().iter().skip(1).enumerate() {
        let (old, new) = (document.view(before), document.view(revision.index()));
        for (id, location) in revision.objects() {
            walk.charge()?;
            let was = old.location(id.number).filter(|(_, location, _)| *location != Location::Free);
            let Some((was, ..)) = was else { continue };
            let Some(earlier) = tolerated(old, was)? else { continue };
            let later = if location == Location::Free { Object::Null } else { tolerated(new, id)?.unwrap_or_default() };
            if let Some(what) = replaced(document.octets(), &earlier, &later, walk.reached(id.number)) {
                let place = Place { part: Part::Document, page: walk.page_number(id.number), object: Some(was) };
                walk.report(Kind::Superseded, place, what);
            }
        }
    }
    Ok(())
}

/// What was shown before and is not now, in a word.
fn replaced(file: &[u8], old: &Object, new: &Object, part: Option<Part>) -> Option<&'static str> {
    let changed = |keys: &[&str]| -> bool {
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else { return true };
        keys.iter().any(|key| match (old.get(key), new.get(key)) {
            (Some(old), Some(new)) => !same(file, old, new),
            (old, new) => old.is_some() != new.is_some(),
        })
    };
    match old {
        Object::Stream(stream) => {
            let Left::Content(what) = of_stream(&stream.dictionary) else { return None };
            // Fields are filled in and their looks made anew; what only the document refers to is not on a page.
            let shown = part.is_none_or(|part| part == Part::Content);
            (shown && !same(file, old, new)).then_some(what)
        }
        Object::Dictionary(dictionary) => match of_dictionary(dictionary) {
            Left::Content("page") => {
                changed(&["Contents", "Resources", "MediaBox", "CropBox", "Rotate", "UserUnit"]).then_some("page")
            }
            Left::Content("page-tree") => {
                changed(&["Kids", "Count", "Resources", "MediaBox", "CropBox", "Rotate"]).then_some("page-tree")
            }
            Left::Content("catalogue") => changed(&["Pages", "OCProperties"]).then_some("catalogue"),
            Left::Content("font") => (!same(file, old, new)).then_some("font"),
            _ => None,
        },
        _ => None,
    }
}

/// An object; none where it cannot be read.
fn tolerated(view: View<'_, '_>, id: ObjectId) -> Result<Option<Object>, Error> {
    match view.get(id) {
        Ok(object) => Ok(Some(object)),
        Err(Error::Limit(limit)) => Err(limit.into()),
        Err(_) => Ok(None),
    }
}
