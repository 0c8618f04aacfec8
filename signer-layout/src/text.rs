//! Glyphs assembled into the lines that a reader sees.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::extract::{Content, PlacedGlyph};
use crate::geometry::{MmPoint, MmRect, Rect, Turn};
use crate::page::{Frame, Page};

/// A gap of more than so many times the size ends a line: what is beyond it stands in another column.
const COLUMN_GAP: f64 = 1.6;
/// A gap of more than so many times the size is a space, whether one was written or not.
const SPACE: f64 = 0.17;
/// Baselines that differ by less than so many times the size are one.
const SAME_BASELINE: f64 = 0.3;

/// Text on one baseline, without a gap that only another column would leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The page, from 0.
    pub page: usize,
    /// In composed form (NFC); runs of white space are one space.
    pub text: String,
    /// Where it is, in user space.
    pub rect: Rect,
    /// Where a reader sees it, the page turned so that the text is upright.
    pub mm: MmRect,
    /// The baseline, in millimetres from the top of the page turned so.
    pub baseline: f64,
    /// Size of the largest font, in millimetres.
    pub size: f64,
    /// The turn that makes it upright.
    pub turn: Turn,
    /// Its characters, from left to right.
    pub(crate) cells: Vec<Cell>,
}

/// A character with its marks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    /// Where it begins and ends, in millimetres.
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) base: f64,
    pub(crate) size: f64,
    top: f64,
    bottom: f64,
    /// Is there a space between it and the one before?
    pub(crate) spaced: bool,
    /// Was a space written there?
    blank: bool,
    /// The gap between it and the one before.
    gap: f64,
}

impl Line {
    /// The frame in which [`Line::mm`] is meant.
    #[must_use]
    pub const fn frame(&self, page: &Page) -> Frame {
        page.frame_turned(self.turn)
    }
}

/// What a reader can see of the text, top to bottom, left to right; by turns, where the page has text of several.
#[must_use]
pub(crate) fn lines(content: &Content, page: &Page) -> Vec<Line> {
    of(&content.glyphs, page, true)
}

/// What the appearances of annotations say.
#[must_use]
pub(crate) fn annotation_lines(content: &Content, page: &Page) -> Vec<Line> {
    of(&content.annotation_glyphs, page, true)
}

/// Text that is there for machines only: without ink, clipped, or under a picture.
#[must_use]
pub(crate) fn hidden_lines(content: &Content, page: &Page) -> Vec<Line> {
    of(&content.glyphs, page, false)
}

fn of(glyphs: &[PlacedGlyph], page: &Page, visible: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for turn in Turn::ALL {
        let frame = page.frame_turned(turn);
        let glyphs = glyphs.iter().filter(|glyph| glyph.visible == visible);
        let glyphs = glyphs.filter(|glyph| Turn::of_direction(glyph.direction.x, glyph.direction.y) == Some(turn));
        let cells = cells(glyphs, &frame, page);
        for row in rows(cells) {
            lines.extend(split(row).into_iter().filter_map(|cells| line(cells, &frame, page)));
        }
    }
    lines
}

fn cells<'g>(glyphs: impl Iterator<Item = &'g PlacedGlyph>, frame: &Frame, page: &Page) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut marks = Vec::new();
    for glyph in glyphs {
        let cell = cell(glyph, frame, page);
        if is_mark(&cell.text) {
            match cells.last_mut().filter(|base| carries(base, &cell)) {
                Some(base) => attach(base, &cell),
                None => marks.push(cell),
            }
        } else {
            cells.push(cell);
        }
    }
    // Marks drawn apart from their letters.
    for mark in marks {
        match cells.iter_mut().rev().find(|base| carries(base, &mark)) {
            Some(base) => attach(base, &mark),
            None => cells.push(mark),
        }
    }
    cells
}

fn cell(glyph: &PlacedGlyph, frame: &Frame, page: &Page) -> Cell {
    let (origin, end) = (frame.to_mm(glyph.origin), frame.to_mm(glyph.end));
    let size = page.mm(glyph.size);
    let ink = glyph.ink.map(|ink| frame.rect_to_mm(&ink));
    // Without an outline: the letters of a serif face reach so far.
    let around = MmRect::from_edges(origin.left, origin.top - 0.7 * size, end.left, origin.top + 0.05 * size);
    let is_blank = glyph.text.chars().all(char::is_whitespace);
    let ink = ink.unwrap_or(around);
    Cell {
        text: glyph.text.clone(),
        left: origin.left.min(end.left),
        right: origin.left.max(end.left),
        base: origin.top,
        size,
        top: if is_blank { origin.top } else { ink.top },
        bottom: if is_blank { origin.top } else { ink.bottom() },
        spaced: false,
        blank: false,
        gap: 0.0,
    }
}

