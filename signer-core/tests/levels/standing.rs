//! The signer's certificate before it signs (Decree 68/2024, article 29).

use signer_core::evidence::{Evidence, Need, Origin};
use signer_core::pki::TrustStore;
use signer_core::sign::{Certainty, standing};
use test_vectors::keys::Key;
use test_vectors::pki::Leaf;

use crate::authority::{World, list, now};

/// A list of the issuing authority on which the person stands.
fn revoking(world: &World) -> Vec<u8> {
    world.hierarchy.issuer.revocation_list(2, (2026, 5, 25), (2026, 6, 25), &[(&[0x10, 0x01], (2026, 5, 24))])
}

#[test]
fn a_certificate_whose_whole_chain_is_on_no_list_stands() {
    let world = World::new();
    let found = standing(&world.hierarchy.personal.chain, &world.trust(), &world.lists(), now()).unwrap();
    assert_eq!((found.certainty, found.needs), (Certainty::Shown, Vec::new()));
}

#[test]
fn a_revoked_certificate_does_not_stand() {
    let world = World::new();
    let evidence = world.lists().with_crl(Origin::Supplied, &revoking(&world)).unwrap();
    let found = standing(&world.hierarchy.personal.chain, &world.trust(), &evidence, now()).unwrap();
    let Certainty::Refuted { why } = found.certainty else { unreachable!("{found:?}") };
    assert!(why.to_string().contains("revoked at 2026-05-24"), "{why}");
}

#[test]
fn a_revoked_certificate_does_not_stand_whoever_is_trusted() {
    let world = World::new();
    let evidence = Evidence::new().with_crl(Origin::Supplied, &revoking(&world)).unwrap();
    let found = standing(&world.hierarchy.personal.chain, &TrustStore::new(), &evidence, now()).unwrap();
    assert!(matches!(found.certainty, Certainty::Refuted { .. }), "{found:?}");
}

#[test]
fn a_certificate_below_a_revoked_authority_does_not_stand() {
    let world = World::new();
    let issuer = signer_core::pki::Certificate::parse(world.hierarchy.issuer.certificate()).unwrap();
    let revoked = [(issuer.serial(), (2026, 5, 24))];
    let crl = world.hierarchy.root.revocation_list(2, (2026, 5, 25), (2026, 6, 25), &revoked);
    let evidence = world.lists().with_crl(Origin::Supplied, &crl).unwrap();
    let found = standing(&world.hierarchy.personal.chain, &world.trust(), &evidence, now()).unwrap();
    assert!(matches!(found.certainty, Certainty::Refuted { .. }), "{found:?}");
}

#[test]
fn without_evidence_nobody_knows_and_it_is_said_where_to_ask() {
    let world = World::new();
    let leaf = Leaf::personal(Key::P256).with_urls("http://a.vn/ca", "http://a.vn/ocsp", "http://a.vn/crl");
    let identity = world.hierarchy.issuer.identity(&leaf);
    let evidence = Evidence::new().with_crl(Origin::Supplied, &list(&world.hierarchy.root)).unwrap();
    let found = standing(&identity.chain, &world.trust(), &evidence, now()).unwrap();
    assert!(matches!(found.certainty, Certainty::Unchecked { .. }), "{found:?}");
    assert!(found.needs.iter().all(Need::trusted));
    let urls: Vec<_> = found.needs.iter().flat_map(Need::urls).collect();
    assert_eq!(urls, ["http://a.vn/ocsp", "http://a.vn/crl"]);
}

#[test]
fn without_an_anchor_nobody_knows() {
    let world = World::new();
    let found = standing(&world.hierarchy.personal.chain, &TrustStore::new(), &world.lists(), now()).unwrap();
    assert!(matches!(found.certainty, Certainty::Unchecked { .. }), "{found:?}");
}

#[test]
fn a_missing_issuer_is_named_with_its_address() {
    let world = World::new();
    let leaf = Leaf::personal(Key::P256).with_urls("http://a.vn/ca", "http://a.vn/ocsp", "http://a.vn/crl");
    let chain = vec![world.hierarchy.issuer.issue(&leaf)];
    let found = standing(&chain, &world.trust(), &Evidence::new(), now()).unwrap();
    let [Need::Certificate { urls, trusted: false, .. }] = found.needs.as_slice() else { unreachable!("{found:?}") };
    assert_eq!(urls, &["http://a.vn/ca"]);
}

#[test]
fn a_chain_whose_authority_has_expired_does_not_stand() {
    let world = World::new();
    let late = "2040-01-01T00:00:00Z".parse().unwrap();
    let found = standing(&world.hierarchy.personal.chain, &world.trust(), &world.lists(), late).unwrap();
    assert!(matches!(found.certainty, Certainty::Refuted { .. }), "{found:?}");
}
