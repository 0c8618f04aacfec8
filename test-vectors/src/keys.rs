//! Throw-away private keys, one file each in `keys/`.

/// A private key of this crate. None protects anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Key {
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// ECDSA on P-521.
    P521,
    /// RSA, 2048 bits: the root of [`crate::pki::Hierarchy`].
    Rsa2048Root,
    /// RSA, 2048 bits: the subordinate authority.
    Rsa2048Issuer,
    /// RSA, 2048 bits: a person.
    Rsa2048,
    /// RSA, 2048 bits: an organisation.
    Rsa2048Second,
    /// RSA, 3072 bits.
    Rsa3072,
    /// RSA, 4096 bits.
    Rsa4096,
}

impl Key {
    /// One key of each kind a signer can have.
    pub const KINDS: [Self; 7] =
        [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096, Self::P256, Self::P384, Self::P521, Self::Ed25519];

    /// Short name, as used in file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::P256 => "p256",
            Self::P384 => "p384",
            Self::P521 => "p521",
            Self::Rsa2048Root => "rsa2048-1",
            Self::Rsa2048Issuer => "rsa2048-2",
            Self::Rsa2048 => "rsa2048-3",
            Self::Rsa2048Second => "rsa2048-4",
            Self::Rsa3072 => "rsa3072",
            Self::Rsa4096 => "rsa4096",
        }
    }

    /// The key as PEM, PKCS#8 (`PRIVATE KEY`).
    #[must_use]
    pub const fn pem(self) -> &'static str {
        match self {
            Self::Ed25519 => include_str!("../keys/ed25519.pem"),
            Self::P256 => include_str!("../keys/p256.pem"),
            Self::P384 => include_str!("../keys/p384.pem"),
            Self::P521 => include_str!("../keys/p521.pem"),
            Self::Rsa2048Root => include_str!("../keys/rsa2048-1.pem"),
            Self::Rsa2048Issuer => include_str!("../keys/rsa2048-2.pem"),
            Self::Rsa2048 => include_str!("../keys/rsa2048-3.pem"),
            Self::Rsa2048Second => include_str!("../keys/rsa2048-4.pem"),
            Self::Rsa3072 => include_str!("../keys/rsa3072.pem"),
            Self::Rsa4096 => include_str!("../keys/rsa4096.pem"),
        }
    }

    /// The key as DER, PKCS#8 (RFC 5958).
    #[must_use]
    pub fn pkcs8(self) -> Vec<u8> {
        self.pair().serialize_der()
    }

    /// The public key as DER `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki(self) -> Vec<u8> {
        use rcgen::PublicKeyData as _;
        self.pair().subject_public_key_info()
    }

    pub(crate) fn pair(self) -> rcgen::KeyPair {
        rcgen::KeyPair::from_pem(self.pem()).expect("the keys of this crate are readable")
    }
}
