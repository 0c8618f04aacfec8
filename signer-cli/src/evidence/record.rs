//! The records of the folder: a run, and what one document's verdict rests on. JSON, each named by its own digest.

use serde::{Deserialize, Serialize};
use signer_core::Time;
use signer_core::evidence::Origin;
use signer_core::limits::Limits;
use signer_core::policy::Policy;
use signer_core::report::{DocumentConclusion, Report, ReportFinding};

use super::Sha256;

/// By what all documents of a run were judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    /// [`super::FORMAT`].
    pub(crate) format: String,
    /// Name and version of the program.
    pub(crate) program: String,
    /// When the run began, by the clock of its machine.
    pub(crate) started: Time,
    /// The moment that all documents were judged at.
    pub(crate) validation_time: Time,
    /// Whether what was missing could be fetched.
    pub(crate) online: bool,
    /// The whole policy: levels, algorithms, requirements (`--require`), the certificates whose role is known.
    pub(crate) policy: Policy,
    /// The file that the policy was read from.
    pub(crate) policy_file: Option<Sha256>,
    pub(crate) limits: Limits,
    /// The trusted certificates, in the order in which they were tried.
    pub(crate) anchors: Vec<Sha256>,
    /// Certificates between, in the order in which they were tried.
    pub(crate) intermediates: Vec<Sha256>,
    /// Whether number and date were read off every first page.
    pub(crate) read_pages: bool,
    /// The list of units that no longer exist.
    pub(crate) former_units: Sha256,
    /// The evidence that all documents shared.
    pub(crate) supplied: Vec<Piece>,
}

impl Run {
    /// Every object that it names.
    pub(crate) fn objects(&self) -> impl Iterator<Item = Sha256> + '_ {
        let certificates = self.anchors.iter().chain(&self.intermediates).copied();
        certificates
            .chain(self.policy_file)
            .chain([self.former_units])
            .chain(self.supplied.iter().map(|piece| piece.sha256))
    }
}

/// What the verdict on one document rests on beside its run, and what the verdict was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// [`super::FORMAT`].
    pub(crate) format: String,
    /// The document, or the signature that stands apart; null where nothing could be read.
    pub(crate) document: Option<Document>,
    /// What a signature that stands apart signs.
    pub(crate) content: Option<Document>,
    /// What the report called it.
    pub(crate) path: String,
    /// The file that it was found in: itself, or an archive.
    pub(crate) input: String,
    /// Its place among the documents of the run, from 0.
    pub(crate) position: u64,
    pub(crate) run: Sha256,
    /// What was fetched for it, in the order in which it was found, then what it holds itself.
    pub(crate) evidence: Vec<Piece>,
    /// What was asked of the outside in vain.
    pub(crate) findings: Vec<ReportFinding>,
    /// What the report said in the end.
    pub(crate) conclusion: DocumentConclusion,
    /// What it said of the signatures, before the formalities and what carried the document were looked at.
    pub(crate) verdict: DocumentConclusion,
    /// The SHA-256 of the report as it was then: see [`essence`].
    pub(crate) report: Sha256,
}

/// The octets of a document, which are not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) sha256: Sha256,
    pub(crate) size: u64,
}

impl Document {
    pub(crate) fn of(octets: &[u8]) -> Self {
        Self { sha256: Sha256::of(octets), size: u64::try_from(octets.len()).unwrap_or(u64::MAX) }
    }
}

/// An object, what it is, and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Piece {
    pub(crate) kind: Kind,
    pub(crate) origin: Origin,
    pub(crate) sha256: Sha256,
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Certificate,
    Crl,
    Ocsp,
    Token,
}

/// The digest of what the report says of the document: without how the document is called, and without the version of
/// the program, which a later one may repeat to the letter.
pub(crate) fn essence(report: &Report) -> Sha256 {
    let mut bare = report.clone();
    bare.path.clear();
    bare.judged_by = None;
    // A report is plain data: writing it to memory does not fail.
    Sha256::of(&serde_json::to_vec(&bare).unwrap_or_default())
}
