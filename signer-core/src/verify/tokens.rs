//! Gathers what time-stamp tokens say (RFC 3161).

use crate::algorithm::Digest;
use crate::cms::TimestampToken;
use crate::crypto;
use crate::error::Error;
use crate::limits::Budget;
use crate::pki::Purpose;
use crate::report::{DigestAnswer, TimestampType};

use crate::time::Time;

use super::Given;
use super::facts::{CoreFacts, TimestampFacts};
use super::signer_facts::{SignedContent, SignerGathering};

/// A token that may be one; what it is over is known from where it stood.
pub(super) struct Found<'a> {
    pub(super) kind: TimestampType,
    pub(super) token: Result<TimestampToken<'a>, Error>,
}

impl<'a> Found<'a> {
    pub(super) fn parse(kind: TimestampType, octets: &'a [u8]) -> Self {
        Self { kind, token: TimestampToken::parse(octets) }
    }

    /// Compares the imprint with the digest of what the token stands at, and checks the token itself.
    pub(super) fn gather(
        &self,
        given: &Given<'_>,
        imprint_of: &dyn Fn(Digest) -> Option<Vec<u8>>,
        past: &[Time],
        budget: &mut Budget,
    ) -> TimestampFacts {
        match &self.token {
            Ok(token) => TimestampFacts {
                kind: self.kind,
                time: Some(token.info().time),
                policy: token.info().policy.to_string(),
                problem: None,
                revision: None,
                covered_from: None,
                core: token_facts(token, given, imprint_of, past, budget),
            },
            Err(error) => TimestampFacts {
                kind: self.kind,
                time: None,
                policy: String::new(),
                problem: Some(format!("the time-stamp cannot be read: {error}")),
                revision: None,
                covered_from: None,
                core: CoreFacts::default(),
            },
        }
    }
}

/// The token's signer; the digest is then that of the imprint, and so is its algorithm if it is the weaker part.
pub(super) fn token_facts(
    token: &TimestampToken<'_>,
    given: &Given<'_>,
    imprint_of: &dyn Fn(Digest) -> Option<Vec<u8>>,
    past: &[Time],
    budget: &mut Budget,
) -> CoreFacts {
    let Some(signer) = token.signer() else { return CoreFacts::default() };
    let info = token.info();
    let times: Vec<Time> = past.iter().copied().chain([info.time]).collect();
    let embedded = given.certificates(token.signed_data().certificates());
    let gathering = SignerGathering {
        search: given.search(),
        checker: given.verifier.checker.as_ref(),
        embedded: &embedded,
        purpose: Purpose::TimeStamping,
        // RFC 3161, 2.4.2: the attribute has to be there.
        binding_required: true,
        past: &times,
    };
    let content = SignedContent {
        digest: &|digest| Some(crypto::digest(digest, &info.raw)),
        octets: &|| Some(info.raw.clone()),
        content_type: token.signed_data().content_type(),
        problem: None,
    };
    let (mut facts, _) = gathering.gather(signer, &content, budget);
    if facts.digest != DigestAnswer::Match {
        facts.attribute_problems.push("the token's own digest does not match what it says".to_owned());
    }
    (facts.digest, facts.digest_remark) = match imprint_of(info.imprint_algorithm) {
        Some(computed) if computed == info.imprint => (DigestAnswer::Match, None),
        Some(_) => (DigestAnswer::Mismatch, Some("the time-stamp is over something else".to_owned())),
        None => (DigestAnswer::Unknown, Some("what the time-stamp is over could not be hashed".to_owned())),
    };
    facts.digest_algorithm = Some(info.imprint_algorithm);
    facts
}
