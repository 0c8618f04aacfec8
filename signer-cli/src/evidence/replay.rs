//! Gives verdicts again, from the folder alone: no clock, no network, no trust of this machine, no configuration.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use signer_core::Time;
use signer_core::batch::{Batch, Input as Subject, Octets, verify_one};
use signer_core::report::{Report, ReportError, ReportFinding, Severity};
use zeroize::Zeroizing;

use super::judge::{self, Judge};
use super::record::{Document, Manifest, essence};
use super::{Access, Damage, Folder, Sha256};
use crate::error::Failure;
use crate::files::Input;
use crate::output::report::{PROGRAM, Provenance};

/// A folder of evidence, to judge by.
pub(crate) struct Replay {
    folder: Folder,
    /// Only verdicts as of this moment are given again.
    at: Option<Time>,
    password: Option<Zeroizing<Vec<u8>>>,
    judges: Mutex<HashMap<Sha256, Known>>,
    latest: OnceLock<Option<Arc<Judge>>>,
}

/// A run that was looked at: ready, or why not.
type Known = Result<Arc<Judge>, Damage>;

/// What the folder knows of a document.
struct Kept {
    manifest: Manifest,
    judge: Arc<Judge>,
}

impl Replay {
    pub(crate) fn open(root: &Path, at: Option<Time>, password: Option<Zeroizing<Vec<u8>>>) -> Result<Self, Failure> {
        let folder = Folder::open(root, Access::Read)?;
        Ok(Self { folder, at, password, judges: Mutex::default(), latest: OnceLock::new() })
    }

    /// The files that were judged, each where it stood among the others; of several runs the older first.
    pub(crate) fn inputs(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut places: BTreeMap<String, (Time, u64)> = BTreeMap::new();
        self.folder.all_manifests(|manifest| {
            let damaged = |damage: Damage| Failure::broken("error-evidence-damaged").because(damage);
            let (_, manifest) = manifest.map_err(damaged)?;
            let judge = self.judge(manifest.run).map_err(damaged)?;
            if self.at.is_none_or(|at| at == judge.at) {
                let place = (judge.started, manifest.position);
                let known = places.entry(manifest.input).or_insert(place);
                // The newest run decides; within it the first of the documents of an archive.
                if place.0 > known.0 || (place.0 == known.0 && place.1 < known.1) {
                    *known = place;
                }
            }
            Ok(())
        })?;
        let mut inputs: Vec<_> = places.into_iter().map(|(input, place)| (place, input)).collect();
        inputs.sort();
        Ok(inputs.into_iter().map(|(_, input)| PathBuf::from(input)).collect())
    }

    /// By what documents were judged: of several runs what they have in common, as far as a head can say it.
    pub(crate) fn provenance(&self) -> Result<Provenance, Failure> {
        let mut all: Vec<Provenance> = Vec::new();
        for sum in self.folder.runs()? {
            if let Ok(judge) = self.judge(sum)
                && self.at.is_none_or(|at| at == judge.at)
            {
                all.push(judge.provenance.clone());
            }
        }
        Provenance::joined(all).ok_or_else(|| Failure::broken("error-evidence-empty"))
    }

    /// The verdict on a document, again, and by what it was judged.
    pub(crate) fn report(&self, subject: &Subject<Input>) -> (Report, Option<Arc<Judge>>) {
        let octets = match &subject.octets {
            Ok(octets) => octets,
            Err(error) => return (self.unreadable(subject, error.clone()), None),
        };
        let (document, content) = match octets {
            Octets::Document(octets) => (Document::of(octets), None),
            Octets::Detached { signature, content } => (Document::of(signature), Some(Document::of(content))),
        };
        let of_subject = |mut report: Report| {
            report.sha256 = content.unwrap_or(document).sha256.to_string();
            report.size = content.unwrap_or(document).size;
            report
        };
        let kept = match self.kept(document, content) {
            Ok(Some(kept)) => kept,
            Ok(None) => return (of_subject(self.unreadable(subject, unknown(document, self.at))), None),
            Err(damage) => return (of_subject(self.unreadable(subject, damaged(&damage))), None),
        };
        let report = again(&self.folder, &kept, subject);
        let report = report.unwrap_or_else(|error| of_subject(unreadable(subject, Some(&kept.judge), error)));
        (report, Some(kept.judge))
    }

