//! `signer explain`.

use clap::Args;

/// Say what a code of a report means, and what to do
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  What does this mean?
    signer explain HASH_FAILURE

  All codes:
    signer explain")]
pub(crate) struct Arguments {
    /// A sub-indication, the id of a check, or the code of a finding; without it all are listed
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}
