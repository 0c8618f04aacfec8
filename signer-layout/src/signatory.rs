//! Finding where a personal signature belongs: below the signer's title, above the full name.

use crate::error::LayoutError;
use crate::fold::{bare, folded, is_bare};
use crate::geometry::{MmRect, Turn};
use crate::page::Page;
use crate::pages::Pages;
use crate::place::{NotFound, PlaceError, Sighting, SignPlace};
use crate::text::Line;
use crate::touch::{Touched, Touching, everything};

/// Pages looked at, from the last: appendices after the signature are rarely longer.
const MOST_PAGES: usize = 300;
/// A title stands at most so far above the name, in millimetres: nine empty lines of 14 points.
const FARTHEST: f64 = 80.0;
/// Title and name are centred on each other, or begin at the same place, within so many millimetres.
const ALIGNED: f64 = 12.0;
/// Lines of one title, `TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH` broken where they are long.
const TITLE_LINES: usize = 5;
/// Lines of one block follow each other within so many times their size.
const LEADING: f64 = 2.2;
/// The least room for an image, in millimetres: width, height.
const LEAST: (f64, f64) = (15.0, 8.0);
/// The image is never wider, in millimetres: half a sheet.
const WIDEST: f64 = 100.0;
/// What keeps off the edge of the sheet, in millimetres.
const EDGE: f64 = 5.0;

/// Words that may stand before a full name: ranks, and degrees where the sector prints them (Decree 30/2020, Appendix I).
const BEFORE_NAMES: [&str; 31] = [
    "đại tướng",
    "thượng tướng",
    "trung tướng",
    "thiếu tướng",
    "chuẩn tướng",
    "đô đốc",
    "phó đô đốc",
    "chuẩn đô đốc",
    "đại tá",
    "thượng tá",
    "trung tá",
    "thiếu tá",
    "đại úy",
    "thượng úy",
    "trung úy",
    "thiếu úy",
    "giáo sư",
    "phó giáo sư",
    "tiến sĩ",
    "thạc sĩ",
    "bác sĩ",
    "kỹ sư",
    "luật sư",
    "gs",
    "pgs",
    "ts",
    "ths",
    "bs",
    "bscki",
    "bsckii",
    "ks",
];

/// What titles say, one of these (Decree 30/2020, Appendix I, and the names of posts).
const TITLES: [&str; 23] = [
    "chủ tịch",
    "giám đốc",
    "trưởng",
    "chánh",
    "thủ tướng",
    "bí thư",
    "chủ nhiệm",
    "thư ký",
    "tổng kiểm toán",
    "kiểm toán viên",
    "tư lệnh",
    "chính ủy",
    "chỉ huy",
    "đại sứ",
    "tổng lãnh sự",
    "ủy viên",
    "thanh tra",
    "thẩm phán",
    "chấp hành viên",
    "công chứng viên",
    "kiểm sát viên",
    "đội phó",
    "phó phòng",
];

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory<'s> {
    /// The full name, as it is printed or without any mark.
    pub name: &'s str,
    /// The title that stands above, its lines parted by `/` or line breaks: `KT. CHỦ TỊCH / PHÓ CHỦ TỊCH`. Without it, the
    /// line in capitals above the name is the title, if it says a post.
    pub title: Option<&'s str>,
}

/// Finds the room between title and full name, on the last page that has both.
///
/// # Errors
/// [`PlaceError::NotFound`] when there is no such room or more than one; [`PlaceError::Layout`] when a page cannot be read.
pub fn find_signatory(pages: &Pages<'_, '_>, signatory: &Signatory<'_>) -> Result<SignPlace, PlaceError> {
    let mut search = Search::new(pages, Wanted::new(signatory));
    let looked = pages.count().min(MOST_PAGES);
    for index in (0..pages.count()).rev().take(looked) {
        if let Some(place) = search.on(index)? {
            return Ok(place);
        }
    }
    Err(search.failure(looked).into())
}

/// What is looked for, made comparable.
struct Wanted<'s> {
    name: &'s str,
    title: Option<&'s str>,
    folded_name: String,
    folded_title: Option<String>,
}

