//! One signature: a key with its certificate, and what the command line wants of it.

use std::sync::Arc;

use clap::ValueEnum;
use secrecy::SecretString;
use signer_core::algorithm::SignatureAlgorithm;
use signer_core::hazards::Scan;
use signer_core::pdf::Document;
use signer_core::pki::Certificate;
use signer_core::sign::{Signatory, Signed as Embedded, choose_algorithm, detached};
use signer_core::{Error, Time};

use crate::cli::sign::{Arguments, Level, Role};
use crate::commands::credentials::{self, Holder};
use crate::commands::hazards;
use crate::commands::levels::{Ladder, room_needed};
use crate::commands::preview::Questions;
use crate::commands::stamp::issue::Issue;
use crate::commands::stamp::rules::{self, Note};
use crate::commands::stamp::{Design, Shown, Subject, Wishes};
use crate::error::Failure;
use crate::files::Input;
use crate::message::Arguments as Words;
use crate::output::Terminal;

use super::issues::Issues;
use super::journal::Entry;
use super::plan::Task;
use super::{Checked, check_certificate, content, embed};

pub(super) struct Step<'a> {
    pub(super) arguments: &'a Arguments,
    pub(super) holder: Holder,
    /// The certificates of the holder, read.
    signatory: Signatory,
    algorithm: SignatureAlgorithm,
    pub(super) password: Option<SecretString>,
    pub(super) name: String,
    ladder: &'a Ladder,
    checked: Checked,
    now: Time,
    /// What the signature looks like, if it is seen.
    design: Option<Arc<Design>>,
    desk: Desk,
    /// What the signer should know of the document signed last.
    pub(super) notes: Vec<Note>,
}

/// What all steps and workers share.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) issues: Arc<Issues>,
    /// Asks before each signature.
    pub(super) questions: Option<Arc<Questions>>,
}

/// What a signature adds to a document.
pub(super) struct Made {
    pub(super) appended: Vec<u8>,
    /// When its time-stamp was made.
    pub(super) stamped: Option<Time>,
}

impl<'a> Step<'a> {
    /// Asks for the PIN of the key, unless one of the keys before it is on the same token.
    pub(super) fn new(
        arguments: &'a Arguments,
        before: &[Self],
        ladder: &'a Ladder,
        desk: &Desk,
        now: Time,
        terminal: &Terminal,
    ) -> Result<Self, Failure> {
        let before = before.iter().map(|step| &step.holder);
        let holder = credentials::read_after(&arguments.key, before, terminal)?;
        let leaf = holder.chain.first().ok_or_else(|| Failure::usage("error-no-key"))?;
        let failure = |error| Failure::broken("error-algorithm").because(error);
        let certificate = Certificate::parse(leaf).map_err(failure)?;
        let wanted = certificate.key_kind().and_then(|kind| credentials::preference(&arguments.signature, kind));
        let offered = wanted.map_or_else(|| holder.key.algorithms().to_vec(), |wanted| vec![wanted]);
        let algorithm = choose_algorithm(&offered, leaf).map_err(failure)?;
        let signatory = Signatory::read(&holder.chain).map_err(failure)?;
        let checked = check_certificate(&holder.chain, ladder, now, terminal)?;
        if let (Role::Organisation, Some(reason)) = (arguments.role, &arguments.signature.without_personal) {
            terminal.warn("sign-without-personal", &Words::new().with("reason", reason));
        }
        let password = match arguments.password.source() {
            Some(source) => Some(source.read("secret-document", "", &terminal.messages)?),
            None => None,
        };
        let name = certificate.subject().short();
        let design = Design::read(&wishes(arguments), leaf, now, terminal)?.map(Arc::new);
        let seen = matches!(arguments.role, Role::Personal | Role::Organisation) && !arguments.detached;
        if design.is_none() && seen && !arguments.appearance.invisible {
            terminal.remark("sign-no-image", &Words::new());
        }
        let (desk, notes) = (desk.clone(), Vec::new());
        Ok(Self { arguments, holder, signatory, algorithm, password, name, ladder, checked, now, design, desk, notes })
    }

