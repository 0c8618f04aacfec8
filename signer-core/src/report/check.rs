//! Checks: each is one row of one table. Documentation, explanations and defaults all come from here.

use serde::{Deserialize, Serialize};

use super::conclusion::{Conclusion, Failed, Indeterminate, Reason, conclude};

/// What a policy may do with a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obligation {
    /// Always asked, never relaxed, and its pass has to be in the list for a signature to pass.
    Essential,
    /// Asked where it applies, never relaxed.
    Mandatory,
    /// A policy may turn its failure into a warning, or not ask it.
    Adjustable,
}

macro_rules! checks {
    ($($(#[$doc:meta])* $obligation:ident $variant:ident = $id:literal, $question:literal => $reason:expr;)*) => {
        /// A question asked of a signature.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum CheckId {
            $($(#[$doc])* #[serde(rename = $id)] $variant,)*
            /// A check of a later version of this program, in a report read back.
            #[serde(rename = "unknown", other)]
            Unknown,
        }

        impl CheckId {
            /// Every check, in the order in which they are asked.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in reports and policies: `cv.digest`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* Self::Unknown => "unknown" }
            }

            /// The question that it answers.
            #[must_use]
            pub const fn question(self) -> &'static str {
                match self { $(Self::$variant => $question,)* Self::Unknown => "This version does not know the check." }
            }

            /// The reason when it fails, unless the failure itself has a more exact one.
            #[must_use]
            pub const fn reason(self) -> Reason {
                match self { $(Self::$variant => $reason,)* Self::Unknown => doubt(Indeterminate::Generic) }
            }

            /// What a policy may do with it.
            #[must_use]
            pub const fn obligation(self) -> Obligation {
                match self { $(Self::$variant => Obligation::$obligation,)* Self::Unknown => Obligation::Mandatory }
            }
        }
    };
}

checks! {
    /// ISO 32000-2, 12.8.1: `/ByteRange` is four numbers within the file, one gap, from its first octet.
    Essential ByteRange = "format.byte-range", "Does the byte range describe this file?"
        => failure(Failed::FormatFailure);
    /// ISO 32000-2, 12.8.1: nothing but the signature itself may lie outside the range.
    Essential Coverage = "format.coverage", "Does the signature cover the whole of its revision?"
        => failure(Failed::FormatFailure);
    /// EN 319 102-1, 5.2.2: the document must not be read differently by different readers.
    Essential OneReading = "pdf.one-reading", "Can the signed document be read in one way only?"
        => failure(Failed::FormatFailure);
    /// ISO 32000-2, table 260: the `/SubFilter` is one that we verify.
    Essential SubFilter = "format.sub-filter", "Is the encoding of the signature known?"
        => failure(Failed::FormatFailure);
    /// RFC 5652, 5.1; ISO 32000-2, 12.8.3.3: a readable SignedData with one signer and the right content.
    Essential SignedData = "format.signed-data", "Can the signature be read?"
        => failure(Failed::FormatFailure);
    /// ISO 32000-2, 12.8.3.3.1; EN 319 142-1, 4.1: of several only the first could be shown, and it is not all.
    Mandatory OneSigner = "format.one-signer", "Does the message have exactly one signer?"
        => doubt(Indeterminate::SigConstraintsFailure);
    /// RFC 5652, 11.1 and 11.2: one content-type and one message-digest, and the type is that of the content.
    Mandatory Attributes = "format.attributes", "Are the signed attributes complete and consistent?"
        => failure(Failed::FormatFailure);
    /// EN 319 102-1, 5.2.3: the certificate that the signer names.
    Essential SigningCertificate = "ics.signing-certificate", "Has the signer's certificate been found?"
        => doubt(Indeterminate::NoSigningCertificateFound);
    /// EN 319 122-1, 5.2.2: the signed attribute that binds the certificate to the signature.
    Mandatory CertificateBinding = "ics.certificate-binding", "Is the certificate the one that was signed for?"
        => doubt(Indeterminate::NoSigningCertificateFound);
    /// EN 319 142-1, 6.3: required under `ETSI.CAdES.detached`, recommended elsewhere.
    Adjustable BindingPresent = "ics.binding-present", "Does the signature name its certificate in a signed attribute?"
        => doubt(Indeterminate::SigConstraintsFailure);
    /// EN 319 102-1, 5.2.7: the content is the one that was signed.
    Essential Digest = "cv.digest", "Is the signed content intact?"
        => failure(Failed::HashFailure);
    /// EN 319 102-1, 5.2.7: the signature value belongs to the content and the key.
    Essential Signature = "cv.signature", "Was the signature made with the key of this certificate?"
        => failure(Failed::SigCryptoFailure);
    /// RFC 5652, 5.3; RFC 6211: no two places name different algorithms.
    Mandatory AlgorithmsAgree = "cv.algorithms-agree", "Do all places name the same algorithms?"
        => failure(Failed::FormatFailure);
    /// EN 319 102-1, 5.2.6: from the signer's certificate to a trusted one.
    Essential Path = "xcv.path", "Does a valid path lead to a trusted certificate?"
        => doubt(Indeterminate::NoCertificateChainFound);
    /// EN 319 102-1, 5.2.6.4: neither it nor an authority above it is known to have been revoked by then. Old evidence
    /// shows it as well as new.
    Mandatory NotRevoked = "xcv.not-revoked", "Is no certificate of the path known to have been revoked?"
        => doubt(Indeterminate::RevokedNoPoe);
    /// EN 319 102-1, 5.2.6.4 and 5.5: at the time judged, or at a time proven.
    Essential Validity = "xcv.validity", "Was the signer's certificate valid at the time that counts?"
        => doubt(Indeterminate::OutOfBoundsNoPoe);
    /// RFC 5280, 4.2.1.3: digitalSignature or nonRepudiation.
    Adjustable KeyUsage = "xcv.key-usage", "May the certificate be used to sign documents?"
        => doubt(Indeterminate::ChainConstraintsFailure);
    /// EN 319 102-1, 5.2.5: known, and known newly enough.
    Adjustable Revocation = "xcv.revocation", "Is every certificate of the path known not to be revoked?"
        => doubt(Indeterminate::TryLater);
    /// EN 319 102-1, 5.2.8.4.2.
    Adjustable DigestAlgorithm = "sav.digest-algorithm", "Is the digest algorithm acceptable at the time that counts?"
        => doubt(Indeterminate::CryptoConstraintsFailureNoPoe);
    /// EN 319 102-1, 5.2.8.4.2.
    Adjustable SignatureAlgorithm = "sav.signature-algorithm", "Is the signature algorithm acceptable at the time that counts?"
        => doubt(Indeterminate::CryptoConstraintsFailureNoPoe);
    /// EN 319 102-1, 5.2.8.4.2.
    Adjustable KeySize = "sav.key-size", "Is the key long enough at the time that counts?"
        => doubt(Indeterminate::CryptoConstraintsFailureNoPoe);
    /// EN 319 102-1, 5.2.6.4: the certificates of the path, the anchor apart.
    Adjustable ChainAlgorithms = "xcv.algorithms", "Are the algorithms of the certificates acceptable at the time that counts?"
        => doubt(Indeterminate::CryptoConstraintsFailureNoPoe);
    /// EN 319 142-1, 5.3: no signing-time attribute beside `/M`.
    Adjustable ClaimedTime = "sav.claimed-time", "Is the signing time that the signer claims plausible?"
        => doubt(Indeterminate::SigConstraintsFailure);
    /// RFC 3161, 2.4.2: the time-stamp is over this very signature or content.
    Mandatory TimestampImprint = "tst.imprint", "Is the time-stamp over this very signature?"
        => failure(Failed::HashFailure);
    /// EN 319 102-1, 5.4 and 5.5: a time-stamp that can be relied upon.
    Adjustable Timestamp = "ltv.timestamp", "Does the time-stamp prove a time?"
        => doubt(Indeterminate::NoPoe);
    /// EN 319 102-1, 5.5.4 and 5.6.2: where only a proven time lets the signature hold, what was known then.
    Adjustable PastRevocation = "ltv.revocation", "Is it known that no certificate was revoked at the time that is relied upon?"
        => doubt(Indeterminate::TryLater);
    /// EN 319 102-1, 5.5.4.
    Mandatory TimestampOrder = "ltv.order", "Do the proven times agree with each other?"
        => doubt(Indeterminate::TimestampOrderFailure);
    /// ISO 32000-2, 12.8.2.2.2; EN 319 102-1, 5.2.2. As in DSS, a change that is not permitted is a failure of the
    /// format and not only a doubt: the signed revision is intact, the document that is shown is not what was signed.
    Essential ChangesPermitted = "changes.permitted", "Is every change after the signature permitted?"
        => failure(Failed::FormatFailure);
}

const fn failure(failed: Failed) -> Reason {
    Reason::Failed(failed)
}

const fn doubt(indeterminate: Indeterminate) -> Reason {
    Reason::Indeterminate(indeterminate)
}

impl CheckId {
    /// The check with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|check| check.id() == id)
    }

    /// Whether a policy may not relax it.
    #[must_use]
    pub fn is_mandatory(self) -> bool {
        self.obligation() != Obligation::Adjustable
    }
}

