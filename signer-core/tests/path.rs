//! Paths: which are proven, and what is said of those that are not.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use signer_core::Time;
use signer_core::crypto::Native;
use signer_core::limits::Budget;
use signer_core::pki::{
    Certificate, Path, PathError, PathErrorKind, PathQuery, PolicySettings, Purpose, TrustStore, find_path,
};
use test_vectors::keys::Key;
use test_vectors::pki::{AT, Authority, AuthorityParams, Extension, KeyUsage, Leaf};

fn certificate(der: &[u8]) -> Certificate {
    Certificate::parse(der).unwrap()
}

fn trust(anchors: &[&Authority]) -> TrustStore {
    anchors.iter().map(|anchor| certificate(anchor.certificate())).collect()
}

struct Case {
    root: Authority,
    issuer: Authority,
}

impl Case {
    fn new() -> Self {
        Self::with_issuer(&AuthorityParams::new("Issuing CA", Key::Rsa2048Issuer))
    }

    fn with_issuer(params: &AuthorityParams) -> Self {
        let root = Authority::root("Root CA", Key::Rsa2048Root);
        let issuer = root.subordinate_with(params);
        Self { root, issuer }
    }

    fn prove(&self, leaf: &Leaf) -> Result<Path, PathError> {
        self.prove_for(leaf, Purpose::DocumentSigning)
    }

    fn prove_for(&self, leaf: &Leaf, purpose: Purpose) -> Result<Path, PathError> {
        let leaf = certificate(&self.issuer.issue(leaf));
        search(&leaf, &[certificate(self.issuer.certificate())], &trust(&[&self.root]), purpose, 10)
    }
}

fn search(
    leaf: &Certificate,
    intermediates: &[Certificate],
    trust: &TrustStore,
    purpose: Purpose,
    checks: u64,
) -> Result<Path, PathError> {
    let mut budget = Budget::new("signature checks", checks);
    let at: Time = AT.parse().unwrap();
    let policies = PolicySettings::any();
    find_path(PathQuery { leaf, intermediates, trust, at, checker: &Native, budget: &mut budget, purpose, policies })
}

fn person() -> Leaf {
    Leaf::personal(Key::P256)
}

fn kind(result: Result<Path, PathError>) -> PathErrorKind {
    result.unwrap_err().kind
}

#[test]
fn a_path_goes_from_the_leaf_over_the_issuer_to_the_anchor() {
    let case = Case::new();
    let path = case.prove(&person()).unwrap();
    let names: Vec<String> = path.certificates().iter().map(|certificate| certificate.subject().short()).collect();
    assert_eq!(names, ["Nguyễn Văn An", "Issuing CA", "Root CA"]);
    assert_eq!(path.anchor().unwrap().der(), case.root.certificate());
}

#[test]
fn an_anchor_in_the_middle_ends_the_path() {
    let case = Case::new();
    let leaf = certificate(&case.issuer.issue(&person()));
    let path = search(&leaf, &[], &trust(&[&case.issuer]), Purpose::DocumentSigning, 10).unwrap();
    assert_eq!(path.certificates().len(), 2);
}

#[test]
fn the_missing_issuer_is_named_and_where_it_may_be_had() {
    let case = Case::new();
    let leaf =
        person().with_urls("http://ca.example.vn/issuing.crt", "http://ocsp.example.vn", "http://crl.example.vn");
    let leaf = certificate(&case.issuer.issue(&leaf));
    let error = search(&leaf, &[], &trust(&[&case.root]), Purpose::DocumentSigning, 10).unwrap_err();
    let PathErrorKind::NoIssuer { issuer, urls, .. } = &error.kind else { panic!("{error}") };
    assert!(issuer.starts_with("CN=Issuing CA,"), "{issuer}");
    assert_eq!(urls, &["http://ca.example.vn/issuing.crt"]);
    assert_eq!(error.longest, [leaf]);
}

#[test]
fn an_unknown_root_is_not_trusted_and_the_chain_to_it_is_shown() {
    let case = Case::new();
    let leaf = certificate(&case.issuer.issue(&person()));
    let others = [certificate(case.issuer.certificate()), certificate(case.root.certificate())];
    let error = search(&leaf, &others, &TrustStore::new(), Purpose::DocumentSigning, 10).unwrap_err();
    assert!(matches!(error.kind, PathErrorKind::NotTrusted { .. }), "{error}");
    assert_eq!(error.longest.len(), 3);
}

