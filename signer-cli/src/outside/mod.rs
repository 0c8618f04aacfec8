//! The one place that speaks with the network, and only when it was asked to.
//!
//! What comes back is octets that somebody sent: whoever uses them checks their signature, whatever the way they
//! came. Here they are bounded: in time, in size, in redirects, in where they may come from. Nothing of the user goes
//! out: no cookie, no proxy or password of the environment, no document.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustls::crypto::aws_lc_rs;
use ureq::Agent;
use ureq::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use ureq::http::{HeaderMap, Request, Response};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;

mod address;
mod cache;
mod fault;
mod supply;
#[cfg(test)]
mod tests;
mod timestamp;

pub(crate) use address::{Host, Target};
pub(crate) use cache::Cache;
pub(crate) use fault::Fault;
pub(crate) use supply::Source;

use address::{Allowed, Guard};
use fault::FaultKind;

/// Redirects followed for one request: authorities move once, to https or to another name.
const REDIRECTS: usize = 4;

/// Requests under way at the same time: the services of the authorities are slow, and shared by a country.
const AT_ONCE: usize = 4;

/// The header of an answer.
const HEADER_OCTETS: usize = 32 << 10;

/// How often a service may fail to answer in time before it is left alone for the rest of the run.
const PATIENCE: u8 = 2;

/// What is asked for: how large it may be, how long it may take, which types it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Wanted {
    /// Certificates (RFC 5280, 4.2.2.1).
    Certificate,
    /// A list of revoked certificates (RFC 5280, 4.2.1.13).
    Crl,
    /// An answer about one certificate (RFC 6960, A.1).
    Ocsp,
    /// A time-stamp (RFC 3161, 3.4).
    Timestamp,
}

impl Wanted {
    /// 64 MiB for a list: the largest of public authorities have some 30. The others are a few kilobytes.
    const fn limit(self) -> u64 {
        match self {
            Self::Crl => 64 << 20,
            Self::Certificate | Self::Ocsp | Self::Timestamp => 1 << 20,
        }
    }

    /// Time-stamps of the Government's authority were seen to take up to 131 seconds.
    const fn patience(self) -> Duration {
        Duration::from_secs(match self {
            Self::Crl => 60,
            Self::Certificate | Self::Ocsp => 30,
            Self::Timestamp => 180,
        })
    }

    const fn accept(self) -> &'static str {
        match self {
            Self::Certificate => "application/pkix-cert, application/pkcs7-mime, */*;q=0.1",
            Self::Crl => "application/pkix-crl, */*;q=0.1",
            Self::Ocsp => "application/ocsp-response",
            Self::Timestamp => "application/timestamp-reply",
        }
    }
}

/// How requests are made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Hosts that may stand in a private network: `--allow-host`, and the URLs that the user gave himself.
    pub(crate) allowed: Vec<Host>,
    /// The time that one request may take as a whole, in place of the usual ones.
    pub(crate) timeout: Option<Duration>,
}

/// The way out.
#[derive(Debug)]
pub(crate) struct Outside {
    agent: Agent,
    allowed: Allowed,
    timeout: Option<Duration>,
    under_way: Mutex<usize>,
    finished: Condvar,
    /// How often each service failed to answer in time, without an answer in between.
    silent: Mutex<BTreeMap<Host, u8>>,
}

/// A request to be made, again at each redirect.
struct Question<'q> {
    wanted: Wanted,
    /// The type and the octets of what is posted; none is a GET.
    body: Option<(&'static str, &'q [u8])>,
    limit: Duration,
    since: Instant,
}

