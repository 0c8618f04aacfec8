//! What is, before anyone says what it means. Plain data: it can be printed, stored and judged again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::report::{
    Changes, Coverage, DigestAnswer, Level, RevocationOrigin, RevocationSource, Role, RoleDecision, Signatory,
    SignatureAnswer, SignatureType, TimestampType,
};
use crate::time::Time;

/// Everything that was found of one signature or document time-stamp.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The fully qualified name of the field.
    pub field: String,
    /// A signature or a document time-stamp.
    pub kind: SignatureType,
    /// The level of a certification signature.
    pub certification: Option<u8>,
    /// The `/SubFilter`.
    pub sub_filter: Option<String>,
    /// The revision that it signs, counted from 1.
    pub revision: Option<usize>,
    /// Why it was signed, as the signer says.
    pub reason: Option<String>,
    /// Where it was signed, as the signer says.
    pub location: Option<String>,
    /// What is wrong with the byte range; `None` when it describes this file.
    pub byte_range_problem: Option<String>,
    /// How much of the file is covered.
    pub coverage: Coverage,
    /// Why it is not more.
    pub coverage_problem: Option<String>,
    /// Each place where two readers may see two documents.
    pub two_readings: Vec<String>,
    /// Why the `/SubFilter` is not one that is verified.
    pub sub_filter_problem: Option<String>,
    /// Why the CMS message cannot be read or used.
    pub signed_data_problem: Option<String>,
    /// How many signers the message has; 1 where it is no CMS message.
    pub signers: usize,
    /// What is worth saying of the CMS message although it can be used.
    pub signed_data_remark: Option<String>,
    /// The signature proper.
    pub core: CoreFacts,
    /// What the signer says of the time.
    pub claimed_signing_time: Option<Time>,
    /// The time-stamps over the signature, its content, or the document.
    pub timestamps: Vec<TimestampFacts>,
    /// What changed afterwards.
    pub changes: Changes,
    /// What it carries for its long life.
    pub level: Level,
    /// Whose it is.
    pub role: Role,
    /// What told that.
    pub role_decided_by: Option<RoleDecision>,
}

/// What a signature and a time-stamp token have in common: a SignedData with one signer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CoreFacts {
    /// What is wrong with the signed attributes, each in one sentence.
    pub attribute_problems: Vec<String>,
    /// The signer's certificate.
    pub certificate: Option<CertificateFacts>,
    /// Why there is none.
    pub certificate_problem: Option<String>,
    /// Whether a signed attribute names it.
    pub binding: Binding,
    /// Whether the format requires that.
    pub binding_required: bool,
    /// The content.
    pub digest: DigestAnswer,
    /// What there is to say of it.
    pub digest_remark: Option<String>,
    /// The signature over it.
    pub signature: SignatureAnswer,
    /// What there is to say of it.
    pub signature_remark: Option<String>,
    /// Each place that names another algorithm.
    pub algorithm_disagreements: Vec<String>,
    /// The digest of the content.
    pub digest_algorithm: Option<Digest>,
    /// The algorithm of the signature.
    pub signature_algorithm: Option<SignatureAlgorithm>,
    /// The way to an anchor at the time judged; `None` when it was not looked for.
    pub path: Option<PathFacts>,
    /// Further ways that hold, at that time or at another.
    pub other_paths: Vec<PathFacts>,
}

/// Whether a signed attribute names the certificate (RFC 5035).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Binding {
    /// No attribute.
    #[default]
    Absent,
    /// It names this certificate.
    Matches,
    /// It names another.
    Mismatch,
}

/// A certificate, as far as judging needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// Its names, validity and fingerprint.
    #[serde(with = "shown")]
    pub signatory: Arc<Signatory>,
    /// The length of an RSA modulus in bits; `None` for other keys.
    pub rsa_bits: Option<u32>,
    /// Whether the key is of a kind that is known.
    pub key_known: bool,
    /// Whether its key usage permits signing documents (RFC 5280, 4.2.1.3); no extension permits.
    pub may_sign: bool,
    /// The algorithm that its issuer signed it with.
    pub signature_algorithm: Option<SignatureAlgorithm>,
    /// Whether it is one of the trusted certificates itself.
    pub trusted: bool,
    /// Where it says that its status may be asked; `None` where nobody needs to ask: of an anchor, or of one whose
    /// issuer is not proven.
    #[serde(default)]
    pub sources: Option<StatusSources>,
    /// What is at hand of its status, each piece by itself.
    #[serde(default)]
    pub status: Vec<StatusFacts>,
    /// Why other pieces that are at hand say nothing of it.
    #[serde(default)]
    pub rejected: Vec<String>,
    /// Whether its issuer says that no status will be told: RFC 9608, EN 319 412-1 (5.2.2).
    #[serde(default)]
    pub status_never_told: bool,
    /// From which revision on a time-stamp over the document is over the certificate, counted from 0; `None`: it is
    /// not in the document.
    #[serde(default)]
    pub covered_from: Option<usize>,
}

