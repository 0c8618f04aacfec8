//! What is at hand of the status of certificates: each piece of evidence by itself, verified, not yet judged.
//!
//! Whether a piece is new enough, and whether who signed it could be relied upon, depends on times that are not known
//! here. So each is taken as of the moment at which it was made, and judging has the facts of its signer beside it.

use crate::algorithm::SignatureAlgorithm;
use crate::crypto::SignatureCheck;
use crate::error::Exceeded;
use crate::evidence::Origin;
use crate::limits::Budget;
use crate::oid;
use crate::pki::crl::Crl;
use crate::pki::ocsp::Response;
use crate::pki::revocation::{
    Delegate, Delegation, Determination, Freshness, Proof, Question, Rejection, RevocationStatus, Source, determine,
};
use crate::pki::{Certificate, Path, PathQuery, PolicySettings, Purpose, TrustStore};
use crate::report::{RevocationOrigin, RevocationSource};
use crate::time::Time;

use super::certificates::certificate_facts;
use super::facts::{CertificateFacts, CertificateStatus, PathFacts, StatusFacts};
use super::pool::{Issued, Pool, Status};

/// How far delegation is followed: a CRL whose issuer's certificate is on a list whose issuer's certificate …
///
/// 3: one step is common, two occur in tests.
const MAX_DEPTH: usize = 3;

/// Words on evidence that says nothing of one certificate.
const MAX_REJECTED: usize = 8;

/// Asks for the status of certificates.
pub(super) struct StatusSearch<'s> {
    pub(super) pool: &'s Pool<'s>,
    pub(super) checker: &'s dyn SignatureCheck,
    /// The present: evidence from the future is none.
    pub(super) now: Time,
    /// The anchor of the path (RFC 5280, 6.3.3(f)): others are not asked.
    pub(super) anchor: &'s TrustStore,
}

impl StatusSearch<'_> {
    /// The facts of a proven path, the leaf first: each certificate but the anchor with its status.
    pub(super) fn chain(
        &self,
        certificates: &[Certificate],
        trust: &TrustStore,
        active: &mut Vec<Certificate>,
        budget: &mut Budget,
    ) -> Vec<CertificateFacts> {
        let issuers = certificates.iter().skip(1).map(Some).chain([None]);
        let mut chain = Vec::new();
        for (certificate, issuer) in certificates.iter().zip(issuers) {
            let mut facts = certificate_facts(certificate, trust, self.pool.readings);
            facts.covered_from = self.pool.covered_from(certificate);
            if let Some(issuer) = issuer {
                facts.sources = Some(super::certificates::status_sources(certificate, issuer));
                (facts.status, facts.rejected) = self.status(certificate, issuer, active, budget);
            }
            chain.push(facts);
        }
        chain
    }

    fn status(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        active: &mut Vec<Certificate>,
        budget: &mut Budget,
    ) -> Status {
        // Nobody vouches for himself.
        if active.len() >= MAX_DEPTH || active.contains(certificate) {
            return Status::default();
        }
        let issued: Issued = (certificate.sha256(), issuer.sha256());
        if let Some(known) = self.pool.known(&issued) {
            return known;
        }
        active.push(certificate.clone());
        let mut asked = Asked { search: self, certificate, issuer, active, found: Status::default() };
        if let Err(exceeded) = asked.ask(budget) {
            asked.found.1.push(exceeded.to_string());
        }
        let mut status = asked.found;
        active.pop();
        status.1.dedup();
        status.1.truncate(MAX_REJECTED);
        // What was cut short because of who was asking is not remembered.
        if active.is_empty() {
            self.pool.remember(issued, &status);
        }
        status
    }
}

struct Asked<'q, 's> {
    search: &'q StatusSearch<'s>,
    certificate: &'q Certificate,
    issuer: &'q Certificate,
    active: &'q mut Vec<Certificate>,
    found: Status,
}

impl Asked<'_, '_> {
    fn ask(&mut self, budget: &mut Budget) -> Result<(), Exceeded> {
        let pool = self.search.pool;
        for kept in &pool.responses {
            let made = kept.value.produced_at();
            self.one(&[], std::slice::from_ref(&kept.value), made, budget)?;
        }
        let deltas: Vec<Crl> = pool.crls.iter().map(|kept| &kept.value).filter(|crl| crl.is_delta()).cloned().collect();
        let mut partial = false;
        for kept in pool.crls.iter().filter(|kept| !kept.value.is_delta()) {
            let lists: Vec<Crl> = std::iter::once(kept.value.clone()).chain(deltas.iter().cloned()).collect();
            partial |= self.one(&lists, &[], kept.value.this_update(), budget)?;
        }
        if partial {
            // RFC 5280, 6.3.3(l): several lists together may speak for every reason.
            let lists: Vec<Crl> = pool.crls.iter().map(|kept| kept.value.clone()).collect();
            let newest = lists.iter().map(Crl::this_update).max().unwrap_or(self.search.now);
            self.one(&lists, &[], newest, budget)?;
        }
        Ok(())
    }

