//! CRLs and OCSP responses made here, one rule each.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod responses;

use signer_core::Time;
use signer_core::algorithm::{Digest, SignatureAlgorithm};
use signer_core::crypto::{Native, algorithm_identifier, digest};
use signer_core::der::{Tag, write};
use signer_core::limits::Budget;
use signer_core::oid::{self, Oid};
use signer_core::pki::Certificate;
use signer_core::pki::crl::{Crl, Flaw, Reason};
use signer_core::pki::ocsp::{self, NonceMatch, Response};
use signer_core::pki::revocation::{
    Delegate, Determination, Freshness, Question, Rejection, RevocationStatus, Source, determine,
};
use signer_core::signer::{Signer, SoftwareKey};
use test_vectors::keys::Key;
use test_vectors::pki::{AT, Authority, Extension, Leaf};

const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(Digest::Sha256);
const CA: Key = Key::Rsa2048Issuer;
const MAY: &str = "20260515000000Z";
const JULY: &str = "20260701000000Z";

fn certificate(der: &[u8]) -> Certificate {
    Certificate::parse(der).unwrap()
}

fn authority() -> Authority {
    Authority::root("Issuing CA", CA)
}

fn issue(leaf: &Leaf) -> Certificate {
    certificate(&authority().issue(leaf))
}

fn person() -> Certificate {
    issue(&Leaf::personal(Key::P256))
}

fn time(text: &str) -> Time {
    Time::from_asn1(text).unwrap()
}

fn date(text: &str) -> Vec<u8> {
    write::element(Tag::GENERALIZED_TIME, &[text.as_bytes()])
}

/// `tbs`, the algorithm, the signature.
fn signed(tbs: &[u8], key: Key, more: &[u8]) -> Vec<u8> {
    let signature = SoftwareKey::from_pkcs8_der(&key.pkcs8()).unwrap().sign(ALGORITHM, tbs).unwrap();
    let bits = write::element(Tag::BIT_STRING, &[&[0], &signature]);
    write::sequence(&[tbs, &algorithm_identifier(ALGORITHM), &bits, more])
}

fn extension(oid: Oid, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    write::sequence(&[&write::oid(oid), critical, &write::octet_string(value)])
}

fn unknown_extension() -> Vec<u8> {
    extension(Oid::new_unwrap("2.25.1234"), true, &[5, 0])
}

/// A directory name as a `GeneralName`.
fn directory(name: &[u8]) -> Vec<u8> {
    write::element(Tag::context_constructed(4), &[name])
}

fn enumerated(code: u8) -> Vec<u8> {
    write::element(Tag::ENUMERATED, &[&[code]])
}

fn entry(certificate: &Certificate, extensions: &[Vec<u8>]) -> Vec<u8> {
    let serial = write::element(Tag::INTEGER, &[certificate.serial()]);
    let list = if extensions.is_empty() { Vec::new() } else { write::sequence(&[&extensions.concat()]) };
    write::sequence(&[&serial, &date(MAY), &list])
}

fn with_reason(certificate: &Certificate, code: u8) -> Vec<u8> {
    entry(certificate, &[extension(oid::REASON_CODE, false, &enumerated(code))])
}

/// A list of the issuing CA, in force at the time of the tests; change what the test is about.
struct List {
    issuer: Vec<u8>,
    key: Key,
    this_update: &'static str,
    next_update: &'static str,
    entries: Vec<Vec<u8>>,
    extensions: Vec<Vec<u8>>,
}

impl List {
    fn of(entries: &[Vec<u8>]) -> Self {
        let issuer = certificate(authority().certificate()).subject().raw().to_vec();
        let entries = entries.to_vec();
        Self { issuer, key: CA, this_update: "20260520000000Z", next_update: JULY, entries, extensions: Vec::new() }
    }

    fn with(mut self, oid: Oid, critical: bool, value: &[u8]) -> Self {
        self.extensions.push(extension(oid, critical, value));
        self
    }

    fn numbered(self, number: u64) -> Self {
        self.with(oid::CRL_NUMBER, false, &write::unsigned(number))
    }

