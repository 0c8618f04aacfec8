//! The rules: what each vouches for, and why.

mod fields;
mod store;

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::{Dictionary, Object, ObjectId};
use crate::report::Extent;

use super::same::{differing, same};
use super::step::{Change, Step};

/// Why a change is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Cross-reference and object streams: how a revision is written, not what it says.
    Structure,
    /// The document security store (ISO 32000-2, 12.8.4.3) and the extensions it needs.
    SecurityStore,
    /// A document time-stamp (12.8.5) and its field.
    DocumentTimestamp,
    /// A further signature: field, widget, appearance, entries in form and page.
    Signature,
    /// A field under a node of the field tree that was there. A certified form keeps its nodes as they were.
    NestedSignature,
}

impl Rule {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::SecurityStore => "security-store",
            Self::DocumentTimestamp => "document-timestamp",
            Self::Signature => "signature",
            Self::NestedSignature => "nested-signature",
        }
    }

    pub(super) const fn extent(self) -> Extent {
        match self {
            Self::Structure => Extent::None,
            Self::SecurityStore | Self::DocumentTimestamp => Extent::Archival,
            Self::Signature | Self::NestedSignature => Extent::Forms,
        }
    }
}

/// What the rules vouch for.
#[derive(Debug, Default)]
pub(super) struct Vouched {
    pub(super) objects: BTreeMap<ObjectId, Rule>,
    /// Changes that are no object's: of the trailer.
    pub(super) refused: Vec<&'static str>,
    /// Widgets of vouched fields, which the annotations of a page may then name.
    widgets: BTreeSet<ObjectId>,
}

impl Vouched {
    fn vouch(&mut self, id: ObjectId, rule: Rule) {
        self.objects.entry(id).or_insert(rule);
    }
}

/// Asks every rule.
pub(super) fn vouch(step: &Step<'_, '_>) -> Vouched {
    let mut vouched = Vouched::default();
    trailer(step, &mut vouched);
    structure(step, &mut vouched);
    let stamps = catalog(step, &mut vouched);
    pages(step, stamps, &mut vouched);
    vouched
}

/// A trailer that names another catalogue, another encryption or other information makes another document of it.
fn trailer(step: &Step<'_, '_>, vouched: &mut Vouched) {
    let (old, new) = (step.old.trailer(), step.new.trailer());
    if step.old.catalog_id() != step.new.catalog_id() {
        vouched.refused.push("trailer-root");
    }
    if old.iter().chain(new.iter()).any(is_another_root) {
        vouched.refused.push("trailer-extra-root");
    }
    for (key, kind) in [("Encrypt", "trailer-encrypt"), ("Info", "trailer-info")] {
        let (old, new) = (old.get(key), new.get(key));
        // An update that leaves it out has none to say about it.
        let equal = match (old, new) {
            (Some(old), Some(new)) => same(step.file(), old, new),
            (None, Some(_)) => false,
            (_, None) => true,
        };
        if !equal {
            vouched.refused.push(kind);
        }
    }
}

/// An entry that no standard knows and that refers to an object is one more root: nobody can say what is shown of it.
fn is_another_root((key, value): (&crate::pdf::Name, &Object)) -> bool {
    let known =
        matches!(key.as_octets(), b"Root" | b"Info" | b"Encrypt" | b"ID" | b"Length" | b"DecodeParms" | b"Filter");
    !known && value.as_reference().is_some()
}

fn structure(step: &Step<'_, '_>, vouched: &mut Vouched) {
    let is_structure = |object: &Object| {
        object
            .as_stream()
            .is_some_and(|stream| stream.dictionary.is_type("XRef") || stream.dictionary.is_type("ObjStm"))
    };
    for (id, change) in step.changed() {
        let was = change.old.is_null() || is_structure(&change.old);
        let is = change.new.is_null() || is_structure(&change.new);
        if was && is && !change.unreadable {
            vouched.vouch(*id, Rule::Structure);
        }
    }
}

/// The catalogue: the form, the security store and extensions may change, nothing else.
///
/// Gives what the new signature fields are: time-stamps alone, or signatures.
fn catalog(step: &Step<'_, '_>, vouched: &mut Vouched) -> Rule {
    let (Ok(old), Ok(new)) = (step.old.catalog(), step.new.catalog()) else { return Rule::Signature };
    let form = fields::form(step, &old, &new, vouched);
    let store = store::store(step, &old, &new, vouched);
    let extensions = extensions(step, &old, &new, vouched);
    let permitted = |key: &crate::pdf::Name| match key.as_octets() {
        b"AcroForm" => form.sound,
        b"DSS" => store,
        b"Extensions" => extensions,
        // A later version number makes no reader show anything else (ISO 32000-2, 7.7.2).
        b"Version" => true,
        _ => false,
    };
    let all = differing(step.file(), &old, &new).all(permitted);
    let touched = differing(step.file(), &old, &new).any(|key| *key == *"AcroForm");
    if let (Some(id), true) = (step.new.catalog_id(), all) {
        vouched.vouch(id, if touched { form.rule } else { Rule::SecurityStore });
    }
    form.rule
}

