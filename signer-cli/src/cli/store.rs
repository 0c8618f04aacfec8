//! `signer trust`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::inspect::Format;
use super::network::Network;
use crate::trust::catalogue::Group;

/// Keep the certificates that you trust
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  Trust an authority, whose certificate you have from a source that you can rely on:
    signer trust add root.pem

  Show whom you trust:
    signer trust list

  Fetch the certificates of the Government's authorities, each compared with its known fingerprint:
    signer trust update --only gcc

Nobody is trusted by default. Roots are trusted; certificates of authorities below a root help to
find the way to it, and are not trusted by themselves.

Exit status: 0 done; 2 the command line is wrong; 4 something could not be done.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Add(Add),
    List(List),
    Remove(Remove),
    Update(Update),
}

/// Add certificates to those that you trust
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Certificates (PEM or DER), or folders of them
    #[arg(value_name = "FILE|DIR", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// Trust the certificate by itself, although it is no root
    #[arg(long)]
    pub(crate) anchor: bool,

    #[command(flatten)]
    pub(crate) place: Place,
}

/// List the certificates that you trust
#[derive(Debug, Args)]
pub(crate) struct List {
    /// How the result is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    /// List the catalogue of known authorities instead; being in it makes nobody trusted
    #[arg(long)]
    pub(crate) catalogue: bool,

    #[command(flatten)]
    pub(crate) place: Place,
}

/// Remove certificates from those that you trust
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The certificate: its ID in the list, or its SHA-256
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,

    #[command(flatten)]
    pub(crate) place: Place,
}

/// Fetch the certificates of the catalogue, and trust those whose fingerprints match
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Only the authorities of this group
    #[arg(long, value_name = "GROUP")]
    pub(crate) only: Option<Group>,

    /// Fetch from a mirror at URL, which has each certificate under its name in the catalogue, as NAME.pem
    #[arg(long, value_name = "URL")]
    pub(crate) from: Option<String>,

    #[command(flatten)]
    pub(crate) network: Network,

    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where the certificates are.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The folder of the trusted certificates [default: $SIGNER_STORE, else the user's own]
    #[arg(long, value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,
}
