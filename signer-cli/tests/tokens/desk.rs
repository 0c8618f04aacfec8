//! A token with keys and certificates on it, in a folder of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, Leaf};

pub(crate) const PIN: &str = "13572468";
/// What each key is called on the token.
pub(crate) const KEYS: [Key; 6] = [Key::Rsa2048, Key::Rsa3072, Key::Rsa4096, Key::P256, Key::P384, Key::Ed25519];

/// How the program reaches the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    SoftHsm,
    Nss,
    P11Kit,
}

/// The folder, and the way to its token.
pub(crate) struct Desk {
    folder: TempDir,
    module: Module,
    root: String,
    server: Option<Child>,
}

impl Desk {
    /// A token with every key that the module can take; `None` where the module is not installed.
    pub(crate) fn new(module: Module) -> Option<Self> {
        let needed: &[&str] = match module {
            Module::SoftHsm => &["softhsm2-util", "pkcs11-tool"],
            Module::Nss => &["certutil", "pk12util", "openssl"],
            Module::P11Kit => &["softhsm2-util", "pkcs11-tool", "p11-kit"],
        };
        if !needed.iter().all(|program| is_installed(program)) || module.library().is_none() {
            assert!(std::env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "{module:?} is required and not installed");
            test_vectors::say(format_args!("skipped: {module:?} is not installed"));
            return None;
        }
        let root = Authority::root("Throw-away Root CA", Key::Rsa2048Root);
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Self { folder, module, root: root.certificate_pem(), server: None };
        desk.put("pin", PIN);
        desk.put("root.pem", desk.root.as_bytes());
        match module {
            Module::SoftHsm => desk.fill_softhsm(&root),
            Module::P11Kit => {
                desk.fill_softhsm(&root);
                desk.serve();
            }
            Module::Nss => desk.fill_nss(&root),
        }
        Some(desk)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, octets: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), octets).unwrap();
        self.path(name)
    }

    /// A document of one page.
    pub(crate) fn document(&self, name: &str) -> PathBuf {
        self.put(name, Pdf::new().build())
    }

    /// The URI of the token.
    pub(crate) fn uri(&self) -> String {
        let library = self.module.library().unwrap();
        match self.module {
            Module::Nss => format!(
                "pkcs11:token=NSS%20Certificate%20DB?module-path={}&x-module-parameters=configdir='sql:{}'%20\
                 certPrefix=''%20keyPrefix=''%20secmod=''%20flags=readOnly",
                library.display(),
                self.path("nss").display()
            ),
            _ => format!("pkcs11:token=Van%20thu?module-path={}", library.display()),
        }
    }

    /// The program, in English, with the environment of the token.
    pub(crate) fn signer<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Output {
        self.command(env!("CARGO_BIN_EXE_signer")).args(["--lang", "en"]).args(arguments).output().unwrap()
    }

    /// Any program, with the environment of the token.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("SOFTHSM2_CONF", self.path("softhsm2.conf"))
            .env("XDG_RUNTIME_DIR", self.folder.path())
            .env("P11_KIT_SERVER_ADDRESS", format!("unix:path={}", self.path("p11").display()))
            .stdin(Stdio::null());
        command
    }

    fn fill_softhsm(&self, root: &Authority) {
        std::fs::create_dir(self.path("tokens")).unwrap();
        let configuration =
            format!("directories.tokendir = {}\nobjectstore.backend = file\n", self.path("tokens").display());
        self.put("softhsm2.conf", configuration);
        self.must("softhsm2-util", &["--init-token", "--free", "--label", "Van thu", "--so-pin", PIN, "--pin", PIN]);
        for (number, key) in (1u8..).zip(&KEYS) {
            self.import("Van thu", PIN, *key, &format!("{number:02x}"), &root.issue(&Leaf::personal(*key)));
        }
    }

    /// A further token of SoftHSM2 with one key and its certificate.
    pub(crate) fn add_token(&self, label: &str, pin: &str, key: Key, certificate: &[u8]) {
        self.must("softhsm2-util", &["--init-token", "--free", "--label", label, "--so-pin", pin, "--pin", pin]);
        self.import(label, pin, key, "01", certificate);
    }

    fn import(&self, token: &str, pin: &str, key: Key, id: &str, certificate: &[u8]) {
        let library = Module::SoftHsm.library().unwrap();
        let (pem, name) = (self.put("key.pem", key.pem()), key.name());
        let import = ["--import", text(&pem), "--token", token, "--label", name, "--id", id, "--pin", pin];
        self.must("softhsm2-util", &import);
        let certificate = self.put("certificate.der", certificate);
        let write = ["--write-object", text(&certificate), "--type", "cert", "--label", name, "--id", id];
        let login = ["--module", text(&library), "--token-label", token, "--login", "--pin", pin];
        self.must("pkcs11-tool", &[&login[..], &write[..]].concat());
    }

    fn fill_nss(&self, root: &Authority) {
        std::fs::create_dir(self.path("nss")).unwrap();
        let store = format!("sql:{}", self.path("nss").display());
        let pin = self.path("pin");
        self.must("certutil", &["-N", "-d", &store, "-f", text(&pin)]);
        for key in KEYS.iter().filter(|key| **key != Key::Ed25519) {
            let pem = self.put("key.pem", key.pem());
            // NSS calls all certificates of one subject by one name.
            let leaf = Leaf::personal(*key).with_common_name(key.name()).with_serial(key.name().as_bytes());
            let identity = root.identity(&leaf);
            let chain = self.put("chain.pem", identity.chain_pem());
            let packed = self.path("key.p12");
            let made = ["pkcs12", "-export", "-inkey", text(&pem), "-in", text(&chain), "-name", key.name()];
            self.must("openssl", &[&made[..], &["-out", text(&packed), "-passout", "pass:x"]].concat());
            self.must("pk12util", &["-i", text(&packed), "-d", &store, "-k", text(&pin), "-W", "x"]);
        }
    }

    /// p11-kit serves the token over a socket; it ends with the desk.
    fn serve(&mut self) {
        let library = Module::SoftHsm.library().unwrap();
        let socket = self.path("p11");
        let mut server = self.command("p11-kit");
        server.args([
            "server",
            "--foreground",
            "-n",
            text(&socket),
            "--provider",
            text(&library),
            "pkcs11:token=Van%20thu",
        ]);
        self.server = Some(server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let begun = Instant::now();
        while !socket.exists() {
            assert!(begun.elapsed() < Duration::from_secs(20), "p11-kit did not start");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn must(&self, program: &str, arguments: &[&str]) {
        let output = self.command(program).args(arguments).output().unwrap();
        assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ended = server.kill();
            let _status = server.wait();
        }
    }
}

impl Module {
    /// Where Debian puts it.
    pub(crate) fn library(self) -> Option<PathBuf> {
        let names: &[&str] = match self {
            Self::SoftHsm => &["/usr/lib/softhsm/libsofthsm2.so"],
            Self::Nss => &["/usr/lib/x86_64-linux-gnu/libsoftokn3.so", "/usr/lib/aarch64-linux-gnu/libsoftokn3.so"],
            Self::P11Kit => &[
                "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so",
                "/usr/lib/aarch64-linux-gnu/pkcs11/p11-kit-client.so",
            ],
        };
        names.iter().map(PathBuf::from).find(|path| path.is_file())
    }
}

pub(crate) fn is_installed(program: &str) -> bool {
    std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(program).is_file())
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
