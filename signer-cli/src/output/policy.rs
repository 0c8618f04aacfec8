//! What a policy asks for, for people.

use signer_core::policy::{Cutoff, Level, Policy};
use signer_core::report::CheckId;

use super::{Style, Tone};
use crate::message::{Arguments, Messages, code_id};

/// The whole policy: its dates, then what each check that it may weigh means to it.
pub(crate) fn text(policy: &Policy, messages: &Messages, style: Style) -> String {
    let title = messages.text_with("policy-title", &Arguments::new().with("name", policy.name()));
    let mut text = format!("{}\n", style.paint(Tone::Strong, &title));
    let note = match policy.name() {
        "strict" => Some("policy-note-strict"),
        "vn-cong-vu" => Some("policy-note-vn-cong-vu"),
        "historic" => Some("policy-note-historic"),
        _ => None,
    };
    if let Some(note) = note {
        text.push_str(&format!("  {}\n", messages.text(note)));
    }
    text.push_str(&format!("\n{}\n", style.paint(Tone::Strong, &messages.text("policy-algorithms"))));
    for (digest, cutoff) in policy.digests() {
        text.push_str(&format!("  {:14}  {}\n", digest.name(), until(cutoff, messages)));
    }
    for row in policy.rsa_cutoffs() {
        text.push_str(&format!("  {:14}  {}\n", format!("RSA \u{2265} {}", row.bits), until(row.cutoff, messages)));
    }
    text.push_str(&format!("  {:14}  {}\n", "PKCS #1 v1.5", until(policy.pkcs1(), messages)));
    text.push_str(&format!("\n{}\n", style.paint(Tone::Strong, &messages.text("policy-checks"))));
    for check in CheckId::ALL.iter().filter(|check| !check.is_mandatory()) {
        let level = messages.text(match policy.level(*check) {
            Level::Fail => "policy-fail",
            Level::Warn => "policy-warn",
            Level::Ignore => "policy-ignore",
        });
        text.push_str(&format!("  {:24}  {level}: {}\n", check.id(), messages.text(&code_id(check.id()))));
    }
    text.push_str(&format!("  {}\n\n", messages.text("policy-mandatory")));
    let freshness = match policy.freshness() {
        Some(seconds) => messages.text_with("policy-freshness", &Arguments::new().with("seconds", seconds)),
        None => messages.text("policy-freshness-in-force"),
    };
    text.push_str(&format!("{freshness}\n"));
    if policy.imprints_by_stated_time() {
        text.push_str(&format!("{}\n", messages.text("policy-imprints")));
    }
    text
}

fn until(cutoff: Cutoff, messages: &Messages) -> String {
    match cutoff {
        Cutoff::Accept => messages.text("policy-accept"),
        Cutoff::Reject => messages.text("policy-reject"),
        Cutoff::Until(end) => messages.text_with("policy-until", &Arguments::new().with("end", end)),
    }
}
