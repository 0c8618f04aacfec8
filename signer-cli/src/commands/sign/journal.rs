//! The journal: a CSV file with a line for each signature, of what was signed, by whom, and what was known of the
//! certificate then. Lines are only ever added.
//!
//! A line and the document that it tells of cannot come into being at the same instant. So the line is first written
//! to a file beside the journal, then the document gets its name, then the line goes into the journal. A run that
//! finds such a file of a run that ended between the two completes the journal: whatever was signed stands in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use signer_core::Time;
use tempfile::NamedTempFile;

use crate::cli::sign::Arguments;
use crate::error::Failure;
use crate::files::{Input, folder_of};
use crate::message::{Arguments as Words, Language, Messages};
use crate::output::Terminal;
use crate::output::report::csv::harmless;

use super::hand::sha256;

/// What each column is called in the catalogue.
const COLUMNS: [&str; 15] = [
    "journal-state",
    "journal-time",
    "journal-input",
    "journal-output",
    "journal-sha256",
    "journal-number",
    "journal-date",
    "journal-subject",
    "journal-role",
    "journal-signer",
    "journal-certificate",
    "journal-level",
    "journal-timestamp",
    "journal-status",
    "journal-without-personal",
];

/// The columns that tell whether an intended line came true.
const STATE: usize = 0;
const OUTPUT: usize = 3;
const SHA256: usize = 4;

/// Spreadsheets know UTF-8 by it.
const MARK: &str = "\u{feff}";

/// The end of a file of lines that are not in the journal yet.
const PENDING: &str = ".pending";

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// By the clock of this machine.
    pub(super) time: Time,
    pub(super) input: PathBuf,
    pub(super) output: PathBuf,
    /// Of the output, in lower-case hexadecimal.
    pub(super) sha256: String,
    pub(super) signer: String,
    /// SHA-256 of the signer's certificate, as `verify` shows it.
    pub(super) certificate: String,
    pub(super) role: String,
    pub(super) level: &'static str,
    /// Why the certificate could not be checked before it signed (Decree 68/2024, article 29), if it could not.
    pub(super) unchecked: Option<String>,
    /// When the authorities say that it was signed: the signature time-stamp.
    pub(super) timestamp: Option<Time>,
    /// Number and notation, date of issue and subject, where the document got them.
    pub(super) number: Option<String>,
    pub(super) date: Option<String>,
    pub(super) subject: Option<String>,
    /// Why an organisation signed before the person.
    pub(super) without_personal: Option<String>,
}

/// The file, if one is wanted.
#[derive(Debug)]
pub(super) struct Journal(Option<Book>);

#[derive(Debug)]
struct Book {
    path: PathBuf,
    file: File,
    messages: Messages,
    /// What is about to be done; it is there while the program runs, locked.
    pending: Option<NamedTempFile>,
    /// Lines of what was done that could not be written.
    owed: Vec<u8>,
}

impl Journal {
    /// Opened before anything is signed: what cannot be written down is not done. What an earlier run owes is
    /// written first.
    pub(super) fn open(arguments: &Arguments, terminal: &Terminal) -> Result<Self, Failure> {
        let Some(path) = &arguments.journal.journal else { return Ok(Self(None)) };
        let failure = |error| failure(path, error);
        let mut file = OpenOptions::new().create(true).append(true).read(true).open(path).map_err(failure)?;
        file.lock().map_err(failure)?;
        let messages = Messages::new(terminal.messages.language());
        if !begin(&mut file, path, &messages).map_err(failure)? {
            return Err(Failure::broken("error-journal-other").with("path", path.display()));
        }
        let recovered = recover(&mut file, path, &messages).map_err(failure)?;
        file.unlock().map_err(failure)?;
        if recovered > 0 {
            terminal.warn("journal-recovered", &Words::new().count("count", recovered));
        }
        Ok(Self(Some(Book { path: path.clone(), file, messages, pending: None, owed: Vec::new() })))
    }

    /// Writes down what is about to be done. Without this it is not done.
    pub(super) fn intend<'e>(&mut self, entries: impl Iterator<Item = &'e Entry>) -> io::Result<()> {
        let Self(Some(book)) = self else { return Ok(()) };
        let mut lines = book.owed.clone();
        for entry in entries {
            lines.extend(line(entry, &book.messages)?);
        }
        if lines.is_empty() { Ok(()) } else { book.pend(&lines) }
    }

    /// Writes down what was done: one write, so that two runs do not mix their lines.
    pub(super) fn complete<'e>(&mut self, entries: impl Iterator<Item = &'e Entry>) -> io::Result<()> {
        let Self(Some(book)) = self else { return Ok(()) };
        for entry in entries {
            book.owed.extend(line(entry, &book.messages)?);
        }
        if book.owed.is_empty() {
            return Ok(());
        }
        book.file.lock()?;
        let written = book.file.write_all(&book.owed).and_then(|()| book.file.sync_data());
        book.file.unlock()?;
        written?;
        book.owed.clear();
        Ok(())
    }

    /// What is said where a line could not be written.
    pub(super) fn failure(&self, error: &io::Error) -> Failure {
        let path = self.0.as_ref().map(|book| book.path.clone()).unwrap_or_default();
        failure(&path, error.kind().into())
    }
}