    /// The same for several threads, of which so many sign at a time.
    pub(super) fn shared(self, signatures: usize) -> Self {
        let holder = Holder { key: self.holder.key.shared(signatures), chain: self.holder.chain };
        Self { holder, ..self }
    }

    /// The same for another thread; `None` where the key serves one only.
    pub(super) fn another(&self) -> Option<Self> {
        let key = self.holder.key.another()?;
        let holder = Holder { key, chain: self.holder.chain.clone() };
        let (password, name, checked) = (self.password.clone(), self.name.clone(), self.checked.clone());
        let (design, desk, signatory) = (self.design.clone(), self.desk.clone(), self.signatory.clone());
        Some(Self { holder, signatory, password, name, checked, design, desk, notes: Vec::new(), ..*self })
    }

    /// The update that signs the document, with its time-stamp where the level has one. `prepared` is shown the document
    /// when all is ready for the key.
    pub(super) fn embed(
        &mut self,
        task: &Task,
        input: &Input,
        prepared: &mut dyn FnMut(&Document<'_>),
    ) -> Result<Made, Failure> {
        let shown = self.look(task, input)?;
        if let Some(questions) = &self.desk.questions {
            questions.ask(&task.input, input, self.password.as_ref(), &shown)?;
        }
        let (signed, mut stamped) = self.signed(task, input, shown.first(), prepared)?;
        let mut appended = signed.appendix().to_vec();
        for more in shown.iter().skip(1) {
            let whole = Input::from([&**input, &appended].concat());
            let (signed, last) = self.signed(task, &whole, Some(more), &mut |_| {})?;
            appended.extend_from_slice(signed.appendix());
            stamped = last;
        }
        Ok(Made { appended, stamped })
    }

    /// The rules of Decree 30 for this certificate, then what will be seen.
    fn look(&mut self, task: &Task, input: &Input) -> Result<Vec<Shown>, Failure> {
        let Arguments { role, signature, profile, .. } = self.arguments;
        let (desk, design) = (self.desk.clone(), self.design.clone());
        let issue = desk.issues.issue(&task.input)?;
        if *role == Role::Plain && design.is_none() {
            return Ok(Vec::new());
        }
        let document = embed::open(input, self.password.as_ref()).map_err(|error| refused(task, error))?;
        let report = rules::look(input, &task.input.display().to_string(), profile, self.now);
        rules::permit(*role, signature, &report)?;
        let leaf = self.holder.chain.first().map(Vec::as_slice).unwrap_or_default();
        self.notes.extend(rules::permit_certificate(*role, signature, profile, &report, leaf)?);
        let password = self.password.as_ref();
        if *role == Role::Copy {
            self.notes.extend(rules::copy(&document, password)?);
        }
        let Some(design) = design else { return Ok(Vec::new()) };
        let shown = design.show(&document, &Subject { report: &report, issue, password })?;
        self.notes.extend(shown.iter().flat_map(Shown::notes));
        Ok(shown)
    }

    fn issue_of(&self, task: &Task) -> Option<&Issue> {
        self.desk.issues.issue(&task.input).ok().flatten()
    }

    /// A time-stamp that is longer than the room for it is cause to sign once more with more room.
    fn signed(
        &mut self,
        task: &Task,
        input: &Input,
        shown: Option<&Shown>,
        prepared: &mut dyn FnMut(&Document<'_>),
    ) -> Result<(Embedded, Option<Time>), Failure> {
        let room = (self.ladder.level >= Level::BT).then_some(self.ladder.room);
        let signed = self.sign_with_room(task, input, (shown, room), prepared)?;
        if room.is_none() {
            return Ok((signed, None));
        }
        let token = self.ladder.stamp(signed.timestamp_need())?;
        let needed = match signed.attach_timestamp(&token) {
            Ok(stamped) => return Ok((stamped, Some(token.time()))),
            Err(error) => room_needed(&error).ok_or_else(|| refused(task, error))?,
        };
        let signed = self.sign_with_room(task, input, (shown, Some(needed)), &mut |_| {})?;
        let token = self.ladder.stamp(signed.timestamp_need())?;
        let stamped = signed.attach_timestamp(&token).map_err(|error| refused(task, error))?;
        Ok((stamped, Some(token.time())))
    }

    fn sign_with_room(
        &mut self,
        task: &Task,
        input: &Input,
        (shown, room): (Option<&Shown>, Option<usize>),
        ready: &mut dyn FnMut(&Document<'_>),
    ) -> Result<Embedded, Failure> {
        let refused = |error| refused(task, error);
        let document = embed::open(input, self.password.as_ref()).map_err(refused)?;
        let draft = || {
            let mut draft = embed::draft(&document, &self.signatory, &self.arguments.signature, self.now)?;
            if let Some(shown) = shown {
                draft = shown.dress(draft);
            }
            if let Some(room) = room {
                draft = draft.with_timestamp_room(room);
            }
            Ok(draft)
        };
        let options = (&self.arguments.signature, self.ladder);
        let prepared = content::prepare(&draft, (self.algorithm, self.now), options, &refused)?;
        ready(&document);
        let signature = self.holder.key.as_signer().sign(self.algorithm, prepared.to_be_signed());
        let attached = signature.map_err(Error::Signer).and_then(|signature| prepared.attach(&signature));
        attached.map_err(|error| refused(self.holder.key.blame(error, self.algorithm)))
    }

    /// The message of a detached signature.
    pub(super) fn detach(&mut self, task: &Task, input: &Input) -> Result<Vec<u8>, Failure> {
        if self.ladder.level != Level::BB {
            return Err(Failure::broken("error-level-detached").with("level", self.ladder.level.name()));
        }
        if self.arguments.signature.content_timestamp {
            return Err(Failure::broken("error-content-timestamp-detached"));
        }
        let mut hasher = detached::hasher(self.algorithm);
        hasher.update(input);
        let key = self.holder.key.as_signer();
        let signed = detached::sign(hasher, &self.holder.chain, self.algorithm, self.now, key);
        signed.map_err(|error| refused(task, self.holder.key.blame(error, self.algorithm)))
    }

    /// Whether it refuses what a signer should think about (`--strict`).
    pub(super) const fn is_strict(&self) -> bool {
        self.arguments.signature.strict
    }

    /// Refuses what was found, where that is asked for.
    pub(super) fn permit(&self, task: &Task, scan: &Scan) -> Result<(), Failure> {
        if self.is_strict() { hazards::permit(scan, &task.input.display().to_string()) } else { Ok(()) }
    }

    /// Whether it asks before each signature.
    pub(super) const fn asks(&self) -> bool {
        self.desk.questions.is_some()
    }

    /// Whether what is done is written down.
    pub(super) const fn has_journal(&self) -> bool {
        self.arguments.journal.journal.is_some()
    }

    /// What is written down of it; `sha256` is that of the output as it was given away.
    pub(super) fn entry(&self, task: &Task, sha256: String, stamped: Option<Time>) -> Entry {
        let leaf = self.holder.chain.first().and_then(|leaf| Certificate::parse(leaf).ok());
        let role = self.arguments.role.to_possible_value().map(|value| value.get_name().to_owned());
        Entry {
            time: self.now,
            input: task.input.clone(),
            output: task.output.path().to_owned(),
            sha256,
            signer: leaf.as_ref().map(|leaf| leaf.subject().to_string()).unwrap_or_default(),
            certificate: leaf.map(|leaf| leaf.fingerprint()).unwrap_or_default(),
            role: role.unwrap_or_default(),
            level: self.ladder.level.name(),
            unchecked: self.checked.unchecked.clone(),
            timestamp: stamped,
            number: self.issue_of(task).map(|issue| issue.number.clone()),
            date: self.issue_of(task).map(|issue| issue.day.to_string()),
            subject: self.issue_of(task).and_then(|issue| issue.subject.clone()),
            without_personal: self.arguments.signature.without_personal.clone(),
        }
    }
}

/// What the command line says about the looks of the signatures.
fn wishes(arguments: &Arguments) -> Wishes<'_> {
    let Arguments { role, appearance, signature, profile, .. } = arguments;
    Wishes {
        role: *role,
        appearance,
        field: signature.field.as_deref(),
        reason: signature.reason.as_deref(),
        location: signature.location.as_deref(),
        profile,
    }
}

fn refused(task: &Task, error: Error) -> Failure {
    Failure::broken("error-sign").with("path", task.input.display()).because(error)
}
