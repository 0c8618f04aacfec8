//! Awkward pages: each is signed in the right place, measured on the drawn page, or refused with the right sentence in
//! both languages.

use std::path::PathBuf;

use test_vectors::letter::{
    Align, COLUMN, Faces, Item, Letter, NAME as NAME_AT, Sheet, Style, TITLE as TITLE_AT, Writing, centred, text,
};
use unicode_normalization::UnicodeNormalization;

use crate::desk::{Desk, Run};

use super::picture::{blue, ink, ink_at};
use super::{NAME, TITLE, ask, desk, peer};

/// Where the middle of the handwritten signature belongs, in millimetres: between the base line of the title and the
/// capitals of the name, which are 0.66 of 14 points.
const MIDDLE: (f64, f64) = (COLUMN, f64::midpoint(TITLE_AT, NAME_AT - 14.0 * 0.66 * 25.4 / 72.0));

/// Decree 30/2020, Appendix I, and what the pictures are measured with.
const NEAR: f64 = 2.0;

fn end() -> Sheet {
    Sheet::decision_end(TITLE, NAME)
}

/// The centred lines, title and name among them, written so.
fn written(how: Writing) -> Sheet {
    let mut sheet = end();
    for item in &mut sheet.items {
        if matches!(item, Item::Text { align: Align::Centre, .. }) {
            *item = item.clone().written(how);
        }
    }
    sheet
}

/// Every text decomposed, letters and marks apart.
fn decomposed() -> Sheet {
    let mut sheet = written(Writing::Marks);
    for item in &mut sheet.items {
        if let Item::Text { text, writing: Writing::Marks, .. } = item {
            *text = text.nfd().collect();
        }
    }
    sheet
}

fn field(name: &str, left: f64) -> Item {
    Item::TextField { name: name.to_owned(), value: String::new(), rect: [left, 165.0, 25.0, 15.0] }
}

fn scan() -> Item {
    Item::Picture { left: 0.0, top: 0.0, width: 210.0, height: 297.0, columns: 210, rows: 297 }
}

/// Two signers side by side; ours is on the right.
fn two_columns() -> Sheet {
    Sheet::new().with([
        centred(60.0, TITLE_AT, 13.0, Style::Bold, "KẾ TOÁN TRƯỞNG"),
        centred(60.0, NAME_AT, 14.0, Style::Bold, "Trần Thị Bình"),
        centred(COLUMN, TITLE_AT, 13.0, Style::Bold, "GIÁM ĐỐC"),
        centred(COLUMN, NAME_AT, 14.0, Style::Bold, NAME),
    ])
}

fn encrypted(qpdf: &PathBuf, desk: &Desk, plain: &str, locked: &str, modify: &str) {
    let modify = format!("--modify={modify}");
    let said = ask(qpdf, desk, &["--encrypt", "", "owner", "256", &modify, "--extract=n", "--", plain, locked]);
    assert!(desk.path(locked).exists(), "{said}");
}

/// Signs as a person; the desk speaks Vietnamese where it is asked to.
fn personal(desk: &Desk, file: &str, output: &str, more: &[&str], vietnamese: bool) -> Run {
    let fixed = ["sign", file, "--as", "personal", "--key", "person.key", "--cert", "person.pem", "-o", output];
    let all = [&fixed[..], &["--image", "signature.png"], more].concat();
    if vietnamese { desk.run_in_vietnamese(&all) } else { desk.run(all) }
}

/// Signed, and the ink is where it belongs.
fn assert_placed(desk: &Desk, pdftoppm: &PathBuf, file: &str, middle: (f64, f64), more: &[&str]) {
    let output = format!("signed-{file}");
    let run = personal(desk, file, &output, more, false);
    assert_eq!(run.status, 0, "{file}: {}", run.stderr);
    assert!(!run.stderr.contains("covers"), "{file}: {}", run.stderr);
    let found = ink_at(100.0, pdftoppm, desk, &output, "1", blue);
    let (across, down) = (f64::midpoint(found.left, found.right), f64::midpoint(found.top, found.bottom));
    assert!((across - middle.0).abs() < NEAR && (down - middle.1).abs() < NEAR, "{file}: {found:?}, not {middle:?}");
    assert!((found.width() / found.height() - 2.0).abs() < 0.1, "{file}: upright and undistorted, {found:?}");
}

