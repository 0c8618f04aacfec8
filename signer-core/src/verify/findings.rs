//! What a reader should know of a signature beside its checks.

use crate::report::{CheckId, ReportFinding, Severity, SignatureReport, SignatureType, Status, is_local_time};

pub(super) fn of(signature: &SignatureReport) -> Vec<ReportFinding> {
    if signature.kind != SignatureType::Signature {
        return Vec::new();
    }
    not_checked(signature).into_iter().chain(local_time(signature)).collect()
}

/// A pass without knowledge of revocation says so where a person sees it.
fn not_checked(signature: &SignatureReport) -> Option<ReportFinding> {
    let asked = signature.checks.0.iter().find(|check| check.id == CheckId::Revocation)?;
    if asked.status == Status::Pass {
        return None;
    }
    let why = if asked.message.is_empty() { asked.id.question() } else { &asked.message };
    Some(finding("revocation.not-checked", Severity::Info, signature, why))
}

/// Some programs write the time of Vietnam and call it UTC.
fn local_time(signature: &SignatureReport) -> Option<ReportFinding> {
    let (claimed, best) = (signature.claimed_signing_time?, signature.best_signature_time?);
    let message = format!(
        "the claimed signing time {claimed} is seven hours after the proven one, {best}: probably the local time of \
         Vietnam, written as if it were UTC"
    );
    is_local_time(signature).then(|| finding("time.local-as-utc", Severity::Info, signature, &message))
}

fn finding(code: &str, severity: Severity, signature: &SignatureReport, message: &str) -> ReportFinding {
    let message = match signature.field.as_str() {
        "" => message.to_owned(),
        field => format!("{field}: {message}"),
    };
    ReportFinding { code: code.to_owned(), severity, message }
}
