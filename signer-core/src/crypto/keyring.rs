//! Public keys that stay ready for use: reading one costs a fifth of a check with it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use aws_lc_rs::signature::{ParsedPublicKey, VerificationAlgorithm};
use foldhash::quality::RandomState;

use crate::algorithm::SignatureAlgorithm;
use crate::crypto::{Answer, SignatureCheck, Signed, native};

/// Keys that are kept at a time.
///
/// 1,024: some 4 KB each with what arithmetic prepares. Persons who sign sign often; where more of them do at a time,
/// keys are read again.
const CAPACITY: usize = 1 << 10;

/// Checks as [`Native`](super::Native) does, and reads a public key that recurs once.
///
/// What a key is depends on nothing but its octets, and it is found again by all of them.
#[derive(Debug, Default)]
pub struct Keyring(RwLock<Keys>);

/// By their octets; each for every algorithm that it was used with.
type Keys = HashMap<Box<[u8]>, Vec<Arc<ParsedPublicKey>>, RandomState>;

impl SignatureCheck for Keyring {
    fn check(&self, algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer {
        native::check(algorithm, spki, signed, signature, &|algorithm, key, digest, signature| {
            self.key(algorithm, key).is_some_and(|key| key.verify_digest_sig(digest, signature).is_ok())
        })
    }
}

impl Keyring {
    /// The key, ready for this algorithm; nothing where it cannot be read.
    fn key(&self, algorithm: &'static dyn VerificationAlgorithm, octets: &[u8]) -> Option<Arc<ParsedPublicKey>> {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut known = keys.get(octets).into_iter().flatten();
        if let Some(key) = known.find(|key| std::ptr::addr_eq(key.algorithm(), algorithm)) {
            return Some(Arc::clone(key));
        }
        drop(keys);
        let key = Arc::new(ParsedPublicKey::new(algorithm, octets).ok()?);
        let mut keys = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= CAPACITY {
            keys.clear();
        }
        keys.entry(octets.into()).or_default().push(Arc::clone(&key));
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use test_vectors::keys::Key;

    use super::*;
    use crate::algorithm::Digest;
    use crate::crypto::{Native, algorithm_identifier, subject_public_key};
    use crate::der::{Tag, write};
    use crate::signer::{Signer as _, SoftwareKey};

    const KEYS: [Key; 4] = [Key::Rsa2048, Key::Rsa2048Second, Key::P256, Key::P384];

    #[test]
    fn a_kept_key_gives_the_answers_of_one_read_anew() {
        let keyring = Keyring::default();
        let message = Signed::Message(b"message");
        for key in KEYS {
            let mut own = SoftwareKey::from_pkcs8_der(&key.pkcs8()).unwrap();
            for algorithm in own.algorithms().to_vec() {
                let value = own.sign(algorithm, b"message").unwrap();
                for other in KEYS {
                    let answer = Native.check(algorithm, &other.spki(), message, &value);
                    for _ in 0..2 {
                        assert_eq!(keyring.check(algorithm, &other.spki(), message, &value), answer, "{algorithm:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_kept_key_that_its_owner_restricted_to_pss_is_used_for_nothing_else() {
        let pss = SignatureAlgorithm::RsaPss { digest: Digest::Sha256, mask: Digest::Sha256, salt: 32 };
        let bits = write::element(Tag::BIT_STRING, &[&[0], subject_public_key(&Key::Rsa2048.spki()).unwrap()]);
        let spki = write::sequence(&[&algorithm_identifier(pss), &bits]);
        let mut own = SoftwareKey::from_pkcs8_der(&Key::Rsa2048.pkcs8()).unwrap();
        let keyring = Keyring::default();
        for (algorithm, answer) in
            [(pss, Answer::Valid), (SignatureAlgorithm::RsaPkcs1(Digest::Sha256), Answer::Invalid)]
        {
            let value = own.sign(algorithm, b"message").unwrap();
            assert_eq!(keyring.check(algorithm, &spki, Signed::Message(b"message"), &value), answer, "{algorithm:?}");
        }
    }

    #[test]
    fn keys_are_kept_within_bounds_and_each_once() {
        let keyring = Keyring::default();
        let count = || keyring.0.read().unwrap().values().map(Vec::len).sum::<usize>();
        let check = |algorithm| keyring.check(algorithm, &Key::Rsa2048.spki(), Signed::Message(b""), &[0; 256]);
        for _ in 0..3 {
            check(SignatureAlgorithm::RsaPkcs1(Digest::Sha256));
        }
        assert_eq!(count(), 1);
        check(SignatureAlgorithm::RsaPkcs1(Digest::Sha384));
        assert_eq!(count(), 2, "another algorithm, another use");
        let mut keys = keyring.0.write().unwrap();
        keys.extend((0..CAPACITY).map(|number| (number.to_be_bytes().into(), Vec::new())));
        drop(keys);
        check(SignatureAlgorithm::RsaPkcs1(Digest::Sha512));
        check(SignatureAlgorithm::RsaPkcs1(Digest::Sha256));
        assert!(count() <= 3);
    }
}
