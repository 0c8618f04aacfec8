//! A small document to sign: one page of A4 in a font that every reader has.

use std::fmt::Write;

/// What stands on the page: size, and text without accents, which the standard fonts have no letters for.
const LINES: [(u8, &str); 13] = [
    (11, "SO NOI VU TINH THU NGHIEM"),
    (11, "So: 01/QD-SNV"),
    (18, ""),
    (16, "QUYET DINH"),
    (12, "Ve viec dung thu chu ky so"),
    (18, ""),
    (12, "Van ban nay do lenh `signer demo` tao ra de dung thu."),
    (12, "This document was made by `signer demo`, to play with."),
    (18, ""),
    (12, "It is signed twice: by the competent person, then by the organisation"),
    (12, "(Decree 30/2020/ND-CP, articles 5 and 32). Both signatures are invisible."),
    (18, ""),
    (12, "The certificates are thrown away; nobody trusts them."),
];

/// The document, PDF 1.7.
pub(super) fn make() -> Vec<u8> {
    let content = content();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (vi) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}endstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut text = String::from("%PDF-1.7\n");
    let mut offsets = Vec::new();
    for (number, object) in (1usize..).zip(&objects) {
        offsets.push(text.len());
        // Writing to a string does not fail.
        let _ = write!(text, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = text.len();
    let size = objects.len().saturating_add(1);
    let _ = write!(text, "xref\n0 {size}\n0000000000 65535 f \n");
    for offset in offsets {
        let _ = writeln!(text, "{offset:010} 00000 n ");
    }
    let _ = write!(text, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    text.into_bytes()
}

fn content() -> String {
    let mut text = String::from("BT\n72 770 Td\n");
    for (size, line) in LINES {
        let escaped = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let _ = writeln!(text, "/F {size} Tf ({escaped}) Tj 0 -{} Td", size.saturating_add(8));
    }
    text.push_str("ET\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use signer_core::limits::Limits;
    use signer_core::pdf::Document;

    #[test]
    fn the_document_is_read_without_a_finding() {
        let octets = make();
        let document = Document::open(&octets, &Limits::default()).unwrap();
        assert_eq!(document.latest().page_count().unwrap(), 1);
        assert!(document.findings().is_empty(), "{:?}", document.findings());
    }
}
