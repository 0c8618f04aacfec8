//! `signer sign`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::config::Profile;

use super::appearance::Appearance;
use super::key::{DocumentPassword, Key};
use super::level::{Journal, Levels};
use super::second::Second;

/// Sign documents
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  Sign as the competent person; the result is document.signed.pdf:
    signer sign document.pdf --as personal --pkcs12 an.p12 --pin-file an.pin

  Sign as the organisation what the competent person has signed:
    signer sign document.signed.pdf --as organisation --pkcs12 office.p12 \\
      --pin-file office.pin -o issued.pdf

  Both in one run, the organisation's key in a file too:
    signer sign document.pdf --as personal --pkcs12 an.p12 --pin-file an.pin \\
      --then organisation --then-pkcs12 office.p12 --then-pin-file office.pin -o both.pdf

  Show the image of a handwritten signature, here in a place of your own:
    signer sign document.pdf --as personal --pkcs12 an.p12 --pin-file an.pin \\
      --image an.png --page 1 --rect 330,60,150,60 --allow-overlap -o seen.pdf

  Sign any file; the signature goes to data.csv.p7s:
    signer sign data.csv --as plain --pkcs12 an.p12 --pin-file an.pin

  Sign so that it can be verified for as long as the archive time-stamp is renewed:
    signer sign document.pdf --as personal --pkcs12 an.p12 --pin-file an.pin --level b-lta \\
      --tsa http://tsa.example.vn --trust root.pem --online")]
pub(crate) struct Arguments {
    /// Documents to sign
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Who signs, in the terms of Decree 30/2020
    #[arg(long = "as", value_name = "ROLE")]
    pub(crate) role: Role,

    #[command(flatten)]
    pub(crate) key: Key,

    /// Write to OUTPUT (one input only) [default: INPUT.signed.pdf beside the input]
    #[arg(short, long, value_name = "OUTPUT", help_heading = "Output", conflicts_with_all = ["out_dir", "in_place"])]
    pub(crate) output: Option<PathBuf>,

    /// Write to DIR, under the names of the inputs
    #[arg(long, value_name = "DIR", help_heading = "Output", conflicts_with = "in_place")]
    pub(crate) out_dir: Option<PathBuf>,

    /// Replace the inputs by the signed documents
    #[arg(long, help_heading = "Output")]
    pub(crate) in_place: bool,

    /// Replace outputs that exist
    #[arg(long, help_heading = "Output")]
    pub(crate) force: bool,

    /// Go on after an interrupted run: outputs that this certificate has signed already are left as they are
    #[arg(long, help_heading = "Output", conflicts_with = "force")]
    pub(crate) resume: bool,

    /// Documents signed at the same time, as far as the key permits [default: one for each processor]
    #[arg(short, long, value_name = "N", help_heading = "Output", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) jobs: Option<u16>,

    /// A detached signature (.p7s) beside the document, which stays as it is
    #[arg(long, help_heading = "Output", conflicts_with = "in_place")]
    pub(crate) detached: bool,

    /// Show what will stand on the page and ask before each signature
    #[arg(long, help_heading = "Appearance")]
    pub(crate) preview: bool,

    /// Numbers and dates of issue: a CSV file with the columns file, number, notation, date, subject
    #[arg(long, value_name = "FILE", help_heading = "Output", conflicts_with_all = ["number", "date"])]
    pub(crate) register: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) appearance: Appearance,

    #[command(flatten)]
    pub(crate) second: Second,

    #[command(flatten)]
    pub(crate) signature: Signature,

    #[command(flatten)]
    pub(crate) levels: Levels,

    #[command(flatten)]
    pub(crate) journal: Journal,

    #[command(flatten)]
    pub(crate) password: DocumentPassword,

    /// What the configuration says where the command line is silent.
    #[arg(skip)]
    pub(crate) profile: Profile,
}

