//! Time-stamp tokens (RFC 3161; RFC 5816).

mod exchange;

use crate::algorithm::Digest;
use crate::cms::{SignedData, SignerInfo};
use crate::crypto;
use crate::der::{Element, Reader, Rules, Tag, single};
use crate::error::{Error, Malformed};
use crate::oid::{self, Oid};
use crate::time::Time;

pub use exchange::{TimestampRequest, TimestampResponse, WrongAnswer};

const SYNTAX: &str = "TSTInfo";

/// A token: a signed message about a moment.
#[derive(Clone, Debug)]
pub struct TimestampToken<'a> {
    signed_data: SignedData<'a>,
    info: TstInfo,
}

/// What the time-stamping authority says (RFC 3161, 2.4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TstInfo {
    /// The octets that were hashed and signed.
    pub raw: Vec<u8>,
    /// Under which policy.
    pub policy: Oid,
    /// The digest of [`Self::imprint`].
    pub imprint_algorithm: Digest,
    /// The digest of what was stamped.
    pub imprint: Vec<u8>,
    /// The contents octets of the serial number.
    pub serial: Vec<u8>,
    /// The moment, its fraction of a second dropped.
    pub time: Time,
    /// The moment as it was written: `20260212084934.5Z`.
    pub time_text: String,
    /// How far the moment may be off, either way.
    pub accuracy: Option<Accuracy>,
    /// The contents octets of the nonce.
    pub nonce: Option<Vec<u8>>,
    /// The name of the authority, a `GeneralName` as it was read.
    pub authority: Option<Vec<u8>>,
}

/// How far a moment may be off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each field is what its name says; milli- and microseconds are below 1,000")]
pub struct Accuracy {
    pub seconds: u64,
    pub millis: u64,
    pub micros: u64,
}

impl Accuracy {
    /// In whole seconds, rounded up.
    #[must_use]
    pub const fn ceil_seconds(self) -> u64 {
        let part = self.millis > 0 || self.micros > 0;
        if part { self.seconds.saturating_add(1) } else { self.seconds }
    }
}

impl<'a> TimestampToken<'a> {
    /// Reads a token: a bare `ContentInfo`, as signature attributes and document time-stamps hold it.
    ///
    /// # Errors
    /// [`Malformed`] when it is no token, or has not exactly one signer (RFC 3161, 2.4.2); [`Error::Limit`] as
    /// [`SignedData::parse`].
    pub fn parse(octets: &'a [u8]) -> Result<Self, Error> {
        let signed_data = SignedData::parse(octets)?;
        let malformed = |expected| Error::from(Malformed::new("TimeStampToken", 0, expected));
        if signed_data.content_type() != oid::ID_TST_INFO {
            return Err(malformed("id-ct-TSTInfo"));
        }
        if signed_data.signers().len() != 1 {
            return Err(malformed("one signer"));
        }
        let content = signed_data.content()?.ok_or_else(|| malformed("its content"))?;
        let info = TstInfo::parse(&content)?;
        Ok(Self { signed_data, info })
    }

    /// Reads the answer of an authority, `TimeStampResp` (RFC 3161, 2.4.2).
    ///
    /// # Errors
    /// As [`Self::parse`]; [`Malformed`] when the request was not granted: there is no token then.
    pub fn from_response(octets: &'a [u8]) -> Result<Self, Error> {
        Self::parse(exchange::token_of(octets)?)
    }

    /// The signed message.
    #[must_use]
    pub const fn signed_data(&self) -> &SignedData<'a> {
        &self.signed_data
    }

    /// The one signer.
    #[must_use]
    pub fn signer(&self) -> Option<&SignerInfo<'a>> {
        self.signed_data.signers().first()
    }

    /// What it says.
    #[must_use]
    pub const fn info(&self) -> &TstInfo {
        &self.info
    }
}

