//! Reports of many documents in the forms that offices exchange. Each stands alone: it names the program, the policy,
//! the trust, the time, and the digest of every input.

use std::io;

use signer_core::Time;
use signer_core::report::{JudgedBy, Report};
use signer_core::verify::Verifier;

use crate::error::Failure;
use crate::output::moment;

pub(crate) mod csv;
pub(crate) mod etsi;
pub(crate) mod html;
pub(crate) mod junit;
pub(crate) mod row;
pub(crate) mod tally;
pub(crate) mod xlsx;

/// Name and version of this program.
pub(crate) const PROGRAM: &str = concat!("signer ", env!("CARGO_PKG_VERSION"));

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
    /// The SHA-256 of the file that the policy was read from.
    pub(crate) policy_sha256: Option<String>,
    /// The trusted certificates: their names and SHA-256.
    pub(crate) trust: Vec<(String, String)>,
    /// The moment that all documents were judged at; of several the last.
    pub(crate) at: Time,
    /// The first of several such moments, where verdicts of several runs stand together.
    pub(crate) since: Option<Time>,
}

impl Provenance {
    /// Of documents that `verifier` judges as of `at`.
    pub(crate) fn of(verifier: &Verifier, policy_sha256: Option<String>, at: Time) -> Self {
        let anchors = verifier.trust().anchors().iter();
        Self {
            program: PROGRAM.to_owned(),
            policy: verifier.policy().name().to_owned(),
            policy_sha256,
            trust: anchors.map(|anchor| (anchor.subject().to_string(), anchor.fingerprint())).collect(),
            at,
            since: None,
        }
    }

    /// Of verdicts that were given in several runs; the report of each document says by which it was judged.
    pub(crate) fn joined(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut all = all.into_iter();
        let mut joined = all.next()?;
        let mut policies = vec![joined.policy()];
        for other in all {
            if !policies.contains(&other.policy()) {
                policies.push(other.policy());
                joined.policy = policies.join(", ");
                joined.policy_sha256 = None;
            }
            for anchor in other.trust {
                if !joined.trust.contains(&anchor) {
                    joined.trust.push(anchor);
                }
            }
            let (first, last) = (joined.since.unwrap_or(joined.at).min(other.at), joined.at.max(other.at));
            joined.at = last;
            joined.since = (first < last).then_some(first);
        }
        Some(joined)
    }

    /// The moments in the zone of this machine.
    pub(crate) fn moments(&self) -> String {
        let last = moment::local(self.at);
        self.since.map_or_else(|| last.clone(), |first| format!("{} – {last}", moment::local(first)))
    }

    /// The same, as the report of each document carries it.
    pub(crate) fn judged_by(&self) -> JudgedBy {
        let mut trust: Vec<_> = self.trust.iter().map(|(_, sha256)| sha256.clone()).collect();
        trust.sort();
        trust.dedup();
        JudgedBy { program: self.program.clone(), policy_sha256: self.policy_sha256.clone(), trust }
    }

    /// The name of the policy, with the digest of its file.
    pub(crate) fn policy(&self) -> String {
        named(&self.policy, self.policy_sha256.as_deref())
    }
}

/// The name of a policy, with the digest of its file if it came from one.
pub(crate) fn named(policy: &str, sha256: Option<&str>) -> String {
    sha256.map_or_else(|| policy.to_owned(), |sha256| format!("{policy} (SHA-256 {sha256})"))
}

/// Turns an error of a writer of another crate into one of this program's.
pub(crate) fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    io::Error::other(error).into()
}
