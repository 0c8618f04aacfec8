//! `signer config show`: each value, and where it comes from.

use std::io::Write;

use serde_json::json;

use crate::cli::config::Show;
use crate::cli::inspect::Format;
use crate::config::keys::{GENERAL, KNOWN, OF_ROLE, ROLES};
use crate::config::{Choice, Configuration, Origin};
use crate::error::{Exit, Failure};
use crate::message::{Arguments as Words, Language, Safe};
use crate::output::{Terminal, Tone};

/// A line of the answer.
struct Line {
    key: String,
    value: Option<String>,
    origin: Option<Origin>,
}

pub(super) fn run(show: &Show, choice: &Choice, terminal: &Terminal) -> Result<Exit, Failure> {
    let configuration = Configuration::read(choice)?;
    let lines = lines(&configuration, terminal);
    let mut results = terminal.results();
    match show.format {
        Format::Json => {
            let values = lines.iter().map(|line| {
                json!({
                    "key": line.key, "value": line.value, "origin": origin_word(line.origin.as_ref()),
                    "file": place(line.origin.as_ref()).map(|(path, _)| path),
                    "line": place(line.origin.as_ref()).map(|(_, line)| line),
                })
            });
            let all = json!({ "files": configuration.files, "profiles": configuration.names, "values": values.collect::<Vec<_>>() });
            writeln!(results, "{all:#}")?;
        }
        Format::Text => {
            for path in &configuration.files {
                writeln!(
                    results,
                    "{}",
                    terminal.messages.text_with("config-file", &Words::new().with("path", path.display()))
                )?;
            }
            if configuration.files.is_empty() {
                writeln!(results, "{}", terminal.messages.text("config-no-file"))?;
            }
            for line in &lines {
                write_line(&mut results, line, terminal)?;
            }
        }
    }
    results.flush()?;
    if let Some(path) = &configuration.unlisted {
        terminal.remark("config-unlisted", &Words::new().with("path", path.display()));
    }
    Ok(Exit::Passed)
}

fn lines(configuration: &Configuration, terminal: &Terminal) -> Vec<Line> {
    let profile = &configuration.profile;
    let name = profile.name().cloned().map(|(name, origin)| (Some(name), Some(origin))).unwrap_or_default();
    let mut lines = vec![Line { key: "profile".to_owned(), value: name.0, origin: name.1 }];
    let of_roles = ROLES.iter().flat_map(|role| OF_ROLE.iter().map(move |(key, _)| format!("{role}.{key}")));
    let known = profile.all(&format!("{KNOWN}.")).map(|(key, _)| format!("{KNOWN}.{key}")).collect::<Vec<_>>();
    for key in GENERAL.iter().map(|(key, _)| (*key).to_owned()).chain(of_roles).chain(known) {
        let (value, origin) = match profile.get(&key) {
            Some((value, origin)) => (Some(value.to_string()), Some(origin.clone())),
            None => (default(&key), None),
        };
        lines.push(Line { key, value, origin });
    }
    if let Some(line) = lines.iter_mut().find(|line| line.key == "language") {
        set_language(line, terminal.messages.language());
    }
    lines
}

/// The language that is spoken may come from the command line or the locale.
fn set_language(line: &mut Line, spoken: Language) {
    let spoken = match spoken {
        Language::Vietnamese => "vi",
        Language::English => "en",
    };
    let given = std::env::args().any(|argument| argument == "--lang" || argument.starts_with("--lang="));
    if given {
        *line = Line { origin: Some(Origin::CommandLine), ..line_of(spoken) };
    } else if line.value.is_none() {
        *line = Line { origin: Some(Origin::Environment("LANG")), ..line_of(spoken) };
    }
}

fn line_of(language: &str) -> Line {
    Line { key: "language".to_owned(), value: Some(language.to_owned()), origin: None }
}

/// What holds where nobody says anything.
fn default(key: &str) -> Option<String> {
    (key == "level").then(|| "b-b".to_owned())
}

fn write_line(out: &mut impl Write, line: &Line, terminal: &Terminal) -> Result<(), Failure> {
    let key = format!("{:24}", Safe(&line.key).to_string());
    let key = terminal.style().paint(Tone::Strong, &key);
    let value = line.value.as_deref().map_or_else(|| "-".to_owned(), |value| Safe(value).to_string());
    let origin = origin_text(line.origin.as_ref(), terminal);
    writeln!(out, "{key} {value}  {}", terminal.style().paint(Tone::Faint, &format!("({origin})")))?;
    Ok(())
}

fn origin_text(origin: Option<&Origin>, terminal: &Terminal) -> String {
    let words = |path: &std::path::Path, line: usize| Words::new().with("path", path.display()).with("line", line);
    match origin {
        None => terminal.messages.text("config-origin-default"),
        Some(Origin::User { path, line }) => terminal.messages.text_with("config-origin-user", &words(path, *line)),
        Some(Origin::Project { path, line }) => {
            terminal.messages.text_with("config-origin-project", &words(path, *line))
        }
        Some(Origin::Named { path, line }) => terminal.messages.text_with("config-origin-named", &words(path, *line)),
        Some(Origin::Environment(name)) => {
            terminal.messages.text_with("config-origin-environment", &Words::new().with("name", name))
        }
        Some(Origin::CommandLine) => terminal.messages.text("config-origin-command-line"),
    }
}

const fn origin_word(origin: Option<&Origin>) -> &'static str {
    match origin {
        None => "default",
        Some(Origin::User { .. }) => "user",
        Some(Origin::Project { .. }) => "project",
        Some(Origin::Named { .. }) => "file",
        Some(Origin::Environment(_)) => "environment",
        Some(Origin::CommandLine) => "command line",
    }
}

fn place(origin: Option<&Origin>) -> Option<(&std::path::Path, usize)> {
    match origin? {
        Origin::User { path, line } | Origin::Project { path, line } | Origin::Named { path, line } => {
            Some((path, *line))
        }
        Origin::Environment(_) | Origin::CommandLine => None,
    }
}
