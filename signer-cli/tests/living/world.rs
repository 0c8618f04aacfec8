//! The hierarchy, the services, and a desk to sign at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, AuthorityParams, Date, Extension, Identity, Leaf, pem};
use test_vectors::status::{self, Revoked};
use test_vectors::timestamp;

use crate::service::Service;

pub(crate) const DAY: i64 = 86_400;

/// Days from now on for which the signers' certificates are valid, and that of the first time-stamping unit.
const SIGNERS: i64 = 365;
const STAMPERS: i64 = 730;

/// Who answers for time-stamps and statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// These tests.
    Own,
    /// `openssl ts` and `openssl ocsp`.
    OpenSsl,
}

pub(crate) struct World {
    folder: tempfile::TempDir,
    pub(crate) service: Service,
    pub(crate) now: i64,
    root: Identity,
    pub(crate) issuer: Identity,
    stamping: Identity,
    pub(crate) personal: Identity,
    pub(crate) stamper: Identity,
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

/// The day of a moment (Howard Hinnant's `civil_from_days`).
fn date(at: i64) -> Date {
    let days = at.div_euclid(DAY) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    (i32::try_from(year).unwrap(), u8::try_from(month).unwrap(), u8::try_from(day).unwrap())
}

/// As RFC 3339 writes it: the start of that day.
pub(crate) fn day(at: i64) -> String {
    let (year, month, day) = date(at);
    format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
}

/// `CRLDistributionPoints` with one address (RFC 5280, 4.2.1.13).
fn distribution_point(url: &str) -> Extension {
    let wrap = |tag: u8, body: Vec<u8>| [vec![tag, u8::try_from(body.len()).unwrap()], body].concat();
    let name = wrap(0xa0, wrap(0xa0, wrap(0x86, url.as_bytes().to_vec())));
    Extension { oid: vec![2, 5, 29, 31], critical: false, value: wrap(0x30, wrap(0x30, name)) }
}

impl World {
    pub(crate) fn new(by: By) -> Self {
        let service = Service::start();
        let now = now();
        let long = (date(now - 60 * DAY), date(now + 7_300 * DAY));
        let mut params = AuthorityParams::new("Living Root CA", Key::P521);
        params.validity = long;
        let root = Authority::self_signed(&params);
        let mut params = AuthorityParams::new("Living Issuing CA", Key::P384);
        params.validity = long;
        params.extensions = vec![
            Extension::authority_information_access(Some(&service.url("/root.cer")), None),
            distribution_point(&service.url("/root.crl")),
        ];
        let issuer = root.subordinate_with(&params);
        let mut params = AuthorityParams::new("Living Time-stamping CA", Key::P256);
        params.validity = long;
        params.extensions = vec![distribution_point(&service.url("/root.crl"))];
        let stamping = root.subordinate_with(&params);
        let urls = ["/issuer.cer", "/ocsp", "/issuer.crl"].map(|path| service.url(path));
        let leaf = |leaf: Leaf| {
            leaf.with_validity(date(now - 30 * DAY), date(now + SIGNERS * DAY)).with_urls(&urls[0], &urls[1], &urls[2])
        };
        let stamper = |serial: &[u8], name: &str, days: i64| {
            let leaf = Leaf::timestamping(Key::P256).with_serial(serial).with_common_name(name);
            leaf.with_validity(date(now - 30 * DAY), date(now + days * DAY))
        };
        let personal = issuer.identity(&leaf(Leaf::personal(Key::P256)));
        let organisation = issuer.identity(&leaf(Leaf::organisation(Key::Rsa2048)));
        let urls = ["/stamping.cer", "/stamping.ocsp", "/stamping.crl"].map(|path| service.url(path));
        let first = stamper(&[0x20, 0x01], "First Time-stamping Unit", STAMPERS);
        let first = stamping.identity(&first.with_urls(&urls[0], &urls[1], &urls[2]));
        let second = stamper(&[0x20, 0x02], "Second Time-stamping Unit", 10 * 365);
        let second = root.identity(&second.with_extension(&distribution_point(&service.url("/root.crl"))));
        let world = Self {
            folder: tempfile::tempdir().unwrap(),
            now,
            root: root.identity_of_itself(),
            issuer: issuer.identity_of_itself(),
            stamping: stamping.identity_of_itself(),
            personal,
            stamper: first,
            service,
        };
        world.put("root.pem", root.certificate_pem());
        world.put("issuer.der", world.issuer.certificate());
        world.put("stamping.pem", pem("CERTIFICATE", world.stamping.certificate()));
        world.put("document.pdf", Pdf::new().build());
        world.identity("person", &world.personal);
        world.identity("office", &organisation);
        world.serve_lists();
        world.serve_stamps(by, "/tsa", &world.stamper);
        world.serve_stamps(by, "/tsa2", &second);
        world.serve_statuses(by, "ocsp", &world.issuer, &world.personal, "1001 1002");
        world.serve_statuses(by, "stamping.ocsp", &world.stamping, &world.stamper, "2001");
        world
    }

