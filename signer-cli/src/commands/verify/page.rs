//! What the first page says: number and date of issue, and whether it is a copy or an attachment.

use serde::{Deserialize, Serialize};
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::report::{DocumentForm, Particular, Presence};
use signer_layout::fold::folded;
use signer_layout::{Blank, Line, Pages, PlaceError, find_date, find_number};

/// A document larger than this is not opened for its pages, which the page reader keeps in memory whole.
pub(super) const LARGEST: usize = 64 << 20;

/// The words with which a copy begins (Decree 30/2020, article 25).
const COPIES: [&str; 3] = ["SAO Y", "SAO LỤC", "TRÍCH SAO"];

/// What stands on the first page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct FirstPage {
    pub(super) number: Particular,
    pub(super) date: Particular,
    pub(super) form: DocumentForm,
}

/// Reads the first page; a page that cannot be read says nothing.
pub(super) fn read(octets: &[u8]) -> FirstPage {
    if octets.len() > LARGEST {
        return FirstPage::default();
    }
    let Ok(document) = Document::open(octets, &Limits::default()) else { return FirstPage::default() };
    let Ok(pages) = Pages::open(&document) else { return FirstPage::default() };
    let stamps = pages.annotation_lines(0).unwrap_or_default();
    FirstPage { number: number(&pages, &stamps), date: date(&pages, &stamps), form: form(&stamps) }
}

const fn present(text: Option<String>) -> Particular {
    Particular { presence: Presence::Present, text }
}

fn absent() -> Particular {
    Particular { presence: Presence::Absent, text: None }
}

/// `12/QĐ-UBND`: on the page itself, or the number in a field that was filled in, in front of the printed notation.
fn number(pages: &Pages<'_, '_>, stamps: &[Line]) -> Particular {
    match find_number(pages) {
        Ok(place) => match place.number.blank {
            Blank::Filled(number) => present(Some(format!("{}{}", number.trim(), place.notation))),
            Blank::Empty | Blank::Leaders => {
                let at =
                    |line: &&Line| line.page == place.number.page && line.rect.contains(place.number.rect.centre());
                let near = |line: &&Line| at(line) || place.number.rect.contains(line.rect.centre());
                match stamps.iter().find(near) {
                    Some(line) => present(Some(format!("{}{}", line.text.trim(), place.notation))),
                    None => absent(),
                }
            }
        },
        Err(PlaceError::NotFound(_)) => match stamps.iter().find_map(|line| numbered(&line.text)) {
            Some(number) => present(Some(number)),
            None => absent(),
        },
        Err(_) => Particular::default(),
    }
}

/// `Số: 12/QĐ-UBND` in a stamp.
fn numbered(text: &str) -> Option<String> {
    let (label, number) = text.split_once(':')?;
    let number = number.trim();
    (folded(label) == folded("Số") && number.contains('/') && number.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| number.to_owned())
}

/// `2026-11-21`.
fn date(pages: &Pages<'_, '_>, stamps: &[Line]) -> Particular {
    match find_date(pages) {
        Ok(place) => {
            let filled = |blank: &signer_layout::BlankPlace| match &blank.blank {
                Blank::Filled(text) => digits(text),
                Blank::Empty | Blank::Leaders => {
                    let near = |line: &&Line| blank.rect.contains(line.rect.centre());
                    stamps.iter().find(near).and_then(|line| digits(&line.text))
                }
            };
            match (filled(&place.year), filled(&place.month), filled(&place.day)) {
                (Some(year), Some(month), Some(day)) => present(Some(format!("{year:04}-{month:02}-{day:02}"))),
                _ => absent(),
            }
        }
        Err(PlaceError::NotFound(_)) => absent(),
        Err(_) => Particular::default(),
    }
}

fn digits(text: &str) -> Option<u32> {
    text.chars().filter(char::is_ascii_digit).take(4).collect::<String>().parse().ok()
}

/// A copy says so in the stamp of the organisation's signature; the stamp of an attachment bears the number of the document
/// that it belongs to.
fn form(stamps: &[Line]) -> DocumentForm {
    let begins = |line: &Line, words: &str| folded(&line.text).starts_with(&folded(words));
    if stamps.iter().any(|line| COPIES.iter().any(|words| begins(line, words))) {
        return DocumentForm::Copy;
    }
    if stamps.iter().any(|line| numbered(&line.text).is_some()) {
        return DocumentForm::Attachment;
    }
    DocumentForm::Original
}
