//! Form filling (ISO 32000-2, 12.7): the value of a field that was there, and the appearance that shows it.

use std::rc::Rc;

use crate::pdf::{Dictionary, Field, FieldKind, Form, Name, Object, ObjectId};

use super::super::appearance;
use super::super::kind::{Told, brief};
use super::super::same::{differing, same};
use super::super::step::Change;
use super::{Case, Claim, Rule};

/// Fields that were there and have another value now.
pub(super) fn fill(case: &mut Case<'_, '_, '_>, form: &Form, new_form: &Dictionary) {
    let redrawn = case.step.new.entry(new_form, "NeedAppearances").is_ok_and(|flag| flag.as_bool() == Some(true));
    for field in form.fields() {
        let touched = field.id.into_iter().chain(field.widgets.iter().flatten().copied());
        let touched: Vec<ObjectId> = touched.filter(|id| case.step.change(*id).is_some()).collect();
        let Some(id) = field.id.filter(|_| !touched.is_empty() && can_be_filled(field)) else { continue };
        if touched.iter().all(|id| case.is_vouched(*id)) {
            continue;
        }
        let filling = Filling { field, id, redrawn };
        match filling.judge(case) {
            Ok(()) => filling.vouch(case, &touched),
            Err(told) => touched.into_iter().for_each(|id| case.remark(id, told.clone())),
        }
    }
}

/// Text, choices and check boxes that are not read-only. A push button has no value, only a look.
fn can_be_filled(field: &Field) -> bool {
    let flags = field.dictionary.get("Ff").and_then(Object::as_integer).unwrap_or(0);
    let fillable = match field.kind {
        FieldKind::Text | FieldKind::Choice => true,
        FieldKind::Button => flags & PUSH_BUTTON == 0,
        FieldKind::Signature | FieldKind::Unknown => false,
    };
    fillable && flags & READ_ONLY == 0
}

/// A field that is filled in.
struct Filling<'f> {
    field: &'f Field,
    id: ObjectId,
    /// Viewers draw all fields anew (`/NeedAppearances`).
    redrawn: bool,
}

