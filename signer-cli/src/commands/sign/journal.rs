//! The journal: a line for each document, of what was signed, by whom, and what was known of the certificate then.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use signer_core::Time;

use crate::cli::sign::Arguments;
use crate::error::Failure;

/// One line.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Entry {
    /// By the clock of this machine.
    pub(super) time: Time,
    pub(super) input: String,
    pub(super) output: String,
    /// Of the output, in lower-case hexadecimal.
    pub(super) sha256: String,
    pub(super) signer: String,
    /// SHA-256 of the signer's certificate, as `verify` shows it.
    pub(super) certificate: String,
    pub(super) role: String,
    pub(super) level: &'static str,
    pub(super) certificate_status: Status,
    /// When the authorities say that it was signed: the signature time-stamp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timestamp: Option<Time>,
    /// Number and notation, where the document got them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<String>,
    /// The date of issue that goes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<String>,
    /// Why an organisation signed before the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) without_personal: Option<String>,
}

/// What was known of the certificate when it signed (Decree 68/2024, article 29).
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub(super) enum Status {
    /// It and those above it were checked, and nobody was revoked.
    Checked,
    /// It could not be checked.
    Unchecked {
        /// Why not.
        why: String,
    },
}

/// The file, if one is wanted.
#[derive(Debug)]
pub(super) struct Journal(Option<(PathBuf, File)>);

impl Journal {
    /// Opened before anything is signed: what cannot be written down is not done.
    pub(super) fn open(arguments: &Arguments) -> Result<Self, Failure> {
        let Some(path) = &arguments.journal.journal else { return Ok(Self(None)) };
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file =
            file.map_err(|error| Failure::broken("error-journal").with("path", path.display()).because(error))?;
        Ok(Self(Some((path.clone(), file))))
    }

    /// One write, so that two runs do not mix their lines.
    pub(super) fn write(&mut self, entry: &Entry) -> Result<(), Failure> {
        let Some((path, file)) = &mut self.0 else { return Ok(()) };
        let mut line = serde_json::to_string(entry).unwrap_or_default();
        line.push('\n');
        let written = file.write_all(line.as_bytes()).and_then(|()| file.sync_data());
        written.map_err(|error| Failure::broken("error-journal").with("path", path.display()).because(error))
    }
}
