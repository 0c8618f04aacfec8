//! The examples of the help texts: each is run.

use std::fs;
use std::process::Command;

use crate::desk::Desk;

/// The folder in which the examples play.
fn scene() -> Desk {
    let desk = Desk::new();
    assert_eq!(desk.run(["demo", "made"]).status, 0);
    for (from, to) in [
        ("made/person.p12", "an.p12"),
        ("made/organisation.p12", "office.p12"),
        ("made/password.txt", "an.pin"),
        ("made/password.txt", "office.pin"),
        ("made/root.pem", "root.pem"),
        ("made/signed.pdf", "incoming/letter.pdf"),
    ] {
        desk.put(to, desk.read(from));
    }
    fs::rename(desk.path("person.key"), desk.path("key.pem")).unwrap();
    fs::rename(desk.path("person.pem"), desk.path("chain.pem")).unwrap();
    desk.put("data.csv", "a;b\n");
    let letter = desk.read("made/signed.pdf");
    desk.put("archive.zip", crate::inputs::zipped(&[("letter.pdf", &letter)]));
    desk.put("message.edxml", crate::inputs::message("", &[("letter.pdf", letter)]));
    fs::create_dir(desk.path("slips")).unwrap();
    desk.put("an.png", crate::stamps::picture::signature());
    desk
}

/// The commands of a help text, each on one line.
fn examples(desk: &Desk, command: &str) -> Vec<String> {
    let help = desk.run([command, "--help"]).stdout.replace("\\\n", " ");
    let lines = help.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| line.starts_with("signer ") || line.starts_with("openssl ")).collect()
}

fn runs(desk: &Desk, line: &str) {
    let (program, arguments) = line.split_once(' ').unwrap();
    if program == "signer" {
        let run = desk.run(arguments.split(' '));
        assert_eq!(run.status, 0, "{line}: {}{}", run.stdout, run.stderr);
        return;
    }
    let status = Command::new(program).current_dir(desk.folder()).args(arguments.split(' ')).status().unwrap();
    assert!(status.success(), "{line}");
}

#[test]
fn every_example_of_the_help_works() {
    let desk = scene();
    for command in ["sign", "preview", "verify", "inspect", "explain", "demo", "completions", "help"] {
        let examples = examples(&desk, command);
        assert!(!examples.is_empty(), "{command} has no example");
        // Those that ask a time-stamping authority are run where there is one: `tests/living`.
        for line in examples.iter().filter(|line| !line.contains("--tsa ")) {
            runs(&desk, line);
        }
    }
}

#[test]
fn the_examples_of_two_step_signing_work_in_their_order() {
    if Command::new("openssl").arg("version").output().is_err() {
        test_vectors::say(format_args!("skipped: openssl is not installed"));
        return;
    }
    let desk = scene();
    let lines = examples(&desk, "prepare");
    assert_eq!(lines.len(), 3, "{lines:?}");
    for line in &lines {
        runs(&desk, line);
    }
    assert_eq!(examples(&desk, "complete"), [lines[2].clone()]);
}
