//! An audit: many documents of two signatures under a chain of two, lists given; three in a hundred are spoiled, each in
//! one of twelve known ways. Every verdict and its cause are right, whatever stands beside the document.
//!
//! 240 documents unless `SIGNER_AUDIT_DOCUMENTS` says otherwise; `-- --nocapture` shows time and memory.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test stops at the first surprise, and says how long it took"
)]

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use signer_core::batch::{Batch, Input, Octets, verify_all};
use signer_core::evidence::{Evidence, Origin};
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::Requirement;
use signer_core::verify::Verifier;
use test_vectors::pki::AT;

mod office;

use office::{Office, expected, verdict, write};

#[test]
fn every_verdict_of_many_documents_and_its_cause_are_right() {
    let count = std::env::var("SIGNER_AUDIT_DOCUMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(240);
    let (folder, office) = (tempfile::tempdir().unwrap(), Office::new());
    let making = Instant::now();
    let paths = write(folder.path(), &office, count);
    let made = making.elapsed();
    // From here on the highest memory is that of verifying.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let trust: TrustStore = [Certificate::parse(office.root()).unwrap()].into_iter().collect();
    let policy = Policy::strict().with_revocation_required().with_requirements([Requirement::Complete]);
    let verifier = Verifier::new(policy, trust);
    let supplied = |all: Evidence, list: &Vec<u8>| all.with_crl(Origin::Supplied, list).unwrap();
    let evidence = office.lists().iter().fold(Evidence::new(), supplied);
    let jobs = NonZeroUsize::new(2).unwrap();
    let batch = Batch { verifier: &verifier, evidence: &evidence, at: AT.parse().unwrap(), jobs };
    let open = |path: PathBuf| Input {
        path: path.to_string_lossy().into_owned(),
        octets: Ok(Octets::Document(fs::read(&path).unwrap())),
    };
    let verifying = Instant::now();
    let mut verdicts = BTreeMap::new();
    verify_all(batch, paths.into_iter(), open, |number, report| {
        verdicts.insert(number, verdict(&report));
        ControlFlow::Continue(())
    });
    let took = verifying.elapsed().as_secs_f64();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!("{count} documents made in {made:.1?}, verified in {took:.2} s: {:.0} a second; {peak}", {
        f64::from(u32::try_from(count).unwrap()) / took
    });
    let mut wrong = Vec::new();
    for number in 0..count {
        let (what, expected) = expected(number, count);
        let found = verdicts.get(&number).map_or("no verdict", String::as_str);
        if found != expected {
            wrong.push(format!("{number}, {what}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
