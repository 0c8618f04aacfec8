//! `signer help`: what `--help` shows, for those who ask in words.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::{Cli, help};
use crate::error::{Exit, Failure};
use crate::output::Terminal;

pub(crate) fn run(arguments: &help::Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut program = help::localise(Cli::command(), &terminal.messages);
    program.build();
    let command = match &arguments.command {
        None => &mut program,
        Some(name) => {
            let found = program.find_subcommand_mut(name).filter(|command| !command.is_hide_set());
            found.ok_or_else(|| Failure::usage("usage-unknown-command").with("argument", name))?
        }
    };
    let mut out = terminal.results();
    write!(out, "{}", command.render_help())?;
    out.flush()?;
    Ok(Exit::Passed)
}
