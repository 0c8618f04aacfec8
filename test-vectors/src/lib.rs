//! Keys, certificates and documents for tests.
//!
//! Everything is made by code from fixed keys, serial numbers and dates, so a test says what it needs instead of
//! naming a file. The crate knows nothing of the toolkit: what it makes is an independent statement of the formats.
//!
//! * [`hazards`]: documents, each with one thing that a person should know before signing.
//! * [`keys`]: throw-away private keys of each kind.
//! * [`pki`]: a root, subordinate authorities, and certificates for people, organisations and time-stamping.
//! * [`status`]: CRLs and OCSP responses of those authorities.
//! * [`timestamp`]: time-stamp tokens and requests for them (RFC 3161).
//! * [`pdf`]: small documents in each cross-reference layout, and large ones written to a stream.
//! * [`say`]: words that are seen although a test passes.

mod der;
pub mod hazards;
pub mod keys;
pub mod letter;
pub mod pdf;
pub mod pki;
mod say;
pub mod status;
pub mod timestamp;

pub use say::say;
