//! What is read from a signed message, one property each. The messages are made here, octet by octet.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test stops at the first surprise")]

use signer_core::Error;
use signer_core::algorithm::{Digest, SignatureAlgorithm};
use signer_core::cms::{AttributeForm, Checked, SignedData, SignerIdentifier, TimestampToken};
use signer_core::crypto::{
    Answer, SignatureCheck, Signed, algorithm_identifier, digest, digest_identifier, subject_public_key,
};
use signer_core::der::Tag;
use signer_core::der::write::{element, null, octet_string, oid, sequence, unsigned};
use signer_core::oid::{self, Oid};

const RSA_SHA256: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(Digest::Sha256);
const UNKNOWN: Oid = Oid::new_unwrap("1.2.3.4");

/// Takes the SHA-256 of what was signed for its signature: these tests are about octets, not about keys.
struct Echo;

impl SignatureCheck for Echo {
    fn check(&self, _: SignatureAlgorithm, _: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer {
        let value = match signed {
            Signed::Message(message) => digest(Digest::Sha256, message),
            Signed::Digest(value) => value.to_vec(),
        };
        if value == signature { Answer::Valid } else { Answer::Invalid }
    }
}

fn set(parts: &[&[u8]]) -> Vec<u8> {
    element(Tag::SET, parts)
}

fn indefinite(tag: Tag, parts: &[&[u8]]) -> Vec<u8> {
    [&[tag.0, 0x80][..], &parts.concat(), &[0, 0]].concat()
}

fn attribute(kind: Oid, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(kind), &set(&[value])])
}

fn content_type() -> Vec<u8> {
    attribute(oid::ID_CONTENT_TYPE, &oid(oid::ID_DATA))
}

fn message_digest(content: &[u8]) -> Vec<u8> {
    attribute(oid::ID_MESSAGE_DIGEST, &octet_string(&digest(Digest::Sha256, content)))
}

/// A signer whose attributes (with tag `[0]`) and signature value are given.
fn signer(attributes: Option<&[u8]>, signature: &[u8], unsigned_attributes: &[u8]) -> Vec<u8> {
    let identifier = sequence(&[&sequence(&[]), &unsigned(7)]);
    sequence(&[
        &unsigned(1),
        &identifier,
        &digest_identifier(Digest::Sha256),
        attributes.unwrap_or_default(),
        &algorithm_identifier(RSA_SHA256),
        &octet_string(signature),
        unsigned_attributes,
    ])
}

/// A signer who signed these attributes as they stand.
fn signer_of(attributes: &[&[u8]]) -> Vec<u8> {
    let implicit = element(Tag::context_constructed(0), attributes);
    signer(Some(&implicit), &digest(Digest::Sha256, &set(attributes)), &[])
}

fn encapsulated(kind: Oid, content: Option<&[u8]>) -> Vec<u8> {
    let explicit = content.map(|content| element(Tag::context_constructed(0), &[content])).unwrap_or_default();
    sequence(&[&oid(kind), &explicit])
}

fn signed_data(content: &[u8], more: &[u8], signers: &[&[u8]]) -> Vec<u8> {
    let body = sequence(&[&unsigned(1), &set(&[&digest_identifier(Digest::Sha256)]), content, more, &set(signers)]);
    sequence(&[&oid(oid::ID_SIGNED_DATA), &element(Tag::context_constructed(0), &[&body])])
}

fn detached(more: &[u8], signers: &[&[u8]]) -> Vec<u8> {
    signed_data(&encapsulated(oid::ID_DATA, None), more, signers)
}

fn check(message: &[u8], content: &[u8]) -> Checked {
    SignedData::parse(message).unwrap().signers()[0].check_octets(content, &[], &Echo).unwrap()
}

#[test]
fn a_message_is_read_to_its_parts() {
    let certificates = element(Tag::context_constructed(0), &[&sequence(&[&unsigned(1)])]);
    let octets = detached(&certificates, &[&signer_of(&[&content_type(), &message_digest(b"text")])]);
    let message = SignedData::parse(&octets).unwrap();
    assert_eq!(message.raw(), octets);
    assert_eq!(message.content_type(), oid::ID_DATA);
    assert_eq!(message.content().unwrap(), None);
    assert_eq!(message.digest_algorithms(), [oid::SHA256]);
    assert_eq!(message.certificates(), [sequence(&[&unsigned(1)])]);
    let signer = &message.signers()[0];
    assert!(matches!(signer.identifier(), SignerIdentifier::IssuerAndSerial { issuer: [0x30, 0], serial: [7] }));
    assert_eq!(signer.signature_algorithm().unwrap(), RSA_SHA256);
    assert!(signer.digests_agree().unwrap() && signer.content_type_agrees(oid::ID_DATA).unwrap());
    assert!(message.findings().is_empty());
    let checked = signer.check_octets(b"text", &[], &Echo).unwrap();
    assert!(checked.digest_matches());
    assert_eq!((checked.form, checked.signature), (AttributeForm::AsRead, Answer::Valid));
}

