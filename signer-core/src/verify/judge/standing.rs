//! How a signature or a time-stamp stands with the certificates behind it: at the present; at a time at which it is
//! proven to have existed (EN 319 102-1, 5.5.4); or in the past (5.6.2).

use crate::policy::Policy;
use crate::report::{CheckId, Failed, Indeterminate, Reason};
use crate::time::Time;

use super::super::facts::{Binding, CoreFacts, PathFacts};
use super::chain::{Against, Case, Trouble, Unknown};
use super::existence::Existence;
use super::{Asked, core};

/// How it stands.
pub(super) struct Standing<'f> {
    /// The path that speaks best for it; `None`: there is none that holds at any time.
    pub(super) path: Option<&'f PathFacts>,
    pub(super) outcome: Outcome,
    /// Whether the signer's certificate had not been revoked when it expired.
    expired_unrevoked: bool,
}

/// From the best to the worst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Good at the present, and known to be.
    Present,
    /// Good at the proven time, and known to be.
    Proven(Time),
    /// Good by past validation; nothing is known against it before the control time.
    Past { control: Time },
    /// Nothing is known against it at the present; something is not known at all.
    PresentUnknown(Vec<Unknown>),
    /// The same at the proven time; at the present something is against it.
    ProvenUnknown(Time, Vec<Unknown>),
    /// Something is against it, and nothing proves that it is older.
    Against(Against),
}

impl Outcome {
    const fn rank(&self) -> u8 {
        match self {
            Self::Present => 0,
            Self::Proven(_) => 1,
            Self::Past { .. } => 2,
            Self::PresentUnknown(_) => 3,
            Self::ProvenUnknown(..) => 4,
            Self::Against(_) => 5,
        }
    }

    /// The certificates whose status is not known, by their place in the chain.
    fn wanting(&self) -> Vec<usize> {
        match self {
            Self::Present | Self::Proven(_) | Self::Past { .. } => Vec::new(),
            Self::PresentUnknown(unknown) | Self::ProvenUnknown(_, unknown) => places(unknown),
            Self::Against(against) => places(&against.unknown),
        }
    }
}

fn places(unknown: &[Unknown]) -> Vec<usize> {
    unknown.iter().map(|unknown| unknown.index).collect()
}

impl<'f> Standing<'f> {
    /// Of several paths the one that speaks best for it; among equals the likeliest.
    pub(super) fn of(core: &'f CoreFacts, best: Option<Time>, existence: &'f Existence, policy: &'f Policy) -> Self {
        let bound = core.binding == Binding::Matches;
        let complete = core.path.iter().chain(&core.other_paths).filter(|path| path.problem.is_none());
        let cases = complete.map(|path| (path, Case { chain: &path.chain, best, bound, existence, policy }));
        let standings = cases.map(|(path, case)| Self {
            path: Some(path),
            outcome: outcome(&case),
            expired_unrevoked: case.expired_unrevoked(),
        });
        let nothing = Self { path: None, outcome: Outcome::Against(Against::default()), expired_unrevoked: false };
        standings.min_by_key(|standing| standing.outcome.rank()).unwrap_or(nothing)
    }

    /// Adds the fingerprints of the certificates whose status is not known.
    pub(super) fn note_wanting(&self, wanting: &mut Vec<String>) {
        let chain = self.path.map_or(&[][..], |path| &path.chain);
        let named = self.outcome.wanting().into_iter().filter_map(|index| chain.get(index));
        wanting.extend(named.map(|certificate| certificate.signatory.sha256.clone()));
    }

    /// The checks of path, revocation and validity.
    pub(super) fn checks(&self, core: &CoreFacts, times: &Times, asked: &mut Asked<'_>) {
        core::path(core, self.path, asked);
        let Some(path) = self.path else {
            asked.ignore(CheckId::NotRevoked, "there is no path whose certificates could be asked");
            validity_without_path(core, times, asked);
            return asked.ignore(CheckId::Revocation, "there is no path whose certificates could be asked");
        };
        let named = |index: usize| path.chain.get(index).map_or("?", |one| one.signatory.subject.as_str());
        let none = Vec::new();
        let trouble = if let Outcome::Against(against) = &self.outcome { &against.trouble } else { &none };
        let revoked = trouble.iter().find(|trouble| !matches!(trouble, Trouble::OutOfValidity { .. }));
        match revoked {
            Some(Trouble::Revoked { index, since }) => {
                let message =
                    format!("the certificate of {} was revoked since {since}{}", named(*index), times.beside(*since));
                asked.fail_because(CheckId::NotRevoked, times.revoked(*index, *since), message);
            }
            Some(Trouble::Hold { index, since }) => {
                let message = format!("the certificate of {} is on hold since {since}", named(*index));
                asked.fail_because(CheckId::NotRevoked, Indeterminate::TryLater.into(), message);
            }
            _ => asked.pass_saying(CheckId::NotRevoked, self.said().as_deref()),
        }
        self.validity(core, times, trouble, &named, asked);
        self.revocation(asked);
    }

