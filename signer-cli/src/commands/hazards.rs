//! The look at a document before it is signed: what the core found, told to the signer.

use secrecy::{ExposeSecret, SecretString};
use signer_core::hazards::{Bounds, Hazard, Kind, Scan, scan};
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::report::Severity;

use crate::error::Failure;
use crate::message::{Arguments, Messages, Safe, code_id};
use crate::output::Terminal;

/// Hazards of one kind told before signing; `signer inspect` tells more.
const TOLD: usize = 3;

/// Looks through a document, which is opened for it alone: the look has a budget of its own. What cannot be opened
/// cannot be signed either, and is refused there.
pub(crate) fn look(octets: &[u8], password: Option<&SecretString>) -> Scan {
    let password = password.map_or("", |secret| secret.expose_secret());
    Document::open_with_password(octets, &Limits::default(), password.as_bytes())
        .map(|document| scan(&document, &Bounds::default()))
        .unwrap_or_default()
}

/// Looks through a document that is open already, after all that may keep it from being signed was looked at: what only
/// this look finds ambiguous is told, and refuses nothing.
pub(crate) fn look_through(document: &Document<'_>) -> Scan {
    document.renew_budget();
    scan(document, &Bounds::default())
}

/// Says what a signer should think about.
pub(crate) fn warn(path: &str, scan: &Scan, terminal: &Terminal) {
    let messages = &terminal.messages;
    for kind in kinds(scan) {
        let listed: Vec<_> = scan.hazards().iter().filter(|hazard| hazard.kind == kind).take(TOLD).collect();
        for hazard in &listed {
            terminal
                .warn("hazard-warning", &Arguments::new().with("path", path).with("what", sentence(hazard, messages)));
        }
        let more = scan.count(kind).saturating_sub(listed.len());
        if more > 0 {
            let words = Arguments::new().with("path", path).with("code", kind.code()).count("count", more);
            terminal.warn("hazard-more", &words);
        }
    }
}

/// With `--strict` nothing is signed that a signer should think about.
pub(crate) fn permit(scan: &Scan, path: &str) -> Result<(), Failure> {
    let codes: Vec<_> = kinds(scan).map(Kind::code).collect();
    if codes.is_empty() {
        return Ok(());
    }
    Err(Failure::broken("error-hazards").with("path", path).with("codes", codes.join(", ")))
}

fn kinds(scan: &Scan) -> impl Iterator<Item = Kind> + '_ {
    scan.kinds().filter(|kind| kind.severity() > Severity::Info)
}

/// Where and what, as a person reads it: `page 3, object 12 0: a file is embedded … (hazard.embedded-file)`.
pub(crate) fn sentence(hazard: &Hazard, messages: &Messages) -> String {
    let page = hazard.page.map(|page| messages.text_with("place-page", &Arguments::new().with("page", page)));
    let object =
        hazard.object.map(|object| messages.text_with("place-object", &Arguments::new().with("object", object)));
    let place: Vec<_> = page.into_iter().chain(object).collect();
    let code = hazard.kind.code();
    let said = messages.get(&code_id(code)).unwrap_or_else(|| hazard.kind.sentence().to_owned());
    let detail = match hazard.detail.as_str() {
        "" => String::new(),
        detail => format!(" [{}]", Safe(detail)),
    };
    let place = if place.is_empty() { String::new() } else { format!("{}: ", place.join(", ")) };
    format!("{place}{said}{detail} ({code})")
}
