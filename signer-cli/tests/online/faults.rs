//! Services that fail, hang or lie: nothing hangs over its limit, nothing wrong is kept, and each is named.

use std::time::{Duration, Instant};

use test_vectors::keys::Key;
use test_vectors::pki::Authority;
use test_vectors::status::{Answer as Status, crl, ocsp_answer_to, ocsp_response};

use crate::scene::{Scene, faults, now};
use crate::server::{Answer, Server, ok, redirect};

/// Far above what the limits allow, far below a hang: the machine may be busy.
const BUSY: Duration = Duration::from_secs(60);

/// Verifies, and gives the report and the faults.
fn judged(scene: &Scene, more: &[&str]) -> (serde_json::Value, Vec<String>) {
    let report = scene.report(more);
    let faults = faults(&report);
    let named = report["findings"].to_string().contains(&scene.server.host());
    assert!(faults.is_empty() || named, "the service is named: {report}");
    assert_eq!(scene.kept(), 0, "nothing wrong is kept: {report}");
    (report, faults)
}

fn nothing_is_known(report: &serde_json::Value) {
    let used = report["signatures"][0]["revocation"].to_string();
    assert!(!used.contains("\"good\""), "{report}");
    assert!(report["findings"].to_string().contains("revocation.not-checked"), "{report}");
}

