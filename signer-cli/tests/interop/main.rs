//! Other programs agree: what we sign they verify, what they sign we verify.
//!
//! Asked are pdfsig (poppler), pyHanko, and OpenSSL. A missing one is skipped with a word; `.ci/run` installs them all.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a panic here is a failed test"
)]

mod ours;
mod peers;
mod theirs;
