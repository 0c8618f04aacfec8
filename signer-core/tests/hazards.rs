//! What is found in a document before it is signed: each hazard alone, and nothing in clean documents.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of a few documents stops at the first surprise"
)]

use std::path::PathBuf;

use signer_core::hazards::{Bounds, Kind, Scan, scan};
use signer_core::limits::Limits;
use signer_core::pdf::{Document, ObjectId};
use signer_core::report::Severity;
use test_vectors::hazards::{self, clean};
use test_vectors::pdf::{Form, Layout, Pdf, append};

fn of(octets: &[u8]) -> Scan {
    scan(&Document::open(octets, &Limits::default()).unwrap(), &Bounds::default())
}

fn codes(scan: &Scan) -> Vec<&'static str> {
    scan.kinds().map(Kind::code).collect()
}

#[test]
fn each_hazard_is_found_and_nothing_else() {
    for name in hazards::NAMES {
        let found = of(&hazards::document(name));
        assert_eq!(codes(&found), [format!("hazard.{name}")], "{name}: {found:#?}");
    }
}

#[test]
fn a_document_that_was_read_before_shows_what_one_just_opened_shows() {
    for name in hazards::NAMES {
        let octets = hazards::document(name);
        let document = Document::open(&octets, &Limits::default()).unwrap();
        let _any = document.signatures();
        if document.findings().iter().any(|finding| finding.ambiguous) {
            // It is not signed: nobody looks on.
            continue;
        }
        document.renew_budget();
        assert_eq!(scan(&document, &Bounds::default()), of(&octets), "{name}");
    }
}

#[test]
fn a_document_without_hazards_has_none() {
    assert_eq!(codes(&of(&clean())), [""; 0]);
}

#[test]
fn every_layout_with_every_form_gives_no_warning() {
    for layout in Layout::ALL {
        for form in [Form::None, Form::Empty, Form::SignatureField, Form::Nested] {
            let found = of(&Pdf::new().with_layout(layout).with_form(form).with_pages(3).build());
            assert!(found.severity() < Some(Severity::Warning), "{layout:?} {form:?}: {found:#?}");
        }
    }
}

#[test]
fn a_hazard_names_its_object_and_its_page() {
    let found = of(&hazards::document("covers-text"));
    let hazard = found.hazards().first().unwrap();
    assert_eq!((hazard.object, hazard.page, hazard.detail.as_str()), (Some(ObjectId::new(10, 0)), Some(1), "a"));
    let found = of(&hazards::document("superseded"));
    assert_eq!(found.hazards().first().unwrap().object, Some(ObjectId::new(4, 0)));
}

#[test]
fn an_earlier_text_of_a_page_is_told_apart_from_a_field_that_was_filled_in() {
    let field = |value: &str| format!("<< /FT /Tx /T (a) /V ({value}) /Subtype /Widget /F 4 /Rect [72 100 200 120] >>");
    let form = Pdf::new().with_form(Form::Nested).build();
    let number = 8 + 3 + 4;
    let filled = append(&form, &[(number, field("An").into_bytes())]);
    assert_eq!(of(&filled).count(Kind::Superseded), 0);
}

#[test]
fn an_object_is_not_looked_at_beyond_the_bound_and_that_is_said() {
    let octets = Pdf::new().with_pages(50).build();
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let found = scan(&document, &Bounds { objects: 60, ..Bounds::default() });
    assert_eq!(codes(&found), ["hazard.not-all-scanned"]);
    let found = scan(&document, &Bounds { content: 10, ..Bounds::default() });
    assert_eq!(codes(&found), ["hazard.text-not-scanned"]);
}

#[test]
fn many_of_one_kind_are_counted_and_not_listed() {
    let pages: Vec<(u32, Vec<u8>)> = (100..200).map(|number| (number, b"<< /Type /Page >>".to_vec())).collect();
    let found = of(&append(&clean(), &pages));
    assert_eq!((found.count(Kind::Unreferenced), found.hazards().len()), (100, 20));
}

/// Documents of the corpus that office programs made: none has anything to think about.
#[test]
fn documents_of_office_programs_give_no_warning() {
    let or = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let corpus = std::env::var_os("SIGNER_CORPUS").map_or_else(|| PathBuf::from(or), PathBuf::from);
    if !corpus.is_dir() {
        test_vectors::say(format_args!("skipped: no corpus at {}", corpus.display()));
        return;
    }
    let mut looked = 0_u32;
    for folder in ["pdf/libreoffice", "pdf/vietnam-gov"] {
        for entry in std::fs::read_dir(corpus.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let octets = std::fs::read(&path).unwrap();
            let made_by_office = memory_has(&octets, b"LibreOfficeDev") || memory_has(&octets, b"Microsoft");
            if !made_by_office || path.to_string_lossy().contains("stamp") {
                continue;
            }
            let found = of(&octets);
            assert!(found.severity() < Some(Severity::Warning), "{}: {found:#?}", path.display());
            looked = looked.saturating_add(1);
        }
    }
    test_vectors::say(format_args!("{looked} documents of office programs without a warning"));
}

fn memory_has(octets: &[u8], what: &[u8]) -> bool {
    octets.windows(what.len()).any(|window| window == what)
}
