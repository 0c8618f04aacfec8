//! Places that were found, and why one was not.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::LayoutError;
use crate::geometry::{MmPoint, MmRect, Point, Rect, Turn};
use crate::page::Page;
use crate::text::Line;
use crate::touch::{Touched, Touching};

/// Something seen on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// The page, from 0.
    pub page: usize,
    /// As it reads.
    pub text: String,
    /// Where a reader sees it, the page turned so that it is upright.
    pub mm: MmRect,
}

impl Sighting {
    pub(crate) fn of(line: &Line) -> Self {
        Self { page: line.page, text: line.text.clone(), mm: line.mm }
    }
}

impl fmt::Display for Sighting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = self.page.saturating_add(1);
        write!(
            f,
            "“{}” on page {page}, {:.0} mm from the left, {:.0} mm from the top",
            self.text, self.mm.left, self.mm.top
        )
    }
}

/// Where a personal signature belongs: the room between the signer's title and full name (Decree 30/2020, Appendix I).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignPlace {
    /// The page, from 0.
    pub page: usize,
    /// The free room, in user space: between the title and the name, as wide as nothing else stands there.
    pub rect: Rect,
    /// The same as a reader sees it.
    pub mm: MmRect,
    /// The turn that makes the text there upright; the image is drawn turned so ([`Turn::matrix`]).
    pub turn: Turn,
    /// The last line of the title.
    pub title: Sighting,
    /// The full name.
    pub name: Sighting,
    /// The empty signature field that is already there, to be used instead of a new one.
    pub field: Option<String>,
}

impl SignPlace {
    /// The middle of the room, in user space.
    #[must_use]
    pub const fn centre(&self) -> Point {
        self.rect.centre()
    }

    /// The rectangle of an image in the middle of the room: of this size in millimetres, or as large as the room allows
    /// in the same proportions.
    #[must_use]
    pub fn fitted(&self, page: &Page, width: f64, height: f64) -> Rect {
        let scale = (self.mm.width / width).min(self.mm.height / height).min(1.0);
        let image = MmRect::centred(self.mm.centre(), width * scale, height * scale);
        page.frame_turned(self.turn).rect_to_user(&image)
    }
}

/// Where the seal belongs: over the left third of a personal signature (Decree 30/2020, Appendix I).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SealPlace {
    /// The page, from 0.
    pub page: usize,
    /// The square around the seal, in user space.
    pub rect: Rect,
    /// The same as a reader sees it.
    pub mm: MmRect,
    /// The turn that makes the personal signature upright.
    pub turn: Turn,
    /// The image of the personal signature, as a reader sees it.
    pub signature: MmRect,
    /// How much of the image's width lies below the seal, from 0 to 1.
    pub of_width: f64,
    /// How much of the image's area lies below the seal's disc, from 0 to 1.
    pub of_area: f64,
}

/// What stands in a blank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "text", rename_all = "snake_case")]
pub enum Blank {
    /// Nothing.
    Empty,
    /// Dots or lines to write on.
    Leaders,
    /// It is filled in already.
    Filled(String),
}

/// A place in a line that is to be filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlankPlace {
    /// The page, from 0.
    pub page: usize,
    /// The room, in user space.
    pub rect: Rect,
    /// The same as a reader sees it.
    pub mm: MmRect,
    /// Where the baseline of the line begins in the room, in user space.
    pub baseline: Point,
    /// The size of the line's font, in millimetres.
    pub size: f64,
    /// The turn that makes the line upright.
    pub turn: Turn,
    /// What stands there now.
    #[serde(flatten)]
    pub blank: Blank,
}

/// Where the number of a document is written: `Số: … /QĐ-UBND`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberPlace {
    /// Between the colon and the notation.
    pub number: BlankPlace,
    /// What follows the number: `/QĐ-UBND`.
    pub notation: String,
    /// The whole line.
    pub line: Sighting,
}

/// Where the date of issue is written: `Hà Nội, ngày … tháng … năm …`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatePlace {
    /// Between `ngày` and `tháng`.
    pub day: BlankPlace,
    /// Between `tháng` and `năm`.
    pub month: BlankPlace,
    /// After `năm`.
    pub year: BlankPlace,
    /// The whole line.
    pub line: Sighting,
}

/// The place cannot be said with certainty. Nothing is guessed: the caller names a rectangle or a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotFound {
    /// No page has text: it is a scan, or its letters are drawn.
    NoText {
        /// What was looked for.
        wanted: String,
        /// How many pages were looked at.
        pages: usize,
        /// Is there a page that is a picture?
        scan: bool,
    },
    /// The text is there for machines only: a scan with recognised text.
    OnlyHidden {
        /// What was looked for.
        wanted: String,
        /// Where the hidden text says it.
        at: Vec<Sighting>,
    },
    /// The full name is not printed.
    NameAbsent {
        /// What was looked for.
        wanted: String,
        /// How many pages were looked at, from the last.
        pages: usize,
        /// The fields of the form whose value is the name.
        fields: Vec<String>,
    },
    /// The full name is printed, but not below the title.
    TitleAbsent {
        /// The title that was looked for; nothing, where any line in capitals would have done.
        wanted: Option<String>,
        /// The name, where it was found.
        names: Vec<Sighting>,
        /// The lines just above those names.
        above: Vec<Sighting>,
    },
    /// Several places are as good as each other.
    Several {
        /// What was looked for.
        wanted: String,
        /// Each of them.
        at: Vec<Sighting>,
    },
    /// Something stands where the image would.
    Occupied {
        /// The page, from 0.
        page: usize,
        /// The room it would have.
        room: MmRect,
        /// What stands there.
        by: Vec<Touched>,
    },
    /// There is not enough room.
    Narrow {
        /// The page, from 0.
        page: usize,
        /// The room there is, as a reader sees it.
        room: MmRect,
        /// What is needed at least, in millimetres: width, height.
        needed: (f64, f64),
    },
    /// The field of the personal signature shows nothing on any page.
    Invisible {
        /// The name of the field.
        field: String,
    },
    /// The line that has the blank is not on the first page.
    LineAbsent {
        /// How it begins.
        wanted: String,
    },
}

