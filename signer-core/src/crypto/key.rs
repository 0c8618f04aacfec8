//! Public keys as certificates carry them (RFC 5280, 4.1.2.7; RFC 3279; RFC 4055; RFC 5480; RFC 8410).

use crate::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use crate::crypto::identifier::pss_parameters;
use crate::der::{Element, Reader, Rules, Tag, single};
use crate::error::{Error, Malformed};
use crate::oid;

const SYNTAX: &str = "SubjectPublicKeyInfo";

/// The largest modulus that is computed with: 16,384 bits, as in OpenSSL and BoringSSL.
const MAX_MODULUS_OCTETS: usize = 2_048;
/// The largest public exponent is 2^33 - 1, as in *ring*: a larger one only makes the verifier work.
const MAX_EXPONENT: u64 = (1 << 33) - 1;

/// A public key, of a kind that can be checked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey<'a> {
    Rsa(RsaKey<'a>),
    Ec { curve: Curve, point: &'a [u8] },
    Ed25519(&'a [u8]),
    Ed448,
}

/// An RSA key and what its owner restricted it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RsaKey<'a> {
    /// `RSAPublicKey` in DER (RFC 8017, A.1.1).
    pub(crate) der: &'a [u8],
    /// Whether the modulus is written as a positive integer, as it must be.
    pub(crate) is_positive: bool,
    /// Without leading zeros.
    pub(crate) modulus: &'a [u8],
    pub(crate) exponent: u64,
    pub(crate) restriction: Restriction,
}

/// What the algorithm identifier of an RSA key allows (RFC 4055, 1.2 and 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Restriction {
    /// rsaEncryption: any scheme.
    None,
    /// id-RSASSA-PSS without parameters: PSS with any of them.
    Pss,
    /// id-RSASSA-PSS with parameters: these digests, and a salt at least this long.
    PssWith { digest: Digest, mask: Digest, salt: u32 },
}

impl Restriction {
    pub(crate) fn allows(self, algorithm: SignatureAlgorithm) -> bool {
        match (self, algorithm) {
            (Self::None, SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss { .. })
            | (Self::Pss, SignatureAlgorithm::RsaPss { .. }) => true,
            (Self::PssWith { digest, mask, salt }, SignatureAlgorithm::RsaPss { digest: d, mask: m, salt: s }) => {
                digest == d && mask == m && s >= salt
            }
            _ => false,
        }
    }
}

/// A curve of FIPS 186-5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    /// The length of a coordinate in octets.
    pub(crate) const fn length(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

impl<'a> PublicKey<'a> {
    /// `None`: a kind that is not checked here (DSA, other curves, post-quantum).
    pub(crate) fn parse(spki: &'a [u8]) -> Result<Option<Self>, Error> {
        let mut outer = single(spki, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
        let mut algorithm = outer.expect(Tag::SEQUENCE, SYNTAX)?.reader();
        let bits = outer.expect(Tag::BIT_STRING, SYNTAX)?;
        outer.finish(SYNTAX)?;
        let identifier = algorithm.expect(Tag::OID, SYNTAX)?.oid()?;
        let parameters = if algorithm.is_empty() { None } else { Some(algorithm.element()?) };
        algorithm.finish(SYNTAX)?;
        let malformed = |expected| Error::from(Malformed::new(SYNTAX, bits.offset(), expected));
        let (octets, 0) = bits.bits()? else { return Err(malformed("whole octets")) };
        Ok(Some(match identifier {
            oid::RSA_ENCRYPTION => Self::Rsa(rsa(octets, Restriction::None)?),
            oid::RSASSA_PSS => Self::Rsa(rsa(octets, restriction(parameters)?)?),
            oid::EC_PUBLIC_KEY => match curve(parameters)? {
                Some(curve) => Self::Ec { curve, point: point(octets, curve).ok_or_else(|| malformed("a point"))? },
                None => return Ok(None),
            },
            oid::ED25519 if parameters.is_none() && octets.len() == 32 => Self::Ed25519(octets),
            oid::ED448 if parameters.is_none() && octets.len() == 57 => Self::Ed448,
            oid::ED25519 | oid::ED448 => return Err(malformed("an Edwards-curve key")),
            _ => return Ok(None),
        }))
    }

    fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa(key) => KeyKind::Rsa { bits: key.bits() },
            Self::Ec { curve: Curve::P256, .. } => KeyKind::P256,
            Self::Ec { curve: Curve::P384, .. } => KeyKind::P384,
            Self::Ec { curve: Curve::P521, .. } => KeyKind::P521,
            Self::Ed25519(_) => KeyKind::Ed25519,
            Self::Ed448 => KeyKind::Ed448,
        }
    }
}

impl RsaKey<'_> {
    /// The length of the modulus in bits.
    pub(crate) fn bits(&self) -> u32 {
        let unused = self.modulus.first().map_or(0, |octet| octet.leading_zeros());
        u32::try_from(self.modulus.len()).unwrap_or(u32::MAX).saturating_mul(8).saturating_sub(unused)
    }
}

