//! Paths that recur in the documents of an archive are proven once: the same persons sign for the same offices, under
//! the same authorities.
//!
//! Which path is found depends on the certificates at hand, on the anchors, on the purpose, on the moment, and on what
//! the checker says of signatures, which is always the same. All of them but the last are asked for again, so that no
//! document is told a path that it would not have found itself.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use foldhash::quality::RandomState;

use crate::pki::{Certificate, Path, PathError, PathQuery, PolicySettings, Purpose, TrustStore, find_paths};
use crate::time::Time;

/// Certificates named in the questions that are kept at a time, each by 32 octets.
///
/// 262,144, 8 MB: ten thousand pairs of persons and organisations, with some twenty anchors.
const CAPACITY: usize = 1 << 18;

/// Certificates named in one question that is kept; documents have five to ten, and a store of anchors twenty.
const MOST_NAMED: usize = 256;

/// Answers kept for one question at different moments: a change of validity lies between two of them.
const MOST_PERIODS: usize = 8;

/// Paths that were found before.
#[derive(Default)]
pub(super) struct Paths(RwLock<Held>);

#[derive(Default)]
struct Held {
    answers: HashMap<Asked, Vec<Answer>, RandomState>,
    /// Certificates named in all questions.
    named: usize,
}

/// What was asked, but for the moment.
#[derive(PartialEq, Eq, Hash)]
struct Asked {
    purpose: Purpose,
    limit: usize,
    /// How many of the certificates are anchors.
    anchors: usize,
    /// The anchors, the leaf, and those at hand in their order.
    named: Vec<[u8; 32]>,
}

/// What was found, and at which moments it would be found again.
struct Answer {
    /// The last change of validity before the moment, and the first after it.
    period: (Time, Time),
    paths: Vec<Path>,
    /// Public-key operations that it took.
    cost: u64,
}

impl Paths {
    /// As [`find_paths`] without any policy asked for.
    pub(super) fn find(&self, query: PathQuery<'_>, limit: usize) -> Result<Vec<Path>, PathError> {
        let Some(asked) = Asked::of(&query, limit) else { return find_paths(query, limit) };
        if let Some((paths, cost)) = self.known(&asked, query.at)
            && query.budget.spend(cost).is_ok()
        {
            return Ok(paths);
        }
        let PathQuery { leaf, intermediates, trust, at, checker, budget, purpose, policies } = query;
        let (period, before) = (period(leaf, intermediates, trust, at), budget.left());
        let query = PathQuery { leaf, intermediates, trust, at, checker, budget: &mut *budget, purpose, policies };
        let paths = find_paths(query, limit)?;
        let cost = before.saturating_sub(budget.left());
        self.keep(asked, Answer { period, paths: paths.clone(), cost });
        Ok(paths)
    }

    fn known(&self, asked: &Asked, at: Time) -> Option<(Vec<Path>, u64)> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut answers = held.answers.get(asked)?.iter();
        let answer = answers.find(|answer| answer.period.0 < at && at < answer.period.1)?;
        Some((answer.paths.clone(), answer.cost))
    }

    fn keep(&self, asked: Asked, answer: Answer) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if held.named >= CAPACITY {
            *held = Held::default();
        }
        held.named = held.named.saturating_add(asked.named.len());
        let answers = held.answers.entry(asked).or_default();
        if answers.len() >= MOST_PERIODS {
            answers.clear();
        }
        answers.push(answer);
    }
}

impl Asked {
    /// Nothing where too many certificates would have to be named, or policies are asked for.
    fn of(query: &PathQuery<'_>, limit: usize) -> Option<Self> {
        let anchors = query.trust.anchors();
        let at_hand = query.intermediates;
        let few = anchors.len().saturating_add(at_hand.len()) < MOST_NAMED;
        (few && *query.policies == PolicySettings::default()).then(|| Self {
            purpose: query.purpose,
            limit,
            anchors: anchors.len(),
            named: anchors.iter().chain([query.leaf]).chain(at_hand).map(Certificate::sha256).collect(),
        })
    }
}

