//! A hierarchy with a time-stamping authority, whose answers can be made wrong in one way at a time.

use signer_core::Time;
use signer_core::algorithm::{Digest, SignatureAlgorithm};
use signer_core::cms::write as cms;
use signer_core::cms::{TimestampRequest, WrongAnswer};
use signer_core::crypto;
use signer_core::der::{Reader, Rules, Tag, write};
use signer_core::evidence::{Evidence, Origin};
use signer_core::limits::Limits;
use signer_core::oid::{self, Oid};
use signer_core::pdf::Document;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::sign::{Draft, Signed, TIMESTAMP_ROOM, Token, TokenCheck};
use signer_core::signer::{Signer as _, SoftwareKey};
use test_vectors::keys::Key;
use test_vectors::pki::{AT, Authority, Hierarchy, Identity, Leaf};

pub(crate) fn now() -> Time {
    AT.parse().unwrap()
}

pub(crate) fn open(octets: &[u8]) -> Document<'_> {
    Document::open(octets, &Limits::default()).unwrap()
}

/// Signers, and an authority of the same root.
pub(crate) struct World {
    pub(crate) hierarchy: Hierarchy,
    pub(crate) stamper: Identity,
}

impl World {
    pub(crate) fn new() -> Self {
        let hierarchy = Hierarchy::with_keys(Key::P256, Key::P384);
        let stamper = hierarchy.root.identity(&Leaf::timestamping(Key::Rsa3072));
        Self { hierarchy, stamper }
    }

    pub(crate) fn trust(&self) -> TrustStore {
        [Certificate::parse(self.hierarchy.root.certificate()).unwrap()].into_iter().collect()
    }

    /// Signs with room for a time-stamp.
    pub(crate) fn sign(&self, original: &[u8]) -> Signed {
        self.sign_with_room(original, TIMESTAMP_ROOM)
    }

    pub(crate) fn sign_with_room(&self, original: &[u8], room: usize) -> Signed {
        let identity = &self.hierarchy.personal;
        let mut key = SoftwareKey::from_pkcs8_der(&identity.key.pkcs8()).unwrap();
        let document = open(original);
        let draft = Draft::new(&document, &identity.chain).with_timestamp_room(room);
        draft.sign(key.algorithms()[0], now(), &mut key).unwrap()
    }

    /// Lists of the two authorities on which nobody stands, in force at [`now`].
    pub(crate) fn lists(&self) -> Evidence {
        [&self.hierarchy.root, &self.hierarchy.issuer]
            .into_iter()
            .fold(Evidence::new(), |evidence, authority| evidence.with_crl(Origin::Supplied, &list(authority)).unwrap())
    }

    pub(crate) fn check(&self, request: &TimestampRequest, response: &[u8]) -> Result<Token, signer_core::Error> {
        let trust = self.trust();
        TokenCheck { trust: &trust, evidence: &Evidence::new(), now: now() }.check(request, response)
    }

    /// A token that was checked.
    pub(crate) fn stamp(&self, request: &TimestampRequest) -> Token {
        self.check(request, &Answer::to(request, &self.stamper).octets()).unwrap()
    }
}

pub(crate) fn list(authority: &Authority) -> Vec<u8> {
    authority.revocation_list(1, (2026, 5, 20), (2026, 6, 20), &[])
}

/// An answer, right unless changed.
pub(crate) struct Answer {
    pub(crate) status: u64,
    pub(crate) imprint: Vec<u8>,
    pub(crate) nonce: Option<Vec<u8>>,
    pub(crate) policy: Oid,
    pub(crate) time: String,
    /// Who is named and whose certificate is bound.
    pub(crate) identity: Identity,
    /// Who signs.
    pub(crate) key: Key,
    pub(crate) certificates: Vec<Vec<u8>>,
    /// The digest of the signature value; that of the content is SHA-256.
    pub(crate) digest: Digest,
    /// Octets of padding within, to make it long.
    pub(crate) padding: usize,
}

