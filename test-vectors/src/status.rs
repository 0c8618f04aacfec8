//! What an authority says of the certificates that it issued: CRLs (RFC 5280, 5) and OCSP responses (RFC 6960).
//!
//! Times are seconds since 1970-01-01. RSA and Ed25519 signers make the same octets every time.

use crate::der::{
    Parts, bits, content, elements, integer, join, octets, sequence, sha1, sign, signature_algorithm, time, tlv,
};
use crate::pki::Identity;

/// A certificate that is not to be relied upon any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Since when.
    pub at: i64,
    /// `CRLReason`: 1 key compromise, 2 CA compromise, 4 superseded, 6 hold …; none: not said.
    pub reason: Option<u8>,
    /// Since when the key is known or suspected to be compromised.
    pub invalidity: Option<i64>,
}

impl Revoked {
    /// For no reason that is told.
    #[must_use]
    pub const fn at(at: i64) -> Self {
        Self { at, reason: None, invalidity: None }
    }

    /// The same for a reason.
    #[must_use]
    pub const fn because(self, reason: u8) -> Self {
        Self { reason: Some(reason), ..self }
    }

    fn entry_extensions(self) -> Vec<u8> {
        let extension = |arc: u8, value: &[u8]| sequence(&[&[0x06, 3, 0x55, 0x1d, arc], &octets(value)]);
        let mut all = Vec::new();
        all.extend(self.reason.map(|reason| extension(21, &tlv(0x0a, &[reason]))).unwrap_or_default());
        all.extend(self.invalidity.map(|at| extension(24, &time(at))).unwrap_or_default());
        if all.is_empty() { all } else { sequence(&[&all]) }
    }
}

/// A complete list of revoked certificates; DER. `revoked` holds certificates, DER.
#[must_use]
pub fn crl(issuer: &Identity, (this_update, next_update): (i64, i64), revoked: &[(&[u8], Revoked)]) -> Vec<u8> {
    let entry = |(certificate, status): &(&[u8], Revoked)| {
        sequence(&[&Parts::of(certificate).serial, &time(status.at), &status.entry_extensions()])
    };
    let entries: Vec<u8> = revoked.iter().flat_map(entry).collect();
    let number = sequence(&[&[0x06, 3, 0x55, 0x1d, 20], &octets(&integer(this_update.unsigned_abs()))]);
    let algorithm = signature_algorithm(issuer.key);
    let tbs = sequence(&[
        &integer(1),
        &algorithm,
        &Parts::of(issuer.certificate()).subject,
        &time(this_update),
        &time(next_update),
        &if entries.is_empty() { Vec::new() } else { sequence(&[&entries]) },
        &tlv(0xa0, &sequence(&[&number])),
    ]);
    sequence(&[&tbs, &algorithm, &bits(&sign(issuer.key, &tbs))])
}

/// What a responder answers for one certificate.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The certificate asked about, DER.
    pub certificate: &'a [u8],
    /// The certificate of its issuer, DER.
    pub issuer: &'a [u8],
    /// What is said of it.
    pub status: Status,
    /// When that was known.
    pub this_update: i64,
    /// When newer information is due.
    pub next_update: Option<i64>,
    /// When the response is signed.
    pub produced_at: i64,
}

/// What a responder says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Not revoked.
    Good,
    /// Revoked or on hold.
    Revoked(Revoked),
    /// Not known to the responder.
    Unknown,
}

impl<'a> Answer<'a> {
    /// "Good", known and signed at this time, for a week.
    #[must_use]
    pub const fn good(certificate: &'a [u8], issuer: &'a [u8], at: i64) -> Self {
        let next_update = Some(at + 7 * 86_400);
        Self { certificate, issuer, status: Status::Good, this_update: at, next_update, produced_at: at }
    }

    /// "Revoked", known and signed at this time, for a week.
    #[must_use]
    pub const fn revoked(certificate: &'a [u8], issuer: &'a [u8], at: i64, revoked: Revoked) -> Self {
        Self { status: Status::Revoked(revoked), ..Self::good(certificate, issuer, at) }
    }

    /// The certificate's name in OCSP, with SHA-1 (RFC 5019, 2.1.1).
    fn id(&self) -> Vec<u8> {
        let (certificate, issuer) = (Parts::of(self.certificate), Parts::of(self.issuer));
        sequence(&[
            &sequence(&[crate::der::SHA1, &[5, 0]]),
            &octets(&sha1(&certificate.issuer)),
            &octets(&sha1(&issuer.public_key)),
            &certificate.serial,
        ])
    }

    fn single(&self) -> Vec<u8> {
        let status = match self.status {
            Status::Good => vec![0x80, 0],
            Status::Revoked(Revoked { at, reason, .. }) => {
                let reason = reason.map(|reason| tlv(0xa0, &tlv(0x0a, &[reason]))).unwrap_or_default();
                join(0xa1, &[&time(at), &reason])
            }
            Status::Unknown => vec![0x82, 0],
        };
        let next = self.next_update.map(|next| tlv(0xa0, &time(next))).unwrap_or_default();
        sequence(&[&self.id(), &status, &time(self.this_update), &next])
    }
}

/// An `OCSPResponse`; DER. The responder's own certificate goes with it unless it is the issuer's.
#[must_use]
pub fn ocsp_response(responder: &Identity, answer: &Answer<'_>) -> Vec<u8> {
    respond(responder, answer, None)
}

/// The answer to a request that may have a nonce: the response repeats it.
#[must_use]
pub fn ocsp_answer_to(request: &[u8], responder: &Identity, answer: &Answer<'_>) -> Vec<u8> {
    let tbs = elements(content(request))[0];
    let extensions = elements(content(tbs)).into_iter().find(|element| element[0] == 0xa2).map(content);
    respond(responder, answer, extensions)
}

fn respond(responder: &Identity, answer: &Answer<'_>, extensions: Option<&[u8]>) -> Vec<u8> {
    let own = Parts::of(responder.certificate());
    let tbs = sequence(&[
        &tlv(0xa2, &octets(&sha1(&own.public_key))),
        &time(answer.produced_at),
        &sequence(&[&answer.single()]),
        &extensions.map(|extensions| tlv(0xa1, extensions)).unwrap_or_default(),
    ]);
    let certificates = if responder.certificate() == answer.issuer {
        Vec::new()
    } else {
        tlv(0xa0, &sequence(&[responder.certificate()]))
    };
    let algorithm = signature_algorithm(responder.key);
    let basic = sequence(&[&tbs, &algorithm, &bits(&sign(responder.key, &tbs)), &certificates]);
    let kind = [0x06, 9, 0x2b, 6, 1, 5, 5, 7, 48, 1, 1];
    sequence(&[&[0x0a, 1, 0], &tlv(0xa0, &sequence(&[&kind, &octets(&basic)]))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::{AT_UNIX, Hierarchy};

    #[test]
    fn what_rsa_signs_is_the_same_every_time() {
        let ca = Hierarchy::new();
        let (issuer, person) = (ca.issuer.identity_of_itself(), ca.personal.certificate());
        let answer = Answer::good(person, issuer.certificate(), AT_UNIX);
        assert_eq!(ocsp_response(&issuer, &answer), ocsp_response(&issuer, &answer));
        let list = || crl(&issuer, (AT_UNIX, AT_UNIX + 1), &[(person, Revoked::at(AT_UNIX).because(1))]);
        assert_eq!(list(), list());
    }
}
