//! Damaged and hostile documents: each ends in a document or a clear error, soon, and in little memory.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "this test reads the corpus, keeps time and says what it found"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use signer_core::Error;
use signer_core::limits::Limits;
use signer_core::pdf::{Document, Object, ObjectId, Update};

/// The longest that one file may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most memory that reading all of them may have taken at once, in kB.
const MEMORY: u64 = 200_000;

/// The folder of the corpus, or `None` where it is missing.
fn corpus(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SIGNER_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"), PathBuf::from);
    let folder = root.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    test_vectors::say(format_args!("skipped: there is no corpus at {} (set SIGNER_CORPUS)", folder.display()));
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

/// Asks everything that a verifier or a signer may ask.
fn use_all(octets: &[u8]) -> Result<String, Error> {
    let document = Document::open(octets, &Limits::default())?;
    let signatures = document.signatures().map(|signatures| signatures.len());
    for revision in 0..document.revisions().len().min(20) {
        let view = document.view(revision);
        let _ = (view.catalog(), view.form(), view.page_count(), view.page(0));
        for number in 0..view.size().min(20_000) {
            let id = view.location(number).map_or(ObjectId::new(number, 0), |(id, ..)| id);
            if let Ok(Object::Stream(stream)) = view.get(id) {
                let _ = view.stream_octets(&stream, id);
            }
        }
    }
    let update = Update::new(&document).and_then(|mut update| {
        let id = update.allocate()?;
        update.put(id, Object::Null);
        update.finish()
    });
    Ok(format!(
        "{} revisions, signatures {signatures:?}, {} findings, update {}",
        document.revisions().len(),
        document.findings().len(),
        update.is_ok()
    ))
}

/// The highest resident size of this process so far, in kB; Linux only.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[test]
fn every_damaged_or_hostile_file_ends_in_a_document_or_a_clear_error() {
    let Some(folder) = corpus("robustness") else { return };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let (mut documents, mut errors) = (0_u32, 0_u32);
    for path in paths {
        let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
        let (sender, answer) = mpsc::channel();
        let started = std::time::Instant::now();
        thread::spawn(move || {
            let octets = fs::read(path).unwrap_or_default();
            let _ = sender.send(use_all(&octets));
        });
        match answer.recv_timeout(PATIENCE) {
            Ok(Ok(summary)) => {
                documents = documents.saturating_add(1);
                println!("{name}: {summary}, {} ms, peak {:?} kB", started.elapsed().as_millis(), peak_memory());
            }
            Ok(Err(error)) => {
                errors = errors.saturating_add(1);
                println!("{name}: {error}, {} ms, peak {:?} kB", started.elapsed().as_millis(), peak_memory());
            }
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("{name}: no answer within {PATIENCE:?}"),
            Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{name}: the reader panicked"),
        }
    }
    test_vectors::say(format_args!("{documents} documents, {errors} clear errors, peak {:?} kB", peak_memory()));
    assert!(documents > 0, "not one file was read");
    if let Some(peak) = peak_memory() {
        assert!(peak < MEMORY, "{peak} kB at the peak");
    }
}
