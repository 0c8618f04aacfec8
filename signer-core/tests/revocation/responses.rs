//! OCSP responses, one rule each.

use super::*;

/// One answer of a response; change what the test is about.
struct Answer {
    digest: Digest,
    status: Vec<u8>,
    this_update: &'static str,
    next_update: Option<&'static str>,
    extensions: Vec<Vec<u8>>,
}

impl Answer {
    fn new(status: Vec<u8>) -> Self {
        Self {
            digest: Digest::Sha1,
            status,
            this_update: "20260531000000Z",
            next_update: Some(JULY),
            extensions: Vec::new(),
        }
    }

    fn good() -> Self {
        Self::new(write::element(Tag::context(0), &[]))
    }

    fn revoked(code: u8) -> Self {
        let reason = write::element(Tag::context_constructed(0), &[&enumerated(code)]);
        Self::new(write::element(Tag::context_constructed(1), &[&date(MAY), &reason]))
    }

    fn der(&self, about: &Certificate) -> Vec<u8> {
        let issuer = certificate(authority().certificate());
        let hash = |octets: &[u8]| write::octet_string(&digest(self.digest, octets));
        let name = write::sequence(&[
            &write::sequence(&[&write::oid(self.digest.oid())]),
            &hash(about.issuer().raw()),
            &hash(issuer.public_key()),
            &write::element(Tag::INTEGER, &[about.serial()]),
        ]);
        let next = self.next_update.map(|next| write::element(Tag::context_constructed(0), &[&date(next)]));
        let list = write::element(Tag::context_constructed(1), &[&write::sequence(&[&self.extensions.concat()])]);
        let extensions = if self.extensions.is_empty() { Vec::new() } else { list };
        write::sequence(&[&name, &self.status, &date(self.this_update), &next.unwrap_or_default(), &extensions])
    }
}

/// Who signs a response, and what else is in it.
struct Responder {
    key: Key,
    by_key: bool,
    certificate: Option<Certificate>,
    extensions: Vec<Vec<u8>>,
}

impl Responder {
    fn issuer() -> Self {
        Self { key: CA, by_key: false, certificate: None, extensions: Vec::new() }
    }

    fn delegated(leaf: Leaf) -> Self {
        Self { key: Key::Rsa2048, by_key: false, certificate: Some(issue(&leaf)), extensions: Vec::new() }
    }

    fn signs(&self, answers: &[Vec<u8>]) -> Response {
        let own = self.certificate.clone().unwrap_or_else(|| certificate(authority().certificate()));
        let id = if self.by_key {
            let hash = write::octet_string(&digest(Digest::Sha1, own.public_key()));
            write::element(Tag::context_constructed(2), &[&hash])
        } else {
            write::element(Tag::context_constructed(1), &[own.subject().raw()])
        };
        let list = write::element(Tag::context_constructed(1), &[&write::sequence(&[&self.extensions.concat()])]);
        let extensions = if self.extensions.is_empty() { Vec::new() } else { list };
        let tbs =
            write::sequence(&[&id, &date("20260531000000Z"), &write::sequence(&[&answers.concat()]), &extensions]);
        let certificates = self
            .certificate
            .as_ref()
            .map(|certificate| write::element(Tag::context_constructed(0), &[&write::sequence(&[certificate.der()])]));
        let basic = signed(&tbs, self.key, &certificates.unwrap_or_default());
        assert_eq!(Response::parse_basic(&basic).unwrap().singles().len(), answers.len());
        let octets = write::sequence(&[&write::oid(oid::OCSP_BASIC), &write::octet_string(&basic)]);
        let explicit = write::element(Tag::context_constructed(0), &[&octets]);
        Response::parse(&write::sequence(&[&enumerated(0), &explicit])).unwrap()
    }
}

fn responder_leaf() -> Leaf {
    Leaf::organisation(Key::Rsa2048).with_extended_key_usage(&[&[1, 3, 6, 1, 5, 5, 7, 3, 9]])
}

fn by_response(response: &Response) -> Determination {
    Ask { responses: std::slice::from_ref(response), ..NOTHING }.about(&person())
}

fn answered(answer: &Answer) -> Determination {
    by_response(&Responder::issuer().signs(&[answer.der(&person())]))
}

