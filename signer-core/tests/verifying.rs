//! Verifying, end to end: documents signed here, changed here, judged here.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::limits::Limits;
use signer_core::pdf::{Dictionary, Document, Object, ObjectId, PdfString, Update};
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::{KnownRole, Policy};
use signer_core::report::{
    Completeness, Conclusion, DocumentConclusion, Extent, Failed, Indeterminate, Report, Requirement, Role,
    RoleDecision, SignatureReport,
};
use signer_core::sign::{self, Certification, Draft, detached};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::verify::Verifier;
use test_vectors::keys::Key;
use test_vectors::pdf::{Form, Layout, Pdf};
use test_vectors::pki::{AT, Authority, Hierarchy, Identity, Leaf};

const LAYOUTS: [Layout; 2] = [Layout::Table, Layout::ObjectStreams];

fn now() -> Time {
    AT.parse().unwrap()
}

fn open(octets: &[u8]) -> Document<'_> {
    Document::open(octets, &Limits::default()).unwrap()
}

fn signed_with(draft: Draft<'_, '_>, identity: &Identity, original: &[u8]) -> Vec<u8> {
    let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
    let algorithm = sign::choose_algorithm(key.algorithms(), identity.certificate()).unwrap();
    draft.sign(algorithm, now(), &mut key).unwrap().into_octets(original).unwrap()
}

fn signed(original: &[u8], identity: &Identity) -> Vec<u8> {
    signed_with(Draft::new(&open(original), &identity.chain), identity, original)
}

fn trusting(authority: &Authority) -> TrustStore {
    let mut trust = TrustStore::new();
    trust.add(Certificate::parse(authority.certificate()).unwrap());
    trust
}

fn verify_with(verifier: &Verifier, octets: &[u8]) -> Report {
    verifier.verify(octets, "letter.pdf", &Evidence::new(), now())
}

fn verify(hierarchy: &Hierarchy, octets: &[u8]) -> Report {
    verify_with(&Verifier::new(Policy::strict(), trusting(&hierarchy.root)), octets)
}

fn updated(original: &[u8], change: impl FnOnce(&mut Update<'_, '_>)) -> Vec<u8> {
    let document = open(original);
    let mut update = Update::new(&document).unwrap();
    change(&mut update);
    let mut octets = original.to_vec();
    octets.extend(update.finish().unwrap().octets);
    octets
}

fn only(report: &Report) -> &SignatureReport {
    let [signature] = report.signatures.as_slice() else { panic!("one signature: {report:?}") };
    signature
}

fn assert_unexplained(report: &Report, kind: &str) {
    let signature = only(report);
    assert_eq!(signature.changes.extent, Extent::Unexplained);
    assert!(!signature.changes.allowed);
    let item = signature.changes.items.iter().find(|item| item.kind == kind);
    assert_eq!(item.map(|item| item.allowed_by.clone()), Some(None), "{:?}", signature.changes);
    assert_eq!(signature.conclusion(), Conclusion::TotalFailed(Failed::FormatFailure));
    assert_eq!(report.conclusion(), DocumentConclusion::Failed);
}

#[test]
fn the_person_then_the_organisation_make_a_complete_document() {
    let hierarchy = Hierarchy::new();
    for layout in LAYOUTS {
        let original = Pdf::new().with_layout(layout).build();
        let both = signed(&signed(&original, &hierarchy.personal), &hierarchy.organisation);
        let report = verify(&hierarchy, &both);
        assert_eq!(report.conclusion(), DocumentConclusion::Passed, "{report:#?}");
        assert_eq!(report.completeness(), Completeness::Complete);
        let [first, second] = report.signatures.as_slice() else { panic!("two signatures") };
        assert_eq!((first.changes.extent, first.changes.allowed), (Extent::Forms, true));
        assert_eq!((second.changes.extent, second.changes.allowed), (Extent::None, true));
        assert_eq!(report.clone().with_requirements(&[Requirement::Complete]).conclusion(), DocumentConclusion::Passed);
    }
}

#[test]
fn the_organisation_before_the_person_is_not_complete() {
    let hierarchy = Hierarchy::new();
    let both = signed(&signed(&Pdf::new().build(), &hierarchy.organisation), &hierarchy.personal);
    let report = verify(&hierarchy, &both).with_requirements(&[Requirement::Complete]);
    assert_eq!(report.conclusion(), DocumentConclusion::Failed);
    assert!(report.requirements[0].message.contains("before"), "{:?}", report.requirements);
}

