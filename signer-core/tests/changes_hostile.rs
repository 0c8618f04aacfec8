//! Updates that were made to deceive: each is the only change after a signature, and nobody vouches for it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test of a few documents stops at the first surprise"
)]

use signer_core::changes::{since, steps};
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::report::Changes;
use signer_core::sign::Draft;
use signer_core::signer::{Signer as _, SoftwareKey};
use test_vectors::pdf::{Form, Pdf, append};
use test_vectors::pki::{AT, Hierarchy};

const PAGE: u32 = 8;
const FORM: u32 = 11;
const BOX: u32 = 20;

/// A page with a check box that is off, signed.
fn signed() -> Vec<u8> {
    let stream = |operators: &str| {
        let entries = "/Type /XObject /Subtype /Form /BBox [0 0 18 18]";
        format!("<< {entries} /Length {} >>\nstream\n{operators}\nendstream", operators.len()).into_bytes()
    };
    let objects = [
        (PAGE, page("/Contents 9 0 R")),
        (FORM, format!("<< /Fields [{BOX} 0 R] /DA (/Helv 0 Tf 0 g) >>").into_bytes()),
        (BOX, check_box("/V /Off /AS /Off")),
        (21, stream("0 0 18 18 re f")),
        (22, stream("q Q")),
    ];
    let octets = append(&Pdf::new().with_form(Form::Empty).build(), &objects);
    let hierarchy = Hierarchy::new();
    let mut key = SoftwareKey::from_pkcs8_der(&hierarchy.personal.key.pkcs8()).unwrap();
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let draft = Draft::new(&document, &hierarchy.personal.chain);
    let signed = draft.sign(key.algorithms()[0], AT.parse().unwrap(), &mut key).unwrap();
    [octets.as_slice(), signed.appendix()].concat()
}

fn page(contents: &str) -> Vec<u8> {
    format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {contents} /Annots [{BOX} 0 R] \
         /Resources << /Font << /F1 3 0 R >> /XObject << /I1 10 0 R >> >> >>"
    )
    .into_bytes()
}

fn check_box(state: &str) -> Vec<u8> {
    format!(
        "<< /FT /Btn /T (agreed) {state} /Type /Annot /Subtype /Widget /F 4 /P {PAGE} 0 R /Rect [72 100 90 118] \
         /AP << /N << /Yes 21 0 R /Off 22 0 R >> >> >>"
    )
    .into_bytes()
}

fn after(objects: &[(u32, Vec<u8>)]) -> Changes {
    let octets = append(&signed(), objects);
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let signatures = document.signatures().unwrap();
    since(&steps(&document, &signatures), signatures[0].revision, 1)
}

#[test]
fn a_box_is_ticked_by_its_value_and_its_appearance_together() {
    let changes = after(&[(BOX, check_box("/V /Yes /AS /Yes"))]);
    assert!(changes.allowed, "{changes:#?}");
}

#[test]
fn a_box_that_shows_another_state_than_its_value_is_not_vouched_for() {
    for state in ["/V /Off /AS /Yes", "/V /Yes /AS /Off", "/V /Yes"] {
        let changes = after(&[(BOX, check_box(state))]);
        assert!(!changes.allowed, "{state}: {changes:#?}");
    }
}

#[test]
fn an_object_that_gives_a_key_twice_is_not_the_same() {
    // The object as it was, and before its fields those that another reader takes.
    let changes = after(&[(BOX, check_box("/AS /Yes /V /Off /AS /Off"))]);
    assert!(!changes.allowed, "{changes:#?}");
    assert_eq!(changes.items[0].object, format!("{BOX} 0"));
}

#[test]
fn a_trailer_that_leaves_signed_objects_out_is_not_vouched_for() {
    let octets = append(&signed(), &[(BOX, check_box("/V /Yes /AS /Yes"))]);
    let at = octets.windows(6).rposition(|six| six == b"/Size ").unwrap() + 6;
    let end = at + octets[at..].iter().position(|octet| *octet == b' ').unwrap();
    let mut small = octets.clone();
    small[at..end].fill(b' ');
    small[at] = b'5';
    let kinds = |octets: &[u8]| -> Vec<String> {
        let document = Document::open(octets, &Limits::default()).unwrap();
        let signatures = document.signatures().unwrap();
        let changes = since(&steps(&document, &signatures), signatures[0].revision, 1);
        changes.items.into_iter().filter(|item| item.allowed_by.is_none()).map(|item| item.kind.into_owned()).collect()
    };
    assert_eq!((kinds(&octets), kinds(&small)), (vec![], vec!["trailer-size".to_owned()]));
}
