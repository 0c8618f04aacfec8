//! Name constraints (RFC 5280, 4.2.1.10, 6.1.3(b) and (c), 6.1.4(g)).

use crate::der::{Element, Rules, Tag, single};
use crate::error::{Error, Exceeded, Malformed};
use crate::limits::Budget;
use crate::oid;
use crate::pki::certificate::Certificate;
use crate::pki::general_name::{GeneralName, names_of};
use crate::pki::name::Name;

/// Comparisons of a name with a constraint in one path.
///
/// 250,000, as in rustls-webpki: certificates with thousands of names below thousands of constraints cost seconds.
const MAX_COMPARISONS: u64 = 250_000;

/// Why the names of a certificate are not allowed.
pub(super) enum Offence {
    /// This name is not in the permitted subtrees, or is in the excluded ones.
    Name(String),
    /// The constraints, or the names under them, cannot be processed.
    Unprocessed(String),
    Limit(Exceeded),
}

/// The constraints that apply to the next certificate down the path.
pub(super) struct Constraints {
    /// One list for each certificate that had some: a name must be in each of them.
    permitted: Vec<Vec<GeneralName>>,
    excluded: Vec<GeneralName>,
    comparisons: Budget,
}

impl Constraints {
    pub(super) const fn new() -> Self {
        let comparisons = Budget::new("comparisons of names with constraints", MAX_COMPARISONS);
        Self { permitted: Vec::new(), excluded: Vec::new(), comparisons }
    }

    /// Takes in those of a CA certificate.
    pub(super) fn add(&mut self, certificate: &Certificate) -> Result<(), Offence> {
        let Some(extension) = certificate.extension(oid::NAME_CONSTRAINTS) else { return Ok(()) };
        let unprocessed = |error: Error| Offence::Unprocessed(format!("name constraints: {error}"));
        let (permitted, excluded) = read(extension.value).map_err(unprocessed)?;
        self.permitted.extend(permitted);
        self.excluded.extend(excluded);
        Ok(())
    }

    /// Whether all names of the certificate are allowed.
    pub(super) fn check(&mut self, certificate: &Certificate) -> Result<(), Offence> {
        if self.permitted.is_empty() && self.excluded.is_empty() {
            return Ok(());
        }
        names(certificate)?.iter().try_for_each(|name| self.check_name(name))
    }

    fn check_name(&mut self, name: &GeneralName) -> Result<(), Offence> {
        for constraint in self.excluded.iter().filter(|constraint| same_form(name, constraint)) {
            self.comparisons.spend(1).map_err(Offence::Limit)?;
            if within(name, constraint, Side::Excluded)? {
                return Err(Offence::Name(shown(name)));
            }
        }
        for list in &self.permitted {
            let mut of_this_form = list.iter().filter(|constraint| same_form(name, constraint)).peekable();
            // A list without constraints of this form allows every name of it.
            let mut allowed = of_this_form.peek().is_none();
            for constraint in of_this_form {
                self.comparisons.spend(1).map_err(Offence::Limit)?;
                if within(name, constraint, Side::Permitted)? {
                    allowed = true;
                    break;
                }
            }
            if !allowed {
                return Err(Offence::Name(shown(name)));
            }
        }
        Ok(())
    }
}

/// The subject and the alternative names; the e-mail addresses in the subject where no alternative name is one.
fn names(certificate: &Certificate) -> Result<Vec<GeneralName>, Offence> {
    let mut names = match certificate.extension(oid::SUBJECT_ALT_NAME) {
        Some(extension) => names_of(extension.value)
            .map_err(|error| Offence::Unprocessed(format!("subject alternative names: {error}")))?,
        None => Vec::new(),
    };
    let subject = certificate.subject();
    if !names.iter().any(|name| matches!(name, GeneralName::Email(_))) {
        let emails = subject.all(oid::EMAIL_ADDRESS);
        names.extend(emails.into_iter().map(|email| GeneralName::Email(email.as_bytes().to_vec())));
    }
    if !subject.is_empty() {
        names.push(GeneralName::Directory(subject.clone()));
    }
    Ok(names)
}

type Subtrees = (Option<Vec<GeneralName>>, Vec<GeneralName>);

