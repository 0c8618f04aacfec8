//! Finding the blanks of number and date on the first page (Decree 30/2020, Appendix I).

use crate::fold::folded;
use crate::geometry::MmRect;
use crate::page::Page;
use crate::pages::Pages;
use crate::place::{Blank, BlankPlace, DatePlace, NotFound, NumberPlace, PlaceError, Sighting, at};
use crate::text::{Cell, Line};

/// The least room for a number or a day, in ems.
const LEAST: f64 = 0.5;
/// Room after `năm` where nothing follows, in ems: four digits and a space.
const YEAR: f64 = 2.5;
/// Gaps on one row that still belong to one line of this kind, in ems: a blank of 30 mm at 13 points.
const WIDEST: f64 = 9.0;

/// Finds `Số: … /NOTATION` on the first page.
///
/// # Errors
/// [`PlaceError::NotFound`] when there is no such line, or there are several; [`PlaceError::Layout`].
pub fn find_number(pages: &Pages<'_, '_>) -> Result<NumberPlace, PlaceError> {
    let page = pages.page(0)?;
    let rows = joined(&pages.lines(0)?);
    let found: Vec<_> = rows.iter().filter_map(|row| number_in(row, &page)).collect();
    one(found, |place| place.line.clone(), "Số: …/…")
}

/// Finds `…, ngày … tháng … năm …` on the first page.
///
/// # Errors
/// [`PlaceError::NotFound`] when there is no such line, or there are several; [`PlaceError::Layout`].
pub fn find_date(pages: &Pages<'_, '_>) -> Result<DatePlace, PlaceError> {
    let page = pages.page(0)?;
    let rows = joined(&pages.lines(0)?);
    let found: Vec<_> = rows.iter().filter_map(|row| date_in(row, &page)).collect();
    one(found, |place| place.line.clone(), "…, ngày … tháng … năm …")
}

fn one<T>(mut found: Vec<T>, line: impl Fn(&T) -> Sighting, wanted: &str) -> Result<T, PlaceError> {
    if found.len() > 1 {
        let at = found.iter().map(line).collect();
        return Err(NotFound::Several { wanted: wanted.to_owned(), at }.into());
    }
    found.pop().ok_or_else(|| NotFound::LineAbsent { wanted: wanted.to_owned() }.into())
}

/// A line with those that follow on its baseline beyond a blank.
struct Row {
    line: Line,
    /// How many cells are of the line itself.
    own: usize,
}

/// Each line as the head of a row.
fn joined(lines: &[Line]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut row = line.clone();
        for next in lines.get(index.saturating_add(1)..).unwrap_or_default() {
            let is_row = next.turn == row.turn && (next.baseline - row.baseline).abs() < 0.3 * row.size;
            let gap = next.mm.left - row.mm.right();
            if !is_row || gap > WIDEST * row.size || gap < 0.0 {
                break;
            }
            row.text.push(' ');
            row.text.push_str(&next.text);
            let mut cells = next.cells.clone();
            if let Some(first) = cells.first_mut() {
                first.spaced = true;
            }
            row.cells.extend(cells);
            row.mm = row.mm.union(&next.mm);
            row.rect = row.rect.union(&next.rect);
        }
        rows.push(Row { line: row, own: line.cells.len() });
    }
    rows
}

fn number_in(row: &Row, page: &Page) -> Option<NumberPlace> {
    let (row, own) = (&row.line, row.own);
    let colon = row.cells.iter().position(|cell| cell.text == ":").filter(|colon| *colon < own)?;
    let before: String = row.cells.get(..colon)?.iter().map(|cell| cell.text.as_str()).collect();
    if folded(&before) != folded("Số") {
        return None;
    }
    let slash = row.cells.iter().position(|cell| cell.text == "/").filter(|slash| *slash > colon)?;
    // The notation ends where the next column begins.
    let notation = row.cells.get(slash..)?;
    let end = notation.iter().skip(1).position(|cell| cell.spaced && !cell.text.starts_with('-'));
    let notation = notation.get(..end.map_or(notation.len(), |end| end.saturating_add(1)))?;
    let text: String = notation.iter().map(|cell| cell.text.as_str()).collect();
    let number = blank(row, page, colon, Some(slash))?;
    let last = notation.last()?;
    let first = row.cells.first()?;
    let mm = MmRect::from_edges(first.left, row.mm.top, last.right, row.mm.bottom());
    let line = Sighting { page: page.index, text: row.text.clone(), mm };
    Some(NumberPlace { number, notation: text, line })
}

