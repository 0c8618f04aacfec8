//! Leader, number and date, seal, attachment: every step is verified by this program and by others.

use signer_core::limits::Limits;
use signer_core::pdf::{Dictionary, Document};
use test_vectors::letter::{COLUMN, Faces, Letter, Sheet};
use test_vectors::pki::AT;

use crate::desk::Desk;

use super::picture::{blue, ink, red};
use super::{TITLE, ask, desk, peer, signed};

const ISSUE: [&str; 4] = ["--number", "12/QĐ-UBND", "--date", "2026-11-22"];

fn issued(desk: &Desk) {
    signed(desk, "person", "personal", "decision.pdf", "1.pdf", &["--image", "signature.png"]);
    signed(desk, "office", "number-date", "1.pdf", "2.pdf", &ISSUE);
    signed(desk, "office", "organisation", "2.pdf", "3.pdf", &["--image", "seal.png"]);
}

#[test]
fn number_and_date_are_not_yet_the_organisations_signature() {
    let Some(desk) = desk() else { return };
    issued(&desk);
    let complete = |document| desk.run(["verify", document, "--trust", "root.pem", "--require", "complete"]).status;
    assert_eq!((complete("2.pdf"), complete("3.pdf")), (1, 0));
}

/// Every signature of a document is good in this program, in pdfsig and in pyHanko.
fn assert_valid_everywhere(desk: &Desk, document: &str, signatures: usize) {
    let run = desk.run(["verify", document, "--trust", "root.pem", "--format", "json"]);
    let report = &crate::desk::reports(&run.stdout)[0];
    let ours = report.pointer("/signatures").unwrap().as_array().unwrap();
    let passed = ours.iter().filter(|one| one.pointer("/indication").is_some_and(|said| said == "TOTAL-PASSED"));
    assert_eq!((ours.len(), passed.count()), (signatures, signatures), "{document}: {}", run.stdout);
    if let Some(pdfsig) = peer("pdfsig") {
        let said = ask(&pdfsig, desk, &["-nocert", document]);
        assert_eq!(said.matches("Signature is Valid").count(), signatures, "{document}: {said}");
        assert_eq!(said.matches("Total document signed").count(), 1, "{document}: {said}");
    }
    if let Some(pyhanko) = peer("pyhanko") {
        let options = ["sign", "validate", "--pretty-print", "--no-revocation-check", "--validation-time", AT];
        let said = ask(&pyhanko, desk, &[&options[..], &["--trust", "root.pem", document]].concat());
        assert_eq!(said.matches("The signature is judged VALID").count(), signatures, "{document}: {said}");
    }
}

