//! What a caller accepts. Plain data that remembers dates; what is not listed is refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::algorithm::Digest;
use crate::error::Misuse;
use crate::report::{CheckId, Requirement, Role};
use crate::time::Time;

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
    known_roles: Vec<KnownRole>,
    requirements: Vec<Requirement>,
}

/// 2012-08-01: from then on SHA-1 is no longer listed as suitable (ETSI TS 119 312, as DSS's default policy has it).
const SHA1_END: Time = Time::from_unix(1_343_779_200);
/// 2019-10-01: the same for RSA keys below 1900 bits.
const RSA_1024_END: Time = Time::from_unix(1_569_888_000);

impl Default for Policy {
    fn default() -> Self {
        Self::strict()
    }
}

impl Policy {
    /// What EN 319 102-1 asks for, with the dates of ETSI TS 119 312.
    ///
    /// Revocation is not asked yet: this version does not process revocation data, and each report says so.
    #[must_use]
    pub fn strict() -> Self {
        let accepted = [
            Digest::Sha224,
            Digest::Sha256,
            Digest::Sha384,
            Digest::Sha512,
            Digest::Sha3_256,
            Digest::Sha3_384,
            Digest::Sha3_512,
        ];
        let mut digests: BTreeMap<_, _> = accepted.into_iter().map(|digest| (digest, Cutoff::Accept)).collect();
        digests.insert(Digest::Sha1, Cutoff::Until(SHA1_END));
        digests.insert(Digest::Md5, Cutoff::Reject);
        Self {
            name: "strict".to_owned(),
            levels: [
                (CheckId::ClaimedTime, Level::Warn),
                (CheckId::Revocation, Level::Ignore),
                (CheckId::Timestamp, Level::Warn),
            ]
            .into(),
            digests,
            rsa: vec![
                RsaCutoff { bits: 2048, cutoff: Cutoff::Accept },
                RsaCutoff { bits: 1024, cutoff: Cutoff::Until(RSA_1024_END) },
            ],
            known_roles: Vec::new(),
            requirements: Vec::new(),
        }
    }

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

    /// Until when an RSA key of this many bits is acceptable.
    #[must_use]
    pub fn rsa(&self, bits: u32) -> Cutoff {
        let longest = self.rsa.iter().filter(|row| row.bits <= bits).max_by_key(|row| row.bits);
        longest.map_or(Cutoff::Reject, |row| row.cutoff)
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
        assert_eq!(policy.rsa(2048), Cutoff::Accept);
        assert!(policy.rsa(1024).permits(time("2019-09-30T23:59:59Z")));
        assert!(!policy.rsa(2047).permits(time("2019-10-01T00:00:00Z")));
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
