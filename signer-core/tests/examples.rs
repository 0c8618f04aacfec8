//! The examples do what they say, on files, as somebody would run them.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "the examples are programs that read files, and a test stops at the first surprise"
)]

use std::fs::{read, read_to_string, write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use signer_core::algorithm::SignatureAlgorithm;
use signer_core::sign::Prepared;
use signer_core::signer::{Signer as _, SoftwareKey};
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::Hierarchy;

/// A folder with what the examples need.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let hierarchy = Hierarchy::with_keys(Key::Rsa2048, Key::P256);
    write(folder.join("key.pem"), hierarchy.personal.key.pem()).unwrap();
    write(folder.join("chain.pem"), hierarchy.personal.chain_pem()).unwrap();
    write(folder.join("anchors.pem"), hierarchy.root.certificate_pem()).unwrap();
    write(folder.join("letter.pdf"), Pdf::new().build()).unwrap();
    folder
}

/// Runs an example, which `cargo test` builds beside the tests.
fn run(folder: &Path, example: &str, arguments: &[&str]) -> Output {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().unwrap().parent().unwrap().join("examples").join(example);
    assert!(program.exists(), "build it first: cargo build -p signer-core --examples");
    let output = Command::new(program).current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn what_is_signed_by_one_example_passes_in_the_others() {
    let folder = folder("sign");
    run(&folder, "sign", &["key.pem", "chain.pem", "letter.pdf", "signed.pdf"]);
    let output = run(&folder, "verify", &["anchors.pem", "signed.pdf"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Signature1: TOTAL-PASSED\n");
    let output = run(&folder, "verify_many", &["anchors.pem", "signed.pdf", "letter.pdf", "missing.pdf"]);
    let lines = String::from_utf8(output.stdout).unwrap();
    let conclusion = |path: &str| {
        let reports = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        reports.into_iter().find(|report| report["path"] == path).unwrap()["conclusion"].clone()
    };
    assert_eq!(conclusion("signed.pdf"), "passed");
    assert_eq!(conclusion("letter.pdf"), "unsigned");
    assert_eq!(conclusion("missing.pdf"), "unreadable");
}

#[test]
fn a_signature_from_elsewhere_is_attached() {
    let folder = folder("two-steps");
    run(&folder, "sign_in_two_steps", &["prepare", "chain.pem", "letter.pdf", "state.json", "to-be-signed"]);
    let mut key = SoftwareKey::from_pkcs8_der(&Key::Rsa2048.pkcs8()).unwrap();
    let algorithm = SignatureAlgorithm::RsaPkcs1(signer_core::algorithm::Digest::Sha256);
    let signature = key.sign(algorithm, &read(folder.join("to-be-signed")).unwrap()).unwrap();
    write(folder.join("signature"), signature).unwrap();
    run(&folder, "sign_in_two_steps", &["complete", "letter.pdf", "state.json", "signature", "signed.pdf"]);
    run(&folder, "verify", &["anchors.pem", "signed.pdf"]);
    let state = read_to_string(folder.join("state.json")).unwrap();
    assert!(Prepared::from_state(&state, &read(folder.join("letter.pdf")).unwrap()).is_ok());
}
