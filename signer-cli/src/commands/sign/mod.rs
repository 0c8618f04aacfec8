//! `signer sign`: each input gets its signature, or a reason why not; one failing does not stop the others.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::Path;

use indicatif::ProgressBar;
use signer_core::Time;
use signer_core::pki::Certificate;
use signer_core::sign::Certainty;
use signer_pkcs11::Module;

use crate::cli::sign::Arguments;
use crate::clock;
use crate::commands::levels::{Ladder, doubtful};
use crate::commands::{credentials, hazards};
use crate::error::{Exit, Failure};
use crate::files::{self, folder_of};
use crate::message::Arguments as Words;
use crate::output::{Terminal, moment};

pub(crate) mod content;
pub(crate) mod embed;
mod hand;
pub(crate) mod issues;
mod journal;
mod outbox;
pub(crate) mod place;
mod plan;
mod resume;
mod step;
mod workers;

use hand::Hand;
use issues::Issues;
use journal::Journal;
use plan::Planned;
use workers::{Done, Ending};

/// A certificate that ends within this is worth a word: a renewal takes weeks.
const EXPIRES_SOON: i64 = 30 * 86_400;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let second = arguments.second();
    let now = clock::now();
    let issues = Issues::read(arguments.register.as_deref(), &arguments.appearance, now)?;
    let journal = Journal::open(arguments, terminal)?;
    let (planned, modules) = plan_and_load(arguments, second.as_ref());
    let tasks = {
        let planned = planned?;
        let chain = chain_at_hand(arguments, planned.len());
        plan::permitted(planned, arguments, &issues, chain.as_deref(), now)
    };
    clear_leftovers(&tasks);
    // The password is asked once, and only if there is anything to sign.
    let ladder = Ladder::new(arguments.signature.level, &arguments.levels, terminal)?;
    let hand = match tasks.iter().any(|planned| planned.task.is_ok()) {
        true => Some(Hand::new(std::iter::once(arguments).chain(&second), &ladder, issues, now, terminal)?),
        false => None,
    };
    // The keys hold what they need.
    drop(modules);
    let mut teller = Teller::new(terminal, hand.as_ref(), tasks.len());
    let told = workers::sign_all(hand, tasks, jobs(arguments), journal, &mut |done| teller.tell(done));
    teller.end();
    ladder.tell_trouble(terminal);
    told?;
    Ok(teller.exit)
}

/// A place for every input. Of many, the modules of the tokens are loaded meanwhile: each takes its time.
fn plan_and_load(arguments: &Arguments, second: Option<&Arguments>) -> (Result<Vec<Planned>, Failure>, Vec<Module>) {
    if arguments.inputs.len() < 2 {
        return (plan::plan(arguments), Vec::new());
    }
    std::thread::scope(|scope| {
        let planning = scope.spawn(|| {
            moment::settle();
            plan::plan(arguments)
        });
        // The thread that started a module goes on using it: not every driver bears another.
        let modules = std::iter::once(arguments).chain(second).flat_map(|one| credentials::modules(&one.key)).collect();
        (planning.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), modules)
    })
}

/// The certificates of the key as far as they can be read without a secret: of one document all is looked at before
/// anybody types a PIN; of many, the rest when it is their turn.
fn chain_at_hand(arguments: &Arguments, documents: usize) -> Option<Vec<Vec<u8>>> {
    let readable = documents == 1 && arguments.key.pkcs12.is_none();
    readable.then(|| credentials::certificates_of(&arguments.key).ok()).flatten().filter(|chain| !chain.is_empty())
}

/// Removes what an earlier run that was killed left in the folders of the outputs.
fn clear_leftovers(tasks: &[Planned]) {
    let places = tasks.iter().filter_map(|planned| planned.task.as_ref().ok());
    let folders: BTreeSet<&Path> = places.map(|task| folder_of(task.output.path())).collect();
    folders.into_iter().for_each(files::clear_leftovers);
}

fn jobs(arguments: &Arguments) -> NonZeroUsize {
    // Questions are asked one after the other.
    if arguments.preview {
        return NonZeroUsize::MIN;
    }
    let wanted = arguments.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()));
    wanted.unwrap_or_else(|| std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
}

