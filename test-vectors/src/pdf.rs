//! Documents in each cross-reference layout of ISO 32000-2, and large ones.
//!
//! ```
//! use test_vectors::pdf::{Form, Layout, Pdf};
//! let octets = Pdf::new().with_layout(Layout::ObjectStreams).with_form(Form::SignatureField).build();
//! assert!(octets.starts_with(b"%PDF-1.7"));
//! ```

mod content;
mod layout;

use std::io::{self, Write};

/// How objects are found (ISO 32000-2, 7.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Layout {
    /// A classic table and a trailer (7.5.4).
    Table,
    /// A cross-reference stream with PNG predictors (7.5.8), objects outside object streams.
    Stream,
    /// A cross-reference stream, and every object that may be in an object stream is in one (7.5.7).
    ObjectStreams,
    /// A classic table whose trailer has `/XRefStm`; some objects are in an object stream (7.5.8.4).
    Hybrid,
    /// The order and the two tables of a linearised file (Annex F), without hint tables.
    Linearised,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 5] = [Self::Table, Self::Stream, Self::ObjectStreams, Self::Hybrid, Self::Linearised];
}

/// The interactive form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// No `/AcroForm`.
    None,
    /// An `/AcroForm` without fields.
    Empty,
    /// One empty signature field `Signature1` with a widget on the first page.
    SignatureField,
    /// A tree: `contract` (no type) with `buyer.signature` (signature, inherits `/FT`), `buyer.name` (text, merged
    /// with its widget) and `date` (text whose two widgets are separate kids).
    Nested,
}

/// A document to be made.
#[derive(Clone, Debug)]
pub struct Pdf {
    layout: Layout,
    form: Form,
    pages: u32,
    filler: u64,
    seed: u64,
    lines: Vec<String>,
    prefix: Vec<u8>,
}

/// The text on the first page: an official letter as Decree 30/2020 lays it out.
pub const LETTER: [&str; 12] = [
    "ỦY BAN NHÂN DÂN THÀNH PHỐ THỬ NGHIỆM",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 12/UBND-VP",
    "Thử Nghiệm, ngày 01 tháng 6 năm 2026",
    "V/v thử nghiệm chữ ký số",
    "Kính gửi: Các đơn vị trực thuộc.",
    "Thực hiện Nghị định số 30/2020/NĐ-CP về công tác văn thư, Ủy ban nhân dân đề nghị các đơn vị ký số văn bản.",
    "Nơi nhận: Như trên; Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN",
    "CHỦ TỊCH",
    "Nguyễn Văn An",
];

impl Default for Pdf {
    fn default() -> Self {
        Self::new()
    }
}

impl Pdf {
    /// One page with the text of [`LETTER`], a classic table, no form.
    #[must_use]
    pub fn new() -> Self {
        Self {
            layout: Layout::Table,
            form: Form::None,
            pages: 1,
            filler: 0,
            seed: 1,
            lines: LETTER.iter().map(|&line| line.to_owned()).collect(),
            prefix: Vec::new(),
        }
    }

    /// A document of about `size` octets, nearly all of it images of random samples, one a page of at most 1 MB.
    ///
    /// Only the layout with a classic table streams it; the others hold it in memory.
    #[must_use]
    pub fn of_size(size: u64) -> Self {
        let pages = u32::try_from(size.div_ceil(1 << 20)).expect("fewer than 2^32 pages").max(1);
        Self { filler: size, ..Self::new() }.with_pages(pages)
    }

    /// Another layout.
    #[must_use]
    pub const fn with_layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Another form.
    #[must_use]
    pub const fn with_form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// Another number of pages, at least one.
    #[must_use]
    pub fn with_pages(mut self, pages: u32) -> Self {
        self.pages = pages.max(1);
        self
    }

    /// Another text on the first page, a line each.
    #[must_use]
    pub fn with_text(mut self, lines: &[&str]) -> Self {
        self.lines = lines.iter().map(|&line| line.to_owned()).collect();
        self
    }

    /// Another seed of the random samples.
    #[must_use]
    pub const fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Octets before the header, which shift every offset (they are counted from the header).
    #[must_use]
    pub fn with_prefix(mut self, octets: &[u8]) -> Self {
        self.prefix = octets.to_vec();
        self
    }

    /// The document.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write_to(&mut out).expect("memory can be written to");
        out
    }

    /// Writes the document; in the layout with a classic table without ever holding it.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.prefix)?;
        let mut sink = layout::Sink::new(out);
        layout::write(self.layout, &content::objects(self), &mut sink)
    }
}

/// Appends an update with a classic table (ISO 32000-2, 7.5.6): each object by its number and its body.
///
/// For files of [`Layout::Table`] without a prefix, as made here or already updated by this function.
///
/// # Panics
///
/// When the trailer is not one of those.
#[must_use]
pub fn append(original: &[u8], objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let text = String::from_utf8_lossy(original);
    let after = |key: &str| {
        let at = text.rfind(key).expect("the trailer is as made here") + key.len();
        text[at..].split_whitespace().next().expect("a value follows").to_owned()
    };
    let (previous, size): (u64, u32) =
        (after("startxref").parse().expect("an offset"), after("/Size").parse().expect("a number"));
    let mut out = original.to_vec();
    if out.last() != Some(&b'\n') {
        out.push(b'\n');
    }
    let mut entries = Vec::new();
    for (number, body) in objects {
        entries.push((*number, out.len()));
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    entries.sort_unstable();
    let start = out.len();
    out.extend(b"xref\n");
    for (number, offset) in &entries {
        out.extend(format!("{number} 1\n{offset:010} 00000 n \n").bytes());
    }
    let size = entries.last().map_or(size, |(number, _)| size.max(number + 1));
    let root = after("/Root");
    out.extend(
        format!("trailer\n<< /Size {size} /Root {root} 0 R /Prev {previous} >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_reproducible() {
        for layout in Layout::ALL {
            let pdf = Pdf::of_size(50_000).with_layout(layout).with_form(Form::Nested);
            assert_eq!(pdf.build(), pdf.build(), "{layout:?}");
        }
    }

    #[test]
    fn a_document_has_about_the_size_asked_for() {
        for size in [50_000_u64, 2_000_000] {
            let made = Pdf::of_size(size).build().len() as u64;
            assert!(made >= size && made < size + 10_000, "{made} for {size}");
        }
    }

    #[test]
    fn the_table_points_at_the_objects() {
        let octets = Pdf::new().with_pages(3).build();
        let text = String::from_utf8_lossy(&octets);
        let table = octets.windows(6).position(|octets| octets == b"\nxref\n").unwrap() + 1;
        let lines: Vec<&[u8]> = octets[table..].split(|&octet| octet == b'\n').skip(3).collect();
        for (number, line) in lines.iter().take_while(|line| line.len() == 19).enumerate() {
            let offset: usize = std::str::from_utf8(&line[..10]).unwrap().parse().unwrap();
            assert!(octets[offset..].starts_with(format!("{} 0 obj", number + 1).as_bytes()), "{text}");
        }
    }

    #[test]
    fn an_update_leaves_what_was_there() {
        let original = Pdf::new().build();
        let updated = append(&original, &[(900, b"(new)".to_vec())]);
        assert!(updated.starts_with(&original));
        assert!(append(&updated, &[(901, b"(newer)".to_vec())]).starts_with(&updated));
    }
}
