//! One document: read, judged, reported. Whatever goes wrong becomes a report: no document is passed over in silence.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use signer_core::Time;
use signer_core::cms::SignedData;
use signer_core::error::Error;
use signer_core::evidence::Evidence;
use signer_core::policy::Policy;
use signer_core::report::{Report, ReportError, Requirement};
use signer_core::verify::Verifier;

use crate::cli::verify::{Arguments, Requirement as Wanted};
use crate::commands::sign::embed;
use crate::error::Failure;
use crate::files::Input;
use crate::message::{Arguments as Words, Language, Messages};
use crate::output::Terminal;
use crate::{clock, trust};

/// Ready for many documents.
pub(super) struct Judge {
    verifier: Verifier,
    evidence: Evidence,
    at: Time,
    content: Option<PathBuf>,
    password: Option<SecretString>,
}

impl Judge {
    pub(super) fn new(arguments: &Arguments, terminal: &Terminal) -> Result<Self, Failure> {
        let anchors = trust::anchors(&arguments.trust.trust, terminal)?;
        if anchors.anchors().is_empty() {
            terminal.warn("verify-no-trust", &Words::new());
        }
        let intermediates = trust::certificates(&arguments.trust.intermediates, terminal)?;
        let policy = Policy::strict().with_requirements(arguments.require.iter().copied().map(requirement));
        let password = match arguments.password.source() {
            Some(source) => Some(source.read("secret-document", "", &terminal.messages)?),
            None => None,
        };
        Ok(Self {
            verifier: Verifier::new(policy, anchors).with_intermediates(intermediates),
            evidence: Evidence::new(),
            at: arguments.at.unwrap_or_else(clock::now),
            content: arguments.content.clone(),
            password,
        })
    }

    /// The report on one input.
    pub(super) fn report(&self, document: Result<PathBuf, (PathBuf, Failure)>) -> Report {
        match document {
            Ok(path) => {
                let name = path.to_string_lossy().into_owned();
                self.judge(&path, &name).unwrap_or_else(|failure| self.unreadable(&name, &failure))
            }
            Err((path, failure)) => self.unreadable(&path.to_string_lossy(), &failure),
        }
    }

    fn judge(&self, path: &Path, name: &str) -> Result<Report, Failure> {
        let input = Input::open(path)?;
        if crate::commands::looks_like_pdf(&input) || !is_message(path) {
            return Ok(self.document(&input, name));
        }
        self.message(&input, path, name)
    }

    fn document(&self, input: &Input, name: &str) -> Report {
        let Some(password) = &self.password else {
            return self.verifier.verify(input, name, &self.evidence, self.at);
        };
        match embed::open(input, Some(password)) {
            Ok(document) => self.verifier.verify_document(&document, name, &self.evidence, self.at),
            // The same error again, in the words of the verifier.
            Err(_) => self.verifier.verify(input, name, &self.evidence, self.at),
        }
    }

    /// A signature that is a file: over a content that it holds, or that is beside it.
    fn message(&self, input: &Input, path: &Path, name: &str) -> Result<Report, Failure> {
        let held =
            match SignedData::parse(input).and_then(|message| Ok(message.content()?.map(|octets| octets.to_vec()))) {
                Ok(held) => held,
                Err(error) => return Ok(self.refused(name, code_of(&error), &error.to_string())),
            };
        if let (Some(octets), None) = (&held, &self.content) {
            return Ok(self.verifier.verify_detached(input, octets, name, &self.evidence, self.at));
        }
        let content = match &self.content {
            Some(content) => content.clone(),
            // `data.csv.p7s` signs `data.csv`.
            None => path.with_extension(""),
        };
        if self.content.is_none() && !content.is_file() {
            return Err(Failure::broken("error-no-content").with("path", path.display()));
        }
        let content = Input::open(&content)?;
        Ok(self.verifier.verify_detached(input, &content, name, &self.evidence, self.at))
    }

    fn unreadable(&self, name: &str, failure: &Failure) -> Report {
        // Reports speak English, as the core does; the screen translates by the code.
        let messages = Messages::new(Language::English);
        let mut sentence = failure.sentence(&messages);
        for cause in failure.causes(&messages) {
            sentence.push_str(": ");
            sentence.push_str(&cause);
        }
        let code = if failure.id() == "error-no-content" { "content" } else { "io" };
        self.refused(name, code, &sentence)
    }

    fn refused(&self, name: &str, code: &str, message: &str) -> Report {
        let error = ReportError { code: code.to_owned(), message: message.to_owned() };
        Report::unreadable(name, self.at, self.verifier.policy().name(), error)
    }
}

const fn code_of(error: &Error) -> &'static str {
    match error {
        Error::Limit(_) => "limit",
        _ => "malformed",
    }
}

/// By its name: a file that claims to be a PDF document is judged as one, whatever it holds.
fn is_message(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["p7s", "p7m"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

const fn requirement(wanted: Wanted) -> Requirement {
    match wanted {
        Wanted::Personal => Requirement::Personal,
        Wanted::Organisation => Requirement::Organisation,
        Wanted::Complete => Requirement::Complete,
        Wanted::Timestamp => Requirement::Timestamp,
        Wanted::BT => Requirement::BT,
        Wanted::BLt => Requirement::BLt,
        Wanted::BLta => Requirement::BLta,
    }
}