/// What a check was asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Subject {
    /// A certificate of the path.
    Certificate,
    /// The document around the signature.
    Document,
    /// The signature itself.
    Signature,
    /// A time-stamp.
    Timestamp,
}

/// What a check answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Yes.
    Pass,
    /// No, and it counts.
    Fail,
    /// No, and the policy does not count it.
    Warn,
    /// Not asked.
    Ignored,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Check {
    /// The question.
    pub id: CheckId,
    /// What it was asked of.
    pub subject: Subject,
    /// The answer.
    pub status: Status,
    /// Why not, when the answer is no.
    #[serde(default)]
    pub reason: Option<Reason>,
    /// One sentence in English; empty when there is nothing to say beyond the question.
    #[serde(default)]
    pub message: String,
}

impl Check {
    /// The answer is yes.
    #[must_use]
    pub fn passed(id: CheckId, subject: Subject) -> Self {
        Self { id, subject, status: Status::Pass, reason: None, message: String::new() }
    }

    /// The answer is no, for the reason of the table.
    #[must_use]
    pub fn failed(id: CheckId, subject: Subject, message: impl Into<String>) -> Self {
        Self::failed_because(id, subject, id.reason(), message)
    }

    /// The answer is no, for a reason more exact than that of the table.
    #[must_use]
    pub fn failed_because(id: CheckId, subject: Subject, reason: Reason, message: impl Into<String>) -> Self {
        Self { id, subject, status: Status::Fail, reason: Some(reason), message: message.into() }
    }

