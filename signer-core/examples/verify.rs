//! Verifies one document: `verify ANCHORS.pem FILE.pdf`
#![expect(clippy::disallowed_methods, reason = "files and the clock are the matter of who calls the toolkit")]
#![expect(clippy::print_stdout, reason = "the answer is for who ran it")]

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::DocumentConclusion;
use signer_core::signer::read_certificates;
use signer_core::verify::Verifier;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [anchors, path] = arguments.as_slice() else { return Err("verify ANCHORS.pem FILE.pdf".into()) };
    let mut trust = TrustStore::new();
    for anchor in read_certificates(&std::fs::read(anchors)?)? {
        trust.add(Certificate::parse(&anchor)?);
    }
    let now = Time::from_unix(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?);

    let report = Verifier::new(Policy::strict(), trust).verify(&std::fs::read(path)?, path, &Evidence::new(), now);

    for signature in &report.signatures {
        println!("{}: {}", signature.field, signature.conclusion().indication());
    }
    match report.conclusion() {
        DocumentConclusion::Passed => Ok(()),
        other => Err(format!("{path}: {other:?}").into()),
    }
}
