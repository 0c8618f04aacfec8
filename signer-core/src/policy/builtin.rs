//! The policies that come with the toolkit. Each number has its source.

use std::collections::BTreeMap;

use super::{Cutoff, Level, Policy, RsaCutoff};
use crate::algorithm::Digest;
use crate::report::CheckId;
use crate::time::Time;

/// The names of the built-in policies, the default first.
pub const BUILT_IN: [&str; 3] = ["strict", "vn-cong-vu", "historic"];

/// 2004-08-01: the end of MD5.
const MD5_END: Time = Time::from_unix(1_091_318_400);
/// 2012-08-01: the end of SHA-1.
const SHA1_END: Time = Time::from_unix(1_343_779_200);
/// 2019-10-01: the end of RSA keys below 1900 bits.
const RSA_1024_END: Time = Time::from_unix(1_569_888_000);
/// 2029-01-01: the end of SHA-224, of RSA keys below 3000 bits, and of the padding of PKCS #1 v1.5.
const LEGACY_END: Time = Time::from_unix(1_861_920_000);
/// 2025-08-15: Circular 15/2025/TT-BKHCN comes into force; its list has no SHA-1.
const CIRCULAR_15_2025: Time = Time::from_unix(1_755_216_000);

/// ETSI TS 119 312 V1.5.1, as the default policy of DSS (update of 2024-10-13) has its dates.
const TS_119_312: [(Digest, Cutoff); 9] = [
    (Digest::Md5, Cutoff::Until(MD5_END)),
    (Digest::Sha1, Cutoff::Until(SHA1_END)),
    (Digest::Sha224, Cutoff::Until(LEGACY_END)),
    (Digest::Sha256, Cutoff::Accept),
    (Digest::Sha384, Cutoff::Accept),
    (Digest::Sha512, Cutoff::Accept),
    (Digest::Sha3_256, Cutoff::Accept),
    (Digest::Sha3_384, Cutoff::Accept),
    (Digest::Sha3_512, Cutoff::Accept),
];

/// The same for keys: ETSI TS 119 312 V1.5.1, as above.
const TS_119_312_RSA: [RsaCutoff; 3] = [
    RsaCutoff { bits: 1024, cutoff: Cutoff::Until(RSA_1024_END) },
    RsaCutoff { bits: 1900, cutoff: Cutoff::Until(LEGACY_END) },
    RsaCutoff { bits: 3000, cutoff: Cutoff::Accept },
];

impl Policy {
    /// What EN 319 102-1 asks for, with the dates of ETSI TS 119 312.
    ///
    /// Where nothing at hand tells whether a certificate was revoked, a signature that is good otherwise passes with a
    /// warning; [`Policy::with_revocation_required`] makes a doubt of it. A known revocation is never passed over, and
    /// what relies on the past (an expired certificate, one revoked later) is never believed without evidence.
    #[must_use]
    pub fn strict() -> Self {
        let levels = [
            (CheckId::ClaimedTime, Level::Warn),
            (CheckId::Revocation, Level::Warn),
            (CheckId::Timestamp, Level::Warn),
        ];
        Self {
            name: "strict".to_owned(),
            levels: levels.into(),
            // An MD5 collision takes seconds: no proof of age is old enough to be worth the risk.
            digests: TS_119_312.into_iter().chain([(Digest::Md5, Cutoff::Reject)]).collect(),
            rsa: TS_119_312_RSA.to_vec(),
            pkcs1: Cutoff::Until(LEGACY_END),
            freshness: None,
            imprints_by_stated_time: false,
            known_roles: Vec::new(),
            requirements: Vec::new(),
        }
    }

    /// The algorithms of Circular 15/2025/TT-BKHCN, Annex I: RSA from 2048 bits, SHA-2 and SHA-3, no SHA-1. What is
    /// proven to be older than the circular may be of the first generation of the Government Cipher Committee's
    /// authorities, which signed with SHA-1; each report says so.
    #[must_use]
    pub fn vn_cong_vu() -> Self {
        let strict = Self::strict();
        let digests: BTreeMap<_, _> = strict
            .digests
            .iter()
            .map(|(digest, cutoff)| match digest {
                Digest::Sha1 => (*digest, Cutoff::Until(CIRCULAR_15_2025)),
                Digest::Sha224 => (*digest, Cutoff::Accept),
                _ => (*digest, *cutoff),
            })
            .collect();
        let rsa = vec![
            RsaCutoff { bits: 1024, cutoff: Cutoff::Until(RSA_1024_END) },
            RsaCutoff { bits: 2048, cutoff: Cutoff::Accept },
        ];
        Self { name: "vn-cong-vu".to_owned(), digests, rsa, pkcs1: Cutoff::Accept, ..strict }
    }

    /// For archives: what was acceptable when it is shown to have been signed. Beside the dates of
    /// [`Policy::vn_cong_vu`], the digest in a time-stamp is judged as of the time that the time-stamp states, and
    /// that nothing tells of revocation at a past time is a warning.
    ///
    /// A forger who can make collisions of old digests, or who has a key that was revoked and finds a verifier
    /// without evidence, deceives it. It tells what an archive holds; nobody should pay on its word.
    #[must_use]
    pub fn historic() -> Self {
        let mut policy = Self { imprints_by_stated_time: true, ..Self::vn_cong_vu() }.named("historic");
        policy.digests.insert(Digest::Md5, Cutoff::Until(MD5_END));
        policy.levels.insert(CheckId::PastRevocation, Level::Warn);
        policy
    }

    /// The built-in policy of this name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        match name {
            "strict" => Some(Self::strict()),
            "vn-cong-vu" => Some(Self::vn_cong_vu()),
            "historic" => Some(Self::historic()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn every_built_in_policy_is_found_by_its_name() {
        for name in BUILT_IN {
            assert_eq!(Policy::built_in(name).unwrap().name(), name);
        }
    }

    #[test]
    fn the_dates_are_those_of_their_sources() {
        let dates = [
            (MD5_END, "2004-08-01T00:00:00Z"),
            (SHA1_END, "2012-08-01T00:00:00Z"),
            (RSA_1024_END, "2019-10-01T00:00:00Z"),
            (LEGACY_END, "2029-01-01T00:00:00Z"),
            (CIRCULAR_15_2025, "2025-08-15T00:00:00Z"),
        ];
        for (date, text) in dates {
            assert_eq!(date, time(text));
        }
    }

    #[test]
    fn vn_cong_vu_takes_sha_1_in_what_is_older_than_the_circular_only() {
        let sha1 = Policy::vn_cong_vu().digest(Digest::Sha1);
        assert!(sha1.permits(time("2025-08-14T23:59:59Z")));
        assert!(!sha1.permits(time("2025-08-15T00:00:00Z")));
        assert_eq!(Policy::vn_cong_vu().rsa(2048), Cutoff::Accept);
    }

    #[test]
    fn no_built_in_policy_takes_sha_1_in_what_is_new() {
        for name in BUILT_IN {
            assert!(!Policy::built_in(name).unwrap().digest(Digest::Sha1).permits(time("2026-01-01T00:00:00Z")));
        }
    }
}
