//! What the header of a message says, compared with the certificates and the page of the document that it carries.

use signer_core::report::{
    MessageHeader, Presence, Report, ReportFinding, Role, Severity, SignatureReport, SignatureType,
};
use signer_layout::fold::{bare, folded, is_bare};

/// Each disagreement as a finding. The header bears no signature: it proves nothing, and nothing fails by it.
pub(super) fn findings(header: &MessageHeader, report: &Report) -> Vec<ReportFinding> {
    let mut found = Vec::new();
    // What is attached to a document may be signed by others, and bears the number of the document.
    if header.attachment == 1 {
        found.extend(signer(header, report));
        found.extend(number(header, report));
        found.extend(date(header, report));
    }
    found.extend(organisation(header, report));
    found
}

fn signed(report: &Report, role: Role) -> impl Iterator<Item = &SignatureReport> {
    report.signatures.iter().filter(move |one| one.kind == SignatureType::Signature && one.role == role)
}

/// Without case, spaces and the place of the tone; certificates of the first generation have no diacritics.
fn is_same(one: &str, other: &str) -> bool {
    folded(one) == folded(other) || ((is_bare(one) || is_bare(other)) && bare(one) == bare(other))
}

/// Whether one name is part of the other: `UBND tỉnh X` of `Văn phòng UBND tỉnh X`.
fn is_part(one: &str, other: &str) -> bool {
    let within = |one: &str, other: &str| !one.is_empty() && other.contains(one);
    let (exact, plain) = ((folded(one), folded(other)), (bare(one), bare(other)));
    let is_plain = is_bare(one) || is_bare(other);
    within(&exact.0, &exact.1)
        || within(&exact.1, &exact.0)
        || (is_plain && (within(&plain.0, &plain.1) || within(&plain.1, &plain.0)))
}

fn signer(header: &MessageHeader, report: &Report) -> Option<ReportFinding> {
    let wanted = header.signer.as_ref()?;
    let names: Vec<_> = signed(report, Role::Personal).filter_map(|one| one.signer.as_ref()).collect();
    if names.is_empty() || names.iter().any(|signer| is_same(wanted, &signer.common_name)) {
        return None;
    }
    let names: Vec<_> = names.iter().map(|signer| signer.common_name.as_str()).collect();
    Some(differs("edxml.signer-differs", wanted, "the signer", &names.join(", ")))
}

fn organisation(header: &MessageHeader, report: &Report) -> Option<ReportFinding> {
    let wanted = header.organisation.as_ref()?;
    let signers: Vec<_> = signed(report, Role::Organisation).filter_map(|one| one.signer.as_ref()).collect();
    let names = |signer: &signer_core::report::Signatory| {
        let all = [&signer.common_name, &signer.organization].into_iter().chain(&signer.units);
        all.filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>()
    };
    if signers.is_empty() || signers.iter().any(|signer| names(signer).iter().any(|name| is_part(wanted, name))) {
        return None;
    }
    let names: Vec<_> = signers.iter().map(|signer| signer.common_name.as_str()).collect();
    Some(differs("edxml.organisation-differs", wanted, "the organisation", &names.join(", ")))
}

fn number(header: &MessageHeader, report: &Report) -> Option<ReportFinding> {
    let number = header.number.as_ref()?;
    let wanted = match &header.notation {
        Some(notation) => format!("{}/{}", number.trim(), notation.trim_start_matches('/')),
        None => number.clone(),
    };
    let there = &report.formalities.number;
    if there.presence == Presence::NotRead {
        return Some(unread("edxml.number-unread", &wanted));
    }
    let text = there.text.clone().unwrap_or_default();
    // `01/QĐ-UBND` is `1/QĐ-UBND`.
    let plain = |text: &str| folded(text.trim_start_matches('0'));
    let same = match &header.notation {
        Some(_) => plain(&text) == plain(&wanted),
        None => text.split('/').next().is_some_and(|first| plain(first) == plain(&wanted)),
    };
    (!same).then(|| differs("edxml.number-differs", &wanted, "the number", &text))
}

fn date(header: &MessageHeader, report: &Report) -> Option<ReportFinding> {
    let wanted = header.date.as_ref()?;
    let there = &report.formalities.date;
    if there.presence == Presence::NotRead {
        return Some(unread("edxml.date-unread", wanted));
    }
    let text = there.text.clone().unwrap_or_default();
    let parts = |text: &str| text.split('-').map(|part| part.parse::<u32>().ok()).collect::<Vec<_>>();
    (parts(wanted) != parts(&text)).then(|| differs("edxml.date-differs", wanted, "the date", &text))
}

fn differs(code: &str, wanted: &str, what: &str, there: &str) -> ReportFinding {
    let there = if there.is_empty() { "nothing".to_owned() } else { there.to_owned() };
    let message = format!("`{wanted}` is {what} as the message names it; the document says: {there}");
    ReportFinding { code: code.to_owned(), severity: Severity::Warning, message }
}

fn unread(code: &str, wanted: &str) -> ReportFinding {
    let message = format!("`{wanted}` stands in the message; the page could not be read to compare it");
    ReportFinding { code: code.to_owned(), severity: Severity::Info, message }
}
