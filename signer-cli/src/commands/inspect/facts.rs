//! Plain facts of a document, for people and for programs.

use serde::Serialize;
use signer_core::algorithm::Digest;
use signer_core::cms::{SignedData, SignerIdentifier, SignerInfo, TimestampToken};
use signer_core::error::Error;
use signer_core::hazards::{Hazard, Scan};
use signer_core::pdf::{Coverage, Document, EmbeddedSignature, FieldKind, Finding, Revision, SignatureKind, XrefKind};
use signer_core::pki::Certificate;
use signer_core::report::Severity;
use signer_core::{Time, crypto};

use super::changes::{self, ChangeFacts};

/// The name of this shape.
const SCHEMA: &str = "signer-inspection/1";

/// How much is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What there is.
    Facts,
    /// What each revision changed, too.
    Changes,
}

/// What a file is made of.
#[derive(Debug, Serialize)]
pub(crate) struct Inspection {
    schema: &'static str,
    pub(crate) path: String,
    pub(crate) size: usize,
    pub(crate) sha256: String,
    pub(crate) pdf: Option<Pdf>,
    /// Of a file that is a signature itself.
    pub(crate) message: Option<Message>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Pdf {
    pub(crate) encrypted: bool,
    pub(crate) pages: Option<usize>,
    pub(crate) revisions: Vec<RevisionFacts>,
    pub(crate) fields: Vec<FieldFacts>,
    pub(crate) signatures: Vec<SignatureFacts>,
    pub(crate) findings: Vec<FindingFacts>,
    pub(crate) hazards: Vec<HazardFacts>,
    /// Where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) changes: Option<ChangeFacts>,
}

/// Something to know before signing.
#[derive(Debug, Serialize)]
pub(crate) struct HazardFacts {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    pub(crate) object: Option<String>,
    /// From 1.
    pub(crate) page: Option<usize>,
    pub(crate) message: &'static str,
    pub(crate) detail: String,
    #[serde(skip)]
    pub(crate) hazard: Hazard,
}

#[derive(Debug, Serialize)]
pub(crate) struct RevisionFacts {
    /// From 1.
    pub(crate) number: usize,
    pub(crate) end: usize,
    pub(crate) xref: &'static str,
    pub(crate) xref_offset: usize,
    pub(crate) objects: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct FieldFacts {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) object: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SignatureFacts {
    pub(crate) field: String,
    pub(crate) kind: &'static str,
    pub(crate) object: Option<String>,
    /// From 1.
    pub(crate) revision: usize,
    pub(crate) sub_filter: Option<String>,
    /// First octet and length of both ranges.
    pub(crate) byte_range: Option<[usize; 4]>,
    pub(crate) byte_range_error: Option<String>,
    pub(crate) coverage: &'static str,
    /// First octet of the string and one past its last.
    pub(crate) contents: Option<[usize; 2]>,
    pub(crate) contents_length: usize,
    pub(crate) certification: Option<u8>,
    pub(crate) signing_time: Option<Time>,
    pub(crate) name: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) message: Option<Message>,
    pub(crate) message_error: Option<String>,
    pub(crate) findings: Vec<FindingFacts>,
}

/// A CMS SignedData.
#[derive(Debug, Serialize)]
pub(crate) struct Message {
    pub(crate) version: u64,
    pub(crate) content_type: String,
    pub(crate) has_content: bool,
    pub(crate) length: usize,
    /// Octets after it that are not all zero.
    pub(crate) trailing: usize,
    pub(crate) signers: Vec<SignerFacts>,
    pub(crate) certificates: Vec<CertificateFacts>,
    pub(crate) crls: usize,
    pub(crate) ocsp_responses: usize,
    pub(crate) findings: Vec<FindingFacts>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SignerFacts {
    pub(crate) identifier: String,
    pub(crate) digest: Option<String>,
    pub(crate) algorithm: Option<String>,
    /// Object identifiers, in their order.
    pub(crate) signed_attributes: Option<Vec<String>>,
    pub(crate) message_digest: Option<String>,
    pub(crate) signing_time: Option<Time>,
    pub(crate) unsigned_attributes: Vec<String>,
    /// Times that time-stamps in the unsigned attributes state.
    pub(crate) timestamps: Vec<Time>,
    pub(crate) signature_length: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct CertificateFacts {
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) serial: String,
    pub(crate) not_before: Option<Time>,
    pub(crate) not_after: Option<Time>,
    pub(crate) key: Option<String>,
    pub(crate) sha256: String,
    pub(crate) error: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct FindingFacts {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) offset: Option<usize>,
    pub(crate) object: Option<String>,
    pub(crate) ambiguous: bool,
}

/// Of a PDF document.
pub(crate) fn of_document(
    path: &str,
    document: &Document<'_>,
    scan: &Scan,
    wanted: Wanted,
) -> Result<Inspection, Error> {
    let view = document.latest();
    let fields = view.form().ok().flatten().map(|form| form.fields().iter().map(field).collect()).unwrap_or_default();
    let signatures = document.signatures()?;
    let changes = (wanted == Wanted::Changes).then(|| changes::of(document, &signatures));
    let pdf = Pdf {
        encrypted: document.revisions().iter().any(|revision| revision.trailer().contains("Encrypt")),
        pages: view.page_count().ok(),
        revisions: document.revisions().iter().map(revision).collect(),
        fields,
        signatures: signatures.iter().map(signature).collect(),
        changes,
        findings: document.findings().iter().map(finding).collect(),
        hazards: scan.hazards().iter().map(hazard).collect(),
    };
    Ok(Inspection { pdf: Some(pdf), ..of_file(path, document.octets()) })
}

/// Of a signature that is a file.
pub(crate) fn of_message(path: &str, octets: &[u8]) -> Result<Inspection, Error> {
    Ok(Inspection { message: Some(message(octets)?), ..of_file(path, octets) })
}

fn of_file(path: &str, octets: &[u8]) -> Inspection {
    let sha256 = hex::encode(crypto::digest(Digest::Sha256, octets));
    Inspection { schema: SCHEMA, path: path.to_owned(), size: octets.len(), sha256, pdf: None, message: None }
}

fn revision(revision: &Revision) -> RevisionFacts {
    RevisionFacts {
        number: revision.index().saturating_add(1),
        end: revision.end(),
        xref: match revision.xref_kind() {
            XrefKind::Table => "table",
            XrefKind::Stream => "stream",
            XrefKind::Hybrid => "hybrid",
            XrefKind::Rebuilt => "rebuilt",
        },
        xref_offset: revision.xref_offset(),
        objects: revision.objects().len(),
    }
}

fn field(field: &signer_core::pdf::Field) -> FieldFacts {
    FieldFacts {
        name: field.name.clone(),
        kind: match field.kind {
            FieldKind::Button => "button",
            FieldKind::Text => "text",
            FieldKind::Choice => "choice",
            FieldKind::Signature => "signature",
            FieldKind::Unknown => "unknown",
        },
        object: field.id.map(|id| id.to_string()),
    }
}

fn signature(signature: &EmbeddedSignature) -> SignatureFacts {
    let read = message(&signature.contents);
    let range = signature.byte_range.as_ref().ok().map(|range| {
        let (before, after) = (range.before(), range.after());
        [before.start, before.len(), after.start, after.len()]
    });
    SignatureFacts {
        field: signature.field.clone(),
        kind: match signature.kind {
            SignatureKind::Signature => "signature",
            SignatureKind::DocumentTimestamp => "document-timestamp",
            SignatureKind::UsageRights => "usage-rights",
        },
        object: signature.id.map(|id| id.to_string()),
        revision: signature.revision.saturating_add(1),
        sub_filter: signature.sub_filter.clone(),
        byte_range: range,
        byte_range_error: signature.byte_range.as_ref().err().map(ToString::to_string),
        coverage: match signature.coverage {
            Coverage::WholeFile => "whole-file",
            Coverage::WholeRevision => "whole-revision",
            Coverage::Partial => "partial",
            Coverage::Malformed => "malformed",
        },
        contents: signature.contents_span.as_ref().map(|span| [span.start, span.end]),
        contents_length: signature.contents.len(),
        certification: signature.certification,
        signing_time: signature.signing_time,
        name: signature.name.clone(),
        reason: signature.reason.clone(),
        location: signature.location.clone(),
        message_error: read.as_ref().err().map(ToString::to_string),
        message: read.ok(),
        findings: signature.findings.iter().map(finding).collect(),
    }
}

fn message(octets: &[u8]) -> Result<Message, Error> {
    let read = SignedData::parse(octets)?;
    let trailing = read.trailing();
    Ok(Message {
        version: read.version(),
        content_type: read.content_type().to_string(),
        has_content: read.content()?.is_some(),
        length: read.raw().len(),
        trailing: if trailing.iter().all(|octet| *octet == 0) { 0 } else { trailing.len() },
        signers: read.signers().iter().map(signer).collect(),
        certificates: read.certificates().iter().map(|der| certificate(der)).collect(),
        crls: read.crls().len(),
        ocsp_responses: read.ocsp_responses().len(),
        findings: read
            .findings()
            .iter()
            .map(|finding| FindingFacts {
                code: finding.code.to_owned(),
                message: finding.message.to_owned(),
                offset: None,
                object: None,
                ambiguous: false,
            })
            .collect(),
    })
}

fn signer(signer: &SignerInfo<'_>) -> SignerFacts {
    let attributes = signer.signed_attributes();
    let token = signer_core::oid::ID_SIGNATURE_TIME_STAMP_TOKEN;
    let stamps = signer.unsigned_attribute(token);
    SignerFacts {
        identifier: match signer.identifier() {
            SignerIdentifier::IssuerAndSerial { issuer, serial } => {
                let name = signer_core::pki::Name::parse(issuer).map(|name| name.to_string());
                format!("{}, {}", name.unwrap_or_else(|_| hex::encode_upper(issuer)), hex::encode_upper(serial))
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => hex::encode_upper(id),
        },
        digest: signer.digest_algorithm().ok().map(|digest| digest.to_string()),
        algorithm: signer.signature_algorithm().ok().map(|algorithm| algorithm.to_string()),
        signed_attributes: attributes
            .map(|set| set.attributes().iter().map(|attribute| attribute.kind().to_string()).collect()),
        message_digest: attributes.and_then(|set| set.message_digest().ok().flatten()).map(hex::encode),
        signing_time: attributes.and_then(|set| set.signing_time().ok().flatten()),
        unsigned_attributes: signer.unsigned_attributes().iter().map(|one| one.kind().to_string()).collect(),
        timestamps: stamps
            .iter()
            .filter_map(|octets| TimestampToken::parse(octets).ok())
            .map(|t| t.info().time)
            .collect(),
        signature_length: signer.signature().len(),
    }
}

fn certificate(der: &[u8]) -> CertificateFacts {
    let sha256 = hex::encode_upper(crypto::digest(Digest::Sha256, der));
    match Certificate::parse(der) {
        Ok(certificate) => CertificateFacts {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            serial: hex::encode_upper(certificate.serial()),
            not_before: Some(certificate.not_before()),
            not_after: Some(certificate.not_after()),
            key: certificate.key_kind().map(|kind| kind.to_string()),
            sha256,
            error: None,
        },
        Err(error) => CertificateFacts {
            subject: String::new(),
            issuer: String::new(),
            serial: String::new(),
            not_before: None,
            not_after: None,
            key: None,
            sha256,
            error: Some(error.to_string()),
        },
    }
}

fn finding(finding: &Finding) -> FindingFacts {
    FindingFacts {
        code: finding.code.to_owned(),
        message: finding.message.clone(),
        offset: finding.offset,
        object: finding.object.map(|id| id.to_string()),
        ambiguous: finding.ambiguous,
    }
}

fn hazard(hazard: &Hazard) -> HazardFacts {
    HazardFacts {
        code: hazard.kind.code(),
        severity: hazard.kind.severity(),
        object: hazard.object.map(|id| id.to_string()),
        page: hazard.page,
        message: hazard.kind.sentence(),
        detail: hazard.detail.clone(),
        hazard: hazard.clone(),
    }
}
