//! What the signer is told of a document before it is signed.

use test_vectors::hazards;

use crate::desk::Desk;

const PERSON: [&str; 6] = ["--as", "personal", "--key", "person.key", "--cert", "person.pem"];

fn desk(name: &str) -> Desk {
    let desk = Desk::new();
    desk.put("document.pdf", hazards::document(name));
    desk
}

#[test]
fn a_hazard_is_named_with_its_place_and_the_document_is_signed() {
    let run = desk("javascript").run([&["sign", "document.pdf"], &PERSON[..]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let said = "`document.pdf`: object 10 0: a program (JavaScript)";
    assert!(run.stderr.contains(said) && run.stderr.contains("hazard.javascript"), "{}", run.stderr);
}

#[test]
fn a_clerk_reads_it_in_vietnamese() {
    let desk = desk("covers-text");
    let run = desk.run_in_vietnamese(&[&["sign", "document.pdf"], &PERSON[..]].concat());
    assert!(run.stderr.contains("trang 1, đối tượng 10 0: ô biểu mẫu hoặc chú thích nằm đè lên chữ"), "{}", run.stderr);
}

#[test]
fn strict_signs_nothing_that_has_a_hazard_and_writes_nothing() {
    let desk = desk("hidden-layer");
    let run = desk.run([&["sign", "document.pdf", "--strict"], &PERSON[..]].concat());
    assert_eq!(run.status, 4, "{}", run.stderr);
    assert!(run.stderr.contains("hazard.hidden-layer") && run.stderr.contains("[Draft]"), "{}", run.stderr);
    assert!(!desk.path("document.signed.pdf").exists());
}

#[test]
fn strict_does_not_hinder_what_is_clean_or_only_worth_knowing() {
    let desk = desk("uri");
    desk.put("clean.pdf", hazards::clean());
    for name in ["document.pdf", "clean.pdf"] {
        let run = desk.run([&["sign", name, "--strict"], &PERSON[..]].concat());
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(!run.stderr.contains("hazard."), "{}", run.stderr);
    }
}

#[test]
fn strict_holds_for_signatures_in_two_steps_too() {
    let desk = desk("unreferenced");
    let arguments =
        ["prepare", "document.pdf", "--as", "personal", "--cert", "person.pem", "--state", "state", "--strict"];
    let run = desk.run(arguments);
    assert_eq!(run.status, 4, "{}", run.stderr);
    assert!(run.stderr.contains("hazard.unreferenced"), "{}", run.stderr);
    assert!(!desk.path("state").exists());
}

#[test]
fn one_document_with_a_hazard_does_not_keep_the_others_from_being_signed() {
    let desk = desk("launch");
    desk.put("clean.pdf", hazards::clean());
    let run = desk.run([&["sign", "document.pdf", "clean.pdf", "--strict"], &PERSON[..]].concat());
    assert_eq!(run.status, 4, "{}", run.stderr);
    assert!(desk.path("clean.signed.pdf").exists() && !desk.path("document.signed.pdf").exists());
}

#[test]
fn inspect_lists_hazards_for_people_and_for_programs() {
    let desk = desk("embedded-file");
    let run = desk.run(["inspect", "document.pdf"]);
    assert!(run.stdout.contains("object 10 0: a file is embedded in the document [a.txt]"), "{}", run.stdout);
    let run = desk.run(["inspect", "document.pdf", "--format", "json"]);
    let facts: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let hazard = &facts["pdf"]["hazards"][0];
    assert_eq!((&hazard["code"], &hazard["severity"]), (&"hazard.embedded-file".into(), &"warning".into()));
    assert_eq!((&hazard["object"], &hazard["detail"]), (&"10 0".into(), &"a.txt".into()));
}

#[test]
fn a_code_can_be_explained() {
    let run = Desk::new().run(["explain", "hazard.superseded"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains("earlier content is still in the file"), "{}", run.stdout);
}
