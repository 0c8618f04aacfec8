//! x509-limbo: the cases on paths as RFC 5280 has them. Those on TLS (host names, purposes of servers, the rules of
//! browsers) are not ours.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, say what they counted, and stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;
use signer_core::Time;
use signer_core::crypto::Native;
use signer_core::limits::Budget;
use signer_core::pki::crl::Crl;
use signer_core::pki::revocation::{Freshness, Sources, determine_path};
use signer_core::pki::{Certificate, PathQuery, PolicySettings, Purpose, TrustStore, find_path};
use signer_core::signer::read_certificates;

/// Cases without a time are valid for a thousand years.
const AT: &str = "2024-06-01T00:00:00Z";

/// One line for each case that is judged otherwise here, or that is not ours: its name, a tab, `other` or `not-ours`,
/// a tab, the reason.
const EXCEPTIONS: &str = include_str!("corpus_limbo_exceptions.tsv");

/// The groups of the suite that are about RFC 5280 paths; `webpki::` is about the rules of browsers.
const OURS: [&str; 6] = ["crl", "cve", "online", "pathlen", "pathological", "rfc5280"];

fn corpus() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder = PathBuf::from(std::env::var_os("SIGNER_CORPUS").unwrap_or_else(|| default.into()));
    let file = folder.join("limbo/limbo.json");
    if file.is_file() {
        return Some(file);
    }
    test_vectors::say(format_args!("SKIPPED: there is no {}; set SIGNER_CORPUS", file.display()));
    None
}

fn texts<'a>(case: &'a Value, name: &str) -> Vec<&'a str> {
    case.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn text<'a>(case: &'a Value, name: &str) -> Option<&'a str> {
    case.get(name).and_then(Value::as_str)
}

fn certificates(case: &Value, name: &str) -> Result<Vec<Certificate>, String> {
    texts(case, name).into_iter().map(certificate).collect()
}

fn certificate(pem: &str) -> Result<Certificate, String> {
    let der = read_certificates(pem.as_bytes()).map_err(|error| error.to_string())?;
    Certificate::parse(der.first().ok_or("no certificate")?).map_err(|error| error.to_string())
}

/// The octets of a PEM block.
fn from_pem(pem: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut octets, mut bits, mut count) = (Vec::new(), 0u32, 0u32);
    for letter in pem.lines().filter(|line| !line.starts_with('-')).flat_map(str::chars) {
        let Some(value) = ALPHABET.find(letter) else { continue };
        bits = ((bits << 6) | u32::try_from(value).unwrap()) & 0xff_ffff;
        count = count.checked_add(6).unwrap();
        if count >= 8 {
            count = count.checked_sub(8).unwrap();
            octets.push(u8::try_from((bits >> count) & 0xff).unwrap());
        }
    }
    octets
}

fn judge(case: &Value) -> Result<(), String> {
    let trust: TrustStore = certificates(case, "trusted_certs")?.into_iter().collect();
    // What nobody could read helps nobody, and harms nobody either.
    let intermediates: Vec<Certificate> =
        texts(case, "untrusted_intermediates").into_iter().filter_map(|pem| certificate(pem).ok()).collect();
    let leaf = certificate(text(case, "peer_certificate").unwrap())?;
    let at: Time = text(case, "validation_time").unwrap_or(AT).parse().unwrap();
    let mut budget = Budget::new("signature checks", 128);
    let path = find_path(PathQuery {
        leaf: &leaf,
        intermediates: &intermediates,
        trust: &trust,
        at,
        checker: &Native,
        budget: &mut budget,
        purpose: Purpose::DocumentSigning,
        policies: PolicySettings::any(),
    })
    .map_err(|error| error.to_string())?;
    let crls: Vec<Crl> = texts(case, "crls").into_iter().map(|pem| Crl::parse(&from_pem(pem)).unwrap()).collect();
    if crls.is_empty() {
        return Ok(());
    }
    let sources = Sources {
        crls: &crls,
        responses: &[],
        certificates: &intermediates,
        at,
        now: at,
        freshness: Freshness::InForce,
        checker: &Native,
    };
    let status = determine_path(&path, &sources, &mut budget).map_err(|error| error.to_string())?;
    if status.is_good_at(at) { Ok(()) } else { Err(format!("{:?}", status.determinations)) }
}

#[test]
fn limbo() {
    let Some(file) = corpus() else { return };
    let suite: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut exceptions: BTreeMap<&str, (&str, &str)> = EXCEPTIONS
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|cells| match cells.as_slice() {
            [name, kind @ ("other" | "not-ours"), reason] => (*name, (*kind, *reason)),
            _ => panic!("an exception is a name, a kind and a reason: {cells:?}"),
        })
        .collect();
    let (mut passed, mut not_ours, mut other, mut failed) = (0u32, 0u32, 0u32, Vec::new());
    for case in suite.get("testcases").and_then(Value::as_array).into_iter().flatten() {
        let name = text(case, "id").unwrap();
        if !OURS.contains(&name.split("::").next().unwrap()) {
            not_ours = not_ours.saturating_add(1);
            continue;
        }
        let result = judge(case);
        let as_expected = result.is_ok() == (text(case, "expected_result") == Some("SUCCESS"));
        match (exceptions.remove(name), as_expected) {
            (None, true) => passed += 1,
            (None, false) => failed.push(format!("{name}: {result:?}")),
            (Some(_), true) => failed.push(format!("{name} is judged as expected: its exception is stale")),
            (Some(("not-ours", _)), false) => not_ours = not_ours.saturating_add(1),
            (Some(_), false) => other += 1,
        }
    }
    failed
        .extend(exceptions.into_keys().filter(|name| in_this_half(&suite, name)).map(|name| format!("{name}: stale")));
    test_vectors::say(format_args!(
        "limbo: {passed} passed, {} failed, {other} otherwise with a reason, {not_ours} not ours",
        failed.len()
    ));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(other.saturating_mul(50) <= passed.saturating_add(other), "more than one in fifty is judged otherwise");
}

fn in_this_half(suite: &Value, name: &str) -> bool {
    let cases = suite.get("testcases").and_then(Value::as_array);
    cases.into_iter().flatten().any(|case| text(case, "id") == Some(name))
}
