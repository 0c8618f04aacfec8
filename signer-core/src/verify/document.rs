//! Gathers the facts of all signatures of one document.

use crate::algorithm::Digest;
use crate::changes;
use crate::error::Error;
use crate::limits::Budget;
use crate::pdf::signature::{Coverage as Covers, SignatureKind};
use crate::pdf::{Document, EmbeddedSignature, Finding, Object};
use crate::pki::Certificate;
use crate::report::{
    ChangeItem, Changes, Coverage, Extent, Level, ReportFinding, Severity, SignatureType, TimestampType,
};
use crate::time::Time;

use super::Given;
use super::digests::{Digests, Plan, Ranges};
use super::facts::{Binding, Facts, TimestampFacts};
use super::material::Material;
use super::message::{Encoding, Message};
use super::security_store;
use super::signature::{Covered, MessageFacts, bare, document_timestamp, signed};

/// The facts of all signatures, and what belongs to none of them.
pub(super) struct Gathered {
    pub(super) facts: Vec<Facts>,
    pub(super) findings: Vec<ReportFinding>,
    pub(super) sha256: String,
}

/// A signature dictionary, and its message.
struct Entry<'s> {
    embedded: &'s EmbeddedSignature,
    encoding: Option<Encoding>,
    message: Message<'s>,
    ranges: Option<Ranges>,
}

pub(super) fn gather(mut given: Given<'_>, document: &Document<'_>) -> Result<Gathered, Error> {
    let signatures = signatures(document)?;
    let entries: Vec<_> = signatures.iter().map(Entry::read).collect();
    evidence(&mut given, document, &entries);
    let given = &given;
    let octets = document.octets();
    let whole = Ranges::whole(octets.len());
    let digests = plan(&entries, whole).run(octets, &mut hashing_budget(octets.len()));
    let steps = changes::steps(document, &signatures);
    let shared = Shared { given, document, digests: &digests, steps: &steps, signatures: entries.len() };
    let mut facts: Vec<Option<Facts>> = entries.iter().map(|_| None).collect();
    // The time-stamps over the document first, and the newest of them first: each may prove when what stood before it
    // existed, itself no earlier than it says.
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let revision = |index: usize| entries.get(index).map_or(0, |entry| entry.embedded.revision);
    let stamps =
        |index: usize| entries.get(index).is_some_and(|entry| entry.kind() == SignatureType::DocumentTimestamp);
    order.sort_by_key(|index| (!stamps(*index), std::cmp::Reverse(revision(*index))));
    let mut stamped: Vec<TimestampFacts> = Vec::new();
    for index in order {
        let (Some(entry), Some(slot)) = (entries.get(index), facts.get_mut(index)) else { continue };
        let made = shared.facts(entry, &stamped);
        if entry.kind() == SignatureType::DocumentTimestamp && proves(&made) && stamped.len() < MAX_STAMPS {
            stamped.extend(made.timestamps.first().cloned());
        }
        *slot = Some(made);
    }
    let sha256 = digests.find(Digest::Sha256, whole).map(hex::encode).unwrap_or_default();
    Ok(Gathered { facts: facts.into_iter().flatten().collect(), findings: findings(document, &signatures), sha256 })
}

/// By usage rights nobody signs anything: they are no signature of the document.
fn signatures(document: &Document<'_>) -> Result<Vec<EmbeddedSignature>, Error> {
    let mut signatures = document.signatures()?;
    signatures.retain(|signature| signature.kind != SignatureKind::UsageRights);
    Ok(signatures)
}

/// What the document brings along for its verification.
pub(super) fn material(mut given: Given<'_>, document: &Document<'_>) -> Result<Material, Error> {
    let signatures = signatures(document)?;
    let entries: Vec<_> = signatures.iter().map(Entry::read).collect();
    evidence(&mut given, document, &entries);
    let mut material = Material::of(&given.pool);
    for entry in &entries {
        if matches!(entry.message, Message::Bare(_)) {
            material.add_certificates(&dictionary_certificates(&given, document, entry.embedded));
        }
        material.add_message(&entry.message);
    }
    Ok(material)
}

