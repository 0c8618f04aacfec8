//! What went wrong outside: always of one service, always a sentence in the user's language.

use std::net::IpAddr;
use std::time::Duration;

use crate::error::Failure;
use crate::message::Arguments;

/// What a service outside did not do.
#[derive(Debug, thiserror::Error)]
#[error("`{service}`: {kind}")]
pub(crate) struct Fault {
    /// Host and port; the whole URL where it has none.
    service: String,
    url: String,
    pub(super) kind: FaultKind,
}

/// In which way.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FaultKind {
    /// Not a URL, or a very long one.
    #[error("it is no URL that can be asked")]
    Url,
    /// Neither http nor https.
    #[error("only http and https are asked")]
    Scheme,
    /// A user name or password in the URL.
    #[error("a URL with a user name is not asked")]
    Credentials,
    /// From https to http.
    #[error("it leads from https back to http")]
    Downgrade,
    /// An address that is not of the public network.
    #[error("its address {address} is not in the public network")]
    Private {
        /// The address that its name was resolved to.
        address: IpAddr,
    },
    /// Nobody that the user trusts named this service.
    #[error("no trusted certificate names it")]
    Unvouched,
    /// The name is not known.
    #[error("there is no such host")]
    NoHost,
    /// The connection failed or broke.
    #[error("the connection failed: {why}")]
    Connection {
        /// What the system said.
        why: String,
    },
    /// TLS failed.
    #[error("the secure connection failed: {why}")]
    Tls {
        /// What TLS said.
        why: String,
    },
    /// It did not answer before, in the same run.
    #[error("it did not answer before, and is not asked again in this run")]
    Silent,
    /// Not within the time.
    #[error("no complete answer within {} s", .limit.as_secs_f32())]
    Timeout {
        /// The time it had.
        limit: Duration,
    },
    /// An answer that is not HTTP, or has too large a header.
    #[error("its answer is not HTTP: {why}")]
    Protocol {
        /// What was wrong.
        why: String,
    },
    /// An HTTP status other than success.
    #[error("it answered with HTTP status {status}")]
    Status {
        /// The status.
        status: u16,
    },
    /// Too many redirects, or in a circle.
    #[error("it redirects too often (more than {limit} times, or in a circle)")]
    Redirects {
        /// How many are followed.
        limit: usize,
    },
    /// A longer answer than such an answer can be.
    #[error("its answer is larger than {limit} octets")]
    TooLarge {
        /// The limit in octets.
        limit: u64,
    },
    /// It ended before its announced length.
    #[error("its answer was cut short")]
    Cut,
    /// A web page in place of data.
    #[error("it answered with a web page")]
    Html,
    /// Another type than was asked for.
    #[error("it answered with the type `{found}` instead of `{wanted}`")]
    Type {
        /// The type that it said.
        found: String,
        /// The type that the protocol asks for.
        wanted: &'static str,
    },
    /// A compressed answer, which nobody asked for.
    #[error("its answer is compressed (`{encoding}`), which was not asked for")]
    Encoded {
        /// The encoding that it said.
        encoding: String,
    },
    /// What it sent was looked at, and is of no use.
    #[error("what it sent is of no use: {why}")]
    Useless {
        /// Why.
        why: String,
    },
}

impl Fault {
    pub(super) fn new(url: &str, kind: FaultKind) -> Self {
        Self { service: service_of(url), url: without_user(url), kind }
    }

    /// What it sent was looked at, and is of no use.
    pub(crate) fn useless(url: &str, why: impl ToString) -> Self {
        Self::new(url, FaultKind::Useless { why: why.to_string() })
    }

