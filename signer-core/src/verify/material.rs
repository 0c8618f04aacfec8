//! What a document brings along for its own verification: to be kept beside the verdict, not to be judged by.

use std::collections::BTreeSet;

use crate::cms::SignedData;
use crate::oid;
use crate::pki::Certificate;

use super::message::Message;
use super::pool::{Kept, Pool};

/// The certificates, the evidence of revocation and the time-stamps in one document, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Material {
    /// Certificates, DER.
    pub certificates: Vec<Vec<u8>>,
    /// CRLs, DER.
    pub crls: Vec<Vec<u8>>,
    /// OCSP responses, DER: `OCSPResponse`, or `BasicOCSPResponse` where the message kept them so (RFC 5126, 6.3.4).
    pub ocsp_responses: Vec<Vec<u8>>,
    /// Time-stamp tokens as they stand: `ContentInfo`, BER or DER (RFC 3161, 2.4.2).
    pub tokens: Vec<Vec<u8>>,
}

impl Material {
    /// All that is in the pool.
    pub(super) fn of(pool: &Pool<'_>) -> Self {
        let octets = |kept: &mut dyn Iterator<Item = &[u8]>| kept.map(<[u8]>::to_vec).collect();
        Self {
            certificates: octets(&mut pool.certificates.iter().map(Certificate::der)),
            crls: octets(&mut pool.crls.iter().map(|Kept { value, .. }| value.der())),
            ocsp_responses: octets(&mut pool.responses.iter().map(|Kept { value, .. }| value.der())),
            tokens: Vec::new(),
        }
    }

    pub(super) fn add_certificates(&mut self, certificates: &[Certificate]) {
        for certificate in certificates {
            if !self.certificates.iter().any(|known| known == certificate.der()) {
                self.certificates.push(certificate.der().to_vec());
            }
        }
    }

    /// The time-stamps of a message, whether they could be read or not.
    pub(super) fn add_message(&mut self, message: &Message<'_>) {
        match message {
            Message::Signed { data, .. } => self.add_attributes(data),
            Message::Token(token) => self.tokens.push(token.signed_data().raw().to_vec()),
            Message::Bare(_) | Message::Unreadable(_) => {}
        }
        let mut seen = BTreeSet::new();
        self.tokens.retain(|token| seen.insert(token.clone()));
    }

    fn add_attributes(&mut self, data: &SignedData<'_>) {
        for signer in data.signers() {
            let signed = signer.signed_attributes().map(|attributes| attributes.get(oid::ID_CONTENT_TIME_STAMP));
            let values = signer.unsigned_attribute(oid::ID_SIGNATURE_TIME_STAMP_TOKEN);
            self.tokens.extend(values.into_iter().chain(signed.into_iter().flatten()).map(<[u8]>::to_vec));
        }
    }
}