    /// Not asked, and why.
    #[must_use]
    pub fn ignored(id: CheckId, subject: Subject, message: impl Into<String>) -> Self {
        Self { id, subject, status: Status::Ignored, reason: None, message: message.into() }
    }

    /// The same with a sentence.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Its reason, or that of the table.
    #[must_use]
    pub fn reason_or_default(&self) -> Reason {
        self.reason.unwrap_or_else(|| self.id.reason())
    }
}

/// The checks of one signature. What they amount to is computed, and written beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checks(pub Vec<Check>);

impl Checks {
    /// What they amount to.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        conclude(&self.0)
    }

    /// The answer to one question, the first if it was asked of several subjects.
    #[must_use]
    pub fn find(&self, id: CheckId) -> Option<&Check> {
        self.0.iter().find(|check| check.id == id)
    }
}

#[derive(Serialize)]
struct ChecksOut<'a> {
    indication: &'static str,
    sub_indication: Option<Reason>,
    checks: &'a [Check],
}

#[derive(Deserialize)]
struct ChecksIn {
    #[serde(default)]
    checks: Vec<Check>,
}

impl Serialize for Checks {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let conclusion = self.conclusion();
        let out =
            ChecksOut { indication: conclusion.indication(), sub_indication: conclusion.reason(), checks: &self.0 };
        out.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Checks {
    /// The indication that was written is not read: it is computed again.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(ChecksIn::deserialize(deserializer)?.checks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_is_found_by_its_name() {
        for id in CheckId::ALL {
            assert_eq!(CheckId::from_id(id.id()), Some(*id));
            assert_eq!(serde_json::to_string(id).unwrap(), format!("\"{}\"", id.id()));
        }
    }

    #[test]
    fn a_check_of_a_later_version_is_read() {
        let text = r#"{"id":"x.y","subject":"signature","status":"fail","reason":null,"message":""}"#;
        let check: Check = serde_json::from_str(text).unwrap();
        assert_eq!(check.id, CheckId::Unknown);
        assert_ne!(conclude(&[check]), Conclusion::TotalPassed);
    }
}
