//! `signer verify`: what goes in, what comes out, and with which status.

use std::io::Write;
use std::process::Stdio;

use crate::desk::{Desk, reports};

const TRUST: [&str; 2] = ["--trust", "root.pem"];

fn verify<'a>(paths: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [&["verify"], paths, &TRUST, more].concat()
}

/// One letter of the page changed.
fn tamper(desk: &Desk) {
    let mut octets = desk.read("signed.pdf");
    let place = octets.windows(6).position(|window| window == b"stream").unwrap().saturating_add(30);
    octets[place] ^= 1;
    desk.put("tampered.pdf", octets);
}

#[test]
fn each_outcome_has_its_status() {
    let desk = Desk::with_signed();
    tamper(&desk);
    desk.put("damaged.pdf", "%PDF-1.7 and nothing more");
    let status = |arguments: Vec<&str>| desk.run(arguments).status;
    assert_eq!(status(verify(&["signed.pdf"], &[])), 0);
    assert_eq!(status(verify(&["tampered.pdf"], &[])), 1);
    assert_eq!(status(verify(&["document.pdf"], &[])), 1);
    assert_eq!(status(verify(&["document.pdf"], &["--allow-unsigned"])), 0);
    assert_eq!(status(verify(&["signed.pdf"], &["--format", "nonsense"])), 2);
    assert_eq!(status(vec!["verify", "signed.pdf"]), 3);
    assert_eq!(status(verify(&["absent.pdf"], &[])), 4);
    assert_eq!(status(verify(&["damaged.pdf"], &[])), 4);
    assert_eq!(status(verify(&["signed.pdf", "tampered.pdf", "absent.pdf"], &[])), 4);
    assert_eq!(status(verify(&["signed.pdf", "tampered.pdf"], &[])), 1);
}

#[test]
fn a_document_that_lacks_what_is_required_fails() {
    let desk = Desk::with_signed();
    assert_eq!(desk.run(verify(&["once.pdf"], &["--require", "personal"])).status, 0);
    let run = desk.run(verify(&["once.pdf"], &["--require", "complete"]));
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("Lacking"), "{}", run.stdout);
    assert_eq!(desk.run(verify(&["signed.pdf"], &["--require", "b-t"])).status, 1);
}

#[test]
fn the_time_judged_at_decides_over_an_expired_certificate() {
    let desk = Desk::with_signed();
    assert_eq!(desk.run(verify(&["signed.pdf"], &["--at", "2040-01-01T00:00:00Z"])).status, 3);
    assert_eq!(desk.run(verify(&["signed.pdf"], &["--at", "yesterday"])).status, 2);
}

#[test]
fn json_is_an_array_and_jsonl_an_object_a_line() {
    let desk = Desk::with_signed();
    for format in ["json", "jsonl"] {
        let run = desk.run(verify(&["signed.pdf", "document.pdf", "absent.pdf"], &["--format", format, "--ordered"]));
        let reports = reports(&run.stdout);
        let conclusions: Vec<_> = reports.iter().map(|report| report["conclusion"].as_str().unwrap()).collect();
        assert_eq!(conclusions, ["passed", "unsigned", "unreadable"], "{format}");
        assert!(reports.iter().all(|report| report["schema"] == "signer-report/1"));
    }
}

#[test]
fn the_report_of_a_document_can_go_to_a_file_which_is_not_overwritten() {
    let desk = Desk::with_signed();
    let arguments = verify(&["signed.pdf"], &["--format", "json", "--output", "report.json"]);
    let run = desk.run(&arguments);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert_eq!(reports(&String::from_utf8(desk.read("report.json")).unwrap()).len(), 1);
    assert_eq!(desk.run(&arguments).status, 4);
    let over_input = verify(&["signed.pdf"], &["--output", "signed.pdf", "--force"]);
    assert_eq!(desk.run(over_input).status, 4);
}

