//! Appearances of annotations (ISO 32000-2, 12.5.5): whose they are, what they say and whether they hide what is below.

use std::collections::BTreeSet;

use crate::pdf::content::Operators;
use crate::pdf::{Dictionary, Name, Object, ObjectId, Stream, View};

use super::cover::{Covers, Rectangle};
use super::graph::{Graph, Use};
use super::kind::Told;
use super::page;
use super::step::Step;

/// Whether an entry of a widget may change when its value does: how the value looks, and flags against further change.
pub(super) fn may_change(key: &Name, old: &Dictionary, new: &Dictionary) -> bool {
    match key.as_octets() {
        b"AP" => new.get("AP").is_some_and(|value| !value.is_null()),
        b"AS" | b"M" | b"MK" | b"DA" | b"Q" => true,
        b"F" | b"Ff" => only_locks(key, old, new),
        b"Type" => !old.contains("Type") && new.is_type("Annot"),
        _ => false,
    }
}

/// Whether a change of flags only locks (table 167: print, read-only, locked, locked contents; table 227: read-only).
///
/// What hides or shows is none of them: a hidden widget that shows later is an overlay that was prepared.
pub(super) fn only_locks(key: &Name, old: &Dictionary, new: &Dictionary) -> bool {
    let locks = if *key == *"F" { 4 | 64 | 128 | 512 } else { 1 };
    let key = key.to_string();
    let flags = |dictionary: &Dictionary| match dictionary.get(&key) {
        None => Some(0),
        Some(value) => value.as_integer(),
    };
    let (Some(old), Some(new)) = (flags(old), flags(new)) else { return false };
    old & !new == 0 && new & !old & !locks == 0
}

/// Objects of an appearance that changed although they were there, and that nothing but this widget uses.
pub(super) fn own(step: &Step<'_, '_>, graph: &Graph<'_, '_>, widget: ObjectId, parts: &Object) -> Vec<ObjectId> {
    let mut found = Vec::new();
    let mut open = vec![(parts.clone(), 0_u32)];
    while let Some((part, depth)) = open.pop() {
        let id = part.as_reference();
        if let Some(id) = id.filter(|id| step.change(*id).is_some_and(|change| !change.is_new() && !change.unreadable))
        {
            if !belongs(graph, widget, id, 0) {
                continue;
            }
            found.push(id);
        }
        // The dictionary, the states, their streams: three steps from the widget.
        if depth < 3
            && let Ok(Object::Dictionary(dictionary)) = step.new.resolve(&part)
        {
            open.extend(dictionary.iter().map(|(_, value)| (value.clone(), depth.saturating_add(1))));
        }
    }
    found
}

/// Whether every use of an object is in the appearance of a widget.
fn belongs(graph: &Graph<'_, '_>, widget: ObjectId, id: ObjectId, depth: u32) -> bool {
    let in_widget = |place: &Use| place.holder == widget && place.path.first().is_some_and(|key| *key == *"AP");
    depth < 3
        && graph
            .only_used(id, |place| in_widget(place) || belongs(graph, widget, place.holder, depth.saturating_add(1)))
}

/// Whether the new look of a widget hides text of the page; then what it hides.
pub(super) fn hides(
    step: &Step<'_, '_>,
    graph: &Graph<'_, '_>,
    covers: &mut Covers,
    widget: ObjectId,
    dictionary: &Dictionary,
) -> Option<Told> {
    let appearance = dictionary.get("AP")?;
    let rectangle = Rectangle::of(step.new, dictionary)?;
    if rectangle.is_empty() || !is_opaque(step.new, appearance) {
        return None;
    }
    let told = |hidden| Told::of("appearance-over-content").having_been(Some(hidden));
    let Some(pages) = page::holding(step, graph, widget) else {
        return Some(told("a page that cannot be told".to_owned()));
    };
    pages.into_iter().find_map(|page| covers.hidden(step, page, rectangle)).map(told)
}

/// Whether neither an appearance nor any of its own objects changed.
pub(super) fn is_unchanged(step: &Step<'_, '_>, appearance: &Object) -> bool {
    let mut open = vec![(appearance.clone(), 0_u32)];
    while let Some((part, depth)) = open.pop() {
        if part.as_reference().is_some_and(|id| step.change(id).is_some()) {
            return false;
        }
        if depth < 3
            && let Ok(Object::Dictionary(dictionary)) = step.new.resolve(&part)
        {
            open.extend(dictionary.iter().map(|(_, value)| (value.clone(), depth.saturating_add(1))));
        }
    }
    true
}

/// Whether an appearance may paint over what is below it: a filled area, an image or a shading without transparency.
///
/// Lines and text hide next to nothing. What cannot be read is taken for opaque.
pub(super) fn is_opaque(view: View<'_, '_>, appearance: &Object) -> bool {
    streams(view, appearance).is_none_or(|streams| {
        let mut seen = BTreeSet::new();
        streams.into_iter().any(|(id, stream)| paints(view, id, &stream, Paint::default(), &mut seen, 0))
    })
}

/// The streams of an appearance, of all its states; `None` when it cannot be read.
fn streams(view: View<'_, '_>, appearance: &Object) -> Option<Vec<(ObjectId, Stream)>> {
    let mut found = Vec::new();
    let mut open = vec![(appearance.clone(), 0_u32)];
    while let Some((object, depth)) = open.pop() {
        match (view.resolve(&object).ok()?, object.as_reference()) {
            (Object::Stream(stream), Some(id)) => found.push((id, stream)),
            (Object::Dictionary(dictionary), _) if depth < 2 => {
                open.extend(dictionary.iter().map(|(_, value)| (value.clone(), depth.saturating_add(1))));
            }
            (Object::Null, _) => {}
            _ => return None,
        }
        if found.len() > MAX_STREAMS || open.len() > MAX_STREAMS {
            return None;
        }
    }
    Some(found)
}

