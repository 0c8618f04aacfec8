//! The entries of a CRL (RFC 5280, 5.1.2.6 and 5.3), found by going over its octets: nothing is kept of the others.

use memchr::memmem;

use crate::der::{Element, Reader, Rules, Tag, single};
use crate::error::{Error, Malformed};
use crate::oid::{self, Oid};
use crate::pki::general_name::{GeneralName, names_of};
use crate::pki::name::Name;
use crate::time::Time;

/// Why a certificate was revoked (RFC 5280, 5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the standard's names")]
pub enum Reason {
    Unspecified,
    KeyCompromise,
    CaCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
    RemoveFromCrl,
    PrivilegeWithdrawn,
    AaCompromise,
    /// A code that the standard does not define.
    Other,
}

impl Reason {
    pub(in crate::pki) fn from_code(code: &[u8]) -> Self {
        match code {
            [0] => Self::Unspecified,
            [1] => Self::KeyCompromise,
            [2] => Self::CaCompromise,
            [3] => Self::AffiliationChanged,
            [4] => Self::Superseded,
            [5] => Self::CessationOfOperation,
            [6] => Self::CertificateHold,
            [8] => Self::RemoveFromCrl,
            [9] => Self::PrivilegeWithdrawn,
            [10] => Self::AaCompromise,
            _ => Self::Other,
        }
    }

    /// The name in the standard: `keyCompromise`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
            Self::Other => "undefined",
        }
    }
}

/// What a CRL says of one certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// When it was revoked or put on hold.
    pub revoked_at: Time,
    /// Why; `None`: nothing is said.
    pub reason: Option<Reason>,
    /// Since when the key is known or suspected to be compromised (RFC 5280, 5.3.2).
    pub invalidity_date: Option<Time>,
}

impl Entry {
    /// Of two entries for one certificate the one that is worse for it.
    fn worse(self, other: Self) -> Self {
        // A hold may end, and removal from the list takes it back: both weigh less than a revocation.
        let weight = |entry: &Self| match entry.reason {
            Some(Reason::RemoveFromCrl) => 2,
            Some(Reason::CertificateHold) => 1,
            _ => 0,
        };
        if (weight(&self), self.revoked_at) <= (weight(&other), other.revoked_at) { self } else { other }
    }
}

/// `TRUE`, as the criticality of an extension is written.
const TRUE: &[u8] = &[0x01, 0x01, 0xff];

/// Goes over the contents of `revokedCertificates` for one certificate.
///
/// `serial` is in its shortest form. `listed`: the issuer of the CRL, whose certificates the entries are about until
/// one names another.
pub(super) fn find(entries: &[u8], listed: &Name, issuer: &Name, serial: &[u8]) -> Result<Option<Entry>, Error> {
    // Without a critical extension there is neither another issuer nor an extension that must be known: then only
    // the entry itself is read further than its number.
    let careful = [TRUE, oid::CERTIFICATE_ISSUER.as_bytes()].iter().any(|part| memmem::find(entries, part).is_some());
    let mut about = listed.matches(issuer);
    let mut found: Option<Entry> = None;
    let mut rest = entries;
    while !rest.is_empty() {
        let (entry, next) = split(rest, Tag::SEQUENCE, "revokedCertificates")?;
        let (number, after) = split(entry, Tag::INTEGER, "CertificateSerialNumber")?;
        rest = next;
        let wanted = shortest(number) == serial;
        if !(wanted && about || careful && has_extensions(after)) {
            continue;
        }
        let (entry, names) = read(Reader::new(after, Rules::Der))?;
        if let Some(names) = names {
            about = names.iter().any(|name| matches!(name, GeneralName::Directory(name) if name.matches(issuer)));
        }
        if wanted && about {
            found = Some(found.map_or(entry, |known| known.worse(entry)));
        }
    }
    Ok(found)
}

/// The contents of the element at the front, and what follows it. Lists have hundreds of thousands of them, nearly all
/// with lengths of one octet.
fn split<'a>(octets: &'a [u8], tag: Tag, syntax: &'static str) -> Result<(&'a [u8], &'a [u8]), Error> {
    if let [first, length @ 0..=0x7f, rest @ ..] = octets
        && *first == tag.0
        && let Some(parts) = rest.split_at_checked(usize::from(*length))
    {
        return Ok(parts);
    }
    let mut reader = Reader::new(octets, Rules::Der);
    let element = reader.expect(tag, syntax)?;
    Ok((element.content(), reader.rest()))
}

/// Whether something follows the date at the front.
fn has_extensions(octets: &[u8]) -> bool {
    !matches!(octets, [_, length @ 0..=0x7f, rest @ ..] if rest.len() == usize::from(*length))
}

/// How many entries there are.
pub(super) fn count(entries: &[u8]) -> Result<usize, Error> {
    let mut list = Reader::new(entries, Rules::Der);
    let mut count = 0usize;
    while !list.is_empty() {
        list.expect(Tag::SEQUENCE, "revokedCertificates")?;
        count = count.saturating_add(1);
    }
    Ok(count)
}

/// What follows the serial number; and the issuer, if the entry names one (RFC 5280, 5.3.3).
fn read(mut parts: Reader<'_>) -> Result<(Entry, Option<Vec<GeneralName>>), Error> {
    let mut entry = Entry { revoked_at: parts.element()?.time()?, reason: None, invalidity_date: None };
    let mut issuer = None;
    if let Some(list) = parts.optional(Tag::SEQUENCE)? {
        let mut extensions = list.reader();
        while !extensions.is_empty() {
            let (oid, critical, value) = extension(extensions.expect(Tag::SEQUENCE, "Extension")?)?;
            match oid {
                oid::REASON_CODE => {
                    let code = single(value.content(), Rules::Der, Tag::ENUMERATED, "CRLReason")?;
                    entry.reason = Some(Reason::from_code(code.content()));
                }
                oid::INVALIDITY_DATE => {
                    let date = single(value.content(), Rules::Der, Tag::GENERALIZED_TIME, "InvalidityDate")?;
                    entry.invalidity_date = Some(date.time()?);
                }
                oid::CERTIFICATE_ISSUER => issuer = Some(names_of(value.content())?),
                // RFC 5280, 5.3: not to be used for any certificate, then.
                _ if critical => {
                    return Err(Malformed::new("CRL entry", value.offset(), "no unknown critical extension").into());
                }
                _ => {}
            }
        }
    }
    parts.finish("revokedCertificates")?;
    Ok((entry, issuer))
}

/// Identifier, criticality and value of an extension.
pub(in crate::pki) fn extension(element: Element<'_>) -> Result<(Oid, bool, Element<'_>), Error> {
    let mut parts = element.reader();
    let oid = parts.expect(Tag::OID, "Extension")?.oid()?;
    // Some issuers write the default out.
    let critical = parts.optional(Tag::BOOLEAN)?.map_or(Ok(false), |critical| critical.boolean())?;
    let value = parts.expect(Tag::OCTET_STRING, "Extension")?;
    parts.finish("Extension")?;
    Ok((oid, critical, value))
}

/// An integer without octets that only repeat the sign: some issuers write a number longer than needed in one place
/// and not in the other.
pub(in crate::pki) fn shortest(mut integer: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = integer {
        let sign = rest.first().map(|next| if next & 0x80 == 0 { 0x00 } else { 0xff });
        if sign != Some(*first) {
            break;
        }
        integer = rest;
    }
    integer
}
