//! Asking an authority for a time-stamp, and its answer (RFC 3161, 2.4).

use crate::algorithm::Digest;
use crate::cms::TstInfo;
use crate::crypto;
use crate::der::{Element, Reader, Rules, Tag, single, write};
use crate::error::{Error, Malformed};
use crate::oid::Oid;

/// What an authority is asked to stamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampRequest {
    imprint_algorithm: Digest,
    imprint: Vec<u8>,
    nonce: Option<Vec<u8>>,
    policy: Option<Oid>,
}

/// Why a token is no answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "a request asks for these three")]
pub enum WrongAnswer {
    /// It stamps something else.
    #[error("it is over other data than was sent")]
    Imprint,
    /// Its nonce is another one, or missing: it may be an old answer.
    #[error("its nonce is not the one that was sent")]
    Nonce,
    /// It was made under another policy.
    #[error("it was made under the policy {given}, and {asked} was asked for")]
    Policy {
        /// The policy that was asked for.
        asked: Oid,
        /// The policy that it states.
        given: Oid,
    },
}

impl TimestampRequest {
    /// A request to stamp the octets that have this digest.
    #[must_use]
    pub const fn new(imprint_algorithm: Digest, imprint: Vec<u8>) -> Self {
        Self { imprint_algorithm, imprint, nonce: None, policy: None }
    }

    /// Random octets, of which the answer has to repeat a number: who has them knows that the answer is not an old one.
    #[must_use]
    pub fn with_nonce(mut self, random: &[u8]) -> Self {
        // The contents of an INTEGER that is positive and has no octet too many: the first lies in 0x40 to 0x7f.
        let mut nonce = random.to_vec();
        if let Some(first) = nonce.first_mut() {
            *first = *first & 0x7f | 0x40;
        }
        self.nonce = (!nonce.is_empty()).then_some(nonce);
        self
    }

    /// The policy that the authority is to work under; its own choice unless said otherwise.
    #[must_use]
    pub const fn with_policy(mut self, policy: Oid) -> Self {
        self.policy = Some(policy);
        self
    }

    /// The digest algorithm of [`Self::imprint`].
    #[must_use]
    pub const fn imprint_algorithm(&self) -> Digest {
        self.imprint_algorithm
    }

    /// The digest of what is to be stamped.
    #[must_use]
    pub fn imprint(&self) -> &[u8] {
        &self.imprint
    }

    /// The octets to send: `TimeStampReq`, `application/timestamp-query`.
    ///
    /// The certificate of the authority is asked for: a token without it proves nothing to who does not know it.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let imprint =
            write::sequence(&[&crypto::digest_identifier(self.imprint_algorithm), &write::octet_string(&self.imprint)]);
        let policy = self.policy.map(write::oid).unwrap_or_default();
        let nonce = self.nonce.as_ref().map(|nonce| write::element(Tag::INTEGER, &[nonce])).unwrap_or_default();
        let certificates = write::element(Tag::BOOLEAN, &[&[0xff]]);
        write::sequence(&[&write::unsigned(1), &imprint, &policy, &nonce, &certificates])
    }

    /// Whether a token says what was asked for (RFC 3161, 2.4.2). Nothing is said about its signature.
    ///
    /// # Errors
    /// [`WrongAnswer`] when it does not.
    pub fn is_answered_by(&self, info: &TstInfo) -> Result<(), WrongAnswer> {
        if info.imprint_algorithm != self.imprint_algorithm || info.imprint != self.imprint {
            return Err(WrongAnswer::Imprint);
        }
        if self.nonce.is_some() && self.nonce != info.nonce {
            return Err(WrongAnswer::Nonce);
        }
        match self.policy {
            Some(asked) if asked != info.policy => Err(WrongAnswer::Policy { asked, given: info.policy }),
            _ => Ok(()),
        }
    }
}

