//! The standard security handler (ISO 32000-2, 7.6), revisions 2 to 6.
//!
//! The value of a signature's `/Contents` is never encrypted, nor is a cross-reference stream, nor the encryption
//! dictionary, nor what stands inside an object stream (the stream itself is): callers leave those alone.

mod cipher;
mod key;
mod strings;

pub use self::strings::is_signature;

use std::collections::BTreeMap;
use std::fmt;

use md5::{Digest as _, Md5};
use sha2::Sha256;

use self::key::{FileKey, Material, Opened};
use super::{Dictionary, Name, Object, ObjectId};
use crate::error::{Error, Forbidden, Malformed};

/// How one kind of data is encrypted (Table 25, `/CFM`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    /// Not at all.
    Identity,
    /// RC4 with a key for each object: `V2`, and everything below version 4.
    Rc4,
    /// AES-128 in CBC mode with a key for each object: `AESV2`.
    Aes128,
    /// AES-256 in CBC mode with the file key: `AESV3`.
    Aes256,
    /// Something that is not read here.
    Unknown,
}

/// Who the password makes the reader (7.6.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// No password that opens the document was given.
    Locked,
    /// The handler or its version is not read here: no password would help.
    Unsupported,
    /// The user, bound by the permissions.
    User,
    /// The owner, bound by nothing.
    Owner,
}

/// The encryption of one document.
pub struct Encryption {
    access: Access,
    key: Option<FileKey>,
    permissions: Permissions,
    permissions_confirmed: bool,
    encrypt_metadata: bool,
    authenticated: bool,
    filters: BTreeMap<Name, Method>,
    strings: Method,
    streams: Method,
    embedded_files: Method,
}

/// Never shows the key.
impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryption")
            .field("access", &self.access)
            .field("permissions", &self.permissions)
            .field("strings", &self.strings)
            .field("streams", &self.streams)
            .finish_non_exhaustive()
    }
}

impl Encryption {
    /// Reads the encryption dictionary, whose references are resolved already, and tries the password, as the owner's
    /// and as the user's. Without one, the empty user password is tried, which opens most documents.
    ///
    /// `id` is the first element of the trailer's `/ID`, empty if there is none.
    ///
    /// # Errors
    /// [`Malformed`] when entries that every version has are missing. A handler that is not read here and a wrong
    /// password are no errors: see [`Encryption::access`].
    pub fn open(dictionary: &Dictionary, id: &[u8], password: Option<&[u8]>) -> Result<Self, Malformed> {
        let Some(filter) = dictionary.name("Filter") else {
            return Err(Malformed::new("encryption dictionary", 0, "a /Filter"));
        };
        let version = integer(dictionary, "V").unwrap_or(0);
        let revision = integer(dictionary, "R").unwrap_or(0);
        let mut this = Self::shape(dictionary, version);
        if *filter != "Standard" || !matches!((version, revision), (1 | 2, 2 | 3) | (4, 4) | (5, 5 | 6)) {
            this.access = Access::Unsupported;
            return Ok(this);
        }
        let material = Material {
            revision,
            lengths: key_lengths(dictionary, version)?,
            owner: string(dictionary, "O")?,
            user: string(dictionary, "U")?,
            owner_key: if version == 5 { string(dictionary, "OE")? } else { &[] },
            user_key: if version == 5 { string(dictionary, "UE")? } else { &[] },
            permissions: permission_bits(dictionary)?,
            encrypt_metadata: this.encrypt_metadata,
            id,
        };
        this.permissions = Permissions { bits: material.permissions, revision };
        match material.open(password.unwrap_or_default()) {
            None => {}
            Some(Opened::User(key)) => (this.access, this.key) = (Access::User, Some(key)),
            Some(Opened::Owner(key)) => (this.access, this.key) = (Access::Owner, Some(key)),
        }
        this.permissions_confirmed = version < 5 || this.confirm(string(dictionary, "Perms")?);
        Ok(this)
    }