    /// The newest of the verdicts on a document.
    fn kept(&self, document: Document, content: Option<Document>) -> Result<Option<Kept>, Damage> {
        let mut best: Option<((Time, Time, Sha256), Kept)> = None;
        for (sum, manifest) in self.folder.manifests(document.sha256)? {
            if manifest.content != content {
                continue;
            }
            let judge = self.judge(manifest.run)?;
            if self.at.is_some_and(|at| at != judge.at) {
                continue;
            }
            let rank = (judge.started, judge.at, sum);
            if best.as_ref().is_none_or(|(other, _)| *other < rank) {
                best = Some((rank, Kept { manifest, judge }));
            }
        }
        Ok(best.map(|(_, kept)| kept))
    }

    /// A run, read once.
    fn judge(&self, sum: Sha256) -> Known {
        let mut judges = self.judges.lock().unwrap_or_else(PoisonError::into_inner);
        let known = judges.entry(sum).or_insert_with(|| {
            let run = self.folder.run(sum)?;
            let password = self.password.as_ref().map(|password| password.as_slice());
            Judge::read(&self.folder, &run, password).map(Arc::new)
        });
        known.clone()
    }

    /// A line for what cannot be judged, by the newest of the runs: it has to name a time and a policy.
    fn unreadable(&self, subject: &Subject<Input>, error: ReportError) -> Report {
        let latest = self.latest.get_or_init(|| {
            let runs = self.folder.runs().unwrap_or_default();
            let judges = runs.iter().filter_map(|sum| self.judge(*sum).ok());
            let judges = judges.filter(|judge| self.at.is_none_or(|at| at == judge.at));
            judges.max_by_key(|judge| (judge.started, judge.at))
        });
        unreadable(subject, latest.as_deref(), error)
    }
}

/// Judges by what was kept, and compares.
fn again(folder: &Folder, kept: &Kept, subject: &Subject<Input>) -> Result<Report, ReportError> {
    let Kept { manifest, judge } = kept;
    let mut evidence = judge.evidence.clone();
    for piece in &manifest.evidence {
        judge::add(folder, *piece, &mut evidence).map_err(|damage| damaged(&damage))?;
    }
    let batch = Batch { verifier: &judge.verifier, evidence: &evidence, at: judge.at, jobs: NonZeroUsize::MIN };
    let mut report = verify_one(batch, subject, &|_, _| false).report;
    report.findings.extend(manifest.findings.iter().cloned());
    let same = essence(&report) == manifest.report;
    if report.conclusion() != manifest.verdict || (!same && judge.program == PROGRAM) {
        return Err(differs(&report, kept));
    }
    if !same {
        report.findings.push(reworded(kept));
    }
    report.judged_by = Some(judge.judged_by.clone());
    Ok(report)
}

fn unreadable(subject: &Subject<Input>, judge: Option<&Judge>, error: ReportError) -> Report {
    let (at, policy) = judge.map_or((Time::from_unix(0), ""), |judge| (judge.at, judge.verifier.policy().name()));
    let mut report = Report::unreadable(subject.path.as_str(), at, policy, error);
    report.judged_by = judge.map(|judge| judge.judged_by.clone());
    report
}

fn unknown(document: Document, at: Option<Time>) -> ReportError {
    let as_of = at.map(|at| format!(" as of {at}")).unwrap_or_default();
    let message = format!("no evidence{as_of} is kept of a document with the SHA-256 {}", document.sha256);
    ReportError { code: "evidence-unknown".to_owned(), message }
}

fn damaged(damage: &Damage) -> ReportError {
    ReportError { code: "evidence-damaged".to_owned(), message: format!("of the evidence, {damage}") }
}

fn differs(report: &Report, kept: &Kept) -> ReportError {
    let name = |conclusion| serde_json::to_value(conclusion).ok().and_then(|name| name.as_str().map(str::to_owned));
    let message = format!(
        "the verdict that was kept is `{}`, by {}; judged again by {PROGRAM}, it is `{}` or has other reasons",
        name(kept.manifest.verdict).unwrap_or_default(),
        kept.judge.program,
        name(report.conclusion()).unwrap_or_default(),
    );
    ReportError { code: "evidence-differs".to_owned(), message }
}

fn reworded(kept: &Kept) -> ReportFinding {
    let message = format!(
        "the verdict is the one that was kept; what is said about it is not to the letter what {} said",
        kept.judge.program
    );
    ReportFinding { code: "evidence.reworded".to_owned(), severity: Severity::Info, message }
}
