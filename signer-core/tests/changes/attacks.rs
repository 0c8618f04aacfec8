//! What a viewer would show differently: each is refused, and named with its page.

use signer_core::pdf::{Dictionary, Object};
use test_vectors::pdf::{Form, Pdf};

use super::{
    appearance, assert_refused, catalog, changes, entry, field, form, numbers, page, put_form, sign_with, signed, text,
    updated, with_dictionary,
};

fn letter() -> Vec<u8> {
    Pdf::new().with_pages(3).build()
}

fn reference(dictionary: &Dictionary, key: &str) -> signer_core::pdf::ObjectId {
    dictionary.get(key).unwrap().as_reference().unwrap()
}

#[test]
fn replaced_content_names_its_page() {
    let octets = signed(&letter());
    let content = reference(&page(&octets, 2).1, "Contents");
    let changed = updated(&octets, |update| update.put_stream(content, Dictionary::new(), b"BT ET".to_vec()));
    let item = assert_refused(&changed, "page-content");
    assert_eq!((item.page, item.object), (Some(3), content.to_string()));
    assert!(item.before.is_some() && item.after.is_some());
}

#[test]
fn added_content_names_its_page_and_the_new_stream() {
    let octets = signed(&letter());
    let (id, mut second) = page(&octets, 1);
    let first = second.get("Contents").unwrap().clone();
    let changed = updated(&octets, |update| {
        let more = update.allocate().unwrap();
        update.put_stream(more, Dictionary::new(), b"BT ET".to_vec());
        second.insert("Contents", Object::Array(vec![first, Object::Reference(more)]));
        update.put(id, Object::Dictionary(second));
    });
    let pages: Vec<_> = changes(&changed).items.iter().map(|item| (item.kind.clone(), item.page)).collect();
    assert_eq!(pages, [("page-content".into(), Some(2)), ("page-content".into(), Some(2))]);
}

#[test]
fn a_page_that_is_replaced_turned_or_cut_is_refused() {
    let octets = signed(&letter());
    for (key, value, kind) in [
        ("Resources", Object::Dictionary(Dictionary::new()), "resources"),
        ("MediaBox", numbers([0, 0, 595, 400]), "page-geometry"),
        ("Rotate", Object::Integer(180), "page-geometry"),
        ("AA", Object::Dictionary(Dictionary::new()), "action"),
    ] {
        let item = assert_refused(&with_dictionary(&octets, page(&octets, 1), key, value), kind);
        assert_eq!(item.page, Some(2), "{key}");
    }
}

#[test]
fn a_page_that_is_added_or_taken_away_is_refused() {
    let octets = signed(&letter());
    let (_, root) = catalog(&octets);
    let tree = reference(&root, "Pages");
    let document = super::open(&octets);
    let mut nodes = document.latest().get(tree).unwrap().into_dictionary().unwrap();
    let kids = nodes.get("Kids").unwrap().as_array().unwrap().to_vec();
    nodes.insert("Kids", Object::Array(kids.iter().take(2).cloned().collect()));
    nodes.insert("Count", Object::Integer(2));
    let changed = updated(&octets, |update| update.put(tree, Object::Dictionary(nodes)));
    let item = assert_refused(&changed, "page-tree");
    assert!(item.before.is_some() && item.after.is_some(), "{item:?}");
}

#[test]
fn a_font_that_is_swapped_names_the_first_page_that_uses_it() {
    let octets = signed(&letter());
    let (_, page) = page(&octets, 0);
    let fonts = page.get("Resources").unwrap().as_dictionary().unwrap().get("Font").unwrap().as_dictionary().unwrap();
    let font = reference(fonts, "F1");
    let mut dictionary = super::open(&octets).latest().get(font).unwrap().into_dictionary().unwrap();
    dictionary.insert("BaseFont", Object::name("Wingdings"));
    let changed = updated(&octets, |update| update.put(font, Object::Dictionary(dictionary.clone())));
    let item = assert_refused(&changed, "font");
    assert_eq!(item.page, Some(1));
    assert_eq!(item.after.as_deref(), Some("/Wingdings"));
    let map = reference(&dictionary, "ToUnicode");
    let changed = updated(&octets, |update| update.put_stream(map, Dictionary::new(), b"begincmap".to_vec()));
    assert_eq!(assert_refused(&changed, "font").page, Some(1));
}

#[test]
fn an_image_that_is_swapped_names_its_page() {
    let octets = signed(&letter());
    let (_, page) = page(&octets, 1);
    let objects = page.get("Resources").unwrap().as_dictionary().unwrap().get("XObject").unwrap();
    let image = reference(objects.as_dictionary().unwrap(), "I1");
    let changed = updated(&octets, |update| put_form(update, image, "1 g 0 0 140 20 re f"));
    let item = assert_refused(&changed, "form-x-object");
    assert_eq!(item.page, Some(2));
}

