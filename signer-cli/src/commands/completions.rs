//! `signer completions`: a script for the shell.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::{Cli, completions::Arguments};
use crate::error::{Exit, Failure};
use crate::output::Terminal;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    // clap_complete panics where it cannot write; a closed pipe is no reason to.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "signer", &mut script);
    let mut out = terminal.results();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Passed)
}
