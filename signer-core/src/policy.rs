//! What a caller accepts. Plain data that remembers dates; what is not listed is refused.

mod builtin;
mod file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::algorithm::Digest;
use crate::error::Misuse;
use crate::report::{CheckId, Requirement, Role};
use crate::time::Time;

pub use self::builtin::BUILT_IN;
pub use self::file::{Change, PolicyFile};

/// What the failure of an adjustable check means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The signature does not pass.
    Fail,
    /// It is said, and does not count.
    Warn,
    /// It is not asked.
    Ignore,
}

/// Until when something is acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cutoff {
    /// Always.
    Accept,
    /// Never.
    Reject,
    /// In what is proven to be older than this moment.
    Until(Time),
}

impl Cutoff {
    /// Whether an object proven to exist at `time` may use the algorithm.
    #[must_use]
    pub fn permits(self, time: Time) -> bool {
        match self {
            Self::Accept => true,
            Self::Reject => false,
            Self::Until(end) => time < end,
        }
    }

    /// When it ends to be acceptable; `None` when it never does. What never was ends before all times.
    #[must_use]
    pub fn end(self) -> Option<Time> {
        match self {
            Self::Accept => None,
            Self::Reject => Some(Time::from_unix(i64::MIN)),
            Self::Until(end) => Some(end),
        }
    }

    /// The earlier of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Reject, _) | (_, Self::Reject) => Self::Reject,
            (Self::Accept, cutoff) | (cutoff, Self::Accept) => cutoff,
            (Self::Until(one), Self::Until(another)) => Self::Until(one.min(another)),
        }
    }
}

/// A certificate whose role the configuration knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRole {
    /// The SHA-256 of the certificate, hexadecimal, or its whole subject, or its common name.
    pub certificate: String,
    /// Whose it is.
    pub role: Role,
}

/// From this many bits on, this is what an RSA key is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RsaCutoff {
    /// The least length of the modulus in bits.
    pub bits: u32,
    /// Until when it is acceptable.
    pub cutoff: Cutoff,
}

/// What a caller accepts.
///
/// It can be stored and read back; a field of a later version is ignored, a missing one takes the strict value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    name: String,
    levels: BTreeMap<CheckId, Level>,
    digests: BTreeMap<Digest, Cutoff>,
    rsa: Vec<RsaCutoff>,
    pkcs1: Cutoff,
    freshness: Option<u32>,
    imprints_by_stated_time: bool,
    known_roles: Vec<KnownRole>,
    requirements: Vec<Requirement>,
}

impl Default for Policy {
    fn default() -> Self {
        Self::strict()
    }
}

impl Policy {
    /// The same under another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same with another meaning of one check's failure.
    ///
    /// # Errors
    /// [`Misuse`] when the check is one that no policy may relax.
    pub fn with_level(mut self, check: CheckId, level: Level) -> Result<Self, Misuse> {
        if check.is_mandatory() {
            return Err(Misuse::new(format!("the check `{}` is mandatory", check.id())));
        }
        self.levels.insert(check, level);
        Ok(self)
    }

    /// The same with the certificates whose role is known.
    #[must_use]
    pub fn with_known_roles(mut self, known: impl IntoIterator<Item = KnownRole>) -> Self {
        self.known_roles.extend(known);
        self
    }

    /// The same with what every document has to have.
    #[must_use]
    pub fn with_requirements(mut self, requirements: impl IntoIterator<Item = Requirement>) -> Self {
        self.requirements.extend(requirements);
        self
    }

    /// The same with another date for a digest.
    #[must_use]
    pub fn with_digest(mut self, digest: Digest, cutoff: Cutoff) -> Self {
        self.digests.insert(digest, cutoff);
        self
    }

    /// The same, asking that the status of every certificate be known, and newly enough, wherever its issuer names who
    /// could tell: what is missing is then a doubt (TRY_LATER), not a warning.
    #[must_use]
    pub fn with_revocation_required(mut self) -> Self {
        for check in [CheckId::Revocation, CheckId::PastRevocation] {
            self.levels.insert(check, Level::Fail);
        }
        self
    }

    /// The same with evidence of revocation counted as new enough for so many seconds, whatever it says itself
    /// (EN 319 102-1, 5.2.5.4); `None`: until the next one is due.
    #[must_use]
    pub const fn with_freshness(mut self, seconds: Option<u32>) -> Self {
        self.freshness = seconds;
        self
    }

