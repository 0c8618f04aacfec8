//! `signer inspect`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::key::DocumentPassword;

/// Show what a document is made of; nothing is judged
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  Revisions, fields and signatures of a document:
    signer inspect issued.pdf

  What was changed after each signature, and what permits it:
    signer inspect issued.pdf --changes

  The same for programs:
    signer inspect issued.pdf --format json")]
pub(crate) struct Arguments {
    /// A PDF document, or a .p7s or .p7m signature
    #[arg(value_name = "INPUT")]
    pub(crate) input: PathBuf,

    /// Show what each revision changed, object by object, and what permits it
    #[arg(long)]
    pub(crate) changes: bool,

    /// How the result is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) password: DocumentPassword,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One object
    Json,
}
