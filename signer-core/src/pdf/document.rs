//! A file and its revisions.

use crate::error::{Error, Malformed};
use crate::limits::Limits;

use super::encryption::Encryption;
use super::{EmbeddedSignature, Finding, Revision, View};

/// A PDF file: its octets, and a view of it at each revision.
///
/// Opening reads the cross-reference data and nothing else; objects are read when they are asked for.
pub struct Document<'a> {
    octets: &'a [u8],
    limits: Limits,
    revisions: Vec<Revision>,
    encryption: Option<Encryption>,
}

impl<'a> Document<'a> {
    /// Opens a document. Where it is encrypted, the empty user password is tried.
    ///
    /// # Errors
    /// `Malformed` when no reading of the octets as a PDF file is possible; `Limit`.
    pub fn open(octets: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        Self::open_with_password(octets, limits, b"")
    }

    /// Opens a document with a user or owner password.
    ///
    /// # Errors
    /// As [`Document::open`]. A wrong password is no error: strings and streams stay as they are, with a finding.
    pub fn open_with_password(octets: &'a [u8], limits: &Limits, password: &[u8]) -> Result<Self, Error> {
        let _ = (octets, limits, password);
        Err(Malformed::new("PDF", 0, "a reader that can read it").into())
    }

    /// The file.
    #[must_use]
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// What this document may cost.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The original and its updates, oldest first; never empty.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// The document as of one revision; of an index beyond the last, the last.
    #[must_use]
    pub fn view(&self, revision: usize) -> View<'_, 'a> {
        View { document: self, revision: revision.min(self.revisions.len().saturating_sub(1)) }
    }

    /// The document as it is now.
    #[must_use]
    pub fn latest(&self) -> View<'_, 'a> {
        self.view(usize::MAX)
    }

    /// Every signature of the document, also those that a later revision removed, in the order of revisions.
    ///
    /// # Errors
    /// `Limit`. A damaged signature is an entry with its findings, never an error.
    pub fn signatures(&self) -> Result<Vec<EmbeddedSignature>, Error> {
        Err(Malformed::new("PDF", 0, "a reader that can read it").into())
    }

    /// How the document is encrypted, if it is.
    #[must_use]
    pub const fn encryption(&self) -> Option<&Encryption> {
        self.encryption.as_ref()
    }

    /// What had to be tolerated so far. Objects are read lazily: ask after the work, not before.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }
}
