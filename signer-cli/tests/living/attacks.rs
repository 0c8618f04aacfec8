//! Authorities that answer wrongly, signers that are not good any more.

use test_vectors::pki::Identity;
use test_vectors::timestamp;

use crate::world::{By, DAY, World};

/// What the program says when the authority answers so.
fn said(answer: impl Fn(&Identity, &[u8], i64) -> Vec<u8> + Send + Sync + 'static) -> String {
    let world = World::new(By::Own);
    let (authority, now) = (world.stamper.clone(), world.now);
    world.service.answer("/tsa", move |request| ("application/timestamp-reply", answer(&authority, request, now)));
    let run = world.sign("b-t", "out.pdf");
    assert_eq!(run.status, 4, "{}", run.stderr);
    assert!(!world.path("out.pdf").exists());
    run.stderr
}

#[test]
fn an_answer_with_another_nonce_is_not_kept() {
    let said = said(|authority, request, now| {
        // The nonce is the last but three octets: the last is in front of `certReq`.
        let mut other = request.to_vec();
        let at = other.len() - 4;
        other[at] ^= 1;
        timestamp::answer(authority, &other, now)
    });
    assert!(said.contains("nonce"), "{said}");
}

#[test]
fn an_answer_over_other_data_is_not_kept() {
    let said = said(|authority, request, now| {
        let digest = request.windows(2).position(|octets| octets == [4, 32]).unwrap();
        let mut other = request.to_vec();
        other[digest + 2] ^= 1;
        timestamp::answer(authority, &other, now)
    });
    assert!(said.contains("other data"), "{said}");
}

#[test]
fn an_answer_from_the_future_is_not_kept() {
    let said = said(|authority, request, now| timestamp::answer(authority, request, now + DAY));
    assert!(said.contains("clock here"), "{said}");
}

#[test]
fn the_next_authority_is_asked_where_one_answers_wrongly() {
    let world = World::new(By::Own);
    let (authority, now) = (world.stamper.clone(), world.now);
    world.service.answer("/bad", move |request| {
        ("application/timestamp-reply", timestamp::answer(&authority, request, now + DAY))
    });
    let bad = world.service.url("/bad");
    let own = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
    let own = own.into_iter().chain(["--level", "b-t", "-o", "out.pdf", "--tsa", &bad]).map(str::to_owned);
    let run = world.run(own.chain(world.network("/tsa")));
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn a_signer_on_a_list_signs_nothing() {
    let world = World::new(By::Own);
    let lists = world.lists_at(world.now + DAY - 60, Some(world.now - DAY));
    let own = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
    let run =
        world.run(own.into_iter().chain(["-o", "out.pdf", "--trust", "root.pem", "--crl", lists.last().unwrap()]));
    assert_eq!(run.status, 4, "{}", run.stderr);
    assert!(run.stderr.contains("was revoked at"), "{}", run.stderr);
    assert!(!world.path("out.pdf").exists());
}

#[test]
fn what_cannot_be_extended_says_why() {
    let world = World::new(By::Own);
    world.signs("b-b", "signed.pdf");
    let octets = std::fs::read(world.path("signed.pdf")).unwrap();
    let at = octets.windows(8).position(|octets| octets == b"/MediaBo").unwrap();
    world.put("changed.pdf", [&octets[..at], b"/MediaBx", &octets[at + 8..]].concat());
    for (document, level, trust, expected) in [
        ("document.pdf", "b-lt", true, "no signature"),
        ("changed.pdf", "b-lt", true, "does not hold"),
        ("signed.pdf", "b-lt", false, "not complete"),
    ] {
        let mut arguments = vec!["extend".to_owned(), document.into(), "--level".into(), level.into()];
        arguments.extend(["-o", "out.pdf"].map(str::to_owned));
        arguments.extend(world.network("/tsa"));
        if !trust {
            let at = arguments.iter().position(|one| one == "--trust").unwrap();
            arguments.drain(at..at + 2);
        }
        let run = world.run(&arguments);
        assert_eq!(run.status, 4, "{document}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{document}: {}", run.stderr);
        assert!(!world.path("out.pdf").exists());
    }
}
