//! `signer sign`: where results go, and what is never touched.

use std::fs;

use test_vectors::pki::{Hierarchy, Leaf};

use crate::desk::{Desk, STRANGER};

const PERSON: [&str; 6] = ["--as", "personal", "--key", "person.key", "--cert", "person.pem"];
const OFFICE: [&str; 6] = ["--as", "organisation", "--key", "office.key", "--cert", "office.pem"];

fn sign<'a>(inputs: &[&'a str], who: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [&["sign"], inputs, who, more].concat()
}

#[test]
fn the_result_stands_beside_the_input_which_stays_as_it_is() {
    let desk = Desk::new();
    let before = desk.read("document.pdf");
    let run = desk.run(sign(&["document.pdf"], &PERSON, &[]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains("document.signed.pdf") && run.stdout.contains("Nguyễn Văn An"), "{}", run.stdout);
    assert_eq!(desk.read("document.pdf"), before);
    assert!(desk.read("document.signed.pdf").starts_with(&before), "only appended");
}

#[test]
fn both_sign_in_order_and_the_document_is_complete() {
    let desk = Desk::with_signed();
    let run = desk.run(["verify", "signed.pdf", "--trust", "root.pem", "--require", "complete"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
    assert!(run.stdout.starts_with("PASSED"), "{}", run.stdout);
}

#[test]
fn the_organisation_does_not_sign_before_the_competent_person() {
    let desk = Desk::new();
    let run = desk.run(sign(&["document.pdf"], &OFFICE, &["-o", "out.pdf"]));
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("article 32") && !desk.path("out.pdf").exists(), "{}", run.stderr);
    let reason = ["--without-personal", "a certified copy", "-o", "out.pdf"];
    assert_eq!(desk.run(sign(&["document.pdf"], &OFFICE, &reason)).status, 0);
}

#[test]
fn an_existing_output_is_kept_unless_forced() {
    let desk = Desk::new();
    desk.put("out.pdf", "precious");
    let run = desk.run(sign(&["document.pdf"], &PERSON, &["-o", "out.pdf"]));
    assert_eq!(run.status, 4);
    assert_eq!(desk.read("out.pdf"), b"precious");
    assert!(run.stderr.contains("--force"), "{}", run.stderr);
    assert_eq!(desk.run(sign(&["document.pdf"], &PERSON, &["-o", "out.pdf", "--force"])).status, 0);
    assert!(desk.read("out.pdf").starts_with(b"%PDF-"));
}

#[test]
fn an_input_is_changed_in_place_only() {
    let desk = Desk::new();
    let before = desk.read("document.pdf");
    let forced = desk.run(sign(&["document.pdf"], &PERSON, &["-o", "document.pdf", "--force"]));
    assert_eq!(forced.status, 4);
    assert_eq!(desk.read("document.pdf"), before);
    assert_eq!(desk.run(sign(&["document.pdf"], &PERSON, &["--in-place"])).status, 0);
    assert!(desk.read("document.pdf").len() > before.len());
}

#[cfg(unix)]
#[test]
fn an_output_that_links_to_an_input_is_refused() {
    let desk = Desk::new();
    let before = desk.read("document.pdf");
    std::os::unix::fs::symlink(desk.path("document.pdf"), desk.path("soft.pdf")).unwrap();
    fs::hard_link(desk.path("document.pdf"), desk.path("hard.pdf")).unwrap();
    for link in ["soft.pdf", "hard.pdf"] {
        let run = desk.run(sign(&["document.pdf"], &PERSON, &["-o", link, "--force"]));
        assert_eq!(run.status, 4, "{link}");
        assert!(run.stderr.contains("is an input"), "{}", run.stderr);
    }
    assert_eq!(desk.read("document.pdf"), before);
}

#[test]
fn one_input_that_fails_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.put("second.pdf", desk.read("document.pdf"));
    desk.put("broken.pdf", "%PDF-1.7 and nothing more");
    let run =
        desk.run(sign(&["document.pdf", "broken.pdf", "absent.pdf", "second.pdf"], &PERSON, &["--out-dir", "out"]));
    assert_eq!(run.status, 4);
    assert!(desk.path("out/document.pdf").exists() && desk.path("out/second.pdf").exists());
    assert!(!desk.path("out/broken.pdf").exists());
    assert!(run.stderr.contains("broken.pdf") && run.stderr.contains("absent.pdf"), "{}", run.stderr);
    assert!(run.stderr.contains("2 signed, 2 not signed"), "{}", run.stderr);
}

#[test]
fn two_inputs_of_one_name_do_not_overwrite_each_other() {
    let desk = Desk::new();
    desk.put("a/letter.pdf", desk.read("document.pdf"));
    desk.put("b/letter.pdf", desk.read("document.pdf"));
    let run = desk.run(sign(&["a/letter.pdf", "b/letter.pdf"], &PERSON, &["--out-dir", "out", "--force"]));
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(!desk.path("out/letter.pdf").exists());
}

#[test]
fn one_output_for_many_inputs_is_a_mistake() {
    let desk = Desk::new();
    let run = desk.run(sign(&["document.pdf", "root.pem"], &PERSON, &["-o", "out.pdf"]));
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("--out-dir"), "{}", run.stderr);
}

#[test]
fn any_file_is_signed_beside_it() {
    let desk = Desk::new();
    desk.put("data.csv", "a;b\n");
    let plain = ["--as", "plain", "--key", "person.key", "--cert", "person.pem"];
    assert_eq!(desk.run(sign(&["data.csv"], &plain, &[])).status, 0);
    let verify = ["verify", "data.csv.p7s", "--trust", "root.pem"];
    let run = desk.run(verify);
    assert_eq!(run.status, 0, "{}", run.stdout);
    desk.put("data.csv", "a;c\n");
    assert_eq!(desk.run(verify).status, 1);
}