impl Outside {
    /// A way out with these settings. Nothing is asked yet.
    pub(crate) fn new(settings: Settings) -> Self {
        let allowed = Allowed::new(settings.allowed);
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(None)
            .user_agent("signer")
            .accept_encoding("identity")
            .http_status_as_error(false)
            // Followed here, each looked at like the first.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEADER_OCTETS)
            .timeout_connect(Some(Duration::from_secs(10)))
            .build();
        let guard = Guard { allowed: allowed.clone(), resolver: DefaultResolver::default() };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::new(), guard),
            allowed,
            timeout: settings.timeout,
            under_way: Mutex::new(0),
            finished: Condvar::new(),
            silent: Mutex::default(),
        }
    }

    /// True when the user named the service of this URL himself.
    pub(crate) fn is_allowed(&self, url: &str) -> bool {
        Target::parse(url).is_ok_and(|target| self.allowed.names(&target))
    }

    /// Fetches what stands at a URL.
    pub(crate) fn get(&self, url: &str, wanted: Wanted) -> Result<Vec<u8>, Fault> {
        self.patiently(url, &self.question(wanted, None))
    }

    /// Asks a service. `content_type` says what `body` is.
    pub(crate) fn post(
        &self,
        url: &str,
        content_type: &'static str,
        body: &[u8],
        wanted: Wanted,
    ) -> Result<Vec<u8>, Fault> {
        self.patiently(url, &self.question(wanted, Some((content_type, body))))
    }

    fn question<'q>(&self, wanted: Wanted, body: Option<(&'static str, &'q [u8])>) -> Question<'q> {
        let limit = self.timeout.unwrap_or(wanted.patience());
        Question { wanted, body, limit, since: Instant::now() }
    }

    /// A service that did not answer before is not waited for again and again.
    fn patiently(&self, url: &str, question: &Question<'_>) -> Result<Vec<u8>, Fault> {
        let service = Target::parse(url)?.service();
        let silent = || self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        if question.wanted != Wanted::Timestamp && silent().get(&service).is_some_and(|count| *count >= PATIENCE) {
            return Err(Fault::new(url, FaultKind::Silent));
        }
        let answer = self.ask(url, question);
        match &answer {
            Err(Fault {
                kind: FaultKind::Timeout { .. } | FaultKind::Connection { .. } | FaultKind::NoHost, ..
            }) => {
                let mut silent = silent();
                let count = silent.entry(service).or_default();
                *count = count.saturating_add(1);
            }
            _ => {
                silent().remove(&service);
            }
        }
        answer
    }

    /// Follows redirects, each looked at like the first URL.
    fn ask(&self, url: &str, question: &Question<'_>) -> Result<Vec<u8>, Fault> {
        let mut target = Target::parse(url)?;
        let mut seen = Vec::new();
        let _turn = self.turn();
        loop {
            let step = self.step(&target, question);
            let next = match step {
                Ok(Step::Arrived(octets)) => return Ok(octets),
                Ok(Step::Elsewhere(next)) => next,
                Err(fault) if seen.is_empty() && target.is(&fault) => return Err(fault),
                Err(fault) => return Err(fault.led_from(url)),
            };
            seen.push(std::mem::replace(&mut target, next));
            if seen.len() > REDIRECTS || seen.contains(&target) {
                return Err(Fault::new(url, FaultKind::Redirects { limit: REDIRECTS }));
            }
        }
    }

    fn step(&self, target: &Target, question: &Question<'_>) -> Result<Step, Fault> {
        let answer = self.once(target, question)?;
        let location = answer.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        match (answer.status().as_u16(), location) {
            // 303 asks for a GET in place of a POST, which asks nothing.
            (301 | 302 | 307 | 308, Some(location)) => Ok(Step::Elsewhere(target.redirected(location)?)),
            (303, Some(location)) if question.body.is_none() => Ok(Step::Elsewhere(target.redirected(location)?)),
            _ => read(answer, target, question).map(Step::Arrived),
        }
    }

    fn once(&self, target: &Target, question: &Question<'_>) -> Result<Response<ureq::Body>, Fault> {
        let url = target.to_string();
        let left = question.limit.saturating_sub(question.since.elapsed());
        if left.is_zero() {
            return Err(Fault::new(&url, FaultKind::Timeout { limit: question.limit }));
        }
        let request = Request::builder().uri(target.uri()).header(ACCEPT, question.wanted.accept());
        let answer = match question.body {
            None => request.method("GET").body(()).map_err(ureq::Error::from).and_then(|request| {
                self.agent.run(self.agent.configure_request(request).timeout_global(Some(left)).build())
            }),
            Some((kind, body)) => {
                let request = request.method("POST").header(CONTENT_TYPE, kind).body(body);
                request.map_err(ureq::Error::from).and_then(|request| {
                    self.agent.run(self.agent.configure_request(request).timeout_global(Some(left)).build())
                })
            }
        };
        answer.map_err(|error| fault_of(error, &url, question))
    }

    /// Waits until fewer than [`AT_ONCE`] requests are under way.
    fn turn(&self) -> Turn<'_> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        while *under_way >= AT_ONCE {
            under_way = self.finished.wait(under_way).unwrap_or_else(PoisonError::into_inner);
        }
        *under_way = under_way.saturating_add(1);
        Turn(self)
    }
}