    fn delta(self, base: u64) -> Self {
        self.with(oid::DELTA_CRL_INDICATOR, true, &write::unsigned(base))
    }

    /// The contents of an issuing distribution point.
    fn scope(self, parts: &[&[u8]]) -> Self {
        self.with(oid::ISSUING_DISTRIBUTION_POINT, true, &write::sequence(parts))
    }

    fn issued(mut self, this_update: &'static str, next_update: &'static str) -> Self {
        (self.this_update, self.next_update) = (this_update, next_update);
        self
    }

    fn der(&self) -> Vec<u8> {
        let entries = if self.entries.is_empty() { Vec::new() } else { write::sequence(&[&self.entries.concat()]) };
        let extensions = write::element(Tag::context_constructed(0), &[&write::sequence(&[&self.extensions.concat()])]);
        let extensions = if self.extensions.is_empty() { Vec::new() } else { extensions };
        let tbs = write::sequence(&[
            &write::unsigned(1),
            &algorithm_identifier(ALGORITHM),
            &self.issuer,
            &date(self.this_update),
            &date(self.next_update),
            &entries,
            &extensions,
        ]);
        signed(&tbs, self.key, &[])
    }

    fn crl(&self) -> Crl {
        Crl::parse(&self.der()).unwrap()
    }
}

#[derive(Clone, Copy)]
struct Ask<'a> {
    crls: &'a [Crl],
    responses: &'a [Response],
    certificates: &'a [Certificate],
    freshness: Freshness,
    checks: u64,
}

const NOTHING: Ask<'_> =
    Ask { crls: &[], responses: &[], certificates: &[], freshness: Freshness::InForce, checks: 100 };

impl Ask<'_> {
    fn about(self, certificate: &Certificate) -> Determination {
        let issuer = self::certificate(authority().certificate());
        let at: Time = AT.parse().unwrap();
        let Self { crls, responses, certificates, freshness, checks } = self;
        let question = Question {
            certificate,
            issuer: &issuer,
            crls,
            responses,
            certificates,
            at,
            now: at,
            freshness,
            checker: &Native,
        };
        let mut anybody = |_: &Certificate, _, _: &mut Budget| Ok(Delegate::Unchecked);
        determine(&question, &mut anybody, &mut Budget::new("signature checks", checks)).unwrap()
    }
}

fn by_lists(crls: &[Crl], certificate: &Certificate) -> Determination {
    Ask { crls, ..NOTHING }.about(certificate)
}

fn by_list(list: &List, certificate: &Certificate) -> Determination {
    by_lists(&[list.crl()], certificate)
}

fn why(determination: &Determination) -> &Rejection {
    assert_eq!(determination.status, RevocationStatus::Unknown);
    &determination.rejected.first().unwrap().why
}

fn revoked(reason: Option<Reason>) -> RevocationStatus {
    RevocationStatus::Revoked { at: time(MAY), reason, invalidity_date: None }
}

#[test]
fn a_certificate_on_the_list_is_revoked_and_the_reason_is_told() {
    let person = person();
    let invalidity = extension(oid::INVALIDITY_DATE, false, &date("20260401000000Z"));
    let reason = extension(oid::REASON_CODE, false, &enumerated(1));
    let determination = by_list(&List::of(&[entry(&person, &[reason, invalidity])]), &person);
    let invalidity_date = Some(time("20260401000000Z"));
    let expected = RevocationStatus::Revoked { at: time(MAY), reason: Some(Reason::KeyCompromise), invalidity_date };
    assert_eq!(determination.status, expected);
    assert!(!determination.status.is_good_at(time("20260501000000Z")));
    assert_eq!(determination.proofs.first().unwrap().source, Source::Crl(0));
}

#[test]
fn a_certificate_that_is_not_on_the_list_is_good() {
    let other = issue(&Leaf::organisation(Key::P256));
    assert_eq!(by_list(&List::of(&[entry(&other, &[])]), &person()).status, RevocationStatus::Good);
    assert_eq!(by_list(&List::of(&[]), &person()).status, RevocationStatus::Good);
}

