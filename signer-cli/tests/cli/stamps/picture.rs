//! Images for the page, and where ink of a colour is on a drawn page.

use std::path::PathBuf;

use test_vectors::letter::{self, Faces, Item, Letter, Sheet, Style, centred, text};

use crate::desk::Desk;

use super::{NAME, TITLE, ask, desk, peer, signed};

/// Drawn with so many dots per inch.
const DPI: f64 = 254.0;

fn png(width: u32, height: u32, pixel: impl Fn(f64, f64) -> [u8; 4]) -> Vec<u8> {
    let centre = |size: u32, at: u32| f64::from(at) + 0.5 - f64::from(size) / 2.0;
    let samples: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| pixel(centre(width, x), centre(height, y)))
        .collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.write_header().unwrap().write_image_data(&samples).unwrap();
    out
}

/// A blue frame with a stroke through it: 400 × 200 pixels with an empty margin of 50.
pub(crate) fn signature() -> Vec<u8> {
    png(500, 300, |x, y| {
        let inside = x.abs() < 200.0 && y.abs() < 100.0;
        let frame = inside && (x.abs() > 190.0 || y.abs() > 90.0);
        let stroke = inside && (y - x / 2.0).abs() < 12.0;
        if frame || stroke { [0x10, 0x20, 0xc0, 255] } else { [0, 0, 0, 0] }
    })
}

/// A red ring with a disc: 600 pixels wide with an empty margin of 40.
pub(super) fn seal() -> Vec<u8> {
    png(680, 680, |x, y| {
        let radius = x.hypot(y);
        let ink = radius < 300.0 && !(60.0..=270.0).contains(&radius);
        if ink { [0xd0, 0x10, 0x10, 255] } else { [0, 0, 0, 0] }
    })
}

/// A rectangle in millimetres from the upper left corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Box {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Box {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// Where the last page of a file has ink of a colour.
pub(super) fn ink(pdftoppm: &PathBuf, desk: &Desk, file: &str, page: &str, colour: impl Fn(u8, u8, u8) -> bool) -> Box {
    ink_at(DPI, pdftoppm, desk, file, page, colour)
}

/// The same, drawn with so many dots per inch.
pub(super) fn ink_at(
    dpi: f64,
    pdftoppm: &PathBuf,
    desk: &Desk,
    file: &str,
    page: &str,
    colour: impl Fn(u8, u8, u8) -> bool,
) -> Box {
    let said = ask(
        pdftoppm,
        desk,
        &["-r", &dpi.to_string(), "-png", "-cropbox", "-f", page, "-l", page, "-singlefile", file, "page"],
    );
    let octets = desk.read("page.png");
    let mut reader = png::Decoder::new(&octets[..]).read_info().unwrap_or_else(|error| panic!("{error}: {said}"));
    let mut samples = vec![0; reader.output_buffer_size()];
    let frame = reader.next_frame(&mut samples).unwrap();
    let size = frame.color_type.samples();
    let mut found: Option<(u32, u32, u32, u32)> = None;
    for (y, row) in (0..).zip(samples.chunks_exact(frame.line_size)) {
        for (x, pixel) in (0..).zip(row.chunks_exact(size)) {
            if colour(pixel[0], pixel[1], pixel[2]) {
                let (left, top, right, bottom) = found.unwrap_or((x, y, x, y));
                found = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
            }
        }
    }
    let (left, top, right, bottom) = found.unwrap_or_else(|| panic!("no ink of that colour on {file}"));
    let mm = |pixels: u32| f64::from(pixels) * 25.4 / dpi;
    Box { left: mm(left), top: mm(top), right: mm(right + 1), bottom: mm(bottom + 1) }
}

pub(super) fn blue(red: u8, _: u8, blue: u8) -> bool {
    blue > 0x90 && red < 0x60
}

pub(super) fn red(red: u8, green: u8, _: u8) -> bool {
    red > 0x90 && green < 0x60
}

/// Administrative documents of one and several pages: what each is, its sheets, the page that ends it from 1, and where
/// its name stands.
fn documents() -> Vec<(&'static str, Vec<Sheet>, &'static str, f64)> {
    let end = || Sheet::decision_end(TITLE, NAME);
    let body = |from: u32| {
        let line = |number: u32| {
            text(30.0, 30.0 + 8.0 * f64::from(number), 13.0, "Các đơn vị chịu trách nhiệm thi hành quy định này./.")
        };
        Sheet::new().with((from..28).map(line))
    };
    let appendix =
        Sheet::new().with([centred(105.0, 30.0, 14.0, Style::Bold, "PHỤ LỤC"), text(30.0, 50.0, 13.0, NAME)]);
    // Twenty millimetres between title and name, as a full sheet leaves them.
    let mut tight = end();
    for item in &mut tight.items {
        if let Item::Text { text, baseline, .. } = item
            && text == NAME
        {
            *baseline = 182.0;
        }
    }
    vec![
        ("one page", vec![Sheet::decision().with(end().items)], "1", letter::NAME),
        ("two pages", vec![Sheet::decision(), end()], "2", letter::NAME),
        ("three pages", vec![Sheet::decision(), body(0), end()], "3", letter::NAME),
        ("with an appendix", vec![Sheet::decision(), end(), appendix], "2", letter::NAME),
        ("little room", vec![Sheet::decision(), tight], "2", 182.0),
    ]
}

