//! Time-stamps of signatures: what is kept and what is not.

use signer_core::algorithm::Digest;
use signer_core::cms::{SignedData, TimestampRequest, TimestampToken};
use signer_core::error::{Error, Refusal, TimestampFault};
use signer_core::evidence::Evidence;
use signer_core::oid::{self, Oid};
use signer_core::pki::TrustStore;
use signer_core::sign::{Token, TokenCheck};
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, Extension, Leaf};

use crate::authority::{Answer, World, now, open};

fn request() -> TimestampRequest {
    TimestampRequest::new(Digest::Sha256, vec![1; 32]).with_nonce(&[9; 8])
}

/// Why an answer that was changed is not kept.
fn fault(change: impl Fn(&World, &mut Answer)) -> TimestampFault {
    let world = World::new();
    let mut answer = Answer::to(&request(), &world.stamper);
    change(&world, &mut answer);
    faulty(world.check(&request(), &answer.octets()))
}

fn faulty(result: Result<Token, Error>) -> TimestampFault {
    match result {
        Err(Error::Refused(Refusal::Timestamp(fault))) => fault,
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn a_time_stamp_goes_into_the_signature_and_changes_nothing_else() {
    let world = World::new();
    let original = Pdf::new().build();
    let signed = world.sign(&original);
    let before = signed.appendix().to_vec();
    let need = signed.timestamp_need();
    let stamped = signed.attach_timestamp(&world.stamp(&need)).unwrap();
    assert_eq!(stamped.appendix().len(), before.len());
    let octets = stamped.into_octets(&original).unwrap();
    let signature = open(&octets).signatures().unwrap().remove(0);
    let data = SignedData::parse(&signature.contents).unwrap();
    let tokens = data.signers()[0].unsigned_attribute(oid::ID_SIGNATURE_TIME_STAMP_TOKEN);
    let token = TimestampToken::parse(tokens[0]).unwrap();
    assert!(token.info().stamps(data.signers()[0].signature()));
}

#[test]
fn granted_with_modifications_is_granted_when_it_is_what_was_asked_for() {
    let world = World::new();
    let mut answer = Answer::to(&request(), &world.stamper);
    answer.status = 1;
    assert!(world.check(&request(), &answer.octets()).is_ok());
}

#[test]
fn a_rejection_is_said_with_its_status() {
    let fault = fault(|_, answer| answer.status = 2);
    assert_eq!(fault, TimestampFault::NotGranted { reason: "rejection".into() });
}

#[test]
fn html_is_no_time_stamp() {
    let world = World::new();
    assert!(matches!(faulty(world.check(&request(), b"<html>")), TimestampFault::Unreadable { .. }));
}

#[test]
fn a_token_over_other_data_is_not_kept() {
    assert_eq!(fault(|_, answer| answer.imprint = vec![2; 32]), TimestampFault::Imprint);
}

#[test]
fn a_token_with_another_nonce_is_not_kept() {
    assert_eq!(fault(|_, answer| answer.nonce = Some(vec![1])), TimestampFault::Nonce);
    assert_eq!(fault(|_, answer| answer.nonce = None), TimestampFault::Nonce);
}

#[test]
fn a_token_under_another_policy_is_not_kept() {
    let world = World::new();
    let request = request().with_policy(Oid::new_unwrap("1.2.3.9"));
    let mut answer = Answer::to(&request, &world.stamper);
    answer.policy = Oid::new_unwrap("1.2.3.8");
    assert!(matches!(faulty(world.check(&request, &answer.octets())), TimestampFault::Policy { .. }));
}

#[test]
fn a_token_without_the_certificate_of_the_authority_is_not_kept() {
    assert_eq!(fault(|_, answer| answer.certificates.clear()), TimestampFault::CertificateMissing);
    let only_root = |world: &World, answer: &mut Answer| {
        answer.certificates = vec![world.hierarchy.root.certificate().to_vec()];
    };
    assert_eq!(fault(only_root), TimestampFault::CertificateMissing);
}

#[test]
fn a_token_signed_by_another_key_is_not_kept() {
    let fault = fault(|_, answer| answer.key = Key::Rsa2048Second);
    assert!(matches!(fault, TimestampFault::Signature { .. }), "{fault}");
}

#[test]
fn a_token_whose_places_name_different_digests_is_not_kept() {
    let fault = fault(|_, answer| answer.digest = Digest::Sha384);
    assert!(matches!(fault, TimestampFault::Attributes { .. }), "{fault}");
}

#[test]
fn a_purpose_that_is_not_critical_makes_no_authority() {
    // id-kp-timeStamping
    let purpose: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 8];
    let fault = fault(|world, answer| {
        let leaf = Leaf::personal(Key::Rsa3072).with_extended_key_usage(&[purpose]);
        answer.identity = world.hierarchy.root.identity(&leaf);
        answer.certificates.clone_from(&answer.identity.chain);
    });
    assert!(matches!(fault, TimestampFault::Purpose { .. }), "{fault}");
}

#[test]
fn a_second_purpose_makes_no_authority() {
    // id-kp-timeStamping and id-kp-codeSigning, critical.
    let value = [&[0x30, 20][..], &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 8], &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 3]].concat();
    let both = Extension { oid: vec![2, 5, 29, 37], critical: true, value };
    let fault = fault(|world, answer| {
        answer.identity = world.hierarchy.root.identity(&Leaf::personal(Key::Rsa3072).with_extension(&both));
        answer.certificates.clone_from(&answer.identity.chain);
    });
    assert!(matches!(fault, TimestampFault::Purpose { .. }), "{fault}");
}

