//! A certificate as it was read (RFC 5280, 4.1): the octets are kept, and everything said of it comes from them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::extensions::{BasicConstraints, Decoded, Extension, KeyUsage};
use super::name::Name;
use crate::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use crate::crypto::{self, Signed};
use crate::der::{Element, Reader, Rules, Tag};
use crate::error::{Error, Malformed};
use crate::oid::{self, Oid};
use crate::time::Time;

const SYNTAX: &str = "Certificate";

/// An X.509 certificate. Cloning is cheap; equal means the same octets.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    sha256: [u8; 32],
    version: u8,
    serial: Range<usize>,
    tbs: Range<usize>,
    spki: Range<usize>,
    public_key: Range<usize>,
    algorithm: Range<usize>,
    signature: Range<usize>,
    issuer: Name,
    subject: Name,
    not_before: Time,
    not_after: Time,
    extensions: Vec<(Oid, bool, Range<usize>)>,
    decoded: Decoded,
    oddities: Vec<Oddity>,
    /// Of what the issuer signed: made when the signature is first checked.
    digest: OnceLock<Vec<u8>>,
}

/// Something that RFC 5280 forbids, that real certificates have, and that does not keep them from being read.
///
/// Path validation refuses those that could hide a meaning: [`Oddity::is_fatal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Oddity {
    /// The serial number is zero, negative, or not encoded shortest (RFC 5280, 4.1.2.2).
    SerialNumber,
    /// The two signature algorithms of the certificate differ (RFC 5280, 4.1.1.2).
    AlgorithmsDiffer,
    /// The version does not allow a field that is there (RFC 5280, 4.1.2.1).
    Version,
    /// The signature is not a whole number of octets.
    UnusedBits,
    /// A default value is written out, or a truth value has more than one form (X.690, 11).
    Encoding,
    /// The same extension occurs twice (RFC 5280, 4.2).
    DuplicateExtension(Oid),
    /// The value of an extension is not what its syntax asks for; its accessor answers as if it were absent.
    MalformedExtension(Oid),
}

impl Oddity {
    /// Whether no path may lead over a certificate that has it.
    #[must_use]
    pub const fn is_fatal(self) -> bool {
        !matches!(self, Self::SerialNumber | Self::Version | Self::Encoding)
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SerialNumber => f.write_str("the serial number is not a positive integer in its shortest form"),
            Self::AlgorithmsDiffer => f.write_str("the signature algorithm inside differs from the one outside"),
            Self::Version => f.write_str("the version does not allow all of its fields"),
            Self::UnusedBits => f.write_str("the signature is not a whole number of octets"),
            Self::Encoding => f.write_str("a value is not encoded as DER asks"),
            Self::DuplicateExtension(oid) => write!(f, "the extension {oid} occurs twice"),
            Self::MalformedExtension(oid) => write!(f, "the extension {oid} is malformed"),
        }
    }
}