    /// Everything but keys.
    fn shape(dictionary: &Dictionary, version: i64) -> Self {
        let filters = match dictionary.get("CF").and_then(Object::as_dictionary) {
            Some(filters) if version >= 4 => {
                filters.iter().map(|(name, filter)| (name.clone(), method(filter.as_dictionary()))).collect()
            }
            _ => BTreeMap::new(),
        };
        let mut this = Self {
            access: Access::Locked,
            key: None,
            permissions: Permissions { bits: 0, revision: 0 },
            permissions_confirmed: false,
            encrypt_metadata: dictionary.get("EncryptMetadata").and_then(Object::as_bool).unwrap_or(true),
            authenticated: dictionary.contains("KDFSalt"),
            filters,
            strings: Method::Rc4,
            streams: Method::Rc4,
            embedded_files: Method::Rc4,
        };
        if version >= 4 {
            this.strings = dictionary.name("StrF").map_or(Method::Identity, |name| this.named(name));
            this.streams = dictionary.name("StmF").map_or(Method::Identity, |name| this.named(name));
            this.embedded_files = dictionary.name("EFF").map_or(this.streams, |name| this.named(name));
        }
        this
    }

    fn named(&self, name: &Name) -> Method {
        if *name == "Identity" {
            return Method::Identity;
        }
        self.filters.get(name).copied().unwrap_or(Method::Unknown)
    }

    /// Algorithm 13: do the encrypted permissions agree with the plain ones? They cannot be compared without a key.
    fn confirm(&self, perms: &[u8]) -> bool {
        let Some(key) = &self.key else { return false };
        let Some(plain) = perms.get(..16).and_then(|block| cipher::unwrap_key(key, block)) else { return false };
        let metadata = if self.encrypt_metadata { b'T' } else { b'F' };
        plain.get(..4) == Some(&self.permissions.bits.to_le_bytes())
            && plain.get(8) == Some(&metadata)
            && plain.get(9..12) == Some(b"adb")
    }

