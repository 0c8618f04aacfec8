//! Digest and signature algorithms: names, identifiers, sizes. What they are worth is the policy's matter.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::oid::{self, Oid};

/// A message digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the standards' names")]
pub enum Digest {
    #[serde(rename = "MD5")]
    Md5,
    #[serde(rename = "SHA-1")]
    Sha1,
    #[serde(rename = "SHA-224")]
    Sha224,
    #[serde(rename = "SHA-256")]
    Sha256,
    #[serde(rename = "SHA-384")]
    Sha384,
    #[serde(rename = "SHA-512")]
    Sha512,
    #[serde(rename = "SHA3-224")]
    Sha3_224,
    #[serde(rename = "SHA3-256")]
    Sha3_256,
    #[serde(rename = "SHA3-384")]
    Sha3_384,
    #[serde(rename = "SHA3-512")]
    Sha3_512,
}

const DIGESTS: [(Digest, &str, Oid, usize); 10] = [
    (Digest::Md5, "MD5", oid::MD5, 16),
    (Digest::Sha1, "SHA-1", oid::SHA1, 20),
    (Digest::Sha224, "SHA-224", oid::SHA224, 28),
    (Digest::Sha256, "SHA-256", oid::SHA256, 32),
    (Digest::Sha384, "SHA-384", oid::SHA384, 48),
    (Digest::Sha512, "SHA-512", oid::SHA512, 64),
    (Digest::Sha3_224, "SHA3-224", oid::SHA3_224, 28),
    (Digest::Sha3_256, "SHA3-256", oid::SHA3_256, 32),
    (Digest::Sha3_384, "SHA3-384", oid::SHA3_384, 48),
    (Digest::Sha3_512, "SHA3-512", oid::SHA3_512, 64),
];

impl Digest {
    /// The digest that this identifier names, if it is one that we know.
    #[must_use]
    pub fn from_oid(oid: Oid) -> Option<Self> {
        DIGESTS.iter().find(|row| row.2 == oid).map(|row| row.0)
    }

    /// Its object identifier.
    #[must_use]
    pub fn oid(self) -> Oid {
        self.row().2
    }

    /// Its name as in the report: `SHA-256`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The length of its value in octets.
    #[must_use]
    pub fn length(self) -> usize {
        self.row().3
    }

    fn row(self) -> (Self, &'static str, Oid, usize) {
        // Every variant has its row; a test says so.
        DIGESTS.into_iter().find(|row| row.0 == self).unwrap_or((self, "unknown", oid::ID_DATA, 0))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A signature algorithm with its digest, complete: nothing else is needed to check a signature but the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// ECDSA with a DER-encoded signature value (RFC 3279, 2.2.3; RFC 5758).
    Ecdsa(Digest),
    /// Ed25519 (RFC 8032, 8410, 8419).
    Ed25519,
    /// Ed448 (RFC 8032, 8410, 8419).
    Ed448,
    /// DSA (FIPS 186-4), which FIPS 186-5 withdrew: checked in old chains, never made.
    Dsa(Digest),
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    RsaPkcs1(Digest),
    /// RSASSA-PSS (RFC 8017, 8.1).
    RsaPss {
        /// The digest of the message.
        digest: Digest,
        /// The digest of the mask generation function MGF1.
        mask: Digest,
        /// The length of the salt in octets.
        salt: u32,
    },
}

impl SignatureAlgorithm {
    /// RSASSA-PSS as everyone uses it: one digest for both, a salt of its length.
    #[must_use]
    pub fn pss(digest: Digest) -> Self {
        Self::RsaPss { digest, mask: digest, salt: u32::try_from(digest.length()).unwrap_or(0) }
    }

    /// The digest of the message; `None` for EdDSA, which hashes on its own.
    #[must_use]
    pub const fn digest(self) -> Option<Digest> {
        match self {
            Self::Ecdsa(digest) | Self::Dsa(digest) | Self::RsaPkcs1(digest) | Self::RsaPss { digest, .. } => {
                Some(digest)
            }
            Self::Ed25519 | Self::Ed448 => None,
        }
    }

    /// Its name as in the report: `RSA-PKCS1-v1_5`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ecdsa(_) => "ECDSA",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
            Self::Dsa(_) => "DSA",
            Self::RsaPkcs1(_) => "RSA-PKCS1-v1_5",
            Self::RsaPss { .. } => "RSA-PSS",
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.digest() {
            Some(digest) => write!(f, "{} with {digest}", self.name()),
            None => f.write_str(self.name()),
        }
    }
}

/// What kind of key it is, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the standards' names; `bits` is the length of the modulus")]
pub enum KeyKind {
    Ed25519,
    Ed448,
    P256,
    P384,
    P521,
    Rsa { bits: u32 },
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Ed448 => f.write_str("Ed448"),
            Self::P256 => f.write_str("P-256"),
            Self::P384 => f.write_str("P-384"),
            Self::P521 => f.write_str("P-521"),
            Self::Rsa { bits } => write!(f, "RSA-{bits}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digest_has_its_row() {
        for (digest, name, oid, length) in DIGESTS {
            assert_eq!((digest.name(), digest.oid(), digest.length()), (name, oid, length));
            assert_eq!(Digest::from_oid(oid), Some(digest));
            assert_eq!(serde_json::to_string(&digest).unwrap(), format!("\"{name}\""));
        }
    }
}
