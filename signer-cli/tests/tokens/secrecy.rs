//! A PIN is nowhere to be seen: not in process listings, logs, messages, debug output, or files.
#![cfg(target_os = "linux")]

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::desk::said;
use crate::faulty::Faulty;

/// Long enough to be nothing else by chance.
const PIN: &str = "7093815526418";

/// The process and everything that it started, by `/proc`.
fn family(process: u32) -> Vec<PathBuf> {
    let (mut all, mut open) = (Vec::new(), vec![process]);
    while let Some(parent) = open.pop() {
        all.push(parent);
        let tasks = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        for task in tasks {
            let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
            open.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    all.into_iter().map(|process| PathBuf::from(format!("/proc/{process}"))).collect()
}

fn holds_pin(path: &Path) -> bool {
    let octets = std::fs::read(path).unwrap_or_default();
    octets.windows(PIN.len()).any(|window| window == PIN.as_bytes())
}

#[test]
fn a_pin_is_in_no_process_listing_no_output_and_no_file() {
    let faulty = Faulty::with_documents(4);
    std::fs::write(faulty.path("pin"), PIN).unwrap();
    let mut command = faulty.command("slow,pin-is-long", &["--jobs", "2"]);
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut run = command.spawn().unwrap();
    let begun = Instant::now();
    let mut looked = 0;
    while run.try_wait().unwrap().is_none() {
        for process in family(run.id()) {
            for name in ["cmdline", "environ", "comm", "status"] {
                assert!(!holds_pin(&process.join(name)), "{name} of {} shows the PIN", process.display());
            }
        }
        looked += 1;
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not end");
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = run.wait_with_output().unwrap();
    assert!(output.status.success() && looked > 0, "{}", said(&output));
    assert!(!said(&output).contains(PIN));
    faulty.every_result_is_sound();
    for entry in std::fs::read_dir(faulty.path("")).unwrap().chain(std::fs::read_dir(faulty.path("out")).unwrap()) {
        let path = entry.unwrap().path();
        assert!(path.ends_with("pin") || path.is_dir() || !holds_pin(&path), "{} holds the PIN", path.display());
    }
}

#[test]
fn a_wrong_pin_is_in_no_message() {
    let faulty = Faulty::with_documents(1);
    std::fs::write(faulty.path("pin"), PIN).unwrap();
    for language in ["en", "vi"] {
        let output = faulty.command_in(language, "", &[]).env("RUST_BACKTRACE", "full").output().unwrap();
        assert_eq!(output.status.code(), Some(4));
        assert!(!said(&output).contains(PIN), "{}", said(&output));
    }
}

#[test]
fn a_crash_leaves_no_dump_that_a_pin_could_be_in() {
    let faulty = Faulty::with_documents(4);
    let signer = faulty.command("slow", &["--jobs", "1"]);
    // The most generous of shells: it allows dumps, and they are written where it works.
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -c unlimited 2>/dev/null; exec \"$@\"", "sh"]).arg(signer.get_program());
    command.args(signer.get_args()).current_dir(faulty.path("")).stdin(Stdio::null());
    let given = signer.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let mut run = command.envs(given).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while faulty.count("sign") == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was signed");
        std::thread::sleep(Duration::from_millis(5));
    }
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", run.id())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().filter(|word| *word == "0").count(), 2, "{core}");
    assert!(Command::new("kill").args(["-ABRT", &run.id().to_string()]).status().unwrap().success());
    let status = run.wait().unwrap();
    assert_eq!((status.signal(), status.core_dumped()), (Some(6), false));
}
