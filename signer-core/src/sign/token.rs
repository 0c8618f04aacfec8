//! A time-stamp token is checked before it is kept: what was not asked for, or not by whom, never enters a document.

use crate::cms::{
    SignedData, SignerIdentifier, SignerInfo, TimestampRequest, TimestampResponse, TimestampToken, WrongAnswer,
};
use crate::crypto::{Answer, Native};
use crate::error::{Error, TimestampFault};
use crate::evidence::Evidence;
use crate::limits::{Budget, Limits};
use crate::oid;
use crate::pki::{Certificate, Name, PathErrorKind, PathQuery, PolicySettings, Purpose, TrustStore, find_path};
use crate::time::Time;

/// Room for the time-stamps of most authorities, in octets.
///
/// 12,288: those of the Vietnamese Government's authority have some 6,500, of the larger commercial ones 7,000.
pub const TIMESTAMP_ROOM: usize = 12_288;

/// How far the clocks of an authority and of the caller may be apart, in seconds, beside the accuracy stated.
///
/// 300: clocks set by the network are right within seconds. A signature whose time-stamp says an hour before would
/// have been made before it was made; one that says an hour later has not been made yet for whoever verifies it now.
const CLOCKS_APART: i64 = 300;

/// A time-stamp that is worth keeping: only [`TokenCheck::check`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    octets: Vec<u8>,
    time: Time,
    authority: Certificate,
    request: TimestampRequest,
}

impl Token {
    /// The token: a CMS message.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// What it says.
    #[must_use]
    pub const fn time(&self) -> Time {
        self.time
    }

    /// Who says it.
    #[must_use]
    pub const fn authority(&self) -> &Certificate {
        &self.authority
    }

    /// Whether it is over these octets.
    pub(super) fn stamps(&self, octets: &[u8]) -> bool {
        crate::crypto::digest(self.request.imprint_algorithm(), octets) == self.request.imprint()
    }

    /// Whether it answers a request for this imprint.
    pub(super) fn answers(&self, request: &TimestampRequest) -> bool {
        self.request.imprint_algorithm() == request.imprint_algorithm() && self.request.imprint() == request.imprint()
    }
}

/// With what the answer of an authority is checked.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers fill in every field")]
pub struct TokenCheck<'a> {
    /// Whom the caller trusts. Of an empty store nothing is asked: the token must then be right by its own certificate.
    pub trust: &'a TrustStore,
    /// Certificates that may stand between.
    pub evidence: &'a Evidence,
    /// The time here, when the answer came.
    pub now: Time,
}

impl TokenCheck<'_> {
    /// Checks an answer (`TimeStampResp`) against what was asked: status, imprint, nonce and policy; the signature,
    /// its attributes, the certificate's purpose and validity; the path to an anchor; the clock.
    ///
    /// # Errors
    /// [`TimestampFault`] with the first that is wrong.
    pub fn check(&self, request: &TimestampRequest, response: &[u8]) -> Result<Token, Error> {
        let unreadable = |error: Error| TimestampFault::Unreadable { what: error.to_string() };
        let response = TimestampResponse::parse(response).map_err(unreadable)?;
        let Some(octets) = response.token else {
            return Err(TimestampFault::NotGranted { reason: response.reason() }.into());
        };
        let token = TimestampToken::parse(octets).map_err(unreadable)?;
        request.is_answered_by(token.info()).map_err(wrong)?;
        let data = token.signed_data();
        let signer = token.signer().ok_or(TimestampFault::CertificateMissing)?;
        let authority = authority(data, signer)?;
        check_attributes(signer, data, &authority)?;
        check_signature(signer, &token.info().raw, &authority)?;
        self.check_certificate(data, &authority, token.info().time)?;
        self.check_clock(&token)?;
        Ok(Token { octets: octets.to_vec(), time: token.info().time, authority, request: request.clone() })
    }

    fn check_certificate(&self, data: &SignedData<'_>, authority: &Certificate, at: Time) -> Result<(), Error> {
        let name = authority.subject().short();
        let critical = authority.extension(oid::EXTENDED_KEY_USAGE).is_some_and(|extension| extension.critical);
        let usage = authority.key_usage();
        let signs = usage.is_none_or(|usage| usage.digital_signature() || usage.non_repudiation());
        if !critical || !signs || authority.extended_key_usage().as_deref() != Some(&[oid::TIME_STAMPING]) {
            return Err(TimestampFault::Purpose { authority: name }.into());
        }
        if !authority.is_valid_at(at) {
            return Err(TimestampFault::Validity { authority: name, at }.into());
        }
        if self.trust.is_empty() {
            return Ok(());
        }
        let mut intermediates = certificates(data);
        intermediates.extend(supplied(self.evidence));
        let limit = u64::from(Limits::default().signature_checks);
        let query = PathQuery {
            leaf: authority,
            intermediates: &intermediates,
            trust: self.trust,
            at,
            checker: &Native,
            budget: &mut Budget::new("public-key operations", limit),
            purpose: Purpose::TimeStamping,
            policies: PolicySettings::any(),
        };
        match find_path(query) {
            Ok(_) => Ok(()),
            Err(error) => Err(match error.kind {
                PathErrorKind::Expired { .. } | PathErrorKind::NotYetValid { .. }
                    if error.certificate.as_ref() == Some(authority) =>
                {
                    TimestampFault::Validity { authority: name, at }
                }
                kind => TimestampFault::Untrusted { why: kind.to_string() },
            }
            .into()),
        }
    }

    fn check_clock(&self, token: &TimestampToken<'_>) -> Result<(), Error> {
        let info = token.info();
        let accuracy = info.accuracy.map_or(0, |accuracy| i64::try_from(accuracy.ceil_seconds()).unwrap_or(i64::MAX));
        // An authority that is not sure of the hour is none.
        let apart = CLOCKS_APART.saturating_add(accuracy.min(CLOCKS_APART));
        if info.time.unix().abs_diff(self.now.unix()) > apart.unsigned_abs() {
            return Err(TimestampFault::Clock { said: info.time, here: self.now }.into());
        }
        Ok(())
    }
}

