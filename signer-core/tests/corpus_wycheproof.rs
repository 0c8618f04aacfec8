//! Published vectors for signature checks (Wycheproof). The corpus is not part of the repository; see `SIGNER_CORPUS`.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads files, says what it found and stops at the first surprise"
)]

use std::path::PathBuf;

use serde_json::Value;
use signer_core::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use signer_core::crypto::{Answer, Native, SignatureCheck, Signed, digest, key_kind};
use signer_core::der::{Tag, write};

fn corpus() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder =
        PathBuf::from(std::env::var("SIGNER_CORPUS").unwrap_or_else(|_| default.to_owned())).join("wycheproof");
    if folder.is_dir() {
        return Some(folder);
    }
    test_vectors::say(format_args!("SKIPPED: no corpus at {}", folder.display()));
    None
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is missing"))
}

fn digest_named(name: &str) -> Option<Digest> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}

/// `None` for what the toolkit does not check: other digests (SHA-512/256, SHAKE), encryption, post-quantum.
fn algorithm(group: &Value) -> Option<SignatureAlgorithm> {
    Some(match text(group, "type") {
        "EcdsaVerify" | "EcdsaP1363Verify" => SignatureAlgorithm::Ecdsa(digest_named(text(group, "sha"))?),
        "EddsaVerify" => SignatureAlgorithm::Ed25519,
        "RsassaPkcs1Verify" => SignatureAlgorithm::RsaPkcs1(digest_named(text(group, "sha"))?),
        "RsassaPssVerify" | "RsassaPssWithParametersVerify" => SignatureAlgorithm::RsaPss {
            digest: digest_named(text(group, "sha"))?,
            mask: digest_named(text(group, "mgfSha"))?,
            salt: u32::try_from(group["sLen"].as_u64().unwrap()).unwrap(),
        },
        _ => return None,
    })
}

/// Vectors with plain `r || s` become DER; those of another length have no DER and are left out.
fn der_signature(group: &Value, octets: Vec<u8>) -> Option<Vec<u8>> {
    if text(group, "type") != "EcdsaP1363Verify" {
        return Some(octets);
    }
    let length = usize::try_from(group["publicKey"]["keySize"].as_u64().unwrap()).unwrap().div_ceil(8);
    if octets.len() != 2 * length {
        return None;
    }
    let integer = |part: &[u8]| {
        let significant = &part[part.iter().take_while(|octet| **octet == 0).count().min(part.len() - 1)..];
        let sign: &[u8] = if significant[0] & 0x80 != 0 { &[0] } else { &[] };
        write::element(Tag::INTEGER, &[sign, significant])
    };
    Some(write::sequence(&[&integer(&octets[..length]), &integer(&octets[length..])]))
}

#[derive(Default, Debug)]
struct Score {
    checked: u32,
    left_out: u32,
}

fn run_file(path: &std::path::Path, failures: &mut Vec<String>) -> Score {
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut score = Score::default();
    for group in file["testGroups"].as_array().unwrap() {
        let tests = group["tests"].as_array().unwrap();
        let Some(algorithm) = algorithm(group) else {
            score.left_out += u32::try_from(tests.len()).unwrap();
            continue;
        };
        let spki = hex::decode(text(group, "publicKeyDer")).unwrap();
        if matches!(key_kind(&spki), None | Some(KeyKind::Ed448)) {
            // Other curves, Ed448: never valid, and said to be unsupported.
            let any = Native.check(algorithm, &spki, Signed::Message(b""), &[0]);
            assert_ne!(any, Answer::Valid, "{name}");
            score.left_out += u32::try_from(tests.len()).unwrap();
            continue;
        }
        for test in tests {
            let message = hex::decode(text(test, "msg")).unwrap();
            let Some(signature) = der_signature(group, hex::decode(text(test, "sig")).unwrap()) else {
                score.left_out += 1;
                continue;
            };
            let answer = Native.check(algorithm, &spki, Signed::Message(&message), &signature);
            let expected = text(test, "result");
            let mut agrees = match expected {
                "valid" => answer == Answer::Valid,
                "invalid" => answer == Answer::Invalid,
                _ => answer != Answer::Unsupported,
            };
            if let Some(digest_algorithm) = algorithm.digest() {
                let value = digest(digest_algorithm, &message);
                agrees &= answer == Native.check(algorithm, &spki, Signed::Digest(&value), &signature);
            }
            if !agrees {
                failures.push(format!("{name} {}: {expected}, but {answer:?} ({})", test["tcId"], test["comment"]));
            }
            score.checked += 1;
        }
    }
    score
}

#[test]
fn every_published_vector_gets_its_answer() {
    let Some(folder) = corpus() else { return };
    let mut failures = Vec::new();
    let mut checked = 0;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let score = run_file(path, &mut failures);
        println!("{}: {} checked, {} left out", path.display(), score.checked, score.left_out);
        checked += score.checked;
    }
    assert!(checked > 0, "nothing was checked");
    assert!(failures.is_empty(), "{} disagree:\n{}", failures.len(), failures.join("\n"));
}
