//! How fast many documents are signed with a token, beside what the token's module could do at best.
//!
//! `cargo build --release -p signer-cli && cargo run --release -p benches --bin tokens` makes a SoftHSM2 token with an
//! RSA key of each size, and for each: the module's own rate of `C_Sign` with one and two threads, the program's
//! rate of whole documents in one run with one PIN (from its start to its end, results on the disk), the module's
//! rate again, and pyHanko's rate over the same token. Options: `--documents N`, `--signer FILE`, `--python FILE`.
//!
//! Whole runs are measured, so a busy machine shows; the ratio of neighbours in the table says more than the rates.
#![expect(clippy::expect_used, reason = "a measurement that cannot be set up has nothing to say")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, Leaf};

mod raw;

const PIN: &str = "13572468";
const LIBRARY: &str = "/usr/lib/softhsm/libsofthsm2.so";
const KEYS: [Key; 3] = [Key::Rsa2048, Key::Rsa3072, Key::Rsa4096];

fn main() {
    let options = Options::read();
    if !Path::new(LIBRARY).is_file() {
        println!("skipped: SoftHSM2 is not installed");
        return;
    }
    let desk = Desk::new(options.documents);
    println!(
        "| key | C_Sign, 1 thread | C_Sign, 2 threads | signer, 1 worker | signer, 2 workers | of C_Sign, 2 threads | pyHanko |"
    );
    println!("|---|---|---|---|---|---|---|");
    for key in KEYS {
        let one = desk.raw(key, 1);
        let before = desk.raw(key, 2);
        let single = desk.signer(&options.signer, key, 1);
        let double = desk.signer(&options.signer, key, 2);
        let after = desk.raw(key, 2);
        let double_again = desk.signer(&options.signer, key, 2);
        let both = (double + double_again) / 2.0;
        let module = (before + after) / 2.0;
        let peer = options.python.as_deref().and_then(|python| desk.pyhanko(python, key));
        println!(
            "| {} | {one:.0}/s | {module:.0}/s | {single:.0}/s | {both:.0}/s | {:.0} % | {} |",
            key.name(),
            100.0 * both / module,
            peer.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.0}/s"))
        );
    }
}

struct Options {
    documents: usize,
    signer: PathBuf,
    python: Option<PathBuf>,
}

impl Options {
    fn read() -> Self {
        let beside = std::env::current_exe().expect("a path").with_file_name("signer");
        let mut options = Self { documents: 500, signer: beside, python: None };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().expect("a value");
            match name.as_str() {
                "--documents" => options.documents = value.parse().expect("a number"),
                "--signer" => options.signer = value.into(),
                "--python" => options.python = Some(value.into()),
                other => println!("unknown option {other}"),
            }
        }
        options
    }
}

/// A token in a folder of its own, and documents of 50 KB.
struct Desk {
    folder: TempDir,
    documents: Vec<PathBuf>,
}

impl Desk {
    fn new(count: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut desk = Self { folder, documents: Vec::new() };
        std::fs::create_dir(desk.path("tokens")).expect("a folder");
        let tokens = desk.path("tokens").display().to_string();
        desk.put(
            "softhsm2.conf",
            format!("directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"),
        );
        desk.put("pin", PIN);
        desk.must("softhsm2-util", &["--init-token", "--free", "--label", "bench", "--so-pin", PIN, "--pin", PIN]);
        let root = Authority::root("Throw-away Root CA", Key::Rsa2048Root);
        for (number, key) in (1u8..).zip(&KEYS) {
            let (name, id) = (key.name(), format!("{number:02x}"));
            let pem = desk.put("key.pem", key.pem());
            let import = ["--import", &pem, "--token", "bench", "--label", name, "--id", &id, "--pin", PIN];
            desk.must("softhsm2-util", &import);
            let certificate = desk.put("certificate.der", root.issue(&Leaf::personal(*key)));
            let login = ["--module", LIBRARY, "--token-label", "bench", "--login", "--pin", PIN];
            let write = ["--write-object", &certificate, "--type", "cert", "--label", name, "--id", &id];
            desk.must("pkcs11-tool", &[&login[..], &write[..]].concat());
        }
        let mut octets = Vec::new();
        Pdf::of_size(50_000).write_to(&mut octets).expect("a document");
        desk.documents = (0..count).map(|number| desk.put(&format!("{number:04}.pdf"), &octets).into()).collect();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, octets: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), octets).expect("a file");
        self.path(name).display().to_string()
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("SOFTHSM2_CONF", self.path("softhsm2.conf")).stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    fn must(&self, program: &str, arguments: &[&str]) {
        let output = self.command(program).args(arguments).output().expect("the program");
        assert!(output.status.success(), "{program}: {output:?}");
    }

    /// Signatures a second by `C_Sign` alone, in a process of its own.
    fn raw(&self, key: Key, threads: usize) -> f64 {
        // SAFETY: nothing else runs in this process yet or any more: the threads of the last measurement ended.
        unsafe { std::env::set_var("SOFTHSM2_CONF", self.path("softhsm2.conf")) };
        raw::rate(Path::new(LIBRARY), PIN, key.name(), threads, self.documents.len())
    }

    /// Documents a second by the program, from its start to its end.
    fn signer(&self, program: &Path, key: Key, workers: usize) -> f64 {
        let out = self.path("out");
        let mut command = self.command(program);
        command.args(["--lang", "en", "sign", "--as", "plain", "--jobs", &workers.to_string()]);
        command.args(["--token", &format!("pkcs11:token=bench?module-path={LIBRARY}")]);
        command.args(["--token-certificate", key.name(), "--pin-file"]).arg(self.path("pin"));
        command.arg("--out-dir").arg(&out).args(&self.documents);
        let begun = Instant::now();
        let output = command.output().expect("the program; build it with --release first");
        let rate = per_second(self.documents.len(), begun.elapsed());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(std::fs::read_dir(&out).expect("a folder").count(), self.documents.len());
        std::fs::remove_dir_all(&out).expect("a folder of ours");
        rate
    }

    /// Documents a second by pyHanko over python-pkcs11; `None` where they are not installed.
    fn pyhanko(&self, python: &Path, key: Key) -> Option<f64> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("pyhanko_token.py");
        let mut command = self.command(python);
        command.arg(script).args([LIBRARY, "bench", PIN, key.name()]).args(self.documents.iter().take(100));
        let output = command.stdout(Stdio::piped()).output().ok()?;
        if !output.status.success() {
            println!("pyHanko: {}", String::from_utf8_lossy(&output.stderr));
            return None;
        }
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    }
}

fn per_second(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).expect("a small number")) / time.as_secs_f64()
}