#[test]
fn a_requirement_that_is_not_met_fails_a_good_document() {
    let hierarchy = Hierarchy::new();
    let report = verify(&hierarchy, &signed(&Pdf::new().build(), &hierarchy.personal));
    assert_eq!(report.conclusion(), DocumentConclusion::Passed);
    for requirement in [Requirement::Organisation, Requirement::Complete, Requirement::Timestamp, Requirement::BT] {
        let asked = report.clone().with_requirements(&[requirement]);
        assert_eq!(asked.conclusion(), DocumentConclusion::Failed, "{requirement}");
    }
    let asked = report.with_requirements(&[Requirement::Personal, Requirement::BB]);
    assert_eq!(asked.conclusion(), DocumentConclusion::Passed);
}

#[test]
fn a_known_role_goes_before_the_guess() {
    let hierarchy = Hierarchy::new();
    let sha256 = Certificate::parse(hierarchy.personal.certificate()).unwrap().fingerprint();
    let known = KnownRole { certificate: sha256, role: Role::Organisation };
    let policy = Policy::strict().with_known_roles([known]);
    let verifier = Verifier::new(policy, trusting(&hierarchy.root));
    let report = verify_with(&verifier, &signed(&Pdf::new().build(), &hierarchy.personal));
    assert_eq!(only(&report).role, Role::Organisation);
    assert_eq!(only(&report).role_decided_by, Some(RoleDecision::Configuration));
}

#[test]
fn new_fields_nested_ones_and_one_that_was_there_may_be_signed_one_after_another() {
    let hierarchy = Hierarchy::new();
    let mut octets = Pdf::new().with_form(Form::SignatureField).build();
    let (person, seal) = (&hierarchy.personal, &hierarchy.organisation);
    for (identity, field, new) in
        [(person, "Signatures.Leader", true), (seal, "Signature1", false), (seal, "Signatures.Seal", true)]
    {
        let document = open(&octets);
        let draft = Draft::new(&document, &identity.chain);
        let draft = if new { draft.with_new_field(field) } else { draft.with_field(field) };
        octets = signed_with(draft, identity, &octets);
    }
    let report = verify(&hierarchy, &octets);
    assert_eq!(report.conclusion(), DocumentConclusion::Passed, "{:#?}", report.signatures[0].changes);
    assert_eq!(report.signatures[0].changes.extent, Extent::Forms);
}

#[test]
fn a_page_changed_after_the_signature_is_not_explained() {
    let hierarchy = Hierarchy::new();
    for layout in LAYOUTS {
        let original = signed(&Pdf::new().with_layout(layout).build(), &hierarchy.personal);
        let (id, mut page) = open(&original).latest().page(0).unwrap();
        page.insert("Rotate", Object::Integer(180));
        let changed = updated(&original, |update| update.put(id, Object::Dictionary(page)));
        assert_unexplained(&verify(&hierarchy, &changed), "page-geometry");
    }
}

#[test]
fn an_annotation_beside_a_signature_is_not_explained() {
    let hierarchy = Hierarchy::new();
    let original = signed(&Pdf::new().build(), &hierarchy.personal);
    let (id, mut page) = open(&original).latest().page(0).unwrap();
    let changed = updated(&original, |update| {
        let note = update.allocate().unwrap();
        let mut annotation = Dictionary::new();
        annotation.insert("Type", Object::name("Annot"));
        annotation.insert("Subtype", Object::name("FreeText"));
        update.put(note, Object::Dictionary(annotation));
        let mut annotations = page.get("Annots").and_then(Object::as_array).unwrap_or_default().to_vec();
        annotations.push(Object::Reference(note));
        page.insert("Annots", Object::Array(annotations));
        update.put(id, Object::Dictionary(page));
    });
    assert_unexplained(&verify(&hierarchy, &changed), "annotation");
}

