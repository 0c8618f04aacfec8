//! A key with the certificates that belong to it.

use super::{KeyFileError, SoftwareKey};

/// A private key and its certificate, with those of the issuers as far as the file has them.
#[non_exhaustive]
pub struct Credentials {
    /// The key.
    pub key: SoftwareKey,
    /// DER, the key's own certificate first, then that of its issuer, and so on.
    pub chain: Vec<Vec<u8>>,
}

impl Credentials {
    /// Puts a key and certificates together; the certificates may come in any order.
    ///
    /// # Errors
    /// [`KeyFileError::Mismatch`] when none of them belongs to the key.
    pub fn new(_key: SoftwareKey, _certificates: Vec<Vec<u8>>) -> Result<Self, KeyFileError> {
        Err(KeyFileError::Mismatch)
    }

    /// Reads a PKCS #12 file (RFC 7292).
    ///
    /// # Errors
    /// [`KeyFileError`], with the reason.
    pub fn from_pkcs12(_octets: &[u8], _password: &str) -> Result<Self, KeyFileError> {
        Err(KeyFileError::Unsupported("PKCS #12 is not read yet".to_owned()))
    }

    /// Reads a key (PEM or DER) and certificates (PEM or DER, see [`read_certificates`]).
    ///
    /// # Errors
    /// [`KeyFileError`], with the reason.
    pub fn from_pem(_key: &[u8], _certificates: &[u8], _password: Option<&str>) -> Result<Self, KeyFileError> {
        Err(KeyFileError::Unsupported("PEM is not read yet".to_owned()))
    }
}

/// Reads certificates: PEM with any text around, one DER certificate, or a certs-only PKCS #7, PEM or DER.
///
/// # Errors
/// [`KeyFileError`], with the reason.
pub fn read_certificates(_octets: &[u8]) -> Result<Vec<Vec<u8>>, KeyFileError> {
    Err(KeyFileError::Unsupported("certificates are not read yet".to_owned()))
}
