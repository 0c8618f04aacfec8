//! By which mechanism a token makes the signature that is wanted.
//!
//! Tokens differ: some hash and sign in one step, some want the digest, some only exponentiate. The plan is made
//! from what the token lists, shown before signing, and the result is the same octets whichever way was taken.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use cryptoki_sys as ck;
use signer_core::algorithm::{Digest, KeyKind, SignatureAlgorithm};
use signer_core::crypto;
use signer_core::der::{Tag, write};

use crate::error::TokenError;
use crate::ffi::Mechanism;

/// How one algorithm is had from one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Way {
    /// The token hashes and signs (`CKM_SHA256_RSA_PKCS`, `CKM_ECDSA_SHA256`, `CKM_EDDSA`).
    Whole,
    /// The token signs a digest, for RSASSA-PKCS1-v1_5 wrapped as DigestInfo (`CKM_RSA_PKCS`, `CKM_ECDSA`).
    Digest,
    /// The token exponentiates; the padding is ours (`CKM_RSA_X_509`).
    Raw,
}

/// The mechanism and the way for one algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    algorithm: SignatureAlgorithm,
    mechanism: ck::CK_MECHANISM_TYPE,
    way: Way,
}

/// The algorithms that we offer for each kind of key, most preferred first.
const RSA: [SignatureAlgorithm; 3] = [
    SignatureAlgorithm::RsaPkcs1(Digest::Sha256),
    SignatureAlgorithm::RsaPkcs1(Digest::Sha384),
    SignatureAlgorithm::RsaPkcs1(Digest::Sha512),
];

/// Every algorithm that a key of this kind can sign by with one of the listed mechanisms, most preferred first.
#[must_use]
pub(crate) fn plans(key: KeyKind, listed: &[ck::CK_MECHANISM_TYPE]) -> Vec<Plan> {
    let wanted: Vec<SignatureAlgorithm> = match key {
        KeyKind::Rsa { .. } => {
            let pss = [Digest::Sha256, Digest::Sha384, Digest::Sha512].map(SignatureAlgorithm::pss);
            RSA.into_iter().chain(pss).collect()
        }
        KeyKind::P256 => vec![SignatureAlgorithm::Ecdsa(Digest::Sha256)],
        KeyKind::P384 => vec![SignatureAlgorithm::Ecdsa(Digest::Sha384)],
        KeyKind::P521 => vec![SignatureAlgorithm::Ecdsa(Digest::Sha512)],
        KeyKind::Ed25519 => vec![SignatureAlgorithm::Ed25519],
        _ => Vec::new(),
    };
    wanted.into_iter().filter_map(|algorithm| plan(algorithm, listed)).collect()
}

/// The first way in which the listed mechanisms give this algorithm.
#[must_use]
pub(crate) fn plan(algorithm: SignatureAlgorithm, listed: &[ck::CK_MECHANISM_TYPE]) -> Option<Plan> {
    ways(algorithm)
        .into_iter()
        .flatten()
        .find(|(mechanism, _)| listed.contains(mechanism))
        .map(|(mechanism, way)| Plan { algorithm, mechanism, way })
}

