//! The only place that asks what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use signer_core::Time;

/// The time now, by the clock of this machine.
pub(crate) fn now() -> Time {
    let seconds = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, i64::saturating_neg),
    };
    Time::from_unix(seconds)
}
