//! The way out, against servers on loopback that behave badly.

use std::fmt;

use super::*;

#[path = "../../tests/online/server.rs"]
mod server;

use server::{Answer, Server, ok, redirect, status};

const TSP: &str = "application/timestamp-reply";

/// May ask these servers, and waits long enough for a busy machine.
fn outside(servers: &[&Server]) -> Outside {
    within(servers, Duration::from_secs(60))
}

fn within(servers: &[&Server], timeout: Duration) -> Outside {
    let allowed = servers.iter().map(|server| server.host().parse().unwrap()).collect();
    Outside::new(Settings { allowed, timeout: Some(timeout) })
}

fn crl(outside: &Outside, url: &str) -> Result<Vec<u8>, &'static str> {
    outside.get(url, Wanted::Crl).map_err(|fault| fault.code())
}

#[test]
fn what_is_asked_for_comes_back() {
    let server = Server::saying("application/pkix-crl", b"0list".to_vec());
    assert_eq!(crl(&outside(&[&server]), &server.url("/a.crl")), Ok(b"0list".to_vec()));
    let request = &server.requests()[0];
    assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/a.crl"));
    let head = request.head.to_ascii_lowercase();
    assert!(!head.contains("cookie") && !head.contains("authorization") && !head.contains("gzip"), "{head}");
}

#[test]
fn a_request_of_a_protocol_carries_its_type_and_octets() {
    let server = Server::saying("application/ocsp-response", b"0answer".to_vec());
    let answer = outside(&[&server]).post(&server.url("/"), "application/ocsp-request", b"\x30\x00?", Wanted::Ocsp);
    assert_eq!(answer.unwrap(), b"0answer");
    let request = &server.requests()[0];
    assert_eq!((request.method.as_str(), request.body.as_slice()), ("POST", b"\x30\x00?".as_slice()));
    assert!(request.head.to_ascii_lowercase().contains("content-type: application/ocsp-request"));
}

#[test]
fn this_machine_is_not_asked_unless_it_was_allowed() {
    let server = Server::saying("application/pkix-crl", b"0secret".to_vec());
    let port = server.host().rsplit_once(':').unwrap().1.to_owned();
    let nobody = within(&[], Duration::from_secs(60));
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]"] {
        let answer = crl(&nobody, &format!("http://{host}:{port}/"));
        assert!(matches!(answer, Err("private-address" | "no-host")), "{host}: {answer:?}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_redirect_to_this_machine_or_a_neighbour_is_not_followed() {
    let secret = Server::saying("application/pkix-crl", b"0secret".to_vec());
    let targets =
        [secret.url("/"), "http://169.254.169.254/latest/meta-data/".to_owned(), "http://10.0.0.1/".to_owned()];
    for target in targets {
        let server = Server::new(move |_| redirect(302, &target));
        assert_eq!(crl(&outside(&[&server]), &server.url("/")), Err("private-address"));
    }
    for target in ["file:///etc/passwd", "ldap://127.0.0.1/", "http://me:word@example.org/", "gopher://x/"] {
        let server = Server::new(move |_| redirect(302, target));
        assert_eq!(crl(&outside(&[&server]), &server.url("/")), Err("url"), "{target}");
    }
    assert!(secret.requests().is_empty());
}

#[test]
fn a_redirect_to_a_service_that_may_be_asked_is_followed() {
    let there = Server::saying("application/pkix-crl", b"0moved".to_vec());
    let url = there.url("/new.crl");
    let here = Server::new(move |_| redirect(301, &url));
    assert_eq!(crl(&outside(&[&here, &there]), &here.url("/old.crl")), Ok(b"0moved".to_vec()));
}

#[test]
fn redirects_in_a_circle_end() {
    let server = Server::new(|request| redirect(302, if request.path == "/a" { "/b" } else { "/a" }));
    assert_eq!(crl(&outside(&[&server]), &server.url("/a")), Err("redirects"));
    let endless = Server::new(|request| redirect(307, &format!("{}x", request.path)));
    assert_eq!(crl(&outside(&[&endless]), &endless.url("/")), Err("redirects"));
    assert!(endless.requests().len() <= REDIRECTS.saturating_add(1));
}

#[test]
fn a_service_that_hangs_is_left_within_the_limit() {
    let server = Server::new(|_| Answer::Hang);
    let limit = Duration::from_millis(300);
    assert_eq!(crl(&within(&[&server], limit), &server.url("/")), Err("timeout"));
    let sentence = within(&[&server], limit).get(&server.url("/"), Wanted::Ocsp).unwrap_err().to_string();
    assert!(sentence.contains(&server.host()), "{sentence}");
}

