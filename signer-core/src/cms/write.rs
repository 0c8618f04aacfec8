//! Writes `SignedData` (RFC 5652, 5) in DER, with the signed attributes of CAdES (EN 319 122-1).
//!
//! Everything is composed from octets as they were given: a certificate is copied, never re-encoded.

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::crypto;
use crate::der::{self, Reader, Rules, Tag, write};
use crate::error::Error;
use crate::oid::{self, Oid};

/// The digest that goes with a signature algorithm: its own, or SHA-512 for Ed25519 (RFC 8419, 3) and Ed448.
///
/// RFC 8419 asks for SHAKE256 with Ed448 when there are no signed attributes only; with them, any digest will do.
#[must_use]
pub fn message_digest_for(algorithm: SignatureAlgorithm) -> Digest {
    algorithm.digest().unwrap_or(Digest::Sha512)
}

/// The attributes that a CAdES signature signs, as the `SET OF` whose DER octets are signed (RFC 5652, 5.4).
///
/// They are content-type, message-digest and signing-certificate-v2. There is no signing-time: EN 319 142-1, 6.3
/// forbids it beside the `/M` of a PDF signature. `more` holds whole `Attribute` elements that are signed with them.
///
/// # Errors
/// [`Error::Malformed`] when `certificate` is no certificate.
pub fn signed_attributes(
    content_type: Oid,
    message_digest: &[u8],
    certificate: &[u8],
    certificate_digest: Digest,
    more: &[Vec<u8>],
) -> Result<Vec<u8>, Error> {
    let mut attributes = vec![
        attribute(oid::ID_CONTENT_TYPE, &write::oid(content_type)),
        attribute(oid::ID_MESSAGE_DIGEST, &write::octet_string(message_digest)),
        attribute(oid::ID_SIGNING_CERTIFICATE_V2, &signing_certificate_v2(certificate, certificate_digest)?),
    ];
    attributes.extend_from_slice(more);
    Ok(write::set_of(Tag::SET, attributes))
}

/// What a `SignedData` with one signer is made of.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "every part has to be given")]
pub struct Parts<'a> {
    /// What the signature is over; [`oid::ID_DATA`] for documents.
    pub content_type: Oid,
    /// The content itself, when it travels inside; `None` for a detached signature.
    pub content: Option<&'a [u8]>,
    /// The digest of the content.
    pub digest: Digest,
    /// The `SET OF` that was signed, from [`signed_attributes`].
    pub signed_attributes: &'a [u8],
    /// DER certificates; the signer's comes first.
    pub certificates: &'a [Vec<u8>],
    /// How `signature` was made.
    pub algorithm: SignatureAlgorithm,
    /// The signature value; ECDSA in DER.
    pub signature: &'a [u8],
    /// Whole `Attribute` elements that are not signed, such as a time-stamp.
    pub unsigned_attributes: &'a [Vec<u8>],
}

/// A `ContentInfo` holding a `SignedData` of these parts.
///
/// # Errors
/// [`Error::Malformed`] when the first certificate is none, or when `signed_attributes` is no set.
pub fn signed_data(parts: &Parts<'_>) -> Result<Vec<u8>, Error> {
    let leaf = parts.certificates.first().map(Vec::as_slice).unwrap_or_default();
    let digest = crypto::digest_identifier(parts.digest);
    let attributes = der::single(parts.signed_attributes, Rules::Der, Tag::SET, "SignedAttributes")?;
    let mut signer = vec![
        // RFC 5652, 5.3: version 1 where the signer is named by issuer and serial number.
        write::unsigned(1),
        issuer_and_serial(leaf)?,
        digest.clone(),
        write::element(Tag::context_constructed(0), &[attributes.content()]),
        crypto::algorithm_identifier(parts.algorithm),
        write::octet_string(parts.signature),
    ];
    if !parts.unsigned_attributes.is_empty() {
        signer.push(write::set_of(Tag::context_constructed(1), parts.unsigned_attributes.to_vec()));
    }
    let signer = write::sequence(&slices(&signer));
    // RFC 5652, 5.1: version 1 needs X.509 certificates only, and content that is id-data; else 3.
    let version = if parts.content_type == oid::ID_DATA { 1 } else { 3 };
    let content =
        parts.content.map(|octets| write::element(Tag::context_constructed(0), &[&write::octet_string(octets)]));
    let body = write::sequence(&[
        &write::unsigned(version),
        &write::element(Tag::SET, &[&digest]),
        &write::sequence(&[&write::oid(parts.content_type), content.as_deref().unwrap_or_default()]),
        &write::set_of(Tag::context_constructed(0), parts.certificates.to_vec()),
        &write::element(Tag::SET, &[&signer]),
    ]);
    Ok(write::sequence(&[&write::oid(oid::ID_SIGNED_DATA), &write::element(Tag::context_constructed(0), &[&body])]))
}

/// One `Attribute` with one value.
#[must_use]
pub fn attribute(kind: Oid, value: &[u8]) -> Vec<u8> {
    write::sequence(&[&write::oid(kind), &write::element(Tag::SET, &[value])])
}