#[test]
fn awkward_pages_are_signed_in_their_place() {
    let (Some(desk), Some(faces), Some(pdftoppm)) = (desk(), Faces::find(), peer("pdftoppm")) else { return };
    let elsewhere = [text(30.0, 90.0, 13.0, NAME), centred(60.0, 215.0, 13.0, Style::Regular, NAME)];
    let waiting = Item::SignatureField { name: "ChuKy1".to_owned(), rect: [COLUMN - 25.0, 163.0, 50.0, 20.0] };
    let pages: [(&str, Sheet); 17] = [
        ("rotated-90", Sheet { rotate: 90, ..end() }),
        ("rotated-180", Sheet { rotate: 180, ..end() }),
        ("rotated-270", Sheet { rotate: 270, ..end() }),
        ("crop-box", Sheet { bleed: 17.0, ..end() }),
        ("crop-box-rotated", Sheet { bleed: 17.0, rotate: 270, ..end() }),
        ("user-unit", Sheet { user_unit: 2.5, bleed: 9.0, rotate: 90, ..end() }),
        ("landscape", Sheet { width: 297.0, height: 210.0, ..end() }),
        ("landscape-rotated", Sheet { width: 297.0, height: 210.0, rotate: 90, ..end() }),
        ("decomposed", decomposed()),
        ("letter-by-letter", written(Writing::Scattered)),
        ("in-runs", written(Writing::Adjusted)),
        ("poor-mans-bold", written(Writing::Twice)),
        ("in-a-form", written(Writing::Form)),
        ("name-elsewhere-too", end().with(elsewhere)),
        ("two-columns", two_columns()),
        ("form-fields-beside", end().with([field("trai", 92.0), field("phai", 172.0)])),
        ("watermark", end().with([Item::Watermark { rect: [0.0, 0.0, 210.0, 297.0] }])),
    ];
    for (name, sheet) in pages {
        let file = format!("{name}.pdf");
        // The program that measures takes every unit for a point.
        let middle = (MIDDLE.0 / sheet.user_unit, MIDDLE.1 / sheet.user_unit);
        desk.put(&file, Letter::new(vec![sheet]).build(&faces));
        assert_placed(&desk, &pdftoppm, &file, middle, &[]);
    }
    desk.put("waiting.pdf", Letter::new(vec![end().with([waiting])]).build(&faces));
    assert_placed(&desk, &pdftoppm, "waiting.pdf", (COLUMN, 173.0), &[]);
    let signed = desk.run(["inspect", "signed-waiting.pdf"]);
    assert!(signed.stdout.contains("ChuKy1"), "the field that waited is signed: {}", signed.stdout);
    // Capitals and the old place of the tone, as a certificate or a clerk may write them.
    desk.put("tone.pdf", Letter::new(vec![Sheet::decision_end(TITLE, "Nguyễn Văn Hoà")]).build(&faces));
    for name in ["NGUYỄN VĂN HÒA", "Nguyễn Văn Hoà"] {
        assert_placed(&desk, &pdftoppm, "tone.pdf", MIDDLE, &["--signer-name", name, "--force"]);
    }
    if let Some(qpdf) = peer("qpdf") {
        desk.put("plain.pdf", Letter::new(vec![end()]).build(&faces));
        encrypted(&qpdf, &desk, "plain.pdf", "encrypted.pdf", "all");
        assert_placed(&desk, &pdftoppm, "encrypted.pdf", MIDDLE, &[]);
        // Where only forms may be filled in, the field that waits may be signed (ISO 32000-2, Table 22).
        encrypted(&qpdf, &desk, "waiting.pdf", "form-only.pdf", "form");
        assert_placed(&desk, &pdftoppm, "form-only.pdf", (COLUMN, 173.0), &[]);
    }
}