#[test]
fn an_authority_whose_certificate_had_expired_is_none() {
    let fault = fault(|world, answer| {
        answer.identity = world.hierarchy.root.identity(&Leaf::timestamping(Key::Rsa3072).expired());
        answer.certificates.clone_from(&answer.identity.chain);
    });
    assert!(matches!(fault, TimestampFault::Validity { .. }), "{fault}");
}

#[test]
fn an_authority_of_another_root_is_not_trusted() {
    let change = |_: &World, answer: &mut Answer| {
        let other = Authority::root("Another Root CA", Key::Rsa4096);
        answer.identity = other.identity(&Leaf::timestamping(Key::Rsa3072));
        answer.certificates.clone_from(&answer.identity.chain);
    };
    let fault = fault(change);
    assert!(matches!(fault, TimestampFault::Untrusted { .. }), "{fault}");
    // Where nobody is trusted, nobody is asked.
    let world = World::new();
    let mut answer = Answer::to(&request(), &world.stamper);
    change(&world, &mut answer);
    let check = TokenCheck { trust: &TrustStore::new(), evidence: &Evidence::new(), now: now() };
    assert!(check.check(&request(), &answer.octets()).is_ok());
}

#[test]
fn a_time_in_the_future_or_long_past_is_not_believed() {
    for time in ["20260601001001Z", "20260531235000Z"] {
        let fault = fault(|_, answer| answer.time = time.into());
        assert!(matches!(fault, TimestampFault::Clock { .. }), "{fault}");
    }
    for time in ["20260601000459Z", "20260531235501Z"] {
        let world = World::new();
        let mut answer = Answer::to(&request(), &world.stamper);
        answer.time = time.into();
        assert!(world.check(&request(), &answer.octets()).is_ok(), "{time}");
    }
}

#[test]
fn a_time_stamp_of_another_signature_is_not_attached() {
    let world = World::new();
    let token = world.stamp(&request());
    let result = world.sign(&Pdf::new().build()).attach_timestamp(&token);
    assert!(matches!(result, Err(Error::Refused(Refusal::Timestamp(TimestampFault::Imprint)))));
}

#[test]
fn a_time_stamp_without_room_says_how_much_it_needs_and_that_is_enough() {
    let world = World::new();
    let original = Pdf::new().build();
    let stamped = |room: usize| {
        let signed = world.sign_with_room(&original, room);
        let mut answer = Answer::to(&signed.timestamp_need(), &world.stamper);
        answer.padding = 20_000;
        let need = signed.timestamp_need();
        signed.attach_timestamp(&world.check(&need, &answer.octets()).unwrap())
    };
    let Err(Error::Refused(Refusal::Timestamp(TimestampFault::NoRoom { needed, room }))) = stamped(4_000) else {
        unreachable!("it does not fit")
    };
    assert!(needed > 20_000 && (4_000..4_200).contains(&room), "{needed} {room}");
    assert!(stamped(needed).is_ok());
}
