//! How codes are explained.

use signer_core::report::{CheckId, Reason};

use super::{Style, Tone};
use crate::message::{Messages, code_id};

/// A code that a report may carry.
#[derive(Debug)]
pub(crate) enum Code {
    Check(CheckId),
    Reason(Reason),
    Finding(String),
}

impl Code {
    /// As it stands in reports.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Check(check) => check.id(),
            Self::Reason(reason) => reason.code(),
            Self::Finding(code) => code,
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Check(_) => "explain-kind-check",
            Self::Reason(Reason::Failed(_)) => "explain-kind-failed",
            Self::Reason(Reason::Indeterminate(_)) => "explain-kind-indeterminate",
            Self::Finding(_) => "explain-kind-finding",
        }
    }

    const fn family(&self) -> &'static str {
        match self {
            Self::Check(_) => "explain-checks",
            Self::Reason(Reason::Failed(_)) => "explain-failed",
            Self::Reason(Reason::Indeterminate(_)) => "explain-indeterminate",
            Self::Finding(_) => "explain-findings",
        }
    }
}

/// Every code on a line of its own.
pub(crate) fn list(codes: &[Code], messages: &Messages, style: Style) -> String {
    let width = codes.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let (mut text, mut family) = (String::new(), "");
    for code in codes {
        if code.family() != family {
            let gap = if family.is_empty() { "" } else { "\n" };
            family = code.family();
            text.push_str(&format!("{gap}{}\n", style.paint(Tone::Strong, &messages.text(family))));
        }
        text.push_str(&format!("  {:width$}  {}\n", code.name(), messages.text(&code_id(code.name()))));
    }
    text
}

/// One code at length.
pub(crate) fn one(code: &Code, messages: &Messages, style: Style) -> String {
    let id = code_id(code.name());
    let mut text = format!("{}: {}\n", style.paint(Tone::Strong, code.name()), messages.text(code.kind()));
    text.push_str(&format!("  {}\n", messages.text(&id)));
    let mut line = |label: &str, value: &str| {
        text.push_str(&format!("  {}: {value}\n", style.paint(Tone::Faint, &messages.text(label))));
    };
    if let Some(fail) = messages.attribute(&id, "fail") {
        line("explain-when-no", &fail);
    }
    if let Code::Check(check) = code {
        let reason = check.reason().code();
        line("explain-reason", &format!("{reason}: {}", messages.text(&code_id(reason))));
    }
    if let Some(todo) = messages.attribute(&id, "todo") {
        line("explain-todo", &todo);
    }
    if let Code::Check(check) = code {
        let id = if check.is_mandatory() { "explain-mandatory" } else { "explain-adjustable" };
        text.push_str(&format!("  {}\n", messages.text(id)));
    }
    text
}
