//! Asking time-stamping authorities (RFC 3161, 3.4), one after the other.

use std::error::Error as StdError;
use std::thread;
use std::time::Duration;

use super::fault::Fault;
use super::{Outside, Wanted};
use crate::error::Failure;

/// How often one authority is asked for one time-stamp.
const ATTEMPTS: u32 = 2;

/// How long to wait before asking again; the double each time.
const PAUSE: Duration = Duration::from_secs(1);

/// No authority gave a time-stamp.
#[derive(Debug, thiserror::Error)]
#[error("no time-stamping authority gave a time-stamp")]
pub(crate) struct NoTimestamp {
    /// What each of them did, in the order in which they were asked.
    pub(crate) faults: Vec<Fault>,
}

impl From<NoTimestamp> for Failure {
    fn from(none: NoTimestamp) -> Self {
        let failure = Self::broken("outside-no-timestamp");
        match none.faults.into_iter().map(Self::from).rev().reduce(|after, before| before.because_of(after)) {
            Some(causes) => failure.because_of(causes),
            None => failure,
        }
    }
}

impl Outside {
    /// Asks the authorities in their order for a time-stamp, until one gives an answer that `accept` takes.
    ///
    /// `request` is a `TimeStampReq`, DER; `accept` gets the octets of the `TimeStampResp` and says of a token that is
    /// not what was asked for (nonce, imprint, policy, signature) why not: the next authority is asked then. An
    /// authority that did not answer for a passing reason is asked once more.
    pub(crate) fn timestamp<T, E: StdError>(
        &self,
        urls: &[String],
        request: &[u8],
        accept: impl Fn(&[u8]) -> Result<T, E>,
    ) -> Result<T, NoTimestamp> {
        let mut faults = Vec::new();
        for url in urls {
            let answer = self.timestamp_of(url, request);
            let accepted =
                answer.and_then(|octets| accept(&octets).map_err(|error| Fault::useless(url, whole(&error))));
            match accepted {
                Ok(accepted) => return Ok(accepted),
                Err(fault) => faults.push(fault),
            }
        }
        Err(NoTimestamp { faults })
    }

    fn timestamp_of(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut pause = PAUSE;
        for _ in 1..ATTEMPTS {
            match self.post(url, "application/timestamp-query", request, Wanted::Timestamp) {
                Err(fault) if fault.may_pass() => thread::sleep(pause),
                answer => return answer,
            }
            pause = pause.saturating_mul(2);
        }
        self.post(url, "application/timestamp-query", request, Wanted::Timestamp)
    }
}

/// An error with what stands behind it.
fn whole(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text.push_str(": ");
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}
