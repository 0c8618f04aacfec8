//! What is not signed, and what is said instead.

use test_vectors::keys::Key;
use test_vectors::letter::{Faces, Item, Letter, Sheet};
use test_vectors::pki::{Hierarchy, Leaf};

use crate::desk::{Desk, Run};

use super::{NAME, desk, sign, signed};

#[test]
fn a_name_that_is_not_on_the_page_is_not_guessed() {
    let Some(desk) = desk() else { return };
    let more = ["--image", "signature.png", "--signer-name", "Trần Thị Bình"];
    let run = sign(&desk, "person", "personal", "decision.pdf", "1.pdf", &more);
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("Trần Thị Bình") && run.stderr.contains("--rect"), "{}", run.stderr);
    assert!(!desk.path("1.pdf").exists());
}

#[test]
fn text_is_not_covered_unless_the_signer_says_so() {
    let Some(desk) = desk() else { return };
    let place = ["--image", "signature.png", "--page", "2", "--rect", "360,300,120,60"];
    let run = sign(&desk, "person", "personal", "decision.pdf", "1.pdf", &place);
    assert_eq!(run.status, 4, "{}", run.stdout);
    assert!(run.stderr.contains(NAME) && run.stderr.contains("--allow-overlap"), "{}", run.stderr);
    let allowed = [&place[..], &["--allow-overlap"]].concat();
    let run = sign(&desk, "person", "personal", "decision.pdf", "1.pdf", &allowed);
    assert!(run.status == 0 && run.stderr.contains(NAME), "{}", run.stderr);
}

#[test]
fn nobody_signs_twice_in_one_role_unless_asked() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let run = sign(&desk, "person", "personal", "1.pdf", "2.pdf", &[]);
    assert!(run.status == 4 && run.stderr.contains("--again"), "{}", run.stderr);
    signed(&desk, "person", "personal", "1.pdf", "2.pdf", &["--again"]);
}

#[test]
fn the_rules_come_before_the_password() {
    let Some(desk) = desk() else { return };
    // There is no such key: nobody asked for it.
    let key = ["--key", "none.key", "--cert", "none.pem", "-o", "1.pdf"];
    let run = desk.run([&["sign", "decision.pdf", "--as", "organisation"], &key[..]].concat());
    assert!(run.status == 4 && run.stderr.contains("article 32") && !run.stderr.contains("none.key"), "{}", run.stderr);
}

#[test]
fn why_the_organisation_signs_alone_stands_in_the_signature() {
    let Some(desk) = desk() else { return };
    let more = ["--without-personal-signature", "certified copy"];
    signed(&desk, "office", "organisation", "decision.pdf", "1.pdf", &more);
    let run = desk.run(["inspect", "1.pdf"]);
    assert!(run.stdout.contains("certified copy"), "{}", run.stdout);
}

#[test]
fn an_attachment_is_in_a_file_of_its_own() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let run = sign(&desk, "office", "attachment", "1.pdf", "2.pdf", &["--number", "12/QĐ-UBND"]);
    assert!(run.status == 4 && run.stderr.contains("Appendix I"), "{}", run.stderr);
}

#[test]
fn a_number_of_another_notation_is_a_mistake() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let run = sign(&desk, "office", "number-date", "1.pdf", "2.pdf", &["--number", "12/UBND-VP"]);
    assert!(run.status == 4 && run.stderr.contains("UBND-VP"), "{}", run.stderr);
}

#[test]
fn a_certificate_that_seems_another_s_is_warned_of() {
    let Some(desk) = desk() else { return };
    let run = sign(&desk, "office", "personal", "decision.pdf", "1.pdf", &[]);
    assert!(run.status == 0 && run.stderr.contains("not one for this role"), "{}", run.stderr);
}

#[test]
fn without_a_terminal_nobody_can_be_asked() {
    let Some(desk) = desk() else { return };
    let run = sign(&desk, "person", "personal", "decision.pdf", "1.pdf", &["--preview"]);
    assert!(run.status == 2 && run.stderr.contains("signer preview"), "{}", run.stderr);
}

/// A document of one page with a scan of so many dots per inch across the sheet.
fn scanned(faces: &Faces, dpi: f64) -> Vec<u8> {
    let dots = |mm: f64| (mm / 25.4 * dpi).round();
    let dots = |mm: f64| u32::try_from(dots(mm).to_string().parse::<u64>().unwrap()).unwrap();
    let (columns, rows) = (dots(210.0), dots(297.0));
    let scan = Item::Picture { left: 0.0, top: 0.0, width: 210.0, height: 297.0, columns, rows };
    Letter::new(vec![Sheet::new().with([scan])]).build(faces)
}

fn copied(desk: &Desk, file: &str) -> Run {
    sign(desk, "office", "copy", file, &format!("copy-{file}"), &["--allow-overlap"])
}

