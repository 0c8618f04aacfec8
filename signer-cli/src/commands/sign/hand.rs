//! What signs: a key with its certificate, and what the command line wants of each signature.

use secrecy::SecretString;
use signer_core::algorithm::SignatureAlgorithm;
use signer_core::hazards::Scan;
use signer_core::pki::Certificate;
use signer_core::sign::{choose_algorithm, detached};
use signer_core::{Error, Time};

use crate::cli::sign::{Arguments, Role};
use crate::error::Failure;
use crate::files::{Input, Staged};
use crate::message::Arguments as Words;
use crate::output::Terminal;

use super::plan::{Form, Task};
use super::{embed, resume, warn_of_certificate};
use crate::commands::credentials::{self, Holder};
use crate::commands::hazards;

/// How the work on one input ended well.
#[derive(Debug)]
pub(super) enum Signed {
    /// It was signed now; the output has its octets and not yet its name.
    Now(Staged),
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
    now: Time,
    /// What was found in the document signed last.
    scan: Scan,
}

impl<'a> Hand<'a> {
    pub(super) fn new(arguments: &'a Arguments, now: Time, terminal: &Terminal) -> Result<Self, Failure> {
        let holder = credentials::read(&arguments.key, terminal)?;
        let leaf = holder.chain.first().ok_or_else(|| Failure::usage("error-no-key"))?;
        let failure = |error| Failure::broken("error-algorithm").because(error);
        let certificate = Certificate::parse(leaf).map_err(failure)?;
        let wanted = certificate.key_kind().and_then(|kind| credentials::preference(&arguments.signature, kind));
        let offered = wanted.map_or_else(|| holder.key.algorithms().to_vec(), |wanted| vec![wanted]);
        let algorithm = choose_algorithm(&offered, leaf).map_err(failure)?;
        warn_of_certificate(leaf, now, terminal);
        if let (Role::Organisation, Some(reason)) = (arguments.role, &arguments.signature.without_personal) {
            terminal.warn("sign-without-personal", &Words::new().with("reason", reason));
        }
        let password = match arguments.password.source() {
            Some(source) => Some(source.read("secret-document", "", &terminal.messages)?),
            None => None,
        };
        let name = certificate.subject().short();
        Ok(Self { arguments, holder, algorithm, password, name, now, scan: Scan::default() })
    }

    /// The same for another worker; `None` where the key serves one only.
    pub(super) fn another(&self) -> Option<Self> {
        let key = self.holder.key.another()?;
        let holder = Holder { key, chain: self.holder.chain.clone() };
        Some(Self { holder, password: self.password.clone(), name: self.name.clone(), scan: Scan::default(), ..*self })
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
        let staged = match task.form {
            Form::Embedded => self.embed(task, &input),
            Form::Detached => self.detach(task, &input),
        };
        staged.map(Signed::Now)
    }

    /// What was found in the document signed last, or refused.
    pub(super) fn take_scan(&mut self) -> Scan {
        std::mem::take(&mut self.scan)
    }

    fn embed(&mut self, task: &Task, input: &Input) -> Result<Staged, Failure> {
        let path = task.input.display().to_string();
        let options = &self.arguments.signature;
        embed::may_sign(self.arguments.role, options, &self.arguments.profile, input, &path, self.now)?;
        let signed = (|| {
            let document = embed::open(input, self.password.as_ref())?;
            let draft = embed::draft(&document, &self.holder.chain, options, self.now)?;
            draft.sign(self.algorithm, self.now, self.holder.key.as_signer())
        })();
        let signed = signed.map_err(|error| refused(task, error))?;
        task.output.stage(&[input, signed.appendix()], Some(input.seen(&task.input)))
    }

    fn detach(&mut self, task: &Task, input: &Input) -> Result<Staged, Failure> {
        let mut hasher = detached::hasher(self.algorithm);
        hasher.update(input);
        let key = self.holder.key.as_signer();
        let signed = detached::sign(hasher, &self.holder.chain, self.algorithm, self.now, key);
        let signed = signed.map_err(|error| refused(task, error))?;
        task.output.stage(&[&signed], Some(input.seen(&task.input)))
    }
}

fn refused(task: &Task, error: Error) -> Failure {
    Failure::broken("error-sign").with("path", task.input.display()).because(error)
}
