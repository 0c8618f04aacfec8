//! Every PDF of the corpus opens, or says clearly why not; its signatures are found.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads files, says what it found and stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use signer_core::limits::Limits;
use signer_core::pdf::{Document, SignatureKind};

fn corpus() -> Option<PathBuf> {
    let or = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder = std::env::var_os("SIGNER_CORPUS").map_or_else(|| PathBuf::from(or), PathBuf::from);
    if !folder.is_dir() {
        test_vectors::say(format_args!("skipped: no corpus at {}", folder.display()));
        return None;
    }
    Some(folder)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
    found.sort();
}

/// The rows of `expected.tsv` by path, split at tabs.
fn expected(corpus: &Path) -> BTreeMap<String, Vec<String>> {
    let table = fs::read_to_string(corpus.join("expected.tsv")).unwrap();
    let rows = table.lines().skip(1).map(|row| row.split('\t').map(str::to_owned).collect::<Vec<_>>());
    rows.map(|row| (row[0].clone(), row)).collect()
}

/// Where we see other signatures than the publisher's test says, and why.
const DISAGREEMENTS: [(&str, &str); 2] = [
    (
        "pdf/dss/pades_infinite_loop.pdf",
        "the publisher asserts only that it ends; objects are found by searching, with an ambiguous finding",
    ),
    ("pdf/dss/pdf-spoofing-attack.pdf", "the publisher's test does not name the field"),
];

#[test]
fn every_file_has_the_signatures_that_its_publisher_says() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    let mut stale: Vec<_> =
        DISAGREEMENTS.iter().map(|(path, _)| *path).filter(|path| corpus.join(path).exists()).collect();
    for (path, row) in expected(&corpus).into_iter().filter(|(_, row)| !row[1].is_empty()) {
        let Ok(octets) = fs::read(corpus.join(&path)) else { continue };
        let start = Instant::now();
        let found = Document::open(&octets, &Limits::default()).and_then(|document| {
            let signatures = document.signatures()?;
            let is_open = document.encryption().is_none_or(signer_core::pdf::encryption::Encryption::is_open);
            Ok((signatures, document.findings(), is_open))
        });
        let took = start.elapsed();
        if took > Duration::from_secs(3) {
            wrong.push(format!("{path}: took {took:?}"));
        }
        let mut differs = Vec::new();
        let (signatures, findings, is_open) = match found {
            Ok(found) => found,
            Err(error) => {
                if row[1] != "0" {
                    wrong.push(format!("{path}: {error}"));
                }
                continue;
            }
        };
        if std::env::var_os("SIGNER_CORPUS_SHOW").is_some() {
            println!("{path} [{}]", row[2]);
            println!("    time {took:?}");
            for signature in &signatures {
                let codes: Vec<_> =
                    signature.findings.iter().map(|finding| (finding.code, finding.ambiguous)).collect();
                println!("    {} r{} {:?} {codes:?}", signature.field, signature.revision, signature.coverage);
            }
            for finding in &findings {
                println!(
                    "    {}{} {:?} {:?} {}",
                    if finding.ambiguous { "!" } else { "" },
                    finding.code,
                    finding.offset,
                    finding.object.map(|id| id.to_string()),
                    finding.message
                );
            }
        }
        let names: Vec<_> = signatures
            .iter()
            .filter(|signature| signature.removed.is_none() && signature.kind != SignatureKind::UsageRights)
            .map(|signature| match signature.kind {
                SignatureKind::Signature | SignatureKind::UsageRights => signature.field.clone(),
                SignatureKind::DocumentTimestamp => format!("T:{}", signature.field),
            })
            .collect();
        let said: Vec<_> =
            row[2].split(';').filter_map(|part| part.rsplit_once('=')).map(|(name, _)| name.to_owned()).collect();
        let stamps = names.iter().filter(|name| name.starts_with("T:")).count();
        let count = names.len().saturating_sub(stamps);
        if (names.len().to_string() != row[1] && count.to_string() != row[1]) || stamps.to_string() != row[5] {
            differs.push(format!("{path}: {names:?}, not {} and {} ({said:?})", row[1], row[5]));
        } else if names != said && is_open {
            differs.push(format!("{path}: names {names:?}, not {said:?}"));
        }
        if let (false, Some(place)) = (differs.is_empty(), stale.iter().position(|other| *other == path)) {
            stale.remove(place);
        } else {
            wrong.extend(differs);
        }
    }
    wrong.extend(stale.iter().map(|path| format!("{path}: no disagreement any more")));
    assert!(wrong.is_empty(), "{}\n{} files", wrong.join("\n"), wrong.len());
}

#[test]
fn the_fields_of_an_encrypted_file_have_their_names_once_it_is_open() {
    let Some(corpus) = corpus() else { return };
    let mut opened = 0;
    for (path, row) in expected(&corpus) {
        let Some(password) = ["ownersecret", "usersecret"].into_iter().find(|password| path.contains(password)) else {
            continue;
        };
        let octets = fs::read(corpus.join(&path)).unwrap();
        let document = Document::open_with_password(&octets, &Limits::default(), password.as_bytes()).unwrap();
        let signatures = document.signatures().unwrap();
        let said = row[2].split_once('=').map(|(name, _)| name);
        assert_eq!(signatures.first().map(|signature| signature.field.as_str()), said, "{path}");
        assert_eq!(signatures[0].contents.first(), Some(&0x30), "{path}: the message is not encrypted");
        opened += 1;
    }
    // The other half of the corpus may have none.
    test_vectors::say(format_args!("{opened} encrypted files opened"));
}

#[test]
fn every_hostile_file_ends_in_a_document_or_an_error_soon() {
    let Some(corpus) = corpus() else { return };
    let mut paths = Vec::new();
    files(&corpus.join("robustness"), &mut paths);
    let mut slow = Vec::new();
    for path in paths {
        let octets = fs::read(&path).unwrap();
        let start = Instant::now();
        let result = Document::open(&octets, &Limits::default()).and_then(|document| {
            let signatures = document.signatures()?;
            let _ = (document.latest().page_count(), document.latest().page(0), document.latest().page(10_000));
            Ok((signatures.len(), document.findings().len()))
        });
        let took = start.elapsed();
        if std::env::var_os("SIGNER_CORPUS_SHOW").is_some() {
            println!("{} {took:?} {result:?}", path.display());
        }
        if took > Duration::from_secs(3) {
            slow.push(format!("{}: {took:?}", path.display()));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
