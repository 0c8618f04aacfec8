//! `signer preview`: the page as it will look, before anything is signed.

use std::path::PathBuf;

use clap::Args;

use crate::config::Profile;

use super::appearance::Appearance;
use super::key::{DocumentPassword, Key};
use super::sign::Role;

/// Show a page as it will look when signed
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
    signer preview document.pdf --as personal --image an.png --page 1 --rect 330,60,150,60 \\
      --allow-overlap -o page.png")]
pub(crate) struct Arguments {
    /// Document to look at; nothing is signed
    #[arg(value_name = "INPUT")]
    pub(crate) input: PathBuf,

    /// Who would sign, in the terms of Decree 30/2020
    #[arg(long = "as", value_name = "ROLE")]
    pub(crate) role: Role,

    /// Write the page as a picture (PNG)
    #[arg(short, long, value_name = "PAGE.png", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// Replace outputs that exist
    #[arg(long, help_heading = "Output")]
    pub(crate) force: bool,

    /// Fineness of the picture in dots per inch
    #[arg(long, value_name = "N", help_heading = "Output", default_value = "150", value_parser = clap::value_parser!(u16).range(20..=600))]
    pub(crate) dpi: u16,

    /// Numbers and dates of issue: a CSV file with the columns file, number, notation, date, subject
    #[arg(long, value_name = "FILE", help_heading = "Output", conflicts_with_all = ["number", "date"])]
    pub(crate) register: Option<PathBuf>,

    /// Signature field to sign: an empty one of the document, or a new one
    #[arg(long, value_name = "NAME", help_heading = "Appearance")]
    pub(crate) field: Option<String>,

    #[command(flatten)]
    pub(crate) appearance: Appearance,

    #[command(flatten)]
    pub(crate) key: Key,

    #[command(flatten)]
    pub(crate) password: DocumentPassword,

    /// What the configuration says where the command line is silent.
    #[arg(skip)]
    pub(crate) profile: Profile,
}
