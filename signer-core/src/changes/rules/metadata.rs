//! What a document says about itself (ISO 32000-2, 14.3): nothing of it is on a page.

use crate::pdf::{Dictionary, Object};

use super::super::step::Change;
use super::{Case, Claim, Rule};

/// `/Info` of the trailer: it may be rewritten, and another may come, as long as it holds text and dates alone.
pub(super) fn information(case: &mut Case<'_, '_, '_>, old: &Dictionary, new: &Dictionary) -> bool {
    let (was, is) = (old.get("Info"), new.get("Info"));
    let Some(is) = is else { return true };
    let (before, after) = (was.and_then(Object::as_reference), is.as_reference());
    let Some(id) = after else { return was == Some(is) };
    let Some(change) = case.step.change(id) else {
        // One that was there all along becomes the information: what it says was signed, as something else.
        return before == after;
    };
    let other_use = case.graph.referrers(id.number).next().is_some();
    let sound = !change.unreadable
        && !other_use
        && (change.is_new() || before == after)
        && (change.old.is_null() || is_text(&change.old))
        && is_text(&change.new);
    if sound {
        case.vouch(id, &Claim::of(Rule::Metadata));
    }
    sound
}

/// A dictionary of text strings, dates and names (14.3.3), custom ones among them.
fn is_text(object: &Object) -> bool {
    let is_text = |value: &Object| {
        value.as_string().is_some() || value.as_name().is_some() || value.is_null() || value.as_bool().is_some()
    };
    matches!(object, Object::Dictionary(dictionary) if !dictionary.contains("Type") && dictionary.iter().all(|(_, value)| is_text(value)))
}

/// `/Metadata` of the catalogue (14.3.2): XMP, without anything that a reader of XML would fetch or expand.
pub(super) fn metadata(case: &mut Case<'_, '_, '_>, old: &Dictionary, new: &Dictionary) -> bool {
    let Some(id) = new.get("Metadata").and_then(Object::as_reference) else {
        return !new.contains("Metadata") && !old.contains("Metadata");
    };
    let Some(change) = case.step.change(id) else {
        return old.get("Metadata").and_then(Object::as_reference) == Some(id);
    };
    let was = change.is_new() || is_metadata(&change.old);
    if !was || change.unreadable || !is_packet(case, id, change) {
        return false;
    }
    let sound = case.vouch_if_only(id, &Claim::of(Rule::Metadata), |place| place.is_under("Metadata"));
    if let (true, Object::Stream(stream)) = (sound, &change.new) {
        case.reach(&stream.dictionary.get("Length").cloned().unwrap_or_default(), &Claim::of(Rule::Metadata));
    }
    sound
}

fn is_metadata(object: &Object) -> bool {
    object.as_stream().is_some_and(|stream| {
        stream.dictionary.is_type("Metadata") && stream.dictionary.name("Subtype").is_some_and(|kind| *kind == *"XML")
    })
}

/// Well-formed XML whose root is that of XMP, without a document type: entities are declared there.
fn is_packet(case: &Case<'_, '_, '_>, id: crate::pdf::ObjectId, change: &Change) -> bool {
    let Some(stream) = change.new.as_stream().filter(|_| is_metadata(&change.new)) else { return false };
    if ["F", "Ref"].iter().any(|key| stream.dictionary.contains(key)) {
        return false;
    }
    let Ok(octets) = case.step.new.stream_octets(stream, id) else { return false };
    if octets.len() > MAX_PACKET {
        return false;
    }
    let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&octets);
    let Ok(text) = std::str::from_utf8(octets) else { return false };
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let options = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES };
    roxmltree::Document::parse_with_options(text, options).is_ok_and(|document| {
        let root = document.root_element().tag_name();
        !text.contains("<!DOCTYPE")
            && matches!(
                (root.namespace(), root.name()),
                (Some("adobe:ns:meta/"), "xmpmeta" | "xapmeta")
                    | (Some("http://www.w3.org/1999/02/22-rdf-syntax-ns#"), "RDF")
            )
    })
}

/// Octets of a metadata packet that are read.
///
/// 4 MiB: those with a history of many edits and a thumbnail have a few hundred kilobytes.
const MAX_PACKET: usize = 4 << 20;

/// Elements, attributes and texts of it.
const MAX_NODES: u32 = 100_000;
