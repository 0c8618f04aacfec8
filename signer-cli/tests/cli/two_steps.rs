//! `signer prepare` and `signer complete`, with OpenSSL as the key that is elsewhere.

use std::process::Command;

use crate::desk::{Desk, Run};

const PREPARE: [&str; 10] = [
    "prepare",
    "document.pdf",
    "--as",
    "personal",
    "--cert",
    "person.pem",
    "--state",
    "state.json",
    "--to-be-signed",
    "octets",
];
const COMPLETE: [&str; 7] = ["complete", "--state", "state.json", "--signature", "signature", "-o", "signed.pdf"];

/// Signs the octets as somebody else's program does; false where there is none.
fn openssl_signs(desk: &Desk, key: &str) -> bool {
    let made = Command::new("openssl")
        .current_dir(desk.folder())
        .args(["dgst", "-sha256", "-sign", key, "-out", "signature", "octets"])
        .status();
    match made {
        Ok(status) => status.success(),
        Err(_) => {
            test_vectors::say(format_args!("skipped: openssl is not installed"));
            false
        }
    }
}

fn prepared() -> Desk {
    let desk = Desk::new();
    let run = desk.run(PREPARE);
    assert_eq!(run.status, 0, "{}", run.stderr);
    desk
}

fn complete(desk: &Desk) -> Run {
    desk.run(COMPLETE)
}

#[test]
fn a_signature_made_elsewhere_completes_the_document() {
    let desk = prepared();
    if !openssl_signs(&desk, "person.key") {
        return;
    }
    let run = complete(&desk);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let run = desk.run(["verify", "signed.pdf", "--trust", "root.pem"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
}

#[test]
fn the_signature_may_come_as_text() {
    let desk = prepared();
    if !openssl_signs(&desk, "person.key") {
        return;
    }
    let hexadecimal: Vec<_> = desk.read("signature").iter().map(|octet| format!("{octet:02X}")).collect();
    desk.put("signature", hexadecimal.join(":"));
    assert_eq!(complete(&desk).status, 0);
}

#[test]
fn the_digest_shown_is_that_of_the_octets() {
    let desk = Desk::new();
    let run = desk.run(PREPARE);
    let digest = signer_core::crypto::digest(signer_core::algorithm::Digest::Sha256, &desk.read("octets"));
    let digest: String = digest.iter().map(|octet| format!("{octet:02x}")).collect();
    assert!(run.stdout.contains(&digest), "{}", run.stdout);
}

#[test]
fn a_document_changed_meanwhile_is_refused() {
    let desk = prepared();
    if !openssl_signs(&desk, "person.key") {
        return;
    }
    let mut octets = desk.read("document.pdf");
    let place = octets.len() / 2;
    octets[place] ^= 1;
    desk.put("document.pdf", octets);
    let run = complete(&desk);
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("not the one that was prepared"), "{}", run.stderr);
    assert!(!desk.path("signed.pdf").exists());
}

#[test]
fn a_foreign_signature_is_refused() {
    let desk = prepared();
    if !openssl_signs(&desk, "office.key") {
        return;
    }
    let run = complete(&desk);
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("was not made by the key of"), "{}", run.stderr);
    assert!(!desk.path("signed.pdf").exists());
}

#[test]
fn a_changed_state_file_is_refused() {
    let desk = prepared();
    if !openssl_signs(&desk, "person.key") {
        return;
    }
    let state = String::from_utf8(desk.read("state.json")).unwrap();
    desk.put("state.json", state.replacen("\"version\": 1", "\"version\": 9", 1));
    let run = complete(&desk);
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("version 9"), "{}", run.stderr);
    desk.put("state.json", "{}");
    assert_eq!(complete(&desk).status, 4);
}

#[test]
fn a_document_that_moved_is_found_where_the_command_line_says() {
    let desk = prepared();
    if !openssl_signs(&desk, "person.key") {
        return;
    }
    std::fs::rename(desk.path("document.pdf"), desk.path("moved.pdf")).unwrap();
    assert_eq!(complete(&desk).status, 4);
    let moved: Vec<_> = COMPLETE.into_iter().chain(["--input", "moved.pdf"]).collect();
    assert_eq!(desk.run(moved).status, 0);
}