/// A field for a signature, with a widget over the middle of the page, and what it shows.
fn field_over_the_page(update: &mut Update<'_, '_>, shows: bool, value: Option<&Dictionary>) -> ObjectId {
    let field = update.allocate().unwrap();
    let mut dictionary = Dictionary::new();
    dictionary.insert("Type", Object::name("Annot"));
    dictionary.insert("Subtype", Object::name("Widget"));
    dictionary.insert("FT", Object::name("Sig"));
    dictionary.insert("T", Object::String(PdfString::literal("Later")));
    dictionary.insert("Rect", Object::Array([0, 0, 600, 800].map(Object::Integer).to_vec()));
    if shows {
        dictionary.insert("AP", Object::Dictionary(appearance(update)));
    }
    if let Some(value) = value {
        dictionary.insert("V", Object::Dictionary(value.clone()));
    }
    update.put(field, Object::Dictionary(dictionary));
    field
}

/// An appearance that covers what is below it.
fn appearance(update: &mut Update<'_, '_>) -> Dictionary {
    let form = update.allocate().unwrap();
    let mut dictionary = Dictionary::new();
    dictionary.insert("Type", Object::name("XObject"));
    dictionary.insert("Subtype", Object::name("Form"));
    dictionary.insert("BBox", Object::Array([0, 0, 600, 800].map(Object::Integer).to_vec()));
    update.put_stream(form, dictionary, b"1 g 0 0 600 800 re f".to_vec());
    Dictionary::from_entries(vec![("N".into(), Object::Reference(form))])
}

fn with_field(original: &[u8], shows: bool, value: Option<&Dictionary>) -> Vec<u8> {
    let document = open(original);
    let (page, mut dictionary) = document.latest().page(0).unwrap();
    let mut catalog = document.latest().catalog().unwrap();
    let catalog_id = document.latest().catalog_id().unwrap();
    let form = document.latest().entry(&catalog, "AcroForm").unwrap();
    let mut form = form.as_dictionary().unwrap().clone();
    let listed = |dictionary: &Dictionary, key: &str| {
        let list = document.latest().entry(dictionary, key).unwrap();
        list.as_array().unwrap_or_default().to_vec()
    };
    let (mut annotations, mut fields) = (listed(&dictionary, "Annots"), listed(&form, "Fields"));
    updated(original, |update| {
        let field = field_over_the_page(update, shows, value);
        annotations.push(Object::Reference(field));
        fields.push(Object::Reference(field));
        dictionary.insert("Annots", Object::Array(annotations));
        form.insert("Fields", Object::Array(fields));
        catalog.insert("AcroForm", Object::Dictionary(form));
        update.put(page, Object::Dictionary(dictionary));
        update.put(catalog_id, Object::Dictionary(catalog));
    })
}

#[test]
fn a_field_for_a_later_signature_may_be_added_if_it_shows_nothing() {
    let hierarchy = Hierarchy::new();
    let original = signed(&Pdf::new().build(), &hierarchy.personal);
    let report = verify(&hierarchy, &with_field(&original, false, None));
    assert_eq!(report.conclusion(), DocumentConclusion::Passed, "{:?}", only(&report).changes);
}

/// An attack on approval signatures: the overlay is the appearance of a field that nobody signed.
#[test]
fn a_field_that_nobody_signed_and_that_shows_something_is_not_explained() {
    let hierarchy = Hierarchy::new();
    let original = signed(&Pdf::new().build(), &hierarchy.personal);
    assert_unexplained(&verify(&hierarchy, &with_field(&original, true, None)), "appearance-without-signature");
}

/// Anybody can have an authority stamp a document: the stamp says nothing about how its field looks.
#[test]
fn a_time_stamp_that_shows_something_is_not_explained() {
    let hierarchy = Hierarchy::new();
    let original = signed(&Pdf::new().build(), &hierarchy.personal);
    let mut stamp = Dictionary::new();
    stamp.insert("Type", Object::name("DocTimeStamp"));
    stamp.insert("SubFilter", Object::name("ETSI.RFC3161"));
    stamp.insert("ByteRange", Object::Array([0, 10, 20, 30].map(Object::Integer).to_vec()));
    stamp.insert("Contents", Object::String(PdfString::hexadecimal(vec![0; 16])));
    for (shows, allowed) in [(true, false), (false, true)] {
        let report = verify(&hierarchy, &with_field(&original, shows, Some(&stamp)));
        assert_eq!(report.signatures[0].changes.allowed, allowed, "{:?}", report.signatures[0].changes);
    }
}

