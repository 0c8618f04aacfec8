//! The program `signer`: signs and verifies PDF documents on the command line.
//!
//! `cli` says what can be asked, `commands` does it, `output` shows it, `message` finds the words. Everything that
//! is decided about a signature is decided in `signer-core`; here are the files, the clock and the terminal.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{ArgMatches, Command, CommandFactory, FromArgMatches, ValueEnum};

use crate::cli::Cli;
use crate::config::{Choice, Configuration};
use crate::error::{Exit, Failure};
use crate::message::{Language, Messages};
use crate::output::Terminal;

mod cli;
mod clock;
mod commands;
mod config;
mod error;
mod evidence;
mod files;
mod folders;
mod inputs;
mod message;
mod output;
mod outside;
mod policy;
mod secret;
mod trust;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    secret::protect();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|word| word == commands::PAGE_READER) {
        return commands::read_pages();
    }
    let language = language_of(&arguments);
    let messages = Messages::new(language);
    // What is understood needs no help text; what is not, or asks for help, is looked at once more with the texts.
    let understood = parsed(Cli::command(), &arguments);
    let localised = |_| parsed(cli::help::localise(Cli::command(), &messages), &arguments);
    let (mut cli, matches) = match understood.or_else(localised) {
        Ok(parsed) => parsed,
        Err(error) => return output::usage::show(&error, &messages).into(),
    };
    let terminal = Terminal::new(messages, cli.color);
    let done = config::apply::apply(&mut cli, &matches, &terminal).and_then(|()| commands::run(cli.command, &terminal));
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => conclude(&failure, &terminal).into(),
    }
}

fn parsed(command: Command, arguments: &[OsString]) -> Result<(Cli, ArgMatches), clap::Error> {
    let matches = command.try_get_matches_from(arguments)?;
    Ok((Cli::from_arg_matches(&matches)?, matches))
}

/// Says what went wrong, unless there is nobody left to listen.
fn conclude(failure: &Failure, terminal: &Terminal) -> Exit {
    if !failure.is_closed_pipe() {
        terminal.complain(failure);
    }
    failure.exit()
}

/// The language, before the command line is understood: help and mistakes are to be in it too.
fn language_of(arguments: &[OsString]) -> Language {
    let texts: Vec<_> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let after = |position: usize| texts.get(position.saturating_add(1)).copied();
    let option = |name: &str| {
        texts.iter().enumerate().find_map(|(position, text)| match text.strip_prefix(name)? {
            "" => after(position),
            rest => rest.strip_prefix('='),
        })
    };
    let wanted = option("--lang").and_then(|wanted| Language::from_str(wanted, true).ok());
    // A configuration that cannot be read is complained of later, and not at all by `--help`.
    let configured = || {
        let choice =
            Choice { file: option("--config").map(Into::into), profile: option("--profile").map(str::to_owned) };
        Configuration::read(&choice).ok().and_then(|configuration| configuration.profile.language())
    };
    wanted.or_else(configured).unwrap_or_else(|| Language::from_locale(|name| std::env::var(name).ok()))
}
