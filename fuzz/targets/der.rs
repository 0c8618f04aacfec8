//! Elements, nested as deep as the octets say, under both rules.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signer_core::der::{Reader, Rules};

/// Deeper than any structure the toolkit reads.
const DEPTH: usize = 40;

fn walk(octets: &[u8], rules: Rules, depth: usize) {
    let mut reader = Reader::new(octets, rules);
    while let Ok(element) = reader.element() {
        let _ =
            (element.octets(), element.oid(), element.boolean(), element.unsigned(), element.bits(), element.time());
        if depth > 0 {
            walk(element.content(), rules, depth - 1);
        }
        if reader.peek().is_none() {
            break;
        }
    }
}

fuzz_target!(|octets: &[u8]| {
    walk(octets, Rules::Der, DEPTH);
    walk(octets, Rules::Ber, DEPTH);
});
