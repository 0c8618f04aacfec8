//! Awkward pages: each is placed right, or refused with the right sentence.

use std::process::Command;

use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_layout::{Pages, Signatory, Touching, Turn, find_signatory, top_right, touches};
use test_vectors::letter::{
    Align, COLUMN, Faces, Item, Letter, NAME, Sheet, Style, TITLE as TITLE_AT, Writing, centred, text,
};
use unicode_normalization::UnicodeNormalization;

use super::{SIGNER, TITLE, faces, missing, place, place_of, with_pages};

fn end() -> Sheet {
    Sheet::decision_end(TITLE, SIGNER)
}

/// Title and name written so.
fn written(how: Writing) -> Sheet {
    let mut sheet = end();
    for item in &mut sheet.items {
        if matches!(item, Item::Text { align: Align::Centre, .. }) {
            *item = item.clone().written(how);
        }
    }
    sheet
}

/// The room is where the generator left it, whatever the sheet.
fn assert_in_place(sheet: Sheet, faces: &Faces) {
    let octets = Letter::new(vec![sheet]).build(faces);
    let place = place(&octets).unwrap_or_else(|reason| panic!("{reason}"));
    let centre = place.mm.centre();
    let middle = f64::midpoint(TITLE_AT + 1.0, NAME - 4.0);
    assert!((centre.left - COLUMN).abs() < 1.0 && (centre.top - middle).abs() < 1.5, "{:?}", place.mm);
    with_pages(&octets, |pages| {
        let page = pages.page(0).unwrap();
        let image = place.fitted(&page, 40.0, 20.0);
        // A watermark is a picture of the sheet.
        assert!(touches(pages, 0, &image).unwrap().iter().all(|touched| touched.what == Touching::Scan));
        let back = page.frame_turned(place.turn).rect_to_mm(&image);
        assert!((back.width - 40.0).abs() < 0.01 && (back.height - 20.0).abs() < 0.01, "{back:?}");
    });
}

fn refusal(sheets: Vec<Sheet>, faces: &Faces) -> (&'static str, String) {
    let reason = place(&Letter::new(sheets).build(faces)).unwrap_err();
    (reason.code(), reason.to_string())
}

#[test]
fn pages_turned_by_any_quarter_are_placed_as_they_are_read() {
    let Some(faces) = faces() else { return };
    for (rotate, turn) in [(0, Turn::None), (90, Turn::Quarter), (180, Turn::Half), (270, Turn::ThreeQuarters)] {
        let sheet = Sheet { rotate, ..end() };
        assert_in_place(sheet.clone(), faces);
        let octets = Letter::new(vec![sheet]).build(faces);
        assert_eq!(place(&octets).unwrap().turn, turn);
    }
}

#[test]
fn a_page_whose_visible_part_is_smaller_than_the_sheet_is_measured_from_what_is_visible() {
    let Some(faces) = faces() else { return };
    for rotate in [0, 90, 180, 270] {
        assert_in_place(Sheet { rotate, bleed: 17.0, ..end() }, faces);
    }
}

#[test]
fn a_user_unit_is_respected() {
    let Some(faces) = faces() else { return };
    for rotate in [0, 90] {
        assert_in_place(Sheet { rotate, bleed: 9.0, user_unit: 2.5, ..end() }, faces);
    }
}

#[test]
fn a_landscape_page_is_placed() {
    let Some(faces) = faces() else { return };
    assert_in_place(Sheet { width: 297.0, height: 210.0, ..end() }, faces);
}

#[test]
fn text_that_is_sideways_to_the_viewer_is_placed_along_the_text() {
    let Some(faces) = faces() else { return };
    // The content is turned, the page is not: a landscape page printed on an upright sheet.
    let octets = Letter::new(vec![Sheet { rotate: 90, ..end() }]).build(faces);
    let octets =
        String::from_utf8_lossy(&octets).find("/Rotate 90").map(|_| replaced(&octets, b"/Rotate 90", b"/Rotate  0"));
    let place = place(&octets.unwrap()).unwrap();
    assert_eq!(place.turn, Turn::Quarter);
    assert!((place.mm.centre().left - COLUMN).abs() < 1.0, "{:?}", place.mm);
}

fn replaced(octets: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = octets.windows(from.len()).position(|window| window == from).unwrap();
    let mut out = octets.to_vec();
    out[at..at + to.len()].copy_from_slice(to);
    out
}

#[test]
fn text_in_pieces_in_any_order_is_read() {
    let Some(faces) = faces() else { return };
    for how in [Writing::Scattered, Writing::Adjusted, Writing::Twice, Writing::Form] {
        assert_in_place(written(how), faces);
    }
}

