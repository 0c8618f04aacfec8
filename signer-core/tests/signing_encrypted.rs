//! Signing of encrypted documents: who has the password and the permission signs, nobody else does.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{EncryptionState, EncryptionVersion, Permissions};
use signer_core::Time;
use signer_core::cms::SignedData;
use signer_core::crypto::Hasher;
use signer_core::error::{Error, Forbidden};
use signer_core::limits::Limits;
use signer_core::pdf::{Coverage, Document};
use signer_core::sign::{Draft, default_algorithm};
use signer_core::signer::SoftwareKey;
use test_vectors::keys::Key;
use test_vectors::pdf::{Form, Pdf};
use test_vectors::pki::{AT, Authority, Identity, Leaf};

#[derive(Clone, Copy, Debug)]
enum Cipher {
    Rc4,
    Aes128,
    Aes256,
}

const CIPHERS: [Cipher; 3] = [Cipher::Rc4, Cipher::Aes128, Cipher::Aes256];

/// The document with one empty field, encrypted by another implementation.
fn encrypted(cipher: Cipher, user: &str, permissions: Permissions) -> Vec<u8> {
    let original = Pdf::new().with_form(Form::SignatureField).build();
    let mut document = lopdf::Document::load_mem(&original).unwrap();
    let id = || lopdf::Object::String(b"0123456789abcdef".to_vec(), lopdf::StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id(), id()]);
    let filters = |filter: Arc<dyn CryptFilter>| BTreeMap::from([(b"StdCF".to_vec(), filter)]);
    let (stream_filter, string_filter) = (b"StdCF".to_vec(), b"StdCF".to_vec());
    let (owner_password, user_password) = ("owner", user);
    let version = match cipher {
        Cipher::Rc4 => {
            EncryptionVersion::V2 { document: &document, owner_password, user_password, key_length: 128, permissions }
        }
        Cipher::Aes128 => EncryptionVersion::V4 {
            document: &document,
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes128CryptFilter)),
            stream_filter,
            string_filter,
            owner_password,
            user_password,
            permissions,
        },
        Cipher::Aes256 => EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &[7; 32],
            stream_filter,
            string_filter,
            owner_password,
            user_password,
            permissions,
        },
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut octets = Vec::new();
    document.save_to(&mut octets).unwrap();
    octets
}

fn signer() -> Identity {
    Authority::root("Throw-away Root CA", Key::Rsa2048Root).identity(&Leaf::personal(Key::P256))
}

fn sign(original: &[u8], password: &[u8], field: Option<&str>) -> Result<Vec<u8>, Error> {
    let identity = signer();
    let document = Document::open_with_password(original, &Limits::default(), password)?;
    let draft = Draft::new(&document, &identity.chain).with_reason("bí mật");
    let draft = match field {
        Some(name) => draft.with_field(name),
        None => draft,
    };
    let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
    let now: Time = AT.parse().unwrap();
    draft.sign(default_algorithm(identity.certificate())?, now, &mut key)?.into_octets(original)
}

fn assert_signed(original: &[u8], password: &[u8], signed: &[u8]) {
    assert!(signed.starts_with(original));
    let document = Document::open_with_password(signed, &Limits::default(), password).unwrap();
    let signatures = document.signatures().unwrap();
    let [signature] = signatures.as_slice() else { panic!("one signature") };
    assert_eq!(signature.coverage, Coverage::WholeFile);
    assert_eq!(signature.reason.as_deref(), Some("bí mật"));
    let range = signature.byte_range.as_ref().unwrap();
    let data = SignedData::parse(&signature.contents).unwrap();
    let attributes = data.signers()[0].signed_attributes().unwrap();
    let mut hasher = Hasher::new(data.signers()[0].digest_algorithm().unwrap());
    hasher.update(&signed[range.before()]);
    hasher.update(&signed[range.after()]);
    assert_eq!(attributes.message_digest().unwrap().unwrap(), hasher.finish());
}

fn forbidden(result: Result<Vec<u8>, Error>) -> Forbidden {
    match result {
        Err(Error::Forbidden(forbidden)) => forbidden,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_document_that_opens_without_a_password_is_signed_in_each_cipher() {
    for cipher in CIPHERS {
        let original = encrypted(cipher, "", Permissions::all());
        assert_signed(&original, b"", &sign(&original, b"", None).unwrap());
        assert_signed(&original, b"", &sign(&original, b"", Some("Signature1")).unwrap());
    }
}

#[test]
fn a_locked_document_is_signed_with_its_password_and_refused_without() {
    for cipher in CIPHERS {
        let original = encrypted(cipher, "user", Permissions::all());
        assert_signed(&original, b"user", &sign(&original, b"user", None).unwrap());
        assert_eq!(forbidden(sign(&original, b"", None)), Forbidden::Encrypted);
        assert_eq!(forbidden(sign(&original, b"wrong", None)), Forbidden::Encrypted);
    }
}

#[test]
fn a_user_who_may_fill_in_forms_signs_the_fields_that_are_there_and_makes_none() {
    for cipher in CIPHERS {
        for permission in [Permissions::FILLABLE, Permissions::ANNOTABLE] {
            let original = encrypted(cipher, "", permission);
            assert_signed(&original, b"", &sign(&original, b"", Some("Signature1")).unwrap());
            assert_eq!(forbidden(sign(&original, b"", None)), Forbidden::Permissions);
        }
        let original = encrypted(cipher, "", Permissions::MODIFIABLE | Permissions::ANNOTABLE);
        assert_signed(&original, b"", &sign(&original, b"", None).unwrap());
    }
}

#[test]
fn a_user_who_may_do_nothing_signs_nothing_and_the_owner_signs() {
    for cipher in CIPHERS {
        let original = encrypted(cipher, "", Permissions::PRINTABLE);
        assert_eq!(forbidden(sign(&original, b"", None)), Forbidden::Permissions);
        assert_eq!(forbidden(sign(&original, b"", Some("Signature1"))), Forbidden::Permissions);
        assert_signed(&original, b"owner", &sign(&original, b"owner", None).unwrap());
    }
}
