//! The ordinary document: everything in its place.

use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_layout::quality::{fonts, scan, version};
use signer_layout::{Blank, MmRect, Pages, Touching, find_date, find_number, top_right, touches};
use test_vectors::letter::{COLUMN, Faces, Item, Letter, NAME, Sheet, Style, TITLE as TITLE_AT, centred, text};

use super::{SIGNER, TITLE, decision, faces, place, place_of, with_pages};

#[test]
fn the_room_is_between_title_and_name_on_the_last_page() {
    let Some(faces) = faces() else { return };
    let place = place(&decision().build(faces)).unwrap();
    assert_eq!((place.page, place.field.as_deref()), (1, None));
    assert_eq!((place.title.text.as_str(), place.name.text.as_str()), (TITLE, SIGNER));
    assert!((place.mm.centre().left - COLUMN).abs() < 0.5, "{:?}", place.mm);
    // A capital of 14 points is 3.3 mm high, its mark 1 mm more; the dot below the title's letters is 1 mm below.
    assert!(place.mm.top > TITLE_AT && place.mm.top < TITLE_AT + 1.5, "{:?}", place.mm);
    assert!(place.mm.bottom() < NAME - 3.0 && place.mm.bottom() > NAME - 5.0, "{:?}", place.mm);
    // The list of recipients on the left is not in the room.
    assert!(place.mm.left > 90.0 && place.mm.right() < 205.0, "{:?}", place.mm);
}

#[test]
fn an_image_that_is_too_high_is_made_smaller_in_its_proportions() {
    let Some(faces) = faces() else { return };
    let octets = decision().build(faces);
    let place = place(&octets).unwrap();
    with_pages(&octets, |pages| {
        let page = pages.page(1).unwrap();
        let small = place.fitted(&page, 30.0, 15.0);
        assert!((page.mm(small.width()) - 30.0).abs() < 1e-6 && (page.mm(small.height()) - 15.0).abs() < 1e-6);
        let large = place.fitted(&page, 80.0, 50.0);
        assert!((large.width() / large.height() - 1.6).abs() < 1e-6);
        assert!(page.mm(large.height()) <= place.mm.height + 1e-6);
        assert!(touches(pages, 1, &large).unwrap().is_empty());
    });
}

#[test]
fn the_whole_title_with_its_authority_may_be_given() {
    let Some(faces) = faces() else { return };
    let octets = decision().build(faces);
    for title in ["KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN\nKT. Chủ tịch\nPhó Chủ tịch", "phó chủ tịch"]
    {
        assert!(place_of(&octets, SIGNER, Some(title)).is_ok(), "{title}");
    }
    assert!(place_of(&octets, SIGNER, None).is_ok());
    for title in ["CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN / PHÓ CHỦ TỊCH", "GIÁM ĐỐC"] {
        assert_eq!(place_of(&octets, SIGNER, Some(title)).unwrap_err().code(), "place-title-absent", "{title}");
    }
}

#[test]
fn number_and_date_have_their_blanks_on_the_first_page() {
    let Some(faces) = faces() else { return };
    with_pages(&decision().build(faces), |pages| {
        let number = find_number(pages).unwrap();
        assert_eq!((number.notation.as_str(), &number.number.blank), ("/QĐ-UBND", &Blank::Empty));
        assert!((number.number.mm.bottom() - 39.0).abs() < 2.0 && number.number.mm.width > 10.0, "{number:?}");
        let date = find_date(pages).unwrap();
        assert_eq!((&date.day.blank, &date.month.blank), (&Blank::Empty, &Blank::Empty));
        assert_eq!(date.year.blank, Blank::Filled("2026".to_owned()));
        assert!(date.day.mm.right() < date.month.mm.left && date.month.mm.right() < date.year.mm.left);
        let page = pages.page(0).unwrap();
        let baseline = page.frame().to_mm(date.day.baseline);
        assert!((baseline.top - 39.0).abs() < 0.1 && date.day.mm.width > 5.0, "{date:?}");
    });
}

#[test]
fn dots_to_write_on_and_what_is_written_already_are_told_apart() {
    let Some(faces) = faces() else { return };
    let sheet = |number: &str, date: &str| {
        Letter::new(vec![Sheet::new().with([text(40.0, 39.0, 13.0, number), text(110.0, 39.0, 13.0, date)])])
    };
    with_pages(&sheet("Số: ……/QĐ-UBND", "Hà Nội, ngày ... tháng … năm ......").build(faces), |pages| {
        assert_eq!(find_number(pages).unwrap().number.blank, Blank::Leaders);
        let date = find_date(pages).unwrap();
        assert_eq!(
            [date.day.blank, date.month.blank, date.year.blank],
            [Blank::Leaders, Blank::Leaders, Blank::Leaders]
        );
    });
    with_pages(&sheet("Số: 12/2026/QĐ-UBND", "Hà Nội, ngày 05 tháng 3 năm 2026").build(faces), |pages| {
        let number = find_number(pages).unwrap();
        assert_eq!((number.number.blank, number.notation.as_str()), (Blank::Filled("12".to_owned()), "/2026/QĐ-UBND"));
        assert_eq!(find_date(pages).unwrap().day.blank, Blank::Filled("05".to_owned()));
    });
    let cited = "theo Nghị định số 166/2025/NĐ-CP, được sửa, bổ sung ngày 30 tháng 6 năm";
    with_pages(&sheet("Kính gửi: ai đó", cited).build(faces), |pages| assert!(find_date(pages).is_err()));
    with_pages(&sheet("Kính gửi: ai đó", "ngày 05 tháng 3 năm 2026").build(faces), |pages| {
        assert!(find_number(pages).unwrap_err().to_string().contains("no line"));
        assert!(find_date(pages).is_err());
    });
}

