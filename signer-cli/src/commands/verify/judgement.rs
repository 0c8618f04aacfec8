//! Where the verdict on a document comes from: judged now, perhaps with what it rests on kept; or given again.

use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use signer_core::batch::{Batch, Input as Subject, Octets, verify_one};
use signer_core::evidence::Evidence;
use signer_core::report::{DocumentConclusion, JudgedBy, Report, ReportFinding, Requirement};
use signer_core::verify::Verifier;

use super::engine::Reading;
use super::units::Units;
use super::{settings, subject};
use crate::cli::verify::Arguments;
use crate::clock;
use crate::error::Failure;
use crate::evidence::{self, Basis, Judge, Recorder, Replay};
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

/// A verdict, and what follows it.
pub(super) struct Verdict {
    pub(super) report: Report,
    /// By what its formalities are judged; nothing where there is nothing to judge by.
    pub(super) setting: Option<Arc<Setting>>,
    /// What is to be kept with it.
    pub(super) resting: Option<Resting>,
}

/// What a verdict rests on.
pub(super) struct Resting {
    evidence: Option<Evidence>,
    findings: Vec<ReportFinding>,
    verdict: DocumentConclusion,
    essence: evidence::Sha256,
}

/// By what is judged that is beside signatures.
pub(super) struct Setting {
    pub(super) requirements: Vec<Requirement>,
    pub(super) units: Units,
    pub(super) pages: Reading,
}

impl Setting {
    /// As it was. What is no list of units was none when it was kept.
    fn kept(judge: &Judge) -> Option<Self> {
        let units = Units::kept(judge.former_units.clone())?;
        let pages = if judge.read_pages { Reading::All } else { Reading::WhereNeeded };
        Some(Self { requirements: judge.verifier.policy().requirements().to_vec(), units, pages })
    }
}

/// The file that holds a document of this name: itself, or the archive or the message before `!/`.
fn file_of(name: &str) -> &str {
    let holders = name.match_indices("!/").filter_map(|(at, _)| name.get(..at));
    let mut holders = holders.filter(|holder| Path::new(holder).is_file());
    if Path::new(name).exists() { name } else { holders.next().unwrap_or(name) }
}

/// By what documents are judged now.
pub(super) struct Fresh {
    verifier: Verifier,
    evidence: Evidence,
    /// Where what is missing comes from, if it may be fetched.
    source: Option<Source>,
    provenance: Provenance,
    judged_by: JudgedBy,
    setting: Arc<Setting>,
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

    /// The verdict on one document, before what depends on where it was found.
    pub(super) fn verdict(&self, subject: &Subject<Input>) -> Verdict {
        match self {
            Self::Fresh(fresh) => fresh.verdict(subject),
            Self::Kept(replay) => {
                let (report, judge) = replay.report(subject);
                let setting = judge.and_then(|judge| Setting::kept(&judge)).map(Arc::new);
                Verdict { report, setting, resting: None }
            }
        }
    }

    /// Keeps what a verdict rests on, where that is wanted. `report` is what is said of the document in the end.
    pub(super) fn keep(
        &self,
        position: usize,
        octets: Option<&Octets<Input>>,
        resting: Option<Resting>,
        report: &Report,
    ) {
        let (Self::Fresh(fresh), Some(resting)) = (self, resting) else { return };
        let Some((_, recorder)) = &fresh.recorder else { return };
        let Resting { evidence, findings, verdict, essence } = &resting;
        let input = file_of(&report.path);
        let (evidence, verdict, essence) = (evidence.as_ref(), *verdict, *essence);
        let subject = evidence::Subject { octets, input, position, evidence, findings, verdict, essence };
        if let Err(error) = recorder.keep(&fresh.verifier, subject, report) {
            fresh.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
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
        let units = Units::chosen(arguments.former_units.as_deref())?;
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
            read_pages: arguments.read_pages,
            former_units: units.text(),
        };
        let recorder = match &arguments.evidence {
            Some(folder) => Some((folder.clone(), Recorder::begin(folder, basis)?)),
            None => None,
        };
        let judged_by = provenance.judged_by();
        let pages = if arguments.read_pages { Reading::All } else { Reading::WhereNeeded };
        let setting = Arc::new(Setting { requirements: verifier.policy().requirements().to_vec(), units, pages });
        let (source, trouble) = (source(arguments), Mutex::default());
        Ok(Self { verifier, evidence, source, provenance, judged_by, setting, recorder, trouble })
    }

    /// On what the verdicts of a ledger depend.
    pub(super) fn settings(&self, arguments: &Arguments) -> super::ledger::Settings {
        settings::of(arguments, &self.verifier, &self.evidence, &self.setting.units, self.provenance.at)
    }

    /// The verdict on one document, with what was asked of the outside in vain, and by what it was judged.
    fn verdict(&self, subject: &Subject<Input>) -> Verdict {
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
        let resting = self.recorder.is_some().then(|| Resting {
            evidence: judged.evidence,
            findings,
            verdict: report.conclusion(),
            essence: evidence::essence(&report),
        });
        report.judged_by = Some(self.judged_by.clone());
        Verdict { report, setting: Some(Arc::clone(&self.setting)), resting }
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
