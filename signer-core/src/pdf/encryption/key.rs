//! From a password to the file encryption key (ISO 32000-2, 7.6.4.3 and 7.6.4.4; ISO 32000-1, 7.6.3 for revision 2 to 4).

use md5::{Digest as _, Md5};
use sha2::{Sha256, Sha384, Sha512};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::cipher;

/// The padding string of algorithm 2.
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
    0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// A file encryption key, wiped when dropped.
pub(super) type FileKey = Zeroizing<Vec<u8>>;

/// What the encryption dictionary says that keys are made from.
pub(super) struct Material<'a> {
    /// `/R`, 2 to 6.
    pub(super) revision: i64,
    /// Lengths of the key to be tried, in octets (5 to 16); of no effect from revision 5 on.
    pub(super) lengths: Vec<usize>,
    /// `/O`: 32 octets, 48 from revision 5 on.
    pub(super) owner: &'a [u8],
    /// `/U`: as `/O`.
    pub(super) user: &'a [u8],
    /// `/OE`, 32 octets, from revision 5 on.
    pub(super) owner_key: &'a [u8],
    /// `/UE`, 32 octets, from revision 5 on.
    pub(super) user_key: &'a [u8],
    /// `/P`.
    pub(super) permissions: u32,
    /// `/EncryptMetadata`.
    pub(super) encrypt_metadata: bool,
    /// The first element of the trailer's `/ID`.
    pub(super) id: &'a [u8],
}

/// What a password turned out to be.
pub(super) enum Opened {
    /// The owner's.
    Owner(FileKey),
    /// The user's.
    User(FileKey),
}

