//! Whether a certificate and those above it stand at a moment, with what shows it and what is missing to show it.

use crate::crypto::Native;
use crate::error::{Error, Misuse};
use crate::evidence::{Evidence, Need};
use crate::limits::{Budget, Limits};
use crate::pki::crl::Crl;
use crate::pki::ocsp::{self, Response};
use crate::pki::revocation::{Freshness, Proof, RevocationStatus, Source, Sources, determine_path};
use crate::pki::{
    Certificate, Path, PathError, PathErrorKind, PathQuery, PolicySettings, Purpose, TrustStore, find_path,
};
use crate::sign::collect::Older;
use crate::sign::security_store::ValidationData;
use crate::time::Time;

/// How certain it is that a certificate stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "it stands, it does not, or nobody knows")]
pub enum Certainty {
    /// There is a path to an anchor, and nobody on it was revoked.
    Shown,
    /// It could not be checked; `why` says what is missing.
    Unchecked {
        /// What is missing.
        why: Doubt,
    },
    /// It does not stand: revoked, expired, or not what it should be.
    Refuted {
        /// Why.
        why: Doubt,
    },
}

/// Why a certificate, or what was signed with it, is not shown to be trustworthy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Doubt {
    /// There is no path to an anchor.
    #[error("{0}")]
    Path(PathErrorKind),
    /// Somebody on the path was revoked, or is on hold.
    #[error("the certificate of {subject} was {status}")]
    Revoked {
        /// Whose certificate.
        subject: String,
        /// Since when, and why.
        status: RevocationStatus,
    },
    /// Nothing at hand tells whether somebody on the path was revoked.
    #[error("nothing at hand says whether the certificate of {subject} was revoked")]
    StatusUnknown {
        /// Whose certificate.
        subject: String,
    },
    /// The certificate of who signed is not at hand.
    #[error("the certificate of its signer is missing")]
    NoCertificate,
    /// It is of a form that cannot be read, or that holds no certificates.
    #[error("it cannot be read, or holds no certificates of the kind that is kept")]
    Form,
}

impl Doubt {
    /// Whether no further evidence can resolve it.
    #[must_use]
    pub const fn is_lasting(&self) -> bool {
        match self {
            Self::Path(kind) => is_lasting(kind),
            Self::Revoked { .. } | Self::Form => true,
            Self::StatusUnknown { .. } | Self::NoCertificate => false,
        }
    }
}

/// What is known of a certificate at a moment, and what could tell more.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// Whether it stands.
    pub certainty: Certainty,
    /// What is missing to know.
    pub needs: Vec<Need>,
    /// What was relied upon, the chain itself included.
    pub data: ValidationData,
}

/// Whether the signer's certificate and those above it stand at this moment (Decree 68/2024, article 29).
///
/// `chain` holds DER certificates, the signer's first. Where the path reaches no anchor, evidence is still heard
/// against it: a revocation that the issuer signed refutes, whoever is trusted.
///
/// # Errors
/// `Malformed` when a certificate of the chain cannot be read.
pub fn standing(chain: &[Vec<u8>], trust: &TrustStore, evidence: &Evidence, now: Time) -> Result<Standing, Error> {
    let certificates: Result<Vec<_>, _> = chain.iter().map(|der| Certificate::parse(der)).collect();
    let certificates = certificates?;
    let leaf = certificates.first().ok_or_else(|| Misuse::new("the certificate of the signer is needed"))?;
    let mut material = Material::new(evidence);
    material.certificates.extend(certificates.iter().cloned());
    let moment = Moment { at: now, stamped: None, now, purpose: Purpose::DocumentSigning };
    let mut budget = budget(1);
    let shown = material.show(leaf, trust, moment, &mut budget)?;
    let certainty = match shown.doubt {
        None => Certainty::Shown,
        Some(why) if why.is_lasting() => Certainty::Refuted { why },
        Some(why @ Doubt::StatusUnknown { .. }) => Certainty::Unchecked { why },
        Some(why) => match material.against(leaf, moment, &mut budget)? {
            Some(revoked) => Certainty::Refuted { why: revoked },
            None => Certainty::Unchecked { why },
        },
    };
    let mut data = ValidationData::default();
    shown
        .path
        .iter()
        .chain(&shown.proofs.certificates)
        .for_each(|one| keep(&mut data.certificates, Some(&one.der().to_vec())));
    shown.proofs.crls.iter().for_each(|one| keep(&mut data.crls, Some(&one.der().to_vec())));
    shown.proofs.responses.iter().for_each(|one| keep(&mut data.ocsp_responses, Some(&one.der().to_vec())));
    Ok(Standing { certainty, needs: shown.needs, data })
}

/// Public-key operations for so many signatures.
pub(super) fn budget(signatures: usize) -> Budget {
    let each = u64::from(Limits::default().signature_checks);
    let signatures = u64::try_from(signatures).unwrap_or(u64::MAX).max(1);
    Budget::new("public-key operations", each.saturating_mul(signatures))
}

