//! Each check alone, from plain facts.

use std::sync::Arc;

use super::*;
use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::report::{
    ChangeItem, Changes, Conclusion, Extent, Failed, Indeterminate, RevocationOrigin, RevocationSource, Role,
    Signatory, SignatureAnswer, SignatureType, TimestampType,
};
use crate::verify::facts::{
    Binding, CertificateStatus, CoreFacts, PathFacts, PathProblem, PathProblemKind, StatusFacts, StatusSources,
};

pub(super) fn time(text: &str) -> Time {
    text.parse().unwrap()
}

pub(super) fn at() -> Time {
    time("2026-11-21T00:00:00Z")
}

pub(super) fn certificate(name: &str) -> CertificateFacts {
    CertificateFacts {
        signatory: Arc::new(Signatory {
            subject: format!("CN={name}"),
            common_name: name.to_owned(),
            not_before: Some(time("2025-01-01T00:00:00Z")),
            not_after: Some(time("2028-01-01T00:00:00Z")),
            key: "RSA-2048".to_owned(),
            ..Signatory::default()
        }),
        rsa_bits: Some(2048),
        key_known: true,
        may_sign: true,
        signature_algorithm: Some(SignatureAlgorithm::RsaPkcs1(Digest::Sha256)),
        trusted: false,
        sources: Some(named()),
        status: vec![told("2026-11-20T00:00:00Z")],
        rejected: Vec::new(),
        status_never_told: false,
        covered_from: None,
    }
}

/// How it is shown, to be changed.
fn shown(certificate: &mut CertificateFacts) -> &mut Signatory {
    Arc::make_mut(&mut certificate.signatory)
}

fn named() -> StatusSources {
    StatusSources { ocsp_urls: vec!["http://ocsp.example/".to_owned()], ..StatusSources::default() }
}

/// A response that says "good", in force for a week.
pub(super) fn told(at: &str) -> StatusFacts {
    let at = time(at);
    StatusFacts {
        source: RevocationSource::Ocsp,
        origin: RevocationOrigin::Supplied,
        status: CertificateStatus::Good,
        this_update: at,
        next_update: Some(at.plus(7 * 86_400)),
        produced_at: at,
        algorithms: vec![Some(SignatureAlgorithm::RsaPkcs1(Digest::Sha256))],
        delegates: Vec::new(),
        covered_from: None,
    }
}

