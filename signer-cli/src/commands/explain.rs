//! `signer explain`: what a code means, and what to do.

use std::collections::BTreeSet;
use std::io::Write;

use signer_core::report::{CheckId, Reason};

use crate::cli::explain::Arguments;
use crate::error::{Exit, Failure};
use crate::message::{Messages, code_id};
use crate::output::Terminal;
use crate::output::explain::{self, Code};

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let codes = all(&terminal.messages);
    let mut out = terminal.results();
    match &arguments.code {
        None => out.write_all(explain::list(&codes, &terminal.messages, terminal.style()).as_bytes())?,
        Some(wanted) => {
            let code = find(&codes, wanted)?;
            out.write_all(explain::one(code, &terminal.messages, terminal.style()).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(Exit::Passed)
}

/// Every code that a report may carry: checks, reasons, and the findings that the catalogue knows.
fn all(messages: &Messages) -> Vec<Code> {
    let mut codes: Vec<Code> = CheckId::ALL.iter().copied().map(Code::Check).collect();
    codes.extend(Reason::all().map(Code::Reason));
    let known: BTreeSet<String> = codes.iter().map(|code| code_id(code.name())).collect();
    codes.extend(messages.codes().filter(|code| !known.contains(&code_id(code))).map(Code::Finding));
    codes
}

/// The code, whatever its case; else those that resemble it.
fn find<'c>(codes: &'c [Code], wanted: &str) -> Result<&'c Code, Failure> {
    let same = |code: &&Code| code.name().eq_ignore_ascii_case(wanted.trim());
    if let Some(code) = codes.iter().find(same) {
        return Ok(code);
    }
    let mut near: Vec<_> = codes
        .iter()
        .map(|code| (distance(&code.name().to_lowercase(), &wanted.to_lowercase()), code.name()))
        .filter(|(distance, name)| *distance <= name.len().div_ceil(3) || contains(name, wanted))
        .collect();
    near.sort();
    let near: Vec<_> = near.into_iter().map(|(_, name)| name).take(4).collect();
    Err(if near.is_empty() {
        Failure::usage("error-unknown-code").with("code", wanted)
    } else {
        Failure::usage("error-unknown-code-similar").with("code", wanted).with("similar", near.join(", "))
    })
}

fn contains(name: &str, wanted: &str) -> bool {
    wanted.len() >= 3 && name.to_lowercase().contains(&wanted.to_lowercase())
}

/// The number of letters to insert, remove or replace (Levenshtein), for at most 64 letters of each.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().take(64).enumerate() {
        let mut next = vec![index.saturating_add(1)];
        for ((above_left, above), candidate) in row.iter().zip(row.iter().skip(1)).zip(&other) {
            let left = next.last().copied().unwrap_or_default();
            let replaced = above_left.saturating_add(usize::from(letter != *candidate));
            next.push(replaced.min(above.saturating_add(1)).min(left.saturating_add(1)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

    #[test]
    fn a_slip_of_the_pen_is_understood() {
        let codes = all(&Messages::new(Language::English));
        let failure = find(&codes, "hash_failur").unwrap_err();
        assert!(failure.sentence(&Messages::new(Language::English)).contains("HASH_FAILURE"));
        assert_eq!(find(&codes, "hash_failure").unwrap().name(), "HASH_FAILURE");
        assert_eq!(find(&codes, "qqqqqqqqqqqq").unwrap_err().id(), "error-unknown-code");
    }

    #[test]
    fn distances_are_those_of_levenshtein() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }
}
