//! A document with its update appended, waiting for the key.

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::cms::TimestampRequest;
use crate::crypto::Hasher;
use crate::error::{Error, Misuse, TimestampFault};
use crate::sign::certificate::Chain;
use crate::sign::dictionary::Hole;
use crate::sign::message::{Message, digest_for};
use crate::sign::signed::Signed;
use crate::sign::token::Token;

/// Everything of a signature but its value. It can be kept as JSON ([`Self::to_state`]) for minutes or for days.
///
/// There is no secret in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub(super) original: Original,
    pub(super) field: String,
    pub(super) appendix: Vec<u8>,
    pub(super) hole: Hole,
    pub(super) message: Message,
    /// Octets of a time-stamp over the content that there is room for.
    pub(super) content_room: usize,
}

/// The document that was prepared, named by its length and digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Original {
    pub(super) length: usize,
    pub(super) algorithm: Digest,
    pub(super) digest: Vec<u8>,
}

impl Prepared {
    /// Digests the original and the appendix around the hole; the original is read once, front to back.
    pub(super) fn new(
        original: &[u8],
        field: String,
        appendix: Vec<u8>,
        hole: Hole,
        chain: Chain,
        algorithm: SignatureAlgorithm,
    ) -> Result<Self, Error> {
        let digest = digest_for(algorithm);
        let mut hasher = Hasher::new(digest);
        hasher.update(original);
        let of_original = hasher.clone().finish();
        let parts = hole.around(&appendix).ok_or_else(|| Misuse::new("the hole is not in the appended octets"))?;
        for part in parts {
            hasher.update(part);
        }
        let message = Message::new(chain, algorithm, hasher.finish())?;
        let original = Original { length: original.len(), algorithm: digest, digest: of_original };
        Ok(Self { original, field, appendix, hole, message, content_room: 0 })
    }

    /// What an authority has to stamp so that the signature says of its content that it is older (EN 319 122-1, 5.2.8).
    #[must_use]
    pub fn content_timestamp_need(&self) -> TimestampRequest {
        TimestampRequest::new(digest_for(self.algorithm()), self.message.message_digest().to_vec())
    }

    /// Signs a time-stamp over the content with it: what is to be signed changes.
    ///
    /// # Errors
    /// [`TimestampFault::Imprint`] when it is over something else, [`TimestampFault::NoRoom`] when it is longer than
    /// [`Draft::with_content_timestamp_room`](crate::sign::Draft::with_content_timestamp_room) said.
    pub fn with_content_timestamp(self, token: &Token) -> Result<Self, Error> {
        if !token.answers(&self.content_timestamp_need()) {
            return Err(TimestampFault::Imprint.into());
        }
        let needed = token.octets().len();
        if needed > self.content_room {
            return Err(TimestampFault::NoRoom { needed, room: self.content_room }.into());
        }
        Ok(Self { message: self.message.with_content_timestamp(token.octets())?, ..self })
    }

    /// The octets that the key has to sign, not yet hashed: the DER of the signed attributes (RFC 5652, 5.4).
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        self.message.to_be_signed()
    }

    /// How the key has to sign them.
    #[must_use]
    pub const fn algorithm(&self) -> SignatureAlgorithm {
        self.message.algorithm()
    }

    /// The full name of the field that will hold the signature.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The certificates that will travel in the signature, the signer's first, in DER.
    #[must_use]
    pub fn chain(&self) -> &[Vec<u8>] {
        self.message.chain()
    }

    /// The digest of the document as it was before, and with what it was made.
    #[must_use]
    pub fn document_digest(&self) -> (Digest, &[u8]) {
        (self.original.algorithm, &self.original.digest)
    }

    /// How many octets the document had before.
    #[must_use]
    pub const fn document_length(&self) -> usize {
        self.original.length
    }

    /// Puts the signature value into its place, after it was verified under the signer's certificate and the
    /// finished message was read back.
    ///
    /// # Errors
    /// [`Refusal::ForeignSignature`](crate::error::Refusal::ForeignSignature) when another key made it, or made it
    /// over something else.
    pub fn attach(mut self, signature: &[u8]) -> Result<Signed, Error> {
        let message = self.message.complete(signature)?;
        self.hole.fill(&mut self.appendix, &message)?;
        if !self.hole.holds(&self.appendix, self.original.length, &message) {
            return Err(Misuse::new("the finished document does not hold the signature as it was made").into());
        }
        Ok(Signed {
            original: self.original,
            field: self.field,
            appendix: self.appendix,
            hole: self.hole,
            parts: self.message,
            signature: signature.to_vec(),
            message,
        })
    }
}
