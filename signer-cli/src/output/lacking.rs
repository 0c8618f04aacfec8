//! Which certificates are lacking before a chain is trusted, and how they are added.

use signer_core::evidence::Need;
use signer_core::report::{Conclusion, Report, SignatureReport};

use crate::message::{Arguments, Messages};
use crate::output::verify::common_name;
use crate::trust::catalogue;

/// One sentence for each certificate.
pub(super) fn sentences(report: &Report, messages: &Messages) -> Vec<String> {
    let missing = report.needs.iter().filter_map(|need| match need {
        Need::Certificate { issuer, urls, .. } => Some((common_name(issuer), urls.join(", "))),
        _ => None,
    });
    let tops =
        report.signatures.iter().filter_map(|signature| Some((untrusted_top(signature, report)?, String::new())));
    let mut sentences: Vec<String> = Vec::new();
    for (name, urls) in missing.chain(tops) {
        let sentence = sentence(&name, &urls, messages);
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences
}

fn sentence(name: &str, urls: &str, messages: &Messages) -> String {
    let words = Arguments::new().with("name", name);
    match catalogue::named(name).map(|listed| (&listed.fingerprint, &listed.url)) {
        Some((fingerprint, Some(url))) => {
            messages.text_with("trust-todo-listed", &words.with("fingerprint", fingerprint).with("url", url))
        }
        _ if !urls.is_empty() => messages.text_with("trust-todo-address", &words.with("urls", urls)),
        _ => messages.text_with("trust-todo-name", &words),
    }
}

/// The last of a chain that is complete and leads to nobody whom the user trusts.
fn untrusted_top(signature: &SignatureReport, report: &Report) -> Option<String> {
    let top = signature.chain.last()?;
    let trusted = signature.chain.iter().any(|link| link.trusted);
    let is_lacking = report
        .needs
        .iter()
        .any(|need| matches!(need, Need::Certificate { needed_for, .. } if *needed_for == top.subject));
    let passed = signature.conclusion() == Conclusion::TotalPassed;
    (!trusted && !is_lacking && !passed).then(|| common_name(&top.subject))
}
