//! `--slips`: for each document that is refused, the sentence to send back with it, as a text of its own.

use std::collections::BTreeSet;
use std::path::PathBuf;

use signer_core::algorithm::Digest;
use signer_core::report::{DocumentConclusion, Report};

use crate::cli::verify::Arguments;
use crate::error::Failure;
use crate::files::{Existing, Output};
use crate::message::{Language, Messages, Safe};
use crate::output::moment;
use crate::output::report::row::{Row, UnitFrom};

/// File systems take names of 255 octets.
const LONGEST_NAME: usize = 240;

pub(super) struct Slips {
    folder: PathBuf,
    existing: Existing,
    allow_unsigned: bool,
    /// Vietnamese first: it is what is sent.
    languages: [Messages; 2],
    names: BTreeSet<String>,
}

impl Slips {
    /// The folder has to be there.
    pub(super) fn new(arguments: &Arguments) -> Result<Option<Self>, Failure> {
        let Some(folder) = arguments.slips.clone() else { return Ok(None) };
        if !folder.is_dir() {
            return Err(Failure::broken("error-output-no-folder").with("path", folder.display()));
        }
        let languages = [Messages::new(Language::Vietnamese), Messages::new(Language::English)];
        let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
        let allow_unsigned = arguments.allow_unsigned;
        Ok(Some(Self { folder, existing, allow_unsigned, languages, names: BTreeSet::new() }))
    }

    /// Writes the slip of a document that is not accepted.
    pub(super) fn write(&mut self, report: &Report) -> Result<(), Failure> {
        let conclusion = report.conclusion();
        if conclusion == DocumentConclusion::Unsigned && self.allow_unsigned {
            return Ok(());
        }
        let Some(text) = self.text(report) else { return Ok(()) };
        let name = self.name(&report.path);
        let path = self.folder.join(name);
        // A run that goes on writes what it wrote before.
        if std::fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(());
        }
        Output::new(&path, self.existing, &[])?.write(&[text.as_bytes()])
    }

    fn text(&self, report: &Report) -> Option<String> {
        let mut text = String::new();
        for messages in &self.languages {
            let row = Row::of(report, messages, UnitFrom::Certificate);
            let slip = row.return_slip(messages)?;
            let facts = [
                ("column-path", row.path.clone()),
                ("column-todo", row.todo.clone()),
                ("column-sha256", row.sha256.clone()),
                ("column-at", moment::local(report.validation_time)),
                ("column-policy", report.policy.clone()),
                ("column-program", concat!("signer ", env!("CARGO_PKG_VERSION")).to_owned()),
            ];
            if !text.is_empty() {
                text.push_str("\n--\n\n");
            }
            text.push_str(&format!("{slip}\n\n"));
            for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
                text.push_str(&format!("{}: {}\n", messages.text(label), Safe(value)));
            }
        }
        Some(text)
    }

    /// `in/a.pdf` becomes `in_a.pdf.txt`: the same in every run, whoever is finished first.
    fn name(&mut self, path: &str) -> String {
        let flat: String = path
            .trim_start_matches(['/', '.', '\\'])
            .chars()
            .filter(|character| !character.is_control())
            .map(|character| if matches!(character, '/' | '\\' | '!' | ':') { '_' } else { character })
            .collect();
        let plain = format!("{flat}.txt");
        if flat.len() <= LONGEST_NAME && self.names.insert(plain.clone()) {
            return plain;
        }
        let digest = hex::encode(signer_core::crypto::digest(Digest::Sha256, path.as_bytes()));
        let (start, mark) = (flat.chars().take(LONGEST_NAME / 4), digest.chars().take(16));
        format!("{}.{}.txt", start.collect::<String>(), mark.collect::<String>())
    }
}