#[test]
fn the_pages_of_a_copy_are_counted() {
    let Some(desk) = desk() else { return };
    for (file, words) in [("decision.pdf", "has 2 pages; compare"), ("attachment.pdf", "has one page; compare")] {
        let run = copied(&desk, file);
        assert!(run.status == 0 && run.stderr.contains(words), "{}", run.stderr);
        assert!(!run.stderr.contains("dpi") && !run.stderr.contains("not embedded"), "{}", run.stderr);
    }
}

#[test]
fn a_scan_below_200_dots_per_inch_is_reported() {
    let (Some(desk), Some(faces)) = (desk(), Faces::find()) else { return };
    for (dpi, coarse) in [(150.0, true), (201.0, false)] {
        desk.put("scan.pdf", scanned(&faces, dpi));
        let run = sign(&desk, "office", "copy", "scan.pdf", &format!("{dpi}.pdf"), &["--allow-overlap"]);
        assert_eq!((run.status, run.stderr.contains("150 dpi")), (0, coarse), "{}", run.stderr);
    }
}

/// A page of text in a font that every reader was once to have.
fn in_helvetica() -> Vec<u8> {
    let text = "BT /F1 12 Tf 72 600 Td (Thong bao) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    ];
    let (mut out, mut table) = ("%PDF-1.7\n".to_owned(), "0000000000 65535 f \n".to_owned());
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 5\n{table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    out.into_bytes()
}

#[test]
fn a_font_that_is_not_embedded_is_reported() {
    let Some(desk) = desk() else { return };
    desk.put("plain.pdf", in_helvetica());
    let run = copied(&desk, "plain.pdf");
    assert!(
        run.status == 0 && run.stderr.contains("not embedded look different elsewhere: Helvetica"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_copy_of_a_document_older_than_pdf_1_4_is_refused() {
    let Some(desk) = desk() else { return };
    let mut octets = desk.read("attachment.pdf");
    octets[..8].copy_from_slice(b"%PDF-1.3");
    desk.put("old.pdf", octets);
    let run = copied(&desk, "old.pdf");
    assert!(run.status == 4 && run.stderr.contains("PDF 1.3; copies are PDF 1.4 or later"), "{}", run.stderr);
    assert!(!desk.path("copy-old.pdf").exists());
}

#[test]
fn a_broken_personal_signature_is_none() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let mut octets = desk.read("1.pdf");
    // One octet of what was signed: the version in the heading.
    octets[7] = b'6';
    desk.put("broken.pdf", octets);
    let run = sign(&desk, "office", "organisation", "broken.pdf", "2.pdf", &[]);
    assert!(run.status == 4 && run.stderr.contains("article 32"), "{}", run.stderr);
}

#[test]
fn a_certificate_that_the_configuration_knows_for_another_role_does_not_sign() {
    let Some(desk) = desk() else { return };
    let certificate = desk.read("office.pem");
    let leaf = signer_core::signer::read_certificates(&certificate).unwrap().remove(0);
    let sha256 = signer_core::pki::Certificate::parse(&leaf).unwrap().fingerprint();
    desk.put("own.toml", format!("[roles]\n\"{sha256}\" = 'organisation'\n"));
    let run = sign(&desk, "office", "personal", "decision.pdf", "1.pdf", &["--config", "own.toml"]);
    assert!(run.status == 4 && run.stderr.contains("is for another role"), "{}", run.stderr);
    // The names alone would have been a warning.
    let run = sign(&desk, "office", "personal", "decision.pdf", "1.pdf", &[]);
    assert!(run.status == 0 && run.stderr.contains("not one for this role"), "{}", run.stderr);
}

/// Of one document everything is looked at before anybody is asked for a secret: the key is not even there.
#[test]
fn what_can_be_known_without_the_key_is_known_before_it_is_asked_for() {
    let Some(desk) = desk() else { return };
    signed(&desk, "person", "personal", "decision.pdf", "certified.pdf", &["--certify", "1"]);
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &[]);
    let mut octets = desk.read("attachment.pdf");
    octets[..8].copy_from_slice(b"%PDF-1.3");
    desk.put("old.pdf", octets);
    let hierarchy = Hierarchy::new();
    let expired = hierarchy.issuer.identity(&Leaf::personal(Key::Rsa2048).expired());
    desk.put("expired.pem", expired.chain_pem());
    for (role, file, certificate, words) in [
        ("organisation", "certified.pdf", "office.pem", "certified"),
        ("personal", "1.pdf", "person.pem", "--again"),
        ("copy", "old.pdf", "office.pem", "PDF 1.3"),
        ("personal", "decision.pdf", "expired.pem", "expired"),
    ] {
        let run = desk.run(["sign", file, "--as", role, "--key", "none.key", "--cert", certificate, "-o", "no.pdf"]);
        assert!(run.status == 4 && run.stderr.contains(words), "{file}: {}", run.stderr);
        assert!(!run.stderr.contains("none.key"), "{file}: {}", run.stderr);
    }
}