impl Certificate {
    /// Reads one DER-encoded certificate that fills `der`.
    ///
    /// # Errors
    /// [`Malformed`] when it is none.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        let mut input = Reader::new(der, Rules::Der);
        let mut outer = input.expect(Tag::SEQUENCE, SYNTAX)?.reader();
        input.finish(SYNTAX)?;
        let tbs = outer.expect(Tag::SEQUENCE, "TBSCertificate")?;
        let algorithm = outer.expect(Tag::SEQUENCE, "AlgorithmIdentifier")?;
        let signature = outer.expect(Tag::BIT_STRING, SYNTAX)?;
        outer.finish(SYNTAX)?;
        let mut inner = read_tbs(tbs)?;
        if signature.bits()?.1 != 0 {
            inner.oddities.push(Oddity::UnusedBits);
        }
        if der.get(inner.algorithm.clone()) != Some(algorithm.raw()) {
            inner.oddities.push(Oddity::AlgorithmsDiffer);
        }
        inner.algorithm = span(algorithm);
        inner.signature = bit_string_span(signature);
        inner.sha256 = sha256(der);
        inner.der = der.to_vec();
        Ok(Self(Arc::new(inner)))
    }

    /// The octets it was read from, all of them.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The octets that the issuer signed.
    #[must_use]
    pub fn tbs(&self) -> &[u8] {
        self.slice(&self.0.tbs)
    }

    /// What the issuer signed with this algorithm, for checking: the digest is made once.
    pub(crate) fn signed(&self, algorithm: SignatureAlgorithm) -> Signed<'_> {
        // The algorithm is the certificate's own, so there is only one digest to keep.
        match algorithm.digest().filter(|_| self.signature_algorithm().ok() == Some(algorithm)) {
            Some(digest) => Signed::Digest(self.0.digest.get_or_init(|| crypto::digest(digest, self.tbs()))),
            None => Signed::Message(self.tbs()),
        }
    }

    /// The version as people say it: 1, 2 or 3.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.0.version
    }

    /// The contents octets of the serial number, as encoded: two's complement, most significant first.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        self.slice(&self.0.serial)
    }

    /// The name of the issuer.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// The name of the subject.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// The first second of validity.
    #[must_use]
    pub fn not_before(&self) -> Time {
        self.0.not_before
    }

    /// The last second of validity.
    #[must_use]
    pub fn not_after(&self) -> Time {
        self.0.not_after
    }

    /// Whether `at` lies in the validity period, both ends included.
    #[must_use]
    pub fn is_valid_at(&self, at: Time) -> bool {
        self.0.not_before <= at && at <= self.0.not_after
    }

    /// The `SubjectPublicKeyInfo`, DER.
    #[must_use]
    pub fn spki(&self) -> &[u8] {
        self.slice(&self.0.spki)
    }

    /// The octets of the bit string inside the `SubjectPublicKeyInfo`: what key identifiers are a digest of.
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        self.slice(&self.0.public_key)
    }

    /// The kind of the public key; `None` when it is one that we do not know.
    #[must_use]
    pub fn key_kind(&self) -> Option<KeyKind> {
        crypto::key_kind(self.spki())
    }

    /// With which algorithm the issuer signed.
    ///
    /// # Errors
    /// [`Malformed`] when it is one that we do not know, or its parameters are wrong.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, Error> {
        crypto::signature_algorithm(self.slice(&self.0.algorithm), None)
    }

    /// The `AlgorithmIdentifier` of the issuer's signature, DER.
    #[must_use]
    pub fn signature_algorithm_identifier(&self) -> &[u8] {
        self.slice(&self.0.algorithm)
    }

    /// The issuer's signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.slice(&self.0.signature)
    }

    /// The SHA-256 of the certificate.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        self.0.sha256
    }

    /// The SHA-256 of the certificate in upper-case hexadecimal, as it is shown to people.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex::encode_upper(self.0.sha256)
    }

    /// All extensions, in their order.
    pub fn extensions(&self) -> impl Iterator<Item = Extension<'_>> {
        self.0.extensions.iter().map(|(oid, critical, value)| Extension {
            oid: *oid,
            critical: *critical,
            value: self.slice(value),
        })
    }

    /// The first extension of this kind.
    #[must_use]
    pub fn extension(&self, oid: Oid) -> Option<Extension<'_>> {
        self.extensions().find(|extension| extension.oid == oid)
    }

    /// What the key may be used for; `None`: nothing is said.
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.0.decoded.key_usage
    }

    /// Whether the subject is a CA; `None`: nothing is said, which means no.
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.0.decoded.basic_constraints
    }

    /// The purposes of the key; `None`: any.
    #[must_use]
    pub fn extended_key_usage(&self) -> Option<Vec<Oid>> {
        self.0.decoded.extended_key_usage.clone()
    }

    /// The identifier of the subject's key.
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.0.decoded.subject_key_identifier.as_deref()
    }

    /// The identifier of the issuer's key.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.0.decoded.authority_key_identifier.as_deref()
    }

    /// The policies under which it was issued.
    #[must_use]
    pub fn policies(&self) -> &[Oid] {
        &self.0.decoded.policies
    }

    /// The e-mail addresses of the subject: of the alternative names, then of the name, each once.
    #[must_use]
    pub fn emails(&self) -> Vec<String> {
        let mut emails = self.0.decoded.emails.clone();
        for email in self.subject().all(oid::EMAIL_ADDRESS) {
            if !emails.iter().any(|known| known.eq_ignore_ascii_case(email)) {
                emails.push(email.to_owned());
            }
        }
        emails
    }

    /// Where the issuer's certificate may be had.
    #[must_use]
    pub fn ca_issuers_urls(&self) -> &[String] {
        &self.0.decoded.ca_issuers_urls
    }

    /// Where the revocation list may be had.
    #[must_use]
    pub fn crl_urls(&self) -> &[String] {
        &self.0.decoded.crl_urls
    }

    /// Where the revocation status may be asked.
    #[must_use]
    pub fn ocsp_urls(&self) -> &[String] {
        &self.0.decoded.ocsp_urls
    }

    /// Whether issuer and subject are the same entity (RFC 5280, 3.2). The signature is not looked at.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer().matches(self.subject())
    }

    /// What was read although RFC 5280 forbids it.
    #[must_use]
    pub fn oddities(&self) -> &[Oddity] {
        &self.0.oddities
    }

    /// The ranges come from elements of these very octets, so there is always something to give.
    fn slice(&self, range: &Range<usize>) -> &[u8] {
        self.0.der.get(range.clone()).unwrap_or_default()
    }
}