#[test]
fn a_line_of_jsonl_leaves_before_the_next_document_arrives() {
    use std::io::{BufRead, BufReader};
    let desk = Desk::with_signed();
    let mut process = desk
        .process()
        .args(verify(&["-"], &["--format", "jsonl", "--jobs", "1"]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut paths = process.stdin.take().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        writeln!(paths, "signed.pdf").unwrap();
        paths.flush().unwrap();
        let report: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(report["conclusion"], "passed");
    }
    drop(paths);
    assert!(process.wait().unwrap().success());
}

#[test]
fn folders_and_lists_name_documents() {
    let desk = Desk::with_signed();
    desk.put("in/a.pdf", desk.read("signed.pdf"));
    desk.put("in/deep/b.pdf", desk.read("signed.pdf"));
    desk.put("in/notes.txt", "no document");
    let count = |arguments: Vec<&str>| reports(&desk.run(arguments).stdout).len();
    assert_eq!(count(verify(&["in"], &["--format", "json"])), 1);
    assert_eq!(count(verify(&["in"], &["--format", "json", "--recursive"])), 2);
    desk.put("list", "in/a.pdf\nin/deep/b.pdf\nsigned.pdf\n");
    assert_eq!(count(verify(&[], &["--format", "json", "--files-from", "list"])), 3);
    let mut command = desk.command();
    let output = command.write_stdin("signed.pdf\0in/a.pdf\0").args(verify(&["-"], &["--format", "jsonl"]));
    assert_eq!(reports(&String::from_utf8(output.output().unwrap().stdout).unwrap()).len(), 2);
}

#[test]
fn a_folder_without_documents_is_no_success() {
    let desk = Desk::new();
    desk.put("in/notes.txt", "no document");
    assert_eq!(desk.run(verify(&["in"], &[])).status, 4);
}

#[test]
fn the_report_does_not_depend_on_the_number_of_workers() {
    let desk = Desk::with_signed();
    tamper(&desk);
    let paths = ["signed.pdf", "tampered.pdf", "once.pdf", "document.pdf"];
    let at = ["--format", "json", "--at", "2026-12-01T00:00:00Z", "--jobs"];
    let alone = desk.run(verify(&paths, &[&at[..], &["1"]].concat())).stdout;
    assert_eq!(desk.run(verify(&paths, &[&at[..], &["4"]].concat())).stdout, alone);
}

#[test]
fn what_was_not_checked_and_what_is_not_proven_is_said() {
    let desk = Desk::with_signed();
    let english = desk.run(verify(&["signed.pdf"], &[])).stdout;
    assert!(english.contains("Not checked: whether the certificate was revoked"), "{english}");
    assert!(english.contains("no time-stamp proves it"), "{english}");
    let vietnamese = desk.run_in_vietnamese(&verify(&["signed.pdf"], &[])).stdout;
    assert!(vietnamese.contains("Không kiểm tra tình trạng hủy bỏ của chứng thư số ký"), "{vietnamese}");
    assert!(vietnamese.contains("Chữ ký không gắn dấu thời gian"), "{vietnamese}");
}

#[test]
fn a_changed_document_is_called_so_in_the_words_clerks_know() {
    let desk = Desk::with_signed();
    tamper(&desk);
    let run = desk.run_in_vietnamese(&verify(&["tampered.pdf"], &[]));
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("KHÔNG ĐẠT") && run.stdout.contains("Tài liệu đã bị thay đổi."), "{}", run.stdout);
}

#[test]
fn the_smallest_set_of_facts_is_shown() {
    // Circular 41/2017, article 12: issuer, signer, unit, time, integrity, validity.
    let desk = Desk::with_signed();
    let text = desk.run_in_vietnamese(&verify(&["signed.pdf"], &[])).stdout;
    for label in ["Nơi cấp:", "Đơn vị:", "Thời gian ký:", "Nội dung:", "Hiệu lực chứng thư số:", "Nguyễn Văn An"]
    {
        assert!(text.contains(label), "{label}: {text}");
    }
}

#[test]
fn trust_from_a_folder_is_trust() {
    let desk = Desk::with_signed();
    desk.put("anchors/ours/root.crt", desk.read("root.pem"));
    desk.put("anchors/notes.txt", "not a certificate");
    assert_eq!(desk.run(["verify", "signed.pdf", "--trust", "anchors"]).status, 0);
    assert_eq!(desk.run(["verify", "signed.pdf", "--trust", "absent.pem"]).status, 4);
    assert_eq!(desk.run(["verify", "signed.pdf", "--trust", "document.pdf"]).status, 4);
}
