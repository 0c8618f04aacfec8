//! A small public-key infrastructure on loopback, with documents signed under it, and the program to verify them.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use assert_cmd::Command;
use tempfile::TempDir;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, Identity, Leaf, pem};
use test_vectors::status::{Answer as Status, crl, ocsp_answer_to};

use crate::server::{Answer, Request, Server, ok, status};

type Page = Arc<dyn Fn(&Request) -> Answer + Send + Sync>;

/// An authority whose services are the pages of one server. What no page is for is not found.
pub(crate) struct Scene {
    folder: TempDir,
    pages: Arc<Mutex<HashMap<String, Page>>>,
    pub(crate) server: Server,
    pub(crate) root: Authority,
    pub(crate) issuer: Identity,
    pub(crate) person: Identity,
}

/// What a run of the program left behind.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

impl Scene {
    /// `root.pem`, `chain.pem` (the issuer), `person.key`, `person.pem`, and `signed.pdf`.
    pub(crate) fn new() -> Self {
        let pages: Arc<Mutex<HashMap<String, Page>>> = Arc::default();
        let server = Server::new({
            let pages = Arc::clone(&pages);
            move |request| {
                let page = pages.lock().unwrap().get(&request.path).cloned();
                page.map_or_else(|| status(404), |page| page(request))
            }
        });
        let root = Authority::root("Online Root CA", Key::Rsa2048Root);
        let authority = root.subordinate("Online Issuing CA", Key::Rsa2048Issuer);
        let urls = [server.url("/issuer.crt"), server.url("/ocsp"), server.url("/issuer.crl")];
        let person = authority.identity(&Leaf::personal(Key::Rsa2048).with_urls(&urls[0], &urls[1], &urls[2]));
        let issuer = authority.identity_of_itself();
        let scene = Self { folder: tempfile::tempdir().unwrap(), pages, server, root, issuer, person };
        scene.put("root.pem", scene.root.certificate_pem());
        scene.put("chain.pem", pem("CERTIFICATE", scene.issuer.certificate()));
        scene.put("person.key", pem("PRIVATE KEY", &scene.person.key.pkcs8()));
        // The leaf alone, as official documents have it.
        scene.put("person.pem", pem("CERTIFICATE", scene.person.certificate()));
        scene.put("document.pdf", Pdf::new().build());
        let sign = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
        let run = scene.run(sign.iter().chain(&["-o", "signed.pdf"]));
        assert_eq!(run.status, 0, "{}", run.stderr);
        scene
    }

    /// Answers requests for a path.
    pub(crate) fn page(&self, path: &str, page: impl Fn(&Request) -> Answer + Send + Sync + 'static) {
        self.pages.lock().unwrap().insert(path.to_owned(), Arc::new(page));
    }

    /// Serves octets as a file.
    pub(crate) fn file(&self, path: &str, octets: impl Into<Vec<u8>>) {
        let octets = octets.into();
        self.page(path, move |_| ok("application/octet-stream", &octets));
    }

    /// A list of the issuer, in force for an hour, on which nobody is.
    pub(crate) fn list(&self) -> Vec<u8> {
        crl(&self.issuer, (now() - 60, now() + 3_600), &[])
    }

    /// Answers every request at `/ocsp` with "good", in force for an hour.
    pub(crate) fn responder(&self) {
        let (issuer, person) = (self.issuer.clone(), self.person.clone());
        self.page("/ocsp", move |request| {
            let at = now() - 60;
            let answer = Status {
                next_update: Some(at + 3_600),
                ..Status::good(person.certificate(), issuer.certificate(), at)
            };
            ok("application/ocsp-response", &ocsp_answer_to(&request.body, &issuer, &answer))
        });
    }

    /// How often a path was asked for.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.server.requests().iter().filter(|request| request.path == path).count()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The program, in this folder, with this folder as its home. A proxy of the environment is never asked: there is
    /// nobody at this one.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::cargo_bin("signer").unwrap();
        command.current_dir(self.folder.path()).env_clear().env("TZ", "UTC").env("HOME", self.path("home"));
        command.envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:9")));
        command
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        Run::from(self.command().args(arguments).output().unwrap())
    }

    /// `verify signed.pdf`, trusting the root and knowing its issuer, allowed to ask the server.
    pub(crate) fn verify(&self, more: &[&str]) -> Run {
        let host = self.server.host();
        let given = ["verify", "signed.pdf", "--trust", "root.pem", "--intermediates", "chain.pem"];
        self.run(given.iter().chain(&["--online", "--allow-host", &host]).chain(more))
    }

    /// The report of [`Self::verify`].
    pub(crate) fn report(&self, more: &[&str]) -> serde_json::Value {
        let run = self.verify(&[&["--format", "json"], more].concat());
        let reports: serde_json::Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
        reports[0].clone()
    }

    /// Entries in the cache of the user.
    pub(crate) fn kept(&self) -> usize {
        let folder = fs::read_dir(self.path("home/.cache/signer/online"));
        folder.map_or(0, |folder| folder.filter(|entry| entry.as_ref().unwrap().path().extension().is_some()).count())
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().expect("a status"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The codes of a report's findings that are about services.
pub(crate) fn faults(report: &serde_json::Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let codes = findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code.starts_with("outside.")).collect()
}