#[test]
fn decomposed_text_and_both_places_of_the_tone_are_one_name() {
    let Some(faces) = faces() else { return };
    let mut sheet = end();
    for item in &mut sheet.items {
        if let Item::Text { text, writing, align: Align::Centre, .. } = item {
            *text = text.nfd().collect();
            *writing = Writing::Marks;
        }
    }
    assert_in_place(sheet.clone(), faces);
    let octets = Letter::new(vec![sheet]).build(faces);
    for name in ["Nguyễn Văn Hoà", "Nguyễn Văn Hòa", "NGUYỄN VĂN HÒA", "nguyễn  văn hoà"] {
        assert!(place_of(&octets, name, Some("Phó Chủ tịch")).is_ok(), "{name}");
        assert!(place_of(&octets, &name.nfd().collect::<String>(), None).is_ok(), "{name}");
    }
    for name in ["Nguyễn Văn Hoá", "Nguyễn Văn Hoàn", "Văn Hoà"] {
        assert_eq!(place_of(&octets, name, None).unwrap_err().code(), "place-name-absent", "{name}");
    }
    // As certificates of the first generation write it.
    assert!(place_of(&octets, "Nguyen Van Hoa", None).is_ok());
}

#[test]
fn a_name_below_its_title_wins_over_the_name_elsewhere() {
    let Some(faces) = faces() else { return };
    let sheet = end().with([text(30.0, 90.0, 13.0, SIGNER), centred(60.0, 215.0, 13.0, Style::Regular, SIGNER)]);
    assert_in_place(sheet, faces);
}

#[test]
fn a_name_with_equal_right_in_two_places_is_refused() {
    let Some(faces) = faces() else { return };
    let sheet =
        end().with([centred(60.0, 230.0, 13.0, Style::Bold, TITLE), centred(60.0, 260.0, 13.0, Style::Bold, SIGNER)]);
    let (code, words) = refusal(vec![sheet], faces);
    assert_eq!(code, "place-several");
    assert!(words.contains(SIGNER) && words.contains("2 places") && words.contains("page 1"), "{words}");
}

#[test]
fn of_two_signers_side_by_side_each_has_his_own_room() {
    let Some(faces) = faces() else { return };
    let sheet = Sheet::new().with([
        centred(65.0, 150.0, 13.0, Style::Bold, "KẾ TOÁN TRƯỞNG"),
        centred(65.0, 180.0, 13.0, Style::Bold, "Trần Thị Bình"),
        centred(145.0, 150.0, 13.0, Style::Bold, "GIÁM ĐỐC"),
        centred(145.0, 180.0, 13.0, Style::Bold, "Nguyễn Văn Hoà"),
    ]);
    let octets = Letter::new(vec![sheet]).build(faces);
    let left = place_of(&octets, "Trần Thị Bình", Some("Kế toán trưởng")).unwrap();
    let right = place_of(&octets, "Nguyễn Văn Hoà", None).unwrap();
    assert!((left.mm.centre().left - 65.0).abs() < 0.5 && (right.mm.centre().left - 145.0).abs() < 0.5);
    assert_eq!(right.title.text, "GIÁM ĐỐC");
    // The neighbour's title is not the title.
    let crossed = place_of(&octets, "Trần Thị Bình", Some("Giám đốc")).unwrap_err();
    assert_eq!(crossed.code(), "place-title-absent", "{crossed}");
    assert!(crossed.to_string().contains("KẾ TOÁN TRƯỞNG"), "{crossed}");
}

#[test]
fn a_name_that_is_not_printed_is_said_to_be_absent() {
    let Some(faces) = faces() else { return };
    let (code, words) = refusal(vec![Sheet::decision(), Sheet::decision_end(TITLE, "Trần Thị Bình")], faces);
    assert_eq!(code, "place-name-absent");
    assert!(words.contains(SIGNER) && words.contains("2 page"), "{words}");
}

#[test]
fn a_scan_is_said_to_have_no_text() {
    let Some(faces) = faces() else { return };
    let scan = Item::Picture { left: 0.0, top: 0.0, width: 210.0, height: 297.0, columns: 210, rows: 297 };
    let (code, words) = refusal(vec![Sheet::new().with([scan])], faces);
    assert_eq!(code, "place-no-text");
    assert!(words.contains("scan"), "{words}");
}

