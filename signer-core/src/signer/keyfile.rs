//! Why a key file did not open.

use crate::error::{Error, Misuse};

/// Why a key, or the certificates with it, could not be read from a file. Each is a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// The file is encrypted, and no password was given.
    #[error("the key file is encrypted; a password is needed")]
    PasswordNeeded,
    /// The password does not open the file.
    #[error("the password of the key file is wrong")]
    WrongPassword,
    /// The octets are not those of a key file, or no longer.
    #[error("the key file is damaged: {0}")]
    Damaged(String),
    /// The file is whole, but made in a way that is not supported.
    #[error("the key file cannot be used: {0}")]
    Unsupported(String),
    /// The key is too weak to sign with.
    #[error("the key is too weak: {0}")]
    Weak(String),
    /// The file has no private key in it.
    #[error("there is no private key in the file")]
    NoKey,
    /// The file has no certificate in it.
    #[error("there is no certificate in the file")]
    NoCertificate,
    /// None of the certificates belongs to the key.
    #[error("none of the certificates belongs to the private key")]
    Mismatch,
}

impl From<KeyFileError> for Error {
    fn from(error: KeyFileError) -> Self {
        Self::Misuse(Misuse::new(error.to_string()))
    }
}
