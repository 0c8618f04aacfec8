//! A finished, verified signature: what has to be appended to the original.

use crate::algorithm::Digest;
use crate::cms::TimestampRequest;
use crate::crypto;
use crate::error::{Error, Misuse, Refusal, TimestampFault};
use crate::sign::dictionary::Hole;
use crate::sign::message::{Message, timestamp_octets};
use crate::sign::prepared::Original;
use crate::sign::token::Token;

/// A signature that was verified. The signed document is the original followed by [`Self::appendix`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub(super) original: Original,
    pub(super) field: String,
    pub(super) appendix: Vec<u8>,
    pub(super) hole: Hole,
    pub(super) parts: Message,
    pub(super) signature: Vec<u8>,
    pub(super) message: Vec<u8>,
}

impl Signed {
    /// What an authority has to stamp so that the signature has level B-T: the signature value (EN 319 122-1, 5.3).
    #[must_use]
    pub fn timestamp_need(&self) -> TimestampRequest {
        TimestampRequest::new(Digest::Sha256, crypto::digest(Digest::Sha256, &self.signature))
    }

    /// Puts the time-stamp into the signature, in the room that was kept for it.
    ///
    /// # Errors
    /// [`TimestampFault::Imprint`] when it is over something else, [`TimestampFault::NoRoom`] when it is longer than
    /// [`Draft::with_timestamp_room`](crate::sign::Draft::with_timestamp_room) said.
    pub fn attach_timestamp(mut self, token: &Token) -> Result<Self, Error> {
        if !token.stamps(&self.signature) {
            return Err(TimestampFault::Imprint.into());
        }
        let message = self.parts.with_timestamp(&self.signature, token.octets())?;
        if message.len() > self.hole.capacity() {
            let room = self.hole.capacity().saturating_sub(self.message.len());
            let room = room.saturating_sub(timestamp_octets(0));
            return Err(TimestampFault::NoRoom { needed: token.octets().len(), room }.into());
        }
        self.hole.fill(&mut self.appendix, &message)?;
        if !self.hole.holds(&self.appendix, self.original.length, &message) {
            return Err(Misuse::new("the finished document does not hold the signature as it was made").into());
        }
        self.message = message;
        Ok(self)
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
