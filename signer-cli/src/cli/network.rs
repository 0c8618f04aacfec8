//! Options that say how the network is asked, where it is asked at all.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::outside::{Host, Settings};

#[derive(Clone, Debug, Args)]
pub(crate) struct Network {
    /// Ask HOST even in a private network, and without a certificate that names it (repeatable)
    #[arg(long, value_name = "HOST[:PORT]", help_heading = "Network")]
    pub(crate) allow_host: Vec<Host>,

    /// Wait so many SECONDS at most for an answer [default: 30; lists 60, time-stamps 180]
    #[arg(long, value_name = "SECONDS", help_heading = "Network", value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub(crate) timeout: Option<u64>,
}

impl Network {
    /// How to ask. `urls` are those that the user gave himself: their hosts are allowed.
    pub(crate) fn settings<'u>(&self, urls: impl IntoIterator<Item = &'u str>) -> Settings {
        let named = urls.into_iter().filter_map(Host::of);
        let allowed = self.allow_host.iter().cloned().chain(named).collect();
        Settings { allowed, timeout: self.timeout.map(Duration::from_secs) }
    }
}

/// Options of the folder that keeps what was fetched.
#[derive(Clone, Debug, Args)]
pub(crate) struct Kept {
    /// Keep what was fetched in DIR [default: the user's cache folder]
    #[arg(long, value_name = "DIR", help_heading = "Network", conflicts_with = "no_cache")]
    pub(crate) cache: Option<PathBuf>,

    /// Keep nothing of what was fetched, and use nothing kept
    #[arg(long, help_heading = "Network")]
    pub(crate) no_cache: bool,
}
