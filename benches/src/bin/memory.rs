//! Peak private memory and wall time of signing and of verifying one document, for each size.
//!
//! Each measurement runs in a process of its own (this program calls itself), because a peak never goes down. Private
//! memory is what the process has beyond mapped file pages: the anonymous pages in `/proc/self/smaps_rollup`, sampled
//! while the work runs.
//!
//! With `--check` it fails when the largest document takes more than 64 MB or more than 1.5 times its hash.

use std::env;
use std::process::{Command, ExitCode};

use benches::process::{median, seconds, watched};
use benches::{Office, SIZES, document, hash, signed_document};

/// What the toolkit promises of the largest document.
const MOST_KILOBYTES: u64 = 64 * 1024;
const MOST_TIMES_HASH: f64 = 1.5;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [work, size] => {
            let (kilobytes, seconds, hashing) = measure(work, size.parse().expect("a number of octets"));
            println!("{kilobytes} {seconds} {hashing}");
            ExitCode::SUCCESS
        }
        [] => table(false),
        ["--check"] => table(true),
        _ => {
            eprintln!("usage: memory [--check]");
            ExitCode::from(2)
        }
    }
}

fn table(check: bool) -> ExitCode {
    let mut kept = true;
    println!("| size | work | wall time | of which hashing would be | ratio | peak private memory |");
    println!("|---|---|---|---|---|---|");
    for (name, size) in SIZES {
        for work in ["sign", "verify"] {
            let [kilobytes, seconds, hashing] = in_a_process_of_its_own(work, size);
            let ratio = seconds / hashing;
            println!(
                "| {name} | {work} | {:.1} ms | {:.1} ms | {ratio:.2} | {:.1} MB |",
                seconds * 1e3,
                hashing * 1e3,
                kilobytes / 1024.0
            );
            let largest = size == SIZES[SIZES.len() - 1].1;
            kept &= !largest || kilobytes <= MOST_KILOBYTES as f64 && ratio <= MOST_TIMES_HASH;
        }
    }
    if check && !kept {
        eprintln!("the largest document takes more than {MOST_KILOBYTES} KB or {MOST_TIMES_HASH} times its hash");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn in_a_process_of_its_own(work: &str, size: u64) -> [f64; 3] {
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new(program).args([work, &size.to_string()]).output().expect("this program can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    numbers.try_into().expect("three numbers")
}

/// Kilobytes of private memory at the peak; seconds of the work, and of hashing the same octets: medians.
fn measure(work: &str, size: u64) -> (u64, f64, f64) {
    let octets = if work == "sign" { document(size) } else { signed_document(size) }.expect("a temporary file");
    let runs = if size > 1_000_000 { 9 } else { 101 };
    let mut office = Office::new();
    let mut once = || {
        if work == "sign" {
            drop(office.sign(&octets));
        } else {
            drop(office.verify(&octets));
        }
    };
    // Alternating, so that both meet the same neighbours on a shared machine.
    let (mut working, mut hashing) = (Vec::new(), Vec::new());
    once();
    for _ in 0..runs {
        hashing.push(seconds(|| drop(hash(&octets))));
        working.push(seconds(&mut once));
    }
    (watched(&mut once), median(working), median(hashing))
}
