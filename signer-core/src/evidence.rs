//! What the outside provides for a verification, with its origin, and what is lacking.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::pki::crl::Crl;
use crate::pki::ocsp::Response;
use crate::pki::{Certificate, ocsp};

/// Where a piece of evidence came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// From the document itself.
    Embedded,
    /// From the caller: a file, a configured store.
    Supplied,
    /// From the network, because a [`Need`] named it.
    Fetched,
}

/// A piece of evidence and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what, and from where")]
pub struct Held<T> {
    /// Where it came from.
    pub origin: Origin,
    /// What was read.
    pub value: T,
}

/// Certificates, CRLs and OCSP responses that are at hand beside the document's own.
///
/// None of them is trusted by being here: each is checked where it is used. Cloning is cheap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    certificates: Vec<Held<Certificate>>,
    crls: Vec<Held<Crl>>,
    responses: Vec<Held<Response>>,
}

impl Evidence {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a certificate, DER.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when the octets are none.
    pub fn with_certificate(mut self, origin: Origin, octets: &[u8]) -> Result<Self, Error> {
        self.add_certificate(origin, octets)?;
        Ok(self)
    }

    /// The same with a CRL, DER.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when the octets are none.
    pub fn with_crl(mut self, origin: Origin, octets: &[u8]) -> Result<Self, Error> {
        self.add_crl(origin, octets)?;
        Ok(self)
    }

    /// The same with an OCSP response, DER.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when the octets are none, or the responder answered with an error.
    pub fn with_ocsp(mut self, origin: Origin, octets: &[u8]) -> Result<Self, Error> {
        self.add_ocsp(origin, octets)?;
        Ok(self)
    }

    /// Adds a certificate, DER. Whether it is new: the same octets twice prove nothing more.
    ///
    /// # Errors
    /// As [`Self::with_certificate`].
    pub fn add_certificate(&mut self, origin: Origin, octets: &[u8]) -> Result<bool, Error> {
        Ok(add(&mut self.certificates, Held { origin, value: Certificate::parse(octets)? }))
    }

    /// Adds a CRL, DER. Whether it is new.
    ///
    /// # Errors
    /// As [`Self::with_crl`].
    pub fn add_crl(&mut self, origin: Origin, octets: &[u8]) -> Result<bool, Error> {
        Ok(add(&mut self.crls, Held { origin, value: Crl::parse(octets)? }))
    }

    /// Adds an OCSP response, DER. Whether it is new.
    ///
    /// # Errors
    /// As [`Self::with_ocsp`].
    pub fn add_ocsp(&mut self, origin: Origin, octets: &[u8]) -> Result<bool, Error> {
        Ok(add(&mut self.responses, Held { origin, value: Response::parse(octets)? }))
    }

    /// Adds all of another's. Whether any of it is new.
    pub fn extend(&mut self, other: &Self) -> bool {
        let certificates = extend(&mut self.certificates, &other.certificates);
        let crls = extend(&mut self.crls, &other.crls);
        let responses = extend(&mut self.responses, &other.responses);
        certificates || crls || responses
    }

    /// The certificates.
    #[must_use]
    pub fn certificates(&self) -> &[Held<Certificate>] {
        &self.certificates
    }

    /// The CRLs.
    #[must_use]
    pub fn crls(&self) -> &[Held<Crl>] {
        &self.crls
    }

    /// The OCSP responses.
    #[must_use]
    pub fn ocsp_responses(&self) -> &[Held<Response>] {
        &self.responses
    }
}

fn add<T: PartialEq>(items: &mut Vec<Held<T>>, item: Held<T>) -> bool {
    let is_new = !items.iter().any(|other| other.value == item.value);
    if is_new {
        items.push(item);
    }
    is_new
}

fn extend<T: PartialEq + Clone>(items: &mut Vec<Held<T>>, others: &[Held<T>]) -> bool {
    let before = items.len();
    for other in others {
        add(items, other.clone());
    }
    items.len() > before
}

