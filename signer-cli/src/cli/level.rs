//! Options of levels: time-stamps, and what validates, kept in the document.

use std::path::PathBuf;

use clap::Args;
use signer_core::oid::Oid;

use super::network::{Kept, Network};
use super::trust::Trust;

/// How a signature is made to last.
#[derive(Clone, Debug, Args)]
pub(crate) struct Levels {
    #[command(flatten)]
    pub(crate) stamps: Stamps,

    /// Say for each signature which validation data belong to it (/VRI)
    #[arg(long, help_heading = "Level")]
    pub(crate) vri: bool,

    #[command(flatten)]
    pub(crate) trust: Trust,

    /// Fetch what is missing: issuers' certificates, lists of revoked ones, answers of OCSP responders
    #[arg(long, help_heading = "Network")]
    pub(crate) online: bool,

    #[command(flatten)]
    pub(crate) network: Network,

    #[command(flatten)]
    pub(crate) kept: Kept,
}

/// From whom time-stamps come.
#[derive(Clone, Debug, Args)]
pub(crate) struct Stamps {
    /// Ask the time-stamping authority at URL (repeatable: the next one is asked where one fails)
    #[arg(long, value_name = "URL", help_heading = "Level")]
    pub(crate) tsa: Vec<String>,

    /// Take only time-stamps made under this policy
    #[arg(long, value_name = "OID", help_heading = "Level", value_parser = oid)]
    pub(crate) tsa_policy: Option<Oid>,

    /// Keep so many OCTETS of room for a time-stamp [default: 12288, and more where that is too little]
    #[arg(long, value_name = "OCTETS", help_heading = "Level", value_parser = clap::value_parser!(u32).range(1_024..=262_144))]
    pub(crate) timestamp_room: Option<u32>,
}

/// Where what was signed is written down.
#[derive(Clone, Debug, Args)]
pub(crate) struct Journal {
    /// Add a line for each signature to FILE (CSV): what was signed, by whom, and whether the certificate was checked
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) journal: Option<PathBuf>,
}

fn oid(text: &str) -> Result<Oid, String> {
    Oid::new(text).map_err(|_| format!("`{text}` is no object identifier, such as 1.2.704.1"))
}