impl Filling<'_> {
    fn judge(&self, case: &mut Case<'_, '_, '_>) -> Result<(), Told> {
        let refused = |kind| Told::of(kind).having_been(Some(self.field.name.clone()));
        let step = case.step;
        if let Some(change) = step.change(self.id)
            && !self.only_filled(case, change)
        {
            return Err(refused("field"));
        }
        let (was, is) = self.values(case);
        let filled = !same(step.file(), &was, &is);
        if !self.is_value(&is) {
            return Err(refused("field-value"));
        }
        let told = |kind| Told::of(kind).having_been(brief(step.old, &was)).becoming(brief(step.new, &is));
        for widget in self.field.widgets.iter().flatten().copied() {
            let change = step.change(widget);
            if let Some(change) = change.filter(|_| widget != self.id)
                && !self.only_redrawn(case, change)
            {
                return Err(refused("widget"));
            }
            let (Some(old), Some(new)) = (look(step.old, widget), look(step.new, widget)) else {
                return Err(refused("widget"));
            };
            let drawn = !same_look(case, &old, &new);
            self.shows(case, &new, filled, drawn, &is).map_err(told)?;
            if drawn
                && !(old.get("AP").is_some_and(|old| appearance::is_opaque(step.old, old)))
                && let Some(told) = appearance::hides(step, case.graph, case.covers, widget, &new)
            {
                return Err(told);
            }
        }
        Ok(())
    }

    /// Whether what a widget shows is the value.
    fn shows(
        &self,
        case: &Case<'_, '_, '_>,
        widget: &Dictionary,
        filled: bool,
        drawn: bool,
        value: &Object,
    ) -> Result<(), &'static str> {
        if self.field.kind == FieldKind::Button {
            // The states of a box are drawn when it is made; filling in chooses one.
            return match drawn {
                true => Err("appearance-of-button"),
                false if !chosen(case, widget, value) => Err("appearance-differs-from-value"),
                false => Ok(()),
            };
        }
        if filled && !drawn && !self.redrawn && widget.contains("AP") {
            return Err("value-without-appearance");
        }
        if !drawn {
            return Ok(());
        }
        let Some(appearance) = widget.get("AP") else { return Ok(()) };
        if self.field.dictionary.contains("AA") || widget.contains("AA") || self.is_secret() {
            // A script formats what is shown.
            return Ok(());
        }
        match appearance::text(case.step.new, appearance) {
            Some(said) if !self.says(case, &said, value) => Err("appearance-differs-from-value"),
            // Drawn anew although nobody filled it in: what it shows cannot be compared.
            None if !filled => Err("appearance-without-value"),
            _ => Ok(()),
        }
    }

    fn is_secret(&self) -> bool {
        self.field.dictionary.get("Ff").and_then(Object::as_integer).unwrap_or(0) & PASSWORD != 0
    }

    /// Whether a text is that of the value: white space aside, since lines and combs are broken anywhere.
    fn says(&self, case: &Case<'_, '_, '_>, said: &str, value: &Object) -> bool {
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let said = plain(said);
        let strings: Vec<&Object> = match value {
            Object::Array(items) => items.iter().collect(),
            other => vec![other],
        };
        let texts: Vec<String> =
            strings.iter().filter_map(|value| value.as_string()).map(|string| plain(&string.text())).collect();
        if texts.concat() == said || texts.is_empty() && said.is_empty() {
            return true;
        }
        // A choice shows its options; one of them is named otherwise than it is exported (table 233).
        self.field.kind == FieldKind::Choice && {
            let options = case.step.old.entry(&self.field.dictionary, "Opt").unwrap_or_default();
            let shown = options.as_array().unwrap_or_default().iter().filter_map(|option| match option {
                Object::Array(pair) => pair.get(1).and_then(Object::as_string).map(|text| plain(&text.text())),
                other => other.as_string().map(|text| plain(&text.text())),
            });
            // A list shows all it has room for.
            shown.into_iter().any(|option| option == said || !option.is_empty() && said.contains(&option))
        }
    }

    fn only_filled(&self, case: &Case<'_, '_, '_>, change: &Change) -> bool {
        let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
        !change.unreadable
            && differing(case.step.file(), old, new).all(|key| match key.as_octets() {
                // Values, chosen options (table 234), rich text (table 228).
                b"V" | b"I" | b"RV" => true,
                _ => appearance::may_change(key, old, new) && *key != *"MK",
            })
    }

    fn only_redrawn(&self, case: &Case<'_, '_, '_>, change: &Change) -> bool {
        let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { return false };
        let permitted = |key: &Name| appearance::may_change(key, old, new) && *key != *"MK";
        !change.unreadable && differing(case.step.file(), old, new).all(permitted)
    }

    fn values(&self, case: &Case<'_, '_, '_>) -> (Object, Object) {
        let old = case.step.old.entry(&self.field.dictionary, "V").unwrap_or_default();
        let own = case.step.new.get(self.id).ok().and_then(Object::into_dictionary).unwrap_or_default();
        // What it inherits did not change, or its parent is judged for it.
        let inherited = self.field.dictionary.contains("V") && !own.contains("V");
        let had_own = case.step.change(self.id).and_then(Change::old_dictionary).is_some_and(|old| old.contains("V"));
        let new = if inherited && !had_own { old.clone() } else { case.step.new.entry(&own, "V").unwrap_or_default() };
        (old, new)
    }

    /// Table 226: of the type of its field.
    fn is_value(&self, value: &Object) -> bool {
        match (self.field.kind, value) {
            (_, Object::Null) => true,
            (FieldKind::Button, Object::Name(_)) | (FieldKind::Text | FieldKind::Choice, Object::String(_)) => true,
            (FieldKind::Choice, Object::Array(items)) => items.iter().all(|item| item.as_string().is_some()),
            _ => false,
        }
    }

    fn vouch(&self, case: &mut Case<'_, '_, '_>, touched: &[ObjectId]) {
        let claim = Claim { rule: Rule::FormFilling, field: Some(Rc::from(self.field.name.as_str())) };
        for widget in self.field.widgets.iter().flatten().copied() {
            let Some(parts) = look(case.step.new, widget).and_then(|new| new.get("AP").cloned()) else { continue };
            if !(case.vouch_own(widget, &parts, &claim) && case.reach(&parts, &claim)) {
                return;
            }
        }
        let values = case.step.new.get(self.id).ok().and_then(Object::into_dictionary).unwrap_or_default();
        for key in ["V", "RV", "I"] {
            if let Some(value) = values.get(key)
                && !case.reach(&value.clone(), &claim)
            {
                return;
            }
        }
        touched.iter().for_each(|id| case.vouch(*id, &claim));
    }
}

