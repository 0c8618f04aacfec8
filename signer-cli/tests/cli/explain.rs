//! `signer explain`: every code, in both languages.

use signer_core::report::{CheckId, Reason};

use crate::desk::Desk;

#[test]
fn every_check_and_every_reason_is_listed_and_explained() {
    let desk = Desk::new();
    let list = desk.run(["explain"]).stdout;
    let codes = CheckId::ALL.iter().map(|check| check.id()).chain(Reason::all().map(Reason::code));
    for code in codes {
        assert!(list.contains(code), "{code}");
    }
    let run = desk.run(["explain", "HASH_FAILURE"]);
    assert!(run.status == 0 && run.stdout.contains("What to do"), "{}", run.stdout);
    let run = desk.run_in_vietnamese(&["explain", "xcv.path"]);
    assert!(run.stdout.contains("Việc cần làm") && run.stdout.contains("Đường dẫn chứng thực"), "{}", run.stdout);
}

#[test]
fn a_finding_is_explained() {
    assert_eq!(Desk::new().run(["explain", "pdf.xref-rebuilt"]).status, 0);
}

#[test]
fn a_misspelt_code_brings_similar_ones() {
    let run = Desk::new().run(["explain", "HASH_FAILUR"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("HASH_FAILURE"), "{}", run.stderr);
}
