//! Whether a certificate was revoked: CRLs by RFC 5280, 6.3.3, OCSP responses by RFC 6960, each piece of evidence with
//! what became of it.

mod by_crl;
mod by_response;
mod chain;

use std::fmt;

use super::certificate::Certificate;
use super::crl::{Crl, Entry, Flaw, Reason};
use super::ocsp::Response;
use crate::crypto::SignatureCheck;
use crate::error::Exceeded;
use crate::limits::Budget;
use crate::oid::Oid;
use crate::time::Time;

pub use chain::{ChainStatus, Sources, determine_path, find_path_not_revoked};

/// The status of a certificate, as far as the evidence tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationStatus {
    /// Not revoked, for any reason.
    Good,
    /// Revoked for good.
    Revoked {
        /// Since when.
        at: Time,
        /// Why; `None`: nothing is said.
        reason: Option<Reason>,
        /// Since when the key is known or suspected to be compromised.
        invalidity_date: Option<Time>,
    },
    /// Suspended; it may be reinstated or revoked later.
    Hold {
        /// Since when.
        since: Time,
    },
    /// The evidence does not tell: there is none, or each piece was [rejected](Determination::rejected).
    Unknown,
}

impl RevocationStatus {
    /// Whether the certificate could be relied upon at this moment: good, or revoked later and not known to be
    /// compromised before.
    #[must_use]
    pub fn is_good_at(self, at: Time) -> bool {
        match self {
            Self::Good => true,
            Self::Revoked { at: revoked, invalidity_date, .. } => {
                at < revoked && invalidity_date.is_none_or(|compromised| at < compromised)
            }
            Self::Hold { since } => at < since,
            Self::Unknown => false,
        }
    }
}

/// How new evidence must be to show that a certificate was *not* revoked. That it was, old evidence shows too.
///
/// Evidence that was issued after the moment asked about knows more, and is new enough by every rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Freshness {
    /// The next one was not due yet at the moment asked about (RFC 5280, 6.3.3(a)). A CRL that does not say when the
    /// next one is due is not new enough; an OCSP response that does not is for a day.
    InForce,
    /// Issued at most so many seconds before the moment asked about (EN 319 102-1, 5.2.5.4).
    Within(u32),
    /// Issued at this time or later.
    Since(Time),
}

/// How long an OCSP response without `nextUpdate` is taken as in force, in seconds.
///
/// A day: RFC 6960, 4.2.2.1 says that newer information is available all the time, and sets no bound.
const DAY: i64 = 86_400;

impl Freshness {
    fn accepts(self, at: Time, this_update: Time, next_update: Option<Time>) -> bool {
        at <= this_update
            || match self {
                Self::InForce => next_update.is_some_and(|next| at <= next),
                Self::Within(seconds) => at <= this_update.plus(i64::from(seconds)),
                Self::Since(time) => time <= this_update,
            }
    }
}

/// What someone else than the issuer of the certificate was authorised for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the standards have these two")]
pub enum Delegation {
    /// Signing CRLs: another key of the CA, or the issuer of an indirect CRL.
    CrlIssuer,
    /// Signing OCSP responses, by a certificate that the CA itself issued for it.
    OcspResponder,
}

/// What is known of a delegate whose certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "one or the other")]
pub enum Delegate {
    /// Its certificate was not revoked.
    Checked,
    /// Its certificate was not checked for revocation, because the CA says that it need not be (RFC 6960, 4.2.2.2.1),
    /// or because there is nothing to check it with.
    Unchecked,
}

/// Answers whether a certificate holds for a delegation: its path to the same anchor, its validity, its status.
///
/// The signatures, names, and purposes that tie it to the evidence are checked before it is asked.
pub type Prove<'a> = dyn FnMut(&Certificate, Delegation, &mut Budget) -> Result<Delegate, String> + 'a;

/// What is asked, and with which evidence.
#[expect(clippy::exhaustive_structs, reason = "callers fill in every field")]
pub struct Question<'a> {
    /// The certificate asked about.
    pub certificate: &'a Certificate,
    /// The certificate of its issuer, proven to be.
    pub issuer: &'a Certificate,
    /// CRLs, of whatever origin.
    pub crls: &'a [Crl],
    /// OCSP responses, of whatever origin.
    pub responses: &'a [Response],
    /// Where certificates of CRL issuers and responders may be found, beside those in the responses.
    pub certificates: &'a [Certificate],
    /// The moment asked about.
    pub at: Time,
    /// The present: evidence from the future is none.
    pub now: Time,
    /// How new evidence must be.
    pub freshness: Freshness,
    /// Checks signatures.
    pub checker: &'a dyn SignatureCheck,
}

/// A piece of evidence: its index in the slice that the question gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "the question gives these two")]
pub enum Source {
    /// Of [`Question::crls`].
    Crl(usize),
    /// Of [`Question::responses`].
    Response(usize),
}