impl Arguments {
    /// What the second signature is to be, where one is wanted: in a field of its own, and not a certification.
    pub(crate) fn second(&self) -> Option<Self> {
        let role = self.second.then?;
        let mut second = Self { role, key: self.second.key(), second: Second::default(), ..self.clone() };
        second.signature.field = None;
        // What stands in one place is one signature's; the other has its own, from the configuration.
        let Appearance { signer_name, title, organisation, seal_diameter, font, allow_overlap, invisible, .. } =
            second.appearance;
        second.appearance = Appearance {
            signer_name,
            title,
            organisation,
            seal_diameter,
            font,
            allow_overlap,
            invisible,
            ..Appearance::default()
        };
        second.signature.certify = None;
        Some(second)
    }
}

/// What the signature says, and how it is made.
#[derive(Clone, Debug, Args)]
pub(crate) struct Signature {
    /// Signature field to sign: an empty one of the document, or a new one
    #[arg(long, value_name = "NAME", help_heading = "Signature")]
    pub(crate) field: Option<String>,

    /// Reason to state
    #[arg(long, value_name = "TEXT", help_heading = "Signature")]
    pub(crate) reason: Option<String>,

    /// Place to state
    #[arg(long, value_name = "TEXT", help_heading = "Signature")]
    pub(crate) location: Option<String>,

    /// Format of the signature in the document
    #[arg(long, value_name = "FORMAT", help_heading = "Signature", default_value = "cades")]
    pub(crate) subfilter: SubFilter,

    /// Certify: permit 1 no change, 2 filling in and signing, 3 annotations too
    #[arg(long, value_name = "1|2|3", help_heading = "Signature", value_parser = clap::value_parser!(u8).range(1..=3))]
    pub(crate) certify: Option<u8>,

    /// Digest of document and attributes [default: as the key prefers]
    #[arg(long, value_name = "DIGEST", help_heading = "Signature")]
    pub(crate) digest: Option<Digest>,

    /// RSA padding PSS instead of PKCS#1 v1.5
    #[arg(long, help_heading = "Signature")]
    pub(crate) pss: bool,

    /// Level of the signature
    #[arg(long, value_name = "LEVEL", help_heading = "Signature", default_value = "b-b")]
    pub(crate) level: Level,

    /// Sign a time-stamp over the content with it: nobody can have signed earlier
    #[arg(long, help_heading = "Signature")]
    pub(crate) content_timestamp: bool,

    /// Sign nothing that shows, does or hides what a signer should think about
    #[arg(long, help_heading = "Signature")]
    pub(crate) strict: bool,

    /// Sign for the organisation although no competent person has signed; TEXT says why
    #[arg(long, value_name = "TEXT", help_heading = "Signature", visible_alias = "without-personal-signature")]
    pub(crate) without_personal: Option<String>,

    /// Sign although this certificate has signed the document already, or an attachment carries signatures
    #[arg(long, help_heading = "Signature")]
    pub(crate) again: bool,
}

/// Who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// The competent person (Decree 30, article 13)
    Personal,
    /// The organisation, after the competent person (article 32)
    Organisation,
    /// The organisation, on an attachment in a file of its own (Appendix I)
    Attachment,
    /// The organisation, on a copy that it made (article 25)
    Copy,
    /// The clerk, number and date of issue (articles 14 and 15)
    NumberDate,
    /// No rule of Decree 30 applied
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SubFilter {
    /// ETSI.CAdES.detached: PAdES
    Cades,
    /// adbe.pkcs7.detached: for software that knows no PAdES
    Pkcs7,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Level {
    /// Signature and certificate
    #[value(name = "b-b")]
    BB,
    /// And a time-stamp: when it was made
    #[value(name = "b-t")]
    BT,
    /// And what validates it, kept in the document
    #[value(name = "b-lt")]
    BLt,
    /// And a time-stamp over all of it
    #[value(name = "b-lta")]
    BLta,
}

impl Level {
    /// As it stands on the command line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::BB => "b-b",
            Self::BT => "b-t",
            Self::BLt => "b-lt",
            Self::BLta => "b-lta",
        }
    }
}
