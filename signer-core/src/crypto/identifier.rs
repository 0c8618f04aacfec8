//! Algorithm identifiers: from and to DER (RFC 3370, 4055, 5754, 5758, 8410, 8419, 8702).

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::crypto::key::algorithm_parts;
use crate::der::{Element, Tag, write};
use crate::error::{Error, Malformed};
use crate::oid::{self, Oid};

const SYNTAX: &str = "AlgorithmIdentifier";

const RSA: [(Digest, Oid); 10] = [
    (Digest::Md5, oid::MD5_WITH_RSA),
    (Digest::Sha1, oid::SHA1_WITH_RSA),
    (Digest::Sha224, oid::SHA224_WITH_RSA),
    (Digest::Sha256, oid::SHA256_WITH_RSA),
    (Digest::Sha384, oid::SHA384_WITH_RSA),
    (Digest::Sha512, oid::SHA512_WITH_RSA),
    (Digest::Sha3_224, oid::SHA3_224_WITH_RSA),
    (Digest::Sha3_256, oid::SHA3_256_WITH_RSA),
    (Digest::Sha3_384, oid::SHA3_384_WITH_RSA),
    (Digest::Sha3_512, oid::SHA3_512_WITH_RSA),
];

const ECDSA: [(Digest, Oid); 9] = [
    (Digest::Sha1, oid::ECDSA_WITH_SHA1),
    (Digest::Sha224, oid::ECDSA_WITH_SHA224),
    (Digest::Sha256, oid::ECDSA_WITH_SHA256),
    (Digest::Sha384, oid::ECDSA_WITH_SHA384),
    (Digest::Sha512, oid::ECDSA_WITH_SHA512),
    (Digest::Sha3_224, oid::ECDSA_WITH_SHA3_224),
    (Digest::Sha3_256, oid::ECDSA_WITH_SHA3_256),
    (Digest::Sha3_384, oid::ECDSA_WITH_SHA3_384),
    (Digest::Sha3_512, oid::ECDSA_WITH_SHA3_512),
];

/// RFC 3279, 2.2.2 and RFC 5758, 3.1.
const DSA: [(Digest, Oid); 3] = [
    (Digest::Sha1, oid::DSA_WITH_SHA1),
    (Digest::Sha224, oid::DSA_WITH_SHA224),
    (Digest::Sha256, oid::DSA_WITH_SHA256),
];

/// The digest that an `AlgorithmIdentifier` names. Its parameters are absent or NULL (RFC 5754, 2).
///
/// # Errors
/// [`Malformed`] when it is no `AlgorithmIdentifier`, has other parameters, or names no digest known here.
pub fn digest_algorithm(algorithm_identifier: &[u8]) -> Result<Digest, Error> {
    let (identifier, parameters) = algorithm_parts(algorithm_identifier, SYNTAX)?;
    absent_or_null(parameters)?;
    digest_named(identifier)
}

/// The signature algorithm that an `AlgorithmIdentifier` names.
///
/// CMS allows the bare key algorithm in its place (`rsaEncryption`, RFC 3370, 3.2), and some write
/// `id-ecPublicKey` or an arc above the ECDSA algorithms likewise: then `digest`, the `digestAlgorithm` beside it, completes it.
///
/// # Errors
/// [`Malformed`] when it is no `AlgorithmIdentifier`, its parameters are not its own, or it names no
/// algorithm known here.
pub fn signature_algorithm(algorithm_identifier: &[u8], digest: Option<Digest>) -> Result<SignatureAlgorithm, Error> {
    let (identifier, parameters) = algorithm_parts(algorithm_identifier, SYNTAX)?;
    let unknown = |expected| Error::from(Malformed::new(SYNTAX, 0, expected));
    let completed = || digest.ok_or_else(|| unknown("a digest"));
    match identifier {
        oid::RSASSA_PSS => return pss_parameters(parameters),
        // RFC 5480, 2.1.1: parameters name the curve; the key says it too, and the key is what counts.
        oid::EC_PUBLIC_KEY => return completed().map(SignatureAlgorithm::Ecdsa),
        _ => absent_or_null(parameters)?,
    }
    match identifier {
        oid::RSA_ENCRYPTION => return completed().map(SignatureAlgorithm::RsaPkcs1),
        // ANSI X9.62: ECDSA with a digest that is told elsewhere.
        oid::ECDSA_SIGNATURES | oid::ECDSA_WITH_SPECIFIED => return completed().map(SignatureAlgorithm::Ecdsa),
        oid::SHA1_WITH_RSA_OIW => return Ok(SignatureAlgorithm::RsaPkcs1(Digest::Sha1)),
        oid::ED25519 => return Ok(SignatureAlgorithm::Ed25519),
        oid::ED448 => return Ok(SignatureAlgorithm::Ed448),
        _ => {}
    }
    let in_table = |table: &[(Digest, Oid)]| table.iter().find(|row| row.1 == identifier).map(|row| row.0);
    in_table(&RSA)
        .map(SignatureAlgorithm::RsaPkcs1)
        .or_else(|| in_table(&ECDSA).map(SignatureAlgorithm::Ecdsa))
        .or_else(|| in_table(&DSA).map(SignatureAlgorithm::Dsa))
        .ok_or_else(|| unknown("a known signature algorithm"))
}

