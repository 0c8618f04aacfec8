//! Signature fields: they may be added, and an empty one may be signed.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::pdf::{Dictionary, Field, FieldKind, Form, Name, Object, ObjectId};

use super::super::appearance;
use super::super::cover::Rectangle;
use super::super::kind::Told;
use super::super::same::differing;
use super::super::step::{Change, Step};
use super::{Case, Claim, Rule, filling, gained, has_only};

/// What became of the form.
pub(super) struct FormChange {
    /// It only gained signatures and values.
    pub(super) sound: bool,
    /// What the new signatures are.
    pub(super) rule: Rule,
}

/// The interactive form before and after.
pub(super) fn form(case: &mut Case<'_, '_, '_>, old: &Dictionary, new: &Dictionary) -> FormChange {
    let step = case.step;
    let (before, after) = step.entries(old, new, "AcroForm");
    let rule = signed(step);
    let empty = Dictionary::new();
    let (before, after) = match (before, after) {
        (Object::Null, Object::Null) => return FormChange { sound: true, rule },
        (before, Object::Dictionary(after)) => (before.into_dictionary().unwrap_or(empty), after),
        _ => return FormChange { sound: false, rule },
    };
    let form = step.old.form().ok().flatten();
    let names = form.iter().flat_map(Form::fields).map(|field| field.name.clone()).collect();
    let mut making = Making { case, names, rule };
    form.iter().for_each(|form| making.existing(form));
    let case = &mut *making.case;
    if let Some(form) = &form {
        filling::fill(case, form, &after);
    }
    let mut making = Making { case, names: making.names, rule };
    let fields = making.added(&before, &after);
    let keys = differing(step.file(), &before, &after).all(|key| match key.as_octets() {
        b"Fields" => fields,
        b"SigFlags" => flags_grew(&before, &after),
        // Defaults for the appearance of fields: new ones say nothing about what was there before.
        b"DA" | b"Q" => !before.contains(&key.to_string()),
        b"DR" => resources(making.case, &before, &after),
        b"NeedAppearances" => filling::may_be_drawn_anew(making.case, form.as_ref(), &after),
        _ => false,
    });
    let sound = keys && fields;
    let claim = Claim::of(rule);
    if sound {
        let case = making.case;
        let named = [(new.get("AcroForm"), "AcroForm"), (after.get("Fields"), "Fields")];
        return FormChange { sound: named.iter().all(|(value, key)| case.vouch_array(*value, key, &claim)), rule };
    }
    FormChange { sound, rule }
}

/// `/SigFlags` (table 225): that there are signatures, and that updates are appended.
fn flags_grew(before: &Dictionary, after: &Dictionary) -> bool {
    let flags = |form: &Dictionary| form.get("SigFlags").map_or(Some(0), Object::as_integer);
    matches!((flags(before), flags(after)), (Some(old), Some(new)) if old & !new == 0 && new & !old & !3 == 0)
}

/// `/DR`: resources may be added under names that mean nothing yet.
fn resources(case: &mut Case<'_, '_, '_>, before: &Dictionary, after: &Dictionary) -> bool {
    let step = case.step;
    let (old, new) = step.entries(before, after, "DR");
    let empty = Dictionary::new();
    let (old, Some(new)) = (old.as_dictionary().unwrap_or(&empty), new.as_dictionary()) else { return false };
    let claim = Claim::of(Rule::FormFilling);
    let grown = differing(step.file(), old, new).all(|key| {
        let (was, is) = step.entries(old, new, &key.to_string());
        match (was, is) {
            (Object::Null, _) => true,
            (Object::Dictionary(was), Object::Dictionary(is)) => {
                differing(step.file(), &was, &is).all(|key| !was.contains(&key.to_string()))
            }
            _ => false,
        }
    });
    let in_resources = |place: &super::Use| place.path.iter().any(|key| *key == *"DR");
    grown
        && case.reach(&Object::Dictionary(new.clone()), &claim)
        && case.changed(after.get("DR")).is_none_or(|id| case.vouch_if_only(id, &claim, in_resources))
        && new.iter().all(|(_, value)| {
            case.changed(Some(value)).is_none_or(|id| {
                case.vouch_if_only(id, &claim, |place| in_resources(place) || case_is_resources(after, place))
            })
        })
}

