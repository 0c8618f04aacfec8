//! Options that say whom to trust.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Trust {
    /// Trust the certificates in FILE or DIR (PEM or DER; repeatable)
    #[arg(long, value_name = "FILE|DIR", help_heading = "Trust")]
    pub(crate) trust: Vec<PathBuf>,

    /// Certificates that may be needed between signer and trusted root (repeatable)
    #[arg(long, value_name = "FILE|DIR", help_heading = "Trust")]
    pub(crate) intermediates: Vec<PathBuf>,

    // Recognised, and refused by name until revocation is judged.
    #[arg(long, value_name = "FILE|DIR", hide = true)]
    pub(crate) crl: Vec<PathBuf>,
    #[arg(long, value_name = "FILE|DIR", hide = true)]
    pub(crate) ocsp: Vec<PathBuf>,
    #[arg(long, hide = true)]
    pub(crate) online: bool,
}
