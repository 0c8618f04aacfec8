//! Gathers the facts of one message by its encoding.

use crate::algorithm::Digest;
use crate::cms::pkcs1::RsaSha1Value;
use crate::cms::{SignedData, SignerInfo, TimestampToken};
use crate::crypto::{self, Answer, Signed};
use crate::limits::Budget;
use crate::oid;
use crate::pki::{Certificate, Purpose};
use crate::report::{DigestAnswer, SignatureAnswer};
use crate::time::Time;

use super::Given;
use super::certificates::certificate_facts;
use super::facts::{CoreFacts, TimestampFacts};
use super::message::Encoding;
use super::signer_facts::{SignedContent, SignerGathering, answer};
use super::tokens::{Found, token_facts};

/// What was found in one message.
#[derive(Default)]
pub(super) struct MessageFacts {
    pub(super) core: CoreFacts,
    pub(super) certificate: Option<Certificate>,
    pub(super) timestamps: Vec<TimestampFacts>,
    pub(super) claimed: Option<Time>,
    pub(super) problem: Option<String>,
    pub(super) remark: Option<String>,
    pub(super) signers: usize,
}

/// The octets that a signature is over, as far as they can be had.
pub(super) struct Covered<'c> {
    pub(super) digest: &'c dyn Fn(Digest) -> Option<Vec<u8>>,
    pub(super) octets: &'c dyn Fn() -> Option<Vec<u8>>,
    pub(super) problem: Option<&'c str>,
}

