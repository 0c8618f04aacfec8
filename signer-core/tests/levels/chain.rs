//! A document as agencies make it: the leader signs, number and date come as signatures of the clerk, then the seal, what
//! validates them all, and an archive time-stamp.

use signer_core::evidence::Evidence;
use signer_core::pdf::{Dictionary, Update};
use signer_core::policy::Policy;
use signer_core::report::{Conclusion, Failed, Report, Status};
use signer_core::sign::{Draft, SecurityStore, TimestampDraft, collect};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::stamp::{Placement, QrCode, Rect, Stamp};
use signer_core::verify::Verifier;
use test_vectors::pdf::Pdf;
use test_vectors::pki::Identity;

use crate::authority::{World, now, open};

fn sign(world: &World, original: &[u8], identity: &Identity, field: &str, place: Rect) -> Vec<u8> {
    let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
    let document = open(original);
    let stamp = Stamp::new().with_qr(QrCode::new(field).unwrap());
    let draft = Draft::new(&document, &identity.chain).with_new_field(field).with_stamp(stamp);
    let draft = draft.with_placement(Placement::new(0, place)).with_timestamp_room(8_000);
    let signed = draft.sign(key.algorithms()[0], now(), &mut key).unwrap();
    let token = world.stamp(&signed.timestamp_need());
    signed.attach_timestamp(&token).unwrap().into_octets(original).unwrap()
}

/// Four signatures and a document time-stamp over a letter of three pages.
fn issued(world: &World) -> Vec<u8> {
    let (leader, clerk) = (&world.hierarchy.personal, &world.hierarchy.organisation);
    let mut octets = Pdf::new().with_pages(3).build();
    for (identity, field, place) in [
        (leader, "Leader", Rect::new(300.0, 300.0, 120.0, 60.0)),
        (clerk, "Number", Rect::new(100.0, 500.0, 60.0, 20.0)),
        (clerk, "Date", Rect::new(300.0, 500.0, 60.0, 20.0)),
        // Over a third of the leader's.
        (clerk, "Seal", Rect::new(260.0, 290.0, 80.0, 80.0)),
    ] {
        octets = sign(world, &octets, identity, field, place);
    }
    let document = open(&octets);
    let data = collect(&document, &world.trust(), &world.lists(), now()).unwrap().complete().unwrap();
    let appendix = SecurityStore::new(&document).append(&data).unwrap().unwrap();
    let stored = [octets.as_slice(), &appendix].concat();
    let document = open(&stored);
    let prepared = TimestampDraft::new(&document).prepare().unwrap();
    let token = world.stamp(prepared.timestamp_need());
    [stored.as_slice(), &prepared.attach(&token).unwrap()].concat()
}

fn verify(world: &World, octets: &[u8]) -> Report {
    Verifier::new(Policy::strict(), world.trust()).verify(octets, "letter.pdf", &Evidence::new(), now())
}

#[test]
fn every_signature_of_a_letter_passes_until_the_content_of_a_page_is_swapped() {
    let world = World::new();
    let octets = issued(&world);
    let report = verify(&world, &octets);
    assert_eq!(report.signatures.len(), 5);
    for signature in &report.signatures {
        assert!(signature.changes.allowed, "{}: {:?}", signature.field, signature.changes);
        let doubts: Vec<_> = signature.checks.0.iter().filter(|check| check.status == Status::Fail).collect();
        assert_eq!(signature.conclusion(), Conclusion::TotalPassed, "{}: {doubts:?}", signature.field);
    }
    let document = open(&octets);
    let (_, page) = document.latest().page(1).unwrap();
    let content = page.get("Contents").unwrap().as_reference().unwrap();
    let mut update = Update::new(&document).unwrap();
    update.put_stream(content, Dictionary::new(), b"BT /F1 13 Tf 60 780 Td <0058> Tj ET".to_vec());
    let swapped = [octets.as_slice(), &update.finish().unwrap().octets].concat();
    let report = verify(&world, &swapped);
    assert_eq!(report.signatures.len(), 5);
    for signature in &report.signatures {
        assert_eq!(signature.conclusion(), Conclusion::TotalFailed(Failed::FormatFailure), "{}", signature.field);
        let refused: Vec<_> = signature.changes.items.iter().filter(|item| item.allowed_by.is_none()).collect();
        let [item] = refused.as_slice() else { unreachable!("one page was changed: {refused:?}") };
        assert_eq!(
            (item.page, item.kind.as_ref(), item.object.clone()),
            (Some(2), "page-content", content.to_string())
        );
        let reason = signature.checks.0.iter().find(|check| check.id.id() == "changes.permitted").unwrap();
        assert!(reason.message.contains("page 2: page-content"), "{}", reason.message);
    }
}
