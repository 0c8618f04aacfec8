//! The status of every certificate of a path; and that of those who sign the evidence, as far as they are others.

use std::collections::HashMap;

use super::{Delegate, Delegation, Determination, Freshness, Question, RevocationStatus, determine};
use crate::crypto::SignatureCheck;
use crate::error::Exceeded;
use crate::limits::Budget;
use crate::oid;
use crate::pki::certificate::Certificate;
use crate::pki::crl::{Crl, DistributionPoint};
use crate::pki::general_name::GeneralName;
use crate::pki::ocsp::Response;
use crate::pki::path::{Path, PathError, PathErrorKind, PathQuery, PolicySettings, Purpose, find_path, find_path_that};
use crate::pki::trust::TrustStore;
use crate::time::Time;

/// How far delegation goes: a CRL whose issuer's certificate is on a list whose issuer's certificate …
///
/// 4: one step is common, two occur in tests.
const MAX_DEPTH: usize = 4;

/// With what, and for when, the status is determined.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "callers fill in every field")]
pub struct Sources<'a> {
    /// CRLs, of whatever origin.
    pub crls: &'a [Crl],
    /// OCSP responses, of whatever origin.
    pub responses: &'a [Response],
    /// Certificates of CRL issuers, responders, and whoever stands between them and the anchor.
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

/// The status of the certificates of one path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChainStatus {
    /// For each certificate of the path but the anchor, from the leaf up.
    pub determinations: Vec<Determination>,
}

impl ChainStatus {
    /// Whether every one of them could be relied upon at this moment.
    #[must_use]
    pub fn is_good_at(&self, at: Time) -> bool {
        self.determinations.iter().all(|determination| determination.status.is_good_at(at))
    }
}

/// Determines the status of every certificate of the path but the anchor, of which nobody but its owner could tell.
///
/// Who signs evidence in place of an issuer must have a path to the same anchor, on which nobody is revoked. A CRL
/// issuer's status must be known. A responder's need not (RFC 6960, 4.2.2.2.1 leaves it to local policy), and is
/// noted as [`Delegate::Unchecked`] when it is not.
///
/// # Errors
/// [`Exceeded`] when the budget is used up.
pub fn determine_path(path: &Path, sources: &Sources<'_>, budget: &mut Budget) -> Result<ChainStatus, Exceeded> {
    let trust: TrustStore = path.anchor().into_iter().cloned().collect();
    let mut context = Context { sources, trust: &trust, proven: HashMap::new(), active: Vec::new() };
    let mut determinations = Vec::new();
    for pair in path.certificates().windows(2) {
        if let [certificate, issuer] = pair {
            determinations.push(context.determine(certificate, issuer, budget)?);
        }
    }
    Ok(ChainStatus { determinations })
}

/// Finds a path on which every certificate could be relied upon at the moment asked about; of several paths the first.
///
/// The moment, the checker and the budget are those of the query; [`Sources::at`] and [`Sources::checker`] are not used.
///
/// # Errors
/// [`PathError`] with the most useful reason when there is none: [`PathErrorKind::Revoked`] or
/// [`PathErrorKind::StatusUnknown`] when all else was right.
pub fn find_path_not_revoked(query: PathQuery<'_>, sources: &Sources<'_>) -> Result<(Path, ChainStatus), PathError> {
    let at = query.at;
    let sources = Sources { at, checker: query.checker, ..*sources };
    let mut status = ChainStatus { determinations: Vec::new() };
    let path = find_path_that(query, &mut |path, budget| {
        status = determine_path(path, &sources, budget)?;
        let against = status.determinations.iter().zip(path.certificates());
        let against = against.into_iter().find(|(determination, _)| !determination.status.is_good_at(at));
        Ok(against.map(|(determination, certificate)| {
            let subject = certificate.subject().to_string();
            let kind = match determination.status {
                RevocationStatus::Unknown => PathErrorKind::StatusUnknown { subject },
                status => PathErrorKind::Revoked { subject, status: status.to_string() },
            };
            (kind, certificate.clone())
        }))
    })?;
    Ok((path, status))
}

