//! What OCSP responses say (RFC 6960, 3.2 and 4.2.2).

use super::{DAY, Delegate, Delegation, Finding, Freshness, Proof, Prove, Question, Rejected, Rejection, Says, Source};
use crate::crypto::Answer;
use crate::error::Exceeded;
use crate::limits::Budget;
use crate::oid;
use crate::pki::certificate::Certificate;
use crate::pki::crl::Entry;
use crate::pki::ocsp::{CertificateStatus, Response, SingleResponse};

type Signer = (Certificate, Option<Delegate>);

pub(super) fn findings(
    question: &Question<'_>,
    prove: &mut Prove<'_>,
    budget: &mut Budget,
    rejected: &mut Vec<Rejected>,
) -> Result<Vec<Finding>, Exceeded> {
    let mut findings = Vec::new();
    for (index, response) in question.responses.iter().enumerate() {
        match finding(question, index, response, prove, budget)? {
            Ok(finding) => findings.push(finding),
            Err(why) => rejected.push(Rejected { source: Source::Response(index), why }),
        }
    }
    Ok(findings)
}

fn finding(
    question: &Question<'_>,
    index: usize,
    response: &Response,
    prove: &mut Prove<'_>,
    budget: &mut Budget,
) -> Result<Result<Finding, Rejection>, Exceeded> {
    let about = |single: &&SingleResponse| single.is_about(question.certificate, question.issuer);
    let Some(single) = response.singles().iter().filter(about).min_by_key(|single| order(single)) else {
        return Ok(Err(Rejection::NotAbout));
    };
    if let Some(oid) = response.unknown_critical().or(single.unknown_critical()) {
        return Ok(Err(Rejection::CriticalExtension(oid)));
    }
    let newest = response.produced_at().max(single.this_update());
    if newest > question.now {
        return Ok(Err(Rejection::Future(newest)));
    }
    let (signer, delegate) = match signer(question, response, prove, budget)? {
        Ok(signer) => signer,
        Err(why) => return Ok(Err(why)),
    };
    let says = match single.status() {
        CertificateStatus::Unknown => return Ok(Err(Rejection::UnknownToResponder)),
        CertificateStatus::Good => Says::Good,
        CertificateStatus::Revoked { at, reason } => {
            Says::Listed(Entry { revoked_at: at, reason, invalidity_date: single.invalidity_date() })
        }
    };
    let proof = Proof {
        source: Source::Response(index),
        delta: None,
        signer,
        delegate,
        this_update: single.this_update(),
        next_update: single.next_update(),
        produced_at: response.produced_at(),
    };
    let finding = Finding { says, proofs: vec![proof] };
    // Old news of a revocation is news; old news of anything else is not.
    Ok(match finding.says {
        Says::Listed(_) if !finding.is_hold() => Ok(finding),
        _ => fresh(question, single).map(|()| finding),
    })
}

/// Of several answers for one certificate a revocation counts first, then the newest.
fn order(single: &SingleResponse) -> (bool, i64) {
    let revoked = matches!(single.status(), CertificateStatus::Revoked { .. });
    (!revoked, single.this_update().unix().saturating_neg())
}

fn fresh(question: &Question<'_>, single: &SingleResponse) -> Result<(), Rejection> {
    let (this_update, next_update) = (single.this_update(), single.next_update());
    let until = next_update.or((question.freshness == Freshness::InForce).then(|| this_update.plus(DAY)));
    if !question.freshness.accepts(question.at, this_update, until) {
        return Err(Rejection::NotFresh { this_update, next_update });
    }
    let expires = question.certificate.not_after();
    if this_update > expires && single.archive_cutoff().is_none_or(|cutoff| cutoff > expires) {
        return Err(Rejection::AfterExpiry);
    }
    Ok(())
}

/// Whose key signed the response: the issuer's, or that of a responder whom the issuer itself authorised.
fn signer(
    question: &Question<'_>,
    response: &Response,
    prove: &mut Prove<'_>,
    budget: &mut Budget,
) -> Result<Result<Signer, Rejection>, Exceeded> {
    let issuer = question.issuer;
    let mut why = None;
    if response.responder().names(issuer) {
        match signed(question, response, issuer, budget)? {
            Ok(()) => return Ok(Ok((issuer.clone(), None))),
            Err(reason) => why = Some(reason),
        }
    }
    let mut seen: Vec<&Certificate> = vec![issuer];
    for candidate in response.certificates().iter().chain(question.certificates) {
        if !response.responder().names(candidate) || seen.contains(&candidate) {
            continue;
        }
        seen.push(candidate);
        let delegate = match signed(question, response, candidate, budget)? {
            Ok(()) => authorised(question, response, candidate, budget)?,
            Err(reason) => Err(reason),
        };
        let proven = delegate.and_then(|()| {
            prove(candidate, Delegation::OcspResponder, budget).map_err(|why| not_authorised(candidate, why))
        });
        match proven {
            Ok(delegate) => return Ok(Ok((candidate.clone(), Some(delegate)))),
            Err(reason) => why = Some(reason),
        }
    }
    Ok(Err(why.unwrap_or_else(|| Rejection::NoSigner { subject: response.responder().to_string() })))
}

fn signed(
    question: &Question<'_>,
    response: &Response,
    signer: &Certificate,
    budget: &mut Budget,
) -> Result<Result<(), Rejection>, Exceeded> {
    Ok(match response.check(signer.spki(), question.checker, budget)? {
        Answer::Valid => Ok(()),
        Answer::Invalid => Err(Rejection::BadSignature),
        Answer::Unsupported => Err(Rejection::Algorithm),
    })
}

fn not_authorised(certificate: &Certificate, why: impl Into<String>) -> Rejection {
    Rejection::NotAuthorised { subject: certificate.subject().to_string(), why: why.into() }
}

/// RFC 6960, 4.2.2.2: issued by the very CA that issued the certificate asked about, for this purpose.
fn authorised(
    question: &Question<'_>,
    response: &Response,
    candidate: &Certificate,
    budget: &mut Budget,
) -> Result<Result<(), Rejection>, Exceeded> {
    let refuse = |why: &str| Ok(Err(not_authorised(candidate, why)));
    if !candidate.issuer().matches(question.issuer.subject()) {
        return refuse("its certificate is not of the same issuer");
    }
    if !candidate.extended_key_usage().is_some_and(|purposes| purposes.contains(&oid::OCSP_SIGNING)) {
        return refuse("its certificate is not for signing OCSP responses");
    }
    if candidate.key_usage().is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
        return refuse("its key is not for signatures");
    }
    if !candidate.is_valid_at(response.produced_at()) {
        return refuse("its certificate was not valid when it signed");
    }
    if candidate.oddities().iter().any(|oddity| oddity.is_fatal()) {
        return refuse("its certificate is malformed");
    }
    let Ok(algorithm) = candidate.signature_algorithm() else { return Ok(Err(Rejection::Algorithm)) };
    budget.spend(1)?;
    let message = candidate.signed(algorithm);
    match question.checker.check(algorithm, question.issuer.spki(), message, candidate.signature()) {
        Answer::Valid => Ok(Ok(())),
        Answer::Invalid | Answer::Unsupported => refuse("its certificate was not signed with the issuer's key"),
    }
}