#[test]
fn a_responder_that_hangs_is_left_within_the_limit() {
    let scene = Scene::new();
    scene.page("/ocsp", |_| Answer::Hang);
    scene.page("/issuer.crl", |_| Answer::Drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n0".to_vec()));
    let since = Instant::now();
    let (report, faults) = judged(&scene, &["--timeout", "1"]);
    assert!(since.elapsed() < BUSY);
    assert_eq!(faults, ["outside.timeout"], "{report}");
    nothing_is_known(&report);
}

#[test]
fn a_responder_that_lies_is_not_believed() {
    let scene = Scene::new();
    // Its key is not the issuer's, its name is.
    let liar = Authority::root("Online Issuing CA", Key::Rsa2048Second).identity_of_itself();
    let (person, issuer) = (scene.person.clone(), scene.issuer.clone());
    scene.page("/ocsp", move |request| {
        let answer = Status::good(person.certificate(), issuer.certificate(), now() - 60);
        ok("application/ocsp-response", &ocsp_answer_to(&request.body, &liar, &answer))
    });
    let (report, faults) = judged(&scene, &[]);
    assert!(faults.contains(&"outside.useless".to_owned()), "{report}");
    nothing_is_known(&report);
}

#[test]
fn an_answer_to_another_request_is_not_believed() {
    let scene = Scene::new();
    let (person, issuer) = (scene.person.clone(), scene.issuer.clone());
    scene.page("/ocsp", move |_| {
        let answer = Status::good(person.certificate(), issuer.certificate(), now() - 60);
        // The nonce is somebody else's.
        let extension = [0x30, 0x0f, 0x06, 9, 0x2b, 6, 1, 5, 5, 7, 48, 1, 2, 4, 2, 4, 0];
        let list = [&[0xa2, 0x13, 0x30, 0x11][..], &extension].concat();
        let inner = [&[0x30, 2, 0x30, 0][..], &list].concat();
        let tbs = [&[0x30, u8::try_from(inner.len()).unwrap()][..], &inner].concat();
        let request = [&[0x30, u8::try_from(tbs.len()).unwrap()][..], &tbs].concat();
        ok("application/ocsp-response", &ocsp_answer_to(&request, &issuer, &answer))
    });
    let (report, faults) = judged(&scene, &[]);
    assert!(faults.contains(&"outside.useless".to_owned()), "{report}");
    nothing_is_known(&report);
}

#[test]
fn a_responder_that_redirects_in_circles_is_left() {
    let scene = Scene::new();
    scene.page("/ocsp", |_| redirect(307, "/other"));
    scene.page("/other", |_| redirect(307, "/ocsp"));
    let (report, faults) = judged(&scene, &[]);
    assert!(faults.contains(&"outside.redirects".to_owned()), "{report}");
    assert!(scene.server.requests().len() < 10);
}

#[test]
fn a_responder_that_redirects_to_a_neighbour_is_not_followed() {
    let scene = Scene::new();
    let secret = Server::saying("application/ocsp-response", b"0".to_vec());
    let url = secret.url("/");
    scene.page("/ocsp", move |_| redirect(307, &url));
    scene.page("/issuer.crl", |_| redirect(302, "http://169.254.169.254/latest/meta-data/"));
    let (report, faults) = judged(&scene, &[]);
    assert_eq!(faults, ["outside.private-address", "outside.private-address"], "{report}");
    assert!(secret.requests().is_empty());
}

#[test]
fn a_list_that_was_cut_short_is_none() {
    let scene = Scene::new();
    let list = scene.list();
    let half = list[..list.len() / 2].to_vec();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", list.len());
    let cut = [head.as_bytes(), &half].concat();
    scene.page("/issuer.crl", move |_| Answer::Octets(cut.clone()));
    let (report, faults) = judged(&scene, &[]);
    assert!(faults.contains(&"outside.cut-short".to_owned()), "{report}");
    nothing_is_known(&report);
    // The same where the server says nothing of the length: no list, whatever the protocol says.
    scene.page("/issuer.crl", move |_| ok("application/pkix-crl", &half));
    let (report, faults) = judged(&scene, &[]);
    assert!(faults.contains(&"outside.useless".to_owned()), "{report}");
    nothing_is_known(&report);
}

#[test]
fn a_list_of_somebody_else_is_neither_believed_nor_kept() {
    let scene = Scene::new();
    let liar = Authority::root("Online Issuing CA", Key::Rsa2048Second).identity_of_itself();
    let list = crl(&liar, (now() - 60, now() + 3_600), &[]);
    scene.file("/issuer.crl", list);
    let (report, faults) = judged(&scene, &[]);
    assert!(faults.contains(&"outside.useless".to_owned()), "{report}");
    nothing_is_known(&report);
}

#[test]
fn a_flood_is_stopped() {
    let scene = Scene::new();
    scene.page("/ocsp", |_| Answer::Flood(b"HTTP/1.1 200 OK\r\n\r\n0".to_vec(), 200 << 20));
    scene.page("/issuer.crl", |_| {
        Answer::Flood(b"HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n0".to_vec(), 200 << 20)
    });
    let (report, faults) = judged(&scene, &[]);
    assert_eq!(faults, ["outside.too-large", "outside.too-large"], "{report}");
}

#[test]
fn a_web_page_in_place_of_an_answer_is_named_in_both_languages() {
    let scene = Scene::new();
    scene.page("/ocsp", |_| ok("text/html", b"<html>Please log in</html>"));
    let (report, faults) = judged(&scene, &[]);
    assert!(faults.contains(&"outside.content".to_owned()), "{report}");
    let host = scene.server.host();
    let english = scene.verify(&[]).stdout;
    assert!(english.contains("it answered with a web page") && english.contains(&host), "{english}");
    let vietnamese = scene.verify(&["--lang", "vi"]).stdout;
    assert!(vietnamese.contains(&format!("{host}: gửi thứ khác")), "{vietnamese}");
}

#[test]
fn a_responder_that_refuses_a_nonce_is_asked_without() {
    let scene = Scene::new();
    let (person, issuer) = (scene.person.clone(), scene.issuer.clone());
    scene.page("/ocsp", move |request| {
        let at = now() - 60;
        let answer =
            Status { next_update: Some(at + 3_600), ..Status::good(person.certificate(), issuer.certificate(), at) };
        let nonce = [0x06, 9, 0x2b, 6, 1, 5, 5, 7, 48, 1, 2];
        let malformed_request = [0x30, 3, 0x0a, 1, 1].to_vec();
        let with_nonce = request.body.windows(nonce.len()).any(|window| window == nonce);
        let answer = if with_nonce { malformed_request } else { ocsp_response(&issuer, &answer) };
        ok("application/ocsp-response", &answer)
    });
    let report = scene.report(&[]);
    assert_eq!(report["signatures"][0]["revocation"][0]["status"], "good", "{report}");
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_costs_the_cache_and_no_verdict() {
    let scene = Scene::new();
    scene.responder();
    let host = scene.server.host();
    // Every write to a file fails, as on a full disk; pipes are none.
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    let mut command = assert_cmd::Command::new("sh");
    command.current_dir(scene.path("")).env_clear().env("HOME", scene.path("home"));
    command.args(["-c", script]).arg(assert_cmd::cargo::cargo_bin("signer"));
    command.args(["verify", "signed.pdf", "--trust", "root.pem", "--intermediates", "chain.pem"]);
    let output = command.args(["--online", "--allow-host", &host]).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(stdout.contains("(trusted)"), "{stdout}{stderr}");
    assert!(stderr.contains("could not be kept") && stderr.contains("online"), "{stderr}");
    assert_eq!(scene.kept(), 0);
}

#[test]
fn a_cache_that_cannot_be_made_costs_no_verdict() {
    let scene = Scene::new();
    scene.responder();
    let run = scene.verify(&["--cache", "root.pem/below"]);
    assert!(run.stderr.contains("could not be kept"), "{}", run.stderr);
    assert!(run.stdout.contains("(trusted)"), "{}", run.stdout);
}
