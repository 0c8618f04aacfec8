//! The toolkit's own checks: aws-lc-rs, and [`super::rsa`] where it has no answer.

use aws_lc_rs::digest as aws;
use aws_lc_rs::signature::{self as algorithms, UnparsedPublicKey, VerificationAlgorithm};

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::crypto::hash::digest as hash;
use crate::crypto::key::{Curve, PublicKey, RsaKey};
use crate::crypto::{Answer, SignatureCheck, Signed, dsa, rsa};

/// Checks with aws-lc-rs, and with the RustCrypto `rsa` crate where that has no answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "it has no state")]
pub struct Native;

impl SignatureCheck for Native {
    fn check(&self, algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer {
        check(algorithm, spki, signed, signature, &|algorithm, key, digest, signature| {
            UnparsedPublicKey::new(algorithm, key).verify_digest(digest, signature).is_ok()
        })
    }
}

/// Whether a value is this key's signature over this digest. The key is as aws-lc-rs reads it.
pub(super) type Verify<'v> = dyn Fn(&'static dyn VerificationAlgorithm, &[u8], &aws::Digest, &[u8]) -> bool + 'v;

/// Checks, with this way to use aws-lc-rs.
pub(super) fn check(
    algorithm: SignatureAlgorithm,
    spki: &[u8],
    signed: Signed<'_>,
    signature: &[u8],
    verify: &Verify<'_>,
) -> Answer {
    if let SignatureAlgorithm::Dsa(_) = algorithm {
        return with_digest(algorithm, signed, |_, value| dsa::check(spki, value, signature));
    }
    let key = match PublicKey::parse(spki) {
        Ok(Some(key)) => key,
        Ok(None) => return Answer::Unsupported,
        Err(_) => return Answer::Invalid,
    };
    match (key, algorithm) {
        (PublicKey::Ed25519(key), SignatureAlgorithm::Ed25519) => ed25519(key, signed, signature),
        (PublicKey::Ed448, SignatureAlgorithm::Ed448) => Answer::Unsupported,
        (PublicKey::Rsa(key), _) if key.restriction.allows(algorithm) => {
            with_digest(algorithm, signed, |_, value| rsa_signature(&key, algorithm, value, signature, verify))
        }
        (PublicKey::Ec { curve, point }, SignatureAlgorithm::Ecdsa(_)) => {
            with_digest(algorithm, signed, |_, value| ecdsa(curve, point, value, signature, verify))
        }
        // A key of another kind than the algorithm's, or one that its owner restricted otherwise.
        _ => Answer::Invalid,
    }
}

fn with_digest(
    algorithm: SignatureAlgorithm,
    signed: Signed<'_>,
    check: impl FnOnce(Digest, &[u8]) -> Answer,
) -> Answer {
    match (algorithm.digest(), signed) {
        (Some(digest), Signed::Message(message)) => check(digest, &hash(digest, message)),
        (Some(digest), Signed::Digest(value)) if value.len() == digest.length() => check(digest, value),
        _ => Answer::Invalid,
    }
}