fn is_mark(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_combining_mark)
}

/// Is the mark drawn at this letter? A mark without width may stand where the letter ends.
fn carries(base: &Cell, mark: &Cell) -> bool {
    let slack = 0.6 * base.size;
    let at = MmPoint { left: f64::midpoint(mark.left, mark.right), top: mark.base };
    !base.text.trim().is_empty()
        && base.left - slack <= at.left
        && at.left <= base.right + slack
        && (base.base - at.top).abs() <= base.size
}

fn attach(base: &mut Cell, mark: &Cell) {
    base.text.push_str(&mark.text);
    base.top = base.top.min(mark.top);
    base.bottom = base.bottom.max(mark.bottom);
    // Some producers give marks a width and step back before them.
    base.right = base.right.max(base.left);
}

/// Cells by baseline, each row from left to right.
fn rows(mut cells: Vec<Cell>) -> Vec<Vec<Cell>> {
    cells.sort_by(|one, other| one.base.total_cmp(&other.base));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for cell in cells {
        let joins = rows
            .last()
            .and_then(|row| row.last())
            .is_some_and(|last| cell.base - last.base <= SAME_BASELINE * last.size.min(cell.size));
        match rows.last_mut().filter(|_| joins) {
            Some(row) => row.push(cell),
            None => rows.push(vec![cell]),
        }
    }
    for row in &mut rows {
        row.sort_by(|one, other| one.left.total_cmp(&other.left));
    }
    rows
}

/// A row without its spaces and without what is drawn twice, cut where columns end.
fn split(row: Vec<Cell>) -> Vec<Vec<Cell>> {
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    let mut blank = false;
    for mut cell in row {
        if cell.text.chars().all(char::is_whitespace) {
            blank |= !cell.text.is_empty();
            continue;
        }
        let last = lines.last_mut().and_then(|line| line.last_mut());
        let Some(last) = last else {
            lines.push(vec![cell]);
            blank = false;
            continue;
        };
        let size = last.size.max(cell.size);
        // Bold and shadows by drawing twice.
        if last.text == cell.text && (cell.left - last.left).abs() < 0.15 * size {
            last.right = last.right.max(cell.right);
            continue;
        }
        let gap = cell.left - last.right;
        (cell.blank, cell.gap) = (blank, gap);
        cell.spaced = blank || gap > SPACE * size;
        blank = false;
        match lines.last_mut().filter(|_| gap <= COLUMN_GAP * size) {
            Some(line) => line.push(cell),
            None => lines.push(vec![cell]),
        }
    }
    lines.iter_mut().for_each(|line| close_ranks(line));
    lines
}

/// Where letters are set apart (`C H Ủ  T Ị C H`), only wider gaps are spaces.
fn close_ranks(line: &mut [Cell]) {
    let mut gaps: Vec<f64> = line.iter().skip(1).filter(|cell| !cell.blank).map(|cell| cell.gap).collect();
    let apart = line.iter().skip(1).filter(|cell| !cell.blank && cell.spaced).count();
    // Seven of ten letters, in a line of several.
    if gaps.len() < 4 || apart.saturating_mul(10) < gaps.len().saturating_mul(7) {
        return;
    }
    gaps.sort_by(f64::total_cmp);
    let middle = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    for cell in line.iter_mut().filter(|cell| !cell.blank) {
        cell.spaced = cell.gap > 1.6 * middle;
    }
}

fn line(cells: Vec<Cell>, frame: &Frame, page: &Page) -> Option<Line> {
    let first = cells.first()?;
    let last = cells.last()?;
    let mut text = String::new();
    for cell in &cells {
        if cell.spaced && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&cell.text);
    }
    let fold = |start: f64, by: fn(f64, f64) -> f64, of: fn(&Cell) -> f64| cells.iter().map(of).fold(start, by);
    let top = fold(f64::INFINITY, f64::min, |cell| cell.top);
    let bottom = fold(f64::NEG_INFINITY, f64::max, |cell| cell.bottom);
    let right = fold(last.right, f64::max, |cell| cell.right);
    let mm = MmRect::from_edges(first.left, top, right, bottom);
    Some(Line {
        page: page.index,
        text: text.nfc().collect(),
        rect: frame.rect_to_user(&mm),
        mm,
        baseline: first.base,
        size: fold(0.0, f64::max, |cell| cell.size),
        turn: frame.turn(),
        cells,
    })
}
