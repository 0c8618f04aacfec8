//! Writes a PKCS#12 file (RFC 7292): AES-256 and SHA-256 throughout, as OpenSSL 3 does.

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::{hmac, pbkdf2, rand};
use signer_core::algorithm::Digest;
use signer_core::crypto;
use signer_core::der::Tag;
use signer_core::der::write::{element, null, octet_string, oid, sequence, unsigned};
use signer_core::oid::{self, Oid};

use super::pki::Identity;

const PBES2: Oid = Oid::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: Oid = Oid::new_unwrap("1.2.840.113549.1.5.12");
const HMAC_SHA256: Oid = Oid::new_unwrap("1.2.840.113549.2.9");
const AES_256_CBC: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.1.42");
const SHROUDED_KEY_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.3");
const X509_CERTIFICATE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.22.1");
const LOCAL_KEY_ID: Oid = Oid::new_unwrap("1.2.840.113549.1.9.21");

/// Enough for a key that protects nothing; a real one takes a hundred times more.
const ITERATIONS: u32 = 2_048;

/// The file, or `None` where there is no randomness or no memory.
pub(super) fn make(identity: &Identity, password: &str) -> Option<Vec<u8>> {
    let mut bags = Vec::new();
    for (index, certificate) in identity.chain.iter().enumerate() {
        let value = sequence(&[&oid(X509_CERTIFICATE), &explicit(&octet_string(certificate))]);
        bags.push(bag(CERTIFICATE_BAG, &value, index == 0));
    }
    bags.push(bag(SHROUDED_KEY_BAG, &shrouded(&identity.key, password)?, true));
    let bags: Vec<_> = bags.iter().map(Vec::as_slice).collect();
    let contents = data(&sequence(&bags));
    let safe = sequence(&[&contents]);
    Some(sequence(&[&unsigned(3), &data(&safe), &mac(&safe, password)?]))
}

fn explicit(value: &[u8]) -> Vec<u8> {
    element(Tag(0xa0), &[value])
}

/// ContentInfo with id-data.
fn data(octets: &[u8]) -> Vec<u8> {
    sequence(&[&oid(oid::ID_DATA), &explicit(&octet_string(octets))])
}

/// SafeBag; the key and its certificate carry the same localKeyId.
fn bag(kind: Oid, value: &[u8], is_owner: bool) -> Vec<u8> {
    let attribute = sequence(&[&oid(LOCAL_KEY_ID), &element(Tag::SET, &[&octet_string(&[1])])]);
    let attributes = if is_owner { element(Tag::SET, &[&attribute]) } else { Vec::new() };
    sequence(&[&oid(kind), &explicit(value), &attributes])
}

/// EncryptedPrivateKeyInfo (RFC 5958, 3) by PBES2 (RFC 8018, 6.2).
fn shrouded(key: &[u8], password: &str) -> Option<Vec<u8>> {
    let (salt, vector) = (random::<16>()?, random::<16>()?);
    let mut derived = [0; 32];
    let iterations = NonZeroU32::new(ITERATIONS)?;
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, iterations, &salt, password.as_bytes(), &mut derived);
    let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_256, &derived).ok()?).ok()?;
    let mut encrypted = key.to_vec();
    cipher.less_safe_encrypt(&mut encrypted, EncryptionContext::Iv128(FixedLength::from(vector))).ok()?;
    let function = sequence(&[&oid(HMAC_SHA256), &null()]);
    let parameters = sequence(&[&octet_string(&salt), &unsigned(u64::from(ITERATIONS)), &function]);
    let derivation = sequence(&[&oid(PBKDF2), &parameters]);
    let encryption = sequence(&[&oid(AES_256_CBC), &octet_string(&vector)]);
    let scheme = sequence(&[&oid(PBES2), &sequence(&[&derivation, &encryption])]);
    Some(sequence(&[&scheme, &octet_string(&encrypted)]))
}

/// MacData (RFC 7292, 4).
fn mac(safe: &[u8], password: &str) -> Option<Vec<u8>> {
    let salt = random::<16>()?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &mac_key(password, &salt)?);
    let value = hmac::sign(&key, safe);
    let algorithm = sequence(&[&oid(oid::SHA256), &null()]);
    let digest = sequence(&[&algorithm, &octet_string(value.as_ref())]);
    Some(sequence(&[&digest, &octet_string(&salt), &unsigned(u64::from(ITERATIONS))]))
}

/// RFC 7292, Appendix B.2, with SHA-256 (u = 32, v = 64) and ID 3; one block is the whole key.
fn mac_key(password: &str, salt: &[u8]) -> Option<Vec<u8>> {
    let characters: Vec<u8> = password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
    let mut input = vec![3u8; 64];
    for part in [salt, &characters] {
        let length = part.len().checked_next_multiple_of(64)?;
        input.extend(part.iter().copied().cycle().take(length));
    }
    let mut value = crypto::digest(Digest::Sha256, &input);
    for _ in 1..ITERATIONS {
        value = crypto::digest(Digest::Sha256, &value);
    }
    Some(value)
}

fn random<const N: usize>() -> Option<[u8; N]> {
    let mut octets = [0; N];
    rand::fill(&mut octets).ok()?;
    Some(octets)
}
