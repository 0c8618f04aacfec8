//! Each check alone, from plain facts.

use super::*;
use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::report::{
    ChangeItem, Changes, Conclusion, Extent, Indeterminate, Role, Signatory, SignatureAnswer, SignatureType,
    TimestampType,
};
use crate::verify::facts::{Binding, CoreFacts, PathFacts, PathProblem, PathProblemKind};

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

fn at() -> Time {
    time("2026-11-21T00:00:00Z")
}

fn certificate(name: &str) -> CertificateFacts {
    CertificateFacts {
        signatory: Signatory {
            subject: format!("CN={name}"),
            common_name: name.to_owned(),
            not_before: Some(time("2025-01-01T00:00:00Z")),
            not_after: Some(time("2028-01-01T00:00:00Z")),
            key: "RSA-2048".to_owned(),
            ..Signatory::default()
        },
        rsa_bits: Some(2048),
        key_known: true,
        may_sign: true,
        signature_algorithm: Some(SignatureAlgorithm::RsaPkcs1(Digest::Sha256)),
        trusted: false,
        sources: None,
    }
}

fn core_facts(name: &str) -> CoreFacts {
    let anchor = CertificateFacts { trusted: true, signature_algorithm: None, ..certificate("root") };
    CoreFacts {
        certificate: Some(certificate(name)),
        binding: Binding::Matches,
        digest: DigestAnswer::Match,
        signature: SignatureAnswer::Valid,
        digest_algorithm: Some(Digest::Sha256),
        signature_algorithm: Some(SignatureAlgorithm::RsaPkcs1(Digest::Sha256)),
        path: Some(PathFacts { at: at(), problem: None, chain: vec![certificate(name), anchor] }),
        ..CoreFacts::default()
    }
}

/// A signature with nothing wrong.
fn good() -> Facts {
    Facts {
        field: "Signature1".to_owned(),
        kind: SignatureType::Signature,
        certification: None,
        sub_filter: Some("ETSI.CAdES.detached".to_owned()),
        revision: Some(1),
        reason: None,
        location: None,
        byte_range_problem: None,
        coverage: Coverage::WholeFile,
        coverage_problem: None,
        two_readings: Vec::new(),
        sub_filter_problem: None,
        signed_data_problem: None,
        signed_data_remark: None,
        signers: 1,
        core: core_facts("signer"),
        claimed_signing_time: Some(time("2026-11-20T00:00:00Z")),
        timestamps: Vec::new(),
        changes: Changes::default(),
        level: crate::report::Level::BB,
        role: Role::Unknown,
        role_decided_by: None,
    }
}

fn timestamp(kind: TimestampType, at: &str) -> TimestampFacts {
    TimestampFacts {
        kind,
        time: Some(time(at)),
        policy: "1.2.3".to_owned(),
        problem: None,
        core: core_facts("authority"),
    }
}

/// Every adjustable check counts.
fn severe() -> Policy {
    [CheckId::ClaimedTime, CheckId::Timestamp]
        .into_iter()
        .fold(Policy::strict(), |policy, check| policy.with_level(check, Level::Fail).unwrap())
}

fn failed(report: &SignatureReport) -> Vec<CheckId> {
    report.checks.0.iter().filter(|check| check.status == Status::Fail).map(|check| check.id).collect()
}

fn conclusion(facts: &Facts) -> Conclusion {
    judge(facts, &severe(), at()).conclusion()
}

#[test]
fn a_signature_with_nothing_wrong_passes() {
    let report = judge(&good(), &severe(), at());
    assert_eq!(failed(&report), []);
    assert_eq!(report.conclusion(), Conclusion::TotalPassed);
}

const fn failure(failed: Failed) -> Conclusion {
    Conclusion::TotalFailed(failed)
}

const fn doubt(indeterminate: Indeterminate) -> Conclusion {
    Conclusion::Indeterminate(indeterminate)
}

type Spoil = fn(&mut Facts);

fn broken_path(facts: &mut Facts, kind: PathProblemKind) {
    if let Some(path) = &mut facts.core.path {
        path.problem = Some(PathProblem { kind, message: "no".to_owned(), missing: None });
    }
}

fn sha1(algorithm: &mut Option<SignatureAlgorithm>) {
    *algorithm = Some(SignatureAlgorithm::RsaPkcs1(Digest::Sha1));
}

