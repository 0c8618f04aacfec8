//! The structure tree (ISO 32000-2, 14.7): a tagged document gains an element for the widget of each new signature.

use std::collections::BTreeMap;

use crate::pdf::{Dictionary, Object, ObjectId};

use super::super::same::differing;
use super::{Case, Claim, Rule, gained, has_only};

/// What the tree says of the page must stay; elements for vouched widgets may be added.
pub(super) fn tree(case: &mut Case<'_, '_, '_>, old: &Dictionary, new: &Dictionary) -> bool {
    let Some(root) = new.get("StructTreeRoot").and_then(Object::as_reference) else {
        return !new.contains("StructTreeRoot") && !old.contains("StructTreeRoot");
    };
    if old.get("StructTreeRoot") != new.get("StructTreeRoot") {
        return false;
    }
    if case.step.changed().all(|(id, change)| *id != root && !is_element(&change.old) && !is_element(&change.new)) {
        return true;
    }
    let mut found = Vec::new();
    let elements = elements(case, root, &mut found);
    let sound = elements.is_some_and(|elements| parents(case, root, &elements, &mut found));
    if sound {
        found.into_iter().for_each(|id| case.vouch(id, &Claim::of(Rule::StructureTree)));
    }
    sound
}

fn is_element(object: &Object) -> bool {
    object.as_dictionary().is_some_and(|dictionary| {
        dictionary.is_type("StructElem")
            || dictionary.is_type("StructTreeRoot")
            || dictionary.contains("S") && dictionary.contains("K")
    })
}

/// Elements that were there and gained kids, and those kids; `None` if something else changed. Gives the kids.
fn elements(case: &Case<'_, '_, '_>, root: ObjectId, found: &mut Vec<ObjectId>) -> Option<Vec<ObjectId>> {
    let step = case.step;
    let mut added = Vec::new();
    for (id, change) in step.changed().filter(|(_, change)| is_element(&change.old)) {
        let (old, new) = (change.old_dictionary()?, change.new.as_dictionary()?);
        let is_root = *id == root;
        let permitted = differing(step.file(), old, new).all(|key| match key.as_octets() {
            b"K" => true,
            b"ParentTree" | b"ParentTreeNextKey" => is_root,
            _ => false,
        });
        if !permitted || change.unreadable {
            return None;
        }
        let (before, after) = step.entries(old, new, "K");
        for kid in gained(step.file(), &listed(before), &listed(after))? {
            added.push(element(case, &kid, *id, found)?);
        }
        found.push(*id);
        if let Some(kids) = case.changed(new.get("K")) {
            found.extend(step.change(kids).filter(|change| change.is_new()).map(|_| kids));
        }
    }
    Some(added)
}

/// `/K` may be one kid instead of an array of one.
fn listed(kids: Object) -> Object {
    match kids {
        Object::Array(_) | Object::Null => kids,
        one => Object::Array(vec![one]),
    }
}

/// A new element that holds references to vouched widgets and says nothing that would be read instead of them.
fn element(case: &Case<'_, '_, '_>, kid: &Object, parent: ObjectId, found: &mut Vec<ObjectId>) -> Option<ObjectId> {
    let id = kid.as_reference()?;
    let change = case.step.change(id).filter(|change| change.is_new())?;
    let element = change.new.as_dictionary()?;
    let known = has_only(element, &[b"Type", b"S", b"P", b"Pg", b"K", b"T", b"Alt", b"ID", b"Lang"]);
    let above = element.get("P").and_then(Object::as_reference) == Some(parent);
    let kids = listed(case.step.new.entry(element, "K").ok()?);
    let kids = kids.as_array()?;
    let is_reference = |kid: &Object| {
        let value = case.step.new.resolve(kid).unwrap_or_default();
        let Some(reference) = value.as_dictionary() else { return false };
        let widget = reference.get("Obj").and_then(Object::as_reference);
        reference.is_type("OBJR") && widget.is_some_and(|widget| case.claims.widgets.contains(&widget))
    };
    let kind = element.name("S").is_some_and(|kind| *kind == *"Form" || *kind == *"Annot");
    if !(known && above && kind && !kids.is_empty() && kids.iter().all(is_reference)) {
        return None;
    }
    found.push(id);
    let values = [element.get("K")].into_iter().flatten().chain(kids);
    found.extend(values.filter_map(|value| case.changed(Some(value))));
    Some(id)
}

/// `/ParentTree` (14.7.5.4): what it said it still says, new entries name new elements.
fn parents(case: &Case<'_, '_, '_>, root: ObjectId, added: &[ObjectId], found: &mut Vec<ObjectId>) -> bool {
    let step = case.step;
    let read = |view: crate::pdf::View<'_, '_>, nodes: &mut Vec<ObjectId>| {
        let root = view.get(root).ok()?.into_dictionary()?;
        let mut numbers = BTreeMap::new();
        let mut open = root.get("ParentTree").cloned().into_iter().collect::<Vec<_>>();
        while let Some(node) = open.pop() {
            if nodes.len() > MAX_NODES {
                return None;
            }
            nodes.extend(node.as_reference());
            let node = view.resolve(&node).ok()?.into_dictionary()?;
            if !has_only(&node, &[b"Kids", b"Nums", b"Limits", b"Type"]) {
                return None;
            }
            let kids = view.entry(&node, "Kids").ok()?;
            open.extend(kids.as_array().unwrap_or_default().iter().filter(|kid| kid.as_reference().is_some()).cloned());
            nodes.extend(node.get("Nums").and_then(Object::as_reference));
            let nums = view.entry(&node, "Nums").ok()?;
            for pair in nums.as_array().unwrap_or_default().chunks(2) {
                let [key, value] = pair else { return None };
                numbers.insert(key.as_integer()?, value.clone());
            }
        }
        Some(numbers)
    };
    let (mut old_nodes, mut nodes) = (Vec::new(), Vec::new());
    let (Some(before), Some(after)) = (read(step.old, &mut old_nodes), read(step.new, &mut nodes)) else {
        return false;
    };
    let mut values = Vec::new();
    let kept = before.iter().all(|(key, old)| {
        let Some(new) = after.get(key) else { return false };
        // One that was written anew under another number says what it said.
        values.extend(new.as_reference());
        let (was, is) = (step.old.resolve(old), step.new.resolve(new));
        was.is_ok_and(|was| is.is_ok_and(|is| super::super::same::same(step.file(), &was, &is)))
            || old == new && old.as_reference().is_some_and(|id| found.contains(&id))
    });
    let fresh = after.iter().filter(|(key, _)| !before.contains_key(key));
    let sound = kept
        && fresh.into_iter().all(|(_, value)| value.as_reference().is_some_and(|element| added.contains(&element)));
    if sound {
        let nodes = nodes
            .into_iter()
            .filter(|id| step.change(*id).is_some_and(|change| change.is_new() || old_nodes.contains(id)));
        let values = values.into_iter().filter(|id| step.change(*id).is_some_and(|change| change.is_new()));
        found.extend(nodes.chain(values));
    }
    sound
}

/// Nodes of the parent tree that are read.
const MAX_NODES: usize = 20_000;
