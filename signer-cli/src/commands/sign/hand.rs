//! What signs: one key, or two one after the other, each over what was signed before.

use std::sync::Arc;

use signer_core::Time;
use signer_core::algorithm::Digest;
use signer_core::crypto::Hasher;
use signer_core::hazards::Scan;

use crate::cli::sign::{Arguments, Level};
use crate::commands::hazards;
use crate::commands::levels::Ladder;
use crate::error::Failure;
use crate::files::{Held, Input, Staged};
use crate::output::Terminal;

use super::issues::Issues;
use super::journal::Entry;
use super::plan::{Form, Task};
use super::resume;
use super::step::{Desk, Step};
use crate::commands::preview;
use crate::commands::stamp::rules::Note;

/// How the work on one input ended well.
#[derive(Debug)]
pub(super) enum Signed {
    /// It was signed now; the output has no name yet, and this is to be written down.
    Now(Whole, Vec<Entry>),
    /// An earlier run had signed it (`--resume`).
    Before,
}

/// An output without a name, all of it.
#[derive(Debug)]
pub(super) enum Whole {
    /// Not written yet: whoever signs does not wait for the disk.
    Held(Box<Held>),
    /// Written.
    Staged(Staged),
}

impl Whole {
    /// Written, whatever it was.
    pub(super) fn stage(self) -> Result<Staged, Failure> {
        match self {
            Self::Held(held) => held.stage(),
            Self::Staged(staged) => Ok(staged),
        }
    }
}

/// Everything that signs.
pub(super) struct Hand<'a> {
    steps: Vec<Step<'a>>,
    ladder: &'a Ladder,
    now: Time,
    /// What was found in the document signed last.
    told: Told,
}

/// What is to be told of one document beside how it ended.
#[derive(Default)]
pub(super) struct Told {
    /// What was found in it before.
    pub(super) scan: Scan,
    /// What the signer should know.
    pub(super) notes: Vec<Note>,
}

impl<'a> Hand<'a> {
    /// The keys of all signatures, each logged in: nothing is signed before every PIN was right.
    pub(super) fn new(
        all: impl IntoIterator<Item = &'a Arguments>,
        ladder: &'a Ladder,
        issues: Issues,
        now: Time,
        terminal: &Terminal,
    ) -> Result<Self, Failure> {
        let mut desk = Desk { issues: Arc::new(issues), questions: None };
        let mut steps = Vec::new();
        for arguments in all {
            if arguments.preview && desk.questions.is_none() {
                desk.questions = Some(Arc::new(preview::Questions::new(terminal)?));
            }
            steps.push(Step::new(arguments, &steps, ladder, &desk, now, terminal)?);
        }
        Ok(Self { steps, ladder, now, told: Told::default() })
    }

