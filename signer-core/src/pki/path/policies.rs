//! Certificate policies (RFC 5280, 6.1, as RFC 9618 amends it): a graph with one node for each policy at each depth,
//! where the tree of RFC 5280 grows exponentially.

use std::collections::{BTreeMap, BTreeSet};

use super::PolicySettings;
use crate::der::{Element, Rules, Tag, single};
use crate::error::{Error, Malformed};
use crate::oid::{self, Oid};
use crate::pki::certificate::Certificate;

/// Policies of one certificate, and mappings: 512 of each, where real ones have a handful.
const MAX_POLICIES: usize = 512;

/// Why the policies of a path are not acceptable.
pub(super) enum Offence {
    /// No policy is left that is valid for the whole path and acceptable to the caller.
    NoPolicy,
    /// An extension that cannot be processed.
    Unprocessed(Oid),
}

/// One policy at one depth.
struct Node {
    /// What the certificates below may call it.
    expected: BTreeSet<Oid>,
    /// The policies one depth above from which it comes.
    parents: BTreeSet<Oid>,
}

type Level = BTreeMap<Oid, Node>;

/// The state of the algorithm between two certificates.
pub(super) struct Policies {
    /// By depth; `None` once nothing is valid any more.
    graph: Option<Vec<Level>>,
    explicit_policy: usize,
    inhibit_any_policy: usize,
    policy_mapping: usize,
}

/// What one certificate says of policies.
#[derive(Default)]
struct Statement {
    policies: Option<BTreeSet<Oid>>,
    mappings: BTreeMap<Oid, BTreeSet<Oid>>,
    require_explicit: Option<u64>,
    inhibit_mapping: Option<u64>,
    inhibit_any: Option<u64>,
}

impl Policies {
    /// RFC 5280, 6.1.2, for a path of `length` certificates, the anchor not counted.
    pub(super) fn new(settings: &PolicySettings, length: usize) -> Self {
        let later = length.saturating_add(1);
        let start = |now: bool| if now { 0 } else { later };
        let root = Node { expected: BTreeSet::from([oid::ANY_POLICY]), parents: BTreeSet::new() };
        Self {
            graph: Some(vec![Level::from([(oid::ANY_POLICY, root)])]),
            explicit_policy: start(settings.explicit_policy),
            inhibit_any_policy: start(settings.inhibit_any_policy),
            policy_mapping: start(settings.inhibit_policy_mapping),
        }
    }

    /// The constraints of an anchor's certificate (RFC 5937, 3.2), which is not itself on the path.
    pub(super) fn anchor(&mut self, certificate: &Certificate) -> Result<(), Offence> {
        let statement = Statement::of(certificate)?;
        self.tighten(&statement);
        Ok(())
    }

    /// RFC 5280, 6.1.3(d) to (f) and 6.1.4(a), (b), (h) to (j): a certificate that is not the last.
    pub(super) fn intermediate(&mut self, certificate: &Certificate) -> Result<(), Offence> {
        let statement = Statement::of(certificate)?;
        let self_issued = certificate.is_self_issued();
        self.descend(&statement, self_issued);
        self.require()?;
        self.map(&statement)?;
        if !self_issued {
            for counter in [&mut self.explicit_policy, &mut self.policy_mapping, &mut self.inhibit_any_policy] {
                *counter = counter.saturating_sub(1);
            }
        }
        self.tighten(&statement);
        Ok(())
    }

    /// RFC 5280, 6.1.3(d) to (f) and 6.1.5(a), (b), (g): the last certificate.
    pub(super) fn leaf(mut self, certificate: &Certificate, settings: &PolicySettings) -> Result<(), Offence> {
        let statement = Statement::of(certificate)?;
        self.descend(&statement, false);
        self.require()?;
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if statement.require_explicit == Some(0) {
            self.explicit_policy = 0;
        }
        if self.explicit_policy > 0 || self.acceptable(settings) { Ok(()) } else { Err(Offence::NoPolicy) }
    }

    fn require(&self) -> Result<(), Offence> {
        if self.explicit_policy == 0 && self.graph.is_none() { Err(Offence::NoPolicy) } else { Ok(()) }
    }

