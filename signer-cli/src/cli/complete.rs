//! `signer complete`: the signature that came back goes into the document.

use std::path::PathBuf;

use clap::Args;

use crate::config::Profile;

use super::key::DocumentPassword;
use super::level::Levels;

/// Complete a prepared signature
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
    signer complete --state document.state --signature document.sig -o document.signed.pdf")]
pub(crate) struct Arguments {
    /// What `signer prepare` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) state: PathBuf,

    /// The signature value that the key made: binary, base64 or hexadecimal
    #[arg(long, value_name = "FILE")]
    pub(crate) signature: PathBuf,

    /// The document, if it is no longer where it was prepared
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,

    /// Write the signed document to OUTPUT
    #[arg(short, long, value_name = "OUTPUT")]
    pub(crate) output: PathBuf,

    /// Replace an output that exists
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) levels: Levels,

    #[command(flatten)]
    pub(crate) password: DocumentPassword,

    /// What the configuration says where the command line is silent.
    #[arg(skip)]
    pub(crate) profile: Profile,
}
