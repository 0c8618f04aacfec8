//! What a changed object is, and what it was and became, in a few words.

use crate::pdf::{Dictionary, Name, Object, ObjectId, View};

use super::graph::{Graph, find};
use super::page::holders;
use super::same::differing;
use super::step::{Change, Step};

/// What is told of a change.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) kind: &'static str,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) page: Option<usize>,
}

impl Told {
    pub(super) fn of(kind: &'static str) -> Self {
        Self { kind, ..Self::default() }
    }

    pub(super) fn having_been(self, before: Option<String>) -> Self {
        Self { before, ..self }
    }

    pub(super) fn becoming(self, after: Option<String>) -> Self {
        Self { after, ..self }
    }
}

/// What an object is and became. Where no rule vouches for a dictionary that was there, an entry for each thing that
/// changed in it.
pub(super) fn tell(
    step: &Step<'_, '_>,
    graph: &Graph<'_, '_>,
    id: ObjectId,
    change: &Change,
    vouched: bool,
) -> Vec<Told> {
    if change.unreadable {
        return vec![Told::of("unreadable")];
    }
    let entries = match (&change.old, &change.new) {
        (Object::Dictionary(old), Object::Dictionary(new)) if !vouched => entries(step, old, new),
        // A catalogue under a number of its own took the place of another.
        (Object::Null, Object::Dictionary(new)) if !vouched && step.new.catalog_id() == Some(id) => {
            step.old.catalog().map(|old| entries(step, &old, new)).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    if !entries.is_empty() {
        return entries;
    }
    let shown = if change.new.is_null() { &change.old } else { &change.new };
    let mut told = in_words(step, change);
    told.kind = own_kind(shown).unwrap_or_else(|| role(step, graph, id).unwrap_or_else(|| plain_kind(shown)));
    vec![told]
}

/// What it was and became; of a dictionary that is called the same, the first entry that is not.
fn in_words(step: &Step<'_, '_>, change: &Change) -> Told {
    let told = Told { before: brief(step.old, &change.old), after: brief(step.new, &change.new), ..Told::default() };
    let (Object::Dictionary(old), Object::Dictionary(new)) = (&change.old, &change.new) else { return told };
    let key = differing(step.file(), old, new).next().map(ToString::to_string).filter(|_| told.before == told.after);
    let Some(key) = key else { return told };
    let (before, after) = step.entries(old, new, &key);
    let named = |value: Option<String>| value.map(|value| format!("/{key} {value}"));
    Told { before: named(brief(step.old, &before)), after: named(brief(step.new, &after)), ..told }
}

/// What changed in a page, a catalogue or a form, entry by entry; empty for other dictionaries.
fn entries(step: &Step<'_, '_>, old: &Dictionary, new: &Dictionary) -> Vec<Told> {
    let kind_of: fn(&[u8]) -> Option<&'static str> = match dictionary_kind(old) {
        Some("page") => page_entry,
        Some("catalogue") => catalogue_entry,
        Some("page-tree") => |_| Some("page-tree"),
        _ => return Vec::new(),
    };
    let mut told: Vec<Told> = Vec::new();
    for key in differing(step.file(), old, new) {
        let Some(kind) = kind_of(key.as_octets()) else { continue };
        if told.len() >= MAX_ENTRIES || told.iter().any(|told| told.kind == kind) {
            continue;
        }
        let (before, after) = step.entries(old, new, &key.to_string());
        told.push(Told { kind, before: brief(step.old, &before), after: brief(step.new, &after), page: None });
    }
    // What is there in every update is no reason.
    if told
        .iter()
        .any(|told| !matches!(told.kind, "form" | "annotations" | "metadata" | "security-store" | "catalogue"))
    {
        told.retain(|told| !matches!(told.kind, "form" | "metadata" | "security-store"));
    }
    told
}

/// Table 31.
fn page_entry(key: &[u8]) -> Option<&'static str> {
    Some(match key {
        b"Contents" => "page-content",
        b"Resources" => "resources",
        b"MediaBox" | b"CropBox" | b"BleedBox" | b"TrimBox" | b"ArtBox" | b"Rotate" | b"UserUnit" => "page-geometry",
        b"Annots" => "annotations",
        b"AA" => "action",
        b"Parent" | b"Type" => "page-tree",
        _ => "page",
    })
}

