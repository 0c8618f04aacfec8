//! The anchors where a proof may end.

use std::collections::HashMap;

use foldhash::quality::RandomState;

use super::certificate::Certificate;
use super::name::Name;

/// Trust anchors, found by the name of their subject.
///
/// An anchor is a name and a key (RFC 5280, 6.1.1(d)): another certificate for the same name and the same key is
/// the same anchor.
#[derive(Clone, Debug, Default)]
pub struct TrustStore {
    by_subject: HashMap<Vec<u8>, Vec<Certificate>, RandomState>,
    anchors: Vec<Certificate>,
}

impl TrustStore {
    /// Trusts nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts the subject and the key of this certificate. Adding the same certificate twice changes nothing.
    pub fn add(&mut self, anchor: Certificate) {
        let same_subject = self.by_subject.entry(anchor.subject().normal_form().to_vec()).or_default();
        if !same_subject.contains(&anchor) {
            same_subject.push(anchor.clone());
            self.anchors.push(anchor);
        }
    }

    /// All anchors, in the order in which they were added.
    #[must_use]
    pub fn anchors(&self) -> &[Certificate] {
        &self.anchors
    }

    /// Whether nobody is trusted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// Whether this certificate has the name and the key of an anchor.
    #[must_use]
    pub fn is_anchor(&self, certificate: &Certificate) -> bool {
        self.named(certificate.subject()).iter().any(|anchor| anchor.spki() == certificate.spki())
    }

    /// The anchors whose subject matches this name.
    #[must_use]
    pub fn named(&self, subject: &Name) -> &[Certificate] {
        self.by_subject.get(subject.normal_form()).map_or(&[], Vec::as_slice)
    }
}

impl Extend<Certificate> for TrustStore {
    fn extend<I: IntoIterator<Item = Certificate>>(&mut self, anchors: I) {
        anchors.into_iter().for_each(|anchor| self.add(anchor));
    }
}

impl FromIterator<Certificate> for TrustStore {
    fn from_iter<I: IntoIterator<Item = Certificate>>(anchors: I) -> Self {
        let mut store = Self::new();
        store.extend(anchors);
        store
    }
}
