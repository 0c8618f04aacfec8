//! `signer token doctor`: from the module to a test signature, each line with what to do.

use std::io::Write;

use signer_core::crypto::Native;
use signer_core::limits::Budget;
use signer_core::pki::{Certificate, PathQuery, PolicySettings, Purpose, TrustStore, find_path};
use signer_core::{Signer, Time};
use signer_pkcs11::{Module, Selection, Token, TokenCertificate, TokenError, TokenKey, TriesLeft};

use crate::cli::token::Doctor;
use crate::clock;
use crate::error::{Exit, Failure, explain};
use crate::message::Arguments as Words;
use crate::output::{Terminal, Tone};
use crate::trust;

use super::{find, log_in};

/// Before this the clock of the machine is wrong: the program did not exist.
const EARLIEST: Time = Time::from_unix(1_790_000_000);
/// A certificate that ends within this is worth a word.
const EXPIRES_SOON: i64 = 30 * 86_400;
/// Public-key operations for one path.
const PATH_BUDGET: u64 = 128;
const TEST_TEXT: &[u8] = b"signer token doctor: test signature, without any meaning";

/// How a line ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Finding {
    Good,
    Doubt,
    Bad,
}

/// What the doctor has said so far.
struct Visit<'a> {
    terminal: &'a Terminal,
    worst: Finding,
}

pub(super) fn run(doctor: &Doctor, terminal: &Terminal) -> Result<Exit, Failure> {
    let found = find(&doctor.which)?;
    let anchors = trust::anchors(&doctor.trust, terminal)?;
    let now = clock::now();
    let mut visit = Visit { terminal, worst: Finding::Good };
    visit.clock(now)?;
    for module in &found.modules {
        visit.module(module)?;
    }
    if found.tokens.is_empty() {
        visit.say(Finding::Bad, "doctor-no-token", &Words::new())?;
    }
    for token in &found.tokens {
        visit.token(token)?;
        let there = visit.certificates(token, now)?;
        // Those of authorities are there for the others' sake.
        for certificate in there.iter().filter(|found| found.is_for_signing()) {
            visit.pair(token, certificate)?;
            visit.chain(certificate, &there, &anchors, now)?;
        }
        if doctor.test_signature {
            visit.test_signatures(doctor, token, &there)?;
        }
    }
    Ok(if visit.worst == Finding::Bad { Exit::Broken } else { Exit::Passed })
}

