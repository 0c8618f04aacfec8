//! What the outside provides for a verification, with its origin, and what is lacking.

use serde::{Deserialize, Serialize};

/// Where a piece of evidence came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// From the document itself.
    Embedded,
    /// From the caller: a file, a configured store.
    Supplied,
    /// From the network, because a [`Need`] named it.
    Fetched,
}

/// Octets and where they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where they came from.
    pub origin: Origin,
    /// The octets, DER unless said otherwise.
    pub octets: Vec<u8>,
}

/// Certificates, CRLs and OCSP responses that are at hand beside the document's own.
///
/// None of them is trusted by being here: each is checked where it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    certificates: Vec<Item>,
    crls: Vec<Item>,
    ocsp_responses: Vec<Item>,
}

impl Evidence {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a certificate, DER.
    pub fn add_certificate(&mut self, origin: Origin, octets: Vec<u8>) {
        add(&mut self.certificates, Item { origin, octets });
    }

    /// Adds a CRL, DER.
    pub fn add_crl(&mut self, origin: Origin, octets: Vec<u8>) {
        add(&mut self.crls, Item { origin, octets });
    }

    /// Adds an OCSP response, DER.
    pub fn add_ocsp_response(&mut self, origin: Origin, octets: Vec<u8>) {
        add(&mut self.ocsp_responses, Item { origin, octets });
    }

    /// The certificates.
    #[must_use]
    pub fn certificates(&self) -> &[Item] {
        &self.certificates
    }

    /// The CRLs.
    #[must_use]
    pub fn crls(&self) -> &[Item] {
        &self.crls
    }

    /// The OCSP responses.
    #[must_use]
    pub fn ocsp_responses(&self) -> &[Item] {
        &self.ocsp_responses
    }
}

/// Keeps one of each: the same octets twice prove nothing more.
fn add(items: &mut Vec<Item>, item: Item) {
    if !items.iter().any(|other| other.octets == item.octets) {
        items.push(item);
    }
}

/// Something that only the outside can provide.
///
/// The core never fetches: it says what it lacks, and can be asked again with more [`Evidence`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Need {
    /// The certificate of an issuer (RFC 5280, 4.2.2.1).
    Certificate {
        /// Where its subject says that it is.
        url: String,
    },
    /// A list of revoked certificates (RFC 5280, 4.2.1.13).
    Crl {
        /// Where the certificate says that it is.
        url: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_certificate_is_kept_once() {
        let mut evidence = Evidence::new();
        evidence.add_certificate(Origin::Supplied, vec![1, 2]);
        evidence.add_certificate(Origin::Fetched, vec![1, 2]);
        assert_eq!(evidence.certificates().len(), 1);
    }
}
