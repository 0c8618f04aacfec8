//! `signer extend`: time-stamps and validation data for what is signed already.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::config::Profile;

use super::key::DocumentPassword;
use super::level::Levels;
use super::sign::Level;

/// Keep signed documents verifiable: time-stamp them, embed what validates them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  Time-stamp a document whose signatures have no time-stamp; the result is issued.b-t.pdf:
    signer extend issued.pdf --level b-t --tsa http://tsa.example.vn

  Embed all that validates a folder of documents, fetched once for all of them:
    signer extend incoming/*.pdf --level b-lt --trust root.pem --online \\
      --tsa http://tsa.example.vn --out-dir archive

  Renew the archive time-stamp in place, before the certificate of its authority ends:
    signer extend archive/*.pdf --level b-lta --trust root.pem --online \\
      --tsa http://tsa.example.vn --in-place")]
pub(crate) struct Arguments {
    /// Signed PDF documents
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// What is to be reached
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Target,

    /// Write to OUTPUT (one input only) [default: INPUT.LEVEL.pdf beside the input]
    #[arg(short, long, value_name = "OUTPUT", help_heading = "Output", conflicts_with_all = ["out_dir", "in_place"])]
    pub(crate) output: Option<PathBuf>,

    /// Write to DIR, under the names of the inputs
    #[arg(long, value_name = "DIR", help_heading = "Output", conflicts_with = "in_place")]
    pub(crate) out_dir: Option<PathBuf>,

    /// Replace the inputs by the extended documents
    #[arg(long, help_heading = "Output")]
    pub(crate) in_place: bool,

    /// Replace outputs that exist
    #[arg(long, help_heading = "Output")]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) levels: Levels,

    #[command(flatten)]
    pub(crate) password: DocumentPassword,

    /// What the configuration says where the command line is silent.
    #[arg(skip)]
    pub(crate) profile: Profile,
}

/// What `extend` reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// A time-stamp proves when each signature was there
    #[value(name = "b-t")]
    BT,
    /// And what validates the signatures is in the document
    #[value(name = "b-lt")]
    BLt,
    /// And a time-stamp over all of it; again each time this is asked for
    #[value(name = "b-lta")]
    BLta,
}

impl Target {
    pub(crate) const fn level(self) -> Level {
        match self {
            Self::BT => Level::BT,
            Self::BLt => Level::BLt,
            Self::BLta => Level::BLta,
        }
    }
}