fn core_facts(name: &str) -> CoreFacts {
    let anchor = CertificateFacts {
        trusted: true,
        signature_algorithm: None,
        status: Vec::new(),
        sources: None,
        ..certificate("root")
    };
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
pub(super) fn good() -> Facts {
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

pub(super) fn timestamp(kind: TimestampType, at: &str) -> TimestampFacts {
    TimestampFacts {
        kind,
        time: Some(time(at)),
        policy: "1.2.3".to_owned(),
        problem: None,
        revision: (kind == TimestampType::Document).then_some(2),
        covered_from: Some(1),
        core: core_facts("authority"),
    }
}

/// Every adjustable check counts.
fn severe() -> Policy {
    [CheckId::ClaimedTime, CheckId::Timestamp, CheckId::Revocation]
        .into_iter()
        .fold(Policy::strict(), |policy, check| policy.with_level(check, Level::Fail).unwrap())
}

fn failed(report: &SignatureReport) -> Vec<CheckId> {
    report.checks.0.iter().filter(|check| check.status == Status::Fail).map(|check| check.id).collect()
}

pub(super) fn conclusion(facts: &Facts) -> Conclusion {
    judge(facts, &severe(), at()).conclusion()
}

#[test]
fn a_signature_with_nothing_wrong_passes() {
    let report = judge(&good(), &severe(), at());
    assert_eq!(failed(&report), []);
    assert_eq!(report.conclusion(), Conclusion::TotalPassed);
}

pub(super) const fn failure(failed: Failed) -> Conclusion {
    Conclusion::TotalFailed(failed)
}

pub(super) const fn doubt(indeterminate: Indeterminate) -> Conclusion {
    Conclusion::Indeterminate(indeterminate)
}

type Spoil = fn(&mut Facts);

/// The signer's certificate in the path.
pub(super) fn leaf(facts: &mut Facts) -> &mut CertificateFacts {
    &mut facts.core.path.as_mut().unwrap().chain[0]
}

pub(super) fn revoked(since: &str) -> StatusFacts {
    StatusFacts { status: CertificateStatus::Revoked { since: time(since) }, ..told("2026-11-20T00:00:00Z") }
}

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
        |facts| shown(leaf(facts)).not_after = Some(time("2026-11-20T12:00:00Z")),
        doubt(Indeterminate::OutOfBoundsNotRevoked),
    ),
    (
        CheckId::Validity,
        |facts| {
            shown(leaf(facts)).not_after = Some(time("2026-11-20T12:00:00Z"));
            leaf(facts).sources = None;
            leaf(facts).status.clear();
        },
        doubt(Indeterminate::OutOfBoundsNoPoe),
    ),
    (
        CheckId::NotRevoked,
        |facts| leaf(facts).status.push(revoked("2026-11-19T00:00:00Z")),
        doubt(Indeterminate::RevokedNoPoe),
    ),
    (
        CheckId::NotRevoked,
        |facts| {
            let since = time("2026-11-19T00:00:00Z");
            leaf(facts).status =
                vec![StatusFacts { status: CertificateStatus::Hold { since }, ..told("2026-11-20T00:00:00Z") }];
        },
        doubt(Indeterminate::TryLater),
    ),
    (
        CheckId::NotRevoked,
        |facts| {
            let authority =
                CertificateFacts { status: vec![revoked("2026-11-19T00:00:00Z")], ..certificate("authority") };
            leaf(facts).status.clear();
            leaf(facts).sources = None;
            facts.core.path.as_mut().unwrap().chain.insert(1, authority);
        },
        doubt(Indeterminate::RevokedCaNoPoe),
    ),
    (CheckId::Revocation, |facts| leaf(facts).status.clear(), doubt(Indeterminate::TryLater)),
    (
        CheckId::Revocation,
        |facts| leaf(facts).status = vec![told("2026-11-01T00:00:00Z")],
        doubt(Indeterminate::TryLater),
    ),
    (
        // Who signed the evidence is out of validity now, and nothing proves that the evidence is older.
        CheckId::Revocation,
        |facts| {
            let mut responder = certificate("responder");
            shown(&mut responder).not_after = Some(time("2026-11-20T12:00:00Z"));
            let path = PathFacts { at: time("2026-11-20T00:00:00Z"), problem: None, chain: vec![responder] };
            leaf(facts).status = vec![StatusFacts { delegates: vec![path], ..told("2026-11-20T00:00:00Z") }];
        },
        doubt(Indeterminate::RevocationOutOfBoundsNoPoe),
    ),
    (
        // Evidence that anybody could forge by now says nothing.
        CheckId::Revocation,
        |facts| sha1(&mut leaf(facts).status[0].algorithms[0]),
        doubt(Indeterminate::TryLater),
    ),
    (
        CheckId::PastRevocation,
        |facts| {
            expired(facts);
            facts.core.other_paths[0].chain[0].status.clear();
            facts.timestamps.push(timestamp(TimestampType::Signature, "2026-05-01T00:00:00Z"));
        },
        doubt(Indeterminate::TryLater),
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
                ChangeItem { object: "4 0".to_owned(), page: Some(1), kind: "page".into(), ..ChangeItem::default() };
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
/// time-stamp's own list.
const TESTED_APART: [CheckId; 2] = [CheckId::SigningCertificate, CheckId::TimestampImprint];

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

fn expired(facts: &mut Facts) {
    let end = Some(time("2026-06-01T00:00:00Z"));
    shown(facts.core.certificate.as_mut().unwrap()).not_after = end;
    let mut sound = facts.core.path.clone().unwrap();
    broken_path(facts, PathProblemKind::OutOfValidity);
    sound.at = time("2026-05-01T00:00:00Z");
    shown(&mut sound.chain[0]).not_after = end;
    sound.chain[0].status = vec![told("2026-04-28T00:00:00Z")];
    facts.core.other_paths.push(sound);
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
    facts.core.other_paths.clear();
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
    shown(facts.core.certificate.as_mut().unwrap()).not_before = Some(time("2026-11-01T00:00:00Z"));
    facts.timestamps.push(timestamp(TimestampType::Signature, "2026-10-31T23:59:59Z"));
    facts.claimed_signing_time = None;
    assert_eq!(conclusion(&facts), failure(Failed::NotYetValid));
}

#[test]
fn sha_1_passes_in_what_is_proven_to_be_old_enough() {
    let mut facts = good();
    facts.core.digest_algorithm = Some(Digest::Sha1);
    let mut stamp = timestamp(TimestampType::Signature, "2011-01-01T00:00:00Z");
    for core in [&mut facts.core, &mut stamp.core] {
        let chain = core.path.iter_mut().flat_map(|path| &mut path.chain);
        for certificate in core.certificate.iter_mut().chain(chain) {
            shown(certificate).not_before = Some(time("2010-01-01T00:00:00Z"));
        }
    }
    facts.timestamps.push(stamp);
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
