//! Evidence from files and folders: CRLs and OCSP responses, PEM or DER.

use std::path::{Path, PathBuf};

use signer_core::Error;
use signer_core::evidence::{Evidence, Origin};
use signer_core::signer::unwrap_pem;

use super::{DEPTH, gather};
use crate::cli::trust::Trust;
use crate::error::Failure;
use crate::files::Input;
use crate::message::Arguments;
use crate::output::Terminal;

/// One kind of evidence.
#[derive(Clone, Copy)]
struct Kind {
    /// The label of its PEM form (RFC 7468, 6; the other is OpenSSL's).
    label: &'static str,
    extensions: &'static [&'static str],
    /// The sentence about a file that holds none.
    unreadable: &'static str,
    /// The sentence about a folder that holds none.
    none: &'static str,
    add: fn(&mut Evidence, &[u8]) -> Result<(), Error>,
}

const CRL: Kind = Kind {
    label: "X509 CRL",
    extensions: &["crl", "pem", "der"],
    unreadable: "error-crl",
    none: "error-no-crl",
    add: |evidence, octets| evidence.add_crl(Origin::Supplied, octets).map(|_| ()),
};

const OCSP: Kind = Kind {
    label: "OCSP RESPONSE",
    extensions: &["ocsp", "ors", "pem", "der"],
    unreadable: "error-ocsp",
    none: "error-no-ocsp",
    add: |evidence, octets| evidence.add_ocsp(Origin::Supplied, octets).map(|_| ()),
};

/// The evidence of `--crl` and `--ocsp`.
pub(crate) fn supplied(options: &Trust, terminal: &Terminal) -> Result<Evidence, Failure> {
    let mut evidence = Evidence::new();
    for (paths, kind) in [(&options.crl, CRL), (&options.ocsp, OCSP)] {
        for path in paths {
            if path.is_dir() {
                in_folder(path, kind, &mut evidence, terminal)?;
            } else {
                in_file(path, kind, &mut evidence)?;
            }
        }
    }
    Ok(evidence)
}

/// In a folder a file that holds none is passed over, and said: what is missing makes nothing pass.
fn in_folder(folder: &Path, kind: Kind, evidence: &mut Evidence, terminal: &Terminal) -> Result<(), Failure> {
    let mut paths: Vec<PathBuf> = Vec::new();
    gather(folder, DEPTH, kind.extensions, &mut paths)?;
    paths.sort();
    let mut any = false;
    for path in paths {
        match in_file(&path, kind, evidence) {
            Ok(()) => any = true,
            Err(_) => terminal.warn(kind.unreadable, &Arguments::new().with("path", path.display())),
        }
    }
    if any { Ok(()) } else { Err(Failure::broken(kind.none).with("path", folder.display())) }
}

fn in_file(path: &Path, kind: Kind, evidence: &mut Evidence) -> Result<(), Failure> {
    let failure = || Failure::broken(kind.unreadable).with("path", path.display());
    let octets = Input::open(path)?;
    match unwrap_pem(&octets, kind.label) {
        Some(blocks) if blocks.is_empty() => Err(failure()),
        Some(blocks) => {
            blocks.iter().try_for_each(|block| (kind.add)(evidence, block)).map_err(|error| failure().because(error))
        }
        None => (kind.add)(evidence, &octets).map_err(|error| failure().because(error)),
    }
}
