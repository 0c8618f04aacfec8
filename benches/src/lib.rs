//! Speed and memory of the toolkit: documents of four sizes, signed, verified, and hashed for comparison.
//!
//! `cargo bench -p benches` measures speed; `cargo run --release -p benches --bin memory` the memory of one document
//! in a process of its own. Inputs are mapped, as the program maps them.

pub mod archive;
pub mod process;

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use memmap2::Mmap;
use signer_core::algorithm::Digest;
use signer_core::crypto::Hasher;
use signer_core::evidence::Evidence;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{DocumentConclusion, Report};
use signer_core::sign::{Draft, Signed};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::time::Time;
use signer_core::verify::Verifier;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{AT, Hierarchy};

/// The sizes measured: a letter, a report, a scan, an archive of scans.
pub const SIZES: [(&str, u64); 4] =
    [("50 KB", 50_000), ("2 MB", 2_000_000), ("20 MB", 20_000_000), ("200 MB", 200_000_000)];

/// A signer with an RSA-2048 key, and a verifier that trusts its root.
pub struct Office {
    chain: Vec<Vec<u8>>,
    key: SoftwareKey,
    verifier: Verifier,
    now: Time,
}

impl Default for Office {
    fn default() -> Self {
        Self::new()
    }
}

impl Office {
    /// A new one, the same each time.
    #[must_use]
    pub fn new() -> Self {
        let hierarchy = Hierarchy::new();
        let key = SoftwareKey::from_pkcs8_der(&hierarchy.personal.key.pkcs8()).expect("a readable key");
        let mut trust = TrustStore::new();
        trust.add(Certificate::parse(hierarchy.root.certificate()).expect("a readable root"));
        Self {
            chain: hierarchy.personal.chain,
            key,
            verifier: Verifier::new(Policy::default(), trust),
            now: AT.parse().expect("a time"),
        }
    }

    /// Signs a document; the update only.
    pub fn sign(&mut self, octets: &[u8]) -> Signed {
        let document = Document::open(octets, &Limits::default()).expect("a document");
        let algorithm = *self.key.algorithms().first().expect("an algorithm");
        Draft::new(&document, &self.chain).sign(algorithm, self.now, &mut self.key).expect("a signature")
    }

    /// Verifies a document that [`Self::sign`] signed.
    #[must_use]
    pub fn verify(&self, octets: &[u8]) -> Report {
        let report = self.verifier.verify(octets, "bench.pdf", &Evidence::new(), self.now);
        assert_eq!(report.conclusion(), DocumentConclusion::Passed, "what is measured is a success: {report:#?}");
        report
    }
}

/// SHA-256 with the library that signing and verifying use.
#[must_use]
pub fn hash(octets: &[u8]) -> Vec<u8> {
    let mut hasher = Hasher::new(Digest::Sha256);
    hasher.update(octets);
    hasher.finish()
}

/// A file of about `size` octets, mapped; its name is gone already.
///
/// # Errors
///
/// Those of the temporary folder.
pub fn document(size: u64) -> io::Result<Mmap> {
    let mut file = BufWriter::new(tempfile::tempfile()?);
    Pdf::of_size(size).write_to(&mut file)?;
    map(&file.into_inner()?)
}

/// The same, signed.
///
/// # Errors
///
/// Those of the temporary folder.
pub fn signed_document(size: u64) -> io::Result<Mmap> {
    let original = document(size)?;
    let signed = Office::new().sign(&original);
    let mut file = BufWriter::new(tempfile::tempfile()?);
    file.write_all(&original)?;
    file.write_all(signed.appendix())?;
    map(&file.into_inner()?)
}

/// A document of so many pages that was signed so many times, one signature after the other.
#[must_use]
pub fn signed_often(pages: u32, signatures: u32) -> Vec<u8> {
    let mut octets = Pdf::new().with_pages(pages).build();
    let mut office = Office::new();
    for _ in 0..signatures {
        let signed = office.sign(&octets);
        octets.extend_from_slice(signed.appendix());
    }
    octets
}

/// The root that [`Office`] trusts, in PEM.
#[must_use]
pub fn root() -> String {
    Hierarchy::new().root.certificate_pem()
}

/// Maps a file.
///
/// # Errors
///
/// Those of the file system.
pub fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the files measured are made for it, and nobody changes them while they are mapped.
    unsafe { Mmap::map(file) }
}