impl<'s> Wanted<'s> {
    fn new(signatory: &Signatory<'s>) -> Self {
        Self {
            name: signatory.name,
            title: signatory.title,
            folded_name: folded(signatory.name),
            folded_title: signatory.title.map(folded).filter(|title| !title.is_empty()),
        }
    }

    /// Is this line the name, perhaps after a rank?
    fn is_name(&self, text: &str) -> bool {
        if self.folded_name.is_empty() {
            return false;
        }
        let is_it =
            |text: &str| folded(text) == self.folded_name || (is_bare(self.name) && bare(text) == bare(self.name));
        is_it(text) || after_rank(text).is_some_and(is_it)
    }
}

/// The text after ranks and degrees: `Thượng tá, TS. Nguyễn Văn An` → `Nguyễn Văn An`.
fn after_rank(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut is_cut = false;
    for _ in 0..3 {
        let ends = rest.char_indices().filter(|(_, char)| !char.is_alphanumeric()).map(|(at, _)| at).take(4);
        let cut = ends.filter_map(|end| rest.split_at_checked(end));
        let cut = cut.filter(|(before, _)| BEFORE_NAMES.iter().any(|word| folded(word) == folded(before)));
        // The longest: of `phó giáo sư` no part is left for the name.
        let Some((_, after)) = cut.last() else { break };
        rest = after.trim_start_matches(|char: char| !char.is_alphanumeric());
        is_cut = true;
    }
    is_cut.then_some(rest)
}

struct Search<'p, 'd, 'a, 's> {
    pages: &'p Pages<'d, 'a>,
    wanted: Wanted<'s>,
    /// Names without their title: where, and what stands above.
    without_title: Vec<(Sighting, Option<Sighting>)>,
    /// Names that no reader sees.
    hidden: Vec<Sighting>,
    /// Fields whose value is the name.
    fields: Vec<String>,
    has_text: bool,
    has_hidden_text: bool,
    has_scan: bool,
}

/// A name below its title.
struct Pair {
    title: Line,
    name: Line,
}

impl<'p, 'd, 'a, 's> Search<'p, 'd, 'a, 's> {
    const fn new(pages: &'p Pages<'d, 'a>, wanted: Wanted<'s>) -> Self {
        Self {
            pages,
            wanted,
            without_title: Vec::new(),
            hidden: Vec::new(),
            fields: Vec::new(),
            has_text: false,
            has_hidden_text: false,
            has_scan: false,
        }
    }

    fn on(&mut self, index: usize) -> Result<Option<SignPlace>, PlaceError> {
        let lines = self.pages.lines(index)?;
        self.look_aside(index, &lines)?;
        let mut pairs = Vec::new();
        for name in lines.iter().filter(|line| self.wanted.is_name(&line.text)) {
            match self.title_above(name, &lines) {
                Some(title) => pairs.push(Pair { title: title.clone(), name: name.clone() }),
                None => {
                    let above = above(name, &lines).map(Sighting::of);
                    self.without_title.push((Sighting::of(name), above));
                }
            }
        }
        match pairs.as_slice() {
            [] => Ok(None),
            [pair] => self.room(pair, &lines).map(Some),
            several => Err(NotFound::Several {
                wanted: self.wanted.name.to_owned(),
                at: several.iter().map(|pair| Sighting::of(&pair.name)).collect(),
            }
            .into()),
        }
    }

