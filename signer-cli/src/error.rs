//! What went wrong: a sentence, its causes, and what to do. And the exit status.

use std::error::Error as StdError;
use std::io;
use std::process::ExitCode;

use signer_core::error::{Error as CoreError, Exceeded, Forbidden, Malformed, Refusal};
use signer_core::signer::KeyFileError;

use signer_pkcs11::TokenError;

use crate::message::{Arguments, Messages, Phrase, Safe};

pub(crate) mod places;
mod token;

/// The exit status, in the order in which one overrules another: what could not be done speaks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Every document passed; the work is done.
    Passed,
    /// None failed, at least one is indeterminate.
    Indeterminate,
    /// At least one document failed.
    Failed,
    /// An input could not be read, or the work could not be done.
    Broken,
    /// The command line is wrong.
    Usage,
}

impl Exit {
    /// The number that the shell sees.
    pub(crate) const fn status(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Indeterminate => 3,
            Self::Broken => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.status())
    }
}

/// Why a command, or its work on one input, could not be done.
///
/// `id` names a message of the catalogue: the message is the sentence, its attribute `hint` says what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    id: &'static str,
    arguments: Arguments,
    cause: Option<Cause>,
    exit: Exit,
}

/// What stands behind a failure.
#[derive(Debug)]
enum Cause {
    Error(Box<dyn StdError + Send + Sync>),
    Failure(Box<Failure>),
}

impl Failure {
    /// The work could not be done.
    pub(crate) fn broken(id: &'static str) -> Self {
        Self { id, arguments: Arguments::new(), cause: None, exit: Exit::Broken }
    }

    /// The command line is wrong.
    pub(crate) fn usage(id: &'static str) -> Self {
        Self { exit: Exit::Usage, ..Self::broken(id) }
    }

    /// The work could not be done; the sentence has these variables.
    pub(crate) fn saying(id: &'static str, arguments: Arguments) -> Self {
        Self { arguments, ..Self::broken(id) }
    }

