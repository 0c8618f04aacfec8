//! Certifications and locks.

use signer_core::pdf::{Dictionary, Object};
use signer_core::sign::Certification;
use test_vectors::pdf::{Form, Pdf};

use super::{changes, entry, field, sign_with, text, updated, with_dictionary};

const SIGNATURE: &str = "contract.buyer.signature";
const NAME: &str = "contract.buyer.name";

/// Signed in a field that locks others.
fn locking(lock: Vec<(signer_core::pdf::Name, Object)>) -> Vec<u8> {
    let plain = Pdf::new().with_form(Form::Nested).build();
    let (id, mut dictionary) = field(&plain, SIGNATURE);
    dictionary.insert("Lock", Object::Dictionary(Dictionary::from_entries(lock)));
    let prepared = updated(&plain, |update| update.put(id, Object::Dictionary(dictionary)));
    sign_with(&prepared, |draft| draft.with_field(SIGNATURE))
}

fn lock(action: &str, fields: &[&str]) -> Vec<(signer_core::pdf::Name, Object)> {
    vec![
        entry("Type", Object::name("SigFieldLock")),
        entry("Action", Object::name(action)),
        entry("Fields", Object::Array(fields.iter().map(|field| text(field)).collect())),
    ]
}

fn filled(octets: &[u8]) -> Vec<u8> {
    with_dictionary(octets, field(octets, NAME), "V", text("Binh"))
}

#[test]
fn a_lock_forbids_filling_in_the_fields_it_concerns_and_no_others() {
    for (action, fields, locked) in [
        ("All", vec![], true),
        ("Include", vec![NAME], true),
        ("Include", vec!["contract"], true),
        ("Include", vec!["contract.buyer.nam"], false),
        ("Include", vec!["contract.date"], false),
        ("Exclude", vec![NAME], false),
        ("Exclude", vec!["contract.date"], true),
        ("Unknown", vec![], true),
    ] {
        let changes = changes(&filled(&locking(lock(action, &fields))));
        assert_eq!(changes.allowed, !locked, "{action} {fields:?}: {changes:#?}");
        if locked {
            let by = changes.items.iter().find_map(|item| item.forbidden_by.clone());
            assert_eq!(by.as_deref(), Some("field-lock:contract.buyer.signature"));
        }
    }
}

#[test]
fn a_lock_may_certify() {
    for (level, allowed) in [(1, false), (2, true)] {
        let mut lock = lock("Include", &["contract.date"]);
        lock.push(entry("P", Object::Integer(level)));
        let changes = changes(&filled(&locking(lock)));
        assert_eq!(changes.allowed, allowed, "{level}: {changes:#?}");
    }
}

#[test]
fn a_certification_against_any_change_forbids_filling_in() {
    for (certification, allowed) in [
        (Certification::NoChanges, false),
        (Certification::FormsAndSignatures, true),
        (Certification::FormsSignaturesAndAnnotations, true),
    ] {
        let plain = Pdf::new().with_form(Form::Nested).build();
        let octets = sign_with(&plain, |draft| draft.with_new_field("Leader").with_certification(certification));
        let changes = changes(&filled(&octets));
        assert_eq!(changes.allowed, allowed, "{certification:?}: {changes:#?}");
    }
}
