//! All certificates and evidence that are at hand for one document, with where each stands in it.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::quality::RandomState;

use crate::cms::{SignedData, SignerInfo};
use crate::evidence::{Evidence, Held, Origin};
use crate::pki::Certificate;
use crate::pki::crl::Crl;
use crate::pki::ocsp::Response;

use super::facts::StatusFacts;
use super::readings::Readings;

/// A piece of evidence, and where it is.
pub(super) struct Kept<T> {
    pub(super) value: T,
    pub(super) origin: Origin,
    /// The first revision whose time-stamp is over it, counted from 0.
    pub(super) covered_from: Option<usize>,
}

/// What is known of the status of a certificate: each piece by itself, and why others say nothing.
pub(super) type Status = (Vec<StatusFacts>, Vec<String>);

/// Which certificate, by whom it was issued.
pub(super) type Issued = ([u8; 32], [u8; 32]);

/// What is at hand for one document.
pub(super) struct Pool<'r> {
    pub(super) readings: &'r Readings,
    pub(super) certificates: Vec<Certificate>,
    pub(super) crls: Vec<Kept<Crl>>,
    pub(super) responses: Vec<Kept<Response>>,
    limit: usize,
    covered_from: HashMap<[u8; 32], usize, RandomState>,
    /// Signatures and time-stamps of one document share most of their certificates.
    known: RefCell<HashMap<Issued, Status, RandomState>>,
}

impl<'r> Pool<'r> {
    /// What the caller has: evidence and intermediates.
    pub(super) fn new(readings: &'r Readings, evidence: &Evidence, intermediates: &[Certificate], limit: u32) -> Self {
        let of_evidence = evidence.certificates().iter().map(|held| &held.value);
        Self {
            readings,
            certificates: of_evidence.chain(intermediates).cloned().collect(),
            crls: evidence.crls().iter().map(kept).collect(),
            responses: evidence.ocsp_responses().iter().map(kept).collect(),
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            covered_from: HashMap::default(),
            known: RefCell::default(),
        }
    }

    /// Everything that a message carries. Its revision is covered by time-stamps of later revisions only: the
    /// message lies in the gap of its own.
    pub(super) fn add_message(&mut self, data: &SignedData<'_>, covered_from: Option<usize>) {
        data.certificates().iter().for_each(|der| self.add_certificate(der, covered_from));
        data.crls().iter().for_each(|der| self.add_crl(der, covered_from));
        data.ocsp_responses().iter().for_each(|der| self.add_response(der, covered_from));
        data.signers().iter().for_each(|signer| self.add_attributes(signer, covered_from));
    }

    fn add_attributes(&mut self, signer: &SignerInfo<'_>, covered_from: Option<usize>) {
        signer.certificate_values().into_iter().for_each(|der| self.add_certificate(der, covered_from));
        let archived =
            signer.signed_attributes().and_then(|attributes| attributes.revocation_archival().ok().flatten());
        for values in archived.into_iter().chain(signer.revocation_values()) {
            values.crls.iter().for_each(|der| self.add_crl(der, covered_from));
            values.ocsp_responses.iter().for_each(|der| self.add_response(der, covered_from));
        }
    }

    /// What cannot be read is left out: it proves nothing anyway.
    pub(super) fn add_certificate(&mut self, der: &[u8], covered_from: Option<usize>) {
        if self.certificates.len() >= self.limit {
            return;
        }
        let Ok(certificate) = self.readings.certificate(der) else { return };
        if let Some(revision) = covered_from {
            let first = self.covered_from.entry(certificate.sha256()).or_insert(revision);
            *first = revision.min(*first);
        }
        if !self.certificates.contains(&certificate) {
            self.certificates.push(certificate);
        }
    }

    pub(super) fn add_crl(&mut self, der: &[u8], covered_from: Option<usize>) {
        if self.crls.len() < self.limit
            && let Ok(crl) = self.readings.crl(der)
        {
            add(&mut self.crls, crl, covered_from);
        }
    }

    /// With its envelope, or without it as CAdES keeps them.
    pub(super) fn add_response(&mut self, der: &[u8], covered_from: Option<usize>) {
        if self.responses.len() < self.limit
            && let Ok(response) = self.readings.response(der)
        {
            add(&mut self.responses, response, covered_from);
        }
    }

    pub(super) fn covered_from(&self, certificate: &Certificate) -> Option<usize> {
        self.covered_from.get(&certificate.sha256()).copied()
    }

    pub(super) fn known(&self, issued: &Issued) -> Option<Status> {
        self.known.borrow().get(issued).cloned()
    }

    pub(super) fn remember(&self, issued: Issued, status: &Status) {
        self.known.borrow_mut().insert(issued, status.clone());
    }
}

fn kept<T: Clone>(held: &Held<T>) -> Kept<T> {
    Kept { value: held.value.clone(), origin: held.origin, covered_from: None }
}

/// The same octets in several places are one piece, which is as old as the oldest place and embedded if any is.
fn add<T: PartialEq>(pieces: &mut Vec<Kept<T>>, value: T, covered_from: Option<usize>) {
    match pieces.iter_mut().find(|piece| piece.value == value) {
        Some(piece) => {
            piece.origin = Origin::Embedded;
            piece.covered_from = [piece.covered_from, covered_from].into_iter().flatten().min();
        }
        None => pieces.push(Kept { value, origin: Origin::Embedded, covered_from }),
    }
}
