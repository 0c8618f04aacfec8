//! `signer extend`: each document is raised to the level, or there is a reason why not; one failing does not stop the
//! others.

use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use secrecy::SecretString;
use signer_core::policy::Policy;
use signer_core::report::{Conclusion, Report};
use signer_core::verify::Verifier;

use crate::cli::extend::{Arguments, Target};
use crate::clock;
use crate::error::{Exit, Failure};
use crate::files::{Input, Output};
use crate::message::Arguments as Words;
use crate::output::Terminal;

use super::levels::Ladder;
use super::sign::place::{Wish, inserted, unique};

/// Documents extended at the same time: the authorities are waited for, not the processor.
const AT_ONCE: usize = 4;

/// How the work on one input ended well.
enum Done {
    Extended,
    /// It had all that was asked for; the output is a copy.
    Before,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let tasks = plan(arguments)?;
    let ladder = match arguments.level {
        // What has its time-stamps already needs no authority.
        Target::BT | Target::BLt => Ladder::without_authority(arguments.level.level(), &arguments.levels, terminal)?,
        Target::BLta => Ladder::new(arguments.level.level(), &arguments.levels, terminal)?,
    };
    let password = match arguments.password.source() {
        Some(source) => Some(source.read("secret-document", "", &terminal.messages)?),
        None => None,
    };
    let work = Work { ladder, password };
    let ended = work.all(tasks);
    work.ladder.tell_trouble(terminal);
    tell(ended, terminal)
}

/// How the work on one input ended.
struct Ended {
    input: PathBuf,
    outcome: Result<(PathBuf, Done), Failure>,
}

/// An input and the place for what becomes of it.
struct Task {
    input: PathBuf,
    output: Result<Output, Failure>,
}

fn plan(arguments: &Arguments) -> Result<Vec<Task>, Failure> {
    let wish = Wish {
        output: arguments.output.as_deref(),
        folder: arguments.out_dir.as_deref(),
        in_place: arguments.in_place,
        force: arguments.force,
    };
    wish.check(arguments.inputs.len())?;
    let level = arguments.level.level().name();
    let inputs: Vec<&Path> = arguments.inputs.iter().map(PathBuf::as_path).collect();
    let task = |input: &PathBuf| {
        let (path, existing) = wish.place(input, |folder| match folder {
            Some(_) => input.file_name().unwrap_or_default().to_owned(),
            None => inserted(input, level),
        });
        Task { input: input.clone(), output: Output::new(&path, existing, &inputs) }
    };
    let tasks: Vec<Task> = arguments.inputs.iter().map(task).collect();
    let places = tasks.iter().filter_map(|task| Some((task.input.as_path(), task.output.as_ref().ok()?.path())));
    unique(places)?;
    Ok(tasks)
}

struct Work {
    ladder: Ladder,
    password: Option<SecretString>,
}

impl Work {
    /// How each ended, in the order of the inputs.
    fn all(&self, tasks: Vec<Task>) -> Vec<Ended> {
        let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let workers = AT_ONCE.max(processors).min(tasks.len());
        let queue = Mutex::new(tasks.into_iter().enumerate());
        let ended = Mutex::new(BTreeMap::new());
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                    while let Some((position, Task { input, output })) = next() {
                        let outcome = output.and_then(|output| {
                            let done = self.one(&input, &output)?;
                            Ok((output.path().to_owned(), done))
                        });
                        let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
                        ended.insert(position, Ended { input, outcome });
                    }
                });
            }
        });
        ended.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
    }

    fn one(&self, path: &Path, output: &Output) -> Result<Done, Failure> {
        let input = Input::open_file(path)?;
        if !super::looks_like_pdf(&input) {
            return Err(Failure::broken("error-not-pdf").with("path", path.display()));
        }
        self.refuse_what_fails(&input, path)?;
        let raised = self.ladder.raise(input.to_vec(), self.password.as_ref())?;
        let done = if raised.appended().is_empty() { Done::Before } else { Done::Extended };
        output.write_from(&[&input, raised.appended()], Some(input.seen(path)))?;
        Ok(done)
    }

    /// Keeping evidence for a signature that does not hold would keep a failure.
    fn refuse_what_fails(&self, input: &Input, path: &Path) -> Result<(), Failure> {
        let verifier = Verifier::new(Policy::strict(), self.ladder.trust().clone());
        let report: Report = verifier.verify(input, &path.display().to_string(), &self.ladder.evidence(), clock::now());
        let failed =
            report.signatures.iter().find(|signature| matches!(signature.conclusion(), Conclusion::TotalFailed(_)));
        match failed {
            Some(signature) => Err(Failure::broken("error-extend-fails").with("field", &signature.field)),
            None => Ok(()),
        }
    }
}

fn tell(all: Vec<Ended>, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut exit = Exit::Passed;
    let (count, mut failed) = (all.len(), 0_usize);
    let mut results = terminal.results();
    for Ended { input, outcome } in all {
        match outcome {
            Ok((output, done)) => {
                let id = match done {
                    Done::Extended => "extend-done",
                    Done::Before => "extend-done-before",
                };
                writeln!(results, "{}", terminal.messages.text_with(id, &Words::new().with("path", output.display())))?;
            }
            Err(failure) => {
                failed = failed.saturating_add(1);
                exit = exit.max(failure.exit());
                let failure = Failure::broken("error-extend").with("path", input.display()).because_of(failure);
                terminal.complain(&failure);
            }
        }
    }
    results.flush()?;
    if count > 1 {
        let words = Words::new().count("done", count.saturating_sub(failed)).count("failed", failed);
        terminal.remark("extend-summary", &words);
    }
    Ok(exit)
}
