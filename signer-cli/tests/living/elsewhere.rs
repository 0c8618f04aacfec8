//! Levels of signatures by a key that is elsewhere, and what is said of the evidence in a document.

use std::process::Command;

use crate::judged::openssl_is_there;
use crate::world::{By, Run, World};

/// Prepares, lets OpenSSL sign, completes.
fn completed(world: &World, prepare: &[&str], complete: &[&str]) -> Run {
    let first = ["prepare", "document.pdf", "--as", "personal", "--cert", "person.pem", "--state", "state.json"];
    let first = first.iter().chain(&["--to-be-signed", "octets", "--force"]).chain(prepare);
    let run = world.run(first.map(|one| (*one).to_owned()).chain(world.network("/tsa")));
    assert_eq!(run.status, 0, "{}", run.stderr);
    let arguments = ["dgst", "-sha256", "-sign", "person.key", "-out", "signature", "octets"];
    assert!(Command::new("openssl").current_dir(world.folder()).args(arguments).status().unwrap().success());
    let second = ["complete", "--state", "state.json", "--signature", "signature", "-o", "signed.pdf", "--force"];
    world.run(second.iter().chain(complete).map(|one| (*one).to_owned()).chain(world.network("/tsa")))
}

/// What is said of the only signature.
fn judged(world: &World, document: &str) -> serde_json::Value {
    let arguments = ["verify", document, "--trust", "root.pem", "--intermediates", "stamping.pem", "--format", "json"];
    let run = world.run(arguments);
    let reports: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    reports[0]["signatures"][0].clone()
}

fn has(world: &World, document: &str, text: &str) -> bool {
    let octets = std::fs::read(world.path(document)).unwrap();
    octets.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_signature_made_elsewhere_reaches_the_level_that_was_prepared() {
    if !openssl_is_there() {
        return;
    }
    let world = World::new(By::Own);
    for (level, lasts) in [("b-t", "b-t"), ("b-lt", "b-lt"), ("b-lta", "b-lta")] {
        let run = completed(&world, &["--level", level], &[]);
        assert_eq!(run.status, 0, "{level}: {}", run.stderr);
        let signature = judged(&world, "signed.pdf");
        assert_eq!(signature["indication"], "TOTAL-PASSED", "{level}: {signature}");
        assert_eq!(signature["level"].as_str().unwrap().to_lowercase(), lasts, "{signature}");
        assert!(!has(&world, "signed.pdf", "/VRI"));
    }
}

#[test]
fn what_belongs_to_which_signature_is_said_where_it_is_asked_for() {
    if !openssl_is_there() {
        return;
    }
    let world = World::new(By::Own);
    let run = completed(&world, &["--level", "b-lt"], &["--vri"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    // ISO 32000-2, 12.8.4.3: the key is the SHA-1 of `/Contents`.
    let octets = std::fs::read(world.path("signed.pdf")).unwrap();
    let at = octets.windows(11).position(|window| window == b"/Contents <").unwrap();
    let start = at + octets[at..].iter().position(|octet| *octet == b'<').unwrap() + 1;
    let end = start + octets[start..].iter().position(|octet| *octet == b'>').unwrap();
    let contents = hex::decode(&octets[start..end]).unwrap();
    let key = hex::encode_upper(signer_core::crypto::digest(signer_core::algorithm::Digest::Sha1, &contents));
    assert!(has(&world, "signed.pdf", "/VRI") && has(&world, "signed.pdf", &key));
    world.signs("b-t", "b-t.pdf");
    let own = ["extend", "b-t.pdf", "--level", "b-lt", "--vri", "-o", "b-lt.pdf"].map(str::to_owned);
    let run = world.run(own.into_iter().chain(world.network("/tsa")));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(has(&world, "b-lt.pdf", "/VRI"));
}

#[test]
fn a_time_stamp_over_the_content_is_signed_with_it() {
    let world = World::new(By::Own);
    let own = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
    let stamped = |level: &'static str, output: &'static str| {
        let more = ["--content-timestamp", "--level", level, "-o", output];
        own.into_iter().chain(more).map(str::to_owned).chain(world.network("/tsa"))
    };
    for (level, output, expected) in
        [("b-b", "b-b.pdf", &["content"][..]), ("b-lta", "b-lta.pdf", &["content", "document", "signature"])]
    {
        let run = world.run(stamped(level, output));
        assert_eq!(run.status, 0, "{level}: {}", run.stderr);
        let signature = judged(&world, output);
        assert_eq!(signature["indication"], "TOTAL-PASSED", "{signature}");
        let stamps = signature["timestamps"].as_array().unwrap();
        let mut kinds: Vec<_> = stamps.iter().map(|stamp| stamp["type"].as_str().unwrap()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, expected, "{signature}");
    }
    let run = world.run(own.into_iter().chain(["--content-timestamp", "-o", "none.pdf"]));
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("no time-stamping authority is named"), "{}", run.stderr);
}

#[test]
fn a_time_stamp_over_the_content_waits_with_what_is_prepared() {
    if !openssl_is_there() {
        return;
    }
    let world = World::new(By::Own);
    let run = completed(&world, &["--content-timestamp"], &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let signature = judged(&world, "signed.pdf");
    assert_eq!(signature["timestamps"][0]["type"], "content", "{signature}");
    assert_eq!(signature["indication"], "TOTAL-PASSED", "{signature}");
    // A state whose time-stamp is another one is refused.
    let state = std::fs::read_to_string(world.path("state.json")).unwrap();
    let mut state: serde_json::Value = serde_json::from_str(&state).unwrap();
    let other = test_vectors::timestamp::token(&world.stamper, b"something else", world.now);
    state["content_timestamp"] = hex::encode(other).into();
    world.put("state.json", state.to_string());
    let run = world.run(["complete", "--state", "state.json", "--signature", "signature", "-o", "other.pdf"]);
    assert_eq!(run.status, 4, "{}", run.stderr);
    assert!(run.stderr.contains("changed or damaged"), "{}", run.stderr);
}