#[test]
fn a_root_of_the_same_name_with_another_key_is_not_the_anchor() {
    let case = Case::new();
    let impostor = Authority::root("Root CA", Key::Rsa2048Second);
    let leaf = certificate(&case.issuer.issue(&person()));
    let issuer = certificate(case.issuer.certificate());
    let error = search(&leaf, &[issuer], &trust(&[&impostor]), Purpose::DocumentSigning, 10).unwrap_err();
    assert!(!matches!(error.kind, PathErrorKind::Expired { .. }), "{error}");
    let both = trust(&[&impostor, &case.root]);
    let issuer = certificate(case.issuer.certificate());
    assert!(search(&leaf, &[issuer], &both, Purpose::DocumentSigning, 10).is_ok());
}

#[test]
fn a_certificate_signed_by_another_key_of_the_same_name_has_a_bad_signature() {
    let case = Case::new();
    let impostor = Authority::root("Issuing CA", Key::Rsa2048Second);
    let leaf = certificate(&impostor.issue(&person().without_authority_key_identifier()));
    let issuer = certificate(case.issuer.certificate());
    let error = kind(search(&leaf, &[issuer], &trust(&[&case.root]), Purpose::DocumentSigning, 10));
    assert!(matches!(error, PathErrorKind::BadSignature { .. }), "{error}");
}

#[test]
fn one_flipped_bit_in_a_certificate_is_a_bad_signature() {
    let case = Case::new();
    let mut der = case.issuer.issue(&person());
    let at = der.windows(4).position(|octets| octets == "Văn".as_bytes()).unwrap();
    der[at] ^= 0x20;
    let error = kind(search(
        &certificate(&der),
        &[certificate(case.issuer.certificate())],
        &trust(&[&case.root]),
        Purpose::DocumentSigning,
        10,
    ));
    assert!(matches!(error, PathErrorKind::BadSignature { .. }), "{error}");
}

#[test]
fn validity_is_judged_at_the_moment_asked_about() {
    let case = Case::new();
    assert!(matches!(kind(case.prove(&person().expired())), PathErrorKind::Expired { .. }));
    assert!(matches!(kind(case.prove(&person().not_yet_valid())), PathErrorKind::NotYetValid { .. }));
    let mut old = AuthorityParams::new("Issuing CA", Key::Rsa2048Issuer);
    old.validity = ((2020, 1, 1), (2026, 1, 1));
    let PathErrorKind::Expired { subject, .. } = kind(Case::with_issuer(&old).prove(&person())) else { panic!() };
    assert!(subject.starts_with("CN=Issuing CA"));
}

#[test]
fn who_is_not_a_ca_issues_nothing() {
    let mut params = AuthorityParams::new("Issuing CA", Key::Rsa2048Issuer);
    params.is_authority = false;
    assert!(matches!(kind(Case::with_issuer(&params).prove(&person())), PathErrorKind::NotCa { .. }));
    let mut params = AuthorityParams::new("Issuing CA", Key::Rsa2048Issuer);
    params.key_usage = vec![KeyUsage::DigitalSignature];
    assert!(matches!(kind(Case::with_issuer(&params).prove(&person())), PathErrorKind::KeyUsage { .. }));
}

#[test]
fn a_path_length_of_zero_allows_no_authority_below() {
    let mut params = AuthorityParams::new("Issuing CA", Key::Rsa2048Issuer);
    params.path_length = Some(0);
    let case = Case::with_issuer(&params);
    assert!(case.prove(&person()).is_ok());
    let below = case.issuer.subordinate("Lower CA", Key::Rsa2048Second);
    let leaf = certificate(&below.issue(&person()));
    let others = [certificate(case.issuer.certificate()), certificate(below.certificate())];
    let error = kind(search(&leaf, &others, &trust(&[&case.root]), Purpose::DocumentSigning, 10));
    assert!(matches!(error, PathErrorKind::PathLength { .. }), "{error}");
}