/// The `AlgorithmIdentifier` of a signature algorithm, in DER.
///
/// ECDSA with MD5 has no identifier: the bare `id-ecPublicKey` is written.
#[must_use]
pub fn algorithm_identifier(algorithm: SignatureAlgorithm) -> Vec<u8> {
    let null = write::null();
    let named = |table: &[(Digest, Oid)], digest: Digest, otherwise: Oid| {
        write::oid(table.iter().find(|row| row.0 == digest).map_or(otherwise, |row| row.1))
    };
    match algorithm {
        // RFC 3370, 3.2 and RFC 4055, 5: NULL parameters. RFC 5758, 3.2 and RFC 8410, 3: none.
        SignatureAlgorithm::RsaPkcs1(digest) => write::sequence(&[&named(&RSA, digest, oid::RSA_ENCRYPTION), &null]),
        SignatureAlgorithm::Ecdsa(digest) => write::sequence(&[&named(&ECDSA, digest, oid::EC_PUBLIC_KEY)]),
        SignatureAlgorithm::Dsa(digest) => write::sequence(&[&named(&DSA, digest, oid::DSA)]),
        SignatureAlgorithm::Ed25519 => write::sequence(&[&write::oid(oid::ED25519)]),
        SignatureAlgorithm::Ed448 => write::sequence(&[&write::oid(oid::ED448)]),
        SignatureAlgorithm::RsaPss { digest, mask, salt } => {
            let parameters = pss_to_der(digest, mask, salt);
            write::sequence(&[&write::oid(oid::RSASSA_PSS), &parameters])
        }
    }
}

/// The `AlgorithmIdentifier` of a digest, in DER: without parameters, as RFC 5754, 2 asks for SHA-2;
/// SHA-1 and MD5 with NULL as all implementations write them.
#[must_use]
pub fn digest_identifier(digest: Digest) -> Vec<u8> {
    match digest {
        Digest::Md5 | Digest::Sha1 => with_null(digest),
        _ => write::sequence(&[&write::oid(digest.oid())]),
    }
}

/// RSASSA-PSS-params (RFC 8017, A.2.3; RFC 4055, 3.1). Absent parts have their defaults: SHA-1, MGF1 with
/// SHA-1, 20 octets of salt, trailer 1.
pub(crate) fn pss_parameters(parameters: Option<Element<'_>>) -> Result<SignatureAlgorithm, Error> {
    let syntax = "RSASSA-PSS-params";
    let malformed = |expected| Error::from(Malformed::new(syntax, 0, expected));
    let parameters = parameters.ok_or_else(|| malformed("parameters"))?;
    if parameters.tag() != Tag::SEQUENCE {
        return Err(malformed("SEQUENCE"));
    }
    let mut reader = parameters.reader();
    let digest = match explicit(&mut reader, 0, syntax)? {
        Some(element) => digest_algorithm(element.raw())?,
        None => Digest::Sha1,
    };
    let mask = match explicit(&mut reader, 1, syntax)? {
        Some(element) => mask_digest(element.raw())?,
        None => Digest::Sha1,
    };
    let salt = match explicit(&mut reader, 2, syntax)? {
        Some(element) if element.tag() == Tag::INTEGER => element.unsigned()?,
        Some(_) => return Err(malformed("INTEGER")),
        None => 20,
    };
    let trailer = match explicit(&mut reader, 3, syntax)? {
        Some(element) if element.tag() == Tag::INTEGER => element.unsigned()?,
        Some(_) => return Err(malformed("INTEGER")),
        None => 1,
    };
    reader.finish(syntax)?;
    if trailer != 1 {
        return Err(malformed("trailer field 1"));
    }
    let salt = u32::try_from(salt).map_err(|_| malformed("a salt that fits a key"))?;
    Ok(SignatureAlgorithm::RsaPss { digest, mask, salt })
}

fn explicit<'a>(
    reader: &mut crate::der::Reader<'a>,
    number: u8,
    syntax: &'static str,
) -> Result<Option<Element<'a>>, Error> {
    let Some(outer) = reader.optional(Tag::context_constructed(number))? else { return Ok(None) };
    let mut inner = outer.reader();
    let element = inner.element()?;
    inner.finish(syntax)?;
    Ok(Some(element))
}

