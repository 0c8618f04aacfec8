//! Time-stamp tokens (RFC 3161, 2.4.2) of an authority that says whatever a test wants it to say.

use crate::der::{
    Parts, SHA1, SHA256, content, elements, integer, join, octets, sequence, sha1, sha256, sign, signature_algorithm,
    small, time, tlv,
};
use crate::pki::Identity;

/// Of which digest the imprint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Imprint {
    /// SHA-256.
    Sha256,
    /// SHA-1, as older authorities stamped.
    Sha1,
}

/// A token over these octets; DER. `at` is in seconds since 1970-01-01.
#[must_use]
pub fn token(authority: &Identity, stamped: &[u8], at: i64) -> Vec<u8> {
    token_with(authority, stamped, at, Imprint::Sha256)
}

/// The same with another imprint.
#[must_use]
pub fn token_with(authority: &Identity, stamped: &[u8], at: i64, imprint: Imprint) -> Vec<u8> {
    let imprint = match imprint {
        Imprint::Sha256 => sequence(&[&sequence(&[SHA256]), &octets(&sha256(stamped))]),
        Imprint::Sha1 => sequence(&[&sequence(&[SHA1, &[5, 0]]), &octets(&sha1(stamped))]),
    };
    sealed(authority, &imprint, at, &[])
}

/// A `TimeStampResp` that grants what a `TimeStampReq` asks for; DER.
///
/// # Panics
/// When the request is none.
#[must_use]
pub fn answer(authority: &Identity, request: &[u8], at: i64) -> Vec<u8> {
    let fields = elements(content(request));
    // version, messageImprint, reqPolicy?, nonce?, certReq?
    let nonce = fields.iter().skip(2).find(|field| field[0] == 0x02).copied().unwrap_or_default();
    sequence(&[&sequence(&[&small(0)]), &sealed(authority, fields[1], at, nonce)])
}

fn sealed(authority: &Identity, imprint: &[u8], at: i64, nonce: &[u8]) -> Vec<u8> {
    // A policy of this project's test tree: 2.25.1234.2.
    let policy = [0x06, 4, 0x69, 0x89, 0x52, 2];
    let info = sequence(&[&small(1), &policy, imprint, &integer(at.unsigned_abs()), &time(at), nonce]);
    signed(authority, &info)
}

/// `SignedData` with the content `id-ct-TSTInfo` and the attribute `signing-certificate-v2` (RFC 5816).
fn signed(authority: &Identity, info: &[u8]) -> Vec<u8> {
    let id_tst_info = [0x06, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 9, 16, 1, 4];
    let certificate = authority.certificate();
    let reference = sequence(&[&sequence(&[&sequence(&[&octets(&sha256(certificate))])])]);
    let attribute = |oid: &[u8], value: &[u8]| sequence(&[oid, &tlv(0x31, value)]);
    let pkcs9 = |arc: u8| [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 9, arc];
    let mut attributes = [
        attribute(&pkcs9(3), &id_tst_info),
        attribute(&pkcs9(4), &octets(&sha256(info))),
        attribute(&[0x06, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 9, 16, 2, 47], &reference),
    ];
    // DER: a set is in the order of its encodings.
    attributes.sort();
    let attributes = attributes.concat();
    let signature = sign(authority.key, &tlv(0x31, &attributes));
    let digest = sequence(&[SHA256]);
    let parts = Parts::of(certificate);
    let signer = sequence(&[
        &small(1),
        &sequence(&[&parts.issuer, &parts.serial]),
        &digest,
        &tlv(0xa0, &attributes),
        &signature_algorithm(authority.key),
        &octets(&signature),
    ]);
    let data = sequence(&[
        &small(3),
        &tlv(0x31, &digest),
        &sequence(&[&id_tst_info, &tlv(0xa0, &octets(info))]),
        &tlv(0xa0, certificate),
        &tlv(0x31, &signer),
    ]);
    join(0x30, &[&[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 2], &tlv(0xa0, &data)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Key;
    use crate::pki::{AT_UNIX, Authority, Leaf};

    #[test]
    fn the_answer_repeats_the_nonce() {
        let tsa = Authority::root("Root", Key::Rsa2048Root).identity(&Leaf::timestamping(Key::Rsa2048));
        let imprint = sequence(&[&sequence(&[SHA256]), &octets(&[7; 32])]);
        let nonce = integer(0x1234_5678_9abc);
        let response = answer(&tsa, &sequence(&[&small(1), &imprint, &nonce, &[1, 1, 0xff]]), AT_UNIX);
        assert!(response.windows(nonce.len()).any(|window| window == nonce));
        assert!(response.windows(imprint.len()).any(|window| window == imprint));
    }
}
