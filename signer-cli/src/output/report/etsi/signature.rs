//! The report of one signature (TS 119 102-2, 4.3).

use std::io;

use signer_core::report::{Check, Report, SignatureReport, Status, TimestampIndication};

use super::xml::Xml;
use super::{DOCUMENT, additional, certificate_id, main_indication};
use crate::output::report::Provenance;

pub(super) fn write(
    xml: &mut Xml,
    report: &Report,
    position: usize,
    signature: &SignatureReport,
    provenance: &Provenance,
) -> io::Result<()> {
    xml.open("SignatureValidationReport", &[])?;
    xml.open("SignatureIdentifier", &[("id", &format!("signature-{}", position.saturating_add(1)))])?;
    xml.text("HashOnly", "false")?;
    xml.text("DocHashOnly", "false")?;
    xml.text("DAIdentifier", &signature.field)?;
    xml.close("SignatureIdentifier")?;
    constraints(xml, report, signature)?;
    times(xml, report, signature)?;
    signed(xml, report)?;
    attributes(xml, signature)?;
    signer(xml, signature)?;
    xml.open("SignatureValidationProcess", &[])?;
    xml.text("SignatureValidationProcessID", process(signature))?;
    xml.close("SignatureValidationProcess")?;
    status(xml, report, signature, provenance)?;
    xml.close("SignatureValidationReport")
}

/// The process that decided: with time-stamps the one with time and long-term data, else the basic one (clause 4.3.11).
fn process(signature: &SignatureReport) -> &'static str {
    let proven = signature.timestamps.iter().any(|one| one.indication() == TimestampIndication::Passed);
    if proven { "urn:etsi:019102:validationprocess:LTVM" } else { "urn:etsi:019102:validationprocess:Basic" }
}

fn constraints(xml: &mut Xml, report: &Report, signature: &SignatureReport) -> io::Result<()> {
    xml.open("ValidationConstraintsEvaluationReport", &[])?;
    xml.open("SignatureValidationPolicy", &[])?;
    xml.open("SignaturePolicyIdentifier", &[])?;
    xml.empty("XAdES:SignaturePolicyImplied", &[])?;
    xml.close("SignaturePolicyIdentifier")?;
    xml.text("PolicyName", &report.policy)?;
    xml.close("SignatureValidationPolicy")?;
    for check in &signature.checks.0 {
        constraint(xml, check)?;
    }
    xml.close("ValidationConstraintsEvaluationReport")
}

fn constraint(xml: &mut Xml, check: &Check) -> io::Result<()> {
    let applied = if check.status == Status::Ignored { "disabled" } else { "applied" };
    xml.open("ValidationConstraint", &[])?;
    xml.text("ValidationConstraintIdentifier", &format!("urn:signer:check:{}", check.id.id()))?;
    xml.open("ConstraintStatus", &[])?;
    xml.text("Status", &format!("urn:etsi:019102:constraintStatus:{applied}"))?;
    xml.close("ConstraintStatus")?;
    if check.status != Status::Ignored {
        let failed = check.status == Status::Fail;
        let indication = if failed { "failed" } else { "passed" };
        xml.open("ValidationStatus", &[])?;
        xml.text("MainIndication", &format!("urn:etsi:019102:mainindication:{indication}"))?;
        if failed {
            xml.text("SubIndication", &format!("urn:etsi:019102:subindication:{}", check.reason_or_default()))?;
        }
        xml.close("ValidationStatus")?;
    }
    xml.close("ValidationConstraint")
}

/// Without a proof, the best signature time is the time of validation itself (EN 319 102-1, 5.5.4).
fn times(xml: &mut Xml, report: &Report, signature: &SignatureReport) -> io::Result<()> {
    let best = signature.best_signature_time;
    let proof = if best.is_some() { "provided" } else { "validation" };
    xml.open("ValidationTimeInfo", &[])?;
    xml.text("ValidationTime", &report.validation_time.to_string())?;
    xml.open("BestSignatureTime", &[])?;
    xml.text("POETime", &best.unwrap_or(report.validation_time).to_string())?;
    xml.text("TypeOfProof", &format!("urn:etsi:019102:poetype:{proof}"))?;
    xml.close("BestSignatureTime")?;
    xml.close("ValidationTimeInfo")
}

fn signed(xml: &mut Xml, report: &Report) -> io::Result<()> {
    if report.sha256.is_empty() {
        return Ok(());
    }
    xml.open("SignersDocument", &[])?;
    xml.sha256("DigestAlgAndValue", &report.sha256)?;
    xml.empty("SignersDocumentRepresentation", &[("VOReference", DOCUMENT)])?;
    xml.close("SignersDocument")
}

fn attributes(xml: &mut Xml, signature: &SignatureReport) -> io::Result<()> {
    let simple = [
        ("SigningTime", "Time", signature.claimed_signing_time.map(|time| time.to_string())),
        ("Reason", "ReasonElement", signature.reason.clone()),
        ("SubFilter", "SubFilterElement", signature.sub_filter.clone()),
    ];
    if simple.iter().all(|(.., value)| value.is_none()) {
        return Ok(());
    }
    xml.open("SignatureAttributes", &[])?;
    for (attribute, element, value) in simple {
        let Some(value) = value else { continue };
        xml.open(attribute, &[("Signed", "true")])?;
        xml.text(element, &value)?;
        xml.close(attribute)?;
    }
    xml.close("SignatureAttributes")
}

fn signer(xml: &mut Xml, signature: &SignatureReport) -> io::Result<()> {
    let Some(signer) = signature.signer.as_ref().filter(|signer| !signer.sha256.is_empty()) else { return Ok(()) };
    xml.open("SignerInformation", &[])?;
    xml.empty("SignerCertificate", &[("VOReference", &certificate_id(&signer.sha256))])?;
    xml.text("Signer", &signer.subject)?;
    xml.close("SignerInformation")
}

fn status(xml: &mut Xml, report: &Report, signature: &SignatureReport, provenance: &Provenance) -> io::Result<()> {
    let conclusion = signature.conclusion();
    xml.open("SignatureValidationStatus", &[])?;
    xml.text("MainIndication", main_indication(conclusion))?;
    if let Some(reason) = conclusion.reason() {
        xml.text("SubIndication", &format!("urn:etsi:019102:subindication:{reason}"))?;
    }
    xml.open("AssociatedValidationReportData", &[])?;
    chain(xml, signature)?;
    let decisive = signature.checks.0.iter().find(|check| check.status == Status::Fail);
    additional(xml, report, provenance, decisive.map(|check| check.message.as_str()))?;
    xml.close("AssociatedValidationReportData")?;
    xml.close("SignatureValidationStatus")
}

fn chain(xml: &mut Xml, signature: &SignatureReport) -> io::Result<()> {
    let Some((leaf, rest)) = signature.chain.split_first() else { return Ok(()) };
    let anchor = rest.last().filter(|link| link.trusted);
    let intermediates = rest.iter().take(rest.len().saturating_sub(usize::from(anchor.is_some())));
    let reference =
        |xml: &mut Xml, element: &str, sha256: &str| xml.empty(element, &[("VOReference", &certificate_id(sha256))]);
    if let Some(anchor) = anchor {
        reference(xml, "TrustAnchor", &anchor.sha256)?;
    }
    xml.open("CertificateChain", &[])?;
    reference(xml, "SigningCertificate", &leaf.sha256)?;
    for link in intermediates {
        reference(xml, "IntermediateCertificate", &link.sha256)?;
    }
    if let Some(anchor) = anchor {
        reference(xml, "TrustAnchor", &anchor.sha256)?;
    }
    xml.close("CertificateChain")
}