/// The answer of an authority: `TimeStampResp` (RFC 3161, 2.4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimestampResponse<'a> {
    /// `PKIStatus`: 0 granted, 1 granted with modifications; above that there is no token.
    pub status: u64,
    /// `statusString`: the authority's own words.
    pub words: Vec<String>,
    /// `failInfo`: the names of the bits that are set.
    pub failure: Vec<&'static str>,
    /// The token, where one was granted.
    pub token: Option<&'a [u8]>,
}

/// Sentences read of one answer, and characters of each.
const MAX_WORDS: (usize, usize) = (8, 300);

impl<'a> TimestampResponse<'a> {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`Malformed`] when it is none; a refusal is an answer.
    pub fn parse(octets: &'a [u8]) -> Result<Self, Error> {
        let syntax = "TimeStampResp";
        let mut reader = single(octets, Rules::Ber, Tag::SEQUENCE, syntax)?.reader();
        let info = reader.expect(Tag::SEQUENCE, syntax)?;
        let mut parts = info.reader();
        let status = parts.expect(Tag::INTEGER, "PKIStatusInfo")?.unsigned()?;
        let words = parts.optional(Tag::SEQUENCE)?.map(|texts| words(&texts)).transpose()?.unwrap_or_default();
        let failure = parts.optional(Tag::BIT_STRING)?.map(|bits| failures(&bits)).transpose()?.unwrap_or_default();
        parts.finish("PKIStatusInfo")?;
        let token = if status <= 1 { Some(reader.expect(Tag::SEQUENCE, syntax)?.raw()) } else { None };
        if token.is_some() {
            reader.finish(syntax)?;
        }
        Ok(Self { status, words, failure, token })
    }

    /// Why there is no token, as far as the authority says it.
    #[must_use]
    pub fn reason(&self) -> String {
        let status = match self.status {
            0 | 1 => "granted",
            2 => "rejection",
            3 => "waiting",
            4 => "revocationWarning",
            5 => "revocationNotification",
            _ => "an unknown status",
        };
        let mut reason = status.to_owned();
        if !self.failure.is_empty() {
            reason = format!("{reason}, {}", self.failure.join(", "));
        }
        if !self.words.is_empty() {
            reason = format!("{reason}: {}", self.words.join("; "));
        }
        reason
    }
}

/// `PKIFreeText`
fn words(texts: &Element<'_>) -> Result<Vec<String>, Error> {
    let (most, longest) = MAX_WORDS;
    let mut reader: Reader<'_> = texts.reader();
    let mut words = Vec::new();
    while !reader.is_empty() && words.len() < most {
        let text = reader.expect(Tag::UTF8_STRING, "PKIFreeText")?;
        words.push(String::from_utf8_lossy(text.content()).chars().take(longest).collect());
    }
    Ok(words)
}

