//! The table of `docs/trust-and-time.md`, row by row: what is signed, stamped, revoked and known when, and what the
//! verdict is. `required` in the names of the policies means that the status of every certificate must be known.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test of small numbers reads the table and stops at the first surprise"
)]

mod world;

use signer_core::evidence::Need;
use signer_core::policy::Policy;
use signer_core::report::{
    CheckId, DocumentConclusion, Level, RevocationOrigin, RevocationStatus, Status, TimestampIndication,
};

use test_vectors::timestamp::Imprint;
use world::{World, signature, verdict};

/// Each row of the table: its name there, the verdict there, and how it comes about.
type Row = (&'static str, &'static str, fn(&World) -> signer_core::report::Report);

const ROWS: &[Row] = &[
    ("fresh", "TOTAL-PASSED", |world| {
        let evidence = [world.person_good("2026-06-02"), world.list("2026-06-01", &[])];
        world.judge(&world.signed(), &evidence, "2026-06-02")
    }),
    ("nothing-known", "TRY_LATER", |world| world.judge(&world.signed(), &[], "2026-06-02")),
    ("stale", "TRY_LATER", |world| {
        let evidence = [world.person_good("2026-06-01"), world.list("2026-06-01", &[])];
        world.judge(&world.signed(), &evidence, "2026-06-20")
    }),
    ("ca-not-known", "TRY_LATER", |world| {
        world.judge(&world.signed(), &[world.person_good("2026-06-02")], "2026-06-02")
    }),
    ("expired", "OUT_OF_BOUNDS_NO_POE", |world| world.judge(&world.signed(), &[], "2027-03-01")),
    ("expired-not-revoked", "OUT_OF_BOUNDS_NOT_REVOKED", |world| {
        let evidence = [world.person_good("2026-12-30"), world.list("2027-03-01", &[])];
        world.judge(&world.signed(), &evidence, "2027-03-01")
    }),
    ("expired-stamped", "TOTAL-PASSED", |world| {
        let evidence = [world.person_good("2026-06-02"), world.list("2027-03-01", &[])];
        world.judge(&world.stamped(&world.first, "2026-06-01"), &evidence, "2027-03-01")
    }),
    ("expired-stamped-not-known", "TRY_LATER", |world| {
        let evidence = [world.list("2027-03-01", &[])];
        world.judge(&world.stamped(&world.first, "2026-06-01"), &evidence, "2027-03-01")
    }),
    ("expired-stamped-too-late", "OUT_OF_BOUNDS_NO_POE", |world| {
        let evidence = [world.person_good("2026-06-02"), world.list("2027-03-01", &[])];
        world.judge(&world.stamped(&world.second, "2027-02-01"), &evidence, "2027-03-01")
    }),
    ("expired-stamped-by-a-stranger", "OUT_OF_BOUNDS_NO_POE", |world| {
        let evidence = [world.person_good("2026-06-02"), world.list("2027-03-01", &[])];
        world.judge(&world.stamped(&world.stranger, "2026-06-01"), &evidence, "2027-03-01")
    }),
    ("revoked", "REVOKED_NO_POE", |world| {
        let evidence = [world.person_revoked("2026-08-01", "2026-07-01", 4), world.list("2026-08-01", &[])];
        world.judge(&world.signed(), &evidence, "2026-08-01")
    }),
    ("revoked-known-long-ago", "REVOKED_NO_POE", |world| {
        let evidence = [world.person_revoked("2026-06-15", "2026-06-10", 4), world.list("2026-08-01", &[])];
        world.judge(&world.signed(), &evidence, "2026-08-01")
    }),
    ("stamped-then-revoked", "TOTAL-PASSED", |world| {
        let evidence = [world.person_revoked("2026-08-01", "2026-07-01", 1), world.list("2026-08-01", &[])];
        world.judge(&world.stamped(&world.first, "2026-06-01"), &evidence, "2026-08-01")
    }),
    ("revoked-then-stamped", "REVOKED_NO_POE", |world| {
        let evidence = [world.person_revoked("2026-08-01", "2026-05-01", 1), world.list("2026-08-01", &[])];
        world.judge(&world.stamped(&world.first, "2026-06-01"), &evidence, "2026-08-01")
    }),
    ("on-hold", "TRY_LATER", |world| {
        let evidence = [world.person_revoked("2026-06-02", "2026-05-01", 6), world.list("2026-06-02", &[])];
        world.judge(&world.signed(), &evidence, "2026-06-02")
    }),
    ("unit-revoked", "REVOKED_NO_POE", |world| {
        let list = world.list("2026-08-01", &[(world.first.certificate(), "2026-07-15")]);
        let evidence = [world.person_revoked("2026-08-01", "2026-07-01", 1), list];
        world.judge(&world.stamped(&world.first, "2026-06-01"), &evidence, "2026-08-01")
    }),
    ("unit-expired", "OUT_OF_BOUNDS_NO_POE", |world| {
        let known = [world.person_good("2026-06-02"), world.list("2026-06-02", &[])];
        let octets = world.stored(&world.stamped(&world.first, "2026-06-01"), &known);
        world.judge(&octets, &[world.list("2028-01-01", &[])], "2028-01-01")
    }),
    ("archived", "TOTAL-PASSED", |world| {
        let known = [world.person_good("2026-06-02"), world.list("2026-06-02", &[]), world.list("2027-02-01", &[])];
        let octets = world.stored(&world.stamped(&world.first, "2026-06-01"), &known);
        let octets = world.archived(&octets, &world.second, "2027-02-01");
        world.judge(&octets, &[world.list("2028-01-01", &[])], "2028-01-01")
    }),
    ("archived-too-late", "OUT_OF_BOUNDS_NO_POE", |world| {
        let known = [world.person_good("2026-06-02"), world.list("2026-06-02", &[])];
        let octets = world.stored(&world.stamped(&world.first, "2026-06-01"), &known);
        let octets = world.archived(&octets, &world.second, "2027-08-01");
        world.judge(&octets, &[world.list("2028-01-01", &[])], "2028-01-01")
    }),
    ("archived-by-a-stranger", "OUT_OF_BOUNDS_NO_POE", |world| {
        let known = [world.person_good("2026-06-02"), world.list("2026-06-02", &[])];
        let octets = world.stored(&world.stamped(&world.first, "2026-06-01"), &known);
        let octets = world.archived(&octets, &world.stranger, "2027-02-01");
        world.judge(&octets, &[world.list("2028-01-01", &[])], "2028-01-01")
    }),
    ("ca-revoked", "REVOKED_CA_NO_POE", |world| {
        let list = world.list("2026-08-01", &[(world.issuer_certificate(), "2026-07-01")]);
        world.judge(&world.signed(), &[world.person_good("2026-08-01"), list], "2026-08-01")
    }),
    ("ca-revoked-evidence-not-proven", "TRY_LATER", |world| {
        let list = world.list("2026-08-01", &[(world.issuer_certificate(), "2026-07-01")]);
        let octets = world.stored(&world.stamped(&world.first, "2026-06-01"), &[world.person_good("2026-06-02")]);
        world.judge(&octets, &[list], "2026-08-01")
    }),
    ("ca-revoked-archived", "TOTAL-PASSED", |world| {
        let list = world.list("2026-08-01", &[(world.issuer_certificate(), "2026-07-01")]);
        let octets = world.stored(&world.stamped(&world.first, "2026-06-01"), &[world.person_good("2026-06-02")]);
        let octets = world.archived(&octets, &world.first, "2026-06-03");
        world.judge(&octets, &[list], "2026-08-01")
    }),
    ("content-stamped", "TOTAL-PASSED", |world| {
        let content = World::content_stamp(&world.first, "2026-05-31", CONTENT);
        let message = world.message(&[content], Some((&world.first, "2026-06-01", Imprint::Sha256)));
        world.judge_message(required(), &message, &known(world, "2026-06-02"), "2026-06-02")
    }),
    ("content-stamped-after-revocation", "REVOKED", |world| {
        let message = world.message(&[World::content_stamp(&world.first, "2026-06-01", CONTENT)], None);
        let evidence = [world.person_revoked("2026-08-01", "2026-05-01", 1), world.list("2026-08-01", &[])];
        world.judge_message(required(), &message, &evidence, "2026-08-01")
    }),
    ("content-stamped-after-the-end", "EXPIRED", |world| {
        let message = world.message(&[World::content_stamp(&world.second, "2027-02-01", CONTENT)], None);
        let evidence = [world.person_good("2026-12-30"), world.list("2027-03-01", &[])];
        world.judge_message(required(), &message, &evidence, "2027-03-01")
    }),
    ("content-stamped-after-the-signature", "TIMESTAMP_ORDER_FAILURE", |world| {
        let content = World::content_stamp(&world.first, "2026-06-02", CONTENT);
        let message = world.message(&[content], Some((&world.first, "2026-06-01", Imprint::Sha256)));
        world.judge_message(required(), &message, &known(world, "2026-06-03"), "2026-06-03")
    }),
    ("sha1-imprint", "OUT_OF_BOUNDS_NO_POE", |world| {
        let message = world.message(&[], Some((&world.first, "2026-06-01", Imprint::Sha1)));
        world.judge_message(required(), &message, &known_later(world), "2027-03-01")
    }),
    ("two-generations", "TOTAL-PASSED", |world| {
        let other = world.other_generation();
        world.judge_among(&world.signed(), &[&other, world], &[&other, world])
    }),
    ("the-other-generation", "NO_CERTIFICATE_CHAIN_FOUND", |world| {
        let other = world.other_generation();
        world.judge_among(&world.signed(), &[&other, world], &[&other])
    }),
];