impl Visit<'_> {
    fn say(&mut self, finding: Finding, id: &str, words: &Words) -> Result<(), Failure> {
        self.worst = self.worst.max(finding);
        let (tone, mark) = match finding {
            Finding::Good => (Tone::Good, "doctor-good"),
            Finding::Doubt => (Tone::Doubt, "doctor-doubt"),
            Finding::Bad => (Tone::Bad, "doctor-bad"),
        };
        let mark = self.terminal.style().paint(tone, &self.terminal.messages.text(mark));
        let mut results = self.terminal.results();
        writeln!(results, "{mark}  {}", self.terminal.messages.text_with(id, words))?;
        if let Some(todo) = self.terminal.messages.hint(id, words).filter(|_| finding != Finding::Good) {
            writeln!(results, "      {todo}")?;
        }
        Ok(results.flush()?)
    }

    fn words_of(&self, error: &(dyn std::error::Error + 'static)) -> String {
        explain(error, &self.terminal.messages)
    }

    fn clock(&mut self, now: Time) -> Result<(), Failure> {
        let finding = if now < EARLIEST { Finding::Bad } else { Finding::Good };
        self.say(finding, "doctor-clock", &Words::new().with("time", now))
    }

    fn module(&mut self, module: &Module) -> Result<(), Failure> {
        let words = Words::new().with("module", module.path().display());
        match module.describe() {
            Ok(about) => {
                let name = format!("{} {}", about.description, about.version);
                let words = words.with("name", name).with("cryptoki", about.cryptoki);
                self.say(Finding::Good, "doctor-module", &words)?;
            }
            Err(error) => {
                self.say(Finding::Doubt, "doctor-module-silent", &words.with("error", self.words_of(&error)))?
            }
        }
        if module.threads() {
            return Ok(());
        }
        self.say(Finding::Doubt, "doctor-no-threads", &Words::new().with("module", module.path().display()))
    }

    fn token(&mut self, token: &Token) -> Result<(), Failure> {
        let words = || Words::new().with("token", token).with("slot", token.slot());
        self.say(Finding::Good, "doctor-token", &words())?;
        match token.tries_left() {
            TriesLeft::None => self.say(Finding::Bad, "doctor-pin-locked", &words())?,
            TriesLeft::One => self.say(Finding::Bad, "doctor-pin-last-try", &words())?,
            TriesLeft::Few => self.say(Finding::Doubt, "doctor-pin-few-tries", &words())?,
            _ => self.say(Finding::Good, "doctor-pin", &words())?,
        }
        let mechanisms = token.signing_mechanisms();
        let finding = if mechanisms.is_empty() { Finding::Bad } else { Finding::Good };
        self.say(finding, "doctor-mechanisms", &words().with("mechanisms", mechanisms.join(", ")))
    }

    fn certificates(&mut self, token: &Token, now: Time) -> Result<Vec<TokenCertificate>, Failure> {
        let there = match token.certificates() {
            Ok(there) => there,
            Err(error) => {
                let words = Words::new().with("error", self.words_of(&error));
                self.say(Finding::Bad, "doctor-certificates-unreadable", &words)?;
                return Ok(Vec::new());
            }
        };
        if there.is_empty() {
            self.say(Finding::Bad, "doctor-no-certificate", &Words::new().with("token", token))?;
        }
        for found in &there {
            let certificate = &found.certificate;
            let words = Words::new()
                .with("subject", certificate.subject().short())
                .with("label", &found.label)
                .with("start", certificate.not_before())
                .with("end", certificate.not_after());
            let (finding, id) = validity(certificate, now);
            self.say(finding, id, &words)?;
        }
        Ok(there)
    }

    /// Whether a key goes with the certificate, as far as the token tells without a PIN.
    fn pair(&mut self, token: &Token, found: &TokenCertificate) -> Result<(), Failure> {
        let words = Words::new().with("subject", found.certificate.subject().short()).with("label", &found.label);
        match token.shows_key_of(found) {
            Ok(true) => self.say(Finding::Good, "doctor-pair", &words),
            Ok(false) => self.say(Finding::Doubt, "doctor-pair-unknown", &words),
            Err(error) => self.say(Finding::Bad, "doctor-pair-unreadable", &words.with("error", self.words_of(&error))),
        }
    }

    fn chain(
        &mut self,
        leaf: &TokenCertificate,
        there: &[TokenCertificate],
        trust: &TrustStore,
        at: Time,
    ) -> Result<(), Failure> {
        let words = Words::new().with("subject", leaf.certificate.subject().short());
        if trust.is_empty() {
            return self.say(Finding::Doubt, "doctor-chain-not-judged", &words);
        }
        let intermediates: Vec<Certificate> = there.iter().map(|found| found.certificate.clone()).collect();
        let query = PathQuery {
            leaf: &leaf.certificate,
            intermediates: &intermediates,
            trust,
            at,
            checker: &Native,
            budget: &mut Budget::new("public-key operations", PATH_BUDGET),
            purpose: Purpose::DocumentSigning,
            policies: PolicySettings::any(),
        };
        match find_path(query) {
            Ok(_) => self.say(Finding::Good, "doctor-chain", &words),
            Err(error) => self.say(Finding::Bad, "doctor-chain-broken", &words.with("error", self.words_of(&error))),
        }
    }

    /// Signs with each signing certificate of the token by each algorithm; the PIN is asked and sent once.
    fn test_signatures(&mut self, doctor: &Doctor, token: &Token, there: &[TokenCertificate]) -> Result<(), Failure> {
        let failure = |error| Failure::broken("error-token").with("token", token.label()).because(error);
        let mut logged_in: Option<TokenKey> = None;
        for found in there {
            let mut selection = Selection::default();
            selection.certificate = Some(found.certificate.fingerprint());
            // A certificate of an authority is none to sign with.
            let Ok(identity) = selection.identity(token) else { continue };
            let words = Words::new().with("subject", found.certificate.subject().short()).with("label", &found.label);
            // What the token cannot do with this key is known before any PIN.
            let unusable = identity.usable().err();
            let key = match (&logged_in, unusable) {
                (_, Some(error)) => Err(error),
                (Some(key), None) => key.for_identity(identity),
                (None, None) => Ok(log_in(identity, &selection, &doctor.pin, self.terminal)?),
            };
            match key {
                Ok(key) => logged_in = Some(self.test_key(key)?),
                Err(error @ (TokenError::NoMechanism { .. } | TokenError::NoKey { .. })) => {
                    let words = words.with("error", self.words_of(&error));
                    self.say(Finding::Bad, "doctor-key-unusable", &words)?;
                }
                Err(error) => return Err(failure(error)),
            }
        }
        Ok(())
    }

    fn test_key(&mut self, mut key: TokenKey) -> Result<TokenKey, Failure> {
        let subject = key.identity().certificate().subject().short();
        for plan in key.plans().to_vec() {
            let words = Words::new()
                .with("subject", &subject)
                .with("algorithm", plan.algorithm())
                .with("mechanism", plan.mechanism_name());
            // The key checks the value under its certificate before it hands it out.
            match key.sign(plan.algorithm(), TEST_TEXT) {
                Ok(_) => self.say(Finding::Good, "doctor-signature", &words)?,
                Err(error) => {
                    let words = words.with("error", self.words_of(error.as_ref()));
                    self.say(Finding::Bad, "doctor-signature-failed", &words)?;
                }
            }
        }
        Ok(key)
    }
}

fn validity(certificate: &Certificate, now: Time) -> (Finding, &'static str) {
    if now < certificate.not_before() {
        (Finding::Bad, "doctor-certificate-early")
    } else if now > certificate.not_after() {
        (Finding::Bad, "doctor-certificate-expired")
    } else if certificate.not_after() < now.plus(EXPIRES_SOON) {
        (Finding::Doubt, "doctor-certificate-ends")
    } else {
        (Finding::Good, "doctor-certificate")
    }
}
