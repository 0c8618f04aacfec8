//! What is known of the authorities of the Government Cipher Committee and of the national ones: names, fingerprints,
//! validity, addresses. It recognises a certificate and refuses an impostor; it makes nobody trusted.

use std::sync::LazyLock;

use signer_core::pki::Certificate;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::outside::Host;

static LISTED: LazyLock<Vec<Listed>> =
    LazyLock::new(|| include_str!("catalogue.tsv").lines().filter_map(Listed::read).collect());

/// Services of the listed authorities, which may be asked without a certificate that names them.
const SERVICES: [&str; 6] =
    ["ca.gov.vn", "pub.ca.gov.vn", "ocsp.ca.gov.vn", "ocsp.ca.ptc", "tsa.ca.gov.vn", "rootca.gov.vn"];

/// The same service under another name: the first is known inside the authority's own network only.
const MIRRORS: [(&str, &str, Placed); 2] =
    [("ocsp.ca.ptc", "ocsp.ca.gov.vn", Placed::Before), ("ca.gov.vn", "pub.ca.gov.vn", Placed::After)];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placed {
    Before,
    After,
}

/// Whose authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Group {
    /// Of the Government Cipher Committee: signatures of state and Party bodies
    Gcc,
    /// Of the national centre: signatures of enterprises and citizens
    National,
}

/// An authority's certificate, as far as it is known without having it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// What people call it by.
    pub(crate) id: String,
    pub(crate) group: Group,
    pub(crate) common_name: String,
    pub(crate) organisation: String,
    /// The SHA-256 of the certificate, upper-case hexadecimal.
    pub(crate) fingerprint: String,
    /// The days of its validity.
    pub(crate) valid: (String, String),
    /// Where the authority publishes it, as its other certificates say.
    pub(crate) url: Option<String>,
}

impl Listed {
    fn read(line: &str) -> Option<Self> {
        if line.starts_with('#') {
            return None;
        }
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let [id, group, common_name, organisation, fingerprint, from, until, url] =
            <[String; 8]>::try_from(fields).ok()?;
        let group = match group.as_str() {
            "gcc" => Group::Gcc,
            "national" => Group::National,
            _ => return None,
        };
        let url = (url != "-").then_some(url);
        Some(Self { id, group, common_name, organisation, fingerprint, valid: (from, until), url })
    }
}

/// What the catalogue says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recognition {
    /// It is this one.
    Known(&'static Listed),
    /// It has the name of this one, and is another.
    Impostor(&'static Listed),
    /// Nothing.
    Unlisted,
}

/// All of them.
pub(crate) fn all() -> &'static [Listed] {
    &LISTED
}

/// Looks a certificate up: by its fingerprint, then by its name.
pub(crate) fn recognise(certificate: &Certificate) -> Recognition {
    let fingerprint = certificate.fingerprint();
    if let Some(listed) = all().iter().find(|listed| listed.fingerprint == fingerprint) {
        return Recognition::Known(listed);
    }
    let common_name = certificate.subject().common_name().unwrap_or_default();
    named(common_name).map_or(Recognition::Unlisted, Recognition::Impostor)
}

/// The one that has this common name, however it is written: names occur with accents and without.
pub(crate) fn named(common_name: &str) -> Option<&'static Listed> {
    let wanted = folded(common_name);
    all().iter().find(|listed| folded(&listed.common_name) == wanted)
}

/// A name without accents, case and spaces, the Vietnamese đ as d.
fn folded(name: &str) -> String {
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    letters.filter(|letter| letter.is_alphanumeric()).map(|letter| if letter == 'đ' { 'd' } else { letter }).collect()
}

/// True where the URL is of a listed service.
pub(crate) fn names(url: &str) -> bool {
    Host::of(url).is_some_and(|host| SERVICES.contains(&host.to_string().as_str()))
}

/// The addresses with those of mirrors.
pub(crate) fn with_mirrors(urls: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for url in urls {
        let host = Host::of(url).map(|host| host.to_string()).unwrap_or_default();
        let mirror = MIRRORS.iter().find(|(known, ..)| *known == host);
        let other = mirror.map(|(known, other, placed)| (url.replacen(known, other, 1), *placed));
        let pair = match other {
            Some((other, Placed::Before)) => vec![other, url.clone()],
            Some((other, Placed::After)) => vec![url.clone(), other],
            None => vec![url.clone()],
        };
        for url in pair {
            if !all.contains(&url) {
                all.push(url);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_says_who_when_and_what() {
        let lines = include_str!("catalogue.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(all().len(), lines);
        for listed in all() {
            assert_eq!(listed.fingerprint.len(), 64, "{}", listed.id);
            assert!(
                listed.fingerprint.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F')),
                "{}",
                listed.id
            );
            assert!(listed.valid.0 < listed.valid.1, "{}", listed.id);
            assert!(listed.url.as_deref().is_none_or(names), "{} is fetched from a listed service", listed.id);
            assert_eq!(named(&listed.common_name), Some(listed), "a name is listed once");
        }
    }

    #[test]
    fn a_name_is_recognised_however_it_is_written() {
        for name in
            ["RootCA chuyen dung Chinh phu G2", "ROOTCA CHUYÊN DÙNG CHÍNH PHỦ  G2", "ＲootCA chuyên dùng Chính phủ G2"]
        {
            assert_eq!(named(name).map(|listed| listed.id.as_str()), Some("g2-root"), "{name}");
        }
        assert_eq!(named("Cơ quan chứng thực số Đảng Cộng sản").map(|listed| listed.id.as_str()), Some("g1-DCS"));
        assert_eq!(named("RootCA"), None);
        assert_eq!(named(""), None);
    }

    #[test]
    fn the_service_of_a_private_name_is_asked_under_its_public_one_first() {
        let urls = |urls: &[&str]| with_mirrors(&urls.iter().map(|url| (*url).to_owned()).collect::<Vec<_>>());
        assert_eq!(urls(&["http://ocsp.ca.ptc"]), ["http://ocsp.ca.gov.vn", "http://ocsp.ca.ptc"]);
        assert_eq!(
            urls(&["http://ca.gov.vn/a.crl", "http://pub.ca.gov.vn/a.crl"]),
            ["http://ca.gov.vn/a.crl", "http://pub.ca.gov.vn/a.crl"]
        );
        assert_eq!(urls(&["http://example.org/?x=ca.gov.vn"]), ["http://example.org/?x=ca.gov.vn"]);
    }

    #[test]
    fn a_host_that_only_looks_like_a_listed_service_is_none() {
        assert!(names("http://ca.gov.vn/pki/pub/crl/cp.crl"));
        for url in ["http://ca.gov.vn.example/", "http://xca.gov.vn/", "http://ca.gov.vn:8080/", "http://a@ca.gov.vn/"]
        {
            assert!(!names(url), "{url}");
        }
    }
}