#[test]
fn text_recognised_in_a_scan_is_not_taken_for_print() {
    let Some(faces) = faces() else { return };
    let scan = Item::Picture { left: 0.0, top: 0.0, width: 210.0, height: 297.0, columns: 210, rows: 297 };
    // Text without ink over the picture, and text with ink below it.
    let over = Sheet { items: [vec![scan.clone()], written(Writing::Invisible).items].concat(), ..Sheet::new() };
    let below = end().with([scan]);
    for mut sheet in [over, below] {
        sheet.items.retain(|item| !matches!(item, Item::Text { align: Align::Left, .. }));
        let (code, words) = refusal(vec![sheet], faces);
        assert_eq!(code, "place-only-hidden", "{words}");
    }
}

#[test]
fn white_text_is_not_taken_for_print() {
    let Some(faces) = faces() else { return };
    assert_eq!(refusal(vec![written(Writing::White)], faces).0, "place-only-hidden");
}

#[test]
fn a_name_in_a_form_field_is_named_with_the_field() {
    let Some(faces) = faces() else { return };
    let mut sheet = Sheet::decision_end(TITLE, " ");
    sheet.items.push(Item::TextField {
        name: "nguoi.ky".replace('.', "_"),
        value: SIGNER.to_owned(),
        rect: [COLUMN - 30.0, NAME - 6.0, 60.0, 8.0],
    });
    let (code, words) = refusal(vec![sheet], faces);
    assert_eq!(code, "place-name-absent");
    assert!(words.contains("nguoi_ky"), "{words}");
}

#[test]
fn a_page_with_other_fields_is_placed_between_them() {
    let Some(faces) = faces() else { return };
    let field = |name: &str, left| Item::TextField {
        name: name.to_owned(),
        value: String::new(),
        rect: [left, 165.0, 25.0, 15.0],
    };
    let octets = Letter::new(vec![end().with([field("trai", 92.0), field("phai", 172.0)])]).build(faces);
    let place = place(&octets).unwrap();
    assert!(place.mm.left >= 117.0 && place.mm.right() <= 173.0, "{:?}", place.mm);
    assert!((place.mm.centre().left - COLUMN).abs() < 0.5);
    let (code, words) = refusal(vec![end().with([field("giua", COLUMN - 10.0)])], faces);
    assert_eq!(code, "place-occupied");
    assert!(words.contains("giua"), "{words}");
}

#[test]
fn an_empty_signature_field_that_waits_there_is_used() {
    let Some(faces) = faces() else { return };
    let field = Item::SignatureField { name: "ChuKy1".to_owned(), rect: [120.0, 163.0, 50.0, 20.0] };
    let place = place(&Letter::new(vec![end().with([field])]).build(faces)).unwrap();
    assert_eq!(place.field.as_deref(), Some("ChuKy1"));
    assert!((place.mm.left - 120.0).abs() < 0.01 && (place.mm.width - 50.0).abs() < 0.01, "{:?}", place.mm);
}

#[test]
fn a_picture_between_title_and_name_is_in_the_way() {
    let Some(faces) = faces() else { return };
    let picture = Item::Picture { left: 130.0, top: 165.0, width: 30.0, height: 15.0, columns: 30, rows: 15 };
    let (code, words) = refusal(vec![end().with([picture])], faces);
    assert_eq!(code, "place-occupied");
    assert!(words.contains("an image"), "{words}");
}

#[test]
fn without_room_between_title_and_name_it_is_said_how_much_there_is() {
    let Some(faces) = faces() else { return };
    let sheet = Sheet::new()
        .with([centred(COLUMN, 160.0, 13.0, Style::Bold, TITLE), centred(COLUMN, 168.0, 13.0, Style::Bold, SIGNER)]);
    let (code, words) = refusal(vec![sheet], faces);
    assert_eq!(code, "place-narrow");
    assert!(words.contains("mm"), "{words}");
}

#[test]
fn a_name_without_a_title_above_it_is_refused_with_what_stands_there() {
    let Some(faces) = faces() else { return };
    let (code, words) = refusal(vec![Sheet::decision_end("CHÁNH VĂN PHÒNG", SIGNER)], faces);
    assert_eq!(code, "place-title-absent");
    assert!(words.contains(TITLE) && words.contains("CHÁNH VĂN PHÒNG"), "{words}");
}

#[test]
fn letters_set_apart_are_read() {
    let Some(faces) = faces() else { return };
    let mut sheet = end();
    for item in &mut sheet.items {
        if let Item::Text { text, .. } = item
            && (text == TITLE || text == SIGNER)
        {
            *item = item.clone().written(Writing::Apart);
        }
    }
    let octets = Letter::new(vec![sheet]).build(faces);
    let place = place(&octets).unwrap();
    assert_eq!((place.title.text.as_str(), place.name.text.as_str()), (TITLE, SIGNER));
}