    /// What one piece says; whether it is one that speaks for some reasons only.
    fn one(&mut self, crls: &[Crl], responses: &[Response], made: Time, budget: &mut Budget) -> Result<bool, Exceeded> {
        let StatusSearch { pool, checker, now, .. } = *self.search;
        let question = Question {
            certificate: self.certificate,
            issuer: self.issuer,
            crls,
            responses,
            certificates: &pool.certificates,
            at: made,
            now,
            freshness: Freshness::Since(Time::from_unix(i64::MIN)),
            checker,
        };
        let mut delegates = Vec::new();
        let determination = determine(
            &question,
            &mut |candidate, delegation, budget| {
                let path = self.delegate(candidate, delegation, made, budget)?;
                delegates.push(path);
                Ok(Delegate::Unchecked)
            },
            budget,
        )?;
        self.note(&determination);
        if let Some(facts) = self.facts(&determination, delegates, crls, responses) {
            self.found.0.push(facts);
        }
        Ok(determination.rejected.iter().any(|rejected| rejected.why == Rejection::SomeReasons))
    }

    /// The path of who signed in place of the issuer, at the time at which it signed.
    fn delegate(
        &mut self,
        candidate: &Certificate,
        delegation: Delegation,
        at: Time,
        budget: &mut Budget,
    ) -> Result<PathFacts, String> {
        let StatusSearch { pool, checker, anchor, .. } = *self.search;
        let purpose = match delegation {
            Delegation::CrlIssuer => Purpose::CrlSigning,
            Delegation::OcspResponder => Purpose::OcspSigning,
        };
        let (intermediates, policies) = (pool.certificates.as_slice(), PolicySettings::any());
        let query = PathQuery { leaf: candidate, intermediates, trust: anchor, at, checker, budget, purpose, policies };
        let found = pool.readings.paths.find(query, 1);
        let paths = found.map_err(|error| error.to_string())?;
        let path = paths.first().map(Path::certificates).unwrap_or_default();
        let mut chain = self.search.chain(path, anchor, self.active, budget);
        let told = delegation == Delegation::CrlIssuer || candidate.extension(oid::OCSP_NO_CHECK).is_none();
        if let Some(leaf) = chain.first_mut() {
            leaf.status_never_told |= !told;
        }
        Ok(PathFacts { at, problem: None, chain })
    }

    fn note(&mut self, determination: &Determination) {
        let silent =
            |why: &Rejection| matches!(why, Rejection::NotAbout | Rejection::DeltaAlone | Rejection::SomeReasons);
        for rejected in determination.rejected.iter().filter(|rejected| !silent(&rejected.why)) {
            let what = match rejected.source {
                Source::Crl(_) => "a CRL",
                Source::Response(_) => "an OCSP response",
            };
            self.found.1.push(format!("{what} is of no use: {}", rejected.why));
        }
    }

    fn facts(
        &self,
        determination: &Determination,
        delegates: Vec<PathFacts>,
        crls: &[Crl],
        responses: &[Response],
    ) -> Option<StatusFacts> {
        let proofs = &determination.proofs;
        let status = match determination.status {
            RevocationStatus::Good => CertificateStatus::Good,
            RevocationStatus::Revoked { at, invalidity_date, .. } => {
                CertificateStatus::Revoked { since: invalidity_date.map_or(at, |earlier| earlier.min(at)) }
            }
            RevocationStatus::Hold { since } => CertificateStatus::Hold { since },
            _ => return None,
        };
        // Of several lists that say it together each has to be new enough.
        let oldest = proofs.iter().min_by_key(|proof| proof.this_update)?;
        let places: Vec<_> = proofs.iter().flat_map(|proof| self.places(proof, crls, responses)).collect();
        let uncovered = places.iter().any(|place| place.1.is_none());
        Some(StatusFacts {
            source: match oldest.source {
                Source::Crl(_) => RevocationSource::Crl,
                Source::Response(_) => RevocationSource::Ocsp,
            },
            origin: origin(places.iter().map(|place| place.0).max()?),
            status,
            this_update: oldest.this_update,
            next_update: oldest.next_update,
            produced_at: oldest.produced_at,
            algorithms: places.iter().map(|place| place.2).collect(),
            delegates,
            covered_from: if uncovered { None } else { places.iter().filter_map(|place| place.1).max() },
        })
    }

    /// Where what a proof rests on is, and with which algorithm it is signed.
    fn places(&self, proof: &Proof, crls: &[Crl], responses: &[Response]) -> Vec<Place> {
        let pool = self.search.pool;
        let of_list = |index: usize| {
            let list = crls.get(index)?;
            let kept = pool.crls.iter().find(|kept| kept.value == *list)?;
            Some((kept.origin, kept.covered_from, list.signature_algorithm().ok()))
        };
        let of_response = |index: usize| {
            let response = responses.get(index)?;
            let kept = pool.responses.iter().find(|kept| kept.value == *response)?;
            Some((kept.origin, kept.covered_from, response.signature_algorithm().ok()))
        };
        let main = match proof.source {
            Source::Crl(index) => of_list(index),
            Source::Response(index) => of_response(index),
        };
        main.into_iter().chain(proof.delta.and_then(of_list)).collect()
    }
}

type Place = (Origin, Option<usize>, Option<SignatureAlgorithm>);

fn origin(origin: Origin) -> RevocationOrigin {
    match origin {
        Origin::Embedded => RevocationOrigin::Embedded,
        Origin::Supplied => RevocationOrigin::Supplied,
        Origin::Fetched => RevocationOrigin::Fetched,
    }
}
