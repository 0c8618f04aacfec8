//! Certificate revocation lists (RFC 5280, 5): complete, indirect and delta ones.
//!
//! The octets are kept; an entry is found by going over them, so a list of many megabytes costs no more memory than
//! its own length.

mod entry;
mod scope;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::name::Name;
use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::crypto::{self, Answer, SignatureCheck, Signed};
use crate::der::{Element, Rules, Tag, single};
use crate::error::{Error, Exceeded, Malformed};
use crate::limits::Budget;
use crate::oid::{self, Oid};
use crate::time::Time;

pub use entry::{Entry, Reason};
pub(super) use entry::{extension, shortest};
pub(super) use scope::{DistributionPoint, PointName, share_a_name};
pub use scope::{IssuingDistributionPoint, ReasonSet};

const SYNTAX: &str = "CertificateList";

/// A certificate revocation list. Cloning is cheap, so one that was read serves many documents; equal means the same
/// octets.
#[derive(Clone)]
pub struct Crl(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    tbs: Range<usize>,
    algorithm: Range<usize>,
    signature: Range<usize>,
    entries: Range<usize>,
    issuer: Name,
    this_update: Time,
    next_update: Option<Time>,
    extensions: Extensions,
    flaw: Option<Flaw>,
    /// Of the signed part: the lists are long, and are asked about often.
    digest: OnceLock<Vec<u8>>,
}

#[derive(Default)]
struct Extensions {
    number: Option<Vec<u8>>,
    base: Option<Vec<u8>>,
    authority_key_identifier: Option<Vec<u8>>,
    scope: Option<(IssuingDistributionPoint, Vec<u8>)>,
    expired_from: Option<Time>,
    unknown_critical: Option<Oid>,
}

/// Why a CRL that could be read must not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Flaw {
    /// It has a critical extension that is not processed (RFC 5280, 5.2).
    #[error("the critical extension {0} is not processed")]
    CriticalExtension(Oid),
    /// The two signature algorithms differ (RFC 5280, 5.1.1.2).
    #[error("the signature algorithm inside differs from the one outside")]
    AlgorithmsDiffer,
    /// The signature is not a whole number of octets.
    #[error("the signature is not a whole number of octets")]
    UnusedBits,
}

