//! What signs: a key with its certificate, and what the command line wants of each signature.

use clap::ValueEnum;
use secrecy::SecretString;
use signer_core::algorithm::{Digest, SignatureAlgorithm};
use signer_core::crypto::Hasher;
use signer_core::hazards::Scan;
use signer_core::pki::Certificate;
use signer_core::sign::{Signed as Embedded, choose_algorithm, detached};
use signer_core::{Error, Time};

use crate::cli::sign::{Arguments, Level, Role};
use crate::error::Failure;
use crate::files::{Input, Staged};
use crate::message::Arguments as Words;
use crate::output::Terminal;

use super::plan::{Form, Task};
use super::register::{Entry, Status};
use super::{Checked, check_certificate, embed, resume};
use crate::commands::credentials::{self, Holder};
use crate::commands::hazards;
use crate::commands::levels::{Ladder, room_needed};

/// How the work on one input ended well.
#[derive(Debug)]
pub(super) enum Signed {
    /// It was signed now; the output has its octets and not yet its name, and this is to be written down.
    Now(Staged, Box<Entry>),
    /// An earlier run had signed it (`--resume`).
    Before,
}

/// Everything that signs.
pub(super) struct Hand<'a> {
    arguments: &'a Arguments,
    holder: Holder,
    algorithm: SignatureAlgorithm,
    password: Option<SecretString>,
    pub(super) name: String,
    ladder: &'a Ladder,
    checked: Checked,
    now: Time,
    /// What was found in the document signed last.
    scan: Scan,
}

/// What becomes of one input.
struct Made {
    /// What follows the original; of a detached signature, all of it.
    appended: Vec<u8>,
    /// When its time-stamp was made.
    stamped: Option<Time>,
}

impl<'a> Hand<'a> {
    pub(super) fn new(
        arguments: &'a Arguments,
        ladder: &'a Ladder,
        now: Time,
        terminal: &Terminal,
    ) -> Result<Self, Failure> {
        let holder = credentials::read(&arguments.key, terminal)?;
        let leaf = holder.chain.first().ok_or_else(|| Failure::usage("error-no-key"))?;
        let failure = |error| Failure::broken("error-algorithm").because(error);
        let certificate = Certificate::parse(leaf).map_err(failure)?;
        let wanted = certificate.key_kind().and_then(|kind| credentials::preference(&arguments.signature, kind));
        let offered = wanted.map_or_else(|| holder.key.algorithms().to_vec(), |wanted| vec![wanted]);
        let algorithm = choose_algorithm(&offered, leaf).map_err(failure)?;
        let checked = check_certificate(&holder.chain, ladder, now, terminal)?;
        if let (Role::Organisation, Some(reason)) = (arguments.role, &arguments.signature.without_personal) {
            terminal.warn("sign-without-personal", &Words::new().with("reason", reason));
        }
        let password = match arguments.password.source() {
            Some(source) => Some(source.read("secret-document", "", &terminal.messages)?),
            None => None,
        };
        let name = certificate.subject().short();
        Ok(Self { arguments, holder, algorithm, password, name, ladder, checked, now, scan: Scan::default() })
    }

    /// The same for another worker; `None` where the key serves one only.
    pub(super) fn another(&self) -> Option<Self> {
        let key = self.holder.key.another()?;
        let holder = Holder { key, chain: self.holder.chain.clone() };
        let (password, name, checked) = (self.password.clone(), self.name.clone(), self.checked.clone());
        Some(Self { holder, password, name, checked, scan: Scan::default(), ..*self })
    }

    /// Gives one input its signature.
    pub(super) fn sign(&mut self, task: &Task) -> Result<Signed, Failure> {
        let input = Input::open_file(&task.input)?;
        if let Some(place) = &task.resumed {
            let leaf = self.holder.chain.first().map(Vec::as_slice).unwrap_or_default();
            if resume::is_done(task, place, &input, leaf, self.now)? {
                return Ok(Signed::Before);
            }
        }
        if crate::commands::looks_like_pdf(&input) {
            self.scan = hazards::look(&input, self.password.as_ref());
            if self.arguments.signature.strict {
                hazards::permit(&self.scan, &task.input.display().to_string())?;
            }
        }
        let made = match task.form {
            Form::Embedded => self.embed(task, &input)?,
            Form::Detached => self.detach(task, &input)?,
        };
        let original: &[u8] = if task.form == Form::Embedded { &input } else { &[] };
        let staged = task.output.stage(&[original, &made.appended], Some(input.seen(&task.input)))?;
        Ok(Signed::Now(staged, Box::new(self.entry(task, original, &made))))
    }