/// Table 29.
fn catalogue_entry(key: &[u8]) -> Option<&'static str> {
    Some(match key {
        b"Pages" => "page-tree",
        b"OpenAction" => "open-action",
        b"AA" => "action",
        b"Names" | b"Dests" => "name-tree",
        b"OCProperties" => "optional-content",
        b"AcroForm" => "form",
        b"Metadata" => "metadata",
        b"DSS" => "security-store",
        b"Outlines" => "outline",
        b"StructTreeRoot" | b"MarkInfo" => "structure-tree",
        b"Perms" => "permissions",
        b"AF" | b"Collection" => "embedded-file",
        b"ViewerPreferences" | b"PageMode" | b"PageLayout" | b"PageLabels" => "viewer-preferences",
        _ => "catalogue",
    })
}

/// What it says it is.
fn own_kind(object: &Object) -> Option<&'static str> {
    match object {
        Object::Stream(stream) => stream_kind(&stream.dictionary),
        Object::Dictionary(dictionary) => dictionary_kind(dictionary),
        _ => None,
    }
}

fn plain_kind(object: &Object) -> &'static str {
    match object {
        Object::Stream(_) => "stream",
        Object::Dictionary(_) => "dictionary",
        Object::Array(_) => "array",
        Object::Null => "null",
        _ => "value",
    }
}

fn stream_kind(dictionary: &Dictionary) -> Option<&'static str> {
    Some(match (name(dictionary, "Type"), name(dictionary, "Subtype")) {
        (Some(b"XRef"), _) => "cross-reference-stream",
        (Some(b"ObjStm"), _) => "object-stream",
        (Some(b"Metadata"), _) => "metadata",
        (Some(b"EmbeddedFile"), _) => "embedded-file",
        (_, Some(b"Image")) => "image",
        _ => return None,
    })
}

fn dictionary_kind(dictionary: &Dictionary) -> Option<&'static str> {
    Some(match (name(dictionary, "Type"), name(dictionary, "Subtype")) {
        (Some(b"Page"), _) => "page",
        (Some(b"Pages"), _) => "page-tree",
        (Some(b"Catalog"), _) => "catalogue",
        (Some(b"Sig"), _) => "signature",
        (Some(b"DocTimeStamp"), _) => "document-timestamp",
        (Some(b"Font" | b"FontDescriptor"), _) => "font",
        (Some(b"DSS" | b"VRI"), _) => "security-store",
        (Some(b"OCG" | b"OCMD"), _) => "optional-content",
        (Some(b"StructElem" | b"StructTreeRoot" | b"OBJR"), _) => "structure-tree",
        (Some(b"Filespec"), _) => "embedded-file",
        (Some(b"ExtGState" | b"Pattern"), _) => "resources",
        _ if dictionary.contains("ByteRange") => "signature",
        _ if name(dictionary, "FT") == Some(b"Sig") => "signature-field",
        (_, Some(b"Widget")) if dictionary.contains("FT") => "field",
        (_, Some(b"Widget")) => "widget",
        (Some(b"Annot"), _) => "annotation",
        _ if dictionary.contains("FT") => "field",
        _ if dictionary.contains("JS") || name(dictionary, "S") == Some(b"JavaScript") => "javascript",
        _ if dictionary.contains("Fields") => "form",
        _ if dictionary.contains("CreationDate") || dictionary.contains("ModDate") => "document-information",
        _ => return None,
    })
}

fn name<'d>(dictionary: &'d Dictionary, key: &str) -> Option<&'d [u8]> {
    dictionary.name(key).map(Name::as_octets)
}

/// What it is used for, by the keys on the way to it from what has it.
fn role(step: &Step<'_, '_>, graph: &Graph<'_, '_>, id: ObjectId) -> Option<&'static str> {
    let mut open = vec![(id, 0_u32)];
    while let Some((id, depth)) = open.pop() {
        for (holder, object) in holders(step, graph, id).into_iter().take(MAX_ROLES) {
            let mut kind = None;
            find(&object, id.number, &mut |path| {
                kind = kind.or_else(|| path.iter().rev().find_map(|key| key_kind(key.as_octets(), &object)));
            });
            if kind.is_some() {
                return kind;
            }
            if depth < MAX_DEPTH {
                open.push((holder, depth.saturating_add(1)));
            }
        }
    }
    None
}

