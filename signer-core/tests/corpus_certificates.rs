//! Certificates that others made: read as they are, and their chains.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads files, says what it skips, and stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use signer_core::Time;
use signer_core::crypto::{Answer, Native, SignatureCheck, Signed};
use signer_core::limits::Budget;
use signer_core::pki::{
    Certificate, PathError, PathErrorKind, PathQuery, PolicySettings, Purpose, TrustStore, find_path,
};
use signer_core::signer::read_certificates;

/// Self-issued certificates whose signature does not verify under their own key, each with the reason.
const NOT_SELF_SIGNED: &[(&str, &str)] = &[
    ("certvalidator/testing-ca-ed448/root.cert.pem#0", ED448),
    ("trust/pyhanko-testing-ca/testing-ca-ed448/root/root.cert.pem#0", ED448),
    (
        "limbo pathological::pathological-chain-same-subject-distinct-key",
        "issued by another key of the same name, without key identifiers",
    ),
];

const ED448: &str = "Ed448 is not checked: no library at hand does";

fn corpus() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder = PathBuf::from(std::env::var_os("SIGNER_CORPUS").unwrap_or_else(|| default.into()));
    if folder.is_dir() {
        return Some(folder);
    }
    test_vectors::say(format_args!("SKIPPED: there is no corpus at {}; set SIGNER_CORPUS", folder.display()));
    None
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

/// Every certificate of the corpus by a name that says where it is.
fn certificates(corpus: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in ["pkits/certs", "trust", "certvalidator", "tsp", "cms"] {
        walk(&corpus.join(folder), &mut files);
    }
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let kind = file.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !["crt", "der", "pem", "cer", "p7b"].contains(&kind.as_str()) {
            continue;
        }
        let name = file.strip_prefix(corpus).unwrap().display().to_string();
        for (index, der) in read_certificates(&std::fs::read(&file).unwrap()).into_iter().flatten().enumerate() {
            found.push((format!("{name}#{index}"), der));
        }
    }
    found.extend(limbo(corpus));
    found
}

fn limbo(corpus: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(json) = std::fs::read(corpus.join("limbo/limbo.json")) else { return Vec::new() };
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let mut found = Vec::new();
    for case in json["testcases"].as_array().unwrap() {
        let lists = [&case["trusted_certs"], &case["untrusted_intermediates"]];
        let texts = lists.into_iter().filter_map(|list| list.as_array()).flatten();
        for text in texts.chain([&case["peer_certificate"]]).filter_map(|text| text.as_str()) {
            for der in read_certificates(text.as_bytes()).into_iter().flatten() {
                found.push((format!("limbo {}", case["id"].as_str().unwrap()), der));
            }
        }
    }
    found
}

#[test]
fn every_certificate_is_read_and_its_octets_are_kept() {
    let Some(corpus) = corpus() else { return };
    let (mut read, mut failed) = (0, BTreeSet::new());
    for (name, der) in certificates(&corpus) {
        match Certificate::parse(&der) {
            Ok(certificate) => {
                assert_eq!(certificate.der(), der, "{name}");
                read += 1;
            }
            Err(error) => {
                println!("not read: {name}: {error}");
                failed.insert(name);
            }
        }
    }
    test_vectors::say(format_args!("{read} certificates read, {} not", failed.len()));
    assert!(read > 0);
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn self_signed_certificates_verify_under_their_own_key() {
    let Some(corpus) = corpus() else { return };
    let (mut verified, mut failed) = (0, BTreeSet::new());
    for (name, der) in certificates(&corpus) {
        let Ok(certificate) = Certificate::parse(&der) else { continue };
        let (wanted, own) = (certificate.authority_key_identifier(), certificate.subject_key_identifier());
        if !certificate.is_self_issued() || (wanted.is_some() && own.is_some() && wanted != own) {
            continue;
        }
        let answer = certificate.signature_algorithm().map_or(Answer::Unsupported, |algorithm| {
            Native.check(algorithm, certificate.spki(), Signed::Message(certificate.tbs()), certificate.signature())
        });
        if answer == Answer::Valid {
            verified += 1;
        } else {
            println!("{answer:?}: {name}: {} {:?}", certificate.subject(), certificate.key_kind());
            failed.insert(name);
        }
    }
    test_vectors::say(format_args!("{verified} self-signed certificates verified, {} not", failed.len()));
    // A row whose file is in the other half of the corpus says nothing; one that verifies after all is out of date.
    let present: BTreeSet<String> = certificates(&corpus).into_iter().map(|(name, _)| name).collect();
    let expected: BTreeSet<String> =
        NOT_SELF_SIGNED.iter().map(|row| row.0.to_owned()).filter(|name| present.contains(name)).collect();
    assert_eq!(failed, expected);
}

fn one(path: &Path) -> Certificate {
    let octets = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Certificate::parse(&read_certificates(&octets).unwrap()[0]).unwrap()
}

fn prove(
    leaf: &Certificate,
    intermediates: &[Certificate],
    trust: &TrustStore,
    at: Time,
    purpose: Purpose,
) -> Result<Vec<String>, PathError> {
    let mut budget = Budget::new("signature checks", 128);
    let policies = PolicySettings::any();
    let query = PathQuery { leaf, intermediates, trust, at, checker: &Native, budget: &mut budget, purpose, policies };
    let path = find_path(query)?;
    Ok(path.certificates().iter().map(|certificate| certificate.subject().to_string()).collect())
}

#[test]
fn authorities_of_one_name_and_different_keys_are_kept_apart() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("trust/pyhanko-testing-ca");
    let families = ["testing-ca", "testing-ca-ecdsa", "testing-ca-ed25519"];
    if !folder.is_dir() {
        test_vectors::say(format_args!("SKIPPED: {} is not in this half of the corpus", folder.display()));
        return;
    }
    let interms: Vec<_> =
        families.iter().map(|family| one(&folder.join(family).join("root/interm.cert.pem"))).collect();
    let roots: Vec<_> = families.iter().map(|family| one(&folder.join(family).join("root/root.cert.pem"))).collect();
    let all: TrustStore = roots.iter().cloned().collect();
    for (index, family) in families.iter().enumerate() {
        let signer = one(&folder.join(family).join("interm/signer1.cert.pem"));
        let at = signer.not_before();
        let chain =
            prove(&signer, &interms, &all, at, Purpose::DocumentSigning).unwrap_or_else(|e| panic!("{family}: {e}"));
        assert_eq!(chain.len(), 3, "{family}");
        let others: TrustStore =
            roots.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, root)| root.clone()).collect();
        prove(&signer, &interms, &others, at, Purpose::DocumentSigning).unwrap_err();
        let tsa = one(&folder.join(family).join("root/tsa.cert.pem"));
        prove(&tsa, &[], &all, tsa.not_before(), Purpose::TimeStamping).unwrap_or_else(|e| panic!("{family} tsa: {e}"));
        let wrong = prove(&signer, &interms, &all, at, Purpose::TimeStamping).unwrap_err();
        assert!(matches!(wrong.kind, PathErrorKind::KeyUsage { .. }), "{family}: {wrong}");
    }
}

