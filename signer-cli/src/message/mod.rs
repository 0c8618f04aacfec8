//! What the program says, in the user's language. One catalogue a language: `i18n/en.ftl`, `i18n/vi.ftl`.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};
use unic_langid::LanguageIdentifier;

pub(crate) use signer_core::safe::Safe;

use catalogue::Catalogue;

mod catalogue;
#[cfg(test)]
mod tests;

const ENGLISH: &str = include_str!("../../i18n/en.ftl");
const VIETNAMESE: &str = include_str!("../../i18n/vi.ftl");

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    /// Tiếng Việt
    #[value(name = "vi")]
    Vietnamese,
    /// English
    #[value(name = "en")]
    English,
}

impl Language {
    /// The language of the locale: `LC_ALL`, else `LC_MESSAGES`, else `LANG` (POSIX, 8.2); English if it is neither.
    pub(crate) fn from_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| variable(name).filter(|value| !value.is_empty()))
            .unwrap_or_default();
        let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("vi") { Self::Vietnamese } else { Self::English }
    }

    const fn catalogue(self) -> &'static str {
        match self {
            Self::English => ENGLISH,
            Self::Vietnamese => VIETNAMESE,
        }
    }
}

/// The variables of a message. Every text is made safe to show as it enters: it may come from a document.
#[derive(Debug, Default)]
pub(crate) struct Arguments(Vec<(&'static str, Value)>);

#[derive(Debug)]
enum Value {
    Count(u64),
    Text(String),
    Phrases(Vec<Phrase>),
}

/// A message within a message, put into words together with it.
#[derive(Debug)]
pub(crate) struct Phrase {
    id: &'static str,
    arguments: Arguments,
}

impl Phrase {
    /// The message `id` with its variables.
    pub(crate) const fn new(id: &'static str, arguments: Arguments) -> Self {
        Self { id, arguments }
    }
}

/// Phrases that are said one by one; of the rest how many.
const PHRASES: usize = 5;

impl Arguments {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets a variable to a text.
    pub(crate) fn set(&mut self, name: &'static str, value: impl ToString) {
        self.0.push((name, Value::Text(Safe(&value.to_string()).to_string())));
    }

    /// A text variable.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.set(name, value);
        self
    }

    /// A number that the sentence may have to agree with.
    #[must_use]
    pub(crate) fn count(mut self, name: &'static str, value: usize) -> Self {
        self.0.push((name, Value::Count(u64::try_from(value).unwrap_or(u64::MAX))));
        self
    }

    /// A variable that lists things, each a message of its own.
    #[must_use]
    pub(crate) fn list(mut self, name: &'static str, phrases: Vec<Phrase>) -> Self {
        self.0.push((name, Value::Phrases(phrases)));
        self
    }

    fn fluent(&self, messages: &Messages) -> FluentArgs<'_> {
        let mut arguments = FluentArgs::with_capacity(self.0.len());
        for (name, value) in &self.0 {
            let value = match value {
                Value::Count(count) => FluentValue::from(*count),
                Value::Text(text) => FluentValue::from(text.as_str()),
                Value::Phrases(phrases) => FluentValue::from(messages.list(phrases)),
            };
            arguments.set(*name, value);
        }
        arguments
    }
}

/// The catalogue of one language.
pub(crate) struct Messages {
    catalogue: Catalogue,
    language: Language,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Messages").field(&self.language).finish()
    }
}

impl Messages {
    /// The catalogue of `language`.
    pub(crate) fn new(language: Language) -> Self {
        Self::of(language, language.catalogue())
    }

    /// The messages of a Fluent resource in `language`.
    pub(crate) fn of(language: Language, resource: impl Into<Cow<'static, str>>) -> Self {
        let locale = match language {
            Language::English => "en",
            Language::Vietnamese => "vi",
        };
        let locale = locale.parse::<LanguageIdentifier>().unwrap_or_default();
        Self { catalogue: Catalogue::new(resource.into(), locale), language }
    }

    /// The language of this catalogue.
    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    /// The message `id`.
    pub(crate) fn text(&self, id: &str) -> String {
        self.text_with(id, &Arguments::new())
    }

    /// The message `id` with its variables. An unknown id is shown as it is: nothing is hidden, nothing breaks.
    pub(crate) fn text_with(&self, id: &str, arguments: &Arguments) -> String {
        self.find(id, None, arguments).unwrap_or_else(|| Safe(id).to_string())
    }

    /// The message `id`, if the catalogue has it.
    pub(crate) fn get(&self, id: &str) -> Option<String> {
        self.find(id, None, &Arguments::new())
    }

    /// The attribute `name` of the message `id`, if the catalogue has it.
    pub(crate) fn attribute(&self, id: &str, name: &str) -> Option<String> {
        self.find(id, Some(name), &Arguments::new())
    }

    /// What to do, where the message `id` has something to recommend.
    pub(crate) fn hint(&self, id: &str, arguments: &Arguments) -> Option<String> {
        self.find(id, Some("hint"), arguments)
    }

    /// The codes of findings that the catalogue explains.
    pub(crate) fn codes(&self) -> impl Iterator<Item = String> + use<> {
        let ids = self.language.catalogue().lines().filter_map(|line| line.strip_prefix("code-")?.split_once(" ="));
        // The first hyphen stands for the full stop of the code: `pdf-xref-rebuilt` is `pdf.xref-rebuilt`.
        ids.map(|(id, _)| id.replacen('-', ".", 1))
    }

    /// The names of the messages that begin with one of `prefixes`.
    pub(crate) fn family<'p>(&self, prefixes: &'p [&'p str]) -> impl Iterator<Item = String> + use<'p> {
        let ids = self.language.catalogue().lines().filter_map(|line| line.split_once(" =").map(|(id, _)| id));
        ids.filter(move |id| prefixes.iter().any(|prefix| id.starts_with(prefix))).map(str::to_owned)
    }

    /// The first few, and how many more.
    pub(crate) fn list(&self, phrases: &[Phrase]) -> String {
        let mut parts: Vec<String> =
            phrases.iter().take(PHRASES).map(|phrase| self.text_with(phrase.id, &phrase.arguments)).collect();
        let more = phrases.len().saturating_sub(PHRASES);
        if more > 0 {
            parts.push(self.text_with("list-more", &Arguments::new().count("more", more)));
        }
        parts.join("; ")
    }

    fn find(&self, id: &str, attribute: Option<&str>, arguments: &Arguments) -> Option<String> {
        self.catalogue.format(id, attribute, &arguments.fluent(self))
    }
}

/// The catalogue's name for a code of the core: `cv.digest` is `code-cv-digest`, `HASH_FAILURE` is `code-HASH_FAILURE`.
pub(crate) fn code_id(code: &str) -> String {
    format!("code-{}", code.replace('.', "-"))
}
