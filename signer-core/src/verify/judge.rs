//! What the facts mean under a policy at a moment. No cryptography, no octets: only facts.
//!
//! The order is that of EN 319 102-1, 5.3 and 5.5: format, identification, cryptography, path, acceptance, time.

mod core;
#[cfg(test)]
mod tests;

use crate::policy::{Level, Policy};
use crate::report::{
    Algorithms, ChainLink, Check, CheckId, Checks, Coverage, DigestAnswer, Failed, Integrity, Reason, SignatureReport,
    Status, Subject, TimestampIndication, TimestampReport, TimestampType,
};
use crate::time::Time;

use super::facts::{CertificateFacts, Facts, TimestampFacts};

/// Judges one signature or document time-stamp at the moment `at`.
#[must_use]
pub fn judge(facts: &Facts, policy: &Policy, at: Time) -> SignatureReport {
    let timestamps: Vec<_> = facts.timestamps.iter().map(|timestamp| judge_timestamp(timestamp, policy, at)).collect();
    let best = earliest(&timestamps, &[TimestampType::Signature, TimestampType::Document]);
    let content = latest(&timestamps, TimestampType::Content);
    let mut asked = Asked { policy, subject: Subject::Signature, checks: Vec::new() };
    format(facts, &mut asked);
    core::identification(&facts.core, &mut asked);
    core::cryptography(&facts.core, facts.byte_range_problem.as_deref(), &mut asked);
    core::path(&facts.core, best, &mut asked);
    validity(facts, content, best, at, &mut asked);
    core::acceptance(&facts.core, best.unwrap_or(at), best.is_some(), &mut asked);
    claimed_time(facts, at, &mut asked);
    time_stamps(&timestamps, content, best, &mut asked);
    changes(facts, &mut asked);
    assemble(facts, asked.checks, timestamps, best)
}

/// Judges a time-stamp (EN 319 102-1, 5.4). Nothing proves its own age but itself, so it is judged at `at`.
fn judge_timestamp(facts: &TimestampFacts, policy: &Policy, at: Time) -> TimestampReport {
    let mut asked = Asked { policy, subject: Subject::Timestamp, checks: Vec::new() };
    asked.no_problem(CheckId::SignedData, facts.problem.as_deref());
    if facts.problem.is_none() {
        let imprint = &facts.core.digest_remark;
        match facts.core.digest {
            DigestAnswer::Match => asked.pass(CheckId::TimestampImprint),
            DigestAnswer::Mismatch => asked
                .fail(CheckId::TimestampImprint, imprint.as_deref().unwrap_or("the time-stamp is over something else")),
            DigestAnswer::Unknown => asked.fail_because(
                CheckId::TimestampImprint,
                crate::report::Indeterminate::Generic.into(),
                imprint.as_deref().unwrap_or("the imprint could not be compared"),
            ),
        }
        core::identification(&facts.core, &mut asked);
        core::signature(&facts.core, None, &mut asked);
        core::path(&facts.core, None, &mut asked);
        match facts.core.certificate.as_ref() {
            Some(certificate) => core::valid_at(certificate, at, None, &mut asked),
            None => asked.ignore(CheckId::Validity, "there is no certificate"),
        }
        core::acceptance(&facts.core, at, false, &mut asked);
        // Seen from a moment before it, a time-stamp is not there yet and proves nothing.
        if let Some(time) = facts.time.filter(|time| *time > at) {
            asked.fail(CheckId::TimestampOrder, format!("the time-stamp of {time} is younger than the time judged"));
        }
    }
    let certificate = facts.core.certificate.as_ref();
    let authority = certificate.map_or_else(String::new, |certificate| {
        let signatory = &certificate.signatory;
        if signatory.common_name.is_empty() { &signatory.subject } else { &signatory.common_name }.clone()
    });
    TimestampReport::new(facts.kind, facts.time, authority, facts.policy.clone(), asked.checks)
}

/// The checks asked so far, and how the policy weighs them.
struct Asked<'p> {
    policy: &'p Policy,
    subject: Subject,
    checks: Vec<Check>,
}

