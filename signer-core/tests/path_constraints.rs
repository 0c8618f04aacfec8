//! What a CA may certify: names and policies; and which of several paths is taken when one has a revoked certificate.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use signer_core::Time;
use signer_core::crypto::Native;
use signer_core::der::{Tag, write};
use signer_core::limits::Budget;
use signer_core::oid::Oid;
use signer_core::pki::crl::Crl;
use signer_core::pki::revocation::{Freshness, Sources, find_path_not_revoked};
use signer_core::pki::{
    Certificate, Path, PathError, PathErrorKind, PathQuery, PolicySettings, Purpose, TrustStore, find_path,
};
use test_vectors::keys::Key;
use test_vectors::pki::{AT, Authority, AuthorityParams, Date, Extension, Leaf};

fn certificate(der: &[u8]) -> Certificate {
    Certificate::parse(der).unwrap()
}

fn extension(last: u64, critical: bool, value: Vec<u8>) -> Extension {
    Extension { oid: vec![2, 5, 29, last], critical, value }
}

/// From a leaf of the last authority to the first, which is trusted.
fn prove(authorities: &[&Authority], leaf: &Leaf, policies: &PolicySettings) -> Result<Path, PathError> {
    let (root, last) = (authorities.first().unwrap(), authorities.last().unwrap());
    let intermediates: Vec<Certificate> = authorities.iter().skip(1).map(|ca| certificate(ca.certificate())).collect();
    let trust: TrustStore = [certificate(root.certificate())].into_iter().collect();
    find_path(PathQuery {
        leaf: &certificate(&last.issue(leaf)),
        intermediates: &intermediates,
        trust: &trust,
        at: AT.parse().unwrap(),
        checker: &Native,
        budget: &mut Budget::new("signature checks", 100),
        purpose: Purpose::DocumentSigning,
        policies,
    })
}

/// A `GeneralName` of the form with this number.
fn name(form: u8, octets: &[u8]) -> Vec<u8> {
    write::element(Tag::context(form), &[octets])
}

const EMAIL: u8 = 1;
const DNS: u8 = 2;
const URI: u8 = 6;
const IP: u8 = 7;

/// What comes of a leaf with this alternative name below a CA with one subtree: 0 permitted, 1 excluded.
fn below(side: u8, subtree: &[u8], alternative: &[u8]) -> Result<Path, PathErrorKind> {
    let subtrees = write::element(Tag::context_constructed(side), &[&write::sequence(&[subtree])]);
    let mut params = AuthorityParams::new("Constrained CA", Key::Rsa2048Issuer);
    params.extensions.push(extension(30, true, write::sequence(&[&subtrees])));
    let root = Authority::root("Root CA", Key::Rsa2048Root);
    let ca = root.subordinate_with(&params);
    let leaf = Leaf::organisation(Key::P256).with_extension(&extension(17, false, write::sequence(&[alternative])));
    prove(&[&root, &ca], &leaf, PolicySettings::any()).map_err(|error| error.kind)
}

/// Form, subtree, name, whether it is inside.
const NAMES: [(u8, &[u8], &[u8], bool); 21] = [
    (DNS, b"example.vn", b"example.vn", true),
    (DNS, b"example.vn", b"a.B.Example.VN", true),
    (DNS, b"example.vn", b"notexample.vn", false),
    (DNS, b"example.vn", b"*.example.vn", true),
    (DNS, b"", b"anything.vn", true),
    (EMAIL, b"an@example.vn", b"an@EXAMPLE.vn", true),
    (EMAIL, b"an@example.vn", b"An@example.vn", false),
    (EMAIL, b"example.vn", b"an@example.vn", true),
    (EMAIL, b"example.vn", b"an@mail.example.vn", false),
    (EMAIL, b".example.vn", b"an@mail.example.vn", true),
    (EMAIL, b".example.vn", b"an@example.vn", false),
    (URI, b"example.vn", b"https://an:secret@example.vn:8443/path?query", true),
    (URI, b"example.vn", b"https://www.example.vn/", false),
    (URI, b".example.vn", b"https://www.example.vn#part", true),
    (URI, b"example.vn", b"https://evil.vn/example.vn", false),
    (IP, &[10, 0, 0, 0, 255, 0, 0, 0], &[10, 1, 2, 3], true),
    (IP, &[10, 0, 0, 0, 255, 0, 0, 0], &[11, 1, 2, 3], false),
    (IP, &[10, 0, 0, 0, 255, 0, 0, 0], &[10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], false),
    (IP, &[0; 32], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], true),
    (IP, &[0; 8], &[192, 0, 2, 1], true),
    (DNS, b"vn", b"example.vn.", true),
];

