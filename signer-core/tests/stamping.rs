//! Signatures that are seen: field, widget and appearance as they stand in the document.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test of small numbers stops at the first surprise, and reads the font that text is shown in"
)]

use signer_core::Time;
use signer_core::algorithm::{Digest, SignatureAlgorithm};
use signer_core::error::Error;
use signer_core::limits::Limits;
use signer_core::pdf::{Dictionary, Document, Object};
use signer_core::sign::Draft;
use signer_core::stamp::{Font, Image, Placement, QrCode, Rect, Rotation, Stamp, Text};
use test_vectors::pdf::{Form, Pdf};
use test_vectors::pki::Hierarchy;
use test_vectors::say;

const PLACE: Rect = Rect::new(300.0, 100.0, 120.0, 60.0);

/// The free serif face of the metrics of Times New Roman.
const SERIF: &str = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf";

fn font() -> Option<Font> {
    match std::fs::read(SERIF) {
        Ok(octets) => Some(Font::read(octets, 0).unwrap()),
        Err(_) if std::env::var_os("SIGNER_REQUIRE_PEERS").is_some() => panic!("{SERIF} is needed"),
        Err(_) => {
            say("skipped: Liberation Serif is not installed");
            None
        }
    }
}

/// Two by one pixels: red, and half transparent blue.
fn image() -> Image {
    let mut octets = Vec::new();
    let mut encoder = png::Encoder::new(&mut octets, 2, 1);
    encoder.set_color(png::ColorType::Rgba);
    encoder.write_header().unwrap().write_image_data(&[255, 0, 0, 255, 0, 0, 255, 128]).unwrap();
    Image::read(&octets).unwrap()
}

fn now() -> Time {
    "2026-06-01T08:00:00Z".parse().unwrap()
}

fn signed(original: &[u8], change: impl for<'d> FnOnce(Draft<'d, 'd>) -> Draft<'d, 'd>) -> Result<Vec<u8>, Error> {
    let hierarchy = Hierarchy::new();
    let chain = hierarchy.personal.chain.clone();
    let document = Document::open(original, &Limits::default())?;
    let mut key = signer_core::signer::SoftwareKey::from_pkcs8_der(&hierarchy.personal.key.pkcs8()).unwrap();
    let algorithm = SignatureAlgorithm::RsaPkcs1(Digest::Sha256);
    let signed = change(Draft::new(&document, &chain)).sign(algorithm, now(), &mut key)?;
    signed.into_octets(original)
}

/// The widget of the first signature, and its appearance.
fn widget(octets: &[u8]) -> (Dictionary, Dictionary) {
    let document = Document::open(octets, &Limits::default()).unwrap();
    let view = document.latest();
    let form = view.form().unwrap().unwrap();
    let field = form.fields().iter().find(|field| field.dictionary.contains("V")).unwrap();
    let widget = view.get(field.widgets[0].unwrap()).unwrap().into_dictionary().unwrap();
    let looks = view.entry(&widget, "AP").unwrap().into_dictionary().unwrap();
    let normal = view.entry(&looks, "N").unwrap().into_dictionary().unwrap();
    (widget, normal)
}

fn numbers(dictionary: &Dictionary, key: &str) -> Vec<f64> {
    dictionary.get(key).unwrap().as_array().unwrap().iter().map(|number| number.as_number().unwrap()).collect()
}

#[test]
fn a_visible_signature_has_a_field_a_widget_and_an_appearance_on_its_page() {
    let original = Pdf::new().with_pages(2).build();
    let stamp = Stamp::new().with_image(image());
    let octets = signed(&original, |draft| {
        draft.with_stamp(stamp).with_placement(Placement::new(1, PLACE)).with_description("Chữ ký")
    });
    let octets = octets.unwrap();
    let (widget, appearance) = widget(&octets);
    assert_eq!(numbers(&widget, "Rect"), [300.0, 100.0, 420.0, 160.0]);
    assert_eq!(widget.get("F").unwrap().as_integer(), Some(132), "printed, locked");
    assert_eq!(widget.get("TU").unwrap().as_string().unwrap().text(), "Chữ ký");
    assert!(!widget.contains("MK"));
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let (page, dictionary) = document.latest().page(1).unwrap();
    assert_eq!(widget.get("P").unwrap().as_reference(), Some(page));
    assert!(dictionary.contains("Annots"));
    assert_eq!(appearance.name("Subtype").unwrap().as_octets(), b"Form");
    assert_eq!(numbers(&appearance, "BBox"), [0.0, 0.0, 120.0, 60.0]);
}

