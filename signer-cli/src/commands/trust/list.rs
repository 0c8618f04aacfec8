//! `signer trust list`.

use std::io::Write;

use serde_json::{Value, json};
use signer_core::Time;

use crate::cli::inspect::Format;
use crate::cli::store::List;
use crate::clock;
use crate::error::{Exit, Failure};
use crate::message::{Arguments as Words, Safe};
use crate::output::{Terminal, Tone, moment};
use crate::trust::catalogue::{self, Group, Listed, Recognition};
use crate::trust::store::{Entry, Store, Use};

pub(super) fn run(options: &List, terminal: &Terminal) -> Result<Exit, Failure> {
    let store = Store::at(options.place.store.as_deref())?;
    let entries = store.entries(terminal)?;
    let now = clock::now();
    let mut results = terminal.results();
    match (options.format, options.catalogue) {
        (Format::Json, false) => writeln!(results, "{:#}", json!(entries.iter().map(entry_json).collect::<Vec<_>>()))?,
        (Format::Json, true) => {
            let all: Vec<_> = catalogue::all().iter().map(|listed| listed_json(listed, &entries)).collect();
            writeln!(results, "{:#}", json!(all))?;
        }
        (Format::Text, true) => {
            for listed in catalogue::all() {
                write_listed(&mut results, listed, &entries, terminal)?;
            }
        }
        (Format::Text, false) => {
            if entries.is_empty() {
                let words = Words::new().with("path", store.folder().display());
                writeln!(results, "{}", terminal.messages.text_with("trust-empty", &words))?;
            }
            for entry in &entries {
                write_entry(&mut results, entry, now, terminal)?;
            }
        }
    }
    results.flush()?;
    Ok(Exit::Passed)
}

fn write_entry(out: &mut dyn Write, entry: &Entry, now: Time, terminal: &Terminal) -> Result<(), Failure> {
    let (style, messages, certificate) = (terminal.style(), &terminal.messages, &entry.certificate);
    let usage = match entry.usage {
        Use::Anchor => "trust-use-anchor",
        Use::Between => "trust-use-between",
    };
    let name = style.paint(Tone::Strong, &Safe(&certificate.subject().short()).to_string());
    writeln!(out, "{}  {name}: {}", entry.id(), messages.text(usage))?;
    let validity = Words::new().with("from", moment::day(certificate.not_before()));
    let validity = messages.text_with("validity-range", &validity.with("to", moment::day(certificate.not_after())));
    let tone = if certificate.is_valid_at(now) { Tone::Good } else { Tone::Bad };
    let mut line = |label: &str, value: &str| {
        writeln!(out, "    {} {value}", style.paint(Tone::Faint, &format!("{}:", messages.text(label))))
    };
    line("label-issuer", &Safe(&certificate.issuer().short()).to_string())?;
    line("label-validity", &style.paint(tone, &validity))?;
    line("label-fingerprint", &certificate.fingerprint())?;
    line("label-source", &Safe(&entry.source).to_string())?;
    line("label-added", &Safe(&entry.added).to_string())?;
    if let Recognition::Known(listed) = catalogue::recognise(certificate) {
        line("label-catalogue", &listed.id)?;
    }
    Ok(())
}

fn write_listed(out: &mut dyn Write, listed: &Listed, entries: &[Entry], terminal: &Terminal) -> Result<(), Failure> {
    let (style, messages) = (terminal.style(), &terminal.messages);
    let there = if is_there(listed, entries) { "trust-listed-there" } else { "trust-listed-not-there" };
    let name = style.paint(Tone::Strong, &listed.common_name);
    writeln!(out, "{}  {name} ({}): {}", listed.id, listed.organisation, messages.text(there))?;
    let words = Words::new().with("from", &listed.valid.0).with("to", &listed.valid.1);
    let address = listed.url.clone().unwrap_or_else(|| messages.text("trust-no-address"));
    for (label, value) in [
        ("label-validity", messages.text_with("validity-range", &words)),
        ("label-fingerprint", listed.fingerprint.clone()),
        ("label-address", address),
    ] {
        writeln!(out, "    {} {value}", style.paint(Tone::Faint, &format!("{}:", messages.text(label))))?;
    }
    Ok(())
}

fn is_there(listed: &Listed, entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.certificate.fingerprint() == listed.fingerprint)
}

fn entry_json(entry: &Entry) -> Value {
    let certificate = &entry.certificate;
    let listed = match catalogue::recognise(certificate) {
        Recognition::Known(listed) => Some(&listed.id),
        _ => None,
    };
    json!({
        "id": entry.id(), "subject": certificate.subject().to_string(), "issuer": certificate.issuer().to_string(),
        "use": match entry.usage { Use::Anchor => "anchor", Use::Between => "between" },
        "not_before": certificate.not_before().to_string(), "not_after": certificate.not_after().to_string(),
        "sha256": certificate.fingerprint(), "source": entry.source, "added": entry.added, "catalogue": listed,
    })
}

fn listed_json(listed: &Listed, entries: &[Entry]) -> Value {
    json!({
        "id": listed.id, "group": match listed.group { Group::Gcc => "gcc", Group::National => "national" },
        "common_name": listed.common_name, "organization": listed.organisation, "sha256": listed.fingerprint,
        "valid_from": listed.valid.0, "valid_until": listed.valid.1, "url": listed.url,
        "there": is_there(listed, entries),
    })
}