#[test]
fn leader_number_date_and_seal_verify_throughout() {
    let Some(desk) = desk() else { return };
    issued(&desk);
    for (document, signatures) in [("1.pdf", 1), ("2.pdf", 3), ("3.pdf", 4)] {
        assert_valid_everywhere(&desk, document, signatures);
    }
    let run = desk.run(["verify", "3.pdf", "--trust", "root.pem", "--require", "complete"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
}

#[test]
fn attachments_and_copies_verify_throughout() {
    let Some(desk) = desk() else { return };
    issued(&desk);
    signed(&desk, "office", "attachment", "attachment.pdf", "a.pdf", &ISSUE[..2]);
    // A copy of a document that was issued on paper, and one of a document that was signed.
    signed(&desk, "office", "copy", "attachment.pdf", "c.pdf", &[]);
    signed(&desk, "office", "copy", "3.pdf", "d.pdf", &["--copy-form", "sao-luc", "--again"]);
    for (document, signatures) in [("a.pdf", 1), ("c.pdf", 1), ("d.pdf", 5)] {
        assert_valid_everywhere(&desk, document, signatures);
    }
}

/// What Acrobat asks of a visible signature (ISO 32000-2, 12.5.2, 12.5.5, 12.7.5.5): a field that is its own widget, on
/// a page that names it and that it names, printed and seen, with a normal appearance as large as its rectangle.
#[test]
fn every_visible_signature_is_a_field_with_one_widget_on_its_page() {
    let Some(desk) = desk() else { return };
    issued(&desk);
    signed(&desk, "office", "attachment", "attachment.pdf", "a.pdf", &ISSUE[..2]);
    signed(&desk, "office", "copy", "attachment.pdf", "c.pdf", &[]);
    for (file, signatures) in [("3.pdf", 4), ("a.pdf", 1), ("c.pdf", 1)] {
        let octets = desk.read(file);
        let document = Document::open(&octets, &Limits::default()).unwrap();
        let view = document.latest();
        let form = view.form().unwrap().unwrap();
        assert_eq!(form.fields().len(), signatures, "{file}");
        let catalogue = view.catalog().unwrap();
        let acro = view.entry(&catalogue, "AcroForm").unwrap().into_dictionary().unwrap();
        assert_eq!(acro.get("SigFlags").unwrap().as_integer(), Some(3), "signatures are there; append only");
        for field in form.fields() {
            assert_eq!(field.widgets.len(), 1, "one annotation at most (12.7.5.5)");
            let id = field.widgets[0].unwrap();
            let widget = view.get(id).unwrap().into_dictionary().unwrap();
            assert_eq!(widget.name("Subtype").unwrap().as_octets(), b"Widget");
            assert_eq!(widget.name("FT").unwrap().as_octets(), b"Sig");
            let flags = widget.get("F").unwrap().as_integer().unwrap();
            // Invisible 1, hidden 2, print 4, no view 32: Table 167.
            assert_eq!(flags & 0b10_0111, 4, "{file}: printed and seen, {flags}");
            assert!(!widget.get("TU").unwrap().as_string().unwrap().text().is_empty());
            let page = widget.get("P").unwrap().as_reference().unwrap();
            let page = view.get(page).unwrap().into_dictionary().unwrap();
            let named = view.entry(&page, "Annots").unwrap();
            let named = named.as_array().unwrap().iter().filter(|one| one.as_reference() == Some(id)).count();
            assert_eq!(named, 1, "{file}: its page names it once");
            let looks = view.entry(&widget, "AP").unwrap().into_dictionary().unwrap();
            let normal = view.entry(&looks, "N").unwrap().into_dictionary().unwrap();
            assert_eq!(normal.name("Subtype").unwrap().as_octets(), b"Form");
            let side = |dictionary: &Dictionary, key: &str, from: usize, to: usize| {
                let array = dictionary.get(key).unwrap().as_array().unwrap();
                array[to].as_number().unwrap() - array[from].as_number().unwrap()
            };
            for (from, to) in [(0, 2), (1, 3)] {
                let (rect, shown) = (side(&widget, "Rect", from, to), side(&normal, "BBox", from, to));
                assert!(rect > 1.0 && (rect - shown).abs() < 0.01, "{file}: {rect} {shown}");
            }
        }
    }
}

#[test]
fn number_and_date_are_text_of_an_embedded_font_in_their_places() {
    let Some(desk) = desk() else { return };
    issued(&desk);
    if let Some(pdftotext) = peer("pdftotext") {
        let said = ask(&pdftotext, &desk, &["-layout", "-l", "1", "3.pdf", "-"]);
        let line =
            said.lines().find(|line| line.contains("Số:")).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.contains("Số: 12") && line.contains("/QĐ-UBND"), "{said}");
        assert!(line.contains("ngày 22 tháng 11 năm 2026"), "{said}");
    }
}

#[test]
fn an_attachment_carries_number_and_time_in_its_corner() {
    let Some(desk) = desk() else { return };
    signed(&desk, "office", "attachment", "attachment.pdf", "a.pdf", &ISSUE[..2]);
    if let Some(pdftotext) = peer("pdftotext") {
        let said = ask(&pdftotext, &desk, &["-x", "300", "-y", "0", "-W", "300", "-H", "120", "a.pdf", "-"]);
        assert!(said.contains("Số: 12/QĐ-UBND") && said.contains("+07:00"), "{said}");
    }
    if let Some(pdffonts) = peer("pdffonts") {
        let said = ask(&pdffonts, &desk, &["a.pdf"]);
        let font = said.lines().find(|line| line.contains('+')).unwrap_or_else(|| panic!("{said}"));
        let marks: Vec<&str> = font.split_whitespace().collect();
        assert!(marks.windows(3).any(|marks| marks == ["yes", "yes", "yes"]), "embedded, subset, Unicode: {said}");
    }
}

#[test]
fn a_copy_says_its_form_the_organisation_and_the_time() {
    let Some(desk) = desk() else { return };
    let name = ["--organisation", "Ủy ban nhân dân thành phố Hải Đường"];
    signed(&desk, "office", "copy", "attachment.pdf", "c.pdf", &name);
    if let Some(pdftotext) = peer("pdftotext") {
        let said = ask(&pdftotext, &desk, &["c.pdf", "-"]);
        assert!(said.contains("SAO Y") && said.contains("Ủy ban nhân dân") && said.contains("+07:00"), "{said}");
    }
}

/// Number and date stand each in a field of its own, as issued documents carry them.
#[test]
fn number_and_date_are_a_signature_each_in_its_own_place() {
    let Some(desk) = desk() else { return };
    issued(&desk);
    let octets = desk.read("3.pdf");
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let view = document.latest();
    let mut places = Vec::new();
    for field in view.form().unwrap().unwrap().fields() {
        let widget = view.get(field.widgets[0].unwrap()).unwrap().into_dictionary().unwrap();
        let said = widget.get("TU").unwrap().as_string().unwrap().text();
        let left = widget.get("Rect").unwrap().as_array().unwrap()[0].as_number().unwrap();
        places.push((said, left));
    }
    let left_of =
        |wanted: &str| places.iter().find(|(said, _)| said == wanted).unwrap_or_else(|| panic!("{places:?}")).1;
    // The columns of the heading meet in the middle of the sheet.
    assert!(left_of("Số 12/QĐ-UBND") < 298.0 && left_of("Ngày ban hành 22/11/2026") > 298.0, "{places:?}");
    // What stands there already is not written again.
    let run = super::sign(&desk, "office", "number-date", "2.pdf", "again.pdf", &ISSUE);
    assert!(run.status == 4 && run.stderr.contains("already"), "{}", run.stderr);
}

/// What differs between the leader's signature and the seal stands in the configuration: both in one run.
#[test]
fn leader_and_seal_in_one_run_are_both_configured() {
    let Some(desk) = desk() else { return };
    desk.put("printed.pdf", printed("Nguyễn Văn Hoà"));
    let own = "[profile.office]\nseal-diameter = 40\n\
        [profile.office.personal]\nimage = 'signature.png'\nsigner-name = 'Nguyễn Văn Hòa'\ntitle = 'Phó Chủ tịch'\n\
        [profile.office.organisation]\nimage = 'seal.png'\n";
    desk.put("own.toml", own);
    assert_eq!(desk.run(["demo", "demo"]).status, 0);
    let keys = ["--pkcs12", "demo/person.p12", "--pin-file", "demo/password.txt", "--then", "organisation"];
    let then = ["--then-pkcs12", "demo/organisation.p12", "--then-pin-file", "demo/password.txt"];
    let fixed = ["sign", "printed.pdf", "--as", "personal", "-o", "both.pdf"];
    let profile = ["--config", "own.toml", "--profile", "office"];
    let run = desk.run([&fixed[..], &keys, &then, &profile].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    if let Some(pdftoppm) = peer("pdftoppm") {
        let seal = ink(&pdftoppm, &desk, "both.pdf", "1", red);
        assert!((seal.width() - 40.0).abs() < 0.2, "{seal:?}");
        let signature = ink(&pdftoppm, &desk, "both.pdf", "1", blue);
        assert!((f64::midpoint(signature.left, signature.right) - COLUMN).abs() < 2.0, "{signature:?}");
    }
    let shown = desk.run([&["config", "show"][..], &profile].concat()).stdout;
    for key in ["personal.signer-name", "personal.title", "organisation.image", "seal-diameter"] {
        let line = shown.lines().find(|line| line.starts_with(key)).unwrap_or_else(|| panic!("{shown}"));
        assert!(line.contains("(named configuration, line "), "{line}");
    }
    // Without the configuration the certificate's name is looked for, and is not there.
    let run = super::sign(&desk, "person", "personal", "printed.pdf", "no.pdf", &["--image", "signature.png"]);
    assert!(run.status == 4 && run.stderr.contains("Nguyễn Văn An"), "{}", run.stderr);
}

fn printed(name: &str) -> Vec<u8> {
    Faces::find().map(|faces| Letter::new(vec![Sheet::decision_end(TITLE, name)]).build(&faces)).unwrap_or_default()
}
