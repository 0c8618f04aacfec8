//! OCSP responses and CRLs that others made, judged as their publishers do.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests read files, say what they counted, and stop at the first surprise"
)]

use std::path::{Path, PathBuf};

use signer_core::Time;
use signer_core::crypto::{Answer, Native};
use signer_core::limits::Budget;
use signer_core::pki::Certificate;
use signer_core::pki::crl::Crl;
use signer_core::pki::ocsp::Response;
use signer_core::pki::revocation::{Delegate, Determination, Freshness, Question, RevocationStatus, determine};
use signer_core::signer::read_certificates;

fn corpus() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder = PathBuf::from(std::env::var_os("SIGNER_CORPUS").unwrap_or_else(|| default.into()));
    if folder.is_dir() {
        return Some(folder);
    }
    test_vectors::say(format_args!("SKIPPED: there is no corpus at {}; set SIGNER_CORPUS", folder.display()));
    None
}

fn certificate(file: &Path) -> Certificate {
    let octets = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Certificate::parse(&read_certificates(&octets).unwrap()[0]).unwrap()
}

fn budget() -> Budget {
    Budget::new("signature checks", 1_000)
}

/// What one response says, asked with nothing else at hand; a delegate must be valid at the moment asked about.
fn by_response(
    response: &Response,
    (certificate, issuer): (&Certificate, &Certificate),
    (at, freshness): (Time, Freshness),
) -> Determination {
    let question = Question {
        certificate,
        issuer,
        crls: &[],
        responses: std::slice::from_ref(response),
        certificates: &[],
        at,
        now: at,
        freshness,
        checker: &Native,
    };
    let mut valid = |delegate: &Certificate, _, _: &mut Budget| {
        if delegate.is_valid_at(at) { Ok(Delegate::Unchecked) } else { Err("not valid".to_owned()) }
    };
    determine(&question, &mut valid, &mut budget()).unwrap()
}

#[test]
fn responses_are_accepted_and_refused_as_openssl_does() {
    let Some(folder) = corpus().map(|corpus| corpus.join("ocsp")) else { return };
    let Ok(table) = std::fs::read_to_string(folder.join("expected.tsv")) else {
        test_vectors::say(format_args!("SKIPPED: {} is not in this half of the corpus", folder.display()));
        return;
    };
    let (mut passed, mut skipped, mut failed) = (0, 0, Vec::new());
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        // `-attime 1355875200 (2012-12-19) -partial_chain`: the CA file is the anchor.
        let seconds = columns[9].split(' ').nth(1).unwrap().parse().unwrap();
        let kind = columns[0].trim_end_matches(".der").rsplit('_').next().unwrap();
        let subject = if kind.ends_with('2') { "Cert_ICA" } else { "Cert_EE" };
        let subject = folder.join(format!("{kind}_{subject}.pem"));
        if ![&subject, &folder.join(columns[0]), &folder.join(columns[1])].iter().all(|file| file.is_file()) {
            test_vectors::say(format_args!("{}: skipped: a file of it is not in this half of the corpus", columns[0]));
            skipped += 1;
            continue;
        }
        let response = Response::parse(&std::fs::read(folder.join(columns[0])).unwrap());
        let subject = certificate(&subject);
        let issuer = certificate(&folder.join(columns[1]));
        // The archived responses are of another day than the moment of validation; OpenSSL is not asked to look.
        let when = (Time::from_unix(seconds), Freshness::Since(Time::from_unix(0)));
        let known = response.is_ok_and(|response| {
            by_response(&response, (&subject, &issuer), when).status != RevocationStatus::Unknown
        });
        if known == (columns[5] == "PASS") {
            passed += 1;
        } else {
            failed.push(format!("{} with {} ({}): expected {}", columns[0], columns[1], columns[6], columns[5]));
        }
    }
    test_vectors::say(format_args!("ocsp: {passed} passed, {} failed, {skipped} skipped", failed.len()));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// `root-2020-10-01.crl`: the day in the name is that of thisUpdate.