    /// The last line of the title that stands above the name.
    fn title_above<'l>(&self, name: &Line, lines: &'l [Line]) -> Option<&'l Line> {
        let mut line = above(name, lines)?;
        // Between them nothing but instructions: `(Ký, ghi rõ họ tên)`.
        for _ in 0..2 {
            if is_instruction(&line.text) {
                line = above(line, lines)?;
            }
        }
        let is_near = name.mm.top - line.mm.bottom() <= FARTHEST && is_aligned(line, name);
        match &self.wanted.folded_title {
            _ if !is_near => None,
            Some(title) => is_title(title, line, lines).then_some(line),
            None => is_post(&line.text).then_some(line),
        }
    }

    fn room(&self, pair: &Pair, lines: &[Line]) -> Result<SignPlace, PlaceError> {
        let page = self.pages.page(pair.name.page)?;
        let turn = pair.name.turn;
        let frame = page.frame_turned(turn);
        // Below an instruction between them, if there is one.
        let between = above(&pair.name, lines).filter(|line| is_instruction(&line.text));
        let last = between.unwrap_or(&pair.title);
        let bottom = pair.name.mm.top;
        let centre = f64::midpoint(pair.title.mm.centre().left, pair.name.mm.centre().left);
        let obstacles = self.obstacles(&page, turn)?;
        let top = below_its_rule(last, &obstacles);
        let band = MmRect::from_edges(centre - LEAST.0 / 2.0, top, centre + LEAST.0 / 2.0, bottom);
        if band.height < LEAST.1 {
            return Err(NotFound::Narrow { page: page.index, room: band, needed: LEAST }.into());
        }
        let mut field = None;
        let mut in_way = Vec::new();
        let mut half = (WIDEST / 2.0).min(centre - EDGE).min(frame.width() - EDGE - centre);
        for (touched, mm) in obstacles {
            if mm.bottom() <= band.top + 0.3 || mm.top >= band.bottom() - 0.3 {
                continue;
            }
            match (&touched.what, mm.overlaps(&band)) {
                (Touching::EmptySignatureField { name }, true) if field.is_none() => field = Some((name.clone(), mm)),
                (_, true) => in_way.push(touched),
                (_, false) if mm.centre().left < centre => half = half.min(centre - mm.right()),
                (_, false) => half = half.min(mm.left - centre),
            }
        }
        let mut room = MmRect::from_edges(centre - half, top, centre + half, bottom);
        if !in_way.is_empty() {
            return Err(NotFound::Occupied { page: page.index, room, by: in_way }.into());
        }
        if room.width < LEAST.0 {
            return Err(NotFound::Narrow { page: page.index, room, needed: LEAST }.into());
        }
        let field = field.map(|(name, mm)| {
            room = mm;
            name
        });
        Ok(SignPlace {
            page: page.index,
            rect: frame.rect_to_user(&room),
            mm: room,
            turn,
            title: Sighting::of(&pair.title),
            name: Sighting::of(&pair.name),
            field,
        })
    }

    /// What stands on the page but the sheet itself, seen in this turn.
    fn obstacles(&self, page: &Page, turn: Turn) -> Result<Vec<(Touched, MmRect)>, LayoutError> {
        let frame = page.frame_turned(turn);
        let all = everything(self.pages, page.index)?;
        let all = all.into_iter().filter(|touched| touched.what != Touching::Scan);
        Ok(all
            .map(|touched| {
                let mm = frame.rect_to_mm(&touched.rect);
                (touched, mm)
            })
            .collect())
    }

    /// What there is instead, should no page have the place.
    fn look_aside(&mut self, index: usize, lines: &[Line]) -> Result<(), LayoutError> {
        self.has_text |= !lines.is_empty();
        let hidden = self.pages.hidden_lines(index)?;
        self.has_hidden_text |= !hidden.is_empty();
        self.hidden.extend(hidden.iter().filter(|line| self.wanted.is_name(&line.text)).map(Sighting::of));
        self.has_scan |= crate::quality::scan(self.pages, index)?.is_some();
        for annotation in self.pages.annotations(index)? {
            let Some(field) = annotation.field else { continue };
            if field.text.as_deref().is_some_and(|text| self.wanted.is_name(text)) {
                self.fields.push(field.name);
            }
        }
        Ok(())
    }

    /// Why nothing was found.
    fn failure(self, looked: usize) -> NotFound {
        let wanted = self.wanted.name.to_owned();
        if !self.without_title.is_empty() {
            let (names, above): (Vec<_>, Vec<_>) = self.without_title.into_iter().unzip();
            let above = above.into_iter().flatten().collect();
            return NotFound::TitleAbsent { wanted: self.wanted.title.map(str::to_owned), names, above };
        }
        if !self.hidden.is_empty() {
            return NotFound::OnlyHidden { wanted, at: self.hidden };
        }
        if !self.has_text && self.fields.is_empty() && (self.has_scan || !self.has_hidden_text) {
            return NotFound::NoText { wanted, pages: looked, scan: self.has_scan };
        }
        NotFound::NameAbsent { wanted, pages: looked, fields: self.fields }
    }
}

