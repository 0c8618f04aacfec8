//! The key to sign with: from its file, its password asked once.

use std::path::Path;

use secrecy::ExposeSecret;
use signer_core::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use signer_core::error::Refusal;
use signer_core::pki::Certificate;
use signer_core::signer::{Credentials, KeyFileError, SoftwareKey};
use signer_core::{Error, Signer};
use signer_pkcs11::{Identity, Module, Selection, TokenKey};

use super::sessions::Sessions;
use crate::cli::key::Key;
use crate::cli::sign::{Digest as WantedDigest, Signature};
use crate::error::Failure;
use crate::files::{Input, secret};
use crate::output::Terminal;

/// Documents that are prepared beyond those that the token is at work on: one waits at the token's door while another
/// is finished and the next prepared.
const QUEUED: usize = 2;

/// A key, wherever it lives, with its certificate and those above it.
pub(super) struct Holder {
    pub(super) key: HeldKey,
    /// In DER, the certificate of the key first.
    pub(super) chain: Vec<Vec<u8>>,
}

impl From<Credentials> for Holder {
    fn from(credentials: Credentials) -> Self {
        Self { key: HeldKey::Software(credentials.key), chain: credentials.chain }
    }
}

/// A key in the memory of this program, or on a token.
pub(super) enum HeldKey {
    Software(SoftwareKey),
    Token(Box<TokenKey>),
    /// On a token, in sessions that several threads take turns with.
    Sessions(Sessions),
}

impl HeldKey {
    pub(super) fn as_signer(&mut self) -> &mut dyn Signer {
        match self {
            Self::Software(key) => key,
            Self::Token(key) => key.as_mut(),
            Self::Sessions(sessions) => sessions,
        }
    }

    pub(super) fn algorithms(&self) -> &[SignatureAlgorithm] {
        match self {
            Self::Software(key) => key.algorithms(),
            Self::Token(key) => key.algorithms(),
            Self::Sessions(sessions) => sessions.algorithms(),
        }
    }

    /// How many threads should work where so many signatures are to be made at a time.
    ///
    /// While a token signs, further threads prepare and finish documents, so that the token does not wait. A module that
    /// takes one call at a time gets one thread: two tokens of it would be called at once.
    pub(super) fn threads(&self, signatures: usize) -> usize {
        match self {
            Self::Software(_) => signatures,
            Self::Token(key) if !key.identity().token().module().threads() => 1,
            Self::Token(_) | Self::Sessions(_) => signatures.saturating_add(QUEUED),
        }
    }

    /// What is said where what the key made is no signature of its certificate's key.
    pub(super) fn blame(&self, error: Error, algorithm: SignatureAlgorithm) -> Error {
        match (self, error) {
            (Self::Sessions(sessions), Error::Refused(Refusal::ForeignSignature { .. })) => {
                Error::Signer(sessions.wrong_signature(algorithm).into())
            }
            (_, error) => error,
        }
    }

    /// The same key for several threads, of which so many sign at a time.
    pub(super) fn shared(self, signatures: usize) -> Self {
        match self {
            Self::Token(key) if key.identity().token().module().threads() => {
                Self::Sessions(Sessions::new(*key, signatures))
            }
            other => other,
        }
    }

    /// The same key for another thread; `None` where it serves one only.
    pub(super) fn another(&self) -> Option<Self> {
        match self {
            Self::Software(key) => Some(Self::Software(key.clone())),
            Self::Sessions(sessions) => Some(Self::Sessions(sessions.clone())),
            Self::Token(_) => None,
        }
    }
}

/// Reads the key that the command line names. One on a token that a key of `before` is on needs no further PIN.
pub(super) fn read_after<'a>(
    key: &Key,
    before: impl IntoIterator<Item = &'a Holder>,
    terminal: &Terminal,
) -> Result<Holder, Failure> {
    let before = before.into_iter().collect();
    if let Some(named) = token_named(key) {
        return from_token(named, key, before, terminal);
    }
    match (&key.pkcs12, &key.key, &key.cert) {
        (Some(path), ..) => from_pkcs12(path, key, terminal).map(Holder::from),
        (_, Some(path), Some(certificates)) => from_pem(path, certificates, key, terminal).map(Holder::from),
        _ => Err(Failure::usage("error-no-key")),
    }
}