    /// What the password opened.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// Is every revision to carry a message authentication code (ISO/TS 32004)? An update without one is not accepted
    /// by readers that know them. Said by the salt that its key needs, `/KDFSalt`.
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// Can strings and streams be read?
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.key.is_some()
    }

    /// What the user may do. The owner may do everything.
    #[must_use]
    pub const fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// Do the permissions agree with their encrypted copy, `/Perms`? True where there is none (before version 5), false
    /// while the document is locked. If false on an open document, someone changed the permissions without the key.
    #[must_use]
    pub const fn permissions_confirmed(&self) -> bool {
        self.permissions_confirmed
    }

    /// Decrypts a string of the object `id`.
    ///
    /// # Errors
    /// [`Forbidden::Encrypted`] while locked, [`Malformed`] when the data is not of the cipher's form.
    pub fn decrypt_string(&self, id: ObjectId, octets: &[u8]) -> Result<Vec<u8>, Error> {
        self.decrypt(self.strings, id, octets)
    }

    /// Decrypts the data of a stream, before its filters.
    ///
    /// # Errors
    /// As [`Encryption::decrypt_string`].
    pub fn decrypt_stream(&self, id: ObjectId, dictionary: &Dictionary, octets: &[u8]) -> Result<Vec<u8>, Error> {
        self.decrypt(self.method_of(dictionary)?, id, octets)
    }

    /// Is the data of such a stream stored as it is?
    ///
    /// # Errors
    /// [`Malformed`] when its crypt filter cannot be told.
    pub fn leaves_stream(&self, dictionary: &Dictionary) -> Result<bool, Error> {
        Ok(self.method_of(dictionary)? == Method::Identity)
    }

    /// Encrypts a string of the object `id`.
    ///
    /// # Errors
    /// As [`Encryption::decrypt_string`].
    pub fn encrypt_string(&self, id: ObjectId, octets: &[u8]) -> Result<Vec<u8>, Error> {
        self.encrypt(self.strings, id, octets)
    }

    /// Encrypts the data of a stream, after its filters.
    ///
    /// # Errors
    /// As [`Encryption::decrypt_string`].
    pub fn encrypt_stream(&self, id: ObjectId, dictionary: &Dictionary, octets: &[u8]) -> Result<Vec<u8>, Error> {
        self.encrypt(self.method_of(dictionary)?, id, octets)
    }

    /// 7.6.6: the stream's own crypt filter, else the document's.
    fn method_of(&self, dictionary: &Dictionary) -> Result<Method, Malformed> {
        if dictionary.is_type("XRef") {
            return Ok(Method::Identity);
        }
        if let Some(own) = crypt_filter(dictionary)? {
            return Ok(self.named(&own));
        }
        Ok(if dictionary.is_type("Metadata") && !self.encrypt_metadata {
            Method::Identity
        } else if dictionary.is_type("EmbeddedFile") {
            self.embedded_files
        } else {
            self.streams
        })
    }

    fn decrypt(&self, method: Method, id: ObjectId, octets: &[u8]) -> Result<Vec<u8>, Error> {
        let Some(key) = self.key_for(method, id)? else { return Ok(octets.to_vec()) };
        if method == Method::Rc4 {
            let mut plain = octets.to_vec();
            cipher::rc4(&key, &mut plain);
            return Ok(plain);
        }
        Ok(cipher::open(&key, octets)?)
    }

    fn encrypt(&self, method: Method, id: ObjectId, octets: &[u8]) -> Result<Vec<u8>, Error> {
        let Some(key) = self.key_for(method, id)? else { return Ok(octets.to_vec()) };
        if method == Method::Rc4 {
            let mut sealed = octets.to_vec();
            cipher::rc4(&key, &mut sealed);
            return Ok(sealed);
        }
        Ok(cipher::seal(&key, initialisation_vector(&key, id, octets), octets)?)
    }

    /// Algorithms 1 and 1.A; `None` for data that is not encrypted.
    fn key_for(&self, method: Method, id: ObjectId) -> Result<Option<FileKey>, Error> {
        const UNKNOWN: Malformed = Malformed::new("encryption dictionary", 0, "a handler and crypt filter read here");
        if method == Method::Identity {
            return Ok(None);
        }
        let Some(file_key) = &self.key else {
            return Err(if self.access == Access::Unsupported { UNKNOWN.into() } else { Forbidden::Encrypted.into() });
        };
        let salt: &[u8] = match method {
            Method::Identity => return Ok(None),
            Method::Unknown => return Err(UNKNOWN.into()),
            Method::Aes256 => return Ok(Some(file_key.clone())),
            Method::Aes128 => b"sAlT",
            Method::Rc4 => b"",
        };
        let mut hash = Md5::new();
        hash.update(file_key);
        hash.update(id.number.to_le_bytes().get(..3).unwrap_or_default());
        hash.update(id.generation.to_le_bytes());
        hash.update(salt);
        let mut key = FileKey::new(hash.finalize().to_vec());
        if method == Method::Rc4 {
            key.truncate(file_key.len().saturating_add(5));
        }
        Ok(Some(key))
    }
}

/// A vector that cannot be foretold without the key and does not repeat for other data. The core has no source of
/// randomness, and a document prepared twice from the same state must come out the same.
fn initialisation_vector(key: &[u8], id: ObjectId, octets: &[u8]) -> [u8; cipher::BLOCK] {
    let mut hash = Sha256::new();
    hash.update(b"initialisation vector");
    hash.update(key);
    hash.update(id.number.to_le_bytes());
    hash.update(id.generation.to_le_bytes());
    hash.update(octets);
    let hash = hash.finalize();
    let mut vector = [0; cipher::BLOCK];
    for (to, from) in vector.iter_mut().zip(&hash) {
        *to = *from;
    }
    vector
}

/// What the user may do (Table 22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    bits: u32,
    revision: i64,
}