/// The same in a field that was there, empty, when the document was signed.
#[test]
fn an_empty_field_that_shows_something_later_is_not_explained() {
    let hierarchy = Hierarchy::new();
    let plain = Pdf::new().with_form(Form::SignatureField).build();
    let document = open(&plain);
    let draft = Draft::new(&document, &hierarchy.personal.chain).with_new_field("Other");
    let original = signed_with(draft, &hierarchy.personal, &plain);
    let document = open(&original);
    let form = document.latest().form().unwrap().unwrap();
    let field = form.fields().iter().find(|field| field.name == "Signature1").unwrap();
    let id = field.widgets.first().copied().flatten().or(field.id).unwrap();
    let widget = document.latest().get(id).unwrap();
    let mut widget = widget.as_dictionary().unwrap().clone();
    let changed = updated(&original, |update| {
        widget.insert("AP", Object::Dictionary(appearance(update)));
        update.put(id, Object::Dictionary(widget));
    });
    assert_unexplained(&verify(&hierarchy, &changed), "signature-field");
}

#[test]
fn an_object_written_again_as_it_was_is_no_change() {
    let hierarchy = Hierarchy::new();
    let original = signed(&Pdf::new().build(), &hierarchy.personal);
    let document = open(&original);
    let id = document.latest().catalog_id().unwrap();
    let catalog = document.latest().get(id).unwrap();
    let changed = updated(&original, |update| update.put(id, catalog));
    let report = verify(&hierarchy, &changed);
    assert_eq!(only(&report).changes.extent, Extent::None, "{:?}", only(&report).changes);
    assert_eq!(report.conclusion(), DocumentConclusion::Passed);
}

/// The shadow attack "replace": what is signed refers to nothing, and the update gives it something.
#[test]
fn an_object_that_the_signed_document_waited_for_is_not_new() {
    let hierarchy = Hierarchy::new();
    let plain = Pdf::new().build();
    let (page, mut dictionary) = open(&plain).latest().page(0).unwrap();
    // The object that the next signature will take for its dictionary or field.
    let size = open(&plain).latest().size();
    for ahead in 0..6 {
        let hole = ObjectId::new(size.saturating_add(ahead), 0);
        dictionary.insert("Shadow", Object::Reference(hole));
        let prepared = updated(&plain, |update| update.put(page, Object::Dictionary(dictionary.clone())));
        let once = signed(&prepared, &hierarchy.personal);
        let there = |octets: &[u8]| !open(octets).latest().get(hole).unwrap().is_null();
        if there(&once) {
            continue;
        }
        let twice = signed(&once, &hierarchy.organisation);
        if !there(&twice) {
            continue;
        }
        let report = verify(&hierarchy, &twice);
        assert!(!report.signatures[0].changes.allowed, "{ahead}: {:?}", report.signatures[0].changes);
        assert_eq!(report.conclusion(), DocumentConclusion::Failed);
        return;
    }
    panic!("no hole was filled by the second signature");
}

#[test]
fn a_certified_document_keeps_its_level() {
    let hierarchy = Hierarchy::new();
    let original = Pdf::new().build();
    let draft = |document| Draft::new(document, &hierarchy.personal.chain);
    let document = open(&original);
    let certified = draft(&document).with_certification(Certification::FormsAndSignatures);
    let certified = signed_with(certified, &hierarchy.personal, &original);
    let report = verify(&hierarchy, &signed(&certified, &hierarchy.organisation));
    assert_eq!(report.signatures[0].certification, Some(2));
    assert_eq!(report.conclusion(), DocumentConclusion::Passed);
}

#[test]
fn another_catalogue_in_the_trailer_must_say_what_the_first_said() {
    let hierarchy = Hierarchy::new();
    let original = signed(&Pdf::new().build(), &hierarchy.personal);
    let catalog = open(&original).latest().catalog().unwrap();
    let with = |key: &str| {
        updated(&original, |update| {
            let other = update.allocate().unwrap();
            let mut catalog = catalog.clone();
            catalog.insert(key, Object::name("UseOutlines"));
            update.put(other, Object::Dictionary(catalog));
            update.trailer_set("Root", Object::Reference(other));
        })
    };
    assert_unexplained(&verify(&hierarchy, &with("PageMode")), "viewer-preferences");
    assert_eq!(verify(&hierarchy, &with("Version")).conclusion(), DocumentConclusion::Passed);
}

