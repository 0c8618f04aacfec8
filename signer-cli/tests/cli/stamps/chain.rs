//! Leader, number and date, seal, attachment: every step is verified by this program and by others.

use test_vectors::pki::AT;

use crate::desk::Desk;

use super::{ask, desk, peer, signed};

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

#[test]
fn leader_number_date_and_seal_verify_throughout() {
    let Some(desk) = desk() else { return };
    issued(&desk);
    let run = desk.run(["verify", "3.pdf", "--trust", "root.pem", "--require", "complete"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
    if let Some(pdfsig) = peer("pdfsig") {
        let said = ask(&pdfsig, &desk, &["-nocert", "3.pdf"]);
        assert_eq!(said.matches("Signature is Valid").count(), 3, "{said}");
    }
    if let Some(pyhanko) = peer("pyhanko") {
        let options = ["sign", "validate", "--pretty-print", "--no-revocation-check", "--validation-time", AT];
        let said = ask(&pyhanko, &desk, &[&options[..], &["--trust", "root.pem", "3.pdf"]].concat());
        assert_eq!(said.matches("The signature is judged VALID").count(), 3, "{said}");
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

#[test]
fn many_documents_get_their_numbers_from_the_register_and_stand_in_the_journal() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "one.pdf", &["--image", "signature.png"]);
    desk.put("two.pdf", desk.read("one.pdf"));
    desk.put(
        "register.csv",
        "file,number,notation,date,subject\none.pdf,12,QĐ-UBND,2026-11-22,Quy chế\ntwo.pdf,13,QĐ-UBND,2026-11-23,\n",
    );
    let key = ["--key", "office.key", "--cert", "office.pem", "--out-dir", "issued"];
    let files = ["--register", "register.csv", "--journal", "journal.jsonl"];
    let run = desk.run([&["sign", "one.pdf", "two.pdf", "--as", "number-date"], &key[..], &files].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let journal = String::from_utf8(desk.read("journal.jsonl")).unwrap();
    let lines: Vec<&str> = journal.lines().collect();
    assert_eq!(lines.len(), 2, "{journal}");
    assert!(lines[0].contains("one.pdf") && lines[0].contains("12/QĐ-UBND") && lines[1].contains("23/11/2026"));
    // What was done already is not written down twice.
    let again = [&["sign", "one.pdf", "two.pdf", "--as", "number-date", "--resume"], &key[..], &files].concat();
    assert_eq!(desk.run(again).status, 0);
    assert_eq!(String::from_utf8(desk.read("journal.jsonl")).unwrap(), journal);
}
