//! Limits on hostile input. Each number has a reason; all are charged before the work is done.

use serde::{Deserialize, Serialize};

use crate::error::Exceeded;

/// What one document may cost.
///
/// It can be stored and read back; a missing field takes its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Limits {
    /// Nesting of direct PDF objects, of page-tree and field-tree nodes.
    ///
    /// 100: the deepest seen in real documents is below 30; Acrobat's own limit is 28 for `q`.
    pub depth: u32,
    /// Direct objects inside one indirect object: elements of arrays, keys and values of dictionaries.
    ///
    /// 1,000,000: a flat page tree of the largest file seen has 300,000 kids. Each costs some 100 octets of memory.
    pub elements: u64,
    /// Octets of indirect objects read from one file, counted each time that they are read.
    ///
    /// 64 MiB, and four times the file: reading all objects of any file seen takes less than once the file.
    pub read_octets: u64,
    /// Indirect objects named by one document's cross-reference data.
    ///
    /// 4,000,000: a tenth is in the largest file seen. The architectural limit of ISO 32000-1, Annex C, is twice that, and
    /// the places of so many would take 180 MB.
    pub objects: u64,
    /// Revisions in one file.
    ///
    /// 1,000: a file signed and re-stamped yearly for a century stays under it.
    pub revisions: u32,
    /// Octets that one stream may decompress to.
    ///
    /// 64 MiB: an xref or object stream of the largest file seen (300,000 objects) needs 6 MB.
    pub stream_octets: u64,
    /// Octets that all streams of one document may decompress to.
    ///
    /// 256 MiB keeps a bomb within seconds on one core.
    pub total_octets: u64,
    /// Signature fields considered in one document.
    ///
    /// 1,000: a signature costs a hash of the file in the worst case.
    pub signatures: u32,
    /// Certificates read from one message and its document.
    pub certificates: u32,
    /// Public-key operations for one document, certificates and revocation data included.
    ///
    /// 128 for each signature, as in pyca/cryptography; rustls-webpki and Go use 100.
    pub signature_checks: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 100,
            elements: 1_000_000,
            read_octets: 64 << 20,
            objects: 4_000_000,
            revisions: 1_000,
            stream_octets: 64 << 20,
            total_octets: 256 << 20,
            signatures: 1_000,
            certificates: 1_000,
            signature_checks: 128,
        }
    }
}

/// What is left of one limit. Spending comes before the work.
#[derive(Clone, Debug)]
pub struct Budget {
    what: &'static str,
    limit: u64,
    left: u64,
}

impl Budget {
    /// A fresh budget; `what` appears in the error when it is used up.
    #[must_use]
    pub const fn new(what: &'static str, limit: u64) -> Self {
        Self { what, limit, left: limit }
    }

    /// Takes `amount`, or says that the limit is reached.
    ///
    /// # Errors
    /// [`Exceeded`] when less than `amount` is left; nothing is taken then.
    pub fn spend(&mut self, amount: u64) -> Result<(), Exceeded> {
        match self.left.checked_sub(amount) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Exceeded { what: self.what, limit: self.limit }),
        }
    }

    /// What is left.
    #[must_use]
    pub const fn left(&self) -> u64 {
        self.left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_not_charged_for_what_it_refuses() {
        let mut budget = Budget::new("octets", 10);
        assert!(budget.spend(8).is_ok());
        assert!(budget.spend(3).is_err());
        assert_eq!(budget.left(), 2);
    }
}
