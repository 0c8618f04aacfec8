//! X.509 certificates (RFC 5280): reading them, and proving a path from one to an anchor that the caller trusts.

mod certificate;
pub mod crl;
mod extensions;
mod general_name;
mod name;
pub mod ocsp;
mod path;
pub mod revocation;
pub mod role;
mod trust;

pub use certificate::{Certificate, Oddity};
pub use extensions::{BasicConstraints, Extension, KeyUsage};
pub use name::{Attribute, Name};
pub use path::{Path, PathError, PathErrorKind, PathQuery, PolicySettings, Purpose, find_path, find_paths};
pub use trust::TrustStore;
