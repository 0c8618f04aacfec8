//! `SignerInfo` (RFC 5652, 5.3).

use std::borrow::Cow;

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::cms::attributes::{self, Attribute, SignedAttributes};
use crate::cms::revocation::RevocationArchival;
use crate::crypto;
use crate::der::{Element, Tag};
use crate::error::{Error, Malformed};
use crate::limits::Budget;
use crate::oid::{self, Oid};

const SYNTAX: &str = "SignerInfo";

/// One signature of a message, with everything said about it.
#[derive(Clone, Debug)]
pub struct SignerInfo<'a> {
    raw: &'a [u8],
    version: u64,
    identifier: SignerIdentifier<'a>,
    digest_algorithm: &'a [u8],
    signed_attributes: Option<SignedAttributes<'a>>,
    signature_algorithm: &'a [u8],
    signature: Cow<'a, [u8]>,
    unsigned_attributes: Vec<Attribute<'a>>,
    damage: Option<usize>,
}

/// Whose signature it is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "RFC 5652, 5.3 has these two")]
pub enum SignerIdentifier<'a> {
    /// The issuer and the serial number of the certificate.
    IssuerAndSerial {
        /// `Name` as it was read, with its tag.
        issuer: &'a [u8],
        /// The contents octets of the integer.
        serial: &'a [u8],
    },
    /// The subject key identifier of the certificate.
    SubjectKeyIdentifier(Cow<'a, [u8]>),
}

impl<'a> SignerInfo<'a> {
    pub(super) fn parse(element: &Element<'a>, budget: &mut Budget) -> Result<Self, Error> {
        let mut reader = element.reader();
        let version = reader.expect(Tag::INTEGER, SYNTAX)?.unsigned()?;
        let identifier = identifier(&reader.element()?)?;
        let digest_algorithm = reader.expect(Tag::SEQUENCE, SYNTAX)?.raw();
        let signed_attributes = match reader.optional(Tag::context_constructed(0))? {
            Some(set) => Some(SignedAttributes::parse(set, budget)?),
            None => None,
        };
        let signature_algorithm = reader.expect(Tag::SEQUENCE, SYNTAX)?.raw();
        let signature = reader.string(Tag::OCTET_STRING, SYNTAX)?.octets()?;
        let mut unsigned_attributes = Vec::new();
        let mut damage = None;
        if let Some(set) = reader.optional(Tag::context_constructed(1))? {
            // Nobody signed these: what is damaged here is lost, and the signature stands without it.
            match attributes::read(&set, budget, &mut unsigned_attributes) {
                Err(Error::Limit(limit)) => return Err(limit.into()),
                Err(_) => damage = Some(set.offset()),
                Ok(()) => {}
            }
        }
        reader.finish(SYNTAX)?;
        Ok(Self {
            raw: element.raw(),
            version,
            identifier,
            digest_algorithm,
            signed_attributes,
            signature_algorithm,
            signature,
            unsigned_attributes,
            damage,
        })
    }

