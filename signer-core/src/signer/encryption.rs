//! Encryption with a password: PBES1 and PBES2 (RFC 8018), the PKCS #12 schemes (RFC 7292, B and C), and the
//! headers of old PEM files.

use std::num::NonZeroU32;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, InnerIvInit, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use aws_lc_rs::{digest, pbkdf2};
use cbc::Decryptor;
use des::{Des, TdesEde3};
use md5::{Digest as _, Md5};
use rc2::Rc2;
use zeroize::Zeroizing;

use super::KeyFileError;
use crate::der::{Element, Reader, Rules, Tag, single};
use crate::error::Error;
use crate::oid::Oid;

/// Iterations of a key derivation.
///
/// 10 million: the most that any tool writes by default is 1 million; this many take seconds, more would let a file
/// hold up who opens it.
const MAX_ITERATIONS: u64 = 10_000_000;

/// Memory that scrypt may take: 128 MiB, twice what the heaviest recommended parameters (RFC 7914: N 2^16, r 8) need.
const MAX_SCRYPT_OCTETS: u64 = 128 << 20;

const PBES2: Oid = Oid::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: Oid = Oid::new_unwrap("1.2.840.113549.1.5.12");
const SCRYPT: Oid = Oid::new_unwrap("1.3.6.1.4.1.11591.4.11");
const HMAC_SHA1: Oid = Oid::new_unwrap("1.2.840.113549.2.7");
const HMAC_SHA256: Oid = Oid::new_unwrap("1.2.840.113549.2.9");
const HMAC_SHA384: Oid = Oid::new_unwrap("1.2.840.113549.2.10");
const HMAC_SHA512: Oid = Oid::new_unwrap("1.2.840.113549.2.11");
const AES128_CBC: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.1.2");
const AES192_CBC: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.1.22");
const AES256_CBC: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.1.42");
const DES_EDE3_CBC: Oid = Oid::new_unwrap("1.2.840.113549.3.7");
const MD5_DES: Oid = Oid::new_unwrap("1.2.840.113549.1.5.3");
const SHA1_DES: Oid = Oid::new_unwrap("1.2.840.113549.1.5.10");
const PKCS12_3DES: Oid = Oid::new_unwrap("1.2.840.113549.1.12.1.3");
const PKCS12_3DES_TWO_KEYS: Oid = Oid::new_unwrap("1.2.840.113549.1.12.1.4");
const PKCS12_RC2_128: Oid = Oid::new_unwrap("1.2.840.113549.1.12.1.5");
const PKCS12_RC2_40: Oid = Oid::new_unwrap("1.2.840.113549.1.12.1.6");

/// Octets that are wiped when they are dropped.
pub(super) type SecretOctets = Zeroizing<Vec<u8>>;

/// A password in the two forms that the schemes ask for.
pub(super) struct Password {
    /// What PBES1 and PBES2 take: UTF-8.
    pub(super) text: SecretOctets,
    /// What the PKCS #12 schemes take: UTF-16, most significant octet first, and two zeros (RFC 7292, B.1).
    pub(super) wide: SecretOctets,
}

impl Password {
    pub(super) fn new(password: &str) -> Self {
        let wide = password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes);
        Self { text: Zeroizing::new(password.as_bytes().to_vec()), wide: Zeroizing::new(wide.collect()) }
    }

    /// Some tools derive keys from no octets at all where there is no password.
    pub(super) fn absent() -> Self {
        Self { text: Zeroizing::new(Vec::new()), wide: Zeroizing::new(Vec::new()) }
    }
}

#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    Des,
    TripleDes,
    Rc2,
}

impl Cipher {
    const fn key_length(self) -> usize {
        match self {
            Self::Des => 8,
            Self::Aes128 | Self::Rc2 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
        }
    }

