//! The command line: names, options, help. What a command does is in `commands`, how it looks in `output`.
//!
//! Rules of the interface:
//! * The command is a verb, its objects are paths: `signer verify incoming/`.
//! * A secret is never an argument: arguments are seen by every user of the machine.
//! * What a later version will do is recognised and refused by name, and stands in no help text.
//! * The help texts here are the English ones; `i18n/help.vi.ftl` has them in Vietnamese, and a test compares.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::message::Language;

pub(crate) mod appearance;
pub(crate) mod complete;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod evidence;
pub(crate) mod explain;
pub(crate) mod extend;
pub(crate) mod help;
pub(crate) mod inspect;
pub(crate) mod key;
pub(crate) mod level;
pub(crate) mod network;
pub(crate) mod prepare;
pub(crate) mod preview;
pub(crate) mod second;
pub(crate) mod sign;
pub(crate) mod store;
pub(crate) mod token;
pub(crate) mod trust;
pub(crate) mod verify;

/// Sign PDF documents, and verify their signatures.
#[derive(Debug, Parser)]
#[command(name = "signer", version, arg_required_else_help = true, subcommand_required = true)]
#[command(disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "\
Exit status: 0 all passed; 1 at least one failed; 2 the command line is wrong; 3 none failed, but
at least one is indeterminate; 4 something could not be read or done.

Begin with: signer demo my-demo")]
pub(crate) struct Cli {
    /// Language of messages [default: from the locale]
    #[arg(long, global = true, value_name = "LANGUAGE", hide_possible_values = false)]
    pub(crate) lang: Option<Language>,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,

    /// Read this configuration instead of the usual ones
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Profile of the configuration
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Sign(Box<sign::Arguments>),
    Verify(Box<verify::Arguments>),
    Prepare(Box<prepare::Arguments>),
    Complete(Box<complete::Arguments>),
    Preview(Box<preview::Arguments>),
    Extend(Box<extend::Arguments>),
    Inspect(inspect::Arguments),
    Evidence(evidence::Arguments),
    Explain(explain::Arguments),
    Demo(demo::Arguments),
    Token(token::Arguments),
    Config(config::Arguments),
    Trust(store::Arguments),
    Completions(completions::Arguments),
    Help(help::Arguments),
}