/// Something that only the outside can provide.
///
/// The core never fetches: it says what it lacks, and can be asked again with more [`Evidence`]. Equal needs are the
/// same question, whichever document asks it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Need {
    /// The certificate of an issuer (RFC 5280, 4.2.2.1).
    Certificate {
        /// The name of the issuer, RFC 4514.
        issuer: String,
        /// The identifier of its key, upper-case hexadecimal, if the subject's certificate says it.
        key_identifier: Option<String>,
        /// Where the subject's certificate says that it may be had; may be empty.
        urls: Vec<String>,
        /// The name of the subject whose issuer is missing, RFC 4514.
        needed_for: String,
        /// Whether the chain from the naming certificate to an anchor is proven; never so here, because it is the
        /// issuer that is missing. Whoever follows the addresses follows what anybody may have written.
        trusted: bool,
    },
    /// A list of revoked certificates (RFC 5280, 4.2.1.13).
    Crl {
        /// Where the certificate says that it is, best first.
        urls: Vec<String>,
        /// The SHA-256 of the certificate whose status is asked, upper-case hexadecimal.
        certificate: String,
        /// The name of its subject, RFC 4514.
        subject: String,
        /// The name of its issuer, RFC 4514.
        issuer: String,
        /// Whether the chain from the naming certificate to an anchor is proven.
        trusted: bool,
    },
    /// The answer of a responder (RFC 6960).
    Ocsp {
        /// Where the certificate says that the responder is, best first.
        urls: Vec<String>,
        /// The SHA-256 of the certificate whose status is asked, upper-case hexadecimal.
        certificate: String,
        /// The name of its subject, RFC 4514.
        subject: String,
        /// The name of its issuer, RFC 4514.
        issuer: String,
        /// The request without a nonce, hexadecimal: see [`Need::ocsp_request`].
        request: String,
        /// Whether the chain from the naming certificate to an anchor is proven.
        trusted: bool,
    },
}

impl Need {
    /// Where it may be had, best first.
    #[must_use]
    pub fn urls(&self) -> &[String] {
        match self {
            Self::Certificate { urls, .. } | Self::Crl { urls, .. } | Self::Ocsp { urls, .. } => urls,
        }
    }

    /// Whether the chain from the certificate that names the addresses to an anchor is proven.
    #[must_use]
    pub const fn trusted(&self) -> bool {
        match self {
            Self::Certificate { trusted, .. } | Self::Crl { trusted, .. } | Self::Ocsp { trusted, .. } => *trusted,
        }
    }

    /// What to send to a responder, with a nonce of the caller's choice (RFC 9654: 1 to 128 octets, 32 recommended);
    /// `None` for other needs. The core has no randomness: who sends it has. The answer's nonce is compared with
    /// [`Response::answers`].
    #[must_use]
    pub fn ocsp_request(&self, nonce: Option<&[u8]>) -> Option<Vec<u8>> {
        let Self::Ocsp { request, .. } = self else { return None };
        let plain = hex::decode(request).ok()?;
        match nonce {
            Some(nonce) => ocsp::with_nonce(&plain, nonce).ok(),
            None => Some(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_crl_is_not_kept() {
        assert!(Evidence::new().with_crl(Origin::Fetched, b"<html>").is_err());
        assert!(Evidence::new().with_ocsp(Origin::Fetched, b"<html>").is_err());
        assert!(Evidence::new().with_certificate(Origin::Fetched, b"<html>").is_err());
    }

    #[test]
    fn the_same_piece_is_kept_once() {
        let mut items = vec![Held { origin: Origin::Supplied, value: 1 }];
        assert!(!add(&mut items, Held { origin: Origin::Fetched, value: 1 }));
        assert!(add(&mut items, Held { origin: Origin::Fetched, value: 2 }));
        assert_eq!(items.len(), 2);
    }

    #[test]
    fn a_request_takes_the_nonce_of_who_sends_it() {
        let list = crate::der::write::sequence(&[&crate::der::write::sequence(&[])]);
        let plain = crate::der::write::sequence(&[&crate::der::write::sequence(&[&list])]);
        let need = Need::Ocsp {
            urls: Vec::new(),
            certificate: String::new(),
            subject: String::new(),
            issuer: String::new(),
            request: hex::encode(&plain),
            trusted: true,
        };
        assert_eq!(need.ocsp_request(None).unwrap(), plain);
        let with = need.ocsp_request(Some(&[7; 32])).unwrap();
        assert!(with.windows(32).any(|window| window == [7; 32]));
    }
}
