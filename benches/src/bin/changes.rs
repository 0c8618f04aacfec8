//! What it costs to tell what changed after each signature, and to look at a document before it is signed: time and
//! peak private memory, for many pages and growing numbers of signatures.
//!
//! Without arguments it makes the documents, measures each in a process of its own, and prints a table. With `make
//! PAGES SIGNATURES FILE` it writes one, so that another program can be asked about the same file; with `root FILE`
//! the certificate to trust; `measure FILE` prints seconds and kilobytes of one.

use std::env;
use std::fs::{self, File};
use std::process::{Command, ExitCode};

use benches::process::{median, seconds, watched};
use benches::{Office, map, root, signed_often};
use signer_core::hazards::{Bounds, scan};
use signer_core::limits::Limits;
use signer_core::pdf::Document;

const PAGES: u32 = 2_000;
const SIGNATURES: [u32; 3] = [10, 20, 40];
const RUNS: usize = 9;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => table(),
        ["make", pages, signatures, file] => {
            let number = |text: &str| text.parse().expect("a number");
            fs::write(file, signed_often(number(pages), number(signatures))).expect("a file to write to");
        }
        ["root", file] => fs::write(file, root()).expect("a file to write to"),
        ["measure", file] => {
            let [verify, verify_memory, look, look_memory] = measure(file);
            println!("{verify} {verify_memory} {look} {look_memory}");
        }
        _ => {
            eprintln!("usage: changes [make PAGES SIGNATURES FILE | root FILE | measure FILE]");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn table() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    println!("| pages | signatures | verify | peak private memory | look before signing | peak private memory |");
    println!("|---|---|---|---|---|---|");
    for signatures in SIGNATURES {
        let file = folder.path().join(format!("{signatures}.pdf"));
        fs::write(&file, signed_often(PAGES, signatures)).expect("a file to write to");
        let program = env::current_exe().expect("this program has a path");
        let output = Command::new(program).arg("measure").arg(&file).output().expect("this program can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout);
        let numbers: Vec<f64> = text.split_whitespace().map(|number| number.parse().expect("a number")).collect();
        let [verify, verify_memory, look, look_memory] = numbers[..] else { panic!("four numbers: {text}") };
        println!(
            "| {PAGES} | {signatures} | {:.1} ms | {:.1} MB | {:.1} ms | {:.1} MB |",
            verify * 1e3,
            verify_memory / 1024.0,
            look * 1e3,
            look_memory / 1024.0
        );
    }
}

/// Seconds and kilobytes of verifying, and of the look before signing.
fn measure(file: &str) -> [f64; 4] {
    let octets = map(&File::open(file).expect("a file")).expect("a file that can be mapped");
    let office = Office::new();
    let verify = || drop(office.verify(&octets));
    let look = || {
        let document = Document::open(&octets, &Limits::default()).expect("a document");
        drop(scan(&document, &Bounds::default()));
    };
    verify();
    let verifying = (0..RUNS).map(|_| seconds(verify)).collect();
    let verify_memory = watched(verify);
    let looking = (0..RUNS).map(|_| seconds(look)).collect();
    [median(verifying), verify_memory as f64, median(looking), watched(look) as f64]
}
