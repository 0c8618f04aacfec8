//! The contents of an `adbe.x509.rsa_sha1` signature (ISO 32000-2, 12.8.3.2; deprecated): no CMS, only a PKCS #1
//! value in an octet string. The certificate stands beside it in the dictionary, in `/Cert`.

use std::borrow::Cow;

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::der::{Reader, Rules, Tag};
use crate::error::Error;

/// The signature value. It is over the octets of the byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaSha1Value<'a> {
    value: Cow<'a, [u8]>,
    trailing: &'a [u8],
}

impl<'a> RsaSha1Value<'a> {
    /// Reads `/Contents`; zeros may fill it up.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when it is no octet string.
    pub fn parse(contents: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(contents, Rules::Ber);
        let value = reader.string(Tag::OCTET_STRING, "adbe.x509.rsa_sha1")?.octets()?;
        Ok(Self { value, trailing: reader.rest() })
    }

    /// The signature value.
    #[must_use]
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// What follows it; should be zeros.
    #[must_use]
    pub const fn trailing(&self) -> &'a [u8] {
        self.trailing
    }

    /// The digests that it may have been made with: SHA-1 as the name says, and those that ISO 32000-1, Table 257
    /// added. The value alone tells which.
    #[must_use]
    pub fn algorithms() -> [SignatureAlgorithm; 4] {
        [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512].map(SignatureAlgorithm::RsaPkcs1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_after_the_value_are_not_part_of_it() {
        let value = RsaSha1Value::parse(&[0x04, 0x02, 0xaa, 0xbb, 0x00, 0x00]).unwrap();
        assert_eq!(value.value(), [0xaa, 0xbb]);
        assert_eq!(value.trailing(), [0, 0]);
    }

    #[test]
    fn a_cms_message_is_no_such_value() {
        assert!(RsaSha1Value::parse(&[0x30, 0x00]).is_err());
    }
}