#[test]
fn another_content_has_another_digest() {
    let octets = detached(&[], &[&signer_of(&[&content_type(), &message_digest(b"text")])]);
    let checked = check(&octets, b"texT");
    assert!(!checked.digest_matches());
    assert_eq!(checked.signature, Answer::Valid);
}

#[test]
fn indefinite_lengths_and_split_strings_are_read() {
    let split = indefinite(Tag(0x24), &[&octet_string(b"te"), &octet_string(b"xt")]);
    let content = indefinite(Tag::SEQUENCE, &[&oid(oid::ID_DATA), &indefinite(Tag(0xa0), &[&split])]);
    let signers = indefinite(Tag::SET, &[&signer(None, &digest(Digest::Sha256, b"text"), &[])]);
    let algorithms = indefinite(Tag::SET, &[&digest_identifier(Digest::Sha256)]);
    let body = indefinite(Tag::SEQUENCE, &[&unsigned(1), &algorithms, &content, &signers]);
    let octets = indefinite(Tag::SEQUENCE, &[&oid(oid::ID_SIGNED_DATA), &indefinite(Tag(0xa0), &[&body])]);
    let message = SignedData::parse(&octets).unwrap();
    let content = message.content().unwrap().unwrap();
    assert_eq!(content.as_ref(), b"text");
    assert_eq!(check(&octets, &content).signature, Answer::Valid);
}

#[test]
fn zeros_after_the_message_are_padding_and_anything_else_is_a_finding() {
    let octets = detached(&[], &[]);
    let padded = [&octets[..], &[0; 5]].concat();
    let message = SignedData::parse(&padded).unwrap();
    assert_eq!((message.raw(), message.trailing()), (&octets[..], &[0; 5][..]));
    assert!(message.findings().is_empty());
    let followed = [&octets[..], &[0, 1]].concat();
    let message = SignedData::parse(&followed).unwrap();
    assert_eq!(message.findings()[0].code, "cms.trailing-octets");
    assert_eq!(message.findings()[0].offset, octets.len());
}

#[test]
fn of_content_that_is_no_octet_string_the_contents_octets_are_signed() {
    let content = encapsulated(UNKNOWN, Some(&sequence(&[&unsigned(5)])));
    let octets = signed_data(&content, &[], &[]);
    assert_eq!(SignedData::parse(&octets).unwrap().content().unwrap().unwrap().as_ref(), unsigned(5));
}

#[test]
fn without_signed_attributes_the_signature_is_over_the_content() {
    let octets = detached(&[], &[&signer(None, &digest(Digest::Sha256, b"text"), &[])]);
    let checked = check(&octets, b"text");
    assert_eq!((checked.form, checked.signature), (AttributeForm::Absent, Answer::Valid));
    assert_eq!(check(&octets, b"texT").signature, Answer::Invalid);
}

#[test]
fn only_plain_data_goes_without_signed_attributes() {
    let octets = detached(&[], &[&signer(None, &[], &[])]);
    let message = SignedData::parse(&octets).unwrap();
    assert!(message.signers()[0].content_type_agrees(oid::ID_DATA).unwrap());
    assert!(!message.signers()[0].content_type_agrees(oid::ID_TST_INFO).unwrap());
}

#[test]
fn an_empty_set_of_signed_attributes_is_not_an_absent_one() {
    let octets = detached(&[], &[&signer(Some(&[0xa0, 0]), &digest(Digest::Sha256, b"text"), &[])]);
    let checked = check(&octets, b"text");
    assert!(!checked.digest_matches());
    assert_eq!((checked.form, checked.signature), (AttributeForm::AsRead, Answer::Invalid));
}