fn sha256(octets: &[u8]) -> [u8; 32] {
    crypto::digest(Digest::Sha256, octets).try_into().unwrap_or([0; 32])
}

fn span(element: Element<'_>) -> Range<usize> {
    element.offset()..element.offset().saturating_add(element.raw().len())
}

/// The contents alone. In DER every length is definite, so they end where the element ends.
fn content_span(element: Element<'_>) -> Range<usize> {
    let whole = span(element);
    whole.end.saturating_sub(element.content().len())..whole.end
}

/// The octets of a bit string, after the count of unused bits.
fn bit_string_span(element: Element<'_>) -> Range<usize> {
    content_span(element).start.saturating_add(1)..span(element).end
}

/// Everything inside the signed part; the fields outside it are left for the caller.
fn read_tbs(element: Element<'_>) -> Result<Inner, Error> {
    let mut oddities = Vec::new();
    let mut fields = element.reader();
    let version = read_version(&mut fields, &mut oddities)?;
    let serial = fields.expect(Tag::INTEGER, "CertificateSerialNumber")?;
    if !is_positive_and_shortest(serial.content()) {
        oddities.push(Oddity::SerialNumber);
    }
    let algorithm = span(fields.expect(Tag::SEQUENCE, "AlgorithmIdentifier")?);
    let issuer = Name::from_element(fields.expect(Tag::SEQUENCE, "Name")?)?;
    let mut validity = fields.expect(Tag::SEQUENCE, "Validity")?.reader();
    let (not_before, not_after) = (validity.element()?.time()?, validity.element()?.time()?);
    validity.finish("Validity")?;
    let subject = Name::from_element(fields.expect(Tag::SEQUENCE, "Name")?)?;
    let spki = fields.expect(Tag::SEQUENCE, "SubjectPublicKeyInfo")?;
    let public_key = read_public_key(spki)?;
    let unique = [fields.optional(Tag::context(1))?, fields.optional(Tag::context(2))?];
    let (extensions, decoded) = match fields.optional(Tag::context_constructed(3))? {
        Some(list) if version == 3 => read_extensions(list, &mut oddities)?,
        Some(list) => {
            oddities.push(Oddity::Version);
            read_extensions(list, &mut oddities)?
        }
        None => (Vec::new(), Decoded::default()),
    };
    if version == 1 && unique.iter().any(Option::is_some) {
        oddities.push(Oddity::Version);
    }
    fields.finish("TBSCertificate")?;
    Ok(Inner {
        der: Vec::new(),
        sha256: [0; 32],
        version,
        serial: content_span(serial),
        tbs: span(element),
        spki: span(spki),
        public_key,
        algorithm,
        signature: 0..0,
        issuer,
        subject,
        not_before,
        not_after,
        extensions,
        decoded,
        oddities,
        digest: OnceLock::new(),
    })
}

