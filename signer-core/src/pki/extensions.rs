//! Certificate extensions (RFC 5280, 4.2), as far as path validation and evidence need them.

use super::name::text_of;
use crate::der::{Element, Rules, Tag, single};
use crate::error::Error;
use crate::oid::{self, Oid};

/// One extension, as it stands in the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extension<'a> {
    /// Its identifier.
    pub oid: Oid,
    /// Whether who does not process it must refuse the certificate.
    pub critical: bool,
    /// The octets of its value: the contents of the octet string.
    pub value: &'a [u8],
}

/// What the key may be used for (RFC 5280, 4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyUsage(u16);

#[expect(missing_docs, reason = "each is the bit that RFC 5280, 4.2.1.3 names so")]
impl KeyUsage {
    #[must_use]
    pub const fn digital_signature(self) -> bool {
        self.has(0)
    }

    /// Called contentCommitment since X.509 of 2001.
    #[must_use]
    pub const fn non_repudiation(self) -> bool {
        self.has(1)
    }

    #[must_use]
    pub const fn key_encipherment(self) -> bool {
        self.has(2)
    }

    #[must_use]
    pub const fn data_encipherment(self) -> bool {
        self.has(3)
    }

    #[must_use]
    pub const fn key_agreement(self) -> bool {
        self.has(4)
    }

    #[must_use]
    pub const fn key_cert_sign(self) -> bool {
        self.has(5)
    }

    #[must_use]
    pub const fn crl_sign(self) -> bool {
        self.has(6)
    }

    /// The names of the bits that are set, in the order of the standard.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        const NAMES: [&str; 9] = [
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly",
        ];
        (0u32..).zip(NAMES).filter(|(bit, _)| self.has(*bit)).map(|(_, name)| name).collect()
    }

    /// Bit 0 is the most significant one.
    const fn has(self, bit: u32) -> bool {
        self.0.wrapping_shl(bit) & 0x8000 != 0
    }
}

/// Whether the subject is a CA, and how deep the paths below it may be (RFC 5280, 4.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct BasicConstraints {
    /// Whether the subject is a CA.
    pub ca: bool,
    /// How many CA certificates that are not self-issued may follow; `None`: any number.
    pub path_length: Option<u32>,
}

/// What the extensions say, decoded once.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) extended_key_usage: Option<Vec<Oid>>,
    pub(super) subject_key_identifier: Option<Vec<u8>>,
    pub(super) authority_key_identifier: Option<Vec<u8>>,
    pub(super) policies: Vec<Oid>,
    pub(super) emails: Vec<String>,
    pub(super) ca_issuers_urls: Vec<String>,
    pub(super) ocsp_urls: Vec<String>,
    pub(super) crl_urls: Vec<String>,
}

impl Decoded {
    /// Takes in one extension; what is not known here is left alone.
    pub(super) fn take(&mut self, oid: Oid, value: &[u8]) -> Result<(), Error> {
        match oid {
            oid::KEY_USAGE => self.key_usage = Some(key_usage(value)?),
            oid::BASIC_CONSTRAINTS => self.basic_constraints = Some(basic_constraints(value)?),
            oid::EXTENDED_KEY_USAGE => self.extended_key_usage = Some(extended_key_usage(value)?),
            oid::SUBJECT_KEY_IDENTIFIER => {
                let identifier = single(value, Rules::Der, Tag::OCTET_STRING, "SubjectKeyIdentifier")?;
                self.subject_key_identifier = Some(identifier.content().to_vec());
            }
            oid::AUTHORITY_KEY_IDENTIFIER => self.authority_key_identifier = authority_key_identifier(value)?,
            oid::CERTIFICATE_POLICIES => self.policies = policies(value)?,
            oid::SUBJECT_ALT_NAME => self.emails = emails(value)?,
            oid::AUTHORITY_INFO_ACCESS => self.access(value)?,
            oid::CRL_DISTRIBUTION_POINTS => self.crl_urls = distribution_points(value)?,
            _ => {}
        }
        Ok(())
    }

    fn access(&mut self, value: &[u8]) -> Result<(), Error> {
        const SYNTAX: &str = "AuthorityInfoAccess";
        let mut descriptions = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
        while !descriptions.is_empty() {
            let mut parts = descriptions.expect(Tag::SEQUENCE, SYNTAX)?.reader();
            let method = parts.expect(Tag::OID, SYNTAX)?.oid()?;
            let Some(url) = uri(parts.element()?) else { continue };
            match method {
                oid::ACCESS_CA_ISSUERS => self.ca_issuers_urls.push(url),
                oid::ACCESS_OCSP => self.ocsp_urls.push(url),
                _ => {}
            }
        }
        Ok(())
    }
}

