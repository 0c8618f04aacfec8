//! Keeps what each verdict rests on, while it is given: by many workers at once.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use signer_core::Time;
use signer_core::batch::Octets;
use signer_core::evidence::{Evidence, Held, Origin};
use signer_core::report::{DocumentConclusion, Report, ReportFinding};
use signer_core::verify::{Material, Verifier};

use super::record::{Document, Kind, Manifest, Piece, Run};
use super::{Access, FORMAT, Folder, Sha256};
use crate::error::Failure;
use crate::files::Input;
use crate::output::report::PROGRAM;
use crate::policy::Chosen;

/// Keeps the evidence of one run.
#[derive(Debug)]
pub(crate) struct Recorder {
    folder: Folder,
    run: Sha256,
}

/// A document that was judged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'s> {
    /// Its octets, if they could be had.
    pub(crate) octets: Option<&'s Octets<Input>>,
    /// The file that it was found in.
    pub(crate) input: &'s str,
    /// Its place among the documents of the run.
    pub(crate) position: usize,
    /// The evidence that was supplied to it, with that of the run.
    pub(crate) evidence: Option<&'s Evidence>,
    /// What was asked of the outside in vain.
    pub(crate) findings: &'s [ReportFinding],
    /// What was found of its signatures, and the digest of that report.
    pub(crate) verdict: DocumentConclusion,
    pub(crate) essence: Sha256,
}

/// What all documents of a run share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Basis<'b> {
    pub(crate) verifier: &'b Verifier,
    pub(crate) policy: &'b Chosen,
    pub(crate) evidence: &'b Evidence,
    pub(crate) at: Time,
    pub(crate) started: Time,
    pub(crate) online: bool,
    pub(crate) read_pages: bool,
    pub(crate) former_units: &'b str,
}

impl Recorder {
    /// Keeps what all documents of the run share.
    pub(crate) fn begin(root: &Path, basis: Basis<'_>) -> Result<Self, Failure> {
        let folder = Folder::open(root, Access::Add)?;
        let run = record(&folder, basis).map_err(|error| cannot(root, error))?;
        Ok(Self { folder, run })
    }

    /// Keeps what the verdict on one document rests on.
    pub(crate) fn keep(&self, verifier: &Verifier, subject: Subject<'_>, report: &Report) -> io::Result<()> {
        let (document, content) = match subject.octets {
            None => (None, None),
            Some(Octets::Document(octets)) => (Some(document(report, octets)), None),
            Some(Octets::Detached { signature, content }) => {
                (Some(Document::of(signature)), Some(document(report, content)))
            }
        };
        let mut evidence = Vec::new();
        if let Some(held) = subject.evidence {
            add_evidence(&self.folder, held, Origin::Fetched, &mut evidence)?;
        }
        if let Some(octets) = subject.octets {
            self.add_material(&material(verifier, octets), &mut evidence)?;
        }
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            document,
            content,
            path: report.path.clone(),
            input: subject.input.to_owned(),
            position: u64::try_from(subject.position).unwrap_or(u64::MAX),
            run: self.run,
            evidence,
            findings: subject.findings.to_vec(),
            conclusion: report.conclusion(),
            verdict: subject.verdict,
            report: subject.essence,
        };
        self.folder.put_manifest(&manifest).map(|_| ())
    }

    fn add_material(&self, material: &Material, pieces: &mut Vec<Piece>) -> io::Result<()> {
        let kinds = [
            (Kind::Certificate, &material.certificates),
            (Kind::Crl, &material.crls),
            (Kind::Ocsp, &material.ocsp_responses),
            (Kind::Token, &material.tokens),
        ];
        for (kind, all) in kinds {
            for octets in all {
                pieces.push(Piece { kind, origin: Origin::Embedded, sha256: self.folder.put(octets)? });
            }
        }
        Ok(())
    }
}

/// The evidence could not be kept: a verdict that cannot be defended is not given.
pub(crate) fn cannot(root: &Path, error: io::Error) -> Failure {
    Failure::broken("error-evidence-write").with("path", root.display()).because(error)
}

fn record(folder: &Folder, basis: Basis<'_>) -> io::Result<Sha256> {
    let mut supplied = Vec::new();
    add_evidence(folder, basis.evidence, Origin::Supplied, &mut supplied)?;
    let verifier = basis.verifier;
    let anchors = verifier.trust().anchors().iter().map(|anchor| folder.put(anchor.der()));
    let intermediates = verifier.intermediates().iter().map(|one| folder.put(one.der()));
    let run = Run {
        format: FORMAT.to_owned(),
        program: PROGRAM.to_owned(),
        started: basis.started,
        validation_time: basis.at,
        online: basis.online,
        policy: verifier.policy().clone(),
        policy_file: basis.policy.file.as_ref().map(|octets| folder.put(octets)).transpose()?,
        limits: verifier.limits().clone(),
        anchors: anchors.collect::<io::Result<_>>()?,
        intermediates: intermediates.collect::<io::Result<_>>()?,
        read_pages: basis.read_pages,
        former_units: folder.put(basis.former_units.as_bytes())?,
        supplied,
    };
    folder.put_run(&run)
}

/// Puts what came from there, in its order.
fn add_evidence(folder: &Folder, held: &Evidence, origin: Origin, pieces: &mut Vec<Piece>) -> io::Result<()> {
    let certificates = octets(held.certificates(), origin, Kind::Certificate, |one| one.der());
    let crls = octets(held.crls(), origin, Kind::Crl, |one| one.der());
    let responses = octets(held.ocsp_responses(), origin, Kind::Ocsp, |one| one.der());
    for (kind, octets) in certificates.into_iter().chain(crls).chain(responses) {
        pieces.push(Piece { kind, origin, sha256: folder.put(octets)? });
    }
    Ok(())
}

fn octets<'h, T>(
    held: &'h [Held<T>],
    origin: Origin,
    kind: Kind,
    der: impl Fn(&'h T) -> &'h [u8],
) -> Vec<(Kind, &'h [u8])> {
    held.iter().filter(|one| one.origin == origin).map(|one| (kind, der(&one.value))).collect()
}

/// What the report says of the octets; where it says nothing, what they are.
fn document(report: &Report, octets: &[u8]) -> Document {
    match report.sha256.parse() {
        Ok(sha256) => Document { sha256, size: report.size },
        Err(_) => Document::of(octets),
    }
}

/// What the document brings along. Of one that cannot be read that is nothing.
fn material(verifier: &Verifier, octets: &Octets<Input>) -> Material {
    let read = || match octets {
        Octets::Document(octets) => verifier.material(octets),
        Octets::Detached { signature, .. } => verifier.material_detached(signature),
    };
    catch_unwind(AssertUnwindSafe(read)).ok().and_then(Result::ok).unwrap_or_default()
}
