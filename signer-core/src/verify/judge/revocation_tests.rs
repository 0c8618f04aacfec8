//! What is known of revocation, and at which time.

use super::tests::{at, certificate, conclusion, doubt, failure, good, leaf, revoked, time, timestamp, told};
use super::*;
use crate::report::{Conclusion, Failed, Indeterminate, TimestampType};
use crate::verify::facts::{CertificateStatus, StatusFacts, StatusSources};

#[test]
fn what_nothing_tells_is_a_warning_and_becomes_a_doubt_where_it_is_required() {
    let mut facts = good();
    leaf(&mut facts).status.clear();
    let report = judge(&facts, &Policy::strict(), at());
    assert_eq!(report.checks.find(CheckId::Revocation).unwrap().status, Status::Warn);
    assert_eq!(report.conclusion(), Conclusion::TotalPassed);
    let required = Policy::strict().with_revocation_required();
    assert_eq!(judge(&facts, &required, at()).conclusion(), doubt(Indeterminate::TryLater));
}

#[test]
fn a_certificate_that_names_nobody_who_could_tell_is_a_warning_always() {
    let mut facts = good();
    leaf(&mut facts).status.clear();
    leaf(&mut facts).sources = Some(StatusSources::default());
    let report = judge(&facts, &Policy::strict().with_revocation_required(), at());
    assert_eq!(report.checks.find(CheckId::Revocation).unwrap().status, Status::Warn);
    assert_eq!(report.conclusion(), Conclusion::TotalPassed);
}

#[test]
fn no_policy_passes_over_a_known_revocation() {
    let mut facts = good();
    leaf(&mut facts).status = vec![revoked("2026-11-19T00:00:00Z"), told("2026-11-20T00:00:00Z")];
    for name in crate::policy::BUILT_IN {
        let report = judge(&facts, &Policy::built_in(name).unwrap(), at());
        assert_eq!(report.conclusion(), doubt(Indeterminate::RevokedNoPoe), "{name}");
    }
}

#[test]
fn a_hold_that_was_lifted_is_none() {
    let mut facts = good();
    let since = time("2026-11-01T00:00:00Z");
    let held = StatusFacts { status: CertificateStatus::Hold { since }, ..told("2026-11-02T00:00:00Z") };
    leaf(&mut facts).status.push(held);
    assert_eq!(conclusion(&facts), Conclusion::TotalPassed);
}

#[test]
fn a_time_stamp_before_the_revocation_heals_it_and_one_after_it_does_not() {
    for (stamped, expected) in [
        ("2026-11-18T00:00:00Z", Conclusion::TotalPassed),
        ("2026-11-19T00:00:00Z", doubt(Indeterminate::RevokedNoPoe)),
        ("2026-11-19T12:00:00Z", doubt(Indeterminate::RevokedNoPoe)),
    ] {
        let mut facts = good();
        leaf(&mut facts).status.push(revoked("2026-11-19T00:00:00Z"));
        facts.timestamps.push(timestamp(TimestampType::Signature, stamped));
        assert_eq!(conclusion(&facts), expected, "{stamped}");
    }
}

#[test]
fn content_that_was_time_stamped_after_the_revocation_was_signed_after_it() {
    let mut facts = good();
    leaf(&mut facts).status.push(revoked("2026-11-19T00:00:00Z"));
    facts.timestamps.push(timestamp(TimestampType::Content, "2026-11-19T00:00:00Z"));
    assert_eq!(conclusion(&facts), failure(Failed::Revoked));
}

#[test]
fn a_time_stamp_of_a_revoked_authority_proves_no_time() {
    let mut facts = good();
    leaf(&mut facts).status.push(revoked("2026-11-19T00:00:00Z"));
    let mut stamp = timestamp(TimestampType::Signature, "2026-11-18T00:00:00Z");
    stamp.core.path.as_mut().unwrap().chain[0].status.push(revoked("2026-11-20T00:00:00Z"));
    facts.timestamps.push(stamp);
    let report = judge(&facts, &Policy::strict(), at());
    assert_eq!(report.timestamps[0].indication(), TimestampIndication::Indeterminate);
    assert_eq!(report.best_signature_time, None);
    assert_eq!(report.conclusion(), doubt(Indeterminate::RevokedNoPoe));
}

/// An authority that is revoked since 19 November, and that issued the signer's certificate.
fn below_a_revoked_authority(facts: &mut Facts) {
    let authority = CertificateFacts { status: vec![revoked("2026-11-19T00:00:00Z")], ..certificate("authority") };
    facts.core.path.as_mut().unwrap().chain.insert(1, authority);
    leaf(facts).status = vec![told("2026-11-18T12:00:00Z")];
    facts.timestamps.push(timestamp(TimestampType::Signature, "2026-11-18T00:00:00Z"));
}

#[test]
fn what_a_revoked_authority_said_counts_only_if_it_is_proven_to_be_older() {
    // The signature is older than the revocation, and so is the certificate, which it is over; the response may be not.
    let mut facts = good();
    below_a_revoked_authority(&mut facts);
    assert_eq!(conclusion(&facts), doubt(Indeterminate::TryLater));
    // A time-stamp over the document shows that the response is older, too.
    leaf(&mut facts).status[0].covered_from = Some(2);
    facts.timestamps.push(timestamp(TimestampType::Document, "2026-11-18T18:00:00Z"));
    assert_eq!(conclusion(&facts), Conclusion::TotalPassed);
}

#[test]
fn a_certificate_that_nothing_binds_may_be_younger_than_the_revocation_of_its_authority() {
    let mut facts = good();
    below_a_revoked_authority(&mut facts);
    leaf(&mut facts).status[0].covered_from = Some(2);
    facts.core.binding = crate::verify::facts::Binding::Absent;
    facts.timestamps.push(timestamp(TimestampType::Document, "2026-11-18T18:00:00Z"));
    assert_eq!(conclusion(&facts), doubt(Indeterminate::RevokedCaNoPoe));
    leaf(&mut facts).covered_from = Some(2);
    assert_eq!(conclusion(&facts), Conclusion::TotalPassed);
}

#[test]
fn a_time_stamp_proves_the_age_of_what_it_covers_only() {
    let mut facts = good();
    below_a_revoked_authority(&mut facts);
    // The response was added after the revision that the time-stamp is over.
    leaf(&mut facts).status[0].covered_from = Some(3);
    facts.timestamps.push(timestamp(TimestampType::Document, "2026-11-18T18:00:00Z"));
    assert_eq!(conclusion(&facts), doubt(Indeterminate::TryLater));
}
