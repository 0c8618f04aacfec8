//! What a caller may ask of a document beyond good signatures.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::conclusion::Conclusion;
use super::formalities::{DocumentForm, Formalities, Presence, SigningOrder, is_complete_alone, proves_a_time};
use super::signature::{Level, Role, SignatureReport, SignatureType};
use super::{Completeness, Report};
use crate::error::Misuse;

/// Something that a document has to have; a document lacking it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Requirement {
    /// The competent person's signature and the organisation's, in this order (Decree 30/2020, article 5).
    Complete,
    /// The organisation's signature.
    Organisation,
    /// The competent person's signature.
    Personal,
    /// A time-stamp that proves a time, for every signature.
    Timestamp,
    /// Every signature has at least the level B-B.
    BB,
    /// Every signature has at least the level B-T.
    BT,
    /// Every signature has at least the level B-LT.
    BLt,
    /// Every signature has at least the level B-LTA.
    BLta,
    /// Where both have signed, the competent person did so first (Decree 30/2020, article 32(2)(d)).
    Order,
    /// As [`Requirement::Complete`]; of a certified copy or an attachment in a file of its own the organisation's
    /// signature is enough (articles 25(1)(c) and Appendix I).
    CompleteOrCopy,
    /// What is attached in a file of its own has the organisation's signature.
    Attachments,
    /// Number, notation and date of issue are on the first page (article 15).
    NumberDate,
    /// No certificate names a unit that had ceased to exist.
    CurrentUnits,
    /// No claimed signing time is the time of Vietnam, written as if it were UTC.
    UtcTime,
    /// The smallest set of facts can be shown of every signature (Circular 15/2025, article 6).
    Facts,
}

/// Whether a requirement is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequirementResult {
    /// Its name.
    pub requirement: String,
    /// Whether the document has it.
    pub met: bool,
    /// One sentence in English when it has not.
    #[serde(default)]
    pub message: String,
}

impl Requirement {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Personal,
        Self::Organisation,
        Self::Complete,
        Self::Timestamp,
        Self::BB,
        Self::BT,
        Self::BLt,
        Self::BLta,
        Self::Order,
        Self::CompleteOrCopy,
        Self::Attachments,
        Self::NumberDate,
        Self::CurrentUnits,
        Self::UtcTime,
        Self::Facts,
    ];

    /// Its name on the command line and in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Organisation => "organisation",
            Self::Personal => "personal",
            Self::Timestamp => "timestamp",
            Self::BB => "b-b",
            Self::BT => "b-t",
            Self::BLt => "b-lt",
            Self::BLta => "b-lta",
            Self::Order => "order",
            Self::CompleteOrCopy => "complete-or-copy",
            Self::Attachments => "attachments",
            Self::NumberDate => "number-date",
            Self::CurrentUnits => "current-units",
            Self::UtcTime => "utc-time",
            Self::Facts => "facts",
        }
    }

    /// Asks it of a report.
    #[must_use]
    pub fn ask(self, report: &Report) -> RequirementResult {
        let missing = match self {
            Self::Complete => lacks_completeness(report),
            Self::Organisation => lacks_role(report, Role::Organisation),
            Self::Personal => lacks_role(report, Role::Personal),
            Self::Timestamp => lacks_timestamp(report),
            Self::BB => lacks_level(report, Level::BB),
            Self::BT => lacks_level(report, Level::BT),
            Self::BLt => lacks_level(report, Level::BLt),
            Self::BLta => lacks_level(report, Level::BLta),
            Self::Order => lacks_order(report),
            Self::CompleteOrCopy if is_complete_alone(report) => None,
            Self::CompleteOrCopy => lacks_completeness(report),
            Self::Attachments => lacks_signed_attachment(report),
            Self::NumberDate => lacks_number_or_date(report),
            Self::CurrentUnits => lacks_current_units(report),
            Self::UtcTime => lacks_utc_time(report),
            Self::Facts => lacks_facts(report),
        };
        RequirementResult {
            requirement: self.name().to_owned(),
            met: missing.is_none(),
            message: missing.unwrap_or_default(),
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Requirement {
    type Err = Misuse;

    fn from_str(name: &str) -> Result<Self, Misuse> {
        let known = Self::ALL.iter().copied().find(|requirement| requirement.name() == name);
        known.ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|requirement| requirement.name()).collect();
            Misuse::new(format!("unknown requirement `{name}`; known are {}", names.join(", ")))
        })
    }
}

