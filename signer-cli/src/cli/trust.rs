//! Options that say whom to trust.

use std::path::PathBuf;

use clap::Args;

#[derive(Clone, Debug, Args)]
pub(crate) struct Trust {
    /// Trust the certificates in FILE or DIR (PEM or DER; repeatable)
    #[arg(long, value_name = "FILE|DIR", help_heading = "Trust")]
    pub(crate) trust: Vec<PathBuf>,

    /// Certificates that may be needed between signer and trusted root (repeatable)
    #[arg(long, value_name = "FILE|DIR", help_heading = "Trust")]
    pub(crate) intermediates: Vec<PathBuf>,

    /// The folder of `signer trust`, used where no --trust is given [default: the user's own]
    #[arg(long, value_name = "DIR", help_heading = "Trust")]
    pub(crate) store: Option<PathBuf>,

    /// Lists of revoked certificates (PEM or DER; repeatable)
    #[arg(long, value_name = "FILE|DIR", help_heading = "Trust")]
    pub(crate) crl: Vec<PathBuf>,

    /// Answers of OCSP responders (PEM or DER; repeatable)
    #[arg(long, value_name = "FILE|DIR", help_heading = "Trust")]
    pub(crate) ocsp: Vec<PathBuf>,
}
