//! A document's report never depends on the documents beside it, in whatever company and order, with however many
//! workers; and what only the formalities of Decree 30/2020 refuse.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

#[path = "trust_and_time/world.rs"]
#[expect(dead_code, reason = "it serves other tests too")]
mod world;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use proptest::prelude::*;
use signer_core::Time;
use signer_core::batch::{Batch, Input, Octets, verify_all};
use signer_core::evidence::{Evidence, Origin};
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{
    DocumentConclusion, DocumentForm, Formalities, FormerUnit, Particular, Presence, Report, Requirement, Role,
};
use signer_core::verify::Verifier;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::Authority;

use world::World;

/// Documents of one signer of whom they say different things, and what each is alone.
struct Town {
    verifier: Verifier,
    evidence: Evidence,
    documents: Vec<Vec<u8>>,
    alone: Vec<Report>,
}

fn at() -> Time {
    world::time("2026-08-01T00:00:00Z")
}

impl Town {
    fn new() -> Self {
        let world = World::new();
        let signed = world.signed();
        let stamped = world.stamped(&world.first, "2026-06-01");
        let good = [world.person_good("2026-07-31"), world.list("2026-08-01", &[])];
        let revoked = [world.person_revoked("2026-08-01", "2026-07-01", 4), world.list("2026-08-01", &[])];
        let ca_revoked = [world.list("2026-08-01", &[(world.issuer_certificate(), "2026-07-01")])];
        let mut tampered = signed.clone();
        let place = tampered.windows(6).position(|window| window == b"stream").unwrap() + 30;
        tampered[place] ^= 1;
        let documents = vec![
            signed.clone(),
            world.stored(&signed, &good),
            world.stored(&signed, &revoked),
            world.stored(&signed, &ca_revoked),
            stamped.clone(),
            world.stored(&stamped, &revoked),
            world.stamped(&world.stranger, "2026-06-01"),
            world.archived(&world.stored(&stamped, &good), &world.first, "2026-07-31"),
            tampered,
            Pdf::new().build(),
            b"no document".to_vec(),
        ];
        let roots = [
            world.person.chain.last().unwrap().clone(),
            Authority::root("Another Root", Key::P384).certificate().to_vec(),
        ];
        let trust: TrustStore = roots.iter().map(|der| Certificate::parse(der).unwrap()).collect();
        let verifier = Verifier::new(Policy::strict().with_revocation_required(), trust);
        let evidence = Evidence::new().with_crl(Origin::Supplied, &world.list("2026-07-20", &[])).unwrap();
        let alone = documents.iter().enumerate();
        let alone = alone.map(|(name, octets)| verifier.verify(octets, &name.to_string(), &evidence, at())).collect();
        Self { verifier, evidence, documents, alone }
    }

    /// The reports of these documents, verified together.
    fn together(&self, order: &[usize], jobs: usize) -> Vec<Report> {
        let jobs = NonZeroUsize::new(jobs).unwrap();
        let batch = Batch { verifier: &self.verifier, evidence: &self.evidence, at: at(), jobs };
        let mut reports = Vec::new();
        let open =
            |index: usize| Input { path: index.to_string(), octets: Ok(Octets::Document(&self.documents[index])) };
        verify_all(batch, order.iter().copied(), open, |position, report| {
            reports.push((position, report));
            ControlFlow::Continue(())
        });
        reports.sort_by_key(|(position, _)| *position);
        reports.into_iter().map(|(_, report)| report).collect()
    }
}

fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(Town::new)
}