#[test]
fn a_frame_around_the_block_and_a_rule_below_the_title_are_no_obstacles() {
    let Some(faces) = faces() else { return };
    let frame = Item::Frame { rect: [100.0, 140.0, 90.0, 60.0] };
    let rule = Item::Rule { left: 130.0, top: TITLE_AT + 1.8, width: 30.0 };
    let octets = Letter::new(vec![end().with([frame, rule])]).build(faces);
    let place = place(&octets).unwrap();
    assert!(place.mm.top > TITLE_AT + 1.8 && place.mm.top < TITLE_AT + 2.5, "{:?}", place.mm);
    assert!(place.mm.left >= 100.0 && place.mm.right() <= 190.0, "{:?}", place.mm);
    // A rule across the room is one.
    let across = Item::Rule { left: 120.0, top: 175.0, width: 50.0 };
    assert_eq!(refusal(vec![end().with([across])], faces).0, "place-occupied");
}

#[test]
fn a_watermark_over_the_page_hides_nothing() {
    let Some(faces) = faces() else { return };
    assert_in_place(end().with([Item::Watermark { rect: [0.0, 0.0, 210.0, 297.0] }]), faces);
}

#[test]
fn a_heading_in_capitals_is_no_title_unless_it_is_given_as_one() {
    let Some(faces) = faces() else { return };
    let octets = Letter::new(vec![Sheet::decision_end("DANH SÁCH KHEN THƯỞNG", SIGNER)]).build(faces);
    let reason = place_of(&octets, SIGNER, None).unwrap_err();
    assert_eq!(reason.code(), "place-title-absent");
    assert!(reason.to_string().contains("DANH SÁCH"), "{reason}");
    assert!(place_of(&octets, SIGNER, Some("Danh sách khen thưởng")).is_ok());
}

#[test]
fn an_appendix_after_the_signature_does_not_hide_it() {
    let Some(faces) = faces() else { return };
    let appendix =
        Sheet::new().with([centred(105.0, 30.0, 14.0, Style::Bold, "PHỤ LỤC"), text(30.0, 50.0, 13.0, SIGNER)]);
    let octets = Letter::new(vec![Sheet::decision(), end(), appendix]).build(faces);
    assert_eq!(place(&octets).unwrap().page, 1);
}

#[test]
fn an_encrypted_document_with_permissions_is_placed() {
    let Some(faces) = faces() else { return };
    let folder = std::env::temp_dir().join(format!("signer-layout-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (plain, locked) = (folder.join("plain.pdf"), folder.join("locked.pdf"));
    std::fs::write(&plain, Letter::new(vec![end()]).build(faces)).unwrap();
    let made = Command::new("qpdf")
        .args(["--encrypt", "", "owner", "256", "--modify=annotate", "--extract=n", "--"])
        .args([&plain, &locked])
        .status();
    if made.is_err() {
        return missing("qpdf");
    }
    let octets = std::fs::read(&locked).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let place = place(&octets).unwrap();
    assert!((place.mm.centre().left - COLUMN).abs() < 1.0);
}

#[test]
fn a_document_that_needs_a_password_is_opened_with_it() {
    let Some(faces) = faces() else { return };
    let folder = std::env::temp_dir().join(format!("signer-layout-password-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (plain, locked) = (folder.join("plain.pdf"), folder.join("locked.pdf"));
    std::fs::write(&plain, Letter::new(vec![end()]).build(faces)).unwrap();
    let made = Command::new("qpdf").args(["--encrypt", "mở", "owner", "256", "--"]).args([&plain, &locked]).status();
    if made.is_err() {
        return missing("qpdf");
    }
    let octets = std::fs::read(&locked).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let document = Document::open_with_password(&octets, &Limits::default(), "mở".as_bytes()).unwrap();
    let without = Pages::open(&document).err().unwrap();
    assert!(without.to_string().contains("a password is needed"), "{without}");
    let pages = Pages::open_with_password(&document, "mở").unwrap();
    assert!(find_signatory(&pages, &Signatory { name: SIGNER, title: None }).is_ok());
}

#[test]
fn the_corner_of_awkward_pages_is_the_one_that_a_reader_sees() {
    let Some(faces) = faces() else { return };
    for rotate in [0, 90, 180, 270] {
        let sheet = Sheet { rotate, bleed: 12.0, user_unit: 1.5, ..Sheet::decision() };
        with_pages(&Letter::new(vec![sheet]).build(faces), |pages| {
            let place = top_right(pages, 60.0, 10.0).unwrap();
            let page = pages.page(0).unwrap();
            let right = page.frame().width() - place.mm.right();
            assert!((5.0..=15.01).contains(&right) && place.mm.top < 20.0, "{:?}", place.mm);
            assert_eq!(place.rect.intersection(&page.visible), Some(place.rect), "inside of what is visible");
        });
    }
}
