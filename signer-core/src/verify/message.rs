//! What stands in `/Contents`, by the `/SubFilter` (ISO 32000-2, Table 260).

use crate::algorithm::Digest;
use crate::cms::pkcs1::RsaSha1Value;
use crate::cms::{SignedData, TimestampToken};
use crate::oid;
use crate::report::TimestampType;

use super::pool::Pool;
use super::tokens::Found;

/// The encodings that are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// `adbe.pkcs7.detached`
    Detached,
    /// `ETSI.CAdES.detached`
    Cades,
    /// `adbe.pkcs7.sha1`
    Sha1,
    /// `adbe.x509.rsa_sha1`
    RsaSha1,
    /// `ETSI.RFC3161`
    Rfc3161,
}

impl Encoding {
    pub(super) fn from_sub_filter(sub_filter: &str) -> Option<Self> {
        match sub_filter {
            "adbe.pkcs7.detached" => Some(Self::Detached),
            "ETSI.CAdES.detached" => Some(Self::Cades),
            "adbe.pkcs7.sha1" => Some(Self::Sha1),
            "adbe.x509.rsa_sha1" => Some(Self::RsaSha1),
            "ETSI.RFC3161" => Some(Self::Rfc3161),
            _ => None,
        }
    }
}

/// A message, read; or why it is none.
pub(super) enum Message<'a> {
    Signed { data: Box<SignedData<'a>>, tokens: Vec<Found<'a>> },
    Bare(RsaSha1Value<'a>),
    Token(Box<TimestampToken<'a>>),
    Unreadable(String),
}

impl<'a> Message<'a> {
    pub(super) fn parse(encoding: Encoding, contents: &'a [u8]) -> Self {
        let read = match encoding {
            Encoding::Detached | Encoding::Cades | Encoding::Sha1 => SignedData::parse(contents).map(Self::signed),
            Encoding::RsaSha1 => RsaSha1Value::parse(contents).map(Self::Bare),
            Encoding::Rfc3161 => TimestampToken::parse(contents).map(|token| Self::Token(Box::new(token))),
        };
        read.unwrap_or_else(|error| Self::Unreadable(format!("the signature cannot be read: {error}")))
    }

    pub(super) fn signed(data: SignedData<'a>) -> Self {
        let mut tokens = Vec::new();
        if let Some(signer) = data.signers().first() {
            for value in signer.unsigned_attribute(oid::ID_SIGNATURE_TIME_STAMP_TOKEN).into_iter().take(MAX_TOKENS) {
                tokens.push(Found::parse(TimestampType::Signature, value));
            }
            let signed = signer.signed_attributes().map(|attributes| attributes.get(oid::ID_CONTENT_TIME_STAMP));
            for value in signed.into_iter().flatten().take(MAX_TOKENS) {
                tokens.push(Found::parse(TimestampType::Content, value));
            }
        }
        Self::Signed { data: Box::new(data), tokens }
    }

    /// Puts the certificates and the evidence of the message and of its time-stamps into the pool.
    pub(super) fn evidence(&self, pool: &mut Pool<'_>, covered_from: Option<usize>) {
        match self {
            Self::Signed { data, tokens } => {
                pool.add_message(data, covered_from);
                for token in tokens.iter().filter_map(|found| found.token.as_ref().ok()) {
                    pool.add_message(token.signed_data(), covered_from);
                }
            }
            Self::Token(token) => pool.add_message(token.signed_data(), covered_from),
            Self::Bare(_) | Self::Unreadable(_) => {}
        }
    }

    /// The digests of the signed octets that will be asked for.
    pub(super) fn digests(&self, encoding: Encoding) -> Vec<Digest> {
        match self {
            Self::Unreadable(_) => Vec::new(),
            Self::Bare(_) => RsaSha1Value::algorithms().iter().filter_map(|algorithm| algorithm.digest()).collect(),
            Self::Token(token) => vec![token.info().imprint_algorithm],
            Self::Signed { .. } if encoding == Encoding::Sha1 => vec![Digest::Sha1],
            Self::Signed { data, tokens } => {
                let signers = data.signers().iter();
                let mut wanted: Vec<_> = signers
                    .flat_map(|signer| {
                        let bare = signer.signed_attributes().is_none();
                        let within = signer.signature_algorithm().ok().and_then(|algorithm| algorithm.digest());
                        [within.filter(|_| bare), signer.digest_algorithm().ok()]
                    })
                    .flatten()
                    .collect();
                let content = tokens.iter().filter(|found| found.kind == TimestampType::Content);
                wanted.extend(
                    content.filter_map(|found| found.token.as_ref().ok()).map(|token| token.info().imprint_algorithm),
                );
                wanted
            }
        }
    }
}

/// Time-stamps read of one signature.
///
/// 16: a signature has one or two; each costs a path.
const MAX_TOKENS: usize = 16;