impl Book {
    fn pend(&mut self, lines: &[u8]) -> io::Result<()> {
        if self.pending.is_none() {
            let name = self.path.file_name().unwrap_or_default().to_string_lossy();
            let file =
                tempfile::Builder::new().prefix(&prefix(&name)).suffix(PENDING).tempfile_in(folder_of(&self.path))?;
            let _unlocked = file.as_file().try_lock();
            self.pending = Some(file);
        }
        let Some(pending) = &mut self.pending else { return Ok(()) };
        let file = pending.as_file_mut();
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(lines)?;
        file.sync_all()
    }
}

impl Drop for Book {
    fn drop(&mut self) {
        // What is owed is left to the next run.
        if let Some(pending) = self.pending.take().filter(|_| !self.owed.is_empty()) {
            let _kept = pending.keep();
        }
    }
}

fn failure(path: &Path, error: io::Error) -> Failure {
    Failure::broken("error-journal").with("path", path.display()).because(error)
}

fn prefix(name: &str) -> String {
    format!(".{name}.")
}

/// Writes the heading of a new journal. False where the file is something else.
fn begin(file: &mut File, path: &Path, messages: &Messages) -> io::Result<bool> {
    let mut there = Vec::new();
    file.read_to_end(&mut there)?;
    if there.is_empty() {
        file.write_all(&heading(messages)?)?;
        file.sync_all()?;
        let _unsupported = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
        return Ok(true);
    }
    let languages = [Language::Vietnamese, Language::English].map(Messages::new);
    let headings = languages.iter().map(heading).collect::<io::Result<Vec<_>>>()?;
    if headings.iter().any(|heading| heading.starts_with(&there)) {
        // A run ended in the middle of the heading.
        file.set_len(0)?;
        file.write_all(&heading(messages)?)?;
        file.sync_all()?;
        return Ok(true);
    }
    // The rest of a line whose writing was interrupted: the whole of it is in a file beside the journal.
    let whole = there.iter().rposition(|octet| *octet == b'\n').map_or(0, |end| end.saturating_add(1));
    let ours = headings.iter().any(|heading| there.starts_with(heading));
    if ours && whole < there.len() {
        file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
    }
    Ok(ours)
}

/// Adds the lines of runs that ended before they could. Their number.
fn recover(journal: &mut File, path: &Path, messages: &Messages) -> io::Result<usize> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut recovered = 0_usize;
    for entry in fs::read_dir(folder_of(path))?.flatten() {
        let file_name = entry.file_name();
        let file_name = file_name.to_string_lossy();
        let is_ours = file_name.starts_with(&prefix(&name)) && file_name.ends_with(PENDING);
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let file = OpenOptions::new().read(true).write(true).open(entry.path())?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => continue,
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let lines = missing(&entry.path(), journal, messages)?;
        journal.write_all(&lines.concat())?;
        journal.sync_data()?;
        recovered = recovered.saturating_add(lines.len());
        fs::remove_file(entry.path())?;
    }
    Ok(recovered)
}

/// The lines of a file beside the journal that the journal does not have, each with what became of it.
fn missing(pending: &Path, journal: &mut File, messages: &Messages) -> io::Result<Vec<Vec<u8>>> {
    let mut there = Vec::new();
    journal.seek(SeekFrom::Start(0))?;
    journal.read_to_end(&mut there)?;
    let there: std::collections::HashSet<&[u8]> = there.split_inclusive(|octet| *octet == b'\n').collect();
    let intended = fs::read(pending)?;
    let mut lines = Vec::new();
    for line in intended.split_inclusive(|octet| *octet == b'\n') {
        // Half a line: the run ended while it wrote it, before anything was done.
        if there.contains(line) || !line.ends_with(b"\n") {
            continue;
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line);
        let Some(Ok(mut record)) = reader.records().next() else { continue };
        let output = record.get(OUTPUT).unwrap_or_default();
        let is_there =
            Input::open_file(Path::new(output)).is_ok_and(|file| Some(&*sha256(&[&*file])) == record.get(SHA256));
        if !is_there {
            let state = messages.text("journal-state-interrupted");
            record = record.iter().enumerate().map(|(at, cell)| if at == STATE { &state } else { cell }).collect();
        }
        let line = written(record.iter())?;
        if !there.contains(&*line) {
            lines.push(line);
        }
    }
    Ok(lines)
}

fn heading(messages: &Messages) -> io::Result<Vec<u8>> {
    let line = written(COLUMNS.iter().map(|column| messages.text(column)))?;
    Ok([MARK.as_bytes(), &line].concat())
}

fn line(entry: &Entry, messages: &Messages) -> io::Result<Vec<u8>> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        messages.text("journal-state-signed"),
        entry.time.to_string(),
        absolute(&entry.input),
        absolute(&entry.output),
        entry.sha256.clone(),
        text(&entry.number),
        text(&entry.date),
        text(&entry.subject),
        entry.role.clone(),
        entry.signer.clone(),
        entry.certificate.clone(),
        entry.level.to_owned(),
        entry.timestamp.map(|time| time.to_string()).unwrap_or_default(),
        entry.unchecked.clone().unwrap_or_else(|| messages.text("journal-status-checked")),
        text(&entry.without_personal),
    ];
    // One line is one line: nothing breaks it.
    let single =
        |cell: &String| cell.chars().map(|char| if char.is_control() { ' ' } else { char }).collect::<String>();
    written(cells.iter().map(|cell| harmless(&single(cell))))
}

/// A line of CSV (RFC 4180).
fn written<T: AsRef<[u8]>>(cells: impl Iterator<Item = T>) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(cells).map_err(io::Error::other)?;
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}
