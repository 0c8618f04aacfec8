//! Tokens as a clerk meets them: three modules that others wrote, one PIN for many files, and the right sentence.
//!
//! Asked are SoftHSM2, NSS (softokn) and p11-kit's client of SoftHSM2. A missing one is skipped with a word; with
//! `SIGNER_REQUIRE_PEERS` set it fails.
#![expect(clippy::unwrap_used, reason = "a panic here is a failed test")]

mod desk;
mod faults;
mod faulty;
mod interrupted;
mod peers;
mod secrecy;
mod signing;
mod two;
mod words;
