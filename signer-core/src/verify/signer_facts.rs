//! Gathers what one signer of one message did: attributes, certificate, digest, signature, path.

use std::cell::Cell;

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::cms::{AttributeForm, CertificateReference, Content, SignedAttributes, SignerIdentifier, SignerInfo};
use crate::crypto::{Answer, SignatureCheck};
use crate::limits::Budget;
use crate::oid::{self, Oid};
use crate::pki::{Certificate, Purpose};
use crate::report::{DigestAnswer, SignatureAnswer};
use crate::time::Time;

use super::certificates::{Search, binding, certificate_facts, identified};
use super::facts::{Binding, CoreFacts};

/// What a signature is over.
pub(super) struct SignedContent<'c> {
    /// Its digest; `None` when it could not be made.
    pub(super) digest: &'c dyn Fn(Digest) -> Option<Vec<u8>>,
    /// The octets, for algorithms that cannot do with a digest.
    pub(super) octets: &'c dyn Fn() -> Option<Vec<u8>>,
    /// Its type.
    pub(super) content_type: Oid,
    /// Why neither can be had.
    pub(super) problem: Option<&'c str>,
}

/// Gathers what one signer did.
pub(super) struct SignerGathering<'s> {
    pub(super) search: Search<'s>,
    /// Checks the value of the signature.
    pub(super) checker: &'s dyn SignatureCheck,
    /// Certificates of the message itself.
    pub(super) embedded: &'s [Certificate],
    pub(super) purpose: Purpose,
    pub(super) binding_required: bool,
    /// Times that may be proven, at which it may have been.
    pub(super) past: &'s [Time],
}

impl SignerGathering<'_> {
    /// Gathers, and gives the signer's certificate, if there is one.
    pub(super) fn gather(
        &self,
        signer: &SignerInfo<'_>,
        content: &SignedContent<'_>,
        budget: &mut Budget,
    ) -> (CoreFacts, Option<Certificate>) {
        let mut facts = CoreFacts { binding_required: self.binding_required, ..CoreFacts::default() };
        attribute_problems(signer, content.content_type, &mut facts.attribute_problems);
        algorithms(signer, &mut facts);
        let references = references(signer, &mut facts);
        let candidates =
            identified(signer.identifier(), &[self.embedded, self.search.intermediates, self.search.trust.anchors()]);
        if candidates.is_empty() {
            facts.certificate_problem = Some(not_found(signer.identifier()));
        }
        digest(signer, content, &mut facts);
        let chosen = self.choose(signer, content, &references, &candidates, &mut facts, budget);
        if let Some(certificate) = chosen {
            facts.certificate = Some(certificate_facts(certificate, self.search.trust, self.search.pool.readings));
            facts.binding = binding(&references, certificate);
            self.paths(certificate, &mut facts, budget);
        }
        (facts, chosen.cloned())
    }

    /// The certificate that the signed attribute names, else the one whose key made the signature, else the first.
    fn choose<'c>(
        &self,
        signer: &SignerInfo<'_>,
        content: &SignedContent<'_>,
        references: &[CertificateReference<'_>],
        candidates: &[&'c Certificate],
        facts: &mut CoreFacts,
        budget: &mut Budget,
    ) -> Option<&'c Certificate> {
        let named = candidates.iter().find(|certificate| binding(references, certificate) == Binding::Matches);
        let tried: Vec<&Certificate> = named.map_or_else(|| candidates.to_vec(), |named| vec![*named]);
        for certificate in &tried {
            self.signature(signer, content, certificate, facts, budget);
            if facts.signature == SignatureAnswer::Valid {
                return Some(certificate);
            }
        }
        tried.first().copied()
    }

    fn signature(
        &self,
        signer: &SignerInfo<'_>,
        content: &SignedContent<'_>,
        certificate: &Certificate,
        facts: &mut CoreFacts,
        budget: &mut Budget,
    ) {
        if let Err(exceeded) = budget.spend(1) {
            facts.signature_remark = Some(exceeded.to_string());
            return;
        }
        let bare = signer.signed_attributes().is_none();
        let without_digest = facts.signature_algorithm.is_some_and(|algorithm| algorithm.digest().is_none());
        let octets = if bare && without_digest { (content.octets)() } else { None };
        let missing = Cell::new(false);
        let made = |digest: Digest| {
            (content.digest)(digest).unwrap_or_else(|| {
                missing.set(true);
                Vec::new()
            })
        };
        let checked = signer.check(Content::hashed(&made, octets.as_deref()), certificate.spki(), self.checker);
        let checked = match checked {
            Ok(checked) => checked,
            Err(error) => {
                facts.signature_remark = Some(error.to_string());
                return;
            }
        };
        if bare && (missing.get() || without_digest && octets.is_none()) {
            facts.signature_remark = content.problem.map(ToOwned::to_owned);
            return;
        }
        facts.signature = answer(checked.signature);
        facts.signature_remark = match (checked.signature, checked.form) {
            (Answer::Unsupported, _) => Some("the key or the algorithm cannot be checked by this version".to_owned()),
            (Answer::Valid, AttributeForm::Der) => {
                Some("the signature is over the signed attributes in DER, which the message does not send".to_owned())
            }
            _ => None,
        };
        if bare {
            bare_digest(checked.signature, facts);
        }
    }

    pub(super) fn paths(&self, certificate: &Certificate, facts: &mut CoreFacts, budget: &mut Budget) {
        let (path, others) = self.search.paths(certificate, self.purpose, self.past, budget);
        (facts.path, facts.other_paths) = (Some(path), others);
        if let Some(own) = &mut facts.certificate {
            own.covered_from = self.search.pool.covered_from(certificate);
        }
    }
}

