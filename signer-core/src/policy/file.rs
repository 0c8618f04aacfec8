//! Policies that others write: a built-in one, and what is different from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cutoff, Level, Policy, RsaCutoff};
use crate::algorithm::Digest;
use crate::error::Misuse;
use crate::report::CheckId;

/// A policy as written: a built-in one and its changes.
///
/// What stands under `tighter` may only ask for more than the built-in policy does. What asks for less stands under
/// `dangerous`, so that whoever reads the file sees it; mandatory checks cannot be relaxed at all.
///
/// ```
/// use signer_core::policy::PolicyFile;
///
/// let text = r#"{ "base": "strict", "tighter": { "levels": { "xcv.revocation": "fail" } } }"#;
/// let policy = serde_json::from_str::<PolicyFile>(text)?.policy("ours")?;
/// assert_eq!(policy.name(), "ours");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "as files have them")]
pub struct PolicyFile {
    /// What reports call it; the caller's name for it where it is not said.
    pub name: Option<String>,
    /// The built-in policy that it changes; `strict` where it is not said.
    pub base: Option<String>,
    /// What asks for more.
    pub tighter: Change,
    /// What asks for less.
    pub dangerous: Change,
}

/// Changes of a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "as files have them")]
pub struct Change {
    /// What the failure of a check means: `fail`, `warn`, `ignore`.
    pub levels: BTreeMap<CheckId, Level>,
    /// Until when a digest is acceptable: `accept`, `reject`, `{ until = "2012-08-01T00:00:00Z" }`.
    pub digests: BTreeMap<Digest, Cutoff>,
    /// The least length of RSA keys in bits; longer ones keep their dates.
    pub rsa_at_least: Option<u32>,
    /// Until when RSA signatures with the padding of PKCS #1 v1.5 are acceptable.
    pub pkcs1: Option<Cutoff>,
    /// For how many seconds evidence of revocation is new enough.
    pub freshness: Option<u32>,
    /// Whether the digest in a time-stamp is judged as of the time that it states.
    pub imprints_by_stated_time: Option<bool>,
}

impl PolicyFile {
    /// The policy that it describes. `name` is what it is called where it does not say itself.
    ///
    /// # Errors
    /// [`Misuse`] when the built-in policy is not known, a mandatory check is relaxed, or something under
    /// `tighter` asks for less than the built-in policy.
    pub fn policy(&self, name: &str) -> Result<Policy, Misuse> {
        let base = self.base.as_deref().unwrap_or("strict");
        let unknown = || Misuse::new(format!("there is no built-in policy `{base}`"));
        let base = Policy::built_in(base).ok_or_else(unknown)?;
        self.tighter.only_tightens(&base)?;
        let policy = self.dangerous.apply(self.tighter.apply(base)?)?;
        Ok(policy.named(self.name.as_deref().unwrap_or(name)))
    }
}

impl Change {
    fn apply(&self, mut policy: Policy) -> Result<Policy, Misuse> {
        for (check, level) in &self.levels {
            policy = policy.with_level(*check, *level)?;
        }
        policy.digests.extend(self.digests.iter().map(|(digest, cutoff)| (*digest, *cutoff)));
        if let Some(bits) = self.rsa_at_least {
            let cutoff = policy.rsa(bits);
            policy.rsa.retain(|row| row.bits > bits);
            policy.rsa.push(RsaCutoff { bits, cutoff });
        }
        policy.pkcs1 = self.pkcs1.unwrap_or(policy.pkcs1);
        policy.freshness = self.freshness.or(policy.freshness);
        policy.imprints_by_stated_time = self.imprints_by_stated_time.unwrap_or(policy.imprints_by_stated_time);
        Ok(policy)
    }

    fn only_tightens(&self, base: &Policy) -> Result<(), Misuse> {
        let loosens = |what: String| Err(Misuse::new(format!("{what} asks for less: it belongs under `dangerous`")));
        let rank = |level: Level| match level {
            Level::Fail => 0,
            Level::Warn => 1,
            Level::Ignore => 2,
        };
        for (check, level) in &self.levels {
            if rank(*level) > rank(base.level(*check)) {
                return loosens(format!("levels.\"{}\"", check.id()));
            }
        }
        for (digest, cutoff) in &self.digests {
            if cutoff.and(base.digest(*digest)) != *cutoff {
                return loosens(format!("digests.{}", digest.name()));
            }
        }
        // An age that the caller sets may be longer than what the evidence says of itself.
        if self.freshness.is_some() && base.freshness.is_none_or(|seconds| self.freshness > Some(seconds)) {
            return loosens("freshness".to_owned());
        }
        if self.pkcs1.is_some_and(|cutoff| cutoff.and(base.pkcs1) != cutoff) {
            return loosens("pkcs1".to_owned());
        }
        if self.imprints_by_stated_time == Some(true) && !base.imprints_by_stated_time {
            return loosens("imprints_by_stated_time".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Policy, String> {
        let file: PolicyFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
        file.policy("ours").map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_may_ask_for_more() {
        let policy =
            read(r#"{"tighter":{"levels":{"ltv.timestamp":"fail"},"digests":{"SHA-1":"reject"},"rsa_at_least":3072}}"#)
                .unwrap();
        assert_eq!(policy.level(CheckId::Timestamp), Level::Fail);
        assert_eq!(policy.digest(Digest::Sha1), Cutoff::Reject);
        assert_eq!((policy.rsa(2048), policy.rsa(4096)), (Cutoff::Reject, Cutoff::Accept));
        assert_eq!(policy.name(), "ours");
    }

    #[test]
    fn a_file_may_ask_for_less_only_where_it_says_that_this_is_dangerous() {
        for text in [
            r#""levels":{"xcv.revocation":"ignore"}"#,
            r#""digests":{"SHA-1":"accept"}"#,
            r#""pkcs1":"accept""#,
            r#""freshness":3600"#,
            r#""imprints_by_stated_time":true"#,
        ] {
            let refused = read(&format!("{{\"tighter\":{{{text}}}}}")).unwrap_err();
            assert!(refused.contains("dangerous"), "{refused}");
            assert!(read(&format!("{{\"dangerous\":{{{text}}}}}")).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_mandatory_check_cannot_be_relaxed_even_dangerously() {
        assert!(read(r#"{"dangerous":{"levels":{"cv.digest":"warn"}}}"#).unwrap_err().contains("mandatory"));
        assert!(read(r#"{"dangerous":{"levels":{"xcv.not-revoked":"warn"}}}"#).unwrap_err().contains("mandatory"));
    }

    #[test]
    fn a_word_that_is_not_known_is_not_passed_over() {
        assert!(read(r#"{"dangerouss":{}}"#).is_err());
        assert!(read(r#"{"base":"lax"}"#).is_err());
        assert!(read(r#"{"tighter":{"levels":{"cv.digset":"fail"}}}"#).is_err());
    }
}