struct Context<'a, 's> {
    sources: &'s Sources<'a>,
    /// The anchor of the path (RFC 5280, 6.3.3(f)): others are not asked.
    trust: &'s TrustStore,
    proven: HashMap<([u8; 32], Delegation), Result<Delegate, String>>,
    /// Whose status is being determined: nobody vouches for himself.
    active: Vec<Certificate>,
}

impl Context<'_, '_> {
    fn determine(
        &mut self,
        certificate: &Certificate,
        issuer: &Certificate,
        budget: &mut Budget,
    ) -> Result<Determination, Exceeded> {
        if self.active.len() >= MAX_DEPTH || self.active.contains(certificate) {
            return Ok(Determination::unknown());
        }
        let Sources { crls, responses, certificates, at, now, freshness, checker } = *self.sources;
        let question = Question { certificate, issuer, crls, responses, certificates, at, now, freshness, checker };
        self.active.push(certificate.clone());
        let mut exceeded = None;
        let determination = determine(
            &question,
            &mut |candidate, delegation, budget| self.prove(candidate, delegation, budget, &mut exceeded),
            budget,
        );
        self.active.pop();
        match exceeded {
            Some(exceeded) => Err(exceeded),
            None => determination,
        }
    }

    fn prove(
        &mut self,
        candidate: &Certificate,
        delegation: Delegation,
        budget: &mut Budget,
        exceeded: &mut Option<Exceeded>,
    ) -> Result<Delegate, String> {
        if delegation == Delegation::CrlIssuer && self.speaks_for_itself(candidate) {
            return Ok(Delegate::Unchecked);
        }
        let key = (candidate.sha256(), delegation);
        if let Some(known) = self.proven.get(&key) {
            return known.clone();
        }
        let result = match self.delegate(candidate, delegation, budget) {
            Ok(result) => result,
            Err(limit) => {
                let why = limit.to_string();
                *exceeded = Some(limit);
                return Err(why);
            }
        };
        // What failed only because of who was asking is not remembered.
        if result.is_ok() || self.active.len() <= 1 {
            self.proven.insert(key, result.clone());
        }
        result
    }

    /// Whether the status asked about is that of the CRL issuer, and its own certificate names it as the issuer of the
    /// CRL: then its CA has said that it is to be believed.
    fn speaks_for_itself(&self, candidate: &Certificate) -> bool {
        let Some(asked) = self.active.last().filter(|asked| *asked == candidate) else { return false };
        let value = asked.extension(oid::CRL_DISTRIBUTION_POINTS).map(|extension| extension.value);
        let points = value.and_then(|value| DistributionPoint::parse_all(value).ok()).unwrap_or_default();
        let own =
            |name: &GeneralName| matches!(name, GeneralName::Directory(name) if name.matches(candidate.subject()));
        points.iter().any(|point| point.issuer.iter().any(own))
    }

    fn delegate(
        &mut self,
        candidate: &Certificate,
        delegation: Delegation,
        budget: &mut Budget,
    ) -> Result<Result<Delegate, String>, Exceeded> {
        let Sources { certificates, at, checker, .. } = *self.sources;
        let purpose = match delegation {
            Delegation::CrlIssuer => Purpose::CrlSigning,
            Delegation::OcspResponder => Purpose::OcspSigning,
        };
        let trust = self.trust;
        let policies = PolicySettings::any();
        let query =
            PathQuery { leaf: candidate, intermediates: certificates, trust, at, checker, budget, purpose, policies };
        let path = match find_path(query) {
            Ok(path) => path,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let no_check = delegation == Delegation::OcspResponder && candidate.extension(oid::OCSP_NO_CHECK).is_some();
        let mut delegate = if no_check { Delegate::Unchecked } else { Delegate::Checked };
        for pair in path.certificates().windows(2).skip(usize::from(no_check)) {
            let [certificate, issuer] = pair else { continue };
            let status = self.determine(certificate, issuer, budget)?.status;
            if status.is_good_at(at) {
                continue;
            }
            if delegation == Delegation::CrlIssuer || status != RevocationStatus::Unknown {
                return Ok(Err(format!("the status of `{}`: {status}", certificate.subject())));
            }
            delegate = Delegate::Unchecked;
        }
        Ok(Ok(delegate))
    }
}
