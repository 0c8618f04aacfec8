//! What was found of one signature or document time-stamp.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::check::{Check, CheckId, Checks};
use super::conclusion::{Conclusion, conclude_with};
use crate::algorithm::Digest;
use crate::time::Time;

/// What was found of one signature or document time-stamp.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignatureReport {
    /// The fully qualified name of its field; empty where there is none (a detached signature).
    pub field: String,
    /// A signature or a document time-stamp.
    #[serde(rename = "type")]
    pub kind: SignatureType,
    /// The level 1 to 3 of a certification signature (ISO 32000-2, 12.8.2.2).
    #[serde(default)]
    pub certification: Option<u8>,
    /// The checks; the indication and its reason are computed from them and written beside them.
    #[serde(flatten)]
    pub checks: Checks,
    /// Whether content and signature are what they were.
    pub integrity: Integrity,
    /// How much of the file the signature covers.
    pub coverage: Coverage,
    /// What changed after it.
    pub changes: Changes,
    /// What the signature carries for its long life.
    pub level: Level,
    /// Whose signature it is: a person's or an organisation's.
    #[serde(default)]
    pub role: Role,
    /// What told the role.
    #[serde(default)]
    pub role_decided_by: Option<RoleDecision>,
    /// The signer, as the certificate names them.
    #[serde(default)]
    pub signer: Option<Signatory>,
    /// The algorithms used.
    #[serde(default)]
    pub algorithms: Algorithms,
    /// What the signer says of the time. Nothing proves it.
    #[serde(default)]
    pub claimed_signing_time: Option<Time>,
    /// The earliest moment at which the signature is proven to have existed.
    #[serde(default)]
    pub best_signature_time: Option<Time>,
    /// The time-stamps found.
    #[serde(default)]
    pub timestamps: Vec<TimestampReport>,
    /// From the signer's certificate upwards, as far as certificates were found.
    #[serde(default)]
    pub chain: Vec<ChainLink>,
    /// The revocation data used.
    #[serde(default)]
    pub revocation: Vec<Revocation>,
    /// Why it was signed, as the signer says.
    #[serde(default)]
    pub reason: Option<String>,
    /// Where it was signed, as the signer says.
    #[serde(default)]
    pub location: Option<String>,
    /// The encoding of the signature: the `/SubFilter`.
    #[serde(default)]
    pub sub_filter: Option<String>,
    /// The revision that it signs, counted from 1.
    #[serde(default)]
    pub revision: Option<usize>,
}

impl SignatureReport {
    /// What its checks amount to.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        self.checks.conclusion()
    }
}

/// A signature or a document time-stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SignatureType {
    /// Someone's signature.
    Signature,
    /// A time-stamp over the document (ISO 32000-2, 12.8.5).
    DocumentTimestamp,
}

/// Whether content and signature are what they were when signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Integrity {
    /// The content.
    pub digest: DigestAnswer,
    /// The signature over it.
    pub signature: SignatureAnswer,
}

/// Whether the content is the one that was signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum DigestAnswer {
    /// It is.
    Match,
    /// It is not.
    Mismatch,
    /// It could not be computed or there is nothing to compare it with.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Whether the signature value holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SignatureAnswer {
    /// It does.
    Valid,
    /// It does not.
    Invalid,
    /// It could not be checked.
    #[default]
    #[serde(other)]
    Unknown,
}

/// How much of the file a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// All of it but the signature.
    WholeFile,
    /// All of the revision that it signed; later updates follow.
    WholeRevision,
    /// Less than its revision.
    Partial,
    /// What it says of this is not readable or does not fit the file.
    Malformed,
}

/// What changed after a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changes {
    /// The gravest kind of change.
    pub extent: Extent,
    /// Whether all of them are permitted.
    pub allowed: bool,
    /// Each changed object that counts.
    #[serde(default)]
    pub items: Vec<ChangeItem>,
}

impl Default for Changes {
    /// Nothing changed.
    fn default() -> Self {
        Self { extent: Extent::None, allowed: true, items: Vec::new() }
    }
}

/// A kind of change; the order is by gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// No change.
    None,
    /// Validation data and document time-stamps.
    Archival,
    /// Form fields filled in, further signatures.
    Forms,
    /// Annotations.
    Annotations,
    /// Nobody vouches for it.
    Unexplained,
}

/// One changed object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeItem {
    /// Its object and generation number: `12 0`; empty where it is no object's (the trailer).
    pub object: String,
    /// The page that it belongs to, counted from 1, where that is known; the first of several.
    #[serde(default)]
    pub page: Option<usize>,
    /// What it is: `page-content`, `signature-field`, `font`.
    pub kind: Cow<'static, str>,
    /// What it was, in a few words.
    #[serde(default)]
    pub before: Option<String>,
    /// What it became, in a few words.
    #[serde(default)]
    pub after: Option<String>,
    /// The rule that permits it; `None` when none does.
    #[serde(default)]
    pub allowed_by: Option<Cow<'static, str>>,
    /// What forbids it although a rule explains it: `certification-1`, `field-lock`.
    #[serde(default)]
    pub forbidden_by: Option<String>,
}