#[test]
fn a_name_is_judged_by_its_form() {
    for (form, subtree, alternative, inside) in NAMES {
        let say = format!("{} in {}", alternative.escape_ascii(), subtree.escape_ascii());
        let permitted = below(0, &name(form, subtree), &name(form, alternative));
        let excluded = below(1, &name(form, subtree), &name(form, alternative));
        assert_eq!(permitted.is_ok(), inside, "permitted: {say}: {permitted:?}");
        assert_eq!(excluded.is_ok(), !inside, "excluded: {say}: {excluded:?}");
    }
}

#[test]
fn names_of_another_form_are_not_constrained() {
    assert!(below(0, &name(DNS, b"example.vn"), &name(EMAIL, b"an@other.vn")).is_ok());
}

#[test]
fn a_wildcard_is_excluded_when_one_of_its_hosts_is() {
    let result = below(1, &name(DNS, b"bar.example.vn"), &name(DNS, b"*.example.vn"));
    assert!(matches!(result, Err(PathErrorKind::NameConstraints { .. })), "{result:?}");
    assert!(below(0, &name(DNS, b"bar.example.vn"), &name(DNS, b"*.example.vn")).is_err());
}

#[test]
fn what_is_no_name_of_its_form_is_refused_under_a_constraint() {
    let cases: [(u8, &[u8], &[u8]); 8] = [
        (DNS, b".example.vn", b"a.example.vn"),
        (DNS, b"example.vn", b"a..example.vn"),
        (DNS, b"example.vn", b"a b.example.vn"),
        (EMAIL, b"example.vn", b"a@b@example.vn"),
        (EMAIL, b"example.vn", b"example.vn"),
        (URI, b"example.vn", b"urn:example.vn"),
        (URI, b"example.vn", b"https://10.0.0.1/"),
        (IP, &[0; 8], &[1, 2, 3]),
    ];
    for (form, subtree, alternative) in cases {
        for side in [0, 1] {
            let result = below(side, &name(form, subtree), &name(form, alternative));
            assert!(
                matches!(result, Err(PathErrorKind::Forbidden { .. })),
                "{}: {result:?}",
                alternative.escape_ascii()
            );
        }
    }
}

#[test]
fn constraints_that_are_not_well_formed_are_refused() {
    for subtree in [name(IP, &[10, 0, 0, 0, 255, 0, 255, 0]), name(IP, &[10, 0, 0]), name(DNS, b"a b"), vec![5, 0]] {
        let result = below(1, &subtree, &name(DNS, b"example.vn"));
        assert!(matches!(result, Err(PathErrorKind::Forbidden { .. })), "{result:?}");
    }
    // A form that is not processed, and a name of that form.
    let other = write::element(Tag::context_constructed(0), &[&[6, 1, 42], &[0xa0, 2, 5, 0]]);
    assert!(matches!(below(1, &other, &other), Err(PathErrorKind::Forbidden { .. })));
    assert!(below(1, &other, &name(DNS, b"example.vn")).is_ok());
}

