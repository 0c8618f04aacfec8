//! `signer config`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::inspect::Format;
use crate::config::Choice;

/// Write and show the configuration: agency, tokens, images, trust
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  Answer a few questions; the configuration is written:
    signer config init

  What is configured, and where each value comes from:
    signer config show

The configuration is signer.toml in the user's folder; one in the folder of the work counts where
the user's own lists that folder (signer config allow). A PIN never stands in it.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Which configuration the command line means.
    #[arg(skip)]
    pub(crate) choice: Choice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(Init),
    Show(Show),
    Allow(Allow),
}

/// Ask what is needed and write the configuration
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// A value, by its key: agency=..., organisation.token=... (repeatable); it is not asked for then
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,

    /// Ask nothing: only what --set says is written
    #[arg(long)]
    pub(crate) no_questions: bool,

    /// Write signer.toml into this folder, for the work that is done in it
    #[arg(long)]
    pub(crate) project: bool,
}

/// Show what is configured, and where each value comes from
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// How the result is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Let signer.toml of a folder count for the work done in that folder
#[derive(Debug, Args)]
pub(crate) struct Allow {
    /// The folder [default: the one in which the program is called]
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}
