//! How fast many documents are signed with a token, beside what the token's module could do at best.
//!
//! `cargo build --release -p signer-cli && cargo run --release -p benches --bin tokens` makes a SoftHSM2 token with an
//! RSA key of each size. For each key, with one and with two sessions, the module's own rate of `C_Sign`, the program's
//! rate of whole documents, and the module's once more are measured one after the other, three times. The share is what
//! the program reaches of the mean of the two beside it: a machine that others use is slower now and faster then. The
//! table shows medians. A run of the program is measured from its start to its end: it starts, loads the module, logs in
//! with one PIN, and ends when the last result is on the disk. The last column is pyHanko over the same token, its start
//! left out.
//!
//! Options: `--documents N`, `--rounds N`, `--key 2048|3072|4096`, `--folder FOLDER` (where documents and results are),
//! `--signer FILE`, `--python FILE`.
//!
//! Processor time is told beside: it says more than the rates where others use the machine.
#![expect(clippy::expect_used, reason = "a measurement that cannot be set up has nothing to say")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use tempfile::TempDir;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, Leaf};

mod raw;

const PIN: &str = "13572468";
const LIBRARY: &str = "/usr/lib/softhsm/libsofthsm2.so";
const KEYS: [Key; 3] = [Key::Rsa2048, Key::Rsa3072, Key::Rsa4096];

/// The share of the module's own rate that is aimed at, in hundredths.
const AIM: f64 = 90.0;

fn main() {
    let options = Options::read();
    if !Path::new(LIBRARY).is_file() {
        println!("skipped: SoftHSM2 is not installed");
        return;
    }
    let mut desk = Desk::new(options.documents, options.folder.as_deref());
    println!("{} documents of 50 KB, medians of {} rounds, {}", options.documents, options.rounds, machine());
    println!(
        "| key | sessions | C_Sign alone | signer, whole documents | share | aim {AIM:.0} % | CPU, C_Sign | CPU, signer | pyHanko |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for key in KEYS.into_iter().filter(|key| options.key.as_ref().is_none_or(|size| key.name().contains(size))) {
        let peer = options.python.as_deref().and_then(|python| desk.pyhanko(python, key));
        let peer = peer.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.0}/s"));
        for sessions in [1, 2] {
            let rounds: Vec<Round> = (0..options.rounds).map(|_| desk.round(&options.signer, key, sessions)).collect();
            let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value).collect());
            let share = 100.0 * of(Round::share);
            println!(
                "| {} | {sessions} | {:.0}/s | {:.0}/s | {share:.0} % | {} | {:.2} ms | {:.2} ms | {peer} |",
                key.name(),
                of(|round| round.module().rate),
                of(|round| round.signer.rate),
                if share >= AIM { "holds" } else { "missed" },
                1e3 * of(|round| round.module().processor),
                1e3 * of(|round| round.signer.processor),
            );
        }
    }
}

/// What it was measured on.
fn machine() -> String {
    let description = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let names = description.lines().filter_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let name = names.map(|(_, name)| name).next().unwrap_or("a processor");
    format!("{} × {name}", std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
}

/// The program between two measurements of the module.
struct Round {
    before: Pace,
    signer: Pace,
    after: Pace,
}

impl Round {
    fn module(&self) -> Pace {
        let mean = |of: fn(&Pace) -> f64| f64::midpoint(of(&self.before), of(&self.after));
        Pace { rate: mean(|pace| pace.rate), processor: mean(|pace| pace.processor) }
    }

    /// What the program reaches of the module's rate.
    fn share(&self) -> f64 {
        self.signer.rate / self.module().rate
    }
}

/// How fast something went.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    /// Signatures or documents a second.
    rate: f64,
    /// Processor time of each, in seconds.
    processor: f64,
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

struct Options {
    documents: usize,
    rounds: usize,
    key: Option<String>,
    folder: Option<PathBuf>,
    signer: PathBuf,
    python: Option<PathBuf>,
}

impl Options {
    fn read() -> Self {
        let beside = std::env::current_exe().expect("a path").with_file_name("signer");
        let mut options = Self { documents: 500, rounds: 3, key: None, folder: None, signer: beside, python: None };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().expect("a value");
            match name.as_str() {
                "--documents" => options.documents = value.parse().expect("a number"),
                "--rounds" => options.rounds = value.parse().expect("a number"),
                "--key" => options.key = Some(value),
                "--folder" => options.folder = Some(value.into()),
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
    /// Runs of the program so far. What each made stays to the end: a file system is slow to use the inodes of what
    /// was just removed again, which would be told of the next run.
    runs: usize,
}

impl Desk {
    fn new(count: usize, place: Option<&Path>) -> Self {
        let folder = place.map_or_else(tempfile::tempdir, tempfile::tempdir_in).expect("a folder");
        let mut desk = Self { folder, documents: Vec::new(), runs: 0 };
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

    /// The module, the program, and the module again.
    fn round(&mut self, program: &Path, key: Key, sessions: usize) -> Round {
        let before = self.raw(key, sessions);
        let signer = self.signer(program, key, sessions);
        Round { before, signer, after: self.raw(key, sessions) }
    }

    /// Signatures by `C_Sign` alone.
    fn raw(&self, key: Key, threads: usize) -> Pace {
        // SAFETY: nothing else runs in this process yet or any more: the threads of the last measurement ended.
        unsafe { std::env::set_var("SOFTHSM2_CONF", self.path("softhsm2.conf")) };
        raw::pace(Path::new(LIBRARY), PIN, key.name(), threads, self.documents.len())
    }

    /// Documents by the program, from its start to its end.
    fn signer(&mut self, program: &Path, key: Key, workers: usize) -> Pace {
        self.runs += 1;
        let out = self.path(&format!("out-{}", self.runs));
        let mut command = self.command(program);
        command.args(["--lang", "en", "sign", "--as", "plain", "--jobs", &workers.to_string()]);
        command.args(["--token", &format!("pkcs11:token=bench?module-path={LIBRARY}")]);
        command.args(["--token-certificate", key.name(), "--pin-file"]).arg(self.path("pin"));
        command.arg("--out-dir").arg(&out).args(&self.documents);
        let stopwatch = Stopwatch::start(Who::Children);
        let output = command.output().expect("the program; build it with --release first");
        let pace = stopwatch.stop(self.documents.len());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(std::fs::read_dir(&out).expect("a folder").count(), self.documents.len());
        pace
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

/// Whose processor time counts.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    /// This process.
    Ourselves,
    /// The processes that it started and that ended.
    Children,
}

/// Time by the clock and of the processor.
pub(crate) struct Stopwatch {
    who: Who,
    begun: Instant,
    processor: f64,
}

impl Stopwatch {
    pub(crate) fn start(who: Who) -> Self {
        Self { who, begun: Instant::now(), processor: processor(who) }
    }

    pub(crate) fn stop(self, count: usize) -> Pace {
        let count = f64::from(u32::try_from(count).expect("a small number"));
        let rate = count / self.begun.elapsed().as_secs_f64();
        Pace { rate, processor: (processor(self.who) - self.processor) / count }
    }
}

/// Seconds of processor time so far (proc(5): `utime` and `stime`, `cutime` and `cstime`, in hundredths); 0 elsewhere.
fn processor(who: Who) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = stat.split_whitespace().map(|field| field.parse().unwrap_or(0.0)).collect();
    let first = match who {
        Who::Ourselves => 13,
        Who::Children => 15,
    };
    fields.iter().skip(first).take(2).sum::<f64>() / 100.0
}
