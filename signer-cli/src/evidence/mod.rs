//! What verdicts rest on, kept so that they can be given again: the folder of `--evidence`, as `docs/evidence.md`
//! describes it. Nothing here asks for the time or the network.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest;
use serde::{Deserialize, Serialize};

mod check;
mod folder;
mod judge;
mod record;
mod recorder;
mod remove;
mod replay;

pub(crate) use check::check;
pub(crate) use folder::{Access, Folder};
pub(crate) use judge::Judge;
pub(crate) use record::{Manifest, essence};
pub(crate) use recorder::{Basis, Recorder, Subject, cannot};
pub(crate) use remove::remove;
pub(crate) use replay::Replay;

/// The version of the format. A field that changes a verdict changes it.
pub(crate) const FORMAT: &str = "signer-evidence/1";

/// A SHA-256. It names files, so it is read as 64 lower-case hexadecimal digits and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Sha256([u8; 32]);

impl Sha256 {
    /// Of these octets.
    pub(crate) fn of(octets: &[u8]) -> Self {
        let mut sum = [0; 32];
        for (to, from) in sum.iter_mut().zip(digest::digest(&digest::SHA256, octets).as_ref()) {
            *to = *from;
        }
        Self(sum)
    }

    /// The folder that it is kept in, among others that begin alike.
    pub(crate) fn shelf(self) -> String {
        self.to_string().chars().take(2).collect()
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Sha256 {
    type Err = NoDigest;

    fn from_str(text: &str) -> Result<Self, NoDigest> {
        let mut sum = [0; 32];
        let lower = text.bytes().all(|octet| matches!(octet, b'0'..=b'9' | b'a'..=b'f'));
        hex::decode_to_slice(text, &mut sum).ok().filter(|()| lower).map(|()| Self(sum)).ok_or(NoDigest)
    }
}

impl TryFrom<String> for Sha256 {
    type Error = NoDigest;

    fn try_from(text: String) -> Result<Self, NoDigest> {
        text.parse()
    }
}

impl From<Sha256> for String {
    fn from(sum: Sha256) -> Self {
        sum.to_string()
    }
}

/// What should be a SHA-256 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 has 64 lower-case hexadecimal digits")]
pub(crate) struct NoDigest;

/// Why something of the folder cannot be used: what it is, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` {what}")]
pub(crate) struct Damage {
    /// The file, as it is named within the folder.
    pub(crate) name: String,
    pub(crate) what: String,
}

impl Damage {
    pub(crate) fn new(name: impl Into<String>, what: impl Into<String>) -> Self {
        Self { name: name.into(), what: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_no_path() {
        let sum = Sha256::of(b"");
        assert_eq!(sum.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(sum.to_string().parse(), Ok(sum));
        assert_eq!(sum.shelf(), "e3");
        for text in ["../../etc/passwd", "", &sum.to_string().to_uppercase(), &sum.to_string()[1..]] {
            assert_eq!(text.parse::<Sha256>(), Err(NoDigest), "{text}");
        }
    }
}
