//! `signer trust update`: the listed certificates from where their authorities publish them. A certificate is kept
//! when it is the listed one to the last octet, so the way that it came does not matter.

use std::io::Write;

use signer_core::pki::Certificate;
use signer_core::signer::read_certificates;

use crate::cli::store::Update;
use crate::clock;
use crate::error::{Exit, Failure};
use crate::message::Arguments as Words;
use crate::output::Terminal;
use crate::outside::{Fault, Outside, Wanted};
use crate::trust::catalogue::{self, Listed};
use crate::trust::store::{Entry, Store, Use};

use super::keep;

pub(super) fn run(options: &Update, terminal: &Terminal) -> Result<Exit, Failure> {
    let store = Store::at(options.place.store.as_deref())?;
    let there = store.entries(terminal)?;
    let outside = Outside::new(options.network.settings(options.from.as_deref()));
    let wanted = catalogue::all().iter().filter(|listed| options.only.is_none_or(|group| group == listed.group));
    let mut results = terminal.results();
    let mut exit = Exit::Passed;
    for listed in wanted {
        if has(&there, listed) {
            let words = Words::new().with("subject", &listed.common_name);
            writeln!(results, "{}", terminal.messages.text_with("trust-already", &words))?;
            continue;
        }
        let url = match &options.from {
            Some(from) => Some(format!("{}/{}.pem", from.trim_end_matches('/'), listed.id)),
            None => listed.url.clone(),
        };
        let Some(url) = url else {
            let words = Words::new().with("subject", &listed.common_name).with("id", &listed.id);
            terminal.warn("trust-update-no-address", &words);
            continue;
        };
        match fetch(&outside, listed, &url) {
            Ok(certificate) => {
                let usage = if certificate.is_self_issued() { Use::Anchor } else { Use::Between };
                keep(&store, &certificate, usage, &url, clock::now(), &mut results, terminal)?;
                results.flush()?;
            }
            Err(failure) => {
                results.flush()?;
                terminal.complain(&failure);
                exit = Exit::Broken;
            }
        }
    }
    results.flush()?;
    Ok(exit)
}

fn has(entries: &[Entry], listed: &Listed) -> bool {
    entries.iter().any(|entry| entry.certificate.fingerprint() == listed.fingerprint)
}

/// The listed certificate itself, and nothing else that may have come in its place.
fn fetch(outside: &Outside, listed: &Listed, url: &str) -> Result<Certificate, Failure> {
    let failure = |cause: Failure| {
        Failure::broken("trust-update").with("subject", &listed.common_name).with("id", &listed.id).because_of(cause)
    };
    let octets = outside.get(url, Wanted::Certificate).map_err(|fault| failure(fault.into()))?;
    let encoded = read_certificates(&octets).map_err(|error| failure(Fault::useless(url, error).into()))?;
    let certificates = encoded.iter().filter_map(|der| Certificate::parse(der).ok());
    let mut found = certificates.filter(|certificate| certificate.fingerprint() == listed.fingerprint);
    found.next().ok_or_else(|| {
        failure(Failure::broken("trust-update-another").with("url", url).with("fingerprint", &listed.fingerprint))
    })
}
