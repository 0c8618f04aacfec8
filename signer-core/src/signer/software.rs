//! A private key in memory.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, RsaEncoding};
use aws_lc_rs::{error::Unspecified, rsa};

use super::{KeyFileError, Signer};
use crate::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use crate::der::{Reader, Rules, Tag, single};
use crate::error::Error;
use crate::oid::{self, Oid};

/// RSA keys shorter than this are refused: NIST SP 800-131A forbids signing with them, so does Circular 15/2025, Annex I.
const MIN_RSA_BITS: u32 = 2_048;
/// RSA keys longer than this are not known to anybody's verifier.
const MAX_RSA_BITS: u32 = 8_192;

/// A private key held by this process: RSA of 2048 bits and more, P-256, P-384, P-521, Ed25519.
///
/// Cloning shares the key.
#[derive(Clone)]
pub struct SoftwareKey {
    secret: Arc<Secret>,
    kind: KeyKind,
    spki: Vec<u8>,
    algorithms: Vec<SignatureAlgorithm>,
}

/// The library wipes these when they are dropped.
enum Secret {
    Rsa(rsa::KeyPair),
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl SoftwareKey {
    /// Reads an unencrypted PKCS #8 `PrivateKeyInfo` (RFC 5208, RFC 5958).
    ///
    /// # Errors
    /// [`KeyFileError`] when it is none, or the key is of a kind that is not supported, or too weak.
    pub fn from_pkcs8_der(octets: &[u8]) -> Result<Self, KeyFileError> {
        let info = PrivateKeyInfo::read(octets).map_err(|error| KeyFileError::Damaged(error.to_string()))?;
        match info.algorithm {
            oid::RSA_ENCRYPTION => Self::from_pkcs1_der(info.key),
            oid::RSASSA_PSS => Self::from_pkcs1_der(info.key).map(Self::pss_only),
            oid::EC_PUBLIC_KEY => {
                let curve = info.curve.ok_or_else(|| {
                    KeyFileError::Unsupported("its curve is given by parameters, not by name".to_owned())
                })?;
                Self::ecdsa(curve, |algorithm| EcdsaKeyPair::from_pkcs8(algorithm, octets))
            }
            oid::ED25519 => Self::ed25519(octets),
            oid::ED448 => Err(KeyFileError::Unsupported("signing with Ed448 is not supported".to_owned())),
            other => Err(KeyFileError::Unsupported(format!("keys of the kind {other} are not supported"))),
        }
    }

    /// Reads an unencrypted PKCS #1 `RSAPrivateKey` (RFC 8017, A.1.2).
    ///
    /// # Errors
    /// As [`Self::from_pkcs8_der`].
    pub fn from_pkcs1_der(octets: &[u8]) -> Result<Self, KeyFileError> {
        let bits = modulus_bits(octets).map_err(|error| KeyFileError::Damaged(error.to_string()))?;
        if bits < MIN_RSA_BITS {
            let what = format!("it is an RSA key of {bits} bits; {MIN_RSA_BITS} are the least that may sign");
            return Err(KeyFileError::Weak(what));
        }
        if bits > MAX_RSA_BITS {
            let what = format!("it is an RSA key of {bits} bits; more than {MAX_RSA_BITS} are not supported");
            return Err(KeyFileError::Unsupported(what));
        }
        let pair = rsa::KeyPair::from_der(octets).map_err(|reason| rejected(&reason))?;
        let spki = spki_of(pair.public_key())?;
        let digests = [Digest::Sha256, Digest::Sha384, Digest::Sha512];
        let pkcs1 = digests.into_iter().map(SignatureAlgorithm::RsaPkcs1);
        let algorithms = pkcs1.chain(digests.into_iter().map(SignatureAlgorithm::pss)).collect();
        Ok(Self { secret: Arc::new(Secret::Rsa(pair)), kind: KeyKind::Rsa { bits }, spki, algorithms })
    }

    /// Reads an unencrypted `ECPrivateKey` (SEC 1, C.4; RFC 5915).
    ///
    /// # Errors
    /// As [`Self::from_pkcs8_der`].
    pub fn from_sec1_der(octets: &[u8]) -> Result<Self, KeyFileError> {
        let curve = sec1_curve(octets).map_err(|error| KeyFileError::Damaged(error.to_string()))?;
        Self::ecdsa(curve, |algorithm| EcdsaKeyPair::from_private_key_der(algorithm, octets))
    }

    fn ecdsa(
        curve: Oid,
        read: impl FnOnce(&'static EcdsaSigningAlgorithm) -> Result<EcdsaKeyPair, aws_lc_rs::error::KeyRejected>,
    ) -> Result<Self, KeyFileError> {
        // Each curve with the digest of its own strength (RFC 5758, 3.2; NIST SP 800-57, 5.6.1).
        let (kind, algorithm, digest): (_, &'static EcdsaSigningAlgorithm, _) = match curve {
            oid::SECP256R1 => (KeyKind::P256, &signature::ECDSA_P256_SHA256_ASN1_SIGNING, Digest::Sha256),
            oid::SECP384R1 => (KeyKind::P384, &signature::ECDSA_P384_SHA384_ASN1_SIGNING, Digest::Sha384),
            oid::SECP521R1 => (KeyKind::P521, &signature::ECDSA_P521_SHA512_ASN1_SIGNING, Digest::Sha512),
            other => {
                let what = format!("its curve ({other}) is not supported; P-256, P-384 and P-521 are");
                return Err(KeyFileError::Unsupported(what));
            }
        };
        let pair = read(algorithm).map_err(|reason| rejected(&reason))?;
        let spki = spki_of(pair.public_key())?;
        let algorithms = vec![SignatureAlgorithm::Ecdsa(digest)];
        Ok(Self { secret: Arc::new(Secret::Ecdsa(pair)), kind, spki, algorithms })
    }

    fn ed25519(octets: &[u8]) -> Result<Self, KeyFileError> {
        // "Maybe unchecked" is about the public key, which most files leave out; where it is there, it is checked.
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(octets).map_err(|reason| rejected(&reason))?;
        let spki = spki_of(pair.public_key())?;
        let algorithms = vec![SignatureAlgorithm::Ed25519];
        Ok(Self { secret: Arc::new(Secret::Ed25519(pair)), kind: KeyKind::Ed25519, spki, algorithms })
    }

    /// A key marked for RSASSA-PSS must not be used otherwise (RFC 4055, 1.2).
    fn pss_only(mut self) -> Self {
        self.algorithms.retain(|algorithm| matches!(algorithm, SignatureAlgorithm::RsaPss { .. }));
        self
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
        algorithm: SignatureAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn StdError + Send + Sync>> {
        if !self.algorithms.contains(&algorithm) {
            return Err(format!("a {} key cannot sign with {algorithm}", self.kind).into());
        }
        let failed = |_: Unspecified| "the cryptographic library failed";
        match self.secret.as_ref() {
            Secret::Rsa(pair) => {
                let padding = rsa_encoding(algorithm).ok_or("the algorithm is not one of RSA")?;
                let mut value = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &SystemRandom::new(), message, &mut value).map_err(failed)?;
                Ok(value)
            }
            Secret::Ecdsa(pair) => Ok(pair.sign(&SystemRandom::new(), message).map_err(failed)?.as_ref().to_vec()),
            Secret::Ed25519(pair) => Ok(pair.try_sign(message).map_err(failed)?.as_ref().to_vec()),
        }
    }
}

impl fmt::Debug for SoftwareKey {
    /// The kind alone: the secret is shown to nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftwareKey({})", self.kind)
    }
}

fn rsa_encoding(algorithm: SignatureAlgorithm) -> Option<&'static dyn RsaEncoding> {
    let pss = SignatureAlgorithm::pss;
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(Digest::Sha256) => Some(&signature::RSA_PKCS1_SHA256),
        SignatureAlgorithm::RsaPkcs1(Digest::Sha384) => Some(&signature::RSA_PKCS1_SHA384),
        SignatureAlgorithm::RsaPkcs1(Digest::Sha512) => Some(&signature::RSA_PKCS1_SHA512),
        _ if algorithm == pss(Digest::Sha256) => Some(&signature::RSA_PSS_SHA256),
        _ if algorithm == pss(Digest::Sha384) => Some(&signature::RSA_PSS_SHA384),
        _ if algorithm == pss(Digest::Sha512) => Some(&signature::RSA_PSS_SHA512),
        _ => None,
    }
}