fn look(view: crate::pdf::View<'_, '_>, widget: ObjectId) -> Option<Dictionary> {
    view.get(widget).ok()?.into_dictionary()
}

/// Whether a box shows the state that is its value: that of the name, or off where it has none of that name (12.7.5.2.3).
fn chosen(case: &Case<'_, '_, '_>, widget: &Dictionary, value: &Object) -> bool {
    let view = case.step.new;
    let looks = view.entry(widget, "AP").unwrap_or_default().into_dictionary().unwrap_or_default();
    let states = view.entry(&looks, "N").unwrap_or_default();
    let Some(states) = states.as_dictionary() else { return true };
    let wanted = value.as_name().filter(|value| states.contains(&value.to_string()));
    let shown = view.entry(widget, "AS").unwrap_or_default();
    match (wanted, shown.as_name()) {
        (Some(wanted), Some(shown)) => wanted == shown,
        (Some(wanted), None) => *wanted == *"Off",
        (None, shown) => shown.is_none_or(|shown| *shown == *"Off" || !states.contains(&shown.to_string())),
    }
}

/// Whether a widget looks as before: the same appearance, and none of its objects changed.
fn same_look(case: &Case<'_, '_, '_>, old: &Dictionary, new: &Dictionary) -> bool {
    let (was, is) = (old.get("AP"), new.get("AP"));
    let equal = match (was, is) {
        (Some(was), Some(is)) => same(case.step.file(), was, is),
        (was, is) => was.is_none() && is.is_none(),
    };
    equal && is.is_none_or(|parts| appearance::is_unchanged(case.step, parts))
}

/// `/NeedAppearances` (table 224) has viewers draw every field from its value: it may be set where each value says
/// what its appearance said.
pub(super) fn may_be_drawn_anew(case: &Case<'_, '_, '_>, form: Option<&Form>, after: &Dictionary) -> bool {
    let Some(flag) = after.get("NeedAppearances") else { return true };
    if flag.as_bool() != Some(true) {
        return flag.as_bool().is_some();
    }
    form.into_iter().flat_map(Form::fields).filter(|field| field.kind == FieldKind::Text).all(|field| {
        let value = case.step.old.entry(&field.dictionary, "V").unwrap_or_default();
        let filling = Filling { field, id: ObjectId::new(0, 0), redrawn: true };
        field.widgets.iter().flatten().all(|widget| {
            let Some(parts) = look(case.step.old, *widget).and_then(|widget| widget.get("AP").cloned()) else {
                return true;
            };
            appearance::text(case.step.old, &parts).is_none_or(|said| filling.says(case, &said, &value))
        })
    })
}

/// Table 227.
const READ_ONLY: i64 = 1;
/// Table 229.
const PUSH_BUTTON: i64 = 1 << 16;
/// Table 231.
const PASSWORD: i64 = 1 << 13;
