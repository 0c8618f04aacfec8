//! `signer verify`: many documents, one verdict each.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};
use signer_core::batch::{Batch, verify_all_supplied};
use signer_core::evidence::Evidence;
use signer_core::report::{DocumentConclusion, Report};
use signer_core::verify::Verifier;

use crate::cli::verify::{Arguments, Format};
use crate::clock;
use crate::error::{Exit, Failure};
use crate::files::Output;
use crate::folders;
use crate::inputs::{Depth, Documents};
use crate::message::Arguments as Words;
use crate::output::report::Provenance;
use crate::output::verify::Totals;
use crate::output::{self, Terminal};
use crate::outside::{Cache, Outside, Source};
use crate::policy;
use crate::trust;

mod forms;
mod subject;
mod writer;

use forms::{existing, form};
use writer::{Order, Writer};

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    if arguments.explain_policy {
        return explain_policy(arguments, terminal);
    }
    let depth = if arguments.recursive { Depth::Recursive } else { Depth::Flat };
    let documents = Documents::new(&arguments.paths, arguments.files_from.as_deref(), depth)?;
    let verifier = subject::verifier(arguments, terminal)?;
    let evidence = trust::evidence::supplied(&arguments.trust, terminal)?;
    let context = Context { verifier, evidence, source: source(arguments) };
    match &arguments.output {
        None => {
            let mut results = terminal.results();
            let exit = verify(arguments, terminal, documents, &context, &mut results);
            quietly(results.flush().map_err(Failure::from), exit)
        }
        // A file for each document.
        Some(folder) if arguments.format == Format::Etsi && folder.is_dir() => {
            verify(arguments, terminal, documents, &context, &mut io::sink())
        }
        Some(path) => {
            let existing = existing(arguments);
            let inputs: Vec<&Path> = arguments.paths.iter().map(PathBuf::as_path).collect();
            let output = Output::new(path, existing, &inputs)?;
            let failure = |error| Failure::broken("error-write").with("path", path.display()).because(error);
            let mut file = output.temporary().map_err(failure)?;
            let exit = verify(arguments, terminal, documents, &context, &mut io::BufWriter::new(file.as_file_mut()))?;
            output.finish(file)?;
            Ok(exit)
        }
    }
}

/// What the policy asks for, as text or as JSON.
fn explain_policy(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let policy = policy::chosen(&arguments.policy)?;
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

/// By what all documents are judged.
struct Context {
    verifier: Verifier,
    evidence: Evidence,
    /// Where what is missing comes from, if it may be fetched.
    source: Option<Source>,
}

fn source(arguments: &Arguments) -> Option<Source> {
    if !arguments.online {
        return None;
    }
    let folder = || Some(folders::cache()?.join("online"));
    let cache = if arguments.kept.no_cache { None } else { arguments.kept.cache.clone().or_else(folder) };
    let outside = Outside::new(arguments.network.settings([]));
    Some(Source::new(outside, cache.map(Cache::new), clock::now()))
}

fn verify(
    arguments: &Arguments,
    terminal: &Terminal,
    documents: Documents,
    context: &Context,
    results: &mut (dyn Write + Send),
) -> Result<Exit, Failure> {
    let at = arguments.at.unwrap_or_else(clock::now);
    let ordered = arguments.ordered || arguments.format != Format::Jsonl;
    let order = if ordered { Order::Input } else { Order::Completion };
    let mut writer = Writer::new(form(arguments, terminal, Provenance::of(&context.verifier, at), results)?, order);
    let bar = progress(arguments, arguments.output.is_none());
    let mut totals = Totals::new();
    let mut exit = Exit::Passed;
    let mut broken = None;
    let batch = Batch {
        verifier: &context.verifier,
        evidence: &context.evidence,
        at,
        jobs: arguments.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into())).unwrap_or_else(processors),
    };
    let open = |document| subject::open(document, arguments.content.as_deref());
    let supply = |report: &Report, evidence: &mut Evidence| match &context.source {
        Some(source) => source.supply(report, evidence),
        None => false,
    };
    verify_all_supplied(batch, documents, open, &supply, |position, mut report: Report| {
        if let Some(source) = &context.source {
            source.keep(&report);
            report.findings.extend(source.findings(&report));
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
    if let Some((path, error)) = context.source.as_ref().and_then(Source::trouble) {
        terminal.warn("cache-trouble", &Words::new().with("path", path).with("why", error));
    }
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