/// The signatures that count towards a requirement: not the failed ones.
pub(super) fn standing(report: &Report) -> impl Iterator<Item = &SignatureReport> {
    report.signatures.iter().filter(|signature| {
        signature.kind == SignatureType::Signature && !matches!(signature.conclusion(), Conclusion::TotalFailed(_))
    })
}

fn lacks_role(report: &Report, role: Role) -> Option<String> {
    let whose = if role == Role::Personal { "the competent person's" } else { "the organisation's" };
    (!standing(report).any(|signature| signature.role == role)).then(|| format!("{whose} signature is missing"))
}

/// Decree 30/2020, article 32(2)(d): the organisation signs what the competent person has signed.
fn lacks_completeness(report: &Report) -> Option<String> {
    match report.completeness() {
        Completeness::Complete => {}
        Completeness::PersonalOnly => return Some("the organisation's signature is missing".to_owned()),
        Completeness::OrganisationOnly => return Some("the competent person's signature is missing".to_owned()),
        Completeness::None => return Some("both signatures are missing".to_owned()),
    }
    lacks_order(report)
}

fn lacks_order(report: &Report) -> Option<String> {
    let reversed = Formalities::of(report).order == SigningOrder::Reversed;
    reversed.then(|| "the organisation signed before the competent person".to_owned())
}

fn lacks_signed_attachment(report: &Report) -> Option<String> {
    let unsigned = report.formalities.form == DocumentForm::Attachment && !is_complete_alone(report);
    unsigned.then(|| "the attachment lacks the organisation's signature".to_owned())
}

fn lacks_number_or_date(report: &Report) -> Option<String> {
    let Formalities { number, date, .. } = &report.formalities;
    match (number.presence, date.presence) {
        (Presence::Present, Presence::Present) => None,
        (Presence::NotRead, _) | (_, Presence::NotRead) => {
            Some("number and date could not be read off the first page".to_owned())
        }
        (Presence::Absent, Presence::Present) => Some("number and notation are missing".to_owned()),
        (Presence::Present, Presence::Absent) => Some("the date of issue is missing".to_owned()),
        (Presence::Absent, Presence::Absent) => Some("number, notation and date of issue are missing".to_owned()),
    }
}

fn lacks_current_units(report: &Report) -> Option<String> {
    let former = report.formalities.former_units.first()?;
    Some(format!("the certificate of `{}` names a unit that no longer existed: {}", former.field, former.unit))
}

fn lacks_utc_time(report: &Report) -> Option<String> {
    let field = Formalities::of(report).local_times.into_iter().next()?;
    Some(format!("the claimed time of `{field}` is seven hours off"))
}

fn lacks_facts(report: &Report) -> Option<String> {
    let formalities = Formalities::of(report);
    if let Some(missing) = formalities.facts_missing.first() {
        return Some(format!("of the signature `{}` this is not known: {}", missing.field, missing.fact.name()));
    }
    let any = report.signatures.iter().any(|one| one.kind == SignatureType::Signature);
    (!any).then(|| "there is no signature".to_owned())
}

fn lacks_timestamp(report: &Report) -> Option<String> {
    lacks(report, proves_a_time, |field| format!("the signature `{field}` has no time-stamp that proves a time"))
}

fn lacks_level(report: &Report, level: Level) -> Option<String> {
    let reached = |signature: &SignatureReport| signature.level.reaches(level);
    lacks(report, reached, |field| format!("the signature `{field}` does not reach the level asked for"))
}

fn lacks(report: &Report, has: impl Fn(&SignatureReport) -> bool, say: impl Fn(&str) -> String) -> Option<String> {
    let mut any = false;
    for signature in report.signatures.iter().filter(|signature| signature.kind == SignatureType::Signature) {
        any = true;
        if !has(signature) {
            return Some(say(&signature.field));
        }
    }
    (!any).then(|| "there is no signature".to_owned())
}