#[test]
fn transparency_becomes_a_soft_mask() {
    let stamp = Stamp::new().with_image(image());
    let octets = signed(&Pdf::new().build(), |draft| draft.with_stamp(stamp).with_placement(Placement::new(0, PLACE)));
    let octets = octets.unwrap();
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let view = document.latest();
    let (_, appearance) = widget(&octets);
    let resources = appearance.get("Resources").unwrap().as_dictionary().unwrap();
    let objects = resources.get("XObject").unwrap().as_dictionary().unwrap();
    let image = view.entry(objects, "I0").unwrap().into_dictionary().unwrap();
    let space = view.entry(&image, "ColorSpace").unwrap();
    assert_eq!(space.as_array().unwrap()[0], Object::name("ICCBased"));
    let id = image.get("SMask").unwrap().as_reference().unwrap();
    let Object::Stream(mask) = view.get(id).unwrap() else { panic!() };
    assert_eq!(view.stream_octets(&mask, id).unwrap(), [255, 128]);
}

#[test]
fn text_is_embedded_with_its_font_and_can_be_read_out_again() {
    let Some(font) = font() else { return };
    let stamp = Stamp::new().with_text(Text::new(["Nguyễn Văn An"], font, 10.0).unwrap());
    let octets = signed(&Pdf::new().build(), |draft| draft.with_stamp(stamp).with_placement(Placement::new(0, PLACE)));
    let octets = octets.unwrap();
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let view = document.latest();
    let (_, appearance) = widget(&octets);
    let resources = appearance.get("Resources").unwrap().as_dictionary().unwrap();
    let fonts = resources.get("Font").unwrap().as_dictionary().unwrap();
    let composite = view.entry(fonts, "F0").unwrap().into_dictionary().unwrap();
    assert_eq!(composite.name("Encoding").unwrap().as_octets(), b"Identity-H");
    let id = composite.get("ToUnicode").unwrap().as_reference().unwrap();
    let Object::Stream(map) = view.get(id).unwrap() else { panic!() };
    let map = String::from_utf8(view.stream_octets(&map, id).unwrap()).unwrap();
    assert!(map.contains("<1ec5>"), "ễ is one character: {map}");
}

#[test]
fn text_in_decomposed_form_is_composed() {
    let Some(font) = font() else { return };
    let composed = Text::new(["Nguyễn"], font.clone(), 10.0).unwrap();
    let decomposed = Text::new(["Nguye\u{302}\u{303}n"], font, 10.0).unwrap();
    assert_eq!(format!("{composed:?}"), format!("{decomposed:?}"));
}

#[test]
fn a_character_that_the_font_lacks_is_named() {
    let Some(font) = font() else { return };
    let error = Text::new(["漢"], font, 10.0).unwrap_err();
    assert!(error.to_string().contains("U+6F22"), "{error}");
}

#[test]
fn text_that_nobody_could_read_is_refused() {
    let Some(font) = font() else { return };
    let stamp = Stamp::new().with_text(Text::new(["ủy ban nhân dân ".repeat(20)], font, 10.0).unwrap());
    let placed = Placement::new(0, PLACE);
    let refused = signed(&Pdf::new().build(), |draft| draft.with_stamp(stamp).with_placement(placed));
    assert!(refused.unwrap_err().to_string().contains("does not fit"));
}

