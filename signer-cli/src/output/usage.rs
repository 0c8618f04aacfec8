//! A wrong command line, in the user's language.

use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Exit;
use crate::message::{Arguments, Messages};

/// Shows help and version on standard output, mistakes on standard error.
pub(crate) fn show(error: &clap::Error, messages: &Messages) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // clap knows the colours of help; a closed pipe is nobody's mistake.
            let _ = error.print();
            Exit::Passed
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            Exit::Usage
        }
        kind => {
            match message_of(kind) {
                Some(id) => say(id, error, messages),
                None => {
                    let _ = error.print();
                }
            }
            Exit::Usage
        }
    }
}

const fn message_of(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::ArgumentConflict => "usage-conflict",
        ErrorKind::InvalidSubcommand => "usage-unknown-command",
        ErrorKind::InvalidValue => "usage-invalid-value",
        ErrorKind::MissingRequiredArgument => "usage-missing",
        ErrorKind::MissingSubcommand => "usage-no-command",
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "usage-values",
        ErrorKind::UnknownArgument => "usage-unknown-option",
        ErrorKind::ValueValidation => "usage-invalid-value",
        _ => return None,
    })
}

fn say(id: &str, error: &clap::Error, messages: &Messages) {
    let argument = context(error, ContextKind::InvalidArg);
    let argument = argument.or_else(|| context(error, ContextKind::InvalidSubcommand)).unwrap_or_default();
    let arguments = Arguments::new()
        .with("argument", argument)
        .with("value", context(error, ContextKind::InvalidValue).unwrap_or_default())
        .with("other", context(error, ContextKind::PriorArg).unwrap_or_default());
    let value_missing = context(error, ContextKind::InvalidValue).is_some_and(|value| value.is_empty());
    let id = if id == "usage-invalid-value" && value_missing { "usage-no-value" } else { id };
    let mut text = format!("{}: {}", messages.text("error-label"), messages.text_with(id, &arguments));
    for (kind, label) in [
        (ContextKind::ValidValue, "usage-possible"),
        (ContextKind::SuggestedValue, "usage-similar"),
        (ContextKind::SuggestedArg, "usage-similar"),
        (ContextKind::SuggestedSubcommand, "usage-similar"),
    ] {
        if let Some(list) = context(error, kind).filter(|list| !list.is_empty()) {
            text.push_str(&format!("\n  {}: {}", messages.text(label), crate::message::Safe(&list)));
        }
    }
    text.push_str(&format!("\n  {}: {}", messages.text("error-hint"), messages.text("usage-help")));
    let _ = writeln!(io::stderr(), "{text}");
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