impl Permissions {
    /// `/P`, as an unsigned number.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.bits
    }

    /// Fill in existing form fields, signature fields among them: bit 6, or bit 9 from revision 3 on.
    #[must_use]
    pub const fn fill_fields(self) -> bool {
        self.bit(6) || (self.revision >= 3 && self.bit(9))
    }

    /// Create form fields, signature fields among them: bits 4 and 6 together.
    #[must_use]
    pub const fn create_fields(self) -> bool {
        self.bit(4) && self.bit(6)
    }

    /// Bits are counted from 1.
    const fn bit(self, position: u32) -> bool {
        match self.bits.checked_shr(position.saturating_sub(1)) {
            Some(shifted) => shifted & 1 == 1,
            None => false,
        }
    }
}

/// Table 25.
fn method(filter: Option<&Dictionary>) -> Method {
    match filter.map(|filter| filter.name("CFM").map(Name::as_octets)) {
        Some(None | Some(b"None")) => Method::Identity,
        Some(Some(b"V2")) => Method::Rc4,
        Some(Some(b"AESV2")) => Method::Aes128,
        Some(Some(b"AESV3")) => Method::Aes256,
        _ => Method::Unknown,
    }
}

/// The name of the stream's own crypt filter (7.4.10), if the first of its filters is `/Crypt`.
fn crypt_filter(dictionary: &Dictionary) -> Result<Option<Name>, Malformed> {
    const INDIRECT: Malformed = Malformed::new("Crypt filter", 0, "parameters given directly");
    let first = |key: &str| match dictionary.get(key) {
        Some(Object::Array(elements)) => elements.first(),
        other => other,
    };
    if first("Filter").and_then(Object::as_name).is_none_or(|name| *name != "Crypt") {
        return Ok(None);
    }
    match first("DecodeParms") {
        Some(Object::Reference(_)) => Err(INDIRECT),
        Some(Object::Dictionary(parameters)) => match parameters.get("Name") {
            None => Ok(Some(Name::from("Identity"))),
            Some(Object::Name(name)) => Ok(Some(name.clone())),
            Some(_) => Err(INDIRECT),
        },
        _ => Ok(Some(Name::from("Identity"))),
    }
}

/// Octets that the file key may have. Version 4 has 16, whatever `/Length` says; a writer that took `/Length` at its
/// word is heard too, and so is one that left it out without meaning the default of 40 bits.
fn key_lengths(dictionary: &Dictionary, version: i64) -> Result<Vec<usize>, Malformed> {
    if version == 1 {
        return Ok(vec![5]);
    }
    let length = match integer(dictionary, "Length").unwrap_or(if version == 4 { 128 } else { 40 }) {
        bits @ 40..=128 if bits.checked_rem(8) == Some(0) => usize::try_from(bits).unwrap_or(128) / 8,
        _ if version == 5 => 16,
        // Some writers give octets instead of bits.
        octets @ 5..=16 => usize::try_from(octets).unwrap_or(16),
        _ => return Err(Malformed::new("encryption dictionary", 0, "/Length from 40 to 128")),
    };
    Ok(match version {
        4 if length != 16 => vec![16, length],
        2 if !dictionary.contains("Length") => vec![length, 16],
        _ => vec![length],
    })
}

/// `/P` is written as a signed number of 32 bits, by some as an unsigned one.
fn permission_bits(dictionary: &Dictionary) -> Result<u32, Malformed> {
    let bits = integer(dictionary, "P").ok_or(Malformed::new("encryption dictionary", 0, "a /P"))?;
    u32::try_from(bits & 0xffff_ffff).map_err(|_| Malformed::new("encryption dictionary", 0, "/P of 32 bits"))
}

fn integer(dictionary: &Dictionary, key: &str) -> Option<i64> {
    dictionary.get(key).and_then(Object::as_integer)
}

fn string<'a>(dictionary: &'a Dictionary, key: &str) -> Result<&'a [u8], Malformed> {
    match dictionary.get(key).and_then(Object::as_string) {
        Some(string) => Ok(&string.octets),
        None => Err(Malformed::new("encryption dictionary", 0, "/O, /U and from version 5 on /OE, /UE, /Perms")),
    }
}

#[cfg(test)]
mod tests;
