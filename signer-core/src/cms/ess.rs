//! References to the signer's certificate (Enhanced Security Services: RFC 2634, 5.4; RFC 5035).

use crate::algorithm::Digest;
use crate::crypto;
use crate::der::{Element, Reader, Tag};
use crate::error::{Error, Malformed};

/// `ESSCertID` or `ESSCertIDv2`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateReference<'a> {
    /// The digest that made [`Self::hash`]; SHA-1 in the first version.
    pub digest: Digest,
    /// The digest of the whole certificate.
    pub hash: &'a [u8],
    /// Issuer and serial number, where given.
    pub issuer_serial: Option<IssuerSerial<'a>>,
}

impl CertificateReference<'_> {
    /// Whether it is the digest of this certificate (DER). Issuer and serial number are the caller's to compare.
    #[must_use]
    pub fn is_of(&self, certificate: &[u8]) -> bool {
        crypto::digest(self.digest, certificate) == self.hash
    }
}

/// `IssuerSerial` (RFC 5035, 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IssuerSerial<'a> {
    /// The `Name` as it was read, with its tag; `None` when the issuer is named otherwise than by one
    /// directory name.
    pub issuer: Option<&'a [u8]>,
    /// The contents octets of the serial number.
    pub serial: &'a [u8],
}

/// Certificates referred to by one attribute.
///
/// 64: longer paths do not exist, and each costs a hash.
const MAX_REFERENCES: usize = 64;

/// `SigningCertificate` or `SigningCertificateV2`.
pub(super) fn references<'a>(value: &Element<'a>, first: bool) -> Result<Vec<CertificateReference<'a>>, Error> {
    let syntax = "SigningCertificate";
    let mut reader = value.reader();
    let mut members = reader.expect(Tag::SEQUENCE, syntax)?.reader();
    // PolicyInformation: which policies the signer meant. Certificate policies are judged elsewhere.
    reader.optional(Tag::SEQUENCE)?;
    reader.finish(syntax)?;
    let mut references = Vec::new();
    while !members.is_empty() {
        if references.len() >= MAX_REFERENCES {
            return Err(Malformed::new(syntax, members.offset(), "fewer references").into());
        }
        references.push(reference(&members.expect(Tag::SEQUENCE, syntax)?, first)?);
    }
    if references.is_empty() {
        return Err(Malformed::new(syntax, value.offset(), "a reference").into());
    }
    Ok(references)
}

fn reference<'a>(element: &Element<'a>, first: bool) -> Result<CertificateReference<'a>, Error> {
    let syntax = "ESSCertID";
    let mut reader = element.reader();
    let digest = match reader.peek() {
        _ if first => Digest::Sha1,
        Some(Tag::SEQUENCE) => crypto::digest_algorithm(reader.element()?.raw())?,
        _ => Digest::Sha256,
    };
    let hash = reader.expect(Tag::OCTET_STRING, syntax)?;
    let issuer_serial = if reader.is_empty() { None } else { Some(issuer_serial(&mut reader)?) };
    reader.finish(syntax)?;
    if hash.content().len() != digest.length() {
        return Err(Malformed::new(syntax, hash.offset(), "a value of the digest's length").into());
    }
    Ok(CertificateReference { digest, hash: hash.content(), issuer_serial })
}

fn issuer_serial<'a>(reader: &mut Reader<'a>) -> Result<IssuerSerial<'a>, Error> {
    let syntax = "IssuerSerial";
    let mut inside = reader.expect(Tag::SEQUENCE, syntax)?.reader();
    let names = inside.expect(Tag::SEQUENCE, syntax)?;
    let serial = inside.expect(Tag::INTEGER, syntax)?.content();
    inside.finish(syntax)?;
    Ok(IssuerSerial { issuer: directory_name(&names), serial })
}

/// `directoryName [4]`, explicit because `Name` is a choice (RFC 5280, 4.2.1.6).
fn directory_name<'a>(names: &Element<'a>) -> Option<&'a [u8]> {
    let mut reader = names.reader();
    let explicit = reader.expect(Tag::context_constructed(4), "GeneralNames").ok()?;
    let mut inside = explicit.reader();
    let name = inside.expect(Tag::SEQUENCE, "Name").ok()?;
    (reader.is_empty() && inside.is_empty()).then(|| name.raw())
}
