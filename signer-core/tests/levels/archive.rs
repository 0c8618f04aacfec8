//! Document time-stamps: over everything, as an update of their own, again and again.

use signer_core::algorithm::Digest;
use signer_core::cms::TimestampToken;
use signer_core::crypto::Hasher;
use signer_core::error::{Error, Refusal, TimestampFault};
use signer_core::evidence::Evidence;
use signer_core::pdf::Coverage;
use signer_core::pdf::signature::SignatureKind;
use signer_core::policy::Policy;
use signer_core::report::Extent;
use signer_core::sign::{Certification, Draft, SecurityStore, TimestampDraft, collect};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::verify::Verifier;
use test_vectors::pdf::{Form, Layout, Pdf};

use crate::authority::{Answer, World, now, open};

fn stamp(octets: &[u8], world: &World) -> Vec<u8> {
    let document = open(octets);
    let prepared = TimestampDraft::new(&document).prepare().unwrap();
    let token = world.stamp(prepared.timestamp_need());
    [octets, &prepared.attach(&token).unwrap()].concat()
}

#[test]
fn a_time_stamp_covers_the_whole_document_in_every_layout() {
    let world = World::new();
    for layout in [Layout::Table, Layout::Stream, Layout::Hybrid] {
        for form in [Form::None, Form::Empty, Form::Nested] {
            let original = Pdf::new().with_layout(layout).with_form(form).build();
            let octets = stamp(&stamp(&original, &world), &world);
            assert!(octets.starts_with(&original));
            let document = open(&octets);
            let signatures = document.signatures().unwrap();
            let names: Vec<_> = signatures.iter().map(|signature| signature.field.as_str()).collect();
            assert_eq!(names, ["Timestamp1", "Timestamp2"]);
            let last = signatures.last().unwrap();
            assert_eq!((last.kind, last.coverage), (SignatureKind::DocumentTimestamp, Coverage::WholeFile));
            let range = last.byte_range.as_ref().unwrap();
            let mut hasher = Hasher::new(Digest::Sha256);
            hasher.update(&octets[range.before()]);
            hasher.update(&octets[range.after()]);
            let token = TimestampToken::parse(&last.contents).unwrap();
            assert_eq!(token.info().imprint, hasher.finish(), "{layout:?} {form:?}");
        }
    }
}

#[test]
fn a_time_stamp_of_another_document_is_not_attached() {
    let world = World::new();
    let (one, other) = (Pdf::new().build(), Pdf::new().with_form(Form::Empty).build());
    let (one, other) = (open(&one), open(&other));
    let prepared = TimestampDraft::new(&one).prepare().unwrap();
    let need = TimestampDraft::new(&other).prepare().unwrap().timestamp_need().clone();
    let refused = prepared.attach(&world.stamp(&need));
    assert!(matches!(refused, Err(Error::Refused(Refusal::Timestamp(TimestampFault::Imprint)))));
}

#[test]
fn a_time_stamp_without_room_says_how_much_it_needs() {
    let world = World::new();
    let octets = Pdf::new().build();
    let document = open(&octets);
    let attach = |room: usize| {
        let prepared = TimestampDraft::new(&document).with_room(room).prepare().unwrap();
        let mut answer = Answer::to(prepared.timestamp_need(), &world.stamper);
        answer.padding = 9_000;
        let token = world.check(prepared.timestamp_need(), &answer.octets()).unwrap();
        prepared.attach(&token)
    };
    let Err(Error::Refused(Refusal::Timestamp(TimestampFault::NoRoom { needed, room: 1_000 }))) = attach(1_000) else {
        unreachable!("it does not fit")
    };
    assert!(attach(needed).is_ok());
}

/// Signed, time-stamped, with its validation data, archived and archived again.
fn archived(world: &World, original: &[u8], certification: Option<Certification>) -> Vec<u8> {
    let identity = &world.hierarchy.personal;
    let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
    let document = open(original);
    let mut draft = Draft::new(&document, &identity.chain);
    if let Some(certification) = certification {
        draft = draft.with_certification(certification);
    }
    let signed = draft.with_timestamp_room(8_000).sign(key.algorithms()[0], now(), &mut key).unwrap();
    let token = world.stamp(&signed.timestamp_need());
    let mut octets = signed.attach_timestamp(&token).unwrap().into_octets(original).unwrap();
    for evidence in [world.lists(), Evidence::new()] {
        let document = open(&octets);
        let data = collect(&document, &world.trust(), &evidence, now()).unwrap().complete().unwrap();
        let appendix = SecurityStore::new(&document).append(&data).unwrap().unwrap_or_default();
        let extended = [octets.as_slice(), &appendix].concat();
        octets = stamp(&extended, world);
    }
    octets
}

#[test]
fn what_archiving_adds_is_no_change_of_the_document_even_where_none_is_permitted() {
    let world = World::new();
    let original = Pdf::new().build();
    for certification in [None, Some(Certification::NoChanges)] {
        let octets = archived(&world, &original, certification);
        let verifier = Verifier::new(Policy::strict(), world.trust());
        let report = verifier.verify(&octets, "document.pdf", &Evidence::new(), now());
        assert_eq!(report.signatures.len(), 3);
        for signature in &report.signatures {
            let changes = &signature.changes;
            assert!(matches!(changes.extent, Extent::None | Extent::Archival), "{certification:?} {changes:?}");
        }
    }
}

#[test]
fn a_document_time_stamp_proves_the_signatures_before_it() {
    let world = World::new();
    let original = Pdf::new().build();
    let signed = world.sign(&original).into_octets(&original).unwrap();
    let octets = stamp(&signed, &world);
    let found = collect(&open(&octets), &world.trust(), &world.lists(), now()).unwrap();
    assert!(found.unstamped.is_empty() && found.lacking.is_empty(), "{found:?}");
}
