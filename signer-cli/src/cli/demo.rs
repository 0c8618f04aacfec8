//! `signer demo`.

use std::path::PathBuf;

use clap::Args;

/// Make a throw-away PKI and a document, sign it twice, verify it
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
    signer demo my-demo")]
pub(crate) struct Arguments {
    /// A new or empty folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// Use a folder that is not empty; files of an earlier demonstration are replaced
    #[arg(long)]
    pub(crate) force: bool,
}