#[test]
fn the_second_generation_of_the_government_authority_is_proven() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("trust/vn-gcc");
    if !folder.is_dir() {
        test_vectors::say(format_args!("SKIPPED: {} is not in this half of the corpus", folder.display()));
        return;
    }
    let [root, state] = ["g2-root.pem", "g2-cpcag2.pem"].map(|name| one(&folder.join(name)));
    let leaf = one(&folder.join("sample-leaf-g2-org-cuc-thue.pem"));
    let trust: TrustStore = [root].into_iter().collect();
    let at = leaf.not_before();
    let chain = prove(&leaf, &[state], &trust, at, Purpose::DocumentSigning).unwrap();
    assert_eq!(chain[0], "CN=CỤC THUẾ,O=BỘ TÀI CHÍNH,L=Hà Nội,C=VN");
    assert_eq!(chain[2], "CN=RootCA chuyên dùng Chính phủ G2,O=Ban Cơ yếu Chính phủ,C=VN");
    let missing = prove(&leaf, &[], &trust, at, Purpose::DocumentSigning).unwrap_err();
    let PathErrorKind::NoIssuer { issuer, urls, .. } = &missing.kind else { panic!("{missing}") };
    assert_eq!(issuer, "CN=CA phục vụ các cơ quan Nhà nước G2,O=Ban Cơ yếu Chính phủ,C=VN");
    assert!(urls.iter().any(|url| url.ends_with("cpcag2.crt")), "{urls:?}");
}

#[test]
fn the_first_generation_is_read_and_its_sha1_signatures_hold() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("trust/vn-gcc");
    if !folder.is_dir() {
        test_vectors::say(format_args!("SKIPPED: {} is not in this half of the corpus", folder.display()));
        return;
    }
    let trust: TrustStore = [one(&folder.join("g1-root.pem"))].into_iter().collect();
    for name in ["g1-cp.pem", "g1-DCS.pem", "g1-BTC.pem", "g1-BCA.pem", "g1-BNG.pem"] {
        let authority = one(&folder.join(name));
        // An authority's certificate signs no documents: the path is right up to the key usage.
        match prove(&authority, &[], &trust, authority.not_before(), Purpose::DocumentSigning) {
            Ok(chain) => assert_eq!(chain.len(), 2, "{name}"),
            Err(error) => assert!(matches!(error.kind, PathErrorKind::KeyUsage { .. }), "{name}: {error}"),
        }
    }
}

#[test]
fn national_authorities_chain_as_another_verifier_says() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("trust/vietnam-ca");
    let Ok(table) = std::fs::read_to_string(folder.join("chain_expected.tsv")) else {
        test_vectors::say(format_args!("SKIPPED: {} is not in this half of the corpus", folder.display()));
        return;
    };
    let mut files = Vec::new();
    walk(&folder, &mut files);
    let all: Vec<Certificate> = files
        .iter()
        .filter(|file| file.extension().is_some_and(|kind| kind == "der" || kind == "p7b"))
        .flat_map(|file| read_certificates(&std::fs::read(file).unwrap()).unwrap_or_default())
        .map(|der| Certificate::parse(&der).unwrap())
        .collect();
    let trust: TrustStore = all.iter().filter(|certificate| certificate.is_self_issued()).cloned().collect();
    let mut disagreements = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (certificate, at) = (one(&folder.join(cells[0])), Time::from_unix(cells[2].parse().unwrap()));
        let result = prove(&certificate, &all, &trust, at, Purpose::DocumentSigning);
        // Authorities' own certificates: that they sign no documents is no disagreement.
        let proven = match &result {
            Ok(_) => true,
            Err(error) => matches!(error.kind, PathErrorKind::KeyUsage { .. }),
        };
        if proven != (cells[3] == "CHAIN-OK") {
            disagreements.push(format!("{}: expected {}, got {:?}", cells[0], cells[3], result.err().map(|e| e.kind)));
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}
