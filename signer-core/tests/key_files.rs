//! Every kind of key file opens with its password, and says why when it does not.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads files and stops at the first surprise"
)]

use std::path::PathBuf;

use signer_core::Signer;
use signer_core::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use signer_core::crypto::{Answer, Native, SignatureCheck, Signed};
use signer_core::pki::Certificate;
use signer_core::signer::{Credentials, KeyFileError, SoftwareKey, read_certificates};

fn key(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../test-vectors/keys"));
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn file(name: &str) -> Vec<u8> {
    key(&format!("files/{name}"))
}

fn subjects(chain: &[Vec<u8>]) -> Vec<String> {
    chain.iter().map(|der| Certificate::parse(der).unwrap().subject().short()).collect()
}

fn signs(key: &mut SoftwareKey) {
    let spki = key.spki();
    for algorithm in key.algorithms().to_vec() {
        let signature = key.sign(algorithm, b"message").unwrap();
        let answer = Native.check(algorithm, &spki, Signed::Message(b"message"), &signature);
        assert_eq!(answer, Answer::Valid, "{algorithm}");
        let other = Native.check(algorithm, &spki, Signed::Message(b"massage"), &signature);
        assert_eq!(other, Answer::Invalid, "{algorithm}");
    }
}

#[test]
fn every_kind_of_key_signs_what_its_public_key_verifies() {
    let expected = [
        ("rsa2048-1.pem", KeyKind::Rsa { bits: 2048 }, SignatureAlgorithm::RsaPkcs1(Digest::Sha256)),
        ("rsa3072.pem", KeyKind::Rsa { bits: 3072 }, SignatureAlgorithm::RsaPkcs1(Digest::Sha256)),
        ("rsa4096.pem", KeyKind::Rsa { bits: 4096 }, SignatureAlgorithm::RsaPkcs1(Digest::Sha256)),
        ("p256.pem", KeyKind::P256, SignatureAlgorithm::Ecdsa(Digest::Sha256)),
        ("p384.pem", KeyKind::P384, SignatureAlgorithm::Ecdsa(Digest::Sha384)),
        ("p521.pem", KeyKind::P521, SignatureAlgorithm::Ecdsa(Digest::Sha512)),
        ("ed25519.pem", KeyKind::Ed25519, SignatureAlgorithm::Ed25519),
    ];
    for (name, kind, preferred) in expected {
        let mut key = SoftwareKey::from_file(&key(name), None).unwrap();
        assert_eq!((key.kind(), key.algorithms()[0]), (kind, preferred), "{name}");
        signs(&mut key);
    }
}

#[test]
fn a_preference_comes_first_and_must_be_possible() {
    let pss = SignatureAlgorithm::pss(Digest::Sha512);
    let rsa = SoftwareKey::from_file(&key("rsa2048-1.pem"), None).unwrap().with_preference(pss).unwrap();
    assert_eq!((rsa.algorithms()[0], rsa.algorithms().len()), (pss, 6));
    assert!(SoftwareKey::from_file(&key("p256.pem"), None).unwrap().with_preference(pss).is_err());
}

#[test]
fn every_encryption_of_a_key_opens_with_its_password_only() {
    let p256 = SoftwareKey::from_file(&key("p256.pem"), None).unwrap().spki();
    let names = "pbes2-aes256.pem pbes2-3des.pem pbes2-aes128.der pbes2-scrypt.pem pkcs12-3des.pem pbes1-md5-des.pem \
                 pbes1-sha1-des.pem old-pem-aes128.pem old-pem-aes192.pem old-pem-aes256.pem old-pem-des3.pem";
    for name in names.split_whitespace() {
        let octets = file(name);
        let key = SoftwareKey::from_file(&octets, Some("test")).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(key.spki(), p256, "{name}");
        assert_eq!(SoftwareKey::from_file(&octets, Some("Test")).unwrap_err(), KeyFileError::WrongPassword, "{name}");
        assert_eq!(SoftwareKey::from_file(&octets, None).unwrap_err(), KeyFileError::PasswordNeeded, "{name}");
    }
}

#[test]
fn older_forms_of_unencrypted_keys_are_read() {
    let rsa = SoftwareKey::from_file(&key("rsa2048-3.pem"), None).unwrap().spki();
    assert_eq!(SoftwareKey::from_file(&file("pkcs1.pem"), None).unwrap().spki(), rsa);
    assert_eq!(SoftwareKey::from_file(&file("old-pem-rsa.pem"), Some("test")).unwrap().spki(), rsa);
    let p384 = SoftwareKey::from_file(&key("p384.pem"), None).unwrap().spki();
    assert_eq!(SoftwareKey::from_file(&file("sec1.pem"), None).unwrap().spki(), p384);
}

#[test]
fn a_key_marked_for_pss_signs_with_nothing_else() {
    let mut key = SoftwareKey::from_file(&file("rsa-pss.pem"), None).unwrap();
    assert_eq!(key.algorithms()[0], SignatureAlgorithm::pss(Digest::Sha256));
    assert!(key.sign(SignatureAlgorithm::RsaPkcs1(Digest::Sha256), b"message").is_err());
    signs(&mut key);
}

#[test]
fn a_key_that_may_not_sign_is_refused_with_a_reason() {
    let reason = |octets: &[u8]| SoftwareKey::from_file(octets, None).unwrap_err();
    assert!(matches!(reason(&key("rsa1024.pem")), KeyFileError::Weak(_)));
    assert!(matches!(reason(&file("secp256k1.pem")), KeyFileError::Unsupported(_)));
    assert!(matches!(reason(&file("ed448.pem")), KeyFileError::Unsupported(_)));
    assert_eq!(reason(&file("certificates.pem")), KeyFileError::NoKey);
    assert!(matches!(reason(b"no key at all"), KeyFileError::Damaged(_)));
}

#[test]
fn every_pkcs12_file_gives_its_key_and_the_chain_leaf_first() {
    let names = "new-rsa2048 new-p256 new-p384 new-p521 new-ed25519 new-sha512-mac old-rc2-40 old-3des old-rc2-128 \
                 no-mac plain-certificates";
    for name in names.split_whitespace() {
        let octets = file(&format!("{name}.p12"));
        let credentials = Credentials::from_pkcs12(&octets, "test");
        let mut credentials = credentials.unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = ["Nguyễn Văn A", "Throw-away Issuing CA", "Throw-away Root"];
        assert_eq!(subjects(&credentials.chain), expected, "{name}");
        signs(&mut credentials.key);
        assert_eq!(Credentials::from_pkcs12(&octets, "Test").unwrap_err(), KeyFileError::WrongPassword, "{name}");
    }
}

#[test]
fn empty_and_vietnamese_passwords_open_their_files() {
    for (name, password) in [
        ("empty-password.p12", ""),
        ("vietnamese-password.p12", "Mật khẩu 🔑"),
        ("vietnamese-password-old.p12", "Mật khẩu 🔑"),
    ] {
        Credentials::from_pkcs12(&file(name), password).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn a_damaged_pkcs12_file_is_told_from_a_wrong_password() {
    let whole = file("new-rsa2048.p12");
    // The last octets are salt and count of the integrity check; before them stands its value.
    let mut altered = whole.clone();
    let at = altered.len() - 30;
    altered[at] ^= 1;
    assert!(matches!(Credentials::from_pkcs12(&altered, "test"), Err(KeyFileError::Damaged(_))));
    assert!(matches!(Credentials::from_pkcs12(&whole[..whole.len() - 9], "test"), Err(KeyFileError::Damaged(_))));
    assert!(matches!(Credentials::from_pkcs12(b"", "test"), Err(KeyFileError::Damaged(_))));
}

#[test]
fn a_pkcs12_file_without_a_usable_key_says_so() {
    let reason = |name| Credentials::from_pkcs12(&file(name), "test").unwrap_err();
    assert_eq!(reason("no-key.p12"), KeyFileError::NoKey);
    assert!(matches!(reason("new-rsa1024.p12"), KeyFileError::Weak(_)));
}

#[test]
fn more_iterations_than_anybody_means_are_refused_before_they_are_done() {
    // PBES2 with PBKDF2 and 2^31-1 iterations, put together by hand around AES-256.
    let sequence = |parts: &[&[u8]]| {
        let content = parts.concat();
        [&[0x30, u8::try_from(content.len()).unwrap()][..], &content].concat()
    };
    let count = [2, 4, 0x7f, 0xff, 0xff, 0xff];
    let pbkdf2 = sequence(&[&hex::decode("06092a864886f70d01050c").unwrap(), &sequence(&[&[4, 2, 1, 2], &count])]);
    let aes = sequence(&[&hex::decode("060960864801650304012a").unwrap(), &[4, 16], &[0; 16]]);
    let pbes2 = sequence(&[&hex::decode("06092a864886f70d01050d").unwrap(), &sequence(&[&pbkdf2, &aes])]);
    let key = sequence(&[&pbes2, &[4, 16], &[0; 16]]);
    let error = SoftwareKey::from_file(&key, Some("test")).unwrap_err();
    assert!(matches!(&error, KeyFileError::Unsupported(what) if what.contains("2147483647 iterations")), "{error}");
}

#[test]
fn certificates_are_read_from_pem_der_and_pkcs7() {
    let expected = ["Throw-away Issuing CA", "Throw-away Root", "Nguyễn Văn A"];
    let sorted = |name| {
        let mut subjects = subjects(&read_certificates(&file(name)).unwrap());
        subjects.sort_by_key(|subject| expected.iter().position(|known| known == subject));
        subjects
    };
    // The certificates of a SignedData are a set, in an order of its own.
    for name in ["certificates.pem", "certificates-p7b.pem", "certificates.p7b"] {
        assert_eq!(sorted(name), expected, "{name}");
    }
    let one = read_certificates(&file("certificates.pem")).unwrap().remove(2);
    let expected = vec![one.clone()];
    assert_eq!(read_certificates(&one).unwrap(), expected);
    assert_eq!(read_certificates(&file("trusted.pem")).unwrap(), expected);
    assert_eq!(read_certificates(&key("p256.pem")).unwrap_err(), KeyFileError::NoCertificate);
}

#[test]
fn a_key_and_the_certificate_of_another_do_not_go_together() {
    let certificates = file("certificates.pem");
    let own = Credentials::from_pem(&key("rsa2048-3.pem"), &certificates, None).unwrap();
    assert_eq!(subjects(&own.chain), ["Nguyễn Văn A", "Throw-away Issuing CA", "Throw-away Root"]);
    let other = Credentials::from_pem(&key("rsa2048-4.pem"), &certificates, None);
    assert_eq!(other.unwrap_err(), KeyFileError::Mismatch);
}

#[test]
fn nothing_of_the_secret_is_shown_by_debug() {
    let key = SoftwareKey::from_file(&key("p256.pem"), None).unwrap();
    assert_eq!(format!("{key:?}"), "SoftwareKey(P-256)");
}
