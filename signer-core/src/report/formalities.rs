//! What Decree 30/2020 asks of an official document beside good signatures, as far as it was looked at.

use serde::{Deserialize, Serialize};

use super::conclusion::Conclusion;
use super::signature::{DigestAnswer, Role, SignatureAnswer, SignatureReport, SignatureType, TimestampIndication};
use super::{Report, TimestampType};
use crate::time::Time;

/// Seven hours: the time of Vietnam ahead of UTC.
const SEVEN_HOURS: i64 = 7 * 3_600;
/// How far a clock may be off, in seconds: a signature is stamped within minutes.
const TOLERANCE: i64 = 600;

/// What Decree 30/2020 asks of an official document beside good signatures. Facts: nothing fails by them unless a
/// [`super::Requirement`] asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Formalities {
    /// What the document is.
    pub form: DocumentForm,
    /// Whether the competent person signed before the organisation.
    pub order: SigningOrder,
    /// The number and notation of the document (article 15).
    pub number: Particular,
    /// The date of issue (article 15).
    pub date: Particular,
    /// Whether every signature has a time-stamp that proves a time.
    pub timestamped: bool,
    /// Fields whose claimed time is seven hours after the proven one: the time of Vietnam, written as if it were UTC.
    pub local_times: Vec<String>,
    /// Units that certificates name although they had ceased to exist when the signature was made.
    pub former_units: Vec<FormerUnit>,
    /// Which of the smallest set of facts could not be shown (Circular 15/2025, article 6).
    pub facts_missing: Vec<MissingFact>,
}

/// What an official document is (Decree 30/2020, articles 3 and 25).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DocumentForm {
    /// A certified copy: SAO Y, SAO LỤC or TRÍCH SAO. The organisation's signature alone makes it complete.
    Copy,
    /// What is attached to another document, in a file of its own. The organisation's signature alone makes it complete.
    Attachment,
    /// A document of its own, or one that nothing shows to be anything else.
    #[default]
    #[serde(other)]
    Original,
}

/// Whether the two signatures are in the order of Decree 30/2020, article 32(2)(d).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SigningOrder {
    /// The competent person first.
    Kept,
    /// The organisation first.
    Reversed,
    /// One of the two is missing.
    #[default]
    #[serde(other)]
    None,
}

/// Something that stands on the page of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Particular {
    /// Whether it is there.
    pub presence: Presence,
    /// What it says, where that was read.
    pub text: Option<String>,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// It is.
    Present,
    /// It was looked for, and is not.
    Absent,
    /// Nobody looked, or the page could not be read.
    #[default]
    #[serde(other)]
    NotRead,
}

/// A unit that a certificate names although it no longer existed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormerUnit {
    /// The field of the signature.
    pub field: String,
    /// What the certificate says.
    pub named: String,
    /// The unit, as the list names it.
    pub unit: String,
    /// The first moment at which it no longer existed.
    pub since: Time,
    /// What it became part of, where the list says so.
    #[serde(default)]
    pub successor: Option<String>,
}

/// A fact that has to be shown of every signature, and could not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingFact {
    /// The field of the signature.
    pub field: String,
    /// The fact.
    pub fact: Fact,
}

/// The smallest set of facts (Circular 41/2017, article 12; Circular 15/2025, article 6). Whether the signature was valid
/// is the conclusion itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The issuer of the certificate.
    Issuer,
    /// The signer.
    Signer,
    /// The unit that manages the certificate.
    Unit,
    /// The time of signing, claimed or proven.
    Time,
    /// Whether the content is intact.
    Integrity,
    /// The period of validity of the certificate.
    #[serde(other)]
    Validity,
}

impl Fact {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Issuer, Self::Signer, Self::Unit, Self::Time, Self::Integrity, Self::Validity];

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Signer => "signer",
            Self::Unit => "unit",
            Self::Time => "time",
            Self::Integrity => "integrity",
            Self::Validity => "validity",
        }
    }

    fn is_shown(self, signature: &SignatureReport) -> bool {
        let signer = signature.signer.as_ref();
        let said = |text: &str| !text.trim().is_empty();
        match self {
            Self::Issuer => signer.is_some_and(|signer| said(&signer.issuer)),
            Self::Signer => signer.is_some_and(|signer| said(&signer.common_name)),
            Self::Unit => {
                signer.is_some_and(|signer| said(&signer.organization) || signer.units.iter().any(|unit| said(unit)))
            }
            Self::Time => signature.best_signature_time.or(signature.claimed_signing_time).is_some(),
            Self::Integrity => {
                signature.integrity.digest != DigestAnswer::Unknown
                    && signature.integrity.signature != SignatureAnswer::Unknown
            }
            Self::Validity => signer.is_some_and(|signer| signer.not_before.is_some() && signer.not_after.is_some()),
        }
    }
}

impl Formalities {
    /// What the signatures themselves tell. Pages and lists of units are the caller's.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let signed = || report.signatures.iter().filter(|one| one.kind == SignatureType::Signature);
        let missing = |one: &SignatureReport| {
            let field = one.field.clone();
            let facts = Fact::ALL.iter().filter(|fact| !fact.is_shown(one));
            facts.map(move |fact| MissingFact { field: field.clone(), fact: *fact }).collect::<Vec<_>>()
        };
        Self {
            order: order(report),
            timestamped: signed().next().is_some() && signed().all(proves_a_time),
            local_times: signed().filter(|one| is_local_time(one)).map(|one| one.field.clone()).collect(),
            facts_missing: signed().flat_map(missing).collect(),
            ..Self::default()
        }
    }
}

fn order(report: &Report) -> SigningOrder {
    let standing = || super::requirement::standing(report);
    let first = |role: Role| standing().position(|one| one.role == role);
    match (first(Role::Personal), first(Role::Organisation)) {
        (Some(person), Some(organisation)) if person < organisation => SigningOrder::Kept,
        (Some(_), Some(_)) => SigningOrder::Reversed,
        _ => SigningOrder::None,
    }
}

/// A time-stamp over the content alone says nothing about when it was signed.
pub(super) fn proves_a_time(signature: &SignatureReport) -> bool {
    signature.timestamps.iter().any(|timestamp| {
        timestamp.kind != TimestampType::Content && timestamp.indication() == TimestampIndication::Passed
    })
}

/// Some programs write the time of Vietnam and call it UTC.
#[must_use]
pub(crate) fn is_local_time(signature: &SignatureReport) -> bool {
    let (Some(claimed), Some(best)) = (signature.claimed_signing_time, signature.best_signature_time) else {
        return false;
    };
    let ahead = claimed.unix().saturating_sub(best.unix());
    ahead.saturating_sub(SEVEN_HOURS).saturating_abs() <= TOLERANCE
}

/// Whether the organisation's signature alone makes such a document complete (Decree 30/2020, article 25(1)(c) and
/// Appendix I), and is there.
pub(super) fn is_complete_alone(report: &Report) -> bool {
    report.formalities.form != DocumentForm::Original
        && report.signatures.iter().any(|one| {
            one.kind == SignatureType::Signature
                && one.role == Role::Organisation
                && !matches!(one.conclusion(), Conclusion::TotalFailed(_))
        })
}
