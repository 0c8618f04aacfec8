//! Manners: where words go, in which language, what never shows, what is never left behind.

use std::io::Read;
use std::process::Stdio;

use crate::desk::Desk;

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::with_signed();
    for arguments in [
        vec!["explain"],
        vec!["--help"],
        vec!["inspect", "signed.pdf"],
        vec!["completions", "bash"],
        vec!["verify", "signed.pdf", "signed.pdf", "signed.pdf", "--trust", "root.pem", "--format", "jsonl"],
    ] {
        let mut process =
            desk.process().args(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(process.stdout.take());
        let mut said = String::new();
        process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let status = process.wait().unwrap();
        assert_eq!(said, "", "{arguments:?}");
        assert!(status.code().is_some_and(|code| code == 0 || code == 4), "{arguments:?}: {status}");
    }
}

#[test]
fn the_locale_and_the_option_choose_the_language() {
    let desk = Desk::new();
    let verify = ["verify", "document.pdf", "--trust", "root.pem"];
    assert!(desk.run(verify).stdout.starts_with("UNSIGNED"));
    assert!(desk.run_in_vietnamese(&verify).stdout.starts_with("CHƯA KÝ"));
    let english = desk.run_in_vietnamese(&["--lang", "en", "verify", "document.pdf", "--trust", "root.pem"]);
    assert!(english.stdout.starts_with("UNSIGNED"));
    assert!(desk.run(["verify", "document.pdf", "--lang", "vi"]).stdout.starts_with("CHƯA KÝ"));
    assert!(desk.run_in_vietnamese(&["verify"]).stderr.starts_with("lỗi: thiếu"));
}

#[test]
fn a_file_name_cannot_command_the_terminal() {
    let desk = Desk::new();
    let name = "a\u{1b}]0;owned\u{7}\u{202e}fdp.pdf";
    desk.put(name, desk.read("document.pdf"));
    for arguments in [
        vec!["verify", name, "--trust", "root.pem"],
        vec!["verify", "absent\u{1b}[2J.pdf", "--trust", "root.pem"],
        vec!["inspect", name],
        vec!["sign", name, "--as", "personal", "--key", "person.key", "--cert", "person.pem"],
        vec!["explain", "\u{1b}[2J"],
        vec!["verify", "--trust\u{1b}[2J"],
        vec!["veri\u{1b}[2Jfy"],
        vec!["verify", "document.pdf", "--format", "\u{1b}[2J"],
    ] {
        let run = desk.run(&arguments);
        for text in [&run.stdout, &run.stderr] {
            assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{arguments:?}: {text:?}");
        }
    }
}

#[test]
fn results_are_apart_from_remarks_and_errors() {
    let desk = Desk::with_signed();
    let run = desk.run(["verify", "signed.pdf", "--format", "json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&run.stdout).is_ok());
    assert!(run.stderr.contains("--trust"), "{}", run.stderr);
    let run = desk.run(["inspect", "absent.pdf"]);
    assert_eq!((run.status, run.stdout.as_str()), (4, ""));
}

#[test]
fn there_are_no_colours_off_a_terminal() {
    let desk = Desk::with_signed();
    assert!(!desk.run(["verify", "signed.pdf"]).stdout.contains('\u{1b}'));
    assert!(desk.run(["verify", "signed.pdf", "--color", "always"]).stdout.contains('\u{1b}'));
}

#[test]
fn no_option_takes_a_secret() {
    let desk = Desk::new();
    for option in ["--pin", "--password", "--passphrase"] {
        let run = desk.run(["sign", "document.pdf", "--as", "personal", option, "1234"]);
        assert_eq!(run.status, 2, "{option}");
    }
}

#[test]
fn nothing_is_left_behind_where_the_work_could_not_be_done() {
    let desk = Desk::new();
    desk.put("broken.pdf", "%PDF-1.7 and nothing more");
    let before = desk.names();
    let run = desk.run(["sign", "broken.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"]);
    assert_eq!(run.status, 4);
    assert_eq!(desk.names(), before);
}

#[test]
fn a_wrong_command_line_says_what_would_be_right() {
    let desk = Desk::new();
    let run = desk.run(["verfy", "a.pdf"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("verify"), "{}", run.stderr);
    let run = desk.run(["sign", "a.pdf", "--as", "boss"]);
    assert!(run.stderr.contains("personal"), "{}", run.stderr);
    assert_eq!(desk.run(["sign"]).status, 2);
    assert_eq!(desk.run::<_, &str>([]).status, 2);
}
