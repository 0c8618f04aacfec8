//! Where a request may go: what a URL may be, and which addresses are the public network.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::fault::{Fault, FaultKind};

/// A URL longer than this is none that a service has.
const LONGEST: usize = 2_048;

/// A URL that a request may be made of: http or https, a host, no user name, no fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    uri: Uri,
    host: String,
    port: u16,
}

impl Target {
    /// Reads a URL.
    pub(crate) fn parse(url: &str) -> Result<Self, Fault> {
        let refused = |kind| Fault::new(url, kind);
        let no_url = || refused(FaultKind::Url);
        if url.len() > LONGEST {
            return Err(no_url());
        }
        // A fragment is for the reader, not for the server (RFC 3986, 3.5).
        let plain = url.split('#').next().unwrap_or_default();
        let uri = plain.parse::<Uri>().map_err(|_| no_url())?;
        let port = match uri.scheme_str() {
            Some("http") => 80,
            Some("https") => 443,
            Some(_) => return Err(refused(FaultKind::Scheme)),
            None => return Err(no_url()),
        };
        let authority = uri.authority().ok_or_else(no_url)?;
        if authority.as_str().contains('@') {
            return Err(refused(FaultKind::Credentials));
        }
        let host = authority.host().to_ascii_lowercase();
        if host.is_empty() {
            return Err(no_url());
        }
        let port = authority.port_u16().unwrap_or(port);
        Ok(Self { uri, host, port })
    }

    /// Where a redirect of this URL leads (RFC 9110, 10.2.2). From https never to http.
    pub(super) fn redirected(&self, location: &str) -> Result<Self, Fault> {
        let scheme = self.uri.scheme_str().unwrap_or_default();
        let authority = self.uri.authority().map(ToString::to_string).unwrap_or_default();
        let before_path = location.find(['/', '?', '#']).unwrap_or(location.len());
        let absolute = location.get(..before_path).is_some_and(|start| start.contains(':'));
        let url = if absolute {
            location.to_owned()
        } else if location.starts_with("//") {
            format!("{scheme}:{location}")
        } else if location.starts_with('/') {
            format!("{scheme}://{authority}{location}")
        } else {
            let path = self.uri.path();
            let folder = path.rfind('/').and_then(|end| path.get(..end)).unwrap_or_default();
            format!("{scheme}://{authority}{folder}/{location}")
        };
        let target = Self::parse(&url)?;
        if scheme == "https" && target.uri.scheme_str() != Some("https") {
            return Err(Fault::new(&url, FaultKind::Downgrade));
        }
        Ok(target)
    }

    pub(super) const fn uri(&self) -> &Uri {
        &self.uri
    }

    /// True when the fault is of this URL, and not of one that it redirects to.
    pub(super) fn is(&self, fault: &Fault) -> bool {
        fault.url() == self.to_string()
    }

    /// Host and port, as a person names a service.
    pub(crate) fn service(&self) -> Host {
        Host { name: self.host.clone(), port: Some(self.port) }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

/// A host of `--allow-host HOST[:PORT]`: without a port, all of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Host {
    name: String,
    port: Option<u16>,
}

impl Host {
    /// The service of a URL, if it is one.
    pub(crate) fn of(url: &str) -> Option<Self> {
        Target::parse(url).ok().map(|target| target.service())
    }

    fn allows(&self, host: &str, port: u16) -> bool {
        self.name == host && self.port.is_none_or(|allowed| allowed == port)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            None | Some(80 | 443) => f.write_str(&self.name),
            Some(port) => write!(f, "{}:{port}", self.name),
        }
    }
}

impl FromStr for Host {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = "HOST or HOST:PORT, an IPv6 address in brackets";
        let (name, port) = match text.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, Some(port.parse().map_err(|_| form)?)),
            _ => (text, None),
        };
        let bracketed = name.starts_with('[') && name.ends_with(']');
        let plain = !name.is_empty() && !name.contains(|c: char| "/@?#[]: ".contains(c) || c.is_control());
        if bracketed || plain { Ok(Self { name: name.to_ascii_lowercase(), port }) } else { Err(form) }
    }
}

/// The hosts that the user named: they may stand in a private network, and need no certificate to vouch for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Allowed(Arc<Vec<Host>>);

impl Allowed {
    pub(super) fn new(hosts: impl IntoIterator<Item = Host>) -> Self {
        Self(Arc::new(hosts.into_iter().collect()))
    }