    /// Decrypts in cipher block chaining and takes the padding off; `None` when the padding is not right.
    fn decrypt(self, key: &[u8], iv: &[u8], octets: &[u8]) -> Option<SecretOctets> {
        match self {
            Self::Aes128 => decrypt_with::<Aes128>(key, iv, octets),
            Self::Aes192 => decrypt_with::<Aes192>(key, iv, octets),
            Self::Aes256 => decrypt_with::<Aes256>(key, iv, octets),
            Self::Des => decrypt_with::<Des>(key, iv, octets),
            Self::TripleDes => decrypt_with::<TdesEde3>(key, iv, octets),
            Self::Rc2 => decrypt_with::<Rc2>(key, iv, octets),
        }
    }
}

fn decrypt_with<C: KeyInit + aes::cipher::BlockCipherDecrypt>(
    key: &[u8],
    iv: &[u8],
    octets: &[u8],
) -> Option<SecretOctets> {
    let cipher = C::new_from_slice(key).ok()?;
    let mode = Decryptor::inner_iv_slice_init(cipher, iv).ok()?;
    let mut buffer = Zeroizing::new(octets.to_vec());
    let length = mode.decrypt_padded::<Pkcs7>(&mut buffer).ok()?.len();
    buffer.truncate(length);
    Some(buffer)
}

/// Decrypts what this DER-encoded `AlgorithmIdentifier` says was encrypted with a password.
///
/// [`KeyFileError::WrongPassword`] when the padding does not come out right; a wrong password may also, once in
/// 256, give octets that mean nothing.
pub(super) fn decrypt(algorithm: &[u8], password: &Password, octets: &[u8]) -> Result<SecretOctets, KeyFileError> {
    let (scheme, parameters) = identifier(algorithm).map_err(damaged)?;
    if scheme == PBES2 {
        return pbes2(parameters, password, octets);
    }
    let wide = |cipher, key_length| pkcs12_pbe(parameters.clone(), password, octets, cipher, key_length);
    match scheme {
        PKCS12_3DES => wide(Cipher::TripleDes, 24),
        PKCS12_3DES_TWO_KEYS => wide(Cipher::TripleDes, 16),
        PKCS12_RC2_128 => wide(Cipher::Rc2, 16),
        PKCS12_RC2_40 => wide(Cipher::Rc2, 5),
        MD5_DES => pbes1(parameters, password, octets, &|input| Md5::digest(input).to_vec()),
        SHA1_DES => pbes1(parameters, password, octets, &|input| {
            digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, input).as_ref().to_vec()
        }),
        other => Err(KeyFileError::Unsupported(format!("it is encrypted with {other}, which is not supported"))),
    }
}

/// What is not as its syntax asks.
pub(super) fn damaged(error: Error) -> KeyFileError {
    KeyFileError::Damaged(error.to_string())
}

fn unsupported(what: impl Into<String>) -> KeyFileError {
    KeyFileError::Unsupported(what.into())
}

/// An `AlgorithmIdentifier`: the identifier and a reader of the parameters.
pub(super) fn identifier(octets: &[u8]) -> Result<(Oid, Reader<'_>), Error> {
    let mut parts = single(octets, Rules::Ber, Tag::SEQUENCE, "AlgorithmIdentifier")?.reader();
    let oid = parts.expect(Tag::OID, "AlgorithmIdentifier")?.oid()?;
    Ok((oid, parts))
}

/// A count of iterations, refused when it is none or too many to be meant.
pub(super) fn iterations(element: Element<'_>) -> Result<NonZeroU32, KeyFileError> {
    let count = element.unsigned().map_err(damaged)?;
    if count > MAX_ITERATIONS {
        return Err(unsupported(format!("it asks for {count} iterations; more than {MAX_ITERATIONS} are refused")));
    }
    u32::try_from(count)
        .ok()
        .and_then(NonZeroU32::new)
        .ok_or_else(|| KeyFileError::Damaged("it asks for no iterations".to_owned()))
}

