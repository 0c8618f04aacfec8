//! One chain at one time: was any of its certificates revoked or out of its validity, and is that known?
//!
//! Old evidence proves a revocation, never its absence. A piece of evidence counts only if who signed it could be
//! relied upon at a time at which the piece provably existed.

use crate::algorithm::SignatureAlgorithm;
use crate::policy::Policy;
use crate::report::{Indeterminate, RevocationSource};
use crate::time::Time;

use super::super::facts::{CertificateFacts, CertificateStatus, StatusFacts};
use super::core::{key_cutoff, signature_cutoff};
use super::existence::Existence;
use super::within;

/// A chain and what it was used for.
#[derive(Clone, Copy)]
pub(super) struct Case<'f> {
    /// The certificates, the leaf first, the anchor last.
    pub(super) chain: &'f [CertificateFacts],
    /// When the signature is proven to have existed; `None`: at the present.
    pub(super) best: Option<Time>,
    /// Whether the signature is over the leaf's certificate, too, so that whatever proves the one proves the other.
    pub(super) bound: bool,
    pub(super) existence: &'f Existence,
    pub(super) policy: &'f Policy,
}

/// What is proven to be wrong with a certificate: its place in the chain, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    Revoked { index: usize, since: Time },
    Hold { index: usize, since: Time },
    OutOfValidity { index: usize },
}

/// A certificate of which it is not known whether it was revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    pub(super) index: usize,
    pub(super) reason: Indeterminate,
    pub(super) message: String,
    /// Whether the certificate names nobody who could tell.
    pub(super) nobody: bool,
}

/// What there is to say against a chain at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Against {
    pub(super) trouble: Vec<Trouble>,
    pub(super) unknown: Vec<Unknown>,
}

impl Against {
    /// Nothing is wrong, and everything that could be known is.
    pub(super) fn is_nothing(&self) -> bool {
        self.trouble.is_empty() && self.unknown.iter().all(|unknown| unknown.nobody)
    }
}

/// Why a piece of evidence is not relied upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unusable {
    SignerOutOfValidity,
    Other,
}

/// How long an OCSP response without `nextUpdate` is taken as in force, in seconds: a day (RFC 6960, 4.2.2.1 sets no
/// bound).
const DAY: i64 = 86_400;

impl<'f> Case<'f> {
    /// What there is to say against the chain at this time.
    pub(super) fn at(&self, time: Time) -> Against {
        let mut against = Against::default();
        let last = self.chain.len().saturating_sub(1);
        for (index, certificate) in self.chain.iter().enumerate() {
            if !within(certificate, time) {
                against.trouble.push(Trouble::OutOfValidity { index });
            }
            if index == last {
                // Nobody but its owner could tell that an anchor is not to be trusted.
                continue;
            }
            if let Some(since) = self.revoked(index, certificate, time) {
                against.trouble.push(Trouble::Revoked { index, since });
            } else if let Some(since) = on_hold(certificate, time) {
                against.trouble.push(Trouble::Hold { index, since });
            } else if !certificate.status_never_told {
                against.unknown.extend(self.unknown(index, certificate, time));
            }
        }
        // The leaf first: it is what a reader asks for.
        against.trouble.sort_by_key(|trouble| match trouble {
            Trouble::Revoked { index, .. } => (0, *index),
            Trouble::Hold { index, .. } => (1, *index),
            Trouble::OutOfValidity { index } => (2, *index),
        });
        against
    }

    /// Whether it was revoked by then; or later, and nothing proves that what it issued is older than that.
    fn revoked(&self, index: usize, certificate: &CertificateFacts, time: Time) -> Option<Time> {
        let since = revoked_since(certificate)?;
        let older = |(below, issued): (usize, &CertificateFacts)| self.certificate_exists(below, issued) < since;
        let holds = time < since && self.chain.iter().enumerate().take(index).all(older);
        (!holds).then_some(since)
    }