impl TstInfo {
    fn parse(octets: &[u8]) -> Result<Self, Error> {
        let mut reader = single(octets, Rules::Ber, Tag::SEQUENCE, SYNTAX)?.reader();
        let version = reader.expect(Tag::INTEGER, SYNTAX)?;
        if version.unsigned()? != 1 {
            return Err(Malformed::new(SYNTAX, version.offset(), "version 1").into());
        }
        let policy = reader.expect(Tag::OID, SYNTAX)?.oid()?;
        let (imprint_algorithm, imprint) = imprint(&reader.expect(Tag::SEQUENCE, SYNTAX)?)?;
        let serial = reader.expect(Tag::INTEGER, SYNTAX)?.content().to_vec();
        let time = reader.expect(Tag::GENERALIZED_TIME, SYNTAX)?;
        let accuracy = reader.optional(Tag::SEQUENCE)?.map(|element| accuracy(&element)).transpose()?;
        if let Some(ordering) = reader.optional(Tag::BOOLEAN)? {
            ordering.boolean()?;
        }
        let nonce = reader.optional(Tag::INTEGER)?.map(|nonce| nonce.content().to_vec());
        let authority = reader.optional(Tag::context_constructed(0))?.map(|explicit| explicit.content().to_vec());
        // No extension of a TSTInfo is defined; a critical one cannot be obeyed, so it is refused.
        if let Some(extensions) = reader.optional(Tag::context_constructed(1))? {
            refuse_critical(&extensions)?;
        }
        reader.finish(SYNTAX)?;
        Ok(Self {
            raw: octets.to_vec(),
            policy,
            imprint_algorithm,
            imprint,
            serial,
            time: time.time()?,
            time_text: String::from_utf8_lossy(time.content()).into_owned(),
            accuracy,
            nonce,
            authority,
        })
    }

    /// Whether it stamps these octets.
    #[must_use]
    pub fn stamps(&self, octets: &[u8]) -> bool {
        crypto::digest(self.imprint_algorithm, octets) == self.imprint
    }
}

fn imprint(element: &Element<'_>) -> Result<(Digest, Vec<u8>), Error> {
    let syntax = "MessageImprint";
    let mut reader = element.reader();
    let digest = crypto::digest_algorithm(reader.expect(Tag::SEQUENCE, syntax)?.raw())?;
    let value = reader.string(Tag::OCTET_STRING, syntax)?;
    reader.finish(syntax)?;
    let octets = value.octets()?.into_owned();
    if octets.len() != digest.length() {
        return Err(Malformed::new(syntax, value.offset(), "a value of the digest's length").into());
    }
    Ok((digest, octets))
}

fn accuracy(element: &Element<'_>) -> Result<Accuracy, Error> {
    let mut reader = element.reader();
    let part = |reader: &mut Reader<'_>, tag, limit| match reader.optional(tag)? {
        None => Ok(0),
        Some(part) => match part.unsigned()? {
            value if value <= limit => Ok(value),
            _ => Err(Error::from(Malformed::new("Accuracy", part.offset(), "less than a thousand"))),
        },
    };
    let seconds = part(&mut reader, Tag::INTEGER, u64::MAX)?;
    let millis = part(&mut reader, Tag::context(0), 999)?;
    let micros = part(&mut reader, Tag::context(1), 999)?;
    reader.finish("Accuracy")?;
    Ok(Accuracy { seconds, millis, micros })
}

fn refuse_critical(extensions: &Element<'_>) -> Result<(), Error> {
    let syntax = "Extensions";
    let mut reader = extensions.reader();
    while !reader.is_empty() {
        let extension = reader.expect(Tag::SEQUENCE, syntax)?;
        let mut parts = extension.reader();
        parts.expect(Tag::OID, syntax)?;
        if let Some(critical) = parts.optional(Tag::BOOLEAN)?
            && critical.boolean()?
        {
            return Err(Malformed::new(syntax, extension.offset(), "no unknown critical extension").into());
        }
    }
    Ok(())
}
