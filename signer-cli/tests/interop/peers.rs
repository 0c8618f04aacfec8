//! Other programs, asked for their opinion.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A program found on this machine.
pub(crate) struct Peer(PathBuf);

impl Peer {
    /// Looks for a program. Where it is missing the test says so and is skipped, unless `SIGNER_REQUIRE_PEERS` is set.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let found = env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
        if found.is_none() {
            assert!(env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "{name} is required and not installed");
            test_vectors::say(format_args!("skipped: {name} is not installed"));
        }
        found.map(Self)
    }

    /// A Python that has pyHanko.
    pub(crate) fn pyhanko_python() -> Option<Self> {
        // The interpreter next to the program has the library, in a virtual environment and outside.
        let program = Self::find("pyhanko")?;
        let python = program.0.with_file_name("python3");
        if python.is_file() { Some(Self(python)) } else { Self::find("python3") }
    }

    /// Runs it and returns what it said on both streams, and whether it was content.
    pub(crate) fn ask<S: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> (bool, String) {
        let Output { status, stdout, stderr } =
            Command::new(&self.0).args(arguments).output().expect("a program that was found can be started");
        (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
    }
}

/// A folder of its own for each test, with what the peers need in it.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, octets: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, octets).expect("the temporary folder can be written to");
        path
    }
}

/// A script of this folder.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers").join(name)
}
