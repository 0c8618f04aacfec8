//! PKCS #12 (RFC 7292): a key and its certificates, under a password.

use aws_lc_rs::{constant_time, digest, hmac};
use zeroize::Zeroizing;

use super::credentials::{Credentials, Parts, key_bits};
use super::encryption::{Password, SecretOctets, Use, damaged, decrypt, derive, identifier, iterations, pkcs12_derive};
use super::keyfile::open_encrypted;
use super::{KeyFileError, SoftwareKey};
use crate::der::{Reader, Rules, Tag, single};
use crate::error::Error;
use crate::oid::{self, Oid};

const KEY_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERT_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.3");
const SAFE_CONTENTS_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.6");
const X509_CERTIFICATE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.22.1");
const LOCAL_KEY_ID: Oid = Oid::new_unwrap("1.2.840.113549.1.9.21");
const PBMAC1: Oid = Oid::new_unwrap("1.2.840.113549.1.5.14");

const SYNTAX: &str = "PFX";

/// Safe contents within safe contents. 4: nobody is known to nest them at all.
const MAX_NESTING: u32 = 4;
/// Bags in one file. 1,000: a chain has few, an address book of a mail program some hundreds.
const MAX_BAGS: usize = 1_000;

/// Reads the key, its certificate and those of the issuers.
pub(super) fn read(octets: &[u8], password: &str) -> Result<Credentials, KeyFileError> {
    let file = Pfx::read(octets)?;
    // Where there is no password, some tools take none and others an empty one.
    let mut forms = vec![Password::new(password)];
    if password.is_empty() {
        forms.push(Password::absent());
    }
    match &file.mac {
        Some(mac) => {
            for form in &forms {
                if mac.verify(form, &file.contents)? {
                    return credentials(&file.contents, form).map_err(despite_the_password);
                }
            }
            // The password may be right and the file altered: then its parts still open.
            match forms.iter().any(|form| credentials(&file.contents, form).is_ok()) {
                true => Err(KeyFileError::Damaged("the password opens it, but its integrity check fails".to_owned())),
                false => Err(KeyFileError::WrongPassword),
            }
        }
        None => {
            let mut answer = Err(KeyFileError::WrongPassword);
            for form in &forms {
                answer = credentials(&file.contents, form);
                if answer.is_ok() {
                    break;
                }
            }
            answer
        }
    }
}

/// The integrity check vouched for the password, so a part that does not open has another reason.
fn despite_the_password(error: KeyFileError) -> KeyFileError {
    match error {
        KeyFileError::WrongPassword => {
            KeyFileError::Damaged("a part of it does not open with the password of the whole".to_owned())
        }
        other => other,
    }
}

/// The outer form (RFC 7292, 4).
struct Pfx {
    contents: Vec<u8>,
    mac: Option<Mac>,
}

impl Pfx {
    fn read(octets: &[u8]) -> Result<Self, KeyFileError> {
        let mut parts = single(octets, Rules::Ber, Tag::SEQUENCE, SYNTAX).map_err(damaged)?.reader();
        let version = parts.expect(Tag::INTEGER, SYNTAX).and_then(|version| version.unsigned()).map_err(damaged)?;
        if version != 3 {
            return Err(KeyFileError::Unsupported(format!("it is version {version} of PKCS #12; 3 is supported")));
        }
        let contents = match content(&mut parts).map_err(damaged)? {
            Content::Data(octets) => octets,
            _ => {
                let what = "it is protected with a public key, not with a password";
                return Err(KeyFileError::Unsupported(what.to_owned()));
            }
        };
        let mac = parts.optional(Tag::SEQUENCE).map_err(damaged)?;
        let mac = mac.map(|mac| Mac::read(mac.reader())).transpose()?;
        parts.finish(SYNTAX).map_err(damaged)?;
        Ok(Self { contents, mac })
    }
}

/// `MacData` (RFC 7292, 4; RFC 9579 for PBMAC1).
struct Mac {
    algorithm: Vec<u8>,
    value: Vec<u8>,
    salt: Vec<u8>,
    count: std::num::NonZeroU32,
}

impl Mac {
    fn read(mut parts: Reader<'_>) -> Result<Self, KeyFileError> {
        let mut info = parts.expect(Tag::SEQUENCE, "DigestInfo").map_err(damaged)?.reader();
        let algorithm = info.expect(Tag::SEQUENCE, "DigestInfo").map_err(damaged)?.raw().to_vec();
        let value = string(&mut info, "DigestInfo").map_err(damaged)?;
        let salt = string(&mut parts, "MacData").map_err(damaged)?;
        let count = match parts.optional(Tag::INTEGER).map_err(damaged)? {
            Some(count) => iterations(count)?,
            None => std::num::NonZeroU32::MIN,
        };
        Ok(Self { algorithm, value, salt, count })
    }

