//! Signing: every key, every layout, every refusal.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use signer_core::algorithm::{Digest, SignatureAlgorithm};
use signer_core::cms::SignedData;
use signer_core::crypto::{self, Answer, Hasher, Native, SignatureCheck as _};
use signer_core::error::{Error, Forbidden, Refusal};
use signer_core::limits::Limits;
use signer_core::pdf::{Coverage, Document, EmbeddedSignature, Object, PdfString};
use signer_core::pki::Certificate;
use signer_core::sign::{self, Certification, Draft, Prepared, SubFilter, detached};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::{Time, oid};
use test_vectors::keys::Key;
use test_vectors::pdf::{Form, Layout, Pdf};
use test_vectors::pki::{AT, Authority, Hierarchy, Identity, KeyUsage, Leaf};

const FORMS: [Form; 4] = [Form::None, Form::Empty, Form::SignatureField, Form::Nested];

fn now() -> Time {
    AT.parse().unwrap()
}

fn signer(key: Key) -> Identity {
    Authority::root("Throw-away Root CA", Key::Rsa2048Root).identity(&Leaf::personal(key))
}

fn open(octets: &[u8]) -> Document<'_> {
    Document::open(octets, &Limits::default()).unwrap()
}

fn key_of(identity: &Identity) -> SoftwareKey {
    SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap()
}

/// Signs with the key's first choice of algorithm.
fn complete(draft: Draft<'_, '_>, identity: &Identity, original: &[u8]) -> Result<Vec<u8>, Error> {
    let mut key = key_of(identity);
    let algorithm = sign::choose_algorithm(key.algorithms(), identity.certificate())?;
    draft.sign(algorithm, now(), &mut key)?.into_octets(original)
}

fn sign_plainly(original: &[u8], identity: &Identity) -> Vec<u8> {
    complete(Draft::new(&open(original), &identity.chain), identity, original).unwrap()
}

fn only(document: &Document<'_>) -> EmbeddedSignature {
    let mut signatures = document.signatures().unwrap();
    assert_eq!(signatures.len(), 1);
    signatures.remove(0)
}

/// Checks one signature from the octets of the file alone.
fn assert_intact(octets: &[u8], signature: &EmbeddedSignature) {
    let range = signature.byte_range.as_ref().unwrap();
    assert_eq!(Some(range.gap()), signature.contents_span);
    let data = SignedData::parse(&signature.contents).unwrap();
    let [info] = data.signers() else { panic!("one signer") };
    let mut hasher = Hasher::new(info.digest_algorithm().unwrap());
    hasher.update(&octets[range.before()]);
    hasher.update(&octets[range.after()]);
    let attributes = info.signed_attributes().unwrap();
    assert_eq!(attributes.message_digest().unwrap().unwrap(), hasher.finish());
    let reference = attributes.signing_certificate().unwrap().unwrap().remove(0);
    let certificates: Vec<Certificate> =
        data.certificates().iter().map(|der| Certificate::parse(der).unwrap()).collect();
    let leaf = certificates.iter().find(|one| crypto::digest(reference.digest, one.der()) == reference.hash).unwrap();
    let signed = attributes.to_be_signed();
    let algorithm = info.signature_algorithm().unwrap();
    let answer = Native.check(algorithm, leaf.spki(), crypto::Signed::Message(&signed), info.signature());
    assert_eq!(answer, Answer::Valid);
}

fn assert_signed_whole(original: &[u8], signed: &[u8]) {
    assert!(signed.starts_with(original), "the original octets stand untouched");
    let document = open(signed);
    let signatures = document.signatures().unwrap();
    assert_eq!(signatures.last().unwrap().coverage, Coverage::WholeFile);
    for signature in &signatures {
        assert_intact(signed, signature);
        assert_eq!(signature.findings, []);
    }
    assert!(document.findings().iter().all(|finding| !finding.ambiguous), "{:?}", document.findings());
}