#[test]
fn an_existing_field_shows_the_stamp_in_its_own_rectangle() {
    let original = Pdf::new().with_form(Form::SignatureField).build();
    let stamp = Stamp::new().with_qr(QrCode::new("Số 12/UBND").unwrap());
    let octets = signed(&original, |draft| draft.with_field("Signature1").with_stamp(stamp)).unwrap();
    let (widget, appearance) = widget(&octets);
    let rect = numbers(&widget, "Rect");
    assert_eq!(numbers(&appearance, "BBox"), [0.0, 0.0, rect[2] - rect[0], rect[3] - rect[1]]);
    assert_eq!(widget.get("F").unwrap().as_integer().unwrap() & 4, 4, "printed");
}

#[test]
fn a_place_for_a_field_that_has_one_is_refused() {
    let original = Pdf::new().with_form(Form::SignatureField).build();
    let stamp = Stamp::new().with_image(image());
    let placed = Placement::new(0, PLACE);
    let refused = signed(&original, |draft| draft.with_field("Signature1").with_stamp(stamp).with_placement(placed));
    assert!(matches!(refused, Err(Error::Misuse(_))));
}

#[test]
fn a_rectangle_beyond_the_page_is_refused() {
    let stamp = Stamp::new().with_image(image());
    let placed = Placement::new(0, Rect::new(580.0, 10.0, 120.0, 60.0));
    let refused = signed(&Pdf::new().build(), |draft| draft.with_stamp(stamp).with_placement(placed));
    assert!(refused.unwrap_err().to_string().contains("beyond the page"));
}

