//! The search: from the leaf upwards, the likeliest issuer first, each signature checked before going on from it.

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::quality::RandomState;

use super::validate::{Refusal, validate};
use super::{Path, PathError, PathErrorKind, PathQuery};
use crate::algorithm::SignatureAlgorithm;
use crate::crypto::{self, Answer};
use crate::error::Exceeded;
use crate::limits::Budget;
use crate::pki::certificate::Certificate;

/// Certificates in one path.
///
/// 16: the longest of PKITS has 8, the longest seen in documents 5.
const MAX_LENGTH: usize = 16;

/// Issuers tried in one search, signatures already checked included.
///
/// 4,096: cross-certified CAs of one name give rise to more paths than anyone can follow, although their signatures
/// are checked once each.
const MAX_STEPS: u64 = 4_096;

pub(super) struct Search<'a> {
    query: PathQuery<'a>,
    by_subject: HashMap<&'a [u8], Vec<&'a Certificate>, RandomState>,
    checked: HashMap<([u8; 32], [u8; 32]), Answer, RandomState>,
    steps: Budget,
    best: Option<(Rank, PathError)>,
    accept: &'a mut Accept<'a>,
}

/// A further question to each path that is proven: what speaks against it, and at which of its certificates.
pub(in crate::pki) type Accept<'a> =
    dyn FnMut(&Path, &mut Budget) -> Result<Option<(PathErrorKind, Certificate)>, Exceeded> + 'a;

/// How near a failed path came: whether it reached an anchor, how serious the fault is, how long the chain was.
type Rank = (u8, usize);

impl<'a> Search<'a> {
    pub(super) fn new(query: PathQuery<'a>, accept: &'a mut Accept<'a>) -> Self {
        let mut by_subject: HashMap<&[u8], Vec<&Certificate>, RandomState> = HashMap::default();
        // What has the name and the key of an anchor gives way to the anchor's own certificate.
        for certificate in query.intermediates.iter().filter(|certificate| !query.trust.is_anchor(certificate)) {
            let same = by_subject.entry(certificate.subject().normal_form()).or_default();
            if !same.contains(&certificate) {
                same.push(certificate);
            }
        }
        let steps = Budget::new("issuers tried for one certificate", MAX_STEPS);
        Self { query, by_subject, checked: HashMap::default(), steps, best: None, accept }
    }

    pub(super) fn run(mut self) -> Result<Path, PathError> {
        let mut chain = vec![self.query.leaf];
        match self.extend(&mut chain) {
            Ok(Some(path)) => Ok(path),
            Ok(None) => Err(self.take_best()),
            Err(exceeded) => {
                let longest = self.take_best().longest;
                Err(PathError { kind: PathErrorKind::Limit(exceeded), certificate: None, longest })
            }
        }
    }

    fn take_best(&mut self) -> PathError {
        let leaf = self.query.leaf;
        self.best.take().map_or_else(
            || PathError { kind: self.dead_end(leaf), certificate: Some(leaf.clone()), longest: vec![leaf.clone()] },
            |(_, error)| error,
        )
    }

    /// Goes on from the last certificate of the chain. The recursion is as deep as the chain is long.
    fn extend(&mut self, chain: &mut Vec<&'a Certificate>) -> Result<Option<Path>, Exceeded> {
        let Some(last) = chain.last().copied() else { return Ok(None) };
        if self.query.trust.named(last.subject()).contains(last) {
            match (self.put_off(chain)?, validate(chain, self.query.at, self.query.purpose, self.query.policies)) {
                (None, Ok(())) => {
                    let path = Path { certificates: chain.iter().copied().cloned().collect() };
                    match (self.accept)(&path, self.query.budget)? {
                        None => return Ok(Some(path)),
                        Some((kind, certificate)) => self.note(6, kind, &certificate, chain),
                    }
                }
                (Some(child), _) => {
                    let (subject, issuer) = (child.subject().to_string(), child.issuer().to_string());
                    self.note(1, PathErrorKind::BadSignature { subject, issuer }, child, chain);
                }
                (None, Err(refusal)) => self.note_refusal(refusal, chain),
            }
            // Another path may lead further up from an anchor that others certified.
            if last.is_self_issued() {
                return Ok(None);
            }
        }
        let mut answered = false;
        for candidate in self.candidates(last, chain) {
            self.steps.spend(1)?;
            match self.issued(candidate, last)? {
                Answer::Valid if chain.len() < MAX_LENGTH => {
                    answered = true;
                    chain.push(candidate);
                    let path = self.extend(chain)?;
                    chain.pop();
                    if path.is_some() {
                        return Ok(path);
                    }
                }
                answer => answered |= self.note_step(answer, candidate, chain),
            }
        }
        if !answered {
            self.note(2, self.dead_end(last), last, chain);
        }
        Ok(None)
    }

    /// Notes why the chain does not go on over this issuer; whether that says anything.
    fn note_step(&mut self, answer: Answer, issuer: &Certificate, chain: &[&Certificate]) -> bool {
        let Some(last) = chain.last().copied() else { return false };
        let subject = last.subject().to_string();
        match answer {
            Answer::Valid => {
                let limit = u64::try_from(MAX_LENGTH).unwrap_or(u64::MAX);
                self.note(2, PathErrorKind::Limit(Exceeded { what: "certificates in a path", limit }), last, chain);
            }
            // Another key of the same name is no accusation: the right one may simply be missing.
            _ if key_match(last, issuer) == KeyMatch::Other => return false,
            Answer::Invalid => {
                let issuer = last.issuer().to_string();
                self.note(1, PathErrorKind::BadSignature { subject, issuer }, last, chain);
            }
            Answer::Unsupported => self.note(1, PathErrorKind::Algorithm { subject }, last, chain),
        }
        true
    }