#[test]
fn unsorted_attributes_signed_as_they_stand_are_right_as_read() {
    let parts = [message_digest(b"text"), content_type()];
    let octets = detached(&[], &[&signer_of(&[&parts[0], &parts[1]])]);
    let message = SignedData::parse(&octets).unwrap();
    assert!(message.signers()[0].signed_attributes().unwrap().sorted().is_some());
    assert_eq!(check(&octets, b"text").form, AttributeForm::AsRead);
}

#[test]
fn unsorted_attributes_signed_in_order_are_right_in_der() {
    let parts = [message_digest(b"text"), content_type()];
    let sent = element(Tag::context_constructed(0), &[&parts[0], &parts[1]]);
    let value = digest(Digest::Sha256, &set(&[&parts[1], &parts[0]]));
    let checked = check(&detached(&[], &[&signer(Some(&sent), &value, &[])]), b"text");
    assert_eq!((checked.form, checked.signature), (AttributeForm::Der, Answer::Valid));
}

#[test]
fn attributes_sent_in_ber_and_signed_in_der_are_right_in_der() {
    let split = indefinite(Tag(0x24), &[&octet_string(&digest(Digest::Sha256, b"text"))]);
    let value = indefinite(Tag::SET, &[&split]);
    let stated = indefinite(Tag::SEQUENCE, &[&oid(oid::ID_MESSAGE_DIGEST), &value]);
    let sent = indefinite(Tag(0xa0), &[&content_type(), &stated]);
    let value = digest(Digest::Sha256, &set(&[&content_type(), &message_digest(b"text")]));
    let checked = check(&detached(&[], &[&signer(Some(&sent), &value, &[])]), b"text");
    assert!(checked.digest_matches());
    assert_eq!((checked.form, checked.signature), (AttributeForm::Der, Answer::Valid));
}

#[test]
fn attributes_in_der_have_one_form_only() {
    let octets = detached(&[], &[&signer_of(&[&content_type(), &message_digest(b"text")])]);
    let message = SignedData::parse(&octets).unwrap();
    assert_eq!(message.signers()[0].signed_attributes().unwrap().sorted(), None);
}

#[test]
fn a_message_digest_that_stands_twice_is_refused() {
    let twice = signer_of(&[&content_type(), &message_digest(b"a"), &message_digest(b"b")]);
    let octets = detached(&[], &[&twice]);
    let message = SignedData::parse(&octets).unwrap();
    assert!(message.signers()[0].signed_attributes().unwrap().message_digest().is_err());
    assert!(message.signers()[0].check_octets(b"b", &[], &Echo).is_err());
}

#[test]
fn a_content_type_with_two_values_is_refused() {
    let two = sequence(&[&oid(oid::ID_CONTENT_TYPE), &set(&[&oid(oid::ID_DATA), &oid(oid::ID_TST_INFO)])]);
    let octets = detached(&[], &[&signer_of(&[&two, &message_digest(b"")])]);
    let message = SignedData::parse(&octets).unwrap();
    assert!(message.signers()[0].content_type_agrees(oid::ID_DATA).is_err());
}

#[test]
fn an_unknown_attribute_is_kept() {
    let unknown = attribute(UNKNOWN, &null());
    let octets = detached(&[], &[&signer_of(&[&content_type(), &message_digest(b""), &unknown])]);
    let message = SignedData::parse(&octets).unwrap();
    assert_eq!(message.signers()[0].signed_attributes().unwrap().get(UNKNOWN), [null()]);
}

#[test]
fn each_of_several_signers_is_checked_for_itself() {
    let good = signer_of(&[&content_type(), &message_digest(b"text")]);
    let bad = signer_of(&[&content_type(), &message_digest(b"other")]);
    let octets = detached(&[], &[&good, &bad]);
    let message = SignedData::parse(&octets).unwrap();
    let matches: Vec<bool> = message
        .signers()
        .iter()
        .map(|signer| signer.check_octets(b"text", &[], &Echo).unwrap().digest_matches())
        .collect();
    assert_eq!(matches, [true, false]);
}

#[test]
fn a_certificate_of_another_kind_stands_aside() {
    let other = element(Tag::context_constructed(2), &[&unsigned(1)]);
    let certificates = element(Tag::context_constructed(0), &[&other, &sequence(&[])]);
    let octets = detached(&certificates, &[]);
    let message = SignedData::parse(&octets).unwrap();
    assert_eq!((message.certificates(), message.other_certificates()), (&[&[0x30, 0][..]][..], &[&other[..]][..]));
}

