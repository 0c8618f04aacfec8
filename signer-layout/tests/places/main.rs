//! Places on generated administrative documents and on awkward variants of them.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests run other programs and stop at the first surprise"
)]

mod awkward;
mod hostile;
mod ordinary;
mod peers;
mod picture;
mod robustness;
mod seal;

use std::sync::OnceLock;

use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_layout::{NotFound, Pages, PlaceError, SignPlace, Signatory, find_signatory};
use test_vectors::letter::{Faces, Letter, Sheet};

pub(crate) const SIGNER: &str = "Nguyễn Văn Hoà";
pub(crate) const TITLE: &str = "PHÓ CHỦ TỊCH";

/// The fonts, or a word that they are missing.
pub(crate) fn faces() -> Option<&'static Faces> {
    static FACES: OnceLock<Option<Faces>> = OnceLock::new();
    let faces = FACES.get_or_init(Faces::find).as_ref();
    if faces.is_none() {
        missing("the fonts of fonts-liberation2");
    }
    faces
}

/// Fails where every peer is required, says so elsewhere.
pub(crate) fn missing(what: &str) {
    assert!(std::env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "{what} must be there");
    test_vectors::say(format_args!("skipped: no {what}"));
}

pub(crate) fn with_pages<T>(octets: &[u8], ask: impl FnOnce(&Pages<'_, '_>) -> T) -> T {
    let document = Document::open(octets, &Limits::default()).unwrap();
    ask(&Pages::open(&document).unwrap())
}

pub(crate) fn place(octets: &[u8]) -> Result<SignPlace, NotFound> {
    place_of(octets, SIGNER, Some(TITLE))
}

pub(crate) fn place_of(octets: &[u8], name: &str, title: Option<&str>) -> Result<SignPlace, NotFound> {
    with_pages(octets, |pages| match find_signatory(pages, &Signatory { name, title }) {
        Ok(place) => Ok(place),
        Err(PlaceError::NotFound(reason)) => Err(*reason),
        Err(other) => panic!("{other}"),
    })
}

/// The ordinary document of two pages.
pub(crate) fn decision() -> Letter {
    Letter::new(vec![Sheet::decision(), Sheet::decision_end(TITLE, SIGNER)])
}
