//! A finished, verified signature: what has to be appended to the original.

use crate::crypto;
use crate::error::{Error, Refusal};
use crate::sign::prepared::Original;

/// A signature that was verified. The signed document is the original followed by [`Self::appendix`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    original: Original,
    field: String,
    appendix: Vec<u8>,
    message: Vec<u8>,
}

impl Signed {
    pub(super) const fn new(original: Original, field: String, appendix: Vec<u8>, message: Vec<u8>) -> Self {
        Self { original, field, appendix, message }
    }

    /// The octets to write after the original ones.
    #[must_use]
    pub fn appendix(&self) -> &[u8] {
        &self.appendix
    }

    /// How many octets the original has; they stay as they are.
    #[must_use]
    pub const fn original_len(&self) -> usize {
        self.original.length
    }

    /// The full name of the field that holds the signature.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The CMS message of the signature, in DER, without padding.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The signed document as a whole. For large documents write the original and [`Self::appendix`] instead.
    ///
    /// # Errors
    /// [`Refusal::DocumentChanged`] when `original` is not the document that was prepared.
    pub fn into_octets(self, original: &[u8]) -> Result<Vec<u8>, Error> {
        self.original.recognise(original)?;
        let mut octets = Vec::with_capacity(original.len().saturating_add(self.appendix.len()));
        octets.extend_from_slice(original);
        octets.extend_from_slice(&self.appendix);
        Ok(octets)
    }
}

impl Original {
    /// Whether these are the octets that were prepared.
    pub(super) fn recognise(&self, octets: &[u8]) -> Result<(), Refusal> {
        if octets.len() != self.length {
            return Err(Refusal::DocumentChanged { what: "its length differs" });
        }
        if crypto::digest(self.algorithm, octets) != self.digest {
            return Err(Refusal::DocumentChanged { what: "its digest differs" });
        }
        Ok(())
    }
}
