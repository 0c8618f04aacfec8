//! Hashing, and checking of signatures. Nothing here signs; private keys are the matter of [`crate::signer`].

mod dsa;
mod hash;
mod identifier;
mod key;
mod keyring;
mod native;
mod remembered;
mod rsa;

pub(crate) use dsa::{lacks_parameters as lacks_dsa_parameters, with_parameters_of as with_dsa_parameters_of};
pub use hash::{Hasher, digest};
pub use identifier::{algorithm_identifier, digest_algorithm, digest_identifier, signature_algorithm};
pub use key::{key_kind, subject_public_key};
pub use keyring::Keyring;
pub use native::Native;
pub use remembered::Remembered;

use crate::algorithm::SignatureAlgorithm;

/// What a signature is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the octets or their digest: there is no third")]
pub enum Signed<'a> {
    /// The octets themselves.
    Message(&'a [u8]),
    /// Their digest, made with the digest of the signature algorithm. EdDSA cannot be checked from it.
    Digest(&'a [u8]),
}

/// What the mathematics says about a signature value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a reader must handle each of them")]
pub enum Answer {
    /// The holder of this key made this value over these octets with this algorithm.
    Valid,
    /// Not so: other octets, another key, another algorithm, or a value that cannot be one.
    Invalid,
    /// The key or the algorithm is not one that can be checked here. Worth no more than `Invalid`.
    Unsupported,
}

/// Checks signature values. The toolkit's own is [`Native`]; another may count, cache or use hardware.
pub trait SignatureCheck: Send + Sync {
    /// Checks `signature` under the key in `spki`, a `SubjectPublicKeyInfo` in DER (RFC 5280, 4.1.2.7).
    ///
    /// ECDSA values are DER-encoded (RFC 3279, 2.2.3).
    fn check(&self, algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer;
}

impl<C: SignatureCheck + ?Sized> SignatureCheck for std::sync::Arc<C> {
    fn check(&self, algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer {
        (**self).check(algorithm, spki, signed, signature)
    }
}