/// `SigningCertificateV2` (RFC 5035, 4) naming one certificate by digest, issuer and serial number.
fn signing_certificate_v2(certificate: &[u8], digest: Digest) -> Result<Vec<u8>, Error> {
    let (issuer, serial) = issuer_serial_of(certificate)?;
    // SHA-256 is the DEFAULT of `hashAlgorithm`, so DER leaves it out.
    let algorithm = if digest == Digest::Sha256 { Vec::new() } else { crypto::digest_identifier(digest) };
    let directory_name = write::element(Tag::context_constructed(4), &[issuer]);
    let issuer_serial = write::sequence(&[&write::sequence(&[&directory_name]), serial]);
    let hash = write::octet_string(&crypto::digest(digest, certificate));
    let identifier = write::sequence(&[&algorithm, &hash, &issuer_serial]);
    Ok(write::sequence(&[&write::sequence(&[&identifier])]))
}

fn issuer_and_serial(certificate: &[u8]) -> Result<Vec<u8>, Error> {
    let (issuer, serial) = issuer_serial_of(certificate)?;
    Ok(write::sequence(&[issuer, serial]))
}

/// The issuer and the serial number of a certificate, both with their headers, as they stand in it.
fn issuer_serial_of(certificate: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    let mut reader = Reader::new(certificate, Rules::Der);
    let tbs = reader.expect(Tag::SEQUENCE, "Certificate")?.reader().expect(Tag::SEQUENCE, "TBSCertificate")?;
    reader.finish("Certificate")?;
    let mut fields = tbs.reader();
    fields.optional(Tag::context_constructed(0))?;
    let serial = fields.expect(Tag::INTEGER, "serialNumber")?;
    fields.expect(Tag::SEQUENCE, "signature")?;
    let issuer = fields.expect(Tag::SEQUENCE, "issuer")?;
    Ok((issuer.raw(), serial.raw()))
}

fn slices(parts: &[Vec<u8>]) -> Vec<&[u8]> {
    parts.iter().map(Vec::as_slice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cms::SignedData;

    /// A certificate as far as the writer looks into it: issuer `CN=a`, serial number 300.
    fn certificate() -> Vec<u8> {
        let issuer = write::sequence(&[&write::element(
            Tag::SET,
            &[&write::sequence(&[&write::oid(oid::COMMON_NAME), &write::element(Tag::UTF8_STRING, &[b"a"])])],
        )]);
        let version = write::element(Tag::context_constructed(0), &[&write::unsigned(2)]);
        let tbs = write::sequence(&[&version, &write::unsigned(300), &write::sequence(&[]), &issuer]);
        write::sequence(&[&tbs, &write::sequence(&[]), &write::element(Tag::BIT_STRING, &[&[0]])])
    }

    fn message(attributes: &[u8], content: Option<&[u8]>) -> Vec<u8> {
        signed_data(&Parts {
            content_type: oid::ID_DATA,
            content,
            digest: Digest::Sha256,
            signed_attributes: attributes,
            certificates: &[certificate()],
            algorithm: SignatureAlgorithm::Ecdsa(Digest::Sha256),
            signature: &[1, 2, 3],
            unsigned_attributes: &[attribute(oid::ID_SIGNATURE_TIME_STAMP_TOKEN, &write::null())],
        })
        .unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let digest = crypto::digest(Digest::Sha256, b"content");
        let attributes = signed_attributes(oid::ID_DATA, &digest, &certificate(), Digest::Sha256, &[]).unwrap();
        let octets = message(&attributes, Some(b"content"));
        let data = SignedData::parse(&octets).unwrap();
        assert_eq!(data.content().unwrap().as_deref(), Some(&b"content"[..]));
        assert_eq!(data.certificates(), [certificate()]);
        let [signer] = data.signers() else { panic!("one signer") };
        assert_eq!(signer.signature(), [1, 2, 3]);
        assert_eq!(signer.unsigned_attribute(oid::ID_SIGNATURE_TIME_STAMP_TOKEN).len(), 1);
        let read = signer.signed_attributes().unwrap();
        assert_eq!(read.to_be_signed(), attributes);
        assert!(read.sorted().is_none(), "the set is in the order of DER");
        assert_eq!(read.message_digest().unwrap().as_deref(), Some(digest.as_slice()));
        assert!(read.get(oid::ID_SIGNING_TIME).is_empty());
    }

    #[test]
    fn the_signing_certificate_is_named_by_digest_issuer_and_serial_number() {
        for digest in [Digest::Sha256, Digest::Sha512] {
            let attributes = signed_attributes(oid::ID_DATA, &[0; 32], &certificate(), digest, &[]).unwrap();
            let octets = message(&attributes, None);
            let data = SignedData::parse(&octets).unwrap();
            assert_eq!(data.content().unwrap(), None);
            let references = data.signers()[0].signed_attributes().unwrap().signing_certificate().unwrap().unwrap();
            assert_eq!(references.len(), 1);
            assert_eq!(references[0].digest, digest);
            assert_eq!(references[0].hash, crypto::digest(digest, &certificate()));
            assert!(references[0].issuer_serial.is_some());
        }
    }

    #[test]
    fn eddsa_goes_with_sha_512() {
        assert_eq!(message_digest_for(SignatureAlgorithm::Ed25519), Digest::Sha512);
        assert_eq!(message_digest_for(SignatureAlgorithm::Ecdsa(Digest::Sha384)), Digest::Sha384);
    }

    #[test]
    fn a_certificate_that_is_none_is_malformed() {
        assert!(signed_attributes(oid::ID_DATA, &[0; 32], b"no certificate", Digest::Sha256, &[]).is_err());
    }
}
