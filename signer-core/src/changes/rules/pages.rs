//! Pages on which nothing changed but their annotations.

use std::collections::BTreeSet;

use crate::pdf::{Dictionary, Object, ObjectId};

use super::super::annotation;
use super::super::same::{differing, same};
use super::{Case, Claim, Rule};

/// Pages whose annotations gained widgets of vouched fields, or comments; and comments that changed.
pub(super) fn pages(case: &mut Case<'_, '_, '_>, rule: Rule) {
    let step = case.step;
    for (id, change) in step.changed() {
        let (Some(old), Some(new)) = (change.old_dictionary(), change.new.as_dictionary()) else { continue };
        if change.unreadable || !old.is_type("Page") || !new.is_type("Page") {
            continue;
        }
        let only = differing(step.file(), old, new).all(|key| match key.as_octets() {
            b"Annots" => true,
            // The order in which keys go through the fields; tagged documents need it (12.5.1).
            b"Tabs" => !old.contains("Tabs") && new.name("Tabs").is_some(),
            _ => false,
        });
        let Some(claim) = annotations(case, *id, old, new, rule).filter(|_| only) else { continue };
        if case.vouch_array(new.get("Annots"), "Annots", &claim) {
            case.vouch(*id, &claim);
        }
    }
    arrays(case, rule);
    comments(case);
}

/// Arrays of annotations that are objects of their own; their page need not have changed.
fn arrays(case: &mut Case<'_, '_, '_>, rule: Rule) {
    let step = case.step;
    for (id, change) in step.changed() {
        if case.is_vouched(*id) || change.old.as_array().is_none() || change.new.as_array().is_none() {
            continue;
        }
        let Some(uses) = case.graph.uses(*id) else { continue };
        let pages: BTreeSet<ObjectId> = uses.iter().map(|place| place.holder).collect();
        if uses.is_empty() || !uses.iter().all(|place| matches!(place.path.as_slice(), [key] if *key == *"Annots")) {
            continue;
        }
        let mut claims = Vec::new();
        for page in pages {
            let (old, new) = (step.old.get(page), step.new.get(page));
            let (Ok(Object::Dictionary(old)), Ok(Object::Dictionary(new))) = (old, new) else { break };
            let is_page = old.is_type("Page") && old.get("Annots") == new.get("Annots");
            claims.extend(annotations(case, page, &old, &new, rule).filter(|_| is_page));
        }
        if claims.len() == uses.len()
            && let Some(claim) = claims.first()
        {
            case.vouch(*id, claim);
        }
    }
}

/// The rule for what a page's annotations became: widgets of vouched fields and comments came, comments went, and what
/// stayed is in its order, which decides what lies above what. `None` if anything else happened.
fn annotations(
    case: &mut Case<'_, '_, '_>,
    page: ObjectId,
    old: &Dictionary,
    new: &Dictionary,
    rule: Rule,
) -> Option<Claim> {
    let (before, after) = case.step.entries(old, new, "Annots");
    let nothing = Object::Array(Vec::new());
    let or_nothing = |list| if Object::is_null(list) { &nothing } else { list };
    let (before, after) = (or_nothing(&before).as_array()?, or_nothing(&after).as_array()?);
    let file = case.step.file();
    let mut claim = Claim::of(rule);
    let mut kept = before.iter().peekable();
    for element in after {
        let left = |kept: &Object| !after.iter().any(|other| same(file, kept, other));
        while let Some(gone) = kept.next_if(|kept| left(kept)) {
            if !annotation::was_comment(case.step, gone) {
                return None;
            }
            claim = Claim::of(Rule::Annotation);
        }
        if kept.next_if(|kept| same(file, kept, element)).is_some() {
            continue;
        }
        let id = element.as_reference()?;
        if case.claims.widgets.contains(&id) {
            continue;
        }
        if !comment(case, page, id) {
            return None;
        }
        claim = Claim::of(Rule::Annotation);
    }
    for gone in kept {
        if !annotation::was_comment(case.step, gone) {
            return None;
        }
        claim = Claim::of(Rule::Annotation);
    }
    Some(claim)
}

/// A new annotation, vouched for with its parts if it is a comment that hides nothing.
fn comment(case: &mut Case<'_, '_, '_>, page: ObjectId, id: ObjectId) -> bool {
    let Some(change) = case.step.change(id).filter(|change| change.is_new()) else { return false };
    let Some(dictionary) = change.new.as_dictionary() else { return false };
    match annotation::judge(case.step, case.covers, Some(page), dictionary) {
        Ok(()) => {}
        Err(told) => {
            case.remark(id, told);
            return false;
        }
    }
    let claim = Claim::of(Rule::Annotation);
    let parts = ["AP", "Popup", "RC", "BS"].iter().filter_map(|key| dictionary.get(key)).cloned().collect::<Vec<_>>();
    let sound = parts.iter().all(|part| popup_or_appearance(case, part, &claim));
    if sound {
        case.vouch(id, &claim);
    }
    sound
}

fn popup_or_appearance(case: &mut Case<'_, '_, '_>, part: &Object, claim: &Claim) -> bool {
    let popup = part.as_reference().and_then(|id| case.step.change(id).map(|change| (id, change)));
    if let Some((id, change)) = popup
        && let Some(dictionary) = change.new.as_dictionary()
        && dictionary.name("Subtype").is_some_and(|kind| *kind == *"Popup")
    {
        let sound = change.is_new() && annotation::judge(case.step, case.covers, None, dictionary).is_ok();
        if sound {
            case.vouch(id, claim);
        }
        return sound;
    }
    case.reach(part, claim)
}

/// Comments that were there and say something else.
fn comments(case: &mut Case<'_, '_, '_>) {
    let step = case.step;
    for (id, change) in step.changed() {
        let (Some(old), false) = (change.old_dictionary(), case.is_vouched(*id) || change.unreadable) else { continue };
        if !annotation::is_comment(old) || annotation::judge(step, case.covers, None, old).is_err() {
            continue;
        }
        let page = old.get("P").and_then(Object::as_reference);
        let gone = change.new.is_null();
        let sound = match change.new.as_dictionary() {
            Some(new) => {
                annotation::is_comment(new)
                    && new.get("Subtype") == old.get("Subtype")
                    && annotation::judge(step, case.covers, page, new).is_ok()
                    && new.get("AP").cloned().is_none_or(|part| case.reach(&part, &Claim::of(Rule::Annotation)))
            }
            None => gone,
        };
        if sound {
            case.vouch_if_only(*id, &Claim::of(Rule::Annotation), |place| {
                ["Annots", "Popup", "Parent", "IRT", "Obj"].iter().any(|key| place.is_under(key))
            });
        }
    }
}