    /// What was found in the document signed last, or refused.
    pub(super) fn take_scan(&mut self) -> Scan {
        std::mem::take(&mut self.scan)
    }

    fn embed(&mut self, task: &Task, input: &Input) -> Result<Made, Failure> {
        let path = task.input.display().to_string();
        let options = &self.arguments.signature;
        embed::may_sign(self.arguments.role, options, &self.arguments.profile, input, &path, self.now)?;
        let (signed, stamped) = self.signed(task, input)?;
        if self.ladder.level < Level::BLt {
            return Ok(Made { appended: signed.appendix().to_vec(), stamped });
        }
        let whole = [input, signed.appendix()].concat();
        let raised = self.ladder.raise(whole, self.password.as_ref())?;
        let appended = [signed.appendix(), raised.appended()].concat();
        Ok(Made { appended, stamped })
    }

    /// The signature, with its time-stamp where the level has one. A time-stamp that is longer than the room for it is
    /// cause to sign once more with more room.
    fn signed(&mut self, task: &Task, input: &Input) -> Result<(Embedded, Option<Time>), Failure> {
        let room = (self.ladder.level >= Level::BT).then_some(self.ladder.room);
        let signed = self.sign_with_room(input, room).map_err(|error| refused(task, error))?;
        if room.is_none() {
            return Ok((signed, None));
        }
        let token = self.ladder.stamp(signed.timestamp_need())?;
        let needed = match signed.attach_timestamp(&token) {
            Ok(stamped) => return Ok((stamped, Some(token.time()))),
            Err(error) => room_needed(&error).ok_or_else(|| refused(task, error))?,
        };
        let signed = self.sign_with_room(input, Some(needed)).map_err(|error| refused(task, error))?;
        let token = self.ladder.stamp(signed.timestamp_need())?;
        let stamped = signed.attach_timestamp(&token).map_err(|error| refused(task, error))?;
        Ok((stamped, Some(token.time())))
    }

    fn sign_with_room(&mut self, input: &Input, room: Option<usize>) -> Result<Embedded, Error> {
        let document = embed::open(input, self.password.as_ref())?;
        let mut draft = embed::draft(&document, &self.holder.chain, &self.arguments.signature, self.now)?;
        if let Some(room) = room {
            draft = draft.with_timestamp_room(room);
        }
        draft.sign(self.algorithm, self.now, self.holder.key.as_signer())
    }

    fn detach(&mut self, task: &Task, input: &Input) -> Result<Made, Failure> {
        if self.ladder.level != Level::BB {
            return Err(Failure::broken("error-level-detached").with("level", self.ladder.level.name()));
        }
        let mut hasher = detached::hasher(self.algorithm);
        hasher.update(input);
        let key = self.holder.key.as_signer();
        let signed = detached::sign(hasher, &self.holder.chain, self.algorithm, self.now, key);
        Ok(Made { appended: signed.map_err(|error| refused(task, error))?, stamped: None })
    }

    fn entry(&self, task: &Task, original: &[u8], made: &Made) -> Entry {
        let mut hasher = Hasher::new(Digest::Sha256);
        hasher.update(original);
        hasher.update(&made.appended);
        let leaf = self.holder.chain.first().and_then(|leaf| Certificate::parse(leaf).ok());
        let role = self.arguments.role.to_possible_value().map(|value| value.get_name().to_owned());
        Entry {
            time: self.now,
            input: task.input.display().to_string(),
            output: task.output.path().display().to_string(),
            sha256: hex::encode(hasher.finish()),
            signer: leaf.as_ref().map(|leaf| leaf.subject().to_string()).unwrap_or_default(),
            certificate: leaf.map(|leaf| leaf.fingerprint()).unwrap_or_default(),
            role: role.unwrap_or_default(),
            level: self.ladder.level.name(),
            certificate_status: match &self.checked.unchecked {
                None => Status::Checked,
                Some(why) => Status::Unchecked { why: why.clone() },
            },
            timestamp: made.stamped,
            without_personal: self.arguments.signature.without_personal.clone(),
        }
    }
}

fn refused(task: &Task, error: Error) -> Failure {
    Failure::broken("error-sign").with("path", task.input.display()).because(error)
}
