//! Cryptographic Message Syntax (RFC 5652), its forerunner PKCS #7 (RFC 2315) and time-stamp tokens (RFC 3161).
//!
//! What was signed is what was read: every part is a slice of the input, and nothing is re-encoded. BER is read
//! as well as DER, since real messages have indefinite lengths, split strings and unsorted sets.

mod attributes;
mod check;
mod ess;
mod normal;
pub mod pkcs1;
mod revocation;
mod signed_data;
mod signer_info;
mod timestamp;
pub mod write;

pub use attributes::{Attribute, SignedAttributes};
pub use check::{AttributeForm, Checked, Content};
pub use ess::{CertificateReference, IssuerSerial};
pub use revocation::RevocationArchival;
pub use signed_data::SignedData;
pub use signer_info::{SignerIdentifier, SignerInfo};
pub use timestamp::{Accuracy, TimestampRequest, TimestampResponse, TimestampToken, TstInfo, WrongAnswer};

/// Something odd that does not keep a message from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// A stable name: `cms.trailing-octets`.
    pub code: &'static str,
    /// One sentence in plain English.
    pub message: &'static str,
    /// Where, in octets from the start of the message.
    pub offset: usize,
}
