//! The trailer and the catalogue: what may change there, and what makes another document of it.

use crate::pdf::{Dictionary, Location, Name, Object};

use super::super::graph::each_reference;
use super::super::kind::Told;
use super::super::same::{differing, same};
use super::{Case, Claim, Rule, fields, is_plain, metadata, store, structure_tree};

/// A trailer that names another catalogue or another encryption makes another document of it.
pub(super) fn trailer(case: &mut Case<'_, '_, '_>) {
    let (old, new) = (case.step.old.trailer(), case.step.new.trailer());
    let mut refused: Vec<&'static str> = Vec::new();
    // An update may write the catalogue under a number of its own; what it says is compared entry by entry.
    let (root, new_root) = (case.step.old.catalog_id(), case.step.new.catalog_id());
    let is_new = new_root.and_then(|id| case.step.change(id)).is_some_and(|change| {
        change.is_new() && change.new.as_dictionary().is_some_and(|catalog| catalog.is_type("Catalog"))
    });
    if root != new_root && !is_new {
        refused.push("trailer-root");
    }
    if old.iter().chain(new.iter()).any(is_another_root) {
        refused.push("trailer-extra-root");
    }
    // An update that leaves it out has none to say about it.
    let equal = match (old.get("Encrypt"), new.get("Encrypt")) {
        (Some(old), Some(new)) => same(case.step.file(), old, new),
        (None, Some(_)) => false,
        (_, None) => true,
    };
    if !equal {
        refused.push("trailer-encrypt");
    }
    if !metadata::information(case, old, new) {
        refused.push("trailer-info");
    }
    if leaves_out(case) {
        refused.push("trailer-size");
    }
    case.claims.refused.extend(refused.into_iter().map(Told::of));
}

/// 7.5.4: an object whose number is not below `/Size` is ignored, and undefined. Readers that hold to it lose objects
/// that were signed.
fn leaves_out(case: &Case<'_, '_, '_>) -> bool {
    let (old, new) = (case.step.old, case.step.new);
    // Readers go by the last trailer; some producers count wrongly in those before it.
    if new.revision().saturating_add(1) < new.document().revisions().len() {
        return false;
    }
    let Some(size) = new.trailer().get("Size").and_then(Object::as_integer) else { return false };
    let before = old.document().revisions().iter().take(old.revision().saturating_add(1));
    let mut highest = before.filter_map(|revision| {
        let mut used = revision.objects().filter(|(_, location)| *location != Location::Free);
        used.next_back().map(|(id, _)| id.number)
    });
    highest.any(|highest| size <= i64::from(highest))
}

/// An entry that no standard knows and that refers to an object is one more root: nobody can say what is shown of it.
fn is_another_root((key, value): (&Name, &Object)) -> bool {
    let known = matches!(
        key.as_octets(),
        b"Root" | b"Info" | b"Encrypt" | b"ID" | b"Length" | b"DecodeParms" | b"Filter" | b"AdditionalStreams"
    );
    let mut refers = false;
    each_reference(value, &mut |_| refers = true);
    !known && refers
}

/// The catalogue: what is vouched for entry by entry may change, nothing else.
///
/// Gives what the new signature fields are: time-stamps alone, or signatures.
pub(super) fn catalog(case: &mut Case<'_, '_, '_>) -> Rule {
    let step = case.step;
    let (Ok(old), Ok(new)) = (step.old.catalog(), step.new.catalog()) else { return Rule::Signature };
    let form = fields::form(case, &old, &new);
    let store = store::store(case, &old, &new);
    let extensions = extensions(case, &old, &new);
    let metadata = metadata::metadata(case, &old, &new);
    let tree = structure_tree::tree(case, &old, &new);
    let permissions = permissions(case, &old, &new);
    let mut touched = Rule::Metadata;
    let permitted = differing(step.file(), &old, &new).all(|key| {
        let (sound, rule) = match key.as_octets() {
            b"AcroForm" => (form.sound, form.rule),
            b"DSS" => (store, Rule::SecurityStore),
            b"Extensions" => (extensions, Rule::SecurityStore),
            b"Metadata" => (metadata, Rule::Metadata),
            b"StructTreeRoot" => (tree, Rule::StructureTree),
            b"Perms" => (permissions, Rule::Signature),
            b"MarkInfo" => (mark_information(case, &new), Rule::StructureTree),
            // A later version number makes no reader show anything else (ISO 32000-2, 7.7.2).
            b"Version" => (new.name("Version").is_some(), Rule::SecurityStore),
            _ => (false, touched),
        };
        if rule.extent() > touched.extent() || touched == Rule::Metadata {
            touched = rule;
        }
        sound
    });
    if let (Some(id), true) = (step.new.catalog_id(), permitted) {
        case.vouch(id, &Claim::of(touched));
    }
    form.rule
}

/// `/MarkInfo` (14.7.1) says whether the document is tagged: flags.
fn mark_information(case: &Case<'_, '_, '_>, new: &Dictionary) -> bool {
    let value = case.step.new.entry(new, "MarkInfo").unwrap_or_default();
    value.as_dictionary().is_some_and(|flags| flags.iter().all(|(_, flag)| flag.as_bool().is_some()))
        && case.changed(new.get("MarkInfo")).is_none()
}

/// `/Extensions` (7.12) names what developers added; nothing is shown because of it.
fn extensions(case: &mut Case<'_, '_, '_>, old: &Dictionary, new: &Dictionary) -> bool {
    let (before, after) = case.step.entries(old, new, "Extensions");
    if after.is_null() {
        return before.is_null();
    }
    let Some(after) = after.as_dictionary() else { return false };
    let values = [new.get("Extensions")].into_iter().flatten().chain(after.iter().map(|(_, value)| value));
    for id in values.filter_map(|value| case.changed(Some(value))).collect::<Vec<_>>() {
        let Some(change) = case.step.change(id) else { continue };
        let was = change.old.is_null() || change.old.as_dictionary().is_some();
        let is = change.new.as_dictionary().is_some();
        let used = case.vouch_if_only(id, &Claim::of(Rule::SecurityStore), |place| {
            place.path.first().is_some_and(|key| *key == *"Extensions") || is_developer(&place.path)
        });
        if !(was && is && used) {
            return false;
        }
    }
    let resolved = |value: &Object| case.step.new.resolve(value).is_ok_and(|value| is_plain(&value));
    after.iter().all(|(_, value)| resolved(value))
}

/// The path from an extensions dictionary that is an object of its own: a registered prefix of four letters.
fn is_developer(path: &[Name]) -> bool {
    matches!(path, [prefix] if prefix.as_octets().len() == 4 && prefix.as_octets().iter().all(|octet| octet.is_ascii_uppercase() || *octet == b'_'))
}

/// `/Perms` (12.8.6): a certification may be added with its signature, which is new; none may go or be replaced.
fn permissions(case: &mut Case<'_, '_, '_>, old: &Dictionary, new: &Dictionary) -> bool {
    let (before, after) = case.step.entries(old, new, "Perms");
    let empty = Dictionary::new();
    let before = before.as_dictionary().unwrap_or(&empty);
    let Some(after) = after.as_dictionary() else { return false };
    let sound = differing(case.step.file(), before, after).all(|key| {
        let value = after.get("DocMDP").and_then(Object::as_reference);
        *key == *"DocMDP" && !before.contains("DocMDP") && value.is_some_and(|id| case.is_vouched(id))
    });
    sound
        && case
            .changed(new.get("Perms"))
            .is_none_or(|id| case.vouch_if_only(id, &Claim::of(Rule::Signature), |place| place.is_under("Perms")))
}
