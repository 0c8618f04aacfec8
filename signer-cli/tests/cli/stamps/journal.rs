//! The journal of what was signed: a spreadsheet, lines only added, nothing lost whenever the program ends.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::desk::Desk;

use super::{desk, peer, signed};

const REGISTER: &str = "file,number,notation,date,subject\n\
    one.pdf,12,QĐ-UBND,2026-11-22,\"Quy chế, sửa đổi\"\ntwo.pdf,13,QĐ-UBND,2026-11-23,\n";

/// The lines of a journal, by the names of its columns.
fn lines(desk: &Desk, file: &str) -> Vec<BTreeMap<String, String>> {
    let text = String::from_utf8(desk.read(file)).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("spreadsheets know UTF-8 by its mark: {text}"));
    assert_eq!(text.matches('\u{feff}').count(), 0, "one heading");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let line =
        |record: csv::StringRecord| head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| line(record.unwrap())).collect()
}

fn sha256(desk: &Desk, file: &str) -> String {
    let mut hasher = signer_core::crypto::Hasher::new(signer_core::algorithm::Digest::Sha256);
    hasher.update(&desk.read(file));
    hasher.finish().iter().map(|octet| format!("{octet:02x}")).collect()
}

const KEY: [&str; 4] = ["--key", "office.key", "--cert", "office.pem"];

#[test]
fn many_documents_get_their_numbers_from_the_register_and_stand_in_the_journal() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "one.pdf", &["--image", "signature.png"]);
    desk.put("two.pdf", desk.read("one.pdf"));
    desk.put("register.csv", REGISTER);
    let files = ["--out-dir", "issued", "--register", "register.csv", "--journal", "journal.csv"];
    let fixed = [&["sign", "one.pdf", "two.pdf", "--as", "number-date"], &KEY[..], &files].concat();
    let run = desk.run(&fixed);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let mut journal = lines(&desk, "journal.csv");
    journal.sort_by_key(|line| line["Document"].clone());
    assert_eq!(journal.len(), 2, "{journal:?}");
    for (line, name) in journal.iter().zip(["one.pdf", "two.pdf"]) {
        assert!(line["Document"].ends_with(name) && line["State"] == "signed" && line["Role"] == "number-date");
        assert_eq!(line["SHA-256"], sha256(&desk, &format!("issued/{name}")), "{name}");
    }
    assert_eq!((&*journal[0]["Number and notation"], &*journal[0]["Date of issue"]), ("12/QĐ-UBND", "22/11/2026"));
    assert_eq!(journal[0]["Subject"], "Quy chế, sửa đổi");
    // What was done already is not written down twice; the heading is written once, in whichever language.
    let again = [&fixed[..], &["--resume"]].concat();
    assert_eq!(desk.run_in_vietnamese(&again).status, 0);
    assert_eq!(lines(&desk, "journal.csv").len(), 2);
    assert!(desk.names().iter().all(|name| !name.contains("pending")), "{:?}", desk.names());
}

#[test]
fn the_seals_of_many_documents_go_to_a_folder_and_a_journal_in_one_run() {
    let Some(desk) = desk() else { return };
    std::fs::create_dir(desk.path("outgoing")).unwrap();
    signed(&desk, "person", "personal", "decision.pdf", "outgoing/one.pdf", &["--image", "signature.png"]);
    desk.put("outgoing/two.pdf", desk.read("outgoing/one.pdf"));
    let files = ["--out-dir", "issued", "--journal", "journal.csv", "--image", "seal.png"];
    let inputs = ["sign", "outgoing/one.pdf", "outgoing/two.pdf", "--as", "organisation"];
    let run = desk.run([&inputs[..], &KEY, &files].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(lines(&desk, "journal.csv").len(), 2);
    let run = desk.run(["verify", "issued", "--trust", "root.pem", "--require", "complete"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
}

#[test]
fn a_file_that_is_no_journal_is_left_as_it_is() {
    let desk = Desk::new();
    desk.put("notes.csv", "a,b\n1,2\n");
    let fixed = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
    let run = desk.run([&fixed[..], &["--journal", "notes.csv"]].concat());
    assert!(run.status == 4 && run.stderr.contains("is not a journal"), "{}", run.stderr);
    assert_eq!(desk.read("notes.csv"), b"a,b\n1,2\n");
    assert!(!desk.path("document.signed.pdf").exists());
}

#[test]
fn a_cell_is_no_formula_and_no_second_line() {
    let desk = Desk::new();
    let why = "=1+1\n2";
    let fixed = ["sign", "document.pdf", "--as", "organisation", "--key", "office.key", "--cert", "office.pem"];
    let run = desk.run([&fixed[..], &["--without-personal", why, "--journal", "j.csv"]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(lines(&desk, "j.csv")[0]["Reason for signing without a personal signature"], "'=1+1 2");
}

/// The calls by which a file is written, made durable, named, cut, locked and removed.
const CALLS: [&str; 7] = ["write", "fsync", "fdatasync", "renameat2", "ftruncate", "flock", "unlink"];

/// A run is killed at each of its calls, one after the other. After the next run each signed document stands in the
/// journal, once.
#[test]
fn whenever_a_run_is_killed_the_journal_has_every_signed_document_once() {
    let Some(strace) = peer("strace") else { return };
    // Containers may forbid it.
    if !Command::new(&strace).args(["-o", "/dev/null", "true"]).status().unwrap().success() {
        return test_vectors::say(format_args!("skipped: strace may not trace here"));
    }
    let desk = Desk::new();
    let mut killed = 0;
    for call in CALLS {
        for nth in 1..30 {
            let folder = format!("{call}-{nth}");
            if !killed_at(&desk, &strace, &folder, &format!("inject={call}:signal=KILL:when={nth}")) {
                break;
            }
            killed += 1;
        }
    }
    assert!(killed >= 9, "killed {killed} times");
}

/// Whether the run in this folder was killed. The next run puts everything right.
fn killed_at(desk: &Desk, strace: &PathBuf, folder: &str, fault: &str) -> bool {
    std::fs::create_dir(desk.path(folder)).unwrap();
    let output = format!("{folder}/out.pdf");
    let journal = format!("{folder}/journal.csv");
    let fixed = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
    let sign = [&fixed[..], &["-o", &output, "--journal", &journal]].concat();
    let mut command = Command::new(strace);
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", fault]).arg(assert_cmd::cargo::cargo_bin("signer"));
    command.args(&sign).current_dir(desk.folder()).env_clear().stdin(Stdio::null());
    let done = command.output().unwrap().status.success();
    // Whatever is there is whole.
    let survived = desk.path(&output).exists();
    if survived {
        assert_eq!(desk.run(["verify", &output, "--trust", "root.pem"]).status, 0, "{fault}");
    }
    let again = desk.run([&sign[..], &["--resume"]].concat());
    assert_eq!(again.status, 0, "{fault}: {}", again.stderr);
    let (sha256, lines) = (sha256(desk, &output), lines(desk, &journal));
    let told = lines.iter().filter(|line| line["SHA-256"] == sha256 && line["State"] == "signed").count();
    assert_eq!(told, 1, "{fault}, survived: {survived}: {lines:?}");
    let lost = lines.iter().filter(|line| line["State"] != "signed").count();
    assert!(lines.len() == told + lost && lost <= 1, "{fault}: {lines:?}");
    let left = std::fs::read_dir(desk.path(folder)).unwrap().flatten().count();
    assert_eq!(left, 2, "{fault}: nothing is left behind");
    !done
}
