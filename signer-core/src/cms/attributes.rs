//! Signed and unsigned attributes (RFC 5652, 5.3 and 11).

use std::borrow::Cow;

use crate::cms::ess::{self, CertificateReference};
use crate::cms::normal;
use crate::cms::revocation::RevocationArchival;
use crate::der::{Element, Tag};
use crate::error::{Error, Malformed};
use crate::limits::Budget;
use crate::oid::{self, Oid};
use crate::time::Time;

const SYNTAX: &str = "Attribute";

/// An attribute: its type and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    kind: Oid,
    values: Vec<Element<'a>>,
}

impl<'a> Attribute<'a> {
    /// Its type.
    #[must_use]
    pub const fn kind(&self) -> Oid {
        self.kind
    }

    /// Its values, in the order of the message.
    #[must_use]
    pub fn values(&self) -> &[Element<'a>] {
        &self.values
    }
}

/// The attributes that a signature is over.
#[derive(Clone, Debug)]
pub struct SignedAttributes<'a> {
    element: Element<'a>,
    attributes: Vec<Attribute<'a>>,
}

/// The algorithm identifiers that `CMSAlgorithmProtection` (RFC 6211) repeats.
pub(super) struct AlgorithmProtection<'a> {
    pub(super) digest: &'a [u8],
    /// With the tag of a sequence in the place of its implicit one.
    pub(super) signature: Vec<u8>,
}

impl<'a> SignedAttributes<'a> {
    pub(super) fn parse(element: Element<'a>, budget: &mut Budget) -> Result<Self, Error> {
        let mut attributes = Vec::new();
        read(&element, budget, &mut attributes)?;
        Ok(Self { element, attributes })
    }

