//! What CRLs say (RFC 5280, 6.3.3), over all that are at hand.

use super::{Delegate, Delegation, Finding, Proof, Prove, Question, Rejected, Rejection, Says, Source};
use crate::crypto::Answer;
use crate::error::Exceeded;
use crate::limits::Budget;
use crate::oid;
use crate::pki::certificate::Certificate;
use crate::pki::crl::{Crl, DistributionPoint, Entry, PointName, Reason, ReasonSet, share_a_name};
use crate::pki::general_name::GeneralName;
use crate::pki::name::Name;

type Signer = (Certificate, Option<Delegate>);

pub(super) fn findings(
    question: &Question<'_>,
    prove: &mut Prove<'_>,
    budget: &mut Budget,
    rejected: &mut Vec<Rejected>,
) -> Result<Vec<Finding>, Exceeded> {
    if question.crls.is_empty() {
        return Ok(Vec::new());
    }
    let mut lists = Lists { question, points: points(question), why: vec![None; question.crls.len()] };
    let mut findings = Vec::new();
    let (mut covered, mut partial) = (ReasonSet::NONE, Vec::new());
    for index in lists.complete() {
        let Some((reasons, outcome)) = lists.judge(index, prove, budget)? else { continue };
        match outcome {
            Outcome::Listed(finding) => findings.push(finding),
            Outcome::Unlisted(proof) if reasons == ReasonSet::ALL => {
                findings.push(Finding { says: Says::Good, proofs: vec![proof] });
            }
            Outcome::Unlisted(proof) => {
                covered = covered.or(reasons);
                partial.push((index, proof));
            }
        }
    }
    // RFC 5280, 6.3.3(l): several lists together may speak for every reason.
    if covered.contains(ReasonSet::ALL) {
        findings.push(Finding { says: Says::Good, proofs: partial.into_iter().map(|(_, proof)| proof).collect() });
    } else {
        partial.iter().for_each(|(index, _)| lists.reject(*index, Rejection::SomeReasons));
    }
    let reasons = lists.why.into_iter().enumerate();
    rejected.extend(reasons.filter_map(|(index, why)| Some(Rejected { source: Source::Crl(index), why: why? })));
    Ok(findings)
}

/// The distribution points of the certificate, and the one that is always assumed: the issuer's own name, any reason.
fn points(question: &Question<'_>) -> Vec<DistributionPoint> {
    let value = question.certificate.extension(oid::CRL_DISTRIBUTION_POINTS).map(|extension| extension.value);
    let mut points = value.and_then(|value| DistributionPoint::parse_all(value).ok()).unwrap_or_default();
    let issuer = GeneralName::Directory(question.certificate.issuer().clone());
    points.push(DistributionPoint { name: Some(PointName::Full(vec![issuer])), ..DistributionPoint::default() });
    points
}

enum Outcome {
    Listed(Finding),
    Unlisted(Proof),
}

struct Lists<'a, 'q> {
    question: &'q Question<'a>,
    points: Vec<DistributionPoint>,
    /// Why each list was not used.
    why: Vec<Option<Rejection>>,
}

impl Lists<'_, '_> {
    fn reject(&mut self, index: usize, why: Rejection) {
        if let Some(slot) = self.why.get_mut(index) {
            *slot = Some(why);
        }
    }

    fn crl(&self, index: usize) -> Option<&Crl> {
        self.question.crls.get(index)
    }

    /// The lists that are no deltas, in their order; of deltas it is noted that they alone say nothing.
    fn complete(&mut self) -> Vec<usize> {
        let (deltas, complete): (Vec<usize>, Vec<usize>) =
            (0..self.question.crls.len()).partition(|index| self.crl(*index).is_some_and(Crl::is_delta));
        for index in deltas {
            let own = self.crl(index).is_some_and(|crl| self.scope(crl).is_ok());
            self.reject(index, if own { Rejection::DeltaAlone } else { Rejection::NotAbout });
        }
        complete
    }

    /// For which reasons one list speaks of the certificate, and what it says; `None`: it was rejected.
    fn judge(
        &mut self,
        index: usize,
        prove: &mut Prove<'_>,
        budget: &mut Budget,
    ) -> Result<Option<(ReasonSet, Outcome)>, Exceeded> {
        let question = self.question;
        let Some(crl) = question.crls.get(index) else { return Ok(None) };
        let result = match self.scope(crl) {
            Ok(reasons) => self.read(index, crl, prove, budget)?.map(|outcome| (reasons, outcome)),
            Err(why) => Err(why),
        };
        Ok(result.map_err(|why| self.reject(index, why)).ok())
    }

