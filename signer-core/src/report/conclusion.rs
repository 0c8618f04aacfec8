//! Indications and sub-indications of EN 319 102-1, clause 5.1.3, as types that cannot be combined wrongly.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check::{Check, CheckId, Obligation, Status};

/// What the checks of one signature amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Every check that had to pass passed.
    TotalPassed,
    /// A check proved the signature bad.
    TotalFailed(Failed),
    /// What is at hand proves neither.
    Indeterminate(Indeterminate),
}

impl Conclusion {
    /// The indication as the standard prints it.
    #[must_use]
    pub const fn indication(self) -> &'static str {
        match self {
            Self::TotalPassed => "TOTAL-PASSED",
            Self::TotalFailed(_) => "TOTAL-FAILED",
            Self::Indeterminate(_) => "INDETERMINATE",
        }
    }

    /// The sub-indication; `None` for a signature that passed.
    #[must_use]
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::TotalPassed => None,
            Self::TotalFailed(failed) => Some(Reason::Failed(failed)),
            Self::Indeterminate(indeterminate) => Some(Reason::Indeterminate(indeterminate)),
        }
    }
}

/// Computes what the checks of a signature amount to.
///
/// A proof of failure outweighs a doubt; among equals the check asked first decides. A check that no policy
/// may leave out has to be there: an empty list is not a pass.
#[must_use]
pub fn conclude(checks: &[Check]) -> Conclusion {
    let essential = CheckId::ALL.iter().copied().filter(|id| id.obligation() == Obligation::Essential);
    conclude_with(checks, essential)
}

/// The same with another list of checks that have to be there.
pub(super) fn conclude_with(checks: &[Check], mut essential: impl Iterator<Item = CheckId>) -> Conclusion {
    let reasons = || checks.iter().filter(|check| check.status == Status::Fail).map(Check::reason_or_default);
    let failed = reasons().find_map(|reason| match reason {
        Reason::Failed(failed) => Some(Conclusion::TotalFailed(failed)),
        Reason::Indeterminate(_) => None,
    });
    let doubted = reasons().find_map(|reason| match reason {
        Reason::Indeterminate(indeterminate) => Some(Conclusion::Indeterminate(indeterminate)),
        Reason::Failed(_) => None,
    });
    if let Some(conclusion) = failed.or(doubted) {
        return conclusion;
    }
    let passed = |id: CheckId| checks.iter().any(|check| check.id == id && check.status == Status::Pass);
    if essential.all(passed) { Conclusion::TotalPassed } else { Conclusion::Indeterminate(Indeterminate::Generic) }
}

/// Why a check failed: a proof that the signature is bad, or a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Proven bad.
    Failed(Failed),
    /// Neither proven good nor bad.
    Indeterminate(Indeterminate),
}