    /// The octets as they were read, with their tag `[0]`.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.element.raw()
    }

    /// What is hashed: the octets as they were read, but with the tag of a set (RFC 5652, 5.4).
    #[must_use]
    pub fn to_be_signed(&self) -> Vec<u8> {
        let mut octets = self.raw().to_vec();
        if let Some(tag) = octets.first_mut() {
            *tag = Tag::SET.0;
        }
        octets
    }

    /// The same in DER, which RFC 5652, 5.4 asks to hash whatever was sent: sets in order, definite lengths,
    /// whole strings. `None` when it does not differ from [`Self::to_be_signed`], or is too large to be written anew.
    #[must_use]
    pub fn sorted(&self) -> Option<Vec<u8>> {
        let der = normal::set_of(&self.element).ok()?;
        (der != self.to_be_signed()).then_some(der)
    }

    /// All attributes, in the order of the message.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// All values of all attributes of this type, each as it was read, with its tag.
    #[must_use]
    pub fn get(&self, kind: Oid) -> Vec<&'a [u8]> {
        values(&self.attributes, kind)
    }

    /// The value of an attribute that may stand once and has one value; `None` when it is absent.
    ///
    /// # Errors
    /// [`Malformed`] when it stands more than once, or has not exactly one value: two readers could take
    /// different ones.
    pub fn single(&self, kind: Oid) -> Result<Option<Element<'a>>, Error> {
        let mut found = self.attributes.iter().filter(|attribute| attribute.kind == kind);
        match (found.next().map(Attribute::values), found.next()) {
            (None, _) => Ok(None),
            (Some([value]), None) => Ok(Some(*value)),
            _ => Err(Malformed::new(SYNTAX, self.element.offset(), "one attribute with one value").into()),
        }
    }

    /// The type of the content (RFC 5652, 11.1); must be there.
    ///
    /// # Errors
    /// As [`Self::single`]; [`Malformed`] when it is no object identifier.
    pub fn content_type(&self) -> Result<Option<Oid>, Error> {
        self.typed(oid::ID_CONTENT_TYPE, &[Tag::OID])?.map(|value| value.oid()).transpose()
    }

    /// The digest of the content (RFC 5652, 11.2); must be there.
    ///
    /// # Errors
    /// As [`Self::single`]; [`Malformed`] when it is no octet string.
    pub fn message_digest(&self) -> Result<Option<Cow<'a, [u8]>>, Error> {
        let split = Tag(Tag::OCTET_STRING.0 | 0x20);
        let value = self.typed(oid::ID_MESSAGE_DIGEST, &[Tag::OCTET_STRING, split])?;
        value.map(|value| value.octets()).transpose()
    }

    /// When the signer says to have signed (RFC 5652, 11.3). A claim, nothing more.
    ///
    /// # Errors
    /// As [`Self::single`]; [`Malformed`] when it is no time.
    pub fn signing_time(&self) -> Result<Option<Time>, Error> {
        let value = self.typed(oid::ID_SIGNING_TIME, &[Tag::UTC_TIME, Tag::GENERALIZED_TIME])?;
        value.map(|value| value.time()).transpose()
    }

    /// The references that must be to the signer's certificate: the first of `signing-certificate-v2` (RFC 5035)
    /// and the first of `signing-certificate` (RFC 2634), as far as they are there. `None` without either.
    ///
    /// Where both are there, both must match.
    ///
    /// # Errors
    /// As [`Self::single`]; [`Malformed`] when one is not what it should be, or uses an unknown digest.
    pub fn signing_certificate(&self) -> Result<Option<Vec<CertificateReference<'a>>>, Error> {
        let mut first = Vec::new();
        for kind in [oid::ID_SIGNING_CERTIFICATE_V2, oid::ID_SIGNING_CERTIFICATE] {
            first.extend(self.certificate_references(kind)?.into_iter().next());
        }
        Ok(if first.is_empty() { None } else { Some(first) })
    }

    /// All references of one of these attributes: the signer's certificate first, then others that the signer
    /// restricts the path to (RFC 5035, 5.4). Empty when it is absent.
    ///
    /// # Errors
    /// As [`Self::signing_certificate`].
    pub fn certificate_references(&self, kind: Oid) -> Result<Vec<CertificateReference<'a>>, Error> {
        match self.typed(kind, &[Tag::SEQUENCE])? {
            None => Ok(Vec::new()),
            Some(value) => ess::references(&value, kind == oid::ID_SIGNING_CERTIFICATE),
        }
    }

    /// CRLs and OCSP responses that the signer archived (ISO 32000-2, 12.8.3.3.2).
    ///
    /// # Errors
    /// As [`Self::single`]; [`Malformed`] when it is not what it should be.
    pub fn revocation_archival(&self) -> Result<Option<RevocationArchival<'a>>, Error> {
        let value = self.typed(oid::ADBE_REVOCATION_INFO_ARCHIVAL, &[Tag::SEQUENCE])?;
        value.map(|value| RevocationArchival::parse(&value)).transpose()
    }

    /// What the attribute of RFC 6211 repeats.
    pub(super) fn algorithm_protection(&self) -> Result<Option<AlgorithmProtection<'a>>, Error> {
        let syntax = "CMSAlgorithmProtection";
        let Some(value) = self.typed(oid::ID_CMS_ALGORITHM_PROTECTION, &[Tag::SEQUENCE])? else { return Ok(None) };
        let mut reader = value.reader();
        let digest = reader.expect(Tag::SEQUENCE, syntax)?.raw();
        let mut signature = reader.expect(Tag::context_constructed(1), syntax)?.raw().to_vec();
        reader.finish(syntax)?;
        if let Some(tag) = signature.first_mut() {
            *tag = Tag::SEQUENCE.0;
        }
        Ok(Some(AlgorithmProtection { digest, signature }))
    }

    fn typed(&self, kind: Oid, tags: &[Tag]) -> Result<Option<Element<'a>>, Error> {
        match self.single(kind)? {
            Some(value) if !tags.contains(&value.tag()) => {
                Err(Malformed::new(SYNTAX, value.offset(), "a value of the attribute's type").into())
            }
            value => Ok(value),
        }
    }
}

/// Reads a set of attributes into `attributes`, so that what stands before a fault is kept.
pub(super) fn read<'a>(
    set: &Element<'a>,
    budget: &mut Budget,
    attributes: &mut Vec<Attribute<'a>>,
) -> Result<(), Error> {
    let mut members = set.reader();
    while !members.is_empty() {
        budget.spend(1)?;
        let mut member = members.expect(Tag::SEQUENCE, SYNTAX)?.reader();
        let kind = member.expect(Tag::OID, SYNTAX)?.oid()?;
        let mut inside = member.expect(Tag::SET, SYNTAX)?.reader();
        member.finish(SYNTAX)?;
        let mut values = Vec::new();
        while !inside.is_empty() {
            budget.spend(1)?;
            values.push(inside.element()?);
        }
        attributes.push(Attribute { kind, values });
    }
    Ok(())
}

pub(super) fn values<'a>(attributes: &[Attribute<'a>], kind: Oid) -> Vec<&'a [u8]> {
    let of_kind = attributes.iter().filter(|attribute| attribute.kind == kind);
    of_kind.flat_map(|attribute| attribute.values.iter().map(Element::raw)).collect()
}
