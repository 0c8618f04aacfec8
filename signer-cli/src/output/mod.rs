//! How things look: colours, labels, where text goes. Results to standard output, the rest to standard error.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use crate::cli::Color;
use crate::error::Failure;
use crate::message::{Arguments, Messages};

pub(crate) mod changes;
pub(crate) mod explain;
pub(crate) mod inspect;
mod lacking;
pub(crate) mod moment;
pub(crate) mod policy;
pub(crate) mod report;
pub(crate) mod usage;
pub(crate) mod verify;

/// What the program knows of its surroundings, and the words to speak with.
#[derive(Debug)]
pub(crate) struct Terminal {
    pub(crate) messages: Messages,
    results: Style,
    remarks: Style,
}

impl Terminal {
    pub(crate) fn new(messages: Messages, color: Color) -> Self {
        let style = |terminal: bool| match color {
            Color::Always => Style { colours: true },
            Color::Never => Style { colours: false },
            Color::Auto => Style { colours: terminal && colours_wanted() },
        };
        Self { messages, results: style(io::stdout().is_terminal()), remarks: style(io::stderr().is_terminal()) }
    }

    /// The colours of results.
    pub(crate) const fn style(&self) -> Style {
        self.results
    }

    /// Standard output, buffered.
    #[expect(clippy::unused_self, reason = "who has the terminal may write to it")]
    pub(crate) fn results(&self) -> BufWriter<Stdout> {
        BufWriter::new(io::stdout())
    }

    /// Says what went wrong.
    pub(crate) fn complain(&self, failure: &Failure) {
        let text = failure.render(&self.messages);
        let text = match text.split_once(": ") {
            Some((label, rest)) => format!("{}: {rest}", self.remarks.paint(Tone::Bad, label)),
            None => text,
        };
        // Where standard error is gone, nobody can be told.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Says something that is neither result nor error.
    pub(crate) fn remark(&self, id: &str, arguments: &Arguments) {
        let _ = writeln!(io::stderr(), "{}", self.messages.text_with(id, arguments));
    }

    /// Says something that the user should think about.
    pub(crate) fn warn(&self, id: &str, arguments: &Arguments) {
        let label = self.remarks.paint(Tone::Doubt, &self.messages.text("warning-label"));
        let _ = writeln!(io::stderr(), "{label}: {}", self.messages.text_with(id, arguments));
    }
}

/// Whether the environment permits colours (no-color.org).
fn colours_wanted() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    !refused && !dumb
}

/// How a piece of text is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Bad,
    Doubt,
    Strong,
    Faint,
}

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    colours: bool,
}

impl Style {
    /// Without colours.
    pub(crate) const PLAIN: Self = Self { colours: false };

    /// The text in its tone. The text must be safe already.
    pub(crate) fn paint(self, tone: Tone, text: &str) -> String {
        if !self.colours {
            return text.to_owned();
        }
        let code = match tone {
            Tone::Good => "1;32",
            Tone::Bad => "1;31",
            Tone::Doubt => "1;33",
            Tone::Strong => "1",
            Tone::Faint => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
