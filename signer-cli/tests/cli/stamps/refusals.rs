//! What is not signed, and what is said instead.

use super::{NAME, desk, sign, signed};

#[test]
fn a_name_that_is_not_on_the_page_is_not_guessed() {
    let Some(desk) = desk() else { return };
    let more = ["--image", "signature.png", "--signer-name", "Trần Thị Bình"];
    let run = sign(&desk, "person", "personal", "decision.pdf", "1.pdf", &more);
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("Trần Thị Bình") && run.stderr.contains("--rect"), "{}", run.stderr);
    assert!(!desk.path("1.pdf").exists());
}

#[test]
fn text_is_not_covered_unless_the_signer_says_so() {
    let Some(desk) = desk() else { return };
    let place = ["--image", "signature.png", "--page", "2", "--rect", "360,300,120,60"];
    let run = sign(&desk, "person", "personal", "decision.pdf", "1.pdf", &place);
    assert_eq!(run.status, 4, "{}", run.stdout);
    assert!(run.stderr.contains(NAME) && run.stderr.contains("--allow-overlap"), "{}", run.stderr);
    let allowed = [&place[..], &["--allow-overlap"]].concat();
    let run = sign(&desk, "person", "personal", "decision.pdf", "1.pdf", &allowed);
    assert!(run.status == 0 && run.stderr.contains(NAME), "{}", run.stderr);
}

#[test]
fn nobody_signs_twice_in_one_role_unless_asked() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let run = sign(&desk, "person", "personal", "1.pdf", "2.pdf", &[]);
    assert!(run.status == 4 && run.stderr.contains("--again"), "{}", run.stderr);
    signed(&desk, "person", "personal", "1.pdf", "2.pdf", &["--again"]);
}

#[test]
fn the_rules_come_before_the_password() {
    let Some(desk) = desk() else { return };
    // There is no such key: nobody asked for it.
    let key = ["--key", "none.key", "--cert", "none.pem", "-o", "1.pdf"];
    let run = desk.run([&["sign", "decision.pdf", "--as", "organisation"], &key[..]].concat());
    assert!(run.status == 4 && run.stderr.contains("article 32") && !run.stderr.contains("none.key"), "{}", run.stderr);
}

#[test]
fn why_the_organisation_signs_alone_stands_in_the_signature() {
    let Some(desk) = desk() else { return };
    let more = ["--without-personal-signature", "certified copy"];
    signed(&desk, "office", "organisation", "decision.pdf", "1.pdf", &more);
    let run = desk.run(["inspect", "1.pdf"]);
    assert!(run.stdout.contains("certified copy"), "{}", run.stdout);
}

#[test]
fn an_attachment_is_in_a_file_of_its_own() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let run = sign(&desk, "office", "attachment", "1.pdf", "2.pdf", &["--number", "12/QĐ-UBND"]);
    assert!(run.status == 4 && run.stderr.contains("Appendix I"), "{}", run.stderr);
}

#[test]
fn a_number_of_another_notation_is_a_mistake() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let run = sign(&desk, "office", "number-date", "1.pdf", "2.pdf", &["--number", "12/UBND-VP"]);
    assert!(run.status == 4 && run.stderr.contains("UBND-VP"), "{}", run.stderr);
}

#[test]
fn a_certificate_that_seems_another_s_is_warned_of() {
    let Some(desk) = desk() else { return };
    let run = sign(&desk, "office", "personal", "decision.pdf", "1.pdf", &[]);
    assert!(run.status == 0 && run.stderr.contains("not one for this role"), "{}", run.stderr);
}

#[test]
fn without_a_terminal_nobody_can_be_asked() {
    let Some(desk) = desk() else { return };
    let run = sign(&desk, "person", "personal", "decision.pdf", "1.pdf", &["--preview"]);
    assert!(run.status == 2 && run.stderr.contains("signer preview"), "{}", run.stderr);
}
