//! `signer preview`, and the question before a signature: what will stand on which page, where, and over what.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::sign::Draft;
use signer_layout::{MmRect, Pages};

use crate::cli::preview::Arguments;
use crate::clock;
use crate::error::{Exit, Failure, places};
use crate::files::{Existing, Input, Output};
use crate::message::{Arguments as Words, Messages, Safe};
use crate::output::Terminal;

use super::credentials;
use super::sign::embed;
use super::sign::issues::Issues;
use super::stamp::{Design, Shown, Subject, Wishes, rules};

const MM_PER_INCH: f64 = 25.4;

/// Dots per inch of the picture that goes with a question.
const DPI: u16 = 110;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let path = arguments.input.display().to_string();
    let failure = |cause| Failure::broken("error-preview").with("path", &path).because_of(cause);
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    let output = arguments.output.as_deref().map(|output| Output::new(output, existing, &[&arguments.input]));
    let output = output.transpose()?;
    let now = clock::now();
    let issues = Issues::read(arguments.register.as_deref(), &arguments.appearance, now)?;
    let chain = credentials::certificates(&arguments.key, terminal)?;
    let leaf = chain.first().map(Vec::as_slice).unwrap_or_default();
    let wishes = Wishes {
        role: arguments.role,
        appearance: &arguments.appearance,
        field: arguments.field.as_deref(),
        reason: None,
        location: None,
        profile: &arguments.profile,
    };
    let Some(design) = Design::read(&wishes, leaf, now, terminal)? else {
        terminal.remark("preview-invisible", &Words::new());
        return Ok(Exit::Passed);
    };
    let password = match arguments.password.source() {
        Some(source) => Some(source.read("secret-document", &path, &terminal.messages)?),
        None => None,
    };
    let input = Input::open_file(&arguments.input)?;
    let report = rules::look(&input, &path, &arguments.profile, now);
    let document = embed::open(&input, password.as_ref())
        .map_err(|error| Failure::broken("error-preview").with("path", &path).because(error))?;
    let subject = Subject { report: &report, issue: issues.issue(&arguments.input)?, password: password.as_ref() };
    let all = design.show(&document, &subject).map_err(failure)?;
    for (id, words) in all.iter().flat_map(Shown::notes) {
        terminal.warn(id, &words.with("file", &path));
    }
    let dpi = output.is_some().then_some(arguments.dpi);
    let seen = look(&document, &input, &all, password.as_ref(), dpi).map_err(failure)?;
    let mut out = terminal.results();
    for line in describe(&all, &seen, &terminal.messages) {
        writeln!(out, "{line}")?;
    }
    if let Some(output) = output {
        output.write(&[&seen.png])?;
        writeln!(out, "{}: {}", terminal.messages.text("preview-picture"), Safe(&output.path().display().to_string()))?;
    }
    out.flush()?;
    Ok(Exit::Passed)
}

/// What will be seen: where each stamp stands, and the page with them all.
struct Seen {
    count: usize,
    /// The page from 0, and the place on it as a reader sees it.
    places: Vec<(usize, Option<MmRect>)>,
    /// Empty where no picture was asked for.
    png: Vec<u8>,
}

/// Puts the stamps on the page, without a signature, and draws the page with so many dots an inch.
fn look(
    document: &Document<'_>,
    octets: &[u8],
    all: &[Shown],
    password: Option<&SecretString>,
    dpi: Option<u16>,
) -> Result<Seen, Failure> {
    let unfit = |error: signer_core::Error| super::stamp::seat::unfit(&error);
    let unreadable = super::stamp::seat::unreadable;
    let secret = password.map_or("", |secret| secret.expose_secret());
    let (mut whole, mut fields) = (octets.to_vec(), Vec::new());
    for (index, shown) in all.iter().enumerate() {
        let (appendix, field) = match index {
            0 => shown.dress(Draft::new(document, &[])).preview().map_err(unfit)?,
            _ => shown.dress(Draft::new(&opened(&whole, secret)?, &[])).preview().map_err(unfit)?,
        };
        whole.extend(appendix);
        fields.push(field);
    }
    let stamped = opened(&whole, secret)?;
    let pages = Pages::open_with_password(&stamped, secret).map_err(unreadable)?;
    let mut places = Vec::new();
    for (shown, field) in all.iter().zip(&fields) {
        let found = signer_layout::find_field(&pages, field).map_err(unreadable)?;
        places.push(found.map_or((shown.seat.page, None), |(index, mm)| (index, Some(mm))));
    }
    let first = places.first().map_or(0, |(index, _)| *index);
    let png = match dpi {
        Some(dpi) => signer_layout::render(&pages, first, f64::from(dpi) / MM_PER_INCH).map_err(unreadable)?.png,
        None => Vec::new(),
    };
    Ok(Seen { count: pages.count(), places, png })
}