fn mask_digest(algorithm_identifier: &[u8]) -> Result<Digest, Error> {
    let syntax = "MaskGenAlgorithm";
    let malformed = || Error::from(Malformed::new(syntax, 0, "MGF1 with a digest"));
    let (identifier, parameters) = algorithm_parts(algorithm_identifier, syntax)?;
    if identifier != oid::MGF1 {
        return Err(malformed());
    }
    digest_algorithm(parameters.ok_or_else(malformed)?.raw())
}

fn pss_to_der(digest: Digest, mask: Digest, salt: u32) -> Vec<u8> {
    let explicit = |number, content: &[u8]| write::element(Tag::context_constructed(number), &[content]);
    let mut parts = Vec::new();
    // DER leaves out what equals its default (X.690, 11.5). RFC 4055, 2.1: digests with NULL.
    if digest != Digest::Sha1 {
        parts.extend(explicit(0, &with_null(digest)));
    }
    if mask != Digest::Sha1 {
        let mgf1 = write::sequence(&[&write::oid(oid::MGF1), &with_null(mask)]);
        parts.extend(explicit(1, &mgf1));
    }
    if salt != 20 {
        parts.extend(explicit(2, &write::unsigned(u64::from(salt))));
    }
    write::sequence(&[&parts])
}

fn with_null(digest: Digest) -> Vec<u8> {
    write::sequence(&[&write::oid(digest.oid()), &write::null()])
}

fn digest_named(identifier: Oid) -> Result<Digest, Error> {
    // Some write the identifier of the signature algorithm where that of its digest belongs.
    let rsa = || RSA.iter().find(|row| row.1 == identifier).map(|row| row.0);
    let ecdsa = || ECDSA.iter().find(|row| row.1 == identifier).map(|row| row.0);
    Digest::from_oid(identifier)
        .or_else(rsa)
        .or_else(ecdsa)
        .ok_or_else(|| Malformed::new(SYNTAX, 0, "a known digest").into())
}

fn absent_or_null(parameters: Option<Element<'_>>) -> Result<(), Error> {
    match parameters {
        None => Ok(()),
        Some(element) if element.tag() == Tag::NULL && element.content().is_empty() => Ok(()),
        Some(element) => Err(Malformed::new(SYNTAX, element.offset(), "NULL or no parameters").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_survives_its_identifier() {
        let digests = RSA.map(|row| row.0);
        let all = digests
            .into_iter()
            .map(SignatureAlgorithm::RsaPkcs1)
            .chain(ECDSA.map(|row| SignatureAlgorithm::Ecdsa(row.0)))
            .chain(digests.map(SignatureAlgorithm::pss))
            .chain([SignatureAlgorithm::Ed25519, SignatureAlgorithm::Ed448])
            .chain([SignatureAlgorithm::RsaPss { digest: Digest::Sha256, mask: Digest::Sha1, salt: 200 }]);
        for algorithm in all {
            let der = algorithm_identifier(algorithm);
            assert_eq!(signature_algorithm(&der, None).unwrap(), algorithm);
        }
        for digest in digests {
            assert_eq!(digest_algorithm(&digest_identifier(digest)).unwrap(), digest);
        }
    }

    #[test]
    fn a_bare_key_algorithm_takes_the_digest_beside_it() {
        let rsa = write::sequence(&[&write::oid(oid::RSA_ENCRYPTION), &[0x05, 0x00]]);
        let expected = SignatureAlgorithm::RsaPkcs1(Digest::Sha384);
        assert_eq!(signature_algorithm(&rsa, Some(Digest::Sha384)).unwrap(), expected);
        assert!(signature_algorithm(&rsa, None).is_err());
        let ec = write::sequence(&[&write::oid(oid::EC_PUBLIC_KEY), &write::oid(oid::SECP256R1)]);
        let expected = SignatureAlgorithm::Ecdsa(Digest::Sha256);
        assert_eq!(signature_algorithm(&ec, Some(Digest::Sha256)).unwrap(), expected);
    }

    #[test]
    fn absent_pss_parts_have_their_defaults() {
        let der = write::sequence(&[&write::oid(oid::RSASSA_PSS), &[0x30, 0x00]]);
        let expected = SignatureAlgorithm::RsaPss { digest: Digest::Sha1, mask: Digest::Sha1, salt: 20 };
        assert_eq!(signature_algorithm(&der, None).unwrap(), expected);
        let absent = write::sequence(&[&write::oid(oid::RSASSA_PSS)]);
        assert!(signature_algorithm(&absent, None).is_err());
    }

    #[test]
    fn another_trailer_is_refused() {
        let der = write::sequence(&[&write::oid(oid::RSASSA_PSS), &[0x30, 0x05, 0xa3, 0x03, 0x02, 0x01, 0x02]]);
        assert!(signature_algorithm(&der, None).is_err());
    }

    #[test]
    fn foreign_parameters_are_refused() {
        let der = write::sequence(&[&write::oid(oid::SHA256_WITH_RSA), &[0x04, 0x00]]);
        assert!(signature_algorithm(&der, None).is_err());
    }
}
