//! What Decree 30/2020 asks beside good signatures: each requirement as the only reason for failing, and return slips.

use serde_json::Value;
use test_vectors::keys::Key;
use test_vectors::pdf::Pdf;

use crate::desk::{Desk, Run, reports};

fn required(desk: &Desk, name: &str, what: &str, more: &[&str]) -> (i32, Value) {
    let form = ["verify", name, "--trust", "root.pem", "--format", "json", "--require", what];
    let run = desk.run([&form[..], more].concat());
    let report = reports(&run.stdout).remove(0);
    (run.status, report)
}

/// It fails for this requirement, and for nothing else.
fn fails_for(desk: &Desk, name: &str, what: &str, more: &[&str]) {
    let without = desk.run([&["verify", name, "--trust", "root.pem"][..], more].concat());
    assert_eq!(without.status, 0, "{name} has another fault: {}", without.stdout);
    let (status, report) = required(desk, name, what, more);
    assert_eq!((status, &report["conclusion"]), (1, &Value::from("failed")), "{name} {what}");
    let unmet: Vec<_> = report["requirements"].as_array().unwrap().iter().filter(|one| one["met"] == false).collect();
    assert_eq!(unmet.len(), 1, "{unmet:?}");
    assert_eq!(unmet[0]["requirement"], what);
}

fn passes(desk: &Desk, name: &str, what: &str, more: &[&str]) {
    let (status, report) = required(desk, name, what, more);
    assert_eq!(status, 0, "{name} {what}: {}", report["requirements"]);
}

fn sign(desk: &Desk, more: &[&str]) -> Run {
    let run = desk.run([&["sign"][..], more].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    run
}

const PERSON: [&str; 4] = ["--key", "person.key", "--cert", "person.pem"];
const OFFICE: [&str; 4] = ["--key", "office.key", "--cert", "office.pem"];

fn with<'a>(arguments: &[&'a str], key: &[&'a str]) -> Vec<&'a str> {
    [arguments, key].concat()
}

#[test]
fn the_person_signs_before_the_organisation() {
    let desk = Desk::with_signed();
    passes(&desk, "signed.pdf", "order", &[]);
    passes(&desk, "once.pdf", "order", &[]);
    let first = ["document.pdf", "--as", "organisation", "--without-personal", "a test", "-o", "office.pdf"];
    sign(&desk, &with(&first, &OFFICE));
    sign(&desk, &with(&["office.pdf", "--as", "personal", "-o", "reversed.pdf"], &PERSON));
    fails_for(&desk, "reversed.pdf", "order", &[]);
    fails_for(&desk, "reversed.pdf", "complete", &[]);
}

#[test]
fn a_certified_copy_is_complete_with_the_organisation_alone() {
    let desk = Desk::new();
    sign(&desk, &with(&["document.pdf", "--as", "copy", "-o", "copy.pdf"], &OFFICE));
    let plain = ["document.pdf", "--as", "organisation", "--without-personal", "a test", "-o", "office.pdf"];
    sign(&desk, &with(&plain, &OFFICE));
    passes(&desk, "copy.pdf", "complete-or-copy", &[]);
    fails_for(&desk, "office.pdf", "complete-or-copy", &[]);
    fails_for(&desk, "copy.pdf", "complete", &[]);
    let (_, report) = required(&desk, "copy.pdf", "organisation", &[]);
    assert_eq!(
        (&report["completeness"], &report["formalities"]["form"]),
        (&"organisation-only".into(), &"copy".into())
    );
    let text = desk.run_in_vietnamese(&["verify", "copy.pdf", "--trust", "root.pem"]).stdout;
    assert!(text.contains("Loại văn bản: bản sao"), "{text}");
}

#[test]
fn an_attachment_in_a_file_of_its_own_needs_the_organisation() {
    let desk = Desk::new();
    let attachment = ["document.pdf", "--as", "attachment", "--number", "12/QĐ-UBND"];
    sign(&desk, &with(&[&attachment[..], &["-o", "good.pdf"]].concat(), &OFFICE));
    passes(&desk, "good.pdf", "attachments", &[]);
    passes(&desk, "good.pdf", "complete-or-copy", &[]);
    // The stamp of an attachment, over which a person signed.
    let stamp =
        ["document.pdf", "--as", "plain", "--text", "Số: 12/QĐ-UBND", "--rect", "400,780,150,30", "--page", "1"];
    sign(&desk, &with(&[&stamp[..], &["-o", "person.pdf"]].concat(), &PERSON));
    fails_for(&desk, "person.pdf", "attachments", &["--read-pages"]);
}

#[test]
fn number_and_date_are_read_off_the_page() {
    let desk = Desk::with_signed();
    let (_, report) = required(&desk, "signed.pdf", "number-date", &[]);
    let formalities = &report["formalities"];
    assert_eq!(
        (&formalities["number"]["text"], &formalities["date"]["text"]),
        (&"12/UBND-VP".into(), &"2026-06-01".into())
    );
    for (lines, number, date) in [
        (["Số:      /UBND-VP", "Thử Nghiệm, ngày 01 tháng 6 năm 2026"], "absent", "present"),
        (["Số: 12/UBND-VP", "Thử Nghiệm, ngày       tháng 6 năm 2026"], "present", "absent"),
        (["A letter", "without anything"], "absent", "absent"),
    ] {
        desk.put("plain.pdf", Pdf::new().with_text(&lines).build());
        sign(&desk, &with(&["plain.pdf", "--as", "personal", "--force", "-o", "number.pdf"], &PERSON));
        fails_for(&desk, "number.pdf", "number-date", &[]);
        let (_, report) = required(&desk, "number.pdf", "number-date", &[]);
        let presence = |what: &str| report["formalities"][what]["presence"].as_str().unwrap().to_owned();
        assert_eq!((presence("number").as_str(), presence("date").as_str()), (number, date), "{lines:?}");
    }
    let (_, unread) = required(&desk, "signed.pdf", "personal", &[]);
    assert_eq!(unread["formalities"]["number"]["presence"], "not-read");
}

#[test]
fn a_certificate_that_names_a_unit_which_no_longer_exists_is_found() {
    let desk = Desk::with_signed();
    passes(&desk, "signed.pdf", "current-units", &[]);
    let (_, report) = required(&desk, "signed.pdf", "personal", &[]);
    let unit = report["signatures"][1]["signer"]["organization"].as_str().unwrap().to_owned();
    desk.put("units", format!("# ours\n{unit}\t2026-01-01\tTỉnh Khác\n"));
    let units = ["--former-units", "units"];
    fails_for(&desk, "signed.pdf", "current-units", &units);
    let (_, report) = required(&desk, "signed.pdf", "current-units", &units);
    assert_eq!(report["formalities"]["former_units"][0]["successor"], "Tỉnh Khác");
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["code"] == "unit.former"), "{findings:?}");
    // What ends after the signature was made was there when it was made.
    desk.put("units", format!("{unit}\t2090-01-01\t\n"));
    passes(&desk, "signed.pdf", "current-units", &units);
    desk.put("units", format!("{unit}\tyesterday\n"));
    let refused = desk.run(["verify", "signed.pdf", "--trust", "root.pem", "--former-units", "units"]);
    assert!(refused.status == 2 && refused.stderr.contains("line 1"), "{}", refused.stderr);
}

