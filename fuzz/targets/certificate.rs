//! Certificates: everything one can be asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signer_core::pki::Certificate;

fuzz_target!(|octets: &[u8]| {
    let Ok(certificate) = Certificate::parse(octets) else { return };
    assert_eq!(certificate.der(), octets, "a certificate keeps the octets it was read from");
    let _ = (certificate.subject().to_string(), certificate.issuer().to_string());
    assert!(certificate.subject().matches(certificate.subject()));
    let _ = (certificate.key_kind(), certificate.signature_algorithm(), certificate.emails());
    let _ = (certificate.key_usage(), certificate.basic_constraints(), certificate.extended_key_usage());
    let _ = (certificate.ca_issuers_urls(), certificate.crl_urls(), certificate.ocsp_urls());
    for extension in certificate.extensions() {
        let _ = extension;
    }
});
