//! Where a page shows text, well enough to say whether something lies over it.
//!
//! No glyph is drawn and no font read: a character is taken for a cell half as wide as its font is high. That is right
//! about lines and roughly right within them, and what is opaque over a single cell counts.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::pdf::content::{Operator, Operators};
use crate::pdf::{Dictionary, Object, ObjectId, Stream, View};

use super::step::Step;

/// A rectangle on a page (ISO 32000-2, 7.9.5), its corners in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rectangle {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

impl Rectangle {
    /// `/Rect` of an annotation.
    pub(super) fn of(view: View<'_, '_>, annotation: &Dictionary) -> Option<Self> {
        Self::entry(view, annotation, "Rect")
    }

    fn entry(view: View<'_, '_>, dictionary: &Dictionary, key: &str) -> Option<Self> {
        let corners = view.entry(dictionary, key).ok()?;
        let corners: Option<Vec<f64>> =
            corners.as_array()?.iter().map(|corner| view.resolve(corner).ok()?.as_number()).collect();
        let [a, b, c, d] = <[f64; 4]>::try_from(corners?).ok()?;
        let finite = [a, b, c, d].iter().all(|corner| corner.is_finite());
        finite.then(|| Self { left: a.min(c), bottom: b.min(d), right: a.max(c), top: b.max(d) })
    }

    /// Neither wide nor high.
    pub(super) fn is_empty(&self) -> bool {
        self.left >= self.right && self.bottom >= self.top
    }

    fn area(&self) -> f64 {
        (self.right - self.left) * (self.top - self.bottom)
    }

    fn has(&self, (x, y): (f64, f64)) -> bool {
        x > self.left && x < self.right && y > self.bottom && y < self.top
    }
}

/// Where the pages that were asked for show text.
#[derive(Debug, Default)]
pub(super) struct Covers {
    pages: BTreeMap<ObjectId, Rc<Text>>,
    /// Operators read so far.
    read: usize,
}

/// Where a page shows text.
#[derive(Debug, Default)]
struct Text {
    /// The middles of the cells of its characters.
    cells: Vec<(f64, f64)>,
    area: f64,
    /// Not all of it could be read.
    is_partial: bool,
}

impl Covers {
    /// What an opaque rectangle hides of a page as it was, in a few words; `None` when that is nothing.
    pub(super) fn hidden(&mut self, step: &Step<'_, '_>, page: ObjectId, rectangle: Rectangle) -> Option<String> {
        let text = Rc::clone(self.text(step, page));
        if text.is_partial {
            return Some("a page that cannot be read".to_owned());
        }
        let count = text.cells.iter().filter(|cell| rectangle.has(**cell)).count();
        let share = if text.area > 0.0 { rectangle.area() / text.area } else { 1.0 };
        // Where there is no text the content is a picture, and what is where on it nobody tells.
        let most = if text.cells.is_empty() { MOST_OF_A_PICTURE } else { MOST_OF_A_PAGE };
        match count {
            0 if share <= most => None,
            0 => Some("a large part of the page".to_owned()),
            count => Some(format!("text of the page ({count} characters)")),
        }
    }

    fn text(&mut self, step: &Step<'_, '_>, page: ObjectId) -> &Rc<Text> {
        let read = &mut self.read;
        self.pages.entry(page).or_insert_with(|| Rc::new(read_page(step.old, page, read)))
    }
}

fn read_page(view: View<'_, '_>, page: ObjectId, read: &mut usize) -> Text {
    let Some(page) = view.get(page).ok().and_then(Object::into_dictionary) else {
        return Text { is_partial: true, ..Text::default() };
    };
    let area = inherited(view, &page, "MediaBox")
        .map_or(A4, |page| Rectangle::entry(view, &page, "MediaBox").map_or(A4, |rectangle| rectangle.area()));
    let resources = inherited(view, &page, "Resources").and_then(|node| view.entry(&node, "Resources").ok());
    let mut reader = Reader { view, text: Text { area, ..Text::default() }, read, fonts: BTreeMap::new() };
    let contents = view.entry(&page, "Contents").unwrap_or_default();
    let mut octets = Vec::new();
    let parts = match (contents, page.get("Contents")) {
        (Object::Array(parts), _) => parts,
        (Object::Null, _) | (_, None) => Vec::new(),
        (_, Some(one)) => vec![one.clone()],
    };
    for part in parts {
        match (part.as_reference(), view.resolve(&part)) {
            (Some(id), Ok(Object::Stream(stream))) => match view.stream_octets(&stream, id) {
                Ok(part) => octets.extend(part.into_iter().chain([b'\n'])),
                Err(_) => reader.text.is_partial = true,
            },
            (_, Ok(Object::Null)) => {}
            _ => reader.text.is_partial = true,
        }
    }
    let resources = resources.and_then(Object::into_dictionary).unwrap_or_default();
    reader.content(&octets, &resources, Matrix::IDENTITY, 0);
    reader.text
}