fn opened<'o>(octets: &'o [u8], secret: &str) -> Result<Document<'o>, Failure> {
    let opened = Document::open_with_password(octets, &Limits::default(), secret.as_bytes());
    opened.map_err(|error| super::stamp::seat::unfit(&error))
}

/// In words, for terminals without pictures.
fn describe(all: &[Shown], seen: &Seen, messages: &Messages) -> Vec<String> {
    let each = all.iter().zip(&seen.places);
    each.flat_map(|(shown, place)| describe_one(shown, place, seen.count, messages)).collect()
}

fn describe_one(
    shown: &Shown,
    (index, mm): &(usize, Option<MmRect>),
    count: usize,
    messages: &Messages,
) -> Vec<String> {
    let words = Words::new().with("page", index.saturating_add(1)).with("count", count);
    let mut lines = vec![messages.text_with("preview-page", &words)];
    if let Some(at) = mm {
        let mm = |value: f64| format!("{value:.1}");
        let words = Words::new().with("left", mm(at.left)).with("top", mm(at.top));
        lines.push(
            messages.text_with("preview-place", &words.with("width", mm(at.width)).with("height", mm(at.height))),
        );
    }
    if let Some(field) = &shown.seat.field {
        lines.push(messages.text_with("preview-field", &Words::new().with("field", field)));
    }
    lines.push(match shown.covered.as_slice() {
        _ if shown.unchecked => messages.text("preview-unchecked"),
        [] => messages.text("preview-free"),
        covered => messages.text_with("preview-covers", &Words::new().list("what", places::touched(covered))),
    });
    lines
}

/// Asks before each signature, on a terminal.
pub(crate) struct Questions {
    messages: Messages,
    /// Where pictures are kept while the program runs.
    folder: tempfile::TempDir,
    /// One question at a time.
    asking: Mutex<()>,
}

impl Questions {
    /// # Errors
    /// There is no terminal to ask on.
    pub(crate) fn new(terminal: &Terminal) -> Result<Self, Failure> {
        if !std::io::stdin().is_terminal() {
            return Err(Failure::usage("error-preview-terminal"));
        }
        let messages = Messages::new(terminal.messages.language());
        Ok(Self { messages, folder: tempfile::tempdir()?, asking: Mutex::new(()) })
    }

    /// Shows what will stand on the page, and asks.
    ///
    /// # Errors
    /// The answer is anything but yes.
    pub(crate) fn ask(
        &self,
        path: &Path,
        octets: &[u8],
        password: Option<&SecretString>,
        shown: &[Shown],
    ) -> Result<(), Failure> {
        let _one = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = std::io::stderr();
        writeln!(out, "{}", Safe(&path.display().to_string()))?;
        match shown {
            [_, ..] => {
                let (lines, picture) = self.show(path, octets, password, shown)?;
                for line in lines {
                    writeln!(out, "  {line}")?;
                }
                let picture = picture.display().to_string();
                writeln!(out, "  {}: {}", self.messages.text("preview-picture"), Safe(&picture))?;
            }
            [] => writeln!(out, "  {}", self.messages.text("preview-invisible"))?,
        }
        write!(out, "{} ", self.messages.text("preview-ask"))?;
        out.flush()?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        let yes = ["y", "yes", "c", "có", "co"].contains(&answer.trim().to_lowercase().as_str());
        if yes { Ok(()) } else { Err(Failure::broken("error-not-confirmed")) }
    }

    fn show(
        &self,
        path: &Path,
        octets: &[u8],
        password: Option<&SecretString>,
        shown: &[Shown],
    ) -> Result<(Vec<String>, PathBuf), Failure> {
        let document = embed::open(octets, password)
            .map_err(|error| Failure::broken("error-preview").with("path", path.display()).because(error))?;
        let seen = look(&document, octets, shown, password, Some(DPI))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let picture = self.folder.path().join(format!("{name}.png"));
        std::fs::write(&picture, &seen.png)?;
        Ok((describe(shown, &seen, &self.messages), picture))
    }
}