#[test]
fn a_list_signed_with_another_key_is_not_believed() {
    let mut list = List::of(&[]);
    list.key = Key::Rsa2048Second;
    assert_eq!(why(&by_list(&list, &person())), &Rejection::BadSignature);
}

#[test]
fn a_list_of_another_issuer_says_nothing() {
    let mut list = List::of(&[]);
    list.issuer = person().subject().raw().to_vec();
    assert_eq!(why(&by_list(&list, &person())), &Rejection::NotAbout);
}

#[test]
fn a_critical_extension_that_is_not_known_makes_a_list_useless() {
    let mut list = List::of(&[]);
    list.extensions.push(unknown_extension());
    let expected = Rejection::Flaw(Flaw::CriticalExtension(Oid::new_unwrap("2.25.1234")));
    assert_eq!(why(&by_list(&list, &person())), &expected);
}

#[test]
fn a_critical_extension_of_one_entry_makes_the_list_useless_for_all() {
    let other = issue(&Leaf::organisation(Key::P256));
    let list = List::of(&[entry(&other, &[unknown_extension()])]);
    assert!(matches!(why(&by_list(&list, &person())), Rejection::Malformed(_)));
}

#[test]
fn old_lists_show_revocations_and_nothing_else() {
    let person = person();
    let old = |entries: &[Vec<u8>]| List::of(entries).issued("20260510000000Z", "20260520000000Z");
    assert!(matches!(why(&by_list(&old(&[]), &person)), Rejection::NotFresh { .. }));
    assert_eq!(by_list(&old(&[entry(&person, &[])]), &person).status, revoked(None));
    let crls = [old(&[]).crl()];
    let within = |days: u32| Ask { crls: &crls, freshness: Freshness::Within(days * 86_400), ..NOTHING };
    assert_eq!(within(30).about(&person).status, RevocationStatus::Good);
    assert_eq!(within(10).about(&person).status, RevocationStatus::Unknown);
}

#[test]
fn a_list_from_the_future_is_not_believed() {
    let list = List::of(&[]).issued("20260601000001Z", JULY);
    assert!(matches!(why(&by_list(&list, &person())), Rejection::Future(_)));
}

#[test]
fn expired_certificates_are_only_spoken_for_where_the_list_says_so() {
    let expired = issue(&Leaf::personal(Key::P256).expired());
    assert_eq!(why(&by_list(&List::of(&[]), &expired)), &Rejection::AfterExpiry);
    let keeps = List::of(&[]).with(oid::EXPIRED_CERTS_ON_CRL, false, &date("20200101000000Z"));
    assert_eq!(by_list(&keeps, &expired).status, RevocationStatus::Good);
}

#[test]
fn a_hold_ends_with_a_newer_list_and_a_revocation_does_not() {
    let person = person();
    let older = |code| List::of(&[with_reason(&person, code)]).crl();
    let newer = List::of(&[]).issued("20260525000000Z", JULY).crl();
    assert_eq!(by_lists(&[older(6)], &person).status, RevocationStatus::Hold { since: time(MAY) });
    assert_eq!(by_lists(&[older(6), newer.clone()], &person).status, RevocationStatus::Good);
    assert_eq!(by_lists(&[older(4), newer], &person).status, revoked(Some(Reason::Superseded)));
}

#[test]
fn a_delta_adds_to_its_list_and_takes_holds_back() {
    let person = person();
    let complete = |entries: &[Vec<u8>]| List::of(entries).numbered(5).crl();
    let delta = |entries: &[Vec<u8>]| List::of(entries).numbered(6).delta(4).issued("20260525000000Z", JULY).crl();
    let added = by_lists(&[complete(&[]), delta(&[with_reason(&person, 1)])], &person);
    assert_eq!(added.status, revoked(Some(Reason::KeyCompromise)));
    assert_eq!(added.proofs.first().unwrap().delta, Some(1));
    let taken_back = [complete(&[with_reason(&person, 6)]), delta(&[with_reason(&person, 8)])];
    assert_eq!(by_lists(&taken_back, &person).status, RevocationStatus::Good);
    let not_on_hold = [complete(&[with_reason(&person, 1)]), delta(&[with_reason(&person, 8)])];
    assert_eq!(by_lists(&not_on_hold, &person).status, revoked(Some(Reason::KeyCompromise)));
}

