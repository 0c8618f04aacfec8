//! What the facts mean under a policy at a moment. No cryptography, no octets: only facts.
//!
//! The order is that of EN 319 102-1, 5.3, 5.5 and 5.6: format, identification, cryptography, path, acceptance, time.

mod chain;
mod core;
mod existence;
mod level;
mod report;
#[cfg(test)]
mod revocation_tests;
mod standing;
#[cfg(test)]
mod tests;

use crate::policy::{Level, Policy};
use crate::report::{
    ChangeItem, Check, CheckId, Coverage, DigestAnswer, Reason, SignatureReport, SignatureType, Status, Subject,
    TimestampIndication, TimestampReport, TimestampType,
};
use crate::time::Time;

use super::facts::{CertificateFacts, Facts, TimestampFacts};

use self::existence::Existence;
use self::standing::{Standing, Times};

/// Judges one signature or document time-stamp at the moment `at`.
#[must_use]
pub fn judge(facts: &Facts, policy: &Policy, at: Time) -> SignatureReport {
    judge_wanting(facts, policy, at).0
}

/// The same, with the fingerprints of the certificates whose status is not known.
pub(super) fn judge_wanting(facts: &Facts, policy: &Policy, at: Time) -> (SignatureReport, Vec<String>) {
    let mut wanting = Vec::new();
    let (existence, timestamps) = time_stamped(facts, policy, at, &mut wanting);
    // EN 319 102-1, 5.5.4: the earliest proof that the signature value existed.
    let covered_from = facts.revision;
    let signed = earliest(&timestamps, TimestampType::Signature);
    let best = signed.into_iter().chain(existence.proven(covered_from)).min();
    let times = Times { present: at, best, after: latest(&timestamps, TimestampType::Content) };
    let mut asked = Asked { policy, subject: Subject::Signature, present: at, checks: Vec::new() };
    format(facts, &mut asked);
    core::identification(&facts.core, &mut asked);
    core::cryptography(&facts.core, facts.byte_range_problem.as_deref(), &mut asked);
    let standing = Standing::of(&facts.core, best, &existence, policy);
    standing.checks(&facts.core, &times, &mut asked);
    let time = best.unwrap_or(at);
    core::acceptance(&facts.core, standing.path, time, time, &mut asked);
    claimed_time(facts, at, &mut asked);
    time_stamps(&timestamps, &times, &existence, facts, &mut asked);
    changes(facts, &mut asked);
    standing.note_wanting(&mut wanting);
    let own = (facts.kind == SignatureType::DocumentTimestamp).then(|| own_time(facts, &timestamps)).flatten();
    let report = report::assemble(facts, &standing, asked.checks, timestamps, own.or(best));
    (report, wanting)
}

/// What a document time-stamp says of itself, if it can be relied upon.
fn own_time(facts: &Facts, timestamps: &[TimestampReport]) -> Option<Time> {
    let judged = facts.timestamps.iter().zip(timestamps);
    let mut own = judged.filter(|(stamp, _)| stamp.revision.is_some() && stamp.covered_from == facts.revision);
    own.find_map(|(_, report)| report.time.filter(|_| report.indication() == TimestampIndication::Passed))
}

/// The time-stamps, in the order of the facts, and what those over the document prove.
///
/// EN 319 102-1, 5.6.3.4: the newest first, for each proves when the ones before it existed.
fn time_stamped(
    facts: &Facts,
    policy: &Policy,
    at: Time,
    wanting: &mut Vec<String>,
) -> (Existence, Vec<TimestampReport>) {
    let mut order: Vec<usize> = (0..facts.timestamps.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(facts.timestamps.get(*index).and_then(|stamp| stamp.revision)));
    let mut existence = Existence::new(at);
    let mut reports: Vec<(usize, TimestampReport)> = Vec::new();
    for index in order {
        let Some(stamp) = facts.timestamps.get(index) else { continue };
        let report = judge_timestamp(stamp, &existence, policy, wanting);
        if let (Some(revision), Some(time), TimestampIndication::Passed) =
            (stamp.revision, report.time, report.indication())
        {
            existence.add(revision, time);
        }
        reports.push((index, report));
    }
    reports.sort_by_key(|(index, _)| *index);
    (existence, reports.into_iter().map(|(_, report)| report).collect())
}

/// Judges a time-stamp (EN 319 102-1, 5.4 and 5.6.2.4). Nothing proves its age but a later one over it; what it says
/// itself is no proof.
fn judge_timestamp(
    facts: &TimestampFacts,
    existence: &Existence,
    policy: &Policy,
    wanting: &mut Vec<String>,
) -> TimestampReport {
    let at = existence.present();
    let mut asked = Asked { policy, subject: Subject::Timestamp, present: at, checks: Vec::new() };
    asked.no_problem(CheckId::SignedData, facts.problem.as_deref());
    if facts.problem.is_none() {
        imprint(facts, &mut asked);
        core::identification(&facts.core, &mut asked);
        core::signature(&facts.core, None, &mut asked);
        let best = existence.proven(facts.covered_from);
        let standing = Standing::of(&facts.core, best, existence, policy);
        standing.checks(&facts.core, &Times { present: at, best, after: None }, &mut asked);
        standing.note_wanting(wanting);
        let time = best.unwrap_or(at);
        let digest_time = facts.time.filter(|_| policy.imprints_by_stated_time()).unwrap_or(time).min(time);
        core::acceptance(&facts.core, standing.path, digest_time, time, &mut asked);
        stated_time(facts, at, best, &mut asked);
    }
    let certificate = facts.core.certificate.as_ref();
    let authority = certificate.map_or_else(String::new, |certificate| {
        let signatory = &certificate.signatory;
        if signatory.common_name.is_empty() { &signatory.subject } else { &signatory.common_name }.clone()
    });
    TimestampReport::new(facts.kind, facts.time, authority, facts.policy.clone(), asked.checks)
}