/// When a certificate is asked about, and for what.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) at: Time,
    /// When a time-stamp says that what was signed existed, where there is one.
    pub(super) stamped: Option<Time>,
    pub(super) now: Time,
    pub(super) purpose: Purpose,
}

/// All that is at hand.
pub(super) struct Material {
    pub(super) certificates: Vec<Certificate>,
    pub(super) crls: Vec<Crl>,
    pub(super) responses: Vec<Response>,
}

/// What was found about one certificate.
#[derive(Default)]
pub(super) struct Shown {
    /// The path, from the leaf to the anchor; empty where there is none.
    pub(super) path: Vec<Certificate>,
    /// What shows that nobody was revoked.
    pub(super) proofs: Proofs,
    /// Why there is no path, who was revoked, or whose status is not known; the worst of these.
    pub(super) doubt: Option<Doubt>,
    pub(super) needs: Vec<Need>,
    /// What would say the same of a later moment than the time-stamp.
    pub(super) older: Vec<Older>,
}

impl Shown {
    fn doubt(&mut self, doubt: Doubt) {
        if self.doubt.as_ref().is_none_or(|known| doubt.is_lasting() && !known.is_lasting()) {
            self.doubt = Some(doubt);
        }
    }
}

/// Evidence that decided, each piece once.
#[derive(Default)]
pub(super) struct Proofs {
    /// Of those who signed evidence in place of the issuer.
    pub(super) certificates: Vec<Certificate>,
    pub(super) crls: Vec<Crl>,
    pub(super) responses: Vec<Response>,
}

/// How far the evidence about those who sign evidence is followed.
///
/// 3: a responder's or CRL issuer's certificate is checked by one more list, hardly ever by two.
const DEPTH: u8 = 3;

impl Material {
    pub(super) fn new(evidence: &Evidence) -> Self {
        Self {
            certificates: evidence.certificates().iter().map(|held| held.value.clone()).collect(),
            crls: evidence.crls().iter().map(|held| held.value.clone()).collect(),
            responses: evidence.ocsp_responses().iter().map(|held| held.value.clone()).collect(),
        }
    }

    /// What shows that this certificate stood at the moment.
    pub(super) fn show(
        &self,
        leaf: &Certificate,
        trust: &TrustStore,
        moment: Moment,
        budget: &mut Budget,
    ) -> Result<Shown, Error> {
        let mut shown = Shown::default();
        match self.path(leaf, trust, moment, budget) {
            Ok(path) => {
                self.absorb(&path, trust, moment, budget, DEPTH, &mut shown)?;
                shown.path = path.certificates().to_vec();
            }
            Err(error) => {
                shown.needs.extend(issuer_needed(&error));
                shown.doubt(Doubt::Path(error.kind));
            }
        }
        Ok(shown)
    }

    fn path(
        &self,
        leaf: &Certificate,
        trust: &TrustStore,
        moment: Moment,
        budget: &mut Budget,
    ) -> Result<Path, PathError> {
        find_path(PathQuery {
            leaf,
            intermediates: &self.certificates,
            trust,
            at: moment.at,
            checker: &Native,
            budget,
            purpose: moment.purpose,
            policies: PolicySettings::any(),
        })
    }

