//! Pages made to keep a reader busy are refused before work is done for them.

use signer_core::error::Error;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_layout::{LayoutError, Pages, render};

/// A document of one page: the content, the resources, and objects by number from 5 on.
fn document(content: &str, resources: &str, objects: &[Vec<u8>]) -> Vec<u8> {
    let page =
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>");
    let mut bodies = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        stream("", content.as_bytes()),
    ];
    bodies.extend(objects.iter().cloned());
    let (mut out, mut table) = (b"%PDF-1.7\n".to_vec(), String::from("0000000000 65535 f \n"));
    for (index, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let (start, size) = (out.len(), bodies.len() + 1);
    out.extend(format!("xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n").bytes());
    out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    out
}

fn stream(entries: &str, octets: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {entries} /Length {} >>\nstream\n", octets.len()).into_bytes();
    out.extend(octets);
    out.extend(b"\nendstream");
    out
}

/// What reading and drawing the page say.
fn tried(octets: &[u8]) -> [Result<(), LayoutError>; 2] {
    let document = Document::open(octets, &Limits::default()).unwrap();
    let pages = Pages::open(&document).unwrap();
    [pages.lines(0).map(drop), render(&pages, 0, 2.0).map(drop)]
}

fn is_limit<T>(result: &Result<T, LayoutError>) -> bool {
    matches!(result, Err(LayoutError::Document(Error::Limit(_))))
}

const FORM: &str = "/Type /XObject /Subtype /Form /BBox [0 0 100 100]";

#[test]
fn forms_that_double_at_each_level_are_refused() {
    let mut objects = Vec::new();
    for level in 0..20 {
        let next = 6 + level;
        let entries = format!("{FORM} /Resources << /XObject << /X {next} 0 R >> >>");
        objects.push(stream(&entries, b"/X Do /X Do /X Do /X Do"));
    }
    objects.push(stream(FORM, b"0 0 1 1 re f"));
    let [read, drawn] = tried(&document("/X Do", "/XObject << /X 5 0 R >>", &objects));
    assert!(is_limit(&read) && is_limit(&drawn), "{read:?} {drawn:?}");
}

#[test]
fn a_form_that_shows_itself_is_refused() {
    let entries = format!("{FORM} /Resources << /XObject << /X 5 0 R >> >>");
    let [read, drawn] = tried(&document("/X Do", "/XObject << /X 5 0 R >>", &[stream(&entries, b"/X Do /X Do")]));
    assert!(is_limit(&read) && is_limit(&drawn), "{read:?} {drawn:?}");
}

#[test]
fn a_stream_that_decompresses_beyond_the_limit_is_refused() {
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 80 << 20], 1);
    let bomb = stream("/Filter /FlateDecode", &bomb);
    let font =
        b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 65 /LastChar 65 /Widths [500] /ToUnicode 6 0 R >>"
            .to_vec();
    let [read, drawn] = tried(&document("BT /F 12 Tf (A) Tj ET", "/Font << /F 5 0 R >>", &[font, bomb]));
    assert!(is_limit(&read) && is_limit(&drawn), "{read:?} {drawn:?}");
}

#[test]
fn an_image_of_billions_of_samples_is_read_past_but_not_drawn() {
    let entries =
        "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8";
    let [read, drawn] =
        tried(&document("q 9 0 0 9 0 0 cm /I Do Q", "/XObject << /I 5 0 R >>", &[stream(entries, b"00")]));
    assert!(read.is_ok() && is_limit(&drawn), "{read:?} {drawn:?}");
}

#[test]
fn a_pattern_of_a_million_tiles_is_not_drawn() {
    let entries =
        "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1000 1000] /XStep 0.5 /YStep 0.5 /Resources << >>";
    let content = "/Pattern cs /P scn 0 0 500 500 re f";
    let [read, drawn] = tried(&document(content, "/Pattern << /P 5 0 R >>", &[stream(entries, b"0 0 1 1 re f")]));
    assert!(read.is_ok() && is_limit(&drawn), "{read:?} {drawn:?}");
}

#[test]
fn glyphs_that_are_programs_are_counted_each_time() {
    let glyph = stream("", &b"1000 0 d0 0 0 1 1 re f ".repeat(20_000));
    let font =
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 \
        /LastChar 65 /Widths [1000] /CharProcs << /A 6 0 R >> /Encoding << /Type /Encoding /Differences [65 /A] >> \
        /Resources << >> >>"
            .to_vec();
    for operands in [format!("({}) Tj", "A".repeat(5_000)), format!("[({}) 5 (A)] TJ", "A".repeat(5_000))] {
        let content = format!("BT /F 12 Tf {operands} ET");
        let [read, drawn] = tried(&document(&content, "/Font << /F 5 0 R >>", &[font.clone(), glyph.clone()]));
        assert!(read.is_ok() && is_limit(&drawn), "{read:?} {drawn:?}");
    }
}

#[test]
fn a_page_with_more_letters_than_any_page_has_is_refused() {
    let line = format!("({}) Tj ", "A".repeat(1_000)).repeat(401);
    let string = format!("({}) Tj ", "A".repeat(200_001));
    for text in [line, string] {
        let content = format!("BT /F 12 Tf {text} ET");
        let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec();
        let octets = document(&content, "/Font << /F 5 0 R >>", &[font]);
        let opened = Document::open(&octets, &Limits::default()).unwrap();
        let read = Pages::open(&opened).unwrap().lines(0);
        assert!(is_limit(&read), "{read:?}");
    }
}

#[test]
fn a_page_without_contents_or_with_damaged_ones_is_an_empty_page() {
    for content in ["", "BT /F 12 Tf (x Tj", "]] >> << /A", "\u{0}\u{1}\u{2} Do Q Q Q Q"] {
        let [read, drawn] = tried(&document(content, "", &[]));
        assert!(read.is_ok() && drawn.is_ok(), "{content:?} {read:?} {drawn:?}");
    }
}