#[test]
fn a_damaged_certificate_does_not_take_the_message_with_it() {
    let certificates = element(Tag::context_constructed(0), &[&sequence(&[&null()]), &[0x30, 0x7f]]);
    let octets = detached(&certificates, &[&signer_of(&[&content_type(), &message_digest(b"text")])]);
    let message = SignedData::parse(&octets).unwrap();
    assert_eq!(message.certificates(), [sequence(&[&null()])]);
    assert_eq!(message.findings()[0].code, "cms.certificates");
    assert_eq!(check(&octets, b"text").signature, Answer::Valid);
}

#[test]
fn revocation_information_is_told_apart() {
    let ocsp = sequence(&[&null()]);
    let of = |format: Oid| element(Tag::context_constructed(1), &[&oid(format), &ocsp]);
    let set = element(Tag::context_constructed(1), &[&sequence(&[]), &of(oid::ID_RI_OCSP_RESPONSE), &of(UNKNOWN)]);
    let octets = detached(&set, &[]);
    let message = SignedData::parse(&octets).unwrap();
    assert_eq!(message.crls(), [sequence(&[])]);
    assert_eq!(message.ocsp_responses(), [&ocsp[..]]);
    assert_eq!(message.other_revocation(), [of(UNKNOWN)]);
}

#[test]
fn damaged_unsigned_attributes_do_not_take_the_signature_with_them() {
    let damaged = element(Tag::context_constructed(1), &[&attribute(UNKNOWN, &null()), &[0x30, 0x7f]]);
    let octets = detached(&[], &[&signer(None, &digest(Digest::Sha256, b"text"), &damaged)]);
    let message = SignedData::parse(&octets).unwrap();
    assert_eq!(message.signers()[0].unsigned_attribute(UNKNOWN), [null()]);
    assert_eq!(message.findings()[0].code, "cms.unsigned-attributes");
    assert_eq!(check(&octets, b"text").signature, Answer::Valid);
}

#[test]
fn both_versions_of_the_signing_certificate_are_reported() {
    let first = sequence(&[&sequence(&[&sequence(&[&octet_string(&digest(Digest::Sha1, b"certificate"))])])]);
    let second = sequence(&[&sequence(&[&sequence(&[&octet_string(&digest(Digest::Sha256, b"certificate"))])])]);
    let octets = detached(
        &[],
        &[&signer_of(&[
            &attribute(oid::ID_SIGNING_CERTIFICATE, &first),
            &attribute(oid::ID_SIGNING_CERTIFICATE_V2, &second),
        ])],
    );
    let message = SignedData::parse(&octets).unwrap();
    let references = message.signers()[0].signed_attributes().unwrap().signing_certificate().unwrap().unwrap();
    assert_eq!(references.iter().map(|one| one.digest).collect::<Vec<_>>(), [Digest::Sha256, Digest::Sha1]);
    assert!(references.iter().all(|one| one.is_of(b"certificate") && !one.is_of(b"another")));
}

#[test]
fn the_issuer_in_a_certificate_reference_is_its_directory_name() {
    let name = sequence(&[&null()]);
    let names = sequence(&[&element(Tag::context_constructed(4), &[&name])]);
    let reference =
        sequence(&[&octet_string(&digest(Digest::Sha256, b"certificate")), &sequence(&[&names, &unsigned(9)])]);
    let value = sequence(&[&sequence(&[&reference])]);
    let octets = detached(&[], &[&signer_of(&[&attribute(oid::ID_SIGNING_CERTIFICATE_V2, &value)])]);
    let message = SignedData::parse(&octets).unwrap();
    let references = message.signers()[0].signed_attributes().unwrap().signing_certificate().unwrap().unwrap();
    let issuer_serial = references[0].issuer_serial.unwrap();
    assert_eq!((issuer_serial.issuer, issuer_serial.serial), (Some(&name[..]), &[9][..]));
}

#[test]
fn a_certificate_reference_of_the_wrong_length_is_refused() {
    let value = sequence(&[&sequence(&[&sequence(&[&octet_string(&[1; 20])])])]);
    let octets = detached(&[], &[&signer_of(&[&attribute(oid::ID_SIGNING_CERTIFICATE_V2, &value)])]);
    let message = SignedData::parse(&octets).unwrap();
    assert!(message.signers()[0].signed_attributes().unwrap().signing_certificate().is_err());
}

