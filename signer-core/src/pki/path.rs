//! From a certificate to an anchor that the caller trusts (RFC 5280, 6).

mod names;
mod policies;
mod search;
mod validate;

use std::fmt;

pub(super) use search::Accept;

use super::certificate::Certificate;
use super::trust::TrustStore;
use crate::crypto::SignatureCheck;
use crate::error::Exceeded;
use crate::limits::Budget;
use crate::oid::Oid;
use crate::time::Time;

/// What the leaf's key was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// Signing documents: digitalSignature or nonRepudiation, where the key usage is given; any extended key usage.
    DocumentSigning,
    /// Signing time-stamps: the extended key usage is id-kp-timeStamping alone, and critical (RFC 3161, 2.3).
    TimeStamping,
    /// Signing CRLs: cRLSign, where the key usage is given (RFC 5280, 6.3.3(f)).
    CrlSigning,
    /// Signing OCSP responses: the extended key usage includes id-kp-OCSPSigning (RFC 6960, 4.2.2.2).
    OcspSigning,
}

/// Which certificate policies the caller asks for (RFC 5280, 6.1.1(c), (e) to (g)). The default asks for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the standard has these inputs")]
pub struct PolicySettings {
    /// The policies that are acceptable; empty: any.
    pub acceptable: Vec<Oid>,
    /// Whether the path must be valid for at least one of them, even if no certificate asks for it.
    pub explicit_policy: bool,
    /// Whether no CA may say that a policy of another is the same as one of its own.
    pub inhibit_policy_mapping: bool,
    /// Whether anyPolicy in a certificate counts for nothing.
    pub inhibit_any_policy: bool,
}

impl PolicySettings {
    /// Any policy, or none at all.
    #[must_use]
    pub fn any() -> &'static Self {
        static ANY: PolicySettings = PolicySettings {
            acceptable: Vec::new(),
            explicit_policy: false,
            inhibit_policy_mapping: false,
            inhibit_any_policy: false,
        };
        &ANY
    }
}

/// What to prove, from what, and at which moment.
#[expect(clippy::exhaustive_structs, reason = "callers fill in every field")]
pub struct PathQuery<'a> {
    /// The certificate to be proven.
    pub leaf: &'a Certificate,
    /// Certificates that may stand between; in any order, whatever their origin.
    pub intermediates: &'a [Certificate],
    /// Where the proof may end.
    pub trust: &'a TrustStore,
    /// The moment at which every certificate of the path must be valid.
    pub at: Time,
    /// Checks signatures.
    pub checker: &'a dyn SignatureCheck,
    /// Public-key operations that are left; each is charged before it is done.
    pub budget: &'a mut Budget,
    /// What the leaf's key was used for.
    pub purpose: Purpose,
    /// Which certificate policies are asked for.
    pub policies: &'a PolicySettings,
}

/// A path that was proven: only [`find_path`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    certificates: Vec<Certificate>,
}

impl Path {
    /// The certificates from the leaf to the anchor, both included.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The anchor where it ends.
    #[must_use]
    pub fn anchor(&self) -> Option<&Certificate> {
        self.certificates.last()
    }
}

/// Why there is no path: the most useful of all reasons found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
#[non_exhaustive]
pub struct PathError {
    /// The reason.
    pub kind: PathErrorKind,
    /// The certificate that it is about.
    pub certificate: Option<Certificate>,
    /// The longest chain that was built, leaf first, for the report: it proves nothing.
    pub longest: Vec<Certificate>,
}

