//! The program `signer`.
fn main() {}