/// For each check: how to spoil a good signature so that it alone fails, and what comes of it.
const SPOILERS: &[(CheckId, Spoil, Conclusion)] = &[
    (
        CheckId::ByteRange,
        |facts| facts.byte_range_problem = Some("beyond the end".to_owned()),
        failure(Failed::FormatFailure),
    ),
    (CheckId::Coverage, |facts| facts.coverage = Coverage::Partial, failure(Failed::FormatFailure)),
    (CheckId::Coverage, |facts| facts.coverage = Coverage::Malformed, failure(Failed::FormatFailure)),
    (CheckId::OneReading, |facts| facts.two_readings.push("xref".to_owned()), failure(Failed::FormatFailure)),
    (CheckId::SubFilter, |facts| facts.sub_filter_problem = Some("unknown".to_owned()), failure(Failed::FormatFailure)),
    (
        CheckId::SignedData,
        |facts| facts.signed_data_problem = Some("not CMS".to_owned()),
        failure(Failed::FormatFailure),
    ),
    (CheckId::OneSigner, |facts| facts.signers = 2, doubt(Indeterminate::SigConstraintsFailure)),
    (
        CheckId::Attributes,
        |facts| facts.core.attribute_problems.push("two message digests".to_owned()),
        failure(Failed::FormatFailure),
    ),
    (
        CheckId::CertificateBinding,
        |facts| facts.core.binding = Binding::Mismatch,
        doubt(Indeterminate::NoSigningCertificateFound),
    ),
    (
        CheckId::BindingPresent,
        |facts| {
            facts.core.binding = Binding::Absent;
            facts.core.binding_required = true;
        },
        doubt(Indeterminate::SigConstraintsFailure),
    ),
    (CheckId::Digest, |facts| facts.core.digest = DigestAnswer::Mismatch, failure(Failed::HashFailure)),
    (CheckId::Digest, |facts| facts.core.digest = DigestAnswer::Unknown, doubt(Indeterminate::Generic)),
    (CheckId::Signature, |facts| facts.core.signature = SignatureAnswer::Invalid, failure(Failed::SigCryptoFailure)),
    (CheckId::Signature, |facts| facts.core.signature = SignatureAnswer::Unknown, doubt(Indeterminate::Generic)),
    (
        CheckId::AlgorithmsAgree,
        |facts| facts.core.algorithm_disagreements.push("SHA-1 and SHA-256".to_owned()),
        failure(Failed::FormatFailure),
    ),
    (
        CheckId::Path,
        |facts| broken_path(facts, PathProblemKind::Incomplete),
        doubt(Indeterminate::NoCertificateChainFound),
    ),
    (CheckId::Path, |facts| broken_path(facts, PathProblemKind::OutOfValidity), doubt(Indeterminate::OutOfBoundsNoPoe)),
    (
        CheckId::Path,
        |facts| broken_path(facts, PathProblemKind::Constraints),
        doubt(Indeterminate::ChainConstraintsFailure),
    ),
    (
        CheckId::Path,
        |facts| broken_path(facts, PathProblemKind::Algorithm),
        doubt(Indeterminate::CryptoConstraintsFailureNoPoe),
    ),
    (
        CheckId::Path,
        |facts| broken_path(facts, PathProblemKind::General),
        doubt(Indeterminate::CertificateChainGeneralFailure),
    ),
    (
        CheckId::Validity,
        |facts| facts.core.certificate.as_mut().unwrap().signatory.not_after = Some(time("2026-11-20T12:00:00Z")),
        doubt(Indeterminate::OutOfBoundsNoPoe),
    ),
    (
        CheckId::KeyUsage,
        |facts| facts.core.certificate.as_mut().unwrap().may_sign = false,
        doubt(Indeterminate::ChainConstraintsFailure),
    ),
    (
        CheckId::DigestAlgorithm,
        |facts| facts.core.digest_algorithm = Some(Digest::Sha1),
        doubt(Indeterminate::CryptoConstraintsFailureNoPoe),
    ),
    (
        CheckId::DigestAlgorithm,
        |facts| facts.core.digest_algorithm = Some(Digest::Md5),
        doubt(Indeterminate::CryptoConstraintsFailure),
    ),
    (
        CheckId::SignatureAlgorithm,
        |facts| sha1(&mut facts.core.signature_algorithm),
        doubt(Indeterminate::CryptoConstraintsFailureNoPoe),
    ),
    (
        CheckId::KeySize,
        |facts| facts.core.certificate.as_mut().unwrap().rsa_bits = Some(1024),
        doubt(Indeterminate::CryptoConstraintsFailureNoPoe),
    ),
    (
        CheckId::ChainAlgorithms,
        |facts| sha1(&mut facts.core.path.as_mut().unwrap().chain[0].signature_algorithm),
        doubt(Indeterminate::CryptoConstraintsFailureNoPoe),
    ),
    (
        CheckId::ClaimedTime,
        |facts| facts.claimed_signing_time = Some(time("2024-12-31T23:59:59Z")),
        doubt(Indeterminate::SigConstraintsFailure),
    ),
    (
        CheckId::Timestamp,
        |facts| {
            let mut bad = timestamp(TimestampType::Signature, "2026-11-20T00:00:00Z");
            bad.core.digest = DigestAnswer::Mismatch;
            facts.timestamps.push(bad);
        },
        doubt(Indeterminate::NoPoe),
    ),
    (
        CheckId::TimestampOrder,
        |facts| {
            facts.timestamps.push(timestamp(TimestampType::Content, "2026-11-20T00:00:01Z"));
            facts.timestamps.push(timestamp(TimestampType::Signature, "2026-11-20T00:00:00Z"));
        },
        doubt(Indeterminate::TimestampOrderFailure),
    ),
    (
        CheckId::ChangesPermitted,
        |facts| {
            let item =
                ChangeItem { object: "4 0".to_owned(), page: Some(1), kind: "page".to_owned(), allowed_by: None };
            facts.changes = Changes { extent: Extent::Unexplained, allowed: false, items: vec![item] };
        },
        failure(Failed::FormatFailure),
    ),
];