/// RFC 8018, 6.2.
fn pbes2(mut parameters: Reader<'_>, password: &Password, octets: &[u8]) -> Result<SecretOctets, KeyFileError> {
    let read = |parameters: &mut Reader<'_>| -> Result<(Vec<u8>, Oid, Vec<u8>), Error> {
        let mut parts = parameters.expect(Tag::SEQUENCE, "PBES2-params")?.reader();
        let derivation = parts.expect(Tag::SEQUENCE, "PBES2-params")?.raw().to_vec();
        let mut scheme = parts.expect(Tag::SEQUENCE, "PBES2-params")?.reader();
        let cipher = scheme.expect(Tag::OID, "AlgorithmIdentifier")?.oid()?;
        let iv = scheme.string(Tag::OCTET_STRING, "initialisation vector")?.octets()?.into_owned();
        Ok((derivation, cipher, iv))
    };
    let (derivation, cipher, iv) = read(&mut parameters).map_err(damaged)?;
    let cipher = match cipher {
        AES128_CBC => Cipher::Aes128,
        AES192_CBC => Cipher::Aes192,
        AES256_CBC => Cipher::Aes256,
        DES_EDE3_CBC => Cipher::TripleDes,
        other => return Err(unsupported(format!("it is encrypted with {other}, which is not supported"))),
    };
    let key = derive(&derivation, &password.text, cipher.key_length())?;
    cipher.decrypt(&key, &iv, octets).ok_or(KeyFileError::WrongPassword)
}

/// Derives a key as a DER-encoded `AlgorithmIdentifier` says: PBKDF2 (RFC 8018, 5.2) or scrypt (RFC 7914).
pub(super) fn derive(algorithm: &[u8], password: &[u8], length: usize) -> Result<SecretOctets, KeyFileError> {
    let (function, mut parameters) = identifier(algorithm).map_err(damaged)?;
    let mut key = Zeroizing::new(vec![0; length]);
    match function {
        PBKDF2 => {
            let (salt, count, function) = pbkdf2_parameters(&mut parameters)?;
            pbkdf2::derive(function, count, &salt, password, &mut key);
        }
        SCRYPT => scrypt(&mut parameters, password, &mut key)?,
        other => return Err(unsupported(format!("its key is derived with {other}, which is not supported"))),
    }
    Ok(key)
}

type Pbkdf2Parameters = (Vec<u8>, NonZeroU32, pbkdf2::Algorithm);

fn pbkdf2_parameters(parameters: &mut Reader<'_>) -> Result<Pbkdf2Parameters, KeyFileError> {
    const SYNTAX: &str = "PBKDF2-params";
    let mut parts = parameters.expect(Tag::SEQUENCE, SYNTAX).map_err(damaged)?.reader();
    let salt = parts.string(Tag::OCTET_STRING, SYNTAX).and_then(|salt| Ok(salt.octets()?.into_owned()));
    let salt = salt.map_err(damaged)?;
    let count = iterations(parts.expect(Tag::INTEGER, SYNTAX).map_err(damaged)?)?;
    // The length of the key follows from the cipher.
    parts.optional(Tag::INTEGER).map_err(damaged)?;
    let function = match parts.optional(Tag::SEQUENCE).map_err(damaged)? {
        None => HMAC_SHA1,
        Some(function) => identifier(function.raw()).map_err(damaged)?.0,
    };
    let function = match function {
        HMAC_SHA1 => pbkdf2::PBKDF2_HMAC_SHA1,
        HMAC_SHA256 => pbkdf2::PBKDF2_HMAC_SHA256,
        HMAC_SHA384 => pbkdf2::PBKDF2_HMAC_SHA384,
        HMAC_SHA512 => pbkdf2::PBKDF2_HMAC_SHA512,
        other => return Err(unsupported(format!("its key is derived with {other}, which is not supported"))),
    };
    Ok((salt, count, function))
}

