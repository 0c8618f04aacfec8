//! Where each signature goes, decided before anything is asked or signed.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::cli::sign::{Arguments, Role};
use crate::error::Failure;
use crate::files::{Existing, Input, Output};

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
    if arguments.output.is_some() && arguments.inputs.len() > 1 {
        return Err(Failure::usage("error-output-many").with("count", arguments.inputs.len()));
    }
    if let Some(folder) = &arguments.out_dir {
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure::broken("error-make-folder").with("path", folder.display()).because(error))?;
    }
    let inputs: Vec<&Path> = arguments.inputs.iter().map(PathBuf::as_path).collect();
    let mut taken: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut tasks = Vec::new();
    for input in &arguments.inputs {
        let task = task(arguments, input, &inputs);
        if let Ok(task) = &task {
            let place = task.output.path().to_owned();
            if let Some(one) = taken.insert(place.clone(), input.clone()) {
                return Err(Failure::usage("error-output-twice")
                    .with("path", place.display())
                    .with("one", one.display())
                    .with("other", input.display()));
            }
        }
        tasks.push(Planned { input: input.clone(), task });
    }
    Ok(tasks)
}

fn task(arguments: &Arguments, input: &Path, inputs: &[&Path]) -> Result<Task, Failure> {
    let form = form(arguments, input)?;
    let (path, mut existing) = place(arguments, input, form);
    let resumed = (arguments.resume && path.is_file()).then(|| path.clone());
    if resumed.is_some() && existing == Existing::Keep {
        // What stands there is looked at before anything is written: only a result of an earlier run passes.
        existing = Existing::Replace;
    }
    Ok(Task { input: input.to_owned(), output: Output::new(&path, existing, inputs)?, form, resumed })
}

fn form(arguments: &Arguments, input: &Path) -> Result<Form, Failure> {
    let octets = Input::open_file(input)?;
    let is_pdf = crate::commands::looks_like_pdf(&octets);
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
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    if arguments.in_place {
        return (input.to_owned(), Existing::Input);
    }
    if let Some(output) = &arguments.output {
        return (output.clone(), existing);
    }
    let name = match (form, &arguments.out_dir) {
        (Form::Detached, _) => with_suffix(input.file_name().unwrap_or_default(), ".p7s"),
        (Form::Embedded, Some(_)) => input.file_name().unwrap_or_default().to_owned(),
        (Form::Embedded, None) => signed_name(input),
    };
    match &arguments.out_dir {
        Some(folder) => (folder.join(name), existing),
        None => (input.with_file_name(name), existing),
    }
}

/// `document.pdf` becomes `document.signed.pdf`.
fn signed_name(input: &Path) -> OsString {
    let stem = input.file_stem().unwrap_or_default();
    let mut name = with_suffix(stem, ".signed");
    if let Some(extension) = input.extension() {
        name.push(".");
        name.push(extension);
    }
    name
}

fn with_suffix(name: &std::ffi::OsStr, suffix: &str) -> OsString {
    let mut name = name.to_owned();
    name.push(suffix);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_signed_document_keeps_its_extension() {
        assert_eq!(signed_name(Path::new("a/công văn.pdf")), "công văn.signed.pdf");
        assert_eq!(signed_name(Path::new("a/document")), "document.signed");
    }
}