/// A document of one page, its dictionary with more entries, and a catalogue with more, and more objects from 5 on.
fn page_with(page: &str, catalogue: &str, more: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let fixed = [
        format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> {page} >>"),
        "<< /Length 0 >>\nstream\n\nendstream".to_owned(),
    ];
    for (body, number) in fixed.into_iter().chain(more.iter().map(|body| (*body).to_owned())).zip(1..) {
        offsets.push(out.len());
        out.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f\r\n", offsets.len() + 1).bytes());
    for offset in &offsets {
        out.extend(format!("{offset:010} 00000 n\r\n").bytes());
    }
    let size = offsets.len() + 1;
    out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

#[test]
fn on_a_page_that_is_shown_turned_the_stamp_is_turned_back() {
    let original = page_with("/Rotate 90 /CropBox [10 20 585 822]", "", &[]);
    let stamp = Stamp::new().with_image(image());
    let placed = Placement::new(0, Rect::new(100.0, 50.0, 120.0, 60.0));
    let octets = signed(&original, |draft| draft.with_stamp(stamp).with_placement(placed)).unwrap();
    let (widget, appearance) = widget(&octets);
    // The crop box is 575 wide: 10 + 575 - (50 + 60), 20 + 100.
    assert_eq!(numbers(&widget, "Rect"), [475.0, 120.0, 535.0, 240.0]);
    assert_eq!(numbers(&appearance, "Matrix"), [0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
    assert_eq!(numbers(&appearance, "BBox"), [0.0, 0.0, 120.0, 60.0]);
}

fn metadata(properties: &str) -> String {
    let text = format!("<rdf:Description {properties}/>");
    format!("<< /Type /Metadata /Subtype /XML /Length {} >>\nstream\n{text}\nendstream", text.len())
}

fn image_of(original: &[u8]) -> Dictionary {
    let stamp = Stamp::new().with_image(image());
    let placed = Placement::new(0, PLACE);
    let octets = signed(original, |draft| draft.with_stamp(stamp).with_placement(placed)).unwrap();
    let (_, appearance) = widget(&octets);
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let resources = appearance.get("Resources").unwrap().as_dictionary().unwrap();
    let objects = resources.get("XObject").unwrap().as_dictionary().unwrap();
    document.latest().entry(objects, "I0").unwrap().into_dictionary().unwrap()
}

/// ISO 19005-1, 6.4 and ISO 19005-2, 6.2.10.
#[test]
fn nothing_half_transparent_goes_where_a_pdf_a_document_may_not_have_it() {
    let archive = |part: u8, catalogue: &str| {
        let description = metadata(&format!("pdfaid:part=\"{part}\""));
        page_with("", &format!("/Metadata 5 0 R {catalogue}"), &[&description])
    };
    let soft = |octets: &[u8]| image_of(octets).contains("SMask");
    assert!(!soft(&archive(1, "/OutputIntents [<< /S /GTS_PDFA1 >>]")), "part 1");
    assert!(!soft(&archive(2, "")), "no output intent says how colours mix");
    assert!(soft(&archive(2, "/OutputIntents [<< /S /GTS_PDFA1 >>]")));
    assert!(image_of(&archive(1, "")).contains("Mask"));
}

const TAGGED: &str = "/MarkInfo << /Marked true >> /StructTreeRoot 5 0 R";
const TREE: [&str; 3] = [
    "<< /Type /StructTreeRoot /K 6 0 R /ParentTree 7 0 R /ParentTreeNextKey 1 >>",
    "<< /Type /StructElem /S /Document /P 5 0 R /K [] >>",
    "<< /Nums [0 []] >>",
];

/// ISO 14289-1, 7.18.1 and 7.18.4.
#[test]
fn in_a_tagged_document_the_widget_is_in_the_structure() {
    let octets = signed(&page_with("", TAGGED, &TREE), |draft| {
        let draft = draft.with_stamp(Stamp::new().with_image(image())).with_description("Chữ ký");
        draft.with_placement(Placement::new(0, PLACE))
    });
    let octets = octets.unwrap();
    let (widget, _) = widget(&octets);
    assert_eq!(widget.get("StructParent").unwrap().as_integer(), Some(1));
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let view = document.latest();
    let catalogue = view.catalog().unwrap();
    let root = view.entry(&catalogue, "StructTreeRoot").unwrap().into_dictionary().unwrap();
    assert_eq!(root.get("ParentTreeNextKey").unwrap().as_integer(), Some(2));
    let parents = view.entry(&root, "ParentTree").unwrap().into_dictionary().unwrap();
    let numbers = parents.get("Nums").unwrap().as_array().unwrap();
    let element = view.resolve(&numbers[3]).unwrap().into_dictionary().unwrap();
    assert_eq!((element.name("S").unwrap().as_octets(), numbers[2].as_integer()), (&b"Form"[..], Some(1)));
    let kids = view.entry(&root, "K").unwrap().into_dictionary().unwrap();
    assert_eq!(kids.get("K").unwrap().as_array().unwrap(), &numbers[3..]);
}

#[test]
fn the_structure_below_a_signature_stays_as_it_is() {
    let stamp = || Stamp::new().with_image(image());
    let once = signed(&page_with("", TAGGED, &TREE), |draft| {
        draft.with_stamp(stamp()).with_placement(Placement::new(0, PLACE))
    });
    let twice = signed(&once.unwrap(), |draft| draft.with_stamp(stamp()).with_placement(Placement::new(0, PLACE)));
    let twice = twice.unwrap();
    let document = Document::open(&twice, &Limits::default()).unwrap();
    let view = document.latest();
    let root = view.entry(&view.catalog().unwrap(), "StructTreeRoot").unwrap().into_dictionary().unwrap();
    assert_eq!(root.get("ParentTreeNextKey").unwrap().as_integer(), Some(2), "as after the first");
}

#[test]
fn beside_text_that_runs_another_way_the_stamp_is_turned_with_it() {
    let stamp = Stamp::new().with_image(image());
    let placed = Placement::in_user_space(0, Rect::new(100.0, 200.0, 60.0, 120.0), Rotation::Quarter);
    let octets = signed(&Pdf::new().build(), |draft| draft.with_stamp(stamp).with_placement(placed)).unwrap();
    let (widget, appearance) = widget(&octets);
    assert_eq!(numbers(&widget, "Rect"), [100.0, 200.0, 160.0, 320.0]);
    assert_eq!(numbers(&appearance, "Matrix"), [0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
    assert_eq!(numbers(&appearance, "BBox"), [0.0, 0.0, 120.0, 60.0]);
}