#[test]
fn the_issuer_itself_answers_by_name_or_by_key() {
    assert_eq!(answered(&Answer::good()).status, RevocationStatus::Good);
    let by_key = Responder { by_key: true, ..Responder::issuer() };
    assert_eq!(by_response(&by_key.signs(&[Answer::good().der(&person())])).status, RevocationStatus::Good);
    assert_eq!(answered(&Answer::revoked(1)).status, revoked(Some(Reason::KeyCompromise)));
    assert_eq!(answered(&Answer::revoked(6)).status, RevocationStatus::Hold { since: time(MAY) });
    let unknown = Answer::new(write::element(Tag::context(2), &[]));
    assert_eq!(why(&answered(&unknown)), &Rejection::UnknownToResponder);
}

#[test]
fn the_certificate_may_be_named_with_any_digest() {
    for digest in [Digest::Sha256, Digest::Sha384, Digest::Sha512] {
        assert_eq!(answered(&Answer { digest, ..Answer::good() }).status, RevocationStatus::Good);
    }
}

#[test]
fn an_answer_about_another_certificate_is_none() {
    let other = issue(&Leaf::organisation(Key::P256));
    let response = Responder::issuer().signs(&[Answer::good().der(&other)]);
    assert_eq!(why(&by_response(&response)), &Rejection::NotAbout);
    // Of several, the one that is asked for; a revocation first.
    let answers = [Answer::good().der(&other), Answer::good().der(&person()), Answer::revoked(4).der(&person())];
    assert_eq!(by_response(&Responder::issuer().signs(&answers)).status, revoked(Some(Reason::Superseded)));
}

#[test]
fn a_responder_needs_a_certificate_of_the_ca_for_this_purpose() {
    let answer = || [Answer::good().der(&person())];
    let good = by_response(&Responder::delegated(responder_leaf()).signs(&answer()));
    assert_eq!(good.status, RevocationStatus::Good);
    assert_eq!(good.proofs.first().unwrap().delegate, Some(Delegate::Unchecked));
    let without = Responder::delegated(Leaf::organisation(Key::Rsa2048)).signs(&answer());
    assert!(matches!(why(&by_response(&without)), Rejection::NotAuthorised { .. }));
    let expired = Responder::delegated(responder_leaf().expired()).signs(&answer());
    assert!(matches!(why(&by_response(&expired)), Rejection::NotAuthorised { .. }));
    let mut foreign = Responder::delegated(responder_leaf());
    foreign.certificate =
        Some(certificate(&Authority::root("Issuing CA", Key::Rsa2048Second).issue(&responder_leaf())));
    assert!(matches!(why(&by_response(&foreign.signs(&answer()))), Rejection::NotAuthorised { .. }));
}

#[test]
fn a_response_signed_with_another_key_is_not_believed() {
    let wrong = Responder { key: Key::Rsa2048Second, ..Responder::issuer() };
    assert_eq!(why(&by_response(&wrong.signs(&[Answer::good().der(&person())]))), &Rejection::BadSignature);
}

#[test]
fn old_answers_show_revocations_and_nothing_else() {
    let old =
        |answer: Answer| Answer { this_update: "20260510000000Z", next_update: Some("20260511000000Z"), ..answer };
    assert!(matches!(why(&answered(&old(Answer::good()))), Rejection::NotFresh { .. }));
    assert_eq!(answered(&old(Answer::revoked(1))).status, revoked(Some(Reason::KeyCompromise)));
    // Without an end an answer is for a day.
    let day = Answer { next_update: None, ..Answer::good() };
    assert_eq!(answered(&day).status, RevocationStatus::Good);
    let longer = Answer { this_update: "20260530000000Z", ..day };
    assert!(matches!(why(&answered(&longer)), Rejection::NotFresh { .. }));
}

#[test]
fn an_archive_cutoff_lets_a_responder_speak_for_expired_certificates() {
    let expired = issue(&Leaf::personal(Key::P256).expired());
    let ask = |answer: &Answer| {
        let response = Responder::issuer().signs(&[answer.der(&expired)]);
        Ask { responses: &[response], ..NOTHING }.about(&expired)
    };
    assert_eq!(why(&ask(&Answer::good())), &Rejection::AfterExpiry);
    let cutoff = extension(oid::OCSP_ARCHIVE_CUTOFF, false, &date("20200101000000Z"));
    assert_eq!(ask(&Answer { extensions: vec![cutoff], ..Answer::good() }).status, RevocationStatus::Good);
}

