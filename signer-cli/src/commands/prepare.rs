//! `signer prepare`: everything but the signature itself, kept in a state file until it is there.

use std::fs;
use std::io::Write;

use signer_core::crypto;
use signer_core::pki::Certificate;
use signer_core::sign::{Prepared, Signatory, choose_algorithm};
use signer_core::signer::read_certificates;

use crate::cli::prepare::Arguments;
use crate::cli::sign::{Level, Role};
use crate::clock;
use crate::error::{Exit, Failure};
use crate::files::{Existing, Input, Output};
use crate::message::{Arguments as Words, Safe};
use crate::output::Terminal;

use super::levels::Ladder;
use super::sign::issues::Issues;
use super::sign::{check_certificate, content, embed};
use super::stamp::{Design, Shown, Subject, Wishes, rules};
use super::{credentials, hazards};

/// Beside what the core keeps: where the document was, for people and for `complete`.
pub(super) const INPUT: &str = "input";

/// And the level that was asked for.
pub(super) const LEVEL: &str = "level";

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    let inputs = [arguments.input.as_path(), arguments.cert.as_path()];
    let state = Output::new(&arguments.state, existing, &inputs)?;
    let octets = match &arguments.to_be_signed {
        Some(path) => Some(Output::new(path, existing, &inputs)?),
        None => None,
    };
    let chain = chain(arguments)?;
    let prepared = prepare(arguments, &chain, terminal)?;
    let path = fs::canonicalize(&arguments.input).unwrap_or_else(|_| arguments.input.clone());
    let level = arguments.signature.level.name();
    let kept = [(INPUT, path.to_string_lossy().into_owned()), (LEVEL, level.to_owned())];
    state.write(&[with_entries(&prepared.to_state(), kept).as_bytes()])?;
    if let Some(output) = &octets {
        output.write(&[prepared.to_be_signed()])?;
    }
    show(arguments, &prepared, terminal)?;
    Ok(Exit::Passed)
}

fn chain(arguments: &Arguments) -> Result<Vec<Vec<u8>>, Failure> {
    let path = &arguments.cert;
    let file = Input::open(path)?;
    let failure = |error| Failure::broken("error-certificates").with("path", path.display()).because(error);
    let chain = read_certificates(&file).map_err(failure)?;
    if chain.is_empty() {
        return Err(Failure::broken("error-no-certificates").with("path", path.display()));
    }
    Ok(chain)
}