/// The ways to an algorithm, best first: what leaves least to us.
fn ways(algorithm: SignatureAlgorithm) -> [Option<(ck::CK_MECHANISM_TYPE, Way)>; 3] {
    let whole = |mechanism: Option<ck::CK_MECHANISM_TYPE>| mechanism.map(|mechanism| (mechanism, Way::Whole));
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(digest) => {
            let mechanism = match digest {
                Digest::Sha256 => Some(ck::CKM_SHA256_RSA_PKCS),
                Digest::Sha384 => Some(ck::CKM_SHA384_RSA_PKCS),
                Digest::Sha512 => Some(ck::CKM_SHA512_RSA_PKCS),
                _ => None,
            };
            [whole(mechanism), Some((ck::CKM_RSA_PKCS, Way::Digest)), Some((ck::CKM_RSA_X_509, Way::Raw))]
        }
        SignatureAlgorithm::RsaPss { digest, .. } => {
            let mechanism = match digest {
                Digest::Sha256 => Some(ck::CKM_SHA256_RSA_PKCS_PSS),
                Digest::Sha384 => Some(ck::CKM_SHA384_RSA_PKCS_PSS),
                Digest::Sha512 => Some(ck::CKM_SHA512_RSA_PKCS_PSS),
                _ => None,
            };
            [whole(mechanism), Some((ck::CKM_RSA_PKCS_PSS, Way::Digest)), Some((ck::CKM_RSA_X_509, Way::Raw))]
        }
        SignatureAlgorithm::Ecdsa(digest) => {
            let mechanism = match digest {
                Digest::Sha256 => Some(ck::CKM_ECDSA_SHA256),
                Digest::Sha384 => Some(ck::CKM_ECDSA_SHA384),
                Digest::Sha512 => Some(ck::CKM_ECDSA_SHA512),
                _ => None,
            };
            [whole(mechanism), Some((ck::CKM_ECDSA, Way::Digest)), None]
        }
        SignatureAlgorithm::Ed25519 => [Some((ck::CKM_EDDSA, Way::Whole)), None, None],
        _ => [None, None, None],
    }
}

impl Plan {
    /// The algorithm that the signature will have.
    #[must_use]
    pub const fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// How it is had.
    #[must_use]
    pub const fn way(&self) -> Way {
        self.way
    }

    /// The mechanism, as the standard names it.
    #[must_use]
    pub fn mechanism_name(&self) -> String {
        mechanism_name(self.mechanism)
    }

    pub(crate) fn mechanism(&self) -> Mechanism {
        let pss = match (self.algorithm, self.way) {
            (SignatureAlgorithm::RsaPss { digest, mask, salt }, Way::Whole | Way::Digest) => {
                Some(ck::CK_RSA_PKCS_PSS_PARAMS {
                    hashAlg: hash_mechanism(digest),
                    mgf: mask_function(mask),
                    sLen: ck::CK_ULONG::from(salt),
                })
            }
            _ => None,
        };
        Mechanism { kind: self.mechanism, pss }
    }

    /// What is given to `C_Sign` for this message; `modulus_bits` is the length of an RSA key.
    pub(crate) fn input(&self, message: &[u8], modulus_bits: u32) -> Result<Vec<u8>, TokenError> {
        let Some(digest) = self.algorithm.digest() else { return Ok(message.to_vec()) };
        match (self.way, self.algorithm) {
            (Way::Whole, _) => Ok(message.to_vec()),
            (Way::Digest, SignatureAlgorithm::RsaPkcs1(_)) => Ok(digest_info(digest, &crypto::digest(digest, message))),
            (Way::Digest, _) => Ok(crypto::digest(digest, message)),
            (Way::Raw, SignatureAlgorithm::RsaPss { mask, salt, .. }) => {
                let mut octets = vec![0; usize::try_from(salt).unwrap_or_default()];
                SystemRandom::new().fill(&mut octets).map_err(|_| self.impossible())?;
                pss_encode(digest, mask, &octets, message, modulus_bits).ok_or_else(|| self.impossible())
            }
            (Way::Raw, _) => {
                let value = digest_info(digest, &crypto::digest(digest, message));
                pkcs1_encode(&value, modulus_bits).ok_or_else(|| self.impossible())
            }
        }
    }

    /// The signature in the form that CMS wants: ECDSA as DER, everything else as it is.
    pub(crate) fn output(&self, signature: Vec<u8>, key: KeyKind) -> Vec<u8> {
        let (width, both) = match key {
            KeyKind::P256 => (32, 64),
            KeyKind::P384 => (48, 96),
            KeyKind::P521 => (66, 132),
            _ => return signature,
        };
        // PKCS#11 asks for r and s side by side; some modules return the DER form already.
        if signature.len() != both {
            return signature;
        }
        let (r, s) = signature.split_at(width);
        write::sequence(&[&integer(r), &integer(s)])
    }

