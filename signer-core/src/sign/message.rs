//! The CMS message around a signature value: what is signed, how large the whole will be, and the whole, verified.

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::cms::{SignedData, write};
use crate::error::{Error, Misuse, Refusal};
use crate::oid;
use crate::sign::certificate::{Chain, longest_signature, subject_of};

/// Everything about a message but the signature value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    chain: Chain,
    algorithm: SignatureAlgorithm,
    message_digest: Vec<u8>,
    /// The token over the content that is signed with it.
    content_timestamp: Option<Vec<u8>>,
    to_be_signed: Vec<u8>,
}

impl Message {
    /// The message over content that has this digest, made with [`digest_for`].
    pub(super) fn new(chain: Chain, algorithm: SignatureAlgorithm, message_digest: Vec<u8>) -> Result<Self, Error> {
        let message = Self { chain, algorithm, message_digest, content_timestamp: None, to_be_signed: Vec::new() };
        message.with_attributes(&[])
    }

    /// The same with a time-stamp over the content among what is signed (EN 319 122-1, 5.2.8).
    pub(super) fn with_content_timestamp(self, token: &[u8]) -> Result<Self, Error> {
        let attribute = write::attribute(oid::ID_CONTENT_TIME_STAMP, token);
        Ok(Self { content_timestamp: Some(token.to_vec()), ..self.with_attributes(&[attribute])? })
    }

    fn with_attributes(self, more: &[Vec<u8>]) -> Result<Self, Error> {
        let leaf = self.chain.leaf().der();
        let to_be_signed = write::signed_attributes(oid::ID_DATA, &self.message_digest, leaf, Digest::Sha256, more)?;
        Ok(Self { to_be_signed, ..self })
    }

    pub(super) fn content_timestamp(&self) -> Option<&[u8]> {
        self.content_timestamp.as_deref()
    }

    /// The digest of the content, made with [`digest_for`].
    pub(super) fn message_digest(&self) -> &[u8] {
        &self.message_digest
    }

    pub(super) fn chain(&self) -> &[Vec<u8>] {
        self.chain.octets()
    }

    pub(super) const fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    pub(super) fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// The octets of the message with this signature value, after both have been checked.
    pub(super) fn complete(&self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        let leaf = self.chain.leaf();
        if !self.chain.verifies(self.algorithm, &self.to_be_signed, signature) {
            return Err(Refusal::ForeignSignature { subject: subject_of(leaf) }.into());
        }
        self.finish(signature, &[])
    }

    /// The same with a time-stamp of the signature value as an unsigned attribute (EN 319 122-1, 5.3).
    pub(super) fn with_timestamp(&self, signature: &[u8], token: &[u8]) -> Result<Vec<u8>, Error> {
        self.finish(signature, &[write::attribute(oid::ID_SIGNATURE_TIME_STAMP_TOKEN, token)])
    }

    fn finish(&self, signature: &[u8], unsigned_attributes: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        let octets = self.write(signature, unsigned_attributes)?;
        self.read_back(&octets, unsigned_attributes.len())?;
        Ok(octets)
    }

    fn write(&self, signature: &[u8], unsigned_attributes: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        write::signed_data(&write::Parts {
            content_type: oid::ID_DATA,
            content: None,
            digest: digest_for(self.algorithm),
            signed_attributes: &self.to_be_signed,
            certificates: self.chain.octets(),
            algorithm: self.algorithm,
            signature,
            unsigned_attributes,
        })
    }

    /// What was written is read by the reader that verifiers use, and says what it should.
    fn read_back(&self, octets: &[u8], unsigned: usize) -> Result<(), Error> {
        let data = SignedData::parse(octets)?;
        let [signer] = data.signers() else {
            return Err(Misuse::new("the message written has not one signer").into());
        };
        let attributes = signer.signed_attributes();
        let same_octets = attributes.is_some_and(|read| read.to_be_signed() == self.to_be_signed);
        let digest = attributes.map(|read| read.message_digest()).transpose()?.flatten();
        let same_digest = digest.as_deref() == Some(self.message_digest.as_slice());
        let same_algorithm = signer.signature_algorithm()? == self.algorithm;
        let same_rest = signer.unsigned_attributes().len() == unsigned;
        if same_octets && same_digest && same_algorithm && same_rest {
            Ok(())
        } else {
            Err(Misuse::new("the message written is not read back as it was meant").into())
        }
    }
}

/// The digest of the content that goes with a signature algorithm.
pub(super) fn digest_for(algorithm: SignatureAlgorithm) -> Digest {
    write::message_digest_for(algorithm)
}

/// How many octets the message will have at most: it is made once with the longest signature value.
pub(super) fn longest_message(chain: &Chain, algorithm: SignatureAlgorithm) -> Result<usize, Error> {
    chain.longest(algorithm, || {
        let longest = chain.leaf().key_kind().and_then(longest_signature);
        let longest = longest.ok_or_else(|| Misuse::new("signatures of this kind of key have no known length"))?;
        let digest = vec![0; digest_for(algorithm).length()];
        let message = Message::new(chain.clone(), algorithm, digest)?;
        Ok(message.write(&vec![0; longest], &[])?.len())
    })
}

/// How many octets a token of this length adds to the message: the attribute, the set around it, longer lengths.
pub(super) const fn timestamp_octets(token: usize) -> usize {
    token.saturating_add(64)
}
