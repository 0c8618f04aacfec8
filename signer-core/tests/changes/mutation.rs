//! Any object of a signed document, replaced in any of some ways: none is allowed unless a rule says so.

use std::collections::BTreeSet;

use proptest::prelude::*;
use signer_core::pdf::{Dictionary, Location, Object, ObjectId, PdfString, StreamData, Update};
use test_vectors::pdf::{Form, Layout, Pdf};

use super::{changes, open, signed, updated};

/// Ways to replace an object; `None` where one does not apply.
fn mutants(octets: &[u8], object: &Object) -> Vec<Object> {
    let mut found =
        vec![Object::Null, Object::Integer(42), Object::Array(vec![]), Object::Dictionary(Dictionary::new())];
    match object {
        Object::Dictionary(dictionary) => {
            let with = |key: &str, value: Object| {
                let mut other = dictionary.clone();
                other.insert(key, value);
                Object::Dictionary(other)
            };
            found.push(with("Unknown", Object::Boolean(true)));
            found.push(with("Type", Object::name("Other")));
            for (key, value) in dictionary.iter() {
                let mut without = dictionary.clone();
                without.remove(&key.to_string());
                found.push(Object::Dictionary(without));
                found.push(with(&key.to_string(), altered(value)));
            }
        }
        Object::Stream(stream) => {
            let StreamData::InFile(range) = &stream.data else { return found };
            let mut data = octets.get(range.clone()).unwrap().to_vec();
            data.push(b' ');
            found.push(Object::Stream(signer_core::pdf::Stream {
                dictionary: stream.dictionary.clone(),
                data: StreamData::Owned(data),
            }));
        }
        Object::Array(items) => {
            found.push(Object::Array(items.iter().rev().cloned().chain([Object::Integer(1)]).collect()));
        }
        _ => {}
    }
    found
}

fn altered(value: &Object) -> Object {
    match value {
        Object::Integer(number) => Object::Integer(number.saturating_add(1)),
        Object::String(string) => Object::String(PdfString::literal([string.octets.as_slice(), b"x"].concat())),
        Object::Name(_) => Object::name("Altered"),
        Object::Boolean(value) => Object::Boolean(!value),
        Object::Reference(id) => Object::Reference(ObjectId::new(id.number.saturating_sub(1).max(1), 0)),
        _ => Object::Null,
    }
}

fn put(update: &mut Update<'_, '_>, id: ObjectId, object: Object) {
    match object {
        Object::Stream(stream) => {
            let StreamData::Owned(data) = stream.data else { return };
            update.put_stream(id, stream.dictionary, data);
        }
        other => update.put(id, other),
    }
}

fn document() -> Vec<u8> {
    signed(&Pdf::new().with_pages(2).with_form(Form::Nested).build())
}

/// The rules that may vouch for a mutant: that of the information dictionary, of the one field that can be filled in,
/// of locks, and what changed nothing that is told apart.
fn permitted(octets: &[u8], id: ObjectId) -> BTreeSet<&'static str> {
    let information = open(octets).latest().trailer().get("Info").and_then(Object::as_reference);
    let (name, _) = super::field(octets, "contract.buyer.name");
    match id {
        id if Some(id) == information => ["metadata"].into(),
        id if id == name => ["form-filling", "field-lock"].into(),
        _ => ["field-lock", "structure", "unreferenced"].into(),
    }
}

fn judge(octets: &[u8], id: ObjectId, mutant: Object) {
    let shown = format!("{mutant:?}");
    let changed = updated(octets, |update| put(update, id, mutant));
    let changes = changes(&changed);
    let rules: BTreeSet<_> = changes.items.iter().filter_map(|item| item.allowed_by.as_deref()).collect();
    let permitted = permitted(octets, id);
    assert!(
        !changes.allowed
            || changes.items.is_empty() && is_equal(octets, id, &changed)
            || rules.iter().all(|rule| permitted.contains(rule)) && !rules.is_empty(),
        "{id}: {shown}: {changes:#?}"
    );
}

/// Whether the mutant is the object.
fn is_equal(octets: &[u8], id: ObjectId, changed: &[u8]) -> bool {
    let (was, is) = (open(octets), open(changed));
    let plain = |object: Object| format!("{object:?}").replace(char::is_numeric, "");
    plain(was.latest().get(id).unwrap()) == plain(is.latest().get(id).unwrap())
}

#[test]
fn no_object_is_replaced_unless_a_rule_vouches_for_it() {
    let octets = document();
    let view = open(&octets);
    let mut tried = 0_usize;
    for number in 1..view.latest().size() {
        let Some((id, location, _)) = view.latest().location(number) else { continue };
        if location == Location::Free {
            continue;
        }
        let object = view.latest().get(id).unwrap();
        for mutant in mutants(&octets, &object) {
            judge(&octets, id, mutant);
            tried = tried.saturating_add(1);
        }
    }
    assert!(tried > 200, "{tried}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Two objects exchanged, or one in the place of another: nobody vouches for that.
    #[test]
    fn an_object_in_the_place_of_another_is_not_allowed(one in 1_u32..20, other in 1_u32..20, layout in 0_usize..2) {
        let layout = [Layout::Table, Layout::ObjectStreams].into_iter().nth(layout).unwrap();
        let octets = signed(&Pdf::new().with_layout(layout).with_form(Form::Nested).build());
        let view = open(&octets);
        let (one, other) = (ObjectId::new(one, 0), ObjectId::new(other, 0));
        let object = view.latest().get(other).unwrap();
        prop_assume!(one != other && !object.is_null() && !view.latest().get(one).unwrap().is_null());
        let copied = match &object {
            Object::Stream(stream) => {
                let StreamData::InFile(range) = &stream.data else { return Ok(()) };
                let data = StreamData::Owned(octets.get(range.clone()).unwrap().to_vec());
                Object::Stream(signer_core::pdf::Stream { dictionary: stream.dictionary.clone(), data })
            }
            plain => plain.clone(),
        };
        prop_assume!(format!("{copied:?}") != format!("{:?}", view.latest().get(one).unwrap()));
        let changed = updated(&octets, |update| put(update, one, copied));
        let changes = changes(&changed);
        let vouched = changes.items.iter().all(|item| matches!(item.allowed_by.as_deref(), Some("unreferenced" | "structure")));
        prop_assert!(!changes.allowed || vouched && !changes.items.is_empty(), "{changes:#?}");
    }
}
