//! `--resume`: the documents that are finished, a line for each, so that a run that was killed goes on where it was.
//!
//! The first line says by what the documents are judged; a run with other settings is refused. A line is written at once
//! and whole, after the report has left the program; one that was torn by a crash is as if it were not there.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use signer_core::report::Report;

use crate::error::Failure;
use crate::files::Stamp;
use crate::inputs::Found;
use crate::message::Messages;

/// The name of this form.
const FORM: &str = "signer-ledger/1";
/// Lines after which the disk is asked to have them: losing the power costs the work on so many documents.
const SYNCED: usize = 256;

/// By what documents are judged: the names of the settings and their values.
pub(super) type Settings = BTreeMap<String, String>;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    ledger: String,
    settings: Settings,
}

/// A document, and the state of its file: one that was written to since is judged again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    key: String,
    stamp: Stamp,
    /// Of what a detached signature signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<Stamp>,
}

/// A line.
#[derive(Serialize, Deserialize)]
struct Line<R> {
    document: Record,
    report: R,
}

/// A line without its report.
#[derive(Deserialize)]
struct Head {
    document: Record,
    #[expect(dead_code, reason = "a line without a report is torn")]
    report: serde::de::IgnoredAny,
}

/// Where a line is.
struct Place {
    record: Record,
    offset: u64,
    length: usize,
}

pub(super) struct Ledger {
    path: PathBuf,
    file: Mutex<File>,
    /// By the digest-free keys of the documents; the last line of each counts.
    places: HashMap<String, Place>,
    unsynced: usize,
}

impl Record {
    /// Of a document that is a file, or in one; a pipe has no state to compare.
    pub(super) fn of(found: &Found, content: Option<&Path>) -> Option<Self> {
        let (key, stamp) = match found {
            Found::File(path) => (path.to_string_lossy().into_owned(), Stamp::at(path)),
            Found::Member(member) => (member.key().to_owned(), member.stamp().cloned()),
            Found::Attachment(attachment) => (attachment.key.clone(), attachment.stamp.clone()),
        };
        let content = match (found, content) {
            (Found::File(_), Some(content)) => Stamp::at(content),
            (Found::File(path), None) if super::subject::is_message(path) => Stamp::at(&path.with_extension("")),
            _ => None,
        };
        Some(Self { key, stamp: stamp?, content })
    }
}

/// The settings of a ledger that is there already.
pub(super) fn settings_of(path: &Path) -> Result<Option<Settings>, Failure> {
    let failure = |error| Failure::broken("error-ledger").with("path", path.display()).because(error);
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(failure)?,
    };
    let mut line = Vec::new();
    BufReader::new(file).take(1 << 20).read_until(b'\n', &mut line).map_err(failure)?;
    if !line.ends_with(b"\n") && line.len() < 1 << 20 {
        // Torn as it was begun: nothing is lost.
        return Ok(None);
    }
    let header: Header = serde_json::from_slice(&line).map_err(|error| failure(error.into()))?;
    if header.ledger != FORM {
        return Err(Failure::broken("error-ledger-form").with("path", path.display()).with("form", header.ledger));
    }
    Ok(Some(header.settings))
}

impl Ledger {
    /// Opens a ledger, or begins one. What its run was judged by has to be what this one is judged by.
    pub(super) fn open(path: &Path, settings: &Settings, messages: &Messages) -> Result<Self, Failure> {
        let failure = |error| Failure::broken("error-ledger").with("path", path.display()).because(error);
        let known = settings_of(path)?;
        if let Some(known) = &known {
            agree(path, known, settings, messages)?;
        }
        let file = OpenOptions::new().create(true).read(true).append(true).open(path).map_err(failure)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::broken("error-ledger-busy").with("path", path.display()));
            }
            // A file system without locks.
            Err(TryLockError::Error(_)) => {}
        }
        let mut ledger = Self { path: path.to_owned(), file: Mutex::new(file), places: HashMap::new(), unsynced: 0 };
        if known.is_none() {
            ledger.begin(settings).map_err(failure)?;
        }
        ledger.places = ledger.read().map_err(failure)?;
        Ok(ledger)
    }

    /// The first line of an empty ledger, or of one that was torn as it was begun.
    fn begin(&mut self, settings: &Settings) -> io::Result<()> {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.set_len(0)?;
        let mut line = serde_json::to_vec(&Header { ledger: FORM.to_owned(), settings: settings.clone() })?;
        line.push(b'\n');
        file.write_all(&line)
    }

    /// Finds out where the lines are.
    fn read(&mut self) -> io::Result<HashMap<String, Place>> {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(0))?;
        let (mut places, mut offset, mut line) = (HashMap::new(), 0_u64, Vec::new());
        let mut lines = BufReader::new(&*file);
        loop {
            line.clear();
            let length = lines.read_until(b'\n', &mut line)?;
            if length == 0 {
                break;
            }
            if line.last() == Some(&b'\n')
                && let Ok(Head { document: record, .. }) = serde_json::from_slice::<Head>(&line)
            {
                places.insert(record.key.clone(), Place { record, offset, length });
            }
            offset = offset.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        }
        // The next line begins at the start of a line, whatever a crash left behind.
        if line.is_empty() && offset > 0 && !ends_with_line_feed(file)? {
            file.write_all(b"\n")?;
        }
        Ok(places)
    }

    /// The report of a document that is finished, and whose file is as it was.
    pub(super) fn find(&self, record: &Record) -> Option<Report> {
        let place = self.places.get(&record.key).filter(|place| place.record == *record)?;
        let mut line = vec![0; place.length];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(place.offset)).ok()?;
            file.read_exact(&mut line).ok()?;
        }
        serde_json::from_slice::<Line<Report>>(&line).ok().map(|line| line.report)
    }

    /// Writes down that a document is finished.
    pub(super) fn write(&mut self, record: &Record, report: &Report) -> Result<(), Failure> {
        let failure = |error| Failure::broken("error-ledger").with("path", self.path.display()).because(error);
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut line = serde_json::to_vec(&Line { document: record.clone(), report }).map_err(|e| failure(e.into()))?;
        line.push(b'\n');
        file.write_all(&line).map_err(failure)?;
        self.unsynced = self.unsynced.saturating_add(1);
        if self.unsynced >= SYNCED {
            self.unsynced = 0;
            file.sync_data().map_err(failure)?;
        }
        Ok(())
    }
}

fn ends_with_line_feed(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Says which setting differs: reports of one ledger rest on one judgement.
fn agree(path: &Path, known: &Settings, wanted: &Settings, messages: &Messages) -> Result<(), Failure> {
    let names = known.keys().chain(wanted.keys().filter(|name| !known.contains_key(*name)));
    let value = |settings: &Settings, name: &str| settings.get(name).cloned().unwrap_or_else(|| "-".to_owned());
    let different: Vec<_> = names
        .filter(|name| known.get(*name) != wanted.get(*name))
        .map(|name| {
            let called = messages.get(&format!("setting-{name}")).unwrap_or_else(|| name.clone());
            format!("{called}: {} → {}", value(known, name), value(wanted, name))
        })
        .collect();
    if different.is_empty() {
        return Ok(());
    }
    Err(Failure::usage("error-ledger-settings").with("path", path.display()).with("what", different.join("; ")))
}
