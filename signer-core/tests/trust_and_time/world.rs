//! A small PKI whose authorities, responders and time-stamping units answer at any time, and documents made with it.

use signer_core::algorithm::Digest;
use signer_core::cms::write;
use signer_core::crypto::digest;
use signer_core::evidence::{Evidence, Origin};
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{Report, SignatureReport};
use signer_core::sign::{Draft, SecurityStore, TIMESTAMP_ROOM, TimestampDraft, Token, TokenCheck, ValidationData};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::verify::Verifier;
use signer_core::{Time, oid};
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{Authority, Extension, Identity, Leaf};
use test_vectors::status::{Answer, Revoked, crl, ocsp_response};
use test_vectors::timestamp::{self, Imprint};

/// When the documents are signed.
pub(crate) const SIGNED: &str = "2026-06-01T00:00:00Z";

pub(crate) fn time(text: &str) -> Time {
    text.parse().unwrap()
}

fn day(text: &str) -> Time {
    time(&format!("{text}T00:00:00Z"))
}

/// The person's certificate ends with 2026, the first unit's in the middle of 2027; the second unit's begins with 2027.
pub(crate) struct World {
    root: Authority,
    issuer: Authority,
    pub(crate) person: Identity,
    pub(crate) first: Identity,
    pub(crate) second: Identity,
    /// Since 2024.
    pub(crate) old: Identity,
    /// Of a root that nobody trusts.
    pub(crate) stranger: Identity,
}

fn unit(authority: &Authority, name: &str, serial: u8, from: (i32, u8, u8), to: (i32, u8, u8)) -> Identity {
    authority.identity(
        &Leaf::timestamping(Key::P256)
            .with_common_name(name)
            .with_serial(&[0x20, serial])
            .with_validity(from, to)
            .with_urls("http://ca.example/root.crt", "http://ocsp.example/", "http://ca.example/root.crl"),
    )
}

impl World {
    pub(crate) fn new() -> Self {
        let root = Authority::root("Root", Key::Rsa2048Root);
        let mut params = test_vectors::pki::AuthorityParams::new("Issuing CA", Key::Rsa2048Issuer);
        params.extensions.push(Extension::authority_information_access(None, Some("http://ocsp.example/")));
        let issuer = root.subordinate_with(&params);
        let leaf = Leaf::personal(Key::P256).with_validity((2026, 1, 1), (2027, 1, 1)).with_urls(
            "http://ca.example/issuer.crt",
            "http://ocsp.example/",
            "http://ca.example/issuer.crl",
        );
        let person = issuer.identity(&leaf);
        let first = unit(&root, "First Unit", 1, (2026, 1, 1), (2027, 7, 1));
        let second = unit(&root, "Second Unit", 2, (2027, 1, 1), (2030, 1, 1));
        let old = unit(&root, "Old Unit", 4, (2024, 1, 1), (2030, 1, 1));
        let stranger = unit(&Authority::root("Stranger", Key::P384), "Strange Unit", 3, (2026, 1, 1), (2030, 1, 1));
        Self { root, issuer, person, first, second, old, stranger }
    }

    pub(crate) fn issuer_certificate(&self) -> &[u8] {
        self.issuer.certificate()
    }

    /// B-B, signed at [`SIGNED`].
    pub(crate) fn signed(&self) -> Vec<u8> {
        self.sign(None)
    }

    /// B-T: the same with a time-stamp of this unit.
    pub(crate) fn stamped(&self, unit: &Identity, at: &str) -> Vec<u8> {
        self.sign(Some((unit, at)))
    }

    fn sign(&self, stamp: Option<(&Identity, &str)>) -> Vec<u8> {
        let original = Pdf::new().build();
        let mut key = SoftwareKey::from_pkcs8_der(&self.person.key.pkcs8()).unwrap();
        let document = Document::open(&original, &Limits::default()).unwrap();
        let draft = Draft::new(&document, &self.person.chain).with_timestamp_room(TIMESTAMP_ROOM);
        let mut signed = draft.sign(key.algorithms()[0], time(SIGNED), &mut key).unwrap();
        if let Some((unit, at)) = stamp {
            let request = signed.timestamp_need();
            let token = token(unit, &request.to_der(), |response, check| check.check(&request, response), at);
            signed = signed.attach_timestamp(&token).unwrap();
        }
        signed.into_octets(&original).unwrap()
    }

