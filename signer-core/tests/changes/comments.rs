//! Annotations: comments and mark-ups beside the document, and what passes itself off as one.

use signer_core::pdf::{Dictionary, Object};
use signer_core::report::Extent;
use signer_core::sign::Certification;
use test_vectors::pdf::Pdf;

use super::{
    appearance, assert_allowed, assert_refused, changes, entry, form, numbers, page, sign_with, signed, text, updated,
};

/// Over the first lines of the letter, and beside them.
const OVER: [i64; 4] = [40, 700, 400, 800];
const BESIDE: [i64; 4] = [40, 400, 200, 500];

fn annotated(octets: &[u8], subtype: &str, place: [i64; 4], content: Option<&str>, more: &[(&str, Object)]) -> Vec<u8> {
    let (id, mut page) = page(octets, 0);
    updated(octets, |update| {
        let annotation = update.allocate().unwrap();
        let mut dictionary = Dictionary::from_entries(vec![
            entry("Type", Object::name("Annot")),
            entry("Subtype", Object::name(subtype)),
            entry("Rect", numbers(place)),
            entry("Contents", text("xem lai")),
        ]);
        if let Some(content) = content {
            dictionary.insert("AP", appearance(form(update, content)));
        }
        for (key, value) in more {
            dictionary.insert(*key, value.clone());
        }
        update.put(annotation, Object::Dictionary(dictionary));
        let mut list = page.get("Annots").and_then(Object::as_array).unwrap_or_default().to_vec();
        list.push(Object::Reference(annotation));
        page.insert("Annots", Object::Array(list));
        update.put(id, Object::Dictionary(page));
    })
}

#[test]
fn a_comment_is_reported_and_permitted() {
    let octets = signed(&Pdf::new().build());
    for subtype in ["Text", "Highlight", "Underline", "StrikeOut", "Squiggly"] {
        let changes = assert_allowed(&annotated(&octets, subtype, OVER, None, &[]), "annotation");
        assert_eq!(changes.extent, Extent::Annotations, "{subtype}");
    }
}

#[test]
fn what_stands_in_the_document_is_no_comment() {
    let octets = signed(&Pdf::new().build());
    for subtype in ["FreeText", "Stamp", "Square", "Watermark", "Link", "FileAttachment", "Widget"] {
        let changes = changes(&annotated(&octets, subtype, BESIDE, None, &[]));
        assert!(!changes.allowed, "{subtype}: {changes:?}");
        assert_eq!(changes.items.first().and_then(|item| item.page), Some(1), "{changes:?}");
    }
}

#[test]
fn a_comment_that_hides_text_is_refused_and_names_the_page() {
    let octets = signed(&Pdf::new().build());
    let opaque = Some("1 g 0 0 140 20 re f");
    assert_refused(&annotated(&octets, "Highlight", OVER, opaque, &[]), "annotation-over-content");
    assert_allowed(&annotated(&octets, "Highlight", BESIDE, opaque, &[]), "annotation");
    assert_allowed(&annotated(&octets, "Highlight", OVER, Some("1 0 0 RG 0 0 m 140 0 l S"), &[]), "annotation");
}

#[test]
fn a_comment_that_acts_or_shows_at_times_only_is_refused() {
    let octets = signed(&Pdf::new().build());
    let action = Object::Dictionary(Dictionary::from_entries(vec![entry("S", Object::name("JavaScript"))]));
    assert_refused(&annotated(&octets, "Text", BESIDE, None, &[("A", action)]), "action");
    let layer = Object::Dictionary(Dictionary::new());
    assert_refused(&annotated(&octets, "Text", BESIDE, None, &[("OC", layer)]), "annotation");
}

#[test]
fn a_comment_may_go_again_and_what_stood_in_the_document_may_not() {
    for (subtype, allowed) in [("Highlight", true), ("FreeText", false)] {
        let octets = signed(&annotated(&Pdf::new().build(), subtype, OVER, None, &[]));
        let (id, mut page) = page(&octets, 0);
        let kept: Vec<_> = page.get("Annots").unwrap().as_array().unwrap().iter().skip(1).cloned().collect();
        page.insert("Annots", Object::Array(kept));
        let changes = changes(&updated(&octets, |update| update.put(id, Object::Dictionary(page))));
        assert_eq!(changes.allowed, allowed, "{subtype}: {changes:#?}");
    }
}

#[test]
fn a_certification_says_whether_comments_are_permitted() {
    for (certification, forbidden) in [
        (Certification::NoChanges, Some("certification-1")),
        (Certification::FormsAndSignatures, Some("certification-2")),
        (Certification::FormsSignaturesAndAnnotations, None),
    ] {
        let octets = sign_with(&Pdf::new().build(), |draft| draft.with_certification(certification));
        let changes = changes(&annotated(&octets, "Text", BESIDE, None, &[]));
        assert_eq!(changes.allowed, forbidden.is_none(), "{changes:#?}");
        let by = changes.items.iter().find_map(|item| item.forbidden_by.as_deref());
        assert_eq!(by, forbidden, "{changes:#?}");
    }
}
