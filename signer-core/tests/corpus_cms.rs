//! Published messages and time-stamp tokens. The corpus is not part of the repository; see `SIGNER_CORPUS`.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads files, says what it found and stops at the first surprise"
)]

use std::path::{Path, PathBuf};

use signer_core::cms::{AttributeForm, SignedData, SignerIdentifier, SignerInfo, TimestampToken};
use signer_core::crypto::{Answer, Native};
use signer_core::oid::ID_TST_INFO;
use signer_core::pki::Certificate;

fn corpus(folder: &str) -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder = PathBuf::from(std::env::var("SIGNER_CORPUS").unwrap_or_else(|_| default.to_owned())).join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    test_vectors::say(format_args!("SKIPPED: no corpus at {}", folder.display()));
    None
}

fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files(&entry, extensions));
        } else if entry.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted)) {
            found.push(entry);
        }
    }
    found.sort();
    found
}

/// The octets of a file, without its PEM armour if it has one.
fn octets(path: &Path) -> Vec<u8> {
    let octets = std::fs::read(path).unwrap();
    let Some(text) = std::str::from_utf8(&octets).ok().filter(|text| text.contains("-----BEGIN ")) else {
        return octets;
    };
    let body = text.split("-----BEGIN ").nth(1).unwrap().split("-----").nth(1).unwrap();
    base64(body)
}

fn base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut octets, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    for value in text.bytes().filter_map(|octet| alphabet.iter().position(|known| *known == octet)) {
        held = (held << 6) | u32::try_from(value).unwrap();
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            octets.push(u8::try_from((held >> bits) & 0xff).unwrap());
        }
    }
    octets
}

fn is_of(signer: &SignerInfo<'_>, certificate: &Certificate) -> bool {
    match signer.identifier() {
        SignerIdentifier::IssuerAndSerial { issuer, serial } => {
            certificate.issuer().raw() == *issuer && certificate.serial() == *serial
        }
        SignerIdentifier::SubjectKeyIdentifier(identifier) => {
            certificate.subject_key_identifier() == Some(identifier.as_ref())
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Good(AttributeForm),
    Bad,
    NoCertificate,
    Unsupported,
}

fn check(signer: &SignerInfo<'_>, message: &SignedData<'_>, content: &[u8], more: &[Certificate]) -> Outcome {
    let within = message.certificates().iter().filter_map(|der| Certificate::parse(der).ok());
    let all: Vec<Certificate> = within.chain(more.iter().cloned()).collect();
    let Some(certificate) = all.iter().find(|certificate| is_of(signer, certificate)) else {
        return Outcome::NoCertificate;
    };
    let Ok(checked) = signer.check_octets(content, certificate.spki(), &Native) else { return Outcome::Unsupported };
    let agrees = matches!(signer.content_type_agrees(message.content_type()), Ok(true));
    match checked.signature {
        Answer::Valid if checked.digest_matches() && agrees => Outcome::Good(checked.form),
        Answer::Unsupported => Outcome::Unsupported,
        _ => Outcome::Bad,
    }
}

#[test]
fn published_messages_get_their_verdict() {
    let Some(folder) = corpus("cms") else { return };
    let certificates: Vec<Certificate> =
        files(&folder, &["cer"]).iter().filter_map(|path| Certificate::parse(&octets(path)).ok()).collect();
    let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let mut failures = Vec::new();
    for row in manifest.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (file, expected) = (columns[0], columns[5]);
        if expected.is_empty() {
            continue;
        }
        let octets = octets(&folder.join(file));
        let message = match SignedData::parse(&octets) {
            Ok(message) => message,
            Err(error) => {
                println!("{file}: expected {expected}, not read: {error}");
                if expected != "FAIL" {
                    failures.push(file.to_owned());
                }
                continue;
            }
        };
        let Some(content) = message.content().unwrap().or(message.signers().is_empty().then(Default::default)) else {
            println!("{file}: expected {expected}, read; its content is elsewhere");
            continue;
        };
        let outcomes: Vec<Outcome> =
            message.signers().iter().map(|signer| check(signer, &message, &content, &certificates)).collect();
        println!("{file}: expected {expected}, {outcomes:?}");
        let good = |outcome: &Outcome| matches!(outcome, Outcome::Good(_));
        let agrees = match expected {
            "PASS" => outcomes.iter().all(|outcome| good(outcome) || *outcome == Outcome::Unsupported),
            "FAIL" => !outcomes.iter().any(good),
            _ => outcomes.is_empty(),
        };
        if !agrees {
            failures.push(file.to_owned());
        }
    }
    assert!(failures.is_empty(), "{failures:?}");
}

/// Every message within a file, found by the identifier of signed data.
fn messages_within(octets: &[u8]) -> impl Iterator<Item = &[u8]> {
    let signed_data = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
    let at = (0..octets.len()).filter(move |at| octets[*at..].starts_with(&signed_data));
    at.filter_map(|at| {
        let start = (2..=6).map(|header| at.saturating_sub(header)).find(|start| {
            octets[*start] == 0x30
                && SignedData::parse(&octets[*start..]).is_ok_and(|message| !message.raw().is_empty())
        })?;
        Some(&octets[start..])
    })
}

#[test]
fn published_time_stamp_tokens_are_read_and_their_signatures_are_right() {
    let Some(folder) = corpus("tsp") else { return };
    let certificates: Vec<Certificate> =
        files(&folder, &["pem"]).iter().filter_map(|path| Certificate::parse(&octets(path)).ok()).collect();
    let mut tokens = 0;
    for path in files(&folder, &["der", "tsr", "ers"]) {
        let octets = octets(&path);
        for message in messages_within(&octets) {
            if !SignedData::parse(message).is_ok_and(|message| message.content_type() == ID_TST_INFO) {
                continue;
            }
            let token = TimestampToken::parse(message).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let data = token.signed_data();
            let outcome = check(token.signer().unwrap(), data, &token.info().raw, &certificates);
            println!("{}: {} {outcome:?}", path.display(), token.info().time_text);
            assert!(matches!(outcome, Outcome::Good(_) | Outcome::NoCertificate), "{}: {outcome:?}", path.display());
            tokens += 1;
        }
    }
    assert!(tokens > 0, "no token was found");
}

#[test]
fn tokens_of_published_documents_stamp_their_signature_values() {
    let Some(folder) = corpus("tsp") else { return };
    for path in files(&folder, &["bin"]).iter().filter(|path| path.to_string_lossy().contains(".imprint_input.")) {
        let token = std::fs::read(path.to_string_lossy().replace(".imprint_input.bin", ".der")).unwrap();
        let token = TimestampToken::parse(&token).unwrap();
        assert!(token.info().stamps(&std::fs::read(path).unwrap()), "{}", path.display());
    }
}

#[test]
fn a_response_of_an_authority_is_opened() {
    let Some(folder) = corpus("tsp") else { return };
    for path in files(&folder, &["tsr"]) {
        let octets = std::fs::read(&path).unwrap();
        let opened = TimestampToken::parse(&octets).or_else(|_| TimestampToken::from_response(&octets));
        assert!(opened.is_ok(), "{}: {:?}", path.display(), opened.err());
    }
}