    /// The same, met where the service at `url` had sent us: that service is named too.
    pub(super) fn led_from(self, url: &str) -> Self {
        Self { service: format!("{} → {}", service_of(url), self.service), url: url.to_owned(), kind: self.kind }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// A short name of what went wrong, for programs.
    pub(crate) const fn code(&self) -> &'static str {
        match self.kind {
            FaultKind::Url | FaultKind::Scheme | FaultKind::Credentials | FaultKind::Downgrade => "url",
            FaultKind::Private { .. } => "private-address",
            FaultKind::Unvouched => "unvouched",
            FaultKind::NoHost => "no-host",
            FaultKind::Connection { .. } => "connection",
            FaultKind::Tls { .. } => "tls",
            FaultKind::Timeout { .. } => "timeout",
            FaultKind::Silent => "silent",
            FaultKind::Protocol { .. } => "protocol",
            FaultKind::Status { .. } => "status",
            FaultKind::Redirects { .. } => "redirects",
            FaultKind::TooLarge { .. } => "too-large",
            FaultKind::Cut => "cut-short",
            FaultKind::Html | FaultKind::Type { .. } | FaultKind::Encoded { .. } => "content",
            FaultKind::Useless { .. } => "useless",
        }
    }

    /// True where the same request may well succeed a moment later.
    pub(super) const fn may_pass(&self) -> bool {
        match self.kind {
            FaultKind::Connection { .. } | FaultKind::Cut => true,
            FaultKind::Status { status } => matches!(status, 429 | 500 | 502..=504),
            _ => false,
        }
    }

    /// True where the service answered, and its answer is of no use.
    pub(super) const fn is_of_content(&self) -> bool {
        matches!(self.kind, FaultKind::Useless { .. } | FaultKind::Status { .. })
    }

    /// The catalogue's message.
    pub(crate) fn message(&self) -> (&'static str, Arguments) {
        let arguments = Arguments::new().with("service", &self.service).with("url", &self.url);
        match &self.kind {
            FaultKind::Url => ("outside-url", arguments),
            FaultKind::Scheme => ("outside-scheme", arguments),
            FaultKind::Credentials => ("outside-credentials", arguments),
            FaultKind::Downgrade => ("outside-downgrade", arguments),
            FaultKind::Private { address } => ("outside-private", arguments.with("address", address)),
            FaultKind::Unvouched => ("outside-unvouched", arguments),
            FaultKind::NoHost => ("outside-no-host", arguments),
            FaultKind::Silent => ("outside-silent", arguments),
            FaultKind::Connection { why } => ("outside-connection", arguments.with("why", why)),
            FaultKind::Tls { why } => ("outside-tls", arguments.with("why", why)),
            FaultKind::Timeout { limit } => ("outside-timeout", arguments.with("seconds", limit.as_secs_f32())),
            FaultKind::Protocol { why } => ("outside-protocol", arguments.with("why", why)),
            FaultKind::Status { status } => ("outside-status", arguments.with("status", status)),
            FaultKind::Redirects { limit } => ("outside-redirects", arguments.with("limit", limit)),
            FaultKind::TooLarge { limit } => ("outside-too-large", arguments.with("limit", limit)),
            FaultKind::Cut => ("outside-cut", arguments),
            FaultKind::Html => ("outside-html", arguments),
            FaultKind::Type { found, wanted } => {
                ("outside-type", arguments.with("found", found).with("wanted", wanted))
            }
            FaultKind::Encoded { encoding } => ("outside-encoded", arguments.with("encoding", encoding)),
            FaultKind::Useless { why } => ("outside-useless", arguments.with("why", why)),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let (id, arguments) = fault.message();
        Self::saying(id, arguments)
    }
}

/// Host and port of what may be no URL; all of it where it has none.
fn service_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.is_empty() { url.to_owned() } else { host.to_owned() }
}

/// The URL without a user name and password, which are shown to nobody.
fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest.get(..end).and_then(|authority| authority.rfind('@')).and_then(|at| rest.get(at..)) {
        Some(host) => format!("{scheme}://…{host}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::address::Target;
    use super::*;
    use crate::message::{Language, Messages};

    #[test]
    fn a_password_in_a_url_is_not_shown() {
        let fault = Target::parse("http://me:secret@example.org/a?b=@c").unwrap_err();
        let sentence = Failure::from(fault).sentence(&Messages::new(Language::English));
        assert!(!sentence.contains("secret") && sentence.contains("@example.org/a?b=@c"), "{sentence}");
    }
}
