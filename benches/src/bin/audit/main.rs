//! An archive of PAdES B-LT documents, and what verifying it costs at the very least.
//!
//! `audit make FOLDER COUNT` writes `FOLDER/documents/*.pdf` and `FOLDER/root.pem`; `audit floor FOLDER` prints, as one
//! line of JSON, what the processor time of a document cannot be below. `benches/audit_against_peers.py` sets it beside
//! what this toolkit and others need.

mod floor;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use benches::archive::Archive;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", folder, count] => make(Path::new(folder), count.parse().expect("a number of documents")),
        ["floor", folder] => floor::print(Path::new(folder)),
        _ => {
            eprintln!("usage: audit make FOLDER COUNT | audit floor FOLDER");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Writes so many documents, and the anchor.
fn make(folder: &Path, count: u32) {
    let documents = folder.join("documents");
    fs::create_dir_all(&documents).expect("a folder that can be made");
    let archive = Archive::new();
    fs::write(folder.join("root.pem"), archive.root_pem()).expect("a file that can be written");
    let next = AtomicU32::new(0);
    let work = || loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= count {
            break;
        }
        let path = documents.join(format!("{number:06}.pdf"));
        fs::write(path, archive.document(number)).expect("a file that can be written");
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
}
