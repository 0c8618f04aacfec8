//! A private key in memory.

use std::error::Error as StdError;

use super::{KeyFileError, Signer};
use crate::algorithm::{KeyKind, SignatureAlgorithm};

/// A private key held by this process: RSA of 2048 bits and more, P-256, P-384, P-521, Ed25519.
#[derive(Clone)]
pub struct SoftwareKey {
    kind: KeyKind,
    spki: Vec<u8>,
    algorithms: Vec<SignatureAlgorithm>,
}

impl SoftwareKey {
    /// Reads an unencrypted PKCS #8 `PrivateKeyInfo` (RFC 5208, RFC 5958).
    ///
    /// # Errors
    /// [`KeyFileError`] when it is none, or the key is of a kind that is not supported, or too weak.
    pub fn from_pkcs8_der(_octets: &[u8]) -> Result<Self, KeyFileError> {
        Err(KeyFileError::Unsupported("PKCS #8 is not read yet".to_owned()))
    }

    /// What kind of key it is.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The public key as a DER-encoded `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        self.spki.clone()
    }

    /// The same key, preferring this algorithm.
    ///
    /// # Errors
    /// [`KeyFileError::Unsupported`] when the key cannot do it.
    pub fn with_preference(mut self, algorithm: SignatureAlgorithm) -> Result<Self, KeyFileError> {
        if !self.algorithms.contains(&algorithm) {
            return Err(KeyFileError::Unsupported(format!("a {} key cannot sign with {algorithm}", self.kind)));
        }
        self.algorithms.retain(|known| *known != algorithm);
        self.algorithms.insert(0, algorithm);
        Ok(self)
    }
}

impl Signer for SoftwareKey {
    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(
        &mut self,
        _algorithm: SignatureAlgorithm,
        _message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn StdError + Send + Sync>> {
        Err("signing is not there yet".into())
    }
}