impl Crl {
    /// Reads one DER-encoded list that fills `der`. The entries are looked at when they are asked for.
    ///
    /// # Errors
    /// [`Malformed`] when it is none.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        let mut outer = single(der, Rules::Der, Tag::SEQUENCE, SYNTAX)?.reader();
        let tbs = outer.expect(Tag::SEQUENCE, "TBSCertList")?;
        let algorithm = outer.expect(Tag::SEQUENCE, "AlgorithmIdentifier")?;
        let signature = outer.expect(Tag::BIT_STRING, SYNTAX)?;
        outer.finish(SYNTAX)?;
        let unused = (signature.bits()?.1 != 0).then_some(Flaw::UnusedBits);
        let mut fields = tbs.reader();
        let has_version = fields.optional(Tag::INTEGER)?;
        if has_version.map(|version| version.unsigned()).transpose()?.is_some_and(|version| version != 1) {
            return Err(Malformed::new("TBSCertList", tbs.offset(), "version 2").into());
        }
        let inner_algorithm = fields.expect(Tag::SEQUENCE, "AlgorithmIdentifier")?;
        let issuer = Name::from_element(fields.expect(Tag::SEQUENCE, "Name")?)?;
        let this_update = fields.element()?.time()?;
        let next_update = match fields.peek() {
            Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => Some(fields.element()?.time()?),
            _ => None,
        };
        let entries = fields.optional(Tag::SEQUENCE)?.map_or(0..0, content_span);
        let extensions = match fields.optional(Tag::context_constructed(0))? {
            Some(list) => Extensions::read(list)?,
            None => Extensions::default(),
        };
        fields.finish("TBSCertList")?;
        let differ = (inner_algorithm.raw() != algorithm.raw()).then_some(Flaw::AlgorithmsDiffer);
        let flaw = extensions.unknown_critical.map(Flaw::CriticalExtension).or(differ).or(unused);
        Ok(Self(Arc::new(Inner {
            der: der.to_vec(),
            tbs: span(tbs),
            algorithm: span(algorithm),
            signature: content_span(signature).start.saturating_add(1)..span(signature).end,
            entries,
            issuer,
            this_update,
            next_update,
            extensions,
            flaw,
            digest: OnceLock::new(),
        })))
    }

    /// The octets it was read from, all of them.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The name of who issued it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// When it was issued.
    #[must_use]
    pub fn this_update(&self) -> Time {
        self.0.this_update
    }

    /// By when the next one is issued; RFC 5280 asks for it.
    #[must_use]
    pub fn next_update(&self) -> Option<Time> {
        self.0.next_update
    }

    /// Its number, in the shortest form of an integer.
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        self.0.extensions.number.as_deref()
    }

    /// For a delta: the number of the list from which on it tells the changes (RFC 5280, 5.2.4).
    #[must_use]
    pub fn base_number(&self) -> Option<&[u8]> {
        self.0.extensions.base.as_deref()
    }

    /// Whether it tells changes only.
    #[must_use]
    pub fn is_delta(&self) -> bool {
        self.0.extensions.base.is_some()
    }

    /// For which certificates it speaks; `None`: for all of its issuer.
    #[must_use]
    pub fn issuing_distribution_point(&self) -> Option<&IssuingDistributionPoint> {
        self.0.extensions.scope.as_ref().map(|(scope, _)| scope)
    }

    /// The identifier of the key that signed it.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.0.extensions.authority_key_identifier.as_deref()
    }

    /// Since when certificates stay on the list after they expire (expiredCertsOnCRL, X.509, 9.5.2.8).
    #[must_use]
    pub fn expired_from(&self) -> Option<Time> {
        self.0.extensions.expired_from
    }

    /// Why it must not be used at all, whoever signed it.
    #[must_use]
    pub fn flaw(&self) -> Option<Flaw> {
        self.0.flaw
    }

    /// With which algorithm it is signed.
    ///
    /// # Errors
    /// [`Malformed`] when it is one that we do not know.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, Error> {
        crypto::signature_algorithm(self.slice(&self.0.algorithm), None)
    }

    /// Checks the signature under this key; one operation is charged before.
    ///
    /// # Errors
    /// [`Exceeded`] when the budget is used up.
    pub fn check(&self, spki: &[u8], checker: &dyn SignatureCheck, budget: &mut Budget) -> Result<Answer, Exceeded> {
        let Ok(algorithm) = self.signature_algorithm() else { return Ok(Answer::Unsupported) };
        budget.spend(1)?;
        let tbs = self.slice(&self.0.tbs);
        let signed = match algorithm.digest() {
            Some(digest) => Signed::Digest(self.0.digest.get_or_init(|| crypto::digest(digest, tbs))),
            None => Signed::Message(tbs),
        };
        Ok(checker.check(algorithm, spki, signed, self.slice(&self.0.signature)))
    }

    /// What it says of the certificate with this issuer and serial number (its contents octets).
    ///
    /// # Errors
    /// [`Malformed`] when an entry is not what it should be, or has a critical extension that is not processed: then
    /// the list must not be used for any certificate (RFC 5280, 5.3).
    pub fn find(&self, issuer: &Name, serial: &[u8]) -> Result<Option<Entry>, Error> {
        entry::find(self.slice(&self.0.entries), &self.0.issuer, issuer, shortest(serial))
    }

    /// How many entries it has.
    ///
    /// # Errors
    /// [`Malformed`] when they are not a list of entries.
    pub fn len(&self) -> Result<usize, Error> {
        entry::count(self.slice(&self.0.entries))
    }

    /// Whether it has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// The SHA-256 of all of it.
    #[must_use]
    pub fn sha256(&self) -> Vec<u8> {
        crypto::digest(Digest::Sha256, &self.0.der)
    }

    /// Whether this delta tells the changes since `complete` (RFC 5280, 6.3.3(c)): the same issuer, scope and key, a
    /// base that is not newer, a number that is higher.
    pub(super) fn is_delta_for(&self, complete: &Self) -> bool {
        let scope = |crl: &Self| crl.0.extensions.scope.as_ref().map(|(_, octets)| octets.clone());
        let key = |crl: &Self| crl.0.extensions.authority_key_identifier.clone();
        let (Some(base), Some(own), Some(number)) = (self.base_number(), self.number(), complete.number()) else {
            return false;
        };
        !complete.is_delta()
            && self.issuer().matches(complete.issuer())
            && scope(self) == scope(complete)
            && key(self) == key(complete)
            && magnitude(base) <= magnitude(number)
            && magnitude(own) > magnitude(number)
    }

    /// The ranges come from elements of these very octets, so there is always something to give.
    fn slice(&self, range: &Range<usize>) -> &[u8] {
        self.0.der.get(range.clone()).unwrap_or_default()
    }
}

