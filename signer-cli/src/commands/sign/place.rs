//! Where outputs go: one rule for all commands that make documents of documents.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::files::Existing;

/// What the command line says about outputs.
#[derive(Clone, Copy)]
pub(crate) struct Wish<'a> {
    pub(crate) output: Option<&'a Path>,
    pub(crate) folder: Option<&'a Path>,
    pub(crate) in_place: bool,
    pub(crate) force: bool,
}

impl Wish<'_> {
    /// Refuses one output for several inputs, and makes the folder.
    pub(crate) fn check(&self, inputs: usize) -> Result<(), Failure> {
        if self.output.is_some() && inputs > 1 {
            return Err(Failure::usage("error-output-many").with("count", inputs));
        }
        if let Some(folder) = self.folder {
            std::fs::create_dir_all(folder)
                .map_err(|error| Failure::broken("error-make-folder").with("path", folder.display()).because(error))?;
        }
        Ok(())
    }

    /// The place for what becomes of an input; `name` says how it is called in a folder, or beside the input.
    pub(crate) fn place(&self, input: &Path, name: impl FnOnce(Option<&Path>) -> OsString) -> (PathBuf, Existing) {
        let existing = if self.force { Existing::Replace } else { Existing::Keep };
        match (self.in_place, self.output, self.folder) {
            (true, ..) => (input.to_owned(), Existing::Input),
            (_, Some(output), _) => (output.to_owned(), existing),
            (_, _, Some(folder)) => (folder.join(name(Some(folder))), existing),
            _ => (input.with_file_name(name(None)), existing),
        }
    }
}

/// Refuses two inputs with one place.
pub(crate) fn unique<'p>(places: impl Iterator<Item = (&'p Path, &'p Path)>) -> Result<(), Failure> {
    let mut taken: HashMap<&Path, &Path> = HashMap::new();
    for (input, place) in places {
        if let Some(one) = taken.insert(place, input) {
            return Err(Failure::usage("error-output-twice")
                .with("path", place.display())
                .with("one", one.display())
                .with("other", input.display()));
        }
    }
    Ok(())
}

/// `document.pdf` becomes `document.signed.pdf`.
pub(crate) fn inserted(input: &Path, word: &str) -> OsString {
    let mut name = with_suffix(input.file_stem().unwrap_or_default(), &format!(".{word}"));
    if let Some(extension) = input.extension() {
        name.push(".");
        name.push(extension);
    }
    name
}

pub(crate) fn with_suffix(name: &OsStr, suffix: &str) -> OsString {
    let mut name = name.to_owned();
    name.push(suffix);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_signed_document_keeps_its_extension() {
        assert_eq!(inserted(Path::new("a/công văn.pdf"), "signed"), "công văn.signed.pdf");
        assert_eq!(inserted(Path::new("a/document"), "signed"), "document.signed");
    }
}