#[test]
fn each_refused_document_has_its_slip_vietnamese_first() {
    let desk = Desk::with_signed();
    desk.put("slips/keep", "");
    desk.put("in/một.pdf", desk.read("document.pdf"));
    desk.put("broken.pdf", "no document");
    let inputs = ["signed.pdf", "in", "broken.pdf"];
    let more = ["--trust", "root.pem", "--slips", "slips", "--format", "csv", "--lang", "en"];
    let run = desk.run([&["verify"][..], &inputs, &more].concat());
    assert_eq!(run.status, 4, "{}", run.stderr);
    let mut names: Vec<_> = std::fs::read_dir(desk.path("slips")).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["broken.pdf.txt", "in_một.pdf.txt", "keep"]);
    let slip = String::from_utf8(desk.read("slips/in_một.pdf.txt")).unwrap();
    let (vietnamese, english) = (slip.find("Từ chối tiếp nhận văn bản “một.pdf”"), slip.find("is refused"));
    assert!(vietnamese == Some(0) && english > vietnamese, "{slip}");
    assert!(run.stdout.contains("is refused. Reason:"), "{}", run.stdout);
    // The same again changes nothing; another text is not written over.
    assert_eq!(desk.run([&["verify"][..], &inputs, &more, &["--at", "2026-12-01T00:00:00Z"]].concat()).status, 4);
    let absent = desk.run(["verify", "signed.pdf", "--trust", "root.pem", "--slips", "absent"]);
    assert_eq!(absent.status, 4);
}

#[test]
fn the_smallest_set_of_facts_can_be_required() {
    let desk = Desk::with_signed();
    passes(&desk, "signed.pdf", "facts", &[]);
    // A certificate that names no unit.
    let hierarchy = test_vectors::pki::Hierarchy::new();
    let leaf = test_vectors::pki::Leaf::personal(Key::Rsa2048).without_organisation();
    desk.identity("alone", &hierarchy.issuer.identity(&leaf));
    desk.put("other.pdf", Pdf::new().build());
    sign(&desk, &["other.pdf", "--as", "plain", "--key", "alone.key", "--cert", "alone.pem", "-o", "alone.pdf"]);
    fails_for(&desk, "alone.pdf", "facts", &[]);
    let (_, report) = required(&desk, "alone.pdf", "facts", &[]);
    assert_eq!(report["formalities"]["facts_missing"][0]["fact"], "unit");
}