/// The page, or the node above it, that has an attribute (7.7.3.4).
fn inherited(view: View<'_, '_>, page: &Dictionary, key: &str) -> Option<Dictionary> {
    let mut node = page.clone();
    for _ in 0..MAX_DEPTH {
        if node.contains(key) {
            return Some(node);
        }
        node = view.entry(&node, "Parent").ok()?.into_dictionary()?;
    }
    None
}

/// A transformation (8.3.4).
#[derive(Clone, Copy, Debug)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    fn moved(self, x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// What of the text state (9.3) decides where characters are.
#[derive(Clone, Copy)]
struct State {
    page: Matrix,
    size: f64,
    leading: f64,
    spacing: f64,
    word: f64,
    scale: f64,
    rise: f64,
    octets_a_code: usize,
}

struct Reader<'r, 'd, 'a> {
    view: View<'d, 'a>,
    text: Text,
    read: &'r mut usize,
    /// Whether fonts seen are composite.
    fonts: BTreeMap<ObjectId, bool>,
}

impl Reader<'_, '_, '_> {
    /// Recursion is bounded by the depth of forms within forms.
    fn content(&mut self, octets: &[u8], resources: &Dictionary, page: Matrix, depth: u32) {
        let mut state =
            State { page, size: 0.0, leading: 0.0, spacing: 0.0, word: 0.0, scale: 1.0, rise: 0.0, octets_a_code: 1 };
        let mut saved = Vec::new();
        let (mut line, mut at) = (Matrix::IDENTITY, Matrix::IDENTITY);
        for operator in Operators::new(octets, self.view.document().limits()) {
            *self.read = self.read.saturating_add(1);
            if *self.read > MAX_OPERATORS || self.text.cells.len() > MAX_CELLS {
                self.text.is_partial = true;
                return;
            }
            match operator.name {
                b"q" if saved.len() < MAX_SAVED => saved.push(state),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = operator.numbers() {
                        state.page = Matrix(matrix).then(state.page);
                    }
                }
                b"Do" => self.form(&operator, resources, state.page, depth),
                b"BT" => (line, at) = (Matrix::IDENTITY, Matrix::IDENTITY),
                b"Tm" => {
                    if let Some(matrix) = operator.numbers() {
                        (line, at) = (Matrix(matrix), Matrix(matrix));
                    }
                }
                b"Td" | b"TD" => {
                    if let Some([x, y]) = operator.numbers() {
                        if operator.name == b"TD" {
                            state.leading = -y;
                        }
                        line = line.moved(x, y);
                        at = line;
                    }
                }
                b"T*" | b"'" | b"\"" => {
                    line = line.moved(0.0, -state.leading);
                    at = line;
                    if operator.name != b"T*" {
                        self.show(operator.operands.last(), &state, &mut at);
                    }
                }
                b"Tj" | b"TJ" => self.show(operator.operands.last(), &state, &mut at),
                _ => self.set(&operator, resources, &mut state),
            }
        }
    }

    fn set(&mut self, operator: &Operator<'_>, resources: &Dictionary, state: &mut State) {
        if operator.name == b"Tf" {
            let font = operator.operands.first().and_then(Object::as_name).map(ToString::to_string);
            let is_composite = font.is_some_and(|font| self.is_composite(resources, &font));
            state.octets_a_code = if is_composite { 2 } else { 1 };
        }
        let Some([number]) = operator.numbers() else { return };
        match operator.name {
            b"Tf" => state.size = number,
            b"TL" => state.leading = number,
            b"Tc" => state.spacing = number,
            b"Tw" => state.word = number,
            b"Tz" => state.scale = number / 100.0,
            b"Ts" => state.rise = number,
            _ => {}
        }
    }

    fn is_composite(&mut self, resources: &Dictionary, name: &str) -> bool {
        let Ok(Object::Dictionary(fonts)) = self.view.entry(resources, "Font") else { return false };
        let id = fonts.get(name).and_then(Object::as_reference);
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return *known;
        }
        let font = self.view.entry(&fonts, name).unwrap_or_default();
        let is_composite =
            font.as_dictionary().and_then(|font| font.name("Subtype")).is_some_and(|kind| *kind == *"Type0");
        if let Some(id) = id {
            self.fonts.insert(id, is_composite);
        }
        is_composite
    }

    fn show(&mut self, operand: Option<&Object>, state: &State, at: &mut Matrix) {
        let single;
        let items = match operand {
            Some(Object::Array(items)) => items.as_slice(),
            Some(one) => {
                single = [one.clone()];
                &single
            }
            None => return,
        };
        for item in items {
            match item {
                Object::String(string) => {
                    for code in string.octets.chunks(state.octets_a_code.max(1)) {
                        let is_space = code == b" ";
                        let wide = state.size * CELL * state.scale;
                        if !is_space && self.text.cells.len() <= MAX_CELLS {
                            let middle = at.then(state.page).apply(wide / 2.0, state.rise + state.size * MIDDLE);
                            self.text.cells.push(middle);
                        }
                        let word = if is_space { state.word } else { 0.0 };
                        *at = at.moved(wide + (state.spacing + word) * state.scale, 0.0);
                    }
                }
                other => {
                    let back = other.as_number().unwrap_or(0.0) / 1000.0 * state.size * state.scale;
                    *at = at.moved(-back, 0.0);
                }
            }
        }
    }

    fn form(&mut self, operator: &Operator<'_>, resources: &Dictionary, page: Matrix, depth: u32) {
        let Some(name) = operator.operands.last().and_then(Object::as_name).map(ToString::to_string) else { return };
        let Ok(Object::Dictionary(objects)) = self.view.entry(resources, "XObject") else { return };
        let Some(id) = objects.get(&name).and_then(Object::as_reference) else { return };
        let Ok(Object::Stream(stream)) = self.view.get(id) else { return };
        if stream.dictionary.name("Subtype").is_none_or(|kind| *kind != *"Form") {
            return;
        }
        if depth >= MAX_FORMS {
            self.text.is_partial = true;
            return;
        }
        self.inner(id, &stream, resources, page, depth);
    }

    fn inner(&mut self, id: ObjectId, stream: &Stream, resources: &Dictionary, page: Matrix, depth: u32) {
        let Ok(octets) = self.view.stream_octets(stream, id) else {
            self.text.is_partial = true;
            return;
        };
        let matrix = self.view.entry(&stream.dictionary, "Matrix").unwrap_or_default();
        let matrix: Vec<f64> = matrix.as_array().unwrap_or_default().iter().filter_map(Object::as_number).collect();
        let matrix = <[f64; 6]>::try_from(matrix).map_or(Matrix::IDENTITY, Matrix);
        let own = self.view.entry(&stream.dictionary, "Resources").ok().and_then(Object::into_dictionary);
        self.content(&octets, own.as_ref().unwrap_or(resources), matrix.then(page), depth.saturating_add(1));
    }
}

/// The width of a character in heights of its font, and how far above the line its middle is.
const CELL: f64 = 0.5;
const MIDDLE: f64 = 0.25;
/// The area of a page whose size is not known.
const A4: f64 = 595.0 * 842.0;
/// What an opaque rectangle may take of a page with text, where it lies over none.
const MOST_OF_A_PAGE: f64 = 0.5;
/// What it may take of a page that is a picture. A signature as laid down by Decree 30 takes a twentieth.
const MOST_OF_A_PICTURE: f64 = 0.2;
/// Characters of a page: the densest of the corpora has 12,000.
const MAX_CELLS: usize = 200_000;
/// Operators read for one document.
const MAX_OPERATORS: usize = 4_000_000;
const MAX_SAVED: usize = 1_000;
const MAX_FORMS: u32 = 16;
/// Nodes above a page.
const MAX_DEPTH: u32 = 64;