#[test]
fn old_evidence_shows_a_revocation_but_not_its_absence() {
    let Some(folder) = corpus().map(|corpus| corpus.join("certvalidator/freshness")) else { return };
    if !folder.is_dir() {
        return;
    }
    let [root, interm, revoked, alice] = ["root", "interm", "interm-revoked", "alice"]
        .map(|name| certificate(&folder.join(format!("certs/{name}.crt"))));
    let at: Time = "2020-12-10T00:00:00Z".parse().unwrap();
    for day in ["2020-10-01", "2020-11-29", "2020-12-10"] {
        let crl = Crl::parse(&std::fs::read(folder.join(format!("root-{day}.crl"))).unwrap()).unwrap();
        assert_eq!(crl.check(root.spki(), &Native, &mut budget()).unwrap(), Answer::Valid, "{day}");
        println!("{day}: {:?} to {:?}, {} entries", crl.this_update(), crl.next_update(), crl.len().unwrap());
        let status = |certificate: &Certificate, freshness| {
            let question = Question {
                certificate,
                issuer: &root,
                crls: std::slice::from_ref(&crl),
                responses: &[],
                certificates: &[],
                at,
                now: at.plus(86_400),
                freshness,
                checker: &Native,
            };
            determine(&question, &mut |_, _, _| Err("nobody".to_owned()), &mut budget()).unwrap().status
        };
        let days = |n: u32| Freshness::Within(n * 86_400);
        let fresh = if day == "2020-10-01" { RevocationStatus::Unknown } else { RevocationStatus::Good };
        assert_eq!(status(&interm, days(20)), fresh, "{day}");
        assert_eq!(status(&interm, days(100)), RevocationStatus::Good, "{day}");
        println!("  {}", status(&revoked, days(20)));
        let response = std::fs::read(folder.join(format!("alice-{day}.ors"))).unwrap();
        let response = Response::parse(&response).unwrap();
        let known = |freshness| by_response(&response, (&alice, &interm), (at.plus(86_400), freshness)).status;
        if day == "2020-12-10" {
            // Her certificate was revoked on the 1st; what was said before stays true of its time.
            let revoked: Time = "2020-12-01T00:00:00Z".parse().unwrap();
            assert!(matches!(known(days(20)), RevocationStatus::Revoked { at, .. } if at == revoked));
            continue;
        }
        assert_eq!(known(days(20)), fresh, "{day}");
        assert_eq!(known(days(100)), RevocationStatus::Good, "{day}");
    }
}

#[test]
fn responders_of_other_files_are_recognised() {
    let Some(folder) = corpus().map(|corpus| corpus.join("certvalidator/multitasking-ocsp")) else { return };
    if !folder.is_dir() {
        return;
    }
    let file = |name: &str| certificate(&folder.join(format!("{name}.cert.pem")));
    for (name, subject, issuer) in [("alice", "alice", "interm"), ("interm", "interm", "root")] {
        let response = Response::parse(&std::fs::read(folder.join(format!("ocsp-resp-{name}.der"))).unwrap()).unwrap();
        let when = (response.produced_at(), Freshness::InForce);
        let determination = by_response(&response, (&file(subject), &file(issuer)), when);
        assert_eq!(determination.status, RevocationStatus::Good, "{name}: {:?}", determination.rejected);
        // The answer for one is none for the other.
        let other = by_response(&response, (&file("root-ocsp"), &file("root")), when);
        assert_eq!(other.status, RevocationStatus::Unknown);
    }
}

#[test]
fn every_crl_of_pkits_is_read_and_verifies_unless_it_is_meant_not_to() {
    let Some(folder) = corpus().map(|corpus| corpus.join("pkits")) else { return };
    if !folder.join("crls").is_dir() {
        test_vectors::say(format_args!("SKIPPED: {} is not in this half of the corpus", folder.display()));
        return;
    }
    let authorities: Vec<Certificate> = std::fs::read_dir(folder.join("certs"))
        .unwrap()
        .filter_map(|entry| Certificate::parse(&std::fs::read(entry.unwrap().path()).unwrap()).ok())
        .collect();
    let (mut read, mut unverified) = (0, Vec::new());
    for entry in std::fs::read_dir(folder.join("crls")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let crl = Crl::parse(&std::fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        read += 1;
        assert!(crl.len().is_ok(), "{name}");
        let mut keys = authorities.iter().filter(|ca| ca.subject().matches(crl.issuer()));
        if !keys.any(|ca| crl.check(ca.spki(), &Native, &mut budget()).unwrap() == Answer::Valid) {
            unverified.push(name);
        }
    }
    unverified.sort();
    test_vectors::say(format_args!("{read} CRLs read; not verified: {unverified:?}"));
    // The last is signed with a key that has its parameters from the issuer's.
    let expected = [
        "BadCRLIssuerNameCACRL.crl",
        "BadCRLSignatureCACRL.crl",
        "DSAParametersInheritedCACRL.crl",
        "TwoCRLsCABadCRL.crl",
    ];
    assert!(unverified.iter().all(|name| expected.contains(&name.as_str())), "{unverified:?}");
}