impl Material<'_> {
    /// Tries the password as the owner's, then as the user's.
    pub(super) fn open(&self, password: &[u8]) -> Option<Opened> {
        candidates(self.revision, password).iter().find_map(|password| match self.revision {
            2..=4 => self.open_legacy(password),
            _ => self.open_aes256(password),
        })
    }

    fn open_legacy(&self, password: &[u8]) -> Option<Opened> {
        self.lengths.iter().find_map(|&length| {
            let user_password = self.user_password(password, length);
            if let Some(key) = self.key_of_user(&user_password, length) {
                return Some(Opened::Owner(key));
            }
            self.key_of_user(&pad(password), length).map(Opened::User)
        })
    }

    /// Algorithm 2, and the comparison of algorithm 6.
    fn key_of_user(&self, padded: &[u8; 32], length: usize) -> Option<FileKey> {
        let mut hash = Md5::new();
        hash.update(padded);
        hash.update(self.owner.get(..32)?);
        hash.update(self.permissions.to_le_bytes());
        hash.update(self.id);
        if self.revision >= 4 && !self.encrypt_metadata {
            hash.update([0xff; 4]);
        }
        let mut key: Zeroizing<[u8; 16]> = Zeroizing::new(hash.finalize().into());
        if self.revision >= 3 {
            for _ in 0..50 {
                *key = Md5::digest(key.get(..length)?).into();
            }
        }
        let key = Zeroizing::new(key.get(..length)?.to_vec());
        self.is_user_key(&key).then_some(key)
    }

    /// Algorithms 4 and 5.
    fn is_user_key(&self, key: &[u8]) -> bool {
        if self.revision == 2 {
            let mut expected = PADDING;
            cipher::rc4(key, &mut expected);
            return self.user.get(..32) == Some(&expected);
        }
        let mut hash = Md5::new();
        hash.update(PADDING);
        hash.update(self.id);
        let mut expected: [u8; 16] = hash.finalize().into();
        for round in 0..20_u8 {
            cipher::rc4(&mixed(key, round), &mut expected);
        }
        self.user.get(..16) == Some(&expected)
    }

    /// Algorithm 7: the user's password, padded, as the owner's password opens it.
    fn user_password(&self, owner_password: &[u8], length: usize) -> Zeroizing<[u8; 32]> {
        let mut key: Zeroizing<[u8; 16]> = Zeroizing::new(Md5::digest(pad(owner_password)).into());
        if self.revision >= 3 {
            for _ in 0..50 {
                *key = Md5::digest(*key).into();
            }
        }
        let key = key.get(..length).unwrap_or_default();
        let mut password = Zeroizing::new([0; 32]);
        for (to, from) in password.iter_mut().zip(self.owner) {
            *to = *from;
        }
        match self.revision {
            2 => cipher::rc4(key, &mut *password),
            _ => (0..20_u8).rev().for_each(|round| cipher::rc4(&mixed(key, round), &mut *password)),
        }
        password
    }

    /// Algorithm 2.A.
    fn open_aes256(&self, password: &[u8]) -> Option<Opened> {
        let user = Half::read(self.user)?;
        let owner = Half::read(self.owner)?;
        let whole_user = self.user.get(..48)?;
        if self.hash(password, owner.validation_salt, whole_user)?.as_slice() == owner.hash {
            let wrapping = self.hash(password, owner.key_salt, whole_user)?;
            return cipher::unwrap_key(&wrapping, self.owner_key.get(..32)?).map(Zeroizing::new).map(Opened::Owner);
        }
        if self.hash(password, user.validation_salt, &[])?.as_slice() == user.hash {
            let wrapping = self.hash(password, user.key_salt, &[])?;
            return cipher::unwrap_key(&wrapping, self.user_key.get(..32)?).map(Zeroizing::new).map(Opened::User);
        }
        None
    }

    /// Algorithm 2.B; of revision 5 only its first step.
    fn hash(&self, password: &[u8], salt: &[u8], user: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut first = Sha256::new();
        first.update(password);
        first.update(salt);
        first.update(user);
        let mut key = Zeroizing::new(first.finalize().to_vec());
        if self.revision < 6 {
            return Some(key);
        }
        // At the latest in round 287 no last octet can exceed the round number less 32.
        for round in 1_u16..=288 {
            let unit = [password, &key, user].concat();
            let churned = Zeroizing::new(cipher::churn(key.get(..16)?, key.get(16..32)?, unit.repeat(64))?);
            // 256 is 1 modulo 3, so the remainder of the number is that of the sum of its octets.
            let sum: u32 = churned.get(..16)?.iter().copied().map(u32::from).sum();
            *key = match sum.checked_rem(3)? {
                0 => Sha256::digest(&*churned).to_vec(),
                1 => Sha384::digest(&*churned).to_vec(),
                _ => Sha512::digest(&*churned).to_vec(),
            };
            if round >= 64 && u16::from(*churned.last()?) <= round.saturating_sub(32) {
                break;
            }
        }
        key.truncate(32);
        Some(key)
    }
}

/// `/O` or `/U` of revision 5 and 6.
struct Half<'a> {
    hash: &'a [u8],
    validation_salt: &'a [u8],
    key_salt: &'a [u8],
}

impl<'a> Half<'a> {
    fn read(octets: &'a [u8]) -> Option<Self> {
        Some(Self { hash: octets.get(..32)?, validation_salt: octets.get(32..40)?, key_salt: octets.get(40..48)? })
    }
}

/// The password as given, and as the standard wants it encoded: PDFDocEncoding up to revision 4 (where it agrees with
/// Latin-1), normalised UTF-8 of at most 127 octets after it (RFC 4013, its table of prohibitions apart).
fn candidates(revision: i64, password: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let mut all = Vec::new();
    if let Ok(text) = std::str::from_utf8(password) {
        all.push(Zeroizing::new(match revision {
            2..=4 => text.chars().map(u8::try_from).collect::<Result<_, _>>().unwrap_or_default(),
            _ => text.nfkc().collect::<String>().into_bytes(),
        }));
    }
    all.push(Zeroizing::new(password.to_vec()));
    if revision >= 5 {
        all.iter_mut().for_each(|password| password.truncate(127));
    }
    all.dedup();
    all
}

fn pad(password: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut padded = Zeroizing::new([0; 32]);
    for (to, from) in padded.iter_mut().zip(password.iter().chain(&PADDING)) {
        *to = *from;
    }
    padded
}

/// Each octet of the key with the number of the round, exclusive or.
fn mixed(key: &[u8], round: u8) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(key.iter().map(|octet| octet ^ round).collect())
}
