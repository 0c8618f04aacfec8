//! Whether the certificate and the key can make a signature that is worth anything, before one is made.

use std::sync::{Arc, OnceLock};

use crate::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use crate::crypto::{self, Answer, Keyring, Native, SignatureCheck as _, Signed};
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
#[derive(Clone, Debug)]
pub(super) struct Chain(Arc<Certificates>);

#[derive(Debug)]
struct Certificates {
    leaf: Certificate,
    octets: Vec<Vec<u8>>,
    /// Holds the key of the leaf, ready for each document's signature.
    keys: Keyring,
    /// How long a message is at most that is made with the algorithm: asked for each document, and the same for all.
    longest: OnceLock<(SignatureAlgorithm, usize)>,
}

impl PartialEq for Chain {
    fn eq(&self, other: &Self) -> bool {
        self.octets() == other.octets()
    }
}

impl Eq for Chain {}

impl Chain {
    /// # Errors
    /// `Malformed` when the first is no certificate; [`Misuse`] when there is none.
    pub(super) fn read(octets: Vec<Vec<u8>>) -> Result<Self, Error> {
        let leaf = octets.first().ok_or_else(|| Misuse::new("the certificate of the signer is needed"))?;
        let leaf = Certificate::parse(leaf)?;
        Ok(Self(Arc::new(Certificates { leaf, octets, keys: Keyring::default(), longest: OnceLock::new() })))
    }

    /// The signer's.
    pub(super) fn leaf(&self) -> &Certificate {
        &self.0.leaf
    }

    pub(super) fn octets(&self) -> &[Vec<u8>] {
        &self.0.octets
    }

    /// Whether the signer's key made this signature over this message.
    pub(super) fn verifies(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let spki = self.0.leaf.spki();
        self.0.keys.check(algorithm, spki, Signed::Message(message), signature) == Answer::Valid
    }

    /// The length that was found with this algorithm before, or is found now.
    pub(super) fn longest(
        &self,
        algorithm: SignatureAlgorithm,
        find: impl FnOnce() -> Result<usize, Error>,
    ) -> Result<usize, Error> {
        if let Some((known, length)) = self.0.longest.get()
            && *known == algorithm
        {
            return Ok(*length);
        }
        let length = find()?;
        // Another algorithm may be there already: it stays.
        let _kept = self.0.longest.set((algorithm, length));
        Ok(length)
    }
}

/// Who signs: the certificate, and those of its issuers but the root, read once for any number of documents.
///
/// A root is trusted by who has it already and by nobody else. Left out, every octet of the message counts: nothing
/// protects the copy of a root that no path needs.
#[derive(Clone, Debug)]
pub struct Signatory(Chain);

impl Signatory {
    /// Reads DER certificates, the signer's first.
    ///
    /// # Errors
    /// `Malformed` when one of them is no certificate; [`Misuse`] when there is none.
    pub fn read(chain: &[Vec<u8>]) -> Result<Self, Error> {
        let mut kept: Vec<Vec<u8>> = chain.first().cloned().into_iter().collect();
        for other in chain.iter().skip(1) {
            if !is_self_signed(&Certificate::parse(other)?)? && !kept.contains(other) {
                kept.push(other.clone());
            }
        }
        Ok(Self(Chain::read(kept)?))
    }

    /// The certificates, of which the signer's must be fit to sign with `algorithm` at `now`.
    pub(super) fn fit(self, algorithm: SignatureAlgorithm, now: Time) -> Result<Chain, Error> {
        check_leaf(self.0.leaf(), algorithm, now)?;
        Ok(self.0)
    }
}

/// The certificates that go into one signature: those of the [`Signatory`], fit to sign with `algorithm` at `now`.
pub(super) fn preflight(chain: &[Vec<u8>], algorithm: SignatureAlgorithm, now: Time) -> Result<Chain, Error> {
    Signatory::read(chain)?.fit(algorithm, now)
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

#[cfg(test)]
mod tests {
    use test_vectors::keys::Key;
    use test_vectors::pdf::Pdf;
    use test_vectors::pki::{AT, Hierarchy, Leaf};

    use super::*;
    use crate::limits::Limits;
    use crate::pdf::Document;
    use crate::sign::Draft;

    #[test]
    fn certificates_read_once_sign_as_those_that_are_read_for_each_document() {
        let now: Time = AT.parse().unwrap();
        let chain = Hierarchy::new().personal.chain;
        let signatory = Signatory::read(&chain).unwrap();
        for octets in [Pdf::new().build(), Pdf::new().with_pages(3).build()] {
            for algorithm in [SignatureAlgorithm::RsaPkcs1(Digest::Sha256), SignatureAlgorithm::pss(Digest::Sha512)] {
                let document = Document::open(&octets, &Limits::default()).unwrap();
                let once = Draft::by(&document, &signatory).prepare(algorithm, now).unwrap();
                assert_eq!(once, Draft::new(&document, &chain).prepare(algorithm, now).unwrap());
            }
        }
    }

    #[test]
    fn a_certificate_that_was_read_while_it_was_valid_signs_nothing_after_its_end() {
        let identity = test_vectors::pki::Authority::root("Throw-away Root CA", Key::Rsa2048Root)
            .identity(&Leaf::personal(Key::P256));
        let signatory = Signatory::read(&identity.chain).unwrap();
        let algorithm = SignatureAlgorithm::Ecdsa(Digest::Sha256);
        let end = signatory.0.leaf().not_after();
        assert!(signatory.clone().fit(algorithm, end).is_ok());
        let late = signatory.fit(algorithm, end.plus(1)).unwrap_err();
        assert!(matches!(late, Error::Refused(Refusal::CertificateExpired { .. })), "{late}");
    }
}