/// A piece of evidence that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proof {
    /// Which.
    pub source: Source,
    /// The delta that was combined with it: its index in [`Question::crls`].
    pub delta: Option<usize>,
    /// Whose key signed it.
    pub signer: Certificate,
    /// What is known of the signer, when it is not the issuer's own key.
    pub delegate: Option<Delegate>,
    /// When it was right: thisUpdate.
    pub this_update: Time,
    /// When newer information is due.
    pub next_update: Option<Time>,
    /// When the response was signed; for a CRL as [`this_update`](Self::this_update).
    pub produced_at: Time,
}

/// A piece of evidence that was not used, or not to the end, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "which, and why")]
pub struct Rejected {
    /// Which.
    pub source: Source,
    /// Why.
    pub why: Rejection,
}

/// Why a piece of evidence was not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each says what it is; `subject` is a name as RFC 4514 writes it")]
pub enum Rejection {
    #[error("it is not about the certificate")]
    NotAbout,
    #[error("it is not of a distribution point of the certificate")]
    DistributionPoint,
    #[error("it is for another kind of certificates")]
    Kind,
    #[error("it tells changes only, and the list that they belong to is missing")]
    DeltaAlone,
    #[error(transparent)]
    Flaw(Flaw),
    #[error("{0}")]
    Malformed(String),
    #[error("the critical extension {0} is not processed")]
    CriticalExtension(Oid),
    #[error("it was issued after the present moment, at {0}")]
    Future(Time),
    #[error("it is not new enough: issued at {this_update}")]
    NotFresh { this_update: Time, next_update: Option<Time> },
    #[error("it was issued after the certificate expired, and does not say that it still speaks for such")]
    AfterExpiry,
    #[error("it speaks for some reasons of revocation only")]
    SomeReasons,
    #[error("the certificate of who signed it, {subject}, is missing")]
    NoSigner { subject: String },
    #[error("its signature does not verify")]
    BadSignature,
    #[error("it is signed with an algorithm that is not known")]
    Algorithm,
    #[error("`{subject}` is not authorised to sign it: {why}")]
    NotAuthorised { subject: String, why: String },
    #[error("the responder does not know the certificate")]
    UnknownToResponder,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Determination {
    /// The status.
    pub status: RevocationStatus,
    /// What shows it; empty when it is unknown. Several CRLs, when each speaks for some reasons.
    pub proofs: Vec<Proof>,
    /// What was not used, each once.
    pub rejected: Vec<Rejected>,
}

impl Determination {
    /// Nothing is known, and nothing was at hand.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { status: RevocationStatus::Unknown, proofs: Vec::new(), rejected: Vec::new() }
    }
}

/// What one piece of evidence (or several CRLs that belong together) says.
struct Finding {
    says: Says,
    proofs: Vec<Proof>,
}

enum Says {
    Good,
    Listed(Entry),
}

impl Finding {
    fn is_hold(&self) -> bool {
        matches!(&self.says, Says::Listed(entry) if entry.reason == Some(Reason::CertificateHold))
    }

    /// The newest of what it rests on.
    fn time(&self) -> Option<Time> {
        self.proofs.iter().map(|proof| proof.this_update).max()
    }

    fn status(&self) -> RevocationStatus {
        match &self.says {
            Says::Good => RevocationStatus::Good,
            Says::Listed(entry) if self.is_hold() => RevocationStatus::Hold { since: entry.revoked_at },
            Says::Listed(Entry { revoked_at, reason, invalidity_date }) => {
                RevocationStatus::Revoked { at: *revoked_at, reason: *reason, invalidity_date: *invalidity_date }
            }
        }
    }
}

/// Determines the status of one certificate from all the evidence at hand.
///
/// One piece that says "revoked" outweighs all others: revocation is for good. Between hold and good the newest piece
/// decides. Every public-key operation is charged before it is done.
///
/// # Errors
/// [`Exceeded`] when the budget is used up before all evidence is seen.
pub fn determine(
    question: &Question<'_>,
    prove: &mut Prove<'_>,
    budget: &mut Budget,
) -> Result<Determination, Exceeded> {
    let mut rejected = Vec::new();
    let mut findings = by_response::findings(question, prove, budget, &mut rejected)?;
    findings.extend(by_crl::findings(question, prove, budget, &mut rejected)?);
    let weight = |finding: &Finding| match finding.status() {
        RevocationStatus::Revoked { at, .. } => (0, at.unix(), 0),
        // Newest first; of two of the same time the hold.
        _ => (1, finding.time().map_or(i64::MAX, |time| time.unix().saturating_neg()), u8::from(!finding.is_hold())),
    };
    let best = findings.into_iter().min_by_key(weight);
    Ok(match best {
        Some(finding) => Determination { status: finding.status(), proofs: finding.proofs, rejected },
        None => Determination { rejected, ..Determination::unknown() },
    })
}

impl fmt::Display for RevocationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good => f.write_str("not revoked"),
            Self::Revoked { at, reason: Some(reason), .. } => write!(f, "revoked at {at} ({})", reason.name()),
            Self::Revoked { at, .. } => write!(f, "revoked at {at}"),
            Self::Hold { since } => write!(f, "on hold since {since}"),
            Self::Unknown => f.write_str("not known"),
        }
    }
}
