//! `signer evidence`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::inspect::Format;

/// Look after the evidence that verify keeps
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  Keep what the verdicts rest on, and give them again a year later without any network:
    signer verify incoming -r --trust root.pem --evidence evidence --format json -o verdicts.json
    signer verify --replay evidence --format json

  See which documents have evidence, and whether all of it is as it was:
    signer evidence list --evidence evidence
    signer evidence check --evidence evidence

  Destroy what belongs to one document; what others rest on too stays:
    signer evidence remove incoming/letter.pdf --evidence evidence

Exit status: 0 done; 1 something is damaged (check); 2 the command line is wrong; 4 something
could not be done.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(List),
    Check(Check),
    Remove(Remove),
}

/// List the documents whose evidence is kept
#[derive(Debug, Args)]
pub(crate) struct List {
    /// How the result is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) place: Place,
}

/// Compare everything that is kept with its digest
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Destroy the evidence that belongs to one document only
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The documents: files, or their SHA-256
    #[arg(value_name = "DOCUMENT", required = true)]
    pub(crate) documents: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where the evidence is.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The folder that verify --evidence wrote
    #[arg(long, value_name = "DIR")]
    pub(crate) evidence: PathBuf,
}