impl Answer {
    pub(crate) fn to(request: &TimestampRequest, identity: &Identity) -> Self {
        let der = request.to_der();
        let mut parts = Reader::new(&der, Rules::Der).element().unwrap().reader();
        let (_, _) = (parts.element().unwrap(), parts.element().unwrap());
        let policy = parts.optional(Tag::OID).unwrap().map(|policy| policy.oid().unwrap());
        let nonce = parts.optional(Tag::INTEGER).unwrap().map(|nonce| nonce.content().to_vec());
        Self {
            status: 0,
            imprint: request.imprint().to_vec(),
            nonce,
            policy: policy.unwrap_or(Oid::new_unwrap("1.2.3.4")),
            time: AT.replace(['-', ':', 'T'], ""),
            identity: identity.clone(),
            key: identity.key,
            certificates: identity.chain.clone(),
            digest: Digest::Sha256,
            padding: 0,
        }
    }

    fn info(&self) -> Vec<u8> {
        let imprint =
            write::sequence(&[&crypto::digest_identifier(Digest::Sha256), &write::octet_string(&self.imprint)]);
        let nonce = self.nonce.as_ref().map(|nonce| write::element(Tag::INTEGER, &[nonce])).unwrap_or_default();
        let time = write::element(Tag::GENERALIZED_TIME, &[self.time.as_bytes()]);
        let extension = write::sequence(&[&write::oid(oid::ID_DATA), &write::octet_string(&vec![0; self.padding])]);
        let extensions = write::element(Tag::context_constructed(1), &[&extension]);
        let padding = if self.padding == 0 { Vec::new() } else { extensions };
        let (version, policy) = (write::unsigned(1), write::oid(self.policy));
        write::sequence(&[&version, &policy, &imprint, &write::unsigned(77), &time, &nonce, &padding])
    }

    pub(crate) fn octets(&self) -> Vec<u8> {
        let info = self.info();
        let digest = crypto::digest(Digest::Sha256, &info);
        let leaf = self.identity.certificate();
        let attributes = cms::signed_attributes(oid::ID_TST_INFO, &digest, leaf, Digest::Sha256, &[]).unwrap();
        let mut key = SoftwareKey::from_pkcs8_der(&self.key.pkcs8()).unwrap();
        let algorithm = SignatureAlgorithm::RsaPkcs1(self.digest);
        let signature = key.sign(algorithm, &attributes).unwrap();
        // The writer names the first certificate as the signer's; those that travel are put in afterwards.
        let token = cms::signed_data(&cms::Parts {
            content_type: oid::ID_TST_INFO,
            content: Some(&info),
            digest: Digest::Sha256,
            signed_attributes: &attributes,
            certificates: &[leaf.to_vec()],
            algorithm,
            signature: &signature,
            unsigned_attributes: &[],
        })
        .unwrap();
        let token = replace_certificates(&token, &self.certificates);
        write::sequence(&[&write::sequence(&[&write::unsigned(self.status)]), &token])
    }
}

/// The message with other certificates in it.
fn replace_certificates(message: &[u8], certificates: &[Vec<u8>]) -> Vec<u8> {
    let mut outer = Reader::new(message, Rules::Der).element().unwrap().reader();
    let kind = outer.element().unwrap();
    let mut body = outer.element().unwrap().reader().element().unwrap().reader();
    let [version, digests, content] = [(); 3].map(|()| body.element().unwrap().raw());
    body.element().unwrap();
    let signers = body.element().unwrap().raw();
    let set = write::set_of(Tag::context_constructed(0), certificates.to_vec());
    let set = if certificates.is_empty() { Vec::new() } else { set };
    let data = write::sequence(&[version, digests, content, &set, signers]);
    write::sequence(&[kind.raw(), &write::element(Tag::context_constructed(0), &[&data])])
}

#[test]
fn the_answers_of_this_authority_are_right_unless_changed() {
    let world = World::new();
    let request = TimestampRequest::new(Digest::Sha256, vec![1; 32]).with_nonce(&[9; 8]);
    let token = world.stamp(&request);
    assert_eq!(token.time(), now());
    assert_eq!(token.authority().der(), world.stamper.certificate());
    assert_eq!(WrongAnswer::Nonce.to_string(), "its nonce is not the one that was sent");
}