/// What kind of key a `SubjectPublicKeyInfo` (DER) holds; `None` when it is none that can be checked with.
#[must_use]
pub fn key_kind(spki: &[u8]) -> Option<KeyKind> {
    PublicKey::parse(spki).ok().flatten().map(|key| key.kind())
}

/// The octets of the `subjectPublicKey` bit string: what key identifiers are made of (RFC 5280, 4.2.1.2).
///
/// # Errors
/// [`Malformed`] when it is no `SubjectPublicKeyInfo`.
pub fn subject_public_key(spki: &[u8]) -> Result<&[u8], Error> {
    let mut outer = single(spki, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
    outer.expect(Tag::SEQUENCE, SYNTAX)?;
    let (octets, _) = outer.expect(Tag::BIT_STRING, SYNTAX)?.bits()?;
    outer.finish(SYNTAX)?;
    Ok(octets)
}

/// RFC 8017, A.1.1.
fn rsa(der: &[u8], restriction: Restriction) -> Result<RsaKey<'_>, Error> {
    let syntax = "RSAPublicKey";
    let mut reader = single(der, Rules::Der, Tag::SEQUENCE, syntax)?.reader();
    let modulus = reader.expect(Tag::INTEGER, syntax)?;
    let exponent = reader.expect(Tag::INTEGER, syntax)?;
    reader.finish(syntax)?;
    let malformed = |expected| Error::from(Malformed::new(syntax, modulus.offset(), expected));
    let (octets, is_positive) = magnitude(&modulus).ok_or_else(|| malformed("a modulus"))?;
    let odd = octets.last().is_some_and(|octet| octet & 1 == 1);
    if octets.len() < 32 || octets.len() > MAX_MODULUS_OCTETS || !odd {
        return Err(malformed("an odd modulus of 256 to 16384 bits"));
    }
    let value = exponent.unsigned()?;
    if !(3..=MAX_EXPONENT).contains(&value) || value & 1 == 0 {
        return Err(malformed("an odd exponent from 3 to 2^33"));
    }
    Ok(RsaKey { der, is_positive, modulus: octets, exponent: value, restriction })
}

/// The octets of a modulus without leading zeros, and whether it was written as a positive integer.
///
/// Estonian identity cards of 2014 and 2015 lack the zero octet that makes it one. A modulus is never negative, so
/// there is only one way to read it.
fn magnitude<'a>(integer: &Element<'a>) -> Option<(&'a [u8], bool)> {
    match integer.content() {
        [0, rest @ ..] if rest.first().is_some_and(|octet| octet & 0x80 != 0) => Some((rest, true)),
        [first, ..] if *first != 0 => Some((integer.content(), first & 0x80 == 0)),
        _ => None,
    }
}

fn restriction(parameters: Option<Element<'_>>) -> Result<Restriction, Error> {
    let Some(parameters) = parameters else { return Ok(Restriction::Pss) };
    match pss_parameters(Some(parameters))? {
        SignatureAlgorithm::RsaPss { digest, mask, salt } => Ok(Restriction::PssWith { digest, mask, salt }),
        _ => Err(Malformed::new(SYNTAX, parameters.offset(), "RSASSA-PSS-params").into()),
    }
}

/// RFC 5480, 2.1.1: a named curve; keys with explicit parameters are not checked with.
fn curve(parameters: Option<Element<'_>>) -> Result<Option<Curve>, Error> {
    let Some(parameters) = parameters.filter(|element| element.tag() == Tag::OID) else { return Ok(None) };
    Ok(match parameters.oid()? {
        oid::SECP256R1 => Some(Curve::P256),
        oid::SECP384R1 => Some(Curve::P384),
        oid::SECP521R1 => Some(Curve::P521),
        _ => None,
    })
}

/// SEC 1, 2.3.4: uncompressed or compressed. Whether it is on the curve is seen when it is computed with.
fn point(octets: &[u8], curve: Curve) -> Option<&[u8]> {
    let length = curve.length();
    match octets.split_first() {
        Some((4, coordinates)) if Some(coordinates.len()) == length.checked_mul(2) => Some(octets),
        Some((2 | 3, coordinate)) if coordinate.len() == length => Some(octets),
        _ => None,
    }
}

/// The reader of a whole `AlgorithmIdentifier` and its parts.
pub(crate) fn algorithm_parts<'a>(
    octets: &'a [u8],
    syntax: &'static str,
) -> Result<(oid::Oid, Option<Element<'a>>), Error> {
    let mut reader = Reader::new(octets, Rules::Ber);
    let outer = reader.expect(Tag::SEQUENCE, syntax)?;
    reader.finish(syntax)?;
    let mut parts = outer.reader();
    let identifier = parts.expect(Tag::OID, syntax)?.oid()?;
    let parameters = if parts.is_empty() { None } else { Some(parts.element()?) };
    parts.finish(syntax)?;
    Ok((identifier, parameters))
}