    fn serve_lists(&self) {
        for (path, authority) in [("/root", &self.root), ("/issuer", &self.issuer), ("/stamping", &self.stamping)] {
            let list = self.list(authority, self.now - 60, &[]);
            let certificate = authority.certificate().to_vec();
            self.service.answer(&format!("{path}.crl"), move |_| ("application/pkix-crl", list.clone()));
            self.service.answer(&format!("{path}.cer"), move |_| ("application/pkix-cert", certificate.clone()));
        }
    }

    /// A list for ten days.
    fn list(&self, authority: &Identity, at: i64, revoked: &[(&[u8], Revoked)]) -> Vec<u8> {
        status::crl(authority, (at, at + 10 * DAY), revoked)
    }

    /// Writes the lists that there are on a day, the signer being revoked since another, and gives their names: those of
    /// the day before. Of an authority whose certificates have expired there is none, because it speaks for them no
    /// longer; but one from ten days after the revocation.
    pub(crate) fn lists_at(&self, at: i64, revoked: Option<i64>) -> Vec<String> {
        let leaf = self.personal.certificate();
        let entries: Vec<(&[u8], Revoked)> = revoked.map(|since| (leaf, Revoked::at(since))).into_iter().collect();
        let before = at - DAY;
        let of_signers = if before < self.now + SIGNERS * DAY { Some(before) } else { revoked.map(|at| at + 10 * DAY) };
        let of_stampers = (before < self.now + STAMPERS * DAY).then_some(before);
        let write = |name: &str, authority: &Identity, issued: i64, entries: &[(&[u8], Revoked)]| {
            let name = format!("{name}-{at}-{}.crl", revoked.unwrap_or(0));
            self.put(&name, self.list(authority, issued, entries));
            name
        };
        let mut names = vec![write("root", &self.root, before, &[])];
        names.extend(of_stampers.map(|issued| write("stamping", &self.stamping, issued, &[])));
        names.extend(of_signers.map(|issued| write("issuer", &self.issuer, issued, &entries)));
        names
    }

    fn serve_stamps(&self, by: By, path: &str, authority: &Identity) {
        let authority = authority.clone();
        if by == By::Own {
            let answer =
                move |request: &[u8]| ("application/timestamp-reply", timestamp::answer(&authority, request, now()));
            return self.service.answer(path, answer);
        }
        let folder = self.path(path.trim_start_matches('/'));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("key.pem"), pem("PRIVATE KEY", &authority.key.pkcs8())).unwrap();
        fs::write(folder.join("cert.pem"), pem("CERTIFICATE", authority.certificate())).unwrap();
        fs::write(folder.join("ts.cnf"), CONFIGURATION).unwrap();
        fs::write(folder.join("serial"), "01\n").unwrap();
        let turn = std::sync::Mutex::new(());
        self.service.answer(path, move |request| {
            let _turn = turn.lock().unwrap();
            fs::write(folder.join("request.tsq"), request).unwrap();
            let arguments = ["ts", "-reply", "-config", "ts.cnf", "-queryfile", "request.tsq", "-out", "answer.tsr"];
            openssl(&folder, &arguments);
            ("application/timestamp-reply", fs::read(folder.join("answer.tsr")).unwrap())
        });
    }