#[test]
fn a_delta_alone_or_for_another_list_says_nothing() {
    let person = person();
    let delta = || List::of(&[]).numbered(9).delta(7);
    assert_eq!(why(&by_list(&delta(), &person)), &Rejection::DeltaAlone);
    let hold = List::of(&[with_reason(&person, 6)]).numbered(5).crl();
    let mut removal = delta();
    removal.entries.push(with_reason(&person, 8));
    // Its base is newer than the list, so it may lack changes in between.
    assert_eq!(by_lists(&[hold, removal.crl()], &person).status, RevocationStatus::Hold { since: time(MAY) });
}

#[test]
fn a_list_for_one_kind_of_certificates_says_nothing_of_others() {
    let user_only = |tag: u8| List::of(&[]).scope(&[&write::element(Tag::context(tag), &[&[0xff]])]);
    assert_eq!(by_list(&user_only(1), &person()).status, RevocationStatus::Good);
    assert_eq!(why(&by_list(&user_only(2), &person())), &Rejection::Kind);
    assert_eq!(why(&by_list(&user_only(5), &person())), &Rejection::Kind);
    let ca = issue(&Leaf::personal(Key::P256).as_authority());
    assert_eq!(why(&by_list(&user_only(1), &ca)), &Rejection::Kind);
    assert_eq!(by_list(&user_only(2), &ca).status, RevocationStatus::Good);
}

/// `ReasonFlags` with these bits, in the octet after the count of unused bits.
fn reasons(flags: [u8; 3]) -> Vec<u8> {
    write::element(Tag::context(3), &[&flags])
}

#[test]
fn lists_for_some_reasons_are_good_only_together() {
    let person = person();
    // Bits 1 to 4, and 5 to 8.
    let one = List::of(&[]).scope(&[&reasons([3, 0x78, 0])[..]]);
    let other = List::of(&[]).scope(&[&reasons([7, 0x07, 0x80])[..]]);
    assert_eq!(why(&by_list(&one, &person)), &Rejection::SomeReasons);
    let both = by_lists(&[one.crl(), other.crl()], &person);
    assert_eq!(both.status, RevocationStatus::Good);
    assert_eq!(both.proofs.len(), 2);
}

/// A certificate whose distribution point has these parts.
fn with_point(parts: &[&[u8]]) -> Certificate {
    let value = write::sequence(&[&write::sequence(parts)]);
    issue(&Leaf::personal(Key::P256).with_extension(&Extension { oid: vec![2, 5, 29, 31], critical: false, value }))
}

/// `distributionPoint [0]` with a full name.
fn full_name(names: &[u8]) -> Vec<u8> {
    let full = write::element(Tag::context_constructed(0), &[names]);
    write::element(Tag::context_constructed(0), &[&full])
}

fn url(text: &str) -> Vec<u8> {
    write::element(Tag::context(6), &[text.as_bytes()])
}

#[test]
fn a_list_of_another_distribution_point_is_not_the_one_asked_for() {
    let one = List::of(&[]).scope(&[&full_name(&url("http://a.vn/1.crl"))]);
    assert_eq!(by_list(&one, &with_point(&[&full_name(&url("http://a.vn/1.crl"))])).status, RevocationStatus::Good);
    let elsewhere = with_point(&[&full_name(&url("http://a.vn/2.crl"))]);
    assert_eq!(why(&by_list(&one, &elsewhere)), &Rejection::DistributionPoint);
    assert_eq!(why(&by_list(&one, &person())), &Rejection::DistributionPoint);
}

