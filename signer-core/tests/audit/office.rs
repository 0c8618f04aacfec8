//! An office whose documents are audited: a leader and a seal, and three in a hundred spoiled, each in one of twelve known
//! ways. The tests of the program audit the same archive.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};

use signer_core::Time;
use signer_core::limits::Limits;
use signer_core::pdf::{Dictionary, Document, Update};
use signer_core::report::{Conclusion, DocumentConclusion, Report};
use signer_core::sign::{Certification, Draft};
use signer_core::signer::{Signer as _, SoftwareKey};
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{AT_UNIX, Authority, Hierarchy, Identity, Leaf};
use test_vectors::status::{Revoked, crl};

/// A way to spoil a document, and what is to be said of it: `passed`, or why not.
const WAYS: [(&str, &str); 12] = [
    ("an octet of the page is another", "failed HASH_FAILURE"),
    ("the page is replaced by an update", "failed FORMAT_FAILURE"),
    ("a certified document is changed", "failed FORMAT_FAILURE"),
    ("an octet of the signature value is another", "failed SIG_CRYPTO_FAILURE"),
    ("the end of the file is missing", "failed FORMAT_FAILURE"),
    ("the person's certificate was revoked before", "indeterminate REVOKED_NO_POE"),
    ("the person's certificate had expired", "indeterminate OUT_OF_BOUNDS_NO_POE"),
    ("the person's certificate was not signed by its issuer", "indeterminate CERTIFICATE_CHAIN_GENERAL_FAILURE"),
    ("the root is not a trusted one", "indeterminate NO_CERTIFICATE_CHAIN_FOUND"),
    ("the authority was revoked before", "indeterminate REVOKED_CA_NO_POE"),
    ("the organisation's signature is missing", "failed complete"),
    ("the organisation signed first", "failed complete"),
];

pub(crate) struct Office {
    root: Authority,
    issuer: Identity,
    person: Identity,
    organisation: Identity,
    revoked: Identity,
    expired: Identity,
    forged: Identity,
    stranger: Identity,
    /// Certified by an authority that was revoked.
    orphan: Identity,
    closed: Identity,
}

impl Office {
    pub(crate) fn new() -> Self {
        let Hierarchy { root, issuer, personal, organisation } = Hierarchy::with_keys(Key::P256, Key::P256);
        let with = |serial: u8| Leaf::personal(Key::P256).with_serial(&[0x50, serial]);
        let closed = root.subordinate("Closed CA", Key::P384);
        let mut forged = issuer.identity(&with(3));
        *forged.chain.first_mut().unwrap().last_mut().unwrap() ^= 1;
        Self {
            person: personal,
            organisation,
            revoked: issuer.identity(&with(1)),
            expired: issuer.identity(&with(2).expired()),
            forged,
            stranger: Authority::root("Stranger", Key::P384).identity(&with(4)),
            orphan: closed.identity(&with(5)),
            closed: closed.identity_of_itself(),
            issuer: issuer.identity_of_itself(),
            root,
        }
    }

    /// The trust anchor, DER.
    pub(crate) fn root(&self) -> &[u8] {
        self.root.certificate()
    }

    /// What the three authorities publish.
    pub(crate) fn lists(&self) -> [Vec<u8>; 3] {
        let times = (AT_UNIX - 86_400, AT_UNIX + 30 * 86_400);
        let listed = [(self.revoked.certificate(), Revoked::at(AT_UNIX - 2 * 86_400).because(1))];
        let closed = [(self.closed.certificate(), Revoked::at(AT_UNIX - 2 * 86_400).because(2))];
        [
            crl(&self.root.identity_of_itself(), times, &closed),
            crl(&self.issuer, times, &listed),
            crl(&self.closed, times, &[]),
        ]
    }

    /// The document of this number, spoiled in this way.
    fn document(&self, number: usize, way: Option<usize>) -> Vec<u8> {
        let seed = u64::try_from(number).unwrap();
        let original = Pdf::of_size(100_000 + seed * 7_919 % 200_000).with_seed(seed + 1).build();
        let leader = match way {
            Some(5) => &self.revoked,
            Some(6) => &self.expired,
            Some(7) => &self.forged,
            Some(8) => &self.stranger,
            Some(9) => &self.orphan,
            _ => &self.person,
        };
        // An expired certificate signed in its time.
        let at = if way == Some(6) { AT_UNIX - 300 * 86_400 } else { AT_UNIX };
        let certification = (way == Some(2)).then_some(Certification::FormsAndSignatures);
        match way {
            Some(10) => sign(&original, leader, at, None),
            Some(11) => sign(&sign(&original, &self.organisation, at, None), leader, at, None),
            _ => spoiled(sign(&sign(&original, leader, at, certification), &self.organisation, AT_UNIX, None), way),
        }
    }
}

