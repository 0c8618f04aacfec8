//! `signer trust`: whom the user trusts.

use std::io::Write;
use std::path::Path;

use signer_core::Time;
use signer_core::pki::Certificate;

use crate::cli::store::{Add, Arguments, Command, Remove};
use crate::clock;
use crate::error::{Exit, Failure};
use crate::message::Arguments as Words;
use crate::output::Terminal;
use crate::trust;
use crate::trust::catalogue::{self, Recognition};
use crate::trust::store::{Added, Entry, Store, Use, meant};

mod list;
mod update;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::Add(options) => add(options, terminal),
        Command::List(options) => list::run(options, terminal),
        Command::Remove(options) => remove(options, terminal),
        Command::Update(options) => update::run(options, terminal),
    }
}

fn add(options: &Add, terminal: &Terminal) -> Result<Exit, Failure> {
    let store = Store::at(options.place.store.as_deref())?;
    let now = clock::now();
    let mut wanted = Vec::new();
    // All are looked at before one is kept.
    for path in &options.paths {
        let mut any = false;
        for certificate in trust::certificates(std::slice::from_ref(path), terminal)? {
            refuse_impostor(&certificate)?;
            let usage = if options.anchor { Some(Use::Anchor) } else { usage_of(&certificate) };
            match usage {
                Some(usage) => {
                    any = true;
                    wanted.push((certificate, usage, source_of(path)));
                }
                None => terminal.warn("trust-not-authority", &words_of(&certificate)),
            }
        }
        if !any {
            return Err(Failure::broken("trust-no-authority").with("path", path.display()));
        }
    }
    let mut results = terminal.results();
    for (certificate, usage, source) in &wanted {
        keep(&store, certificate, *usage, source, now, &mut results, terminal)?;
    }
    results.flush()?;
    Ok(Exit::Passed)
}

/// Keeps one certificate and says what became of it.
fn keep(
    store: &Store,
    certificate: &Certificate,
    usage: Use,
    source: &str,
    now: Time,
    results: &mut dyn Write,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let id = match (store.add(certificate, usage, source, now)?, usage) {
        (Added::Already, _) => "trust-already",
        (Added::New, Use::Anchor) => "trust-added",
        (Added::New, Use::Between) => "trust-added-between",
    };
    writeln!(results, "{}", terminal.messages.text_with(id, &words_of(certificate)))?;
    let recognised = match catalogue::recognise(certificate) {
        Recognition::Known(listed) => {
            terminal.messages.text_with("trust-recognised", &Words::new().with("id", &listed.id))
        }
        _ => terminal.messages.text_with("trust-unlisted", &words_of(certificate)),
    };
    writeln!(results, "  {recognised}")?;
    if certificate.not_after() < now {
        terminal.warn("trust-expired", &words_of(certificate));
    }
    Ok(())
}

/// Fails for a certificate with the name of a known authority that is not that authority's.
fn refuse_impostor(certificate: &Certificate) -> Result<(), Failure> {
    match catalogue::recognise(certificate) {
        Recognition::Impostor(listed) => Err(Failure::broken("trust-impostor")
            .with("subject", certificate.subject().short())
            .with("fingerprint", certificate.fingerprint())
            .with("id", &listed.id)
            .with("listed", &listed.fingerprint)),
        Recognition::Known(_) | Recognition::Unlisted => Ok(()),
    }
}

/// A root is trusted, an authority below one stands between; anybody else is neither.
fn usage_of(certificate: &Certificate) -> Option<Use> {
    let authority = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
    match (certificate.is_self_issued(), authority) {
        (true, true) => Some(Use::Anchor),
        // A root from before version 3 has no extensions to say it.
        (true, false) if certificate.version() < 3 => Some(Use::Anchor),
        (false, true) => Some(Use::Between),
        _ => None,
    }
}

fn source_of(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

fn words_of(certificate: &Certificate) -> Words {
    Words::new().with("subject", certificate.subject().short()).with("fingerprint", certificate.fingerprint())
}

fn remove(options: &Remove, terminal: &Terminal) -> Result<Exit, Failure> {
    let store = Store::at(options.place.store.as_deref())?;
    let entries = store.entries(terminal)?;
    let mut wanted: Vec<&Entry> = Vec::new();
    for id in &options.ids {
        let listed = catalogue::all().iter().find(|listed| listed.id.eq_ignore_ascii_case(id));
        match meant(&entries, listed.map_or(id.as_str(), |listed| &listed.fingerprint)).as_slice() {
            [entry] => wanted.push(entry),
            found => {
                let failure = if found.is_empty() { "trust-no-such" } else { "trust-several-such" };
                let all: Vec<_> = entries.iter().map(named).collect();
                let there = if all.is_empty() { "-".to_owned() } else { all.join("; ") };
                return Err(Failure::broken(failure).with("id", id).with("there", there));
            }
        }
    }
    let mut results = terminal.results();
    for entry in wanted {
        store.remove(entry)?;
        writeln!(results, "{}", terminal.messages.text_with("trust-removed", &words_of(&entry.certificate)))?;
    }
    results.flush()?;
    Ok(Exit::Passed)
}

fn named(entry: &Entry) -> String {
    format!("{} {}", entry.id(), entry.certificate.subject().short())
}
