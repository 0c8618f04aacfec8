//! An archive of two thousand documents through the program: killed in the middle, taken up again, and asked once more.
//!
//! 120 documents unless `SIGNER_AUDIT_DOCUMENTS` says otherwise; `-- --nocapture` shows time and memory.

use std::collections::BTreeMap;
use std::fs::{self, FileTimes, OpenOptions};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use signer_core::report::Report;
use test_vectors::pki::{AT, pem};

use crate::desk::{Desk, reports};

#[path = "../../../signer-core/tests/audit/office.rs"]
mod office;

use office::{Office, expected, verdict, write};

/// What a run said, and what it took.
struct Said {
    /// By the paths of the documents.
    reports: BTreeMap<String, serde_json::Value>,
    remark: String,
    took: Duration,
    /// Private kilobytes at most.
    peak: u64,
}

/// Verifies the archive, up to so many reports: then the kernel ends the process, whatever it is doing.
fn run(desk: &Desk, most: usize) -> Said {
    let begun = Instant::now();
    let mut process = desk
        .process()
        .args(["--lang", "en", "verify", "in", "--format", "jsonl", "--resume", "ledger", "--at", AT])
        .args(["--require", "complete", "--policy", "office.toml", "--trust", "office.pem"])
        .args(["--crl", "root.crl", "--crl", "issuer.crl", "--crl", "closed.crl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let rollup = format!("/proc/{}/smaps_rollup", process.id());
    let (mut all, mut peak) = (BTreeMap::new(), 0);
    for line in BufReader::new(process.stdout.take().unwrap()).lines().take(most) {
        let line = line.unwrap();
        let report = reports(&line).remove(0);
        let path = report["path"].as_str().unwrap().to_owned();
        assert!(all.insert(path, report).is_none(), "twice: {line}");
        peak = peak.max(anonymous(&rollup).unwrap_or_default());
    }
    if all.len() == most {
        process.kill().unwrap();
    }
    let mut remark = String::new();
    process.stderr.take().unwrap().read_to_string(&mut remark).unwrap();
    process.wait().unwrap();
    Said { reports: all, remark, took: begun.elapsed(), peak }
}

/// What a process has beyond the pages of files, in kilobytes; there is none outside Linux, or when it is gone.
fn anonymous(rollup: &str) -> Option<u64> {
    let text = fs::read_to_string(rollup).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Anonymous:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// An empty space of the same length and with the same time: only who reads the file sees it.
fn hollow(path: &Path) {
    let metadata = fs::metadata(path).unwrap();
    let file = OpenOptions::new().write(true).truncate(true).open(path).unwrap();
    file.set_len(metadata.len()).unwrap();
    file.set_times(FileTimes::new().set_modified(metadata.modified().unwrap())).unwrap();
}

fn archive(desk: &Desk, count: usize) -> Vec<String> {
    let office = Office::new();
    desk.put("office.pem", pem("CERTIFICATE", office.root()));
    desk.put("office.toml", "[tighter.levels]\n\"xcv.revocation\" = \"fail\"\n");
    for (name, list) in ["root.crl", "issuer.crl", "closed.crl"].into_iter().zip(office.lists()) {
        desk.put(name, list);
    }
    fs::create_dir(desk.path("in")).unwrap();
    let paths = write(&desk.path("in"), &office, count);
    paths.iter().map(|path| format!("in/{}", path.file_name().unwrap().to_str().unwrap())).collect()
}

#[test]
fn an_archive_whose_audit_is_killed_in_the_middle_gets_each_verdict_once_and_right() {
    let count = std::env::var("SIGNER_AUDIT_DOCUMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(120);
    let desk = Desk::new();
    let names = archive(&desk, count);
    let killed = run(&desk, count / 2);
    let finished = ledger(&desk);
    assert!(finished.len() >= count / 2 - 1 && finished.len() < count, "{} lines", finished.len());
    let resumed = run(&desk, usize::MAX);
    assert!(resumed.remark.contains(&format!("{} documents were in the ledger", finished.len())), "{}", resumed.remark);
    assert!(ledger(&desk).iter().eq(&names), "each document is in the ledger once");
    let mut wrong = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let (what, expected) = expected(number, count);
        let report: Report = serde_json::from_value(resumed.reports[name].clone()).unwrap();
        let found = verdict(&report);
        if found != expected {
            wrong.push(format!("{name}, {what}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(resumed.reports.len(), count);
    assert!(killed.reports.iter().all(|(name, report)| resumed.reports[name] == *report));
    names.iter().for_each(|name| hollow(&desk.path(name)));
    let known = run(&desk, usize::MAX);
    assert!(known.remark.contains(&format!("{count} documents were in the ledger")), "{}", known.remark);
    assert_eq!(known.reports, resumed.reports);
    let took = killed.took + resumed.took;
    println!(
        "{count} documents: {:.2} s with a SIGKILL after {} of them, {:.0} a second, at most {} KB private; \
         from the ledger alone {:.2} s",
        took.as_secs_f64(),
        killed.reports.len(),
        f64::from(u32::try_from(count).unwrap()) / took.as_secs_f64(),
        killed.peak.max(resumed.peak),
        known.took.as_secs_f64()
    );
}

/// The names of the documents in the ledger; a line that was torn is none.
fn ledger(desk: &Desk) -> Vec<String> {
    let text = desk.read("ledger");
    let lines = text.split(|octet| *octet == b'\n').skip(1);
    let lines = lines.filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok());
    let mut names: Vec<_> = lines.map(|line| line["document"]["key"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}
