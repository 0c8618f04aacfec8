//! A catalogue, of which each message is read when it is first said: of a thousand, a run says a dozen.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// A Fluent resource whose messages refer to no others (a test refuses one that does).
pub(super) struct Catalogue {
    text: Cow<'static, str>,
    locale: LanguageIdentifier,
    /// Where in the text each message stands.
    places: HashMap<Box<str>, Range<usize>>,
    read: Mutex<HashMap<Box<str>, Arc<FluentBundle<FluentResource>>>>,
}

impl Catalogue {
    pub(super) fn new(text: Cow<'static, str>, locale: LanguageIdentifier) -> Self {
        let places = entries(&text).map(|(id, place)| (id.into(), place)).collect();
        Self { text, locale, places, read: Mutex::default() }
    }

    /// The message, or one of its attributes, with these variables.
    pub(super) fn format(&self, id: &str, attribute: Option<&str>, arguments: &FluentArgs<'_>) -> Option<String> {
        let bundle = self.message(id)?;
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        // Errors are missing variables; they show as `{$name}` and a test finds them.
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned())
    }

    /// A bundle with this message alone.
    fn message(&self, id: &str) -> Option<Arc<FluentBundle<FluentResource>>> {
        let place = self.places.get(id)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bundle) = read.get(id) {
            return Some(Arc::clone(bundle));
        }
        let resource = match FluentResource::try_new(self.text.get(place.clone())?.to_owned()) {
            // A test refuses a catalogue with errors; what could be read still serves.
            Ok(resource) | Err((resource, _)) => resource,
        };
        let mut bundle = FluentBundle::new_concurrent(vec![self.locale.clone()]);
        // The isolation marks are invisible characters, which a terminal shows as boxes and `grep` stumbles over.
        bundle.set_use_isolating(false);
        // Fails only where a message is defined twice, which a test refuses.
        let _ = bundle.add_resource(resource);
        let bundle = Arc::new(bundle);
        read.insert(id.into(), Arc::clone(&bundle));
        Some(bundle)
    }
}

/// The names of the messages of a resource, and from where to where each stands: from the line that begins with its name
/// to the next such line, or comment.
fn entries(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut starts = Vec::new();
    let mut at = 0usize;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
            starts.push((line.split_once('=').map(|(id, _)| id.trim_end()), at));
        } else if line.starts_with(['#', '-']) {
            starts.push((None, at));
        }
        at = at.saturating_add(line.len());
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(_, start)| *start).chain([text.len()]).collect();
    starts.into_iter().zip(ends).filter_map(|((id, start), end)| Some((id?, start..end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Of this\n\none = One\n    and more\n    .hint = Do it\n# Of that\ntwo-b = { $count ->\n    [one] it\n   *[other] they\n} and so on\nlast = =\n";

    #[test]
    fn each_message_stands_alone_with_all_its_lines() {
        let found: Vec<_> = entries(TEXT).map(|(id, place)| (id, &TEXT[place])).collect();
        assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["one", "two-b", "last"]);
        assert_eq!(found[0].1, "one = One\n    and more\n    .hint = Do it\n");
        assert!(found[1].1.ends_with("} and so on\n"));
    }

    #[test]
    fn a_message_is_said_as_the_whole_resource_would_say_it() {
        let catalogue = Catalogue::new(TEXT.into(), LanguageIdentifier::default());
        let mut arguments = FluentArgs::new();
        arguments.set("count", 2);
        let say = |id, attribute| catalogue.format(id, attribute, &arguments);
        assert_eq!(say("one", None).as_deref(), Some("One\nand more"));
        assert_eq!(say("one", Some("hint")).as_deref(), Some("Do it"));
        assert_eq!(say("two-b", None).as_deref(), Some("they and so on"));
        assert_eq!(say("last", None).as_deref(), Some("="));
        assert_eq!((say("two", None), say("one", Some("other"))), (None, None));
    }
}
