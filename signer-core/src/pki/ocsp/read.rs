//! Reads responses (RFC 6960, 4.2.1).

use super::{CertificateStatus, Inner, ResponderId, SingleResponse};
use crate::algorithm::Digest;
use crate::crypto;
use crate::der::{Element, Reader, Rules, Tag, single};
use crate::error::{Error, Exceeded, Malformed};
use crate::oid::{self, Oid};
use crate::pki::certificate::Certificate;
use crate::pki::crl::{Reason, extension};
use crate::pki::name::Name;
use crate::time::Time;

const SYNTAX: &str = "BasicOCSPResponse";

/// Answers in one response: 1,000, where responders give one, some a few.
const MAX_ANSWERS: usize = 1_000;

/// Certificates in one response: 16, where one is needed.
const MAX_CERTIFICATES: usize = 16;

/// Reads a certificate, or knows it already.
pub(super) type ReadCertificate<'r> = &'r dyn Fn(&[u8]) -> Result<Certificate, Error>;

pub(super) fn response(der: &[u8], read: ReadCertificate<'_>) -> Result<Inner, Error> {
    const SYNTAX: &str = "OCSPResponse";
    let mut outer = single(der, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    let status = outer.expect(Tag::ENUMERATED, SYNTAX)?;
    if status.content() != [0] {
        return Err(Malformed::new(SYNTAX, status.offset(), error_name(status.content())).into());
    }
    let mut explicit = outer.expect(Tag::context_constructed(0), SYNTAX)?.reader();
    outer.finish(SYNTAX)?;
    let mut parts = explicit.expect(Tag::SEQUENCE, "ResponseBytes")?.reader();
    explicit.finish("ResponseBytes")?;
    let kind = parts.expect(Tag::OID, "ResponseBytes")?;
    if kind.oid()? != oid::OCSP_BASIC {
        return Err(Malformed::new("ResponseBytes", kind.offset(), "id-pkix-ocsp-basic").into());
    }
    let octets = parts.expect(Tag::OCTET_STRING, "ResponseBytes")?;
    parts.finish("ResponseBytes")?;
    basic(octets.content(), der, read)
}

/// What the responder answered in place of a response (RFC 6960, 4.2.1).
fn error_name(status: &[u8]) -> &'static str {
    match status {
        [1] => "a response, not the error malformedRequest",
        [2] => "a response, not the error internalError",
        [3] => "a response, not the error tryLater",
        [5] => "a response, not the error sigRequired",
        [6] => "a response, not the error unauthorized",
        _ => "a response, not an error",
    }
}