    /// Who may have issued this certificate, the likeliest first, without what the chain already has.
    fn candidates(&self, child: &Certificate, chain: &[&Certificate]) -> Vec<&'a Certificate> {
        let trust = self.query.trust;
        let anchors = trust.named(child.issuer()).iter();
        let others = self.by_subject.get(child.issuer().normal_form()).into_iter().flatten().copied();
        let in_chain = |issuer: &Certificate| {
            chain.iter().any(|known| known.spki() == issuer.spki() && known.subject().matches(issuer.subject()))
        };
        let mut candidates: Vec<(usize, &Certificate)> =
            anchors.chain(others).filter(|c| !in_chain(c)).enumerate().collect();
        candidates.sort_by_cached_key(|(order, candidate)| {
            let anchor = trust.is_anchor(candidate);
            let valid = candidate.is_valid_at(self.query.at);
            (key_match(child, candidate), !anchor, !valid, Reverse(candidate.not_before()), *order)
        });
        candidates.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// Checks the signatures that were put off until the chain above is known, because the issuer's DSA key has the
    /// parameters of the key above it (RFC 5280, 6.1.4(c) to (f)); gives the certificate where that fails.
    fn put_off(&mut self, chain: &[&'a Certificate]) -> Result<Option<&'a Certificate>, Exceeded> {
        let mut rest = chain;
        while let [child, above @ ..] = rest {
            rest = above;
            let [issuer, higher @ ..] = above else { break };
            if !crypto::lacks_dsa_parameters(issuer.spki()) {
                continue;
            }
            let with = higher.iter().find(|certificate| !crypto::lacks_dsa_parameters(certificate.spki()));
            let key = with.and_then(|with| crypto::with_dsa_parameters_of(issuer.spki(), with.spki()));
            let holds = match (key, child.signature_algorithm()) {
                (Some(key), Ok(algorithm)) => {
                    self.query.budget.spend(1)?;
                    let signed = child.signed(algorithm);
                    self.query.checker.check(algorithm, &key, signed, child.signature()) == Answer::Valid
                }
                _ => false,
            };
            if !holds {
                return Ok(Some(child));
            }
        }
        Ok(None)
    }

    /// Whether the issuer's key made the signature; charged once for each pair. `Valid` also where only the whole chain
    /// can tell: see [`Self::put_off`].
    fn issued(&mut self, issuer: &Certificate, child: &Certificate) -> Result<Answer, Exceeded> {
        let pair = (child.sha256(), issuer.sha256());
        if let Some(answer) = self.checked.get(&pair) {
            return Ok(*answer);
        }
        let answer = match child.signature_algorithm() {
            Ok(SignatureAlgorithm::Dsa(_)) if crypto::lacks_dsa_parameters(issuer.spki()) => Answer::Valid,
            Ok(algorithm) => {
                self.query.budget.spend(1)?;
                let signed = child.signed(algorithm);
                self.query.checker.check(algorithm, issuer.spki(), signed, child.signature())
            }
            Err(_) => Answer::Unsupported,
        };
        self.checked.insert(pair, answer);
        Ok(answer)
    }

    /// Nobody is at hand, outside the chain, who could have issued this one.
    fn dead_end(&self, last: &Certificate) -> PathErrorKind {
        let subject = last.subject().to_string();
        let issuers = self.by_subject.get(last.issuer().normal_form()).into_iter().flatten();
        let own = last.is_self_issued().then_some(last);
        let mut at_hand = issuers.copied().chain(own).filter(|issuer| key_match(last, issuer) != KeyMatch::Other);
        // The issuer is there, in the chain already: the chain ends at itself, or goes in a circle.
        if at_hand.next().is_some() {
            return PathErrorKind::NotTrusted { subject };
        }
        PathErrorKind::NoIssuer { subject, issuer: last.issuer().to_string(), urls: last.ca_issuers_urls().to_vec() }
    }

    fn note_refusal(&mut self, refusal: Refusal<'_>, chain: &[&Certificate]) {
        let tier = match refusal.kind {
            // Checked last: all else was right.
            PathErrorKind::Expired { .. } | PathErrorKind::NotYetValid { .. } => 5,
            PathErrorKind::KeyUsage { .. }
            | PathErrorKind::CriticalExtension { .. }
            | PathErrorKind::NameConstraints { .. }
            | PathErrorKind::Policy { .. } => 4,
            _ => 3,
        };
        self.note(tier, refusal.kind, refusal.certificate, chain);
    }

    fn note(&mut self, tier: u8, kind: PathErrorKind, certificate: &Certificate, chain: &[&Certificate]) {
        let rank = (tier, chain.len());
        if self.best.as_ref().is_none_or(|(best, _)| rank > *best) {
            let longest = chain.iter().copied().cloned().collect();
            self.best = Some((rank, PathError { kind, certificate: Some(certificate.clone()), longest }));
        }
    }
}

/// What the key identifiers say; in the order in which issuers are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum KeyMatch {
    Same,
    Unsaid,
    /// Tried all the same: identifiers are hints (RFC 5280, 4.2.1.1), and some issuers write wrong ones.
    Other,
}

fn key_match(child: &Certificate, issuer: &Certificate) -> KeyMatch {
    match (child.authority_key_identifier(), issuer.subject_key_identifier()) {
        (Some(wanted), Some(found)) if wanted == found => KeyMatch::Same,
        (Some(_), Some(_)) => KeyMatch::Other,
        _ => KeyMatch::Unsaid,
    }
}
