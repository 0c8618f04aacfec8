//! The program and the network: servers on loopback that behave, and that do not.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot set its stage fails")]
#![expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "a panic here is a failed test")]

mod faults;
mod fetched;
mod kept;
mod official;
mod scene;
mod server;
mod stamps;
mod store;