fn key_kind(key: &[u8], holder: &Object) -> Option<&'static str> {
    let of_annotation = holder.as_dictionary().is_some_and(|dictionary| dictionary.contains("Rect"));
    Some(match key {
        b"Contents" if !of_annotation => "page-content",
        b"AP" if of_annotation => "appearance",
        b"AP" | b"Names" | b"Dests" | b"EmbeddedFiles" => "name-tree",
        b"Font" | b"ToUnicode" | b"FontFile" | b"FontFile2" | b"FontFile3" | b"Widths" | b"W" | b"DescendantFonts"
        | b"FontDescriptor" | b"Encoding" | b"CharProcs" => "font",
        b"XObject" => "form-x-object",
        b"Resources" | b"ExtGState" | b"ColorSpace" | b"Pattern" | b"Shading" | b"Properties" | b"SMask" => "resources",
        b"Annots" => "annotations",
        b"Fields" => "form",
        b"Kids" if holder.as_dictionary().is_some_and(|dictionary| dictionary.is_type("Pages")) => "page-tree",
        b"JS" | b"JavaScript" => "javascript",
        b"OpenAction" => "open-action",
        b"A" | b"AA" => "action",
        b"OCProperties" | b"OCGs" => "optional-content",
        b"ParentTree" | b"StructTreeRoot" | b"RoleMap" => "structure-tree",
        b"Metadata" => "metadata",
        b"Outlines" => "outline",
        b"DSS" | b"VRI" | b"Certs" | b"CRLs" | b"OCSPs" | b"Cert" | b"CRL" | b"OCSP" => "validation-data",
        b"V" => "field-value",
        _ => return None,
    })
}

/// A value in a few words; `None` for null.
pub(super) fn brief(view: View<'_, '_>, object: &Object) -> Option<String> {
    let text = match object {
        Object::Null => return None,
        Object::String(string) => string.text(),
        Object::Stream(stream) => match &stream.data {
            crate::pdf::StreamData::InFile(range) => format!("{} octets", range.len()),
            crate::pdf::StreamData::Owned(octets) => format!("{} octets", octets.len()),
        },
        Object::Dictionary(dictionary) => return brief_dictionary(view, dictionary),
        Object::Array(items) if items.iter().all(|item| item.as_number().is_some()) => {
            let numbers: Vec<String> = items.iter().take(MAX_BRIEF).filter_map(direct).collect();
            format!("[{}]", numbers.join(" "))
        }
        Object::Array(items) => format!("{} entries", items.len()),
        Object::Reference(id) => id.to_string(),
        other => direct(other)?,
    };
    Some(shortened(&text))
}

fn brief_dictionary(view: View<'_, '_>, dictionary: &Dictionary) -> Option<String> {
    if dictionary.contains("ByteRange") {
        return None;
    }
    let text = ["T", "BaseFont", "FontName", "V", "Contents", "Title", "S", "Count", "Subtype", "Type"]
        .iter()
        .filter_map(|key| view.resolve(dictionary.get(key)?).ok())
        .find_map(|value| match value {
            Object::String(string) if !string.octets.is_empty() => Some(string.text()),
            Object::Name(_) | Object::Integer(_) => direct(&value),
            _ => None,
        });
    text.map(|text| shortened(&text))
}

fn direct(object: &Object) -> Option<String> {
    Some(match object {
        Object::Boolean(value) => value.to_string(),
        Object::Integer(value) => value.to_string(),
        Object::Real(value) => value.to_string(),
        Object::Name(name) => format!("/{name}"),
        _ => return None,
    })
}

/// Without what a terminal would obey.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(MAX_BRIEF).collect();
    if text.chars().count() > MAX_BRIEF {
        short.push('…');
    }
    short
}

/// Characters of a value that are shown.
const MAX_BRIEF: usize = 60;
/// Entries told of one dictionary.
const MAX_ENTRIES: usize = 8;
/// Users of an object looked at for what it is.
const MAX_ROLES: usize = 4;
/// Steps from an object to what says what it is.
const MAX_DEPTH: u32 = 4;