impl NotFound {
    /// Its name, for programs and catalogues of words.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoText { .. } => "place-no-text",
            Self::OnlyHidden { .. } => "place-only-hidden",
            Self::NameAbsent { .. } => "place-name-absent",
            Self::TitleAbsent { .. } => "place-title-absent",
            Self::Several { .. } => "place-several",
            Self::Occupied { .. } => "place-occupied",
            Self::Narrow { .. } => "place-narrow",
            Self::Invisible { .. } => "place-invisible",
            Self::LineAbsent { .. } => "place-line-absent",
        }
    }
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoText { wanted, pages, scan: true } => {
                write!(f, "“{wanted}” was looked for on {pages} page(s), but they are pictures without text (a scan)")
            }
            Self::NoText { wanted, pages, scan: false } => {
                write!(f, "“{wanted}” was looked for on {pages} page(s), but they have no text")
            }
            Self::OnlyHidden { wanted, at } => {
                write!(f, "“{wanted}” is only in text that nobody sees, as scanning programs leave it: {}", list(at))
            }
            Self::NameAbsent { wanted, pages, fields } if fields.is_empty() => {
                write!(f, "“{wanted}” is printed on none of the last {pages} page(s)")
            }
            Self::NameAbsent { wanted, fields, .. } => {
                write!(f, "“{wanted}” is not printed; it is the value of the form field(s) {}", fields.join(", "))
            }
            Self::TitleAbsent { wanted, names, above } => {
                match wanted {
                    Some(title) => write!(f, "the title “{title}” does not stand above the name")?,
                    None => f.write_str("no title in capitals stands above the name")?,
                }
                write!(f, ": {}", list(names))?;
                if above.is_empty() { Ok(()) } else { write!(f, "; above it stands {}", list(above)) }
            }
            Self::Several { wanted, at } => write!(f, "“{wanted}” stands in {} places: {}", at.len(), list(at)),
            Self::Occupied { page, by, .. } => {
                write!(f, "on page {} something stands where the image would: {}", page.saturating_add(1), list(by))
            }
            Self::Narrow { page, room, needed: (width, height) } => write!(
                f,
                "on page {} there is room of {:.0} × {:.0} mm; {width:.0} × {height:.0} mm are needed",
                page.saturating_add(1),
                room.width,
                room.height,
            ),
            Self::Invisible { field } => write!(f, "the signature field {field} shows nothing on any page"),
            Self::LineAbsent { wanted } => write!(f, "the first page has no line “{wanted}”"),
        }
    }
}

impl std::error::Error for NotFound {}

impl fmt::Display for Touched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            Touching::Text { text } => write!(f, "the text “{text}”")?,
            Touching::Image => f.write_str("an image")?,
            Touching::Scan => f.write_str("the scan of the sheet")?,
            Touching::Drawing => f.write_str("a line or an area")?,
            Touching::EmptySignatureField { name } => write!(f, "the empty signature field {name}")?,
            Touching::Signature { name } => write!(f, "the signature {name}")?,
            Touching::Field { name } => write!(f, "the form field {name}")?,
            Touching::Annotation { subtype } => write!(f, "an annotation ({subtype})")?,
        }
        write!(f, " {:.0} mm from the left, {:.0} mm from the top", self.mm.left, self.mm.top)
    }
}

/// At most five, and how many more.
fn list<T: fmt::Display>(items: &[T]) -> String {
    const SHOWN: usize = 5;
    let mut out = items.iter().take(SHOWN).map(ToString::to_string).collect::<Vec<_>>().join("; ");
    match items.len().checked_sub(SHOWN) {
        None | Some(0) => {}
        Some(more) => out.push_str(&format!("; and {more} more")),
    }
    out
}

/// A place was not found, or not looked for to the end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// The pages cannot be read.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// They were read, and the place is not certain.
    #[error(transparent)]
    NotFound(Box<NotFound>),
}

impl From<NotFound> for PlaceError {
    fn from(reason: NotFound) -> Self {
        Self::NotFound(Box::new(reason))
    }
}

/// A point as a reader sees it on this line's frame, in user space.
pub(crate) const fn at(line: &Line, page: &Page, left: f64, top: f64) -> Point {
    line.frame(page).to_user(MmPoint { left, top })
}
