//! What a chain of verified signatures must say to be a path (RFC 5280, 6.1.3 to 6.1.5).

use super::names::{self, Constraints};
use super::policies::{self, Policies};
use super::{PathErrorKind, PolicySettings, Purpose};
use crate::oid::{self, Oid};
use crate::pki::certificate::Certificate;
use crate::time::Time;

/// Why a chain is no path, and the certificate at fault.
pub(super) struct Refusal<'a> {
    pub(super) kind: PathErrorKind,
    pub(super) certificate: &'a Certificate,
}

/// Extensions that are processed here or by who uses the path, so that being critical does no harm.
///
/// Key identifiers are not among them: RFC 5280, 4.2.1.1 and 4.2.1.2 forbid that they are critical.
const PROCESSED: [Oid; 11] = [
    oid::KEY_USAGE,
    oid::BASIC_CONSTRAINTS,
    oid::EXTENDED_KEY_USAGE,
    oid::SUBJECT_ALT_NAME,
    oid::ISSUER_ALT_NAME,
    oid::CRL_DISTRIBUTION_POINTS,
    oid::NAME_CONSTRAINTS,
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::POLICY_CONSTRAINTS,
    oid::INHIBIT_ANY_POLICY,
];

/// Checks a chain from the leaf to an anchor, whose signatures and names are already verified.
///
/// Validity comes last: a chain refused for it has no other fault, so another moment may accept it.
pub(super) fn validate<'a>(
    chain: &[&'a Certificate],
    at: Time,
    purpose: Purpose,
    settings: &PolicySettings,
) -> Result<(), Refusal<'a>> {
    let each = |check: &dyn Fn(&Certificate) -> Result<(), PathErrorKind>| {
        chain.iter().try_for_each(|certificate| check(certificate).map_err(|kind| Refusal { kind, certificate }))
    };
    each(&no_hidden_meaning)?;
    each(&extensions_processed)?;
    let anchor = chain.len().saturating_sub(1);
    // CA certificates that are not self-issued, counted from the leaf's issuer upwards.
    let mut below = 0u32;
    for (index, certificate) in chain.iter().enumerate().skip(1) {
        let is_anchor = index == anchor;
        ca_allowed(certificate, is_anchor, below).map_err(|kind| Refusal { kind, certificate })?;
        if !certificate.is_self_issued() {
            below = below.saturating_add(1);
        }
    }
    if let Some(leaf) = chain.first() {
        leaf_allowed(leaf, purpose).map_err(|kind| Refusal { kind, certificate: leaf })?;
    }
    names_allowed(chain)?;
    policies_allowed(chain, settings)?;
    each(&|certificate| valid_at(certificate, at))
}

fn subject(certificate: &Certificate) -> String {
    certificate.subject().to_string()
}

fn no_hidden_meaning(certificate: &Certificate) -> Result<(), PathErrorKind> {
    // RFC 5280, 4.1.2.4: who issued it must have a name; no name would match every other that has none.
    if certificate.issuer().is_empty() {
        let what = "the issuer has no name".to_owned();
        return Err(PathErrorKind::Forbidden { subject: subject(certificate), what });
    }
    match certificate.oddities().iter().find(|oddity| oddity.is_fatal()) {
        Some(oddity) => Err(PathErrorKind::Forbidden { subject: subject(certificate), what: oddity.to_string() }),
        None => Ok(()),
    }
}

fn extensions_processed(certificate: &Certificate) -> Result<(), PathErrorKind> {
    let refused = certificate.extensions().find(|extension| extension.critical && !PROCESSED.contains(&extension.oid));
    match refused {
        Some(extension) => Err(PathErrorKind::CriticalExtension { subject: subject(certificate), oid: extension.oid }),
        None => Ok(()),
    }
}

/// RFC 5280, 6.1.3(b) and (c), 6.1.4(g), from the anchor down.
fn names_allowed<'a>(chain: &[&'a Certificate]) -> Result<(), Refusal<'a>> {
    let mut constraints = Constraints::new();
    for (depth, certificate) in chain.iter().enumerate().rev() {
        let is_anchor = chain.len() == depth.saturating_add(1);
        let exempt = is_anchor || (depth > 0 && certificate.is_self_issued());
        let mut result = if exempt { Ok(()) } else { constraints.check(certificate) };
        if depth > 0 {
            result = result.and_then(|()| constraints.add(certificate));
        }
        result.map_err(|offence| Refusal { kind: name_offence(certificate, offence), certificate })?;
    }
    Ok(())
}