    /// Since when at the latest a certificate of the chain exists.
    pub(super) fn certificate_exists(&self, index: usize, certificate: &CertificateFacts) -> Time {
        let proven = self.existence.of(certificate.covered_from);
        match self.best {
            Some(best) if index == 0 && self.bound => best.min(proven),
            _ => proven,
        }
    }

    fn unknown(&self, index: usize, certificate: &CertificateFacts, time: Time) -> Option<Unknown> {
        let mut expired = false;
        for status in certificate.status.iter().filter(|status| self.shows_good(status, time)) {
            match self.usable(index, status, self.existence.of(status.covered_from)) {
                Ok(()) => return None,
                Err(why) => expired |= why == Unusable::SignerOutOfValidity,
            }
        }
        let subject = &certificate.signatory.subject;
        let nobody = certificate.status.is_empty()
            && certificate.rejected.is_empty()
            && certificate
                .sources
                .as_ref()
                .is_none_or(|sources| sources.crl_urls.is_empty() && sources.ocsp_urls.is_empty());
        let mut message = match (nobody, certificate.status.is_empty()) {
            (true, _) => format!("the certificate of {subject} names nobody who could tell whether it was revoked"),
            (_, true) => format!("nothing at hand tells whether the certificate of {subject} was revoked"),
            _ => format!("what is at hand does not tell whether the certificate of {subject} was revoked at {time}"),
        };
        for why in &certificate.rejected {
            message.push_str("; ");
            message.push_str(why);
        }
        let reason = if expired { Indeterminate::RevocationOutOfBoundsNoPoe } else { Indeterminate::TryLater };
        Some(Unknown { index, reason, message, nobody })
    }

    /// Whether it says that the certificate could be relied upon at this time, and is new enough to say so
    /// (EN 319 102-1, 5.2.5.4). What was issued later knows more.
    fn shows_good(&self, status: &StatusFacts, time: Time) -> bool {
        match status.status {
            CertificateStatus::Good => self.is_fresh(status, time),
            CertificateStatus::Revoked { since } | CertificateStatus::Hold { since } => time < since,
        }
    }

    pub(super) fn is_fresh(&self, status: &StatusFacts, time: Time) -> bool {
        if time <= status.this_update {
            return true;
        }
        if let Some(seconds) = self.policy.freshness() {
            return time <= status.this_update.plus(i64::from(seconds));
        }
        // A CRL that does not say when the next one is due is of no use for anything later.
        let day = (status.source == RevocationSource::Ocsp).then(|| status.this_update.plus(DAY));
        status.next_update.or(day).is_some_and(|next| time <= next)
    }

    /// Whether who signed it could be relied upon when it existed for certain: valid, not revoked, with an algorithm
    /// that was acceptable.
    fn usable(&self, index: usize, status: &StatusFacts, existed: Time) -> Result<(), Unusable> {
        let acceptable = |algorithm: &Option<SignatureAlgorithm>| {
            algorithm.is_some_and(|algorithm| signature_cutoff(algorithm, self.policy).permits(existed))
        };
        if status.algorithms.is_empty() || !status.algorithms.iter().all(acceptable) {
            return Err(Unusable::Other);
        }
        if status.delegates.is_empty() {
            let issuers = self.chain.get(index.saturating_add(1)..).unwrap_or_default();
            return relied_upon(issuers, existed);
        }
        for path in &status.delegates {
            relied_upon(&path.chain, existed)?;
            let Some(signer) = path.chain.first() else { return Err(Unusable::Other) };
            // RFC 6960, 4.2.2.2.1 leaves the status of a responder to local policy; that of another's CRL is asked.
            let told =
                || signer.status_never_told || signer.status.iter().any(|own| self.shows_good(own, status.this_update));
            if status.source == RevocationSource::Crl && !told() || !key_cutoff(signer, self.policy).permits(existed) {
                return Err(Unusable::Other);
            }
        }
        Ok(())
    }