#[test]
fn a_missing_issuer_is_named() {
    let hierarchy = Hierarchy::new();
    let octets = signed(&Pdf::new().build(), &hierarchy.personal);
    let verifier = Verifier::new(Policy::strict(), TrustStore::new());
    let report = verify_with(&verifier, &octets);
    assert_eq!(only(&report).conclusion(), Conclusion::Indeterminate(Indeterminate::NoCertificateChainFound));
    assert_eq!(report.conclusion(), DocumentConclusion::Indeterminate);
}

#[test]
fn an_expired_certificate_leaves_a_doubt() {
    let root = Authority::root("Throw-away Root CA", Key::Rsa2048Root);
    let identity = root.identity(&Leaf::personal(Key::P256));
    let octets = signed(&Pdf::new().build(), &identity);
    let later = "2040-01-01T00:00:00Z".parse().unwrap();
    let verifier = Verifier::new(Policy::strict(), trusting(&root));
    let report = verifier.verify(&octets, "letter.pdf", &Evidence::new(), later);
    assert_eq!(only(&report).conclusion(), Conclusion::Indeterminate(Indeterminate::OutOfBoundsNoPoe));
}

#[test]
fn a_changed_octet_of_the_content_is_a_hash_failure() {
    let hierarchy = Hierarchy::new();
    let mut octets = signed(&Pdf::new().build(), &hierarchy.personal);
    octets[200] ^= 1;
    let report = verify(&hierarchy, &octets);
    let failed = only(&report).conclusion();
    let mismatch = Conclusion::TotalFailed(Failed::HashFailure);
    assert!(failed == mismatch || failed == Conclusion::TotalFailed(Failed::FormatFailure), "{failed:?}");
    assert_eq!(only(&report).integrity.digest, signer_core::report::DigestAnswer::Mismatch);
}

#[test]
fn a_document_without_signatures_is_unsigned() {
    let report = verify(&Hierarchy::new(), &Pdf::new().build());
    assert_eq!(report.conclusion(), DocumentConclusion::Unsigned);
}

fn detached_signature(identity: &Identity, content: &[u8]) -> Vec<u8> {
    let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
    let algorithm = sign::choose_algorithm(key.algorithms(), identity.certificate()).unwrap();
    let mut hasher = detached::hasher(algorithm);
    hasher.update(content);
    detached::sign(hasher, &identity.chain, algorithm, now(), &mut key).unwrap()
}

#[test]
fn a_detached_signature_is_over_its_content_and_no_other() {
    let hierarchy = Hierarchy::new();
    let verifier = Verifier::new(Policy::strict(), trusting(&hierarchy.root));
    let signature = detached_signature(&hierarchy.personal, b"content");
    let of = |content: &[u8]| verifier.verify_detached(&signature, content, "x", &Evidence::new(), now());
    assert_eq!(of(b"content").conclusion(), DocumentConclusion::Passed);
    assert_eq!(only(&of(b"contents")).conclusion(), Conclusion::TotalFailed(Failed::HashFailure));
}

#[test]
fn a_report_is_written_and_read_back() {
    let hierarchy = Hierarchy::new();
    let both = signed(&signed(&Pdf::new().build(), &hierarchy.personal), &hierarchy.organisation);
    let report = verify(&hierarchy, &both).with_requirements(&[Requirement::Complete]);
    let text = serde_json::to_string(&report).unwrap();
    let read: Report = serde_json::from_str(&text).unwrap();
    assert_eq!(read, report);
    assert_eq!(read.conclusion(), DocumentConclusion::Passed);
    assert!(text.contains("\"conclusion\":\"passed\""), "{text}");
}

#[test]
fn a_report_of_a_later_version_is_read() {
    let hierarchy = Hierarchy::new();
    let report = verify(&hierarchy, &signed(&Pdf::new().build(), &hierarchy.personal));
    let mut value = serde_json::to_value(&report).unwrap();
    value["novelty"] = serde_json::json!({ "x": 1 });
    value["signatures"][0]["novelty"] = serde_json::json!([1]);
    value["signatures"][0]["checks"][0]["novelty"] = serde_json::json!(true);
    assert_eq!(serde_json::from_value::<Report>(value).unwrap(), report);
}
