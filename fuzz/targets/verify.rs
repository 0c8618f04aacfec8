//! Whole verdicts, past the cryptography: every signature value is said to be right.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use signer_core::algorithm::SignatureAlgorithm;
use signer_core::crypto::{Answer, SignatureCheck, Signed};
use signer_core::evidence::Evidence;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::Report;
use signer_core::time::Time;
use signer_core::verify::Verifier;
use test_vectors::pki::{AT_UNIX, Hierarchy};

/// A fuzzer never guesses a signature, so it meets the code behind only when every one is right.
struct SaysYes;

impl SignatureCheck for SaysYes {
    fn check(&self, _: SignatureAlgorithm, _: &[u8], _: Signed<'_>, _: &[u8]) -> Answer {
        Answer::Valid
    }
}

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    let root = Certificate::parse(Hierarchy::new().root.certificate()).expect("a readable root");
    let mut trust = TrustStore::new();
    trust.add(root);
    Verifier::new(Policy::strict(), trust).with_checker(SaysYes)
});

fuzz_target!(|octets: &[u8]| {
    let at = Time::from_unix(AT_UNIX);
    let report = VERIFIER.verify(octets, "fuzz.pdf", &Evidence::new(), at);
    let written = serde_json::to_string(&report).expect("a report can be written");
    let read: Report = serde_json::from_str(&written).expect("a report can be read back");
    assert_eq!(read.conclusion(), report.conclusion(), "the conclusion is computed from what is written");
});
