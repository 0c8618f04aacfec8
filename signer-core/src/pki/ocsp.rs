//! OCSP (RFC 6960): requests are written, responses are read and checked.

mod read;

use std::fmt;
use std::sync::Arc;

use super::certificate::Certificate;
use super::crl::{Reason, shortest};
use super::name::Name;
use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::crypto::{self, Answer, SignatureCheck, Signed};
use crate::der::{Rules, Tag, single, write};
use crate::error::{Error, Exceeded};
use crate::limits::Budget;
use crate::oid::{self, Oid};
use crate::time::Time;

/// A successful basic response. Cloning is cheap; equal means the same octets.
#[derive(Clone)]
pub struct Response(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    tbs: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
    responder: ResponderId,
    produced_at: Time,
    singles: Vec<SingleResponse>,
    certificates: Vec<Certificate>,
    nonce: Option<Vec<u8>>,
    unknown_critical: Option<Oid>,
}

/// Who signed a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponderId {
    /// The subject of its certificate.
    Name(Name),
    /// The SHA-1 of its public key.
    Key(Vec<u8>),
}

impl ResponderId {
    /// Whether it names the subject or the key of this certificate.
    #[must_use]
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::Name(name) => name.matches(certificate.subject()),
            Self::Key(hash) => *hash == crypto::digest(Digest::Sha1, certificate.public_key()),
        }
    }
}

impl fmt::Display for ResponderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Key(hash) => write!(f, "key {}", hex::encode(hash)),
        }
    }
}

/// What a responder says of one certificate (RFC 6960, 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the standard has these three")]
pub enum CertificateStatus {
    /// Not revoked; not even that it was ever issued.
    Good,
    /// Revoked or on hold.
    Revoked {
        /// Since when.
        at: Time,
        /// Why; `None`: nothing is said.
        reason: Option<Reason>,
    },
    /// The responder does not know the certificate.
    Unknown,
}

/// The answer for one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SingleResponse {
    digest: Option<Digest>,
    issuer_name_hash: Vec<u8>,
    issuer_key_hash: Vec<u8>,
    serial: Vec<u8>,
    status: CertificateStatus,
    this_update: Time,
    next_update: Option<Time>,
    archive_cutoff: Option<Time>,
    invalidity_date: Option<Time>,
    unknown_critical: Option<Oid>,
}

impl SingleResponse {
    /// What is said.
    #[must_use]
    pub const fn status(&self) -> CertificateStatus {
        self.status
    }

    /// When that was known to be right.
    #[must_use]
    pub const fn this_update(&self) -> Time {
        self.this_update
    }

    /// When newer information is available; `None`: at any time.
    #[must_use]
    pub const fn next_update(&self) -> Option<Time> {
        self.next_update
    }

    /// Certificates that expired after this are still answered for (RFC 6960, 4.4.4).
    #[must_use]
    pub const fn archive_cutoff(&self) -> Option<Time> {
        self.archive_cutoff
    }

    /// Since when the key is known or suspected to be compromised.
    #[must_use]
    pub const fn invalidity_date(&self) -> Option<Time> {
        self.invalidity_date
    }

    /// A critical extension that is not processed: the answer must not be used.
    #[must_use]
    pub const fn unknown_critical(&self) -> Option<Oid> {
        self.unknown_critical
    }

    /// Whether it is about this certificate of this issuer (RFC 6960, 4.1.1); the digest may be any that we know.
    #[must_use]
    pub fn is_about(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let Some(digest) = self.digest else { return false };
        let is = |expected: &[u8], octets: &[u8]| expected == crypto::digest(digest, octets);
        shortest(&self.serial) == shortest(certificate.serial())
            && certificate.issuer().matches(issuer.subject())
            // The name as the certificate writes it; a responder may have it from its own certificate instead.
            && (is(&self.issuer_name_hash, certificate.issuer().raw())
                || is(&self.issuer_name_hash, issuer.subject().raw()))
            && is(&self.issuer_key_hash, issuer.public_key())
    }
}

/// What became of a nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth")]
pub enum NonceMatch {
    /// The response carries the nonce of the request: it was made for it.
    Same,
    /// The response has none: it may have been made beforehand (RFC 5019, 4).
    Absent,
    /// The response answers another request.
    Different,
}