/// `PKIFailureInfo` as RFC 3161, 2.4.2 has it: a bit for each reason.
fn failures(bits: &Element<'_>) -> Result<Vec<&'static str>, Error> {
    const NAMES: [(usize, &str); 8] = [
        (0, "badAlg"),
        (2, "badRequest"),
        (5, "badDataFormat"),
        (14, "timeNotAvailable"),
        (15, "unacceptedPolicy"),
        (16, "unacceptedExtension"),
        (17, "addInfoNotAvailable"),
        (25, "systemFailure"),
    ];
    let (octets, _) = bits.bits()?;
    let is_set = |bit: usize| {
        let octet = octets.get(bit / 8).copied().unwrap_or(0);
        octet & 0x80u8.checked_shr(u32::try_from(bit % 8).unwrap_or(0)).unwrap_or(0) != 0
    };
    Ok(NAMES.iter().filter(|(bit, _)| is_set(*bit)).map(|(_, name)| *name).collect())
}

/// Reads the token out of an answer.
pub(super) fn token_of(octets: &[u8]) -> Result<&[u8], Error> {
    let response = TimestampResponse::parse(octets)?;
    response.token.ok_or_else(|| Malformed::new("TimeStampResp", 0, "a status that grants a token").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Time;

    fn request() -> TimestampRequest {
        TimestampRequest::new(Digest::Sha256, crypto::digest(Digest::Sha256, b"value")).with_nonce(&[0xff; 8])
    }

    fn info(request: &TimestampRequest) -> TstInfo {
        TstInfo {
            raw: Vec::new(),
            policy: Oid::new_unwrap("1.2.3.4"),
            imprint_algorithm: request.imprint_algorithm,
            imprint: request.imprint.clone(),
            serial: vec![1],
            time: Time::from_unix(0),
            time_text: String::new(),
            accuracy: None,
            nonce: request.nonce.clone(),
            authority: None,
        }
    }

    #[test]
    fn a_request_has_version_imprint_policy_nonce_and_asks_for_the_certificate() {
        let octets = request().with_policy(Oid::new_unwrap("1.2.3.4")).to_der();
        let mut reader = single(&octets, Rules::Der, Tag::SEQUENCE, "TimeStampReq").unwrap().reader();
        assert_eq!(reader.element().unwrap().unsigned().unwrap(), 1);
        let imprint = reader.expect(Tag::SEQUENCE, "MessageImprint").unwrap();
        assert!(imprint.raw().ends_with(&crypto::digest(Digest::Sha256, b"value")));
        assert_eq!(reader.element().unwrap().oid().unwrap(), Oid::new_unwrap("1.2.3.4"));
        assert_eq!(reader.expect(Tag::INTEGER, "nonce").unwrap().content(), [&[0x7f][..], &[0xff; 7]].concat());
        assert!(reader.element().unwrap().boolean().unwrap());
        reader.finish("TimeStampReq").unwrap();
    }

    #[test]
    fn the_nonce_is_a_positive_number_whatever_was_drawn() {
        for first in [0, 0x3f, 0x80, 0xff] {
            let nonce = request().with_nonce(&[first, 0]).nonce.unwrap();
            assert!((0x40..0x80).contains(&nonce[0]), "{first}");
        }
        assert_eq!(request().with_nonce(&[]).nonce, None);
    }

    #[test]
    fn an_answer_over_other_data_is_none() {
        let mut other = info(&request());
        other.imprint = crypto::digest(Digest::Sha256, b"other");
        assert_eq!(request().is_answered_by(&other), Err(WrongAnswer::Imprint));
    }

    #[test]
    fn an_answer_with_another_nonce_or_none_is_none() {
        let mut other = info(&request());
        other.nonce = Some(vec![1]);
        assert_eq!(request().is_answered_by(&other), Err(WrongAnswer::Nonce));
        other.nonce = None;
        assert_eq!(request().is_answered_by(&other), Err(WrongAnswer::Nonce));
    }

    #[test]
    fn an_answer_under_another_policy_is_none_where_one_was_asked_for() {
        let found = info(&request());
        assert_eq!(request().is_answered_by(&found), Ok(()));
        let asked = Oid::new_unwrap("1.2.3.5");
        let wrong = request().with_policy(asked).is_answered_by(&found);
        assert_eq!(wrong, Err(WrongAnswer::Policy { asked, given: found.policy }));
    }

    #[test]
    fn a_refusal_is_read_with_its_reason() {
        let words = write::sequence(&[&write::element(Tag::UTF8_STRING, &[b"no clock"])]);
        // Bit 14: timeNotAvailable.
        let bits = write::element(Tag::BIT_STRING, &[&[1, 0x00, 0x02]]);
        let octets = write::sequence(&[&write::sequence(&[&write::unsigned(2), &words, &bits])]);
        let response = TimestampResponse::parse(&octets).unwrap();
        assert_eq!((response.status, response.token), (2, None));
        assert_eq!(response.reason(), "rejection, timeNotAvailable: no clock");
    }

    #[test]
    fn a_grant_without_a_token_is_malformed() {
        let octets = write::sequence(&[&write::sequence(&[&write::unsigned(0)])]);
        assert!(TimestampResponse::parse(&octets).is_err());
    }
}
