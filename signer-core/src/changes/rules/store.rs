//! The document security store (ISO 32000-2, 12.8.4.3): it may come, and it may grow.

use crate::der::{Reader, Rules};
use crate::pdf::{Dictionary, Name, Object, ObjectId};

use super::super::step::Step;
use super::{Case, Claim, Rule, gained};

/// Whether what `/DSS` became is a security store, and what it was is kept.
pub(super) fn store(case: &mut Case<'_, '_, '_>, old: &Dictionary, new: &Dictionary) -> bool {
    let step = case.step;
    let (before, after) = step.entries(old, new, "DSS");
    let Some(dictionary) = after.as_dictionary() else { return before.is_null() && after.is_null() };
    let empty = Dictionary::new();
    let before = before.as_dictionary().unwrap_or(&empty);
    let mut found = Vec::new();
    let sound = container(step, new.get("DSS"), &mut found)
        && only(dictionary, &[b"Type", b"VRI", b"Certs", b"CRLs", b"OCSPs"])
        && keeps(before, dictionary)
        && lists(step, before, dictionary, &["Certs", "CRLs", "OCSPs"], &mut found)
        && related(step, before, dictionary, &mut found);
    // What else refers to a part of the store, as a page to its content, would change with it.
    let claim = Claim::of(Rule::SecurityStore);
    sound && found.into_iter().all(|id| case.vouch_if_only(id, &claim, |place| place.path.last().is_some_and(is_key)))
}

/// `/VRI`: for each signature what validates it.
fn related(step: &Step<'_, '_>, old: &Dictionary, new: &Dictionary, found: &mut Vec<ObjectId>) -> bool {
    let (before, after) = step.entries(old, new, "VRI");
    let Some(dictionary) = after.as_dictionary() else { return after.is_null() && before.is_null() };
    let empty = Dictionary::new();
    let before = before.as_dictionary().unwrap_or(&empty);
    container(step, new.get("VRI"), found)
        && keeps(before, dictionary)
        && dictionary.iter().all(|(key, value)| {
            if *key == *"Type" {
                return true;
            }
            let Some(entry) = step.new.resolve(value).ok().and_then(Object::into_dictionary) else { return false };
            let key = key.to_string();
            let was = step.old.entry(before, &key).unwrap_or_default().into_dictionary().unwrap_or_default();
            container(step, Some(value), found)
                && only(&entry, &[b"Type", b"Cert", b"CRL", b"OCSP", b"TU", b"TS"])
                && keeps(&was, &entry)
                && lists(step, &was, &entry, &["Cert", "CRL", "OCSP"], found)
                && entry.get("TU").is_none_or(|value| date(step, value, found))
                && entry.get("TS").is_none_or(|value| value.as_string().is_some() || datum(step, value, found))
        })
}

/// What was stored stays: with less of it a signature that was valid for good is no more.
fn keeps(old: &Dictionary, new: &Dictionary) -> bool {
    old.iter().all(|(key, _)| new.iter().any(|(other, value)| other == key && !value.is_null()))
}

fn date(step: &Step<'_, '_>, value: &Object, found: &mut Vec<ObjectId>) -> bool {
    let new = value.as_reference().and_then(|id| step.change(id).map(|change| (id, change)));
    found.extend(new.filter(|(_, change)| change.is_new()).map(|(id, _)| id));
    step.new.resolve(value).is_ok_and(|value| value.as_string().is_some())
}

/// Lists of streams, each of which holds one DER value; what was listed stays listed.
fn lists(step: &Step<'_, '_>, old: &Dictionary, new: &Dictionary, keys: &[&str], found: &mut Vec<ObjectId>) -> bool {
    keys.iter().all(|key| {
        let (_, after) = step.entries(old, new, key);
        let Some(elements) = after.as_array() else { return after.is_null() };
        // The same array under the same number: it must not have lost anything, whoever else refers to it.
        let kept = changed_array(step, new.get(key)).is_none_or(|old| gained(step.file(), &old, &after).is_some());
        kept && container(step, new.get(key), found) && elements.iter().all(|element| datum(step, element, found))
    })
}

fn changed_array(step: &Step<'_, '_>, value: Option<&Object>) -> Option<Object> {
    let change = step.change(value?.as_reference()?)?;
    (!change.old.is_null()).then(|| change.old.clone())
}

/// A dictionary or an array of the store. One that was there before was of the same type.
fn container(step: &Step<'_, '_>, value: Option<&Object>, found: &mut Vec<ObjectId>) -> bool {
    let Some(id) = value.and_then(Object::as_reference) else { return true };
    let Some(change) = step.change(id) else { return true };
    let kin = match (&change.old, &change.new) {
        (Object::Null, Object::Dictionary(_) | Object::Array(_)) | (Object::Array(_), Object::Array(_)) => true,
        (Object::Dictionary(old), Object::Dictionary(_)) => only(old, STORE_KEYS),
        _ => false,
    };
    if kin && !change.unreadable {
        found.push(id);
    }
    kin && !change.unreadable
}

/// A stream of the store: unchanged, or new and one DER value.
fn datum(step: &Step<'_, '_>, value: &Object, found: &mut Vec<ObjectId>) -> bool {
    let Some(id) = value.as_reference() else { return false };
    let Some(change) = step.change(id) else { return true };
    let Some(stream) = change.new.as_stream().filter(|_| change.is_new()) else { return false };
    let Ok(octets) = step.new.stream_octets(stream, id) else { return false };
    let mut reader = Reader::new(&octets, Rules::Ber);
    let sound = reader.element().is_ok() && reader.rest().iter().all(u8::is_ascii_whitespace);
    if sound {
        found.push(id);
        found.extend(length(step, &stream.dictionary));
    }
    sound
}

/// The length of a stream may be an object of its own (ISO 32000-2, 7.3.8.2).
fn length(step: &Step<'_, '_>, dictionary: &Dictionary) -> Option<ObjectId> {
    let id = dictionary.get("Length")?.as_reference()?;
    step.change(id).filter(|change| change.is_new() && change.new.as_integer().is_some()).map(|_| id)
}

fn only(dictionary: &Dictionary, keys: &[&[u8]]) -> bool {
    dictionary.iter().all(|(key, _): (&Name, _)| keys.contains(&key.as_octets()) || is_hash(key))
}

fn is_key(key: &Name) -> bool {
    *key == *"DSS" || STORE_KEYS.contains(&key.as_octets()) || is_hash(key)
}

/// The keys of `/VRI` are SHA-1 digests in hexadecimal.
fn is_hash(key: &Name) -> bool {
    key.as_octets().len() == 40 && key.as_octets().iter().all(u8::is_ascii_hexdigit)
}

/// Keys of the store, of `/VRI` and of its entries.
const STORE_KEYS: &[&[u8]] = &[b"Type", b"VRI", b"Certs", b"CRLs", b"OCSPs", b"Cert", b"CRL", b"OCSP", b"TU", b"TS"];
