//! The certificates at hand, which of them is the signer's, and the way from it to an anchor.

use std::sync::Arc;

use crate::algorithm::{Digest, KeyKind};
use crate::cms::{CertificateReference, SignerIdentifier};
use crate::crypto::SignatureCheck;
use crate::limits::Budget;
use crate::oid;
use crate::pki::{
    Certificate, Name, Path, PathError, PathErrorKind, PathQuery, PolicySettings, Purpose, TrustStore, ocsp,
};
use crate::report::Signatory;
use crate::time::Time;

use super::facts::{Binding, CertificateFacts, MissingIssuer, PathFacts, PathProblem, PathProblemKind, StatusSources};
use super::pool::Pool;
use super::readings::Readings;
use super::status::StatusSearch;

/// The certificates that this signer's identifier fits, each once.
pub(super) fn identified<'c>(identifier: &SignerIdentifier<'_>, pools: &[&'c [Certificate]]) -> Vec<&'c Certificate> {
    let fits = |certificate: &Certificate| match identifier {
        SignerIdentifier::IssuerAndSerial { issuer, serial } => {
            certificate.serial() == *serial && is_named(certificate.issuer(), issuer)
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

/// Whether the name is this one (DER). Most write it as the certificate does.
fn is_named(name: &Name, octets: &[u8]) -> bool {
    name.raw() == octets || Name::parse(octets).is_ok_and(|other| name.matches(&other))
}

/// Whether these references are all to this certificate (RFC 5035, 5.4; where both versions stand, both must match).
pub(super) fn binding(references: &[CertificateReference<'_>], certificate: &Certificate) -> Binding {
    if references.is_empty() {
        return Binding::Absent;
    }
    let names = |reference: &CertificateReference<'_>| {
        let is_of = match reference.digest {
            Digest::Sha256 => *reference.hash == certificate.sha256(),
            _ => reference.is_of(certificate.der()),
        };
        is_of
            && reference.issuer_serial.is_none_or(|named| {
                named.serial == certificate.serial()
                    && named.issuer.is_none_or(|issuer| is_named(certificate.issuer(), issuer))
            })
    };
    if references.iter().all(names) { Binding::Matches } else { Binding::Mismatch }
}

/// How a certificate is shown to people.
fn signatory(certificate: &Certificate) -> Signatory {
    let subject = certificate.subject();
    Signatory {
        subject: subject.to_string(),
        common_name: subject.common_name().unwrap_or_default().to_owned(),
        organization: subject.organization().unwrap_or_default().to_owned(),
        units: subject.units(),
        email: subject.email().map(ToOwned::to_owned).or_else(|| certificate.emails().into_iter().next()),
        serial: hex::encode_upper(certificate.serial()),
        issuer: certificate.issuer().to_string(),
        not_before: Some(certificate.not_before()),
        not_after: Some(certificate.not_after()),
        sha256: certificate.fingerprint(),
        key: certificate.key_kind().map_or_else(|| "unknown".to_owned(), |kind| kind.to_string()),
    }
}

/// What judging needs of a certificate.
pub(super) fn certificate_facts(
    certificate: &Certificate,
    trust: &TrustStore,
    readings: &Readings,
) -> CertificateFacts {
    CertificateFacts { trusted: trust.is_anchor(certificate), ..readings.known(certificate).facts }
}

/// What the certificate itself says of it.
pub(super) fn own_facts(certificate: &Certificate) -> CertificateFacts {
    let kind = certificate.key_kind();
    CertificateFacts {
        signatory: Arc::new(signatory(certificate)),
        rsa_bits: match kind {
            Some(KeyKind::Rsa { bits }) => Some(bits),
            _ => None,
        },
        key_known: kind.is_some(),
        may_sign: certificate.key_usage().is_none_or(|usage| usage.digital_signature() || usage.non_repudiation()),
        signature_algorithm: certificate.signature_algorithm().ok(),
        trusted: false,
        sources: None,
        status: Vec::new(),
        rejected: Vec::new(),
        status_never_told: [oid::NO_REVOCATION_AVAILABLE, oid::VALIDITY_ASSURED_SHORT_TERM]
            .into_iter()
            .any(|oid| certificate.extension(oid).is_some()),
        covered_from: None,
    }
}

/// Where its status may be asked.
pub(super) fn status_sources(certificate: &Certificate, issuer: &Certificate) -> StatusSources {
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
    pub(super) pool: &'s Pool<'s>,
    /// The present.
    pub(super) now: Time,
}

impl Search<'_> {
    /// The ways from this certificate to an anchor: the likeliest at the present, or why there is none; and others, at
    /// the present or at one of the times at which it may have been used.
    pub(super) fn paths(
        &self,
        leaf: &Certificate,
        purpose: Purpose,
        past: &[Time],
        budget: &mut Budget,
    ) -> (PathFacts, Vec<PathFacts>) {
        let mut found = Vec::new();
        let first = self.at(leaf, purpose, self.now, &mut found, budget).err();
        let outlived = first.as_ref().is_some_and(|error| problem(error).kind == PathProblemKind::OutOfValidity);
        if let Some(error) = first.as_ref().filter(|_| outlived) {
            for time in past_times(leaf, &error.longest, past, self.now) {
                // Why there was no way at another time is not asked.
                let _ = self.at(leaf, purpose, time, &mut found, budget);
            }
        }
        let mut facts =
            found.into_iter().map(|(at, path)| self.facts(at, &path, budget)).collect::<Vec<_>>().into_iter();
        match first {
            None => (facts.next().unwrap_or_else(|| nothing(self.now)), facts.collect()),
            Some(error) => {
                let chain =
                    error.longest.iter().map(|one| certificate_facts(one, self.trust, self.pool.readings)).collect();
                (PathFacts { at: self.now, problem: Some(problem(&error)), chain }, facts.collect())
            }
        }
    }

    /// Adds the paths that are valid at this time and not known yet.
    fn at(
        &self,
        leaf: &Certificate,
        purpose: Purpose,
        at: Time,
        found: &mut Vec<(Time, Path)>,
        budget: &mut Budget,
    ) -> Result<(), PathError> {
        let (trust, checker, policies) = (self.trust, self.checker, PolicySettings::any());
        let intermediates = self.intermediates;
        let query = PathQuery { leaf, intermediates, trust, at, checker, budget, purpose, policies };
        for path in self.pool.readings.paths.find(query, MAX_PATHS)? {
            if !found.iter().any(|(_, known)| *known == path) {
                found.push((at, path));
            }
        }
        Ok(())
    }

    fn facts(&self, at: Time, path: &Path, budget: &mut Budget) -> PathFacts {
        let anchor: TrustStore = path.anchor().into_iter().cloned().collect();
        let status = StatusSearch { pool: self.pool, checker: self.checker, now: self.now, anchor: &anchor };
        let chain = status.chain(path.certificates(), self.trust, &mut Vec::new(), budget);
        PathFacts { at, problem: None, chain }
    }
}

/// The times at which a path may have held that holds no more: those that time-stamps state, and the ends of the
/// period in which all certificates of the chain were valid (EN 319 102-1, 5.6.2.1.4).
fn past_times(leaf: &Certificate, chain: &[Certificate], stated: &[Time], now: Time) -> Vec<Time> {
    let all = || chain.iter().chain([leaf]);
    let ends =
        [all().map(Certificate::not_after).min(), all().map(Certificate::not_before).max(), Some(leaf.not_after())];
    let mut times: Vec<Time> =
        stated.iter().copied().chain(ends.into_iter().flatten()).filter(|at| *at <= now).collect();
    let mut seen = std::collections::HashSet::new();
    times.retain(|time| seen.insert(*time));
    times.truncate(MAX_PAST_TIMES);
    times
}

fn nothing(at: Time) -> PathFacts {
    let message = "no path was found".to_owned();
    PathFacts {
        at,
        problem: Some(PathProblem { kind: PathProblemKind::General, message, missing: None }),
        chain: Vec::new(),
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

/// Paths that are kept of one certificate: two generations of an authority, each certified twice.
const MAX_PATHS: usize = 4;

/// Past times at which a path is looked for.
///
/// 8: a signature and its renewals over decades state no more; later ones are of the same chain.
const MAX_PAST_TIMES: usize = 8;