#[test]
fn each_check_alone_is_reason_enough_not_to_pass() {
    for (check, spoil, expected) in SPOILERS {
        let mut facts = good();
        spoil(&mut facts);
        let report = judge(&facts, &severe(), at());
        assert_eq!(failed(&report), [*check], "{}", check.id());
        assert_eq!(report.conclusion(), *expected, "{}", check.id());
        let asked = report.checks.0.iter().find(|asked| asked.id == *check && asked.status == Status::Fail);
        assert!(!asked.unwrap().message.is_empty(), "{}", check.id());
    }
}

/// These cannot fail alone: without a certificate nothing else of it can be asked; a time-stamp's imprint fails in the
/// time-stamp's own list; revocation is asked of nobody yet.
const TESTED_APART: [CheckId; 3] = [CheckId::SigningCertificate, CheckId::TimestampImprint, CheckId::Revocation];

#[test]
fn every_check_of_the_table_has_its_test() {
    for check in CheckId::ALL {
        let tested = SPOILERS.iter().any(|(spoiled, ..)| spoiled == check) || TESTED_APART.contains(check);
        assert!(tested, "{}", check.id());
    }
}

#[test]
fn a_signature_without_its_certificate_is_a_doubt() {
    let mut facts = good();
    facts.core.certificate = None;
    facts.core.path = None;
    assert_eq!(conclusion(&facts), doubt(Indeterminate::NoSigningCertificateFound));
}

#[test]
fn a_time_stamp_over_something_else_fails_and_proves_no_time() {
    let mut facts = good();
    let mut bad = timestamp(TimestampType::Signature, "2026-11-20T00:00:00Z");
    bad.core.digest = DigestAnswer::Mismatch;
    facts.timestamps.push(bad);
    let report = judge(&facts, &Policy::strict(), at());
    assert_eq!(report.timestamps[0].indication(), TimestampIndication::Failed);
    assert_eq!(report.timestamps[0].checks.iter().filter(|check| check.status == Status::Fail).count(), 1);
    assert_eq!(report.best_signature_time, None);
}

#[test]
fn a_policy_that_asks_for_revocation_gets_a_doubt() {
    let policy = Policy::strict().with_level(CheckId::Revocation, Level::Fail).unwrap();
    let report = judge(&good(), &policy, at());
    assert_eq!(failed(&report), [CheckId::Revocation]);
    assert_eq!(report.conclusion(), doubt(Indeterminate::TryLater));
}

#[test]
fn a_policy_that_does_not_ask_for_revocation_says_that_it_was_not_checked() {
    let report = judge(&good(), &Policy::strict(), at());
    assert_eq!(report.checks.find(CheckId::Revocation).unwrap().status, Status::Ignored);
}

fn expired(facts: &mut Facts) {
    facts.core.certificate.as_mut().unwrap().signatory.not_after = Some(time("2026-06-01T00:00:00Z"));
    broken_path(facts, PathProblemKind::OutOfValidity);
    let sound = PathFacts { at: time("2026-05-01T00:00:00Z"), problem: None, chain: vec![certificate("signer")] };
    facts.core.past_paths.push(sound);
    facts.claimed_signing_time = None;
}

#[test]
fn an_expired_certificate_without_proof_of_time_is_a_doubt() {
    let mut facts = good();
    expired(&mut facts);
    assert_eq!(conclusion(&facts), doubt(Indeterminate::OutOfBoundsNoPoe));
}

#[test]
fn a_time_stamp_from_within_the_validity_heals_an_expired_certificate() {
    let mut facts = good();
    expired(&mut facts);
    facts.timestamps.push(timestamp(TimestampType::Signature, "2026-05-01T00:00:00Z"));
    assert_eq!(conclusion(&facts), Conclusion::TotalPassed);
}