/// Puts the certificates and the evidence of the document into the pool.
fn evidence(given: &mut Given<'_>, document: &Document<'_>, entries: &[Entry<'_>]) {
    let stamps = entries.iter().filter(|entry| entry.kind() == SignatureType::DocumentTimestamp);
    let revisions: Vec<_> = stamps.map(|entry| entry.embedded.revision).take(MAX_STAMPS).collect();
    security_store::read(document, &revisions, &mut given.pool);
    for entry in entries {
        entry.message.evidence(&mut given.pool, entry.embedded.revision.checked_add(1));
    }
}

/// Time-stamps over the document that are asked what they prove.
///
/// 64: renewed every few years, they reach further than any format.
const MAX_STAMPS: usize = 64;

/// Whether a document time-stamp is over the whole of a revision that can be read in one way only.
fn proves(facts: &Facts) -> bool {
    facts.byte_range_problem.is_none()
        && matches!(facts.coverage, Coverage::WholeFile | Coverage::WholeRevision)
        && facts.two_readings.is_empty()
}

/// What signatures may cost in hashing.
///
/// Eight times the file and 1 GiB: eight signatures with their gap at the very beginning, or as many as one likes
/// with their gaps at the end, as updates have them.
fn hashing_budget(len: usize) -> Budget {
    let len = u64::try_from(len).unwrap_or(u64::MAX);
    Budget::new("octets hashed", len.saturating_mul(8).saturating_add(1 << 30))
}

fn plan(entries: &[Entry<'_>], whole: Ranges) -> Plan {
    let mut plan = Plan::default();
    plan.want(Digest::Sha256, whole);
    for entry in entries {
        if let (Some(ranges), Some(encoding)) = (entry.ranges, entry.encoding) {
            entry.message.digests(encoding).into_iter().for_each(|digest| plan.want(digest, ranges));
        }
    }
    plan
}

impl<'s> Entry<'s> {
    fn read(embedded: &'s EmbeddedSignature) -> Self {
        let encoding = embedded.sub_filter.as_deref().and_then(Encoding::from_sub_filter);
        let message = match encoding {
            Some(encoding) => Message::parse(encoding, &embedded.contents),
            None => Message::Unreadable("its encoding is not known".to_owned()),
        };
        let range = embedded.byte_range.as_ref().ok();
        let ranges = range.map(|range| Ranges::new(&range.before(), &range.after()));
        Self { embedded, encoding, message, ranges }
    }

    fn kind(&self) -> SignatureType {
        let stamp = self.encoding == Some(Encoding::Rfc3161) || self.embedded.kind == SignatureKind::DocumentTimestamp;
        if stamp { SignatureType::DocumentTimestamp } else { SignatureType::Signature }
    }
}

/// What the entries of one document share.
struct Shared<'g, 'd> {
    given: &'g Given<'g>,
    document: &'d Document<'d>,
    digests: &'g Digests,
    steps: &'g [Changes],
    /// How many there are.
    signatures: usize,
}

impl Shared<'_, '_> {
    fn facts(&self, entry: &Entry<'_>, stamped: &[TimestampFacts]) -> Facts {
        let embedded = entry.embedded;
        let byte_range_problem = byte_range_problem(embedded, self.document.octets().len());
        let covered_from = embedded.revision.checked_add(1);
        let later: Vec<_> = stamped.iter().filter(|stamp| stamp.revision >= covered_from).collect();
        let past: Vec<_> = later.iter().filter_map(|timestamp| timestamp.time).collect();
        let mut message = self.message(entry, byte_range_problem.as_deref(), &past);
        for own in &mut message.timestamps {
            own.covered_from = covered_from;
            own.revision = (own.kind == TimestampType::Document).then_some(embedded.revision);
        }
        message.timestamps.extend(later.into_iter().cloned());
        let (role, role_decided_by) = message
            .certificate
            .as_ref()
            .map_or_else(Default::default, |certificate| self.given.role(certificate, &embedded.field));
        Facts {
            field: embedded.field.clone(),
            kind: entry.kind(),
            certification: embedded.certification,
            sub_filter: embedded.sub_filter.clone(),
            revision: embedded.revision.checked_add(1),
            reason: embedded.reason.clone(),
            location: embedded.location.clone(),
            coverage: coverage(embedded.coverage),
            coverage_problem: coverage_problem(embedded, self.document),
            two_readings: two_readings(self.document, embedded),
            sub_filter_problem: sub_filter_problem(entry),
            signed_data_problem: message.problem,
            signed_data_remark: message.remark,
            signers: message.signers,
            claimed_signing_time: embedded.signing_time.or(message.claimed),
            changes: self.changes(embedded),
            level: self.level(entry, message.core.binding, &message.timestamps),
            timestamps: message.timestamps,
            core: message.core,
            byte_range_problem,
            role,
            role_decided_by,
        }
    }

    fn message(&self, entry: &Entry<'_>, problem: Option<&str>, past: &[Time]) -> MessageFacts {
        let octets = self.document.octets();
        let digest = |digest: Digest| self.digests.find(digest, entry.ranges?).map(<[u8]>::to_vec);
        let joined = || entry.ranges?.joined(octets, MAX_JOINED);
        let problem = problem.or(Some("there is too much to hash"));
        let covered = Covered { digest: &digest, octets: &joined, problem };
        match (&entry.message, entry.encoding) {
            (Message::Signed { data, tokens }, Some(encoding)) => {
                signed(self.given, encoding, data, tokens, &covered, past)
            }
            (Message::Bare(value), _) => {
                let certificates = dictionary_certificates(self.given, self.document, entry.embedded);
                bare(self.given, value, &certificates, &covered, past)
            }
            (Message::Token(token), _) => document_timestamp(self.given, token, &covered, past),
            (Message::Unreadable(problem), _) => {
                MessageFacts { problem: Some(problem.clone()), ..MessageFacts::default() }
            }
            (Message::Signed { .. }, None) => MessageFacts::default(),
        }
    }

    /// What changed after the revision that a signature signed.
    fn changes(&self, embedded: &EmbeddedSignature) -> Changes {
        if embedded.byte_range.is_err() || embedded.coverage == Covers::Malformed {
            // Nobody knows what was signed, so nobody knows what changed.
            return Changes { extent: Extent::Unexplained, allowed: false, items: Vec::new() };
        }
        if embedded.coverage == Covers::Partial {
            // What follows is no update of what was signed, so it cannot be compared with it.
            let item = ChangeItem { kind: "unsigned-octets".into(), ..ChangeItem::default() };
            return Changes { extent: Extent::Unexplained, allowed: false, items: vec![item] };
        }
        changes::since(self.steps, embedded.revision, self.signatures)
    }

    /// EN 319 142-1, 6: what is there. Whether it holds is said by the checks.
    fn level(&self, entry: &Entry<'_>, binding: Binding, timestamps: &[TimestampFacts]) -> Level {
        match entry.encoding {
            None => Level::Unknown,
            Some(Encoding::Cades) if binding == Binding::Absent => Level::Cms,
            Some(Encoding::Cades) => {
                let stamped = timestamps.iter().any(|timestamp| timestamp.kind != TimestampType::Content);
                let archived = timestamps.iter().any(|timestamp| timestamp.kind == TimestampType::Document);
                match (stamped, security_store::tells_of_revocation(self.document), archived) {
                    (false, _, _) => Level::BB,
                    (true, false, _) => Level::BT,
                    (true, true, false) => Level::BLt,
                    (true, true, true) => Level::BLta,
                }
            }
            Some(Encoding::Rfc3161) => Level::Unknown,
            Some(_) => Level::Cms,
        }
    }
}

/// `/Cert` of the signature dictionary: a string or an array of strings, the signer's first.
fn dictionary_certificates(
    given: &Given<'_>,
    document: &Document<'_>,
    embedded: &EmbeddedSignature,
) -> Vec<Certificate> {
    let view = document.view(embedded.revision);
    let entry = embedded.dictionary.get("Cert").and_then(|entry| view.resolve(entry).ok());
    let strings: Vec<Object> = match entry {
        Some(Object::Array(items)) => items.iter().filter_map(|item| view.resolve(item).ok()).collect(),
        Some(other) => vec![other],
        None => Vec::new(),
    };
    let octets: Vec<_> = strings.iter().filter_map(Object::as_string).map(|string| string.octets.as_slice()).collect();
    given.certificates(&octets)
}

fn coverage(coverage: Covers) -> Coverage {
    match coverage {
        Covers::WholeFile => Coverage::WholeFile,
        Covers::WholeRevision => Coverage::WholeRevision,
        Covers::Partial => Coverage::Partial,
        Covers::Malformed => Coverage::Malformed,
    }
}

fn sub_filter_problem(entry: &Entry<'_>) -> Option<String> {
    match (&entry.embedded.sub_filter, entry.encoding) {
        (None, _) => Some("the signature does not say how it is encoded (/SubFilter)".to_owned()),
        (Some(name), None) => Some(format!("the encoding `{name}` is not known")),
        (Some(_), Some(Encoding::Rfc3161)) => None,
        (Some(name), Some(_)) if entry.kind() == SignatureType::DocumentTimestamp => {
            Some(format!("a document time-stamp cannot be encoded as `{name}`"))
        }
        _ => None,
    }
}

/// A sentence that a clerk understands: most such files were saved again by a publisher after they were signed.
fn byte_range_problem(embedded: &EmbeddedSignature, len: usize) -> Option<String> {
    let malformed = embedded.byte_range.as_ref().err()?;
    let numbers: Option<Vec<u64>> = embedded.dictionary.get("ByteRange").and_then(Object::as_array).map(|numbers| {
        numbers.iter().filter_map(|number| number.as_integer().and_then(|number| u64::try_from(number).ok())).collect()
    });
    if let Some([_, _, second, rest]) = numbers.as_deref()
        && let Some(end) = second.checked_add(*rest)
        && end > u64::try_from(len).unwrap_or(u64::MAX)
    {
        return Some(format!(
            "the signature is over a document of {end} octets, this file has only {len}: it was saved again after it \
             was signed, so what was signed can no longer be checked"
        ));
    }
    Some(malformed.to_string())
}

fn coverage_problem(embedded: &EmbeddedSignature, document: &Document<'_>) -> Option<String> {
    let range = embedded.byte_range.as_ref().ok()?;
    let gap = range.gap();
    if range.before().start != 0 {
        return Some(format!("the signature covers the file from octet {} only", range.before().start));
    }
    if embedded.contents_span.as_ref() != Some(&gap) {
        return Some(format!(
            "the octets {} to {} are not covered, and they are not exactly the signature itself",
            gap.start, gap.end
        ));
    }
    let end = document.revisions().get(embedded.revision).map(crate::pdf::Revision::end);
    (end != Some(range.end()))
        .then(|| format!("the signature covers the file up to octet {}, where no revision ends", range.end()))
}

/// Findings that let two readers see two documents, of the whole document and of this signature.
fn two_readings(document: &Document<'_>, embedded: &EmbeddedSignature) -> Vec<String> {
    let of_document = document.findings();
    let mut found: Vec<String> = Vec::new();
    for finding in of_document.iter().chain(&embedded.findings).filter(|finding| finding.ambiguous) {
        if !found.contains(&finding.message) && found.len() < MAX_FINDINGS {
            found.push(finding.message.clone());
        }
    }
    found
}

fn findings(document: &Document<'_>, signatures: &[EmbeddedSignature]) -> Vec<ReportFinding> {
    let mut found: Vec<ReportFinding> = Vec::new();
    let of_document = document.findings();
    let of_signatures = signatures.iter().flat_map(|signature| &signature.findings);
    for finding in of_document.iter().chain(of_signatures) {
        let finding = report_finding(finding);
        if !found.contains(&finding) && found.len() < MAX_FINDINGS {
            found.push(finding);
        }
    }
    if document.encryption().is_some() {
        found.push(ReportFinding {
            code: "pdf.encrypted".to_owned(),
            severity: Severity::Info,
            message: "the document is encrypted".to_owned(),
        });
    }
    found
}

fn report_finding(finding: &Finding) -> ReportFinding {
    let severity = if finding.ambiguous { Severity::Error } else { Severity::Warning };
    let place = match (finding.object, finding.offset) {
        (Some(object), _) => format!(" (object {object})"),
        (None, Some(offset)) => format!(" (octet {offset})"),
        (None, None) => String::new(),
    };
    ReportFinding { code: finding.code.to_owned(), severity, message: format!("{}{place}", finding.message) }
}

/// Octets joined for an algorithm that needs the message whole (Ed25519 without signed attributes).
///
/// 64 MiB: nobody is known to sign so; more would have to be held in memory.
const MAX_JOINED: usize = 64 << 20;

/// Findings listed for one document: a damaged file has thousands that say the same.
const MAX_FINDINGS: usize = 100;
