//! Digests of byte ranges: the file is read once for each algorithm, however many signatures it has.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::algorithm::Digest;
use crate::crypto::Hasher;
use crate::limits::Budget;

/// The octets before and after the gap of one byte range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranges {
    start: usize,
    gap_start: usize,
    gap_end: usize,
    end: usize,
}

impl Ranges {
    pub(super) fn new(before: &Range<usize>, after: &Range<usize>) -> Self {
        Self { start: before.start, gap_start: before.end, gap_end: after.start, end: after.end }
    }

    /// All octets, without a gap.
    pub(super) const fn whole(len: usize) -> Self {
        Self { start: 0, gap_start: len, gap_end: len, end: len }
    }

    /// The octets themselves, joined; `None` when they are more than `limit`.
    pub(super) fn joined(self, octets: &[u8], limit: usize) -> Option<Vec<u8>> {
        let parts = [octets.get(self.start..self.gap_start)?, octets.get(self.gap_end..self.end)?];
        (parts.iter().map(|part| part.len()).sum::<usize>() <= limit).then(|| parts.concat())
    }
}

/// Which digests are wanted.
#[derive(Debug, Default)]
pub(super) struct Plan(BTreeMap<Digest, Vec<Ranges>>);

impl Plan {
    pub(super) fn want(&mut self, digest: Digest, ranges: Ranges) {
        let wanted = self.0.entry(digest).or_default();
        if !wanted.contains(&ranges) {
            wanted.push(ranges);
        }
    }

    /// Hashes. What the budget (in octets) does not reach is left out.
    ///
    /// Ranges share their beginning: they are taken in the order of their gaps, and the state of the digest is
    /// cloned at each gap instead of starting over.
    pub(super) fn run(self, octets: &[u8], budget: &mut Budget) -> Digests {
        let mut made = BTreeMap::new();
        for (digest, mut wanted) in self.0 {
            wanted.sort_unstable();
            let mut shared: Option<(usize, usize, Hasher)> = None;
            for ranges in wanted {
                let (position, mut hasher) = match shared.take() {
                    Some((start, position, hasher)) if start == ranges.start => (position, hasher),
                    _ => (ranges.start, Hasher::new(digest)),
                };
                let parts = (octets.get(position..ranges.gap_start), octets.get(ranges.gap_end..ranges.end));
                let (Some(before), Some(after)) = parts else { continue };
                if !affordable(budget, before) {
                    break;
                }
                hasher.update(before);
                shared = Some((ranges.start, ranges.gap_start, hasher.clone()));
                if affordable(budget, after) {
                    hasher.update(after);
                    made.insert((digest, ranges), hasher.finish());
                }
            }
        }
        Digests(made)
    }
}

fn affordable(budget: &mut Budget, part: &[u8]) -> bool {
    u64::try_from(part.len()).is_ok_and(|len| budget.spend(len).is_ok())
}

/// The digests that were made.
#[derive(Debug)]
pub(super) struct Digests(BTreeMap<(Digest, Ranges), Vec<u8>>);

impl Digests {
    pub(super) fn find(&self, digest: Digest, ranges: Ranges) -> Option<&[u8]> {
        self.0.get(&(digest, ranges)).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto;

    #[test]
    fn ranges_that_share_their_beginning_have_the_digests_of_their_octets() {
        let octets: Vec<u8> = (0..=255).collect();
        let ranges = [
            Ranges::new(&(0..10), &(20..100)),
            Ranges::new(&(0..150), &(160..256)),
            Ranges::new(&(0..10), &(20..101)),
            Ranges::new(&(5..150), &(150..200)),
            Ranges::whole(256),
        ];
        let mut plan = Plan::default();
        ranges.iter().for_each(|ranges| plan.want(Digest::Sha256, *ranges));
        let made = plan.run(&octets, &mut Budget::new("octets", 10_000));
        for ranges in ranges {
            let joined = ranges.joined(&octets, 1_000).unwrap();
            assert_eq!(made.find(Digest::Sha256, ranges).unwrap(), crypto::digest(Digest::Sha256, &joined));
        }
    }

    #[test]
    fn a_shared_beginning_is_paid_for_once() {
        let octets = vec![0; 1_000];
        let mut plan = Plan::default();
        for gap in [900, 910, 920] {
            plan.want(Digest::Sha256, Ranges::new(&(0..gap), &(gap + 5..gap + 10)));
        }
        let mut budget = Budget::new("octets", 1_000);
        plan.run(&octets, &mut budget);
        assert_eq!(budget.left(), 1_000 - 920 - 15);
    }

    #[test]
    fn what_the_budget_does_not_reach_is_left_out() {
        let octets = vec![0; 1_000];
        let mut plan = Plan::default();
        plan.want(Digest::Sha256, Ranges::whole(1_000));
        assert_eq!(plan.run(&octets, &mut Budget::new("octets", 999)).find(Digest::Sha256, Ranges::whole(1_000)), None);
    }
}
