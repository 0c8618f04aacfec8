//! Signature fields: they may be added, and an empty one may be signed.

use crate::pdf::{Dictionary, FieldKind, Name, Object, ObjectId};

use super::super::same::differing;
use super::super::step::{Change, Step};
use super::{Rule, Vouched, changed_reference, grew, reach};

/// What became of the form.
pub(super) struct FormChange {
    /// It only gained signatures.
    pub(super) sound: bool,
    /// What they are.
    pub(super) rule: Rule,
}

/// The interactive form before and after.
pub(super) fn form(step: &Step<'_, '_>, old: &Dictionary, new: &Dictionary, vouched: &mut Vouched) -> FormChange {
    let (before, after) = step.entries(old, new, "AcroForm");
    let rule = signed(step);
    let empty = Dictionary::new();
    let (before, after) = match (before, after) {
        (Object::Null, Object::Null) => return FormChange { sound: true, rule },
        (before, Object::Dictionary(after)) => (before.into_dictionary().unwrap_or(empty), after),
        _ => return FormChange { sound: false, rule },
    };
    existing(step, rule, vouched);
    let (listed, list) = step.entries(&before, &after, "Fields");
    let added = std::cell::RefCell::new(Vec::new());
    let fields = grew(step.file(), &listed, &list, |field| {
        added.borrow_mut().push(field.clone());
        true
    });
    let fields =
        fields && added.into_inner().iter().all(|field| new_field(step, field, Above::default(), rule, vouched));
    let keys = differing(step.file(), &before, &after).all(|key| match key.as_octets() {
        b"Fields" => fields,
        b"SigFlags" => true,
        // Defaults for the appearance of fields: new ones say nothing about what was there before.
        b"DA" | b"DR" => !before.contains(&key.to_string()),
        _ => false,
    });
    let sound = keys && fields;
    if sound {
        for id in
            [new.get("AcroForm"), after.get("Fields")].into_iter().filter_map(|value| changed_reference(step, value))
        {
            vouched.vouch(id, rule);
        }
        if !before.contains("DR")
            && let Some(resources) = after.get("DR")
        {
            reach(step, resources, rule, vouched);
        }
    }
    FormChange { sound, rule }
}

/// Time-stamps alone, or signatures among them: the dictionaries that are new.
fn signed(step: &Step<'_, '_>) -> Rule {
    let new = step.changed().filter(|(_, change)| change.is_new()).filter_map(|(_, change)| change.new.as_dictionary());
    let mut kinds = new.filter(|dictionary| dictionary.contains("ByteRange"));
    let (mut any, mut all) = (false, true);
    for dictionary in &mut kinds {
        any = true;
        all &= dictionary.is_type("DocTimeStamp");
    }
    if any && all { Rule::DocumentTimestamp } else { Rule::Signature }
}

/// Fields that were there: an empty signature field may be signed, a node may gain kids.
fn existing(step: &Step<'_, '_>, rule: Rule, vouched: &mut Vouched) {
    let Ok(Some(form)) = step.old.form() else { return };
    for field in form.fields() {
        let change = field.id.and_then(|id| step.change(id).map(|change| (id, change)));
        let empty = field.kind == FieldKind::Signature
            && step.old.entry(&field.dictionary, "V").is_ok_and(|value| value.is_null());
        let value = change.and_then(|(_, change)| change.new.as_dictionary()?.get("V").cloned());
        let signed = value.is_some_and(|value| is_by_a_person(step, &value));
        if let Some((id, change)) = change {
            if empty && filled(step, change, rule, vouched) {
                vouched.vouch(id, rule);
            } else if parent_grew(step, change, rule, vouched) {
                vouched.vouch(id, Rule::NestedSignature);
            }
        }
        for widget in field.widgets.iter().flatten().filter(|widget| Some(**widget) != field.id && empty && signed) {
            if let Some(change) = step.change(*widget)
                && appearance_only(step, change, rule, vouched)
            {
                vouched.vouch(*widget, rule);
            }
        }
    }
}

/// An empty signature field that is signed: its value and its appearance are new, the rest is as it was.
///
/// Without a signature nothing of it may change: an appearance is what a viewer shows, and anybody can draw one.
fn filled(step: &Step<'_, '_>, change: &Change, rule: Rule, vouched: &mut Vouched) -> bool {
    let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
    let permitted = |key: &Name| matches!(key.as_octets(), b"V" | b"AP" | b"AS" | b"M" | b"F");
    if !differing(step.file(), old, new).all(permitted) {
        return false;
    }
    let sound = new.get("V").is_some_and(|value| {
        (is_by_a_person(step, value) || !shows(step, new)) && signature(step, value, rule, vouched)
    });
    if sound && let Some(appearance) = new.get("AP") {
        reach(step, appearance, rule, vouched);
    }
    sound
}

fn appearance_only(step: &Step<'_, '_>, change: &Change, rule: Rule, vouched: &mut Vouched) -> bool {
    let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
    let permitted = |key: &Name| matches!(key.as_octets(), b"AP" | b"AS" | b"M" | b"F");
    let sound = differing(step.file(), old, new).all(permitted);
    if sound && let Some(appearance) = new.get("AP") {
        reach(step, appearance, rule, vouched);
    }
    sound
}