impl Asked<'_> {
    fn pass(&mut self, id: CheckId) {
        self.add(Check::passed(id, self.subject));
    }

    fn pass_saying(&mut self, id: CheckId, message: Option<&str>) {
        self.add(Check::passed(id, self.subject).saying(message.unwrap_or_default()));
    }

    fn fail(&mut self, id: CheckId, message: impl Into<String>) {
        self.fail_because(id, id.reason(), message);
    }

    fn fail_because(&mut self, id: CheckId, reason: Reason, message: impl Into<String>) {
        self.add(Check::failed_because(id, self.subject, reason, message));
    }

    fn warn(&mut self, id: CheckId, message: &str) {
        self.add(Check { status: Status::Warn, ..Check::failed(id, self.subject, message) });
    }

    fn ignore(&mut self, id: CheckId, message: &str) {
        self.add(Check::ignored(id, self.subject, message));
    }

    /// Passes when there is no problem, and says the problem otherwise.
    fn no_problem(&mut self, id: CheckId, problem: Option<&str>) {
        match problem {
            None => self.pass(id),
            Some(problem) => self.fail(id, problem),
        }
    }

    /// A failure counts as the policy says; an ignored question is not answered.
    fn add(&mut self, mut check: Check) {
        match (check.status, self.policy.level(check.id)) {
            (Status::Fail, Level::Warn) => check.status = Status::Warn,
            (Status::Pass | Status::Fail | Status::Warn, Level::Ignore) => {
                check = Check::ignored(check.id, check.subject, "the policy does not ask it");
            }
            _ => {}
        }
        self.checks.push(check);
    }
}

/// EN 319 102-1, 5.2.2: format checking.
fn format(facts: &Facts, asked: &mut Asked<'_>) {
    asked.no_problem(CheckId::ByteRange, facts.byte_range_problem.as_deref());
    let uncovered = facts.coverage_problem.as_deref();
    match facts.coverage {
        Coverage::WholeFile | Coverage::WholeRevision => asked.pass(CheckId::Coverage),
        Coverage::Partial => {
            asked.fail(CheckId::Coverage, uncovered.unwrap_or("the signature covers less than its revision"));
        }
        Coverage::Malformed => {
            asked.fail(CheckId::Coverage, uncovered.unwrap_or("what the signature covers cannot be told"));
        }
    }
    let readings = (!facts.two_readings.is_empty()).then(|| facts.two_readings.join("; "));
    asked.no_problem(CheckId::OneReading, readings.as_deref());
    asked.no_problem(CheckId::SubFilter, facts.sub_filter_problem.as_deref());
    match facts.signed_data_problem.as_deref() {
        Some(problem) => asked.fail(CheckId::SignedData, problem),
        None => asked.pass_saying(CheckId::SignedData, facts.signed_data_remark.as_deref()),
    }
    if facts.signed_data_problem.is_none() {
        let several = (facts.signers != 1).then(|| format!("the message has {} signers", facts.signers));
        asked.no_problem(CheckId::OneSigner, several.as_deref());
    }
}

/// EN 319 102-1, 5.2.6.4 and 5.5.4: the signer's certificate at the time that counts.
fn validity(facts: &Facts, content: Option<Time>, best: Option<Time>, at: Time, asked: &mut Asked<'_>) {
    let Some(certificate) = facts.core.certificate.as_ref() else {
        return asked.ignore(CheckId::Validity, "there is no certificate");
    };
    let (from, to) = (certificate.signatory.not_before, certificate.signatory.not_after);
    // A time-stamp over the content, made before the signature: the signature is not older than it.
    if let (Some(made_after), Some(to)) = (content, to)
        && made_after > to
    {
        let message = format!("the content was time-stamped at {made_after}, the certificate had expired on {to}");
        return asked.fail_because(CheckId::Validity, Failed::Expired.into(), message);
    }
    if let (Some(existed_at), Some(from)) = (best, from)
        && existed_at < from
    {
        let message = format!("the signature existed at {existed_at}, the certificate is valid from {from} only");
        return asked.fail_because(CheckId::Validity, Failed::NotYetValid.into(), message);
    }
    core::valid_at(certificate, at, best, asked);
}

/// What the signer claims proves nothing; an implausible claim is said.
fn claimed_time(facts: &Facts, at: Time, asked: &mut Asked<'_>) {
    let Some(claimed) = facts.claimed_signing_time else { return };
    let outside = facts.core.certificate.as_ref().is_some_and(|certificate| !within(certificate, claimed));
    if claimed > at {
        asked.fail(CheckId::ClaimedTime, format!("the claimed signing time {claimed} is after the time judged"));
    } else if outside {
        asked.fail(CheckId::ClaimedTime, format!("the certificate was not valid at the claimed time {claimed}"));
    } else {
        asked.pass(CheckId::ClaimedTime);
    }
}

