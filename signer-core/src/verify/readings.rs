//! What recurs in the documents of an archive is read once: the certificates of its signers and authorities, the lists
//! of its authorities.
//!
//! What octets say depends on nothing but them, and they are found again by all of their octets: no document is told
//! anything that it would not have read itself.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::{PoisonError, RwLock};

use foldhash::quality::RandomState;

use crate::error::Error;
use crate::pki::crl::Crl;
use crate::pki::ocsp::Response;
use crate::pki::{Certificate, role};
use crate::report::Role;

use super::certificates::own_facts;
use super::facts::CertificateFacts;
use super::paths::Paths;

/// Octets of the certificates that are kept, and of the lists. What is read of them takes more.
///
/// 8 MiB each: some five thousand certificates of 1,500 octets.
const MOST_OCTETS: usize = 8 << 20;

/// What was read, by its octets.
#[derive(Default)]
pub(super) struct Readings {
    certificates: Shelf<Known>,
    crls: Shelf<Crl>,
    /// What was proven of the certificates.
    pub(super) paths: Paths,
}

/// A certificate, what it says of itself, and whose it seems to be.
#[derive(Clone)]
pub(super) struct Known {
    certificate: Certificate,
    pub(super) facts: CertificateFacts,
    pub(super) guessed: Role,
}

impl Readings {
    /// # Errors
    /// As [`Certificate::parse`].
    pub(super) fn certificate(&self, der: &[u8]) -> Result<Certificate, Error> {
        self.certificates.find(der, || Certificate::parse(der).map(Known::from)).map(|known| known.certificate)
    }

    /// # Errors
    /// As [`Crl::parse`].
    pub(super) fn crl(&self, der: &[u8]) -> Result<Crl, Error> {
        self.crls.find(der, || Crl::parse(der))
    }

    /// A response is as good as never that of another document; its certificates are.
    ///
    /// # Errors
    /// As [`Response::parse_basic`].
    pub(super) fn response(&self, der: &[u8]) -> Result<Response, Error> {
        let read = |der: &[u8]| self.certificate(der);
        Response::parse_knowing(der, &read).or_else(|_| Response::parse_basic_knowing(der, &read))
    }

    /// What a certificate says, and whose it seems to be, wherever it was read.
    pub(super) fn known(&self, certificate: &Certificate) -> Known {
        let read = || Ok(Known::from(certificate.clone()));
        self.certificates.find(certificate.der(), read).unwrap_or_else(|_: Error| certificate.clone().into())
    }
}

impl From<Certificate> for Known {
    fn from(certificate: Certificate) -> Self {
        let guessed = match role::guess(&certificate) {
            role::Role::Personal => Role::Personal,
            role::Role::Organisation => Role::Organisation,
            _ => Role::Unknown,
        };
        Self { facts: own_facts(&certificate), certificate, guessed }
    }
}

/// Something that was read from octets, and has them.
trait Read: Clone {
    fn octets(&self) -> &[u8];
}

impl Read for Known {
    fn octets(&self) -> &[u8] {
        self.certificate.der()
    }
}

impl Read for Crl {
    fn octets(&self) -> &[u8] {
        self.der()
    }
}

/// Things by the octets that they were read from.
struct Shelf<T>(RwLock<Held<T>>);

struct Held<T> {
    things: HashSet<ByOctets<T>, RandomState>,
    octets: usize,
}

impl<T> Held<T> {
    fn nothing() -> Self {
        Self { things: HashSet::default(), octets: 0 }
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(RwLock::new(Held::nothing()))
    }
}

impl<T: Read> Shelf<T> {
    /// What was read from these octets, or is read now. Where there is too much, all is read anew.
    fn find(&self, octets: &[u8], read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(ByOctets(known)) = held.things.get(octets) {
            return Ok(known.clone());
        }
        drop(held);
        let thing = read()?;
        if octets.len() > MOST_OCTETS {
            return Ok(thing);
        }
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if held.octets.saturating_add(octets.len()) > MOST_OCTETS {
            *held = Held::nothing();
        }
        if held.things.insert(ByOctets(thing.clone())) {
            held.octets = held.octets.saturating_add(octets.len());
        }
        Ok(thing)
    }
}

/// Equal when read from the same octets.
struct ByOctets<T>(T);

impl<T: Read> Borrow<[u8]> for ByOctets<T> {
    fn borrow(&self) -> &[u8] {
        self.0.octets()
    }
}

impl<T: Read> PartialEq for ByOctets<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.octets() == other.0.octets()
    }
}

impl<T: Read> Eq for ByOctets<T> {}

impl<T: Read> Hash for ByOctets<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.octets().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use test_vectors::keys::Key;
    use test_vectors::pki::{Hierarchy, Leaf};

    use super::*;

    /// Something that takes up so much.
    #[derive(Clone, Debug)]
    struct Octets(Vec<u8>);

    impl Read for Octets {
        fn octets(&self) -> &[u8] {
            &self.0
        }
    }

    fn is_read(shelf: &Shelf<Octets>, octets: &[u8]) -> bool {
        let mut read = false;
        let found = shelf.find(octets, || {
            read = true;
            Ok(Octets(octets.to_vec()))
        });
        assert_eq!(found.unwrap().0, octets);
        read
    }

    #[test]
    fn the_same_octets_are_read_once() {
        let shelf = Shelf::default();
        assert!(is_read(&shelf, b"one"));
        assert!(is_read(&shelf, b"another"));
        assert!(!is_read(&shelf, b"one"));
    }

    #[test]
    fn what_cannot_be_read_is_not_kept() {
        let shelf = Shelf::<Octets>::default();
        assert!(shelf.find(b"one", || Certificate::parse(b"one").map(|_| Octets(Vec::new()))).is_err());
        assert!(is_read(&shelf, b"one"));
    }

    #[test]
    fn where_there_is_too_much_all_is_read_anew() {
        let shelf = Shelf::default();
        assert!(is_read(&shelf, b"one"));
        assert!(is_read(&shelf, &vec![1; MOST_OCTETS]));
        assert!(is_read(&shelf, b"one"));
        assert!(is_read(&shelf, &vec![1; MOST_OCTETS + 1]));
        assert!(!is_read(&shelf, b"one"));
    }

    #[test]
    fn a_certificate_says_the_same_whether_it_was_known_or_not() {
        let der = Hierarchy::new().issuer.issue(&Leaf::personal(Key::P256));
        let readings = Readings::default();
        let certificate = readings.certificate(&der).unwrap();
        let known = readings.known(&certificate);
        let alone = Known::from(Certificate::parse(&der).unwrap());
        assert_eq!((known.facts, known.guessed), (alone.facts, alone.guessed));
        assert_eq!(known.guessed, Role::Personal);
    }
}
