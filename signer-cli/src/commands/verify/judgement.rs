//! Where the verdict on a document comes from: judged now, perhaps with what it rests on kept; or given again.

use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use signer_core::batch::{Batch, Input as Subject, verify_one};
use signer_core::evidence::Evidence;
use signer_core::report::{JudgedBy, Report};
use signer_core::verify::Verifier;

use super::ledger::Settings;
use super::units::Units;
use super::{settings, subject};
use crate::cli::verify::Arguments;
use crate::clock;
use crate::error::Failure;
use crate::evidence::{self, Basis, Recorder, Replay};
use crate::files::Input;
use crate::folders;
use crate::message::Arguments as Words;
use crate::output::Terminal;
use crate::output::report::Provenance;
use crate::outside::{Cache, Outside, Source};
use crate::policy;
use crate::trust;

/// Where verdicts come from.
pub(super) enum Judgement {
    Fresh(Box<Fresh>),
    Kept(Box<Replay>),
}

/// By what documents are judged now.
pub(super) struct Fresh {
    verifier: Verifier,
    evidence: Evidence,
    /// Where what is missing comes from, if it may be fetched.
    source: Option<Source>,
    provenance: Provenance,
    judged_by: JudgedBy,
    recorder: Option<(PathBuf, Recorder)>,
    /// Why the evidence of a document could not be kept.
    trouble: Mutex<Option<io::Error>>,
}

impl Judgement {
    pub(super) fn of(arguments: &Arguments, terminal: &Terminal) -> Result<Self, Failure> {
        match &arguments.replay {
            Some(folder) => {
                let password = subject::password(arguments, terminal)?;
                Ok(Self::Kept(Box::new(Replay::open(folder, arguments.at, password)?)))
            }
            None => Ok(Self::Fresh(Box::new(Fresh::of(arguments, terminal)?))),
        }
    }

    /// What stands at the head of a report of many documents.
    pub(super) fn provenance(&self) -> Result<Provenance, Failure> {
        match self {
            Self::Fresh(fresh) => Ok(fresh.provenance.clone()),
            Self::Kept(replay) => replay.provenance(),
        }
    }

    /// The report of one document, found in `input`, at its position among the documents.
    pub(super) fn report(&self, position: usize, input: &str, subject: &Subject<Input>) -> Report {
        match self {
            Self::Fresh(fresh) => fresh.report(position, input, subject),
            Self::Kept(replay) => replay.report(subject),
        }
    }

    /// Why what verdicts rest on could not be kept: then no verdict is given any more.
    pub(super) fn trouble(&self) -> Result<(), Failure> {
        let Self::Fresh(fresh) = self else { return Ok(()) };
        let trouble = fresh.trouble.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (trouble, &fresh.recorder) {
            (Some(error), Some((folder, _))) => Err(evidence::cannot(folder, error)),
            _ => Ok(()),
        }
    }

    /// Says what did not hinder the verdicts.
    pub(super) fn warn(&self, terminal: &Terminal) {
        let Self::Fresh(fresh) = self else { return };
        if let Some((path, error)) = fresh.source.as_ref().and_then(Source::trouble) {
            terminal.warn("cache-trouble", &Words::new().with("path", path).with("why", error));
        }
    }
}

impl Fresh {
    fn of(arguments: &Arguments, terminal: &Terminal) -> Result<Self, Failure> {
        let now = clock::now();
        let at = settings::time(arguments)?;
        let policy = policy::chosen(&arguments.policy)?;
        let verifier = subject::verifier(arguments, policy.policy.clone(), terminal)?;
        let evidence = trust::evidence::supplied(&arguments.trust, terminal)?;
        let provenance = Provenance::of(&verifier, policy.sha256(), at);
        let basis = Basis {
            verifier: &verifier,
            policy: &policy,
            evidence: &evidence,
            at,
            started: now,
            online: arguments.online,
        };
        let recorder = match &arguments.evidence {
            Some(folder) => Some((folder.clone(), Recorder::begin(folder, basis)?)),
            None => None,
        };
        let judged_by = provenance.judged_by();
        let (source, trouble) = (source(arguments), Mutex::default());
        Ok(Self { verifier, evidence, source, provenance, judged_by, recorder, trouble })
    }

    /// Each setting on which a report depends.
    pub(super) fn settings(&self, arguments: &Arguments, units: &Units) -> Settings {
        settings::of(arguments, &self.verifier, &self.evidence, units, self.provenance.at)
    }

    /// The report of one document, with what was asked of the outside in vain, and by what it was judged.
    fn report(&self, position: usize, input: &str, subject: &Subject<Input>) -> Report {
        let batch = Batch {
            verifier: &self.verifier,
            evidence: &self.evidence,
            at: self.provenance.at,
            jobs: NonZeroUsize::MIN,
        };
        let supply = |report: &Report, evidence: &mut Evidence| {
            self.source.as_ref().is_some_and(|source| source.supply(report, evidence))
        };
        let judged = verify_one(batch, subject, &supply);
        let mut report = judged.report;
        let mut findings = Vec::new();
        if let Some(source) = &self.source {
            source.keep(&report);
            findings = source.findings(&report);
            report.findings.extend(findings.iter().cloned());
        }
        if let Some((_, recorder)) = &self.recorder {
            let (octets, evidence) = (subject.octets.as_ref().ok(), judged.evidence.as_ref());
            let subject = evidence::Subject { octets, input, position, evidence, findings: &findings };
            if let Err(error) = recorder.keep(&self.verifier, subject, &report) {
                self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        }
        report.judged_by = Some(self.judged_by.clone());
        report
    }
}

fn source(arguments: &Arguments) -> Option<Source> {
    if !arguments.online {
        return None;
    }
    let folder = || Some(folders::cache()?.join("online"));
    let cache = if arguments.kept.no_cache { None } else { arguments.kept.cache.clone().or_else(folder) };
    let outside = Outside::new(arguments.network.settings([]));
    Some(Source::new(outside, cache.map(Cache::new), clock::now()))
}