fn key_usage(value: &[u8]) -> Result<KeyUsage, Error> {
    let (octets, _) = single(value, Rules::Der, Tag::BIT_STRING, "KeyUsage")?.bits()?;
    let octet = |index: usize| octets.get(index).copied().unwrap_or(0);
    Ok(KeyUsage(u16::from_be_bytes([octet(0), octet(1)])))
}

fn basic_constraints(value: &[u8]) -> Result<BasicConstraints, Error> {
    const SYNTAX: &str = "BasicConstraints";
    let mut parts = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    let ca = parts.optional(Tag::BOOLEAN)?.map(|ca| ca.boolean()).transpose()?.unwrap_or(false);
    let path_length = parts.optional(Tag::INTEGER)?.map(|length| length.unsigned()).transpose()?;
    parts.finish(SYNTAX)?;
    // More than fits is as good as no bound.
    Ok(BasicConstraints { ca, path_length: path_length.map(|length| u32::try_from(length).unwrap_or(u32::MAX)) })
}

fn extended_key_usage(value: &[u8]) -> Result<Vec<Oid>, Error> {
    const SYNTAX: &str = "ExtKeyUsageSyntax";
    let mut parts = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    let mut purposes = Vec::new();
    while !parts.is_empty() {
        purposes.push(parts.expect(Tag::OID, SYNTAX)?.oid()?);
    }
    // No purpose at all is not a purpose of any kind (SIZE (1..MAX)).
    if purposes.is_empty() {
        parts.expect(Tag::OID, SYNTAX)?;
    }
    Ok(purposes)
}

fn authority_key_identifier(value: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let mut parts = single(value, Rules::Der, Tag::SEQUENCE, "AuthorityKeyIdentifier")?.reader();
    Ok(parts.optional(Tag::context(0))?.map(|identifier| identifier.content().to_vec()))
}

fn policies(value: &[u8]) -> Result<Vec<Oid>, Error> {
    const SYNTAX: &str = "CertificatePolicies";
    let mut parts = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    let mut policies = Vec::new();
    while !parts.is_empty() {
        policies.push(parts.expect(Tag::SEQUENCE, SYNTAX)?.reader().expect(Tag::OID, SYNTAX)?.oid()?);
    }
    Ok(policies)
}

fn emails(value: &[u8]) -> Result<Vec<String>, Error> {
    let mut names = single(value, Rules::Der, Tag::SEQUENCE, "SubjectAltName")?.reader();
    let mut emails = Vec::new();
    while !names.is_empty() {
        let name = names.element()?;
        if name.tag() == Tag::context(1) {
            emails.extend(text_of(Tag::IA5_STRING, name.content()));
        }
    }
    Ok(emails)
}

/// `fullName` of each `DistributionPoint`, as far as it is a URI.
fn distribution_points(value: &[u8]) -> Result<Vec<String>, Error> {
    const SYNTAX: &str = "CRLDistributionPoints";
    let mut points = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    let mut urls = Vec::new();
    while !points.is_empty() {
        let mut parts = points.expect(Tag::SEQUENCE, SYNTAX)?.reader();
        let Some(name) = parts.optional(Tag::context_constructed(0))? else { continue };
        let Some(full) = name.reader().optional(Tag::context_constructed(0))? else { continue };
        let mut names = full.reader();
        while !names.is_empty() {
            urls.extend(uri(names.element()?));
        }
    }
    Ok(urls)
}

/// `uniformResourceIdentifier [6]` of a `GeneralName`.
fn uri(name: Element<'_>) -> Option<String> {
    if name.tag() == Tag::context(6) { text_of(Tag::IA5_STRING, name.content()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_usage_bits_are_counted_from_the_most_significant_one() {
        assert_eq!(key_usage(&[3, 2, 6, 0x40]).unwrap().names(), ["nonRepudiation"]);
        assert_eq!(key_usage(&[3, 2, 1, 0x06]).unwrap().names(), ["keyCertSign", "cRLSign"]);
        assert_eq!(key_usage(&[3, 3, 7, 0x00, 0x80]).unwrap().names(), ["decipherOnly"]);
    }

    #[test]
    fn basic_constraints_are_empty_for_an_end_entity() {
        assert_eq!(basic_constraints(&[0x30, 0]).unwrap(), BasicConstraints { ca: false, path_length: None });
        let ca = [0x30, 6, 1, 1, 0xff, 2, 1, 0];
        assert_eq!(basic_constraints(&ca).unwrap(), BasicConstraints { ca: true, path_length: Some(0) });
    }

    #[test]
    fn a_truth_value_that_der_forbids_is_refused() {
        assert!(basic_constraints(&[0x30, 3, 1, 1, 1]).is_err());
    }
}