/// What a signature carries for its long life (EN 319 142-1, 6), as found; nothing is judged by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Level {
    /// A CMS signature without what the baseline asks for.
    #[serde(rename = "CMS")]
    Cms,
    /// Baseline.
    #[serde(rename = "B-B")]
    BB,
    /// With a time-stamp.
    #[serde(rename = "B-T")]
    BT,
    /// With validation data.
    #[serde(rename = "B-LT")]
    BLt,
    /// With an archive time-stamp over them.
    #[serde(rename = "B-LTA")]
    BLta,
    /// It could not be told.
    #[default]
    #[serde(rename = "unknown", other)]
    Unknown,
}

impl Level {
    /// Whether it is this level or a higher one.
    #[must_use]
    pub fn reaches(self, level: Self) -> bool {
        const ORDER: [Level; 5] = [Level::Cms, Level::BB, Level::BT, Level::BLt, Level::BLta];
        let rank = |level: Self| ORDER.iter().position(|other| *other == level);
        rank(self) >= rank(level)
    }
}

/// Whose signature it is (Decree 30/2020, article 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The competent person's.
    Personal,
    /// The organisation's.
    Organisation,
    /// It could not be told.
    #[default]
    #[serde(other)]
    Unknown,
}

/// What told the role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RoleDecision {
    /// The signature's appearance on the page.
    Appearance,
    /// A list of known certificates.
    Configuration,
    /// The names in the certificate.
    #[serde(other)]
    Heuristic,
}

/// The signer, as the certificate names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Signatory {
    /// The whole name, RFC 4514.
    pub subject: String,
    /// The common name.
    pub common_name: String,
    /// The organisation.
    pub organization: String,
    /// The organisational units, as the certificate orders them.
    pub units: Vec<String>,
    /// The electronic mail address.
    pub email: Option<String>,
    /// The serial number, upper-case hexadecimal.
    pub serial: String,
    /// The issuer's whole name, RFC 4514.
    pub issuer: String,
    /// First moment of validity.
    pub not_before: Option<Time>,
    /// Last moment of validity.
    pub not_after: Option<Time>,
    /// The SHA-256 of the certificate, upper-case hexadecimal.
    pub sha256: String,
    /// Kind and size of the key: `RSA-2048`.
    pub key: String,
}

/// The algorithms of a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Algorithms {
    /// The digest of the content: `SHA-256`.
    pub digest: Option<Digest>,
    /// The signature's: `RSA-PKCS1-v1_5`.
    pub signature: Option<String>,
}

/// One time-stamp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimestampReport {
    /// What it is over.
    #[serde(rename = "type")]
    pub kind: TimestampType,
    /// The time that it states.
    pub time: Option<Time>,
    /// Who states it: the common name of its certificate, or the whole name.
    pub authority: String,
    /// The policy of the authority, dotted.
    pub policy: String,
    /// What its checks amounted to.
    indication: TimestampIndication,
    /// Its checks.
    #[serde(default)]
    pub checks: Vec<Check>,
}

impl TimestampReport {
    /// A time-stamp and its checks; what they amount to is computed here.
    #[must_use]
    pub fn new(kind: TimestampType, time: Option<Time>, authority: String, policy: String, checks: Vec<Check>) -> Self {
        let essential = [CheckId::TimestampImprint, CheckId::Signature, CheckId::Path, CheckId::Validity];
        let indication = match conclude_with(&checks, essential.into_iter()) {
            Conclusion::TotalPassed => TimestampIndication::Passed,
            Conclusion::TotalFailed(_) => TimestampIndication::Failed,
            Conclusion::Indeterminate(_) => TimestampIndication::Indeterminate,
        };
        Self { kind, time, authority, policy, indication, checks }
    }

    /// What its checks amounted to.
    #[must_use]
    pub const fn indication(&self) -> TimestampIndication {
        self.indication
    }
}

/// What a time-stamp is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TimestampType {
    /// The signature value: it existed at that time.
    Signature,
    /// The content, before it was signed.
    Content,
    /// The whole document.
    Document,
}

/// What the checks of a time-stamp amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum TimestampIndication {
    /// It proves its time.
    Passed,
    /// It is bad.
    Failed,
    /// It could not be judged; its time is not relied upon.
    #[serde(other)]
    Indeterminate,
}

/// A certificate on the way to the anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChainLink {
    /// Its subject, RFC 4514.
    pub subject: String,
    /// The SHA-256 of it, upper-case hexadecimal.
    pub sha256: String,
    /// Whether it is one of the trusted certificates itself.
    pub trusted: bool,
}

/// Revocation data that were used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Revocation {
    /// The SHA-256 of the certificate that they speak of, upper-case hexadecimal.
    pub certificate: String,
    /// What kind.
    pub source: RevocationSource,
    /// Where they came from.
    pub origin: RevocationOrigin,
    /// What they say.
    pub status: RevocationStatus,
    /// When they were issued.
    pub this_update: Time,
    /// When newer ones are due.
    #[serde(default)]
    pub next_update: Option<Time>,
}

/// What kind of revocation data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the standards' names")]
pub enum RevocationSource {
    Ocsp,
    Crl,
}

/// Where revocation data came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RevocationOrigin {
    /// From the document.
    Embedded,
    /// From the caller.
    Supplied,
    /// From the network.
    Fetched,
}

/// What revocation data say of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the standards' names")]
pub enum RevocationStatus {
    Good,
    Revoked,
    #[serde(other)]
    Unknown,
}
