//! Whether the certificate and the key can make a signature that is worth anything, before one is made.

use crate::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use crate::crypto::{self, Answer, Native, SignatureCheck as _};
use crate::error::{Error, Malformed, Misuse, Refusal};
use crate::pki::Certificate;
use crate::time::Time;

/// The first algorithm that the key offers and that goes with the certificate; MD5, SHA-1 and SHA-224 are never chosen.
///
/// # Errors
/// [`Misuse`] when there is none.
pub fn choose_algorithm(offered: &[SignatureAlgorithm], certificate: &[u8]) -> Result<SignatureAlgorithm, Error> {
    let certificate = Certificate::parse(certificate)?;
    let kind = certificate.key_kind().ok_or_else(unknown_key)?;
    offered.iter().copied().find(|algorithm| fits(*algorithm, kind)).ok_or_else(|| {
        Misuse::new(format!("the key offers no algorithm that goes with its certificate ({kind})")).into()
    })
}

/// What a key of this kind signs with unless somebody knows better: for keys elsewhere, which cannot be asked.
///
/// RSASSA-PKCS1-v1_5 for RSA, since every token and reader knows it; the digest that goes with the curve for ECDSA.
///
/// # Errors
/// [`Malformed`] when `certificate` is none, or its key is of no kind that signs here.
pub fn default_algorithm(certificate: &[u8]) -> Result<SignatureAlgorithm, Error> {
    let kind = Certificate::parse(certificate)?.key_kind().ok_or_else(unknown_key)?;
    Ok(match kind {
        KeyKind::Rsa { .. } => SignatureAlgorithm::RsaPkcs1(Digest::Sha256),
        KeyKind::P256 => SignatureAlgorithm::Ecdsa(Digest::Sha256),
        KeyKind::P384 => SignatureAlgorithm::Ecdsa(Digest::Sha384),
        KeyKind::P521 => SignatureAlgorithm::Ecdsa(Digest::Sha512),
        KeyKind::Ed25519 => SignatureAlgorithm::Ed25519,
        KeyKind::Ed448 => SignatureAlgorithm::Ed448,
    })
}

/// The certificates that go into a signature, in DER; the signer's comes first, and was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chain {
    leaf: Certificate,
    octets: Vec<Vec<u8>>,
}

impl Chain {
    /// # Errors
    /// `Malformed` when the first is no certificate; [`Misuse`] when there is none.
    pub(super) fn read(octets: Vec<Vec<u8>>) -> Result<Self, Error> {
        let leaf = octets.first().ok_or_else(|| Misuse::new("the certificate of the signer is needed"))?;
        Ok(Self { leaf: Certificate::parse(leaf)?, octets })
    }

    /// The signer's.
    pub(super) const fn leaf(&self) -> &Certificate {
        &self.leaf
    }

    pub(super) fn octets(&self) -> &[Vec<u8>] {
        &self.octets
    }
}

/// The certificates that go into the signature: the signer's, which must be fit to sign with `algorithm` at `now`,
/// and those of its issuers but the root.
///
/// A root is trusted by who has it already and by nobody else. Left out, every octet of the message counts: nothing
/// protects the copy of a root that no path needs.
pub(super) fn preflight(chain: &[Vec<u8>], algorithm: SignatureAlgorithm, now: Time) -> Result<Chain, Error> {
    let mut kept = Chain::read(chain.first().cloned().into_iter().collect())?;
    check_leaf(kept.leaf(), algorithm, now)?;
    for other in chain.iter().skip(1) {
        if !is_self_signed(&Certificate::parse(other)?)? && !kept.octets.contains(other) {
            kept.octets.push(other.clone());
        }
    }
    Ok(kept)
}

/// Self-issued is not enough: a certificate that carries trust from an old key of the same name to a new one stays.
fn is_self_signed(certificate: &Certificate) -> Result<bool, Error> {
    let signed = crypto::Signed::Message(certificate.tbs());
    let algorithm = certificate.signature_algorithm()?;
    Ok(certificate.is_self_issued()
        && Native.check(algorithm, certificate.spki(), signed, certificate.signature()) == Answer::Valid)
}

fn check_leaf(leaf: &Certificate, algorithm: SignatureAlgorithm, now: Time) -> Result<(), Error> {
    let subject = subject_of(leaf);
    if now > leaf.not_after() {
        return Err(Refusal::CertificateExpired { subject, not_after: leaf.not_after() }.into());
    }
    if now < leaf.not_before() {
        return Err(Refusal::CertificateNotYetValid { subject, not_before: leaf.not_before() }.into());
    }
    // RFC 5280, 4.2.1.3: digitalSignature or nonRepudiation; an absent extension restricts nothing.
    if leaf.key_usage().is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
        return Err(Refusal::CertificateUsage { subject }.into());
    }
    let kind = leaf.key_kind().ok_or_else(unknown_key)?;
    if !fits(algorithm, kind) {
        return Err(Refusal::Algorithm { subject, key: kind.to_string(), algorithm }.into());
    }
    Ok(())
}

/// How people call the holder.
pub(super) fn subject_of(certificate: &Certificate) -> String {
    certificate.subject().short()
}

/// The longest signature value that a key of this kind makes, in octets.
pub(super) fn longest_signature(kind: KeyKind) -> Option<usize> {
    match kind {
        KeyKind::Ed25519 => Some(64),
        KeyKind::Ed448 => Some(114),
        // RFC 3279, 2.2.3: SEQUENCE of two INTEGERs, each with an octet for the sign where its first bit is set.
        // The order of P-521 has 521 bits in 66 octets: the first bit is never set.
        KeyKind::P256 => Some(72),
        KeyKind::P384 => Some(104),
        KeyKind::P521 => Some(139),
        KeyKind::Rsa { bits } => usize::try_from(bits.div_ceil(8)).ok(),
    }
}

fn fits(algorithm: SignatureAlgorithm, kind: KeyKind) -> bool {
    let weak = matches!(algorithm.digest(), Some(Digest::Md5 | Digest::Sha1 | Digest::Sha224));
    let goes = match algorithm {
        // Old chains are checked with it; nobody signs with it any more.
        SignatureAlgorithm::Dsa(_) => false,
        SignatureAlgorithm::Ecdsa(_) => matches!(kind, KeyKind::P256 | KeyKind::P384 | KeyKind::P521),
        SignatureAlgorithm::Ed25519 => kind == KeyKind::Ed25519,
        SignatureAlgorithm::Ed448 => kind == KeyKind::Ed448,
        SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss { .. } => matches!(kind, KeyKind::Rsa { .. }),
    };
    goes && !weak
}

fn unknown_key() -> Error {
    Malformed::new("SubjectPublicKeyInfo", 0, "a key of RSA, P-256, P-384, P-521, Ed25519 or Ed448").into()
}
