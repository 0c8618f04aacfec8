//! Signing and verifying of PDF documents: CMS, PAdES, X.509, verdicts. No I/O, no clock.

pub mod algorithm;
pub mod batch;
pub mod changes;
pub mod cms;
pub mod crypto;
pub mod der;
pub mod error;
pub mod evidence;
pub mod limits;
pub mod oid;
pub mod pdf;
pub mod pki;
pub mod policy;
pub mod report;
pub mod safe;
pub mod sign;
pub mod signer;
pub mod time;
pub mod verify;

pub use crate::error::Error;
pub use crate::signer::Signer;
pub use crate::time::Time;
