//! The report of one signature, from its facts and its checks.

use crate::report::{
    Algorithms, ChainLink, Check, Checks, Integrity, Revocation, RevocationStatus, Signatory, SignatureReport,
    TimestampReport,
};
use crate::time::Time;

use super::super::facts::{CertificateFacts, CertificateStatus, CoreFacts, Facts, PathFacts};
use super::level;
use super::standing::Standing;

/// Pieces of evidence that a report lists.
///
/// 200: ten for each certificate of a signature and its time-stamps.
const MAX_REVOCATION: usize = 200;

pub(super) fn assemble(
    facts: &Facts,
    standing: &Standing<'_>,
    checks: Vec<Check>,
    timestamps: Vec<TimestampReport>,
    best: Option<Time>,
) -> SignatureReport {
    let core = &facts.core;
    let path = standing.path.or(core.path.as_ref());
    let link = |certificate: &CertificateFacts| ChainLink {
        subject: certificate.signatory.subject.clone(),
        sha256: certificate.signatory.sha256.clone(),
        trusted: certificate.trusted,
    };
    SignatureReport {
        field: facts.field.clone(),
        kind: facts.kind,
        certification: facts.certification,
        checks: Checks(checks),
        integrity: Integrity { digest: core.digest, signature: core.signature },
        coverage: facts.coverage,
        changes: facts.changes.clone(),
        level: level::of(facts),
        role: facts.role,
        role_decided_by: facts.role_decided_by,
        signer: core.certificate.as_ref().map(|certificate| Signatory::clone(&certificate.signatory)),
        algorithms: Algorithms {
            digest: core.digest_algorithm,
            signature: core.signature_algorithm.map(|algorithm| algorithm.name().to_owned()),
        },
        claimed_signing_time: facts.claimed_signing_time,
        best_signature_time: best,
        timestamps,
        chain: path.iter().flat_map(|path| &path.chain).map(link).collect(),
        revocation: revocation(standing.path, facts),
        reason: facts.reason.clone(),
        location: facts.location.clone(),
        sub_filter: facts.sub_filter.clone(),
        revision: facts.revision,
    }
}

/// What the evidence says: of the signer's chain, then of those of the time-stamps.
fn revocation(path: Option<&PathFacts>, facts: &Facts) -> Vec<Revocation> {
    let stamps = facts.timestamps.iter().filter_map(|stamp| complete(&stamp.core));
    let mut found: Vec<Revocation> = Vec::new();
    for certificate in path.into_iter().chain(stamps).flat_map(|path| &path.chain) {
        for status in &certificate.status {
            let said = Revocation {
                certificate: certificate.signatory.sha256.clone(),
                source: status.source,
                origin: status.origin,
                status: match status.status {
                    CertificateStatus::Good => RevocationStatus::Good,
                    CertificateStatus::Revoked { .. } | CertificateStatus::Hold { .. } => RevocationStatus::Revoked,
                },
                this_update: status.this_update,
                next_update: status.next_update,
            };
            if found.len() < MAX_REVOCATION && !found.contains(&said) {
                found.push(said);
            }
        }
    }
    found
}

/// The likeliest path that holds at some time.
pub(super) fn complete(core: &CoreFacts) -> Option<&PathFacts> {
    core.path.iter().chain(&core.other_paths).find(|path| path.problem.is_none())
}
