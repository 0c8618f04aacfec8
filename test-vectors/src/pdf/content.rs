//! The objects of a document, before a layout gives them places.

use super::{Form, Pdf};

/// An indirect object and its number; generation 0 always.
pub(super) struct Part {
    pub(super) number: u32,
    pub(super) body: Body,
}

/// What stands between `obj` and `endobj`.
pub(super) enum Body {
    /// Anything but a stream.
    Plain(String),
    /// A stream: its dictionary's entries without `/Length`, and its octets.
    Stream(String, Vec<u8>),
    /// A stream of pseudo-random octets: entries, length, seed.
    Noise(String, u64, u64),
}

/// All objects of a document.
pub(super) struct Objects {
    /// By number, contiguous from 1.
    pub(super) parts: Vec<Part>,
    /// Number of the catalogue.
    pub(super) catalog: u32,
    /// Number of the document information dictionary.
    pub(super) info: u32,
    /// Number of the first page.
    pub(super) first_page: u32,
    /// How many pages.
    pub(super) pages: u32,
}

const CATALOG: u32 = 1;
const PAGES: u32 = 2;
const FONT: u32 = 3;
const CID_FONT: u32 = 4;
const DESCRIPTOR: u32 = 5;
const TO_UNICODE: u32 = 6;
const INFO: u32 = 7;
const FIRST: u32 = 8;
/// Page, content, image.
const PER_PAGE: u32 = 3;

pub(super) fn objects(pdf: &Pdf) -> Objects {
    let page = |index: u32| FIRST + index * PER_PAGE;
    let form = page(pdf.pages);
    let (fields, annotations) = fields(pdf.form, form, page(0));
    let kids: Vec<String> = (0..pdf.pages).map(|index| format!("{} 0 R", page(index))).collect();
    let acro_form = match pdf.form {
        Form::None => String::new(),
        _ => format!(" /AcroForm {form} 0 R"),
    };
    let mut bodies = vec![
        Body::Plain(format!("<< /Type /Catalog /Pages {PAGES} 0 R /Lang (vi-VN){acro_form} >>")),
        Body::Plain(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pdf.pages)),
    ];
    bodies.extend(font(&pdf.lines));
    bodies.push(Body::Plain(format!("<< /Title {} /Producer (test-vectors) >>", utf16("Văn bản thử nghiệm"))));
    for index in 0..pdf.pages {
        bodies.extend(page_bodies(pdf, index, page(index), &annotations));
    }
    bodies.extend(fields.into_iter().map(Body::Plain));
    let parts = (1..).zip(bodies).map(|(number, body)| Part { number, body }).collect();
    Objects { parts, catalog: CATALOG, info: INFO, first_page: page(0), pages: pdf.pages }
}

/// The page, its content and its image.
fn page_bodies(pdf: &Pdf, index: u32, number: u32, annotations: &str) -> [Body; 3] {
    let annots =
        if index == 0 && !annotations.is_empty() { format!(" /Annots [{annotations}]") } else { String::new() };
    let pages = u64::from(pdf.pages);
    // The remainder goes to the first page, so that the sum is exact.
    let share = pdf.filler / pages + if index == 0 { pdf.filler % pages } else { 0 };
    // An image is at least one sample; rows of 256 where there are enough. (Written as `if share < 256` with a pair in
    // each branch, rustc 1.95 computes another width when it optimises.)
    let width = share.clamp(1, 256);
    let height = (share / width).max(1);
    let samples = width * height;
    let lines = if index == 0 { pdf.lines.clone() } else { vec![format!("Trang {}", index + 1)] };
    [
        Body::Plain(format!(
            "<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 595 842] /Contents {} 0 R{annots} \
             /Resources << /Font << /F1 {FONT} 0 R >> /XObject << /I1 {} 0 R >> >> >>",
            number + 1,
            number + 2
        )),
        Body::Stream(String::new(), text_operators(&lines)),
        Body::Noise(
            format!(
                "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray \
                 /BitsPerComponent 8 "
            ),
            samples,
            pdf.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(index + 1),
        ),
    ]
}