/// The nearest line above that stands over some of this one.
fn above<'l>(line: &Line, lines: &'l [Line]) -> Option<&'l Line> {
    let over = lines.iter().filter(|other| {
        other.turn == line.turn
            && other.baseline < line.baseline - 0.3 * line.size
            && other.mm.left < line.mm.right()
            && line.mm.left < other.mm.right()
    });
    over.max_by(|one, other| one.baseline.total_cmp(&other.baseline))
}

/// The bottom of a line, or of the rule that underlines it.
fn below_its_rule(line: &Line, obstacles: &[(Touched, MmRect)]) -> f64 {
    let bottom = line.mm.bottom();
    let near = MmRect::new(line.mm.left, line.baseline, line.mm.width, bottom - line.baseline + 0.6 * line.size);
    let rules = obstacles.iter().filter(|(touched, mm)| {
        touched.what == Touching::Drawing && mm.height < 1.0 && mm.overlaps(&near) && mm.width <= 1.3 * line.mm.width
    });
    rules.fold(bottom, |bottom, (_, mm)| bottom.max(mm.bottom()))
}

fn is_aligned(title: &Line, name: &Line) -> bool {
    (title.mm.centre().left - name.mm.centre().left).abs() <= ALIGNED || (title.mm.left - name.mm.left).abs() <= 3.0
}

/// Do the lines that end here say the title, and nothing else?
fn is_title(title: &str, last: &Line, lines: &[Line]) -> bool {
    let mut said = folded(&last.text);
    let mut line = last;
    for _ in 0..TITLE_LINES {
        if said == *title {
            return true;
        }
        let Some(next) = above(line, lines) else { return false };
        if line.baseline - next.baseline > LEADING * line.size || !title.ends_with(&said) {
            return false;
        }
        said.insert_str(0, &folded(&next.text));
        line = next;
    }
    false
}

/// In brackets, as forms say what belongs there.
fn is_instruction(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')')
}

/// In capitals, and the name of a post.
fn is_post(text: &str) -> bool {
    let said = folded(text);
    is_capital(text) && TITLES.iter().any(|title| said.contains(&folded(title)))
}

fn is_capital(text: &str) -> bool {
    let mut letters = text.chars().filter(|char| char.is_alphabetic());
    text.chars().filter(|char| char.is_alphabetic()).count() >= 3 && letters.all(|char| !char.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_and_degrees_may_stand_before_a_name() {
        assert_eq!(after_rank("Thượng tá Nguyễn Văn An"), Some("Nguyễn Văn An"));
        assert_eq!(after_rank("PGS.TS. Nguyễn Văn An"), Some("Nguyễn Văn An"));
        assert_eq!(after_rank("Thượng tá, ThS. Nguyễn Văn An"), Some("Nguyễn Văn An"));
        assert_eq!(after_rank("Nguyễn Văn An"), None);
    }

    #[test]
    fn a_longer_name_is_another_name() {
        let wanted = Wanted::new(&Signatory { name: "Nguyễn Văn An", title: None });
        assert!(wanted.is_name("NGUYỄN VĂN AN"));
        for other in ["Nguyễn Văn Anh", "Lê Nguyễn Văn An", "Nguyễn Văn An Bình", "Nguyễn Văn Ân", ""] {
            assert!(!wanted.is_name(other), "{other}");
        }
    }

    #[test]
    fn a_name_without_marks_stands_for_one_with_them_but_not_the_reverse() {
        let is_name = |name, text| Wanted::new(&Signatory { name, title: None }).is_name(text);
        assert!(is_name("Nguyen Van An", "Nguyễn Văn Ân"));
        assert!(!is_name("Nguyễn Văn An", "Nguyen Van An"));
    }
}
