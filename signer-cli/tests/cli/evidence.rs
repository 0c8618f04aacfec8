//! What verdicts rest on is kept, and gives the same verdicts again; what belongs to one document can be destroyed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use crate::desk::{Desk, Run, reports};
use crate::inputs::zipped;

const JUDGED: [&str; 6] = ["--trust", "root.pem", "--at", "2026-11-21T00:00:00Z", "--evidence", "kept"];

/// Two documents of the same people, judged with evidence into `kept`.
fn desk() -> (Desk, Run) {
    let desk = Desk::with_signed();
    let run =
        desk.run([&["verify", "signed.pdf", "once.pdf", "document.pdf", "--format", "json"][..], &JUDGED].concat());
    assert_eq!(run.status, 1, "{}", run.stderr);
    (desk, run)
}

/// The files of the folder of evidence, by their names within it.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                let _ = found.insert(path);
            }
        }
    }
    found
}

fn objects(desk: &Desk) -> BTreeSet<PathBuf> {
    files(&desk.path("kept/objects"))
}

#[test]
fn a_verdict_is_given_again_to_the_letter_without_the_trust_and_the_configuration() {
    let (desk, first) = desk();
    fs::remove_file(desk.path("root.pem")).unwrap();
    for paths in [&["signed.pdf", "once.pdf", "document.pdf"][..], &[]] {
        let again = desk.run([&["verify", "--replay", "kept", "--format", "json"], paths].concat());
        assert_eq!((again.status, &again.stdout), (1, &first.stdout), "{paths:?}: {}", again.stderr);
    }
    let lines = desk.run(["verify", "--replay", "kept", "--format", "jsonl"]);
    assert_eq!(reports(&lines.stdout), reports(&first.stdout));
}

#[test]
fn the_name_of_a_document_is_the_one_that_is_given_now() {
    let (desk, _) = desk();
    desk.put("elsewhere/letter.pdf", desk.read("signed.pdf"));
    let again = desk.run(["verify", "elsewhere/letter.pdf", "--replay", "kept", "--format", "json"]);
    assert_eq!(again.status, 0, "{}", again.stderr);
    assert_eq!(reports(&again.stdout)[0]["path"], "elsewhere/letter.pdf");
}

#[test]
fn requirements_and_the_policy_are_those_of_the_first_judgement() {
    let desk = Desk::with_signed();
    desk.put("office.toml", "[tighter]\nrsa_at_least = 2048\n");
    let asked = ["verify", "once.pdf", "--require", "complete", "--policy", "office.toml", "--format", "json"];
    let first = desk.run([&asked[..], &JUDGED].concat());
    assert_eq!(first.status, 1, "{}", first.stderr);
    fs::remove_file(desk.path("office.toml")).unwrap();
    let again = desk.run(["verify", "once.pdf", "--replay", "kept", "--format", "json"]);
    assert_eq!((again.status, again.stdout), (1, first.stdout.clone()));
    let judged = &reports(&first.stdout)[0]["judged_by"];
    assert_eq!(judged["policy_sha256"].as_str().unwrap().len(), 64, "{judged}");
    assert_eq!(judged["trust"].as_array().unwrap().len(), 1, "{judged}");
}

