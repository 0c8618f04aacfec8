//! The number and the date of issue (Decree 30/2020, articles 14 and 15), and how they go into their places.

use std::fmt;

use signer_core::Time;
use signer_core::stamp::{Align, Font, Stamp, Text};
use signer_layout::{Blank, BlankPlace, DatePlace, NumberPlace, Page, Pages};

use crate::error::Failure;

use super::seat::{self, Seat, not_found};
use super::words;

/// What a document is issued as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issue {
    /// With or without its notation: `12/UBND-VP`.
    pub(crate) number: String,
    pub(crate) day: Day,
    /// What the document is about, where a register says it.
    pub(crate) subject: Option<String>,
}

/// A day of the calendar, as Viet Nam writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    year: i32,
    month: u8,
    day: u8,
}

impl Day {
    /// `2026-11-22` or `22/11/2026`.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let wrong = || Failure::usage("error-date").with("text", text);
        let text = text.trim();
        let parts: Vec<&str> = text.split(['-', '/']).collect();
        let (year, month, day) = match parts.as_slice() {
            [year, month, day] if text.contains('-') => (year, month, day),
            [day, month, year] => (year, month, day),
            _ => return Err(wrong()),
        };
        let civil = signer_core::time::Civil {
            year: year.parse().map_err(|_| wrong())?,
            month: month.parse().map_err(|_| wrong())?,
            day: day.parse().map_err(|_| wrong())?,
            hour: 0,
            minute: 0,
            second: 0,
        };
        Time::from_civil(civil).filter(|_| (1945..=9999).contains(&civil.year)).ok_or_else(wrong)?;
        Ok(Self { year: civil.year, month: civil.month, day: civil.day })
    }

    pub(crate) fn today(now: Time) -> Self {
        let (year, month, day) = words::day(now);
        Self { year, month, day }
    }

    /// Decree 30/2020, Appendix I: a nought before days below 10, and before January and February.
    fn parts(self) -> [String; 3] {
        let month = if self.month <= 2 { format!("{:02}", self.month) } else { self.month.to_string() };
        [format!("{:02}", self.day), month, self.year.to_string()]
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}/{:04}", self.day, self.month, self.year)
    }
}

/// The size of text may be this much smaller than that of its line, so that a number fits into its blank.
const SMALLEST: f64 = 0.6;

/// A text and the blank that it goes into.
struct Entry<'p> {
    place: &'p BlankPlace,
    text: String,
}

/// What goes into one line: a stamp, where it stands, and what a screen reader says of it.
pub(crate) type Filled = (Stamp, Seat, String);

/// The stamps that fill the blanks: the number's, and the date's. Each is a signature of its own in its own place, as
/// an issued document carries them; what stands there already needs none.
pub(crate) fn fill(pages: &Pages<'_, '_>, issue: &Issue, font: &Font) -> Result<Vec<Filled>, Failure> {
    let number = signer_layout::find_number(pages).map_err(|error| not_found("number", error))?;
    let date = signer_layout::find_date(pages).map_err(|error| not_found("date", error))?;
    let of_number: Vec<_> = entry(&number.number, without_notation(issue, &number)?)?.into_iter().collect();
    let mut of_date = Vec::new();
    let DatePlace { day, month, year, .. } = &date;
    for (place, text) in [day, month, year].into_iter().zip(issue.day.parts()) {
        of_date.extend(entry(place, text)?);
    }
    let descriptions = [format!("Số {}", issue.number), format!("Ngày ban hành {}", issue.day)];
    let mut filled = Vec::new();
    for (entries, description) in [of_number, of_date].iter().zip(descriptions) {
        filled.extend(line(pages, entries, font)?.map(|(stamp, seat)| (stamp, seat, description)));
    }
    if filled.is_empty() { Err(Failure::broken("error-issue-filled")) } else { Ok(filled) }
}

/// The stamp of what goes into one line.
fn line(pages: &Pages<'_, '_>, entries: &[Entry<'_>], font: &Font) -> Result<Option<(Stamp, Seat)>, Failure> {
    let Some(first) = entries.first() else { return Ok(None) };
    let (index, turn) = (first.place.page, first.place.turn);
    let page = pages.page(index).map_err(seat::unreadable)?;
    let area = entries.iter().map(|entry| entry.place.mm).reduce(|all, one| all.union(&one)).unwrap_or(first.place.mm);
    let mut stamp = Stamp::new();
    for entry in entries {
        stamp = mark(stamp, entry, &page, &area, font)?;
    }
    Ok(Some((stamp, seat::at(index, page.frame_turned(turn).rect_to_user(&area), turn, true))))
}

/// The number alone: the notation is printed. Another notation than the printed one is a mistake.
fn without_notation(issue: &Issue, place: &NumberPlace) -> Result<String, Failure> {
    let Some((number, notation)) = issue.number.split_once('/') else { return Ok(issue.number.trim().to_owned()) };
    let plain = |text: &str| signer_layout::fold::folded(text.trim_matches(['/', ' '])).to_uppercase();
    if plain(notation) != plain(&place.notation) {
        return Err(Failure::broken("error-notation").with("given", &issue.number).with("printed", &place.line.text));
    }
    Ok(number.trim().to_owned())
}

/// What is to be written, unless it stands there already.
fn entry(place: &BlankPlace, text: String) -> Result<Option<Entry<'_>>, Failure> {
    match &place.blank {
        Blank::Empty | Blank::Leaders => Ok(Some(Entry { place, text })),
        Blank::Filled(there) if there.trim().trim_start_matches('0') == text.trim_start_matches('0') => Ok(None),
        Blank::Filled(there) => Err(Failure::broken("error-blank-filled").with("there", there).with("text", &text)),
    }
}

/// Writes the text into the middle of its blank, on the line that it belongs to.
fn mark(
    stamp: Stamp,
    entry: &Entry<'_>,
    page: &Page,
    area: &signer_layout::MmRect,
    font: &Font,
) -> Result<Stamp, Failure> {
    let points = |mm: f64| mm * signer_layout::geometry::POINTS_PER_MM;
    let place = entry.place;
    let size = points(place.size);
    let room = points(place.mm.width);
    let wide = font.width(&entry.text, size);
    let scale = if wide > room { room / wide } else { 1.0 };
    if scale < SMALLEST {
        return Err(Failure::broken("error-blank-narrow").with("text", &entry.text));
    }
    let text = Text::new([&entry.text], font.clone(), size * scale).map_err(|error| seat::unfit(&error))?;
    let text = text.with_align(Align::Left);
    let baseline = page.frame_turned(place.turn).to_mm(place.baseline).top;
    let left = points(place.mm.left - area.left) + (room - wide * scale) / 2.0;
    Ok(stamp.with_mark(text, left, points(area.bottom() - baseline)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_both_ways_and_written_as_decree_30_wants() {
        let day = Day::read("2026-02-05").unwrap();
        assert_eq!(Day::read("5/2/2026").unwrap(), day);
        assert_eq!(day.parts(), ["05", "02", "2026"].map(str::to_owned));
        assert_eq!(Day::read("2026-11-22").unwrap().parts(), ["22", "11", "2026"].map(str::to_owned));
        assert_eq!(Day::read("2026-3-22").unwrap().parts()[1], "3");
        assert_eq!(day.to_string(), "05/02/2026");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "2026", "2026-02-30", "31/4/2026", "22/11/26", "2026-11-22-1", "a/b/c"] {
            assert_eq!(Day::read(text).unwrap_err().id(), "error-date", "{text}");
        }
    }
}
