//! Places on pages: text, signatories, blanks, the corner, what a rectangle touches.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_layout::{MmRect, Pages, Signatory, find_date, find_number, find_signatory, quality, top_right, touches};

fuzz_target!(|octets: &[u8]| {
    let Ok(document) = Document::open(octets, &Limits::default()) else { return };
    let Ok(pages) = Pages::open(&document) else { return };
    if let Ok(place) = find_signatory(&pages, &Signatory { name: "Nguyễn Văn An", title: None }) {
        assert!(place.page < pages.count(), "a place is on a page");
        assert!(place.mm.width > 0.0 && place.mm.height > 0.0, "a place has room");
    }
    let _ = (find_number(&pages), find_date(&pages), top_right(&pages, 60.0, 10.0));
    for index in 0..pages.count().min(3) {
        let _ = (quality::scan(&pages, index), quality::fonts(&pages, index));
        if let Ok(page) = pages.page(index) {
            let _ = touches(&pages, index, &page.frame().rect_to_user(&MmRect::new(20.0, 20.0, 50.0, 25.0)));
        }
    }
});