fn rejected(reason: &dyn fmt::Display) -> KeyFileError {
    KeyFileError::Damaged(format!("the key does not hold together ({reason})"))
}

fn spki_of(public: &impl AsDer<PublicKeyX509Der<'static>>) -> Result<Vec<u8>, KeyFileError> {
    Ok(public.as_der().map_err(|reason| rejected(&reason))?.as_ref().to_vec())
}

/// The parts of a `PrivateKeyInfo` that say what kind of key it holds.
struct PrivateKeyInfo<'a> {
    algorithm: Oid,
    curve: Option<Oid>,
    key: &'a [u8],
}

impl<'a> PrivateKeyInfo<'a> {
    fn read(octets: &'a [u8]) -> Result<Self, Error> {
        const SYNTAX: &str = "PrivateKeyInfo";
        let mut parts = single(octets, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
        parts.expect(Tag::INTEGER, SYNTAX)?;
        let mut identifier = parts.expect(Tag::SEQUENCE, "AlgorithmIdentifier")?.reader();
        let algorithm = identifier.expect(Tag::OID, "AlgorithmIdentifier")?.oid()?;
        let curve = identifier.optional(Tag::OID)?.map(|curve| curve.oid()).transpose()?;
        let key = parts.expect(Tag::OCTET_STRING, SYNTAX)?.content();
        Ok(Self { algorithm, curve, key })
    }
}

/// The length in bits of the modulus of an `RSAPrivateKey`.
fn modulus_bits(octets: &[u8]) -> Result<u32, Error> {
    const SYNTAX: &str = "RSAPrivateKey";
    let mut parts = single(octets, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    parts.expect(Tag::INTEGER, SYNTAX)?;
    let modulus = parts.expect(Tag::INTEGER, SYNTAX)?.content();
    let significant: &[u8] = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    let unused = significant.first().map_or(0, |first| first.leading_zeros());
    Ok(u32::try_from(significant.len()).unwrap_or(u32::MAX).saturating_mul(8).saturating_sub(unused))
}

/// The curve of an `ECPrivateKey`: named in it, or else told by the length of the secret.
fn sec1_curve(octets: &[u8]) -> Result<Oid, Error> {
    const SYNTAX: &str = "ECPrivateKey";
    let mut parts = single(octets, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    parts.expect(Tag::INTEGER, SYNTAX)?;
    let secret = parts.expect(Tag::OCTET_STRING, SYNTAX)?.content();
    match parts.optional(Tag::context_constructed(0))? {
        Some(parameters) => Reader::new(parameters.content(), Rules::Der).expect(Tag::OID, "named curve")?.oid(),
        None => Ok(match secret.len() {
            48 => oid::SECP384R1,
            66 => oid::SECP521R1,
            _ => oid::SECP256R1,
        }),
    }
}
