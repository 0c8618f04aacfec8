//! A signature being made: `Draft` → `Prepared` → `Signed`, each step consuming the last.
//!
//! A [`Draft`] says what is to be signed and how. [`Draft::prepare`] appends an update with a reserved hole to the
//! document and computes the octets that the key has to sign; a [`Prepared`] can wait for days, as JSON, until the
//! key has answered. [`Prepared::attach`] checks the answer and hands out a [`Signed`]: the octets to append to
//! the original, which is never changed and never copied.
//!
//! ISO 32000-2, 12.8; ETSI EN 319 142-1 (PAdES), EN 319 122-1 (CAdES); RFC 5652 (CMS).

mod certificate;
pub mod detached;
mod dictionary;
mod draft;
mod field;
mod form;
mod message;
mod permission;
mod prepared;
mod signed;
mod state;
mod structure;
mod transform;
mod widget;

pub use certificate::{choose_algorithm, default_algorithm};
pub use draft::{Certification, Draft, SubFilter};
pub use prepared::Prepared;
pub use signed::Signed;
