//! A private key, wherever it lives: in a file, on a token, with a remote service.

mod credentials;
mod encryption;
mod keyfile;
mod pem;
mod pkcs12;
mod software;

use std::error::Error as StdError;

pub use credentials::{Credentials, read_certificates, unwrap_pem};
pub use keyfile::KeyFileError;
pub use software::SoftwareKey;

use crate::algorithm::SignatureAlgorithm;

/// The smallest thing that a token, a file or a remote service can implement.
///
/// The message is given whole, because Ed25519 and tokens that hash need it whole; it is only the signed
/// attributes, a few hundred octets, unless the caller asks for a CMS without them.
pub trait Signer {
    /// What this key can do, most preferred first.
    fn algorithms(&self) -> &[SignatureAlgorithm];

    /// Signs `message`, which is not yet hashed.
    ///
    /// An ECDSA value is returned DER-encoded (RFC 3279, 2.2.3).
    ///
    /// # Errors
    /// Whatever kept the key from signing, in the key's own words.
    fn sign(
        &mut self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn StdError + Send + Sync>>;
}