fn prepare(arguments: &Arguments, chain: &[Vec<u8>], terminal: &Terminal) -> Result<Prepared, Failure> {
    let path = arguments.input.display().to_string();
    let failure = |error| Failure::broken("error-prepare").with("path", &path).because(error);
    let now = clock::now();
    let leaf = chain.first().map(Vec::as_slice).unwrap_or_default();
    let kind = Certificate::parse(leaf).map_err(failure)?.key_kind();
    let wanted = kind.and_then(|kind| credentials::preference(&arguments.signature, kind));
    let offered: Vec<_> = wanted.or_else(|| kind.and_then(credentials::usual)).into_iter().collect();
    let algorithm = choose_algorithm(&offered, leaf).map_err(failure)?;
    let input = Input::open_file(&arguments.input)?;
    if !super::looks_like_pdf(&input) {
        return Err(Failure::broken("error-not-pdf").with("path", &path));
    }
    let password = match arguments.password.source() {
        Some(source) => Some(source.read("secret-document", &path, &terminal.messages)?),
        None => None,
    };
    let refused = |cause| Failure::broken("error-prepare").with("path", &path).because_of(cause);
    let wishes = Wishes {
        role: arguments.role,
        appearance: &arguments.appearance,
        field: arguments.signature.field.as_deref(),
        reason: arguments.signature.reason.as_deref(),
        location: arguments.signature.location.as_deref(),
        profile: &arguments.profile,
    };
    let scan = hazards::look(&input, password.as_ref());
    hazards::warn(&path, &scan, terminal);
    if arguments.signature.strict {
        hazards::permit(&scan, &path)?;
    }
    let report = rules::look(&input, &path, &arguments.profile, now);
    rules::permit(arguments.role, &arguments.signature, &report).map_err(refused)?;
    let note = rules::permit_certificate(arguments.role, &arguments.signature, &arguments.profile, &report, leaf);
    let mut notes: Vec<_> = note.map_err(refused)?.into_iter().collect();
    // The authority is asked when the signature is there, unless it is to stamp the content.
    let ladder = Ladder::without_authority(arguments.signature.level, &arguments.levels, terminal)?;
    check_certificate(chain, &ladder, now, terminal)?;
    let document = embed::open(&input, password.as_ref()).map_err(failure)?;
    if arguments.role == Role::Copy {
        notes.extend(rules::copy(&document, password.as_ref()).map_err(refused)?);
    }
    let mut shown = None;
    if let Some(design) = Design::read(&wishes, leaf, now, terminal)? {
        let issues = Issues::read(None, &arguments.appearance, now)?;
        let issue = issues.issue(&arguments.input)?;
        let subject = Subject { report: &report, issue, password: password.as_ref() };
        let found = design.show(&document, &subject).map_err(refused)?;
        notes.extend(found.iter().flat_map(Shown::notes));
        // Number and date are a signature each.
        if found.len() > 1 {
            notes.push(("prepare-more", Words::new()));
        }
        shown = found.into_iter().next();
    }
    for (id, words) in notes {
        terminal.warn(id, &words.with("file", &path));
    }
    let signatory = Signatory::read(chain).map_err(failure)?;
    let draft = || {
        let mut draft = embed::draft(&document, &signatory, &arguments.signature, now)?;
        if ladder.level >= Level::BT {
            draft = draft.with_timestamp_room(ladder.room);
        }
        Ok(match &shown {
            Some(shown) => shown.dress(draft),
            None => draft,
        })
    };
    let options = (&arguments.signature, &ladder);
    let prepared = content::prepare(&draft, (algorithm, now), options, &failure)?;
    input.must_be_unchanged(&arguments.input)?;
    Ok(prepared)
}

/// The core's state with the place of the document and the level in it.
fn with_entries(state: &str, entries: [(&str, String); 2]) -> String {
    match serde_json::from_str::<serde_json::Value>(state) {
        Ok(serde_json::Value::Object(mut object)) => {
            object.extend(entries.map(|(key, value)| (key.to_owned(), value.into())));
            serde_json::to_string_pretty(&object).unwrap_or_else(|_| state.to_owned())
        }
        _ => state.to_owned(),
    }
}

fn show(arguments: &Arguments, prepared: &Prepared, terminal: &Terminal) -> Result<(), Failure> {
    let messages = &terminal.messages;
    let signer = prepared.chain().first().map(|leaf| credentials::name_of(leaf)).unwrap_or_default();
    let mut out = terminal.results();
    let path = arguments.input.display().to_string();
    writeln!(out, "{}: {}", messages.text("prepare-document"), Safe(&path))?;
    writeln!(out, "{}: {}", messages.text("prepare-signer"), Safe(&signer))?;
    writeln!(out, "{}: {}", messages.text("prepare-algorithm"), prepared.algorithm())?;
    match prepared.algorithm().digest() {
        Some(digest) => {
            let words = crate::message::Arguments::new().with("digest", digest);
            let value = hex::encode(crypto::digest(digest, prepared.to_be_signed()));
            writeln!(out, "{}: {value}", messages.text_with("prepare-digest", &words))?;
        }
        None => writeln!(out, "{}", messages.text("prepare-algorithm-eddsa"))?,
    }
    if let Some(file) = &arguments.to_be_signed {
        writeln!(out, "{}: {}", messages.text("prepare-to-be-signed"), Safe(&file.display().to_string()))?;
    }
    let state = arguments.state.display().to_string();
    writeln!(out, "{}: {}", messages.text("prepare-state"), Safe(&state))?;
    let words = crate::message::Arguments::new().with("state", state);
    writeln!(out, "{}", messages.text_with("prepare-next", &words))?;
    out.flush()?;
    Ok(())
}
