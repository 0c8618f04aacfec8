//! What was found in one document, in the terms of EN 319 102-1. One JSON object; its shape is a contract.
//!
//! Nothing here stores a verdict: conclusions are computed from the checks each time they are asked for,
//! so a report cannot say one thing and list another.

mod check;
mod conclusion;
mod formalities;
mod requirement;
#[cfg(feature = "schema")]
mod schema;
mod signature;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::evidence::Need;
use crate::time::Time;

pub use self::check::{Check, CheckId, Checks, Obligation, Status, Subject};
pub use self::conclusion::{Conclusion, Failed, Indeterminate, Reason, conclude};
pub(crate) use self::formalities::is_local_time;
pub use self::formalities::{
    DocumentForm, Fact, Formalities, FormerUnit, MissingFact, Particular, Presence, SigningOrder,
};
pub use self::requirement::{Requirement, RequirementResult};
#[cfg(feature = "schema")]
pub use self::schema::schema;
pub use self::signature::{
    Algorithms, ChainLink, ChangeItem, Changes, Coverage, DigestAnswer, Extent, Integrity, Level, Revocation,
    RevocationOrigin, RevocationSource, RevocationStatus, Role, RoleDecision, Signatory, SignatureAnswer,
    SignatureReport, SignatureType, TimestampIndication, TimestampReport, TimestampType,
};

/// The name of this shape of report.
pub const SCHEMA: &str = "signer-report/1";

/// What was found in one document.
///
/// A field that a later version added is ignored when an earlier one reads it; a field that is missing
/// takes its empty value.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = schema::add_computed))]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// The document, as the caller named it.
    pub path: String,
    /// The SHA-256 of the document, lower-case hexadecimal; empty when it could not be read.
    #[serde(default)]
    pub sha256: String,
    /// Its length in octets.
    #[serde(default)]
    pub size: u64,
    /// Why the document could not be read at all.
    #[serde(default)]
    pub error: Option<ReportError>,
    /// The moment that the document was judged at.
    pub validation_time: Time,
    /// The name of the policy that it was judged by.
    #[serde(default)]
    pub policy: String,
    /// By what it was judged beside policy and time, where the caller says it.
    #[serde(default)]
    pub judged_by: Option<JudgedBy>,
    /// One entry for each signature and document time-stamp, in the order of their revisions.
    #[serde(default)]
    pub signatures: Vec<SignatureReport>,
    /// What the caller asked of the document, and whether it is met.
    #[serde(default)]
    pub requirements: Vec<RequirementResult>,
    /// What else a reader of the document should know.
    #[serde(default)]
    pub findings: Vec<ReportFinding>,
    /// What could be asked of the outside to judge again with more.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What Decree 30/2020 asks beside good signatures.
    #[serde(default)]
    pub formalities: Formalities,
    /// The first document of the run with the same content, where this is a later one.
    #[serde(default)]
    pub duplicate_of: Option<String>,
    /// What the message says that carried the document, where one did.
    #[serde(default)]
    pub message: Option<MessageHeader>,
}

/// What the header of a message of the national document exchange says of what it carries (QCVN 102:2016/BTTTT).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct MessageHeader {
    /// `DocumentId`, as it stands there.
    pub document_id: Option<String>,
    /// The organisation that sent it.
    pub organisation: Option<String>,
    /// The full name of the signer.
    pub signer: Option<String>,
    /// The number: `CodeNumber`.
    pub number: Option<String>,
    /// The notation: `CodeNotation`.
    pub notation: Option<String>,
    /// The date of issue, as `yyyy-mm-dd`.
    pub date: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Which of its attachments this is, counted from 1.
    pub attachment: usize,
}

/// By what a document was judged: whoever reads the verdict may ask for the same judgement again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JudgedBy {
    /// Name and version of the program.
    pub program: String,
    /// The SHA-256 of the file that the policy was read from, lower-case hexadecimal; null where it is built in.
    pub policy_sha256: Option<String>,
    /// The SHA-256 of every trusted certificate, upper-case hexadecimal, in ascending order.
    pub trust: Vec<String>,
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportError {
    /// A code that programs can rely on: `malformed`, `limit`, `encrypted`.
    pub code: String,
    /// One sentence in English.
    pub message: String,
}

/// Something noticed that is no check of one signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportFinding {
    /// A code that programs can rely on: `pdf.xref-rebuilt`.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// One sentence in English.
    pub message: String,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Unusual; a person should look.
    Warning,
    /// A signature cannot pass because of it.
    Error,
}