/// What names the token that the key is on; `None` where it is in a file.
fn token_named(key: &Key) -> Option<&str> {
    match (&key.token, &key.pkcs12, &key.key, &key.cert) {
        (Some(token), ..) => Some(token),
        // Any token, of which the certificate or the module tells which one.
        (None, None, None, None) if key.module.is_some() || key.token_certificate.is_some() => Some("pkcs11:"),
        _ => None,
    }
}

/// The modules that the key may be in, started, for as long as the answer is held; nobody is asked for anything. What is
/// wrong with them is said when the key is read.
pub(super) fn modules(key: &Key) -> Vec<Module> {
    let selection = token_named(key).and_then(|named| super::token::selection(named, None).ok());
    selection.and_then(|selection| super::token::load(&selection, key.module.as_slice()).ok()).unwrap_or_default()
}

/// The certificates of the key that the command line names, if it names one. A token is not asked for its PIN.
pub(super) fn certificates(key: &Key, terminal: &Terminal) -> Result<Vec<Vec<u8>>, Failure> {
    match &key.pkcs12 {
        Some(path) if key.token.is_none() => Ok(from_pkcs12(path, key, terminal)?.chain),
        _ => certificates_of(key),
    }
}

/// The same without asking for anything: what is in a file with a password is not read.
pub(super) fn certificates_of(key: &Key) -> Result<Vec<Vec<u8>>, Failure> {
    match (&key.token, &key.cert) {
        (Some(token), _) => Ok(identity(token, key)?.0.chain()),
        (_, Some(path)) => {
            let octets = Input::open(path)?;
            signer_core::signer::read_certificates(&octets)
                .map_err(|error| Failure::broken("error-certificates").with("path", path.display()).because(error))
        }
        _ => Ok(Vec::new()),
    }
}

/// The one certificate on the token that fits. It is chosen before the PIN is asked.
fn identity(named: &str, key: &Key) -> Result<(Identity, Selection), Failure> {
    let shown = named.split('?').next().unwrap_or_default();
    let failure = |error| Failure::broken("error-token").with("token", shown).because(error);
    let selection = super::token::selection(named, key.token_certificate.as_deref()).map_err(failure)?;
    let modules = super::token::load(&selection, key.module.as_slice()).map_err(failure)?;
    let identity = selection.find(&modules).map_err(failure)?;
    Ok((identity, selection))
}

/// The key of the one certificate that fits, logged in. The certificate is chosen before the PIN is asked.
fn from_token(named: &str, key: &Key, before: Vec<&Holder>, terminal: &Terminal) -> Result<Holder, Failure> {
    // The query of a URI may hold a PIN, against all advice: it is never shown.
    let shown = named.split('?').next().unwrap_or_default();
    let failure = |error| Failure::broken("error-token").with("token", shown).because(error);
    let selection = super::token::selection(named, key.token_certificate.as_deref()).map_err(failure)?;
    let modules = super::token::load(&selection, key.module.as_slice()).map_err(failure)?;
    let identity = selection.find(&modules).map_err(failure)?;
    let chain = identity.chain();
    let logged_in = before.iter().find_map(|holder| match &holder.key {
        HeldKey::Token(key) if key.identity().token().is_same(identity.token()) => Some(key),
        _ => None,
    });
    let key = match logged_in {
        Some(first) => first.for_identity(identity).map_err(failure)?,
        None => super::token::log_in(identity, &selection, &key.pin, terminal)?,
    };
    Ok(Holder { key: HeldKey::Token(Box::new(key)), chain })
}

fn from_pkcs12(path: &Path, key: &Key, terminal: &Terminal) -> Result<Credentials, Failure> {
    let octets = secret(path)?;
    let password = key.pin.source().read("secret-key", &path.display().to_string(), &terminal.messages)?;
    Credentials::from_pkcs12(&octets, password.expose_secret()).map_err(|error| failure(path, error))
}

fn from_pem(path: &Path, certificates: &Path, key: &Key, terminal: &Terminal) -> Result<Credentials, Failure> {
    let octets = secret(path)?;
    let certificates = Input::open(certificates)?;
    match Credentials::from_pem(&octets, &certificates, None) {
        // Only an encrypted key asks for a password.
        Err(KeyFileError::PasswordNeeded) => {
            let password = key.pin.source().read("secret-key", &path.display().to_string(), &terminal.messages)?;
            let read = Credentials::from_pem(&octets, &certificates, Some(password.expose_secret()));
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