/// A page whose content is turned while the page is not: a landscape table printed on an upright sheet.
fn sideways(faces: &Faces, sheet: Sheet) -> Vec<u8> {
    let mut octets = Letter::new(vec![Sheet { rotate: 90, ..sheet }]).build(faces);
    let at = octets.windows(10).position(|window| window == b"/Rotate 90").unwrap();
    octets[at..at + 10].copy_from_slice(b"/Rotate  0");
    octets
}

#[test]
fn a_signature_beside_text_that_runs_another_way_runs_with_it_and_covers_nothing() {
    let (Some(desk), Some(faces), Some(pdftoppm)) = (desk(), Faces::find(), peer("pdftoppm")) else { return };
    desk.put("sideways.pdf", sideways(&faces, end()));
    let run = personal(&desk, "sideways.pdf", "1.pdf", &[], false);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("covers"), "{}", run.stderr);
    // A quarter turn clockwise is missing: what would be 145 from the left is so far from the bottom of 210.
    let found = ink(&pdftoppm, &desk, "1.pdf", "1", blue);
    let (across, down) = (f64::midpoint(found.left, found.right), f64::midpoint(found.top, found.bottom));
    assert!((across - MIDDLE.1).abs() < NEAR && (down - (210.0 - MIDDLE.0)).abs() < NEAR, "{found:?}");
    assert!((found.height() / found.width() - 2.0).abs() < 0.1, "{found:?}");
    // A rectangle is of the page as it is shown, whichever way its text runs.
    let place = ["--page", "1", "--rect", "440,380,30,60"];
    let run = personal(&desk, "sideways.pdf", "2.pdf", &place, false);
    assert!(run.status == 4 && run.stderr.contains(TITLE), "{}", run.stderr);
}