    /// The octets that it was read from.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The version as written: 1 with an issuer and serial number, 3 with a key identifier. Nothing turns on it.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Whose signature it is said to be.
    #[must_use]
    pub const fn identifier(&self) -> &SignerIdentifier<'a> {
        &self.identifier
    }

    /// The digest of the content.
    ///
    /// # Errors
    /// [`Malformed`] when it is none known here.
    pub fn digest_algorithm(&self) -> Result<Digest, Error> {
        crypto::digest_algorithm(self.digest_algorithm)
    }

    /// The `AlgorithmIdentifier` of the digest as it was read.
    #[must_use]
    pub const fn digest_algorithm_raw(&self) -> &'a [u8] {
        self.digest_algorithm
    }

    /// The signature algorithm, completed with [`Self::digest_algorithm`] where only the kind of key is named.
    ///
    /// Its digest must be that of the content (RFC 5652, 5.4); whether it is, [`Self::digests_agree`] says.
    ///
    /// # Errors
    /// [`Malformed`] when it is none known here.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, Error> {
        crypto::signature_algorithm(self.signature_algorithm, self.digest_algorithm().ok())
    }

    /// The `AlgorithmIdentifier` of the signature as it was read.
    #[must_use]
    pub const fn signature_algorithm_raw(&self) -> &'a [u8] {
        self.signature_algorithm
    }

    /// Whether the digest within the signature algorithm is the digest of the content.
    ///
    /// EdDSA names none and agrees with the digest that RFC 8419, 3.1 gives it: SHA-512 for Ed25519 when there
    /// are signed attributes; others write SHA-256 there, which weakens nothing.
    ///
    /// # Errors
    /// [`Malformed`] when either is unknown.
    pub fn digests_agree(&self) -> Result<bool, Error> {
        let digest = self.digest_algorithm()?;
        Ok(self.signature_algorithm()?.digest().is_none_or(|within| within == digest))
    }

    /// The signature value, joined where BER has split it.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The signed attributes; without them the signature is over the content itself.
    #[must_use]
    pub const fn signed_attributes(&self) -> Option<&SignedAttributes<'a>> {
        self.signed_attributes.as_ref()
    }

    /// The unsigned attributes, in the order of the message.
    #[must_use]
    pub fn unsigned_attributes(&self) -> &[Attribute<'a>] {
        &self.unsigned_attributes
    }

    /// All values of all unsigned attributes of this type, each as it was read, with its tag.
    #[must_use]
    pub fn unsigned_attribute(&self, kind: Oid) -> Vec<&'a [u8]> {
        attributes::values(&self.unsigned_attributes, kind)
    }

    /// CRLs and *basic* OCSP responses among the unsigned attributes (EN 319 122-1, A.1.2.2); what cannot be read is
    /// left out, for it proves nothing.
    #[must_use]
    pub fn revocation_values(&self) -> Vec<RevocationArchival<'a>> {
        let attributes = self.unsigned_attributes.iter().filter(|one| one.kind() == oid::ID_REVOCATION_VALUES);
        attributes.flat_map(Attribute::values).filter_map(|value| RevocationArchival::parse(value).ok()).collect()
    }

    /// Certificates among the unsigned attributes (EN 319 122-1, A.1.1.2), each as it was read.
    #[must_use]
    pub fn certificate_values(&self) -> Vec<&'a [u8]> {
        let attributes = self.unsigned_attributes.iter().filter(|one| one.kind() == oid::ID_CERTIFICATE_VALUES);
        let mut found = Vec::new();
        for value in attributes.flat_map(Attribute::values) {
            let mut reader = value.reader();
            while let Ok(Some(certificate)) = reader.optional(Tag::SEQUENCE) {
                found.push(certificate.raw());
            }
        }
        found
    }

    /// Whether the attribute of RFC 6211 names the algorithms that are used here; `None` without one.
    ///
    /// # Errors
    /// [`Malformed`] when it is not what it should be, or names unknown algorithms.
    pub fn algorithm_protection(&self) -> Result<Option<bool>, Error> {
        let Some(protection) = self.signed_attributes().map(SignedAttributes::algorithm_protection).transpose()? else {
            return Ok(None);
        };
        let Some(protection) = protection else { return Ok(None) };
        let digest = crypto::digest_algorithm(protection.digest)?;
        let signature = crypto::signature_algorithm(&protection.signature, Some(digest))?;
        Ok(Some(digest == self.digest_algorithm()? && signature == self.signature_algorithm()?))
    }

    /// Where the unsigned attributes are damaged.
    pub(super) const fn damage(&self) -> Option<usize> {
        self.damage
    }
}

fn identifier<'a>(element: &Element<'a>) -> Result<SignerIdentifier<'a>, Error> {
    let syntax = "SignerIdentifier";
    let key_identifier = Tag::context(0).0;
    match element.tag() {
        Tag::SEQUENCE => {
            let mut reader = element.reader();
            let issuer = reader.expect(Tag::SEQUENCE, syntax)?.raw();
            let serial = reader.expect(Tag::INTEGER, syntax)?.content();
            reader.finish(syntax)?;
            Ok(SignerIdentifier::IssuerAndSerial { issuer, serial })
        }
        Tag(tag) if tag & 0xdf == key_identifier => element.octets().map(SignerIdentifier::SubjectKeyIdentifier),
        _ => Err(Malformed::new(syntax, element.offset(), "an issuer and serial number, or a key identifier").into()),
    }
}