/// A node of the field tree that gained signature fields.
fn parent_grew(step: &Step<'_, '_>, change: &Change, rule: Rule, vouched: &mut Vouched) -> bool {
    let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
    if !differing(step.file(), old, new).all(|key| *key == *"Kids") {
        return false;
    }
    let (before, after) = step.entries(old, new, "Kids");
    if before.as_array().is_none() {
        return false;
    }
    let mut added = std::cell::RefCell::new(Vec::new());
    let kept = grew(step.file(), &before, &after, |kid| {
        added.borrow_mut().push(kid.clone());
        true
    });
    let above = Above { is_signature: old.name("FT").is_some_and(|kind| *kind == *"Sig"), ..Above::default() };
    let sound = kept && added.get_mut().iter().all(|kid| new_field(step, kid, above, rule, vouched));
    if sound {
        changed_reference(step, new.get("Kids")).into_iter().for_each(|id| vouched.vouch(id, rule));
    }
    sound
}

/// What a node of the field tree has from those above it.
#[derive(Clone, Copy, Default)]
struct Above {
    /// It is a signature field.
    is_signature: bool,
    /// Somebody signed it, and so answers for what it shows.
    is_signed: bool,
    depth: u32,
}

/// A field, or a widget of one, that was not there: for a signature, without actions.
///
/// One that nobody signed must show nothing: an appearance that nobody answers for could cover the page. That holds for
/// document time-stamps, too: whoever asks an authority for one decides how it looks.
fn new_field(step: &Step<'_, '_>, field: &Object, above: Above, rule: Rule, vouched: &mut Vouched) -> bool {
    let Some((id, dictionary)) = new_dictionary(step, field) else { return false };
    if above.depth > MAX_DEPTH || dictionary.contains("A") || dictionary.contains("AA") {
        return false;
    }
    let kind = dictionary.name("FT").map(Name::as_octets);
    let is_signature = kind.map_or(above.is_signature, |kind| kind == b"Sig");
    let kids = step.new.entry(&dictionary, "Kids").unwrap_or_default();
    let kids = kids.as_array().unwrap_or_default();
    if !is_signature && (kind.is_some() || kids.is_empty()) {
        return false;
    }
    if dictionary.get("V").is_some_and(|value| !signature(step, value, rule, vouched)) {
        return false;
    }
    let is_signed = above.is_signed || dictionary.get("V").is_some_and(|value| is_by_a_person(step, value));
    if !is_signed && shows(step, &dictionary) {
        return false;
    }
    let below = Above { is_signature, is_signed, depth: above.depth.saturating_add(1) };
    let sound = kids.iter().all(|kid| new_field(step, kid, below, rule, vouched));
    if !sound {
        return false;
    }
    vouched.vouch(id, rule);
    changed_reference(step, dictionary.get("Kids")).into_iter().for_each(|id| vouched.vouch(id, rule));
    if dictionary.name("Subtype").is_some_and(|subtype| *subtype == *"Widget") {
        vouched.widgets.insert(id);
    }
    for key in ["AP", "Lock", "SV", "MK"] {
        if let Some(part) = dictionary.get(key) {
            reach(step, part, rule, vouched);
        }
    }
    true
}

/// The value of a field: a new signature dictionary.
fn signature(step: &Step<'_, '_>, value: &Object, rule: Rule, vouched: &mut Vouched) -> bool {
    let direct = value.as_dictionary().cloned();
    let found = new_dictionary(step, value);
    let Some(dictionary) = direct.or_else(|| found.map(|(_, dictionary)| dictionary)) else { return false };
    let known = dictionary.is_type("Sig") || dictionary.is_type("DocTimeStamp") || !dictionary.contains("Type");
    let sound = known && dictionary.contains("ByteRange") && dictionary.contains("Contents");
    if sound {
        reach(step, value, rule, vouched);
    }
    sound
}

/// Whether a value is a signature of somebody, not a time-stamp of an authority over whatever it is sent.
fn is_by_a_person(step: &Step<'_, '_>, value: &Object) -> bool {
    let Ok(value) = step.new.resolve(value) else { return false };
    value.as_dictionary().is_some_and(|dictionary| {
        let stamp = dictionary.name("SubFilter").is_some_and(|filter| *filter == *"ETSI.RFC3161");
        !stamp && !dictionary.is_type("DocTimeStamp")
    })
}

/// Whether a viewer may show something of a widget: it looks like something, and takes up room.
fn shows(step: &Step<'_, '_>, widget: &Dictionary) -> bool {
    let looks = ["AP", "MK"].iter().any(|key| widget.contains(key));
    let rectangle = step.new.entry(widget, "Rect").unwrap_or_default();
    let corners: Vec<f64> = rectangle.as_array().unwrap_or_default().iter().filter_map(Object::as_number).collect();
    // ISO 32000-2, 12.7.5.5: an invisible field has a rectangle of zero width and height.
    let flat = matches!(corners.as_slice(), [left, bottom, right, top] if left == right && bottom == top);
    looks && !flat
}

/// A dictionary that is an object of its own and was not there before.
fn new_dictionary(step: &Step<'_, '_>, value: &Object) -> Option<(ObjectId, Dictionary)> {
    let id = value.as_reference()?;
    let change = step.change(id).filter(|change| change.is_new())?;
    Some((id, change.new.as_dictionary()?.clone()))
}

/// Nesting of new fields, as of page-tree nodes.
const MAX_DEPTH: u32 = 32;
