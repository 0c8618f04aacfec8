//! CRLs and OCSP responses: everything one can be asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signer_core::pki::crl::Crl;
use signer_core::pki::ocsp::Response;

fuzz_target!(|octets: &[u8]| {
    if let Ok(crl) = Crl::parse(octets) {
        assert_eq!(crl.der(), octets, "a list keeps the octets it was read from");
        let _ = (crl.len(), crl.flaw(), crl.signature_algorithm(), crl.number(), crl.base_number());
        let _ = crl.find(crl.issuer(), &[1]);
    }
    for response in [Response::parse(octets), Response::parse_basic(octets)].into_iter().flatten() {
        let _ = (response.responder().to_string(), response.signature_algorithm(), response.nonce());
        for single in response.singles() {
            let _ = (single.status(), single.this_update(), single.next_update(), single.archive_cutoff());
        }
        for certificate in response.certificates() {
            let _ = response.responder().names(certificate);
            let _ = response.singles().iter().any(|single| single.is_about(certificate, certificate));
        }
    }
});