macro_rules! sub_indications {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $meaning:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = $meaning] $variant,)*
        }

        impl $name {
            /// Every one of them, in the order of the standard.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name that the standard prints.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What it means, in one or two sentences.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

sub_indications! {
    /// The sub-indications of TOTAL-FAILED.
    ///
    /// Editions differ on EXPIRED and NOT_YET_VALID; these are the newer edition's, as DSS reads it.
    Failed {
        FormatFailure = "FORMAT_FAILURE", "The signature does not follow its format, or the document was changed in a way that the format does not permit.";
        HashFailure = "HASH_FAILURE", "The signed content is not what was signed: at least one octet was changed.";
        SigCryptoFailure = "SIG_CRYPTO_FAILURE", "The signature value does not belong to this content and this certificate.";
        Revoked = "REVOKED", "The certificate had been revoked when the signature was made.";
        Expired = "EXPIRED", "The signature was provably made after the certificate had expired.";
        NotYetValid = "NOT_YET_VALID", "The signature was provably made before the certificate became valid.";
    }
}

sub_indications! {
    /// The sub-indications of INDETERMINATE.
    Indeterminate {
        SigConstraintsFailure = "SIG_CONSTRAINTS_FAILURE", "A property of the signature does not meet the policy.";
        ChainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE", "A certificate of the path may not be used for this.";
        CertificateChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE", "The certificate path could not be validated.";
        CryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE", "An algorithm or a key size is refused by the policy.";
        PolicyProcessingError = "POLICY_PROCESSING_ERROR", "The signature policy could not be processed.";
        SignaturePolicyNotAvailable = "SIGNATURE_POLICY_NOT_AVAILABLE", "The signature policy is not available.";
        TimestampOrderFailure = "TIMESTAMP_ORDER_FAILURE", "The time-stamps contradict each other.";
        NoSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND", "The certificate of the signer was not found.";
        NoCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND", "No path leads from the signer's certificate to a trusted one.";
        RevokedNoPoe = "REVOKED_NO_POE", "The certificate was revoked, and nothing proves that the signature is older than that.";
        RevokedCaNoPoe = "REVOKED_CA_NO_POE", "A certificate authority was revoked, and nothing proves that the signature is older than that.";
        OutOfBoundsNoPoe = "OUT_OF_BOUNDS_NO_POE", "The certificate is expired or not yet valid, and nothing proves that the signature was made while it was valid.";
        OutOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED", "The certificate is expired; it is known not to have been revoked, but nothing proves when the signature was made.";
        RevocationOutOfBoundsNoPoe = "REVOCATION_OUT_OF_BOUNDS_NO_POE", "The certificate of the revocation data's issuer is out of its validity, and nothing proves that the data are older.";
        CryptoConstraintsFailureNoPoe = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "An algorithm is no longer considered secure, and nothing proves that the signature dates from when it was.";
        NoPoe = "NO_POE", "A proof of existence is missing.";
        TryLater = "TRY_LATER", "Revocation data recent enough is missing; it may be available later.";
        SignedDataNotFound = "SIGNED_DATA_NOT_FOUND", "What was signed is not at hand.";
        Generic = "GENERIC", "The signature could not be judged, for a reason that the message of the check gives.";
    }
}

impl Reason {
    /// The name that the standard prints.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Failed(failed) => failed.code(),
            Self::Indeterminate(indeterminate) => indeterminate.code(),
        }
    }

    /// What it means, in one or two sentences.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Failed(failed) => failed.meaning(),
            Self::Indeterminate(indeterminate) => indeterminate.meaning(),
        }
    }

    /// The reason with this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|reason| reason.code() == code)
    }

    /// Every reason, those of TOTAL-FAILED first.
    pub fn all() -> impl Iterator<Item = Self> {
        let failed = Failed::ALL.iter().map(|failed| Self::Failed(*failed));
        failed.chain(Indeterminate::ALL.iter().map(|indeterminate| Self::Indeterminate(*indeterminate)))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Failed> for Reason {
    fn from(failed: Failed) -> Self {
        Self::Failed(failed)
    }
}

impl From<Indeterminate> for Reason {
    fn from(indeterminate: Indeterminate) -> Self {
        Self::Indeterminate(indeterminate)
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Reason {
    /// A name that is not known reads as GENERIC: never a pass, and no reason to refuse the whole report.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Ok(Self::from_code(&code).unwrap_or(Self::Indeterminate(Indeterminate::Generic)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Subject;

    fn all_essential() -> Vec<Check> {
        CheckId::ALL
            .iter()
            .filter(|id| id.obligation() == Obligation::Essential)
            .map(|id| Check::passed(*id, Subject::Signature))
            .collect()
    }

    #[test]
    fn nothing_checked_is_not_a_pass() {
        assert_eq!(conclude(&[]), Conclusion::Indeterminate(Indeterminate::Generic));
    }

    #[test]
    fn every_essential_check_passed_is_a_pass() {
        assert_eq!(conclude(&all_essential()), Conclusion::TotalPassed);
    }

    #[test]
    fn a_pass_needs_each_essential_check() {
        for missing in 0..all_essential().len() {
            let mut checks = all_essential();
            let removed = checks.remove(missing);
            assert_ne!(conclude(&checks), Conclusion::TotalPassed, "{:?}", removed.id);
        }
    }

    #[test]
    fn a_proof_of_failure_outweighs_a_doubt_asked_before_it() {
        let mut checks = all_essential();
        checks.push(Check::failed(CheckId::Path, Subject::Signature, "no issuer"));
        checks.push(Check::failed(CheckId::Digest, Subject::Signature, "changed"));
        assert_eq!(conclude(&checks), Conclusion::TotalFailed(Failed::HashFailure));
    }

    #[test]
    fn each_reason_is_found_by_its_name() {
        for reason in Reason::all() {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
    }

    #[test]
    fn a_reason_of_a_later_version_is_read_as_a_doubt() {
        let reason: Reason = serde_json::from_str("\"QUANTUM_FAILURE\"").unwrap();
        assert_eq!(reason, Reason::Indeterminate(Indeterminate::Generic));
    }
}