/// RFC 3161, 2.4.2: over what it stands at.
fn imprint(facts: &TimestampFacts, asked: &mut Asked<'_>) {
    let remark = facts.core.digest_remark.as_deref();
    match facts.core.digest {
        DigestAnswer::Match => asked.pass(CheckId::TimestampImprint),
        DigestAnswer::Mismatch => {
            asked.fail(CheckId::TimestampImprint, remark.unwrap_or("the time-stamp is over something else"));
        }
        DigestAnswer::Unknown => asked.fail_because(
            CheckId::TimestampImprint,
            crate::report::Indeterminate::Generic.into(),
            remark.unwrap_or("the imprint could not be compared"),
        ),
    }
}

/// What it states must be possible: not in the future, not after it existed, not before its authority's certificate.
fn stated_time(facts: &TimestampFacts, at: Time, best: Option<Time>, asked: &mut Asked<'_>) {
    let Some(time) = facts.time else { return };
    let from = facts.core.certificate.as_ref().and_then(|certificate| certificate.signatory.not_before);
    // Seen from a moment before it, a time-stamp is not there yet and proves nothing.
    if time > at {
        asked.fail(CheckId::TimestampOrder, format!("the time-stamp of {time} is younger than the time judged"));
    } else if let Some(best) = best.filter(|best| *best < time) {
        asked.fail(CheckId::TimestampOrder, format!("the time-stamp of {time} is proven to have existed at {best}"));
    } else if let Some(from) = from.filter(|from| time < *from) {
        let message = format!("the time-stamp of {time} is older than the certificate of its authority, of {from}");
        asked.fail(CheckId::TimestampOrder, message);
    }
}

/// The checks asked so far, and how the policy weighs them.
struct Asked<'p> {
    policy: &'p Policy,
    subject: Subject,
    present: Time,
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
fn time_stamps(
    timestamps: &[TimestampReport],
    times: &Times,
    existence: &Existence,
    facts: &Facts,
    asked: &mut Asked<'_>,
) {
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
    let signed = latest(timestamps, TimestampType::Signature);
    let document = existence.proven(facts.revision);
    match (times.after, times.best, signed.zip(document)) {
        (Some(content), Some(best), _) if best < content => {
            asked.fail(CheckId::TimestampOrder, "the content was time-stamped after the signature over it");
        }
        (.., Some((signed, document))) if document < signed => {
            asked.fail(CheckId::TimestampOrder, "the signature was time-stamped after the document that holds it");
        }
        (Some(_), Some(_), _) | (.., Some(_)) => asked.pass(CheckId::TimestampOrder),
        _ => {}
    }
}

/// ISO 32000-2, 12.8.2.2: what may follow a signature.
fn changes(facts: &Facts, asked: &mut Asked<'_>) {
    if facts.changes.allowed {
        return asked.pass(CheckId::ChangesPermitted);
    }
    let mut refused: Vec<_> = facts.changes.items.iter().filter(|item| item.allowed_by.is_none()).collect();
    // What is on a page first: that is what a reader can look at.
    refused.sort_by_key(|item| item.page.is_none());
    let named: Vec<_> = refused.iter().take(5).map(|item| named(item)).collect();
    let more = if refused.len() > named.len() { "; …" } else { "" };
    let message = match refused.len() {
        0 if facts.coverage == Coverage::Malformed => {
            "nobody can tell what was changed, because nobody can tell what was signed".to_owned()
        }
        0 => "the document was changed after it was signed".to_owned(),
        count => format!(
            "the document was changed after it was signed, in a way that nothing permits: {count} object(s), {}{more}",
            named.join("; ")
        ),
    };
    asked.add(Check { message, ..Check::failed(CheckId::ChangesPermitted, Subject::Document, "") });
}

/// `page 3: page-content (12 0), 200 octets → 210 octets, forbidden by certification-1`
fn named(item: &ChangeItem) -> String {
    let page = item.page.map_or_else(String::new, |page| format!("page {page}: "));
    let object = if item.object.is_empty() { String::new() } else { format!(" ({})", item.object) };
    let words = match (&item.before, &item.after) {
        (Some(before), Some(after)) => format!(", {before} → {after}"),
        (Some(before), None) => format!(", {before} → nothing"),
        (None, Some(after)) => format!(", new: {after}"),
        (None, None) => String::new(),
    };
    let forbidden = item.forbidden_by.as_ref().map_or_else(String::new, |by| format!(", forbidden by {by}"));
    format!("{page}{}{object}{words}{forbidden}", item.kind)
}

fn within(certificate: &CertificateFacts, time: Time) -> bool {
    let signatory = &certificate.signatory;
    signatory.not_before.is_some_and(|from| from <= time) && signatory.not_after.is_some_and(|to| time <= to)
}

/// The earliest time that a time-stamp of this kind proves.
fn earliest(timestamps: &[TimestampReport], kind: TimestampType) -> Option<Time> {
    proven(timestamps).filter(|timestamp| timestamp.kind == kind).filter_map(|timestamp| timestamp.time).min()
}

fn latest(timestamps: &[TimestampReport], kind: TimestampType) -> Option<Time> {
    proven(timestamps).filter(|timestamp| timestamp.kind == kind).filter_map(|timestamp| timestamp.time).max()
}

fn proven(timestamps: &[TimestampReport]) -> impl Iterator<Item = &TimestampReport> {
    timestamps.iter().filter(|timestamp| timestamp.indication() == TimestampIndication::Passed)
}