#[test]
fn a_file_that_is_no_pdf_document_is_not_signed_as_one() {
    let desk = Desk::new();
    desk.put("data.csv", "a;b\n");
    let run = desk.run(sign(&["data.csv"], &PERSON, &[]));
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("--as plain"), "{}", run.stderr);
}

#[test]
fn a_level_without_an_authority_says_how_to_name_one() {
    let desk = Desk::new();
    for level in ["b-t", "b-lt", "b-lta"] {
        let run = desk.run(sign(&["document.pdf"], &PERSON, &["--level", level]));
        assert_eq!(run.status, 2, "{level}: {}", run.stderr);
        assert!(run.stderr.contains("--tsa URL"), "{level}: {}", run.stderr);
    }
    assert!(!desk.path("document.signed.pdf").exists());
}

#[test]
fn what_was_not_checked_before_signing_is_warned_of_and_written_down() {
    let desk = Desk::new();
    let run = desk.run(sign(&["document.pdf"], &PERSON, &["--trust", "root.pem", "--journal", "journal.csv"]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("could not be checked before signing"), "{}", run.stderr);
    let text = String::from_utf8(desk.read("journal.csv")).unwrap();
    let line = text.lines().nth(1).unwrap();
    assert!(line.contains("signed,") && line.contains(",b-b,") && line.contains("document.signed.pdf"), "{text}");
    assert!(!line.contains(",yes,"), "the certificate was not checked: {text}");
}

#[test]
fn a_detached_signature_has_no_level_beyond_the_first() {
    let desk = Desk::new();
    desk.put("data.csv", "a;b\n");
    let run = desk.run(sign(
        &["data.csv"],
        &["--as", "plain", "--key", "person.key", "--cert", "person.pem"],
        &["--level", "b-t", "--tsa", "http://127.0.0.1:9"],
    ));
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("detached"), "{}", run.stderr);
}

#[test]
fn a_key_that_does_not_belong_to_the_certificate_is_refused() {
    let desk = Desk::new();
    let who = ["--as", "personal", "--key", "office.key", "--cert", "person.pem"];
    let run = desk.run(sign(&["document.pdf"], &who, &[]));
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("belongs to the private key"), "{}", run.stderr);
}

#[test]
fn an_expired_certificate_does_not_sign() {
    let desk = Desk::new();
    let old = Hierarchy::new().issuer.identity(&Leaf::personal(STRANGER).expired());
    desk.identity("old", &old);
    let who = ["--as", "personal", "--key", "old.key", "--cert", "old.pem"];
    let run = desk.run(sign(&["document.pdf"], &who, &[]));
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("expired on 2026-01-01"), "{}", run.stderr);
    assert!(!desk.path("document.signed.pdf").exists());
}

#[test]
fn a_document_certified_against_change_says_so() {
    let desk = Desk::new();
    assert_eq!(desk.run(sign(&["document.pdf"], &PERSON, &["--certify", "1", "-o", "certified.pdf"])).status, 0);
    let run = desk.run(sign(&["certified.pdf"], &OFFICE, &["-o", "out.pdf"]));
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("certified by"), "{}", run.stderr);
    assert!(!desk.path("out.pdf").exists());
}

#[test]
fn words_and_fields_of_the_signature_are_those_asked_for() {
    let desk = Desk::new();
    let more = ["--field", "Lãnh đạo", "--reason", "Phê duyệt", "--location", "Hà Nội", "--subfilter", "pkcs7"];
    assert_eq!(desk.run(sign(&["document.pdf"], &PERSON, &more)).status, 0);
    let run = desk.run(["inspect", "document.signed.pdf", "--format", "json"]);
    let facts: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let signature = &facts["pdf"]["signatures"][0];
    assert_eq!(signature["field"], "Lãnh đạo");
    assert_eq!(signature["reason"], "Phê duyệt");
    assert_eq!(signature["location"], "Hà Nội");
    assert_eq!(signature["sub_filter"], "adbe.pkcs7.detached");
}

#[test]
fn an_encrypted_key_is_opened_by_each_source_and_tried_once() {
    let desk = Desk::new();
    assert_eq!(desk.run(["demo", "demo"]).status, 0);
    let key = ["--as", "personal", "--pkcs12", "demo/person.p12", "--force"];
    assert_eq!(desk.run(sign(&["document.pdf"], &key, &["--pin-file", "demo/password.txt"])).status, 0);
    let mut by_variable = desk.command();
    by_variable.env("PIN", "demo").args(sign(&["document.pdf"], &key, &["--pin-env", "PIN"]));
    by_variable.assert().success();
    let mut by_descriptor = desk.command();
    by_descriptor.write_stdin("demo\n").args(sign(&["document.pdf"], &key, &["--pin-fd", "0"]));
    by_descriptor.assert().success();
    desk.put("wrong", "no\n");
    let run = desk.run(sign(&["document.pdf"], &key, &["--pin-file", "wrong"]));
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("the password is wrong") && run.stderr.contains("tried once"), "{}", run.stderr);
}

#[test]
fn without_a_terminal_nothing_waits_for_a_password() {
    let desk = Desk::new();
    assert_eq!(desk.run(["demo", "demo"]).status, 0);
    let run = desk.run(sign(&["document.pdf"], &["--as", "personal", "--pkcs12", "demo/person.p12"], &[]));
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("--pin-file"), "{}", run.stderr);
}
