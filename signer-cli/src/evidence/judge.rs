//! A run as it was: policy, trust, time and evidence from its record, and from nothing else.

use signer_core::Time;
use signer_core::evidence::{Evidence, Origin};
use signer_core::pki::{Certificate, TrustStore};
use signer_core::report::JudgedBy;
use signer_core::verify::Verifier;

use super::folder::object_name;
use super::record::{Kind, Piece, Run};
use super::{Damage, Folder, Sha256};
use crate::output::report::Provenance;

/// Ready to judge the documents of a run again.
pub(crate) struct Judge {
    pub(crate) verifier: Verifier,
    pub(super) evidence: Evidence,
    pub(super) at: Time,
    pub(super) started: Time,
    /// The program that gave the verdicts.
    pub(super) program: String,
    pub(super) provenance: Provenance,
    pub(super) judged_by: JudgedBy,
    /// Whether number and date were read off every first page.
    pub(crate) read_pages: bool,
    /// The list of units that no longer exist.
    pub(crate) former_units: String,
}

impl Judge {
    pub(super) fn read(folder: &Folder, run: &Run, password: Option<&[u8]>) -> Result<Self, Damage> {
        let certificate = |sum: &Sha256| {
            let octets = folder.object(*sum)?;
            Certificate::parse(&octets).map_err(|error| damaged(*sum, error))
        };
        let anchors: TrustStore =
            run.anchors.iter().map(certificate).collect::<Result<Vec<_>, _>>()?.into_iter().collect();
        let intermediates: Vec<_> = run.intermediates.iter().map(certificate).collect::<Result<_, _>>()?;
        let policy_sha256 = run.policy_file.map(|sum| folder.object(sum).map(|_| sum.to_string())).transpose()?;
        let mut evidence = Evidence::new();
        for piece in &run.supplied {
            add(folder, *piece, &mut evidence)?;
        }
        let verifier = Verifier::new(run.policy.clone(), anchors)
            .with_intermediates(intermediates)
            .with_limits(run.limits.clone());
        let verifier = match password {
            Some(password) => verifier.with_password(password),
            None => verifier,
        };
        let provenance = Provenance::of(&verifier, policy_sha256, run.validation_time);
        let judged_by = provenance.judged_by();
        let (at, started, program) = (run.validation_time, run.started, run.program.clone());
        let former_units = folder.object(run.former_units)?;
        let former_units = String::from_utf8(former_units).map_err(|error| damaged(run.former_units, error))?;
        let read_pages = run.read_pages;
        Ok(Self { verifier, evidence, at, started, program, provenance, judged_by, read_pages, former_units })
    }
}

/// Adds an object to the evidence as what it was. A token is looked at only: it is read from the document.
pub(super) fn add(folder: &Folder, piece: Piece, evidence: &mut Evidence) -> Result<(), Damage> {
    let octets = folder.object(piece.sha256)?;
    if piece.origin == Origin::Embedded {
        return Ok(());
    }
    let added = match piece.kind {
        Kind::Certificate => evidence.add_certificate(piece.origin, &octets),
        Kind::Crl => evidence.add_crl(piece.origin, &octets),
        Kind::Ocsp => evidence.add_ocsp(piece.origin, &octets),
        Kind::Token => Ok(false),
    };
    added.map(|_| ()).map_err(|error| damaged(piece.sha256, error))
}

fn damaged(sum: Sha256, error: impl std::fmt::Display) -> Damage {
    Damage::new(object_name(sum), format!("is not what its record says: {error}"))
}