    /// Whether the password made this value over these octets; compared in constant time.
    fn verify(&self, password: &Password, octets: &[u8]) -> Result<bool, KeyFileError> {
        let (algorithm, parameters) = identifier(&self.algorithm).map_err(damaged)?;
        let (key, hash) = if algorithm == PBMAC1 {
            pbmac1_key(parameters, password)?
        } else {
            let (hash, function) = digest_of(algorithm)?;
            let length = hash.output_len();
            (pkcs12_derive(hash, Use::Mac, &password.wide, &self.salt, self.count, length), function)
        };
        let value = hmac::sign(&hmac::Key::new(hash, &key), octets);
        Ok(constant_time::verify_slices_are_equal(value.as_ref(), &self.value).is_ok())
    }
}

fn digest_of(algorithm: Oid) -> Result<(&'static digest::Algorithm, hmac::Algorithm), KeyFileError> {
    Ok(match algorithm {
        oid::SHA1 => (&digest::SHA1_FOR_LEGACY_USE_ONLY, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        oid::SHA224 => (&digest::SHA224, hmac::HMAC_SHA224),
        oid::SHA256 => (&digest::SHA256, hmac::HMAC_SHA256),
        oid::SHA384 => (&digest::SHA384, hmac::HMAC_SHA384),
        oid::SHA512 => (&digest::SHA512, hmac::HMAC_SHA512),
        other => {
            let what = format!("its integrity check uses {other}, which is not supported");
            return Err(KeyFileError::Unsupported(what));
        }
    })
}

/// RFC 9579, 4: the key from PBKDF2 with its length given, the message authentication an HMAC.
fn pbmac1_key(
    mut parameters: Reader<'_>,
    password: &Password,
) -> Result<(SecretOctets, hmac::Algorithm), KeyFileError> {
    const SYNTAX: &str = "PBMAC1-params";
    let mut parts = parameters.expect(Tag::SEQUENCE, SYNTAX).map_err(damaged)?.reader();
    let derivation = parts.expect(Tag::SEQUENCE, SYNTAX).map_err(damaged)?.raw();
    let (scheme, _) = identifier(parts.expect(Tag::SEQUENCE, SYNTAX).map_err(damaged)?.raw()).map_err(damaged)?;
    let (function, length) = match scheme.to_string().as_str() {
        "1.2.840.113549.2.9" => (hmac::HMAC_SHA256, 32),
        "1.2.840.113549.2.10" => (hmac::HMAC_SHA384, 48),
        "1.2.840.113549.2.11" => (hmac::HMAC_SHA512, 64),
        other => {
            let what = format!("its integrity check uses {other}, which is not supported");
            return Err(KeyFileError::Unsupported(what));
        }
    };
    let length = key_length(derivation).map_err(damaged)?.unwrap_or(length);
    Ok((derive(derivation, &password.text, length)?, function))
}

/// `keyLength` of `PBKDF2-params`; a key longer than 64 octets adds nothing to any of these functions.
fn key_length(derivation: &[u8]) -> Result<Option<usize>, Error> {
    let (_, mut parameters) = identifier(derivation)?;
    let mut parts = parameters.expect(Tag::SEQUENCE, SYNTAX)?.reader();
    parts.element()?;
    parts.expect(Tag::INTEGER, SYNTAX)?;
    let length = parts.optional(Tag::INTEGER)?.map(|length| length.unsigned()).transpose()?;
    Ok(length.and_then(|length| usize::try_from(length.min(64)).ok()))
}

fn string(parts: &mut Reader<'_>, syntax: &'static str) -> Result<Vec<u8>, Error> {
    Ok(parts.string(Tag::OCTET_STRING, syntax)?.octets()?.into_owned())
}

/// A `ContentInfo`, as far as it occurs here.
enum Content {
    Data(Vec<u8>),
    Encrypted { algorithm: Vec<u8>, octets: Vec<u8> },
    Other(Oid),
}

fn content(parts: &mut Reader<'_>) -> Result<Content, Error> {
    let mut info = parts.expect(Tag::SEQUENCE, "ContentInfo")?.reader();
    let kind = info.expect(Tag::OID, "ContentInfo")?.oid()?;
    let mut inside = info.expect(Tag::context_constructed(0), "ContentInfo")?.reader();
    match kind {
        oid::ID_DATA => Ok(Content::Data(string(&mut inside, "ContentInfo")?)),
        oid::ID_ENCRYPTED_DATA => {
            let mut fields = inside.expect(Tag::SEQUENCE, "EncryptedData")?.reader();
            fields.expect(Tag::INTEGER, "EncryptedData")?;
            let mut encrypted = fields.expect(Tag::SEQUENCE, "EncryptedContentInfo")?.reader();
            encrypted.expect(Tag::OID, "EncryptedContentInfo")?;
            let algorithm = encrypted.expect(Tag::SEQUENCE, "EncryptedContentInfo")?.raw().to_vec();
            let octets = encrypted.string(Tag::context(0), "EncryptedContentInfo")?.octets()?.into_owned();
            Ok(Content::Encrypted { algorithm, octets })
        }
        other => Ok(Content::Other(other)),
    }
}

/// What the bags held.
#[derive(Default)]
struct Bags {
    keys: Vec<(SecretOctets, Option<Vec<u8>>)>,
    certificates: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

fn credentials(contents: &[u8], password: &Password) -> Result<Credentials, KeyFileError> {
    let mut bags = Bags::default();
    let mut list = single(contents, Rules::Ber, Tag::SEQUENCE, "AuthenticatedSafe").map_err(damaged)?.reader();
    while !list.is_empty() {
        match content(&mut list).map_err(damaged)? {
            Content::Data(octets) => bags.read(&octets, password, 0)?,
            Content::Encrypted { algorithm, octets } => {
                bags.read(&decrypt(&algorithm, password, &octets)?, password, 0)?;
            }
            Content::Other(oid) => {
                return Err(KeyFileError::Unsupported(format!("a part of it is of the kind {oid}, not supported")));
            }
        }
    }
    bags.pair()
}

impl Bags {
    fn read(&mut self, contents: &[u8], password: &Password, nesting: u32) -> Result<(), KeyFileError> {
        // A wrong password whose padding came out right by chance shows here.
        let list = single(contents, Rules::Ber, Tag::SEQUENCE, "SafeContents");
        let mut list = list.map_err(|_| KeyFileError::WrongPassword)?.reader();
        while !list.is_empty() {
            if self.keys.len().saturating_add(self.certificates.len()) >= MAX_BAGS {
                return Err(KeyFileError::Unsupported(format!("it has more than {MAX_BAGS} keys and certificates")));
            }
            let mut bag = list.expect(Tag::SEQUENCE, "SafeBag").map_err(damaged)?.reader();
            let kind = bag.expect(Tag::OID, "SafeBag").and_then(|kind| kind.oid()).map_err(damaged)?;
            let value = bag.expect(Tag::context_constructed(0), "SafeBag").map_err(damaged)?.content();
            let identifier = local_key_id(&mut bag).map_err(damaged)?;
            match kind {
                KEY_BAG => self.keys.push((Zeroizing::new(value.to_vec()), identifier)),
                SHROUDED_KEY_BAG => self.keys.push((open_encrypted(value, password)?, identifier)),
                CERT_BAG => {
                    let certificate = certificate(value).map_err(damaged)?;
                    self.certificates.extend(certificate.map(|certificate| (certificate, identifier)));
                }
                SAFE_CONTENTS_BAG if nesting < MAX_NESTING => {
                    self.read(value, password, nesting.saturating_add(1))?;
                }
                SAFE_CONTENTS_BAG => {
                    return Err(KeyFileError::Unsupported("its contents are nested too deep".to_owned()));
                }
                // CRLs and secrets are not ours to use.
                _ => {}
            }
        }
        Ok(())
    }

    /// The first key that one of the certificates belongs to; the identifiers are believed before the order.
    fn pair(self) -> Result<Credentials, KeyFileError> {
        if self.keys.is_empty() {
            return Err(KeyFileError::NoKey);
        }
        if self.certificates.is_empty() {
            return Err(KeyFileError::NoCertificate);
        }
        let mut refused = None;
        for (octets, identifier) in &self.keys {
            let key = match SoftwareKey::from_pkcs8_der(octets) {
                Ok(key) => key,
                Err(error) => {
                    refused = Some(error);
                    continue;
                }
            };
            let marked = |known: &Option<Vec<u8>>| identifier.is_some() && known == identifier;
            // The identifier only says which of several certificates for the key is meant: the key decides.
            let mut certificates: Vec<&(Vec<u8>, Option<Vec<u8>>)> = self.certificates.iter().collect();
            certificates.sort_by_key(|(_, known)| !marked(known));
            let spki = key.spki();
            let wanted = key_bits(&spki).map_err(damaged)?;
            if certificates.iter().any(|(der, _)| Parts::read(der).is_ok_and(|parts| parts.key == wanted)) {
                let certificates = certificates.into_iter().map(|(der, _)| der.clone()).collect();
                return Credentials::new(key, certificates);
            }
        }
        Err(refused.unwrap_or(KeyFileError::Mismatch))
    }
}

/// The DER certificate in a `CertBag`; `None` for a certificate of another kind.
fn certificate(value: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let mut parts = single(value, Rules::Ber, Tag::SEQUENCE, "CertBag")?.reader();
    if parts.expect(Tag::OID, "CertBag")?.oid()? != X509_CERTIFICATE {
        return Ok(None);
    }
    string(&mut parts.expect(Tag::context_constructed(0), "CertBag")?.reader(), "CertBag").map(Some)
}

fn local_key_id(bag: &mut Reader<'_>) -> Result<Option<Vec<u8>>, Error> {
    let Some(attributes) = bag.optional(Tag::SET)? else { return Ok(None) };
    let mut attributes = attributes.reader();
    while !attributes.is_empty() {
        let mut attribute = attributes.expect(Tag::SEQUENCE, "PKCS12Attribute")?.reader();
        if attribute.expect(Tag::OID, "PKCS12Attribute")?.oid()? == LOCAL_KEY_ID {
            return string(&mut attribute.expect(Tag::SET, "PKCS12Attribute")?.reader(), "localKeyId").map(Some);
        }
    }
    Ok(None)
}