    fn impossible(&self) -> TokenError {
        TokenError::NoMechanism { algorithm: self.algorithm.to_string(), there: vec![self.mechanism_name()] }
    }
}

/// DigestInfo (RFC 8017, 9.2): what `CKM_RSA_PKCS` pads and exponentiates.
fn digest_info(digest: Digest, value: &[u8]) -> Vec<u8> {
    let algorithm = write::sequence(&[&write::oid(digest.oid()), &write::null()]);
    write::sequence(&[&algorithm, &write::octet_string(value)])
}

/// EMSA-PKCS1-v1_5-ENCODE (RFC 8017, 9.2) of a DigestInfo.
fn pkcs1_encode(digest_info: &[u8], modulus_bits: u32) -> Option<Vec<u8>> {
    let length = usize::try_from(modulus_bits.div_ceil(8)).ok()?;
    let padding = length.checked_sub(digest_info.len())?.checked_sub(3).filter(|padding| *padding >= 8)?;
    let mut encoded = vec![0, 1];
    encoded.resize(padding.checked_add(2)?, 0xff);
    encoded.push(0);
    encoded.extend_from_slice(digest_info);
    Some(encoded)
}

/// EMSA-PSS-ENCODE (RFC 8017, 9.1.1), with zero octets in front up to the length of the modulus.
fn pss_encode(digest: Digest, mask: Digest, salt: &[u8], message: &[u8], modulus_bits: u32) -> Option<Vec<u8>> {
    let bits = usize::try_from(modulus_bits).ok()?.checked_sub(1)?;
    let length = bits.div_ceil(8);
    let mut prefixed = vec![0u8; 8];
    prefixed.extend(crypto::digest(digest, message));
    prefixed.extend_from_slice(salt);
    let hash = crypto::digest(digest, &prefixed);
    let block = length.checked_sub(hash.len())?.checked_sub(1)?;
    let padding = block.checked_sub(salt.len())?.checked_sub(1)?;
    let mut encoded = vec![0u8; padding];
    encoded.push(1);
    encoded.extend_from_slice(salt);
    for (octet, pad) in encoded.iter_mut().zip(mgf1(mask, &hash, block)) {
        *octet ^= pad;
    }
    let unused = u32::try_from(length.checked_mul(8)?.checked_sub(bits)?).ok()?;
    if let Some(first) = encoded.first_mut() {
        *first &= 0xffu8.checked_shr(unused)?;
    }
    encoded.extend(hash);
    encoded.push(0xbc);
    let mut whole = vec![0u8; usize::try_from(modulus_bits.div_ceil(8)).ok()?.checked_sub(length)?];
    whole.extend(encoded);
    Some(whole)
}

/// MGF1 (RFC 8017, B.2.1).
fn mgf1(digest: Digest, seed: &[u8], length: usize) -> Vec<u8> {
    let mut mask = Vec::with_capacity(length);
    for counter in 0u32.. {
        if mask.len() >= length {
            break;
        }
        let mut block = seed.to_vec();
        block.extend(counter.to_be_bytes());
        mask.extend(crypto::digest(digest, &block));
    }
    mask.truncate(length);
    mask
}

/// An INTEGER from a big-endian magnitude.
fn integer(magnitude: &[u8]) -> Vec<u8> {
    let start = magnitude.iter().position(|octet| *octet != 0).unwrap_or(magnitude.len());
    let significant = magnitude.get(start..).unwrap_or_default();
    let sign: &[u8] = if significant.first().is_none_or(|octet| octet & 0x80 != 0) { &[0] } else { &[] };
    write::element(Tag::INTEGER, &[sign, significant])
}

