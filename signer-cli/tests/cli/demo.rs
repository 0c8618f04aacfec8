//! `signer demo`: what the README's first command does.

use crate::desk::{Desk, reports};

#[test]
fn the_demonstration_ends_with_a_document_that_passed() {
    let desk = Desk::new();
    let run = desk.run(["demo", "play"]);
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("PASSED"), "{}", run.stdout);
    let report: serde_json::Value = serde_json::from_slice(&desk.read("play/report.json")).unwrap();
    assert_eq!((&report["conclusion"], &report["completeness"]), (&"passed".into(), &"complete".into()));
}

#[test]
fn every_command_that_it_recommends_works() {
    let desk = Desk::new();
    let run = desk.run(["demo", "play"]);
    let commands: Vec<_> = run.stdout.lines().filter_map(|line| line.trim().strip_prefix("signer ")).collect();
    assert!(commands.len() >= 5, "{}", run.stdout);
    for command in commands {
        let run = desk.run(command.split(' '));
        // The forged copy fails, and that is the point.
        let expected = i32::from(command.contains("tampered"));
        assert_eq!(run.status, expected, "{command}: {}", run.stderr);
    }
}

#[test]
fn a_folder_in_use_is_left_alone() {
    let desk = Desk::new();
    desk.put("play/root.pem", "mine");
    assert_eq!(desk.run(["demo", "play"]).status, 4);
    assert_eq!(desk.read("play/root.pem"), b"mine");
    assert_eq!(desk.run(["demo", "play", "--force"]).status, 0);
    let verified = desk.run(["verify", "play/signed.pdf", "--trust", "play/root.pem", "--format", "json"]);
    assert_eq!(reports(&verified.stdout)[0]["conclusion"], "passed");
}
