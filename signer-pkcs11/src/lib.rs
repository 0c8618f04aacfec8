//! Keys on tokens and HSMs, by PKCS#11 (OASIS PKCS #11 2.40 and 3.x).
//!
//! A [`Module`] is the library of a token's maker; a [`Selection`] names one [`Token`] and one certificate on it;
//! the [`Identity`] that comes of it is logged in as a [`TokenKey`], which signs for `signer-core`.
//!
//! Certificates are read before any log-in. A PIN is sent once, never twice by itself, and not at all to a token
//! that says it is locked, or that one try is left unless that was confirmed. Every signature is verified under
//! the certificate before it is handed out.
//!
//! ```no_run
//! use signer_pkcs11::{LastTry, Pin, Selection, TokenKey};
//!
//! # fn main() -> Result<(), signer_pkcs11::TokenError> {
//! let selection = Selection::from_uri("pkcs11:token=Van%20thu?module-path=/usr/lib/libtoken.so".parse()?);
//! let modules = selection.load_modules()?;
//! let identity = selection.identity(&selection.token(&modules)?)?;
//! let key = TokenKey::log_in(identity, Pin::AtReader, LastTry::Refused)?;
//! # Ok(())
//! # }
//! ```
#![deny(unsafe_code)]

mod error;
mod ffi;
mod identity;
mod key;
mod module;
mod places;
mod plan;
mod token;
mod uri;

pub use error::{CallFailed, Meaning, PinTrouble, TokenError, TriesLeft};
pub use identity::{Identity, Selection, tokens};
pub use key::TokenKey;
pub use module::{Module, ModuleDescription};
pub use places::{installed, known_paths};
pub use plan::{Plan, Way};
pub use token::{LastTry, Pin, Token, TokenCertificate};
pub use uri::Uri;
