//! Reports of many documents in the forms that offices exchange. Each stands alone: it names the program, the policy,
//! the trust, the time, and the digest of every input.

use std::io;

use signer_core::Time;
use signer_core::report::Report;
use signer_core::verify::Verifier;

use crate::error::Failure;

pub(crate) mod csv;
pub(crate) mod etsi;
pub(crate) mod html;
pub(crate) mod junit;
pub(crate) mod row;
pub(crate) mod tally;
pub(crate) mod xlsx;

/// A form of report being written, document by document.
pub(crate) trait Form {
    /// The next document.
    fn document(&mut self, report: &Report) -> Result<(), Failure>;

    /// After the last one.
    fn finish(self: Box<Self>) -> Result<(), Failure>;
}

/// What a verdict rests on beside the documents: a report that does not say it cannot be defended.
#[derive(Clone, Debug)]
pub(crate) struct Provenance {
    /// Name and version of this program.
    pub(crate) program: String,
    /// The name of the policy.
    pub(crate) policy: String,
    /// The trusted certificates: their names and SHA-256.
    pub(crate) trust: Vec<(String, String)>,
    /// The moment that all documents were judged at.
    pub(crate) at: Time,
}

impl Provenance {
    /// Of documents that `verifier` judges as of `at`.
    pub(crate) fn of(verifier: &Verifier, at: Time) -> Self {
        let anchors = verifier.trust().anchors().iter();
        Self {
            program: concat!("signer ", env!("CARGO_PKG_VERSION")).to_owned(),
            policy: verifier.policy().name().to_owned(),
            trust: anchors.map(|anchor| (anchor.subject().to_string(), anchor.fingerprint())).collect(),
            at,
        }
    }
}

/// Turns an error of a writer of another crate into one of this program's.
pub(crate) fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    io::Error::other(error).into()
}
