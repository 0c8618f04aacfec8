//! `signer config`: the configuration is written by questions, and shown with where each value comes from.

use std::path::{Path, PathBuf};

use crate::cli::config::{Arguments, Command};
use crate::config::{edit, place};
use crate::error::{Exit, Failure};
use crate::message::Arguments as Words;
use crate::output::Terminal;

mod init;
mod questions;
mod show;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::Init(init) => init::run(init, &arguments.choice, terminal),
        Command::Show(show) => show::run(show, &arguments.choice, terminal),
        Command::Allow(allow) => allow_folder(allow.folder.as_deref().unwrap_or(Path::new(".")), terminal),
    }
}

/// Writes the folder into the user's own file.
fn allow_folder(folder: &Path, terminal: &Terminal) -> Result<Exit, Failure> {
    let failure = |error| Failure::broken("error-folder").with("path", folder.display()).because(error);
    let folder = folder.canonicalize().map_err(failure)?;
    let path = user_file()?;
    edit::allow(&path, &folder)?;
    terminal.remark("config-allowed", &Words::new().with("folder", folder.display()).with("path", path.display()));
    Ok(Exit::Passed)
}

fn user_file() -> Result<PathBuf, Failure> {
    place::of_user().ok_or_else(|| Failure::broken("error-config-no-home"))
}
