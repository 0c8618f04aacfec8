//! The security store: what is needed, and nothing twice.

use proptest::prelude::*;
use signer_core::error::{Error, Refusal};
use signer_core::evidence::{Evidence, Origin};
use signer_core::pdf::{Document, Object};
use signer_core::pki::TrustStore;
use signer_core::sign::{Collected, SecurityStore, ValidationData, collect};
use test_vectors::pdf::{Form, Layout, Pdf};

use crate::authority::{World, list, now, open};

/// A signed document, with a time-stamp.
fn stamped(world: &World) -> Vec<u8> {
    stamped_of(world, &Pdf::new().build())
}

fn stamped_of(world: &World, original: &[u8]) -> Vec<u8> {
    let signed = world.sign(original);
    let token = world.stamp(&signed.timestamp_need());
    signed.attach_timestamp(&token).unwrap().into_octets(original).unwrap()
}

fn collected(octets: &[u8], world: &World, evidence: &Evidence) -> Collected {
    collect(&open(octets), &world.trust(), evidence, now()).unwrap()
}

/// The document with its store extended, if there was anything to add.
fn extended(octets: &[u8], data: &ValidationData) -> Option<Vec<u8>> {
    let document = open(octets);
    let appendix = SecurityStore::new(&document).append(data).unwrap()?;
    Some([octets, &appendix].concat())
}

/// The octets of each stream of a list.
fn streams(document: &Document<'_>, key: &str) -> Vec<Vec<u8>> {
    let view = document.latest();
    let store = view.entry(&view.catalog().unwrap(), "DSS").unwrap().into_dictionary().unwrap();
    let list = view.entry(&store, key).unwrap();
    let read = |reference: &Object| {
        let id = reference.as_reference().unwrap();
        view.stream_octets(view.get(id).unwrap().as_stream().unwrap(), id).unwrap()
    };
    list.as_array().unwrap_or_default().iter().map(read).collect()
}

#[test]
fn the_root_and_both_lists_are_kept_and_what_the_signature_has_is_not() {
    let world = World::new();
    let octets = stamped(&world);
    let data = collected(&octets, &world, &world.lists()).complete().unwrap();
    assert_eq!(data.certificates, [world.hierarchy.root.certificate()]);
    assert_eq!(data.crls.len(), 2);
    let octets = extended(&octets, &data).unwrap();
    let document = open(&octets);
    assert_eq!(streams(&document, "Certs"), data.certificates);
    assert_eq!(streams(&document, "CRLs"), data.crls);
    assert!(streams(&document, "OCSPs").is_empty());
}

#[test]
fn a_store_that_has_everything_is_not_written_again() {
    let world = World::new();
    let octets = stamped(&world);
    let data = collected(&octets, &world, &world.lists()).complete().unwrap();
    let octets = extended(&octets, &data).unwrap();
    // Without further evidence: the store itself is evidence.
    let again = collected(&octets, &world, &Evidence::new()).complete().unwrap();
    assert_eq!(extended(&octets, &again), None);
}

#[test]
fn a_store_grows_by_what_is_new() {
    let world = World::new();
    let octets = stamped(&world);
    let data = collected(&octets, &world, &world.lists()).complete().unwrap();
    let octets = extended(&octets, &data).unwrap();
    let newer = world.hierarchy.issuer.revocation_list(9, (2026, 5, 30), (2026, 6, 30), &[]);
    let evidence = Evidence::new().with_crl(Origin::Supplied, &newer).unwrap();
    let data = collected(&octets, &world, &evidence).complete().unwrap();
    let octets = extended(&octets, &data).unwrap();
    let crls = streams(&open(&octets), "CRLs");
    assert_eq!(crls.len(), 3);
    assert_eq!(crls[2], newer);
}

#[test]
fn a_document_of_an_older_version_declares_the_extension_once() {
    let world = World::new();
    let octets = stamped(&world);
    let data = collected(&octets, &world, &world.lists()).complete().unwrap();
    let octets = extended(&octets, &data).unwrap();
    let document = open(&octets);
    let view = document.latest();
    let extensions = view.entry(&view.catalog().unwrap(), "Extensions").unwrap().into_dictionary().unwrap();
    assert!(extensions.contains("ESIC"));
}

