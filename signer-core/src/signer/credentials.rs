//! A key with the certificates that belong to it.

use std::fmt;

use super::encryption::damaged;
use super::{KeyFileError, SoftwareKey, pem, pkcs12};
use crate::der::{Rules, Tag, single};
use crate::error::Error;
use crate::oid;

/// Certificates read from one file.
///
/// 10,000: the largest national trust lists have 4,000.
const MAX_CERTIFICATES: usize = 10_000;

/// A private key and its certificate, with those of the issuers as far as the file has them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Credentials {
    /// The key.
    pub key: SoftwareKey,
    /// DER, the key's own certificate first, then that of its issuer, and so on.
    pub chain: Vec<Vec<u8>>,
}

impl Credentials {
    /// Puts a key and certificates together; the certificates may come in any order, those of others are left out.
    ///
    /// # Errors
    /// [`KeyFileError::Mismatch`] when none of them belongs to the key.
    pub fn new(key: SoftwareKey, certificates: Vec<Vec<u8>>) -> Result<Self, KeyFileError> {
        let spki = key.spki();
        let wanted = key_bits(&spki).map_err(damaged)?;
        let own = certificates.iter().position(|der| Parts::read(der).is_ok_and(|parts| parts.key == wanted));
        let chain = chain_from(own.ok_or(KeyFileError::Mismatch)?, &certificates);
        Ok(Self { key, chain })
    }

    /// Reads a PKCS #12 file (RFC 7292). Its integrity is checked before anything in it is believed.
    ///
    /// # Errors
    /// [`KeyFileError`], with the reason.
    pub fn from_pkcs12(octets: &[u8], password: &str) -> Result<Self, KeyFileError> {
        pkcs12::read(octets, password)
    }

    /// Reads a key (see [`SoftwareKey::from_file`]) and certificates (see [`read_certificates`]); both may be the
    /// same file.
    ///
    /// # Errors
    /// [`KeyFileError`], with the reason.
    pub fn from_pem(key: &[u8], certificates: &[u8], password: Option<&str>) -> Result<Self, KeyFileError> {
        Self::new(SoftwareKey::from_file(key, password)?, read_certificates(certificates)?)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({:?}, {} certificates)", self.key, self.chain.len())
    }
}

/// What is needed of a certificate to put it in its place.
pub(super) struct Parts<'a> {
    issuer: &'a [u8],
    subject: &'a [u8],
    /// The octets of the public key, without the algorithm, which is written in more than one way.
    pub(super) key: &'a [u8],
}