/// What one piece of evidence says of the status of a certificate. It is what its issuer, or who it authorised, signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusFacts {
    /// A CRL or an OCSP response.
    pub source: RevocationSource,
    /// Where it came from.
    pub origin: RevocationOrigin,
    /// What it says.
    pub status: CertificateStatus,
    /// When that was known.
    pub this_update: Time,
    /// When newer information was due.
    pub next_update: Option<Time>,
    /// When it was signed.
    pub produced_at: Time,
    /// With which algorithms: a list and its delta, or several lists, are one piece. `None` is one not known.
    pub algorithms: Vec<Option<SignatureAlgorithm>>,
    /// The paths of those who signed it, as far as that is not the issuer itself.
    pub delegates: Vec<PathFacts>,
    /// As [`CertificateFacts::covered_from`].
    pub covered_from: Option<usize>,
}

/// The status of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CertificateStatus {
    /// Not revoked when it was asked.
    Good,
    /// Revoked for good.
    Revoked {
        /// Since when it is not to be relied upon: the revocation, or an earlier compromise that its issuer names.
        since: Time,
    },
    /// Suspended.
    Hold {
        /// Since when.
        since: Time,
    },
}

/// Where the status of a certificate may be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusSources {
    /// CRL distribution points (RFC 5280, 4.2.1.13).
    pub crl_urls: Vec<String>,
    /// OCSP responders (RFC 5280, 4.2.2.1).
    pub ocsp_urls: Vec<String>,
    /// The OCSP request about it, without a nonce, hexadecimal; empty where no responder is named.
    pub ocsp_request: String,
}

/// A way, or the beginning of one, from the signer's certificate towards an anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathFacts {
    /// The moment for which it was looked for.
    pub at: Time,
    /// Why it is not complete and valid; `None` when it is.
    pub problem: Option<PathProblem>,
    /// The certificates, the signer's first.
    pub chain: Vec<CertificateFacts>,
}

/// Why there is no valid path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathProblem {
    /// What kind of problem.
    pub kind: PathProblemKind,
    /// One sentence that names the certificate.
    pub message: String,
    /// The issuer that is missing, where that is the problem.
    #[serde(default)]
    pub missing: Option<MissingIssuer>,
}

/// An issuer whose certificate is not at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingIssuer {
    /// Its name, RFC 4514.
    pub issuer: String,
    /// The identifier of its key, upper-case hexadecimal, where the subject's certificate says it.
    pub key_identifier: Option<String>,
    /// The name of the subject whose issuer it is, RFC 4514.
    pub subject: String,
    /// Where its certificate may be had, as the subject's says.
    pub urls: Vec<String>,
}

/// Kinds of problems of a path, as far as they lead to different conclusions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PathProblemKind {
    /// An issuer is missing, or the last one is not trusted.
    Incomplete,
    /// A certificate is out of its validity.
    OutOfValidity,
    /// A certificate may not be used so.
    Constraints,
    /// An algorithm cannot be checked.
    Algorithm,
    /// Anything else.
    General,
}

/// Everything that was found of one time-stamp.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimestampFacts {
    /// What it is over.
    pub kind: TimestampType,
    /// The time that it states.
    pub time: Option<Time>,
    /// The policy of the authority, dotted.
    pub policy: String,
    /// Why the token cannot be read.
    pub problem: Option<String>,
    /// The revision that a document time-stamp is over, counted from 0; `None` for others.
    #[serde(default)]
    pub revision: Option<usize>,
    /// From which revision on a time-stamp over the document is over this one, counted from 0.
    #[serde(default)]
    pub covered_from: Option<usize>,
    /// The token's signature; `core.digest` is its imprint.
    pub core: CoreFacts,
}

/// What certificates of many documents share is written with each.
mod shown {
    use super::{Arc, Deserialize as _, Serialize as _, Signatory};

    pub(super) fn serialize<S: serde::Serializer>(shown: &Arc<Signatory>, serializer: S) -> Result<S::Ok, S::Error> {
        Signatory::serialize(shown, serializer)
    }

    pub(super) fn deserialize<'d, D: serde::Deserializer<'d>>(deserializer: D) -> Result<Arc<Signatory>, D::Error> {
        Signatory::deserialize(deserializer).map(Arc::new)
    }
}