#[test]
fn critical_extensions_that_are_not_known_make_an_answer_useless() {
    let answer = Answer { extensions: vec![unknown_extension()], ..Answer::good() };
    assert!(matches!(why(&answered(&answer)), Rejection::CriticalExtension(_)));
    let responder = Responder { extensions: vec![unknown_extension()], ..Responder::issuer() };
    let response = responder.signs(&[Answer::good().der(&person())]);
    assert!(matches!(why(&by_response(&response)), Rejection::CriticalExtension(_)));
}

#[test]
fn a_revocation_in_one_kind_of_evidence_outweighs_good_news_in_the_other() {
    let person = person();
    let responses = [Responder::issuer().signs(&[Answer::good().der(&person)])];
    let crls = [List::of(&[entry(&person, &[])]).crl()];
    let both = Ask { crls: &crls, responses: &responses, ..NOTHING };
    assert_eq!(both.about(&person).status, revoked(None));
}

#[test]
fn a_nonce_ties_a_response_to_its_request() {
    let nonce = |octets: &[u8]| extension(oid::OCSP_NONCE, false, &write::octet_string(octets));
    let responder = Responder { extensions: vec![nonce(b"0123456789abcdef")], ..Responder::issuer() };
    let response = responder.signs(&[Answer::good().der(&person())]);
    assert_eq!(response.answers(b"0123456789abcdef"), NonceMatch::Same);
    assert_eq!(response.answers(b"another"), NonceMatch::Different);
    let without = Responder::issuer().signs(&[Answer::good().der(&person())]);
    assert_eq!(without.answers(b"0123456789abcdef"), NonceMatch::Absent);
}

#[test]
fn a_request_is_the_same_octets_each_time() {
    let (person, issuer) = (person(), certificate(authority().certificate()));
    let request = |nonce: Option<&[u8]>| ocsp::request(&person, &issuer, nonce);
    assert_eq!(request(Some(b"nonce")), request(Some(b"nonce")));
    // OCSPRequest, TBSRequest, requestList, Request, CertID, AlgorithmIdentifier of SHA-1.
    let octets = request(None);
    assert_eq!(octets.get(..2), Some(&[0x30, 0x43][..]), "{}", hex::encode(&octets));
    assert!(hex::encode(&octets).contains(&hex::encode(digest(Digest::Sha1, person.issuer().raw()))));
    assert!(hex::encode(request(Some(b"nonce"))).ends_with(&hex::encode(b"\x04\x07\x04\x05nonce")));
}

#[test]
fn an_error_of_the_responder_is_named() {
    let error = Response::parse(&write::sequence(&[&enumerated(3)])).unwrap_err().to_string();
    assert!(error.contains("tryLater"), "{error}");
}

#[test]
fn octets_cut_short_are_refused() {
    let list = List::of(&[entry(&person(), &[])]).der();
    let response = Responder::issuer().signs(&[Answer::good().der(&person())]);
    for length in 0..list.len() {
        assert!(list.get(..length).is_some_and(|cut| Crl::parse(cut).is_err()));
    }
    for length in 0..response.der().len() {
        assert!(response.der().get(..length).is_some_and(|cut| Response::parse(cut).is_err()));
    }
}

#[test]
fn damaged_octets_are_read_or_refused_and_never_end_the_program() {
    let (person, issuer) = (person(), certificate(authority().certificate()));
    let reason = extension(oid::REASON_CODE, false, &enumerated(1));
    let list = List::of(&[entry(&person, &[reason])]).numbered(3).scope(&[&full_name(&url("http://a.vn/1.crl"))]).der();
    let response = Responder::delegated(responder_leaf()).signs(&[Answer::revoked(1).der(&person)]);
    for value in [0x00, 0x01, 0x7f, 0x80, 0x84, 0xff] {
        for at in 0..list.len() {
            let mut octets = list.clone();
            *octets.get_mut(at).unwrap() = value;
            if let Ok(crl) = Crl::parse(&octets) {
                let _ = (crl.find(person.issuer(), person.serial()), crl.len(), crl.flaw());
            }
        }
        for at in 0..response.der().len() {
            let mut octets = response.der().to_vec();
            *octets.get_mut(at).unwrap() = value;
            if let Ok(response) = Response::parse(&octets) {
                let _ = response.singles().iter().filter(|single| single.is_about(&person, &issuer)).count();
            }
        }
    }
}
