//! Message digests (FIPS 180-4, FIPS 202, RFC 1321).

use std::fmt;

use aws_lc_rs::digest as aws;
use sha2::Digest as _;

use crate::algorithm::Digest;

/// The digest of `octets`.
#[must_use]
pub fn digest(algorithm: Digest, octets: &[u8]) -> Vec<u8> {
    if let Some(native) = native(algorithm) {
        return aws::digest(native, octets).as_ref().to_vec();
    }
    let mut hasher = Hasher::new(algorithm);
    hasher.update(octets);
    hasher.finish()
}

/// What aws-lc-rs calls it, if it has it.
fn native(algorithm: Digest) -> Option<&'static aws::Algorithm> {
    Some(match algorithm {
        Digest::Sha1 => &aws::SHA1_FOR_LEGACY_USE_ONLY,
        Digest::Sha256 => &aws::SHA256,
        Digest::Sha384 => &aws::SHA384,
        Digest::Sha512 => &aws::SHA512,
        _ => return None,
    })
}

/// A digest being made. A clone goes on from the octets given so far, so a common prefix is hashed once.
#[derive(Clone)]
pub struct Hasher {
    algorithm: Digest,
    state: State,
}

#[derive(Clone)]
enum State {
    Native(aws::Context),
    Md5(md5::Md5),
    Sha224(sha2::Sha224),
    Sha3_224(sha3::Sha3_224),
    Sha3_256(sha3::Sha3_256),
    Sha3_384(sha3::Sha3_384),
    Sha3_512(sha3::Sha3_512),
}

/// Every other state is a digest of the same crate family: one list of the variants, not three.
macro_rules! each {
    ($state:expr, $native:pat => $otherwise:expr, $inner:ident => $body:expr) => {
        match $state {
            State::Native($native) => $otherwise,
            State::Md5($inner) => $body,
            State::Sha224($inner) => $body,
            State::Sha3_224($inner) => $body,
            State::Sha3_256($inner) => $body,
            State::Sha3_384($inner) => $body,
            State::Sha3_512($inner) => $body,
        }
    };
}

impl Hasher {
    /// A digest of nothing yet.
    #[must_use]
    pub fn new(algorithm: Digest) -> Self {
        let state = match algorithm {
            Digest::Md5 => State::Md5(md5::Md5::new()),
            Digest::Sha1 => State::Native(aws::Context::new(&aws::SHA1_FOR_LEGACY_USE_ONLY)),
            Digest::Sha224 => State::Sha224(sha2::Sha224::new()),
            Digest::Sha256 => State::Native(aws::Context::new(&aws::SHA256)),
            Digest::Sha384 => State::Native(aws::Context::new(&aws::SHA384)),
            Digest::Sha512 => State::Native(aws::Context::new(&aws::SHA512)),
            Digest::Sha3_224 => State::Sha3_224(sha3::Sha3_224::new()),
            Digest::Sha3_256 => State::Sha3_256(sha3::Sha3_256::new()),
            Digest::Sha3_384 => State::Sha3_384(sha3::Sha3_384::new()),
            Digest::Sha3_512 => State::Sha3_512(sha3::Sha3_512::new()),
        };
        Self { algorithm, state }
    }

    /// Which digest it makes.
    #[must_use]
    pub const fn algorithm(&self) -> Digest {
        self.algorithm
    }

    /// Takes further octets.
    pub fn update(&mut self, octets: &[u8]) {
        each!(&mut self.state, native => native.update(octets), inner => inner.update(octets));
    }

    /// The digest of all octets taken.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        each!(self.state, native => native.finish().as_ref().to_vec(), inner => inner.finalize().to_vec())
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digest_of_abc_is_the_published_one() {
        for (algorithm, start) in [
            (Digest::Md5, "900150983cd24fb0"),
            (Digest::Sha1, "a9993e364706816a"),
            (Digest::Sha224, "23097d223405d822"),
            (Digest::Sha256, "ba7816bf8f01cfea"),
            (Digest::Sha384, "cb00753f45a35e8b"),
            (Digest::Sha512, "ddaf35a193617aba"),
            (Digest::Sha3_224, "e642824c3f8cf24a"),
            (Digest::Sha3_256, "3a985da74fe225b2"),
            (Digest::Sha3_384, "ec01498288516fc9"),
            (Digest::Sha3_512, "b751850b1a57168a"),
        ] {
            let value = digest(algorithm, b"abc");
            assert_eq!(value.len(), algorithm.length(), "{algorithm}");
            assert!(hex::encode(&value).starts_with(start), "{algorithm}");
        }
    }

    #[test]
    fn a_clone_goes_on_from_the_shared_prefix() {
        let mut prefix = Hasher::new(Digest::Sha256);
        prefix.update(b"a");
        let mut one = prefix.clone();
        one.update(b"bc");
        prefix.update(b"b");
        assert_eq!(one.finish(), digest(Digest::Sha256, b"abc"));
        assert_eq!(prefix.finish(), digest(Digest::Sha256, b"ab"));
    }
}
