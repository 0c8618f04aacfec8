//! The table of the page: a column each, so that 50,000 rows are small, soon read and soon searched.

use std::collections::HashMap;

use serde::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

use super::super::row::{Party, Row};
use super::super::tally::Class;
use crate::output::moment;

/// What the script of the page reads.
#[derive(Default, Serialize)]
pub(super) struct Table {
    folders: Recurring,
    /// Of each document's path: its folder, and the rest.
    folder: Vec<usize>,
    names: Vec<String>,
    /// The names as they are searched: without case and diacritics.
    folded: Vec<String>,
    class: Vec<usize>,
    /// Causes, names and units.
    texts: Recurring,
    cause: Vec<usize>,
    personal: Vec<usize>,
    organisation: Vec<usize>,
    unit: Vec<usize>,
    time: Vec<String>,
    proven: Vec<u8>,
    /// How many documents have their details in each part.
    pub(super) parts: Vec<usize>,
}

/// Texts by their places, each once.
#[derive(Default)]
struct Recurring {
    list: Vec<String>,
    places: HashMap<String, usize>,
}

impl Table {
    /// A document.
    pub(super) fn add(&mut self, row: &Row) {
        let name = |party: &Option<Party>| party.as_ref().map(|party| party.name.clone()).unwrap_or_default();
        let end = row.path.rfind(['/', '\\']).map_or(0, |at| at.saturating_add(1));
        let (folder, rest) = row.path.split_at_checked(end).unwrap_or(("", &row.path));
        self.folder.push(self.folders.place(folder));
        self.names.push(rest.to_owned());
        self.folded.push(folded(rest));
        self.class.push(Class::of(row).position());
        self.cause.push(self.texts.place(row.cause.as_deref().unwrap_or_default()));
        self.personal.push(self.texts.place(&name(&row.personal)));
        self.organisation.push(self.texts.place(&name(&row.organisation)));
        self.unit.push(self.texts.place(&row.unit));
        let minutes = |time| moment::local(time).chars().take(16).collect();
        self.time.push(row.time.map(minutes).unwrap_or_default());
        self.proven.push(row.proven.into());
    }
}

/// As the script of the page folds what is searched for.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = text.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter));
    bare.map(|letter| if matches!(letter, 'đ' | 'Đ') { 'd' } else { letter }).collect::<String>().to_lowercase()
}

impl Recurring {
    fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.list.len();
        self.list.push(text.to_owned());
        self.places.insert(text.to_owned(), place);
        place
    }
}

impl Serialize for Recurring {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_without_its_diacritics() {
        assert_eq!(folded("Đề án Số 7.PDF"), "de an so 7.pdf");
    }
}