/// Decree 30/2020, Appendix I.
#[test]
fn the_handwritten_signature_is_in_the_middle_between_title_and_name_and_the_seal_over_its_left_third() {
    let (Some(desk), Some(faces), Some(pdftoppm)) = (desk(), Faces::find(), peer("pdftoppm")) else { return };
    for (what, sheets, page, name) in documents() {
        desk.put("0.pdf", Letter::new(sheets).build(&faces));
        signed(&desk, "person", "personal", "0.pdf", "1.pdf", &["--image", "signature.png", "--force"]);
        let signature = ink(&pdftoppm, &desk, "1.pdf", page, blue);
        // Base lines of the title and of the name, and the middle of their column; capitals are 0.66 of 14 points.
        let (title, name, column) = (letter::TITLE, name - 14.0 * 0.66 * 25.4 / 72.0, letter::COLUMN);
        let (across, down) =
            (f64::midpoint(signature.left, signature.right), f64::midpoint(signature.top, signature.bottom));
        assert!((across - column).abs() < 2.0, "{what}: {signature:?}");
        assert!((down - f64::midpoint(title, name)).abs() < 2.0, "{what}: {signature:?} {title} {name}");
        assert!((signature.width() / signature.height() - 2.0).abs() < 0.05, "{what}: {signature:?}");

        signed(&desk, "office", "organisation", "1.pdf", "2.pdf", &["--image", "seal.png", "--force"]);
        let seal = ink(&pdftoppm, &desk, "2.pdf", page, red);
        assert!((seal.width() - 36.0).abs() < 0.2 && (seal.height() - 36.0).abs() < 0.2, "{what}: {seal:?}");
        let covered = (seal.right - signature.left) / signature.width();
        assert!((0.30..=0.37).contains(&covered), "{what}: {covered} of {signature:?} by {seal:?}");
        assert!(seal.left < signature.left, "{what}: on its left");
        assert!((f64::midpoint(seal.top, seal.bottom) - down).abs() < 0.5, "{what}: {seal:?}");
    }
}

#[test]
fn a_seal_of_another_diameter_is_drawn_at_that() {
    let (Some(desk), Some(pdftoppm)) = (desk(), peer("pdftoppm")) else { return };
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &["--image", "signature.png"]);
    signed(&desk, "office", "organisation", "1.pdf", "2.pdf", &["--image", "seal.png", "--seal-diameter", "42"]);
    let seal = ink(&pdftoppm, &desk, "2.pdf", "2", red);
    assert!((seal.width() - 42.0).abs() < 0.2, "{seal:?}");
}

#[test]
fn a_rectangle_is_where_it_was_said_to_be() {
    let (Some(desk), Some(pdftoppm)) = (desk(), peer("pdftoppm")) else { return };
    let place = ["--image", "signature.png", "--page", "1", "--rect", "100,100,120,60"];
    signed(&desk, "person", "personal", "attachment.pdf", "1.pdf", &place);
    let found = ink(&pdftoppm, &desk, "1.pdf", "1", blue);
    let points = |mm: f64| mm * 72.0 / 25.4;
    assert!((points(found.left) - 100.0).abs() < 1.0 && (points(found.width()) - 120.0).abs() < 1.0, "{found:?}");
    assert!((points(297.0 - found.bottom) - 100.0).abs() < 1.0, "{found:?}");
}

#[test]
fn a_preview_shows_what_will_be_signed() {
    let (Some(desk), Some(pdftoppm)) = (desk(), peer("pdftoppm")) else { return };
    let who = ["--as", "personal", "--signer-name", "Nguyễn Văn An", "--image", "signature.png"];
    let preview = [&["preview", "decision.pdf", "-o", "seen.png", "--dpi", "254"], &who[..]].concat();
    let run = desk.run(preview);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains("page 2 of 2") && run.stdout.contains("mm wide"), "{}", run.stdout);
    assert!(desk.read("seen.png").starts_with(b"\x89PNG"));
    signed(&desk, "person", "personal", "decision.pdf", "1.pdf", &["--image", "signature.png"]);
    let found = ink(&pdftoppm, &desk, "1.pdf", "2", blue);
    let said = format!("{:.0}", found.left);
    assert!(run.stdout.contains(&said), "{said}: {}", run.stdout);
}
