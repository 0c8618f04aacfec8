//! One changed octet anywhere in a signed file: it never passes, and the report says why.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{DocumentConclusion, Report};
use signer_core::sign::{Draft, choose_algorithm};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::verify::Verifier;
use test_vectors::keys::Key;
use test_vectors::pdf::{Layout, Pdf};
use test_vectors::pki::{AT, Hierarchy, Identity};

/// The distance from one changed octet to the next.
const STEP: usize = 97;

fn now() -> Time {
    AT.parse().unwrap()
}

fn sign(original: &[u8], identity: &Identity) -> Vec<u8> {
    let document = Document::open(original, &Limits::default()).unwrap();
    let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
    let algorithm = choose_algorithm(key.algorithms(), identity.certificate()).unwrap();
    let signed = Draft::new(&document, &identity.chain).sign(algorithm, now(), &mut key).unwrap();
    signed.into_octets(original).unwrap()
}

fn verifier(hierarchy: &Hierarchy) -> Verifier {
    let mut trust = TrustStore::new();
    trust.add(Certificate::parse(hierarchy.root.certificate()).unwrap());
    Verifier::new(Policy::strict(), trust)
}

fn verify(verifier: &Verifier, octets: &[u8]) -> Report {
    verifier.verify(octets, "mutant.pdf", &Evidence::new(), now())
}

/// Whether the report has a sentence about what is wrong.
fn says_why(report: &Report) -> bool {
    let reasons = report.signatures.iter().flat_map(|signature| &signature.checks.0);
    let failed = reasons.filter(|check| check.reason.is_some()).any(|check| !check.message.is_empty());
    failed || report.error.is_some() || report.conclusion() == DocumentConclusion::Unsigned
}

#[test]
fn no_changed_octet_of_a_signed_file_passes() {
    for (layout, person, seal) in [
        (Layout::Table, Key::Rsa2048, Key::Rsa2048Second),
        (Layout::ObjectStreams, Key::P256, Key::Ed25519),
        (Layout::Hybrid, Key::Ed25519, Key::P384),
    ] {
        let hierarchy = Hierarchy::with_keys(person, seal);
        let verifier = verifier(&hierarchy);
        let once = sign(&Pdf::new().with_layout(layout).build(), &hierarchy.personal);
        let signed = once;
        assert_eq!(verify(&verifier, &signed).conclusion(), DocumentConclusion::Passed);
        for (first, mask) in [(0, 0x01), (50, 0xff)] {
            for position in (first..signed.len()).step_by(STEP) {
                let mut mutant = signed.clone();
                mutant[position] ^= mask;
                let report = verify(&verifier, &mutant);
                let here = format!("{layout:?}, octet {position} of {}, mask {mask:#x}", signed.len());
                assert_ne!(report.conclusion(), DocumentConclusion::Passed, "{here}");
                assert!(says_why(&report), "{here}: {report:#?}");
            }
        }
    }
}
