//! Pages as pictures.

use signer_layout::{LayoutError, render};
use test_vectors::letter::{Letter, Sheet};

use super::{decision, faces, with_pages};

#[test]
fn a_picture_has_the_size_of_the_visible_page_and_ink_where_the_text_is() {
    let Some(faces) = faces() else { return };
    let sheet = Sheet { rotate: 90, bleed: 11.0, user_unit: 2.0, ..Sheet::decision() };
    with_pages(&Letter::new(vec![sheet]).build(faces), |pages| {
        let picture = render(pages, 0, 4.0).unwrap();
        assert!((839..=841).contains(&picture.width) && (1187..=1189).contains(&picture.height), "{picture:?}");
        assert!(picture.png.starts_with(b"\x89PNG"));
        let dark = |left: f64, top: f64, width: f64, height: f64| {
            let pixel = |x: usize, y: usize| picture.rgba[(y * picture.width as usize + x) * 4];
            let span = |from: f64, by: f64| (from * 4.0) as usize..((from + by) * 4.0) as usize;
            span(top, height).any(|y| span(left, width).any(|x| pixel(x, y) < 100))
        };
        assert!(dark(90.0, 50.0, 30.0, 6.0), "the heading");
        assert!(!dark(5.0, 5.0, 200.0, 12.0), "the margin");
    });
}

#[test]
fn a_picture_of_no_size_or_too_large_is_refused() {
    let Some(faces) = faces() else { return };
    with_pages(&decision().build(faces), |pages| {
        for scale in [0.0, -1.0, 1e6, f64::NAN, f64::INFINITY] {
            assert!(matches!(render(pages, 0, scale), Err(LayoutError::PictureSize { .. })), "{scale}");
        }
        assert!(render(pages, 2, 1.0).is_err());
    });
}
