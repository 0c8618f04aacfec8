//! What is lacking to judge better, and where it may be had.

use crate::evidence::Need;

use super::facts::{CertificateFacts, CoreFacts, Facts, MissingIssuer};

/// Every question once, in an order that does not depend on the document's. `wanting`: the fingerprints of the
/// certificates whose status is not known, or not newly enough.
pub(super) fn of(facts: &[Facts], wanting: &[String]) -> Vec<Need> {
    let cores = facts
        .iter()
        .flat_map(|facts| std::iter::once(&facts.core).chain(facts.timestamps.iter().map(|timestamp| &timestamp.core)));
    let mut needs: Vec<Need> = cores.flat_map(|core| of_core(core, wanting)).collect();
    needs.sort();
    needs.dedup();
    needs
}

fn of_core(core: &CoreFacts, wanting: &[String]) -> Vec<Need> {
    let Some(path) = core.path.as_ref() else { return Vec::new() };
    let missing = path.problem.iter().filter_map(|problem| problem.missing.as_ref()).map(issuer);
    let complete = std::iter::once(path).chain(&core.other_paths).filter(|path| path.problem.is_none());
    let unknown = complete.flat_map(|path| &path.chain).filter(|one| wanting.contains(&one.signatory.sha256));
    missing.chain(unknown.flat_map(status)).collect()
}

fn issuer(missing: &MissingIssuer) -> Need {
    Need::Certificate {
        issuer: missing.issuer.clone(),
        key_identifier: missing.key_identifier.clone(),
        urls: missing.urls.clone(),
        needed_for: missing.subject.clone(),
        trusted: false,
    }
}

/// The status of one certificate of a proven path.
fn status(of: &CertificateFacts) -> Vec<Need> {
    let Some(sources) = &of.sources else { return Vec::new() };
    let (certificate, subject, issuer) =
        (of.signatory.sha256.clone(), of.signatory.subject.clone(), of.signatory.issuer.clone());
    let mut needs = Vec::new();
    if !sources.ocsp_urls.is_empty() {
        needs.push(Need::Ocsp {
            urls: sources.ocsp_urls.clone(),
            certificate: certificate.clone(),
            subject: subject.clone(),
            issuer: issuer.clone(),
            request: sources.ocsp_request.clone(),
            trusted: true,
        });
    }
    if !sources.crl_urls.is_empty() {
        needs.push(Need::Crl { urls: sources.crl_urls.clone(), certificate, subject, issuer, trusted: true });
    }
    needs
}
