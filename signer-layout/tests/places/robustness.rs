//! Damaged and hostile documents of a corpus: every question about their pages ends in an answer or a clear error, soon.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_layout::{MmRect, Pages, Signatory, find_date, find_number, find_signatory, quality, top_right, touches};

/// The longest that one file may take, with a debugging build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            found.push(path);
        }
    }
}

/// Asks everything that signing asks of pages. Whether they could be opened.
fn ask_all(octets: &[u8]) -> bool {
    let Ok(document) = Document::open(octets, &Limits::default()) else { return false };
    let Ok(pages) = Pages::open(&document) else { return false };
    let _ = find_signatory(&pages, &Signatory { name: "Nguyễn Văn An", title: None });
    let _ = (find_number(&pages), find_date(&pages), top_right(&pages, 60.0, 10.0));
    for index in 0..pages.count().min(3) {
        let _ = (quality::scan(&pages, index), quality::fonts(&pages, index));
        if let Ok(page) = pages.page(index) {
            let _ = touches(&pages, index, &page.frame().rect_to_user(&MmRect::new(20.0, 20.0, 50.0, 25.0)));
        }
    }
    true
}

#[test]
fn pages_of_damaged_documents_end_in_an_answer() {
    let root = std::env::var_os("SIGNER_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"), PathBuf::from);
    let mut paths = Vec::new();
    files(&root.join("robustness"), &mut paths);
    if paths.is_empty() {
        return test_vectors::say(format_args!("skipped: there is no corpus at {}", root.display()));
    }
    let mut opened = 0_u32;
    for path in &paths {
        let (sender, answer) = mpsc::channel();
        let octets = std::fs::read(path).unwrap();
        thread::spawn(move || sender.send(ask_all(&octets)));
        match answer.recv_timeout(PATIENCE) {
            Ok(readable) => opened += u32::from(readable),
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("{}: no answer within {PATIENCE:?}", path.display()),
            Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{}: the reader panicked", path.display()),
        }
    }
    test_vectors::say(format_args!("{opened} of {} documents have pages", paths.len()));
    assert!(opened > 0, "not one was read");
}