/// The moments around this one at which each of these certificates is as valid as now, the ends excluded: `notBefore` and
/// `notAfter` belong to the validity (RFC 5280, 4.1.2.5), so that at an end itself nothing is known.
fn period(leaf: &Certificate, at_hand: &[Certificate], trust: &TrustStore, at: Time) -> (Time, Time) {
    let mut period = (Time::from_unix(i64::MIN), Time::from_unix(i64::MAX));
    let certificates = std::iter::once(leaf).chain(at_hand).chain(trust.anchors());
    for change in certificates.flat_map(|certificate| [certificate.not_before(), certificate.not_after()]) {
        if change <= at {
            period.0 = period.0.max(change);
        }
        if change >= at {
            period.1 = period.1.min(change);
        }
    }
    period
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use test_vectors::keys::Key;
    use test_vectors::pki::{AT_UNIX, Hierarchy, Leaf};

    use super::*;
    use crate::algorithm::SignatureAlgorithm;
    use crate::crypto::{Answer as Said, Native, SignatureCheck, Signed};
    use crate::limits::Budget;
    use crate::pki::PathErrorKind;

    /// Counts what it is asked.
    #[derive(Default)]
    struct Counting(AtomicU64);

    impl SignatureCheck for Counting {
        fn check(&self, algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> Said {
            self.0.fetch_add(1, Ordering::Relaxed);
            Native.check(algorithm, spki, signed, signature)
        }
    }

    struct Office {
        paths: Paths,
        checker: Counting,
        leaf: Certificate,
        at_hand: Vec<Certificate>,
        trust: TrustStore,
    }

    impl Office {
        fn new() -> Self {
            let hierarchy = Hierarchy::new();
            let parse = |der: &[u8]| Certificate::parse(der).unwrap();
            Self {
                paths: Paths::default(),
                checker: Counting::default(),
                leaf: parse(&hierarchy.issuer.issue(&Leaf::personal(Key::P256))),
                at_hand: vec![parse(hierarchy.issuer.certificate())],
                trust: [parse(hierarchy.root.certificate())].into_iter().collect(),
            }
        }

        /// How many operations were charged, and how many were done.
        fn ask(&self, purpose: Purpose, at: i64, most: u64) -> (Result<usize, PathErrorKind>, u64, u64) {
            let (mut budget, before) = (Budget::new("operations", most), self.checker.0.load(Ordering::Relaxed));
            let found = self.paths.find(
                PathQuery {
                    leaf: &self.leaf,
                    intermediates: &self.at_hand,
                    trust: &self.trust,
                    at: Time::from_unix(at),
                    checker: &self.checker,
                    budget: &mut budget,
                    purpose,
                    policies: PolicySettings::any(),
                },
                4,
            );
            let done = self.checker.0.load(Ordering::Relaxed).saturating_sub(before);
            (found.map(|paths| paths.len()).map_err(|error| error.kind), most.saturating_sub(budget.left()), done)
        }

        fn sign(&self, at: i64) -> (Result<usize, PathErrorKind>, u64, u64) {
            self.ask(Purpose::DocumentSigning, at, 100)
        }
    }

    #[test]
    fn what_was_proven_is_not_proven_again_and_costs_the_same() {
        let office = Office::new();
        assert_eq!(office.sign(AT_UNIX), (Ok(1), 2, 2));
        assert_eq!(office.sign(AT_UNIX), (Ok(1), 2, 0));
        assert_eq!(office.sign(AT_UNIX + 60), (Ok(1), 2, 0), "no certificate began or ended meanwhile");
    }

    #[test]
    fn another_purpose_or_other_certificates_are_another_question() {
        let mut office = Office::new();
        assert_eq!(office.sign(AT_UNIX), (Ok(1), 2, 2));
        assert!(matches!(office.ask(Purpose::TimeStamping, AT_UNIX, 100).0, Err(PathErrorKind::KeyUsage { .. })));
        let issuers = std::mem::take(&mut office.at_hand);
        assert!(matches!(office.sign(AT_UNIX).0, Err(PathErrorKind::NoIssuer { .. })));
        office.at_hand = issuers;
        let anchors = std::mem::take(&mut office.trust);
        assert!(office.sign(AT_UNIX).0.is_err());
        office.trust = anchors;
        assert_eq!(office.sign(AT_UNIX).2, 0);
    }

    #[test]
    fn a_path_is_forgotten_where_one_of_its_certificates_ends_or_begins() {
        let office = Office::new();
        assert_eq!(office.sign(AT_UNIX).0, Ok(1));
        let (begins, ends) = (office.leaf.not_before().unix(), office.leaf.not_after().unix());
        assert!(matches!(office.sign(ends + 1).0, Err(PathErrorKind::Expired { .. })));
        assert!(matches!(office.sign(begins - 1).0, Err(PathErrorKind::NotYetValid { .. })));
        assert_eq!((office.sign(ends).0, office.sign(begins).0), (Ok(1), Ok(1)));
        assert_eq!(office.sign(ends - 1).2, 0);
    }

    #[test]
    fn a_budget_that_does_not_suffice_for_the_proof_does_not_for_its_memory() {
        let office = Office::new();
        assert_eq!(office.sign(AT_UNIX).0, Ok(1));
        let (found, ..) = office.ask(Purpose::DocumentSigning, AT_UNIX, 1);
        assert!(matches!(found, Err(PathErrorKind::Limit(_))));
    }

    #[test]
    fn no_more_is_kept_than_has_room() {
        let office = Office::new();
        assert_eq!(office.sign(AT_UNIX).0, Ok(1));
        office.paths.0.write().unwrap().named = CAPACITY;
        assert!(matches!(office.ask(Purpose::CrlSigning, AT_UNIX, 100).0, Err(PathErrorKind::KeyUsage { .. })));
        assert_eq!(office.ask(Purpose::DocumentSigning, AT_UNIX, 100).2, 0);
        // Another leaf takes the place of all.
        let mut other = office;
        other.leaf = Certificate::parse(&Hierarchy::new().issuer.issue(&Leaf::organisation(Key::P256))).unwrap();
        assert_eq!(other.sign(AT_UNIX).0, Ok(1));
        assert_eq!(other.paths.0.read().unwrap().answers.len(), 1);
    }
}
