//! Where each signature goes, decided before anything is asked or signed.

use std::path::{Path, PathBuf};

use signer_core::Time;
use signer_core::error::{Error, Forbidden};
use signer_core::report::Report;
use signer_core::sign::{Signatory, default_algorithm};

use crate::cli::sign::{Arguments, Role};
use crate::commands::stamp::rules;
use crate::error::Failure;
use crate::files::{Existing, Input, Output, beginning};

use super::embed;
use super::issues::Issues;
use super::place::{Wish, unique, with_suffix};

/// Octets that tell whether a file is a PDF: its header may stand behind 1,024 others.
const LOOKED_AT: u64 = 2_048;

/// What becomes of one input.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) input: PathBuf,
    pub(super) output: Output,
    pub(super) form: Form,
    /// Where an earlier run may have put its result (`--resume`).
    pub(super) resumed: Option<PathBuf>,
}

/// The form of the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In the document (PAdES).
    Embedded,
    /// In a file of its own (`.p7s`).
    Detached,
}

/// An input, and its task or why there is none.
pub(super) struct Planned {
    pub(super) input: PathBuf,
    pub(super) task: Result<Task, Failure>,
}

/// A place for every input. What concerns one input only fails that input; what is wrong with the whole, the whole.
pub(super) fn plan(arguments: &Arguments) -> Result<Vec<Planned>, Failure> {
    wish(arguments).check(arguments.inputs.len())?;
    let inputs: Vec<&Path> = arguments.inputs.iter().map(PathBuf::as_path).collect();
    let planned: Vec<Planned> = arguments
        .inputs
        .iter()
        .map(|input| Planned { input: input.clone(), task: task(arguments, input, &inputs) })
        .collect();
    let places = planned.iter().filter_map(|planned| Some((&planned.input, planned.task.as_ref().ok()?)));
    unique(places.map(|(input, task)| (input.as_path(), task.output.path())))?;
    Ok(planned)
}

fn wish(arguments: &Arguments) -> Wish<'_> {
    Wish {
        output: arguments.output.as_deref(),
        folder: arguments.out_dir.as_deref(),
        in_place: arguments.in_place,
        force: arguments.force,
    }
}

/// The same, those refused that the rules of Decree 30/2020 forbid whoever signs: before the key is asked for anything.
///
/// With `chain`, the certificates that can be read without a secret, what depends on whose key it is, too.
pub(super) fn permitted(
    planned: Vec<Planned>,
    arguments: &Arguments,
    issues: &Issues,
    chain: Option<&[Vec<u8>]>,
    now: Time,
) -> Vec<Planned> {
    let permit = |task: Task| {
        if arguments.role != Role::Plain && task.form == Form::Embedded && task.resumed.is_none() {
            issues.issue(&task.input)?;
            let input = Input::open_file(&task.input)?;
            let report = rules::look(&input, &task.input.display().to_string(), &arguments.profile, now);
            rules::permit(arguments.role, &arguments.signature, &report)?;
            if let Some(chain) = &chain {
                permit_signature(arguments, chain, &task, &input, &report, now)?;
            }
        }
        Ok(task)
    };
    let check = |planned: Planned| Planned { input: planned.input, task: planned.task.and_then(permit) };
    planned.into_iter().map(check).collect()
}

/// Whether this certificate may sign this document now. A document that needs a password is looked at when there is one.
fn permit_signature(
    arguments: &Arguments,
    chain: &[Vec<u8>],
    task: &Task,
    input: &Input,
    report: &Report,
    now: Time,
) -> Result<(), Failure> {
    let refused = |error| Failure::broken("error-sign").with("path", task.input.display()).because(error);
    let leaf = chain.first().map(Vec::as_slice).unwrap_or_default();
    rules::permit_certificate(arguments.role, &arguments.signature, &arguments.profile, report, leaf)?;
    let Ok(document) = embed::open(input, None) else { return Ok(()) };
    if document.encryption().is_some_and(|encryption| !encryption.is_open()) {
        return Ok(());
    }
    if arguments.role == Role::Copy {
        rules::copy(&document, None)?;
    }
    let Ok(algorithm) = default_algorithm(leaf) else { return Ok(()) };
    let signatory = Signatory::read(chain).map_err(refused)?;
    let draft = embed::draft(&document, &signatory, &arguments.signature, now).map_err(refused)?;
    match draft.prepare(algorithm, now) {
        // An empty field may wait on the page, which whoever may not make one may still sign.
        Err(Error::Forbidden(Forbidden::Permissions)) => Ok(()),
        prepared => prepared.map(drop).map_err(refused),
    }
}

fn task(arguments: &Arguments, input: &Path, inputs: &[&Path]) -> Result<Task, Failure> {
    let form = form(arguments, input)?;
    if form == Form::Detached && arguments.second.then.is_some() {
        return Err(Failure::broken("error-then-not-pdf").with("path", input.display()));
    }
    let (path, mut existing) = place(arguments, input, form);
    let resumed = (arguments.resume && path.is_file()).then(|| path.clone());
    if resumed.is_some() && existing == Existing::Keep {
        // What stands there is looked at before anything is written: only a result of an earlier run passes.
        existing = Existing::Replace;
    }
    Ok(Task { input: input.to_owned(), output: Output::new(&path, existing, inputs)?, form, resumed })
}

fn form(arguments: &Arguments, input: &Path) -> Result<Form, Failure> {
    let is_pdf = crate::commands::looks_like_pdf(&beginning(input, LOOKED_AT)?);
    match (arguments.detached, is_pdf, arguments.role) {
        (true, _, _) => Ok(Form::Detached),
        (false, true, _) => Ok(Form::Embedded),
        (false, false, Role::Plain) if arguments.in_place => {
            Err(Failure::broken("error-in-place-not-pdf").with("path", input.display()))
        }
        (false, false, Role::Plain) => Ok(Form::Detached),
        (false, false, _) => Err(Failure::broken("error-not-pdf").with("path", input.display())),
    }
}

fn place(arguments: &Arguments, input: &Path, form: Form) -> (PathBuf, Existing) {
    wish(arguments).place(input, |folder| match (form, folder) {
        (Form::Detached, _) => with_suffix(input.file_name().unwrap_or_default(), ".p7s"),
        (Form::Embedded, Some(_)) => input.file_name().unwrap_or_default().to_owned(),
        (Form::Embedded, None) => super::place::inserted(input, "signed"),
    })
}
