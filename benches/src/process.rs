//! Time and memory of this process.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Seconds that the work takes.
pub fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// The value in the middle.
///
/// # Panics
///
/// Without values.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Runs the work and returns the highest number of private kilobytes seen meanwhile and after it.
pub fn watched(work: impl FnOnce()) -> u64 {
    let (running, peak) = (AtomicBool::new(true), AtomicU64::new(0));
    let look = || peak.fetch_max(private_kilobytes(), Ordering::Relaxed);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while running.load(Ordering::Relaxed) {
                look();
                std::thread::sleep(Duration::from_micros(500));
            }
        });
        work();
        running.store(false, Ordering::Relaxed);
    });
    look();
    peak.into_inner()
}

/// `Anonymous` of the whole process: what is not a page of a file.
fn private_kilobytes() -> u64 {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").expect("Linux with /proc");
    let line = rollup.lines().find(|line| line.starts_with("Anonymous:")).expect("Linux 5.4 or later");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number of kilobytes")
}