#[test]
fn what_belongs_to_a_signature_is_said_by_option_under_the_digest_of_its_contents() {
    let world = World::new();
    let octets = stamped(&world);
    let data = collected(&octets, &world, &world.lists()).complete().unwrap();
    let document = open(&octets);
    let contents = document.signatures().unwrap().remove(0).contents;
    let key = hex::encode_upper(signer_core::crypto::digest(signer_core::algorithm::Digest::Sha1, &contents));
    let appendix = SecurityStore::new(&document).with_related().append(&data).unwrap().unwrap();
    let octets = [octets.as_slice(), &appendix].concat();
    let document = open(&octets);
    let view = document.latest();
    let store = view.entry(&view.catalog().unwrap(), "DSS").unwrap().into_dictionary().unwrap();
    let related = view.entry(&store, "VRI").unwrap().into_dictionary().unwrap();
    let entry = view.entry(&related, &key).unwrap().into_dictionary().unwrap();
    assert_eq!(entry.get("CRL").unwrap().as_array().unwrap().len(), 2);
    assert_eq!(entry.get("Cert").unwrap().as_array().unwrap().len(), 1);
    let again = SecurityStore::new(&document).with_related().append(&data).unwrap();
    assert_eq!(again, None, "what is said is not said again");
}

#[test]
fn what_is_lacking_is_said_with_its_field() {
    let world = World::new();
    let octets = stamped(&world);
    let evidence = Evidence::new().with_crl(Origin::Supplied, &list(&world.hierarchy.root)).unwrap();
    let found = collected(&octets, &world, &evidence);
    assert_eq!(found.lacking.len(), 1, "{found:?}");
    assert!(found.lacking[0].field == "Signature1" && !found.lacking[0].why.is_lasting(), "{found:?}");
    let refused = found.complete();
    assert!(matches!(refused, Err(Error::Refused(Refusal::Unproven { .. }))), "{refused:?}");
}

#[test]
fn a_chain_that_nobody_trusts_is_lacking() {
    let world = World::new();
    let octets = stamped(&world);
    let found = collect(&open(&octets), &TrustStore::new(), &world.lists(), now()).unwrap();
    assert_eq!(found.lacking.len(), 2, "the signer and the authority: {found:?}");
}

#[test]
fn a_signer_revoked_before_the_time_stamp_cannot_be_extended_and_one_revoked_after_it_can() {
    let world = World::new();
    let octets = stamped(&world);
    for (revoked, kept) in [((2026, 5, 31), false), ((2026, 6, 2), true)] {
        let crl = world.hierarchy.issuer.revocation_list(3, (2026, 6, 3), (2026, 7, 3), &[(&[0x10, 0x01], revoked)]);
        let evidence = Evidence::new()
            .with_crl(Origin::Supplied, &list(&world.hierarchy.root))
            .and_then(|evidence| evidence.with_crl(Origin::Supplied, &crl))
            .unwrap();
        let later = "2026-06-04T00:00:00Z".parse().unwrap();
        let found = collect(&open(&octets), &world.trust(), &evidence, later).unwrap();
        assert_eq!(found.lacking.is_empty(), kept, "{revoked:?} {found:?}");
        assert_eq!(found.lacking.iter().any(|lacking| lacking.why.is_lasting()), !kept, "{found:?}");
    }
}

#[test]
fn a_signature_without_a_time_stamp_is_named() {
    let world = World::new();
    let original = Pdf::new().build();
    let octets = world.sign(&original).into_octets(&original).unwrap();
    let found = collected(&octets, &world, &world.lists());
    assert_eq!(found.unstamped, ["Signature1"]);
    assert!(collected(&stamped(&world), &world, &world.lists()).unstamped.is_empty());
}

#[test]
fn a_document_without_signatures_has_nothing_to_validate() {
    let world = World::new();
    let original = Pdf::new().build();
    let refused = collect(&open(&original), &world.trust(), &Evidence::new(), now());
    assert!(matches!(refused, Err(Error::Refused(Refusal::Unsigned))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_the_store_is_given_it_holds_each_piece_once(
        first in proptest::collection::vec(0_u8..6, 0..8),
        second in proptest::collection::vec(0_u8..6, 0..8),
        stream in any::<bool>(),
    ) {
        let layout = if stream { Layout::Stream } else { Layout::Table };
        let mut octets = Pdf::new().with_layout(layout).with_form(Form::Empty).build();
        let mut expected: Vec<Vec<u8>> = Vec::new();
        for round in [first, second] {
            let pieces: Vec<Vec<u8>> = round.iter().map(|size| vec![0x30, *size].into_iter().chain(vec![5, 0, 0, 0, 0, 0].into_iter().take(usize::from(*size))).collect()).collect();
            for piece in &pieces {
                if !expected.contains(piece) {
                    expected.push(piece.clone());
                }
            }
            let data = ValidationData { certificates: pieces.clone(), crls: pieces, ..ValidationData::default() };
            octets = extended(&octets, &data).unwrap_or(octets);
        }
        if !expected.is_empty() {
            prop_assert_eq!(&streams(&open(&octets), "Certs"), &expected);
            prop_assert_eq!(&streams(&open(&octets), "CRLs"), &expected);
        }
    }
}
