//! `signer sign`: each input gets its signature, or a reason why not; one failing does not stop the others.

use std::io::Write;
use std::path::Path;

use secrecy::SecretString;
use signer_core::algorithm::SignatureAlgorithm;
use signer_core::pki::Certificate;
use signer_core::sign::{choose_algorithm, detached};
use signer_core::{Error, Time};

use crate::cli::sign::{Arguments, Later, Level, Role, Signature};
use crate::clock;
use crate::error::{Exit, Failure};
use crate::files::Input;
use crate::message::Arguments as Words;
use crate::output::{Terminal, moment};

use super::credentials::{self, Holder};

pub(crate) mod embed;
mod plan;

use plan::{Form, Planned, Task};

/// A certificate that ends within this is worth a word: a renewal takes weeks.
const EXPIRES_SOON: i64 = 30 * 86_400;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    refuse_what_comes_later(arguments.role, &arguments.signature, &arguments.later)?;
    let tasks = plan::plan(arguments)?;
    let now = clock::now();
    // The password is asked once, and only if there is anything to sign.
    let mut hand = match tasks.iter().any(|planned| planned.task.is_ok()) {
        true => Some(Hand::new(arguments, now, terminal)?),
        false => None,
    };
    let mut summary = Summary::default();
    let mut results = terminal.results();
    let count = tasks.len();
    for Planned { input, task } in tasks {
        let signed = task.and_then(|task| match &mut hand {
            Some(hand) => hand.sign(&task).map(|()| task),
            None => Err(Failure::usage("error-no-key")),
        });
        match signed {
            Ok(task) => {
                summary.done = summary.done.saturating_add(1);
                let signer = hand.as_ref().map(|hand| hand.name.clone()).unwrap_or_default();
                let words = Words::new().with("path", task.output.path().display()).with("signer", signer);
                writeln!(results, "{}", terminal.messages.text_with("sign-done-by", &words))?;
                results.flush()?;
            }
            Err(failure) => {
                summary.failed = summary.failed.saturating_add(1);
                summary.exit = summary.exit.max(failure.exit());
                // What the core refused says already which document it is about.
                terminal.complain(&match failure.id() {
                    "error-sign" => failure,
                    _ => Failure::broken("error-sign").with("path", input.display()).because_of(failure),
                });
            }
        }
    }
    if count > 1 {
        let words = Words::new().count("done", summary.done).count("failed", summary.failed);
        terminal.remark("sign-summary", &words);
    }
    Ok(summary.exit)
}

struct Summary {
    done: usize,
    failed: usize,
    exit: Exit,
}

impl Default for Summary {
    fn default() -> Self {
        Self { done: 0, failed: 0, exit: Exit::Passed }
    }
}

/// Refuses by name what a later version will do.
pub(crate) fn refuse_what_comes_later(role: Role, options: &Signature, later: &Later) -> Result<(), Failure> {
    let role = match role {
        Role::Personal | Role::Organisation | Role::Plain => None,
        Role::Attachment => Some("attachment"),
        Role::Copy => Some("copy"),
        Role::NumberDate => Some("number-date"),
    };
    if let Some(role) = role {
        return Err(Failure::usage("later-role").with("role", role));
    }
    let visible =
        [("--image", later.image.is_some()), ("--page", later.page.is_some()), ("--rect", later.rect.is_some())];
    if let Some((option, _)) = visible.iter().find(|(_, given)| *given) {
        return Err(Failure::usage("later-appearance").with("option", option));
    }
    let level = match options.level {
        Level::BB => None,
        Level::BT => Some("b-t"),
        Level::BLt => Some("b-lt"),
        Level::BLta => Some("b-lta"),
    };
    if let Some(level) = level {
        return Err(Failure::usage("later-level").with("level", level));
    }
    if later.tsa.is_some() {
        return Err(Failure::usage("later-tsa"));
    }
    Ok(())
}

/// Decree 68/2024, article 29: what could not be checked before signing is said to the signer.
pub(crate) fn warn_of_certificate(certificate: &[u8], now: Time, terminal: &Terminal) {
    if let Ok(certificate) = Certificate::parse(certificate) {
        let end = certificate.not_after();
        if end > now && end < now.plus(EXPIRES_SOON) {
            let words = Words::new().with("subject", certificate.subject().short()).with("time", moment::day(end));
            terminal.warn("sign-expiring", &words);
        }
    }
    terminal.warn("sign-status-unknown", &Words::new());
}

/// Everything that signs.
struct Hand<'a> {
    arguments: &'a Arguments,
    holder: Holder,
    algorithm: SignatureAlgorithm,
    password: Option<SecretString>,
    name: String,
    now: Time,
}

impl<'a> Hand<'a> {
    fn new(arguments: &'a Arguments, now: Time, terminal: &Terminal) -> Result<Self, Failure> {
        let holder = credentials::read(&arguments.key, terminal)?;
        let leaf = holder.chain.first().ok_or_else(|| Failure::usage("error-no-key"))?;
        let failure = |error| Failure::broken("error-algorithm").because(error);
        let certificate = Certificate::parse(leaf).map_err(failure)?;
        let wanted = certificate.key_kind().and_then(|kind| credentials::preference(&arguments.signature, kind));
        let offered = wanted.map_or_else(|| holder.key.algorithms().to_vec(), |wanted| vec![wanted]);
        let algorithm = choose_algorithm(&offered, leaf).map_err(failure)?;
        warn_of_certificate(leaf, now, terminal);
        if let (Role::Organisation, Some(reason)) = (arguments.role, &arguments.signature.without_personal) {
            terminal.warn("sign-without-personal", &Words::new().with("reason", reason));
        }
        let password = match arguments.password.source() {
            Some(source) => Some(source.read("secret-document", "", &terminal.messages)?),
            None => None,
        };
        let name = certificate.subject().short();
        Ok(Self { arguments, holder, algorithm, password, name, now })
    }

    fn sign(&mut self, task: &Task) -> Result<(), Failure> {
        let input = Input::open_file(&task.input)?;
        match task.form {
            Form::Embedded => self.embed(task, &input),
            Form::Detached => self.detach(task, &input),
        }
    }

    fn embed(&mut self, task: &Task, input: &Input) -> Result<(), Failure> {
        let path = task.input.display().to_string();
        let options = &self.arguments.signature;
        embed::may_sign(self.arguments.role, options, input, &path, self.now)?;
        let signed = (|| {
            let document = embed::open(input, self.password.as_ref())?;
            let draft = embed::draft(&document, &self.holder.chain, options, self.now)?;
            draft.sign(self.algorithm, self.now, self.holder.key.as_mut())
        })();
        let signed = signed.map_err(|error| refused(task, error))?;
        write(task, input, &[input, signed.appendix()])
    }

    fn detach(&mut self, task: &Task, input: &Input) -> Result<(), Failure> {
        let mut hasher = detached::hasher(self.algorithm);
        hasher.update(input);
        let key = self.holder.key.as_mut();
        let signed = detached::sign(hasher, &self.holder.chain, self.algorithm, self.now, key);
        let signed = signed.map_err(|error| refused(task, error))?;
        write(task, input, &[&signed])
    }
}

fn refused(task: &Task, error: Error) -> Failure {
    Failure::broken("error-sign").with("path", task.input.display()).because(error)
}

/// Writes the result, unless the input was written to since it was read.
fn write(task: &Task, input: &Input, parts: &[&[u8]]) -> Result<(), Failure> {
    let path: &Path = &task.input;
    task.output.write_if(parts, || input.must_be_unchanged(path))
}
