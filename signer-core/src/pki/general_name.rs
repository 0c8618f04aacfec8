//! `GeneralName` (RFC 5280, 4.2.1.6): names of several forms, in certificates, CRLs and their distribution points.

use super::name::Name;
use crate::der::{Element, Reader, Rules, Tag, single};
use crate::error::{Error, Exceeded, Malformed};

/// Names in one list.
///
/// 4,096: the longest seen in certificates of TLS servers is below 2,000; ours have a handful.
const MAX_NAMES: usize = 4_096;

/// A name of one of the forms that are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GeneralName {
    Email(Vec<u8>),
    Dns(Vec<u8>),
    Directory(Name),
    Uri(Vec<u8>),
    Ip(Vec<u8>),
    /// otherName, x400Address, ediPartyName, registeredID: the number of the tag and the element.
    Other(u8, Vec<u8>),
}

impl GeneralName {
    pub(super) fn from_element(element: Element<'_>) -> Result<Self, Error> {
        let content = || element.content().to_vec();
        Ok(match element.tag() {
            tag if tag == Tag::context(1) => Self::Email(content()),
            tag if tag == Tag::context(2) => Self::Dns(content()),
            // An explicit tag, since Name is a CHOICE.
            tag if tag == Tag::context_constructed(4) => {
                let mut inside = element.reader();
                let name = Name::from_element(inside.expect(Tag::SEQUENCE, "Name")?)?;
                inside.finish("GeneralName")?;
                Self::Directory(name)
            }
            tag if tag == Tag::context(6) => Self::Uri(content()),
            tag if tag == Tag::context(7) => Self::Ip(content()),
            Tag(tag @ (0xa0 | 0xa3 | 0xa5 | 0x88)) => Self::Other(tag & 0x1f, element.raw().to_vec()),
            _ => return Err(Malformed::new("GeneralName", element.offset(), "one of its forms").into()),
        })
    }

    /// Whether both are the same name: directory names as RFC 5280, 7.1 compares them, others octet by octet.
    pub(super) fn matches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Directory(one), Self::Directory(two)) => one.matches(two),
            _ => self == other,
        }
    }
}

/// All names of a list, whose tag was already taken off.
pub(super) fn read_names(mut list: Reader<'_>) -> Result<Vec<GeneralName>, Error> {
    let mut names = Vec::new();
    while !list.is_empty() {
        if names.len() >= MAX_NAMES {
            return Err(Exceeded { what: "names in one list", limit: 4_096 }.into());
        }
        names.push(GeneralName::from_element(list.element()?)?);
    }
    Ok(names)
}

/// The value of an extension that is a list of names.
pub(super) fn names_of(value: &[u8]) -> Result<Vec<GeneralName>, Error> {
    read_names(single(value, Rules::Der, Tag::SEQUENCE, "GeneralNames")?.reader())
}