fn scrypt(parameters: &mut Reader<'_>, password: &[u8], key: &mut [u8]) -> Result<(), KeyFileError> {
    const SYNTAX: &str = "scrypt-params";
    let mut parts = parameters.expect(Tag::SEQUENCE, SYNTAX).map_err(damaged)?.reader();
    let salt = parts.expect(Tag::OCTET_STRING, SYNTAX).map_err(damaged)?.content();
    let mut number = || parts.expect(Tag::INTEGER, SYNTAX).and_then(|number| number.unsigned()).map_err(damaged);
    let (cost, block, parallel) = (number()?, number()?, number()?);
    let octets = cost.saturating_mul(block).saturating_mul(128);
    // As much memory as is taken is also gone through, so this bounds the time as well.
    if octets.saturating_mul(parallel) > MAX_SCRYPT_OCTETS {
        return Err(unsupported("its key derivation (scrypt) asks for too much memory"));
    }
    let refused = || KeyFileError::Damaged("the parameters of scrypt are out of range".to_owned());
    let log2 = cost.is_power_of_two().then(|| cost.trailing_zeros()).and_then(|log| u8::try_from(log).ok());
    let block = u32::try_from(block).map_err(|_| refused())?;
    let parallel = u32::try_from(parallel).map_err(|_| refused())?;
    let parameters = scrypt::Params::new(log2.ok_or_else(refused)?, block, parallel).map_err(|_| refused())?;
    scrypt::scrypt(password, salt, &parameters, key).map_err(|_| refused())
}

/// `PBEParameter` and `pkcs-12PbeParams` are alike: a salt and a count.
fn salt_and_count(mut parameters: Reader<'_>) -> Result<(Vec<u8>, NonZeroU32), KeyFileError> {
    const SYNTAX: &str = "PBEParameter";
    let mut parts = parameters.expect(Tag::SEQUENCE, SYNTAX).map_err(damaged)?.reader();
    let salt = parts.string(Tag::OCTET_STRING, SYNTAX).and_then(|salt| Ok(salt.octets()?.into_owned()));
    let salt = salt.map_err(damaged)?;
    Ok((salt, iterations(parts.expect(Tag::INTEGER, SYNTAX).map_err(damaged)?)?))
}

/// RFC 8018, 6.1, with PBKDF1 (5.1): the first 8 octets are the DES key, the next 8 the initialisation vector.
fn pbes1(
    parameters: Reader<'_>,
    password: &Password,
    octets: &[u8],
    hash: &dyn Fn(&[u8]) -> Vec<u8>,
) -> Result<SecretOctets, KeyFileError> {
    let (salt, count) = salt_and_count(parameters)?;
    let mut derived = Zeroizing::new([password.text.as_slice(), &salt].concat());
    for _ in 0..count.get() {
        derived = Zeroizing::new(hash(&derived));
    }
    let (key, iv) = (derived.get(..8).unwrap_or_default(), derived.get(8..16).unwrap_or_default());
    Cipher::Des.decrypt(key, iv, octets).ok_or(KeyFileError::WrongPassword)
}

/// RFC 7292, C.
fn pkcs12_pbe(
    parameters: Reader<'_>,
    password: &Password,
    octets: &[u8],
    cipher: Cipher,
    key_length: usize,
) -> Result<SecretOctets, KeyFileError> {
    let (salt, count) = salt_and_count(parameters)?;
    let sha1 = &digest::SHA1_FOR_LEGACY_USE_ONLY;
    let mut key = pkcs12_derive(sha1, Use::Key, &password.wide, &salt, count, key_length);
    // Two-key triple DES uses the first key again as its third.
    if key_length == 16 && matches!(cipher, Cipher::TripleDes) {
        let first = key.get(..8).unwrap_or_default().to_vec();
        key.extend_from_slice(&first);
    }
    let iv = pkcs12_derive(sha1, Use::InitialisationVector, &password.wide, &salt, count, 8);
    cipher.decrypt(&key, &iv, octets).ok_or(KeyFileError::WrongPassword)
}

/// What a derived key is for; the number is that of RFC 7292, B.3.
#[derive(Clone, Copy)]
pub(super) enum Use {
    Key,
    InitialisationVector,
    Mac,
}

