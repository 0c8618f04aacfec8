//! Form filling.

use signer_core::pdf::{Dictionary, Object, ObjectId};
use signer_core::report::Extent;
use test_vectors::pdf::{Form, Pdf};

use super::{
    appearance, assert_allowed, assert_refused, catalog, field, form, numbers, page, put_form, signed, text, updated,
    with_dictionary,
};

const NAME: &str = "contract.buyer.name";

fn blank() -> Vec<u8> {
    Pdf::new().with_form(Form::Nested).build()
}

/// The field of a signed document filled in: a value, and content that shows it.
fn filled(octets: &[u8], value: &str, shown: &str) -> Vec<u8> {
    let (id, mut dictionary) = field(octets, NAME);
    updated(octets, |update| {
        let form = form(update, shown);
        dictionary.insert("V", text(value));
        dictionary.insert("AP", appearance(form));
        update.put(id, Object::Dictionary(dictionary));
    })
}

const BINH: &str = "/Tx BMC q BT /Helv 12 Tf 2 5 Td (Bi) Tj (nh) Tj ET Q EMC";

#[test]
fn a_field_may_be_filled_in_with_the_appearance_of_its_value() {
    let changes = assert_allowed(&filled(&signed(&blank()), "Binh", BINH), "form-filling");
    assert_eq!(changes.extent, Extent::Forms);
    let item = changes.items.iter().find(|item| item.kind == "field").unwrap();
    assert_eq!(item.page, Some(1));
}

#[test]
fn an_appearance_that_says_something_else_than_the_value_is_refused() {
    assert_refused(
        &filled(&signed(&blank()), "Binh", &BINH.replace("nh", "nh 1.000.000")),
        "appearance-differs-from-value",
    );
}

#[test]
fn a_new_value_beside_the_old_appearance_is_refused_unless_viewers_draw_it_anew() {
    let shown = signed(&filled(&blank(), "Binh", BINH));
    let other = with_dictionary(&shown, field(&shown, NAME), "V", text("An"));
    assert_refused(&other, "value-without-appearance");
    let (id, mut root) = catalog(&shown);
    let mut form = open_form(&shown);
    form.insert("NeedAppearances", Object::Boolean(true));
    root.insert("AcroForm", Object::Dictionary(form));
    let (field_id, mut field) = field(&shown, NAME);
    field.insert("V", text("An"));
    let drawn = updated(&shown, |update| {
        update.put(id, Object::Dictionary(root));
        update.put(field_id, Object::Dictionary(field));
    });
    assert_allowed(&drawn, "form-filling");
}

fn open_form(octets: &[u8]) -> Dictionary {
    super::open(octets).latest().form().unwrap().unwrap().dictionary
}

#[test]
fn drawing_anew_is_refused_where_it_would_show_another_value_than_was_signed() {
    let lying = signed(&filled(&blank(), "An", BINH));
    let (id, mut root) = catalog(&lying);
    let mut form = open_form(&lying);
    form.insert("NeedAppearances", Object::Boolean(true));
    root.insert("AcroForm", Object::Dictionary(form));
    assert_refused(&updated(&lying, |update| update.put(id, Object::Dictionary(root))), "form");
}

#[test]
fn a_new_appearance_of_an_old_value_must_say_that_value() {
    let shown = signed(&filled(&blank(), "Binh", BINH));
    assert_allowed(&filled(&shown, "Binh", &BINH.replace("12 Tf", "11 Tf")), "form-filling");
    assert_refused(&filled(&shown, "Binh", &BINH.replace("nh", "nk")), "appearance-differs-from-value");
}

#[test]
fn a_read_only_field_is_not_filled_in() {
    let octets = signed(&blank());
    assert_refused(&with_dictionary(&octets, field(&octets, "contract.date"), "V", text("1.6")), "field");
}

