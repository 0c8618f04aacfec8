//! The toolkit's own checks: aws-lc-rs, and [`super::rsa`] where it has no answer.

use aws_lc_rs::digest as aws;
use aws_lc_rs::signature::{self as algorithms, UnparsedPublicKey, VerificationAlgorithm};

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::crypto::hash::digest as hash;
use crate::crypto::key::{Curve, PublicKey, RsaKey};
use crate::crypto::{Answer, SignatureCheck, Signed, rsa};

/// Checks with aws-lc-rs, and with the RustCrypto `rsa` crate where that has no answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "it has no state")]
pub struct Native;

impl SignatureCheck for Native {
    fn check(&self, algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer {
        let key = match PublicKey::parse(spki) {
            Ok(Some(key)) => key,
            Ok(None) => return Answer::Unsupported,
            Err(_) => return Answer::Invalid,
        };
        match (key, algorithm) {
            (PublicKey::Ed25519(key), SignatureAlgorithm::Ed25519) => ed25519(key, signed, signature),
            (PublicKey::Ed448, SignatureAlgorithm::Ed448) => Answer::Unsupported,
            (PublicKey::Rsa(key), _) if key.restriction.allows(algorithm) => {
                with_digest(algorithm, signed, |_, value| rsa_signature(&key, algorithm, value, signature))
            }
            (PublicKey::Ec { curve, point }, SignatureAlgorithm::Ecdsa(_)) => {
                with_digest(algorithm, signed, |_, value| ecdsa(curve, point, value, signature))
            }
            // A key of another kind than the algorithm's, or one that its owner restricted otherwise.
            _ => Answer::Invalid,
        }
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
            answer(UnparsedPublicKey::new(&algorithms::ED25519, key).verify(message, signature))
        }
    }
}

/// FIPS 186-5, 6.4: of a digest longer than the order the leftmost bits count, a shorter one is a smaller
/// number. So any digest is one of the length that aws-lc-rs takes for the curve.
fn ecdsa(curve: Curve, point: &[u8], value: &[u8], signature: &[u8]) -> Answer {
    let (algorithm, digest): (&'static dyn VerificationAlgorithm, _) = match curve {
        Curve::P256 => (&algorithms::ECDSA_P256_SHA256_ASN1, &aws::SHA256),
        Curve::P384 => (&algorithms::ECDSA_P384_SHA384_ASN1, &aws::SHA384),
        Curve::P521 => (&algorithms::ECDSA_P521_SHA512_ASN1, &aws::SHA512),
    };
    let length = digest.output_len();
    let mut fitted = vec![0; length.saturating_sub(value.len())];
    fitted.extend_from_slice(value.get(..length.min(value.len())).unwrap_or_default());
    verify_digest(algorithm, digest, point, &fitted, signature)
}

fn rsa_signature(key: &RsaKey<'_>, algorithm: SignatureAlgorithm, value: &[u8], signature: &[u8]) -> Answer {
    match (algorithm, rsa_parameters(key.bits(), algorithm)) {
        (_, Some((parameters, digest))) => verify_digest(parameters, digest, key.der, value, signature),
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

fn verify_digest(
    algorithm: &'static dyn VerificationAlgorithm,
    digest: &'static aws::Algorithm,
    key: &[u8],
    value: &[u8],
    signature: &[u8],
) -> Answer {
    match aws::Digest::import_less_safe(value, digest) {
        Ok(value) => answer(UnparsedPublicKey::new(algorithm, key).verify_digest(&value, signature)),
        Err(_) => Answer::Invalid,
    }
}

fn answer<E>(result: Result<(), E>) -> Answer {
    if result.is_ok() { Answer::Valid } else { Answer::Invalid }
}
