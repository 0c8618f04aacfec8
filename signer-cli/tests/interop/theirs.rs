//! Signatures made by pyHanko, judged here.

use std::fs;

use signer_core::evidence::Evidence;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{DigestAnswer, DocumentConclusion, Report, SignatureAnswer};
use signer_core::verify::Verifier;
use test_vectors::keys::Key;
use test_vectors::pdf::{Form, Layout, Pdf};
use test_vectors::pki::{AT, Hierarchy, Leaf};

use crate::peers::{Desk, Peer, script};

/// Has pyHanko sign in one of the modes of `peers/sign.py`.
fn signed_by_pyhanko(python: &Peer, mode: &str, key: Key, pdf: &Pdf) -> Vec<u8> {
    let hierarchy = Hierarchy::with_keys(key, Key::Rsa2048Second);
    let authority = hierarchy.issuer.identity(&Leaf::timestamping(Key::Rsa3072));
    let desk = Desk::new();
    let files = [
        ("--pdf", desk.put("in.pdf", pdf.build())),
        ("--key", desk.put("key.pem", key.pem())),
        ("--chain", desk.put("chain.pem", hierarchy.personal.chain_pem())),
        ("--tsa-key", desk.put("tsa-key.pem", authority.key.pem())),
        ("--tsa-chain", desk.put("tsa-chain.pem", authority.chain_pem())),
        ("--output", desk.path("out.pdf")),
    ];
    let script = script("sign.py");
    let options = files.iter().flat_map(|(option, file)| [option.as_ref(), file.as_os_str()]);
    let (content, said) = python.ask([script.as_os_str(), mode.as_ref()].into_iter().chain(options));
    assert!(content, "pyHanko did not sign ({mode}, {}): {said}", key.name());
    fs::read(desk.path("out.pdf")).unwrap()
}

fn verified(octets: &[u8]) -> Report {
    let root = Hierarchy::new().root;
    let mut trust = TrustStore::new();
    trust.add(Certificate::parse(root.certificate()).unwrap());
    Verifier::new(Policy::default(), trust).verify(octets, "peer.pdf", &Evidence::new(), AT.parse().unwrap())
}

fn is_intact(report: &Report, about: &str) {
    let [signature] = report.signatures.as_slice() else { panic!("{about}: one signature expected: {report:#?}") };
    assert_eq!(signature.integrity.digest, DigestAnswer::Match, "{about}: {report:#?}");
    assert_eq!(signature.integrity.signature, SignatureAnswer::Valid, "{about}: {report:#?}");
}

fn passes(report: &Report, about: &str) {
    is_intact(report, about);
    assert_eq!(report.conclusion(), DocumentConclusion::Passed, "{about}: {report:#?}");
}

#[test]
fn every_way_in_which_pyhanko_signs_passes_here() {
    let Some(python) = Peer::pyhanko_python() else { return };
    for mode in ["pkcs7", "pkcs7-sha512", "cades", "cades-pss", "cades-timestamped", "certified"] {
        passes(&verified(&signed_by_pyhanko(&python, mode, Key::Rsa2048, &Pdf::new())), mode);
    }
}

#[test]
fn every_key_type_that_pyhanko_signs_with_passes_here() {
    let Some(python) = Peer::pyhanko_python() else { return };
    for key in Key::KINDS {
        passes(&verified(&signed_by_pyhanko(&python, "cades", key, &Pdf::new())), key.name());
    }
}

#[test]
fn every_layout_that_pyhanko_updates_passes_here() {
    let Some(python) = Peer::pyhanko_python() else { return };
    for layout in Layout::ALL {
        let pdf = Pdf::new().with_layout(layout).with_form(Form::Nested);
        passes(&verified(&signed_by_pyhanko(&python, "cades", Key::P256, &pdf)), &format!("{layout:?}"));
    }
}

#[test]
fn a_document_timestamp_of_pyhanko_is_intact_here() {
    let Some(python) = Peer::pyhanko_python() else { return };
    let report = verified(&signed_by_pyhanko(&python, "document-timestamp", Key::Rsa2048, &Pdf::new()));
    is_intact(&report, "document-timestamp");
    // A time-stamp alone is no one's signature.
    assert_eq!(report.conclusion(), DocumentConclusion::Unsigned, "{report:#?}");
}
