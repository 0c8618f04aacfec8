//! Documents made to be expensive: short files that say much. Each is refused before it has cost what it asks for.

#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;

use signer_core::Error;
use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::pki::TrustStore;
use signer_core::policy::Policy;
use signer_core::report::Report;
use signer_core::verify::Verifier;

/// A document whose form begins with object 10; found by searching, so that nobody has to count octets.
fn document(fields: &str, objects: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[{fields}]>>>> endobj\n\
         2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj <</Type/Page/Parent 2 0 R>> endobj\n{objects}\
         trailer <</Root 1 0 R>>\n%%EOF\n"
    )
    .into_bytes()
}

fn kids(count: usize, each: &str) -> (String, String) {
    let (mut named, mut objects) = (String::new(), String::new());
    for number in 0..count {
        write!(named, "{} 0 R ", 100 + number).unwrap();
        writeln!(objects, "{} 0 obj <</Parent 10 0 R/T(f{number}){each}>> endobj", 100 + number).unwrap();
    }
    (named, objects)
}

/// The limit that is reached by looking for signatures.
fn reached(octets: &[u8]) -> String {
    let document = Document::open(octets, &Limits::default()).unwrap();
    match document.signatures() {
        Err(Error::Limit(limit)) => limit.what.to_owned(),
        other => format!("{other:?}"),
    }
}

fn verified(octets: &[u8]) -> Report {
    let verifier = Verifier::new(Policy::strict(), TrustStore::new());
    verifier.verify(octets, "hostile.pdf", &Evidence::new(), Time::from_unix(0))
}

#[test]
fn the_name_of_a_parent_is_not_copied_into_a_thousand_kids() {
    let (named, kids) = kids(1_000, "/FT/Sig/V 9 0 R");
    let parent =
        format!("10 0 obj <</T({})/Kids[{named}]>> endobj\n9 0 obj <</Type/Sig>> endobj\n", "N".repeat(100_000));
    let octets = document("10 0 R", &(parent + &kids));
    assert_eq!(reached(&octets), "length of a field's name");
    assert_eq!(verified(&octets).error.unwrap().code, "limit");
}

#[test]
fn the_value_of_a_parent_is_not_copied_into_a_thousand_kids() {
    let (named, kids) = kids(1_000, "");
    let value = "N".repeat(200_000);
    let parent = format!("10 0 obj <</T(a)/FT/Sig/V<</Type/Sig/R({value})>>/Kids[{named}]>> endobj\n");
    assert_eq!(reached(&document("10 0 R", &(parent + &kids))), "octets of objects read");
}

#[test]
fn fields_that_share_one_signature_are_counted_too() {
    let (named, kids) = kids(4_001, "/FT/Sig/V 9 0 R");
    let octets = document(&named, &(kids + "9 0 obj <</Type/Sig/Contents<00>>> endobj\n"));
    assert_eq!(reached(&octets), "signatures");
}

#[test]
fn signatures_take_no_more_than_they_may_together() {
    let mut objects = String::new();
    let (named, kids) = kids(40, "/FT/Sig/V 9 0 R");
    for (number, kid) in kids.lines().enumerate() {
        writeln!(objects, "{}", kid.replace("9 0 R", &format!("{} 0 R", 5_000 + number))).unwrap();
        let reason = "R".repeat(1_000_000);
        writeln!(objects, "{} 0 obj <</Type/Sig/Reason({reason})/Contents<00>>> endobj", 5_000 + number).unwrap();
    }
    assert_eq!(reached(&document(&named, &objects)), "octets of signatures");
}

#[test]
fn keys_count_as_much_as_values() {
    let mut limits = Limits::default();
    limits.elements = 30;
    let octets = document(
        "10 0 R",
        "10 0 obj <</FT/Sig/A 1/B 2/C 3/D 4/E 5/F 6/G 7/H 8/I 9/J 10/K 11/L 12/M 13/N 14>> endobj\n",
    );
    let document = Document::open(&octets, &limits).unwrap();
    assert!(document.signatures().is_ok());
    limits.elements = 29;
    let refused = Document::open(&octets, &limits);
    assert!(matches!(refused, Err(Error::Limit(limit)) if limit.what == "elements of one object"));
}