    /// Its name, as reports carry it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the failure of a check means. A mandatory check always fails, whatever a stored policy says.
    #[must_use]
    pub fn level(&self, check: CheckId) -> Level {
        if check.is_mandatory() {
            return Level::Fail;
        }
        self.levels.get(&check).copied().unwrap_or(Level::Fail)
    }

    /// Until when a digest is acceptable.
    #[must_use]
    pub fn digest(&self, digest: Digest) -> Cutoff {
        self.digests.get(&digest).copied().unwrap_or(Cutoff::Reject)
    }

    /// The digests that are listed.
    pub fn digests(&self) -> impl Iterator<Item = (Digest, Cutoff)> + '_ {
        self.digests.iter().map(|(digest, cutoff)| (*digest, *cutoff))
    }

    /// The lengths of RSA keys that are listed; each row is for keys from its length up to that of the next.
    #[must_use]
    pub fn rsa_cutoffs(&self) -> &[RsaCutoff] {
        &self.rsa
    }

    /// Until when an RSA key of this many bits is acceptable.
    #[must_use]
    pub fn rsa(&self, bits: u32) -> Cutoff {
        let longest = self.rsa.iter().filter(|row| row.bits <= bits).max_by_key(|row| row.bits);
        longest.map_or(Cutoff::Reject, |row| row.cutoff)
    }

    /// Until when RSA signatures with the padding of PKCS #1 v1.5 are acceptable.
    #[must_use]
    pub const fn pkcs1(&self) -> Cutoff {
        self.pkcs1
    }

    /// For how many seconds evidence of revocation is new enough; `None`: until the next one is due.
    #[must_use]
    pub const fn freshness(&self) -> Option<u32> {
        self.freshness
    }

    /// Whether the digest in a time-stamp is judged as of the time that the time-stamp states, which it alone does not
    /// prove.
    #[must_use]
    pub const fn imprints_by_stated_time(&self) -> bool {
        self.imprints_by_stated_time
    }

    /// The certificates whose role is known.
    #[must_use]
    pub fn known_roles(&self) -> &[KnownRole] {
        &self.known_roles
    }

    /// What every document has to have.
    #[must_use]
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn sha_1_is_acceptable_in_what_is_older_than_august_2012() {
        let cutoff = Policy::strict().digest(Digest::Sha1);
        assert!(cutoff.permits(time("2012-07-31T23:59:59Z")));
        assert!(!cutoff.permits(time("2012-08-01T00:00:00Z")));
    }

    #[test]
    fn md5_never_is() {
        assert!(!Policy::strict().digest(Digest::Md5).permits(time("1992-04-01T00:00:00Z")));
    }

    #[test]
    fn a_digest_that_is_not_listed_is_refused() {
        assert_eq!(Policy::strict().digest(Digest::Sha3_224), Cutoff::Reject);
    }

    #[test]
    fn the_length_of_an_rsa_key_has_its_date() {
        let policy = Policy::strict();
        assert_eq!(policy.rsa(3072), Cutoff::Accept);
        assert!(policy.rsa(2048).permits(time("2028-12-31T23:59:59Z")));
        assert!(!policy.rsa(2048).permits(time("2029-01-01T00:00:00Z")));
        assert!(policy.rsa(1024).permits(time("2019-09-30T23:59:59Z")));
        assert!(!policy.rsa(1899).permits(time("2019-10-01T00:00:00Z")));
        assert_eq!(policy.rsa(1023), Cutoff::Reject);
    }

    #[test]
    fn a_mandatory_check_cannot_be_relaxed() {
        assert!(Policy::strict().with_level(CheckId::Digest, Level::Ignore).is_err());
    }

    #[test]
    fn a_stored_policy_cannot_relax_a_mandatory_check() {
        let policy: Policy = serde_json::from_str(r#"{"name":"x","levels":{"cv.digest":"ignore"}}"#).unwrap();
        assert_eq!(policy.level(CheckId::Digest), Level::Fail);
    }

    #[test]
    fn a_policy_is_stored_and_read_back() {
        let policy = Policy::strict().named("ours").with_requirements([Requirement::Complete]);
        let text = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
    }
}