fn sign(original: &[u8], identity: &Identity, at: i64, certification: Option<Certification>) -> Vec<u8> {
    let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
    let document = Document::open(original, &Limits::default()).unwrap();
    let draft = Draft::new(&document, &identity.chain);
    let draft = certification.into_iter().fold(draft, |draft, level| draft.with_certification(level));
    draft.sign(key.algorithms()[0], Time::from_unix(at), &mut key).unwrap().into_octets(original).unwrap()
}

/// What is done to a document that both have signed.
fn spoiled(mut octets: Vec<u8>, way: Option<usize>) -> Vec<u8> {
    match way {
        Some(0) => octets[50_000] ^= 1,
        Some(1 | 2) => {
            let document = Document::open(&octets, &Limits::default()).unwrap();
            let (_, page) = document.latest().page(0).unwrap();
            let content = page.get("Contents").unwrap().as_reference().unwrap();
            let mut update = Update::new(&document).unwrap();
            update.put_stream(content, Dictionary::new(), b"BT /F1 13 Tf 60 780 Td <0058> Tj ET".to_vec());
            let update = update.finish().unwrap().octets;
            octets.extend(update);
        }
        Some(3) => {
            // The signature value ends the message; what may follow in the string are zeros.
            let start = octets.windows(11).rposition(|window| window == b"/Contents <").unwrap() + 11;
            let end = start + octets[start..].iter().position(|octet| *octet == b'>').unwrap();
            let last = (start..end).rev().find(|at| octets[*at] != b'0').unwrap() - 20;
            octets[last] = if octets[last] == b'5' { b'6' } else { b'5' };
        }
        Some(4) => octets.truncate(octets.len() - 700),
        _ => {}
    }
    octets
}

/// What is said of a document, and the first reason for it.
pub(crate) fn verdict(report: &Report) -> String {
    let reasons = |wanted: fn(&Conclusion) -> bool| {
        report.signatures.iter().map(|one| one.conclusion()).find(wanted).and_then(|conclusion| conclusion.reason())
    };
    let reason = reasons(|one| matches!(one, Conclusion::TotalFailed(_)))
        .or_else(|| reasons(|one| *one != Conclusion::TotalPassed))
        .map(|reason| reason.code().to_owned());
    let lacking = || report.requirements.iter().find(|one| !one.met).map(|one| one.requirement.to_string());
    let word = match report.conclusion() {
        DocumentConclusion::Passed => return "passed".to_owned(),
        DocumentConclusion::Failed => "failed",
        DocumentConclusion::Indeterminate => "indeterminate",
        DocumentConclusion::Unsigned => "unsigned",
        _ => "unreadable",
    };
    format!("{word} {}", reason.or_else(lacking).unwrap_or_default())
}

/// What is to be said of the document of this number, and what was done to it.
pub(crate) fn expected(number: usize, count: usize) -> (&'static str, &'static str) {
    way(number, count).map_or(("nothing is spoiled", "passed"), |way| WAYS[way])
}

/// Which of so many documents are spoiled, and how: three in a hundred; of fewer than 400 one in each way.
fn way(number: usize, count: usize) -> Option<usize> {
    let of = (count / 4).clamp(6, 100);
    let third = [of / 6, of / 2, of * 5 / 6].iter().position(|spoiled| *spoiled == number % of)?;
    Some((number / of * 3 + third) % WAYS.len())
}

/// So many documents, in two threads.
pub(crate) fn write(folder: &Path, office: &Office, count: usize) -> Vec<PathBuf> {
    std::thread::scope(|scope| {
        let part = |first: usize| {
            move || {
                for number in (first..count).step_by(2) {
                    fs::write(folder.join(format!("{number:05}.pdf")), office.document(number, way(number, count)))
                        .unwrap();
                }
            }
        };
        scope.spawn(part(0));
        scope.spawn(part(1));
    });
    (0..count).map(|number| folder.join(format!("{number:05}.pdf"))).collect()
}