fn name_offence(certificate: &Certificate, offence: names::Offence) -> PathErrorKind {
    let subject = subject(certificate);
    match offence {
        names::Offence::Name(name) => PathErrorKind::NameConstraints { subject, name },
        names::Offence::Unprocessed(what) => PathErrorKind::Forbidden { subject, what },
        names::Offence::Limit(exceeded) => PathErrorKind::Limit(exceeded),
    }
}

/// RFC 5280, 6.1.3(d) to (f) and what belongs to it, as RFC 9618 has it.
fn policies_allowed<'a>(chain: &[&'a Certificate], settings: &PolicySettings) -> Result<(), Refusal<'a>> {
    let refuse = |certificate: &'a Certificate, offence: policies::Offence| {
        let subject = subject(certificate);
        let kind = match offence {
            policies::Offence::NoPolicy => PathErrorKind::Policy { subject },
            policies::Offence::Unprocessed(oid) => PathErrorKind::CriticalExtension { subject, oid },
        };
        Refusal { kind, certificate }
    };
    let Some((leaf, above)) = chain.split_first() else { return Ok(()) };
    let mut policies = Policies::new(settings, above.len().max(1));
    if let Some((anchor, between)) = above.split_last() {
        policies.anchor(anchor).map_err(|offence| refuse(anchor, offence))?;
        for certificate in between.iter().rev() {
            policies.intermediate(certificate).map_err(|offence| refuse(certificate, offence))?;
        }
    }
    policies.leaf(leaf, settings).map_err(|offence| refuse(leaf, offence))
}

/// RFC 5280, 6.1.4(k) to (n).
fn ca_allowed(certificate: &Certificate, is_anchor: bool, below: u32) -> Result<(), PathErrorKind> {
    match certificate.basic_constraints() {
        Some(constraints) if constraints.ca => {
            if constraints.path_length.is_some_and(|length| below > length) {
                return Err(PathErrorKind::PathLength { subject: subject(certificate) });
            }
        }
        // Roots from before version 3 say nothing; who trusts one trusts it as a CA.
        None if is_anchor && certificate.version() < 3 => {}
        _ => return Err(PathErrorKind::NotCa { subject: subject(certificate) }),
    }
    match certificate.key_usage() {
        Some(usage) if !usage.key_cert_sign() => {
            Err(PathErrorKind::KeyUsage { subject: subject(certificate), needed: "keyCertSign" })
        }
        _ => Ok(()),
    }
}

fn leaf_allowed(leaf: &Certificate, purpose: Purpose) -> Result<(), PathErrorKind> {
    // RFC 5280, 4.2.1.6: who has no other name must not have one that may be passed over.
    let critical_names = leaf.extension(oid::SUBJECT_ALT_NAME).is_some_and(|extension| extension.critical);
    if leaf.subject().is_empty() && !critical_names {
        let what = "there is no subject, and no critical alternative name".to_owned();
        return Err(PathErrorKind::Forbidden { subject: subject(leaf), what });
    }
    // RFC 5280, 4.2.1.10: in a CA certificate only.
    let is_ca = leaf.basic_constraints().is_some_and(|constraints| constraints.ca);
    if !is_ca && leaf.extension(oid::NAME_CONSTRAINTS).is_some() {
        let what = "there are name constraints, and it is not a CA's".to_owned();
        return Err(PathErrorKind::Forbidden { subject: subject(leaf), what });
    }
    let lacks = |needed| Err(PathErrorKind::KeyUsage { subject: subject(leaf), needed });
    if purpose == Purpose::CrlSigning {
        return if leaf.key_usage().is_some_and(|usage| !usage.crl_sign()) { lacks("cRLSign") } else { Ok(()) };
    }
    if leaf.key_usage().is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
        return lacks("digitalSignature or nonRepudiation");
    }
    if purpose == Purpose::OcspSigning
        && !leaf.extended_key_usage().is_some_and(|purposes| purposes.contains(&oid::OCSP_SIGNING))
    {
        return lacks("OCSPSigning");
    }
    if purpose == Purpose::TimeStamping {
        // RFC 3161, 2.3: this purpose alone, and critical.
        let critical = leaf.extension(oid::EXTENDED_KEY_USAGE).is_some_and(|extension| extension.critical);
        if !critical || leaf.extended_key_usage().as_deref() != Some(&[oid::TIME_STAMPING]) {
            return lacks("timeStamping as its only and critical extended purpose");
        }
    }
    Ok(())
}

fn valid_at(certificate: &Certificate, at: Time) -> Result<(), PathErrorKind> {
    let subject = || subject(certificate);
    if at < certificate.not_before() {
        return Err(PathErrorKind::NotYetValid { subject: subject(), not_before: certificate.not_before() });
    }
    if at > certificate.not_after() {
        return Err(PathErrorKind::Expired { subject: subject(), not_after: certificate.not_after() });
    }
    Ok(())
}