fn refusal(error: Error) -> Refusal {
    match error {
        Error::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn forbidden(error: Error) -> Forbidden {
    match error {
        Error::Forbidden(forbidden) => forbidden,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_of_key_signs_every_layout() {
    for key in Key::KINDS {
        let identity = signer(key);
        for layout in Layout::ALL {
            let original = Pdf::new().with_layout(layout).build();
            assert_signed_whole(&original, &sign_plainly(&original, &identity));
        }
    }
}

#[test]
fn every_form_takes_a_signature() {
    let identity = signer(Key::P256);
    for layout in Layout::ALL {
        for form in FORMS {
            let original = Pdf::new().with_layout(layout).with_form(form).build();
            assert_signed_whole(&original, &sign_plainly(&original, &identity));
        }
    }
}

#[test]
fn pss_signs_with_its_parameters() {
    let original = Pdf::new().build();
    let identity = signer(Key::Rsa2048);
    let document = open(&original);
    let algorithm = SignatureAlgorithm::pss(Digest::Sha256);
    let signed = Draft::new(&document, &identity.chain).sign(algorithm, now(), &mut key_of(&identity)).unwrap();
    assert_signed_whole(&original, &signed.into_octets(&original).unwrap());
}

#[test]
fn a_second_signature_leaves_the_first_intact() {
    let hierarchy = Hierarchy::new();
    for layout in Layout::ALL {
        let original = Pdf::new().with_layout(layout).build();
        let once = sign_plainly(&original, &hierarchy.personal);
        let twice = sign_plainly(&once, &hierarchy.organisation);
        assert_signed_whole(&once, &twice);
        let signatures = open(&twice).signatures().unwrap();
        assert_eq!(signatures.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["Signature1", "Signature2"]);
        assert_eq!(signatures[0].coverage, Coverage::WholeRevision);
    }
}

#[test]
fn a_pades_signature_carries_no_signing_time_in_its_message() {
    let original = Pdf::new().build();
    let signed = sign_plainly(&original, &signer(Key::P256));
    let signature = only(&open(&signed));
    assert_eq!(signature.sub_filter.as_deref(), Some("ETSI.CAdES.detached"));
    assert_eq!(signature.signing_time, Some(now()));
    let data = SignedData::parse(&signature.contents).unwrap();
    assert_eq!(data.signers()[0].signed_attributes().unwrap().get(oid::ID_SIGNING_TIME).len(), 0);
}

#[test]
fn the_words_of_the_caller_are_in_the_dictionary() {
    let original = Pdf::new().build();
    let identity = signer(Key::P256);
    let document = open(&original);
    let draft = Draft::new(&document, &identity.chain)
        .with_sub_filter(SubFilter::AdbePkcs7Detached)
        .with_name("Nguyễn Văn A")
        .with_reason("Phê duyệt /Contents<00> (1)")
        .with_location("Hà Nội")
        .with_contact("a@example.vn")
        .with_application("signer")
        .with_utc_offset(420);
    let signed = complete(draft, &identity, &original).unwrap();
    assert_signed_whole(&original, &signed);
    let signature = only(&open(&signed));
    assert_eq!(signature.sub_filter.as_deref(), Some("adbe.pkcs7.detached"));
    assert_eq!(signature.name.as_deref(), Some("Nguyễn Văn A"));
    assert_eq!(signature.reason.as_deref(), Some("Phê duyệt /Contents<00> (1)"));
    assert_eq!(signature.location.as_deref(), Some("Hà Nội"));
    assert_eq!(signature.contact.as_deref(), Some("a@example.vn"));
    let date = signature.dictionary.get("M").and_then(Object::as_string).map(PdfString::text);
    assert_eq!(date.as_deref(), Some("D:20260601070000+07'00'"));
}

#[test]
fn the_widget_is_invisible_printed_locked_and_on_its_page() {
    let original = Pdf::new().build();
    let signed = sign_plainly(&original, &signer(Key::P256));
    let document = open(&signed);
    let view = document.latest();
    let form = view.form().unwrap().unwrap();
    assert_eq!(form.sig_flags, 3);
    let id = form.fields()[0].id.unwrap();
    let widget = view.get(id).unwrap().into_dictionary().unwrap();
    assert_eq!(widget.get("Rect").unwrap().as_array().unwrap(), vec![Object::from(0); 4]);
    assert_eq!(widget.get("F").unwrap().as_integer(), Some(132));
    let (page, dictionary) = view.page(0).unwrap();
    assert_eq!(widget.get("P").unwrap().as_reference(), Some(page));
    let annotations = view.entry(&dictionary, "Annots").unwrap();
    assert!(annotations.as_array().unwrap().contains(&id.into()));
}

#[test]
fn an_empty_field_is_signed_where_it_is() {
    let identity = signer(Key::P256);
    for layout in Layout::ALL {
        let original = Pdf::new().with_layout(layout).with_form(Form::SignatureField).build();
        let document = open(&original);
        let before = document.latest().form().unwrap().unwrap().fields()[0].clone();
        let draft = Draft::new(&document, &identity.chain).with_field("Signature1");
        let signed = complete(draft, &identity, &original).unwrap();
        assert_signed_whole(&original, &signed);
        let document = open(&signed);
        let after = document.latest().form().unwrap().unwrap().fields()[0].clone();
        assert_eq!(after.id, before.id);
        assert_eq!(after.dictionary.get("Rect"), before.dictionary.get("Rect"));
        assert_eq!(only(&document).field, "Signature1");
    }
}

#[test]
fn an_empty_field_below_another_is_found_by_its_full_name() {
    let original = Pdf::new().with_form(Form::Nested).build();
    let identity = signer(Key::P256);
    let document = open(&original);
    let draft = Draft::new(&document, &identity.chain).with_field("contract.buyer.signature");
    let signed = complete(draft, &identity, &original).unwrap();
    assert_signed_whole(&original, &signed);
    assert_eq!(only(&open(&signed)).field, "contract.buyer.signature");
}

#[test]
fn a_new_field_with_full_stops_gets_the_parents_it_lacks() {
    let identity = signer(Key::P256);
    let cases = [
        (Form::None, "office.leader.signature"),
        (Form::Nested, "contract.seller.signature"),
        (Form::Nested, "contract.seal"),
    ];
    for (form, name) in cases {
        let original = Pdf::new().with_form(form).build();
        let document = open(&original);
        let draft = Draft::new(&document, &identity.chain).with_new_field(name);
        let signed = complete(draft, &identity, &original).unwrap();
        assert_signed_whole(&original, &signed);
        assert_eq!(only(&open(&signed)).field, name);
    }
}

#[test]
fn the_default_name_is_the_first_free_one() {
    let original = Pdf::new().with_form(Form::SignatureField).build();
    let signed = sign_plainly(&original, &signer(Key::P256));
    assert_eq!(only(&open(&signed)).field, "Signature2");
}

#[test]
fn an_unknown_field_is_refused_with_the_names_that_are_there() {
    let original = Pdf::new().with_form(Form::SignatureField).build();
    let identity = signer(Key::P256);
    let document = open(&original);
    let draft = Draft::new(&document, &identity.chain).with_field("Leader");
    let error = refusal(complete(draft, &identity, &original).unwrap_err());
    assert_eq!(error, Refusal::NoSuchField { field: "Leader".into(), there: vec!["Signature1".into()] });
}

#[test]
fn a_field_is_signed_once() {
    let identity = signer(Key::P256);
    let original = sign_plainly(&Pdf::new().build(), &identity);
    let document = open(&original);
    let again = Draft::new(&document, &identity.chain).with_field("Signature1");
    let error = refusal(complete(again, &identity, &original).unwrap_err());
    assert_eq!(error, Refusal::FieldSigned { field: "Signature1".into() });
    let new = Draft::new(&document, &identity.chain).with_new_field("Signature1");
    let error = refusal(complete(new, &identity, &original).unwrap_err());
    assert_eq!(error, Refusal::FieldExists { field: "Signature1".into() });
}

#[test]
fn a_text_field_takes_no_signature() {
    let original = Pdf::new().with_form(Form::Nested).build();
    let identity = signer(Key::P256);
    let document = open(&original);
    let draft = Draft::new(&document, &identity.chain).with_field("contract.buyer.name");
    let error = refusal(complete(draft, &identity, &original).unwrap_err());
    assert_eq!(error, Refusal::NotASignatureField { field: "contract.buyer.name".into() });
}

#[test]
fn a_certified_document_takes_the_signatures_that_its_level_permits() {
    let identity = signer(Key::P256);
    let original = Pdf::new().build();
    let levels = [
        (Certification::NoChanges, false),
        (Certification::FormsAndSignatures, true),
        (Certification::FormsSignaturesAndAnnotations, true),
    ];
    for (certification, permits) in levels {
        let document = open(&original);
        let draft = Draft::new(&document, &identity.chain).with_certification(certification);
        let certified = complete(draft, &identity, &original).unwrap();
        assert_signed_whole(&original, &certified);
        let document = open(&certified);
        assert_eq!(only(&document).certification, Some(certification.level()));
        let second = complete(Draft::new(&document, &identity.chain), &identity, &certified);
        if permits {
            assert_signed_whole(&certified, &second.unwrap());
        } else {
            let error = forbidden(second.unwrap_err());
            assert_eq!(error, Forbidden::Certified { field: "Signature1".into(), level: 1 });
        }
    }
}

#[test]
fn a_certification_comes_first() {
    let identity = signer(Key::P256);
    let original = sign_plainly(&Pdf::new().build(), &identity);
    let document = open(&original);
    let draft = Draft::new(&document, &identity.chain).with_certification(Certification::FormsAndSignatures);
    let error = forbidden(complete(draft, &identity, &original).unwrap_err());
    assert_eq!(error, Forbidden::NotFirst { field: "Signature1".into() });
}

/// A document with one empty field, `Signature1`, that has one more entry.
fn with_entry(entry: &str) -> Vec<u8> {
    let original = Pdf::new().with_form(Form::SignatureField).build();
    let id = open(&original).latest().form().unwrap().unwrap().fields()[0].id.unwrap();
    let body = body_of(&original, id.number);
    test_vectors::pdf::append(&original, &[(id.number, format!("{body} {entry} >>").into_bytes())])
}

#[test]
fn the_lock_of_a_field_becomes_its_transform_and_binds_later_signatures() {
    let identity = signer(Key::P256);
    let original = with_entry("/Lock << /Type /SigFieldLock /Action /Include /Fields [(Signature2) (office)] >>");
    let document = open(&original);
    let draft = Draft::new(&document, &identity.chain).with_field("Signature1");
    let signed = complete(draft, &identity, &original).unwrap();
    assert_signed_whole(&original, &signed);
    let document = open(&signed);
    assert!(only(&document).field_mdp.is_some());
    for name in ["Signature2", "office.leader"] {
        let draft = Draft::new(&document, &identity.chain).with_new_field(name);
        let error = forbidden(complete(draft, &identity, &signed).unwrap_err());
        assert_eq!(error, Forbidden::Locked { field: name.into(), by: "Signature1".into() });
    }
    let draft = Draft::new(&document, &identity.chain).with_new_field("Signature3");
    assert_signed_whole(&signed, &complete(draft, &identity, &signed).unwrap());
}

#[test]
fn what_a_field_requires_is_kept_or_refused() {
    let identity = signer(Key::P256);
    let original = with_entry("/SV << /Type /SV /Ff 2 /SubFilter [/adbe.pkcs7.detached] >>");
    let document = open(&original);
    let draft = || Draft::new(&document, &identity.chain).with_field("Signature1");
    let error = refusal(complete(draft(), &identity, &original).unwrap_err());
    assert!(matches!(error, Refusal::SeedValue { .. }), "{error}");
    let other = draft().with_sub_filter(SubFilter::AdbePkcs7Detached);
    assert_signed_whole(&original, &complete(other, &identity, &original).unwrap());
}

/// The numbers of the catalogue and of the first page of a document made here.
fn catalog_and_page(original: &[u8]) -> (u32, u32) {
    let document = open(original);
    let view = document.latest();
    (view.catalog_id().unwrap().number, view.page(0).unwrap().0.number)
}

/// The body of an object of a document with a classic table, without its closing `>>`.
fn body_of(original: &[u8], number: u32) -> String {
    let text = String::from_utf8_lossy(original).into_owned();
    let object = &text[text.rfind(&format!("\n{number} 0 obj")).unwrap()..];
    let body = &object[object.find("<<").unwrap()..object.find("endobj").unwrap()];
    body.trim_end().strip_suffix(">>").unwrap().to_owned()
}

#[test]
fn a_document_with_usage_rights_is_refused() {
    let identity = signer(Key::P256);
    let original = Pdf::new().build();
    let (catalog, _) = catalog_and_page(&original);
    let body = format!("{} /Perms << /UR3 << /Type /Sig >> >> >>", body_of(&original, catalog));
    let original = test_vectors::pdf::append(&original, &[(catalog, body.into_bytes())]);
    let document = open(&original);
    let error = complete(Draft::new(&document, &identity.chain), &identity, &original).unwrap_err();
    assert_eq!(forbidden(error), Forbidden::UsageRights);
}

#[test]
fn a_document_that_two_readers_see_differently_is_refused() {
    let identity = signer(Key::P256);
    let mut original = Pdf::new().build();
    original.extend_from_slice(b"\n1 0 obj\n<< /Type /Catalog >>\nendobj\n");
    let document = open(&original);
    let error = complete(Draft::new(&document, &identity.chain), &identity, &original).unwrap_err();
    assert!(matches!(forbidden(error), Forbidden::Ambiguous { .. }));
}

#[test]
fn a_direct_form_and_indirect_arrays_are_extended_where_they_are() {
    let identity = signer(Key::P256);
    let original = Pdf::new().build();
    let (catalog, page) = catalog_and_page(&original);
    let size = open(&original).latest().size();
    let text = |number, entry: String| (number, format!("{} {entry} >>", body_of(&original, number)).into_bytes());
    let original = test_vectors::pdf::append(
        &original,
        &[
            text(catalog, format!("/AcroForm << /Fields {size} 0 R /DA (/Helv 0 Tf) >>")),
            text(page, format!("/Annots {} 0 R", size + 1)),
            (size, b"[]".to_vec()),
            (size + 1, format!("[ << /Type /Annot /Subtype /Text /Rect [0 0 9 9] >> {} 0 R ]", size + 2).into_bytes()),
            (size + 2, b"<< /Type /Annot /Subtype /Text /Rect [9 9 19 19] >>".to_vec()),
        ],
    );
    let signed = sign_plainly(&original, &identity);
    assert_signed_whole(&original, &signed);
    let document = open(&signed);
    let view = document.latest();
    let form = view.form().unwrap().unwrap();
    assert_eq!((form.id, form.sig_flags), (None, 3));
    assert!(form.dictionary.contains("DA"));
    assert_eq!(form.dictionary.get("Fields").unwrap().as_reference().unwrap().number, size);
    let (_, dictionary) = view.page(0).unwrap();
    assert_eq!(dictionary.get("Annots").unwrap().as_reference().unwrap().number, size + 1);
    assert_eq!(view.entry(&dictionary, "Annots").unwrap().as_array().unwrap().len(), 3);
}

#[test]
fn junk_before_the_header_is_kept_and_signed() {
    let identity = signer(Key::P256);
    for layout in [Layout::Table, Layout::Stream] {
        let original = Pdf::new().with_layout(layout).with_prefix(b"junk\r\n").build();
        assert_signed_whole(&original, &sign_plainly(&original, &identity));
    }
}

#[test]
fn the_root_does_not_travel_in_the_message() {
    let hierarchy = Hierarchy::new();
    let signed = sign_plainly(&Pdf::new().build(), &hierarchy.personal);
    let signature = only(&open(&signed));
    let data = SignedData::parse(&signature.contents).unwrap();
    let certificates = data.certificates();
    assert_eq!(certificates.len(), 2);
    assert!(certificates.iter().all(|der| *der != hierarchy.root.certificate()));
}

#[test]
fn a_certificate_that_cannot_sign_now_is_refused_before_anything_is_made() {
    let root = Authority::root("Throw-away Root CA", Key::Rsa2048Root);
    let original = Pdf::new().build();
    let document = open(&original);
    let refuse = |leaf: &Leaf| {
        let identity = root.identity(leaf);
        refusal(complete(Draft::new(&document, &identity.chain), &identity, &original).unwrap_err())
    };
    let expired = refuse(&Leaf::personal(Key::P256).expired());
    assert!(matches!(expired, Refusal::CertificateExpired { .. }), "{expired}");
    let early = refuse(&Leaf::personal(Key::P256).not_yet_valid());
    assert!(matches!(early, Refusal::CertificateNotYetValid { .. }), "{early}");
    let other = refuse(&Leaf::personal(Key::P256).with_key_usage(vec![KeyUsage::KeyAgreement]));
    assert!(matches!(other, Refusal::CertificateUsage { .. }), "{other}");
}

#[test]
fn an_algorithm_of_another_kind_of_key_is_refused() {
    let identity = signer(Key::P256);
    let original = Pdf::new().build();
    let document = open(&original);
    let error = Draft::new(&document, &identity.chain).prepare(SignatureAlgorithm::Ed25519, now()).unwrap_err();
    assert!(matches!(refusal(error), Refusal::Algorithm { .. }));
}

fn prepare(original: &[u8], identity: &Identity) -> Prepared {
    let algorithm = sign::choose_algorithm(key_of(identity).algorithms(), identity.certificate()).unwrap();
    Draft::new(&open(original), &identity.chain).prepare(algorithm, now()).unwrap()
}

#[test]
fn a_signature_is_made_in_two_steps_with_the_state_in_between() {
    for key in Key::KINDS {
        let identity = signer(key);
        let original = Pdf::new().build();
        let state = prepare(&original, &identity).to_state();
        let prepared = Prepared::from_state(&state, &original).unwrap();
        let signature = key_of(&identity).sign(prepared.algorithm(), prepared.to_be_signed()).unwrap();
        let signed = prepared.attach(&signature).unwrap();
        assert_signed_whole(&original, &signed.into_octets(&original).unwrap());
    }
}

#[test]
fn a_foreign_signature_is_refused() {
    let identity = signer(Key::Rsa2048);
    let prepared = prepare(&Pdf::new().build(), &identity);
    let mut other = SoftwareKey::from_pkcs8_der(&Key::Rsa2048Second.pkcs8()).unwrap();
    let foreign = other.sign(prepared.algorithm(), prepared.to_be_signed()).unwrap();
    let error = refusal(prepared.clone().attach(&foreign).unwrap_err());
    assert!(matches!(error, Refusal::ForeignSignature { .. }), "{error}");
    let over_something_else = key_of(&identity).sign(prepared.algorithm(), b"something else").unwrap();
    let error = refusal(prepared.attach(&over_something_else).unwrap_err());
    assert!(matches!(error, Refusal::ForeignSignature { .. }), "{error}");
}

#[test]
fn a_state_is_refused_for_another_document() {
    let original = Pdf::new().build();
    let state = prepare(&original, &signer(Key::P256)).to_state();
    let mut changed = original.clone();
    changed[20] ^= 1;
    let error = refusal(Prepared::from_state(&state, &changed).unwrap_err());
    assert_eq!(error, Refusal::DocumentChanged { what: "its digest differs" });
    let error = refusal(Prepared::from_state(&state, &original[1..]).unwrap_err());
    assert_eq!(error, Refusal::DocumentChanged { what: "its length differs" });
}

#[test]
fn a_state_of_a_later_version_is_refused_and_a_longer_one_of_this_version_is_read() {
    let original = Pdf::new().build();
    let state = prepare(&original, &signer(Key::P256)).to_state();
    let later = state.replacen("\"version\": 1", "\"version\": 2", 1);
    assert_eq!(refusal(Prepared::from_state(&later, &original).unwrap_err()), Refusal::StateVersion { version: 2 });
    let longer = state.replacen("\"version\": 1", "\"version\": 1, \"colour\": \"red\"", 1);
    assert!(longer.contains("colour"));
    assert!(Prepared::from_state(&longer, &original).is_ok());
}

#[test]
fn a_state_whose_parts_do_not_agree_is_refused() {
    let original = Pdf::new().build();
    let state = prepare(&original, &signer(Key::P256)).to_state();
    let damaged = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut value: serde_json::Value = serde_json::from_str(&state).unwrap();
        change(&mut value);
        refusal(Prepared::from_state(&value.to_string(), &original).unwrap_err())
    };
    let changes: [&dyn Fn(&mut serde_json::Value); 5] = [
        &|value| {
            let appendix = value["appendix"].as_str().unwrap();
            let (old, new) = (hex_of("/Adobe.PPKLite"), hex_of("/Adobe.PPKLitf"));
            assert!(appendix.contains(&old));
            value["appendix"] = appendix.replacen(&old, &new, 1).into();
        },
        &|value| value["contents"]["start"] = 1.into(),
        &|value| value["to_be_signed"] = "3100".into(),
        &|value| value["certificates"] = serde_json::json!([]),
        &|value| *value = serde_json::json!({}),
    ];
    for change in changes {
        let error = damaged(change);
        assert!(matches!(error, Refusal::StateDamaged { .. }), "{error}");
    }
}

fn hex_of(text: &str) -> String {
    text.bytes().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn a_detached_signature_is_over_the_content_it_was_fed() {
    for key in Key::KINDS {
        let identity = signer(key);
        let mut key = key_of(&identity);
        let algorithm = sign::choose_algorithm(key.algorithms(), identity.certificate()).unwrap();
        let mut hasher = detached::hasher(algorithm);
        hasher.update(b"any ");
        hasher.update(b"file");
        let message = detached::sign(hasher, &identity.chain, algorithm, now(), &mut key).unwrap();
        let data = SignedData::parse(&message).unwrap();
        assert!(data.content().unwrap().is_none());
        let [info] = data.signers() else { panic!("one signer") };
        let digest = crypto::digest(info.digest_algorithm().unwrap(), b"any file");
        assert_eq!(info.signed_attributes().unwrap().message_digest().unwrap().unwrap(), digest);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_original_octets_stand_untouched(
        layout in prop::sample::select(Layout::ALL.to_vec()),
        form in prop::sample::select(FORMS.to_vec()),
        pages in 1u32..4,
        line in "[a-zA-Z0-9 ]{0,40}",
        reason in any::<String>(),
        end in prop::sample::select(vec![&b""[..], b"\n", b"\r\n\r\n"]),
    ) {
        let mut original = Pdf::new().with_layout(layout).with_form(form).with_pages(pages).with_text(&[&line]).build();
        original.extend_from_slice(end);
        let identity = signer(Key::P256);
        let document = open(&original);
        let draft = Draft::new(&document, &identity.chain).with_reason(reason);
        assert_signed_whole(&original, &complete(draft, &identity, &original).unwrap());
    }
}
