//! A module that misbehaves on command: each case ends in the right word, and the PIN is never spent twice.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A run of the example `sign_with_token`, which signs once by each algorithm of the key and once more.
struct Run {
    output: Output,
    log: String,
}

impl Run {
    fn with(faults: &str, pin: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("pin"), pin).unwrap();
        std::fs::write(at("message"), "message").unwrap();
        std::fs::write(at("certificate"), certificate()).unwrap();
        let uri = format!("pkcs11:token=faulty?module-path={}", module().display());
        let output = Command::new(built("examples").join("sign_with_token"))
            .args([uri.as_str()])
            .args([at("pin"), at("message")])
            .env("PKCS11_FAULTS", faults)
            .env("PKCS11_FAULTS_KEY", key_path())
            .env("PKCS11_FAULTS_CERT", at("certificate"))
            .env("PKCS11_FAULTS_LOG", at("log"))
            .output()
            .unwrap();
        let log = std::fs::read_to_string(at("log")).unwrap_or_default();
        Self { output, log }
    }

    fn signed(&self) -> bool {
        self.output.status.success() && self.output.stdout.len() == 256
    }

    fn error(&self) -> String {
        assert!(!self.output.status.success() && self.output.stdout.is_empty());
        // A crash has no exit code.
        assert_eq!(self.output.status.code(), Some(1));
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    fn count(&self, event: &str) -> usize {
        self.log.lines().filter(|line| *line == event).count()
    }
}

/// The folder of built files: this test stands in its `deps`.
fn built(folder: &str) -> PathBuf {
    std::env::current_exe().unwrap().ancestors().nth(2).unwrap().join(folder)
}

fn module() -> PathBuf {
    let name = format!("{}pkcs11_faults{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    [built("deps").join(&name), built("").join(&name)].into_iter().find(|path| path.is_file()).unwrap()
}

fn key_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-vectors/keys/rsa2048-1.pem")
}

fn certificate() -> Vec<u8> {
    let key = rcgen::KeyPair::from_pem(&std::fs::read_to_string(key_path()).unwrap()).unwrap();
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "Van thu");
    parameters.self_signed(&key).unwrap().der().to_vec()
}

#[test]
fn a_module_that_behaves_signs_after_one_log_in() {
    let run = Run::with("", "1234");
    assert!(run.signed());
    assert_eq!((run.count("login"), run.count("sign")), (1, 2));
}

#[test]
fn a_slow_module_is_waited_for() {
    assert!(Run::with("slow", "1234").signed());
}

#[test]
fn a_token_pulled_out_is_said_to_be_removed() {
    let error = Run::with("removed=2", "1234").error();
    assert!(error.contains("CKR_DEVICE_REMOVED") && error.contains("Removed"), "{error}");
}

#[test]
fn a_damaged_signature_is_never_handed_out() {
    assert!(Run::with("wrong-signature", "1234").error().contains("WrongSignature"));
}

#[test]
fn a_wrong_pin_is_sent_once() {
    let run = Run::with("", "9999");
    assert!(run.error().contains("Wrong"));
    assert_eq!(run.count("login"), 1);
}

#[test]
fn after_a_wrong_pin_the_token_is_asked_what_is_left() {
    assert!(Run::with("pin-low", "9999").error().contains("Wrong(Few)"));
}

#[test]
fn a_pin_that_the_token_cannot_have_is_not_sent() {
    let run = Run::with("", "123");
    assert!(run.error().contains("Length"));
    assert_eq!(run.count("login"), 0);
}

#[test]
fn the_last_try_is_not_used_up_unasked() {
    let run = Run::with("pin-final", "1234");
    assert!(run.error().contains("FinalTry"));
    assert_eq!(run.count("login"), 0);
}

#[test]
fn a_locked_token_is_not_tried() {
    let run = Run::with("pin-locked", "1234");
    assert!(run.error().contains("Locked"));
    assert_eq!(run.count("login"), 0);
}

#[test]
fn a_key_that_asks_each_time_is_served_each_time() {
    let run = Run::with("always-authenticate", "1234");
    assert!(run.signed());
    assert_eq!((run.count("login"), run.count("login-for-one-signature")), (1, 2));
}

#[test]
fn a_module_without_threads_still_signs() {
    assert!(Run::with("cant-lock", "1234").signed());
}

#[test]
fn a_module_that_never_ends_does_not_keep_the_program() {
    assert!(Run::with("hang-finalize", "1234").signed());
}

#[test]
fn a_length_that_cannot_be_is_the_modules_fault_and_no_crash() {
    for (fault, function) in [
        ("garbage-signature-length", "C_Sign"),
        ("garbage-attribute-length", "C_GetAttributeValue"),
        ("garbage-slot-count", "C_GetSlotList"),
    ] {
        let error = Run::with(fault, "1234").error();
        assert!(error.contains(function) && error.contains("Module"), "{fault}: {error}");
    }
}

#[test]
fn a_key_is_found_by_its_public_key_where_the_identifier_lies() {
    assert!(Run::with("id-lies", "1234").signed());
}

#[test]
fn a_token_that_only_exponentiates_signs_with_both_paddings() {
    let run = Run::with("raw-only", "1234");
    assert!(run.signed());
    let plans = String::from_utf8_lossy(&run.output.stderr).into_owned();
    assert!(plans.contains("RSA-PKCS1-v1_5 with SHA-256 by CKM_RSA_X_509"), "{plans}");
    assert!(plans.contains("RSA-PSS with SHA-256 by CKM_RSA_X_509"), "{plans}");
}
