//! What later revisions may do: for each rule a change that it alone vouches for, and a hostile twin that it must not.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod attacks;
mod comments;
mod constraints;
mod describing;
mod filling;
mod mutation;
mod signing;
mod tagging;

use std::sync::OnceLock;

use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::limits::Limits;
use signer_core::pdf::{Dictionary, Document, Object, ObjectId, PdfString, Update};
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{ChangeItem, Changes, Report};
use signer_core::sign::{self, Draft};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::verify::Verifier;
use test_vectors::keys::Key;
use test_vectors::pki::{AT, Hierarchy};

fn hierarchy() -> &'static Hierarchy {
    static HIERARCHY: OnceLock<Hierarchy> = OnceLock::new();
    HIERARCHY.get_or_init(|| Hierarchy::with_keys(Key::P256, Key::P384))
}

fn now() -> Time {
    AT.parse().unwrap()
}

fn open(octets: &[u8]) -> Document<'_> {
    Document::open(octets, &Limits::default()).unwrap()
}

fn sign_with(original: &[u8], change: impl for<'d> FnOnce(Draft<'d, 'd>) -> Draft<'d, 'd>) -> Vec<u8> {
    let identity = &hierarchy().personal;
    let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
    let algorithm = sign::choose_algorithm(key.algorithms(), identity.certificate()).unwrap();
    let document = open(original);
    let signed = change(Draft::new(&document, &identity.chain)).sign(algorithm, now(), &mut key).unwrap();
    signed.into_octets(original).unwrap()
}

/// Signed in a new field that shows nothing.
fn signed(original: &[u8]) -> Vec<u8> {
    sign_with(original, |draft| draft.with_new_field("Leader"))
}

fn updated(original: &[u8], change: impl FnOnce(&mut Update<'_, '_>)) -> Vec<u8> {
    let document = open(original);
    let mut update = Update::new(&document).unwrap();
    change(&mut update);
    [original, &update.finish().unwrap().octets].concat()
}

fn verify(octets: &[u8]) -> Report {
    let trust: TrustStore = [Certificate::parse(hierarchy().root.certificate()).unwrap()].into_iter().collect();
    Verifier::new(Policy::strict(), trust).verify(octets, "letter.pdf", &Evidence::new(), now())
}

/// What changed after the first signature.
fn changes(octets: &[u8]) -> Changes {
    verify(octets).signatures.first().unwrap_or_else(|| panic!("a signature")).changes.clone()
}

/// All is allowed, and a rule of this name has a part in it.
fn assert_allowed(octets: &[u8], rule: &str) -> Changes {
    let changes = changes(octets);
    assert!(changes.allowed, "{changes:#?}");
    assert!(changes.items.iter().any(|item| item.allowed_by.as_deref() == Some(rule)), "{changes:#?}");
    changes
}

/// It is not allowed because of something of this kind.
fn assert_refused(octets: &[u8], kind: &str) -> ChangeItem {
    let changes = changes(octets);
    assert!(!changes.allowed, "{changes:#?}");
    let refused = changes.items.iter().find(|item| item.kind == kind && item.allowed_by.is_none());
    refused.cloned().unwrap_or_else(|| panic!("no {kind} among {changes:#?}"))
}

fn entry(key: &str, value: impl Into<Object>) -> (signer_core::pdf::Name, Object) {
    (key.into(), value.into())
}

fn text(text: &str) -> Object {
    Object::String(PdfString::literal(text.as_bytes()))
}

fn numbers(numbers: [i64; 4]) -> Object {
    Object::Array(numbers.map(Object::Integer).to_vec())
}

/// A form XObject with this content.
fn form(update: &mut Update<'_, '_>, content: &str) -> ObjectId {
    let id = update.allocate().unwrap();
    put_form(update, id, content);
    id
}

fn put_form(update: &mut Update<'_, '_>, id: ObjectId, content: &str) {
    let dictionary = Dictionary::from_entries(vec![
        entry("Type", Object::name("XObject")),
        entry("Subtype", Object::name("Form")),
        entry("BBox", numbers([0, 0, 140, 20])),
    ]);
    update.put_stream(id, dictionary, content.as_bytes().to_vec());
}

/// `/AP` with one normal appearance.
fn appearance(form: ObjectId) -> Object {
    Object::Dictionary(Dictionary::from_entries(vec![entry("N", Object::Reference(form))]))
}

/// The object and dictionary of a field.
fn field(octets: &[u8], name: &str) -> (ObjectId, Dictionary) {
    let document = open(octets);
    let form = document.latest().form().unwrap().unwrap();
    let field = form.fields().iter().find(|field| field.name == name).unwrap();
    let id = field.id.unwrap();
    (id, document.latest().get(id).unwrap().into_dictionary().unwrap())
}

fn page(octets: &[u8], index: usize) -> (ObjectId, Dictionary) {
    let document = open(octets);
    let (id, _) = document.latest().page(index).unwrap();
    (id, document.latest().get(id).unwrap().into_dictionary().unwrap())
}

fn catalog(octets: &[u8]) -> (ObjectId, Dictionary) {
    let document = open(octets);
    (document.latest().catalog_id().unwrap(), document.latest().catalog().unwrap())
}

/// With an object of its own as it was, and this changed.
fn with_dictionary(octets: &[u8], (id, mut dictionary): (ObjectId, Dictionary), key: &str, value: Object) -> Vec<u8> {
    dictionary.insert(key, value);
    updated(octets, |update| update.put(id, Object::Dictionary(dictionary)))
}
