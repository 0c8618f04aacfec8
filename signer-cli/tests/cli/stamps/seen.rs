//! Seeing before signing, and who answers.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::desk::Desk;

use super::{desk, peer};

/// Runs `sign --preview` on a terminal of its own and gives it an answer: whether it ended well, and the screen.
fn answered(desk: &Desk, answer: &str, vietnamese: bool) -> Option<(bool, String)> {
    let script = peer("script")?;
    let program = assert_cmd::cargo::cargo_bin("signer");
    let line = format!(
        "'{}' sign decision.pdf --as personal --key person.key --cert person.pem --image signature.png -o 1.pdf --preview",
        program.display()
    );
    let mut command = Command::new(script);
    command.args(["-qec", &line, "/dev/null"]).current_dir(desk.folder()).env_clear();
    command.env("LANG", if vietnamese { "vi_VN.UTF-8" } else { "C" });
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    running.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
    let ended = running.wait_with_output().unwrap();
    Some((ended.status.success(), String::from_utf8_lossy(&ended.stdout).into_owned()))
}

#[test]
fn who_says_yes_signs_what_was_shown() {
    let Some(desk) = desk() else { return };
    let Some((done, screen)) = answered(&desk, "y\n", false) else { return };
    assert!(done, "{screen}");
    for words in
        ["page 2 of 2", "mm from the left", "mm wide", "covers nothing that is read", "picture: ", "Sign? [y/N]"]
    {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let run = desk.run(["verify", "1.pdf", "--trust", "root.pem"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
}

#[test]
fn the_clerk_is_asked_and_answers_in_vietnamese() {
    let Some(desk) = desk() else { return };
    let Some((done, screen)) = answered(&desk, "có\n", true) else { return };
    assert!(done && screen.contains("trang 2 trên 2") && screen.contains("Ký? [c/K]"), "{screen}");
    assert!(desk.path("1.pdf").exists());
}

#[test]
fn who_says_anything_else_signs_nothing() {
    let Some(desk) = desk() else { return };
    for answer in ["n\n", "\n"] {
        let Some((done, screen)) = answered(&desk, answer, false) else { return };
        assert!(!done && screen.contains("not confirmed"), "{screen}");
        assert!(!desk.path("1.pdf").exists());
    }
}

#[test]
fn a_preview_in_words_says_page_place_and_what_is_covered() {
    let Some(desk) = desk() else { return };
    let fixed = ["preview", "decision.pdf", "--as", "personal", "--signer-name", "Nguyễn Văn An"];
    let place = ["--image", "signature.png", "--page", "2", "--rect", "360,300,120,60", "--allow-overlap"];
    let run = desk.run_in_vietnamese(&[&fixed[..], &place].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    for words in ["trang 2 trên 2", "rộng 42.3 mm", "che: chữ “Nguyễn Văn An” cách mép trái"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
}

/// Number and date are two signatures, and both are seen before.
#[test]
fn a_preview_of_number_and_date_shows_both_places() {
    let Some(desk) = desk() else { return };
    super::signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let fixed = ["preview", "1.pdf", "--as", "number-date", "--number", "12/QĐ-UBND", "--date", "2026-11-22"];
    let run = desk.run([&fixed[..], &["--key", "office.key", "--cert", "office.pem", "-o", "seen.png"]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(run.stdout.matches("page 1 of 2").count(), 2, "{}", run.stdout);
}
