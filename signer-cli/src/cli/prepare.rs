//! `signer prepare`: everything but the signature itself.

use std::path::PathBuf;

use clap::Args;

use crate::config::Profile;

use super::appearance::Appearance;
use super::key::DocumentPassword;
use super::level::Levels;
use super::sign::{Role, Signature};

/// Prepare a signature by a key that is elsewhere
#[derive(Debug, Args)]
#[command(after_help = "\
Example: prepare, let the key sign elsewhere (here: OpenSSL), complete:
    signer prepare document.pdf --as personal --cert chain.pem --state document.state \\
      --to-be-signed document.tbs
    openssl dgst -sha256 -sign key.pem -out document.sig document.tbs
    signer complete --state document.state --signature document.sig -o document.signed.pdf")]
pub(crate) struct Arguments {
    /// Document to sign; it must stay as it is until the signature is completed
    #[arg(value_name = "INPUT")]
    pub(crate) input: PathBuf,

    /// Who signs, in the terms of Decree 30/2020
    #[arg(long = "as", value_name = "ROLE")]
    pub(crate) role: Role,

    /// Certificate of the key that will sign, and those above it (PEM or DER)
    #[arg(long, value_name = "CHAIN")]
    pub(crate) cert: PathBuf,

    /// Where to keep what `signer complete` needs
    #[arg(long, value_name = "FILE")]
    pub(crate) state: PathBuf,

    /// Write the octets that the key must sign to FILE
    #[arg(long, value_name = "FILE")]
    pub(crate) to_be_signed: Option<PathBuf>,

    /// Replace outputs that exist
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) appearance: Appearance,

    #[command(flatten)]
    pub(crate) signature: Signature,

    #[command(flatten)]
    pub(crate) levels: Levels,

    #[command(flatten)]
    pub(crate) password: DocumentPassword,

    /// What the configuration says where the command line is silent.
    #[arg(skip)]
    pub(crate) profile: Profile,
}
