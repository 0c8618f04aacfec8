//! `signer token`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use signer_core::policy::KnownRole;

use super::inspect::Format;
use super::key::{Pin, TokenName};

/// Show tokens, what is on them, and what is wrong with them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  The tokens that are plugged in:
    signer token list

  What is wrong with a token, and what to do:
    signer token doctor --token \"Van thu\"")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(List),
    Show(Show),
    Doctor(Doctor),
}

/// List the tokens that are plugged in
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) which: Which,

    /// How the result is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Show the certificates on tokens; no PIN is needed
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) which: Which,

    /// How the result is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Find out what is wrong with tokens, and what to do
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) which: Which,

    /// Trusted certificates that the chain must lead to (PEM or DER; repeatable)
    #[arg(long, value_name = "FILE|DIR", help_heading = "Trust")]
    pub(crate) trust: Vec<PathBuf>,

    /// Log in and make a signature over a test text; needs the PIN
    #[arg(long)]
    pub(crate) test_signature: bool,

    #[command(flatten)]
    pub(crate) pin: Pin,
}

/// Which tokens are meant.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Only this token: a PKCS#11 URI (`pkcs11:token=...`), or its label
    #[arg(long, value_name = "URI", help_heading = "Key")]
    pub(crate) token: Option<TokenName>,

    /// The PKCS#11 module to load [default: the known ones that are installed]
    #[arg(long, value_name = "FILE", help_heading = "Key")]
    pub(crate) module: Option<PathBuf>,

    /// The modules to look at, of the command line or the configuration; none are the known ones.
    #[arg(skip)]
    pub(crate) modules: Vec<PathBuf>,

    /// Certificates whose role the configuration knows.
    #[arg(skip)]
    pub(crate) known_roles: Vec<KnownRole>,
}