impl Response {
    /// Reads an `OCSPResponse` that fills `der`.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when it is none, or when the responder answered with an error.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        Self::parse_knowing(der, &Certificate::parse)
    }

    /// As [`parse`](Self::parse), its certificates read by another, who may know them already.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub(crate) fn parse_knowing(der: &[u8], read: &dyn Fn(&[u8]) -> Result<Certificate, Error>) -> Result<Self, Error> {
        read::response(der, read).map(|inner| Self(Arc::new(inner)))
    }

    /// Reads a `BasicOCSPResponse` without the envelope, as CAdES keeps them (EN 319 122-1, A.1.2.2).
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when it is none.
    pub fn parse_basic(der: &[u8]) -> Result<Self, Error> {
        Self::parse_basic_knowing(der, &Certificate::parse)
    }

    /// As [`parse_basic`](Self::parse_basic), its certificates read by another.
    ///
    /// # Errors
    /// As [`parse_basic`](Self::parse_basic).
    pub(crate) fn parse_basic_knowing(
        der: &[u8],
        read: &dyn Fn(&[u8]) -> Result<Certificate, Error>,
    ) -> Result<Self, Error> {
        read::basic(der, der, read).map(|inner| Self(Arc::new(inner)))
    }

    /// The octets it was read from, all of them.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Who says to have signed it.
    #[must_use]
    pub fn responder(&self) -> &ResponderId {
        &self.0.responder
    }

    /// When it was signed.
    #[must_use]
    pub fn produced_at(&self) -> Time {
        self.0.produced_at
    }

    /// The answers.
    #[must_use]
    pub fn singles(&self) -> &[SingleResponse] {
        &self.0.singles
    }

    /// The certificates that came with it; nothing is known of them.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0.certificates
    }

    /// The nonce.
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.0.nonce.as_deref()
    }

    /// Whether it answers the request that had this nonce.
    #[must_use]
    pub fn answers(&self, nonce: &[u8]) -> NonceMatch {
        match self.nonce() {
            Some(own) if own == nonce => NonceMatch::Same,
            Some(_) => NonceMatch::Different,
            None => NonceMatch::Absent,
        }
    }

    /// A critical extension that is not processed: the response must not be used.
    #[must_use]
    pub fn unknown_critical(&self) -> Option<Oid> {
        self.0.unknown_critical
    }

    /// With which algorithm it is signed.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when it is one that we do not know.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, Error> {
        crypto::signature_algorithm(&self.0.algorithm, None)
    }

    /// Checks the signature under this key; one operation is charged before.
    ///
    /// # Errors
    /// [`Exceeded`] when the budget is used up.
    pub fn check(&self, spki: &[u8], checker: &dyn SignatureCheck, budget: &mut Budget) -> Result<Answer, Exceeded> {
        let Ok(algorithm) = self.signature_algorithm() else { return Ok(Answer::Unsupported) };
        budget.spend(1)?;
        Ok(checker.check(algorithm, spki, Signed::Message(&self.0.tbs), &self.0.signature))
    }

    /// The SHA-256 of all of it.
    #[must_use]
    pub fn sha256(&self) -> Vec<u8> {
        crypto::digest(Digest::Sha256, &self.0.der)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {})", self.responder(), self.produced_at())
    }
}

impl PartialEq for Response {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Response {}

/// A request for the status of one certificate (RFC 6960, 4.1), not signed: the same octets for the same arguments.
///
/// The certificate is named with SHA-1, which every responder knows (RFC 5019, 2.1.1); nothing hangs on its strength.
#[must_use]
pub fn request(certificate: &Certificate, issuer: &Certificate, nonce: Option<&[u8]>) -> Vec<u8> {
    let hash = |octets: &[u8]| write::octet_string(&crypto::digest(Digest::Sha1, octets));
    let name = write::sequence(&[
        &write::sequence(&[&write::oid(oid::SHA1), &write::null()]),
        &hash(certificate.issuer().raw()),
        &hash(issuer.public_key()),
        &write::element(Tag::INTEGER, &[certificate.serial()]),
    ]);
    let list = write::sequence(&[&write::sequence(&[&name])]);
    write::sequence(&[&write::sequence(&[&list, &nonce.map_or_else(Vec::new, nonce_extension)])])
}

fn nonce_extension(nonce: &[u8]) -> Vec<u8> {
    let value = write::octet_string(&write::octet_string(nonce));
    let extension = write::sequence(&[&write::oid(oid::OCSP_NONCE), &value]);
    write::element(Tag::context_constructed(2), &[&write::sequence(&[&extension])])
}

/// A request made without a nonce, with one.
///
/// # Errors
/// [`Malformed`](crate::error::Malformed) when it is no request, or has extensions already.
pub fn with_nonce(request: &[u8], nonce: &[u8]) -> Result<Vec<u8>, Error> {
    let syntax = "OCSPRequest";
    let mut parts = single(request, Rules::Der, Tag::SEQUENCE, syntax)?.reader();
    let mut tbs = parts.expect(Tag::SEQUENCE, syntax)?.reader();
    let list = tbs.expect(Tag::SEQUENCE, syntax)?;
    tbs.finish(syntax)?;
    parts.finish(syntax)?;
    Ok(write::sequence(&[&write::sequence(&[list.raw(), &nonce_extension(nonce)])]))
}