#[test]
fn a_body_or_a_header_that_never_ends_is_left_within_the_limit() {
    let body = Server::new(|_| Answer::Drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".to_vec()));
    let head = Server::new(|_| Answer::Drip(b"HTTP/1.1 200 OK\r\nX: ".to_vec()));
    for server in [body, head] {
        assert_eq!(crl(&within(&[&server], Duration::from_millis(400)), &server.url("/")), Err("timeout"));
    }
}

#[test]
fn an_answer_larger_than_such_answers_are_is_stopped() {
    let announced =
        Server::new(|_| Answer::Flood(b"HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n".to_vec(), 200 << 20));
    let until_closed = Server::new(|_| Answer::Flood(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), 200 << 20));
    for server in [announced, until_closed] {
        assert_eq!(crl(&outside(&[&server]), &server.url("/")), Err("too-large"));
    }
    let header = Server::new(|_| Answer::Flood(b"HTTP/1.1 200 OK\r\nX: ".to_vec(), 200 << 20));
    assert_eq!(crl(&outside(&[&header]), &header.url("/")), Err("protocol"));
}

#[test]
fn an_answer_that_was_cut_short_is_none() {
    let server = Server::new(|_| Answer::Octets(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0half".to_vec()));
    assert_eq!(crl(&outside(&[&server]), &server.url("/")), Err("cut-short"));
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n0half\r\n".to_vec();
    let server = Server::new(move |_| Answer::Octets(chunked.clone()));
    assert_eq!(crl(&outside(&[&server]), &server.url("/")), Err("cut-short"));
}

#[test]
fn a_compressed_answer_is_not_unpacked() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00";
    let server = Server::new(|_| Answer::Octets(answer.to_vec()));
    assert_eq!(crl(&outside(&[&server]), &server.url("/")), Err("content"));
}

#[test]
fn a_web_page_is_no_answer_whatever_it_says_it_is() {
    for kind in ["text/html; charset=utf-8", "application/pkix-crl"] {
        let server = Server::saying(kind, b"\n<!DOCTYPE html><title>Log in</title>".to_vec());
        assert_eq!(crl(&outside(&[&server]), &server.url("/")), Err("content"));
    }
}

#[test]
fn an_error_of_the_service_is_named() {
    let server = Server::new(|_| status(503));
    assert_eq!(crl(&outside(&[&server]), &server.url("/")), Err("status"));
    let nonsense = Server::new(|_| Answer::Octets(b"SSH-2.0-OpenSSH\r\n".to_vec()));
    assert_eq!(crl(&outside(&[&nonsense]), &nonsense.url("/")), Err("protocol"));
}

#[test]
fn a_service_that_does_not_answer_is_left_alone_after_a_while() {
    let server = Server::new(|_| Answer::Hang);
    let outside = within(&[&server], Duration::from_millis(200));
    let codes: Vec<_> = (0..4).map(|_| crl(&outside, &server.url("/")).unwrap_err()).collect();
    assert_eq!(codes, ["timeout", "timeout", "silent", "silent"]);
    assert_eq!(server.requests().len(), 2);
}

#[derive(Debug)]
struct Wrong;

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the nonce is not ours")
    }
}

impl std::error::Error for Wrong {}

#[test]
fn the_next_authority_is_asked_when_one_gives_no_token() {
    let page = Server::saying("text/html", b"<html>".to_vec());
    let typed = Server::saying("application/octet-stream", b"0token".to_vec());
    let wrong = Server::saying(TSP, b"0wrong".to_vec());
    let right = Server::saying(TSP, b"0token".to_vec());
    let servers = [&page, &typed, &wrong, &right];
    let urls: Vec<_> = servers.iter().map(|server| server.url("/")).collect();
    let accept = |octets: &[u8]| if octets == b"0token" { Ok(octets.to_vec()) } else { Err(Wrong) };
    let outside = outside(&servers);
    assert_eq!(outside.timestamp(&urls, b"0request", accept).unwrap(), b"0token");
    assert!(servers.iter().all(|server| server.requests().len() == 1));
    let none = outside.timestamp(&urls[..3], b"0request", accept).unwrap_err();
    let codes: Vec<_> = none.faults.iter().map(Fault::code).collect();
    assert_eq!(codes, ["content", "content", "useless"]);
    assert!(none.faults[2].to_string().contains("the nonce is not ours"), "{}", none.faults[2]);
}

#[test]
fn an_authority_that_is_busy_is_asked_once_more() {
    let busy = Server::new(|_| status(503));
    let outside = outside(&[&busy]);
    let accept = |octets: &[u8]| Ok::<_, Wrong>(octets.to_vec());
    let none = outside.timestamp(&[busy.url("/")], b"0request", accept).unwrap_err();
    assert_eq!(none.faults.len(), 1);
    assert_eq!(busy.requests().len(), 2);
}

#[test]
fn few_requests_are_under_way_at_once() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NOW: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let server = Server::new(|_| {
        MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst).saturating_add(1), Ordering::SeqCst);
        std::thread::yield_now();
        NOW.fetch_sub(1, Ordering::SeqCst);
        ok("application/pkix-crl", b"0")
    });
    let outside = outside(&[&server]);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| crl(&outside, &server.url("/")).unwrap());
        }
    });
    assert!(MOST.load(Ordering::SeqCst) <= AT_ONCE);
    assert_eq!(server.requests().len(), 16);
}
