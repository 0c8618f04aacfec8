//! Words that are seen although a test passes.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Writes a line to standard error past the harness, which keeps what a passing test prints to itself.
///
/// For what a reader of the run has to know: that a test was skipped and why, or a score.
pub fn say(line: impl Display) {
    // One write, so that lines of parallel tests stay whole; a closed stream is no failure of the test.
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}