fn read_version(fields: &mut Reader<'_>, oddities: &mut Vec<Oddity>) -> Result<u8, Error> {
    let offset = fields.offset();
    let Some(tagged) = fields.optional(Tag::context_constructed(0))? else { return Ok(1) };
    let mut inside = tagged.reader();
    let version = inside.expect(Tag::INTEGER, "Version")?.unsigned()?;
    inside.finish("Version")?;
    match version {
        // DER leaves a default out; some issuers write it.
        0 => {
            oddities.push(Oddity::Encoding);
            Ok(1)
        }
        1 => Ok(2),
        2 => Ok(3),
        _ => Err(Malformed::new("Version", offset, "v1, v2 or v3").into()),
    }
}

fn is_positive_and_shortest(content: &[u8]) -> bool {
    match content {
        [] | [0] => false,
        [0, second, ..] => second & 0x80 != 0,
        [first, ..] => first & 0x80 == 0,
    }
}

fn read_public_key(spki: Element<'_>) -> Result<Range<usize>, Error> {
    let mut parts = spki.reader();
    parts.expect(Tag::SEQUENCE, "AlgorithmIdentifier")?;
    let key = parts.expect(Tag::BIT_STRING, "SubjectPublicKeyInfo")?;
    parts.finish("SubjectPublicKeyInfo")?;
    match key.bits()? {
        (_, 0) => Ok(bit_string_span(key)),
        _ => Err(Malformed::new("BIT STRING", key.offset(), "no unused bits").into()),
    }
}

type Extensions = Vec<(Oid, bool, Range<usize>)>;

fn read_extensions(tagged: Element<'_>, oddities: &mut Vec<Oddity>) -> Result<(Extensions, Decoded), Error> {
    const SYNTAX: &str = "Extensions";
    let mut inside = tagged.reader();
    let mut list = inside.expect(Tag::SEQUENCE, SYNTAX)?.reader();
    inside.finish(SYNTAX)?;
    let (mut extensions, mut decoded) = (Extensions::new(), Decoded::default());
    while !list.is_empty() {
        let mut parts = list.expect(Tag::SEQUENCE, "Extension")?.reader();
        let oid = parts.expect(Tag::OID, "Extension")?.oid()?;
        let critical = read_critical(&mut parts, oddities)?;
        let value = parts.expect(Tag::OCTET_STRING, "Extension")?;
        parts.finish("Extension")?;
        if extensions.iter().any(|(known, ..)| *known == oid) {
            oddities.push(Oddity::DuplicateExtension(oid));
        } else if decoded.take(oid, value.content()).is_err() {
            oddities.push(Oddity::MalformedExtension(oid));
        }
        extensions.push((oid, critical, content_span(value)));
    }
    Ok((extensions, decoded))
}