/// An order of numbers that are not negative: by length, then by their octets.
fn magnitude(number: &[u8]) -> (usize, &[u8]) {
    let significant = number.strip_prefix(&[0]).unwrap_or(number);
    (significant.len(), significant)
}

impl Extensions {
    fn read(tagged: Element<'_>) -> Result<Self, Error> {
        let mut inside = tagged.reader();
        let mut list = inside.expect(Tag::SEQUENCE, "Extensions")?.reader();
        inside.finish("Extensions")?;
        let (mut all, mut seen) = (Self::default(), Vec::new());
        while !list.is_empty() {
            let element = list.expect(Tag::SEQUENCE, "Extension")?;
            let (oid, critical, value) = extension(element)?;
            if seen.contains(&oid) || seen.len() >= MAX_EXTENSIONS {
                return Err(Malformed::new("Extensions", element.offset(), "each extension once").into());
            }
            seen.push(oid);
            all.take(oid, critical, value.content())?;
        }
        Ok(all)
    }

    fn take(&mut self, oid: Oid, critical: bool, value: &[u8]) -> Result<(), Error> {
        let integer =
            |syntax| Ok::<_, Error>(shortest(single(value, Rules::Der, Tag::INTEGER, syntax)?.content()).to_vec());
        match oid {
            // RFC 5280, 5.2.3: never critical.
            oid::CRL_NUMBER if !critical => self.number = Some(integer("CRLNumber")?),
            oid::DELTA_CRL_INDICATOR => self.base = Some(integer("BaseCRLNumber")?),
            oid::AUTHORITY_KEY_IDENTIFIER => {
                let mut parts = single(value, Rules::Der, Tag::SEQUENCE, "AuthorityKeyIdentifier")?.reader();
                self.authority_key_identifier = parts.optional(Tag::context(0))?.map(|key| key.content().to_vec());
            }
            oid::ISSUING_DISTRIBUTION_POINT => {
                self.scope = Some((IssuingDistributionPoint::parse(value)?, value.to_vec()));
            }
            oid::EXPIRED_CERTS_ON_CRL => {
                let date = single(value, Rules::Der, Tag::GENERALIZED_TIME, "ExpiredCertsOnCRL")?;
                self.expired_from = Some(date.time()?);
            }
            // Where newer lists and the issuer's certificate may be had, and its other names: nothing to process.
            oid::FRESHEST_CRL | oid::AUTHORITY_INFO_ACCESS | oid::ISSUER_ALT_NAME => {}
            _ if critical => self.unknown_critical = self.unknown_critical.or(Some(oid)),
            _ => {}
        }
        Ok(())
    }
}

/// Extensions of one list: 64, where the standard defines seven.
const MAX_EXTENSIONS: usize = 64;

fn span(element: Element<'_>) -> Range<usize> {
    element.offset()..element.offset().saturating_add(element.raw().len())
}

/// In DER every length is definite, so the contents end where the element ends.
fn content_span(element: Element<'_>) -> Range<usize> {
    let whole = span(element);
    whole.end.saturating_sub(element.content().len())..whole.end
}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({}, {})", self.issuer(), self.this_update())
    }
}

impl PartialEq for Crl {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Crl {}
