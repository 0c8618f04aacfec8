//! How a signature shows on the page, and where.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Image, text and place of a signature.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Appearance {
    /// Image to show (PNG, JPEG): handwritten signature or seal [default: from the configuration]
    #[arg(long, value_name = "FILE", help_heading = "Appearance")]
    pub(crate) image: Option<PathBuf>,

    /// Line of text to show; knows {name}, {title}, {organisation}, {time}, {date}, {reason}, {location}, {number}
    #[arg(long = "text", value_name = "LINE", help_heading = "Appearance")]
    pub(crate) text: Vec<String>,

    /// QR code to show, of a text as in --text
    #[arg(long, value_name = "TEXT", help_heading = "Appearance")]
    pub(crate) qr: Option<String>,

    /// Page to stand on; -1 is the last [default: where the role belongs]
    #[arg(long, value_name = "N", help_heading = "Appearance", allow_negative_numbers = true)]
    pub(crate) page: Option<i64>,

    /// Rectangle to stand in: points from the lower left corner of the page as it is shown
    #[arg(long, value_name = "X,Y,W,H", help_heading = "Appearance", allow_hyphen_values = true)]
    pub(crate) rect: Option<String>,

    /// Sign without an image on the page
    #[arg(long, help_heading = "Appearance", conflicts_with_all = ["image", "text", "qr", "page", "rect"])]
    pub(crate) invisible: bool,

    /// Full name that stands below the signature [default: the certificate's]
    #[arg(long, value_name = "NAME", help_heading = "Appearance")]
    pub(crate) signer_name: Option<String>,

    /// Title that stands above the signature [default: the line in capitals above the name]
    #[arg(long, value_name = "TITLE", help_heading = "Appearance")]
    pub(crate) title: Option<String>,

    /// Name of the organisation on copies [default: from the configuration, else the certificate's]
    #[arg(long, value_name = "NAME", help_heading = "Appearance")]
    pub(crate) organisation: Option<String>,

    /// Diameter of the seal in millimetres [default: from the configuration, else 36]
    #[arg(long, value_name = "MM", help_heading = "Appearance")]
    pub(crate) seal_diameter: Option<f64>,

    /// Field of the personal signature that the seal goes over, where there are several
    #[arg(long, value_name = "FIELD", help_heading = "Appearance")]
    pub(crate) over: Option<String>,

    /// Number and notation: of the document (number-date), of the main document (attachment)
    #[arg(long, value_name = "NUMBER/NOTATION", help_heading = "Appearance")]
    pub(crate) number: Option<String>,

    /// Date of issue, as 2026-11-22 or 22/11/2026 [default: today in Viet Nam]
    #[arg(long, value_name = "DATE", help_heading = "Appearance")]
    pub(crate) date: Option<String>,

    /// Form of the copy
    #[arg(long, value_name = "FORM", help_heading = "Appearance", default_value = "sao-y")]
    pub(crate) copy_form: CopyForm,

    /// Font of the text [default: Times New Roman of this computer, else Liberation Serif]
    #[arg(long, value_name = "FILE", help_heading = "Appearance")]
    pub(crate) font: Option<PathBuf>,

    /// Sign although the signature covers text, an image or a field
    #[arg(long, help_heading = "Appearance")]
    pub(crate) allow_overlap: bool,
}

/// Decree 30/2020, article 25: the forms of a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CopyForm {
    /// SAO Y: the whole of a document
    #[default]
    SaoY,
    /// SAO LỤC: the whole of a copy
    SaoLuc,
    /// TRÍCH SAO: a part of a document
    TrichSao,
}

impl CopyForm {
    /// As it stands on the page.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::SaoY => "SAO Y",
            Self::SaoLuc => "SAO LỤC",
            Self::TrichSao => "TRÍCH SAO",
        }
    }
}
