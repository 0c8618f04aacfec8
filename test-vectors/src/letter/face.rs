//! A TrueType face as far as a generator needs it: glyphs of characters, their widths, the whole program embedded.

use std::fmt::Write as _;
use std::path::Path;

use super::{Style, stream};

/// The faces of one family.
#[derive(Clone, Debug)]
pub struct Faces {
    faces: [Face; 3],
}

/// Where Debian's fonts-liberation2 puts its files.
const FOLDER: &str = "/usr/share/fonts/truetype/liberation2";

impl Faces {
    /// Liberation Serif, which has the widths of Times New Roman, where it is installed.
    #[must_use]
    pub fn find() -> Option<Self> {
        let read = |name: &str| std::fs::read(Path::new(FOLDER).join(name)).ok().map(Face::new);
        let faces = [
            read("LiberationSerif-Regular.ttf")?,
            read("LiberationSerif-Bold.ttf")?,
            read("LiberationSerif-Italic.ttf")?,
        ];
        Some(Self { faces })
    }

    pub(super) const fn of(&self, style: Style) -> &Face {
        match style {
            Style::Regular => &self.faces[0],
            Style::Bold => &self.faces[1],
            Style::Italic => &self.faces[2],
        }
    }
}

/// One face.
#[derive(Clone, Debug)]
pub struct Face {
    octets: Vec<u8>,
    /// Stream objects are the same in every document.
    program: Vec<u8>,
    units: f64,
    metrics: usize,
    widths: usize,
    map: usize,
}

impl Face {
    fn new(octets: Vec<u8>) -> Self {
        let entries = format!("/Length1 {}", octets.len());
        let program = stream(&entries, &octets);
        let mut face = Self { octets, program, units: 0.0, metrics: 0, widths: 0, map: 0 };
        let head = face.table(b"head");
        face.units = f64::from(face.u16(head + 18));
        let hhea = face.table(b"hhea");
        face.metrics = usize::from(face.u16(hhea + 34));
        face.widths = face.table(b"hmtx");
        face.map = face.unicode_map();
        face
    }

    fn u16(&self, at: usize) -> u16 {
        u16::from_be_bytes([self.octets[at], self.octets[at + 1]])
    }

    fn u32(&self, at: usize) -> usize {
        usize::from(self.u16(at)) << 16 | usize::from(self.u16(at + 2))
    }

    fn table(&self, tag: &[u8; 4]) -> usize {
        let tables = usize::from(self.u16(4));
        let record = (0..tables).map(|index| 12 + 16 * index).find(|at| &self.octets[*at..*at + 4] == tag);
        self.u32(record.expect("the table is there") + 8)
    }

    /// The subtable of the basic plane: platform 3, encoding 1, format 4.
    fn unicode_map(&self) -> usize {
        let cmap = self.table(b"cmap");
        let records = (0..usize::from(self.u16(cmap + 2))).map(|index| cmap + 4 + 8 * index);
        let mut found = records.filter(|at| (self.u16(*at), self.u16(at + 2)) == (3, 1));
        let map = cmap + self.u32(found.next().expect("a Unicode map") + 4);
        assert_eq!(self.u16(map), 4, "the map has format 4");
        map
    }

    /// The glyph of a character; 0 when there is none.
    pub(super) fn glyph(&self, char: char) -> u16 {
        let code = u16::try_from(u32::from(char)).expect("a character of the basic plane");
        let doubled = usize::from(self.u16(self.map + 6));
        let (ends, starts) = (self.map + 14, self.map + 16 + doubled);
        let (deltas, offsets) = (starts + doubled, starts + 2 * doubled);
        let segment = (0..doubled / 2).find(|index| self.u16(ends + 2 * index) >= code).expect("the last has all");
        let start = self.u16(starts + 2 * segment);
        if start > code {
            return 0;
        }
        let (delta, offset) = (self.u16(deltas + 2 * segment), self.u16(offsets + 2 * segment));
        if offset == 0 {
            return code.wrapping_add(delta);
        }
        let at = offsets + 2 * segment + usize::from(offset) + 2 * usize::from(code - start);
        match self.u16(at) {
            0 => 0,
            glyph => glyph.wrapping_add(delta),
        }
    }

    /// Of the size.
    pub(super) fn advance(&self, glyph: u16) -> f64 {
        let index = usize::from(glyph).min(self.metrics - 1);
        f64::from(self.u16(self.widths + 4 * index)) / self.units
    }

    /// Of the size.
    #[must_use]
    pub fn width(&self, text: &str) -> f64 {
        text.chars().map(|char| self.advance(self.glyph(char))).sum()
    }

    /// The composite font (ISO 32000-2, 9.7), its parts numbered from `first`.
    pub(super) fn objects(&self, first: usize, used: &[(u16, char)]) -> [Vec<u8>; 5] {
        let mut widths = String::new();
        for (glyph, _) in used {
            let _ = write!(widths, "{glyph} [{:.2}] ", self.advance(*glyph) * 1000.0);
        }
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Codes def /CMapType 2 def\n\
             1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
        );
        for block in used.chunks(100) {
            let _ = writeln!(map, "{} beginbfchar", block.len());
            for (glyph, char) in block {
                let _ = writeln!(map, "<{glyph:04X}> <{:04X}>", u32::from(*char));
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
        [
            format!(
                "<< /Type /Font /Subtype /Type0 /BaseFont /LiberationSerif /Encoding /Identity-H \
                 /DescendantFonts [{} 0 R] /ToUnicode {} 0 R >>",
                first + 1,
                first + 4
            )
            .into_bytes(),
            format!(
                "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /LiberationSerif /DW 500 /W [{widths}] /CIDToGIDMap /Identity \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {} 0 R >>",
                first + 2
            )
            .into_bytes(),
            format!(
                "<< /Type /FontDescriptor /FontName /LiberationSerif /Flags 4 /FontBBox [-543 -303 1278 982] /ItalicAngle 0 \
                 /Ascent 891 /Descent -216 /CapHeight 662 /StemV 80 /FontFile2 {} 0 R >>",
                first + 3
            )
            .into_bytes(),
            self.program.clone(),
            stream("", map.as_bytes()),
        ]
    }
}
