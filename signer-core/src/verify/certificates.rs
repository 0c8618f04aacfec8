//! The certificates at hand, which of them is the signer's, and the way from it to an anchor.

use crate::algorithm::KeyKind;
use crate::cms::{CertificateReference, SignerIdentifier};
use crate::crypto::SignatureCheck;
use crate::limits::Budget;
use crate::pki::{
    Certificate, Name, PathError, PathErrorKind, PathQuery, PolicySettings, Purpose, TrustStore, find_path, ocsp,
};
use crate::report::Signatory;
use crate::time::Time;

use super::facts::{Binding, CertificateFacts, MissingIssuer, PathFacts, PathProblem, PathProblemKind, StatusSources};

/// The certificates that this signer's identifier fits, each once.
pub(super) fn identified<'c>(identifier: &SignerIdentifier<'_>, pools: &[&'c [Certificate]]) -> Vec<&'c Certificate> {
    let name = match identifier {
        SignerIdentifier::IssuerAndSerial { issuer, .. } => Name::parse(issuer).ok(),
        SignerIdentifier::SubjectKeyIdentifier(_) => None,
    };
    let fits = |certificate: &Certificate| match identifier {
        SignerIdentifier::IssuerAndSerial { serial, .. } => {
            certificate.serial() == *serial && name.as_ref().is_some_and(|name| certificate.issuer().matches(name))
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => certificate.subject_key_identifier() == Some(key.as_ref()),
    };
    let mut found: Vec<&Certificate> = Vec::new();
    for certificate in pools.iter().flat_map(|pool| pool.iter()) {
        if fits(certificate) && !found.contains(&certificate) {
            found.push(certificate);
        }
    }
    found.truncate(MAX_CANDIDATES);
    found
}

/// Whether these references are all to this certificate (RFC 5035, 5.4; where both versions stand, both must match).
pub(super) fn binding(references: &[CertificateReference<'_>], certificate: &Certificate) -> Binding {
    if references.is_empty() {
        return Binding::Absent;
    }
    let names = |reference: &CertificateReference<'_>| {
        reference.is_of(certificate.der())
            && reference.issuer_serial.is_none_or(|named| {
                named.serial == certificate.serial()
                    && named.issuer.is_none_or(|issuer| {
                        Name::parse(issuer).is_ok_and(|issuer| certificate.issuer().matches(&issuer))
                    })
            })
    };
    if references.iter().all(names) { Binding::Matches } else { Binding::Mismatch }
}

/// What judging needs of a certificate.
pub(super) fn certificate_facts(certificate: &Certificate, trust: &TrustStore) -> CertificateFacts {
    let kind = certificate.key_kind();
    let subject = certificate.subject();
    let email = subject.email().map(ToOwned::to_owned).or_else(|| certificate.emails().into_iter().next());
    CertificateFacts {
        signatory: Signatory {
            subject: subject.to_string(),
            common_name: subject.common_name().unwrap_or_default().to_owned(),
            organization: subject.organization().unwrap_or_default().to_owned(),
            units: subject.units(),
            email,
            serial: hex::encode_upper(certificate.serial()),
            issuer: certificate.issuer().to_string(),
            not_before: Some(certificate.not_before()),
            not_after: Some(certificate.not_after()),
            sha256: certificate.fingerprint(),
            key: kind.map_or_else(|| "unknown".to_owned(), |kind| kind.to_string()),
        },
        rsa_bits: match kind {
            Some(KeyKind::Rsa { bits }) => Some(bits),
            _ => None,
        },
        key_known: kind.is_some(),
        may_sign: certificate.key_usage().is_none_or(|usage| usage.digital_signature() || usage.non_repudiation()),
        signature_algorithm: certificate.signature_algorithm().ok(),
        trusted: trust.is_anchor(certificate),
        sources: None,
    }
}

/// The certificates of a proven path, each but the anchor with where its status may be asked.
fn chain_facts(certificates: &[Certificate], trust: &TrustStore) -> Vec<CertificateFacts> {
    let issuers = certificates.iter().skip(1).map(Some).chain([None]);
    let facts = |(certificate, issuer): (&Certificate, Option<&Certificate>)| CertificateFacts {
        sources: issuer.map(|issuer| status_sources(certificate, issuer)),
        ..certificate_facts(certificate, trust)
    };
    certificates.iter().zip(issuers).map(facts).collect()
}

fn status_sources(certificate: &Certificate, issuer: &Certificate) -> StatusSources {
    let ocsp_urls = certificate.ocsp_urls().to_vec();
    let request = (!ocsp_urls.is_empty()).then(|| hex::encode(ocsp::request(certificate, issuer, None)));
    let ocsp_request = request.unwrap_or_default();
    StatusSources { crl_urls: certificate.crl_urls().to_vec(), ocsp_urls, ocsp_request }
}

/// Where paths may go, and with what.
pub(super) struct Search<'s> {
    pub(super) trust: &'s TrustStore,
    pub(super) checker: &'s dyn SignatureCheck,
    pub(super) intermediates: &'s [Certificate],
}

impl Search<'_> {
    /// Looks for a path that is valid at `at`.
    pub(super) fn path(&self, leaf: &Certificate, purpose: Purpose, at: Time, budget: &mut Budget) -> PathFacts {
        let query = PathQuery {
            leaf,
            intermediates: self.intermediates,
            trust: self.trust,
            at,
            checker: self.checker,
            budget,
            purpose,
            policies: PolicySettings::any(),
        };
        let facts = |certificates: &[Certificate]| {
            certificates.iter().map(|certificate| certificate_facts(certificate, self.trust)).collect()
        };
        match find_path(query) {
            Ok(path) => PathFacts { at, problem: None, chain: chain_facts(path.certificates(), self.trust) },
            Err(error) => PathFacts { at, problem: Some(problem(&error)), chain: facts(&error.longest) },
        }
    }
}

fn problem(error: &PathError) -> PathProblem {
    let missing = match &error.kind {
        PathErrorKind::NoIssuer { subject, issuer, urls } => {
            let key = error.certificate.as_ref().and_then(|certificate| certificate.authority_key_identifier());
            let key_identifier = key.map(hex::encode_upper);
            let (issuer, subject, urls) = (issuer.clone(), subject.clone(), urls.clone());
            Some(MissingIssuer { issuer, key_identifier, subject, urls })
        }
        _ => None,
    };
    let kind = match &error.kind {
        PathErrorKind::NoIssuer { .. } | PathErrorKind::NotTrusted { .. } => PathProblemKind::Incomplete,
        PathErrorKind::Expired { .. } | PathErrorKind::NotYetValid { .. } => PathProblemKind::OutOfValidity,
        PathErrorKind::NotCa { .. }
        | PathErrorKind::PathLength { .. }
        | PathErrorKind::KeyUsage { .. }
        | PathErrorKind::CriticalExtension { .. }
        | PathErrorKind::NameConstraints { .. }
        | PathErrorKind::Policy { .. } => PathProblemKind::Constraints,
        PathErrorKind::Algorithm { .. } => PathProblemKind::Algorithm,
        _ => PathProblemKind::General,
    };
    PathProblem { kind, message: error.kind.to_string(), missing }
}

/// Certificates tried for one signer.
///
/// 8: more than one with the same issuer and serial number is an error of the CA already.
const MAX_CANDIDATES: usize = 8;