/// Says how each input ended, in the order of the inputs, and at last how many ended how.
struct Teller<'a> {
    terminal: &'a Terminal,
    bar: ProgressBar,
    signer: String,
    done: usize,
    before: usize,
    failed: usize,
    exit: Exit,
}

impl<'a> Teller<'a> {
    fn new(terminal: &'a Terminal, hand: Option<&Hand<'_>>, count: usize) -> Self {
        // Where the results go to the same screen they are the progress.
        let hidden = count < 2 || std::io::stdout().is_terminal();
        let bar = if hidden { ProgressBar::hidden() } else { ProgressBar::new(u64::try_from(count).unwrap_or(0)) };
        let signer = hand.map(Hand::name).unwrap_or_default();
        Self { terminal, bar, signer, done: 0, before: 0, failed: 0, exit: Exit::Passed }
    }

    fn tell(&mut self, done: Done) -> Result<(), Failure> {
        self.bar.inc(1);
        let path = done.input.display().to_string();
        self.bar.suspend(|| hazards::warn(&path, &done.told.scan, self.terminal));
        for (id, words) in done.told.notes {
            self.bar.suspend(|| self.terminal.warn(id, &words.with("file", &path)));
        }
        match done.outcome {
            Ok((task, signed)) => {
                let (count, id) = match signed {
                    Ending::Signed => (&mut self.done, "sign-done-by"),
                    Ending::SignedBefore => (&mut self.before, "sign-done-before"),
                };
                *count = count.saturating_add(1);
                let words = Words::new().with("path", task.output.path().display()).with("signer", &self.signer);
                let text = self.terminal.messages.text_with(id, &words);
                let mut results = self.terminal.results();
                self.bar.suspend(|| writeln!(results, "{text}").and_then(|()| results.flush()))?;
            }
            Err(failure) => {
                self.failed = self.failed.saturating_add(1);
                self.exit = self.exit.max(failure.exit());
                // What the core refused says already which document it is about.
                let failure = match failure.id() {
                    "error-sign" => failure,
                    _ => Failure::broken("error-sign").with("path", done.input.display()).because_of(failure),
                };
                self.bar.suspend(|| self.terminal.complain(&failure));
            }
        }
        Ok(())
    }

    fn end(&self) {
        self.bar.finish_and_clear();
        let all = self.done.saturating_add(self.before).saturating_add(self.failed);
        if all > 1 {
            let words = Words::new().count("done", self.done).count("failed", self.failed);
            self.terminal.remark("sign-summary", &words);
            if self.before > 0 {
                self.terminal.remark("sign-summary-before", &Words::new().count("before", self.before));
            }
        }
    }
}

/// Decree 68/2024, article 29: the signer's certificate and those above it are checked before it signs. What does not
/// stand signs nothing; what could not be checked is said, and given back to be written down.
pub(crate) fn check_certificate(
    chain: &[Vec<u8>],
    ladder: &Ladder,
    now: Time,
    terminal: &Terminal,
) -> Result<Checked, Failure> {
    let leaf = chain.first().map(Vec::as_slice).unwrap_or_default();
    if let Ok(certificate) = Certificate::parse(leaf) {
        let end = certificate.not_after();
        if end > now && end < now.plus(EXPIRES_SOON) {
            let words = Words::new().with("subject", certificate.subject().short()).with("time", moment::day(end));
            terminal.warn("sign-expiring", &words);
        }
    }
    match ladder.standing(chain)?.certainty {
        Certainty::Shown => Ok(Checked { unchecked: None }),
        Certainty::Refuted { why } => Err(Failure::broken("error-certificate-refuted").because_of(doubtful(why))),
        Certainty::Unchecked { why } => {
            let why = doubtful(why).sentence(&terminal.messages);
            terminal.warn("sign-status-unknown", &Words::new().with("why", &why));
            Ok(Checked { unchecked: Some(why) })
        }
    }
}

/// What was found about the signer's certificate before it signed.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    /// Why it could not be checked, if it could not.
    pub(crate) unchecked: Option<String>,
}