impl<'a> Parts<'a> {
    pub(super) fn read(der: &'a [u8]) -> Result<Self, Error> {
        const SYNTAX: &str = "Certificate";
        let mut fields =
            single(der, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader().expect(Tag::SEQUENCE, SYNTAX)?.reader();
        fields.optional(Tag::context_constructed(0))?;
        fields.expect(Tag::INTEGER, SYNTAX)?;
        fields.expect(Tag::SEQUENCE, SYNTAX)?;
        let issuer = fields.expect(Tag::SEQUENCE, SYNTAX)?.raw();
        fields.expect(Tag::SEQUENCE, SYNTAX)?;
        let subject = fields.expect(Tag::SEQUENCE, SYNTAX)?.raw();
        let key = key_bits(fields.expect(Tag::SEQUENCE, SYNTAX)?.raw())?;
        Ok(Self { issuer, subject, key })
    }
}

/// The bit string of a `SubjectPublicKeyInfo`.
pub(super) fn key_bits(spki: &[u8]) -> Result<&[u8], Error> {
    const SYNTAX: &str = "SubjectPublicKeyInfo";
    let mut parts = single(spki, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    parts.expect(Tag::SEQUENCE, SYNTAX)?;
    Ok(parts.expect(Tag::BIT_STRING, SYNTAX)?.content())
}

/// From the certificate at `own` upwards: each is followed by those whose subject is its issuer, once each.
fn chain_from(own: usize, certificates: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let parts: Vec<Option<Parts<'_>>> = certificates.iter().map(|der| Parts::read(der).ok()).collect();
    let mut order = vec![own];
    let mut next = 0;
    while let Some(current) = order.get(next).copied() {
        let issuer = parts.get(current).and_then(Option::as_ref).map(|parts| parts.issuer);
        for (index, candidate) in parts.iter().enumerate() {
            let issued = candidate.as_ref().is_some_and(|candidate| Some(candidate.subject) == issuer);
            if issued && !order.contains(&index) && !repeats(certificates, &order, index) {
                order.push(index);
            }
        }
        next = next.saturating_add(1);
    }
    order.into_iter().filter_map(|index| certificates.get(index).cloned()).collect()
}

fn repeats(certificates: &[Vec<u8>], order: &[usize], index: usize) -> bool {
    order.iter().any(|known| certificates.get(*known) == certificates.get(index))
}

/// Reads certificates: PEM with any text around, one DER certificate, or a certs-only PKCS #7, PEM or DER.
///
/// Each is at least a certificate's outer form; whether it can be understood is for its reader to say.
///
/// # Errors
/// [`KeyFileError`], with the reason.
pub fn read_certificates(octets: &[u8]) -> Result<Vec<Vec<u8>>, KeyFileError> {
    let certificates = match std::str::from_utf8(octets) {
        Ok(text) if text.contains("-----BEGIN ") => from_pem_blocks(text)?,
        _ => from_der(octets)?,
    };
    match certificates.len() {
        0 => Err(KeyFileError::NoCertificate),
        count if count > MAX_CERTIFICATES => {
            Err(KeyFileError::Unsupported(format!("it has {count} certificates; {MAX_CERTIFICATES} are the most")))
        }
        _ => Ok(certificates),
    }
}

/// The octets of the PEM blocks with this label, whatever text stands around them; `None` where there is no PEM at all.
///
/// Lists and responses are DER where they are published (RFC 5280, 4.2.1.13), and PEM where people keep them.
#[must_use]
pub fn unwrap_pem(octets: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    let text = std::str::from_utf8(octets).ok().filter(|text| text.contains("-----BEGIN "))?;
    let blocks = pem::blocks(text).into_iter().filter(|block| block.label == label);
    Some(blocks.filter_map(|block| Some(block.octets?.to_vec())).collect())
}

fn from_pem_blocks(text: &str) -> Result<Vec<Vec<u8>>, KeyFileError> {
    let mut certificates = Vec::new();
    for block in pem::blocks(text) {
        if !matches!(block.label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" | "PKCS7" | "CMS") {
            continue;
        }
        let octets = block.octets.ok_or_else(|| KeyFileError::Damaged("a certificate is not base64".to_owned()))?;
        match block.label {
            // OpenSSL puts its own notes on trust after the certificate; they are not ours to follow.
            "TRUSTED CERTIFICATE" => certificates.push(first_element(&octets)?),
            _ => certificates.extend(from_der(&octets)?),
        }
    }
    Ok(certificates)
}

fn first_element(octets: &[u8]) -> Result<Vec<u8>, KeyFileError> {
    let mut reader = crate::der::Reader::new(octets, Rules::Der);
    Ok(reader.expect(Tag::SEQUENCE, "Certificate").map_err(damaged)?.raw().to_vec())
}

/// One certificate, or the certificates of a `SignedData`: the first element inside tells them apart.
fn from_der(octets: &[u8]) -> Result<Vec<Vec<u8>>, KeyFileError> {
    let outer = single(octets, Rules::Ber, Tag::SEQUENCE, "Certificate").map_err(damaged)?;
    match outer.reader().peek() {
        Some(Tag::SEQUENCE) => Parts::read(octets).map(|_| vec![octets.to_vec()]).map_err(damaged),
        Some(Tag::OID) => from_pkcs7(octets).map_err(damaged),
        _ => Err(KeyFileError::NoCertificate),
    }
}

/// RFC 5652, 5.1: the certificates in `[0]` of the `SignedData`; other kinds in the set are passed over.
fn from_pkcs7(octets: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    const SYNTAX: &str = "SignedData";
    let mut parts = single(octets, Rules::Ber, Tag::SEQUENCE, SYNTAX)?.reader();
    if parts.expect(Tag::OID, SYNTAX)?.oid()? != oid::ID_SIGNED_DATA {
        return Ok(Vec::new());
    }
    let mut fields =
        parts.expect(Tag::context_constructed(0), SYNTAX)?.reader().expect(Tag::SEQUENCE, SYNTAX)?.reader();
    fields.expect(Tag::INTEGER, SYNTAX)?;
    fields.expect(Tag::SET, SYNTAX)?;
    fields.expect(Tag::SEQUENCE, SYNTAX)?;
    let Some(set) = fields.optional(Tag::context_constructed(0))? else { return Ok(Vec::new()) };
    let mut set = set.reader();
    let mut certificates = Vec::new();
    while !set.is_empty() {
        let element = set.element()?;
        if element.tag() == Tag::SEQUENCE {
            certificates.push(element.raw().to_vec());
        }
    }
    Ok(certificates)
}