/// A file, what is said of it beside the command line, and words of the sentences in English and in Vietnamese.
type Refused<'w> = (&'w str, Vec<Sheet>, &'w [&'w str], [&'w str; 2]);

#[test]
fn what_is_not_certain_is_refused_in_both_languages() {
    let (Some(desk), Some(faces)) = (desk(), Faces::find()) else { return };
    let again =
        end().with([centred(60.0, 230.0, 13.0, Style::Bold, TITLE), centred(60.0, 260.0, 13.0, Style::Bold, NAME)]);
    let hidden = Sheet { items: [vec![scan()], written(Writing::Invisible).items].concat(), ..Sheet::new() };
    let mut in_field = Sheet::decision_end(TITLE, " ");
    in_field.items.push(Item::TextField {
        name: "nguoi_ky".to_owned(),
        value: NAME.to_owned(),
        rect: [COLUMN - 30.0, NAME_AT - 6.0, 60.0, 8.0],
    });
    let narrow = Sheet::new()
        .with([centred(COLUMN, 160.0, 13.0, Style::Bold, TITLE), centred(COLUMN, 168.0, 13.0, Style::Bold, NAME)]);
    let picture = Item::Picture { left: 130.0, top: 165.0, width: 30.0, height: 15.0, columns: 30, rows: 15 };
    let across = Item::Rule { left: 120.0, top: 175.0, width: 50.0 };
    let refused: Vec<Refused<'_>> = vec![
        ("name-twice", vec![again], &[], ["stands in 2 places", "có ở 2 chỗ"]),
        (
            "name-absent",
            vec![Sheet::decision(), Sheet::decision_end(TITLE, "Trần Thị Bình")],
            &[],
            ["is printed on none of the last 2 pages", "không có chữ “Nguyễn Văn An” trên 2 trang cuối"],
        ),
        ("scan", vec![Sheet::new().with([scan()])], &[], ["a picture without text (a scan)", "chỉ là ảnh quét"]),
        ("recognised", vec![hidden], &[], ["in text that nobody sees", "lớp chữ ẩn"]),
        ("white", vec![written(Writing::White)], &[], ["in text that nobody sees", "lớp chữ ẩn"]),
        ("in-a-field", vec![in_field], &[], ["the value of the form field nguoi_ky", "trường biểu mẫu nguoi_ky"]),
        (
            "field-in-the-way",
            vec![end().with([field("giua", COLUMN - 10.0)])],
            &[],
            ["the form field `giua`", "trường biểu mẫu `giua`"],
        ),
        ("picture-in-the-way", vec![end().with([picture])], &[], ["an image", "một hình ảnh"]),
        ("rule-in-the-way", vec![end().with([across])], &[], ["a line or an area", "một đường kẻ"]),
        ("narrow", vec![narrow], &[], ["there is room of", "chỉ còn chỗ"]),
        (
            "another-title",
            vec![Sheet::decision_end("CHÁNH VĂN PHÒNG", NAME)],
            &["--title", TITLE],
            ["above it stands “CHÁNH VĂN PHÒNG”", "phía trên là “CHÁNH VĂN PHÒNG”"],
        ),
        (
            "neighbours-title",
            vec![two_columns()],
            &["--title", "Kế toán trưởng"],
            ["does not stand above the name", "phía trên họ tên không có chức vụ"],
        ),
        (
            "heading",
            vec![Sheet::decision_end("DANH SÁCH KHEN THƯỞNG", NAME)],
            &[],
            ["no title in capitals", "không có dòng chức vụ viết hoa"],
        ),
    ];
    for (name, sheets, more, said) in refused {
        let file = format!("{name}.pdf");
        desk.put(&file, Letter::new(sheets).build(&faces));
        assert_refused(&desk, &file, more, said, "--rect");
    }
}

fn assert_refused(desk: &Desk, file: &str, more: &[&str], said: [&str; 2], hint: &str) {
    for (vietnamese, words) in [(false, said[0]), (true, said[1])] {
        let run = personal(desk, file, "no.pdf", more, vietnamese);
        assert_eq!(run.status, 4, "{file}: {}", run.stderr);
        assert!(run.stderr.contains(words) && run.stderr.contains(hint), "{file}: {}", run.stderr);
        assert!(!desk.path("no.pdf").exists(), "{file}");
    }
}

#[test]
fn what_the_document_forbids_is_not_signed() {
    let (Some(desk), Some(faces)) = (desk(), Faces::find()) else { return };
    desk.put("plain.pdf", Letter::new(vec![end()]).build(&faces));
    let run = personal(&desk, "plain.pdf", "certified.pdf", &["--certify", "1"], false);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let again = ["--again", "--signer-name", NAME, "--rect", "20,20,100,50", "--page", "1"];
    assert_refused(&desk, "certified.pdf", &again, ["certified", "chứng nhận"], "");
    if let Some(qpdf) = peer("qpdf") {
        for modify in ["none", "form", "annotate"] {
            encrypted(&qpdf, &desk, "plain.pdf", "closed.pdf", modify);
            assert_refused(&desk, "closed.pdf", &[], ["do not allow signing", "không cho phép"], "--password-file");
        }
    }
}

#[test]
fn what_a_document_says_does_not_speak_to_the_terminal() {
    let (Some(desk), Some(faces)) = (desk(), Faces::find()) else { return };
    let field = Item::TextField {
        name: "ten\\033[2J".to_owned(),
        value: String::new(),
        rect: [COLUMN - 10.0, 165.0, 25.0, 15.0],
    };
    desk.put("speaks.pdf", Letter::new(vec![end().with([field])]).build(&faces));
    let run = personal(&desk, "speaks.pdf", "no.pdf", &[], false);
    assert!(run.status == 4 && run.stderr.contains("ten") && !run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
}
