//! `signer verify`: many documents, one verdict each.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};
use signer_core::batch::for_each;
use signer_core::report::DocumentConclusion;

use crate::cli::verify::{Arguments, Format};
use crate::error::{Exit, Failure};
use crate::files::Output;
use crate::inputs::{Depth, Documents};
use crate::message::Arguments as Words;
use crate::output::verify::Totals;
use crate::output::{self, Terminal};
use crate::policy;

mod engine;
mod forms;
mod header;
mod judgement;
mod ledger;
mod page;
mod reader;
mod settings;
mod slips;
mod subject;
mod twins;
mod units;
mod writer;

use engine::{Engine, Outcome};
use forms::{existing, form};
use judgement::Judgement;
use ledger::Ledger;
use reader::Readers;
pub(crate) use reader::{NAME as PAGE_READER, serve as read_pages};
use slips::Slips;
use twins::Twins;
use writer::{Order, Writer};

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    if arguments.explain_policy {
        return explain_policy(arguments, terminal);
    }
    let depth = if arguments.recursive { Depth::Recursive } else { Depth::Flat };
    let judgement = Judgement::of(arguments, terminal)?;
    let documents = match &judgement {
        Judgement::Kept(replay) if arguments.paths.is_empty() && arguments.files_from.is_none() => {
            Documents::new(&replay.inputs()?, None, depth)?
        }
        _ => Documents::new(&arguments.paths, arguments.files_from.as_deref(), depth)?,
    };
    match &arguments.output {
        None => {
            let mut results = terminal.results();
            let exit = verify(arguments, terminal, documents, &judgement, &mut results);
            quietly(results.flush().map_err(Failure::from), exit)
        }
        // A file for each document.
        Some(folder) if arguments.format == Format::Etsi && folder.is_dir() => {
            verify(arguments, terminal, documents, &judgement, &mut io::sink())
        }
        Some(path) => {
            let existing = existing(arguments);
            let inputs: Vec<&Path> = arguments.paths.iter().map(PathBuf::as_path).collect();
            let output = Output::new(path, existing, &inputs)?;
            let failure = |error| Failure::broken("error-write").with("path", path.display()).because(error);
            let mut file = output.temporary().map_err(failure)?;
            let exit = verify(arguments, terminal, documents, &judgement, &mut io::BufWriter::new(file.as_file_mut()))?;
            output.finish(file)?;
            Ok(exit)
        }
    }
}

/// What the policy asks for, as text or as JSON.
fn explain_policy(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let policy = policy::chosen(&arguments.policy)?.policy;
    let policy = if arguments.online { policy.with_revocation_required() } else { policy };
    let text = match arguments.format {
        Format::Text => output::policy::text(&policy, &terminal.messages, terminal.style()),
        _ => serde_json::to_string_pretty(&policy).map_err(io::Error::from)? + "\n",
    };
    let mut out = terminal.results();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Passed)
}

/// The exit status, unless the last of the results found nobody to read them.
fn quietly(flushed: Result<(), Failure>, exit: Result<Exit, Failure>) -> Result<Exit, Failure> {
    let exit = exit?;
    match flushed {
        // Every document was judged: the verdict stands, whoever stopped listening.
        Err(failure) if failure.is_closed_pipe() => Ok(exit),
        Err(failure) => Err(failure),
        Ok(()) => Ok(exit),
    }
}

