//! DSA signatures (FIPS 186-4), as chains from before 2010 have them; and keys that leave their parameters to the issuer's
//! (RFC 3279, 2.3.2).

use dsa::signature::hazmat::PrehashVerifier;
use dsa::{BoxedUint, Components, Signature, VerifyingKey};

use crate::crypto::Answer;
use crate::der::{Element, Rules, Tag, single, write};
use crate::error::Error;
use crate::oid;

const SYNTAX: &str = "SubjectPublicKeyInfo";

/// The lengths of p and q in bits that FIPS 186-4, 4.2 has, and that of FIPS 186-2. No others are computed with.
const LENGTHS: [(u32, u32); 4] = [(1_024, 160), (2_048, 224), (2_048, 256), (3_072, 256)];

/// Checks a signature over a digest.
pub(super) fn check(spki: &[u8], value: &[u8], signature: &[u8]) -> Answer {
    match Key::parse(spki) {
        Ok(Some(key)) if key.parameters.is_some() => match verify(&key, value, signature) {
            Some(()) => Answer::Valid,
            None => Answer::Invalid,
        },
        // Without its parameters a key is no key.
        Ok(Some(_)) => Answer::Unsupported,
        Ok(None) | Err(_) => Answer::Invalid,
    }
}

/// A DSA key; `None` as parameters: they are those of the issuer's key.
struct Key<'a> {
    parameters: Option<Element<'a>>,
    bits: Element<'a>,
}

impl<'a> Key<'a> {
    /// `None`: a key of another kind.
    fn parse(spki: &'a [u8]) -> Result<Option<Self>, Error> {
        let mut outer = single(spki, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
        let mut algorithm = outer.expect(Tag::SEQUENCE, SYNTAX)?.reader();
        let bits = outer.expect(Tag::BIT_STRING, SYNTAX)?;
        outer.finish(SYNTAX)?;
        if algorithm.expect(Tag::OID, SYNTAX)?.oid()? != oid::DSA {
            return Ok(None);
        }
        let parameters = algorithm.optional(Tag::SEQUENCE)?;
        algorithm.optional(Tag::NULL)?;
        algorithm.finish(SYNTAX)?;
        Ok(Some(Self { parameters, bits }))
    }
}

/// Whether this is a DSA key that is to be used with the parameters of its issuer's key.
pub(crate) fn lacks_parameters(spki: &[u8]) -> bool {
    matches!(Key::parse(spki), Ok(Some(Key { parameters: None, .. })))
}

/// The first key with the parameters of the second; `None` when they are not both DSA keys, or there are none.
pub(crate) fn with_parameters_of(spki: &[u8], issuer: &[u8]) -> Option<Vec<u8>> {
    let key = Key::parse(spki).ok()??;
    let parameters = Key::parse(issuer).ok()??.parameters?;
    let algorithm = write::sequence(&[&write::oid(oid::DSA), parameters.raw()]);
    Some(write::sequence(&[&algorithm, key.bits.raw()]))
}

fn verify(key: &Key<'_>, value: &[u8], signature: &[u8]) -> Option<()> {
    let mut parameters = key.parameters?.reader();
    let [p, q, g] = [(); 3].map(|()| parameters.element().ok().and_then(magnitude));
    parameters.finish(SYNTAX).ok()?;
    let (p, q, g) = (p?, q?, g?);
    let lengths = (bits(p)?, bits(q)?);
    let (octets, 0) = key.bits.bits().ok()? else { return None };
    let y = magnitude(single(octets, Rules::Der, Tag::INTEGER, SYNTAX).ok()?)?;
    let mut parts = single(signature, Rules::Der, Tag::SEQUENCE, "Dss-Sig-Value").ok()?.reader();
    let [r, s] = [(); 2].map(|()| parts.element().ok().and_then(magnitude));
    parts.finish("Dss-Sig-Value").ok()?;
    let (r, s) = (r?, s?);
    let below = |small: &[u8], large: &[u8]| (small.len(), small) < (large.len(), large);
    // FIPS 186-4, 4.7: 0 < r < q, 0 < s < q; 4.1: the generator and the key are below p.
    let in_range = below(r, q) && below(s, q) && below(y, p) && below(g, p);
    if !LENGTHS.contains(&lengths) || !in_range || p.last()? & 1 == 0 || q.last()? & 1 == 0 {
        return None;
    }
    let number = |octets: &[u8], precision| BoxedUint::from_be_slice(octets, precision).ok();
    let components = Components::from_components(number(p, lengths.0)?, number(q, lengths.1)?, number(g, lengths.0)?);
    let verifier = VerifyingKey::from_components(components.ok()?, number(y, lengths.0)?).ok()?;
    let signature = Signature::from_components(number(r, lengths.1)?, number(s, lengths.1)?)?;
    verifier.verify_prehash(value, &signature).ok()
}

/// The octets of an integer above zero, without the one for the sign.
fn magnitude(integer: Element<'_>) -> Option<&[u8]> {
    match integer.content() {
        _ if integer.tag() != Tag::INTEGER => None,
        [0, rest @ ..] if rest.first().is_some_and(|octet| octet & 0x80 != 0) => Some(rest),
        [first @ 1..=0x7f, ..] if *first != 0 => Some(integer.content()),
        _ => None,
    }
}

fn bits(number: &[u8]) -> Option<u32> {
    u32::try_from(number.len()).ok()?.checked_mul(8)?.checked_sub(number.first()?.leading_zeros())
}
