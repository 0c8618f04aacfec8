//! A living hierarchy: root, subordinate authority, signers; lists, responders and time-stamps served on loopback, by
//! OpenSSL and Certomancer as well as by these tests. Documents are signed and extended by the program, and judged offline when
//! certificates have expired, were revoked, or when the archive time-stamp was renewed.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test of small numbers stops at the first surprise"
)]

mod attacks;
mod certomancer;
mod elsewhere;
mod evidence;
mod judged;
mod peers;
mod service;
mod tokens;
mod world;
