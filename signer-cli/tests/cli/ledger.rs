//! `--resume`: what is finished is not read again, and nothing is lost.

use std::fs::{File, FileTimes, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::desk::{Desk, Run, reports};

const FORM: [&str; 5] = ["verify", "--format", "jsonl", "--ordered", "--resume"];

fn run(desk: &Desk, more: &[&str]) -> Run {
    desk.run([&FORM[..], &["ledger", "--trust", "root.pem"], more].concat())
}

/// Other octets, of the same length and with the same time: only who reads the file sees it.
fn spoil(desk: &Desk, name: &str) {
    let path = desk.path(name);
    let metadata = std::fs::metadata(&path).unwrap();
    let zeros = vec![0; usize::try_from(metadata.len()).unwrap()];
    std::fs::write(&path, zeros).unwrap();
    let times = FileTimes::new().set_modified(metadata.modified().unwrap());
    OpenOptions::new().write(true).open(&path).unwrap().set_times(times).unwrap();
}

#[test]
fn the_second_run_reads_nothing_again_and_says_the_same() {
    let desk = Desk::with_signed();
    let inputs = ["signed.pdf", "once.pdf", "document.pdf"];
    let first = run(&desk, &inputs);
    assert_eq!(first.status, 1, "{}", first.stderr);
    inputs.iter().for_each(|name| spoil(&desk, name));
    let second = run(&desk, &inputs);
    assert_eq!(second.stdout, first.stdout);
    assert!(second.stderr.contains("3 documents were in the ledger"), "{}", second.stderr);
    let page = desk.run(
        [&["--lang", "en", "verify", "--resume", "ledger", "--trust", "root.pem", "--format", "csv"][..], &inputs]
            .concat(),
    );
    assert!(page.stdout.contains("PASSED") && page.stdout.contains("UNSIGNED"), "{}", page.stdout);
}

#[test]
fn a_file_that_was_written_to_since_is_judged_again() {
    let desk = Desk::with_signed();
    run(&desk, &["signed.pdf", "once.pdf"]);
    desk.put("once.pdf", desk.read("document.pdf"));
    let again = run(&desk, &["signed.pdf", "once.pdf"]);
    let conclusions: Vec<_> = reports(&again.stdout).iter().map(|one| one["conclusion"].to_string()).collect();
    assert_eq!(conclusions, ["\"passed\"", "\"unsigned\""]);
    assert!(again.stderr.contains("1 document was in the ledger"), "{}", again.stderr);
}

#[test]
fn a_line_that_a_crash_tore_is_as_if_it_were_not_there() {
    let desk = Desk::with_signed();
    let whole = run(&desk, &["signed.pdf", "once.pdf"]);
    let ledger = desk.read("ledger");
    assert_eq!(ledger.iter().filter(|octet| **octet == b'\n').count(), 3);
    for length in 0..ledger.len() {
        // Each place near the ends of lines, some of the others.
        let near = ledger[length.saturating_sub(2)..(length + 2).min(ledger.len())].contains(&b'\n');
        if !near && length % 2_003 != 0 {
            continue;
        }
        desk.put("ledger", &ledger[..length]);
        let again = desk.run(
            [&FORM[..], &["ledger", "--trust", "root.pem", "--at", &at(&ledger), "signed.pdf", "once.pdf"]].concat(),
        );
        assert_eq!(again.stdout, whole.stdout, "{length}: {}", again.stderr);
        let known = run(&desk, &["signed.pdf", "once.pdf"]);
        assert!(known.stderr.contains("2 documents were in the ledger"), "{length}: {}", known.stderr);
    }
}

/// The time that the documents of a ledger are judged at.
fn at(ledger: &[u8]) -> String {
    let first = ledger.split(|octet| *octet == b'\n').next().unwrap();
    let header: serde_json::Value = serde_json::from_slice(first).unwrap();
    header["settings"]["time"].as_str().unwrap().to_owned()
}

#[test]
fn another_judgement_is_refused_and_what_differs_is_said() {
    let desk = Desk::with_signed();
    run(&desk, &["signed.pdf"]);
    desk.put("units", "Tỉnh Mơ\t2026-01-01\n");
    for (option, said) in [
        (&["--policy", "vn-cong-vu"][..], "policy: strict"),
        (&["--at", "2030-01-01T00:00:00Z"], "time judged: 20"),
        (&["--require", "complete"], "policy: strict"),
        (&["--trust", "person.pem"], "trusted certificates: "),
        (&["--intermediates", "person.pem"], "intermediate certificates: "),
        (&["--former-units", "units"], "former units: "),
        (&["--read-pages"], "reading of first pages: false → true"),
    ] {
        let refused = run(&desk, &[option, &["signed.pdf"]].concat());
        assert_eq!((refused.status, refused.stdout.as_str()), (2, ""), "{option:?}");
        assert!(refused.stderr.contains(said), "{option:?}: {}", refused.stderr);
    }
    desk.put("other", "{\"ledger\":\"signer-ledger/9\",\"settings\":{}}\n");
    let unknown = desk.run(["verify", "signed.pdf", "--trust", "root.pem", "--resume", "other"]);
    assert!(unknown.status == 4 && unknown.stderr.contains("signer-ledger/9"), "{}", unknown.stderr);
    let input = desk.run(["verify", "signed.pdf", "--trust", "root.pem", "--resume", "signed.pdf"]);
    assert_eq!(input.status, 4);
    assert_eq!(desk.read("signed.pdf")[..5], *b"%PDF-");
}

#[test]
fn what_could_not_be_opened_is_tried_again() {
    let desk = Desk::with_signed();
    assert_eq!(run(&desk, &["late.pdf"]).status, 4);
    desk.put("late.pdf", desk.read("signed.pdf"));
    assert_eq!(run(&desk, &["late.pdf"]).status, 0);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_goes_on_where_it_was() {
    let desk = Desk::with_signed();
    let names: Vec<String> = (0..12).map(|number| format!("in/{number:02}.pdf")).collect();
    let sources = ["signed.pdf", "once.pdf", "document.pdf"];
    for (number, name) in names.iter().enumerate() {
        desk.put(name, desk.read(sources[number % 3]));
    }
    let mut process = desk
        .process()
        .args(["verify", "--files-from", "-", "--format", "jsonl", "--ordered", "--jobs", "2"])
        .args(["--resume", "ledger", "--trust", "root.pem"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut list = process.stdin.take().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    // Six are named and five reported; it waits for more when it is killed.
    for name in &names[..6] {
        writeln!(list, "{name}").unwrap();
    }
    list.flush().unwrap();
    let before: Vec<String> = lines.by_ref().take(5).map(Result::unwrap).collect();
    // The kernel sends SIGKILL.
    process.kill().unwrap();
    process.wait().unwrap();
    let again = run(&desk, &["in"]);
    let after: Vec<_> = again.stdout.lines().collect();
    assert_eq!(after.len(), 12);
    assert_eq!(after[..5], before);
    let known: usize = again.stderr.split_whitespace().next().unwrap().parse().unwrap();
    assert!((4..=6).contains(&known), "{}", again.stderr);
    let whole = run(&desk, &["in"]);
    assert_eq!(whole.stdout, again.stdout);
    assert!(whole.stderr.contains("12 documents"), "{}", whole.stderr);
}

#[test]
fn two_runs_do_not_write_to_one_ledger() {
    let desk = Desk::with_signed();
    run(&desk, &["signed.pdf"]);
    let held = File::open(desk.path("ledger")).unwrap();
    held.lock().unwrap();
    let refused = run(&desk, &["signed.pdf"]);
    assert!(refused.status == 4 && refused.stderr.contains("another run"), "{}", refused.stderr);
}