    /// A variable of the sentence. The value is made safe to show.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.set(name, value);
        self
    }

    /// A variable of the sentence that lists things.
    #[must_use]
    pub(crate) fn listing(mut self, name: &'static str, phrases: Vec<Phrase>) -> Self {
        self.arguments = self.arguments.list(name, phrases);
        self
    }

    /// What stands behind it.
    #[must_use]
    pub(crate) fn because(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.cause = Some(Cause::Error(cause.into()));
        self
    }

    /// Another failure that stands behind it.
    #[must_use]
    pub(crate) fn because_of(mut self, cause: Self) -> Self {
        self.cause = Some(Cause::Failure(Box::new(cause)));
        self
    }

    /// Another failure behind all that stand behind it.
    #[must_use]
    pub(crate) fn because_of_last(mut self, cause: Self) -> Self {
        self.cause = Some(match self.cause.take() {
            None => Cause::Failure(Box::new(cause)),
            Some(Cause::Failure(failure)) => Cause::Failure(Box::new(failure.because_of_last(cause))),
            Some(Cause::Error(error)) => Cause::Error(error),
        });
        self
    }

    /// The exit status that it asks for.
    pub(crate) const fn exit(&self) -> Exit {
        self.exit
    }

    /// The name of its sentence in the catalogue.
    pub(crate) const fn id(&self) -> &'static str {
        self.id
    }

    /// What the operating system said, if it was asked.
    pub(crate) fn io_kind(&self) -> Option<io::ErrorKind> {
        match &self.cause {
            Some(Cause::Error(error)) => error.downcast_ref::<io::Error>().map(io::Error::kind),
            Some(Cause::Failure(failure)) => failure.io_kind(),
            None => None,
        }
    }

    /// True when the reader of our output went away: nothing is to be said then.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.io_kind() == Some(io::ErrorKind::BrokenPipe)
    }

    /// True when the key itself is out of reach: whatever follows would fail alike, and a PIN must not be sent again.
    pub(crate) fn is_of_the_key(&self) -> bool {
        match &self.cause {
            Some(Cause::Failure(failure)) => failure.is_of_the_key(),
            Some(Cause::Error(error)) => {
                let mut next: Option<&(dyn StdError + 'static)> = Some(error.as_ref());
                while let Some(error) = next {
                    if error.downcast_ref::<TokenError>().is_some_and(TokenError::is_lasting) {
                        return true;
                    }
                    next = error.source();
                }
                false
            }
            None => false,
        }
    }

    /// The sentence alone, in the user's language.
    pub(crate) fn sentence(&self, messages: &Messages) -> String {
        messages.text_with(self.id, &self.arguments)
    }

    /// The causes, outermost first, in the user's language where the catalogue knows them.
    pub(crate) fn causes(&self, messages: &Messages) -> Vec<String> {
        match &self.cause {
            None => Vec::new(),
            Some(Cause::Failure(failure)) => {
                let mut causes = vec![failure.sentence(messages)];
                causes.extend(failure.causes(messages));
                causes
            }
            Some(Cause::Error(error)) => {
                let mut causes = Vec::new();
                let mut next: Option<&(dyn StdError + 'static)> = Some(error.as_ref());
                while let Some(error) = next {
                    let sentence = explain(error, messages);
                    // `#[error(transparent)]` and wrappers repeat the sentence of what they carry.
                    if causes.last() != Some(&sentence) {
                        causes.push(sentence);
                    }
                    next = error.source();
                }
                causes
            }
        }
    }

    /// What to do, if anybody knows: the failure's own hint, else that of its innermost cause.
    pub(crate) fn hint(&self, messages: &Messages) -> Option<String> {
        messages.hint(self.id, &self.arguments).or_else(|| match &self.cause {
            Some(Cause::Failure(failure)) => failure.hint(messages),
            Some(Cause::Error(error)) => innermost_hint(error.as_ref(), messages),
            None => None,
        })
    }

    /// The whole of it, over several lines.
    pub(crate) fn render(&self, messages: &Messages) -> String {
        let mut text = format!("{}: {}", messages.text("error-label"), self.sentence(messages));
        for cause in self.causes(messages) {
            text.push_str(&format!("\n  {}: {cause}", messages.text("error-because")));
        }
        if let Some(hint) = self.hint(messages) {
            text.push_str(&format!("\n  {}: {hint}", messages.text("error-hint")));
        }
        text
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::broken("error-output").because(error)
    }
}

/// The hint of the innermost error that has one: the nearer to the fault, the more use it is.
fn innermost_hint(error: &(dyn StdError + 'static), messages: &Messages) -> Option<String> {
    error.source().and_then(|source| innermost_hint(source, messages)).or_else(|| {
        let (id, arguments) = known(error)?;
        messages.hint(id, &arguments)
    })
}

/// One error in the user's language, where the catalogue knows it; in its own words otherwise.
pub(crate) fn explain(error: &(dyn StdError + 'static), messages: &Messages) -> String {
    match known(error) {
        Some((id, arguments)) => messages.text_with(id, &arguments),
        None => Safe(&error.to_string()).to_string(),
    }
}

/// The catalogue's message for an error.
fn known(error: &(dyn StdError + 'static)) -> Option<(&'static str, Arguments)> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return io_message(error.kind()).map(|id| (id, Arguments::new()));
    }
    if let Some(error) = error.downcast_ref::<KeyFileError>() {
        return Some(key_message(error));
    }
    if let Some(error) = error.downcast_ref::<TokenError>() {
        return token::message(error);
    }
    places::message(error).or_else(|| error.downcast_ref::<CoreError>().and_then(core_message))
}

fn core_message(error: &CoreError) -> Option<(&'static str, Arguments)> {
    let arguments = Arguments::new();
    Some(match error {
        CoreError::Malformed(Malformed { syntax, offset, expected }) => {
            ("core-malformed", arguments.with("syntax", syntax).with("offset", offset).with("expected", expected))
        }
        CoreError::Limit(Exceeded { what, limit }) => ("core-limit", arguments.with("what", what).with("limit", limit)),
        CoreError::Forbidden(forbidden) => return forbidden_message(forbidden),
        CoreError::Refused(refusal) => return refusal_message(refusal),
        CoreError::Signer(_) => ("core-signer", arguments),
        _ => return None,
    })
}

fn forbidden_message(forbidden: &Forbidden) -> Option<(&'static str, Arguments)> {
    let arguments = Arguments::new();
    Some(match forbidden {
        Forbidden::Certified { field, level } => {
            ("core-certified", arguments.with("field", field).with("level", level))
        }
        Forbidden::Locked { field, by } => ("core-locked", arguments.with("field", field).with("by", by)),
        Forbidden::Encrypted => ("core-encrypted", arguments),
        Forbidden::Permissions => ("core-permissions", arguments),
        Forbidden::NotFirst { field } => ("core-not-first", arguments.with("field", field)),
        Forbidden::UsageRights => ("core-usage-rights", arguments),
        Forbidden::Ambiguous { .. } => ("core-ambiguous", arguments),
        _ => return None,
    })
}

fn refusal_message(refusal: &Refusal) -> Option<(&'static str, Arguments)> {
    let arguments = Arguments::new();
    Some(match refusal {
        Refusal::NoSuchField { field, there } => {
            ("core-no-such-field", arguments.with("field", field).with("there", there.join(", ")))
        }
        Refusal::FieldExists { field } => ("core-field-exists", arguments.with("field", field)),
        Refusal::NotASignatureField { field } => ("core-not-a-signature-field", arguments.with("field", field)),
        Refusal::FieldSigned { field } => ("core-field-signed", arguments.with("field", field)),
        Refusal::SeedValue { field, what } => ("core-seed-value", arguments.with("field", field).with("what", what)),
        Refusal::CertificateExpired { subject, not_after } => {
            ("core-certificate-expired", arguments.with("subject", subject).with("time", not_after))
        }
        Refusal::CertificateNotYetValid { subject, not_before } => {
            ("core-certificate-not-yet-valid", arguments.with("subject", subject).with("time", not_before))
        }
        Refusal::CertificateUsage { subject } => ("core-certificate-usage", arguments.with("subject", subject)),
        Refusal::Algorithm { subject, key, algorithm } => {
            ("core-algorithm", arguments.with("subject", subject).with("key", key).with("algorithm", algorithm))
        }
        Refusal::ForeignSignature { subject } => ("core-foreign-signature", arguments.with("subject", subject)),
        Refusal::DocumentChanged { .. } => ("core-document-changed", arguments),
        Refusal::StateVersion { version } => ("core-state-version", arguments.with("version", version)),
        Refusal::StateDamaged { .. } => ("core-state-damaged", arguments),
        Refusal::Unsigned => ("core-unsigned", arguments),
        Refusal::Unproven { what, why } => ("core-unproven", arguments.with("what", what).with("why", why)),
        Refusal::Timestamp(fault) => ("core-timestamp", arguments.with("why", fault)),
        _ => return None,
    })
}

fn key_message(error: &KeyFileError) -> (&'static str, Arguments) {
    let arguments = Arguments::new();
    match error {
        KeyFileError::PasswordNeeded => ("key-password-needed", arguments),
        KeyFileError::WrongPassword => ("key-wrong-password", arguments),
        KeyFileError::Damaged(what) => ("key-damaged", arguments.with("what", what)),
        KeyFileError::Weak(what) => ("key-weak", arguments.with("what", what)),
        KeyFileError::NoKey => ("key-none", arguments),
        KeyFileError::NoCertificate => ("key-no-certificate", arguments),
        KeyFileError::Mismatch => ("key-mismatch", arguments),
        KeyFileError::Unsupported(what) => ("key-unsupported", arguments.with("what", what)),
        other => ("key-unsupported", arguments.with("what", other)),
    }
}

const fn io_message(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::AlreadyExists => "io-already-exists",
        io::ErrorKind::IsADirectory => "io-is-a-directory",
        io::ErrorKind::NotADirectory => "io-not-a-directory",
        io::ErrorKind::NotFound => "io-not-found",
        io::ErrorKind::PermissionDenied => "io-permission-denied",
        io::ErrorKind::QuotaExceeded => "io-quota-exceeded",
        io::ErrorKind::ReadOnlyFilesystem => "io-read-only",
        io::ErrorKind::StorageFull => "io-storage-full",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

    #[test]
    fn what_could_not_be_done_overrules_what_failed() {
        let worst = [Exit::Passed, Exit::Broken, Exit::Failed, Exit::Indeterminate].into_iter().max();
        assert_eq!(worst, Some(Exit::Broken));
    }

    #[test]
    fn a_failure_is_a_sentence_its_causes_and_a_hint() {
        let failure = Failure::broken("error-read")
            .with("path", "a\u{1b}[2J.pdf")
            .because(io::Error::from(io::ErrorKind::NotFound));
        let text = failure.render(&Messages::new(Language::English));
        assert_eq!(text, "error: cannot read `a\\u{1b}[2J.pdf`\n  because: there is no such file or folder");
    }

    #[test]
    fn an_error_of_the_core_is_said_in_the_users_language() {
        let failure =
            Failure::broken("error-read").with("path", "a.pdf").because(CoreError::from(Forbidden::Permissions));
        let text = failure.render(&Messages::new(Language::Vietnamese));
        assert!(text.contains("không cho phép"), "{text}");
    }
}