#[test]
fn nothing_else_of_a_field_changes_when_it_is_filled_in() {
    let octets = signed(&blank());
    for (key, value) in [
        ("Rect", numbers([0, 0, 600, 800])),
        ("FT", Object::name("Ch")),
        ("T", text("sum")),
        ("F", Object::Integer(2)),
        ("A", Object::Dictionary(Dictionary::new())),
        ("MaxLen", Object::Integer(3)),
        ("V", Object::Integer(3)),
        ("Kids", Object::Array(Vec::new())),
    ] {
        let changed = with_dictionary(&octets, field(&octets, NAME), key, value);
        let changes = super::changes(&changed);
        assert!(!changes.allowed, "/{key}: {changes:?}");
    }
}

#[test]
fn a_hidden_field_that_shows_later_is_refused() {
    let plain = blank();
    let hidden = with_dictionary(&plain, field(&plain, NAME), "F", Object::Integer(2));
    let octets = signed(&hidden);
    assert_refused(&with_dictionary(&octets, field(&octets, NAME), "F", Object::Integer(4)), "field");
}

#[test]
fn a_field_over_the_text_of_a_page_may_not_be_filled_with_what_hides_it() {
    let plain = blank();
    let octets = signed(&with_dictionary(&plain, field(&plain, NAME), "Rect", numbers([40, 600, 560, 800])));
    let opaque = format!("1 g 0 0 140 20 re f {BINH}");
    let item = assert_refused(&filled(&octets, "Binh", &opaque), "appearance-over-content");
    assert_eq!(item.page, Some(1));
    assert_allowed(&filled(&octets, "Binh", BINH), "form-filling");
}

/// A document whose field has an appearance that is an object of its own, perhaps used on the page, too.
fn with_appearance(shared: bool) -> (Vec<u8>, ObjectId) {
    let octets = filled(&blank(), "Binh", BINH);
    let (_, dictionary) = field(&octets, NAME);
    let own = dictionary.get("AP").unwrap().as_dictionary().unwrap().get("N").unwrap().as_reference().unwrap();
    if !shared {
        return (signed(&octets), own);
    }
    let (id, mut page) = page(&octets, 0);
    page.insert("Shared", Object::Reference(own));
    (signed(&updated(&octets, |update| update.put(id, Object::Dictionary(page)))), own)
}

#[test]
fn an_appearance_is_overwritten_only_where_the_field_alone_uses_it() {
    for (shared, allowed) in [(false, true), (true, false)] {
        let (octets, own) = with_appearance(shared);
        let (id, mut dictionary) = field(&octets, NAME);
        let changed = updated(&octets, |update| {
            put_form(update, own, "BT /Helv 12 Tf (An) Tj ET");
            dictionary.insert("V", text("An"));
            update.put(id, Object::Dictionary(dictionary));
        });
        let changes = super::changes(&changed);
        assert_eq!(changes.allowed, allowed, "{changes:#?}");
    }
}

#[test]
fn an_appearance_does_not_take_content_from_another_file() {
    let octets = signed(&blank());
    let (id, mut dictionary) = field(&octets, NAME);
    let changed = updated(&octets, |update| {
        let form = update.allocate().unwrap();
        let reference = Dictionary::from_entries(vec![
            super::entry("Subtype", Object::name("Form")),
            super::entry("Ref", Object::Dictionary(Dictionary::new())),
        ]);
        update.put_stream(form, reference, b"BT /Helv 12 Tf (Binh) Tj ET".to_vec());
        dictionary.insert("V", text("Binh"));
        dictionary.insert("AP", appearance(form));
        update.put(id, Object::Dictionary(dictionary));
    });
    assert!(!super::changes(&changed).allowed);
}

#[test]
fn a_field_may_be_locked_and_not_unlocked() {
    let plain = blank();
    let octets = signed(&plain);
    assert_allowed(&with_dictionary(&octets, field(&octets, NAME), "Ff", Object::Integer(1)), "field-lock");
    let locked = signed(&with_dictionary(&plain, field(&plain, NAME), "Ff", Object::Integer(1)));
    assert_refused(&with_dictionary(&locked, field(&locked, NAME), "Ff", Object::Integer(0)), "field");
}
