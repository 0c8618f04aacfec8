//! Signing and verifying of PDF documents: CMS, PAdES, X.509, verdicts. No I/O, no clock.
//!
//! Octets go in, values come out. A key is whatever implements [`Signer`]; the time is an argument, always. A bad
//! signature is a result ([`report::Report`]), never an [`Error`]: that says that a question could not be answered.
//!
//! The programs below are those of `examples/`, word for word.
//!
//! # Sign with a key in a file
//!
//! [`sign::Draft`] says what is wanted; only an update is ever appended, and it is verified before it is handed out.
//!
#![doc = concat!("```no_run\n", include_str!("../examples/sign.rs"), "```")]
//!
//! # Sign with a key elsewhere, in two steps
//!
//! [`sign::Prepared`] can be kept as JSON until the key has answered: on a token, on another machine, days later.
//!
#![doc = concat!("```no_run\n", include_str!("../examples/sign_in_two_steps.rs"), "```")]
//!
//! # Verify one document
//!
//! [`verify::Verifier`] holds what the caller accepts and whom he trusts; each document gets a [`report::Report`].
//!
#![doc = concat!("```no_run\n", include_str!("../examples/verify.rs"), "```")]
//!
//! # Verify many documents
//!
//! [`batch::verify_all`] opens as many at a time as there are workers, and the answers come as they are ready.
//!
#![doc = concat!("```no_run\n", include_str!("../examples/verify_many.rs"), "```")]

pub mod algorithm;
pub mod batch;
pub mod changes;
pub mod cms;
pub mod crypto;
pub mod der;
pub mod error;
pub mod evidence;
pub mod hazards;
pub mod limits;
pub mod oid;
pub mod pdf;
pub mod pki;
pub mod policy;
pub mod report;
pub mod safe;
pub mod sign;
pub mod signer;
pub mod stamp;
pub mod time;
pub mod verify;

pub use crate::error::Error;
pub use crate::signer::Signer;
pub use crate::time::Time;