/// A reason why a path is not proven.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "`subject` and `issuer` are names as RFC 4514 writes them")]
pub enum PathErrorKind {
    /// Nobody gave the certificate of this issuer. `urls`: where the subject's certificate says it may be had.
    NoIssuer { subject: String, issuer: String, urls: Vec<String> },
    /// The chain ends at a self-signed certificate that the caller does not trust.
    NotTrusted { subject: String },
    /// The certificate had expired at the moment asked about.
    Expired { subject: String, not_after: Time },
    /// The certificate was not valid yet at the moment asked about.
    NotYetValid { subject: String, not_before: Time },
    /// The issuer's key did not make the signature of the certificate.
    BadSignature { subject: String, issuer: String },
    /// The issuer is not a CA (RFC 5280, 6.1.4(k)).
    NotCa { subject: String },
    /// More CA certificates follow than this one allows (RFC 5280, 6.1.4(l), (m)).
    PathLength { subject: String },
    /// The key usage or the extended key usage does not allow what was done; `needed` says what it should have.
    KeyUsage { subject: String, needed: &'static str },
    /// A name in the certificate is not one that a CA above may certify (RFC 5280, 4.2.1.10).
    NameConstraints { subject: String, name: String },
    /// No certificate policy is valid for the whole path and acceptable, where one is required (RFC 5280, 6.1.5(g)).
    Policy { subject: String },
    /// The certificate was revoked or on hold at the moment asked about; `status` says it in words.
    Revoked { subject: String, status: String },
    /// The evidence at hand does not tell whether the certificate was revoked.
    StatusUnknown { subject: String },
    /// A critical extension that is not processed here: it must not be passed over.
    CriticalExtension { subject: String, oid: Oid },
    /// An algorithm, or a form of it, that we do not know.
    Algorithm { subject: String },
    /// The certificate says something that RFC 5280 forbids and that could hide a meaning.
    Forbidden { subject: String, what: String },
    /// A limit was reached before there was an answer.
    Limit(Exceeded),
}

impl fmt::Display for PathErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoIssuer { subject, issuer, .. } => {
                write!(f, "the certificate of `{issuer}`, who issued `{subject}`, is missing")
            }
            Self::NotTrusted { subject } => {
                write!(f, "the chain ends at `{subject}`, which is not among the trust anchors")
            }
            Self::Expired { subject, not_after } => {
                write!(f, "the certificate of `{subject}` expired at {not_after}")
            }
            Self::NotYetValid { subject, not_before } => {
                write!(f, "the certificate of `{subject}` is not valid before {not_before}")
            }
            Self::BadSignature { subject, issuer } => {
                write!(f, "the certificate of `{subject}` was not signed with the key of `{issuer}`")
            }
            Self::NotCa { subject } => {
                write!(f, "`{subject}` issued a certificate but its own does not say that it is a CA")
            }
            Self::PathLength { subject } => {
                write!(f, "more CA certificates follow that of `{subject}` than it allows")
            }
            Self::KeyUsage { subject, needed } => {
                write!(f, "the key usage in the certificate of `{subject}` lacks {needed}")
            }
            Self::NameConstraints { subject, name } => {
                write!(f, "a CA above `{subject}` may not issue certificates for the name `{name}`")
            }
            Self::Policy { subject } => {
                write!(f, "no certificate policy is valid for the whole path to `{subject}`, and one is required")
            }
            Self::Revoked { subject, status } => write!(f, "the certificate of `{subject}` was {status}"),
            Self::StatusUnknown { subject } => {
                write!(f, "it is not known whether the certificate of `{subject}` was revoked")
            }
            Self::CriticalExtension { subject, oid } => {
                write!(f, "the certificate of `{subject}` has the extension {oid}, which is not processed")
            }
            Self::Algorithm { subject } => {
                write!(f, "the certificate of `{subject}` is signed with an algorithm that is not known")
            }
            Self::Forbidden { subject, what } => write!(f, "in the certificate of `{subject}`, {what}"),
            Self::Limit(exceeded) => exceeded.fmt(f),
        }
    }
}

/// Proves a path from the leaf to an anchor: signatures, names, validity at the moment asked about, CA and path length
/// (RFC 5280, 6.1), name constraints, policies (RFC 9618), key usage. Of several paths the first that holds is given,
/// those by key identifier first.
///
/// An anchor is trusted by name and key; its certificate, being at hand, must be valid and a CA's too.
/// What it says of names, path length and policies binds the certificates below, too (RFC 5937).
/// Revocation is a question of its own.
///
/// # Errors
/// [`PathError`] with the most useful reason when there is none.
pub fn find_path(query: PathQuery<'_>) -> Result<Path, PathError> {
    find_path_that(query, &mut |_, _| Ok(None))
}

/// As [`find_path`], but every path that holds, likeliest first, up to `limit` of them.
///
/// # Errors
/// [`PathError`] with the most useful reason when there is none.
pub fn find_paths(query: PathQuery<'_>, limit: usize) -> Result<Vec<Path>, PathError> {
    let mut found = Vec::new();
    let last = find_path_that(query, &mut |path, _| {
        found.push(path.clone());
        let subject = path.certificates().first();
        let more = subject.filter(|_| found.len() < limit);
        Ok(more.map(|leaf| (PathErrorKind::StatusUnknown { subject: leaf.subject().to_string() }, leaf.clone())))
    });
    match last {
        Err(error) if found.is_empty() => Err(error),
        _ => Ok(found),
    }
}

/// As [`find_path`], of the paths that hold the first against which `accept` has nothing to say.
pub(super) fn find_path_that<'a>(query: PathQuery<'a>, accept: &'a mut Accept<'a>) -> Result<Path, PathError> {
    search::Search::new(query, accept).run()
}
