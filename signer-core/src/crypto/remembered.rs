//! A check that does not repeat what it has found valid.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::algorithm::SignatureAlgorithm;
use crate::crypto::hash::digest as hash;
use crate::crypto::{Answer, SignatureCheck, Signed};

/// What is remembered at a time.
///
/// 65,536 fingerprints, 4 MB: the authorities, lists and answers of a nation's archive, and what passes by meanwhile.
const CAPACITY: usize = 1 << 16;

/// Remembers which signatures were valid: those of authorities, lists and responders recur in thousands of documents.
///
/// Whether a signature is valid depends on nothing but algorithm, key, octets and value. What is remembered is a SHA-256
/// over all of them, so no answer depends on what was checked before.
#[derive(Debug, Default)]
pub struct Remembered<C> {
    checker: C,
    valid: Mutex<HashSet<[u8; 32]>>,
}

impl<C> Remembered<C> {
    /// Remembers what this one finds.
    #[must_use]
    pub fn new(checker: C) -> Self {
        Self { checker, valid: Mutex::default() }
    }
}

impl<C: SignatureCheck> SignatureCheck for Remembered<C> {
    fn check(&self, algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer {
        let made;
        let signed = match (signed, algorithm.digest()) {
            // The signature is over the digest: it is made once, for the fingerprint and for the check.
            (Signed::Message(message), Some(digest)) => {
                made = hash(digest, message);
                Signed::Digest(&made)
            }
            _ => signed,
        };
        let fingerprint = fingerprint(algorithm, spki, signed, signature);
        if self.valid.lock().unwrap_or_else(PoisonError::into_inner).contains(&fingerprint) {
            return Answer::Valid;
        }
        let answer = self.checker.check(algorithm, spki, signed, signature);
        if answer == Answer::Valid {
            let mut valid = self.valid.lock().unwrap_or_else(PoisonError::into_inner);
            if valid.len() >= CAPACITY {
                valid.clear();
            }
            valid.insert(fingerprint);
        }
        answer
    }
}

/// Each part with its length before it: no two questions have the same octets.
fn fingerprint(algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> [u8; 32] {
    let (kind, octets): (&[u8], _) = match signed {
        Signed::Message(message) => (b"message", message),
        Signed::Digest(digest) => (b"digest", digest),
    };
    // Its derived name has every parameter in it; an identifier has not, where no standard gives one.
    let name = format!("{algorithm:?}");
    let mut hash = Sha256::new();
    for part in [name.as_bytes(), spki, kind, octets, signature] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::algorithm::Digest;

    /// Says yes to values that begin with 1, and counts.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl SignatureCheck for Counting {
        fn check(&self, _: SignatureAlgorithm, _: &[u8], _: Signed<'_>, signature: &[u8]) -> Answer {
            self.0.fetch_add(1, Ordering::Relaxed);
            if signature.first() == Some(&1) { Answer::Valid } else { Answer::Invalid }
        }
    }

    const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(Digest::Sha256);

    #[test]
    fn a_valid_signature_is_checked_once_and_every_other_question_is_asked() {
        let check = Remembered::new(Counting::default());
        let asked =
            |expected: usize, what: &str| assert_eq!(check.checker.0.load(Ordering::Relaxed), expected, "{what}");
        let other = SignatureAlgorithm::RsaPkcs1(Digest::Sha512);
        for _ in 0..2 {
            assert_eq!(check.check(ALGORITHM, b"key", Signed::Digest(b"octets"), &[1]), Answer::Valid);
        }
        asked(1, "the same again");
        check.check(other, b"key", Signed::Digest(b"octets"), &[1]);
        asked(2, "another algorithm");
        check.check(ALGORITHM, b"keyo", Signed::Digest(b"ctets"), &[1]);
        asked(3, "a part that is longer, another that is shorter");
        check.check(ALGORITHM, b"key", Signed::Message(b"octets"), &[1]);
        asked(4, "a message instead of a digest");
        check.check(ALGORITHM, b"key", Signed::Digest(b"octets"), &[1, 0]);
        asked(5, "another value");
    }

    #[test]
    fn what_is_not_valid_is_asked_again() {
        let check = Remembered::new(Counting::default());
        for _ in 0..2 {
            assert_eq!(check.check(ALGORITHM, b"key", Signed::Digest(b"octets"), &[0]), Answer::Invalid);
        }
        assert_eq!(check.checker.0.load(Ordering::Relaxed), 2);
    }
}