const CONTENT: &[u8] = b"a letter";

fn required() -> Policy {
    Policy::strict().with_revocation_required()
}

fn known(world: &World, at: &str) -> [Vec<u8>; 2] {
    [world.person_good(at), world.list(at, &[])]
}

/// What is known in March 2027 of the signer and of the unit.
fn known_later(world: &World) -> [Vec<u8>; 2] {
    [world.person_good("2026-06-02"), world.list("2027-03-01", &[])]
}

#[test]
fn a_sha1_imprint_is_judged_by_the_date_on_which_it_is_known_to_be_there() {
    let world = World::new();
    let judged = |policy, imprint, at| {
        let message = world.message(&[], Some((&world.old, at, imprint)));
        let report = world.judge_message(policy, &message, &known(&world, "2026-06-02"), "2026-06-02");
        signature(&report).timestamps[0].indication()
    };
    let (passed, doubted) = (TimestampIndication::Passed, TimestampIndication::Indeterminate);
    assert_eq!(judged(Policy::strict(), Imprint::Sha256, "2025-06-01"), passed);
    // Nothing proves that it is older than the present but itself.
    assert_eq!(judged(Policy::strict(), Imprint::Sha1, "2025-06-01"), doubted);
    assert_eq!(judged(Policy::vn_cong_vu(), Imprint::Sha1, "2025-06-01"), doubted);
    // `historic` believes what it states, up to the day on which Circular 15/2025 ended SHA-1.
    assert_eq!(judged(Policy::historic(), Imprint::Sha1, "2025-08-14"), passed);
    assert_eq!(judged(Policy::historic(), Imprint::Sha1, "2025-08-16"), doubted);
}