/// What one request came to.
enum Step {
    Arrived(Vec<u8>),
    Elsewhere(Target),
}

/// One request under way.
struct Turn<'o>(&'o Outside);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut under_way = self.0.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        *under_way = under_way.saturating_sub(1);
        drop(under_way);
        self.0.finished.notify_one();
    }
}

/// The octets of an answer, if it is one.
fn read(answer: Response<ureq::Body>, target: &Target, question: &Question<'_>) -> Result<Vec<u8>, Fault> {
    let url = target.to_string();
    let fault = |kind| Err(Fault::new(&url, kind));
    let status = answer.status().as_u16();
    if status != 200 {
        return fault(FaultKind::Status { status });
    }
    let limit = question.wanted.limit();
    if answer.body().content_length().is_some_and(|length| length > limit) {
        return fault(FaultKind::TooLarge { limit });
    }
    let (parts, body) = answer.into_parts();
    if let Some(encoding) = text(&parts.headers, CONTENT_ENCODING.as_str()).filter(|encoding| encoding != "identity") {
        return fault(FaultKind::Encoded { encoding });
    }
    let kind = text(&parts.headers, CONTENT_TYPE.as_str()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_owned();
    let octets = body.into_with_config().limit(limit).read_to_vec().map_err(|error| fault_of(error, &url, question))?;
    if kind == "text/html" || looks_like_html(&octets) {
        return fault(FaultKind::Html);
    }
    match question.wanted {
        Wanted::Timestamp if kind != "application/timestamp-reply" => {
            fault(FaultKind::Type { found: kind, wanted: "application/timestamp-reply" })
        }
        _ => Ok(octets),
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_ascii_lowercase)
}

/// DER begins with 0x30, `0`; PEM with a hyphen or words.
fn looks_like_html(octets: &[u8]) -> bool {
    let start = octets.trim_ascii_start();
    let start = start.get(..9).unwrap_or(start).to_ascii_lowercase();
    start.starts_with(b"<!doctype") || start.starts_with(b"<html")
}

fn fault_of(error: ureq::Error, url: &str, question: &Question<'_>) -> Fault {
    let kind = match error {
        ureq::Error::Timeout(_) => FaultKind::Timeout { limit: question.limit },
        ureq::Error::HostNotFound => FaultKind::NoHost,
        ureq::Error::BadUri(_) => FaultKind::Url,
        ureq::Error::BodyExceedsLimit(limit) => FaultKind::TooLarge { limit },
        ureq::Error::Tls(why) => FaultKind::Tls { why: why.to_owned() },
        ureq::Error::Rustls(why) => FaultKind::Tls { why: why.to_string() },
        ureq::Error::ConnectionFailed => FaultKind::Connection { why: "nobody answers".to_owned() },
        ureq::Error::Io(error) => return io_fault(&error, url, question),
        ureq::Error::Other(error) => match error.downcast::<Fault>() {
            Ok(fault) => return *fault,
            Err(error) => FaultKind::Connection { why: error.to_string() },
        },
        other => FaultKind::Protocol { why: other.to_string() },
    };
    Fault::new(url, kind)
}

fn io_fault(error: &io::Error, url: &str, question: &Question<'_>) -> Fault {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let kind = match (error.kind(), tls) {
        (_, Some(why)) => FaultKind::Tls { why: why.to_string() },
        (io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock, _) => FaultKind::Timeout { limit: question.limit },
        (io::ErrorKind::UnexpectedEof, _) => FaultKind::Cut,
        (io::ErrorKind::InvalidInput, _) => FaultKind::Url,
        _ => FaultKind::Connection { why: error.to_string() },
    };
    Fault::new(url, kind)
}