    /// RFC 5280, 6.3.3(b) and (d), for all points of the certificate together.
    fn scope(&self, crl: &Crl) -> Result<ReasonSet, Rejection> {
        let certificate = self.question.certificate;
        let mut why = Rejection::NotAbout;
        let mut reasons = ReasonSet::NONE;
        for point in &self.points {
            match point_scope(point, crl, certificate) {
                Ok(more) => reasons = reasons.or(more),
                Err(reason) if reason != Rejection::NotAbout => why = reason,
                Err(_) => {}
            }
        }
        if reasons == ReasonSet::NONE { Err(why) } else { Ok(reasons) }
    }

    /// RFC 5280, 6.3.3(c) and (f) to (k).
    fn read(
        &mut self,
        index: usize,
        crl: &Crl,
        prove: &mut Prove<'_>,
        budget: &mut Budget,
    ) -> Result<Result<Outcome, Rejection>, Exceeded> {
        let question = self.question;
        if let Err(why) = sound(question, crl) {
            return Ok(Err(why));
        }
        let (signer, delegate) = match signer(question, crl, prove, budget)? {
            Ok(signer) => signer,
            Err(why) => return Ok(Err(why)),
        };
        let entry = match find(question, crl) {
            Ok(entry) => entry,
            Err(why) => return Ok(Err(why)),
        };
        let delta = self.delta_of(crl, &signer, budget)?;
        let changes = delta.and_then(|(index, entry)| Some((question.crls.get(index)?, index, entry)));
        let newest = changes.map_or(crl, |(delta, ..)| delta);
        let proof = Proof {
            source: Source::Crl(index),
            delta: changes.map(|(_, index, _)| index),
            signer,
            delegate,
            this_update: newest.this_update(),
            next_update: newest.next_update(),
            produced_at: newest.this_update(),
        };
        let change = changes.and_then(|(.., entry)| entry);
        let entry = match (entry, change) {
            // What is not on hold cannot come back; a certificate that expired is removed, too.
            (Some(known), Some(change)) if change.reason == Some(Reason::RemoveFromCrl) => {
                Some(known).filter(|known| known.reason != Some(Reason::CertificateHold))
            }
            (known, Some(change)) if change.reason == Some(Reason::RemoveFromCrl) => known,
            (_, Some(change)) => Some(change),
            (known, None) => known.filter(|known| known.reason != Some(Reason::RemoveFromCrl)),
        };
        let outcome = entry.map(|entry| Finding { says: Says::Listed(entry), proofs: vec![proof.clone()] });
        Ok(match outcome {
            Some(finding) if !finding.is_hold() => Ok(Outcome::Listed(finding)),
            // Old news of a revocation is news; old news of anything else is not.
            other => fresh(question, crl, newest).map(|()| other.map_or(Outcome::Unlisted(proof), Outcome::Listed)),
        })
    }

    /// The newest delta for this list that is signed with the same key, and what it says.
    fn delta_of(
        &mut self,
        complete: &Crl,
        signer: &Certificate,
        budget: &mut Budget,
    ) -> Result<Option<(usize, Option<Entry>)>, Exceeded> {
        let question = self.question;
        let mut deltas: Vec<(usize, &Crl)> =
            question.crls.iter().enumerate().filter(|(_, delta)| delta.is_delta_for(complete)).collect();
        deltas.sort_by_key(|(_, delta)| std::cmp::Reverse(delta.this_update()));
        for (index, delta) in deltas {
            let usable = match sound(question, delta) {
                Ok(()) => signed(question, delta, signer, budget)?,
                Err(why) => Err(why),
            };
            match usable.and_then(|()| find(question, delta)) {
                Ok(entry) => {
                    if let Some(slot) = self.why.get_mut(index) {
                        *slot = None;
                    }
                    return Ok(Some((index, entry)));
                }
                Err(why) => self.reject(index, why),
            }
        }
        Ok(None)
    }
}

