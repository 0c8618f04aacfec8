//! A key that many signatures are checked under, read once.

use std::fmt;
use std::sync::OnceLock;

use aws_lc_rs::digest as aws;
use aws_lc_rs::signature::ParsedPublicKey;

use crate::algorithm::SignatureAlgorithm;
use crate::crypto::hash::digest as hash;
use crate::crypto::{Answer, Native, SignatureCheck as _, Signed, native};

/// What is read once for an algorithm: the key, and what aws-lc-rs calls the digest.
type Ready = (ParsedPublicKey, &'static aws::Algorithm);

/// Answers as [`Native`] does. An RSA key is read when it is first asked about, with what its owner allows.
pub(crate) struct ReadyKey {
    spki: Vec<u8>,
    /// For the algorithm of the first question; `None` where the key is of another kind, or no key for it.
    ready: OnceLock<(SignatureAlgorithm, Option<Ready>)>,
}

impl ReadyKey {
    /// The key in a `SubjectPublicKeyInfo` (DER).
    pub(crate) fn new(spki: &[u8]) -> Self {
        Self { spki: spki.to_vec(), ready: OnceLock::new() }
    }

    /// Checks `signature` over `message`.
    pub(crate) fn check(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Answer {
        let (prepared, ready) = self.ready.get_or_init(|| (algorithm, native::ready(algorithm, &self.spki)));
        let otherwise = || Native.check(algorithm, &self.spki, Signed::Message(message), signature);
        let (Some((key, digest)), Some(name)) = (ready, algorithm.digest()) else { return otherwise() };
        match aws::Digest::import_less_safe(&hash(name, message), digest) {
            Ok(value) if *prepared == algorithm => match key.verify_digest_sig(&value, signature) {
                Ok(()) => Answer::Valid,
                Err(_) => Answer::Invalid,
            },
            _ => otherwise(),
        }
    }
}

impl fmt::Debug for ReadyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReadyKey").field(&hex::encode(&self.spki)).finish()
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
    use test_vectors::keys::Key;

    use super::*;
    use crate::algorithm::Digest;
    use crate::crypto::algorithm_identifier;
    use crate::crypto::key::subject_public_key;
    use crate::der::{Tag, write};

    const PKCS1: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(Digest::Sha256);
    const PSS: SignatureAlgorithm =
        SignatureAlgorithm::RsaPss { digest: Digest::Sha256, mask: Digest::Sha256, salt: 32 };

    fn made(encoding: &'static dyn RsaEncoding) -> Vec<u8> {
        let pair = RsaKeyPair::from_pkcs8(&Key::Rsa2048.pkcs8()).unwrap();
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), b"message", &mut signature).unwrap();
        signature
    }

    #[test]
    fn it_answers_as_one_that_reads_the_key_each_time() {
        let (pkcs1, pss) = (made(&RSA_PKCS1_SHA256), made(&RSA_PSS_SHA256));
        let mut damaged = pkcs1.clone();
        damaged[100] ^= 1;
        for spki in [Key::Rsa2048.spki(), Key::Rsa2048Root.spki(), Key::P256.spki(), b"no key".to_vec()] {
            for first in [PKCS1, PSS] {
                let key = ReadyKey::new(&spki);
                key.check(first, b"message", &pkcs1);
                for algorithm in [PKCS1, PSS, SignatureAlgorithm::Ecdsa(Digest::Sha256), SignatureAlgorithm::Ed25519] {
                    for (message, signature) in [
                        (&b"message"[..], &pkcs1[..]),
                        (b"message", &pss),
                        (b"message", &damaged),
                        (b"message", &[]),
                        (b"massage", &pkcs1),
                    ] {
                        let expected = Native.check(algorithm, &spki, Signed::Message(message), signature);
                        assert_eq!(key.check(algorithm, message, signature), expected, "{algorithm}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_key_that_its_owner_restricted_to_pss_is_used_for_nothing_else() {
        let bits = write::element(Tag::BIT_STRING, &[&[0], subject_public_key(&Key::Rsa2048.spki()).unwrap()]);
        let spki = write::sequence(&[&algorithm_identifier(PSS), &bits]);
        let check = |algorithm, signature: &[u8]| ReadyKey::new(&spki).check(algorithm, b"message", signature);
        assert_eq!(check(PSS, &made(&RSA_PSS_SHA256)), Answer::Valid);
        assert_eq!(check(PKCS1, &made(&RSA_PKCS1_SHA256)), Answer::Invalid);
    }
}
