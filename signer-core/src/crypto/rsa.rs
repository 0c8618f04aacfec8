//! RSA signatures that aws-lc-rs does not check: the encoded message is recovered with the public key and
//! compared here (RFC 8017, 8.1.2, 8.2.2, 9.1.2, 9.2).

use rsa::BoxedUint;
use rsa::hazmat::rsa_encrypt;

use crate::algorithm::Digest;
use crate::crypto::Answer;
use crate::crypto::hash::{Hasher, digest as hash};
use crate::crypto::key::RsaKey;
use crate::der::write;

/// RSASSA-PKCS1-v1_5 over `value`, a digest made with `digest`.
pub(super) fn check_pkcs1(key: &RsaKey<'_>, digest: Digest, value: &[u8], signature: &[u8]) -> Answer {
    let expected = emsa_pkcs1(digest, value, key.modulus.len());
    match (expected, recover(key, signature)) {
        (Some(expected), Some(encoded)) if expected == encoded => Answer::Valid,
        _ => Answer::Invalid,
    }
}

/// RSASSA-PSS over `value`, a digest made with `digest`.
pub(super) fn check_pss(
    key: &RsaKey<'_>,
    (digest, mask, salt): (Digest, Digest, u32),
    value: &[u8],
    signature: &[u8],
) -> Answer {
    let recovered = recover(key, signature);
    let fits = recovered.and_then(|encoded| emsa_pss_verify(&encoded, key.bits(), (digest, mask, salt), value));
    if fits == Some(()) { Answer::Valid } else { Answer::Invalid }
}

/// RSAVP1 (RFC 8017, 5.2.2): the encoded message, as long as the modulus.
fn recover(key: &RsaKey<'_>, signature: &[u8]) -> Option<Vec<u8>> {
    // RFC 8017, 8.1.2 and 8.2.2, step 1; 5.2.2, step 1.
    if signature.len() != key.modulus.len() || signature >= key.modulus {
        return None;
    }
    let precision = u32::try_from(key.modulus.len()).ok()?.checked_mul(8)?;
    let modulus = BoxedUint::from_be_slice(key.modulus, precision).ok()?;
    let exponent = BoxedUint::from(key.exponent);
    let bits = usize::try_from(key.bits()).ok()?;
    let public = rsa::RsaPublicKey::new_with_size_limits(modulus, exponent, bits..=bits).ok()?;
    let representative = BoxedUint::from_be_slice(signature, precision).ok()?;
    let message = rsa_encrypt(&public, &representative).ok()?.to_be_bytes();
    let start = message.len().checked_sub(key.modulus.len())?;
    let (above, encoded) = message.split_at_checked(start)?;
    above.iter().all(|octet| *octet == 0).then(|| encoded.to_vec())
}

/// EMSA-PKCS1-v1_5 (RFC 8017, 9.2): the whole encoded message is made and compared, nothing is parsed.
fn emsa_pkcs1(digest: Digest, value: &[u8], length: usize) -> Option<Vec<u8>> {
    let identifier = write::sequence(&[&write::oid(digest.oid()), &write::null()]);
    let info = write::sequence(&[&identifier, &write::octet_string(value)]);
    let padding = length.checked_sub(info.len())?.checked_sub(3).filter(|padding| *padding >= 8)?;
    Some([&[0, 1][..], &vec![0xff; padding], &[0], &info].concat())
}

/// EMSA-PSS-VERIFY (RFC 8017, 9.1.2); `Some` when consistent.
fn emsa_pss_verify(
    recovered: &[u8],
    modulus_bits: u32,
    (digest, mask, salt): (Digest, Digest, u32),
    value: &[u8],
) -> Option<()> {
    let bits = modulus_bits.checked_sub(1)?;
    let length = usize::try_from(bits.div_ceil(8)).ok()?;
    let (above, encoded) = recovered.split_at_checked(recovered.len().checked_sub(length)?)?;
    let hash_length = digest.length();
    let salt_length = usize::try_from(salt).ok()?;
    let block = length.checked_sub(hash_length)?.checked_sub(1)?;
    let zeros = block.checked_sub(salt_length)?.checked_sub(1)?;
    let (masked, rest) = encoded.split_at_checked(block)?;
    let (hashed, trailer) = rest.split_at_checked(hash_length)?;
    // The octets above `length`, and the bits above `bits`, are zero (steps 3 to 6).
    let spare = u32::try_from(length).ok()?.checked_mul(8)?.checked_sub(bits)?;
    let top = u8::MAX.checked_shr(spare)?;
    if above.iter().any(|octet| *octet != 0) || trailer != [0xbc] || masked.first()? & !top != 0 {
        return None;
    }
    let mut data: Vec<u8> = masked.iter().zip(mgf1(mask, hashed, block)).map(|(a, b)| a ^ b).collect();
    *data.first_mut()? &= top;
    let (padding, rest) = data.split_at_checked(zeros)?;
    let (one, salt) = rest.split_first()?;
    if padding.iter().any(|octet| *octet != 0) || *one != 1 {
        return None;
    }
    let mut again = Hasher::new(digest);
    again.update(&[0; 8]);
    again.update(value);
    again.update(salt);
    (again.finish() == hashed).then_some(())
}

/// MGF1 (RFC 8017, B.2.1).
fn mgf1(digest: Digest, seed: &[u8], length: usize) -> Vec<u8> {
    let mut mask = Vec::with_capacity(length);
    for counter in 0u32.. {
        if mask.len() >= length {
            break;
        }
        mask.extend(hash(digest, &[seed, &counter.to_be_bytes()].concat()));
    }
    mask.truncate(length);
    mask
}
