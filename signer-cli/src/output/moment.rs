//! Times for people: local time with its offset. Programs get RFC 3339 in UTC from the reports.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use signer_core::Time;

/// Finds the zone of this machine, so that nobody waits for it later: the folders of all zones are looked through.
pub(crate) fn settle() {
    let _kept = TimeZone::system();
}

/// The time in the zone of this machine: `2026-11-21 14:03:07 +07:00`.
pub(crate) fn local(time: Time) -> String {
    match Timestamp::from_second(time.unix()) {
        Ok(timestamp) => timestamp.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
        Err(_) => time.to_string(),
    }
}

/// The day in the zone of this machine: `2026-11-21`.
pub(crate) fn day(time: Time) -> String {
    match Timestamp::from_second(time.unix()) {
        Ok(timestamp) => timestamp.to_zoned(TimeZone::system()).strftime("%Y-%m-%d").to_string(),
        Err(_) => time.to_string(),
    }
}

/// How many minutes this machine's zone is ahead of UTC at that time.
pub(crate) fn offset_minutes(time: Time) -> i16 {
    let seconds =
        Timestamp::from_second(time.unix()).map(|timestamp| TimeZone::system().to_offset(timestamp).seconds());
    seconds.ok().and_then(|seconds| i16::try_from(seconds.div_euclid(60)).ok()).unwrap_or_default()
}
