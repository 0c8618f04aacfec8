//! Revocation data that others put into documents (ISO 32000-2, 12.8.4.3): all of it is read, and verifies.
#![expect(clippy::disallowed_methods, reason = "tests read files and say what they counted")]

use std::path::{Path, PathBuf};

use signer_core::Error;
use signer_core::crypto::{Answer, Native};
use signer_core::limits::{Budget, Limits};
use signer_core::pdf::{Document, Object};
use signer_core::pki::Certificate;
use signer_core::pki::crl::Crl;
use signer_core::pki::ocsp::Response;

fn corpus() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder = PathBuf::from(std::env::var_os("SIGNER_CORPUS").unwrap_or_else(|| default.into())).join("pdf");
    if folder.is_dir() {
        return Some(folder);
    }
    test_vectors::say(format_args!("SKIPPED: there is no {}; set SIGNER_CORPUS", folder.display()));
    None
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

/// The streams that one list of the document security store names.
fn streams(document: &Document<'_>, list: &str) -> Vec<Vec<u8>> {
    let view = document.latest();
    let store = view.catalog().and_then(|catalog| view.entry(&catalog, "DSS"));
    let Ok(Object::Dictionary(store)) = store else { return Vec::new() };
    let Ok(Object::Array(list)) = view.entry(&store, list) else { return Vec::new() };
    let octets = list.iter().filter_map(|item| match (item, view.resolve(item)) {
        (Object::Reference(id), Ok(Object::Stream(stream))) => view.stream_octets(&stream, *id).ok(),
        _ => None,
    });
    octets.collect()
}

fn budget() -> Budget {
    Budget::new("signature checks", 1_000)
}

/// What comes of its signature under each certificate that may be its signer's.
fn by_crl(der: &[u8], beside: &[Certificate]) -> Result<Vec<Answer>, Error> {
    let crl = Crl::parse(der)?;
    let key = crl.authority_key_identifier();
    let same_key = |ca: &&Certificate| key.is_none() || ca.subject_key_identifier().is_none_or(|own| Some(own) == key);
    let signers = beside.iter().filter(|ca| ca.subject().matches(crl.issuer())).filter(same_key);
    signers.map(|signer| Ok(crl.check(signer.spki(), &Native, &mut budget())?)).collect()
}

fn by_response(der: &[u8], beside: &[Certificate]) -> Result<Vec<Answer>, Error> {
    let response = Response::parse(der)?;
    let signers = response.certificates().iter().chain(beside).filter(|signer| response.responder().names(signer));
    signers.map(|signer| Ok(response.check(signer.spki(), &Native, &mut budget())?)).collect()
}

#[test]
fn evidence_in_documents_is_read_and_verifies_under_a_certificate_beside_it() {
    let Some(folder) = corpus() else { return };
    let mut files = Vec::new();
    walk(&folder, &mut files);
    files.sort();
    let (mut count, mut alone, mut failed) = (0u32, 0u32, Vec::new());
    for file in files {
        let octets = std::fs::read(&file).unwrap_or_default();
        let Ok(document) = Document::open(&octets, &Limits::default()) else { continue };
        let beside: Vec<Certificate> =
            streams(&document, "Certs").iter().filter_map(|der| Certificate::parse(der).ok()).collect();
        let crls = streams(&document, "CRLs").into_iter().map(|der| by_crl(&der, &beside));
        let responses = streams(&document, "OCSPs").into_iter().map(|der| by_response(&der, &beside));
        for answers in crls.chain(responses) {
            count = count.saturating_add(1);
            match answers {
                // Its signer is elsewhere: an anchor, or in a message.
                Ok(answers) if answers.is_empty() => alone = alone.saturating_add(1),
                Ok(answers) if answers.contains(&Answer::Valid) => {}
                other => failed.push(format!("{}: {other:?}", file.display())),
            }
        }
    }
    test_vectors::say(format_args!(
        "{count} lists and responses, {alone} without the certificate of their signer, {} failed",
        failed.len()
    ));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