/// RFC 5280, 6.3.3(b) and (d): whether the list is of this distribution point, and for which reasons.
fn point_scope(point: &DistributionPoint, crl: &Crl, certificate: &Certificate) -> Result<ReasonSet, Rejection> {
    let scope = crl.issuing_distribution_point();
    let issuers: Vec<&Name> = point.issuer.iter().filter_map(directory).collect();
    if point.issuer.is_empty() {
        if !crl.issuer().matches(certificate.issuer()) {
            return Err(Rejection::NotAbout);
        }
    } else if !issuers.iter().any(|issuer| crl.issuer().matches(issuer)) {
        return Err(Rejection::NotAbout);
    } else if !scope.is_some_and(|scope| scope.indirect) {
        return Err(Rejection::DistributionPoint);
    }
    let reasons = point.reasons.unwrap_or(ReasonSet::ALL);
    let Some(scope) = scope else { return Ok(reasons) };
    if let Some(name) = &scope.name {
        let own = name.names(&[crl.issuer()]);
        let below = if issuers.is_empty() { vec![certificate.issuer()] } else { issuers };
        let there = point.name.as_ref().map_or_else(|| point.issuer.clone(), |name| name.names(&below));
        if !share_a_name(&own, &there) {
            return Err(Rejection::DistributionPoint);
        }
    }
    let is_ca = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
    if scope.only_attribute_certificates
        || (scope.only_user_certificates && is_ca)
        || (scope.only_ca_certificates && !is_ca)
    {
        return Err(Rejection::Kind);
    }
    Ok(reasons.and(scope.reasons()))
}

fn directory(name: &GeneralName) -> Option<&Name> {
    match name {
        GeneralName::Directory(name) => Some(name),
        _ => None,
    }
}

fn sound(question: &Question<'_>, crl: &Crl) -> Result<(), Rejection> {
    if let Some(flaw) = crl.flaw() {
        return Err(Rejection::Flaw(flaw));
    }
    if crl.this_update() > question.now {
        return Err(Rejection::Future(crl.this_update()));
    }
    Ok(())
}

fn find(question: &Question<'_>, crl: &Crl) -> Result<Option<Entry>, Rejection> {
    let certificate = question.certificate;
    crl.find(certificate.issuer(), certificate.serial()).map_err(|error| Rejection::Malformed(error.to_string()))
}

/// A list that is too old serves with a delta that is not (RFC 5280, 6.3.3(a)).
fn fresh(question: &Question<'_>, complete: &Crl, newest: &Crl) -> Result<(), Rejection> {
    let accepts = |crl: &Crl| question.freshness.accepts(question.at, crl.this_update(), crl.next_update());
    if !accepts(complete) && !accepts(newest) {
        let (this_update, next_update) = (newest.this_update(), newest.next_update());
        return Err(Rejection::NotFresh { this_update, next_update });
    }
    // Expired certificates leave the list, unless it says otherwise.
    let expires = question.certificate.not_after();
    if complete.this_update() > expires && complete.expired_from().is_none_or(|from| from > expires) {
        return Err(Rejection::AfterExpiry);
    }
    Ok(())
}

/// Whose key signed the list: the issuer's, or that of a certificate with the name of the list's issuer.
fn signer(
    question: &Question<'_>,
    crl: &Crl,
    prove: &mut Prove<'_>,
    budget: &mut Budget,
) -> Result<Result<Signer, Rejection>, Exceeded> {
    let mut why = None;
    let mut candidates: Vec<&Certificate> = vec![question.issuer];
    candidates.extend(question.certificates);
    candidates.retain(|candidate| crl.issuer().matches(candidate.subject()));
    // A hint (RFC 5280, 5.2.1), so that the right one is tried first.
    candidates.sort_by_key(|candidate| match (crl.authority_key_identifier(), candidate.subject_key_identifier()) {
        (Some(wanted), Some(found)) => u8::from(wanted != found).saturating_mul(2),
        _ => 1,
    });
    let mut seen: Vec<&Certificate> = Vec::new();
    for candidate in candidates {
        if seen.contains(&candidate) {
            continue;
        }
        seen.push(candidate);
        if let Err(reason) = signed(question, crl, candidate, budget)? {
            why = Some(reason);
            continue;
        }
        let is_issuer = candidate == question.issuer;
        let proven = match candidate.key_usage() {
            // RFC 5280, 6.3.3(f).
            Some(usage) if !usage.crl_sign() => Err("its key is not for signing CRLs".to_owned()),
            _ if is_issuer => Ok(None),
            _ => prove(candidate, Delegation::CrlIssuer, budget).map(Some),
        };
        match proven {
            Ok(delegate) => return Ok(Ok((candidate.clone(), delegate))),
            Err(reason) => {
                why = Some(Rejection::NotAuthorised { subject: candidate.subject().to_string(), why: reason });
            }
        }
    }
    Ok(Err(why.unwrap_or_else(|| Rejection::NoSigner { subject: crl.issuer().to_string() })))
}

fn signed(
    question: &Question<'_>,
    crl: &Crl,
    signer: &Certificate,
    budget: &mut Budget,
) -> Result<Result<(), Rejection>, Exceeded> {
    Ok(match crl.check(signer.spki(), question.checker, budget)? {
        Answer::Valid => Ok(()),
        Answer::Invalid => Err(Rejection::BadSignature),
        Answer::Unsupported => Err(Rejection::Algorithm),
    })
}
