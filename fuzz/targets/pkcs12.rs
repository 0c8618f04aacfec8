//! Key files with a known password.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signer_core::signer::{Credentials, read_certificates};

fuzz_target!(|octets: &[u8]| {
    let _ = Credentials::from_pkcs12(octets, "test");
    let _ = Credentials::from_pem(octets, octets, Some("test"));
    let _ = read_certificates(octets);
});
