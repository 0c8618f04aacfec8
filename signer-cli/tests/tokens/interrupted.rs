//! A run that ends in the middle: what was signed stays, the rest is named, and `--resume` goes on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, Leaf};

use crate::desk::{said, text};

/// The module that misbehaves on command, and documents to sign with it.
struct Faulty {
    folder: TempDir,
    documents: Vec<PathBuf>,
}

impl Faulty {
    fn with_documents(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Authority::root("Throw-away Root CA", Key::Rsa2048Root);
        let put = |name: &str, octets: &[u8]| std::fs::write(folder.path().join(name), octets).unwrap();
        put("certificate", &root.issue(&Leaf::personal(Key::Rsa2048)));
        put("key", Key::Rsa2048.pem().as_bytes());
        put("pin", b"1234");
        let octets = Pdf::new().build();
        let documents = (0..count).map(|number| folder.path().join(format!("{number:03}.pdf"))).collect();
        let faulty = Self { folder, documents };
        for document in &faulty.documents {
            std::fs::write(document, &octets).unwrap();
        }
        faulty
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of the results, and how many are there.
    fn results(&self) -> usize {
        let entries = std::fs::read_dir(self.path("out")).into_iter().flatten().flatten();
        entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "pdf")).count()
    }

    fn command(&self, faults: &str, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signer"));
        command.args(["--lang", "en", "sign", "--as", "plain", "--out-dir", text(&self.path("out"))]);
        command.args(["--token", &format!("pkcs11:token=faulty?module-path={}", module().display())]);
        command.args(["--pin-file", text(&self.path("pin"))]).args(options).args(&self.documents);
        command
            .env("PKCS11_FAULTS", faults)
            .env("PKCS11_FAULTS_KEY", self.path("key"))
            .env("PKCS11_FAULTS_CERT", self.path("certificate"))
            .env("PKCS11_FAULTS_LOG", self.path("log"))
            .stdin(Stdio::null());
        command
    }

    fn sign(&self, faults: &str, options: &[&str]) -> Output {
        self.command(faults, options).output().unwrap()
    }

    fn count(&self, event: &str) -> usize {
        let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
        log.lines().filter(|line| *line == event).count()
    }

    fn every_result_is_sound(&self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signer"));
        let output = command.args(["verify", text(&self.path("out")), "--format", "json"]).output().unwrap();
        let reports: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let reports = reports.as_array().unwrap();
        assert_eq!(reports.len(), self.documents.len());
        for report in reports {
            assert_eq!(report.pointer("/signatures/0/integrity/signature").unwrap(), "valid", "{report}");
            assert_eq!(report.pointer("/signatures/0/integrity/digest").unwrap(), "match", "{report}");
            assert!(report.pointer("/signatures/1").is_none(), "{report}");
        }
    }
}

fn module() -> PathBuf {
    let name = format!("{}pkcs11_faults{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let test = std::env::current_exe().unwrap();
    let deps = test.parent().unwrap();
    let places = [Some(deps), deps.parent()];
    places.into_iter().flatten().map(|folder: &Path| folder.join(&name)).find(|path| path.is_file()).unwrap()
}

#[test]
fn a_token_pulled_out_leaves_what_was_signed_and_the_rest_is_named() {
    let faulty = Faulty::with_documents(6);
    let signed = faulty.sign("removed=4", &["--jobs", "1"]);
    assert_eq!(signed.status.code(), Some(4));
    let words = said(&signed);
    assert_eq!(words.matches("the token was removed").count(), 1, "{words}");
    assert_eq!(words.matches("not begun, because the key cannot be used any more").count(), 2, "{words}");
    assert!(
        words.contains("003.pdf") && words.contains("005.pdf") && words.contains("3 signed, 3 not signed"),
        "{words}"
    );
    assert_eq!((faulty.results(), faulty.count("login")), (3, 1));

    let resumed = faulty.sign("", &["--resume"]);
    assert!(resumed.status.success() && said(&resumed).contains("3 were signed before"), "{}", said(&resumed));
    faulty.every_result_is_sound();
    assert_eq!(faulty.count("sign"), 6);
}

#[test]
fn a_run_that_was_killed_leaves_nothing_half_written_and_is_resumed() {
    let faulty = Faulty::with_documents(60);
    let mut run = faulty.command("slow", &["--jobs", "2"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while faulty.results() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was signed");
        std::thread::sleep(Duration::from_millis(5));
    }
    run.kill().unwrap();
    let _killed = run.wait().unwrap();
    assert!((2..60).contains(&faulty.results()));

    let resumed = faulty.sign("", &["--resume"]);
    assert!(resumed.status.success(), "{}", said(&resumed));
    faulty.every_result_is_sound();
}

#[test]
fn what_another_program_put_in_the_place_of_a_result_is_kept() {
    let faulty = Faulty::with_documents(1);
    std::fs::create_dir(faulty.path("out")).unwrap();
    std::fs::write(faulty.path("out/000.pdf"), "something else").unwrap();
    let resumed = faulty.sign("", &["--resume"]);
    assert_eq!(resumed.status.code(), Some(4));
    assert!(said(&resumed).contains("exists, and is kept"), "{}", said(&resumed));
    assert_eq!(std::fs::read(faulty.path("out/000.pdf")).unwrap(), b"something else");
}

#[test]
fn a_wrong_pin_at_one_signature_ends_the_run() {
    let faulty = Faulty::with_documents(3);
    std::fs::write(faulty.path("pin"), "9999").unwrap();
    let signed = faulty.sign("always-authenticate", &[]);
    assert_eq!(signed.status.code(), Some(4));
    assert_eq!((faulty.results(), faulty.count("login"), faulty.count("login-for-one-signature")), (0, 1, 0));
}

#[test]
fn a_key_that_asks_each_time_signs_many_files_with_one_question() {
    let faulty = Faulty::with_documents(3);
    let signed = faulty.sign("always-authenticate", &[]);
    assert!(signed.status.success(), "{}", said(&signed));
    faulty.every_result_is_sound();
    assert_eq!((faulty.count("login"), faulty.count("login-for-one-signature")), (1, 3));
}

#[test]
fn a_module_without_threads_is_used_by_one_worker() {
    let faulty = Faulty::with_documents(4);
    let signed = faulty.sign("cant-lock", &["--jobs", "4"]);
    assert!(signed.status.success(), "{}", said(&signed));
    faulty.every_result_is_sound();
}

#[test]
fn the_last_try_is_not_used_without_a_person() {
    let faulty = Faulty::with_documents(1);
    let signed = faulty.sign("pin-final", &[]);
    assert_eq!((signed.status.code(), faulty.count("login")), (Some(4), 0));
    assert!(said(&signed).contains("one try of the PIN is left before the token locks itself; it was not used"));
}