/// Whether the holder is the dictionary of default resources itself.
fn case_is_resources(form: &Dictionary, place: &super::Use) -> bool {
    form.get("DR").and_then(Object::as_reference) == Some(place.holder)
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

/// Signature fields in the making.
struct Making<'m, 'c, 'd, 'a> {
    case: &'m mut Case<'c, 'd, 'a>,
    /// The fully qualified names that are taken.
    names: BTreeSet<String>,
    rule: Rule,
}

impl Making<'_, '_, '_, '_> {
    fn claim(&self, field: &str) -> Claim {
        Claim { rule: self.rule, field: Some(Rc::from(field)) }
    }

    /// Fields at the root of the form that were not there.
    fn added(&mut self, before: &Dictionary, after: &Dictionary) -> bool {
        let (listed, list) = self.case.step.entries(before, after, "Fields");
        let Some(added) = gained(self.case.step.file(), &listed, &list) else { return false };
        added.iter().all(|field| self.new_field(field, &Above::default()))
    }

    /// Fields that were there: an empty signature field may be signed, a node may gain kids, any may be locked.
    fn existing(&mut self, form: &Form) {
        for field in form.fields() {
            let step = self.case.step;
            let empty = field.kind == FieldKind::Signature
                && step.old.entry(&field.dictionary, "V").is_ok_and(|value| value.is_null());
            let change = field.id.and_then(|id| step.change(id).map(|change| (id, change)));
            if let Some((id, change)) = change.filter(|(_, change)| !change.unreadable) {
                if empty && self.filled(field, change) {
                    self.case.vouch(id, &self.claim(&field.name));
                } else if locked(step, change) {
                    let claim = Claim { rule: Rule::FieldLock, field: None };
                    self.case.vouch(id, &claim);
                } else if self.parent_grew(field, change) {
                    let claim = Claim { rule: Rule::NestedSignature, ..self.claim(&field.name) };
                    self.case.vouch(id, &claim);
                } else if field.kind == FieldKind::Signature && !empty {
                    self.case.remark(id, signed_field(step, field, change));
                }
            }
            self.widgets(field, empty);
        }
    }

    /// Widgets that are kids of their field.
    fn widgets(&mut self, field: &Field, empty: bool) {
        let step = self.case.step;
        for widget in field.widgets.iter().flatten().filter(|widget| Some(**widget) != field.id) {
            let Some(change) = step.change(*widget).filter(|change| !change.unreadable) else { continue };
            let signed = field.id.is_some_and(|id| {
                let new = step.change(id).and_then(|change| change.new.as_dictionary());
                let value = new.and_then(|new| new.get("V"));
                self.case.is_vouched(id) && value.is_some_and(|value| is_by_a_person(step, value))
            });
            if empty && signed && self.appearance_only(field, *widget, change) {
                self.case.vouch(*widget, &self.claim(&field.name));
            } else if locked(step, change) {
                self.case.vouch(*widget, &Claim::of(Rule::FieldLock));
            } else if field.kind == FieldKind::Signature && !empty {
                self.case.remark(*widget, signed_field(step, field, change));
            }
        }
    }

    /// An empty signature field that is signed: its value and its appearance are new, the rest is as it was.
    ///
    /// Without a signature nothing of it may change: an appearance is what a viewer shows, and anybody can draw one.
    fn filled(&mut self, field: &Field, change: &Change) -> bool {
        let step = self.case.step;
        let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
        if !differing(step.file(), old, new).all(|key| *key == *"V" || appearance::may_change(key, old, new)) {
            return false;
        }
        let claim = self.claim(&field.name);
        let Some(value) = new.get("V") else { return false };
        let by_a_person = is_by_a_person(step, value);
        if !by_a_person && shows(step, new) || !self.signature(value, &claim) {
            return false;
        }
        self.looks(field.id, Some(old), new, &claim)
    }

    fn appearance_only(&mut self, field: &Field, widget: ObjectId, change: &Change) -> bool {
        let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
        let permitted = |key: &Name| appearance::may_change(key, old, new);
        differing(self.case.step.file(), old, new).all(permitted)
            && self.looks(Some(widget), Some(old), new, &self.claim(&field.name))
    }

    /// The appearance of a signed widget: its parts are new or were its own, and it hides no text.
    fn looks(&mut self, id: Option<ObjectId>, old: Option<&Dictionary>, new: &Dictionary, claim: &Claim) -> bool {
        let Some(parts) = new.get("AP") else { return true };
        if !matches!(self.case.step.new.resolve(parts), Ok(Object::Dictionary(_))) {
            return false;
        }
        let Some(id) = id else { return self.case.reach(parts, claim) };
        if let Some(told) = appearance::hides(self.case.step, self.case.graph, self.case.covers, id, new) {
            self.case.remark(id, told);
            return false;
        }
        (old.is_none() || self.case.vouch_own(id, parts, claim)) && self.case.reach(parts, claim)
    }

    /// A node of the field tree that gained signature fields.
    fn parent_grew(&mut self, field: &Field, change: &Change) -> bool {
        let step = self.case.step;
        let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
        if !differing(step.file(), old, new).all(|key| *key == *"Kids") {
            return false;
        }
        let (before, after) = step.entries(old, new, "Kids");
        if before.as_array().is_none() {
            return false;
        }
        let Some(added) = gained(step.file(), &before, &after) else { return false };
        let above = Above {
            is_signature: old.name("FT").is_some_and(|kind| *kind == *"Sig"),
            name: field.name.clone(),
            ..Above::default()
        };
        let claim = self.claim(&field.name);
        added.iter().all(|kid| self.new_field(kid, &above)) && self.case.vouch_array(new.get("Kids"), "Kids", &claim)
    }

    /// A field, or a widget of one, that was not there: for a signature, without actions, under a name of its own.
    ///
    /// One that nobody signed must show nothing: an appearance that nobody answers for could cover the page. That holds
    /// for document time-stamps, too: whoever asks an authority for one decides how it looks.
    fn new_field(&mut self, field: &Object, above: &Above) -> bool {
        let step = self.case.step;
        let Some((id, dictionary)) = new_dictionary(step, field) else { return false };
        if above.depth > MAX_DEPTH || !has_only(&dictionary, KNOWN) {
            return false;
        }
        let Some(name) = self.name(&dictionary, above) else { return false };
        let kind = dictionary.name("FT").map(Name::as_octets);
        let is_signature = kind.map_or(above.is_signature, |kind| kind == b"Sig");
        let kids = step.new.entry(&dictionary, "Kids").unwrap_or_default();
        let kids = kids.as_array().unwrap_or_default();
        if !is_signature && (kind.is_some() || kids.is_empty()) {
            return false;
        }
        let shows = shows(step, &dictionary);
        let visible = shows || takes_room(step, &dictionary) && dictionary.contains("V");
        let rule = if visible && self.rule == Rule::Signature { Rule::VisibleSignature } else { self.rule };
        // A lock is on what could be seen or filled in; an invisible field preserves the signature, as time-stamps do.
        let claim = Claim { rule, field: visible.then(|| Rc::from(name.as_str())) };
        if dictionary.get("V").is_some_and(|value| !self.signature(value, &claim)) {
            return false;
        }
        let is_signed = above.is_signed || dictionary.get("V").is_some_and(|value| is_by_a_person(step, value));
        if !is_signed && shows {
            self.case.remark(id, Told::of("appearance-without-signature"));
            return false;
        }
        let below = Above { is_signature, is_signed, name, depth: above.depth.saturating_add(1) };
        if !kids.iter().all(|kid| self.new_field(kid, &below)) || !self.looks(Some(id), None, &dictionary, &claim) {
            return false;
        }
        self.case.vouch(id, &claim);
        if let Some(kids) = self.case.changed(dictionary.get("Kids")) {
            self.case.vouch(kids, &claim);
        }
        if dictionary.name("Subtype").is_some_and(|subtype| *subtype == *"Widget") {
            self.case.claims.widgets.insert(id);
        }
        ["Lock", "SV", "MK", "BS", "Rect"]
            .iter()
            .all(|key| dictionary.get(key).cloned().is_none_or(|part| self.case.reach(&part, &claim)))
    }

    /// The fully qualified name of a new field: its partial name is a string without a full stop, and nobody has it.
    fn name(&mut self, dictionary: &Dictionary, above: &Above) -> Option<String> {
        let Some(partial) = dictionary.get("T") else {
            // A widget of the field above.
            return (above.depth > 0).then(|| above.name.clone());
        };
        let partial = self.case.step.new.resolve(partial).ok()?.as_string()?.text();
        if partial.contains('.') {
            return None;
        }
        let name = if above.name.is_empty() { partial } else { format!("{}.{partial}", above.name) };
        self.names.insert(name.clone()).then_some(name)
    }

    /// The value of a field: a new signature dictionary.
    fn signature(&mut self, value: &Object, claim: &Claim) -> bool {
        let direct = value.as_dictionary().cloned();
        let found = new_dictionary(self.case.step, value);
        let Some(dictionary) = direct.or_else(|| found.map(|(_, dictionary)| dictionary)) else { return false };
        let known = dictionary.is_type("Sig") || dictionary.is_type("DocTimeStamp") || !dictionary.contains("Type");
        known && dictionary.contains("ByteRange") && dictionary.contains("Contents") && self.case.reach(value, claim)
    }
}

/// What a node of the field tree has from those above it.
#[derive(Clone, Default)]
struct Above {
    /// It is a signature field.
    is_signature: bool,
    /// Somebody signed it, and so answers for what it shows.
    is_signed: bool,
    name: String,
    depth: u32,
}

/// Whether nothing changed but that a field or a widget was locked: flags against further change were set.
fn locked(step: &Step<'_, '_>, change: &Change) -> bool {
    let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
    differing(step.file(), old, new).all(|key| match key.as_octets() {
        b"F" | b"Ff" => appearance::only_locks(key, old, new),
        _ => false,
    })
}

/// A field that carries a signature and is not what it was.
fn signed_field(step: &Step<'_, '_>, field: &Field, change: &Change) -> Told {
    let (old, new) = (change.old_dictionary(), change.new.as_dictionary());
    let differs = |key: &str| {
        let is = |dictionary: Option<&Dictionary>| dictionary.and_then(|dictionary| dictionary.get(key)).cloned();
        !super::same(step.file(), &is(old).unwrap_or_default(), &is(new).unwrap_or_default())
    };
    let kind = if ["AP", "MK", "AS"].into_iter().any(differs) { "appearance-of-signed-field" } else { "signed-field" };
    Told::of(kind).having_been(Some(field.name.clone()))
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
    ["AP", "MK"].iter().any(|key| widget.contains(key)) && takes_room(step, widget)
}

/// ISO 32000-2, 12.7.5.5: an invisible field has a rectangle of zero width and height.
fn takes_room(step: &Step<'_, '_>, widget: &Dictionary) -> bool {
    match Rectangle::of(step.new, widget) {
        Some(rectangle) => !rectangle.is_empty(),
        None => widget.contains("Rect"),
    }
}

/// A dictionary that is an object of its own and was not there before.
fn new_dictionary(step: &Step<'_, '_>, value: &Object) -> Option<(ObjectId, Dictionary)> {
    let id = value.as_reference()?;
    let change = step.change(id).filter(|change| change.is_new())?;
    Some((id, change.new.as_dictionary()?.clone()))
}

/// What a new signature field or its widget may have (tables 166, 191, 226 and 235); no actions, no optional content.
const KNOWN: &[&[u8]] = &[
    b"FT",
    b"T",
    b"TU",
    b"TM",
    b"Type",
    b"Subtype",
    b"Rect",
    b"P",
    b"F",
    b"Ff",
    b"V",
    b"AP",
    b"AS",
    b"MK",
    b"Lock",
    b"SV",
    b"Parent",
    b"Kids",
    b"DA",
    b"Q",
    b"StructParent",
    b"H",
    b"BS",
    b"Border",
    b"C",
    b"NM",
    b"M",
    b"Contents",
    b"DR",
    b"Lang",
];

/// Nesting of new fields, as of page-tree nodes.
const MAX_DEPTH: u32 = 32;
