//! What signatures and time-stamps are asked alike: identification, cryptography, path, acceptance.

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::policy::{Cutoff, Policy};
use crate::report::{CheckId, DigestAnswer, Indeterminate, Reason, SignatureAnswer};
use crate::time::Time;

use super::super::facts::{Binding, CertificateFacts, CoreFacts, PathFacts, PathProblem, PathProblemKind};
use super::{Asked, within};

/// EN 319 102-1, 5.2.3: identification of the signing certificate.
pub(super) fn identification(facts: &CoreFacts, asked: &mut Asked<'_>) {
    let problem = facts.attribute_problems.join("; ");
    asked.no_problem(CheckId::Attributes, (!problem.is_empty()).then_some(problem.as_str()));
    match (&facts.certificate, &facts.certificate_problem) {
        (Some(_), _) => asked.pass(CheckId::SigningCertificate),
        (None, problem) => {
            let problem = problem.as_deref().unwrap_or("the certificate of the signer was not found");
            asked.fail(CheckId::SigningCertificate, problem);
        }
    }
    match facts.binding {
        Binding::Matches => {
            asked.pass(CheckId::BindingPresent);
            asked.pass(CheckId::CertificateBinding);
        }
        Binding::Mismatch => {
            asked.pass(CheckId::BindingPresent);
            asked.fail(CheckId::CertificateBinding, "the signed attribute names another certificate");
        }
        Binding::Absent if facts.binding_required => {
            asked.fail(CheckId::BindingPresent, "the signed attribute that names the certificate is missing");
        }
        // ISO 32000-2, 12.8.3.3: only recommended there, and most documents lack it.
        Binding::Absent => asked.warn(CheckId::BindingPresent, "no signed attribute names the certificate"),
    }
}

/// EN 319 102-1, 5.2.7: cryptographic verification.
pub(super) fn cryptography(facts: &CoreFacts, unreadable: Option<&str>, asked: &mut Asked<'_>) {
    let remark = facts.digest_remark.as_deref();
    match facts.digest {
        DigestAnswer::Match => asked.pass_saying(CheckId::Digest, remark),
        DigestAnswer::Mismatch => {
            asked.fail(CheckId::Digest, remark.unwrap_or("the document was changed: its digest is not the signed one"));
        }
        DigestAnswer::Unknown => {
            unknown(CheckId::Digest, remark.or(unreadable), "the digest could not be computed", asked);
        }
    }
    signature(facts, unreadable, asked);
}

/// The signature value and the algorithms that its parts name.
pub(super) fn signature(facts: &CoreFacts, unreadable: Option<&str>, asked: &mut Asked<'_>) {
    let remark = facts.signature_remark.as_deref();
    match facts.signature {
        SignatureAnswer::Valid => asked.pass_saying(CheckId::Signature, remark),
        SignatureAnswer::Invalid => {
            let plain = "the signature value was not made with the key of this certificate over this content";
            asked.fail(CheckId::Signature, remark.unwrap_or(plain));
        }
        SignatureAnswer::Unknown => {
            unknown(CheckId::Signature, remark.or(unreadable), "the signature could not be checked", asked);
        }
    }
    let disagreements = facts.algorithm_disagreements.join("; ");
    asked.no_problem(CheckId::AlgorithmsAgree, (!disagreements.is_empty()).then_some(disagreements.as_str()));
}

/// What could not be asked is a doubt, never a pass.
fn unknown(id: CheckId, why: Option<&str>, plain: &str, asked: &mut Asked<'_>) {
    let message = why.map_or_else(|| plain.to_owned(), |why| format!("{plain}: {why}"));
    asked.fail_because(id, Indeterminate::Generic.into(), message);
}

/// EN 319 102-1, 5.2.6: a path that held at some time; whether it held at the time that counts is asked of it next.
pub(super) fn path(facts: &CoreFacts, found: Option<&PathFacts>, asked: &mut Asked<'_>) {
    if let Some(found) = found {
        let now = facts.path.as_ref().is_some_and(|path| path.at == found.at);
        let said = (!now).then(|| format!("as of {}", found.at));
        return asked.pass_saying(CheckId::Path, said.as_deref());
    }
    match facts.path.as_ref().and_then(|path| path.problem.as_ref()) {
        Some(problem) => asked.fail_because(CheckId::Path, reason(problem), problem.message.as_str()),
        None => asked.fail(CheckId::Path, "there is no certificate to start a path from"),
    }
}

fn reason(problem: &PathProblem) -> Reason {
    match problem.kind {
        PathProblemKind::Incomplete => Indeterminate::NoCertificateChainFound,
        PathProblemKind::OutOfValidity => Indeterminate::OutOfBoundsNoPoe,
        PathProblemKind::Constraints => Indeterminate::ChainConstraintsFailure,
        PathProblemKind::Algorithm => Indeterminate::CryptoConstraintsFailureNoPoe,
        PathProblemKind::General => Indeterminate::CertificateChainGeneralFailure,
    }
    .into()
}

