//! Why a question could not be answered. A bad signature is an answer, not an error.

use std::error::Error as StdError;

/// The question could not be answered, or the work could not be done.
///
/// What a signature is worth is never said here: that is the report's part.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The octets are not what their syntax asks for.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// A limit on hostile input was reached; see [`Limits`](crate::limits::Limits).
    #[error(transparent)]
    Limit(#[from] Exceeded),
    /// The caller asked for something that cannot be done. Never caused by octets of a document alone.
    #[error(transparent)]
    Misuse(#[from] Misuse),
    /// The document forbids what was asked (encryption, certification, a lock).
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The key did not sign.
    #[error("the key did not sign")]
    Signer(#[source] Box<dyn StdError + Send + Sync>),
}

/// Octets that do not follow their syntax.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed {syntax} at offset {offset}: expected {expected}")]
pub struct Malformed {
    /// The structure being read, as its standard names it: `xref table`, `SignerInfo`.
    pub syntax: &'static str,
    /// Where, in octets from the start of the outermost input.
    pub offset: usize,
    /// What should have stood there.
    pub expected: &'static str,
}

impl Malformed {
    /// Names the structure, the place and what should have stood there.
    #[must_use]
    pub const fn new(syntax: &'static str, offset: usize, expected: &'static str) -> Self {
        Self { syntax, offset, expected }
    }
}

/// A limit that the input would have crossed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the input exceeds the limit on {what} ({limit})")]
pub struct Exceeded {
    /// What is limited: `object streams nested`, `octets decompressed`.
    pub what: &'static str,
    /// The limit, in the unit that `what` names.
    pub limit: u64,
}

/// A request that makes no sense, whatever the document says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Misuse {
    /// One sentence, lower case, no full stop.
    pub what: String,
}

impl Misuse {
    /// One sentence, lower case, no full stop.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

/// The document itself refuses: certified, locked or encrypted against this change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Forbidden {
    /// A certification signature permits no further change (ISO 32000-2, 12.8.2.2, `/P` 1).
    #[error("the document is certified by `{field}` against any change (DocMDP level {level})")]
    Certified {
        /// The field of the certification signature.
        field: String,
        /// The level, 1 to 3.
        level: u8,
    },
    /// A field lock (ISO 32000-2, 12.7.5.5) covers the field to be signed.
    #[error("the signature `{by}` locked the field `{field}`")]
    Locked {
        /// The field that was to be signed.
        field: String,
        /// The signature whose lock covers it.
        by: String,
    },
    /// The document is encrypted, and no password that opens it was given.
    #[error("the document is encrypted; a password is needed")]
    Encrypted,
    /// The document's encryption permissions do not allow signing.
    #[error("the permissions of the encrypted document do not allow signing")]
    Permissions,
    /// The document already has a signature where none may precede this one.
    #[error("a certification signature must be the first; `{field}` is already signed")]
    NotFirst {
        /// The field that is already signed.
        field: String,
    },
}