    /// RFC 9618, 5.1: section 6.1.3(d) and (e).
    fn descend(&mut self, statement: &Statement, self_issued: bool) {
        let Some(policies) = &statement.policies else {
            self.graph = None;
            return;
        };
        let any_allowed = self.inhibit_any_policy > 0 || self_issued;
        let Some(graph) = &mut self.graph else { return };
        let Some(above) = graph.last() else { return };
        let mut expected: BTreeMap<Oid, BTreeSet<Oid>> = BTreeMap::new();
        for (policy, node) in above {
            for name in &node.expected {
                expected.entry(*name).or_default().insert(*policy);
            }
        }
        let node = |policy: Oid, parents| (policy, Node { expected: BTreeSet::from([policy]), parents });
        let mut level = Level::new();
        for policy in policies.iter().filter(|policy| **policy != oid::ANY_POLICY) {
            if let Some(parents) = expected.get(policy) {
                level.extend([node(*policy, parents.clone())]);
            } else if above.contains_key(&oid::ANY_POLICY) {
                level.extend([node(*policy, BTreeSet::from([oid::ANY_POLICY]))]);
            }
        }
        if policies.contains(&oid::ANY_POLICY) && any_allowed {
            for (policy, parents) in expected {
                if !level.contains_key(&policy) {
                    level.extend([node(policy, parents)]);
                }
            }
        }
        if level.is_empty() {
            self.graph = None;
        } else {
            graph.push(level);
        }
    }

    /// RFC 9618, 5.2: section 6.1.4(a) and (b).
    fn map(&mut self, statement: &Statement) -> Result<(), Offence> {
        if statement.mappings.is_empty() {
            return Ok(());
        }
        let any = |(from, to): (&Oid, &BTreeSet<Oid>)| *from == oid::ANY_POLICY || to.contains(&oid::ANY_POLICY);
        if statement.mappings.iter().any(any) {
            return Err(Offence::Unprocessed(oid::POLICY_MAPPINGS));
        }
        let Some(graph) = &mut self.graph else { return Ok(()) };
        let Some(level) = graph.last_mut() else { return Ok(()) };
        for (from, to) in &statement.mappings {
            if self.policy_mapping == 0 {
                level.remove(from);
            } else if let Some(node) = level.get_mut(from) {
                node.expected.clone_from(to);
            } else if level.contains_key(&oid::ANY_POLICY) {
                let parents = BTreeSet::from([oid::ANY_POLICY]);
                level.insert(*from, Node { expected: to.clone(), parents });
            }
        }
        if level.is_empty() {
            self.graph = None;
        }
        Ok(())
    }

    /// RFC 5280, 6.1.4(i) and (j).
    fn tighten(&mut self, statement: &Statement) {
        let lower = |counter: &mut usize, to: Option<u64>| {
            if let Some(to) = to {
                *counter = (*counter).min(usize::try_from(to).unwrap_or(usize::MAX));
            }
        };
        lower(&mut self.explicit_policy, statement.require_explicit);
        lower(&mut self.policy_mapping, statement.inhibit_mapping);
        lower(&mut self.inhibit_any_policy, statement.inhibit_any);
    }

    /// RFC 9618, 5.3: whether a policy is valid for the whole path and acceptable to the caller.
    fn acceptable(&self, settings: &PolicySettings) -> bool {
        let Some(graph) = &self.graph else { return false };
        let Some(last) = graph.last() else { return false };
        let any = settings.acceptable.is_empty() || settings.acceptable.contains(&oid::ANY_POLICY);
        if any || last.contains_key(&oid::ANY_POLICY) {
            return true;
        }
        // From the bottom up only what leads to the last certificate; what comes directly from anyPolicy is a policy
        // in the caller's words.
        let mut reachable: BTreeSet<Oid> = last.keys().copied().collect();
        for level in graph.iter().rev() {
            let mut above = BTreeSet::new();
            for (policy, node) in level.iter().filter(|(policy, _)| reachable.contains(*policy)) {
                let from_any = node.parents.contains(&oid::ANY_POLICY);
                if from_any && *policy != oid::ANY_POLICY && settings.acceptable.contains(policy) {
                    return true;
                }
                above.extend(node.parents.iter().copied());
            }
            reachable = above;
        }
        false
    }
}

