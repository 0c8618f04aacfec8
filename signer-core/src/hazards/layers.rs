//! Optional content (ISO 32000-2, 8.11): layers that are off, or not the same on the screen and on paper.

use std::collections::BTreeSet;

use crate::pdf::{Dictionary, Object, ObjectId};

use super::Kind;
use super::action::text;
use super::walk::{Place, Walk};

pub(super) fn look(walk: &mut Walk<'_, '_>, catalog: &Dictionary, place: Place) {
    let view = walk.view;
    let Some(properties) = view.entry(catalog, "OCProperties").unwrap_or_default().into_dictionary() else { return };
    let groups = view.entry(&properties, "OCGs").unwrap_or_default();
    let groups: Vec<ObjectId> = groups.as_array().unwrap_or_default().iter().filter_map(Object::as_reference).collect();
    if groups.is_empty() {
        return;
    }
    let setting = view.entry(&properties, "D").unwrap_or_default().into_dictionary().unwrap_or_default();
    let listed = |key: &str| -> BTreeSet<ObjectId> {
        let list = view.entry(&setting, key).unwrap_or_default();
        list.as_array().unwrap_or_default().iter().filter_map(Object::as_reference).collect()
    };
    let (on, off) = (listed("ON"), listed("OFF"));
    let base_off = setting.name("BaseState").is_some_and(|state| *state == *"OFF");
    let mut hidden = false;
    for id in groups {
        let Ok(Some(group)) = view.get(id).map(Object::into_dictionary) else { continue };
        let is_off = off.contains(&id) || base_off && !on.contains(&id);
        if is_off || used_otherwise(walk, &group) {
            hidden = true;
            let name = text(walk, &group, "Name").unwrap_or_default();
            walk.report(Kind::HiddenLayer, Place { object: Some(id), ..place }, name);
        }
    }
    let others = view.entry(&properties, "Configs").unwrap_or_default();
    if !hidden && others.as_array().is_some_and(|others| !others.is_empty()) {
        hidden = true;
        walk.report(Kind::HiddenLayer, place, "");
    }
    if !hidden {
        walk.report(Kind::Layers, place, "");
    }
}

/// `/Usage` (8.11.4.4): a state for the screen, for paper or for export that is not on.
fn used_otherwise(walk: &Walk<'_, '_>, group: &Dictionary) -> bool {
    let usage = walk.view.entry(group, "Usage").unwrap_or_default().into_dictionary().unwrap_or_default();
    [("Print", "PrintState"), ("View", "ViewState"), ("Export", "ExportState")].iter().any(|(occasion, state)| {
        let occasion = walk.view.entry(&usage, occasion).unwrap_or_default().into_dictionary().unwrap_or_default();
        occasion.name(state).is_some_and(|state| *state == *"OFF")
    })
}