    /// The responder of an authority, for one of its certificates, or by OpenSSL for all with these serial numbers.
    fn serve_statuses(&self, by: By, name: &str, authority: &Identity, leaf: &Identity, serials: &str) {
        if by == By::Own {
            let (issuer, leaf) = (authority.clone(), leaf.certificate().to_vec());
            return self.service.answer(&format!("/{name}"), move |request| {
                let answer = status::Answer::good(&leaf, issuer.certificate(), now());
                ("application/ocsp-response", status::ocsp_answer_to(request, &issuer, &answer))
            });
        }
        let folder = self.path(name);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("key.pem"), pem("PRIVATE KEY", &authority.key.pkcs8())).unwrap();
        fs::write(folder.join("ca.pem"), pem("CERTIFICATE", authority.certificate())).unwrap();
        // V(alid), end, no revocation, serial number, file, subject.
        let (year, month, of_month) = date(self.now + SIGNERS * DAY);
        let end = format!("{:02}{month:02}{of_month:02}000000Z", year % 100);
        let serials = serials.split(' ');
        let lines: String = serials.map(|serial| format!("V\t{end}\t\t{serial}\tunknown\t/CN={serial}\n")).collect();
        fs::write(folder.join("index.txt"), lines).unwrap();
        let turn = std::sync::Mutex::new(());
        self.service.answer(&format!("/{name}"), move |request| {
            let _turn = turn.lock().unwrap();
            fs::write(folder.join("request.der"), request).unwrap();
            let arguments = "ocsp -index index.txt -CA ca.pem -rsigner ca.pem -rkey key.pem -ndays 7 -reqin request.der -respout answer.der";
            openssl(&folder, &arguments.split(' ').collect::<Vec<_>>());
            ("application/ocsp-response", fs::read(folder.join("answer.der")).unwrap())
        });
    }

    fn identity(&self, name: &str, identity: &Identity) {
        self.put(&format!("{name}.key"), pem("PRIVATE KEY", &identity.key.pkcs8()));
        self.put(&format!("{name}.pem"), identity.chain_pem());
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn put(&self, name: &str, octets: impl AsRef<[u8]>) {
        fs::write(self.path(name), octets).unwrap();
    }

    pub(crate) fn run<S: AsRef<str>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        let arguments: Vec<String> = arguments.into_iter().map(|one| one.as_ref().to_owned()).collect();
        let mut command = assert_cmd::Command::cargo_bin("signer").unwrap();
        let home = self.path("home");
        let command = command.current_dir(self.folder()).env_clear().env("HOME", &home).env("LANG", "en");
        // Where a test put tokens they are here; without the file there are none.
        let command = command.env("SOFTHSM2_CONF", self.path("softhsm2.conf"));
        let output = command.args(&arguments).output().unwrap();
        Run {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What `sign` and `extend` are told of the network.
    pub(crate) fn network(&self, tsa: &str) -> Vec<String> {
        let tsa = self.service.url(tsa);
        let all = ["--tsa", &tsa, "--trust", "root.pem", "--intermediates", "stamping.pem", "--online", "--no-cache"];
        all.into_iter().chain(["--allow-host", self.service.host()]).map(str::to_owned).collect()
    }

    pub(crate) fn sign(&self, level: &str, output: &str) -> Run {
        let own = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
        let own = own.into_iter().chain(["--level", level, "-o", output]).map(str::to_owned);
        self.run(own.chain(self.network("/tsa")))
    }

    pub(crate) fn signs(&self, level: &str, output: &str) {
        let run = self.sign(level, output);
        assert_eq!(run.status, 0, "{level}: {}", run.stderr);
        assert!(!run.stderr.contains("could not be checked"), "{}", run.stderr);
    }

    pub(crate) fn extends(&self, input: &str, level: &str, tsa: &str, output: &str) {
        let own = ["extend", input, "--level", level, "-o", output].map(str::to_owned);
        let run = self.run(own.into_iter().chain(self.network(tsa)));
        assert_eq!(run.status, 0, "{level}: {}", run.stderr);
    }
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("openssl");
    let output = command.current_dir(folder).args(arguments).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

const CONFIGURATION: &str = "[tsa]\ndefault_tsa = here\n[here]\nserial = serial\ncrypto_device = builtin\n\
signer_cert = cert.pem\nsigner_key = key.pem\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n\
digests = sha256, sha384, sha512\naccuracy = secs:1\nordering = no\ntsa_name = no\ness_cert_id_chain = no\n\
ess_cert_id_alg = sha256\n";