fn wrong(answer: WrongAnswer) -> TimestampFault {
    match answer {
        WrongAnswer::Imprint => TimestampFault::Imprint,
        WrongAnswer::Nonce => TimestampFault::Nonce,
        WrongAnswer::Policy { asked, given } => {
            TimestampFault::Policy { asked: asked.to_string(), given: given.to_string() }
        }
    }
}

/// The certificates in a message that can be read.
pub(super) fn certificates(data: &SignedData<'_>) -> Vec<Certificate> {
    let limit = usize::try_from(Limits::default().certificates).unwrap_or(usize::MAX);
    data.certificates().iter().take(limit).filter_map(|der| Certificate::parse(der).ok()).collect()
}

/// The certificates that the caller brought.
pub(super) fn supplied(evidence: &Evidence) -> impl Iterator<Item = Certificate> + '_ {
    evidence.certificates().iter().map(|held| held.value.clone())
}

/// The certificate in a message that its signer's identifier names.
pub(super) fn certificate_of<'c>(signer: &SignerInfo<'_>, among: &'c [Certificate]) -> Option<&'c Certificate> {
    let identifier = signer.identifier();
    let name = match identifier {
        SignerIdentifier::IssuerAndSerial { issuer, .. } => Name::parse(issuer).ok(),
        SignerIdentifier::SubjectKeyIdentifier(_) => None,
    };
    among.iter().find(|certificate| match identifier {
        SignerIdentifier::IssuerAndSerial { serial, .. } => {
            certificate.serial() == *serial && name.as_ref().is_some_and(|name| certificate.issuer().matches(name))
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => certificate.subject_key_identifier() == Some(key.as_ref()),
    })
}

fn authority(data: &SignedData<'_>, signer: &SignerInfo<'_>) -> Result<Certificate, TimestampFault> {
    certificate_of(signer, &certificates(data)).cloned().ok_or(TimestampFault::CertificateMissing)
}

/// RFC 3161, 2.4.2 and RFC 5816: the signed attributes state the type of the content and name the certificate.
fn check_attributes(signer: &SignerInfo<'_>, data: &SignedData<'_>, authority: &Certificate) -> Result<(), Error> {
    let wrong = |what| Error::from(TimestampFault::Attributes { what });
    if !signer.content_type_agrees(data.content_type()).unwrap_or(false) {
        return Err(wrong("the content type"));
    }
    // RFC 5652, 5.4 and RFC 6211: two places that name different algorithms are two messages in one.
    if !signer.digests_agree().unwrap_or(false) || signer.algorithm_protection().ok().flatten() == Some(false) {
        return Err(wrong("the digest algorithm"));
    }
    let attributes = signer.signed_attributes().ok_or_else(|| wrong("there are none"))?;
    let references = attributes.signing_certificate().map_err(|_| wrong("the signing certificate"))?;
    let references = references.unwrap_or_default();
    if references.first().is_none_or(|first| !first.is_of(authority.der())) {
        return Err(wrong("the signing certificate"));
    }
    Ok(())
}

fn check_signature(signer: &SignerInfo<'_>, content: &[u8], authority: &Certificate) -> Result<(), Error> {
    let wrong = || Error::from(TimestampFault::Signature { authority: authority.subject().short() });
    let checked = signer.check_octets(content, authority.spki(), &Native).map_err(|_| wrong())?;
    if checked.digest_matches() && checked.signature == Answer::Valid { Ok(()) } else { Err(wrong()) }
}
