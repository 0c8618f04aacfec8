//! Verifies many documents, a JSON report a line as each is ready: `verify_many ANCHORS.pem FILE.pdf…`
#![expect(clippy::disallowed_methods, reason = "files and the clock are the matter of who calls the toolkit")]
#![expect(clippy::print_stdout, reason = "the answer is for who ran it")]

use std::error::Error;
use std::ops::ControlFlow;
use std::thread::available_parallelism;
use std::time::{SystemTime, UNIX_EPOCH};

use signer_core::Time;
use signer_core::batch::{Batch, Input, Octets, verify_all};
use signer_core::evidence::Evidence;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::ReportError;
use signer_core::signer::read_certificates;
use signer_core::verify::Verifier;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((anchors, paths)) = arguments.split_first() else {
        return Err("verify_many ANCHORS.pem FILE.pdf…".into());
    };
    let mut trust = TrustStore::new();
    for anchor in read_certificates(&std::fs::read(anchors)?)? {
        trust.add(Certificate::parse(&anchor)?);
    }
    let verifier = Verifier::new(Policy::strict(), trust);
    let at = Time::from_unix(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?);

    let batch = Batch { verifier: &verifier, evidence: &Evidence::new(), at, jobs: available_parallelism()? };
    // Called by the worker that is free: no more files are open than there are workers.
    let open = |path: &String| Input {
        path: path.clone(),
        octets: std::fs::read(path)
            .map(Octets::Document)
            .map_err(|e| ReportError { code: "io".to_owned(), message: e.to_string() }),
    };
    let mut failure = None;
    verify_all(batch, paths.iter(), open, |_, report| match serde_json::to_string(&report) {
        Ok(line) => {
            println!("{line}");
            ControlFlow::Continue(())
        }
        Err(error) => {
            failure = Some(error);
            ControlFlow::Break(())
        }
    });
    failure.map_or(Ok(()), |error| Err(error.into()))
}