    fn said(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Proven(time) | Outcome::ProvenUnknown(time, _) => Some(format!("as of the proven time {time}")),
            Outcome::Past { control } => Some(format!("by past validation, with the control time {control}")),
            _ => None,
        }
    }

    fn validity<'n>(
        &self,
        core: &CoreFacts,
        times: &Times,
        trouble: &[Trouble],
        named: &dyn Fn(usize) -> &'n str,
        asked: &mut Asked<'_>,
    ) {
        if let Some((reason, message)) = core.certificate.as_ref().and_then(|certificate| times.outside(certificate)) {
            return asked.fail_because(CheckId::Validity, reason, message);
        }
        let outside = trouble.iter().find_map(|trouble| match trouble {
            Trouble::OutOfValidity { index } => Some(*index),
            _ => None,
        });
        match outside {
            None => asked.pass_saying(CheckId::Validity, self.said().as_deref()),
            Some(index) => {
                let known = index == 0 && self.expired_unrevoked;
                let reason = if known { Indeterminate::OutOfBoundsNotRevoked } else { Indeterminate::OutOfBoundsNoPoe };
                let message = self.path.and_then(|path| path.chain.get(index)).map(core::out_of_validity);
                let message = message.unwrap_or_else(|| named(index).to_owned());
                asked.fail_because(CheckId::Validity, reason.into(), message);
            }
        }
    }

    fn revocation(&self, asked: &mut Asked<'_>) {
        let (id, unknown) = match &self.outcome {
            Outcome::Present | Outcome::Proven(_) | Outcome::Past { .. } => {
                return asked.pass_saying(CheckId::Revocation, self.said().as_deref());
            }
            Outcome::PresentUnknown(unknown) => (CheckId::Revocation, unknown),
            Outcome::Against(against) => (CheckId::Revocation, &against.unknown),
            Outcome::ProvenUnknown(_, unknown) => (CheckId::PastRevocation, unknown),
        };
        let Some(first) = unknown.iter().find(|unknown| !unknown.nobody) else {
            return match unknown.first() {
                Some(first) => asked.warn(id, &first.message),
                None => asked.pass(id),
            };
        };
        asked.fail_because(id, first.reason.into(), first.message.as_str());
    }
}

fn outcome(case: &Case<'_>) -> Outcome {
    let present = case.at(case.existence.present());
    if present.is_nothing() && present.unknown.is_empty() {
        return Outcome::Present;
    }
    let proven = case.best.map(|best| (best, case.at(best)));
    if let Some((best, against)) = &proven
        && against.is_nothing()
    {
        return match (present.is_nothing(), against.unknown.is_empty()) {
            (true, _) => Outcome::PresentUnknown(present.unknown),
            (false, true) => Outcome::Proven(*best),
            (false, false) => Outcome::ProvenUnknown(*best, against.unknown.clone()),
        };
    }
    let existed = case.best.unwrap_or_else(|| case.existence.present());
    if let Some(control) = case.slide().filter(|control| existed <= *control && case.valid_at(existed)) {
        return Outcome::Past { control };
    }
    if present.trouble.is_empty() {
        return Outcome::PresentUnknown(present.unknown);
    }
    match proven {
        Some((best, against)) if against.trouble.is_empty() => Outcome::ProvenUnknown(best, against.unknown),
        _ => Outcome::Against(present),
    }
}

fn validity_without_path(core: &CoreFacts, times: &Times, asked: &mut Asked<'_>) {
    let Some(certificate) = core.certificate.as_ref() else {
        return asked.ignore(CheckId::Validity, "there is no certificate");
    };
    match times.outside(certificate) {
        Some((reason, message)) => asked.fail_because(CheckId::Validity, reason, message),
        None => core::valid_at(certificate, times.present, times.best, asked),
    }
}

/// The times between which a signature was made, as far as they are proven.
pub(super) struct Times {
    pub(super) present: Time,
    /// It existed by then.
    pub(super) best: Option<Time>,
    /// It did not exist before: a time-stamp over its content.
    pub(super) after: Option<Time>,
}

impl Times {
    /// EN 319 102-1, 5.3.4: a signature that is provably younger than the revocation fails for good.
    fn revoked(&self, index: usize, since: Time) -> Reason {
        match index {
            0 if self.after.is_some_and(|after| since <= after) => Failed::Revoked.into(),
            0 => Indeterminate::RevokedNoPoe.into(),
            _ => Indeterminate::RevokedCaNoPoe.into(),
        }
    }

    fn beside(&self, since: Time) -> String {
        match self.best {
            Some(best) if since <= best => format!("; the signature is proven to exist at {best} only"),
            Some(best) => format!("; the signature existed at {best}, what else is needed is not proven to"),
            None => ", and nothing proves that the signature is older".to_owned(),
        }
    }

    /// EN 319 102-1, 5.3.4 and 5.5.4: provably made outside the validity of the certificate.
    fn outside(&self, certificate: &super::CertificateFacts) -> Option<(Reason, String)> {
        let (from, to) = (certificate.signatory.not_before?, certificate.signatory.not_after?);
        if let Some(after) = self.after.filter(|after| to < *after) {
            let message = format!("the content was time-stamped at {after}, the certificate had expired on {to}");
            return Some((Failed::Expired.into(), message));
        }
        let best = self.best.filter(|best| *best < from)?;
        let message = format!("the signature existed at {best}, the certificate is valid from {from} only");
        Some((Failed::NotYetValid.into(), message))
    }
}