fn date_in(row: &Row, page: &Page) -> Option<DatePlace> {
    let (row, own) = (&row.line, row.own);
    let (first, day) = word(row, "ngày", 0).filter(|(_, day)| *day < own)?;
    let (month_word, month) = word(row, "tháng", day)?;
    let (year_word, year) = word(row, "năm", month)?;
    // A date of issue stands after the place: `Hà Nội, ngày`. A law that is cited has a number before its date.
    let before = row.cells.get(..first)?;
    let is_place = before.last().is_some_and(|cell| cell.text == ",")
        && before.iter().all(|cell| !cell.text.chars().any(|char| char.is_ascii_digit()));
    let is_date = is_place && year_word.saturating_sub(month) <= 12 && month_word.saturating_sub(day) <= 12;
    // After the year nothing may follow but the year.
    let rest: String = row.cells.get(year.saturating_add(1)..)?.iter().map(|cell| cell.text.as_str()).collect();
    let is_end = rest.chars().all(|char| char.is_ascii_digit() || is_leader(char)) && rest.chars().count() <= 40;
    if !is_date || !is_end {
        return None;
    }
    Some(DatePlace {
        day: blank(row, page, day, Some(month_word))?,
        month: blank(row, page, month, Some(year_word))?,
        year: blank(row, page, year, None)?,
        line: Sighting { page: page.index, text: row.text.clone(), mm: row.mm },
    })
}

/// The first and last cell of a word, from this cell on.
fn word(row: &Line, wanted: &str, from: usize) -> Option<(usize, usize)> {
    let letters = wanted.chars().count();
    let wanted = folded(wanted);
    let last = row.cells.len().checked_sub(letters)?;
    (from..=last).find_map(|start| {
        let end = start.checked_add(letters)?;
        let text: String = row.cells.get(start..end)?.iter().map(|cell| cell.text.as_str()).collect();
        (folded(&text) == wanted).then_some((start, end.checked_sub(1)?))
    })
}

const fn is_leader(char: char) -> bool {
    matches!(char, '.' | '…' | '_' | '-' | '·' | '‥' | '․')
}

/// The room between two cells of a row; without the second, some after the first.
fn blank(row: &Line, page: &Page, after: usize, before: Option<usize>) -> Option<BlankPlace> {
    let start = row.cells.get(after)?;
    let inside = row.cells.get(after.saturating_add(1)..before.unwrap_or(row.cells.len()))?;
    let text: String = inside.iter().map(written).collect();
    let state = match text.trim() {
        "" => Blank::Empty,
        text if text.chars().all(|char| is_leader(char) || char.is_whitespace()) => Blank::Leaders,
        text => Blank::Filled(text.to_owned()),
    };
    let right = match before {
        Some(before) => row.cells.get(before)?.left,
        None => inside.last().map_or(start.right + YEAR * row.size, |last| last.right),
    };
    let mm = MmRect::from_edges(start.right, row.baseline - 0.9 * row.size, right, row.baseline + 0.25 * row.size);
    if mm.width < LEAST * row.size && state == Blank::Empty {
        return None;
    }
    Some(BlankPlace {
        page: page.index,
        rect: row.frame(page).rect_to_user(&mm),
        mm,
        baseline: at(row, page, start.right, row.baseline),
        size: row.size,
        turn: row.turn,
        blank: state,
    })
}

fn written(cell: &Cell) -> String {
    if cell.spaced { format!(" {}", cell.text) } else { cell.text.clone() }
}