/// DER leaves `FALSE` out and writes `TRUE` as 0xff; other forms are read as BER reads them.
fn read_critical(parts: &mut Reader<'_>, oddities: &mut Vec<Oddity>) -> Result<bool, Error> {
    let Some(element) = parts.optional(Tag::BOOLEAN)? else { return Ok(false) };
    match element.content() {
        [0xff] => Ok(true),
        [octet] => {
            oddities.push(Oddity::Encoding);
            Ok(*octet != 0)
        }
        _ => Err(Malformed::new("BOOLEAN", element.offset(), "one octet").into()),
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject(), hex::encode(self.serial()))
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl Hash for Certificate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.sha256.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use test_vectors::keys::Key;
    use test_vectors::pki::{Hierarchy, Leaf};

    use super::*;

    fn leaf() -> Vec<u8> {
        let urls = ["http://a.vn/ca.crt", "http://b.vn/ocsp", "http://c.vn/ca.crl"];
        Hierarchy::new().issuer.issue(&Leaf::personal(Key::P256).with_urls(urls[0], urls[1], urls[2]))
    }

    #[test]
    fn what_a_certificate_says_is_read() {
        let certificate = Certificate::parse(&leaf()).unwrap();
        assert_eq!((certificate.version(), certificate.serial()), (3, &[0x10, 0x01][..]));
        assert_eq!(certificate.subject().common_name(), Some("Nguyễn Văn An"));
        assert_eq!(certificate.emails(), ["an.nv@example.vn"]);
        assert_eq!(certificate.key_kind(), Some(KeyKind::P256));
        assert_eq!(certificate.key_usage().unwrap().names(), ["digitalSignature", "nonRepudiation"]);
        assert_eq!(certificate.basic_constraints().map(|constraints| constraints.ca), Some(false));
        assert_eq!(certificate.signature_algorithm().unwrap(), SignatureAlgorithm::RsaPkcs1(Digest::Sha256));
        assert_eq!(certificate.ca_issuers_urls(), ["http://a.vn/ca.crt"]);
        assert_eq!(certificate.ocsp_urls(), ["http://b.vn/ocsp"]);
        assert_eq!(certificate.crl_urls(), ["http://c.vn/ca.crl"]);
        assert_eq!(certificate.not_before().to_string(), "2026-01-01T00:00:00Z");
        assert!(certificate.oddities().is_empty(), "{:?}", certificate.oddities());
    }

    #[test]
    fn the_key_identifier_of_the_issuer_is_that_of_its_own_certificate() {
        let hierarchy = Hierarchy::new();
        let leaf = Certificate::parse(hierarchy.personal.certificate()).unwrap();
        let issuer = Certificate::parse(hierarchy.issuer.certificate()).unwrap();
        assert!(leaf.authority_key_identifier().is_some());
        assert_eq!(leaf.authority_key_identifier(), issuer.subject_key_identifier());
        assert!(leaf.issuer().matches(issuer.subject()));
    }

    #[test]
    fn octets_after_a_certificate_are_not_part_of_it() {
        let mut der = leaf();
        der.push(0);
        assert!(Certificate::parse(&der).is_err());
    }

    #[test]
    fn a_certificate_cut_anywhere_is_malformed() {
        let der = leaf();
        for length in 0..der.len() {
            assert!(Certificate::parse(&der[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn serial_numbers_that_the_standard_forbids_are_told() {
        assert!(is_positive_and_shortest(&[1]));
        assert!(is_positive_and_shortest(&[0, 0x80]));
        for content in [&[][..], &[0], &[0x80], &[0, 1]] {
            assert!(!is_positive_and_shortest(content), "{content:?}");
        }
    }

    #[test]
    fn a_changed_inner_algorithm_is_told_and_fatal() {
        let mut der = leaf();
        // sha256WithRSAEncryption, inside first: its last arc becomes that of sha384.
        let at = der.windows(9).position(|octets| octets == oid::SHA256_WITH_RSA.as_bytes()).unwrap();
        der[at + 8] = 12;
        let certificate = Certificate::parse(&der).unwrap();
        assert_eq!(certificate.oddities(), [Oddity::AlgorithmsDiffer]);
        assert!(Oddity::AlgorithmsDiffer.is_fatal());
    }
}
