//! A signature being made: `Draft` → `Prepared` → `Signed`, each step consuming the last.
//!
//! A [`Draft`] says what is to be signed and how. [`Draft::prepare`] appends an update with a reserved hole to the
//! document and computes the octets that the key has to sign; a [`Prepared`] can wait for days, as JSON, until the
//! key has answered. [`Prepared::attach`] checks the answer and hands out a [`Signed`]: the octets to append to
//! the original, which is never changed and never copied.
//!
//! Beyond the signature itself, as EN 319 142-1 names the levels: [`Signed::attach_timestamp`] makes it B-T;
//! [`collect`] and [`SecurityStore`] keep what validates it, B-LT; [`TimestampDraft`] stamps the whole document, B-LTA.
//! Nothing is fetched here: [`TokenCheck`] and [`collect`] judge what the caller brought.
//!
//! ISO 32000-2, 12.8; ETSI EN 319 142-1 (PAdES), EN 319 122-1 (CAdES); RFC 5652 (CMS).

mod certificate;
mod collect;
pub mod detached;
mod dictionary;
mod document_timestamp;
mod draft;
mod field;
mod form;
mod message;
mod permission;
mod prepared;
mod security_store;
mod signed;
mod standing;
mod state;
mod structure;
mod token;
mod transform;
mod widget;

pub use certificate::{Signatory, choose_algorithm, default_algorithm};
pub use collect::{Collected, Lacking, Older, collect};
pub use document_timestamp::{PreparedTimestamp, TimestampDraft};
pub use draft::{Certification, Draft, SubFilter};
pub use prepared::Prepared;
pub use security_store::{Related, SecurityStore, ValidationData};
pub use signed::Signed;
pub use standing::{Certainty, Doubt, Standing, standing};
pub use token::{TIMESTAMP_ROOM, Token, TokenCheck};
