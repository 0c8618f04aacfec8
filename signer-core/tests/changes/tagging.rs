//! The structure tree of a tagged document: it gains elements for new widgets, and says what it said.

use signer_core::pdf::{Dictionary, Object, ObjectId};
use test_vectors::pdf::Pdf;

use super::{assert_allowed, catalog, changes, entry, numbers, open, page, signed, text, updated};

fn dictionary(entries: Vec<(signer_core::pdf::Name, Object)>) -> Object {
    Object::Dictionary(Dictionary::from_entries(entries))
}

fn list(ids: &[ObjectId]) -> Object {
    Object::Array(ids.iter().copied().map(Object::Reference).collect())
}

/// Signed, with a tree of one element over the text of the page.
fn tagged() -> Vec<u8> {
    let plain = Pdf::new().build();
    let (id, mut root) = catalog(&plain);
    let (sheet, _) = page(&plain, 0);
    let prepared = updated(&plain, |update| {
        let [tree, element, parents, kids] = [(); 4].map(|()| update.allocate().unwrap());
        let nums = Object::Array(vec![Object::Integer(0), Object::Reference(kids)]);
        update.put(parents, dictionary(vec![entry("Nums", nums)]));
        update.put(kids, list(&[element]));
        let of_text = vec![
            entry("Type", Object::name("StructElem")),
            entry("S", Object::name("P")),
            entry("P", Object::Reference(tree)),
            entry("Pg", Object::Reference(sheet)),
            entry("K", Object::Array(vec![Object::Integer(0)])),
        ];
        update.put(element, dictionary(of_text));
        let of_tree = vec![
            entry("Type", Object::name("StructTreeRoot")),
            entry("K", list(&[element])),
            entry("ParentTree", Object::Reference(parents)),
            entry("ParentTreeNextKey", Object::Integer(1)),
        ];
        update.put(tree, dictionary(of_tree));
        root.insert("StructTreeRoot", Object::Reference(tree));
        update.put(id, Object::Dictionary(root));
    });
    signed(&prepared)
}

/// What the update does to the tree beside what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Twin {
    None,
    OtherRole,
    SpokenText,
    NoWidget,
    TextOfThePage,
    LostEntry,
}

/// A new signature field with an element of its own.
fn with_tagged_field(octets: &[u8], twin: Twin) -> Vec<u8> {
    let (id, mut root) = catalog(octets);
    let tree = root.get("StructTreeRoot").unwrap().as_reference().unwrap();
    let document = open(octets);
    let view = document.latest();
    let get = |id: ObjectId| view.get(id).unwrap().into_dictionary().unwrap();
    let mut top = get(tree);
    let kids = top.get("K").unwrap().as_array().unwrap().to_vec();
    let paragraph = kids.first().unwrap().as_reference().unwrap();
    let parents = top.get("ParentTree").unwrap().as_reference().unwrap();
    let mut numbered = get(parents);
    let mut nums = numbered.get("Nums").unwrap().as_array().unwrap().to_vec();
    let mut form = view.form().unwrap().unwrap().dictionary;
    let mut fields = form.get("Fields").unwrap().as_array().unwrap().to_vec();
    let (sheet, mut shown) = page(octets, 0);
    let mut listed = view.entry(&shown, "Annots").unwrap().as_array().unwrap_or_default().to_vec();
    updated(octets, |update| {
        let [field, element] = [(); 2].map(|()| update.allocate().unwrap());
        let widget = vec![
            entry("FT", Object::name("Sig")),
            entry("T", text("Seal")),
            entry("Type", Object::name("Annot")),
            entry("Subtype", Object::name("Widget")),
            entry("Rect", numbers([0, 0, 0, 0])),
            entry("StructParent", Object::Integer(7)),
        ];
        update.put(field, dictionary(widget));
        let target = if twin == Twin::NoWidget { sheet } else { field };
        let object = vec![entry("Type", Object::name("OBJR")), entry("Obj", Object::Reference(target))];
        let mut of_field = vec![
            entry("Type", Object::name("StructElem")),
            entry("S", Object::name(if twin == Twin::OtherRole { "P" } else { "Form" })),
            entry("P", Object::Reference(tree)),
            entry("K", dictionary(object)),
        ];
        if twin == Twin::SpokenText {
            of_field.push(entry("ActualText", text("1.000.000")));
        }
        update.put(element, dictionary(of_field));
        if twin == Twin::TextOfThePage {
            let mut other = get(paragraph);
            other.insert("ActualText", text("1.000.000"));
            update.put(paragraph, Object::Dictionary(other));
        }
        if twin == Twin::LostEntry {
            nums.clear();
        }
        top.insert("K", Object::Array(kids.into_iter().chain([Object::Reference(element)]).collect()));
        update.put(tree, Object::Dictionary(top));
        nums.extend([Object::Integer(7), Object::Reference(element)]);
        numbered.insert("Nums", Object::Array(nums));
        update.put(parents, Object::Dictionary(numbered));
        fields.push(Object::Reference(field));
        form.insert("Fields", Object::Array(fields));
        root.insert("AcroForm", Object::Dictionary(form));
        update.put(id, Object::Dictionary(root));
        listed.push(Object::Reference(field));
        shown.insert("Annots", Object::Array(listed));
        update.put(sheet, Object::Dictionary(shown));
    })
}

#[test]
fn a_new_widget_may_have_an_element_of_its_own() {
    assert_allowed(&with_tagged_field(&tagged(), Twin::None), "structure-tree");
}

#[test]
fn the_structure_says_what_it_said() {
    let octets = tagged();
    for twin in [Twin::OtherRole, Twin::SpokenText, Twin::NoWidget, Twin::TextOfThePage, Twin::LostEntry] {
        let changes = changes(&with_tagged_field(&octets, twin));
        assert!(!changes.allowed, "{twin:?}: {changes:#?}");
        assert!(
            changes.items.iter().any(|item| item.allowed_by.is_none() && item.kind == "structure-tree"),
            "{twin:?}"
        );
    }
}
