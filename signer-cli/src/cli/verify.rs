//! `signer verify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use signer_core::Time;

use crate::config::Profile;

use super::key::DocumentPassword;
use super::network::{Kept, Network};
use super::trust::Trust;
use crate::output::report::row::UnitFrom;

/// Verify signed documents
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  Verify one document:
    signer verify issued.pdf --trust root.pem

  Verify a folder of incoming documents, one JSON object a line:
    signer verify incoming --recursive --trust root.pem --format jsonl

  Write a page for people, the documents counted by the folders that they lie in:
    signer verify incoming -r --trust root.pem --format html --unit-from folder -o report.html

  Ask for both signatures of a complete document, as of a given day:
    signer verify issued.pdf --trust root.pem --require complete --at 2026-11-21T00:00:00Z

  By the algorithms that Vietnamese law lists, and what that means:
    signer verify --explain-policy --policy vn-cong-vu

  An archive and a message, refused documents answered, and a run that can be killed:
    signer verify archive.zip message.edxml --trust root.pem --slips slips --resume ledger

  With lists of revoked certificates from the authorities, kept for the next run:
    signer verify issued.pdf --trust root.pem --online

  Keep what the verdict rests on, and give it again later, without the network or the clock:
    signer verify issued.pdf --trust root.pem --evidence evidence
    signer verify issued.pdf --replay evidence

Exit status: 0 every document passed; 1 at least one failed or is unsigned; 3 none failed, but
at least one is indeterminate; 4 at least one could not be read. Where several apply, 4 speaks
before 1, and 1 before 3.")]
pub(crate) struct Arguments {
    /// PDF documents, .p7s or .p7m signatures, folders, .zip archives, .edxml messages; - reads a list of paths from
    /// standard input
    #[arg(value_name = "PATH", required_unless_present_any = ["files_from", "explain_policy", "replay"])]
    pub(crate) paths: Vec<PathBuf>,

    /// Look into the folders within folders too
    #[arg(short, long, help_heading = "Input")]
    pub(crate) recursive: bool,

    /// Read further paths from FILE, one a line (or each ended by a zero octet); - is standard input
    #[arg(long, value_name = "FILE|-", help_heading = "Input")]
    pub(crate) files_from: Option<PathBuf>,

    /// What a detached signature (.p7s) signs [default: its name without .p7s]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) content: Option<PathBuf>,

    /// Go on where an earlier run stopped: documents that LEDGER knows are not read again
    #[arg(long, value_name = "LEDGER", help_heading = "Input", conflicts_with = "replay")]
    pub(crate) resume: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) trust: Trust,

    /// Fetch what is missing: lists of revoked certificates, answers of responders, issuers
    #[arg(long, help_heading = "Network")]
    pub(crate) online: bool,

    #[command(flatten)]
    pub(crate) network: Network,

    #[command(flatten)]
    pub(crate) kept: Kept,

    /// Judge as of TIME (RFC 3339) [default: now]
    #[arg(long, value_name = "TIME", help_heading = "Judgement", value_parser = time)]
    pub(crate) at: Option<Time>,

    /// Judge by this policy: strict, vn-cong-vu, historic, or one of your own, TOML or JSON
    #[arg(long, value_name = "NAME|FILE", help_heading = "Judgement", default_value = "strict")]
    pub(crate) policy: String,

    /// Show what the policy asks for, and judge nothing
    #[arg(long, help_heading = "Judgement")]
    pub(crate) explain_policy: bool,

    /// A document without WHAT fails (repeatable)
    #[arg(long, value_name = "WHAT", help_heading = "Judgement")]
    pub(crate) require: Vec<Requirement>,

    /// Read number and date of issue off every first page, and whether it is a copy (slower)
    #[arg(long, help_heading = "Judgement")]
    pub(crate) read_pages: bool,

    /// Units that no longer exist: name, first day without it, successor, between tabs [default: those since 2025]
    #[arg(long, value_name = "FILE", help_heading = "Judgement")]
    pub(crate) former_units: Option<PathBuf>,

    /// An unsigned document does not fail
    #[arg(long, help_heading = "Judgement")]
    pub(crate) allow_unsigned: bool,

    /// Keep in DIR what each verdict rests on, so that it can be given again
    #[arg(long, value_name = "DIR", help_heading = "Evidence", conflicts_with = "replay")]
    pub(crate) evidence: Option<PathBuf>,

    /// Give the verdicts again by what DIR keeps, and by nothing else; without PATH, all of them
    #[arg(long, value_name = "DIR", help_heading = "Evidence", conflicts_with_all = [
        "online", "trust", "intermediates", "store", "crl", "ocsp", "policy", "explain_policy", "require",
        "former_units", "read_pages",
    ])]
    pub(crate) replay: Option<PathBuf>,

    /// How the result is written
    #[arg(long, value_name = "FORMAT", help_heading = "Output", default_value = "text")]
    pub(crate) format: Format,

    /// Write the result to FILE instead of the screen
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// What tells the unit that a document is counted for (csv, html, xlsx)
    #[arg(long, value_name = "SOURCE", help_heading = "Output", default_value = "certificate")]
    pub(crate) unit_from: UnitFrom,

    /// Write into DIR, for each refused document, the sentence to send back with it
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub(crate) slips: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(long, help_heading = "Output")]
    pub(crate) force: bool,

    /// Keep the order of the inputs (text and json always do)
    #[arg(long, help_heading = "Output")]
    pub(crate) ordered: bool,

    /// Show every check, passed ones too
    #[arg(short, long, help_heading = "Output")]
    pub(crate) verbose: bool,

    /// Documents verified at the same time [default: one for each processor]
    #[arg(short, long, value_name = "N", help_heading = "Output", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,

    #[command(flatten)]
    pub(crate) password: DocumentPassword,

    /// What the configuration says where the command line is silent.
    #[arg(skip)]
    pub(crate) profile: Profile,
}

/// What a document must have to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Requirement {
    /// The signature of the competent person
    Personal,
    /// The signature of the organisation
    Organisation,
    /// Both, the person's before the organisation's
    Complete,
    /// A time-stamp on every signature
    Timestamp,
    /// Level B-T at least
    #[value(name = "b-t")]
    BT,
    /// Level B-LT at least
    #[value(name = "b-lt")]
    BLt,
    /// Level B-LTA
    #[value(name = "b-lta")]
    BLta,
    /// The person's signature before the organisation's, where both are there
    Order,
    /// As complete; of a copy or an attachment the organisation's is enough
    CompleteOrCopy,
    /// The organisation's signature on what is attached in a file of its own
    Attachments,
    /// Number, notation and date of issue on the first page
    NumberDate,
    /// No certificate that names a unit which no longer existed
    CurrentUnits,
    /// No signing time that is seven hours off
    UtcTime,
    /// All facts that the law wants shown of a signature
    Facts,
}

/// How the result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One array of reports
    Json,
    /// One report a line, as soon as it is finished
    Jsonl,
    /// One line a document, for spreadsheets
    Csv,
    /// One page with charts, a table, and the details of each document
    Html,
    /// A workbook: summary, documents, signatures, findings
    Xlsx,
    /// The validation report of ETSI TS 119 102-2 (of several documents: into the folder of --output)
    Etsi,
    /// A test suite for pipelines
    Junit,
}

fn time(text: &str) -> Result<Time, String> {
    text.parse::<Time>().map_err(|error| error.to_string())
}
