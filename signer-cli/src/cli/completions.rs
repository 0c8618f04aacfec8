//! `signer completions`.

use clap::Args;

/// Print the completion script of a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
    signer completions bash")]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}