fn read(value: &[u8]) -> Result<Subtrees, Error> {
    const SYNTAX: &str = "NameConstraints";
    let whole = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?;
    let mut parts = whole.reader();
    let permitted = parts.optional(Tag::context_constructed(0))?.map(subtrees).transpose()?;
    let excluded = parts.optional(Tag::context_constructed(1))?.map(subtrees).transpose()?;
    parts.finish(SYNTAX)?;
    if permitted.is_none() && excluded.is_none() {
        // RFC 5280, 4.2.1.10: not an empty sequence.
        return Err(Malformed::new(SYNTAX, whole.offset(), "subtrees").into());
    }
    Ok((permitted, excluded.unwrap_or_default()))
}

fn subtrees(list: Element<'_>) -> Result<Vec<GeneralName>, Error> {
    const SYNTAX: &str = "GeneralSubtree";
    let mut reader = list.reader();
    let mut bases = Vec::new();
    while !reader.is_empty() {
        let mut parts = reader.expect(Tag::SEQUENCE, SYNTAX)?.reader();
        let base = parts.element()?;
        // RFC 5280: minimum is zero, which DER leaves out but some write; maximum is absent.
        if let Some(minimum) = parts.optional(Tag::context(0))?
            && minimum.content() != [0]
        {
            return Err(Malformed::new(SYNTAX, minimum.offset(), "a minimum of zero").into());
        }
        parts.finish(SYNTAX)?;
        bases.push(constraint(base)?);
    }
    if bases.is_empty() {
        return Err(Malformed::new(SYNTAX, list.offset(), "at least one subtree").into());
    }
    Ok(bases)
}

fn constraint(base: Element<'_>) -> Result<GeneralName, Error> {
    let name = GeneralName::from_element(base)?;
    let malformed = |expected| Error::from(Malformed::new("GeneralSubtree", base.offset(), expected));
    match &name {
        GeneralName::Ip(octets) if !is_network(octets) => Err(malformed("an address and a mask of leading ones")),
        GeneralName::Dns(host) if !is_host(host.strip_prefix(b".").unwrap_or(host)) && !host.is_empty() => {
            Err(malformed("a DNS name"))
        }
        _ => Ok(name),
    }
}

fn is_network(octets: &[u8]) -> bool {
    let (address, mask) = octets.split_at(octets.len().div_euclid(2));
    let bits: Vec<bool> =
        mask.iter().flat_map(|octet| (0..8u32).map(move |bit| octet.wrapping_shl(bit) & 0x80 != 0)).collect();
    matches!(octets.len(), 8 | 32) && address.len() == mask.len() && bits.is_sorted_by(|one, next| one >= next)
}

/// Letters, digits, hyphens and underscores in labels that are not empty.
fn is_host(host: &[u8]) -> bool {
    host.len() <= 253
        && host.split(|octet| *octet == b'.').all(|label| {
            (1..=63).contains(&label.len())
                && label.iter().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
        })
}

