//! Hash, sign and verify, by size of the document.

use benches::{Office, SIZES, document, hash, signed_document};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES.map(|(name, _)| name), sample_count = 20)]
fn hashing(bencher: Bencher<'_, '_>, size: &str) {
    let octets = document(octets_of(size)).unwrap();
    bencher.counter(BytesCount::new(octets.len())).bench_local(|| hash(&octets));
}

#[divan::bench(args = SIZES.map(|(name, _)| name), sample_count = 20)]
fn signing(bencher: Bencher<'_, '_>, size: &str) {
    let octets = document(octets_of(size)).unwrap();
    let mut office = Office::new();
    bencher.counter(BytesCount::new(octets.len())).bench_local(|| office.sign(&octets));
}

#[divan::bench(args = SIZES.map(|(name, _)| name), sample_count = 20)]
fn verifying(bencher: Bencher<'_, '_>, size: &str) {
    let octets = signed_document(octets_of(size)).unwrap();
    let office = Office::new();
    bencher.counter(BytesCount::new(octets.len())).bench_local(|| office.verify(&octets));
}

fn octets_of(name: &str) -> u64 {
    SIZES.iter().find(|(size, _)| *size == name).map_or(0, |(_, octets)| *octets)
}
