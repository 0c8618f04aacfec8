//! The questions of `signer config init`, on the terminal or from a list of answers on standard input.

use std::collections::BTreeMap;
use std::io::{BufRead, StdinLock, Write};
use std::path::Path;

use signer_core::pki::role::{self, Role};
use signer_pkcs11::Selection;

use crate::config::keys::{Kind, Value};
use crate::error::Failure;
use crate::message::{Arguments as Words, Safe};
use crate::output::Terminal;

use super::init::value_of;

/// How often an answer that cannot be is asked for again.
const TRIES: usize = 3;
/// The longest answer that is read.
const LONGEST: u64 = 4_096;

/// What is asked, in this order: key, kind, question.
const BEFORE_KEYS: [(&str, Kind, &str); 2] =
    [("agency", Kind::Text, "config-ask-agency"), ("language", Kind::Language, "config-ask-language")];
const AFTER_KEYS: [(&str, Kind, &str); 7] = [
    ("personal.image", Kind::Path, "config-ask-personal-image"),
    ("organisation.image", Kind::Path, "config-ask-seal-image"),
    ("seal-diameter", Kind::Millimetres, "config-ask-seal-diameter"),
    ("tsa", Kind::Urls, "config-ask-tsa"),
    ("trust", Kind::Paths, "config-ask-trust"),
    ("level", Kind::Level, "config-ask-level"),
    ("out-dir", Kind::Path, "config-ask-out-dir"),
];

/// A certificate on a token, to be chosen by its number.
struct Offer {
    token: String,
    fingerprint: String,
    subject: String,
    role: Role,
}

pub(super) struct Questions<'a> {
    terminal: &'a Terminal,
    here: &'a Path,
    answers: StdinLock<'static>,
}

impl<'a> Questions<'a> {
    pub(super) fn new(terminal: &'a Terminal, here: &'a Path) -> Self {
        Self { terminal, here, answers: std::io::stdin().lock() }
    }

    /// Asks for every value that is not there. No answer leaves it out.
    pub(super) fn ask(mut self, values: &mut BTreeMap<String, Value>) -> Result<(), Failure> {
        self.terminal.remark("config-ask-intro", &Words::new());
        for (key, kind, question) in BEFORE_KEYS {
            self.ask_one(key, kind, question, values)?;
        }
        self.ask_keys(values)?;
        for (key, kind, question) in AFTER_KEYS {
            self.ask_one(key, kind, question, values)?;
        }
        Ok(())
    }

    fn ask_one(
        &mut self,
        key: &str,
        kind: Kind,
        question: &str,
        values: &mut BTreeMap<String, Value>,
    ) -> Result<(), Failure> {
        if values.contains_key(key) {
            return Ok(());
        }
        for _ in 0..TRIES {
            let answer = self.question(question, &Words::new())?;
            if answer.is_empty() {
                return Ok(());
            }
            if let Some(value) = value_of(kind, &answer, self.here) {
                values.insert(key.to_owned(), value);
                return Ok(());
            }
            let words = Words::new().with("key", key).with("wanted", kind.word());
            self.terminal.remark("error-config-set-value", &words);
        }
        Err(Failure::usage("error-config-set-value").with("key", key).with("wanted", kind.word()))
    }

    /// Which certificate is the leader's and which the organisation's; the names guess, the person decides.
    fn ask_keys(&mut self, values: &mut BTreeMap<String, Value>) -> Result<(), Failure> {
        let asked = [
            ("personal", Role::Personal, "config-ask-personal-key"),
            ("organisation", Role::Organisation, "config-ask-organisation-key"),
        ];
        let open: Vec<_> =
            asked.into_iter().filter(|(table, ..)| !values.contains_key(&format!("{table}.token"))).collect();
        if open.is_empty() {
            return Ok(());
        }
        let offers = offers();
        if offers.is_empty() {
            self.terminal.remark("config-no-tokens", &Words::new());
            return Ok(());
        }
        for (number, offer) in (1usize..).zip(&offers) {
            let words = Words::new().with("number", number).with("subject", &offer.subject).with("token", &offer.token);
            self.terminal.remark("config-offer", &words);
        }
        for (table, role, question) in open {
            let Some(offer) = self.choose(&offers, role, question)? else { continue };
            values.insert(format!("{table}.token"), Value::Text(offer.token.clone()));
            values.insert(format!("{table}.certificate"), Value::Text(offer.fingerprint.clone()));
        }
        Ok(())
    }

    fn choose<'o>(&mut self, offers: &'o [Offer], role: Role, question: &str) -> Result<Option<&'o Offer>, Failure> {
        let likely: Vec<usize> =
            (1..).zip(offers).filter(|(_, offer)| offer.role == role).map(|(number, _)| number).collect();
        let guess = match likely.as_slice() {
            [one] => one.to_string(),
            _ => "-".to_owned(),
        };
        for _ in 0..TRIES {
            let answer = self.question(question, &Words::new().with("guess", &guess))?;
            let answer = if answer.is_empty() { guess.clone() } else { answer };
            if answer == "-" {
                return Ok(None);
            }
            let chosen = answer.parse().ok().and_then(|number: usize| offers.get(number.checked_sub(1)?));
            if chosen.is_some() {
                return Ok(chosen);
            }
        }
        Err(Failure::usage("error-config-choice").with("count", offers.len()))
    }

    /// The answer to one question; empty at the end of the answers.
    fn question(&mut self, id: &str, words: &Words) -> Result<String, Failure> {
        let mut error = std::io::stderr();
        let asked = write!(error, "{} ", self.terminal.messages.text_with(id, words)).and_then(|()| error.flush());
        asked.map_err(Failure::from)?;
        let mut answer = Vec::new();
        let read = std::io::Read::take(&mut self.answers, LONGEST).read_until(b'\n', &mut answer);
        read.map_err(|error| Failure::broken("error-config-answer").because(error))?;
        let answer = String::from_utf8(answer);
        Ok(answer.map_err(|error| Failure::broken("error-config-answer").because(error))?.trim().to_owned())
    }
}

/// The signing certificates of all tokens that are plugged in; no PIN is needed to read them.
fn offers() -> Vec<Offer> {
    let modules = Selection::default().load_modules().unwrap_or_default();
    let tokens = signer_pkcs11::tokens(&modules).unwrap_or_default();
    let mut offers = Vec::new();
    for token in tokens {
        for found in token.certificates().unwrap_or_default().into_iter().filter(|found| found.is_for_signing()) {
            offers.push(Offer {
                token: token.label(),
                fingerprint: found.certificate.fingerprint(),
                subject: Safe(&found.certificate.subject().short()).to_string(),
                role: role::guess(&found.certificate),
            });
        }
    }
    offers
}
