//! For which certificates and reasons a CRL speaks (RFC 5280, 4.2.1.13 and 5.2.5).

use crate::der::{Element, Rules, Tag, single, write};
use crate::error::Error;
use crate::pki::general_name::{GeneralName, read_names};
use crate::pki::name::Name;

/// A set of revocation reasons (RFC 5280, 4.2.1.13, `ReasonFlags`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReasonSet(u16);

impl ReasonSet {
    /// No reason.
    pub const NONE: Self = Self(0);
    /// Every reason: bits 1 to 8; bit 0 is unused.
    pub const ALL: Self = Self(0x7f80);

    /// Bit 0 of the bit string is the most significant one here.
    fn read(element: Element<'_>) -> Result<Self, Error> {
        let (octets, _) = element.bits()?;
        let octet = |index: usize| octets.get(index).copied().unwrap_or(0);
        Ok(Self(u16::from_be_bytes([octet(0), octet(1)]) & Self::ALL.0))
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of the other's are in this one.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// `DistributionPointName`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pki) enum PointName {
    Full(Vec<GeneralName>),
    /// The contents of one relative distinguished name, to be appended to the name of the CRL's issuer.
    Relative(Vec<u8>),
}

impl PointName {
    fn read(explicit: Element<'_>) -> Result<Self, Error> {
        const SYNTAX: &str = "DistributionPointName";
        let mut inside = explicit.reader();
        let name = match inside.optional(Tag::context_constructed(0))? {
            Some(full) => Self::Full(read_names(full.reader())?),
            None => Self::Relative(inside.expect(Tag::context_constructed(1), SYNTAX)?.content().to_vec()),
        };
        inside.finish(SYNTAX)?;
        Ok(name)
    }

    /// The names in full; a relative one is appended to each of the `issuers`.
    pub(in crate::pki) fn names(&self, issuers: &[&Name]) -> Vec<GeneralName> {
        match self {
            Self::Full(names) => names.clone(),
            Self::Relative(relative) => {
                issuers.iter().filter_map(|issuer| below(issuer, relative)).map(GeneralName::Directory).collect()
            }
        }
    }
}

fn below(issuer: &Name, relative: &[u8]) -> Option<Name> {
    let sequence = single(issuer.raw(), Rules::Der, Tag::SEQUENCE, "Name").ok()?;
    let set = write::element(Tag::SET, &[relative]);
    Name::parse(&write::sequence(&[sequence.content(), &set])).ok()
}

/// Whether some name is in both lists.
pub(in crate::pki) fn share_a_name(one: &[GeneralName], two: &[GeneralName]) -> bool {
    one.iter().any(|name| two.iter().any(|other| name.matches(other)))
}

/// The issuing distribution point of a CRL (RFC 5280, 5.2.5).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the standard has these four")]
pub struct IssuingDistributionPoint {
    pub(in crate::pki) name: Option<PointName>,
    pub(in crate::pki) only_user_certificates: bool,
    pub(in crate::pki) only_ca_certificates: bool,
    pub(in crate::pki) only_some_reasons: Option<ReasonSet>,
    pub(in crate::pki) indirect: bool,
    pub(in crate::pki) only_attribute_certificates: bool,
}

impl IssuingDistributionPoint {
    pub(super) fn parse(value: &[u8]) -> Result<Self, Error> {
        const SYNTAX: &str = "IssuingDistributionPoint";
        let mut parts = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
        let name = parts.optional(Tag::context_constructed(0))?.map(PointName::read).transpose()?;
        let truth = |element: Option<Element<'_>>| element.map_or(Ok(false), |e| e.boolean());
        let only_user_certificates = truth(parts.optional(Tag::context(1))?)?;
        let only_ca_certificates = truth(parts.optional(Tag::context(2))?)?;
        let only_some_reasons = parts.optional(Tag::context(3))?.map(ReasonSet::read).transpose()?;
        let indirect = truth(parts.optional(Tag::context(4))?)?;
        let only_attribute_certificates = truth(parts.optional(Tag::context(5))?)?;
        parts.finish(SYNTAX)?;
        Ok(Self {
            name,
            only_user_certificates,
            only_ca_certificates,
            only_some_reasons,
            indirect,
            only_attribute_certificates,
        })
    }

    /// Whether the CRL may list certificates of other issuers.
    #[must_use]
    pub const fn is_indirect(&self) -> bool {
        self.indirect
    }

    /// The reasons for which it speaks; all, unless it says otherwise.
    #[must_use]
    pub fn reasons(&self) -> ReasonSet {
        self.only_some_reasons.unwrap_or(ReasonSet::ALL)
    }
}

/// Where a certificate says that its revocation is published (RFC 5280, 4.2.1.13).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(in crate::pki) struct DistributionPoint {
    pub(in crate::pki) name: Option<PointName>,
    pub(in crate::pki) reasons: Option<ReasonSet>,
    pub(in crate::pki) issuer: Vec<GeneralName>,
}

/// Points in one certificate: 64, where real ones have up to 5. Each is compared with each CRL at hand.
const MAX_POINTS: usize = 64;

impl DistributionPoint {
    /// Reads the value of the extension; what is beyond [`MAX_POINTS`] is left out.
    pub(in crate::pki) fn parse_all(value: &[u8]) -> Result<Vec<Self>, Error> {
        const SYNTAX: &str = "CRLDistributionPoints";
        let mut list = single(value, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
        let mut points = Vec::new();
        while !list.is_empty() && points.len() < MAX_POINTS {
            let mut parts = list.expect(Tag::SEQUENCE, SYNTAX)?.reader();
            let name = parts.optional(Tag::context_constructed(0))?.map(PointName::read).transpose()?;
            let reasons = parts.optional(Tag::context(1))?.map(ReasonSet::read).transpose()?;
            let issuer = match parts.optional(Tag::context_constructed(2))? {
                Some(names) => read_names(names.reader())?,
                None => Vec::new(),
            };
            parts.finish(SYNTAX)?;
            points.push(Self { name, reasons, issuer });
        }
        Ok(points)
    }
}