/// EN 319 102-1, 5.5: what the time-stamps prove.
fn time_stamps(timestamps: &[TimestampReport], content: Option<Time>, best: Option<Time>, asked: &mut Asked<'_>) {
    for timestamp in timestamps {
        match timestamp.indication() {
            TimestampIndication::Passed => asked.pass(CheckId::Timestamp),
            TimestampIndication::Failed | TimestampIndication::Indeterminate => {
                let first = timestamp.checks.iter().find(|check| check.status == Status::Fail);
                let why = first.map_or("it could not be judged", |check| check.message.as_str());
                asked.fail(CheckId::Timestamp, format!("the time-stamp is not relied upon: {why}"));
            }
        }
    }
    if let (Some(content), Some(best)) = (content, best) {
        if content <= best {
            asked.pass(CheckId::TimestampOrder);
        } else {
            asked.fail(CheckId::TimestampOrder, "the content was time-stamped after the signature over it");
        }
    }
}

/// ISO 32000-2, 12.8.2.2: what may follow a signature.
fn changes(facts: &Facts, asked: &mut Asked<'_>) {
    if facts.changes.allowed {
        return asked.pass(CheckId::ChangesPermitted);
    }
    let refused: Vec<_> = facts.changes.items.iter().filter(|item| item.allowed_by.is_none()).collect();
    let named: Vec<_> = refused.iter().take(5).map(|item| format!("{} ({})", item.object, item.kind)).collect();
    let more = if refused.len() > named.len() { ", …" } else { "" };
    let message = match refused.len() {
        0 if facts.coverage == Coverage::Malformed => {
            "nobody can tell what was changed, because nobody can tell what was signed".to_owned()
        }
        0 => "the document was changed after it was signed".to_owned(),
        count => format!(
            "the document was changed after it was signed, in a way that nothing permits: {count} object(s), {}{more}",
            named.join(", ")
        ),
    };
    asked.add(Check { message, ..Check::failed(CheckId::ChangesPermitted, Subject::Document, "") });
}

fn within(certificate: &CertificateFacts, time: Time) -> bool {
    let signatory = &certificate.signatory;
    signatory.not_before.is_some_and(|from| from <= time) && signatory.not_after.is_some_and(|to| time <= to)
}

/// The earliest time that a time-stamp of one of these kinds proves.
fn earliest(timestamps: &[TimestampReport], kinds: &[TimestampType]) -> Option<Time> {
    proven(timestamps).filter(|timestamp| kinds.contains(&timestamp.kind)).filter_map(|timestamp| timestamp.time).min()
}

fn latest(timestamps: &[TimestampReport], kind: TimestampType) -> Option<Time> {
    proven(timestamps).filter(|timestamp| timestamp.kind == kind).filter_map(|timestamp| timestamp.time).max()
}

fn proven(timestamps: &[TimestampReport]) -> impl Iterator<Item = &TimestampReport> {
    timestamps.iter().filter(|timestamp| timestamp.indication() == TimestampIndication::Passed)
}

fn assemble(
    facts: &Facts,
    checks: Vec<Check>,
    timestamps: Vec<TimestampReport>,
    best: Option<Time>,
) -> SignatureReport {
    let core = &facts.core;
    let chain = core.path.iter().flat_map(|path| &path.chain);
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
        level: facts.level,
        role: facts.role,
        role_decided_by: facts.role_decided_by,
        signer: core.certificate.as_ref().map(|certificate| certificate.signatory.clone()),
        algorithms: Algorithms {
            digest: core.digest_algorithm,
            signature: core.signature_algorithm.map(|algorithm| algorithm.name().to_owned()),
        },
        claimed_signing_time: facts.claimed_signing_time,
        best_signature_time: best,
        timestamps,
        chain: chain.map(link).collect(),
        revocation: Vec::new(),
        reason: facts.reason.clone(),
        location: facts.location.clone(),
        sub_filter: facts.sub_filter.clone(),
        revision: facts.revision,
    }
}