    /// Who signs, in order.
    pub(super) fn name(&self) -> String {
        self.steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// How many threads should work where so many signatures are to be made at a time.
    pub(super) fn threads(&self, signatures: usize) -> usize {
        // Questions are asked one after the other.
        if self.steps.iter().any(Step::asks) {
            return 1;
        }
        let threads = |step: &Step<'_>| step.holder.key.threads(signatures);
        // One key that serves one thread only holds all.
        let least = self.steps.iter().map(threads).min().unwrap_or(1);
        if least <= 1 { 1 } else { self.steps.iter().map(threads).max().unwrap_or(1) }
    }

    /// The same for several threads, of which so many sign at a time.
    pub(super) fn shared(self, signatures: usize) -> Self {
        Self { steps: self.steps.into_iter().map(|step| step.shared(signatures)).collect(), ..self }
    }

    /// The same for another thread; `None` where a key serves one only.
    pub(super) fn another(&self) -> Option<Self> {
        let steps: Option<Vec<_>> = self.steps.iter().map(Step::another).collect();
        Some(Self { steps: steps?, ladder: self.ladder, now: self.now, told: Told::default() })
    }

    /// Gives one input its signatures.
    pub(super) fn sign(&mut self, task: &Task) -> Result<Signed, Failure> {
        let input = Input::open_file(&task.input)?;
        if let (Some(place), Some(last)) = (&task.resumed, self.steps.last()) {
            let leaf = last.holder.chain.first().map(Vec::as_slice).unwrap_or_default();
            if resume::is_done(task, place, &input, leaf, self.now)? {
                return Ok(Signed::Before);
            }
        }
        let (first, _) = self.steps.split_first_mut().ok_or_else(|| Failure::usage("error-no-key"))?;
        match task.form {
            Form::Embedded => self.embed(task, input),
            Form::Detached => {
                if crate::commands::looks_like_pdf(&input) {
                    self.told.scan = hazards::look(&input, first.password.as_ref());
                    first.permit(task, &self.told.scan)?;
                }
                let message = first.detach(task, &input)?;
                let staged = task.output.stage(&[&message], Some(input.seen(&task.input)))?;
                let entry = first.has_journal().then(|| first.entry(task, sha256(&[&message]), None));
                Ok(Signed::Now(Whole::Staged(staged), entry.into_iter().collect()))
            }
        }
    }

    /// What was found in the document signed last, or refused.
    pub(super) fn take_told(&mut self) -> Told {
        let mut told = std::mem::take(&mut self.told);
        self.steps.iter_mut().for_each(|step| told.notes.append(&mut step.notes));
        told
    }

    /// One signature after the other; the last revision makes the whole long-lived, where the level asks for it.
    fn embed(&mut self, task: &Task, input: Input) -> Result<Signed, Failure> {
        let (first, others) = self.steps.split_first_mut().ok_or_else(|| Failure::usage("error-no-key"))?;
        // Who may refuse it for what is found, or asks a person, has it looked through before; where it is only told, that
        // is done while the document is open.
        let mut scan = None;
        if first.is_strict() || first.asks() {
            self.told.scan = hazards::look(&input, first.password.as_ref());
            first.permit(task, &self.told.scan)?;
            scan = Some(std::mem::take(&mut self.told.scan));
        }
        let made = first.embed(task, &input, &mut |document| {
            scan.get_or_insert_with(|| hazards::look_through(document));
        });
        self.told.scan = scan.unwrap_or_else(|| hazards::look(&input, first.password.as_ref()));
        let made = made?;
        let mut stamped = vec![made.stamped];
        let seen = input.seen(&task.input);
        let held = task.output.hold(input, made.appended, seen);
        if others.is_empty() && self.ladder.level < Level::BLt {
            let entries = self.entries(task, &held.parts(), stamped);
            return Ok(Signed::Now(Whole::Held(Box::new(held)), entries));
        }
        let mut staged = held.stage()?;
        for step in others {
            let made = step.embed(task, &staged.written()?, &mut |_| {})?;
            staged.append(&made.appended)?;
            stamped.push(made.stamped);
        }
        if self.ladder.level >= Level::BLt {
            let password = self.steps.first().and_then(|step| step.password.as_ref());
            let raised = self.ladder.raise(staged.written()?.to_vec(), password)?;
            staged.append(raised.appended())?;
        }
        let entries = self.entries(task, &[&staged.written()?], stamped);
        Ok(Signed::Now(Whole::Staged(staged), entries))
    }

    /// What is to be written down of a result with these octets; nothing where there is no journal.
    fn entries(&self, task: &Task, parts: &[&[u8]], stamped: Vec<Option<Time>>) -> Vec<Entry> {
        if !self.steps.first().is_some_and(Step::has_journal) {
            return Vec::new();
        }
        let sha256 = sha256(parts);
        let steps = self.steps.iter().zip(stamped);
        steps.map(|(step, stamped)| step.entry(task, sha256.clone(), stamped)).collect()
    }
}

pub(super) fn sha256(parts: &[&[u8]]) -> String {
    let mut hasher = Hasher::new(Digest::Sha256);
    parts.iter().for_each(|part| hasher.update(part));
    hex::encode(hasher.finish())
}