fn same_form(name: &GeneralName, constraint: &GeneralName) -> bool {
    match (name, constraint) {
        (GeneralName::Other(one, _), GeneralName::Other(two, _)) => one == two,
        _ => std::mem::discriminant(name) == std::mem::discriminant(constraint),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Permitted,
    Excluded,
}

/// Whether a name is in the subtree of a constraint of the same form.
fn within(name: &GeneralName, constraint: &GeneralName, side: Side) -> Result<bool, Offence> {
    let unprocessed = || Offence::Unprocessed(format!("the name `{}` is not one of its form", shown(name)));
    match (name, constraint) {
        (GeneralName::Directory(name), GeneralName::Directory(base)) => Ok(is_below(name, base)),
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns(name, base, side).ok_or_else(unprocessed),
        (GeneralName::Email(name), GeneralName::Email(base)) => email(name, base).ok_or_else(unprocessed),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => uri(name, base).ok_or_else(unprocessed),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => ip(name, base).ok_or_else(unprocessed),
        // RFC 5280, 4.2.1.10: a form that is constrained and not processed means refusal.
        _ => Err(Offence::Unprocessed("constraints on names of a form that is not processed".to_owned())),
    }
}

/// The normal form has one part for each relative name, so that a prefix of octets is a prefix of names.
fn is_below(name: &Name, base: &Name) -> bool {
    name.normal_form().starts_with(base.normal_form())
}

/// The host itself or anything below. A leading dot, as some write it, has no meaning here in RFC 5280.
fn dns(name: &[u8], base: &[u8], side: Side) -> Option<bool> {
    if base.starts_with(b".") {
        return None;
    }
    let host = name.strip_suffix(b".").unwrap_or(name);
    if let Some(parent) = host.strip_prefix(b"*.") {
        if !is_host(parent) {
            return None;
        }
        // Stands for every host one label below: one of them in the excluded subtree is enough.
        let covers = side == Side::Excluded
            && base.splitn(2, |octet| *octet == b'.').nth(1).is_some_and(|rest| rest.eq_ignore_ascii_case(parent));
        return Some(covers || in_domain(host, base));
    }
    is_host(host).then(|| in_domain(host, base))
}

fn in_domain(host: &[u8], base: &[u8]) -> bool {
    if base.is_empty() {
        return true;
    }
    let (below, wanted) = match base.strip_prefix(b".") {
        Some(rest) => (true, rest),
        None => (false, base),
    };
    let Some(at) = host.len().checked_sub(wanted.len()) else { return false };
    let (front, back) = host.split_at(at);
    back.eq_ignore_ascii_case(wanted) && if front.is_empty() { !below } else { front.ends_with(b".") }
}

/// A host exactly; with a leading dot only what is below (RFC 5280, 4.2.1.10, of URIs and mailboxes).
fn at_host(host: &[u8], base: &[u8]) -> bool {
    if base.starts_with(b".") { in_domain(host, base) } else { host.eq_ignore_ascii_case(base) }
}

/// A mailbox, all mailboxes of a host, or all in a domain. The local part is compared as it is.
fn email(name: &[u8], base: &[u8]) -> Option<bool> {
    let (local, host) = mailbox(name)?;
    Some(match mailbox(base) {
        Some((wanted, domain)) => local == wanted && host.eq_ignore_ascii_case(domain),
        None => base.is_empty() || at_host(host, base),
    })
}

fn mailbox(address: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = address.iter().rposition(|octet| *octet == b'@')?;
    let (local, host) = (address.get(..at)?, address.get(at.checked_add(1)?..)?);
    (is_local_part(local) && is_host(host)).then_some((local, host))
}

/// RFC 5321, 4.1.2: words with dots between, or anything printable in quotes.
fn is_local_part(local: &[u8]) -> bool {
    match local {
        [b'"', quoted @ .., b'"'] => !quoted.is_empty() && quoted.iter().all(|octet| matches!(octet, 0x20..=0x7e)),
        _ => local.split(|octet| *octet == b'.').all(|word| {
            let plain = |octet: &u8| octet.is_ascii_graphic() && !b"()<>[]:;@\\,\"".contains(octet);
            !word.is_empty() && word.iter().all(plain)
        }),
    }
}

/// By the host; a URI without one, or with an address in its place, cannot be allowed (RFC 5280, 4.2.1.10).
fn uri(name: &[u8], base: &[u8]) -> Option<bool> {
    let text = std::str::from_utf8(name).ok()?;
    let (_, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    // No top-level domain is a number.
    let is_address = host.rsplit('.').next().is_some_and(|label| label.bytes().all(|octet| octet.is_ascii_digit()));
    (!is_address && is_host(host.as_bytes())).then(|| base.is_empty() || at_host(host.as_bytes(), base))
}

fn ip(name: &[u8], base: &[u8]) -> Option<bool> {
    if !matches!(name.len(), 4 | 16) {
        return None;
    }
    let (network, mask) = base.split_at(base.len().div_euclid(2));
    let mut octets = name.iter().zip(network).zip(mask);
    Some(name.len() == network.len() && octets.all(|((own, net), mask)| own & mask == net & mask))
}

fn shown(name: &GeneralName) -> String {
    match name {
        GeneralName::Directory(name) => name.to_string(),
        GeneralName::Email(text) | GeneralName::Dns(text) | GeneralName::Uri(text) => {
            String::from_utf8_lossy(text).into_owned()
        }
        GeneralName::Ip(octets) | GeneralName::Other(_, octets) => hex::encode(octets),
    }
}
