//! Time-stamping authorities that fail and lie: nothing hangs, nothing wrong gets into a document, each is named.

use std::time::{Duration, Instant};

use test_vectors::keys::Key;
use test_vectors::pki::{Authority, Identity, Leaf};
use test_vectors::timestamp::answer;

use crate::scene::{Run, Scene, now};
use crate::server::{Answer, Request, Server, ok};

/// Far above what the limits allow, far below a hang: the machine may be busy.
const BUSY: Duration = Duration::from_secs(60);

fn unit(scene: &Scene) -> Identity {
    scene.root.identity(&Leaf::timestamping(Key::Rsa2048Second))
}

/// An authority that answers what it makes of a request.
fn authority(unit: Identity, change: impl Fn(&mut Vec<u8>) + Send + Sync + 'static) -> Server {
    Server::new(move |request: &Request| {
        let mut body = request.body.clone();
        change(&mut body);
        ok("application/timestamp-reply", &answer(&unit, &body, now()))
    })
}

/// Signs with a time-stamp of these authorities, in their order.
fn stamped(scene: &Scene, authorities: &[&Server], more: &[&str]) -> Run {
    let urls: Vec<String> = authorities.iter().map(|server| server.url("/tsa")).collect();
    let mut arguments = vec!["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
    arguments.extend(["--trust", "root.pem", "--intermediates", "chain.pem", "--level", "b-t", "-o", "stamped.pdf"]);
    for url in &urls {
        arguments.extend(["--tsa", url]);
    }
    scene.run(arguments.iter().chain(more))
}

/// Nothing was written, and the authority was named.
fn refused(scene: &Scene, server: &Server, more: &[&str], word: &str) {
    let since = Instant::now();
    let run = stamped(scene, &[server], more);
    assert!(since.elapsed() < BUSY);
    assert_eq!(run.status, 4, "{}", run.stderr);
    assert!(run.stderr.contains(&server.host()), "the service is named: {}", run.stderr);
    assert!(run.stderr.contains(word), "{}", run.stderr);
    assert!(!scene.path("stamped.pdf").exists(), "nothing wrong is kept");
}

#[test]
fn a_time_stamp_that_was_asked_for_is_kept() {
    let scene = Scene::new();
    let server = authority(unit(&scene), |_| ());
    let run = stamped(&scene, &[&server], &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(server.requests().len(), 1);
    let verdict = scene.run(["verify", "stamped.pdf", "--trust", "root.pem", "--intermediates", "chain.pem"]);
    assert!(verdict.stdout.contains("proven by the time-stamp of Throw-away Time-stamping Unit"), "{}", verdict.stdout);
}

#[test]
fn an_authority_that_hangs_is_left_within_the_limit() {
    let scene = Scene::new();
    refused(&scene, &Server::new(|_| Answer::Hang), &["--timeout", "1"], "within 1 second");
}

#[test]
fn an_authority_that_answers_with_a_web_page_is_refused() {
    let scene = Scene::new();
    refused(&scene, &Server::saying("text/html", b"<html>Welcome</html>".to_vec()), &[], "web page");
    let disguised = Server::saying("application/timestamp-reply", b"<!DOCTYPE html>".to_vec());
    refused(&scene, &disguised, &[], "web page");
    let untyped = Server::saying("application/octet-stream", b"0".to_vec());
    refused(&scene, &untyped, &[], "application/octet-stream");
}

#[test]
fn an_authority_that_floods_is_stopped() {
    let scene = Scene::new();
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\n\r\n0".to_vec();
    refused(&scene, &Server::new(move |_| Answer::Flood(head.clone(), 200 << 20)), &[], "more than");
}

#[test]
fn a_token_with_another_nonce_is_refused() {
    let scene = Scene::new();
    // certReq stands last, the nonce before it.
    let server = authority(unit(&scene), |request| {
        let last = request.len() - 4;
        request[last] ^= 1;
    });
    refused(&scene, &server, &[], "nonce");
}

#[test]
fn a_token_over_another_digest_is_refused() {
    let scene = Scene::new();
    let server = authority(unit(&scene), |request| {
        let digest = request.windows(2).position(|window| window == [0x04, 0x20]).unwrap() + 2;
        request[digest] ^= 1;
    });
    refused(&scene, &server, &[], "of no use");
}

#[test]
fn a_token_of_an_authority_that_nobody_trusts_is_refused() {
    let scene = Scene::new();
    let stranger = Authority::root("Another Root", Key::Rsa3072).identity(&Leaf::timestamping(Key::Rsa2048Second));
    refused(&scene, &authority(stranger, |_| ()), &[], "of no use");
}

#[test]
fn the_next_authority_is_asked_when_one_fails() {
    let scene = Scene::new();
    let page = Server::saying("text/html", b"<html>Welcome</html>".to_vec());
    let liar = authority(unit(&scene), |request| {
        let last = request.len() - 4;
        request[last] ^= 1;
    });
    let honest = authority(unit(&scene), |_| ());
    let run = stamped(&scene, &[&page, &liar, &honest], &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let counts = [&page, &liar, &honest].map(|server| server.requests().len());
    assert_eq!(counts, [1, 1, 1]);
}
