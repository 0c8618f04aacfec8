//! Message digests (FIPS 180-4, FIPS 202, RFC 1321).

use sha2::Digest as _;

use crate::algorithm::Digest;

/// The digest of `octets`.
#[must_use]
pub fn digest(algorithm: Digest, octets: &[u8]) -> Vec<u8> {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(octets);
    hasher.finish()
}

/// A digest being made. A clone goes on from the octets given so far, so a common prefix is hashed once.
#[derive(Clone, Debug)]
pub struct Hasher {
    algorithm: Digest,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
    Sha3_224(sha3::Sha3_224),
    Sha3_256(sha3::Sha3_256),
    Sha3_384(sha3::Sha3_384),
    Sha3_512(sha3::Sha3_512),
}

/// Every state is a digest of the same crate family: one list of the variants, not three.
macro_rules! each {
    ($state:expr, $inner:ident => $body:expr) => {
        match $state {
            State::Md5($inner) => $body,
            State::Sha1($inner) => $body,
            State::Sha224($inner) => $body,
            State::Sha256($inner) => $body,
            State::Sha384($inner) => $body,
            State::Sha512($inner) => $body,
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
            Digest::Sha1 => State::Sha1(sha1::Sha1::new()),
            Digest::Sha224 => State::Sha224(sha2::Sha224::new()),
            Digest::Sha256 => State::Sha256(sha2::Sha256::new()),
            Digest::Sha384 => State::Sha384(sha2::Sha384::new()),
            Digest::Sha512 => State::Sha512(sha2::Sha512::new()),
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
        each!(&mut self.state, inner => inner.update(octets));
    }

    /// The digest of all octets taken.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        each!(self.state, inner => inner.finalize().to_vec())
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
