//! Why a question could not be answered. A bad signature is an answer, not an error.

use std::error::Error as StdError;

use crate::algorithm::SignatureAlgorithm;
use crate::time::Time;

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
    /// The work was understood and refused, because its result would be worth nothing.
    #[error(transparent)]
    Refused(#[from] Refusal),
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
    /// The encrypted document carries a message authentication code (ISO/TS 32004), which an update would have to renew.
    #[error("the encrypted document carries a message authentication code, which this program cannot renew")]
    Authenticated,
    /// The document's encryption permissions do not allow signing (ISO 32000-2, 7.6.4.2, Table 22, bits 4, 6 and 9).
    #[error("the permissions of the encrypted document do not allow signing")]
    Permissions,
    /// The document carries usage rights (ISO 32000-2, 12.8.2.3) that this change would break.
    #[error("the document carries usage rights that do not allow this signature")]
    UsageRights,
    /// Two readers would see different documents, so nobody could say what was signed.
    #[error("two readers would see different documents: {finding}")]
    Ambiguous {
        /// What was found, in the words of the finding.
        finding: String,
    },
    /// The document already has a signature where none may precede this one.
    #[error("a certification signature must be the first; `{field}` is already signed")]
    NotFirst {
        /// The field that is already signed.
        field: String,
    },
}

/// Signing that was refused because of the certificate, the field, the signature or the saved state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No signature field has this name.
    #[error("there is no signature field `{field}`; there are: {}", list(there))]
    NoSuchField {
        /// The name that was asked for.
        field: String,
        /// The names of the signature fields that are not signed yet.
        there: Vec<String>,
    },
    /// A new field was asked for, but the name is taken.
    #[error("the document already has a field `{field}`")]
    FieldExists {
        /// The name that was asked for.
        field: String,
    },
    /// The field is there but takes no signature.
    #[error("the field `{field}` is not a signature field")]
    NotASignatureField {
        /// The name that was asked for.
        field: String,
    },
    /// The field already holds a signature.
    #[error("the field `{field}` is already signed")]
    FieldSigned {
        /// The name that was asked for.
        field: String,
    },
    /// The field asks for something that this signature does not give (ISO 32000-2, 12.7.5.5, `/SV`).
    #[error("the field `{field}` requires {what}")]
    SeedValue {
        /// The field that was to be signed.
        field: String,
        /// What it requires.
        what: String,
    },
    /// The certificate is no longer valid.
    #[error("the certificate of {subject} expired on {not_after}")]
    CertificateExpired {
        /// Whose certificate.
        subject: String,
        /// The end of its validity.
        not_after: Time,
    },
    /// The certificate is not valid yet.
    #[error("the certificate of {subject} is not valid before {not_before}")]
    CertificateNotYetValid {
        /// Whose certificate.
        subject: String,
        /// The start of its validity.
        not_before: Time,
    },
    /// The key usage of the certificate does not include signing (RFC 5280, 4.2.1.3).
    #[error("the certificate of {subject} is not for signing documents")]
    CertificateUsage {
        /// Whose certificate.
        subject: String,
    },
    /// The algorithm does not go with the key of the certificate.
    #[error("the key of {subject} ({key}) does not sign with {algorithm}")]
    Algorithm {
        /// Whose certificate.
        subject: String,
        /// The kind of key.
        key: String,
        /// The algorithm that was asked for.
        algorithm: SignatureAlgorithm,
    },
    /// The signature does not verify under the certificate over what was to be signed.
    #[error("the signature was not made by the key of {subject} over this document")]
    ForeignSignature {
        /// Whose certificate was expected.
        subject: String,
    },
    /// The document is not the one that was prepared.
    #[error("the document is not the one that was prepared: {what}")]
    DocumentChanged {
        /// Its length or its digest.
        what: &'static str,
    },
    /// The saved state has a version that this release does not know.
    #[error("the saved state has version {version}; this release reads version 1")]
    StateVersion {
        /// The version that stands in it.
        version: u64,
    },
    /// What a time-stamping authority answered is not kept.
    #[error("the time-stamp is not kept: {0}")]
    Timestamp(TimestampFault),
    /// The document has no signature to be extended.
    #[error("the document has no signature")]
    Unsigned,
    /// What a signature is worth cannot be kept, because it cannot be shown now.
    #[error("{what} cannot be shown to be trustworthy now: {why}")]
    Unproven {
        /// Which signature or time-stamp.
        what: String,
        /// What is missing or wrong.
        why: String,
    },
    /// The saved state contradicts itself.
    #[error("the saved state was changed or damaged: {what}")]
    StateDamaged {
        /// What does not agree.
        what: &'static str,
    },
}

/// Why the answer of a time-stamping authority is not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampFault {
    /// The authority refused (RFC 3161, 2.4.2, `PKIStatus`).
    #[error("the authority did not grant one ({reason})")]
    NotGranted {
        /// Status, failure and words of the authority.
        reason: String,
    },
    /// It is no time-stamp.
    #[error("the answer is not a time-stamp ({what})")]
    Unreadable {
        /// What is wrong with it.
        what: String,
    },
    /// It is over something else than was sent.
    #[error("it is over other data than was sent")]
    Imprint,
    /// It does not repeat the number that was sent: it may be an old one.
    #[error("its nonce is not the one that was sent")]
    Nonce,
    /// It was made under another policy than was asked for.
    #[error("it was made under the policy {given}, and {asked} was asked for")]
    Policy {
        /// What was asked for.
        asked: String,
        /// What it states.
        given: String,
    },
    /// The certificate of the authority is not in it, though it was asked for.
    #[error("the certificate of the authority is not in it")]
    CertificateMissing,
    /// Its signed attributes do not name the certificate of the authority (RFC 3161, 2.4.2; RFC 5816), or not its content.
    #[error("its signed attributes do not belong to it: {what}")]
    Attributes {
        /// What does not fit.
        what: &'static str,
    },
    /// The signature on it does not verify under the certificate of the authority.
    #[error("its signature is not that of {authority}")]
    Signature {
        /// The subject of the certificate in it.
        authority: String,
    },
    /// The certificate was not issued for time-stamping alone, or that is not critical (RFC 3161, 2.3).
    #[error("the certificate of {authority} is not one for time-stamping")]
    Purpose {
        /// The subject of the certificate.
        authority: String,
    },
    /// The certificate of the authority was not valid at the time that it states.
    #[error("the certificate of {authority} is not valid at {at}")]
    Validity {
        /// The subject of the certificate.
        authority: String,
        /// What the token says.
        at: Time,
    },
    /// Its time is not that of this machine.
    #[error("it says {said}, and the clock here says {here}")]
    Clock {
        /// The time in it.
        said: Time,
        /// The time given by the caller.
        here: Time,
    },
    /// There is no path from the authority to an anchor.
    #[error("the authority is not trusted: {why}")]
    Untrusted {
        /// Why.
        why: String,
    },
    /// It is longer than the place that was reserved for it.
    #[error("it has {needed} octets, and room was made for {room}")]
    NoRoom {
        /// Its length.
        needed: usize,
        /// The room that was made.
        room: usize,
    },
}

impl From<TimestampFault> for Error {
    fn from(fault: TimestampFault) -> Self {
        Refusal::Timestamp(fault).into()
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
