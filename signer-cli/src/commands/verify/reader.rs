//! First pages are read by a process of its own.
//!
//! Whoever makes a page decides what the page interpreter does: a font of three megabytes keeps it busy for minutes. So it
//! works where the system bounds time and memory, and where its end is not that of the run. A worker has one such process,
//! which lives as long as the run and is replaced when it ends before that.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::sync::{Mutex, PoisonError};

use signer_core::report::{ReportFinding, Severity};

use super::page::{self, FirstPage, LARGEST};

/// The word on the command line by which the program starts itself.
pub(crate) const NAME: &str = "--read-first-pages";

/// Seconds of the processor that one page may take. 5: the fullest page of the documents at hand takes a tenth of one.
#[cfg(unix)]
const SECONDS: u64 = 5;
/// Octets of memory that reading one page may take: the document twice, and as much again.
#[cfg(unix)]
const MEMORY: u64 = 192 << 20;

/// The processes that wait for a page.
#[derive(Default)]
pub(super) struct Readers {
    idle: Mutex<Vec<Reader>>,
}

struct Reader {
    process: Child,
    pages: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Readers {
    /// What stands on the first page; or that reading it would take too much.
    pub(super) fn read(&self, octets: &[u8]) -> Result<FirstPage, ReportFinding> {
        if octets.len() > LARGEST {
            return Ok(FirstPage::default());
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = idle.map_or_else(Reader::start, Ok).map_err(|error| unread(&error.to_string()))?;
        let page = reader.read(octets).map_err(|_| unread("it would take more time or memory than a page may"))?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        Ok(page)
    }
}

fn unread(why: &str) -> ReportFinding {
    let message = format!("the first page was not read: {why}");
    ReportFinding { code: "page.limit".to_owned(), severity: Severity::Warning, message }
}

impl Reader {
    fn start() -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let command = command.arg(NAME).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn()?;
        let (Some(pages), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Self { process, pages, answers: BufReader::new(answers) })
    }

    fn read(&mut self, octets: &[u8]) -> io::Result<FirstPage> {
        let length = u64::try_from(octets.len()).map_err(io::Error::other)?;
        self.pages.write_all(&length.to_le_bytes())?;
        self.pages.write_all(octets)?;
        self.pages.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(serde_json::from_str(&answer)?)
    }
}

impl Drop for Reader {
    /// It reads nothing any more.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What the process does: for each document that it is given, an answer in a line. It ends when nobody asks any more.
pub(crate) fn serve() -> ExitCode {
    match answer_all(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer_all(pages: &mut impl Read, answers: &mut impl Write) -> io::Result<()> {
    bound_memory()?;
    let mut length = [0; 8];
    while pages.read_exact(&mut length).is_ok() {
        let length = usize::try_from(u64::from_le_bytes(length)).unwrap_or(usize::MAX);
        if length > LARGEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut octets = vec![0; length];
        pages.read_exact(&mut octets)?;
        bound_time()?;
        let mut answer = serde_json::to_vec(&page::read(&octets))?;
        answer.push(b'\n');
        answers.write_all(&answer)?;
        answers.flush()?;
    }
    Ok(())
}

#[cfg(unix)]
fn bound_memory() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    Ok(setrlimit(Resource::Data, Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) })?)
}

/// From now on: the system counts from the beginning of the process.
#[cfg(unix)]
fn bound_time() -> io::Result<()> {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let until = u64::try_from(used).unwrap_or_default().saturating_add(SECONDS).saturating_add(1);
    let mut limit = getrlimit(Resource::Cpu);
    limit.current = Some(limit.maximum.map_or(until, |maximum| maximum.min(until)));
    Ok(setrlimit(Resource::Cpu, limit)?)
}

#[cfg(not(unix))]
fn bound_memory() -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn bound_time() -> io::Result<()> {
    Ok(())
}
