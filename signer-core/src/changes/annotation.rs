//! Annotations beside the document (ISO 32000-2, 12.5): which of them are comments that hide nothing.

use crate::pdf::{Dictionary, Object, ObjectId};

use super::appearance;
use super::cover::{Covers, Rectangle};
use super::kind::Told;
use super::step::Step;

/// Whether it is of a kind that comments on the document without standing in it.
///
/// A `FreeText` reads as text of the page, a `Stamp` and a drawing may show anything: they are left out.
pub(super) fn is_comment(dictionary: &Dictionary) -> bool {
    dictionary.name("Subtype").is_some_and(|kind| {
        matches!(kind.as_octets(), b"Text" | b"Popup" | b"Highlight" | b"Underline" | b"Squiggly" | b"StrikeOut")
    })
}

/// Whether what was there before and went was a comment.
pub(super) fn was_comment(step: &Step<'_, '_>, element: &Object) -> bool {
    let old = step.old.resolve(element).unwrap_or_default();
    old.as_dictionary().is_some_and(|dictionary| is_comment(dictionary) && has_known_keys(dictionary).is_ok())
}

/// Whether an annotation comments and neither acts nor hides what is below it; otherwise what it is.
///
/// `page` is the page that it is on, where that is asked for.
pub(super) fn judge(
    step: &Step<'_, '_>,
    covers: &mut Covers,
    page: Option<ObjectId>,
    dictionary: &Dictionary,
) -> Result<(), Told> {
    if !is_comment(dictionary) {
        return Err(Told::of(if dictionary.contains("A") || dictionary.contains("AA") {
            "action"
        } else {
            "annotation"
        })
        .becoming(dictionary.name("Subtype").map(|kind| format!("/{kind}"))));
    }
    has_known_keys(dictionary)?;
    let Some(appearance) = dictionary.get("AP") else { return Ok(()) };
    if !appearance::is_opaque(step.new, appearance) {
        return Ok(());
    }
    // What it looks like hides what is below it, if there is something.
    let rectangle = Rectangle::of(step.new, dictionary);
    match (page, rectangle) {
        (Some(page), Some(rectangle)) if covers.hidden(step, page, rectangle).is_none() => Ok(()),
        _ => {
            Err(Told::of("annotation-over-content").becoming(dictionary.name("Subtype").map(|kind| format!("/{kind}"))))
        }
    }
}

fn has_known_keys(dictionary: &Dictionary) -> Result<(), Told> {
    if ["A", "AA", "Dest", "JS"].iter().any(|key| dictionary.contains(key)) {
        return Err(Told::of("action"));
    }
    let unknown = dictionary.iter().find(|(key, _)| !KNOWN.contains(&key.as_octets()));
    unknown.map_or(Ok(()), |(key, _)| Err(Told::of("annotation").becoming(Some(format!("/{key}")))))
}

/// Tables 166, 172, 174, 175, 182, 186: what a comment may have. Optional content is not among it: what shows only at
/// times cannot be judged.
const KNOWN: [&[u8]; 38] = [
    b"Type",
    b"Subtype",
    b"Rect",
    b"Contents",
    b"P",
    b"NM",
    b"M",
    b"F",
    b"AP",
    b"AS",
    b"Border",
    b"C",
    b"T",
    b"Popup",
    b"CA",
    b"ca",
    b"BM",
    b"RC",
    b"CreationDate",
    b"IRT",
    b"Subj",
    b"RT",
    b"IT",
    b"State",
    b"StateModel",
    b"Name",
    b"Open",
    b"QuadPoints",
    b"Parent",
    b"BS",
    b"StructParent",
    b"Lang",
    b"IC",
    b"RD",
    b"LE",
    b"DA",
    b"DS",
    b"ExData",
];