fn text_operators(lines: &[String]) -> Vec<u8> {
    let mut out = String::from("q 400 0 0 200 97 60 cm /I1 Do Q\nBT /F1 13 Tf 16 TL 60 780 Td\n");
    for line in lines {
        let codes: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        out.push_str(&format!("<{codes}> Tj T*\n"));
    }
    out.push_str("ET\n");
    out.into_bytes()
}

/// A composite font whose character codes are UTF-16, with a `/ToUnicode` that says so; nothing is embedded.
fn font(lines: &[String]) -> [Body; 4] {
    let mut used: Vec<u16> =
        lines.iter().flat_map(|line| line.encode_utf16()).chain("Trang 0123456789".encode_utf16()).collect();
    used.sort_unstable();
    used.dedup();
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Codes def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    // ISO 32000-2, 9.10.3: at most 100 entries a block.
    for block in used.chunks(100) {
        map.push_str(&format!("{} beginbfchar\n", block.len()));
        for unit in block {
            map.push_str(&format!("<{unit:04X}> <{unit:04X}>\n"));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
    [
        Body::Plain(format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /TimesNewRoman /Encoding /Identity-H \
             /DescendantFonts [{CID_FONT} 0 R] /ToUnicode {TO_UNICODE} 0 R >>"
        )),
        Body::Plain(format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /TimesNewRoman /DW 500 \
             /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {DESCRIPTOR} 0 R >>"
        )),
        Body::Plain(
            "<< /Type /FontDescriptor /FontName /TimesNewRoman /Flags 4 /FontBBox [0 -216 1000 891] /ItalicAngle 0 \
             /Ascent 891 /Descent -216 /CapHeight 662 /StemV 80 >>"
                .to_owned(),
        ),
        Body::Stream(String::new(), map.into_bytes()),
    ]
}

/// The form and its fields, numbered from `form`; and the widgets of the first page.
fn fields(kind: Form, form: u32, page: u32) -> (Vec<String>, String) {
    let object = |offset: u32| form + offset;
    let widget = format!("/Type /Annot /Subtype /Widget /F 4 /P {page} 0 R");
    match kind {
        Form::None => (Vec::new(), String::new()),
        Form::Empty => (vec!["<< /Fields [] /DA (/Helv 0 Tf 0 g) >>".to_owned()], String::new()),
        Form::SignatureField => {
            let field = object(1);
            (
                vec![
                    format!("<< /Fields [{field} 0 R] /DA (/Helv 0 Tf 0 g) >>"),
                    format!("<< /FT /Sig /T (Signature1) {widget} /Rect [350 100 540 180] >>"),
                ],
                format!("{field} 0 R"),
            )
        }
        Form::Nested => {
            let [contract, buyer, signature, name, date, first, second] = [1, 2, 3, 4, 5, 6, 7].map(object);
            (
                vec![
                    format!("<< /Fields [{contract} 0 R] /DA (/Helv 0 Tf 0 g) >>"),
                    format!("<< /T (contract) /Kids [{buyer} 0 R {date} 0 R] >>"),
                    format!("<< /T (buyer) /Parent {contract} 0 R /FT /Sig /Kids [{signature} 0 R {name} 0 R] >>"),
                    format!("<< /T (signature) /Parent {buyer} 0 R {widget} /Rect [350 100 540 180] >>"),
                    format!("<< /T (name) /FT /Tx /V (An) /Parent {buyer} 0 R {widget} /Rect [60 100 200 120] >>"),
                    format!("<< /T (date) /FT /Tx /Ff 1 /Parent {contract} 0 R /Kids [{first} 0 R {second} 0 R] >>"),
                    format!("<< /Parent {date} 0 R {widget} /Rect [60 130 200 150] >>"),
                    format!("<< /Parent {date} 0 R {widget} /Rect [60 160 200 180] >>"),
                ],
                format!("{signature} 0 R {name} 0 R {first} 0 R {second} 0 R"),
            )
        }
    }
}

/// A hexadecimal text string in UTF-16 with its byte order mark (ISO 32000-2, 7.9.2.2).
fn utf16(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}
