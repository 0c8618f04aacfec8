//! The validation report of ETSI TS 119 102-2 V1.4.1: one XML document for each document.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use signer_core::report::{Conclusion, Report, SignatureReport};

use self::xml::Xml;
use super::{Form, Provenance};
use crate::error::Failure;
use crate::files::{Existing, Output};
use crate::message::Safe;

mod signature;
mod xml;

/// The namespace of TS 119 102-2 V1.4.1, annex B.
const NAMESPACE: &str = "http://uri.etsi.org/19102/v1.4.1#";
/// XML-Signature Syntax and Processing; XAdES (EN 319 132-1).
const XMLDSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// Where reports go: an XML document holds one.
pub(crate) enum Place<'p> {
    /// The report of a single document.
    One { out: &'p mut (dyn Write + Send), written: bool },
    /// A file for each document.
    Folder { folder: PathBuf, existing: Existing, names: BTreeMap<String, usize> },
}

pub(crate) struct Etsi<'e> {
    place: Place<'e>,
    provenance: Provenance,
}

impl Place<'_> {
    /// Files in `folder`.
    pub(crate) fn folder(folder: &Path, existing: Existing) -> Self {
        Self::Folder { folder: folder.to_owned(), existing, names: BTreeMap::new() }
    }
}

impl<'e> Etsi<'e> {
    pub(crate) const fn new(place: Place<'e>, provenance: Provenance) -> Self {
        Self { place, provenance }
    }
}

impl Form for Etsi<'_> {
    fn document(&mut self, report: &Report) -> Result<(), Failure> {
        let octets = document(report, &self.provenance)?;
        match &mut self.place {
            Place::One { written: true, .. } => Err(Failure::usage("error-etsi-several")),
            Place::One { out, written } => {
                *written = true;
                Ok(out.write_all(&octets)?)
            }
            Place::Folder { folder, existing, names } => {
                let path = folder.join(name(&report.path, names));
                Output::new(&path, *existing, &[])?.write(&[&octets])
            }
        }
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        Ok(())
    }
}

/// `a/b.pdf` becomes `b.pdf.xml`; documents of one name are numbered.
fn name(path: &str, names: &mut BTreeMap<String, usize>) -> String {
    let base = path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let count = names.entry(base.clone()).or_default();
    *count = count.saturating_add(1);
    if *count == 1 { format!("{base}.xml") } else { format!("{base}.{count}.xml") }
}

fn document(report: &Report, provenance: &Provenance) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.open("ValidationReport", &[("xmlns", NAMESPACE), ("xmlns:ds", XMLDSIG), ("xmlns:XAdES", XADES)])?;
    if report.signatures.is_empty() {
        nothing_signed(&mut xml, report, provenance)?;
    }
    for (position, one) in report.signatures.iter().enumerate() {
        signature::write(&mut xml, report, position, one, provenance)?;
    }
    objects(&mut xml, report)?;
    xml.close("ValidationReport")?;
    Ok(xml.finish())
}

/// A report has to hold one signature's at least (clause 4.2.3): where there is none, it says so.
fn nothing_signed(xml: &mut Xml, report: &Report, provenance: &Provenance) -> io::Result<()> {
    let why = report.error.as_ref().map_or("the document has no signature", |error| error.message.as_str());
    xml.open("SignatureValidationReport", &[])?;
    xml.open("SignatureValidationStatus", &[])?;
    xml.text("MainIndication", "urn:etsi:019102:mainindication:total-failed")?;
    xml.text("SubIndication", "urn:etsi:019102:subindication:FORMAT_FAILURE")?;
    xml.open("AssociatedValidationReportData", &[])?;
    additional(xml, report, provenance, Some(why))?;
    xml.close("AssociatedValidationReportData")?;
    xml.close("SignatureValidationStatus")?;
    xml.close("SignatureValidationReport")
}

/// What the standard has no element for: the program, the document, the trust.
fn additional(xml: &mut Xml, report: &Report, provenance: &Provenance, why: Option<&str>) -> io::Result<()> {
    xml.open("AdditionalValidationReportData", &[])?;
    let trust = provenance.trust.iter().map(|(_, sha256)| ("trusted-certificate-sha256", sha256.clone()));
    let mut data = vec![("program", provenance.program.clone()), ("document", Safe(&report.path).to_string())];
    data.extend(provenance.policy_sha256.iter().map(|sha256| ("policy-sha256", sha256.clone())));
    data.extend(report.duplicate_of.as_ref().map(|first| ("duplicate-of", Safe(first).to_string())));
    data.extend(why.map(|why| ("message", Safe(why).to_string())));
    for (kind, value) in data.into_iter().chain(trust) {
        xml.open("ReportData", &[])?;
        xml.text("Type", &format!("urn:signer:report-data:{kind}"))?;
        xml.text("Value", &value)?;
        xml.close("ReportData")?;
    }
    xml.close("AdditionalValidationReportData")
}

/// The document and the certificates that the report refers to (clause 4.4).
fn objects(xml: &mut Xml, report: &Report) -> io::Result<()> {
    let mut certificates: Vec<&str> = report.signatures.iter().flat_map(fingerprints).collect();
    certificates.sort_unstable();
    certificates.dedup();
    if report.sha256.is_empty() && certificates.is_empty() {
        return Ok(());
    }
    xml.open("SignatureValidationObjects", &[])?;
    if !report.sha256.is_empty() {
        object(xml, DOCUMENT, "signedData", &report.sha256)?;
    }
    for sha256 in certificates {
        object(xml, &certificate_id(sha256), "certificate", sha256)?;
    }
    xml.close("SignatureValidationObjects")
}

/// The identifier of the document among the objects.
const DOCUMENT: &str = "document";

/// The identifier of a certificate among the objects.
fn certificate_id(sha256: &str) -> String {
    format!("certificate-{sha256}")
}

fn fingerprints(signature: &SignatureReport) -> impl Iterator<Item = &str> {
    let signer = signature.signer.iter().map(|signer| signer.sha256.as_str());
    signer.chain(signature.chain.iter().map(|link| link.sha256.as_str())).filter(|sha256| !sha256.is_empty())
}

fn object(xml: &mut Xml, id: &str, kind: &str, sha256: &str) -> io::Result<()> {
    xml.open("ValidationObject", &[("id", id)])?;
    xml.text("ObjectType", &format!("urn:etsi:019102:validationObject:{kind}"))?;
    xml.open("ValidationObjectRepresentation", &[])?;
    xml.sha256("DigestAlgAndValue", sha256)?;
    xml.close("ValidationObjectRepresentation")?;
    xml.close("ValidationObject")
}

/// The standard's name of a main indication (clause 4.3.4).
const fn main_indication(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::TotalPassed => "urn:etsi:019102:mainindication:total-passed",
        Conclusion::TotalFailed(_) => "urn:etsi:019102:mainindication:total-failed",
        Conclusion::Indeterminate(_) => "urn:etsi:019102:mainindication:indeterminate",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_one_name_have_files_of_their_own() {
        let mut names = BTreeMap::new();
        let given: Vec<_> = ["x/a.pdf", "y/a.pdf", "b.pdf"].iter().map(|path| name(path, &mut names)).collect();
        assert_eq!(given, ["a.pdf.xml", "a.pdf.2.xml", "b.pdf.xml"]);
    }
}