#[test]
fn protected_algorithms_must_be_those_used() {
    let protection = |algorithm| {
        let mut signature = algorithm_identifier(algorithm);
        signature[0] = Tag::context_constructed(1).0;
        let value = sequence(&[&digest_identifier(Digest::Sha256), &signature]);
        let octets = detached(&[], &[&signer_of(&[&attribute(oid::ID_CMS_ALGORITHM_PROTECTION, &value)])]);
        SignedData::parse(&octets).unwrap().signers()[0].algorithm_protection().unwrap()
    };
    assert_eq!(protection(RSA_SHA256), Some(true));
    assert_eq!(protection(SignatureAlgorithm::RsaPkcs1(Digest::Sha512)), Some(false));
}

#[test]
fn a_digest_other_than_that_of_the_signature_algorithm_is_said() {
    let identifier = sequence(&[&sequence(&[]), &unsigned(7)]);
    let algorithm = algorithm_identifier(RSA_SHA256);
    let signer =
        sequence(&[&unsigned(1), &identifier, &digest_identifier(Digest::Sha1), &algorithm, &octet_string(&[])]);
    let octets = detached(&[], &[&signer]);
    assert!(!SignedData::parse(&octets).unwrap().signers()[0].digests_agree().unwrap());
}

#[test]
fn archived_revocation_information_is_found() {
    let (crl, ocsp) = (sequence(&[&null()]), sequence(&[&unsigned(1)]));
    let list = |number, of: &[u8]| element(Tag::context_constructed(number), &[&sequence(&[of])]);
    let value = sequence(&[&list(0, &crl), &list(1, &ocsp)]);
    let octets = detached(&[], &[&signer_of(&[&attribute(oid::ADBE_REVOCATION_INFO_ARCHIVAL, &value)])]);
    let message = SignedData::parse(&octets).unwrap();
    let archive = message.signers()[0].signed_attributes().unwrap().revocation_archival().unwrap().unwrap();
    assert_eq!((archive.crls, archive.ocsp_responses), (vec![&crl[..]], vec![&ocsp[..]]));
}

#[test]
fn a_flood_of_members_reaches_a_limit() {
    let certificates = element(Tag::context_constructed(0), &[&sequence(&[]).repeat(100_000)]);
    assert!(matches!(SignedData::parse(&detached(&certificates, &[])), Err(Error::Limit(_))));
}

#[test]
fn a_message_of_another_type_is_malformed() {
    let other = sequence(&[&oid(oid::ID_DATA), &element(Tag::context_constructed(0), &[&octet_string(b"text")])]);
    assert!(matches!(SignedData::parse(&other), Err(Error::Malformed(_))));
}

#[test]
fn no_prefix_of_a_message_is_a_message() {
    let octets = detached(&[], &[&signer_of(&[&content_type(), &message_digest(b"text")])]);
    for length in 0..octets.len() {
        assert!(SignedData::parse(&octets[..length]).is_err(), "{length}");
    }
}

fn generalized_time(text: &str) -> Vec<u8> {
    element(Tag::GENERALIZED_TIME, &[text.as_bytes()])
}

fn tst_info(imprint: &[u8], more: &[u8]) -> Vec<u8> {
    let imprint = sequence(&[&digest_identifier(Digest::Sha256), &octet_string(imprint)]);
    let time = generalized_time("20260212084934.5Z");
    sequence(&[&unsigned(1), &oid(UNKNOWN), &imprint, &unsigned(77), &time, more])
}

fn token(info: &[u8], signers: usize) -> Vec<u8> {
    let kind = attribute(oid::ID_CONTENT_TYPE, &oid(oid::ID_TST_INFO));
    let signer = signer_of(&[&kind, &message_digest(info)]);
    let signers: Vec<&[u8]> = (0..signers).map(|_| &signer[..]).collect();
    signed_data(&encapsulated(oid::ID_TST_INFO, Some(&octet_string(info))), &[], &signers)
}

#[test]
fn a_token_says_what_it_stamps_and_when() {
    let accuracy = sequence(&[&unsigned(1), &element(Tag::context(0), &[&[5]])]);
    let info = tst_info(&digest(Digest::Sha256, b"value"), &[accuracy, unsigned(4)].concat());
    let octets = token(&info, 1);
    let token = TimestampToken::parse(&octets).unwrap();
    assert!(token.info().stamps(b"value") && !token.info().stamps(b"other"));
    assert_eq!(token.info().time.to_string(), "2026-02-12T08:49:34Z");
    assert_eq!(token.info().time_text, "20260212084934.5Z");
    assert_eq!(token.info().accuracy.unwrap().ceil_seconds(), 2);
    assert_eq!(token.info().nonce.as_deref(), Some(&[4][..]));
    assert_eq!(token.info().raw, info);
    assert!(token.signer().unwrap().check_octets(&token.info().raw, &[], &Echo).unwrap().digest_matches());
}