    /// A message beside [`CONTENT`], with these signed attributes and a time-stamp.
    pub(crate) fn message(&self, signed: &[Vec<u8>], stamp: Option<(&Identity, &str, Imprint)>) -> Vec<u8> {
        let mut key = SoftwareKey::from_pkcs8_der(&self.person.key.pkcs8()).unwrap();
        let (algorithm, leaf) = (key.algorithms()[0], self.person.certificate());
        let digest = digest(Digest::Sha256, CONTENT);
        let attributes = write::signed_attributes(oid::ID_DATA, &digest, leaf, Digest::Sha256, signed).unwrap();
        let value = key.sign(algorithm, &attributes).unwrap();
        let stamp = stamp.map(|(unit, at, imprint)| {
            let token = timestamp::token_with(unit, &value, day(at).unix(), imprint);
            write::attribute(oid::ID_SIGNATURE_TIME_STAMP_TOKEN, &token)
        });
        let parts = write::Parts {
            content_type: oid::ID_DATA,
            content: None,
            digest: Digest::Sha256,
            signed_attributes: &attributes,
            certificates: &self.person.chain,
            algorithm,
            signature: &value,
            unsigned_attributes: &stamp.into_iter().collect::<Vec<_>>(),
        };
        write::signed_data(&parts).unwrap()
    }

    /// The attribute of a time-stamp over these octets as if they were the content.
    pub(crate) fn content_stamp(unit: &Identity, at: &str, octets: &[u8]) -> Vec<u8> {
        write::attribute(oid::ID_CONTENT_TIME_STAMP, &timestamp::token(unit, octets, day(at).unix()))
    }

    /// Judges a message as [`Self::judge`] a document.
    pub(crate) fn judge_message(&self, policy: Policy, message: &[u8], evidence: &[Vec<u8>], at: &str) -> Report {
        self.verifier(policy).verify_detached(message, CONTENT, "letter.p7s", &collected(evidence), day(at))
    }

    /// With this evidence in its security store.
    pub(crate) fn stored(&self, octets: &[u8], evidence: &[Vec<u8>]) -> Vec<u8> {
        let document = Document::open(octets, &Limits::default()).unwrap();
        let is_list = |der: &&Vec<u8>| signer_core::pki::crl::Crl::parse(der).is_ok();
        let (crls, ocsp_responses): (Vec<_>, Vec<_>) = evidence.iter().partition(is_list);
        let data = ValidationData {
            certificates: vec![self.issuer.certificate().to_vec()],
            crls: crls.into_iter().cloned().collect(),
            ocsp_responses: ocsp_responses.into_iter().cloned().collect(),
            ..ValidationData::default()
        };
        [octets, &SecurityStore::new(&document).append(&data).unwrap().unwrap()].concat()
    }

    /// With a time-stamp over all of it.
    pub(crate) fn archived(&self, octets: &[u8], unit: &Identity, at: &str) -> Vec<u8> {
        let document = Document::open(octets, &Limits::default()).unwrap();
        let prepared = TimestampDraft::new(&document).prepare().unwrap();
        let request = prepared.timestamp_need().clone();
        let token = token(unit, &request.to_der(), |response, check| check.check(&request, response), at);
        [octets, &prepared.attach(&token).unwrap()].concat()
    }

    /// "Good", of the person.
    pub(crate) fn person_good(&self, at: &str) -> Vec<u8> {
        let issuer = self.issuer.identity_of_itself();
        ocsp_response(&issuer, &Answer::good(self.person.certificate(), issuer.certificate(), day(at).unix()))
    }

    /// "Revoked", of the person, known at a day.
    pub(crate) fn person_revoked(&self, at: &str, since: &str, reason: u8) -> Vec<u8> {
        let issuer = self.issuer.identity_of_itself();
        let revoked = Revoked::at(day(since).unix()).because(reason);
        let answer = Answer::revoked(self.person.certificate(), issuer.certificate(), day(at).unix(), revoked);
        ocsp_response(&issuer, &answer)
    }