#[test]
fn members_of_archives_twins_and_what_cannot_be_read_are_given_again() {
    let desk = Desk::with_signed();
    let (signed, once) = (desk.read("signed.pdf"), desk.read("once.pdf"));
    desk.put("in/archive.zip", zipped(&[("a.pdf", &signed), ("b.pdf", &once), ("c.txt", b"no document")]));
    desk.put("in/twin.pdf", &signed);
    desk.put("in/broken.pdf", "no document");
    desk.put("units.tsv", "Thành phố Thử Nghiệm\t2020-01-01\tanother\n");
    let asked = ["verify", "in", "absent.pdf", "--former-units", "units.tsv", "--read-pages", "--format", "json"];
    let first = desk.run([&asked[..], &JUDGED].concat());
    let paths: Vec<_> = reports(&first.stdout).iter().map(|one| one["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(paths, ["in/archive.zip!/a.pdf", "in/archive.zip!/b.pdf", "in/broken.pdf", "in/twin.pdf", "absent.pdf"]);
    assert_eq!(reports(&first.stdout)[3]["duplicate_of"], "in/archive.zip!/a.pdf");
    fs::remove_file(desk.path("units.tsv")).unwrap();
    for paths in [&["in", "absent.pdf"][..], &[]] {
        let again = desk.run([&["verify", "--replay", "kept", "--format", "json"], paths].concat());
        assert_eq!((again.status, &again.stdout), (first.status, &first.stdout), "{paths:?}: {}", again.stderr);
    }
}

#[test]
fn nothing_else_may_be_said_beside_a_replay() {
    let (desk, _) = desk();
    for other in [&["--online"][..], &["--trust", "root.pem"], &["--policy", "historic"], &["--require", "personal"]] {
        let run = desk.run([&["verify", "signed.pdf", "--replay", "kept"], other].concat());
        assert_eq!(run.status, 2, "{other:?}");
    }
}

#[test]
fn a_document_that_is_not_known_gets_a_line_and_a_status() {
    let (desk, _) = desk();
    let mut changed = desk.read("signed.pdf");
    changed.push(b'\n');
    desk.put("changed.pdf", changed);
    let run = desk.run(["verify", "changed.pdf", "signed.pdf", "--replay", "kept", "--format", "json"]);
    assert_eq!(run.status, 4, "{}", run.stderr);
    let reports = reports(&run.stdout);
    assert_eq!(
        (&reports[0]["error"]["code"], &reports[0]["conclusion"]),
        (&"evidence-unknown".into(), &"unreadable".into())
    );
    assert_eq!(reports[1]["conclusion"], "passed");
}

#[test]
fn a_damaged_object_is_refused_by_its_name() {
    let (desk, _) = desk();
    for object in objects(&desk) {
        let whole = fs::read(&object).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        fs::write(&object, damaged).unwrap();
        let name = object.file_name().unwrap().to_str().unwrap().to_owned();
        let run = desk.run(["verify", "signed.pdf", "--replay", "kept", "--format", "json"]);
        let error = &reports(&run.stdout)[0]["error"];
        assert_eq!((run.status, &error["code"]), (4, &"evidence-damaged".into()), "{name}");
        assert!(error["message"].as_str().unwrap().contains(&name), "{error}");
        let check = desk.run(["evidence", "check", "--evidence", "kept"]);
        assert_eq!(check.status, 1);
        assert!(check.stdout.contains(&name), "{}", check.stdout);
        fs::write(&object, whole).unwrap();
    }
    assert_eq!(desk.run(["evidence", "check", "--evidence", "kept"]).status, 0);
}

#[test]
fn a_record_that_somebody_changed_is_refused_by_its_name() {
    let (desk, _) = desk();
    for folder in ["kept/runs", "kept/documents"] {
        for record in files(&desk.path(folder)) {
            let whole = fs::read_to_string(&record).unwrap();
            fs::write(&record, whole.replace("passed", "failed").replace("strict", "mild")).unwrap();
            let run = desk.run(["verify", "signed.pdf", "--replay", "kept", "--format", "json"]);
            let changed = fs::read_to_string(&record).unwrap() != whole;
            let message = reports(&run.stdout)[0]["error"]["message"].as_str().unwrap_or_default().to_owned();
            let name = record.file_name().unwrap().to_str().unwrap();
            let of_this = folder.ends_with("runs") || whole.contains("\"path\": \"signed.pdf\"");
            assert_eq!(changed && of_this, message.contains(name), "{name}: {message}");
            fs::write(&record, whole).unwrap();
        }
    }
}

#[test]
fn evidence_is_kept_once_and_added_to_by_later_runs() {
    let (desk, _) = desk();
    let before = files(&desk.path("kept/objects"));
    let later = ["verify", "signed.pdf", "--trust", "root.pem", "--at", "2026-11-22T00:00:00Z", "--evidence", "kept"];
    assert_eq!(desk.run(later).status, 0);
    assert_eq!(objects(&desk), before, "the same octets are kept once");
    let at = |more: &[&str]| {
        let run = desk.run([&["verify", "signed.pdf", "--replay", "kept", "--format", "json"], more].concat());
        assert_eq!(run.status, 0, "{}", run.stdout);
        reports(&run.stdout)[0]["validation_time"].as_str().unwrap().to_owned()
    };
    // Of two runs that began within the same second the later moment is the newer verdict.
    assert_eq!(at(&[]), "2026-11-22T00:00:00Z");
    assert_eq!(at(&["--at", "2026-11-21T00:00:00Z"]), "2026-11-21T00:00:00Z");
}

#[test]
fn many_runs_at_once_write_into_one_folder() {
    let desk = Desk::with_signed();
    let runs: Vec<_> = (0..4)
        .map(|_| {
            desk.process()
                .args(["verify", "signed.pdf", "once.pdf"])
                .args(JUDGED)
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut run in runs {
        assert_eq!(run.wait().unwrap().code(), Some(0));
    }
    let check = desk.run(["evidence", "check", "--evidence", "kept"]);
    assert_eq!(check.status, 0, "{}", check.stdout);
    assert_eq!(desk.run(["verify", "--replay", "kept"]).status, 0);
    assert!(files(&desk.path("kept")).iter().all(|path| !path.to_str().unwrap().contains("unfinished")));
}

#[test]
fn removing_a_document_leaves_what_others_rest_on() {
    let (desk, _) = desk();
    let before = objects(&desk);
    let run = desk.run(["evidence", "remove", "signed.pdf", "--evidence", "kept"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains("records 1, runs 0, objects 1"), "{}", run.stdout);
    let after = objects(&desk);
    assert_eq!(before.difference(&after).count(), 1, "the office's certificate is in signed.pdf only");
    let replay = |name| desk.run(["verify", name, "--replay", "kept"]).status;
    assert_eq!((replay("signed.pdf"), replay("once.pdf")), (4, 0));
    assert_eq!(desk.run(["evidence", "check", "--evidence", "kept"]).status, 0);
    // By its digest too, and of the last nothing stays, not even the run.
    for name in ["once.pdf", "document.pdf"] {
        let listed = desk.run(["evidence", "list", "--evidence", "kept", "--format", "json"]);
        let sum = reports(&listed.stdout).iter().find(|one| one["path"] == name).unwrap()["document"]["sha256"].clone();
        assert_eq!(desk.run(["evidence", "remove", sum.as_str().unwrap(), "--evidence", "kept"]).status, 0);
    }
    let left: Vec<_> = files(&desk.path("kept")).into_iter().map(|path| path.file_name().unwrap().to_owned()).collect();
    assert_eq!(left, ["format", "lock"]);
    assert_eq!(
        desk.run(["evidence", "remove", "signed.pdf", "--evidence", "kept"]).status,
        4,
        "it is not known any more"
    );
}

#[test]
fn nothing_is_destroyed_while_a_record_cannot_be_read() {
    let (desk, _) = desk();
    let record = files(&desk.path("kept/documents"))
        .into_iter()
        .find(|record| fs::read_to_string(record).unwrap().contains("\"path\": \"once.pdf\""))
        .unwrap();
    fs::write(&record, "{}").unwrap();
    let before = files(&desk.path("kept"));
    let run = desk.run(["evidence", "remove", "signed.pdf", "--evidence", "kept"]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    assert_eq!(files(&desk.path("kept")), before);
}

#[test]
fn a_folder_of_another_format_is_refused() {
    let (desk, _) = desk();
    desk.put("kept/format", "signer-evidence/2\n");
    for run in [
        desk.run(["verify", "signed.pdf", "--replay", "kept"]),
        desk.run([&["verify", "signed.pdf"][..], &JUDGED].concat()),
        desk.run(["evidence", "list", "--evidence", "kept"]),
    ] {
        assert_eq!(run.status, 4);
        assert!(run.stderr.contains("signer-evidence/2"), "{}", run.stderr);
    }
    assert_eq!(desk.run(["verify", "signed.pdf", "--replay", "absent"]).status, 4);
}

#[test]
fn what_gives_verdicts_again_knows_no_clock_no_network_and_no_trust_of_this_machine() {
    let sources = files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/evidence")));
    assert!(sources.len() > 5, "{sources:?}");
    for source in sources {
        let text = fs::read_to_string(&source).unwrap();
        for foreign in
            ["clock", "outside", "SystemTime", "Instant", "std::net", "crate::trust", "crate::config", "env::var"]
        {
            let used =
                text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| line.contains(foreign));
            assert!(!used, "{} uses {foreign}", source.display());
        }
    }
}

/// A command whose clock is a year ahead and that has no network, where this machine lets one be taken away.
fn in_another_world(desk: &Desk) -> Option<Process> {
    const ALONE: &[&str] = &["unshare", "--user", "--map-root-user", "--net"];
    for wrap in [ALONE, &[]] {
        let world = || {
            let words = [wrap, &["faketime", "-f", "+1y"]].concat();
            let mut world = Process::new(words[0]);
            world.args(&words[1..]).current_dir(desk.folder());
            world
        };
        let mut date = world();
        date.arg("date");
        if year(date) == year(Process::new("date")).and_then(|year| year.checked_add(1)) {
            return Some(world());
        }
        // Containers may forbid it; what gives verdicts again opens no socket anyway (the test above).
        test_vectors::say(format_args!("{} does not work here", [wrap, &["faketime"]].concat().join(" ")));
    }
    assert!(std::env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "faketime does not work here");
    test_vectors::say(format_args!("skipped: faketime (Debian: faketime) does not work here"));
    None
}

fn year(mut date: Process) -> Option<u32> {
    let output = date.args(["+%Y"]).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

#[test]
fn the_corpus_gets_the_same_verdicts_a_year_later_without_a_network() {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let corpus = PathBuf::from(std::env::var_os("SIGNER_CORPUS").unwrap_or_else(|| default.into()));
    if !corpus.join("pdf").is_dir() {
        test_vectors::say(format_args!("skipped: there is no corpus at {} (set SIGNER_CORPUS)", corpus.display()));
        return;
    }
    let desk = Desk::new();
    let Some(mut world) = in_another_world(&desk) else { return };
    let (documents, hostile) = (corpus.join("pdf"), corpus.join("robustness"));
    let mut command = desk.command();
    command
        .args(["verify", "--recursive", "--format", "json", "--evidence", "kept", "--trust"])
        .arg(corpus.join("trust"));
    let first = command.arg(&documents).arg(&hostile).output().unwrap();
    let count = reports(std::str::from_utf8(&first.stdout).unwrap()).len();
    assert!(count > 500, "{count}: {}", String::from_utf8_lossy(&first.stderr));
    world.arg(assert_cmd::cargo::cargo_bin("signer")).args(["verify", "--replay", "kept", "--format", "json"]);
    let again = world.output().unwrap();
    assert!(
        again.stdout == first.stdout,
        "of {count} documents not all have the same report: {}",
        String::from_utf8_lossy(&again.stderr)
    );
    assert_eq!(again.status.code(), first.status.code());
}
