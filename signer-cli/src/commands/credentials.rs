//! The key to sign with: from its file, its password asked once.

use std::path::Path;

use secrecy::ExposeSecret;
use signer_core::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use signer_core::pki::Certificate;
use signer_core::signer::{Credentials, KeyFileError};

use crate::cli::key::Key;
use crate::cli::sign::{Digest as WantedDigest, Signature};
use crate::error::Failure;
use crate::files::Input;
use crate::output::Terminal;

/// Reads the key that the command line names.
pub(super) fn read(key: &Key, terminal: &Terminal) -> Result<Credentials, Failure> {
    match (&key.pkcs12, &key.key, &key.cert) {
        (Some(path), _, _) => from_pkcs12(path, key, terminal),
        (None, Some(path), Some(certificates)) => from_pem(path, certificates, key, terminal),
        _ => Err(Failure::usage("error-no-key")),
    }
}

fn from_pkcs12(path: &Path, key: &Key, terminal: &Terminal) -> Result<Credentials, Failure> {
    let octets = Input::open(path)?;
    let secret = key.pin.source().read("secret-key", &path.display().to_string(), &terminal.messages)?;
    Credentials::from_pkcs12(&octets, secret.expose_secret()).map_err(|error| failure(path, error))
}

fn from_pem(path: &Path, certificates: &Path, key: &Key, terminal: &Terminal) -> Result<Credentials, Failure> {
    let octets = Input::open(path)?;
    let certificates = Input::open(certificates)?;
    match Credentials::from_pem(&octets, &certificates, None) {
        // Only an encrypted key asks for a password.
        Err(KeyFileError::PasswordNeeded) => {
            let secret = key.pin.source().read("secret-key", &path.display().to_string(), &terminal.messages)?;
            let read = Credentials::from_pem(&octets, &certificates, Some(secret.expose_secret()));
            read.map_err(|error| failure(path, error))
        }
        read => read.map_err(|error| failure(path, error)),
    }
}

fn failure(path: &Path, error: KeyFileError) -> Failure {
    Failure::broken("error-key-file").with("path", path.display()).because(error)
}

/// The algorithm that the options ask for, with this kind of key; `None` where they leave it to the key.
pub(super) fn preference(options: &Signature, kind: KeyKind) -> Option<SignatureAlgorithm> {
    let digest = options.digest.map(|digest| match digest {
        WantedDigest::Sha256 => Digest::Sha256,
        WantedDigest::Sha384 => Digest::Sha384,
        WantedDigest::Sha512 => Digest::Sha512,
    });
    match kind {
        KeyKind::Rsa { .. } if options.pss => Some(SignatureAlgorithm::pss(digest.unwrap_or(Digest::Sha256))),
        KeyKind::Rsa { .. } => digest.map(SignatureAlgorithm::RsaPkcs1),
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => digest.map(SignatureAlgorithm::Ecdsa),
        _ => None,
    }
}

/// What a key of this kind does by default, where the key itself cannot be asked.
pub(super) fn usual(kind: KeyKind) -> Option<SignatureAlgorithm> {
    Some(match kind {
        KeyKind::Rsa { .. } => SignatureAlgorithm::RsaPkcs1(Digest::Sha256),
        KeyKind::P256 => SignatureAlgorithm::Ecdsa(Digest::Sha256),
        KeyKind::P384 => SignatureAlgorithm::Ecdsa(Digest::Sha384),
        KeyKind::P521 => SignatureAlgorithm::Ecdsa(Digest::Sha512),
        KeyKind::Ed25519 => SignatureAlgorithm::Ed25519,
        _ => return None,
    })
}

/// What a person calls the owner of a certificate.
pub(super) fn name_of(certificate: &[u8]) -> String {
    Certificate::parse(certificate).map(|certificate| certificate.subject().short()).unwrap_or_default()
}
