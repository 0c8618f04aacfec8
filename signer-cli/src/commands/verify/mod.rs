//! `signer verify`: many documents, one verdict each.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};
use signer_core::batch::for_each;
use signer_core::report::{DocumentConclusion, Report};

use crate::cli::verify::{Arguments, Format};
use crate::error::{Exit, Failure};
use crate::files::Output;
use crate::inputs::{Depth, Documents};
use crate::output::verify::Totals;
use crate::output::{self, Terminal};
use crate::policy;

mod forms;
mod judgement;
mod subject;
mod writer;

use forms::{existing, form};
use judgement::Judgement;
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
    let bar = progress(arguments, arguments.output.is_none());
    let mut totals = Totals::new();
    let mut exit = Exit::Passed;
    let mut broken = None;
    let jobs = arguments.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into())).unwrap_or_else(processors);
    let work = |position, document| {
        let subject = subject::open(document, arguments.content.as_deref());
        judgement.report(position, &subject.path, &subject)
    };
    for_each(jobs, documents, work, |position, report: Report| {
        if let Err(failure) = judgement.trouble() {
            broken = Some(failure);
            return ControlFlow::Break(());
        }
        exit = exit.max(exit_of(report.conclusion(), arguments.allow_unsigned));
        totals.add(report.conclusion());
        bar.inc(1);
        match bar.suspend(|| writer.take(position, report)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                broken = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    bar.finish_and_clear();
    judgement.warn(terminal);
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