#[test]
fn what_is_not_processed_is_refused_and_not_passed_over() {
    let case = Case::new();
    let error = kind(case.prove(&person().with_extension(&Extension::unknown(true))));
    assert!(matches!(error, PathErrorKind::CriticalExtension { .. }), "{error}");
    assert!(case.prove(&person().with_extension(&Extension::unknown(false))).is_ok());
}

#[test]
fn a_signer_needs_digital_signature_or_non_repudiation_where_the_usage_is_given() {
    let case = Case::new();
    for usage in [vec![], vec![KeyUsage::ContentCommitment], vec![KeyUsage::DigitalSignature]] {
        assert!(case.prove(&person().with_key_usage(usage)).is_ok());
    }
    let error = kind(case.prove(&person().with_key_usage(vec![KeyUsage::KeyEncipherment])));
    assert!(matches!(error, PathErrorKind::KeyUsage { .. }), "{error}");
}

#[test]
fn only_a_certificate_for_time_stamping_alone_makes_time_stamps() {
    let case = Case::new();
    assert!(case.prove_for(&Leaf::timestamping(Key::P256), Purpose::TimeStamping).is_ok());
    // Not critical; among other purposes; not said at all.
    let time_stamping: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 8];
    let email: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 4];
    for leaf in [
        person(),
        person().with_extended_key_usage(&[time_stamping]),
        person().with_extended_key_usage(&[time_stamping, email]),
    ] {
        let error = kind(case.prove_for(&leaf, Purpose::TimeStamping));
        assert!(matches!(error, PathErrorKind::KeyUsage { .. }), "{error}");
    }
}

#[test]
fn the_budget_is_charged_before_each_signature() {
    let case = Case::new();
    let leaf = certificate(&case.issuer.issue(&person()));
    let issuer = [certificate(case.issuer.certificate())];
    let error = search(&leaf, &issuer, &trust(&[&case.root]), Purpose::DocumentSigning, 1).unwrap_err();
    assert!(matches!(error.kind, PathErrorKind::Limit(_)), "{error}");
    assert!(search(&leaf, &issuer, &trust(&[&case.root]), Purpose::DocumentSigning, 2).is_ok());
}

#[test]
fn authorities_that_certify_each_other_do_not_lead_in_circles() {
    let one = Authority::root("One", Key::Rsa2048Root);
    let two = Authority::root("Two", Key::Rsa2048Issuer);
    let crosses = [one.subordinate("Two", Key::Rsa2048Issuer), two.subordinate("One", Key::Rsa2048Root)];
    let leaf = certificate(&one.issue(&person()));
    let others: Vec<Certificate> =
        crosses.iter().chain([&one, &two]).map(|authority| certificate(authority.certificate())).collect();
    let nobody = search(&leaf, &others, &TrustStore::new(), Purpose::DocumentSigning, 100).unwrap_err();
    assert!(matches!(nobody.kind, PathErrorKind::NotTrusted { .. }), "{nobody}");
    let path = search(&leaf, &others, &trust(&[&two]), Purpose::DocumentSigning, 100).unwrap();
    assert_eq!(path.certificates().len(), 3);
}

#[test]
fn the_fault_of_a_complete_path_is_said_rather_than_a_dead_end() {
    let case = Case::new();
    let stranger = Authority::root("Issuing CA", Key::Rsa2048Second);
    let leaf = certificate(&case.issuer.issue(&person().expired()));
    let others = [certificate(stranger.certificate()), certificate(case.issuer.certificate())];
    let error = search(&leaf, &others, &trust(&[&case.root]), Purpose::DocumentSigning, 10).unwrap_err();
    assert!(matches!(error.kind, PathErrorKind::Expired { .. }), "{error}");
    assert_eq!(error.longest.len(), 3);
}

#[test]
fn a_leaf_that_only_looks_like_an_anchor_is_not_one() {
    // The same name and key as the anchor, but a certificate that nobody trusted has signed.
    let anchor = Authority::root("Root CA", Key::Rsa2048Root);
    let stranger = Authority::root("Stranger", Key::Rsa2048Second);
    let double = certificate(stranger.subordinate("Root CA", Key::Rsa2048Root).certificate());
    let error = search(&double, &[], &trust(&[&anchor]), Purpose::DocumentSigning, 10).unwrap_err();
    assert!(matches!(error.kind, PathErrorKind::NoIssuer { .. }), "{error}");
}
