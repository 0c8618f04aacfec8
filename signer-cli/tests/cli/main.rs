//! The program as its users meet it: arguments, files, exit status, words.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a panic here is a failed test"
)]

mod audit;
mod changes;
mod configured;
mod demo;
mod desk;
mod evidence;
mod explain;
mod formalities;
mod guide;
mod hazards;
mod help;
mod inputs;
mod ledger;
mod limits;
mod manners;
mod reports;
mod sign;
mod stamps;
mod two_steps;
mod verify;