#[test]
fn a_relative_name_is_appended_to_the_name_of_the_issuer() {
    let attribute = |text: &str| {
        let value = write::element(Tag::UTF8_STRING, &[text.as_bytes()]);
        let relative = write::sequence(&[&write::oid(oid::COMMON_NAME), &value]);
        let name = write::element(Tag::context_constructed(1), &[&relative]);
        write::element(Tag::context_constructed(0), &[&name])
    };
    let list = List::of(&[]).scope(&[&attribute("part 1")]);
    assert_eq!(by_list(&list, &with_point(&[&attribute("PART 1")])).status, RevocationStatus::Good);
    assert_eq!(why(&by_list(&list, &with_point(&[&attribute("part 2")]))), &Rejection::DistributionPoint);
}

/// Another authority that speaks for the issuing CA, and a certificate that says so.
fn indirect() -> (Certificate, Certificate) {
    let speaker = certificate(Authority::root("CRL authority", Key::Rsa2048Second).certificate());
    let point = write::element(Tag::context_constructed(2), &[&directory(speaker.subject().raw())]);
    (with_point(&[&point]), speaker)
}

#[test]
fn an_indirect_list_speaks_for_whoever_names_its_issuer() {
    let (person, speaker) = indirect();
    let other = issue(&Leaf::organisation(Key::P256));
    let names = |certificate: &Certificate| write::sequence(&[&directory(certificate.issuer().raw())]);
    let of = |who: &Certificate| extension(oid::CERTIFICATE_ISSUER, true, &names(who));
    let list = |entries: &[Vec<u8>], indirect: bool| {
        let mut list = List::of(entries);
        (list.issuer, list.key) = (speaker.subject().raw().to_vec(), Key::Rsa2048Second);
        let list = if indirect { list.scope(&[&write::element(Tag::context(4), &[&[0xff]])]) } else { list };
        list.crl()
    };
    let ask = |crl: Crl| Ask { crls: &[crl], certificates: std::slice::from_ref(&speaker), ..NOTHING }.about(&person);
    // The issuer that the first entry names holds for those that follow.
    let carried = [entry(&other, &[of(&other)]), entry(&person, &[])];
    assert_eq!(ask(list(&carried, true)).status, revoked(None));
    // Without one, an entry is about a certificate of the list's own issuer.
    assert_eq!(ask(list(&[entry(&person, &[])], true)).status, RevocationStatus::Good);
    assert_eq!(why(&ask(list(&carried, false))), &Rejection::DistributionPoint);
}

#[test]
fn who_may_not_sign_lists_is_not_believed_about_them() {
    let (person, speaker) = indirect();
    let mut list = List::of(&[]).scope(&[&write::element(Tag::context(4), &[&[0xff]])]);
    (list.issuer, list.key) = (speaker.subject().raw().to_vec(), Key::Rsa2048Second);
    let crls = [list.crl()];
    assert!(matches!(why(&by_lists(&crls, &person)), Rejection::NoSigner { .. }));
    let issuer = certificate(authority().certificate());
    let question = Question {
        certificate: &person,
        issuer: &issuer,
        crls: &crls,
        responses: &[],
        certificates: &[speaker],
        at: AT.parse().unwrap(),
        now: AT.parse().unwrap(),
        freshness: Freshness::InForce,
        checker: &Native,
    };
    let mut budget = Budget::new("signature checks", 10);
    let determination = determine(&question, &mut |_, _, _| Err("no path".to_owned()), &mut budget).unwrap();
    assert!(matches!(why(&determination), Rejection::NotAuthorised { why, .. } if why == "no path"));
    // Nothing is checked once the budget is used up, and that is said.
    let mut budget = Budget::new("signature checks", 0);
    assert!(determine(&question, &mut |_, _, _| Ok(Delegate::Checked), &mut budget).is_err());
}

#[test]
fn an_entry_of_a_long_list_is_found() {
    let person = person();
    let mut entries: Vec<Vec<u8>> = (0x0100_0000_u64..0x0100_0000 + 250_000)
        .map(|number| write::sequence(&[&write::unsigned(number), &date(MAY)]))
        .collect();
    entries.push(entry(&person, &[]));
    let list = List::of(&entries).crl();
    assert_eq!(list.len().unwrap(), 250_001);
    assert_eq!(by_lists(&[list], &person).status, revoked(None));
}