fn verify(
    arguments: &Arguments,
    terminal: &Terminal,
    documents: Documents,
    judgement: &Judgement,
    results: &mut (dyn Write + Send),
) -> Result<Exit, Failure> {
    // What is given again is the same to the letter, in its order too.
    let repeatable = arguments.evidence.is_some() || arguments.replay.is_some();
    let ordered = arguments.ordered || repeatable || arguments.format != Format::Jsonl;
    let order = if ordered { Order::Input } else { Order::Completion };
    let mut writer = Writer::new(form(arguments, terminal, judgement, results)?, order);
    let ledger = ledger(arguments, terminal, judgement)?;
    let mut slips = Slips::new(arguments)?;
    let passed_over = documents.passed_over();
    let engine = Engine {
        judgement,
        content: arguments.content.as_deref(),
        // What is kept of a verdict is kept for each document.
        twins: Twins::new(!repeatable),
        readers: Readers::default(),
        ledger: ledger.as_ref(),
        known: AtomicUsize::new(0),
    };
    let bar = progress(arguments, arguments.output.is_none());
    let mut totals = Totals::new();
    let mut exit = Exit::Passed;
    let mut broken = None;
    let jobs = arguments.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into())).unwrap_or_else(processors);
    let mut take = |position, outcome: Outcome| -> Result<(), Failure> {
        judgement.trouble()?;
        let Outcome { report, record } = outcome;
        exit = exit.max(exit_of(report.conclusion(), arguments.allow_unsigned));
        totals.add(report.conclusion());
        bar.inc(1);
        if let Some(slips) = &mut slips {
            slips.write(&report)?;
        }
        let line = record.map(|record| (record, Arc::clone(&report)));
        bar.suspend(|| writer.take(position, report))?;
        match (&ledger, line) {
            (Some(ledger), Some((record, report))) => {
                ledger.write().unwrap_or_else(PoisonError::into_inner).write(&record, &report)
            }
            _ => Ok(()),
        }
    };
    let items = documents.map(|found| engine.item(found));
    for_each(
        jobs,
        items,
        |position, item| engine.judge(position, item),
        |position, outcome| match take(position, outcome) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                broken = Some(error);
                ControlFlow::Break(())
            }
        },
    );
    bar.finish_and_clear();
    judgement.warn(terminal);
    tell(terminal, passed_over.load(Ordering::Relaxed), engine.known.load(Ordering::Relaxed));
    match broken {
        None => {}
        // Nobody listens any more; what was not judged did not pass.
        Some(failure) if failure.is_closed_pipe() => return Ok(exit.max(Exit::Broken)),
        Some(failure) => return Err(failure),
    }
    if totals.all() == 0 {
        writer.finish()?;
        return Err(Failure::broken("error-no-documents"));
    }
    writer.finish()?;
    Ok(exit)
}

fn ledger(
    arguments: &Arguments,
    terminal: &Terminal,
    judgement: &Judgement,
) -> Result<Option<RwLock<Ledger>>, Failure> {
    let (Some(path), Judgement::Fresh(fresh)) = (&arguments.resume, judgement) else { return Ok(None) };
    let settings = fresh.settings(arguments);
    Ok(Some(RwLock::new(Ledger::open(path, &settings, &terminal.messages)?)))
}

/// What was not judged anew, and what was not judged at all.
fn tell(terminal: &Terminal, passed_over: usize, known: usize) {
    if passed_over > 0 {
        terminal.remark("verify-passed-over", &Words::new().count("count", passed_over));
    }
    if known > 0 {
        terminal.remark("verify-known", &Words::new().count("count", known));
    }
}

const fn exit_of(conclusion: DocumentConclusion, allow_unsigned: bool) -> Exit {
    match conclusion {
        DocumentConclusion::Passed => Exit::Passed,
        DocumentConclusion::Failed => Exit::Failed,
        DocumentConclusion::Indeterminate => Exit::Indeterminate,
        DocumentConclusion::Unsigned if allow_unsigned => Exit::Passed,
        DocumentConclusion::Unsigned => Exit::Failed,
        DocumentConclusion::Unreadable => Exit::Broken,
    }
}

fn processors() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// A bar where the results do not go to the same screen; how many there will be is not known beforehand.
fn progress(arguments: &Arguments, to_terminal: bool) -> ProgressBar {
    let busy = !to_terminal || arguments.format != Format::Text;
    if !busy {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}  {elapsed}  {per_sec}") {
        bar.set_style(style);
    }
    bar
}
