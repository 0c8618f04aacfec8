//! `--resume`: what an earlier run has signed already is known by the result itself, not by a list that could lie.

use std::path::Path;

use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{DigestAnswer, Extent, Report, SignatureAnswer, SignatureType};
use signer_core::verify::Verifier;

use crate::error::Failure;
use crate::files::Input;

use super::plan::{Form, Task};

/// Whether `place` holds this input with a sound signature of this certificate at its end.
///
/// # Errors
/// What stands there is something else: it is kept, and said.
pub(super) fn is_done(task: &Task, place: &Path, input: &Input, leaf: &[u8], now: Time) -> Result<bool, Failure> {
    let in_place = place == task.input;
    let found = Input::open_file(place)?;
    // Whom the user trusts does not matter here: whether the work was done does.
    let verifier = Verifier::new(Policy::strict(), TrustStore::new());
    let path = place.display().to_string();
    let report = match task.form {
        Form::Embedded => verifier.verify(&found, &path, &Evidence::new(), now),
        Form::Detached => verifier.verify_detached(&found, input, &path, &Evidence::new(), now),
    };
    let extends = task.form == Form::Detached || in_place || found.starts_with(input);
    if extends && ends_with_signature_of(&report, leaf) {
        return Ok(true);
    }
    if in_place { Ok(false) } else { Err(Failure::broken("error-output-exists").with("path", place.display())) }
}

fn ends_with_signature_of(report: &Report, leaf: &[u8]) -> bool {
    let Ok(certificate) = Certificate::parse(leaf) else { return false };
    // What a level adds behind the signature is no change of the document.
    let last = report.signatures.iter().rfind(|signature| signature.kind == SignatureType::Signature);
    last.is_some_and(|signature| {
        matches!(signature.changes.extent, Extent::None | Extent::Archival)
            && signature.integrity.digest == DigestAnswer::Match
            && signature.integrity.signature == SignatureAnswer::Valid
            && signature
                .signer
                .as_ref()
                .is_some_and(|signer| signer.sha256.eq_ignore_ascii_case(&certificate.fingerprint()))
    })
}
