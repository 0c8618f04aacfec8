//! A [`Prepared`] as JSON, for keys that answer later or elsewhere.

use serde::{Deserialize, Serialize};

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::cms::TimestampToken;
use crate::error::{Error, Refusal};
use crate::sign::certificate::Chain;
use crate::sign::dictionary::Hole;
use crate::sign::message::digest_for;
use crate::sign::prepared::Prepared;

/// The version that [`Prepared::to_state`] writes.
const VERSION: u64 = 1;

/// What stands in every version, and says which one it is.
#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

/// Version 1. Octets are hexadecimal. Fields that a later release adds are ignored.
#[derive(Serialize, Deserialize)]
struct State {
    version: u64,
    document: DocumentState,
    field: String,
    algorithm: SignatureAlgorithm,
    certificates: Vec<Hexadecimal>,
    to_be_signed: Hexadecimal,
    /// The token over the content, among what is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_timestamp: Option<Hexadecimal>,
    appendix: Hexadecimal,
    /// From `<` to `>`, counted from the first octet of the appendix.
    contents: std::ops::Range<usize>,
}

#[derive(Serialize, Deserialize)]
struct DocumentState {
    length: usize,
    digest_algorithm: Digest,
    digest: Hexadecimal,
}

struct Hexadecimal(Vec<u8>);

impl Serialize for Hexadecimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hexadecimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex::decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}

impl Prepared {
    /// This value as JSON, to be read back by [`Self::from_state`] of this release or a later one.
    ///
    /// It names the document by length and digest and holds what will be appended to it; no secret is in it.
    #[must_use]
    pub fn to_state(&self) -> String {
        let state = State {
            version: VERSION,
            document: DocumentState {
                length: self.original.length,
                digest_algorithm: self.original.algorithm,
                digest: Hexadecimal(self.original.digest.clone()),
            },
            field: self.field.clone(),
            algorithm: self.algorithm(),
            certificates: self.chain().iter().cloned().map(Hexadecimal).collect(),
            to_be_signed: Hexadecimal(self.to_be_signed().to_vec()),
            content_timestamp: self.message.content_timestamp().map(|token| Hexadecimal(token.to_vec())),
            appendix: Hexadecimal(self.appendix.clone()),
            contents: self.hole.contents(),
        };
        // Strings, numbers and lists always serialise; there is no map with odd keys.
        serde_json::to_string_pretty(&state).unwrap_or_default()
    }

    /// Reads what [`Self::to_state`] wrote, for the same document.
    ///
    /// Nothing that can be computed is believed: the digests, the byte range and the octets to be signed are made
    /// again from the document and the appendix, and compared.
    ///
    /// # Errors
    /// [`Refusal::StateVersion`] when a later release wrote it; [`Refusal::DocumentChanged`] when `document` is
    /// another one; [`Refusal::StateDamaged`] when its parts do not agree.
    pub fn from_state(state: &str, document: &[u8]) -> Result<Self, Error> {
        let damaged = |what| Error::from(Refusal::StateDamaged { what });
        let Versioned { version } = serde_json::from_str(state).map_err(|_| damaged("it is not a saved state"))?;
        if version != VERSION {
            return Err(Refusal::StateVersion { version }.into());
        }
        let state: State = serde_json::from_str(state).map_err(|_| damaged("a part is missing or misspelt"))?;
        if document.len() != state.document.length {
            return Err(Refusal::DocumentChanged { what: "its length differs" }.into());
        }
        if state.document.digest_algorithm != digest_for(state.algorithm) {
            return Err(damaged("the digest does not go with the algorithm"));
        }
        let appendix = state.appendix.0;
        let hole = Hole::reopen(&appendix, state.contents, document.len());
        let hole = hole.ok_or_else(|| damaged("the byte range does not surround the place of the signature"))?;
        let chain = state.certificates.into_iter().map(|certificate| certificate.0).collect();
        let prepared = Chain::read(chain)
            .and_then(|chain| Self::new(document, state.field, appendix, hole, chain, state.algorithm))
            .map_err(|_| damaged("its certificates cannot be read"))?;
        if prepared.original.digest != state.document.digest.0 {
            return Err(Refusal::DocumentChanged { what: "its digest differs" }.into());
        }
        let prepared = match state.content_timestamp {
            Some(Hexadecimal(token)) => prepared.restamped(&token)?,
            None => prepared,
        };
        if prepared.to_be_signed() != state.to_be_signed.0 {
            return Err(damaged("what is to be signed does not follow from the document and the appended octets"));
        }
        Ok(prepared)
    }

    /// With the time-stamp that was over the content when it was saved, if it is over this content.
    fn restamped(self, octets: &[u8]) -> Result<Self, Error> {
        let damaged = || Error::from(Refusal::StateDamaged { what: "the time-stamp is not over the content" });
        let token = TimestampToken::parse(octets).map_err(|_| damaged())?;
        self.content_timestamp_need().is_answered_by(token.info()).map_err(|_| damaged())?;
        Ok(Self { message: self.message.with_content_timestamp(octets)?, ..self })
    }
}