/// A CMS message with one signer (ISO 32000-2, 12.8.3.3.1: exactly one).
pub(super) fn signed(
    given: &Given<'_>,
    encoding: Encoding,
    data: &SignedData<'_>,
    tokens: &[Found<'_>],
    covered: &Covered<'_>,
    past: &[Time],
) -> MessageFacts {
    let mut facts = MessageFacts { remark: remark(data), signers: data.signers().len(), ..MessageFacts::default() };
    let content = match data.content() {
        Ok(content) => content,
        Err(error) => return MessageFacts { problem: Some(error.to_string()), ..facts },
    };
    facts.problem = problem(encoding, data, content.as_deref());
    let Some(signer) = data.signers().first() else { return facts };
    let mut budget = given.budget();
    facts.timestamps = timestamps(given, signer, tokens, covered, past, &mut budget);
    let times: Vec<_> =
        facts.timestamps.iter().filter_map(|timestamp| timestamp.time).chain(past.iter().copied()).collect();
    let embedded = given.certificates(data.certificates());
    let gathering = SignerGathering {
        search: given.search(),
        checker: given.verifier.checker.as_ref(),
        embedded: &embedded,
        purpose: Purpose::DocumentSigning,
        binding_required: encoding == Encoding::Cades,
        past: &times,
    };
    let inner = content.as_deref().unwrap_or_default();
    let digest_of_inner = |digest: Digest| Some(crypto::digest(digest, inner));
    let inner_octets = || Some(inner.to_vec());
    let content_type = data.content_type();
    let over = if encoding == Encoding::Sha1 {
        SignedContent { digest: &digest_of_inner, octets: &inner_octets, content_type, problem: None }
    } else {
        SignedContent { digest: covered.digest, octets: covered.octets, content_type, problem: covered.problem }
    };
    (facts.core, facts.certificate) = gathering.gather(signer, &over, &mut budget);
    if encoding == Encoding::Sha1 {
        sha1_of_ranges(&mut facts.core, inner, covered);
    }
    facts.claimed = signer.signed_attributes().and_then(|attributes| attributes.signing_time().ok().flatten());
    facts
}

/// What makes a message unfit for its encoding.
fn problem(encoding: Encoding, data: &SignedData<'_>, content: Option<&[u8]>) -> Option<String> {
    if data.signers().is_empty() {
        return Some("nobody signed the message: it holds certificates only".to_owned());
    }
    if data.content_type() != oid::ID_DATA {
        return Some(format!("the content type is {}, not plain data", data.content_type()));
    }
    match (encoding, content) {
        // ISO 32000-2, 12.8.3.3.1: no data shall be encapsulated.
        (Encoding::Detached | Encoding::Cades, Some(_)) => {
            Some("the message has content of its own, although it signs the document".to_owned())
        }
        (Encoding::Sha1, content) if content.map_or(0, <[u8]>::len) != Digest::Sha1.length() => {
            Some("the message does not hold the SHA-1 digest of the document".to_owned())
        }
        _ => None,
    }
}

fn remark(data: &SignedData<'_>) -> Option<String> {
    let remarks: Vec<_> = data.findings().iter().map(|finding| finding.message).collect();
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

/// `adbe.pkcs7.sha1`: what is signed is the SHA-1 of the document.
fn sha1_of_ranges(core: &mut CoreFacts, inner: &[u8], covered: &Covered<'_>) {
    match (covered.digest)(Digest::Sha1) {
        Some(computed) if computed == inner => {}
        Some(_) => core.digest = DigestAnswer::Mismatch,
        None => {
            core.digest = DigestAnswer::Unknown;
            core.digest_remark = covered.problem.map(ToOwned::to_owned);
        }
    }
    core.digest_algorithm = Some(Digest::Sha1);
}

fn timestamps(
    given: &Given<'_>,
    signer: &SignerInfo<'_>,
    tokens: &[Found<'_>],
    covered: &Covered<'_>,
    past: &[Time],
    budget: &mut Budget,
) -> Vec<TimestampFacts> {
    let of_signature = |digest: Digest| Some(crypto::digest(digest, signer.signature()));
    let gather = |found: &Found<'_>| match found.kind {
        crate::report::TimestampType::Content => found.gather(given, covered.digest, past, budget),
        _ => found.gather(given, &of_signature, past, budget),
    };
    tokens.iter().map(gather).collect()
}

/// `adbe.x509.rsa_sha1`: a bare PKCS #1 value; the value tells which digest it was made with.
pub(super) fn bare(
    given: &Given<'_>,
    value: &RsaSha1Value<'_>,
    certificates: &[Certificate],
    covered: &Covered<'_>,
    past: &[Time],
) -> MessageFacts {
    let mut facts = MessageFacts { signers: 1, ..MessageFacts::default() };
    if value.trailing().iter().any(|octet| *octet != 0) {
        facts.remark = Some("other octets than zeros follow the signature value".to_owned());
    }
    let Some(certificate) = certificates.first() else {
        facts.core.certificate_problem = Some("the signature dictionary has no certificate".to_owned());
        return facts;
    };
    let mut budget = given.budget();
    let core = &mut facts.core;
    core.certificate = Some(certificate_facts(certificate, &given.verifier.trust, given.pool.readings));
    core.digest_remark = covered.problem.map(ToOwned::to_owned);
    core.signature_remark.clone_from(&core.digest_remark);
    for algorithm in RsaSha1Value::algorithms() {
        let Some(digest) = algorithm.digest() else { continue };
        let Some(computed) = (covered.digest)(digest) else { continue };
        if budget.spend(1).is_err() {
            break;
        }
        let checker = given.verifier.checker.as_ref();
        let said = checker.check(algorithm, certificate.spki(), Signed::Digest(&computed), value.value());
        core.signature = answer(said);
        if core.signature_algorithm.is_none() || said == Answer::Valid {
            (core.digest_algorithm, core.signature_algorithm) = (Some(digest), Some(algorithm));
        }
        if said == Answer::Valid {
            core.digest = DigestAnswer::Match;
            break;
        }
    }
    if core.signature == SignatureAnswer::Invalid {
        core.digest_remark =
            Some("the signature is over the content itself, and does not tell which was changed".to_owned());
    }
    let gathering = SignerGathering {
        search: given.search(),
        checker: given.verifier.checker.as_ref(),
        embedded: certificates,
        purpose: Purpose::DocumentSigning,
        binding_required: false,
        past,
    };
    gathering.paths(certificate, &mut facts.core, &mut budget);
    facts.certificate = Some(certificate.clone());
    facts
}

/// `ETSI.RFC3161`: a document time-stamp; its imprint is of the document.
pub(super) fn document_timestamp(
    given: &Given<'_>,
    token: &TimestampToken<'_>,
    covered: &Covered<'_>,
    past: &[Time],
) -> MessageFacts {
    let mut budget = given.budget();
    let mut core = token_facts(token, given, covered.digest, past, &mut budget);
    if core.digest == DigestAnswer::Mismatch {
        core.digest_remark = None;
    }
    let timestamp = TimestampFacts {
        kind: crate::report::TimestampType::Document,
        time: Some(token.info().time),
        policy: token.info().policy.to_string(),
        problem: None,
        revision: None,
        covered_from: None,
        core: core.clone(),
    };
    let data = token.signed_data();
    let (remark, signers) = (remark(data), data.signers().len());
    MessageFacts { core, timestamps: vec![timestamp], remark, signers, ..MessageFacts::default() }
}