/// `kept`: the octets to be remembered, the envelope included.
pub(super) fn basic(der: &[u8], kept: &[u8], read: ReadCertificate<'_>) -> Result<Inner, Error> {
    let mut outer = single(der, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    let tbs = outer.expect(Tag::SEQUENCE, "ResponseData")?;
    let algorithm = outer.expect(Tag::SEQUENCE, "AlgorithmIdentifier")?;
    let signature = outer.expect(Tag::BIT_STRING, SYNTAX)?;
    let (octets, 0) = signature.bits()? else {
        return Err(Malformed::new(SYNTAX, signature.offset(), "a signature of whole octets").into());
    };
    let tagged = outer.optional(Tag::context_constructed(0))?;
    let certificates = tagged.map_or(Ok(Vec::new()), |tagged| certificates(tagged, read))?;
    outer.finish(SYNTAX)?;
    let mut inner = data(tbs)?;
    inner.der = kept.to_vec();
    inner.algorithm = algorithm.raw().to_vec();
    inner.signature = octets.to_vec();
    inner.certificates = certificates;
    Ok(inner)
}

/// What cannot be read as a certificate is left out: it cannot be the signer's.
fn certificates(tagged: Element<'_>, read: ReadCertificate<'_>) -> Result<Vec<Certificate>, Error> {
    let mut inside = tagged.reader();
    let mut list = inside.expect(Tag::SEQUENCE, SYNTAX)?.reader();
    inside.finish(SYNTAX)?;
    let mut certificates = Vec::new();
    while !list.is_empty() {
        let element = list.expect(Tag::SEQUENCE, "Certificate")?;
        if certificates.len() >= MAX_CERTIFICATES {
            return Err(Exceeded { what: "certificates in an OCSP response", limit: 16 }.into());
        }
        certificates.extend(read(element.raw()).ok());
    }
    Ok(certificates)
}

fn data(tbs: Element<'_>) -> Result<Inner, Error> {
    const SYNTAX: &str = "ResponseData";
    let mut fields = tbs.reader();
    if let Some(version) = fields.optional(Tag::context_constructed(0))?
        && version.reader().expect(Tag::INTEGER, "Version")?.unsigned()? != 0
    {
        return Err(Malformed::new(SYNTAX, version.offset(), "version 1").into());
    }
    let responder = responder(fields.element()?)?;
    let produced_at = fields.expect(Tag::GENERALIZED_TIME, SYNTAX)?.time()?;
    let mut list = fields.expect(Tag::SEQUENCE, SYNTAX)?.reader();
    let mut singles = Vec::new();
    while !list.is_empty() {
        if singles.len() >= MAX_ANSWERS {
            return Err(Exceeded { what: "answers in an OCSP response", limit: 1_000 }.into());
        }
        singles.push(answer(list.expect(Tag::SEQUENCE, "SingleResponse")?)?);
    }
    let (mut nonce, mut unknown_critical) = (None, None);
    each_extension(fields.optional(Tag::context_constructed(1))?, |oid, critical, value| {
        match oid {
            // RFC 8954: an octet string inside; older responders put the octets there bare.
            oid::OCSP_NONCE => {
                let inside = single(value, Rules::Der, Tag::OCTET_STRING, "Nonce");
                nonce = Some(inside.map_or(value, |nonce| nonce.content()).to_vec());
            }
            _ if critical => unknown_critical = unknown_critical.or(Some(oid)),
            _ => {}
        }
        Ok(())
    })?;
    fields.finish(SYNTAX)?;
    Ok(Inner {
        der: Vec::new(),
        tbs: tbs.raw().to_vec(),
        algorithm: Vec::new(),
        signature: Vec::new(),
        responder,
        produced_at,
        singles,
        certificates: Vec::new(),
        nonce,
        unknown_critical,
    })
}

fn responder(element: Element<'_>) -> Result<ResponderId, Error> {
    const SYNTAX: &str = "ResponderID";
    let mut inside = element.reader();
    let responder = match element.tag() {
        tag if tag == Tag::context_constructed(1) => {
            ResponderId::Name(Name::from_element(inside.expect(Tag::SEQUENCE, "Name")?)?)
        }
        tag if tag == Tag::context_constructed(2) => {
            ResponderId::Key(inside.expect(Tag::OCTET_STRING, "KeyHash")?.content().to_vec())
        }
        _ => return Err(Malformed::new(SYNTAX, element.offset(), "byName or byKey").into()),
    };
    inside.finish(SYNTAX)?;
    Ok(responder)
}

fn answer(element: Element<'_>) -> Result<SingleResponse, Error> {
    const SYNTAX: &str = "SingleResponse";
    let mut parts = element.reader();
    let mut name = parts.expect(Tag::SEQUENCE, "CertID")?.reader();
    let digest: Option<Digest> = crypto::digest_algorithm(name.expect(Tag::SEQUENCE, "CertID")?.raw()).ok();
    let issuer_name_hash = name.expect(Tag::OCTET_STRING, "CertID")?.content().to_vec();
    let issuer_key_hash = name.expect(Tag::OCTET_STRING, "CertID")?.content().to_vec();
    let serial = name.expect(Tag::INTEGER, "CertID")?.content().to_vec();
    name.finish("CertID")?;
    let status = status(parts.element()?)?;
    let this_update = parts.expect(Tag::GENERALIZED_TIME, SYNTAX)?.time()?;
    let next_update = match parts.optional(Tag::context_constructed(0))? {
        Some(explicit) => Some(explicit.reader().expect(Tag::GENERALIZED_TIME, SYNTAX)?.time()?),
        None => None,
    };
    let (mut archive_cutoff, mut invalidity_date, mut unknown_critical) = (None, None, None);
    each_extension(parts.optional(Tag::context_constructed(1))?, |oid, critical, value| {
        let date = || single(value, Rules::Der, Tag::GENERALIZED_TIME, "ArchiveCutoff").and_then(|date| date.time());
        match oid {
            oid::OCSP_ARCHIVE_CUTOFF => archive_cutoff = Some(date()?),
            oid::INVALIDITY_DATE => invalidity_date = Some(date()?),
            // The reason stands in the status, too.
            oid::REASON_CODE => {}
            _ if critical => unknown_critical = unknown_critical.or(Some(oid)),
            _ => {}
        }
        Ok(())
    })?;
    parts.finish(SYNTAX)?;
    Ok(SingleResponse {
        digest,
        issuer_name_hash,
        issuer_key_hash,
        serial,
        status,
        this_update,
        next_update,
        archive_cutoff,
        invalidity_date,
        unknown_critical,
    })
}

fn status(element: Element<'_>) -> Result<CertificateStatus, Error> {
    match element.tag() {
        tag if tag == Tag::context(0) => Ok(CertificateStatus::Good),
        tag if tag == Tag::context(2) => Ok(CertificateStatus::Unknown),
        tag if tag == Tag::context_constructed(1) => {
            let mut parts = element.reader();
            let at: Time = parts.expect(Tag::GENERALIZED_TIME, "RevokedInfo")?.time()?;
            let reason = match parts.optional(Tag::context_constructed(0))? {
                Some(explicit) => Some(explicit.reader().expect(Tag::ENUMERATED, "CRLReason")?),
                None => None,
            };
            parts.finish("RevokedInfo")?;
            Ok(CertificateStatus::Revoked { at, reason: reason.map(|code| Reason::from_code(code.content())) })
        }
        _ => Err(Malformed::new("CertStatus", element.offset(), "good, revoked or unknown").into()),
    }
}

fn each_extension(
    tagged: Option<Element<'_>>,
    mut take: impl FnMut(Oid, bool, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(tagged) = tagged else { return Ok(()) };
    let mut inside: Reader<'_> = tagged.reader();
    let mut list = inside.expect(Tag::SEQUENCE, "Extensions")?.reader();
    inside.finish("Extensions")?;
    while !list.is_empty() {
        let (oid, critical, value) = extension(list.expect(Tag::SEQUENCE, "Extension")?)?;
        take(oid, critical, value.content())?;
    }
    Ok(())
}