/// RFC 5652, 5.3: with attributes, content-type and message-digest have to be there, once, and right.
fn attribute_problems(signer: &SignerInfo<'_>, content_type: Oid, problems: &mut Vec<String>) {
    let Some(attributes) = signer.signed_attributes() else {
        // RFC 5652, 5.3: they may lack only where the content is plain data.
        if content_type != oid::ID_DATA {
            problems.push("the signed attributes are missing".to_owned());
        }
        return;
    };
    match attributes.content_type() {
        Ok(Some(stated)) if stated == content_type => {}
        Ok(Some(stated)) => problems.push(format!("the content type is stated as {stated}, and is {content_type}")),
        Ok(None) => problems.push("the signed attribute content-type is missing".to_owned()),
        Err(error) => problems.push(error.to_string()),
    }
    match attributes.message_digest() {
        Ok(Some(_)) => {}
        Ok(None) => problems.push("the signed attribute message-digest is missing".to_owned()),
        Err(error) => problems.push(error.to_string()),
    }
}

/// Which algorithms are used, and whether all places agree on them.
fn algorithms(signer: &SignerInfo<'_>, facts: &mut CoreFacts) {
    facts.signature_algorithm = signer.signature_algorithm().ok();
    // Without signed attributes the digest within the signature algorithm is the one that hashes the content.
    let within = facts.signature_algorithm.and_then(SignatureAlgorithm::digest);
    let bare = signer.signed_attributes().is_none();
    facts.digest_algorithm = within.filter(|_| bare).or_else(|| signer.digest_algorithm().ok());
    if let Ok(false) = signer.digests_agree() {
        let named = signer.digest_algorithm().map_or("?", Digest::name);
        let within = within.map_or("another", Digest::name);
        let message = format!("the digest algorithm is {named}, the signature algorithm uses {within}");
        facts.algorithm_disagreements.push(message);
    }
    match signer.algorithm_protection() {
        Ok(None | Some(true)) => {}
        Ok(Some(false)) => {
            facts.algorithm_disagreements.push("the signed attribute names other algorithms than are used".to_owned());
        }
        Err(error) => facts.algorithm_disagreements.push(error.to_string()),
    }
}

/// The signed references to the certificate. What cannot be read is a problem, not an absence.
fn references<'a>(signer: &'a SignerInfo<'_>, facts: &mut CoreFacts) -> Vec<CertificateReference<'a>> {
    match signer.signed_attributes().map(SignedAttributes::signing_certificate) {
        None | Some(Ok(None)) => Vec::new(),
        Some(Ok(Some(references))) => references,
        Some(Err(error)) => {
            facts.attribute_problems.push(error.to_string());
            Vec::new()
        }
    }
}

/// Compares the digest that the attributes state with the content's.
fn digest(signer: &SignerInfo<'_>, content: &SignedContent<'_>, facts: &mut CoreFacts) {
    let Some(attributes) = signer.signed_attributes() else {
        facts.digest_remark = content.problem.map(ToOwned::to_owned);
        return;
    };
    let stated = attributes.message_digest().ok().flatten();
    let computed = signer.digest_algorithm().ok().and_then(content.digest);
    match (stated, computed) {
        (Some(stated), Some(computed)) if *stated == *computed => facts.digest = DigestAnswer::Match,
        (Some(_), Some(_)) => facts.digest = DigestAnswer::Mismatch,
        (_, None) => {
            let unknown = signer.digest_algorithm().err().map(|error| error.to_string());
            facts.digest_remark = content.problem.map(ToOwned::to_owned).or(unknown);
        }
        (None, Some(_)) => facts.digest_remark = Some("the message states no digest".to_owned()),
    }
}

/// Without signed attributes the signature itself is over the content: it holds for both or tells neither apart.
fn bare_digest(answer: Answer, facts: &mut CoreFacts) {
    match answer {
        Answer::Valid => (facts.digest, facts.digest_remark) = (DigestAnswer::Match, None),
        Answer::Invalid => {
            let either = "either the content was changed, or another key made the signature: it is over the content \
                          itself, and does not tell which";
            facts.digest_remark = Some(either.to_owned());
            facts.signature_remark = Some(either.to_owned());
        }
        Answer::Unsupported => {}
    }
}

pub(super) fn answer(answer: Answer) -> SignatureAnswer {
    match answer {
        Answer::Valid => SignatureAnswer::Valid,
        Answer::Invalid => SignatureAnswer::Invalid,
        Answer::Unsupported => SignatureAnswer::Unknown,
    }
}

fn not_found(identifier: &SignerIdentifier<'_>) -> String {
    match identifier {
        SignerIdentifier::IssuerAndSerial { issuer, serial } => {
            let issuer = crate::pki::Name::parse(issuer).map_or_else(|_| "?".to_owned(), |name| name.to_string());
            let serial = hex::encode_upper(serial);
            format!("the signer's certificate, number {serial} of `{issuer}`, is not in the document")
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            format!("the signer's certificate, key identifier {}, is not in the document", hex::encode_upper(key))
        }
    }
}
