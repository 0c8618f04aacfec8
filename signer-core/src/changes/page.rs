//! Which page a changed object belongs to, where that is easily told.

use std::collections::BTreeMap;

use crate::pdf::{Object, ObjectId};

use super::step::{Change, Step};

/// Page numbers of one revision, counted when first asked.
pub(super) struct Pages<'s, 'd, 'a> {
    step: &'s Step<'d, 'a>,
    numbers: Option<BTreeMap<ObjectId, usize>>,
}

impl<'s, 'd, 'a> Pages<'s, 'd, 'a> {
    pub(super) const fn new(step: &'s Step<'d, 'a>) -> Self {
        Self { step, numbers: None }
    }

    /// The number of the page, counted from 1, that the object is, or that an annotation names as its own.
    pub(super) fn find(&mut self, id: ObjectId, change: &Change) -> Option<usize> {
        let dictionary = change.new.as_dictionary().or_else(|| change.old_dictionary())?;
        let page = match dictionary.get("P").and_then(Object::as_reference) {
            Some(page) if dictionary.contains("Subtype") || dictionary.contains("FT") => page,
            _ if dictionary.is_type("Page") => id,
            _ => return None,
        };
        let step = self.step;
        self.numbers.get_or_insert_with(|| numbers(step)).get(&page).copied()
    }
}

fn numbers(step: &Step<'_, '_>) -> BTreeMap<ObjectId, usize> {
    let pages = (0..MAX_PAGES).map_while(|index| step.new.page(index).ok());
    pages.zip(1..).map(|((id, _), number)| (id, number)).collect()
}

/// Pages numbered.
///
/// 2,000: the number is a help for the reader of the report, nothing is judged by it.
const MAX_PAGES: usize = 2_000;