#[test]
fn a_time_stamp_that_is_not_trusted_heals_nothing() {
    let mut facts = good();
    expired(&mut facts);
    let mut untrusted = timestamp(TimestampType::Signature, "2026-05-01T00:00:00Z");
    untrusted.core.path.as_mut().unwrap().problem =
        Some(PathProblem { kind: PathProblemKind::Incomplete, message: "no".to_owned(), missing: None });
    facts.timestamps.push(untrusted);
    let report = judge(&facts, &Policy::strict(), at());
    assert_eq!(report.conclusion(), doubt(Indeterminate::OutOfBoundsNoPoe));
    assert_eq!(report.timestamps[0].indication(), TimestampIndication::Indeterminate);
}

#[test]
fn a_time_stamp_younger_than_the_moment_judged_proves_no_time() {
    let mut facts = good();
    facts.timestamps.push(timestamp(TimestampType::Signature, "2026-11-21T00:00:01Z"));
    let report = judge(&facts, &Policy::strict(), at());
    assert_eq!(report.best_signature_time, None);
    assert_eq!(report.timestamps[0].indication(), TimestampIndication::Indeterminate);
}

#[test]
fn a_time_stamp_heals_no_missing_issuer() {
    let mut facts = good();
    expired(&mut facts);
    broken_path(&mut facts, PathProblemKind::Incomplete);
    facts.timestamps.push(timestamp(TimestampType::Signature, "2026-05-01T00:00:00Z"));
    assert_eq!(conclusion(&facts), doubt(Indeterminate::NoCertificateChainFound));
}

#[test]
fn a_signature_proven_younger_than_its_certificate_is_expired() {
    let mut facts = good();
    expired(&mut facts);
    facts.timestamps.push(timestamp(TimestampType::Content, "2026-06-01T00:00:01Z"));
    assert_eq!(conclusion(&facts), failure(Failed::Expired));
}

#[test]
fn a_signature_proven_older_than_its_certificate_is_not_yet_valid() {
    let mut facts = good();
    facts.core.certificate.as_mut().unwrap().signatory.not_before = Some(time("2026-11-01T00:00:00Z"));
    facts.timestamps.push(timestamp(TimestampType::Signature, "2026-10-31T23:59:59Z"));
    facts.claimed_signing_time = None;
    assert_eq!(conclusion(&facts), failure(Failed::NotYetValid));
}

#[test]
fn sha_1_passes_in_what_is_proven_to_be_old_enough() {
    let mut facts = good();
    let signatory = &mut facts.core.certificate.as_mut().unwrap().signatory;
    signatory.not_before = Some(time("2010-01-01T00:00:00Z"));
    facts.core.digest_algorithm = Some(Digest::Sha1);
    facts.timestamps.push(timestamp(TimestampType::Signature, "2011-01-01T00:00:00Z"));
    assert_eq!(conclusion(&facts), Conclusion::TotalPassed);
}

#[test]
fn what_a_malformed_byte_range_leaves_unknown_does_not_hide_the_failure() {
    let mut facts = good();
    facts.byte_range_problem = Some("beyond the end".to_owned());
    facts.coverage = Coverage::Malformed;
    facts.core.digest = DigestAnswer::Unknown;
    facts.core.signature = SignatureAnswer::Unknown;
    assert_eq!(conclusion(&facts), failure(Failed::FormatFailure));
}

#[test]
fn facts_are_stored_and_judged_again_alike() {
    let mut facts = good();
    facts.timestamps.push(timestamp(TimestampType::Signature, "2026-11-20T00:00:00Z"));
    let read: Facts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
    assert_eq!(judge(&read, &severe(), at()), judge(&facts, &severe(), at()));
}

#[test]
fn a_report_is_stored_and_read_back() {
    let report = judge(&good(), &severe(), at());
    let text = serde_json::to_string(&report).unwrap();
    assert!(text.contains("\"indication\":\"TOTAL-PASSED\""), "{text}");
    assert_eq!(serde_json::from_str::<SignatureReport>(&text).unwrap(), report);
}

#[test]
fn an_indication_that_contradicts_its_checks_is_not_believed() {
    let mut facts = good();
    facts.core.digest = DigestAnswer::Mismatch;
    let text = serde_json::to_string(&judge(&facts, &severe(), at())).unwrap();
    let forged = text.replace("TOTAL-FAILED", "TOTAL-PASSED");
    let read: SignatureReport = serde_json::from_str(&forged).unwrap();
    assert_eq!(read.conclusion(), failure(Failed::HashFailure));
}
