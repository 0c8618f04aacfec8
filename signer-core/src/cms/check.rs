//! What the mathematics says about one signer of a message (RFC 5652, 5.4 and 5.6).

use crate::algorithm::Digest;
use crate::cms::SignerInfo;
use crate::crypto::{self, Answer, SignatureCheck, Signed};
use crate::error::Error;
use crate::oid::{self, Oid};

/// The content of a message, in or outside of it.
#[derive(Clone, Copy)]
pub struct Content<'c> {
    digest: &'c dyn Fn(Digest) -> Vec<u8>,
    octets: Option<&'c [u8]>,
}

impl<'c> Content<'c> {
    /// Content that the caller hashes (the byte range of a large file, hashed once for many signatures).
    ///
    /// `octets`, where they are at hand, serve EdDSA without signed attributes: it cannot be checked otherwise.
    #[must_use]
    pub const fn hashed(digest: &'c dyn Fn(Digest) -> Vec<u8>, octets: Option<&'c [u8]>) -> Self {
        Self { digest, octets }
    }
}

impl std::fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content").field("octets", &self.octets.map(<[u8]>::len)).finish_non_exhaustive()
    }
}

/// What was found about one signer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// The digest of the content.
    pub computed: Vec<u8>,
    /// The digest that the signed attributes state; `None` without signed attributes, or without that one.
    pub stated: Option<Vec<u8>>,
    /// Which octets the signature value is over.
    pub form: AttributeForm,
    /// Whether the value is right.
    pub signature: Answer,
}

impl Checked {
    /// Whether the content is the one that the signed attributes state. Without signed attributes the signature
    /// itself says it.
    #[must_use]
    pub fn digest_matches(&self) -> bool {
        self.form == AttributeForm::Absent || self.stated.as_deref() == Some(self.computed.as_slice())
    }
}

/// Which octets a signature value is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth")]
pub enum AttributeForm {
    /// There are no signed attributes: the content itself.
    Absent,
    /// The signed attributes as they were read.
    AsRead,
    /// The signed attributes in DER, which the message did not send.
    Der,
}

impl SignerInfo<'_> {
    /// Checks the digest of the content and the signature value under the key `spki` (DER).
    ///
    /// Nothing is said here about the key's owner, about the content type or about the signing certificate.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when an algorithm is unknown or the message digest stands twice.
    pub fn check(&self, content: Content<'_>, spki: &[u8], checker: &dyn SignatureCheck) -> Result<Checked, Error> {
        let algorithm = self.signature_algorithm()?;
        let digest = self.digest_algorithm()?;
        let Some(attributes) = self.signed_attributes() else {
            // Here the digest within the signature algorithm is the one that counts: nothing else was signed.
            let computed = (content.digest)(algorithm.digest().unwrap_or(digest));
            let signed = match (algorithm.digest(), content.octets) {
                (None, Some(octets)) => Signed::Message(octets),
                _ => Signed::Digest(&computed),
            };
            let signature = checker.check(algorithm, spki, signed, self.signature());
            return Ok(Checked { computed, stated: None, form: AttributeForm::Absent, signature });
        };
        let computed = (content.digest)(digest);
        let stated = attributes.message_digest()?.map(std::borrow::Cow::into_owned);
        let check = |octets: &[u8]| checker.check(algorithm, spki, Signed::Message(octets), self.signature());
        let mut form = AttributeForm::AsRead;
        let mut signature = check(&attributes.to_be_signed());
        if signature == Answer::Invalid
            && let Some(der) = attributes.sorted()
            && check(&der) == Answer::Valid
        {
            (form, signature) = (AttributeForm::Der, Answer::Valid);
        }
        Ok(Checked { computed, stated, form, signature })
    }

    /// Whether what this signer signed says that the content is of this type (`eContentType`).
    ///
    /// RFC 5652, 5.3 and 11.1: signed attributes state the type of the content, and only content of the type
    /// id-data may go without them. Otherwise signed attributes could be shown as if they were the content.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when the content type stands twice.
    pub fn content_type_agrees(&self, content_type: Oid) -> Result<bool, Error> {
        match self.signed_attributes() {
            None => Ok(content_type == oid::ID_DATA),
            Some(attributes) => Ok(attributes.content_type()? == Some(content_type)),
        }
    }

    /// As [`Self::check`], over content that is at hand.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn check_octets(&self, content: &[u8], spki: &[u8], checker: &dyn SignatureCheck) -> Result<Checked, Error> {
        self.check(Content::hashed(&|digest| crypto::digest(digest, content), Some(content)), spki, checker)
    }
}
