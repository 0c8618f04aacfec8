//! Further signatures: what they may look like, and whose names they may take.

use signer_core::pdf::{Dictionary, Object};
use signer_core::sign::Certification;
use signer_core::stamp::{Placement, QrCode, Rect, Stamp};
use test_vectors::pdf::{Form, Pdf};

use super::{assert_allowed, assert_refused, changes, entry, field, numbers, open, sign_with, signed, text, updated};

fn sealed(octets: &[u8], place: Rect) -> Vec<u8> {
    sign_with(octets, |draft| {
        let stamp = Stamp::new().with_qr(QrCode::new("12/UBND").unwrap());
        draft.with_new_field("Seal").with_stamp(stamp).with_placement(Placement::new(0, place))
    })
}

#[test]
fn a_seal_may_be_seen_beside_the_text() {
    assert_allowed(&sealed(&signed(&Pdf::new().build()), Rect::new(300.0, 300.0, 80.0, 80.0)), "visible-signature");
}

#[test]
fn an_opaque_seal_over_the_text_is_refused_and_names_the_page() {
    let sealed = sealed(&signed(&Pdf::new().build()), Rect::new(50.0, 640.0, 150.0, 150.0));
    assert_eq!(assert_refused(&sealed, "appearance-over-content").page, Some(1));
}

#[test]
fn a_certified_form_has_no_new_fields_that_are_seen() {
    let certified = sign_with(&Pdf::new().build(), |draft| draft.with_certification(Certification::FormsAndSignatures));
    let changes = changes(&sealed(&certified, Rect::new(300.0, 300.0, 80.0, 80.0)));
    assert!(changes.items.iter().any(|item| item.forbidden_by.as_deref() == Some("certification-2")), "{changes:#?}");
    assert_allowed(&sign_with(&certified, |draft| draft.with_new_field("Seal")), "signature");
}

#[test]
fn a_node_of_the_field_tree_gains_a_signature_unless_the_form_is_certified() {
    let below = |octets: &[u8]| sign_with(octets, |draft| draft.with_new_field("Signatures.Seal"));
    let leader = |certification: Option<Certification>| {
        sign_with(&Pdf::new().build(), |draft| {
            let draft = draft.with_new_field("Signatures.Leader");
            certification.into_iter().fold(draft, |draft, level| draft.with_certification(level))
        })
    };
    assert_allowed(&below(&leader(None)), "nested-signature");
    for (level, name) in [
        (Certification::FormsAndSignatures, "certification-2"),
        (Certification::FormsSignaturesAndAnnotations, "certification-3"),
    ] {
        let changes = changes(&below(&leader(Some(level))));
        let forbidden = changes.items.iter().any(|item| item.forbidden_by.as_deref() == Some(name));
        assert!(forbidden && !changes.allowed, "{changes:#?}");
    }
}

/// A new field for a signature, with these entries.
fn with_field(octets: &[u8], entries: Vec<(signer_core::pdf::Name, Object)>) -> Vec<u8> {
    let form = open(octets).latest().form().unwrap().unwrap();
    let (id, mut root) = super::catalog(octets);
    updated(octets, |update| {
        let field = update.allocate().unwrap();
        let mut dictionary = Dictionary::from_entries(entries);
        dictionary.insert("Rect", numbers([0, 0, 0, 0]));
        update.put(field, Object::Dictionary(dictionary));
        let mut dictionary = form.dictionary.clone();
        let mut fields = dictionary.get("Fields").unwrap().as_array().unwrap().to_vec();
        fields.push(Object::Reference(field));
        dictionary.insert("Fields", Object::Array(fields));
        root.insert("AcroForm", Object::Dictionary(dictionary));
        update.put(id, Object::Dictionary(root));
    })
}

#[test]
fn a_new_field_is_for_a_signature_and_has_a_name_of_its_own() {
    let octets = signed(&Pdf::new().build());
    let field = |kind: &str, name: Object| vec![entry("FT", Object::name(kind)), entry("T", name)];
    assert_allowed(&with_field(&octets, field("Sig", text("Seal"))), "signature");
    for (kind, name) in [("Tx", text("Seal")), ("Sig", text("Leader")), ("Sig", text("Le.Seal")), ("Sig", Object::Null)]
    {
        let changes = changes(&with_field(&octets, field(kind, name.clone())));
        assert!(!changes.allowed, "{kind} {name:?}: {changes:#?}");
    }
    let mut acting = field("Sig", text("Seal"));
    acting.push(entry("AA", Object::Dictionary(Dictionary::new())));
    assert!(!changes(&with_field(&octets, acting)).allowed);
}

#[test]
fn a_signature_that_was_there_is_not_the_value_of_another_field() {
    let octets = signed(&Pdf::new().with_form(Form::SignatureField).build());
    let value = field(&octets, "Leader").1.get("V").unwrap().clone();
    let changed = super::with_dictionary(&octets, field(&octets, "Signature1"), "V", value);
    assert!(!changes(&changed).allowed);
}

#[test]
fn a_list_of_fields_that_is_something_else_too_does_not_grow() {
    for shared in [false, true] {
        let plain = Pdf::new().with_form(Form::SignatureField).build();
        let form = open(&plain).latest().form().unwrap().unwrap();
        let (id, mut root) = super::catalog(&plain);
        let prepared = updated(&plain, |update| {
            let list = update.allocate().unwrap();
            update.put(list, form.dictionary.get("Fields").unwrap().clone());
            let mut dictionary = form.dictionary.clone();
            dictionary.insert("Fields", Object::Reference(list));
            root.insert("AcroForm", Object::Dictionary(dictionary));
            if shared {
                root.insert("Other", Object::Reference(list));
            }
            update.put(id, Object::Dictionary(root));
        });
        let octets = sign_with(&prepared, |draft| draft.with_field("Signature1"));
        let changes = changes(&sign_with(&octets, |draft| draft.with_new_field("Seal")));
        assert_eq!(changes.allowed, !shared, "{changes:#?}");
    }
}