/// Whether the certificate was valid at the time judged, or at a time at which the signature provably existed.
pub(super) fn valid_at(certificate: &CertificateFacts, at: Time, best: Option<Time>, asked: &mut Asked<'_>) {
    if within(certificate, at) {
        return asked.pass(CheckId::Validity);
    }
    if let Some(best) = best.filter(|best| within(certificate, *best)) {
        return asked.pass_saying(CheckId::Validity, Some(&format!("valid at the proven time {best}")));
    }
    asked.fail(CheckId::Validity, out_of_validity(certificate));
}

pub(super) fn out_of_validity(certificate: &CertificateFacts) -> String {
    let signatory = &certificate.signatory;
    let show = |time: Option<Time>| time.map_or_else(|| "?".to_owned(), |time| time.to_string());
    format!(
        "the certificate of {} is valid from {} to {}, and nothing proves that the signature was made then",
        signatory.subject,
        show(signatory.not_before),
        show(signatory.not_after)
    )
}

/// EN 319 102-1, 5.2.8: is what was used still acceptable at the time that counts?
///
/// `digest_time` is the time at which the digest of the content has to be acceptable, `time` that of everything else.
pub(super) fn acceptance(
    facts: &CoreFacts,
    path: Option<&PathFacts>,
    digest_time: Time,
    time: Time,
    asked: &mut Asked<'_>,
) {
    key_usage(facts, asked);
    if let Some(digest) = facts.digest_algorithm {
        let cutoff = asked.policy.digest(digest);
        acceptable(CheckId::DigestAlgorithm, digest.name(), cutoff, digest_time, asked);
    }
    if let Some(algorithm) = facts.signature_algorithm {
        let cutoff = signature_cutoff(algorithm, asked.policy);
        acceptable(CheckId::SignatureAlgorithm, &algorithm.to_string(), cutoff, time, asked);
    }
    if let Some(certificate) = &facts.certificate {
        key_size(CheckId::KeySize, certificate, time, asked);
    }
    if let Some(path) = path {
        chain_algorithms(path, time, asked);
    }
}

fn key_usage(facts: &CoreFacts, asked: &mut Asked<'_>) {
    match &facts.certificate {
        None => {}
        Some(certificate) if certificate.may_sign => asked.pass(CheckId::KeyUsage),
        Some(_) => asked.fail(CheckId::KeyUsage, "the key usage has neither digitalSignature nor nonRepudiation"),
    }
}

/// Until when a signature algorithm is acceptable: the earlier of the dates of its digest and its padding.
pub(super) fn signature_cutoff(algorithm: SignatureAlgorithm, policy: &Policy) -> Cutoff {
    let digest = algorithm.digest().map_or(Cutoff::Accept, |digest: Digest| policy.digest(digest));
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) => digest.and(policy.pkcs1()),
        _ => digest,
    }
}

pub(super) fn key_cutoff(certificate: &CertificateFacts, policy: &Policy) -> Cutoff {
    match certificate.rsa_bits {
        Some(bits) => policy.rsa(bits),
        None if certificate.key_known => Cutoff::Accept,
        None => Cutoff::Reject,
    }
}

fn key_size(id: CheckId, certificate: &CertificateFacts, time: Time, asked: &mut Asked<'_>) {
    let cutoff = key_cutoff(certificate, asked.policy);
    acceptable(id, &certificate.signatory.key, cutoff, time, asked);
}

fn acceptable(id: CheckId, name: &str, cutoff: Cutoff, time: Time, asked: &mut Asked<'_>) {
    if cutoff.permits(time) {
        // What has a date is never accepted silently once the date is over.
        let dated = cutoff.end().filter(|_| !cutoff.permits(asked.present));
        let said = dated.map(|end| format!("{name} was acceptable until {end}, and this is proven to be older"));
        return asked.pass_saying(id, said.as_deref());
    }
    match cutoff {
        Cutoff::Until(end) => {
            let message = format!("{name} is acceptable until {end} only, and nothing proves that this is older");
            asked.fail(id, message);
        }
        // No proof of age could help: EN 319 102-1, 5.2.8.4.2.
        Cutoff::Accept | Cutoff::Reject => {
            asked.fail_because(id, Indeterminate::CryptoConstraintsFailure.into(), format!("{name} is not acceptable"));
        }
    }
}

/// The certificates of the path; an anchor is trusted whatever signed it.
fn chain_algorithms(path: &PathFacts, time: Time, asked: &mut Asked<'_>) {
    for (position, certificate) in path.chain.iter().enumerate().filter(|(_, certificate)| !certificate.trusted) {
        let signed = certificate.signature_algorithm;
        let cutoff = signed.map_or(Cutoff::Reject, |algorithm| signature_cutoff(algorithm, asked.policy));
        let subject = &certificate.signatory.subject;
        if !cutoff.permits(time) {
            let name = signed.map_or_else(|| "an unknown algorithm".to_owned(), |algorithm| algorithm.to_string());
            let message =
                format!("the certificate of {subject} is signed with {name}, which is not acceptable at {time}");
            return asked.fail(CheckId::ChainAlgorithms, message);
        }
        // The signer's own key has a check of its own.
        if position > 0 && !key_cutoff(certificate, asked.policy).permits(time) {
            return asked.fail(CheckId::ChainAlgorithms, format!("the key of {subject} is not long enough at {time}"));
        }
    }
    asked.pass(CheckId::ChainAlgorithms);
}