impl Use {
    const fn identifier(self) -> u8 {
        match self {
            Self::Key => 1,
            Self::InitialisationVector => 2,
            Self::Mac => 3,
        }
    }
}

/// RFC 7292, B.2.
pub(super) fn pkcs12_derive(
    hash: &'static digest::Algorithm,
    purpose: Use,
    password: &[u8],
    salt: &[u8],
    count: NonZeroU32,
    length: usize,
) -> SecretOctets {
    let block = hash.block_len();
    let diversifier = vec![purpose.identifier(); block];
    let mut input = repeat_to_blocks(salt, block);
    input.extend_from_slice(&repeat_to_blocks(password, block));
    let mut derived = Zeroizing::new(Vec::with_capacity(length.saturating_add(hash.output_len())));
    while derived.len() < length {
        let mut part = Zeroizing::new([diversifier.as_slice(), &input].concat());
        for _ in 0..count.get() {
            part = Zeroizing::new(digest::digest(hash, &part).as_ref().to_vec());
        }
        derived.extend_from_slice(&part);
        let addend = repeat_to_blocks(&part, block);
        for chunk in input.chunks_mut(block.max(1)) {
            add_one_and(chunk, addend.get(..block).unwrap_or_default());
        }
    }
    derived.truncate(length);
    derived
}

/// The octets repeated until they fill whole blocks; nothing stays nothing.
fn repeat_to_blocks(octets: &[u8], block: usize) -> SecretOctets {
    let length = octets.len().div_ceil(block.max(1)).saturating_mul(block);
    Zeroizing::new(octets.iter().copied().cycle().take(length).collect())
}

/// `chunk + addend + 1`, both numbers of the same length, most significant octet first, the overflow dropped.
fn add_one_and(chunk: &mut [u8], addend: &[u8]) {
    let mut carry = 1u16;
    for (octet, add) in chunk.iter_mut().rev().zip(addend.iter().rev()) {
        let [high, low] = u16::from(*octet).saturating_add(u16::from(*add)).saturating_add(carry).to_be_bytes();
        (*octet, carry) = (low, u16::from(high));
    }
}

/// Decrypts the body of an old PEM file (`Proc-Type: 4,ENCRYPTED`), whose `DEK-Info` header names cipher and vector.
///
/// The key is one round of MD5 over the password and the first eight octets of the vector, as OpenSSL wrote it.
pub(super) fn decrypt_old_pem(info: &str, password: &Password, octets: &[u8]) -> Result<SecretOctets, KeyFileError> {
    let (name, iv) = info.split_once(',').ok_or_else(|| KeyFileError::Damaged("its DEK-Info header".to_owned()))?;
    let iv = hex::decode(iv.trim()).map_err(|_| KeyFileError::Damaged("its DEK-Info header".to_owned()))?;
    let cipher = match name.trim() {
        "AES-128-CBC" => Cipher::Aes128,
        "AES-192-CBC" => Cipher::Aes192,
        "AES-256-CBC" => Cipher::Aes256,
        "DES-EDE3-CBC" => Cipher::TripleDes,
        "DES-CBC" => Cipher::Des,
        other => {
            let what = "is not supported; convert the file with `openssl pkcs8 -topk8 -in FILE -out NEW`";
            return Err(unsupported(format!("it is encrypted with {other}, which {what}")));
        }
    };
    let salt = iv.get(..8).ok_or_else(|| KeyFileError::Damaged("its DEK-Info header".to_owned()))?;
    let mut key = Zeroizing::new(Vec::with_capacity(48));
    let mut last = Zeroizing::new(Vec::new());
    while key.len() < cipher.key_length() {
        let input = Zeroizing::new([last.as_slice(), &password.text, salt].concat());
        last = Zeroizing::new(Md5::digest(input.as_slice()).to_vec());
        key.extend_from_slice(&last);
    }
    key.truncate(cipher.key_length());
    cipher.decrypt(&key, &iv, octets).ok_or(KeyFileError::WrongPassword)
}