    /// The root's list, for thirty days, with these certificates on it.
    pub(crate) fn list(&self, at: &str, revoked: &[(&[u8], &str)]) -> Vec<u8> {
        let at = day(at).unix();
        let entries: Vec<_> =
            revoked.iter().map(|(certificate, since)| (*certificate, Revoked::at(day(since).unix()))).collect();
        crl(&self.root.identity_of_itself(), (at, at + 30 * 86_400), &entries)
    }

    /// Judges offline: nothing is a doubt less for not having been asked.
    pub(crate) fn judge(&self, octets: &[u8], evidence: &[Vec<u8>], at: &str) -> Report {
        self.judge_by(Policy::strict().with_revocation_required(), octets, evidence, at)
    }

    pub(crate) fn judge_by(&self, policy: Policy, octets: &[u8], evidence: &[Vec<u8>], at: &str) -> Report {
        self.verifier(policy).verify(octets, "letter.pdf", &collected(evidence), day(at))
    }

    fn verifier(&self, policy: Policy) -> Verifier {
        Verifier::new(policy, trusted(&[&self.root]))
    }

    /// A root and an issuing authority of the same names as these, with other keys; and documents of both generations
    /// judged by whoever trusts these roots.
    pub(crate) fn other_generation(&self) -> Self {
        let root = Authority::root("Root", Key::Rsa2048Second);
        let issuer = root.subordinate("Issuing CA", Key::Rsa3072);
        let leaf = Leaf::personal(Key::P256).with_validity((2026, 1, 1), (2027, 1, 1)).with_urls(
            "http://ca.example/issuer.crt",
            "http://ocsp.example/",
            "http://ca.example/issuer.crl",
        );
        let person = issuer.identity(&leaf);
        let (first, second, old) = (self.first.clone(), self.second.clone(), self.old.clone());
        Self { root, issuer, person, first, second, old, stranger: self.stranger.clone() }
    }

    /// Judges what one generation signed, trusting these, with the issuing authorities of all of them at hand.
    pub(crate) fn judge_among(&self, octets: &[u8], all: &[&Self], trusted_ones: &[&Self]) -> Report {
        let roots: Vec<_> = trusted_ones.iter().map(|world| &world.root).collect();
        let evidence = [self.person_good("2026-06-02"), self.list("2026-06-01", &[])];
        let evidence = all.iter().fold(collected(&evidence), |evidence, world| {
            evidence.with_certificate(Origin::Supplied, world.issuer.certificate()).unwrap()
        });
        let policy = Policy::strict().with_revocation_required();
        Verifier::new(policy, trusted(&roots)).verify(octets, "letter.pdf", &evidence, day("2026-06-02"))
    }
}

/// What the messages are beside.
const CONTENT: &[u8] = b"a letter";

fn trusted(roots: &[&Authority]) -> TrustStore {
    roots.iter().map(|root| Certificate::parse(root.certificate()).unwrap()).collect()
}

fn collected(evidence: &[Vec<u8>]) -> Evidence {
    evidence.iter().fold(Evidence::new(), |all, der| {
        all.clone().with_crl(Origin::Supplied, der).or_else(|_| all.with_ocsp(Origin::Supplied, der)).unwrap()
    })
}

fn token(
    unit: &Identity,
    request: &[u8],
    check: impl Fn(&[u8], TokenCheck<'_>) -> Result<Token, signer_core::Error>,
    at: &str,
) -> Token {
    let at = day(at);
    let response = timestamp::answer(unit, request, at.unix());
    // Whom the unit belongs to is not asked here: some are to be refused later.
    check(&response, TokenCheck { trust: &TrustStore::new(), evidence: &Evidence::new(), now: at }).unwrap()
}

/// What is said of the signature: `TOTAL-PASSED`, or the sub-indication.
pub(crate) fn verdict(report: &Report) -> &'static str {
    signature(report).conclusion().reason().map_or("TOTAL-PASSED", |reason| reason.code())
}

pub(crate) fn signature(report: &Report) -> &SignatureReport {
    report.signatures.first().unwrap()
}
