//! Private keys in files of their own: PKCS #8, PKCS #1, SEC 1, in PEM or DER, encrypted or not.

use super::encryption::{Password, SecretOctets, damaged, decrypt, decrypt_old_pem};
use super::pem::{self, Block};
use super::software::SoftwareKey;
use crate::der::{Rules, Tag, single};
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

impl SoftwareKey {
    /// Reads a private key: PKCS #8, encrypted PKCS #8, PKCS #1 or SEC 1, PEM or DER. The first key in a PEM file counts.
    ///
    /// # Errors
    /// [`KeyFileError`], with the reason.
    pub fn from_file(octets: &[u8], password: Option<&str>) -> Result<Self, KeyFileError> {
        let password = password.map(Password::new);
        match std::str::from_utf8(octets) {
            Ok(text) if text.contains("-----BEGIN ") => from_pem(text, password.as_ref()),
            _ => from_der(octets, password.as_ref()),
        }
    }
}

fn from_pem(text: &str, password: Option<&Password>) -> Result<SoftwareKey, KeyFileError> {
    let blocks = pem::blocks(text);
    let block = blocks.iter().find(|block| block.label.ends_with("PRIVATE KEY")).ok_or(KeyFileError::NoKey)?;
    let octets = block.octets.as_ref();
    let octets = octets.ok_or_else(|| KeyFileError::Damaged("its key is not base64".to_owned()))?;
    match block.label {
        "PRIVATE KEY" => SoftwareKey::from_pkcs8_der(octets),
        "ENCRYPTED PRIVATE KEY" => from_encrypted(octets, password),
        "RSA PRIVATE KEY" => opened(block, octets, password, SoftwareKey::from_pkcs1_der),
        "EC PRIVATE KEY" => opened(block, octets, password, SoftwareKey::from_sec1_der),
        "OPENSSH PRIVATE KEY" => {
            let what = "it is an OpenSSH key; convert a copy with `ssh-keygen -p -m PKCS8 -f COPY`";
            Err(KeyFileError::Unsupported(what.to_owned()))
        }
        other => Err(KeyFileError::Unsupported(format!("keys marked `{other}` are not supported"))),
    }
}

/// The body of an old PEM block, decrypted where its headers say so.
fn opened(
    block: &Block<'_>,
    octets: &SecretOctets,
    password: Option<&Password>,
    read: fn(&[u8]) -> Result<SoftwareKey, KeyFileError>,
) -> Result<SoftwareKey, KeyFileError> {
    let Some(info) = block.header("DEK-Info") else { return read(octets) };
    let password = password.ok_or(KeyFileError::PasswordNeeded)?;
    read_decrypted(&decrypt_old_pem(info, password, octets)?, read)
}

fn from_der(octets: &[u8], password: Option<&Password>) -> Result<SoftwareKey, KeyFileError> {
    let outer = single(octets, Rules::Der, Tag::SEQUENCE, "private key").map_err(damaged)?;
    // What comes second, and third, tells the four apart.
    let mut parts = outer.reader();
    let first = parts.element().map_err(damaged)?.tag();
    let second = parts.element().map_err(damaged)?.tag();
    match (first, second) {
        (Tag::INTEGER, Tag::SEQUENCE) => SoftwareKey::from_pkcs8_der(octets),
        (Tag::SEQUENCE, Tag::OCTET_STRING) => from_encrypted(octets, password),
        (Tag::INTEGER, Tag::INTEGER) => SoftwareKey::from_pkcs1_der(octets),
        (Tag::INTEGER, Tag::OCTET_STRING) => SoftwareKey::from_sec1_der(octets),
        _ => Err(KeyFileError::NoKey),
    }
}

fn from_encrypted(octets: &[u8], password: Option<&Password>) -> Result<SoftwareKey, KeyFileError> {
    let password = password.ok_or(KeyFileError::PasswordNeeded)?;
    read_decrypted(&open_encrypted(octets, password)?, SoftwareKey::from_pkcs8_der)
}

/// The `PrivateKeyInfo` in an `EncryptedPrivateKeyInfo` (RFC 5958, 3).
pub(super) fn open_encrypted(octets: &[u8], password: &Password) -> Result<SecretOctets, KeyFileError> {
    const SYNTAX: &str = "EncryptedPrivateKeyInfo";
    let read = || {
        let mut parts = single(octets, Rules::Ber, Tag::SEQUENCE, SYNTAX)?.reader();
        let algorithm = parts.expect(Tag::SEQUENCE, SYNTAX)?.raw();
        Ok((algorithm, parts.string(Tag::OCTET_STRING, SYNTAX)?.octets()?))
    };
    let (algorithm, encrypted) = read().map_err(damaged)?;
    decrypt(algorithm, password, &encrypted)
}

/// There is no integrity check in these formats: octets that are no key mean that the password was another one.
fn read_decrypted(
    octets: &[u8],
    read: fn(&[u8]) -> Result<SoftwareKey, KeyFileError>,
) -> Result<SoftwareKey, KeyFileError> {
    match single(octets, Rules::Ber, Tag::SEQUENCE, "private key") {
        Ok(_) => read(octets),
        Err(_) => Err(KeyFileError::WrongPassword),
    }
}
