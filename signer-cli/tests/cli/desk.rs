//! A folder with a key for each role, a trusted root and a document, and the program to use them with.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Hierarchy, Identity, pem};

pub(crate) struct Desk {
    folder: TempDir,
}

/// What a run of the program left behind.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let hierarchy = Hierarchy::new();
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        desk.put("root.pem", hierarchy.root.certificate_pem());
        desk.identity("person", &hierarchy.personal);
        desk.identity("office", &hierarchy.organisation);
        desk.put("document.pdf", Pdf::new().build());
        desk
    }

    /// `NAME.key` and `NAME.pem`.
    pub(crate) fn identity(&self, name: &str, identity: &Identity) {
        self.put(&format!("{name}.key"), pem("PRIVATE KEY", &identity.key.pkcs8()));
        self.put(&format!("{name}.pem"), identity.chain_pem());
    }

    /// A desk whose document both have signed: `signed.pdf`.
    pub(crate) fn with_signed() -> Self {
        let desk = Self::new();
        desk.signs("person", "document.pdf", "once.pdf");
        desk.signs("office", "once.pdf", "signed.pdf");
        desk
    }

    pub(crate) fn signs(&self, who: &str, input: &str, output: &str) {
        let role = if who == "person" { "personal" } else { "organisation" };
        let (key, certificate) = (format!("{who}.key"), format!("{who}.pem"));
        let run = self.run(["sign", input, "--as", role, "--key", &key, "--cert", &certificate, "-o", output]);
        assert_eq!(run.status, 0, "{}", run.stderr);
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Every name in the folder, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program, in this folder, in English, with nothing on its standard input.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::cargo_bin("signer").unwrap();
        command.current_dir(self.folder()).env_clear().env("TZ", "UTC");
        command
    }

    pub(crate) fn run<I, S>(&self, arguments: I) -> Run
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        Run::from(self.command().args(arguments).output().unwrap())
    }

    /// The same in Vietnamese.
    pub(crate) fn run_in_vietnamese(&self, arguments: &[&str]) -> Run {
        Run::from(self.command().env("LANG", "vi_VN.UTF-8").args(arguments).output().unwrap())
    }

    /// The program as a process of its own, for what pipes and signals do.
    pub(crate) fn process(&self) -> std::process::Command {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("signer"));
        command.current_dir(self.folder()).env_clear().stdin(Stdio::null());
        command
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The reports in a JSON array or in lines of JSON.
pub(crate) fn reports(text: &str) -> Vec<serde_json::Value> {
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).unwrap();
    }
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A key that no desk has.
pub(crate) const STRANGER: Key = Key::Rsa3072;