    /// EN 319 102-1, 5.6.2.2.4: from the anchor down, back to the time at which everything that is known was still
    /// known to be good. Gives the control time; `None` when a proof is missing.
    pub(super) fn slide(&self) -> Option<Time> {
        let mut control = self.existence.present();
        for (index, certificate) in self.chain.iter().enumerate().rev().skip(1) {
            if self.certificate_exists(index, certificate) > control {
                return None;
            }
            if !certificate.status_never_told {
                control = self.known_before(index, certificate, control)?;
            }
            // A revocation counts whenever it became known.
            control = revoked_since(certificate).map(before).into_iter().fold(control, Time::min);
            control = self.acceptable_before(certificate, control);
        }
        Some(control)
    }

    /// The newest evidence that provably existed at the control time, and how far it takes that time back.
    fn known_before(&self, index: usize, certificate: &CertificateFacts, control: Time) -> Option<Time> {
        let candidates = certificate.status.iter().filter(|status| {
            let existed = self.existence.of(status.covered_from);
            status.this_update <= control && existed <= control && self.usable(index, status, existed).is_ok()
        });
        let newest = candidates.max_by_key(|status| status.this_update)?;
        let algorithms = newest.algorithms.iter().flatten().map(|algorithm| signature_cutoff(*algorithm, self.policy));
        let control = algorithms.filter_map(|cutoff| cutoff.end()).fold(control, Time::min);
        match newest.status {
            CertificateStatus::Good if self.is_fresh(newest, control) => Some(control),
            CertificateStatus::Good => Some(newest.this_update.min(control)),
            CertificateStatus::Revoked { since } | CertificateStatus::Hold { since } => {
                Some(before(since).min(control))
            }
        }
    }

    /// The algorithms of a certificate take the control time back to when they were acceptable.
    fn acceptable_before(&self, certificate: &CertificateFacts, control: Time) -> Time {
        let algorithm = certificate.signature_algorithm.and_then(|one| signature_cutoff(one, self.policy).end());
        let key = key_cutoff(certificate, self.policy).end();
        algorithm.into_iter().chain(key).fold(control, Time::min)
    }

    /// Whether every certificate, the anchor too, was valid when the signature existed.
    pub(super) fn valid_at(&self, time: Time) -> bool {
        self.chain.iter().all(|certificate| within(certificate, time))
    }

    /// Whether it is known that the leaf had not been revoked when it expired.
    pub(super) fn expired_unrevoked(&self) -> bool {
        let Some(leaf) = self.chain.first() else { return false };
        let Some(end) = leaf.signatory.not_after else { return false };
        let shows = |status: &StatusFacts| {
            status.status == CertificateStatus::Good
                && self.is_fresh(status, end)
                && self.usable(0, status, self.existence.of(status.covered_from)).is_ok()
        };
        leaf.status.iter().any(shows)
    }
}

/// The earliest time since when any evidence says that it is revoked for good.
pub(super) fn revoked_since(certificate: &CertificateFacts) -> Option<Time> {
    let since = |status: &StatusFacts| match status.status {
        CertificateStatus::Revoked { since } => Some(since),
        CertificateStatus::Good | CertificateStatus::Hold { .. } => None,
    };
    certificate.status.iter().filter_map(since).min()
}

/// The last moment at which it could still be relied upon.
const fn before(since: Time) -> Time {
    since.plus(-1)
}

/// Between hold and good the newest piece decides; of two of the same time the hold.
fn on_hold(certificate: &CertificateFacts, time: Time) -> Option<Time> {
    let held = |status: &&StatusFacts| matches!(status.status, CertificateStatus::Hold { .. });
    let newest = certificate.status.iter().max_by_key(|status| (status.this_update, held(status)))?;
    match newest.status {
        CertificateStatus::Hold { since } if since <= time => Some(since),
        _ => None,
    }
}

/// Whether these certificates were valid and not revoked at a time, the last of them being an anchor.
fn relied_upon(chain: &[CertificateFacts], time: Time) -> Result<(), Unusable> {
    for certificate in chain {
        if certificate.signatory.not_after.is_none_or(|end| end < time) {
            return Err(Unusable::SignerOutOfValidity);
        }
        if revoked_since(certificate).is_some_and(|since| since <= time) || on_hold(certificate, time).is_some() {
            return Err(Unusable::Other);
        }
    }
    Ok(())
}