#[test]
fn the_constraints_of_an_anchor_bind_too() {
    let subject = |country: &[u8]| {
        let value = write::element(Tag::PRINTABLE_STRING, &[country]);
        let attribute = write::sequence(&[&write::oid(signer_core::oid::COUNTRY), &value]);
        let name = write::sequence(&[&write::element(Tag::SET, &[&attribute])]);
        write::element(Tag::context_constructed(4), &[&name])
    };
    let prove_below = |country: &[u8]| {
        let subtrees = write::element(Tag::context_constructed(0), &[&write::sequence(&[&subject(country)])]);
        let mut params = AuthorityParams::new("Root CA", Key::Rsa2048Root);
        params.extensions.push(extension(30, true, write::sequence(&[&subtrees])));
        prove(&[&Authority::self_signed(&params)], &Leaf::organisation(Key::P256), PolicySettings::any())
    };
    assert!(prove_below(b"vn").is_ok());
    let error = prove_below(b"LA").unwrap_err().kind;
    assert!(matches!(error, PathErrorKind::NameConstraints { .. }), "{error}");
}

fn policy(last: u32) -> Oid {
    Oid::new(&format!("2.25.5.{last}")).unwrap()
}

fn policies(list: &[Oid]) -> Extension {
    let list: Vec<Vec<u8>> = list.iter().map(|policy| write::sequence(&[&write::oid(*policy)])).collect();
    extension(32, false, write::sequence(&[&list.concat()]))
}

fn mappings(pairs: &[(Oid, Oid)]) -> Extension {
    let pairs: Vec<Vec<u8>> =
        pairs.iter().map(|(from, to)| write::sequence(&[&write::oid(*from), &write::oid(*to)])).collect();
    extension(33, true, write::sequence(&[&pairs.concat()]))
}

/// The caller accepts these policies, and needs one.
fn needing(acceptable: &[Oid]) -> PolicySettings {
    PolicySettings { acceptable: acceptable.to_vec(), explicit_policy: true, ..PolicySettings::default() }
}

fn issuing(extensions: &[Extension]) -> (Authority, Authority) {
    let root = Authority::root("Root CA", Key::Rsa2048Root);
    let mut params = AuthorityParams::new("Issuing CA", Key::Rsa2048Issuer);
    params.extensions = extensions.to_vec();
    let ca = root.subordinate_with(&params);
    (root, ca)
}

#[test]
fn a_policy_must_be_valid_for_the_whole_path() {
    let (root, ca) = issuing(&[policies(&[policy(1), policy(2)])]);
    let ask = |own: u32, wanted: u32| {
        let leaf = Leaf::organisation(Key::P256).with_extension(&policies(&[policy(own)]));
        prove(&[&root, &ca], &leaf, &needing(&[policy(wanted)]))
    };
    assert!(ask(1, 1).is_ok());
    assert!(matches!(ask(1, 2).unwrap_err().kind, PathErrorKind::Policy { .. }));
    assert!(matches!(ask(3, 3).unwrap_err().kind, PathErrorKind::Policy { .. }));
}

#[test]
fn a_policy_of_another_counts_under_the_name_that_the_ca_gives_it() {
    let (root, ca) = issuing(&[policies(&[policy(1)]), mappings(&[(policy(1), policy(7))])]);
    let leaf = Leaf::organisation(Key::P256).with_extension(&policies(&[policy(7)]));
    assert!(prove(&[&root, &ca], &leaf, &needing(&[policy(1)])).is_ok());
    assert!(prove(&[&root, &ca], &leaf, &needing(&[policy(7)])).is_err());
    let inhibited = PolicySettings { inhibit_policy_mapping: true, ..needing(&[policy(1)]) };
    assert!(prove(&[&root, &ca], &leaf, &inhibited).is_err());
}

