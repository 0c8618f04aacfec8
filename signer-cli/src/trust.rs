//! Certificates from files and folders: whom to trust, and what may stand between.

use std::fs;
use std::path::{Path, PathBuf};

use signer_core::pki::{Certificate, TrustStore};
use signer_core::signer::read_certificates;

use crate::cli::trust::Trust;
use crate::error::Failure;
use crate::files::Input;
use crate::message::Arguments;
use crate::output::Terminal;

pub(crate) mod catalogue;
pub(crate) mod evidence;
pub(crate) mod store;

use store::{Store, Use};

/// What a folder is searched for.
const EXTENSIONS: [&str; 6] = ["pem", "crt", "cer", "der", "p7b", "p7c"];

/// How deep folders of certificates are searched: a store of stores, not a home directory.
const DEPTH: u8 = 4;

/// Whom the command line trusts, and the certificates that may stand between: those of `--trust` and
/// `--intermediates`, else those of the user's store.
pub(crate) fn chosen(options: &Trust, terminal: &Terminal) -> Result<(TrustStore, Vec<Certificate>), Failure> {
    let mut between = certificates(&options.intermediates, terminal)?;
    if !options.trust.is_empty() {
        return Ok((anchors(&options.trust, terminal)?, between));
    }
    let mut trusted = TrustStore::new();
    // A service without a home has no store, and trusts nobody.
    let entries =
        Store::at(options.store.as_deref()).map_or_else(|_| Ok(Vec::new()), |store| store.entries(terminal))?;
    for entry in entries {
        match entry.usage {
            Use::Anchor => trusted.add(entry.certificate),
            Use::Between => between.push(entry.certificate),
        }
    }
    Ok((trusted, between))
}

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
    let mut paths = Vec::new();
    gather(folder, DEPTH, &EXTENSIONS, &mut paths)?;
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

/// The files of these kinds of a folder and of those below it; a link to a folder is not followed.
fn gather(folder: &Path, depth: u8, extensions: &[&str], paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failure = |error| Failure::broken("error-folder").with("path", folder.display()).because(error);
    for entry in fs::read_dir(folder).map_err(failure)? {
        let entry = entry.map_err(failure)?;
        let path = entry.path();
        if entry.file_type().map_err(failure)?.is_dir() {
            if let Some(depth) = depth.checked_sub(1) {
                gather(&path, depth, extensions, paths)?;
            }
            continue;
        }
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_file() && extensions.iter().any(|known| extension.eq_ignore_ascii_case(known)) {
            paths.push(path);
        }
    }
    Ok(())
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