/// How what is painted is mixed with what is below.
#[derive(Clone, Copy, Default)]
struct Paint {
    /// `/ca` below one half, or a blend mode that lets dark text through.
    is_transparent: bool,
}

/// Recursion is bounded by the depth of forms within forms, and by what was seen.
fn paints(
    view: View<'_, '_>,
    id: ObjectId,
    stream: &Stream,
    mut paint: Paint,
    seen: &mut BTreeSet<ObjectId>,
    depth: u32,
) -> bool {
    if depth > MAX_FORMS || seen.len() > MAX_STREAMS {
        return true;
    }
    let Ok(octets) = view.stream_octets(stream, id) else { return true };
    let resources = view.entry(&stream.dictionary, "Resources").unwrap_or_default();
    let resource = |category: &str, name: &Object| {
        let name = name.as_name()?.to_string();
        let category = view.entry(resources.as_dictionary()?, category).ok()?;
        category.as_dictionary()?.get(&name).cloned()
    };
    let mut saved = Vec::new();
    for operator in Operators::new(&octets, view.document().limits()) {
        let last = operator.operands.last();
        match operator.name {
            b"q" => saved.push(paint),
            b"Q" => paint = saved.pop().unwrap_or(paint),
            b"gs" => {
                let state = last.and_then(|name| resource("ExtGState", name));
                let state = state.and_then(|state| view.resolve(&state).ok()).unwrap_or_default();
                let Some(state) = state.as_dictionary() else { continue };
                if let Some(opacity) = state.get("ca").and_then(Object::as_number) {
                    paint.is_transparent = opacity <= 0.5;
                }
                if let Some(mode) = state.get("BM").and_then(Object::as_name) {
                    paint.is_transparent |= *mode == *"Multiply" || *mode == *"Darken";
                }
            }
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"sh" | b"BI" if !paint.is_transparent => return true,
            b"Do" => {
                let object = last.and_then(|name| resource("XObject", name));
                let Some(id) = object.as_ref().and_then(Object::as_reference) else { continue };
                let Ok(Object::Stream(inner)) = view.get(id) else { continue };
                let is_image = inner.dictionary.name("Subtype").is_some_and(|kind| *kind == *"Image");
                if is_image {
                    let masked = ["SMask", "Mask"].iter().any(|key| inner.dictionary.contains(key))
                        || inner.dictionary.get("ImageMask").and_then(Object::as_bool) == Some(true);
                    if !paint.is_transparent && !masked {
                        return true;
                    }
                } else if seen.insert(id) && paints(view, id, &inner, paint, seen, depth.saturating_add(1)) {
                    return true;
                }
            }
            _ => {}
        }
        if saved.len() > MAX_SAVED {
            return true;
        }
    }
    false
}

/// The text that an appearance shows, where it can be told: shown in simple fonts, in letters that all encodings of
/// Latin text share. `None` otherwise.
pub(super) fn text(view: View<'_, '_>, appearance: &Object) -> Option<String> {
    let normal = match view.resolve(appearance).ok()? {
        Object::Dictionary(dictionary) => dictionary.get("N").cloned()?,
        _ => return None,
    };
    let [(id, stream)]: [_; 1] = streams(view, &normal)?.try_into().ok()?;
    let octets = view.stream_octets(&stream, id).ok()?;
    let resources = view.entry(&stream.dictionary, "Resources").ok()?;
    let fonts = match resources.as_dictionary() {
        Some(resources) => view.entry(resources, "Font").ok()?.into_dictionary().unwrap_or_default(),
        None => Dictionary::new(),
    };
    let mut said = Vec::new();
    let mut is_simple = true;
    for operator in Operators::new(&octets, view.document().limits()) {
        match operator.name {
            b"Tf" => {
                let name = operator.operands.first().and_then(Object::as_name)?.to_string();
                let font = view.entry(&fonts, &name).ok()?;
                is_simple = font.as_dictionary().is_none_or(is_simple_font);
            }
            b"Tj" | b"'" | b"\"" | b"TJ" => {
                if !is_simple {
                    return None;
                }
                let mut strings = |object: &Object| said.extend(object.as_string().map(|string| string.octets.clone()));
                match operator.operands.last()? {
                    Object::Array(items) => items.iter().for_each(&mut strings),
                    other => strings(other),
                }
            }
            b"Do" | b"BI" => return None,
            _ => {}
        }
    }
    let said = said.concat();
    said.iter()
        .all(|octet| octet.is_ascii() && !octet.is_ascii_control())
        .then(|| String::from_utf8_lossy(&said).into_owned())
}

/// A font whose codes for ASCII letters are ASCII: one byte a code, no encoding of its own.
fn is_simple_font(font: &Dictionary) -> bool {
    let kind = font.name("Subtype").is_some_and(|kind| matches!(kind.as_octets(), b"Type1" | b"TrueType"));
    let encoding = match font.get("Encoding") {
        None => !font.contains("FontDescriptor"),
        Some(Object::Name(name)) => {
            matches!(
                name.as_octets(),
                b"WinAnsiEncoding" | b"MacRomanEncoding" | b"StandardEncoding" | b"PDFDocEncoding"
            )
        }
        Some(_) => false,
    };
    kind && encoding
}

/// Streams of one appearance that are read.
const MAX_STREAMS: usize = 64;
/// Forms within forms.
const MAX_FORMS: u32 = 16;
/// `q` within `q`; Acrobat's own limit is 28.
const MAX_SAVED: usize = 256;