#[test]
fn a_time_stamp_over_other_content_is_said_and_proves_nothing() {
    let world = World::new();
    let message = world.message(&[World::content_stamp(&world.first, "2026-06-01", b"another letter")], None);
    let evidence = [world.person_revoked("2026-08-01", "2026-05-01", 1), world.list("2026-08-01", &[])];
    let report = world.judge_message(required(), &message, &evidence, "2026-08-01");
    // Over this letter it would make the verdict final: the table's `content-stamped-after-revocation`.
    assert_eq!(verdict(&report), "REVOKED_NO_POE");
    let stamp = &signature(&report).timestamps[0];
    assert_eq!(stamp.indication(), TimestampIndication::Failed);
    let said = stamp.checks.iter().find(|check| check.id == CheckId::TimestampImprint).unwrap();
    assert_eq!((said.status, said.message.as_str()), (Status::Fail, "the time-stamp is over something else"));
    let check = signature(&report).checks.find(CheckId::Timestamp).unwrap();
    assert!(check.message.contains("over something else"), "{}", check.message);
}

#[test]
fn both_generations_pass_where_both_are_trusted_and_only_their_own_where_one_is() {
    let world = World::new();
    let other = world.other_generation();
    let all = [&world, &other];
    for (own, foreign) in [(&world, &other), (&other, &world)] {
        let signed = own.signed();
        assert_eq!(verdict(&own.judge_among(&signed, &all, &all)), "TOTAL-PASSED");
        assert_eq!(verdict(&own.judge_among(&signed, &all, &[own])), "TOTAL-PASSED");
        assert_eq!(verdict(&own.judge_among(&signed, &all, &[foreign])), "NO_CERTIFICATE_CHAIN_FOUND");
    }
}

