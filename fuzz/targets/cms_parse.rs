//! CMS objects and time-stamp tokens: everything one can be asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signer_core::cms::{SignedData, TimestampToken};

fuzz_target!(|octets: &[u8]| {
    if let Ok(token) = TimestampToken::parse(octets) {
        let _ = (token.info().stamps(b"octets"), token.signer());
    }
    let Ok(message) = SignedData::parse(octets) else { return };
    assert!(octets.starts_with(message.raw()), "a message keeps the octets it was read from");
    let _ = (message.content(), message.digest_algorithms(), message.findings());
    for signer in message.signers() {
        let _ = (signer.digest_algorithm(), signer.signature_algorithm(), signer.digests_agree(), signer.signature());
        if let Some(attributes) = signer.signed_attributes() {
            let _ = (attributes.to_be_signed(), attributes.sorted(), attributes.signing_time());
            let _ = (attributes.message_digest(), attributes.content_type(), attributes.signing_certificate());
        }
    }
});