fn ed25519(key: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer {
    match signed {
        // RFC 8032, 5.1.7: the message is hashed together with the key; its digest does not help.
        Signed::Digest(_) => Answer::Unsupported,
        Signed::Message(message) => {
            answer(UnparsedPublicKey::new(&algorithms::ED25519, key).verify(message, signature).is_ok())
        }
    }
}

/// FIPS 186-5, 6.4: of a digest longer than the order the leftmost bits count, a shorter one is a smaller
/// number. So any digest is one of the length that aws-lc-rs takes for the curve.
fn ecdsa(curve: Curve, point: &[u8], value: &[u8], signature: &[u8], verify: &Verify<'_>) -> Answer {
    let (algorithm, digest): (&'static dyn VerificationAlgorithm, _) = match curve {
        Curve::P256 => (&algorithms::ECDSA_P256_SHA256_ASN1, &aws::SHA256),
        Curve::P384 => (&algorithms::ECDSA_P384_SHA384_ASN1, &aws::SHA384),
        Curve::P521 => (&algorithms::ECDSA_P521_SHA512_ASN1, &aws::SHA512),
    };
    let length = digest.output_len();
    let mut fitted = vec![0; length.saturating_sub(value.len())];
    fitted.extend_from_slice(value.get(..length.min(value.len())).unwrap_or_default());
    let fitted = aws::Digest::import_less_safe(&fitted, digest);
    answer(fitted.is_ok_and(|fitted| verify(algorithm, point, &fitted, signature)))
}

fn rsa_signature(
    key: &RsaKey<'_>,
    algorithm: SignatureAlgorithm,
    value: &[u8],
    signature: &[u8],
    verify: &Verify<'_>,
) -> Answer {
    // aws-lc-rs reads the key itself, and does not read one with a modulus that looks negative.
    let parameters = rsa_parameters(key.bits(), algorithm).filter(|_| key.is_positive);
    match (algorithm, parameters) {
        (_, Some((parameters, digest))) => {
            let value = aws::Digest::import_less_safe(value, digest);
            answer(value.is_ok_and(|value| verify(parameters, key.der, &value, signature)))
        }
        (SignatureAlgorithm::RsaPkcs1(digest), None) => rsa::check_pkcs1(key, digest, value, signature),
        (SignatureAlgorithm::RsaPss { digest, mask, salt }, None) => {
            rsa::check_pss(key, (digest, mask, salt), value, signature)
        }
        _ => Answer::Invalid,
    }
}

type Parameters = (&'static dyn VerificationAlgorithm, &'static aws::Algorithm);

/// What aws-lc-rs calls this algorithm for a key of this length, if it does.
fn rsa_parameters(bits: u32, algorithm: SignatureAlgorithm) -> Option<Parameters> {
    let (legacy, modern) = ((1_024..=8_192).contains(&bits), (2_048..=8_192).contains(&bits));
    Some(match algorithm {
        SignatureAlgorithm::RsaPkcs1(Digest::Sha1) if legacy => {
            (&algorithms::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, &aws::SHA1_FOR_LEGACY_USE_ONLY)
        }
        SignatureAlgorithm::RsaPkcs1(Digest::Sha256) if legacy => {
            (&algorithms::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, &aws::SHA256)
        }
        SignatureAlgorithm::RsaPkcs1(Digest::Sha384) if modern => {
            (&algorithms::RSA_PKCS1_2048_8192_SHA384, &aws::SHA384)
        }
        SignatureAlgorithm::RsaPkcs1(Digest::Sha512) if legacy => {
            (&algorithms::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, &aws::SHA512)
        }
        SignatureAlgorithm::RsaPss { digest: Digest::Sha256, mask: Digest::Sha256, salt: 32 } if modern => {
            (&algorithms::RSA_PSS_2048_8192_SHA256, &aws::SHA256)
        }
        SignatureAlgorithm::RsaPss { digest: Digest::Sha384, mask: Digest::Sha384, salt: 48 } if modern => {
            (&algorithms::RSA_PSS_2048_8192_SHA384, &aws::SHA384)
        }
        SignatureAlgorithm::RsaPss { digest: Digest::Sha512, mask: Digest::Sha512, salt: 64 } if modern => {
            (&algorithms::RSA_PSS_2048_8192_SHA512, &aws::SHA512)
        }
        _ => return None,
    })
}

const fn answer(valid: bool) -> Answer {
    if valid { Answer::Valid } else { Answer::Invalid }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding,
        RsaKeyPair,
    };
    use test_vectors::keys::Key;

    use super::*;
    use crate::crypto::{algorithm_identifier, key_kind, subject_public_key};
    use crate::der::{Reader, Rules, Tag, write};
    use crate::oid;

    const PKCS1: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(Digest::Sha256);
    const PSS: SignatureAlgorithm =
        SignatureAlgorithm::RsaPss { digest: Digest::Sha256, mask: Digest::Sha256, salt: 32 };
    const MESSAGE: Signed<'_> = Signed::Message(b"message");

    fn rsa_signature_of(encoding: &'static dyn RsaEncoding) -> Vec<u8> {
        let pair = RsaKeyPair::from_pkcs8(&Key::Rsa2048.pkcs8()).unwrap();
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), b"message", &mut signature).unwrap();
        signature
    }

    /// The RSA key with another algorithm identifier around it.
    fn spki_with(identifier: &[u8]) -> Vec<u8> {
        let spki = Key::Rsa2048.spki();
        let bits = write::element(Tag::BIT_STRING, &[&[0], subject_public_key(&spki).unwrap()]);
        write::sequence(&[identifier, &bits])
    }

    #[test]
    fn a_signature_is_valid_for_its_message_and_its_scheme_only() {
        let (spki, pkcs1, pss) =
            (Key::Rsa2048.spki(), rsa_signature_of(&RSA_PKCS1_SHA256), rsa_signature_of(&RSA_PSS_SHA256));
        assert_eq!(Native.check(PKCS1, &spki, MESSAGE, &pkcs1), Answer::Valid);
        assert_eq!(Native.check(PSS, &spki, MESSAGE, &pss), Answer::Valid);
        assert_eq!(Native.check(PSS, &spki, MESSAGE, &pkcs1), Answer::Invalid);
        assert_eq!(Native.check(PKCS1, &spki, Signed::Message(b"massage"), &pkcs1), Answer::Invalid);
        assert_eq!(Native.check(PKCS1, &Key::Rsa2048Root.spki(), MESSAGE, &pkcs1), Answer::Invalid);
        assert_eq!(Native.check(PKCS1, &Key::P256.spki(), MESSAGE, &pkcs1), Answer::Invalid);
    }

    #[test]
    fn a_key_for_pss_is_never_used_otherwise() {
        let spki = spki_with(&write::sequence(&[&write::oid(oid::RSASSA_PSS)]));
        assert_eq!(key_kind(&spki), key_kind(&Key::Rsa2048.spki()));
        assert_eq!(Native.check(PSS, &spki, MESSAGE, &rsa_signature_of(&RSA_PSS_SHA256)), Answer::Valid);
        assert_eq!(Native.check(PKCS1, &spki, MESSAGE, &rsa_signature_of(&RSA_PKCS1_SHA256)), Answer::Invalid);
    }

    #[test]
    fn a_key_restricted_to_other_parameters_is_not_used() {
        let signature = rsa_signature_of(&RSA_PSS_SHA256);
        let check = |salt, digest| {
            let restriction = SignatureAlgorithm::RsaPss { digest, mask: digest, salt };
            Native.check(PSS, &spki_with(&algorithm_identifier(restriction)), MESSAGE, &signature)
        };
        assert_eq!(check(32, Digest::Sha256), Answer::Valid);
        assert_eq!(check(20, Digest::Sha256), Answer::Valid);
        assert_eq!(check(33, Digest::Sha256), Answer::Invalid);
        assert_eq!(check(32, Digest::Sha512), Answer::Invalid);
    }

    #[test]
    fn both_implementations_give_one_answer() {
        let (pkcs1, pss) = (rsa_signature_of(&RSA_PKCS1_SHA256), rsa_signature_of(&RSA_PSS_SHA256));
        let spki = Key::Rsa2048.spki();
        let Ok(Some(PublicKey::Rsa(key))) = PublicKey::parse(&spki) else { panic!("an RSA key") };
        let value = hash(Digest::Sha256, b"message");
        let parameters = (Digest::Sha256, Digest::Sha256, 32);
        assert_eq!(rsa::check_pkcs1(&key, Digest::Sha256, &value, &pkcs1), Answer::Valid);
        assert_eq!(rsa::check_pss(&key, parameters, &value, &pss), Answer::Valid);
        assert_eq!(rsa::check_pss(&key, (Digest::Sha256, Digest::Sha256, 31), &value, &pss), Answer::Invalid);
        let damaged = |signature: &[u8]| {
            let mut octets = signature.to_vec();
            octets[100] ^= 1;
            octets
        };
        assert_eq!(rsa::check_pkcs1(&key, Digest::Sha256, &value, &damaged(&pkcs1)), Answer::Invalid);
        assert_eq!(rsa::check_pss(&key, parameters, &value, &damaged(&pss)), Answer::Invalid);
    }

    #[test]
    fn a_modulus_that_lost_its_sign_octet_is_read_as_what_it_must_be() {
        let spki = Key::Rsa2048.spki();
        let mut parts = Reader::new(subject_public_key(&spki).unwrap(), Rules::Der).element().unwrap().reader();
        let (modulus, exponent) = (parts.element().unwrap(), parts.element().unwrap());
        assert_eq!(modulus.content()[0], 0);
        let modulus = write::element(Tag::INTEGER, &[&modulus.content()[1..]]);
        let key = write::sequence(&[&modulus, exponent.raw()]);
        let identifier = write::sequence(&[&write::oid(oid::RSA_ENCRYPTION), &write::null()]);
        let spki = write::sequence(&[&identifier, &write::element(Tag::BIT_STRING, &[&[0], &key])]);
        assert_eq!(Native.check(PKCS1, &spki, MESSAGE, &rsa_signature_of(&RSA_PKCS1_SHA256)), Answer::Valid);
    }

    #[test]
    fn a_key_that_only_costs_time_is_refused() {
        let key = |modulus: &[u8], exponent: u64| {
            let modulus = write::element(Tag::INTEGER, &[&[0], modulus]);
            let key = write::sequence(&[&modulus, &write::unsigned(exponent)]);
            let identifier = write::sequence(&[&write::oid(oid::RSA_ENCRYPTION), &write::null()]);
            key_kind(&write::sequence(&[&identifier, &write::element(Tag::BIT_STRING, &[&[0], &key])]))
        };
        assert!(key(&[0xff; 2_048], 65_537).is_some());
        assert!(key(&[0xff; 2_049], 65_537).is_none());
        assert!(key(&[0xff; 256], (1 << 33) + 1).is_none());
        assert!(key(&[0xff; 256], 1).is_none());
        assert!(key(&[0xff; 256], 4).is_none());
        assert!(key(&[0xfe; 256], 3).is_none());
    }

    #[test]
    fn ecdsa_takes_points_that_are_on_their_curve_compressed_or_not() {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &Key::P256.pkcs8()).unwrap();
        let signature = pair.sign(&SystemRandom::new(), b"message").unwrap();
        let spki = Key::P256.spki();
        let point = subject_public_key(&spki).unwrap();
        let check = |point: &[u8]| {
            let identifier = write::sequence(&[&write::oid(oid::EC_PUBLIC_KEY), &write::oid(oid::SECP256R1)]);
            let spki = write::sequence(&[&identifier, &write::element(Tag::BIT_STRING, &[&[0], point])]);
            Native.check(SignatureAlgorithm::Ecdsa(Digest::Sha256), &spki, MESSAGE, signature.as_ref())
        };
        assert_eq!(check(point), Answer::Valid);
        let parity = 2 + (point[64] & 1);
        assert_eq!(check(&[&[parity], &point[1..33]].concat()), Answer::Valid);
        assert_eq!(check(&[&[parity ^ 1], &point[1..33]].concat()), Answer::Invalid);
        assert_eq!(check(&[&[6 + (point[64] & 1)], &point[1..]].concat()), Answer::Invalid);
        let mut off = point.to_vec();
        off[64] ^= 1;
        assert_eq!(check(&off), Answer::Invalid);
        assert_eq!(check(&[0]), Answer::Invalid);
    }

    #[test]
    fn ed25519_needs_the_message_itself() {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&Key::Ed25519.pkcs8()).unwrap();
        let signature = pair.sign(b"message");
        let check =
            |signed| Native.check(SignatureAlgorithm::Ed25519, &Key::Ed25519.spki(), signed, signature.as_ref());
        assert_eq!(check(MESSAGE), Answer::Valid);
        assert_eq!(check(Signed::Message(b"massage")), Answer::Invalid);
        assert_eq!(check(Signed::Digest(&hash(Digest::Sha512, b"message"))), Answer::Unsupported);
    }

    #[test]
    fn a_digest_of_another_length_is_no_digest() {
        let value = hash(Digest::Sha512, b"message");
        let answer =
            Native.check(PKCS1, &Key::Rsa2048.spki(), Signed::Digest(&value), &rsa_signature_of(&RSA_PKCS1_SHA256));
        assert_eq!(answer, Answer::Invalid);
    }

    #[test]
    fn a_curve_that_is_not_known_is_unsupported() {
        let brainpool = oid::Oid::new_unwrap("1.3.36.3.3.2.8.1.1.7");
        let identifier = write::sequence(&[&write::oid(oid::EC_PUBLIC_KEY), &write::oid(brainpool)]);
        let spki = write::sequence(&[&identifier, &write::element(Tag::BIT_STRING, &[&[0, 4], &[1; 64]])]);
        assert_eq!(key_kind(&spki), None);
        let answer = Native.check(SignatureAlgorithm::Ecdsa(Digest::Sha256), &spki, MESSAGE, &[]);
        assert_eq!(answer, Answer::Unsupported);
    }
}