fn hash_mechanism(digest: Digest) -> ck::CK_MECHANISM_TYPE {
    match digest {
        Digest::Sha384 => ck::CKM_SHA384,
        Digest::Sha512 => ck::CKM_SHA512,
        _ => ck::CKM_SHA256,
    }
}

fn mask_function(digest: Digest) -> ck::CK_RSA_PKCS_MGF_TYPE {
    match digest {
        Digest::Sha384 => ck::CKG_MGF1_SHA384,
        Digest::Sha512 => ck::CKG_MGF1_SHA512,
        _ => ck::CKG_MGF1_SHA256,
    }
}

macro_rules! mechanism_names {
    ($($name:ident)*) => {
        /// The name of a mechanism in the standard, or its number where it has none there.
        #[must_use]
        pub(crate) fn mechanism_name(mechanism: ck::CK_MECHANISM_TYPE) -> String {
            match mechanism {
                $(ck::$name => stringify!($name).to_owned(),)*
                other => format!("{other:#010x}"),
            }
        }

        /// Whether a mechanism makes signatures that this toolkit uses.
        #[must_use]
        pub(crate) fn is_signing(mechanism: ck::CK_MECHANISM_TYPE) -> bool {
            [$(ck::$name),*].contains(&mechanism)
        }
    };
}

mechanism_names! {
    CKM_RSA_PKCS CKM_RSA_X_509 CKM_RSA_PKCS_PSS CKM_SHA256_RSA_PKCS CKM_SHA384_RSA_PKCS CKM_SHA512_RSA_PKCS
    CKM_SHA256_RSA_PKCS_PSS CKM_SHA384_RSA_PKCS_PSS CKM_SHA512_RSA_PKCS_PSS CKM_ECDSA CKM_ECDSA_SHA256
    CKM_ECDSA_SHA384 CKM_ECDSA_SHA512 CKM_EDDSA
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_hashes_is_given_the_message() {
        let plan =
            plan(SignatureAlgorithm::RsaPkcs1(Digest::Sha256), &[ck::CKM_RSA_PKCS, ck::CKM_SHA256_RSA_PKCS]).unwrap();
        assert_eq!((plan.mechanism_name().as_str(), plan.way()), ("CKM_SHA256_RSA_PKCS", Way::Whole));
    }

    #[test]
    fn a_token_without_hashing_is_given_a_digest_info() {
        let plan = plan(SignatureAlgorithm::RsaPkcs1(Digest::Sha256), &[ck::CKM_RSA_PKCS]).unwrap();
        let input = plan.input(b"abc", 2048).unwrap();
        assert_eq!(input.len(), 51);
        assert!(
            input.starts_with(&[
                0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01
            ])
        );
    }

    #[test]
    fn pss_without_any_pss_mechanism_is_padded_here() {
        let plan = plan(SignatureAlgorithm::pss(Digest::Sha256), &[ck::CKM_RSA_PKCS, ck::CKM_RSA_X_509]).unwrap();
        assert_eq!(plan.way(), Way::Raw);
        let input = plan.input(b"abc", 2048).unwrap();
        assert_eq!((input.len(), input.last()), (256, Some(&0xbc)));
        assert!(input[0] < 0x80);
    }

    #[test]
    fn an_ecdsa_value_side_by_side_becomes_der() {
        let plan = plan(SignatureAlgorithm::Ecdsa(Digest::Sha256), &[ck::CKM_ECDSA]).unwrap();
        let mut raw = vec![0u8; 64];
        raw[31] = 5;
        raw[32] = 0x80;
        let der = plan.output(raw, KeyKind::P256);
        assert_eq!(&der[..6], &[0x30, 0x26, 0x02, 0x01, 0x05, 0x02]);
        assert_eq!(plan.output(der.clone(), KeyKind::P256), der);
    }

    #[test]
    fn a_token_without_a_fitting_mechanism_has_no_plan() {
        assert_eq!(plan(SignatureAlgorithm::Ed25519, &[ck::CKM_ECDSA]), None);
    }
}
