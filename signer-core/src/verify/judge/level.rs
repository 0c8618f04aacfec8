//! The level of a signature (EN 319 142-1, 6): what it carries, as far as it belongs to it.

use crate::report::{DigestAnswer, Level, RevocationOrigin, SignatureAnswer, TimestampType};

use super::super::facts::{CertificateFacts, CoreFacts, Facts, TimestampFacts};
use super::report::complete;

/// What was found, less what does not belong to this signature: a time-stamp over something else, and validation data
/// that say nothing of a certificate of whose chain all is known.
pub(super) fn of(facts: &Facts) -> Level {
    let intact = |stamp: &&TimestampFacts| {
        stamp.core.digest == DigestAnswer::Match && stamp.core.signature == SignatureAnswer::Valid
    };
    let stamps = || facts.timestamps.iter().filter(intact).filter(|stamp| stamp.kind != TimestampType::Content);
    let archived = stamps().any(|stamp| stamp.kind == TimestampType::Document);
    // The last time-stamp over the document is what the next one is for.
    let told = told(&facts.core)
        && stamps().filter(|stamp| stamp.kind == TimestampType::Signature).all(|stamp| told(&stamp.core));
    match facts.level {
        Level::BT | Level::BLt | Level::BLta if stamps().next().is_none() => Level::BB,
        Level::BLt | Level::BLta if !told => Level::BT,
        Level::BLta if !archived => Level::BLt,
        level => level,
    }
}

/// Whether the document says of every certificate of the chain whether it was revoked; of a chain that is not
/// complete nobody knows.
fn told(core: &CoreFacts) -> bool {
    let Some(path) = complete(core) else { return true };
    let count = path.chain.len().saturating_sub(1);
    path.chain.iter().take(count).all(is_told)
}

fn is_told(certificate: &CertificateFacts) -> bool {
    let embedded = certificate.status.iter().any(|status| status.origin == RevocationOrigin::Embedded);
    let nobody =
        certificate.sources.as_ref().is_none_or(|sources| sources.crl_urls.is_empty() && sources.ocsp_urls.is_empty());
    embedded || nobody || certificate.status_never_told
}
