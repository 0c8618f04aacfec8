//! The module that misbehaves on command, and documents to sign with it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, Leaf};

use crate::desk::text;

/// The module that misbehaves on command, and documents to sign with it.
pub(crate) struct Faulty {
    folder: TempDir,
    pub(crate) documents: Vec<PathBuf>,
}

impl Faulty {
    pub(crate) fn with_documents(count: usize) -> Self {
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

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of the results, and how many are there.
    pub(crate) fn results(&self) -> usize {
        let entries = std::fs::read_dir(self.path("out")).into_iter().flatten().flatten();
        entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "pdf")).count()
    }

    pub(crate) fn command(&self, faults: &str, options: &[&str]) -> Command {
        self.command_in("en", faults, options)
    }

    pub(crate) fn command_in(&self, language: &str, faults: &str, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signer"));
        command.args(["--lang", language, "sign", "--as", "plain", "--out-dir", text(&self.path("out"))]);
        command.args(["--token", &format!("pkcs11:token=faulty?module-path={}", module().display())]);
        // At a reader with keys of its own nobody gives a PIN to the program.
        if !faults.contains("pin-pad") {
            command.args(["--pin-file", text(&self.path("pin"))]);
        }
        command.args(options).args(&self.documents);
        command
            .env("PKCS11_FAULTS", faults)
            .env("PKCS11_FAULTS_KEY", self.path("key"))
            .env("PKCS11_FAULTS_CERT", self.path("certificate"))
            .env("PKCS11_FAULTS_LOG", self.path("log"))
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn sign(&self, faults: &str, options: &[&str]) -> Output {
        self.command(faults, options).output().unwrap()
    }

    pub(crate) fn count(&self, event: &str) -> usize {
        let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
        log.lines().filter(|line| *line == event).count()
    }

    pub(crate) fn every_result_is_sound(&self) {
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
