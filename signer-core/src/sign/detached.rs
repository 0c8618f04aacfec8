//! A signature beside any file: a detached CMS message (`.p7s`), with the signed attributes of CAdES.
//!
//! The content is streamed through a [`Hasher`] and never needed whole.

use crate::algorithm::SignatureAlgorithm;
use crate::crypto::Hasher;
use crate::error::{Error, Misuse};
use crate::sign::certificate::preflight;
use crate::sign::message::{Message, digest_for};
use crate::signer::Signer;
use crate::time::Time;

/// A detached signature but for its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    message: Message,
}

/// The hasher to feed the content to, for a signature with this algorithm.
#[must_use]
pub fn hasher(algorithm: SignatureAlgorithm) -> Hasher {
    Hasher::new(digest_for(algorithm))
}

/// Prepares a signature over the content that `content` was fed.
///
/// `chain` holds DER certificates, the signer's first; it must be valid at `now`. A self-signed root is left out.
///
/// # Errors
/// [`Error::Refused`] when the certificate is expired, not yet valid, not for signing or of another kind than
/// `algorithm`; [`Misuse`] when `content` is not from [`hasher`] for this algorithm.
pub fn prepare(
    content: Hasher,
    chain: &[Vec<u8>],
    algorithm: SignatureAlgorithm,
    now: Time,
) -> Result<Prepared, Error> {
    let chain = preflight(chain, algorithm, now)?;
    if content.algorithm() != digest_for(algorithm) {
        return Err(Misuse::new("the content was hashed with another digest than the signature needs").into());
    }
    Ok(Prepared { message: Message::new(chain, algorithm, content.finish())? })
}

/// Signs the content that `content` was fed with a key that is at hand, and returns the `.p7s`.
///
/// # Errors
/// As [`prepare`] and [`Prepared::attach`]; [`Error::Signer`] when the key does not sign.
pub fn sign(
    content: Hasher,
    chain: &[Vec<u8>],
    algorithm: SignatureAlgorithm,
    now: Time,
    signer: &mut dyn Signer,
) -> Result<Vec<u8>, Error> {
    let prepared = prepare(content, chain, algorithm, now)?;
    let signature = signer.sign(algorithm, prepared.to_be_signed()).map_err(Error::Signer)?;
    prepared.attach(&signature)
}

impl Prepared {
    /// The octets that the key has to sign, not yet hashed.
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        self.message.to_be_signed()
    }

    /// How the key has to sign them.
    #[must_use]
    pub const fn algorithm(&self) -> SignatureAlgorithm {
        self.message.algorithm()
    }

    /// The `.p7s`, after the signature value was verified under the signer's certificate.
    ///
    /// # Errors
    /// [`Refusal::ForeignSignature`](crate::error::Refusal::ForeignSignature) when another key made it.
    pub fn attach(self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        self.message.complete(signature)
    }
}