impl Statement {
    fn of(certificate: &Certificate) -> Result<Self, Offence> {
        let read = |oid: Oid| certificate.extension(oid).map(|extension| extension.value);
        let mut statement = Self::default();
        if let Some(value) = read(oid::CERTIFICATE_POLICIES) {
            let policies = policies(value).map_err(|_| Offence::Unprocessed(oid::CERTIFICATE_POLICIES))?;
            statement.policies = Some(policies);
        }
        if let Some(value) = read(oid::POLICY_MAPPINGS) {
            statement.mappings = mappings(value).map_err(|_| Offence::Unprocessed(oid::POLICY_MAPPINGS))?;
        }
        if let Some(value) = read(oid::POLICY_CONSTRAINTS) {
            let (explicit, mapping) = constraints(value).map_err(|_| Offence::Unprocessed(oid::POLICY_CONSTRAINTS))?;
            (statement.require_explicit, statement.inhibit_mapping) = (explicit, mapping);
        }
        if let Some(value) = read(oid::INHIBIT_ANY_POLICY) {
            let skip = single(value, Rules::Der, Tag::INTEGER, "InhibitAnyPolicy").and_then(|skip| skip.unsigned());
            statement.inhibit_any = Some(skip.map_err(|_| Offence::Unprocessed(oid::INHIBIT_ANY_POLICY))?);
        }
        Ok(statement)
    }
}

fn policies(value: &[u8]) -> Result<BTreeSet<Oid>, Error> {
    const SYNTAX: &str = "CertificatePolicies";
    let whole = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?;
    let mut list = whole.reader();
    let mut policies = BTreeSet::new();
    while !list.is_empty() {
        let policy = list.expect(Tag::SEQUENCE, SYNTAX)?.reader().expect(Tag::OID, SYNTAX)?;
        // RFC 5280, 4.2.1.4: no policy twice.
        if !policies.insert(policy.oid()?) || policies.len() > MAX_POLICIES {
            return Err(Malformed::new(SYNTAX, policy.offset(), "each policy once, and not too many").into());
        }
    }
    if policies.is_empty() { Err(Malformed::new(SYNTAX, whole.offset(), "a policy").into()) } else { Ok(policies) }
}

fn mappings(value: &[u8]) -> Result<BTreeMap<Oid, BTreeSet<Oid>>, Error> {
    const SYNTAX: &str = "PolicyMappings";
    let whole = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?;
    let mut list = whole.reader();
    let (mut mappings, mut count) = (BTreeMap::<Oid, BTreeSet<Oid>>::new(), 0usize);
    while !list.is_empty() {
        let mut pair = list.expect(Tag::SEQUENCE, SYNTAX)?.reader();
        let from = pair.expect(Tag::OID, SYNTAX)?.oid()?;
        let to = pair.expect(Tag::OID, SYNTAX)?.oid()?;
        pair.finish(SYNTAX)?;
        mappings.entry(from).or_default().insert(to);
        count = count.saturating_add(1);
        if count > MAX_POLICIES {
            return Err(Malformed::new(SYNTAX, whole.offset(), "not too many mappings").into());
        }
    }
    if mappings.is_empty() { Err(Malformed::new(SYNTAX, whole.offset(), "a mapping").into()) } else { Ok(mappings) }
}

fn constraints(value: &[u8]) -> Result<(Option<u64>, Option<u64>), Error> {
    const SYNTAX: &str = "PolicyConstraints";
    let whole = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?;
    let mut parts = whole.reader();
    let number = |element: Option<Element<'_>>| element.map(|skip| skip.unsigned()).transpose();
    let explicit = number(parts.optional(Tag::context(0))?)?;
    let mapping = number(parts.optional(Tag::context(1))?)?;
    parts.finish(SYNTAX)?;
    if explicit.is_none() && mapping.is_none() {
        return Err(Malformed::new(SYNTAX, whole.offset(), "a constraint").into());
    }
    Ok((explicit, mapping))
}
