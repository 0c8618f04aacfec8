//! `signer token list` and `signer token show`.

use std::io::Write;

use serde_json::json;
use signer_core::Time;
use signer_core::pki::role::{self, Role};
use signer_core::policy::KnownRole;
use signer_core::report::Role as KnownTo;
use signer_pkcs11::{Token, TokenCertificate, TriesLeft};

use crate::cli::inspect::Format;
use crate::cli::token::{List, Show};
use crate::clock;
use crate::error::{Exit, Failure};
use crate::message::{Arguments as Words, Safe};
use crate::output::{Terminal, Tone, moment};

use super::find;

pub(super) fn tokens(list: &List, terminal: &Terminal) -> Result<Exit, Failure> {
    let found = find(&list.which)?;
    if matches!(list.format, Format::Json) {
        let all: Vec<_> = found.tokens.iter().map(token_json).collect();
        return print_json(&json!(all), terminal);
    }
    let mut results = terminal.results();
    for token in &found.tokens {
        write_token(&mut results, token, terminal)?;
    }
    if found.tokens.is_empty() {
        writeln!(results, "{}", terminal.messages.text("token-none"))?;
    }
    results.flush()?;
    Ok(Exit::Passed)
}

pub(super) fn certificates(show: &Show, terminal: &Terminal) -> Result<Exit, Failure> {
    let found = find(&show.which)?;
    let now = clock::now();
    let mut all = Vec::new();
    let mut results = terminal.results();
    for token in &found.tokens {
        let read = token.certificates();
        let there = read.map_err(|error| Failure::broken("error-token").with("token", token.label()).because(error))?;
        if matches!(show.format, Format::Json) {
            let certificates: Vec<_> =
                there.iter().map(|found| certificate_json(found, &show.which.known_roles, now)).collect();
            let mut object = token_json(token);
            if let Some(members) = object.as_object_mut() {
                members.insert("certificates".to_owned(), json!(certificates));
            }
            all.push(object);
            continue;
        }
        write_token(&mut results, token, terminal)?;
        for found in &there {
            write_certificate(&mut results, found, role_of(found, &show.which.known_roles), now, terminal)?;
        }
        if there.is_empty() {
            writeln!(results, "    {}", terminal.messages.text("token-no-certificates"))?;
        }
    }
    if matches!(show.format, Format::Json) {
        return print_json(&json!(all), terminal);
    }
    if found.tokens.is_empty() {
        writeln!(results, "{}", terminal.messages.text("token-none"))?;
    }
    results.flush()?;
    Ok(Exit::Passed)
}

fn print_json(value: &serde_json::Value, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut results = terminal.results();
    writeln!(results, "{value:#}")?;
    results.flush()?;
    Ok(Exit::Passed)
}

fn token_json(token: &Token) -> serde_json::Value {
    json!({
        "label": token.label(), "serial": token.serial(), "manufacturer": token.manufacturer(),
        "model": token.model(), "slot": token.slot(), "module": token.module().path(),
        "pin": pin_state(token), "pin_pad": token.has_pin_pad(), "mechanisms": token.signing_mechanisms(),
    })
}

fn certificate_json(found: &TokenCertificate, known: &[KnownRole], now: Time) -> serde_json::Value {
    let certificate = &found.certificate;
    json!({
        "label": found.label, "id": hex::encode(&found.id), "subject": certificate.subject().to_string(),
        "issuer": certificate.issuer().to_string(), "serial": hex::encode_upper(certificate.serial()),
        "sha256": certificate.fingerprint(), "not_before": certificate.not_before().to_string(),
        "role": role_of(found, known).trim_start_matches("role-"),
        "not_after": certificate.not_after().to_string(), "days_left": days_left(found, now),
        "key": certificate.key_kind().map(|kind| kind.to_string()),
    })
}

/// What the token's flags say of its PIN, as a word that programs can compare.
fn pin_state(token: &Token) -> &'static str {
    match token.tries_left() {
        TriesLeft::Several => "ok",
        TriesLeft::Few => "low",
        TriesLeft::One => "final-try",
        _ => "locked",
    }
}

fn write_token(out: &mut impl Write, token: &Token, terminal: &Terminal) -> Result<(), Failure> {
    let name = terminal.style().paint(Tone::Strong, &Safe(&token.label()).to_string());
    let words = Words::new()
        .with("serial", token.serial())
        .with("model", token.model())
        .with("module", token.module().path().display());
    writeln!(out, "{name}  {}", terminal.messages.text_with("token-line", &words))?;
    let warning = match token.tries_left() {
        TriesLeft::Few => "token-line-few-tries",
        TriesLeft::One => "token-line-last-try",
        TriesLeft::None => "token-line-locked",
        _ => return Ok(()),
    };
    writeln!(out, "    {}", terminal.style().paint(Tone::Bad, &terminal.messages.text(warning)))?;
    Ok(())
}

fn write_certificate(
    out: &mut impl Write,
    found: &TokenCertificate,
    role: &str,
    now: Time,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let certificate = &found.certificate;
    let words = Words::new()
        .with("subject", certificate.subject().short())
        .with("role", terminal.messages.text(role))
        .with("label", &found.label)
        .with("start", moment::day(certificate.not_before()))
        .with("end", moment::day(certificate.not_after()))
        .with("days", days_left(found, now));
    writeln!(out, "    {}", terminal.messages.text_with("token-certificate-line", &words))?;
    Ok(())
}

/// Whose certificate it is: as the configuration knows, else as the names tell.
fn role_of(found: &TokenCertificate, known: &[KnownRole]) -> &'static str {
    let fingerprint = found.certificate.fingerprint();
    let configured = known.iter().find(|known| known.certificate.eq_ignore_ascii_case(&fingerprint));
    match (configured.map(|known| known.role), role::guess(&found.certificate)) {
        (Some(KnownTo::Personal), _) | (None, Role::Personal) => "role-personal",
        (Some(KnownTo::Organisation), _) | (None, Role::Organisation) => "role-organisation",
        _ => "role-unknown",
    }
}

/// Whole days until the certificate ends; negative after it.
fn days_left(found: &TokenCertificate, now: Time) -> i64 {
    found.certificate.not_after().unix().saturating_sub(now.unix()).div_euclid(86_400)
}