#[test]
fn what_runs_or_opens_with_the_document_is_refused() {
    let octets = signed(&letter());
    let script = || {
        let script = vec![entry("S", Object::name("JavaScript")), entry("JS", text("app.alert(1)"))];
        Object::Dictionary(Dictionary::from_entries(script))
    };
    for (key, value, kind) in [
        ("OpenAction", script(), "open-action"),
        ("AA", script(), "action"),
        ("Names", Object::Dictionary(Dictionary::from_entries(vec![entry("JavaScript", script())])), "name-tree"),
        ("OCProperties", Object::Dictionary(Dictionary::new()), "optional-content"),
        ("Outlines", Object::Dictionary(Dictionary::new()), "outline"),
        ("ViewerPreferences", Object::Dictionary(Dictionary::new()), "viewer-preferences"),
    ] {
        assert_refused(&with_dictionary(&octets, catalog(&octets), key, value), kind);
    }
}

/// Hide: a layer over the content that was there is switched. Replace: one that was prepared is named later.
#[test]
fn a_layer_that_is_switched_after_signing_is_refused() {
    let plain = letter();
    let (id, mut root) = catalog(&plain);
    let mut layer = signer_core::pdf::ObjectId::new(0, 0);
    let layered = updated(&plain, |update| {
        layer = update.allocate().unwrap();
        let group = vec![entry("Type", Object::name("OCG")), entry("Name", text("1"))];
        update.put(layer, Object::Dictionary(Dictionary::from_entries(group)));
        let off = Dictionary::from_entries(vec![entry("OFF", Object::Array(vec![Object::Reference(layer)]))]);
        let all =
            vec![entry("OCGs", Object::Array(vec![Object::Reference(layer)])), entry("D", Object::Dictionary(off))];
        root.insert("OCProperties", Object::Dictionary(Dictionary::from_entries(all)));
        update.put(id, Object::Dictionary(root));
    });
    let octets = signed(&layered);
    let (id, mut root) = catalog(&octets);
    let mut all = root.get("OCProperties").unwrap().as_dictionary().unwrap().clone();
    all.insert("D", Object::Dictionary(Dictionary::new()));
    root.insert("OCProperties", Object::Dictionary(all));
    assert_refused(&updated(&octets, |update| update.put(id, Object::Dictionary(root))), "optional-content");
}

/// Hide and replace: content that nothing refers to is signed, and takes the place of what was shown.
#[test]
fn prepared_content_that_is_named_later_is_refused() {
    let plain = letter();
    let mut shadow = signer_core::pdf::ObjectId::new(0, 0);
    let prepared = updated(&plain, |update| {
        shadow = update.allocate().unwrap();
        update.put_stream(shadow, Dictionary::new(), b"BT /F1 13 Tf 60 780 Td <0058> Tj ET".to_vec());
    });
    let octets = signed(&prepared);
    assert!(changes(&octets).items.is_empty());
    let changed = with_dictionary(&octets, page(&octets, 0), "Contents", Object::Reference(shadow));
    assert_eq!(assert_refused(&changed, "page-content").page, Some(1));
    let kept = page(&octets, 0).1;
    let overwritten = updated(&octets, |update| {
        update.put(reference(&kept, "Contents"), Object::Reference(shadow));
    });
    assert_eq!(assert_refused(&overwritten, "page-content").page, Some(1));
}

#[test]
fn the_appearance_of_a_signed_field_stays() {
    let plain = Pdf::new().with_form(Form::SignatureField).build();
    let octets = sign_with(&plain, |draft| draft.with_field("Signature1"));
    let (id, mut dictionary) = field(&octets, "Signature1");
    let changed = updated(&octets, |update| {
        let form = form(update, "1 g 0 0 140 20 re f");
        dictionary.insert("AP", appearance(form));
        update.put(id, Object::Dictionary(dictionary));
    });
    assert_eq!(assert_refused(&changed, "appearance-of-signed-field").page, Some(1));
    let mut emptied = field(&octets, "Signature1");
    emptied.1.remove("V");
    let changed = updated(&octets, |update| update.put(emptied.0, Object::Dictionary(emptied.1)));
    assert_refused(&changed, "signed-field");
}

#[test]
fn an_object_that_is_freed_is_refused() {
    let octets = signed(&letter());
    let content = reference(&page(&octets, 0).1, "Contents");
    let changed = updated(&octets, |update| update.put(content, Object::Null));
    assert_eq!(assert_refused(&changed, "page-content").page, Some(1));
}