    fn sources(&self, moment: Moment) -> Sources<'_> {
        Sources {
            crls: &self.crls,
            responses: &self.responses,
            certificates: &self.certificates,
            at: moment.at,
            now: moment.now,
            freshness: Freshness::InForce,
            checker: &Native,
        }
    }

    /// Takes up what decided about each certificate of the path, and about who signed that.
    fn absorb(
        &self,
        path: &Path,
        trust: &TrustStore,
        moment: Moment,
        budget: &mut Budget,
        depth: u8,
        shown: &mut Shown,
    ) -> Result<(), Error> {
        let status = determine_path(path, &self.sources(moment), budget)?;
        for (pair, determination) in path.certificates().windows(2).zip(&status.determinations) {
            let [certificate, issuer] = pair else { continue };
            match determination.status {
                RevocationStatus::Unknown => {
                    shown.doubt(Doubt::StatusUnknown { subject: name(certificate) });
                    shown.needs.extend(status_needed(certificate, issuer));
                }
                status if !status.is_good_at(moment.at) => {
                    shown.doubt(Doubt::Revoked { subject: name(certificate), status });
                }
                RevocationStatus::Good => {
                    if let Some(since) = moment.stamped.filter(|stamped| is_older(&determination.proofs, *stamped)) {
                        let needs = status_needed(certificate, issuer).into_iter();
                        shown.older.extend(needs.map(|need| Older { need, since }));
                    }
                }
                _ => {}
            }
            for proof in &determination.proofs {
                self.take(proof, issuer, trust, moment, budget, depth, shown)?;
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the moment, the means and the result of one recursion")]
    fn take(
        &self,
        proof: &Proof,
        issuer: &Certificate,
        trust: &TrustStore,
        moment: Moment,
        budget: &mut Budget,
        depth: u8,
        shown: &mut Shown,
    ) -> Result<(), Error> {
        let mut carried = false;
        match proof.source {
            Source::Crl(index) => keep(&mut shown.proofs.crls, self.crls.get(index)),
            Source::Response(index) => {
                let response = self.responses.get(index);
                carried = response.is_some_and(|response| response.certificates().contains(&proof.signer));
                keep(&mut shown.proofs.responses, response);
            }
        }
        keep(&mut shown.proofs.crls, proof.delta.and_then(|index| self.crls.get(index)));
        let (false, Some(depth)) = (proof.signer.spki() == issuer.spki(), depth.checked_sub(1)) else { return Ok(()) };
        if !carried {
            keep(&mut shown.proofs.certificates, Some(&proof.signer));
        }
        let purpose = match proof.source {
            Source::Crl(_) => Purpose::CrlSigning,
            Source::Response(_) => Purpose::OcspSigning,
        };
        // The evidence was accepted, so there is a path; what it goes over is kept, and what is known of it.
        let mut beside = Shown::default();
        if let Ok(path) = self.path(&proof.signer, trust, Moment { purpose, ..moment }, budget) {
            self.absorb(&path, trust, moment, budget, depth, &mut beside)?;
            path.certificates().iter().skip(1).for_each(|one| keep(&mut shown.proofs.certificates, Some(one)));
        }
        beside.proofs.certificates.iter().for_each(|one| keep(&mut shown.proofs.certificates, Some(one)));
        beside.proofs.crls.iter().for_each(|one| keep(&mut shown.proofs.crls, Some(one)));
        beside.proofs.responses.iter().for_each(|one| keep(&mut shown.proofs.responses, Some(one)));
        Ok(())
    }

    /// What speaks against a certificate whose path reaches no anchor: the top of its own chain stands in for one.
    fn against(&self, leaf: &Certificate, moment: Moment, budget: &mut Budget) -> Result<Option<Doubt>, Error> {
        let Err(error) = self.path(leaf, &TrustStore::new(), moment, budget) else { return Ok(None) };
        let top: TrustStore = error.longest.last().into_iter().cloned().collect();
        let shown = self.show(leaf, &top, moment, budget)?;
        Ok(shown.doubt.filter(Doubt::is_lasting))
    }
}

/// Adds a piece that is not there yet.
pub(super) fn keep<T: Clone + PartialEq>(pieces: &mut Vec<T>, piece: Option<&T>) {
    if let Some(piece) = piece.filter(|piece| !pieces.contains(piece)) {
        pieces.push(piece.clone());
    }
}

/// Whether all of it, or a part without which the rest says less, was issued before what was time-stamped existed.
///
/// EN 319 102-1, 5.6.2.2, step 2 c): once the evidence is not fresh any more, the control time goes back to when it was
/// issued, and no signature that is younger than that is known to be older than a revocation.
fn is_older(proofs: &[Proof], stamped: Time) -> bool {
    proofs.iter().any(|proof| proof.this_update < stamped)
}

/// How people call the holder.
fn name(certificate: &Certificate) -> String {
    certificate.subject().short()
}

/// Whether no further evidence could make a path of it.
const fn is_lasting(kind: &PathErrorKind) -> bool {
    !matches!(
        kind,
        PathErrorKind::NoIssuer { .. }
            | PathErrorKind::NotTrusted { .. }
            | PathErrorKind::BadSignature { .. }
            | PathErrorKind::StatusUnknown { .. }
            | PathErrorKind::Limit(_)
    )
}

fn issuer_needed(error: &PathError) -> Option<Need> {
    let PathErrorKind::NoIssuer { subject, issuer, urls } = &error.kind else { return None };
    let identifier = error.certificate.as_ref().and_then(Certificate::authority_key_identifier);
    Some(Need::Certificate {
        issuer: issuer.clone(),
        key_identifier: identifier.map(hex::encode_upper),
        urls: urls.clone(),
        needed_for: subject.clone(),
        trusted: false,
    })
}

/// Both ways of asking, the responder first: its answer is small and new.
fn status_needed(certificate: &Certificate, issuer: &Certificate) -> Vec<Need> {
    let (subject, issued_by) = (certificate.subject().to_string(), certificate.issuer().to_string());
    let fingerprint = certificate.fingerprint();
    let mut needs = Vec::new();
    if !certificate.ocsp_urls().is_empty() {
        needs.push(Need::Ocsp {
            urls: certificate.ocsp_urls().to_vec(),
            certificate: fingerprint.clone(),
            subject: subject.clone(),
            issuer: issued_by.clone(),
            request: hex::encode(ocsp::request(certificate, issuer, None)),
            trusted: true,
        });
    }
    if !certificate.crl_urls().is_empty() {
        needs.push(Need::Crl {
            urls: certificate.crl_urls().to_vec(),
            certificate: fingerprint,
            subject,
            issuer: issued_by,
            trusted: true,
        });
    }
    needs
}