    /// True when the user named this service.
    pub(super) fn names(&self, target: &Target) -> bool {
        self.has(&target.host, target.port)
    }

    fn has(&self, host: &str, port: u16) -> bool {
        self.0.iter().any(|allowed| allowed.allows(host, port))
    }
}

/// Finds the addresses of a host, and keeps those that may be asked.
///
/// The connection is made to the very addresses that were looked at: a name that answers differently the second time
/// (DNS rebinding) gains nothing.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) allowed: Allowed,
    pub(super) resolver: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        // What the system says of a name that nobody has has no kind of its own.
        let found = self.resolver.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            other => other,
        })?;
        let target = Target::parse(&uri.to_string()).map_err(|fault| ureq::Error::Other(Box::new(fault)))?;
        if self.allowed.names(&target) {
            return Ok(found);
        }
        let mut kept = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            kept.push(*address);
        }
        match (kept.is_empty(), found.iter().next()) {
            (true, Some(address)) => Err(ureq::Error::Other(Box::new(private(&target, *address)))),
            _ => Ok(kept),
        }
    }
}

fn private(target: &Target, address: SocketAddr) -> Fault {
    Fault::new(&target.to_string(), FaultKind::Private { address: address.ip() })
}

/// True for an address of the public network. Everything set aside for special purposes (RFC 6890 and its registries)
/// is not: this machine, its neighbours, the services of a cloud, documentation, multicast.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match address.segments() {
        // ::ffff:0:0/96, and the well-known prefix of NAT64: an IPv4 address in other clothes.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => is_public_v4(inner(high, low)),
        // 6to4 (RFC 3056).
        [0x2002, high, low, ..] => is_public_v4(inner(high, low)),
        // Protocol assignments (Teredo among them), documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // The global unicast space; all else is local, multicast or nobody's.
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_network_are_public() {
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860::8888",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn a_url_is_http_with_a_host_and_no_user_name() {
        let kind = |url: &str| Target::parse(url).unwrap_err().kind;
        assert!(matches!(kind("file:///etc/passwd"), FaultKind::Url | FaultKind::Scheme));
        assert!(matches!(kind("ldap://ldap.example/cn=x"), FaultKind::Scheme));
        assert!(matches!(kind("http://user:word@example.org/"), FaultKind::Credentials));
        assert!(matches!(kind("/etc/passwd"), FaultKind::Url));
        assert!(matches!(kind(""), FaultKind::Url));
        assert!(matches!(kind("http://a b/"), FaultKind::Url));
        assert!(matches!(kind(&format!("http://example.org/{}", "a".repeat(3_000))), FaultKind::Url));
        assert_eq!(Target::parse("http://Example.ORG/a#b").unwrap().service().to_string(), "example.org");
        assert_eq!(Target::parse("http://example.org:8080").unwrap().service().to_string(), "example.org:8080");
    }

    #[test]
    fn a_redirect_is_read_against_the_url_that_gave_it() {
        let base = Target::parse("http://example.org/pki/pub/a.crl").unwrap();
        for (location, url) in [
            ("b.crl", "http://example.org/pki/pub/b.crl"),
            ("/b.crl", "http://example.org/b.crl"),
            ("//other.example/b.crl", "http://other.example/b.crl"),
            ("https://other.example/b.crl", "https://other.example/b.crl"),
            ("?x=http://inner.example/", "http://example.org/pki/pub/?x=http://inner.example/"),
        ] {
            assert_eq!(base.redirected(location).unwrap().to_string(), url);
        }
        let safe = Target::parse("https://example.org/").unwrap();
        assert!(matches!(safe.redirected("http://example.org/").unwrap_err().kind, FaultKind::Downgrade));
        assert!(matches!(base.redirected("ldap://example.org/").unwrap_err().kind, FaultKind::Scheme));
    }

    #[test]
    fn a_host_is_allowed_on_the_port_that_was_named() {
        let allowed = Allowed::new(["127.0.0.1:80".parse().unwrap(), "[::1]".parse().unwrap()]);
        let names = |url: &str| allowed.names(&Target::parse(url).unwrap());
        assert!(names("http://127.0.0.1/"));
        assert!(names("http://[::1]:9000/"));
        assert!(!names("http://127.0.0.1:81/"));
        assert!(!names("http://2130706433/"));
        assert!("a/b".parse::<Host>().is_err());
        assert!("a:b".parse::<Host>().is_err());
        assert!("::1".parse::<Host>().is_err());
    }
}
