//! The seal over the left third of the personal signature.

use signer_layout::{PlaceError, find_seal};
use test_vectors::letter::{Item, Letter, Sheet};

use super::{SIGNER, TITLE, faces, with_pages};

fn signed(rect: [f64; 4], picture: [f64; 4]) -> Sheet {
    Sheet::decision_end(TITLE, SIGNER).with([Item::Signed { name: "LanhDao".to_owned(), rect, picture }])
}

#[test]
fn the_seal_covers_the_left_third_of_the_picture_in_its_real_size() {
    let Some(faces) = faces() else { return };
    let picture = [125.0, 164.0, 40.0, 20.0];
    for rotate in [0, 90, 180, 270] {
        for (bleed, user_unit) in [(0.0, 1.0), (14.0, 2.0)] {
            let sheet = Sheet { rotate, bleed, user_unit, ..signed(picture, picture) };
            with_pages(&Letter::new(vec![Sheet::decision(), sheet]).build(faces), |pages| {
                let place = find_seal(pages, "LanhDao", 36.0).unwrap();
                let page = pages.page(1).unwrap();
                assert_eq!(place.page, 1);
                assert!(
                    (page.mm(place.rect.width()) - 36.0).abs() < 0.01
                        && (page.mm(place.rect.height()) - 36.0).abs() < 0.01
                );
                assert!((0.30..=0.37).contains(&place.of_width) && (0.30..=0.37).contains(&place.of_area), "{place:?}");
                // As a reader sees it: on the left, at half the height.
                let mm = page.frame().rect_to_mm(&place.rect);
                assert!((mm.right() - (125.0 + 40.0 * place.of_width)).abs() < 0.1, "{mm:?}");
                assert!((mm.centre().top - 174.0).abs() < 0.1 && mm.left < 125.0, "{mm:?}");
            });
        }
    }
}

#[test]
fn a_picture_beside_text_in_the_field_is_what_counts() {
    let Some(faces) = faces() else { return };
    let sheet = signed([100.0, 162.0, 90.0, 24.0], [130.0, 164.0, 40.0, 20.0]);
    with_pages(&Letter::new(vec![sheet]).build(faces), |pages| {
        let place = find_seal(pages, "LanhDao", 36.0).unwrap();
        assert!((place.signature.left - 130.0).abs() < 0.1 && (place.signature.width - 40.0).abs() < 0.1, "{place:?}");
    });
}

#[test]
fn without_a_visible_signature_there_is_no_place_for_a_seal() {
    let Some(faces) = faces() else { return };
    let picture = [125.0, 164.0, 40.0, 20.0];
    with_pages(&Letter::new(vec![signed(picture, picture)]).build(faces), |pages| {
        let Err(PlaceError::NotFound(reason)) = find_seal(pages, "KhongCo", 36.0) else {
            panic!("a place for nothing")
        };
        assert_eq!(reason.code(), "place-invisible");
        assert!(reason.to_string().contains("KhongCo"), "{reason}");
        let Err(PlaceError::NotFound(reason)) = find_seal(pages, "LanhDao", 400.0) else {
            panic!("larger than the sheet")
        };
        assert_eq!(reason.code(), "place-narrow");
    });
}