#[test]
fn a_signing_time_seven_hours_ahead_is_said_to_be_local_time_and_no_other_is() {
    let world = World::new();
    // UTCTime (RFC 5652, 11.3); the time-stamp is of midnight UTC.
    let claimed = |text: &str| {
        let time = [&[0x17, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
        let message = world.message(
            &[signer_core::cms::write::attribute(signer_core::oid::ID_SIGNING_TIME, &time)],
            Some((&world.first, "2026-06-01", Imprint::Sha256)),
        );
        let report = world.judge_message(required(), &message, &known(&world, "2026-06-02"), "2026-06-02");
        assert_eq!(verdict(&report), "TOTAL-PASSED");
        report.findings.iter().any(|finding| finding.code == "time.local-as-utc")
    };
    for (text, said) in [
        ("260601070000Z", true),
        ("260601070500Z", true),
        ("260601000000Z", false),
        ("260601060000Z", false),
        ("260601080000Z", false),
        ("260531170000Z", false),
    ] {
        assert_eq!(claimed(text), said, "{text}");
    }
}

#[test]
fn every_row_of_the_table_comes_out_as_the_table_says() {
    let world = World::new();
    let mut wrong = Vec::new();
    for (name, expected, make) in ROWS {
        let report = make(&world);
        let found = verdict(&report);
        if found != *expected {
            let checks = signature(&report).checks.0.iter().filter(|check| check.status != Status::Pass);
            let why: Vec<_> = checks.map(|check| format!("  {}: {}", check.id.id(), check.message)).collect();
            let stamps: Vec<_> = signature(&report).timestamps.iter().flat_map(|stamp| &stamp.checks).collect();
            let bad = stamps.iter().filter(|check| check.status == Status::Fail).map(|check| check.message.as_str());
            wrong.push(format!(
                "{name}: {expected} expected, {found} found\n{}\n{:?}",
                why.join("\n"),
                bad.collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_document_passes_only_if_its_time_stamps_do() {
    let world = World::new();
    for (name, conclusion) in [
        ("archived", DocumentConclusion::Passed),
        ("ca-revoked-archived", DocumentConclusion::Passed),
        ("archived-by-a-stranger", DocumentConclusion::Indeterminate),
    ] {
        let (.., make) = ROWS.iter().find(|(row, ..)| *row == name).unwrap();
        assert_eq!(make(&world).conclusion(), conclusion, "{name}");
    }
}

#[test]
fn the_table_in_the_documentation_has_these_rows() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/trust-and-time.md")).unwrap();
    let table = text.split("## The table").nth(1).unwrap().split("## Algorithms").next().unwrap();
    let rows: Vec<(String, String)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            Some((cells.first()?.trim_end_matches('`').to_owned(), cells.get(2)?.trim_matches('`').to_owned()))
        })
        .collect();
    let expected: Vec<_> = ROWS.iter().map(|(name, verdict, _)| ((*name).to_owned(), (*verdict).to_owned())).collect();
    assert_eq!(rows, expected);
}

#[test]
fn offline_and_by_default_what_is_not_known_is_a_warning_and_a_need() {
    let world = World::new();
    let report = world.judge_by(Policy::strict(), &world.signed(), &[], "2026-06-02");
    assert_eq!(report.conclusion(), DocumentConclusion::Passed);
    assert_eq!(signature(&report).checks.find(CheckId::Revocation).unwrap().status, Status::Warn);
    assert!(report.findings.iter().any(|finding| finding.code == "revocation.not-checked"));
    let asked = |need: &Need| matches!(need, Need::Ocsp { trusted: true, request, .. } if !request.is_empty());
    assert_eq!(report.needs.iter().filter(|need| asked(need)).count(), 2, "{:?}", report.needs);
}

#[test]
fn what_is_known_is_not_asked_for_again() {
    let world = World::new();
    let evidence = [world.person_good("2026-06-02"), world.list("2026-06-01", &[])];
    assert_eq!(world.judge(&world.signed(), &evidence, "2026-06-02").needs, []);
}

#[test]
fn the_report_lists_the_evidence_with_its_origin() {
    let world = World::new();
    let octets = world.stored(&world.signed(), &[world.person_good("2026-06-02")]);
    let report = world.judge(&octets, &[world.list("2026-06-01", &[])], "2026-06-02");
    let listed: Vec<_> = signature(&report).revocation.iter().map(|one| (one.origin, one.status)).collect();
    let good = RevocationStatus::Good;
    assert_eq!(listed, [(RevocationOrigin::Embedded, good), (RevocationOrigin::Supplied, good)]);
}

#[test]
fn evidence_from_after_the_moment_judged_is_none() {
    let world = World::new();
    let evidence = [world.person_revoked("2026-08-01", "2026-05-01", 1), world.list("2026-06-01", &[])];
    assert_eq!(verdict(&world.judge(&world.signed(), &evidence, "2026-06-02")), "TRY_LATER");
}

#[test]
fn the_level_is_what_belongs_to_the_signature() {
    let world = World::new();
    let level = |octets: &[u8]| signature(&world.judge(octets, &[], "2026-06-20")).level;
    let known = [world.person_good("2026-06-02"), world.list("2026-06-02", &[])];
    let stamped = world.stamped(&world.first, "2026-06-01");
    let stored = world.stored(&stamped, &known);
    assert_eq!(level(&world.signed()), Level::BB);
    assert_eq!(level(&stamped), Level::BT);
    assert_eq!(level(&world.stored(&stamped, &known[..1])), Level::BT);
    assert_eq!(level(&stored), Level::BLt);
    assert_eq!(level(&world.archived(&stored, &world.first, "2026-06-03")), Level::BLta);
}

#[test]
fn a_time_stamp_tells_why_it_is_not_relied_upon() {
    let world = World::new();
    let report = world.judge(&world.stamped(&world.stranger, "2026-06-01"), &[], "2026-06-02");
    let stamp = signature(&report).timestamps.first().unwrap();
    assert_eq!(stamp.indication(), TimestampIndication::Indeterminate);
    let failed: Vec<_> =
        stamp.checks.iter().filter(|check| check.status == Status::Fail).map(|check| check.id).collect();
    assert_eq!(failed, [CheckId::Path]);
    assert_eq!(signature(&report).best_signature_time, None);
}