/// `/Extensions` names what developers added; nothing is shown because of it.
fn extensions(step: &Step<'_, '_>, old: &Dictionary, new: &Dictionary, vouched: &mut Vouched) -> bool {
    let (before, after) = step.entries(old, new, "Extensions");
    let empty = Dictionary::new();
    let before = before.as_dictionary().unwrap_or(&empty);
    let Some(after) = after.as_dictionary() else { return false };
    let known = |key: &crate::pdf::Name| matches!(key.as_octets(), b"ADBE" | b"ESIC" | b"ISO_" | b"Type");
    if !differing(step.file(), before, after).all(known) {
        return false;
    }
    for value in [new.get("Extensions")].into_iter().flatten().chain(after.iter().map(|(_, value)| value)) {
        if let Some(id) = value.as_reference()
            && step
                .change(id)
                .is_some_and(|change| !change.unreadable && is_plain(&change.new) && is_extension(&change.old))
        {
            vouched.vouch(id, Rule::SecurityStore);
        }
    }
    true
}

fn is_extension(old: &Object) -> bool {
    let known =
        |dictionary: &Dictionary| ["ADBE", "ESIC", "ISO_", "BaseVersion"].iter().any(|key| dictionary.contains(key));
    old.is_null() || old.as_dictionary().is_some_and(known)
}

/// A dictionary that refers to nothing deeper.
fn is_plain(object: &Object) -> bool {
    object.as_dictionary().is_some() || object.as_array().is_some()
}

/// Pages on which nothing changed but that widgets of new signatures were added to their annotations.
fn pages(step: &Step<'_, '_>, rule: Rule, vouched: &mut Vouched) {
    let mut found = Vec::new();
    for (id, change) in step.changed() {
        let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { continue };
        if !old.is_type("Page") || !new.is_type("Page") {
            continue;
        }
        let only = differing(step.file(), old, new).all(|key| *key == *"Annots");
        if only && annotations(step, old, new, vouched) {
            found.push(*id);
            found.extend(changed_reference(step, new.get("Annots")));
        }
    }
    found.extend(annotation_arrays(step, vouched));
    found.into_iter().for_each(|id| vouched.vouch(id, rule));
}

/// Whether the annotations of a page gained widgets of vouched fields, and lost none.
fn annotations(step: &Step<'_, '_>, old: &Dictionary, new: &Dictionary, vouched: &Vouched) -> bool {
    let (before, after) = step.entries(old, new, "Annots");
    grew(step.file(), &before, &after, |added| added.as_reference().is_some_and(|id| vouched.widgets.contains(&id)))
}

/// Arrays of annotations that are objects of their own; their page need not have changed.
fn annotation_arrays(step: &Step<'_, '_>, vouched: &Vouched) -> Vec<ObjectId> {
    let candidates: BTreeSet<_> = step
        .changed()
        .filter(|(id, change)| !vouched.objects.contains_key(id) && change.old.as_array().is_some())
        .map(|(id, _)| *id)
        .collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let of_widgets = vouched.widgets.iter().filter_map(|id| {
        let widget = step.new.get(*id).ok()?;
        let page = widget.as_dictionary()?.get("P")?.as_reference()?;
        step.new.get(page).ok()?.into_dictionary()
    });
    let all = (0..MAX_PAGES).map_while(|index| step.new.page(index).ok()).map(|(_, page)| page);
    let mut found = Vec::new();
    for page in of_widgets.chain(all) {
        let array = page.get("Annots").and_then(Object::as_reference).filter(|id| candidates.contains(id));
        if let Some(id) = array
            && !found.contains(&id)
            && annotations(step, &page, &page, vouched)
        {
            found.push(id);
            if found.len() == candidates.len() {
                break;
            }
        }
    }
    found
}

/// Whether an array kept its elements in their order, and gained only such as `permitted` permits.
fn grew(file: &[u8], before: &Object, after: &Object, permitted: impl Fn(&Object) -> bool) -> bool {
    let nothing = Object::Array(Vec::new());
    let before = if before.is_null() { &nothing } else { before };
    let (Some(before), Some(after)) = (before.as_array(), after.as_array()) else { return false };
    let mut kept = before.iter().peekable();
    for element in after {
        if kept.peek().is_some_and(|kept| same(file, kept, element)) {
            kept.next();
        } else if !permitted(element) {
            return false;
        }
    }
    kept.peek().is_none()
}

fn changed_reference(step: &Step<'_, '_>, value: Option<&Object>) -> Option<ObjectId> {
    value.and_then(Object::as_reference).filter(|id| step.change(*id).is_some())
}

/// New objects that are reached from one that is vouched for: its appearance, its parts.
///
/// Only new ones: what was there before has to be vouched for by what it was.
fn reach(step: &Step<'_, '_>, from: &Object, rule: Rule, vouched: &mut Vouched) {
    let mut open = vec![from.clone()];
    while let Some(object) = open.pop() {
        match &object {
            Object::Reference(id) => {
                let new = step.change(*id).filter(|change| change.is_new() && !vouched.objects.contains_key(id));
                if let Some(Change { new, .. }) = new
                    && !is_page(new)
                {
                    vouched.vouch(*id, rule);
                    open.push(new.clone());
                }
            }
            Object::Array(items) => open.extend(items.iter().cloned()),
            Object::Dictionary(dictionary) => open.extend(dictionary.iter().map(|(_, value)| value.clone())),
            Object::Stream(stream) => open.extend(stream.dictionary.iter().map(|(_, value)| value.clone())),
            _ => {}
        }
    }
}

fn is_page(object: &Object) -> bool {
    object.as_dictionary().is_some_and(|dictionary| dictionary.is_type("Page") || dictionary.is_type("Pages"))
}

/// Pages looked through for an array of annotations.
///
/// 10,000: more pages than any document of the corpora has; beyond it the change is unexplained.
const MAX_PAGES: usize = 10_000;