/// RFC 9618, 1: a tree would have 2^12 leaves at the bottom.
#[test]
fn policies_that_map_to_each_other_do_not_multiply() {
    let both = [policy(1), policy(2)];
    let pairs: Vec<(Oid, Oid)> = both.iter().flat_map(|from| both.iter().map(|to| (*from, *to))).collect();
    let mut authorities = vec![Authority::root("Root CA", Key::Rsa2048Root)];
    for depth in 0..12 {
        let mut params = AuthorityParams::new(&format!("CA {depth}"), Key::Rsa2048Issuer);
        params.extensions = vec![policies(&both), mappings(&pairs)];
        let next = authorities.last().unwrap().subordinate_with(&params);
        authorities.push(next);
    }
    let leaf = Leaf::organisation(Key::P256).with_extension(&policies(&both));
    let authorities: Vec<&Authority> = authorities.iter().collect();
    assert!(prove(&authorities, &leaf, &needing(&[policy(2)])).is_ok());
}

#[test]
fn a_ca_may_ask_for_a_policy_and_an_anchor_too() {
    // requireExplicitPolicy [0]: from here on.
    let explicit = extension(36, true, write::sequence(&[&write::element(Tag::context(0), &[&[0]])]));
    let (root, ca) = issuing(&[policies(&[policy(1)]), explicit.clone()]);
    let leaf = || Leaf::organisation(Key::P256);
    assert!(prove(&[&root, &ca], &leaf(), PolicySettings::any()).is_err());
    let with = leaf().with_extension(&policies(&[policy(1)]));
    assert!(prove(&[&root, &ca], &with, PolicySettings::any()).is_ok());
    let mut params = AuthorityParams::new("Root CA", Key::Rsa2048Root);
    params.extensions = vec![explicit];
    let root = Authority::self_signed(&params);
    assert!(prove(&[&root], &leaf(), PolicySettings::any()).is_err());
    assert!(prove(&[&root], &with, PolicySettings::any()).is_ok());
}

#[test]
fn of_two_paths_the_one_without_a_revoked_certificate_is_taken() {
    let (one, other) = (Authority::root("Root 1", Key::Rsa2048Root), Authority::root("Root 2", Key::Rsa2048Second));
    let mut params = AuthorityParams::new("Issuing CA", Key::Rsa2048Issuer);
    params.serial = vec![0x31];
    let ca = one.subordinate_with(&params);
    params.serial = vec![0x32];
    let crossed = other.subordinate_with(&params);
    let trust: TrustStore = [&one, &other].map(|root| certificate(root.certificate())).into_iter().collect();
    let intermediates = [&ca, &crossed].map(|ca| certificate(ca.certificate()));
    let leaf = certificate(&ca.issue(&Leaf::personal(Key::P256)));
    let list = |authority: &Authority, revoked: &[(&[u8], Date)]| {
        Crl::parse(&authority.revocation_list(1, (2026, 5, 20), (2026, 7, 1), revoked)).unwrap()
    };
    let at: Time = AT.parse().unwrap();
    let find = |crls: &[Crl]| {
        let query = PathQuery {
            leaf: &leaf,
            intermediates: &intermediates,
            trust: &trust,
            at,
            checker: &Native,
            budget: &mut Budget::new("signature checks", 100),
            purpose: Purpose::DocumentSigning,
            policies: PolicySettings::any(),
        };
        let sources = Sources {
            crls,
            responses: &[],
            certificates: &intermediates,
            at,
            now: at,
            freshness: Freshness::InForce,
            checker: &Native,
        };
        find_path_not_revoked(query, &sources)
    };
    let day = (2026, 5, 15);
    let anchor = |result: Result<(Path, _), PathError>| result.unwrap().0.anchor().unwrap().subject().short();
    let good = list(&ca, &[]);
    let first = find(&[good.clone(), list(&one, &[(&[0x31], day)]), list(&other, &[])]);
    assert_eq!(anchor(first), "Root 2");
    let second = find(&[good.clone(), list(&one, &[]), list(&other, &[(&[0x32], day)])]);
    assert_eq!(anchor(second), "Root 1");
    let neither = find(&[good.clone(), list(&one, &[(&[0x31], day)]), list(&other, &[(&[0x32], day)])]);
    assert!(matches!(neither.unwrap_err().kind, PathErrorKind::Revoked { .. }));
    assert!(matches!(find(&[good]).unwrap_err().kind, PathErrorKind::StatusUnknown { .. }));
}
