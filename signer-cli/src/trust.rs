//! Certificates from files and folders: whom to trust, and what may stand between.

use std::fs;
use std::path::{Path, PathBuf};

use signer_core::pki::{Certificate, TrustStore};
use signer_core::signer::read_certificates;

use crate::error::Failure;
use crate::files::Input;
use crate::message::Arguments;
use crate::output::Terminal;

/// What a folder is searched for.
const EXTENSIONS: [&str; 6] = ["pem", "crt", "cer", "der", "p7b", "p7c"];

/// The trusted certificates of `--trust`.
pub(crate) fn anchors(paths: &[PathBuf], terminal: &Terminal) -> Result<TrustStore, Failure> {
    let mut store = TrustStore::new();
    for certificate in certificates(paths, terminal)? {
        store.add(certificate);
    }
    Ok(store)
}

/// The certificates in the files and folders.
pub(crate) fn certificates(paths: &[PathBuf], terminal: &Terminal) -> Result<Vec<Certificate>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(in_folder(path, terminal)?);
        } else {
            found.extend(in_file(path)?);
        }
    }
    Ok(found)
}

/// In a folder a file that holds no certificates is skipped, and said: it cannot make anything trusted.
fn in_folder(folder: &Path, terminal: &Terminal) -> Result<Vec<Certificate>, Failure> {
    let failure = |error| Failure::broken("error-folder").with("path", folder.display()).because(error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_file() && EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)) {
            paths.push(path);
        }
    }
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        match in_file(&path) {
            Ok(certificates) => found.extend(certificates),
            Err(_) => terminal.warn("error-certificates", &Arguments::new().with("path", path.display())),
        }
    }
    if found.is_empty() {
        return Err(Failure::broken("error-no-certificates").with("path", folder.display()));
    }
    Ok(found)
}

fn in_file(path: &Path) -> Result<Vec<Certificate>, Failure> {
    let failure = || Failure::broken("error-certificates").with("path", path.display());
    let octets = Input::open(path)?;
    let encoded = read_certificates(&octets).map_err(|error| failure().because(error))?;
    let parsed: Result<Vec<_>, _> = encoded.iter().map(|der| Certificate::parse(der)).collect();
    let certificates = parsed.map_err(|error| failure().because(error))?;
    if certificates.is_empty() {
        return Err(Failure::broken("error-no-certificates").with("path", path.display()));
    }
    Ok(certificates)
}
