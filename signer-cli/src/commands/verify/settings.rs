//! By what the documents of a run are judged: a ledger is of one judgement.

use signer_core::Time;
use signer_core::algorithm::Digest;
use signer_core::crypto::digest;
use signer_core::evidence::Evidence;
use signer_core::verify::Verifier;

use super::ledger::{self, Settings};
use super::units::Units;
use crate::cli::verify::Arguments;
use crate::clock;
use crate::error::Failure;

/// The time that the command line names, else that of the ledger that is gone on with, else now.
pub(super) fn time(arguments: &Arguments) -> Result<Time, Failure> {
    if let Some(at) = arguments.at {
        return Ok(at);
    }
    let known = match &arguments.resume {
        Some(path) => ledger::settings_of(path)?,
        None => None,
    };
    let at = known.as_ref().and_then(|settings| settings.get("time")).and_then(|time| time.parse().ok());
    Ok(at.unwrap_or_else(clock::now))
}

/// Each setting on which a report depends; those that are long by their digests.
pub(super) fn of(arguments: &Arguments, verifier: &Verifier, evidence: &Evidence, units: &Units, at: Time) -> Settings {
    let policy = serde_json::to_vec(verifier.policy()).unwrap_or_default();
    let path = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let mut settings = Settings::new();
    let mut set = |name: &str, value: String| settings.insert(name.to_owned(), value);
    set("program", concat!("signer ", env!("CARGO_PKG_VERSION")).to_owned());
    set("policy", format!("{} {}", verifier.policy().name(), mark(&[&policy])));
    set("time", at.to_string());
    let mut anchors: Vec<_> = verifier.trust().anchors().iter().map(|anchor| anchor.fingerprint()).collect();
    anchors.sort_unstable();
    set("trust", anchors.join(" "));
    let mut intermediates: Vec<_> = verifier.intermediates().iter().map(|one| one.der()).collect();
    intermediates.sort_unstable();
    set("intermediates", mark(&intermediates));
    let mut supplied: Vec<_> = evidence.crls().iter().map(|crl| crl.value.der()).collect();
    supplied.extend(evidence.ocsp_responses().iter().map(|response| response.value.der()));
    supplied.sort_unstable();
    set("evidence", mark(&supplied));
    set("online", arguments.online.to_string());
    set("content", path(&arguments.content).unwrap_or_default());
    set("pages", arguments.read_pages.to_string());
    set("units", mark(&[units.text().as_bytes()]));
    set("kept", path(&arguments.evidence).unwrap_or_default());
    set("password", arguments.password.source().is_some().to_string());
    settings
}

/// The first half of a digest: enough to tell settings apart.
fn mark(parts: &[&[u8]]) -> String {
    let digests: Vec<u8> = parts.iter().flat_map(|part| digest(Digest::Sha256, part)).collect();
    if parts.is_empty() {
        "-".to_owned()
    } else {
        hex::encode(digest(Digest::Sha256, &digests)).chars().take(32).collect()
    }
}
