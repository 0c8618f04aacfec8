//! An office's archive: documents of 100 to 300 KB, signed by a person and then for the organisation, each signature
//! with its time-stamp, and in the security store what validates them (PAdES B-LT).
//!
//! The root has RSA-4096, the issuing authority RSA-3072, everybody else RSA-2048. Persons and organisations recur;
//! each document has OCSP responses of its own, as each was asked for on its own day.

use signer_core::evidence::{Evidence, Origin};
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::sign::{Draft, SecurityStore, Signed, TIMESTAMP_ROOM, TokenCheck, collect};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::time::Time;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{AT_UNIX, Authority, Identity, Leaf};
use test_vectors::status::{Answer, crl, ocsp_response};
use test_vectors::timestamp;

/// Persons who sign.
const PERSONS: u8 = 40;
/// Organisations that seal.
const ORGANISATIONS: u8 = 10;

/// When the documents are judged: a day after they were signed.
pub const JUDGED: &str = "2026-06-02T00:00:00Z";

/// Whoever signs, stamps and answers.
pub struct Archive {
    root: Authority,
    trust: TrustStore,
    issuer: Identity,
    responder: Identity,
    stamper: Identity,
    persons: Vec<Identity>,
    organisations: Vec<Identity>,
    /// The root's list: the issuing authority and the time-stamping unit are its subjects.
    list: Vec<u8>,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").finish_non_exhaustive()
    }
}

impl Default for Archive {
    fn default() -> Self {
        Self::new()
    }
}

impl Archive {
    /// The same each time.
    #[must_use]
    pub fn new() -> Self {
        let root = Authority::root("Archive Root CA", Key::Rsa4096);
        let issuing = root.subordinate("Archive Issuing CA", Key::Rsa3072);
        let person = |number: u8| {
            let leaf = Leaf::personal(Key::Rsa2048).with_common_name(&full_name(number));
            issuing.identity(&leaf.with_serial(&[0x30, number]))
        };
        let organisation = |number: u8| {
            let leaf = Leaf::organisation(Key::Rsa2048Second).with_common_name(&format!("Ủy ban nhân dân Xã {number}"));
            issuing.identity(&leaf.with_serial(&[0x40, number]))
        };
        let list = crl(&root.identity_of_itself(), (AT_UNIX, AT_UNIX + 180 * 86_400), &[]);
        Self {
            trust: [Certificate::parse(root.certificate()).expect("a readable root")].into_iter().collect(),
            responder: issuing.identity(&Leaf::responder(Key::Rsa2048Issuer)),
            stamper: root.identity(&Leaf::timestamping(Key::Rsa2048Root)),
            persons: (0..PERSONS).map(person).collect(),
            organisations: (0..ORGANISATIONS).map(organisation).collect(),
            issuer: issuing.identity_of_itself(),
            root,
            list,
        }
    }

    /// The trust anchor, PEM.
    #[must_use]
    pub fn root_pem(&self) -> String {
        self.root.certificate_pem()
    }

    /// The trust anchor.
    #[must_use]
    pub const fn trust(&self) -> &TrustStore {
        &self.trust
    }

    /// The document of this number.
    ///
    /// # Panics
    ///
    /// When the toolkit does not sign what it is given.
    #[must_use]
    pub fn document(&self, number: u32) -> Vec<u8> {
        let size = 100_000 + u64::from(number.wrapping_mul(7_919) % 200_000);
        let original = Pdf::of_size(size).with_seed(u64::from(number) + 1).build();
        let person = pick(&self.persons, number);
        let organisation = pick(&self.organisations, number);
        let signed = self.sign(&original, person, "Leader");
        let sealed = self.sign(&signed, organisation, "Seal");
        self.validated(&sealed, number, [person, organisation])
    }

    fn sign(&self, original: &[u8], identity: &Identity, field: &str) -> Vec<u8> {
        let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).expect("a readable key");
        let document = open(original);
        let draft = Draft::new(&document, &identity.chain).with_new_field(field).with_timestamp_room(TIMESTAMP_ROOM);
        let algorithm = *key.algorithms().first().expect("an algorithm");
        let signed = draft.sign(algorithm, Time::from_unix(AT_UNIX), &mut key).expect("a signature");
        self.stamped(signed).into_octets(original).expect("the document that was signed")
    }

    fn stamped(&self, signed: Signed) -> Signed {
        let request = signed.timestamp_need();
        let response = timestamp::answer(&self.stamper, &request.to_der(), AT_UNIX + 1);
        let check = TokenCheck { trust: &self.trust, evidence: &Evidence::new(), now: Time::from_unix(AT_UNIX + 1) };
        let token = check.check(&request, &response).expect("a token");
        signed.attach_timestamp(&token).expect("room for the token")
    }

    /// With what validates it.
    fn validated(&self, octets: &[u8], number: u32, signers: [&Identity; 2]) -> Vec<u8> {
        let asked = AT_UNIX + 3_600 + i64::from(number);
        let answers = signers.map(|signer| {
            ocsp_response(&self.responder, &Answer::good(signer.certificate(), self.issuer.certificate(), asked))
        });
        let list = Evidence::new().with_crl(Origin::Supplied, &self.list).expect("a readable list");
        let evidence = answers
            .iter()
            .fold(list, |evidence, answer| evidence.with_ocsp(Origin::Supplied, answer).expect("a readable answer"));
        let document = open(octets);
        let collected = collect(&document, &self.trust, &evidence, Time::from_unix(asked)).expect("a document");
        let data = collected.complete().expect("everything that validates");
        let store = SecurityStore::new(&document).append(&data).expect("a store").expect("something to store");
        [octets, &store].concat()
    }
}

/// Forty different names: whoever has one is taken for a person.
fn full_name(number: u8) -> String {
    const FAMILIES: [&str; 5] = ["Nguyễn Văn", "Trần Thị", "Lê Hoàng", "Phạm Minh", "Vũ Đức"];
    const GIVEN: [&str; 8] = ["An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan"];
    let number = usize::from(number);
    format!("{} {}", FAMILIES[number / GIVEN.len() % FAMILIES.len()], GIVEN[number % GIVEN.len()])
}

fn pick(identities: &[Identity], number: u32) -> &Identity {
    let index = usize::try_from(number).unwrap_or_default() % identities.len();
    &identities[index]
}

fn open(octets: &[u8]) -> Document<'_> {
    Document::open(octets, &Limits::default()).expect("a document")
}