/// What the report says of the document as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum DocumentConclusion {
    /// Every signature is TOTAL-PASSED, at least one is there, every change is allowed, every requirement met.
    Passed,
    /// A signature is TOTAL-FAILED, a change is not allowed, or a requirement is not met.
    Failed,
    /// None failed, but at least one could be neither passed nor failed.
    Indeterminate,
    /// No signature is there. A document time-stamp alone is no one's signature.
    Unsigned,
    /// The document could not be read.
    Unreadable,
}

/// Which of the two signatures of an outgoing document are there and passed (Decree 30/2020, article 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Completeness {
    /// The competent person's and the organisation's.
    Complete,
    /// Only the competent person's.
    PersonalOnly,
    /// Only the organisation's.
    OrganisationOnly,
    /// Neither, or none that could be told.
    None,
}

impl Report {
    /// A report with nothing found yet.
    #[must_use]
    pub fn new(path: impl Into<String>, validation_time: Time, policy: impl Into<String>) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            path: path.into(),
            sha256: String::new(),
            size: 0,
            error: None,
            validation_time,
            policy: policy.into(),
            judged_by: None,
            signatures: Vec::new(),
            requirements: Vec::new(),
            findings: Vec::new(),
            needs: Vec::new(),
            formalities: Formalities::default(),
            duplicate_of: None,
            message: None,
        }
    }

    /// A report on a document that could not be read.
    #[must_use]
    pub fn unreadable(
        path: impl Into<String>,
        validation_time: Time,
        policy: impl Into<String>,
        error: ReportError,
    ) -> Self {
        Self { error: Some(error), ..Self::new(path, validation_time, policy) }
    }

    /// What this amounts to. Computed; nothing stores it.
    #[must_use]
    pub fn conclusion(&self) -> DocumentConclusion {
        if self.error.is_some() {
            return DocumentConclusion::Unreadable;
        }
        let conclusions = || self.signatures.iter().map(SignatureReport::conclusion);
        if conclusions().any(|conclusion| matches!(conclusion, Conclusion::TotalFailed(_))) {
            return DocumentConclusion::Failed;
        }
        if !self.signatures.iter().any(|signature| signature.kind == SignatureType::Signature) {
            return DocumentConclusion::Unsigned;
        }
        let refused = self.signatures.iter().any(|signature| !signature.changes.allowed);
        if refused || self.requirements.iter().any(|requirement| !requirement.met) {
            return DocumentConclusion::Failed;
        }
        if conclusions().all(|conclusion| conclusion == Conclusion::TotalPassed) {
            DocumentConclusion::Passed
        } else {
            DocumentConclusion::Indeterminate
        }
    }

    /// Which of the two signatures of an outgoing document are there and not failed.
    ///
    /// A signature that could be neither passed nor failed counts: whether it is trusted is the conclusion's part.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        let has = |role: Role| {
            self.signatures.iter().any(|signature| {
                signature.kind == SignatureType::Signature
                    && signature.role == role
                    && !matches!(signature.conclusion(), Conclusion::TotalFailed(_))
            })
        };
        match (has(Role::Personal), has(Role::Organisation)) {
            (true, true) => Completeness::Complete,
            (true, false) => Completeness::PersonalOnly,
            (false, true) => Completeness::OrganisationOnly,
            (false, false) => Completeness::None,
        }
    }

    /// Asks whether each requirement is met, and keeps the answers.
    #[must_use]
    pub fn with_requirements(mut self, requirements: &[Requirement]) -> Self {
        self.requirements = requirements.iter().map(|requirement| requirement.ask(&self)).collect();
        self
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Report", 17)?;
        out.serialize_field("schema", &self.schema)?;
        out.serialize_field("path", &self.path)?;
        out.serialize_field("sha256", &self.sha256)?;
        out.serialize_field("size", &self.size)?;
        out.serialize_field("conclusion", &self.conclusion())?;
        out.serialize_field("error", &self.error)?;
        out.serialize_field("completeness", &self.completeness())?;
        out.serialize_field("validation_time", &self.validation_time)?;
        out.serialize_field("policy", &self.policy)?;
        out.serialize_field("judged_by", &self.judged_by)?;
        out.serialize_field("signatures", &self.signatures)?;
        out.serialize_field("requirements", &self.requirements)?;
        out.serialize_field("findings", &self.findings)?;
        out.serialize_field("needs", &self.needs)?;
        out.serialize_field("formalities", &self.formalities)?;
        out.serialize_field("duplicate_of", &self.duplicate_of)?;
        out.serialize_field("message", &self.message)?;
        out.end()
    }
}