#[test]
fn the_corner_is_within_the_sheet_and_on_nothing() {
    let Some(faces) = faces() else { return };
    with_pages(&decision().build(faces), |pages| {
        let place = top_right(pages, 70.0, 12.0).unwrap();
        assert!(place.mm.right() <= 205.0 && place.mm.left > 105.0 && place.mm.top >= 5.0, "{:?}", place.mm);
        assert!(touches(pages, 0, &place.rect).unwrap().is_empty());
        assert!(top_right(pages, 70.0, 40.0).unwrap_err().to_string().contains("CỘNG HÒA"));
    });
}

#[test]
fn what_a_rectangle_touches_is_named() {
    let Some(faces) = faces() else { return };
    let picture = Item::Picture { left: 30.0, top: 200.0, width: 40.0, height: 20.0, columns: 40, rows: 20 };
    let field = Item::SignatureField {
        name: "Chủ tịch".replace('ủ', "u").replace('ị', "i"),
        rect: [100.0, 200.0, 40.0, 20.0],
    };
    let input = Item::TextField { name: "ghi chu".to_owned(), value: String::new(), rect: [150.0, 200.0, 40.0, 20.0] };
    let rule = Item::Rule { left: 30.0, top: 240.0, width: 100.0 };
    let sheet = Sheet::new().with([picture, field, input, rule, text(30.0, 100.0, 13.0, "Điều 1.")]);
    with_pages(&Letter::new(vec![sheet]).build(faces), |pages| {
        let page = pages.page(0).unwrap();
        let touched = |mm: MmRect| -> Vec<Touching> {
            let found = touches(pages, 0, &page.frame().rect_to_user(&mm)).unwrap();
            found.into_iter().map(|touched| touched.what).collect()
        };
        assert_eq!(touched(MmRect::new(31.0, 95.0, 5.0, 10.0)), [Touching::Text { text: "Điều 1.".to_owned() }]);
        assert_eq!(touched(MmRect::new(60.0, 190.0, 20.0, 15.0)), [Touching::Image]);
        assert_eq!(
            touched(MmRect::new(130.0, 210.0, 5.0, 5.0)),
            [Touching::EmptySignatureField { name: "Chu tich".to_owned() }]
        );
        assert_eq!(touched(MmRect::new(155.0, 210.0, 5.0, 5.0)), [Touching::Field { name: "ghi chu".to_owned() }]);
        assert_eq!(touched(MmRect::new(40.0, 235.0, 5.0, 10.0)), [Touching::Drawing]);
        assert_eq!(touched(MmRect::new(100.0, 20.0, 50.0, 50.0)), []);
    });
}

#[test]
fn a_scan_has_the_resolution_of_its_picture_and_a_letter_none() {
    let Some(faces) = faces() else { return };
    let sheet = |columns, rows| {
        let picture = Item::Picture { left: 0.0, top: 0.0, width: 210.0, height: 297.0, columns, rows };
        Letter::new(vec![Sheet::new().with([picture])]).build(faces)
    };
    // A4 at 200 dots per inch has 1654 × 2339; the picture is coarser across in the second.
    for (columns, rows, dpi) in [(1654, 2339, 200.0), (827, 2339, 100.0)] {
        with_pages(&sheet(columns, rows), |pages| {
            let scan = scan(pages, 0).unwrap().unwrap();
            assert!((scan.dpi() - dpi).abs() < 0.5, "{scan:?}");
            assert!(top_right(pages, 60.0, 12.0).is_ok(), "a copy is made of a scan");
        });
    }
    with_pages(&decision().build(faces), |pages| assert_eq!(scan(pages, 0).unwrap(), None));
}

#[test]
fn fonts_and_version_are_what_the_file_says() {
    let Some(faces) = faces() else { return };
    with_pages(&decision().build(faces), |pages| {
        assert!(fonts(pages, 0).unwrap().iter().all(|font| font.embedded && font.name == "LiberationSerif"));
        assert_eq!(version(pages).unwrap(), Some((1, 7)));
    });
    let octets = test_vectors::pdf::Pdf::new().build();
    let document = Document::open(&octets, &Limits::default()).unwrap();
    let pages = Pages::open(&document).unwrap();
    assert!(fonts(&pages, 0).unwrap().iter().any(|font| !font.embedded && font.name == "TimesNewRoman"));
}

/// Further: a title and name elsewhere do not matter.
#[test]
fn ranks_before_the_name_and_instructions_below_the_title_are_understood() {
    let Some(faces) = faces() else { return };
    let build = |faces: &Faces, name: &str, between: Option<&str>| {
        let mut sheet = Sheet::decision_end(TITLE, name);
        sheet.items.extend(between.map(|text| centred(COLUMN, 166.0, 11.0, Style::Italic, text)));
        Letter::new(vec![sheet]).build(faces)
    };
    assert!(place(&build(faces, &format!("Thượng tá, TS. {SIGNER}"), None)).is_ok());
    let below = place(&build(faces, SIGNER, Some("(Ký, ghi rõ họ tên)"))).unwrap();
    assert!(below.mm.top > 166.0, "{:?}", below.mm);
    // Words that are no instruction are something that stands there.
    let reason = place(&build(faces, SIGNER, Some("Đã ký"))).unwrap_err();
    assert_eq!(reason.code(), "place-title-absent", "{reason}");
    assert!(reason.to_string().contains("Đã ký"), "{reason}");
}
