//! What many documents amount to: by conclusion, by cause, by unit, by month and quarter.

use std::collections::BTreeMap;

use signer_core::report::{Completeness, DocumentConclusion, DocumentForm};

use super::row::Row;

/// A class of documents in the counts, as Decree 30 sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Passed, with both signatures.
    Complete,
    /// Passed, the person's signature alone.
    PersonalOnly,
    /// Passed, the organisation's signature alone.
    OrganisationOnly,
    /// Passed, with signatures that are neither.
    Signed,
    Indeterminate,
    Failed,
    Unsigned,
    Unreadable,
}

impl Class {
    pub(crate) const ALL: [Self; 8] = [
        Self::Complete,
        Self::PersonalOnly,
        Self::OrganisationOnly,
        Self::Signed,
        Self::Indeterminate,
        Self::Failed,
        Self::Unsigned,
        Self::Unreadable,
    ];

    pub(crate) const fn of(row: &Row) -> Self {
        match (row.conclusion, row.completeness) {
            (DocumentConclusion::Passed, Completeness::Complete) => Self::Complete,
            // Of a certified copy and of an attachment the organisation's signature is all that is asked for.
            (DocumentConclusion::Passed, Completeness::OrganisationOnly)
                if !matches!(row.formalities.form, DocumentForm::Original) =>
            {
                Self::Complete
            }
            (DocumentConclusion::Passed, Completeness::PersonalOnly) => Self::PersonalOnly,
            (DocumentConclusion::Passed, Completeness::OrganisationOnly) => Self::OrganisationOnly,
            (DocumentConclusion::Passed, Completeness::None) => Self::Signed,
            (DocumentConclusion::Indeterminate, _) => Self::Indeterminate,
            (DocumentConclusion::Failed, _) => Self::Failed,
            (DocumentConclusion::Unsigned, _) => Self::Unsigned,
            (DocumentConclusion::Unreadable, _) => Self::Unreadable,
        }
    }

    /// Its name in the catalogue.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Complete => "class-complete",
            Self::PersonalOnly => "class-personal-only",
            Self::OrganisationOnly => "class-organisation-only",
            Self::Signed => "class-signed",
            Self::Indeterminate => "class-indeterminate",
            Self::Failed => "class-failed",
            Self::Unsigned => "class-unsigned",
            Self::Unreadable => "class-unreadable",
        }
    }

    pub(crate) fn position(self) -> usize {
        Self::ALL.iter().position(|class| *class == self).unwrap_or_default()
    }
}

/// How many documents of each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts([usize; Class::ALL.len()]);

impl Counts {
    fn add(&mut self, class: Class) {
        if let Some(count) = self.0.get_mut(class.position()) {
            *count = count.saturating_add(1);
        }
    }

    pub(crate) fn get(&self, class: Class) -> usize {
        self.0.get(class.position()).copied().unwrap_or_default()
    }

    pub(crate) fn all(&self) -> usize {
        self.0.iter().sum()
    }

    /// The share of fully signed documents in tenths of a percent.
    pub(crate) fn complete_permille(&self) -> usize {
        let thousandfold = self.get(Class::Complete).saturating_mul(1000);
        thousandfold.checked_div(self.all()).unwrap_or_default()
    }
}

/// The counts of all documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) all: Counts,
    pub(crate) causes: BTreeMap<String, usize>,
    pub(crate) units: BTreeMap<String, Counts>,
    pub(crate) months: BTreeMap<String, Counts>,
    /// By unit and quarter (`2026-Q4`).
    pub(crate) quarters: BTreeMap<(String, String), Counts>,
}

impl Tally {
    pub(crate) fn add(&mut self, row: &Row) {
        let class = Class::of(row);
        self.all.add(class);
        if let Some(cause) = &row.cause {
            let count = self.causes.entry(cause.clone()).or_default();
            *count = count.saturating_add(1);
        }
        self.units.entry(row.unit.clone()).or_default().add(class);
        let month = row.month();
        let quarter = month.as_deref().and_then(quarter).unwrap_or_default();
        self.quarters.entry((row.unit.clone(), quarter)).or_default().add(class);
        if let Some(month) = month {
            self.months.entry(month).or_default().add(class);
        }
    }

    /// The greatest first; of equals, in the order of their names.
    pub(crate) fn causes_by_count(&self) -> Vec<(&str, usize)> {
        let mut causes: Vec<_> = self.causes.iter().map(|(cause, count)| (cause.as_str(), *count)).collect();
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        causes
    }

    /// The units with the most documents first.
    pub(crate) fn units_by_count(&self) -> Vec<(&str, Counts)> {
        let mut units: Vec<_> = self.units.iter().map(|(unit, counts)| (unit.as_str(), *counts)).collect();
        units.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.all()));
        units
    }
}

/// `2026-Q4` of `2026-11`.
fn quarter(month: &str) -> Option<String> {
    let (year, month) = month.split_once('-')?;
    let quarter = month.parse::<u8>().ok()?.checked_add(2)?.checked_div(3)?;
    Some(format!("{year}-Q{quarter}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_has_three_months() {
        let quarters: Vec<_> = ["2026-01", "2026-03", "2026-04", "2026-12"].iter().filter_map(|m| quarter(m)).collect();
        assert_eq!(quarters, ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]);
    }

    #[test]
    fn the_rate_of_nothing_is_nothing() {
        assert_eq!(Counts::default().complete_permille(), 0);
    }
}