#[test]
fn the_documents_come_to_different_conclusions() {
    let verdicts: std::collections::BTreeSet<_> = town()
        .alone
        .iter()
        .map(|report| report.signatures.first().map_or("none", |_| world::verdict(report)))
        .collect();
    assert!(verdicts.len() >= 5, "{verdicts:?}");
    assert!(town().alone.iter().any(|report| report.conclusion() == DocumentConclusion::Passed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_report_does_not_depend_on_the_neighbours(
        order in prop::collection::vec(0_usize..11, 1..16),
        jobs in 1_usize..5,
    ) {
        let town = town();
        for (report, index) in town.together(&order, jobs).iter().zip(&order) {
            prop_assert_eq!(report, &town.alone[*index]);
        }
    }
}

/// A document that passed, and meets all that is asked of formalities.
fn good() -> Report {
    let town = town();
    let mut report = town.alone[7].clone();
    assert_eq!(report.conclusion(), DocumentConclusion::Passed);
    let there = Particular { presence: Presence::Present, text: None };
    report.formalities = Formalities { number: there.clone(), date: there, ..Formalities::of(&report) };
    // The organisation's after the person's.
    let mut second = report.signatures[0].clone();
    second.role = Role::Organisation;
    report.signatures[0].role = Role::Personal;
    report.signatures.insert(1, second);
    report
}

const FORMALITIES: [Requirement; 7] = [
    Requirement::Order,
    Requirement::CompleteOrCopy,
    Requirement::Attachments,
    Requirement::NumberDate,
    Requirement::CurrentUnits,
    Requirement::UtcTime,
    Requirement::Facts,
];

/// Which of the formalities a report lacks.
fn lacking(report: Report) -> Vec<String> {
    let report = report.with_requirements(&FORMALITIES);
    let unmet = report.requirements.iter().filter(|one| !one.met);
    let unmet: Vec<_> = unmet.map(|one| one.requirement.clone()).collect();
    assert_eq!(report.conclusion() == DocumentConclusion::Failed, !unmet.is_empty());
    unmet
}

#[test]
fn a_document_in_good_form_lacks_nothing() {
    assert_eq!(lacking(good()), Vec::<String>::new());
}

#[test]
fn the_organisation_before_the_person_is_out_of_order() {
    let mut report = good();
    report.signatures.swap(0, 1);
    assert_eq!(lacking(report), ["order", "complete-or-copy"]);
}

#[test]
fn the_organisation_alone_completes_a_copy_or_an_attachment_only() {
    let mut report = good();
    report.signatures.remove(0);
    assert_eq!(lacking(report.clone()), ["complete-or-copy"]);
    for form in [DocumentForm::Copy, DocumentForm::Attachment] {
        report.formalities.form = form;
        assert_eq!(lacking(report.clone()), Vec::<String>::new());
    }
}

#[test]
fn an_attachment_that_a_person_alone_signed_lacks_the_organisation() {
    let mut report = good();
    report.signatures.remove(1);
    report.formalities.form = DocumentForm::Attachment;
    assert_eq!(lacking(report), ["complete-or-copy", "attachments"]);
}

#[test]
fn number_and_date_have_to_be_there_and_to_have_been_read() {
    for presence in [Presence::Absent, Presence::NotRead] {
        let (mut number, mut date) = (good(), good());
        number.formalities.number.presence = presence;
        date.formalities.date.presence = presence;
        assert_eq!(lacking(number), ["number-date"]);
        assert_eq!(lacking(date), ["number-date"]);
    }
}

#[test]
fn a_unit_that_had_ceased_to_exist_is_lacking() {
    let mut report = good();
    report.formalities.former_units.push(FormerUnit {
        field: "Signature1".to_owned(),
        named: "UBND tỉnh Hà Giang".to_owned(),
        unit: "Tỉnh Hà Giang".to_owned(),
        since: at(),
        successor: None,
    });
    assert_eq!(lacking(report), ["current-units"]);
}

#[test]
fn a_claimed_time_seven_hours_ahead_is_lacking() {
    for (hours, wanted) in [(7, vec!["utc-time"]), (6, vec![]), (8, vec![])] {
        let mut report = good();
        let proven = report.signatures[0].best_signature_time.unwrap();
        report.signatures[0].claimed_signing_time = Some(proven.plus(hours * 3_600));
        assert_eq!(lacking(report), wanted, "{hours}");
    }
}

#[test]
fn each_fact_that_cannot_be_shown_is_lacking() {
    let spoil: [fn(&mut Report); 5] = [
        |report| report.signatures[0].signer.as_mut().unwrap().issuer.clear(),
        |report| report.signatures[0].signer.as_mut().unwrap().common_name.clear(),
        |report| {
            let signer = report.signatures[0].signer.as_mut().unwrap();
            signer.organization.clear();
            signer.units.clear();
        },
        |report| {
            report.signatures[0].claimed_signing_time = None;
            report.signatures[0].best_signature_time = None;
        },
        |report| report.signatures[0].signer.as_mut().unwrap().not_after = None,
    ];
    for spoil in spoil {
        let mut report = good();
        spoil(&mut report);
        assert_eq!(lacking(report), ["facts"]);
    }
}