#[test]
fn a_token_has_exactly_one_signer() {
    let info = tst_info(&digest(Digest::Sha256, b"value"), &[]);
    assert!(TimestampToken::parse(&token(&info, 0)).is_err());
    assert!(TimestampToken::parse(&token(&info, 2)).is_err());
}

#[test]
fn an_imprint_of_the_wrong_length_is_refused() {
    assert!(TimestampToken::parse(&token(&tst_info(&[1; 20], &[]), 1)).is_err());
}

#[test]
fn a_token_with_a_critical_extension_is_refused() {
    let extension = |critical: &[u8]| {
        let extension = sequence(&[&oid(UNKNOWN), critical, &octet_string(&[])]);
        let extensions = element(Tag::context_constructed(1), &[&extension]);
        let octets = token(&tst_info(&digest(Digest::Sha256, b"value"), &extensions), 1);
        TimestampToken::parse(&octets).is_ok()
    };
    assert!(extension(&[]));
    assert!(!extension(&[0x01, 0x01, 0xff]));
}

#[test]
fn a_response_that_grants_nothing_has_no_token() {
    let token = token(&tst_info(&digest(Digest::Sha256, b"value"), &[]), 1);
    let granted = sequence(&[&sequence(&[&unsigned(0)]), &token]);
    assert!(TimestampToken::from_response(&granted).is_ok());
    let rejected = sequence(&[&sequence(&[&unsigned(2)]), &token]);
    assert!(TimestampToken::from_response(&rejected).is_err());
    assert!(TimestampToken::from_response(&sequence(&[&sequence(&[&unsigned(0)])])).is_err());
}

#[test]
fn the_subject_public_key_is_the_contents_of_its_bit_string() {
    let spki = sequence(&[&sequence(&[&oid(oid::ED25519)]), &element(Tag::BIT_STRING, &[&[0, 1, 2]])]);
    assert_eq!(subject_public_key(&spki).unwrap(), [1, 2]);
}

/// Reads everything that can be read, and says whether the signature is right over this content.
fn read_all(octets: &[u8], content: &[u8]) -> bool {
    let Ok(message) = SignedData::parse(octets) else { return false };
    let _ = (message.content(), TimestampToken::parse(octets));
    message.signers().iter().any(|signer| {
        let agrees = signer.content_type_agrees(message.content_type()).unwrap_or(false);
        let _ = (signer.digests_agree(), signer.algorithm_protection());
        if let Some(attributes) = signer.signed_attributes() {
            let _ = (attributes.sorted(), attributes.signing_time(), attributes.revocation_archival());
            let _ = attributes.signing_certificate();
        }
        let checked = signer.check_octets(content, &[], &Echo);
        agrees && checked.is_ok_and(|checked| checked.digest_matches() && checked.signature == Answer::Valid)
    })
}

#[test]
fn no_changed_octet_of_signed_attributes_or_signature_goes_unnoticed() {
    let value = sequence(&[&sequence(&[&sequence(&[&octet_string(&digest(Digest::Sha256, b"certificate"))])])]);
    let time = attribute(oid::ID_SIGNING_TIME, &element(Tag::UTC_TIME, &[b"261121235959Z"]));
    let certificate = attribute(oid::ID_SIGNING_CERTIFICATE_V2, &value);
    let octets = detached(&[], &[&signer_of(&[&content_type(), &time, &message_digest(b"text"), &certificate])]);
    assert!(read_all(&octets, b"text"));
    let message = SignedData::parse(&octets).unwrap();
    let attributes = message.signers()[0].signed_attributes().unwrap().raw();
    let start = octets.windows(attributes.len()).position(|window| window == attributes).unwrap();
    for at in 0..octets.len() {
        for value in [0x00, 0x80, 0xff, octets[at] ^ 1, octets[at] ^ 0x20] {
            let mut changed = octets.clone();
            changed[at] = value;
            let right = read_all(&changed, b"text");
            let is_signed = (start + 1..start + attributes.len()).contains(&at) || at >= octets.len() - 32;
            assert!(!(right && is_signed && value != octets[at]), "octet {at} as {value:#04x}");
        }
    }
}
