//! Administrative documents in the layout of Decree 30/2020, with real fonts, and awkward variants of them.
//!
//! Lengths are millimetres from the top left corner of the sheet as a reader sees it.
//!
//! ```
//! use test_vectors::letter::{Faces, Letter, Sheet};
//! if let Some(faces) = Faces::find() {
//!     let pdf = Letter::new(vec![Sheet::decision(), Sheet::decision_end("PHÓ CHỦ TỊCH", "Nguyễn Văn An")]).build(&faces);
//!     assert!(pdf.starts_with(b"%PDF-1.7"));
//! }
//! ```

mod face;
mod profile;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use face::{Face, Faces};

/// Points in a millimetre.
const POINT: f64 = 72.0 / 25.4;

/// The face of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// Upright.
    #[default]
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
}

/// What the given place is of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Its left end.
    #[default]
    Left,
    /// Its middle.
    Centre,
}

/// How the glyphs of a text are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writing {
    /// In one string.
    #[default]
    Whole,
    /// Each letter in a text object of its own, the last first.
    Scattered,
    /// Two or three letters at a time, placed by `TJ`; spaces are gaps.
    Adjusted,
    /// Letters and marks as separate glyphs (NFD): give the text decomposed.
    Marks,
    /// Twice with a small offset, as poor man's bold.
    Twice,
    /// Without ink (`3 Tr`), as scanning programs write.
    Invisible,
    /// In white.
    White,
    /// Inside a form XObject with a matrix.
    Form,
    /// Letters set apart by 5 points (`Tc`).
    Apart,
}

/// Something on a sheet.
#[derive(Clone, Debug)]
pub enum Item {
    /// A line of text.
    Text {
        /// Where it stands.
        left: f64,
        /// Its baseline.
        baseline: f64,
        /// In points.
        size: f64,
        /// Its face.
        style: Style,
        /// What `left` means.
        align: Align,
        /// What it says.
        text: String,
        /// How it is written.
        writing: Writing,
    },
    /// A black line.
    Rule {
        /// Its left end.
        left: f64,
        /// Where it is.
        top: f64,
        /// Its length.
        width: f64,
    },
    /// A black frame.
    Frame {
        /// Left, top, width, height.
        rect: [f64; 4],
    },
    /// A grey picture that can be seen through.
    Watermark {
        /// Left, top, width, height.
        rect: [f64; 4],
    },
    /// A grey picture.
    Picture {
        /// Left edge.
        left: f64,
        /// Top edge.
        top: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Samples in a row.
        columns: u32,
        /// Rows.
        rows: u32,
    },
    /// An empty signature field.
    SignatureField {
        /// Its name.
        name: String,
        /// Left, top, width, height.
        rect: [f64; 4],
    },
    /// A signature field with a value (no real signature) whose appearance shows a picture.
    Signed {
        /// Its name.
        name: String,
        /// Left, top, width, height.
        rect: [f64; 4],
        /// Left, top, width, height of the picture.
        picture: [f64; 4],
    },
    /// A text field.
    TextField {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
        /// Left, top, width, height.
        rect: [f64; 4],
    },
}

/// A line of upright text.
#[must_use]
pub fn text(left: f64, baseline: f64, size: f64, text: &str) -> Item {
    Item::Text {
        left,
        baseline,
        size,
        style: Style::Regular,
        align: Align::Left,
        text: text.to_owned(),
        writing: Writing::Whole,
    }
}

/// A centred line.
#[must_use]
pub fn centred(left: f64, baseline: f64, size: f64, style: Style, text: &str) -> Item {
    Item::Text { left, baseline, size, style, align: Align::Centre, text: text.to_owned(), writing: Writing::Whole }
}

impl Item {
    /// Written otherwise.
    #[must_use]
    pub fn written(mut self, how: Writing) -> Self {
        if let Self::Text { writing, .. } = &mut self {
            *writing = how;
        }
        self
    }
}

/// A page.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Width as a reader sees it.
    pub width: f64,
    /// Height as a reader sees it.
    pub height: f64,
    /// `/Rotate`: the content is turned against it, so that it is upright.
    pub rotate: u16,
    /// How much larger the sheet is than what is shown, at each side.
    pub bleed: f64,
    /// `/UserUnit`.
    pub user_unit: f64,
    /// What stands on it.
    pub items: Vec<Item>,
}

/// Baseline of the last line of the title in [`Sheet::decision_end`].
pub const TITLE: f64 = 160.0;
/// Baseline of the name in [`Sheet::decision_end`].
pub const NAME: f64 = 190.0;
/// Middle of title and name in [`Sheet::decision_end`].
pub const COLUMN: f64 = 145.0;

impl Sheet {
    /// An empty sheet of A4.
    #[must_use]
    pub const fn new() -> Self {
        Self { width: 210.0, height: 297.0, rotate: 0, bleed: 0.0, user_unit: 1.0, items: Vec::new() }
    }

    /// With these.
    #[must_use]
    pub fn with(mut self, items: impl IntoIterator<Item = Item>) -> Self {
        self.items.extend(items);
        self
    }

    /// The first page of a decision: motto, agency, blanks for number and date, subject, text.
    #[must_use]
    pub fn decision() -> Self {
        let mut sheet = Self::new().with([
            centred(65.0, 24.0, 12.0, Style::Regular, "ỦY BAN NHÂN DÂN"),
            centred(65.0, 29.0, 12.0, Style::Bold, "THÀNH PHỐ HẢI ĐƯỜNG"),
            centred(145.0, 24.0, 12.0, Style::Bold, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            centred(145.0, 29.0, 13.0, Style::Bold, "Độc lập - Tự do - Hạnh phúc"),
            Item::Rule { left: 117.0, top: 31.0, width: 56.0 },
            centred(65.0, 39.0, 13.0, Style::Regular, "Số:            /QĐ-UBND"),
            centred(145.0, 39.0, 13.0, Style::Italic, "Hải Đường, ngày       tháng       năm 2026"),
            centred(105.0, 55.0, 14.0, Style::Bold, "QUYẾT ĐỊNH"),
            centred(105.0, 62.0, 14.0, Style::Bold, "Về việc ban hành Quy chế công tác văn thư, lưu trữ"),
            centred(105.0, 74.0, 13.0, Style::Bold, "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ"),
        ]);
        let body = [
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
            "Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân thành phố.",
        ];
        for (index, line) in body.iter().enumerate() {
            sheet.items.push(text(30.0, 84.0 + 7.0 * index as f64, 12.0, line));
        }
        sheet
    }

    /// The page of a decision that ends it: recipients, the authority, the title, the name.
    #[must_use]
    pub fn decision_end(title: &str, name: &str) -> Self {
        Self::new().with([
            text(
                30.0,
                120.0,
                13.0,
                "Điều 3. Chánh Văn phòng và các đơn vị chịu trách nhiệm thi hành Quyết định này./.",
            ),
            text(30.0, 148.0, 12.0, "Nơi nhận:"),
            text(30.0, 153.0, 11.0, "- Như Điều 3;"),
            text(30.0, 158.0, 11.0, "- Thường trực Thành ủy (để báo cáo);"),
            text(30.0, 163.0, 11.0, "- Lưu: VT, NC."),
            centred(COLUMN, 148.0, 13.0, Style::Bold, "TM. ỦY BAN NHÂN DÂN"),
            centred(COLUMN, 154.0, 13.0, Style::Bold, "KT. CHỦ TỊCH"),
            centred(COLUMN, TITLE, 13.0, Style::Bold, title),
            centred(COLUMN, NAME, 14.0, Style::Bold, name),
        ])
    }
}

impl Default for Sheet {
    fn default() -> Self {
        Self::new()
    }
}

/// A document.
#[derive(Clone, Debug)]
pub struct Letter {
    sheets: Vec<Sheet>,
    is_archival: bool,
}

impl Letter {
    /// Of these pages.
    #[must_use]
    pub const fn new(sheets: Vec<Sheet>) -> Self {
        Self { sheets, is_archival: false }
    }

    /// As PDF/A-2b (ISO 19005-2): its metadata say so, and an output intent defines its colours.
    #[must_use]
    pub const fn archival(mut self) -> Self {
        self.is_archival = true;
        self
    }

    /// The document, its fonts embedded.
    #[must_use]
    pub fn build(&self, faces: &Faces) -> Vec<u8> {
        let mut builder =
            Builder { faces, objects: vec![Vec::new(); 2], used: BTreeMap::new(), fonts: 0, fields: Vec::new() };
        builder.reserve_fonts();
        let pages: Vec<usize> = self.sheets.iter().map(|sheet| builder.sheet(sheet)).collect();
        let promise = if self.is_archival { builder.promise() } else { String::new() };
        builder.finish(&pages, &promise)
    }
}

struct Builder<'f> {
    faces: &'f Faces,
    /// Bodies of objects, the first of number 1: catalogue, page tree, fonts, and so on.
    objects: Vec<Vec<u8>>,
    used: BTreeMap<(Style, u16), char>,
    fonts: usize,
    fields: Vec<usize>,
}

const STYLES: [Style; 3] = [Style::Regular, Style::Bold, Style::Italic];
/// Type 0 font, CID font, descriptor, program, map.
const PER_FONT: usize = 5;

impl Builder<'_> {
    fn reserve_fonts(&mut self) {
        self.fonts = self.objects.len();
        self.objects.resize(self.fonts + PER_FONT * STYLES.len(), Vec::new());
    }

    /// Adds an object and returns its number.
    fn add(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    fn stream(&mut self, entries: &str, octets: &[u8]) -> usize {
        self.add(stream(entries, octets))
    }

    /// Adds a page and returns its number.
    fn sheet(&mut self, sheet: &Sheet) -> usize {
        let frame = Frame::new(sheet);
        let mut content = format!("q {} cm\n", frame.matrix());
        let (mut xobjects, mut annotations) = (String::new(), Vec::new());
        let mut parts = Vec::new();
        for item in &sheet.items {
            match item {
                Item::Text { left, baseline, size, style, align, text, writing } => {
                    let width = self.faces.of(*style).width(text) * size / POINT;
                    let left = if *align == Align::Centre { left - width / 2.0 } else { *left };
                    let at = (left * POINT, (sheet.height - baseline) * POINT);
                    let operators = self.line(text, *style, *size, at, *writing);
                    if *writing == Writing::Form {
                        parts.push(operators);
                        let _ = writeln!(content, "q 2 0 0 2 10 20 cm /T{} Do Q", parts.len());
                    } else {
                        content.push_str(&operators);
                    }
                }
                Item::Rule { left, top, width } => {
                    let (x, y) = (left * POINT, (sheet.height - top) * POINT);
                    let _ = writeln!(content, "0.7 w {x:.3} {y:.3} m {:.3} {y:.3} l S", x + width * POINT);
                }
                Item::Frame { rect: [left, top, width, height] } => {
                    let (x, y) = (left * POINT, (sheet.height - top - height) * POINT);
                    let _ = writeln!(content, "0.7 w {x:.3} {y:.3} {:.3} {:.3} re S", width * POINT, height * POINT);
                }
                Item::Watermark { rect: [left, top, width, height] } => {
                    let entries =
                        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
                    let number = self.stream(entries, &[90]);
                    let _ = write!(xobjects, "/I{number} {number} 0 R ");
                    let (x, y) = (left * POINT, (sheet.height - top - height) * POINT);
                    let (width, height) = (width * POINT, height * POINT);
                    let _ = writeln!(content, "q /Thin gs {width:.3} 0 0 {height:.3} {x:.3} {y:.3} cm /I{number} Do Q");
                }
                Item::Picture { left, top, width, height, columns, rows } => {
                    let samples: Vec<u8> = (0..columns * rows).map(|index| 120 + (index % 90) as u8).collect();
                    let entries = format!(
                        "/Type /XObject /Subtype /Image /Width {columns} /Height {rows} /ColorSpace /DeviceGray /BitsPerComponent 8"
                    );
                    let number = self.stream(&entries, &samples);
                    let _ = write!(xobjects, "/I{number} {number} 0 R ");
                    let (x, y) = (left * POINT, (sheet.height - top - height) * POINT);
                    let _ = writeln!(
                        content,
                        "q {:.3} 0 0 {:.3} {x:.3} {y:.3} cm /I{number} Do Q",
                        width * POINT,
                        height * POINT
                    );
                }
                Item::SignatureField { .. } | Item::TextField { .. } | Item::Signed { .. } => {}
            }
        }
        content.push_str("Q\n");
        for (index, operators) in parts.iter().enumerate() {
            // Undoes the matrix under which it is shown.
            let entries = format!(
                "/Type /XObject /Subtype /Form /BBox [-9000 -9000 9000 9000] /Matrix [0.5 0 0 0.5 -5 -10] /Resources << /Font << {} >> >>",
                self.font_names()
            );
            let number = self.stream(&entries, operators.as_bytes());
            let _ = write!(xobjects, "/T{} {number} 0 R ", index + 1);
        }
        let content = self.stream("", content.as_bytes());
        let fields: Vec<_> = sheet.items.iter().filter_map(|item| self.field(item, &frame)).collect();
        // The page comes right after its annotations; they name it.
        let page = self.objects.len() + fields.len() + 1;
        for (entries, rect) in fields {
            let [x0, y0, x1, y1] = rect;
            let number = self.add(format!(
                "<< /Type /Annot /Subtype /Widget /F 4 /P {page} 0 R {entries} /Rect [{x0:.3} {y0:.3} {x1:.3} {y1:.3}] >>"
            ));
            self.fields.push(number);
            annotations.push(number);
        }
        let names: Vec<String> = annotations.iter().map(|number| format!("{number} 0 R")).collect();
        let unit = if sheet.user_unit == 1.0 { String::new() } else { format!(" /UserUnit {}", sheet.user_unit) };
        let number = self.add(format!(
            "<< /Type /Page /Parent 2 0 R {}{unit} /Contents {content} 0 R /Annots [{}] \
             /Resources << /Font << {} >> /XObject << {xobjects}>> /ExtGState << /Thin << /ca 0.2 >> >> >> >>",
            frame.boxes(sheet),
            names.join(" "),
            self.font_names()
        ));
        assert_eq!(number, page, "the annotations name their page");
        number
    }

    /// The entries of a field's own, and where it is.
    fn field(&mut self, item: &Item, frame: &Frame) -> Option<(String, [f64; 4])> {
        match item {
            Item::SignatureField { name, rect } => Some((format!("/FT /Sig /T ({name})"), frame.rect(*rect))),
            Item::TextField { name, value, rect } => {
                let units: String = value.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
                let entries = format!("/FT /Tx /T ({name}) /DA (/Helv 0 Tf 0 g) /V <FEFF{units}>");
                Some((entries, frame.rect(*rect)))
            }
            Item::Signed { name, rect, picture } => {
                let appearance = self.appearance(frame.rect(*rect), frame.rect(*picture));
                let value = "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 0 0 0] /Contents <00> >>";
                let entries = format!("/FT /Sig /T ({name}) /V {value} /AP << /N {appearance} 0 R >>");
                Some((entries, frame.rect(*rect)))
            }
            _ => None,
        }
    }

    /// A form that shows a picture in a rectangle.
    fn appearance(&mut self, rect: [f64; 4], picture: [f64; 4]) -> usize {
        let entries = "/Type /XObject /Subtype /Image /Width 2 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
        let image = self.stream(entries, &[40, 90]);
        let [x0, y0, x1, y1] = rect;
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 {:.3} {:.3}] /Resources << /XObject << /I {image} 0 R >> >>",
            x1 - x0,
            y1 - y0
        );
        let [left, bottom, right, top] = picture;
        let (width, height) = (right - left, top - bottom);
        let show = format!("q {width:.3} 0 0 {height:.3} {:.3} {:.3} cm /I Do Q", left - x0, bottom - y0);
        self.stream(&entries, show.as_bytes())
    }

    fn font_names(&self) -> String {
        let names = (0..STYLES.len()).map(|index| format!("/F{index} {} 0 R", self.fonts + PER_FONT * index + 1));
        names.collect::<Vec<_>>().join(" ")
    }

    /// The operators that write a line, in points of the upright sheet.
    fn line(&mut self, text: &str, style: Style, size: f64, at: (f64, f64), writing: Writing) -> String {
        let font = STYLES.iter().position(|known| *known == style).expect("every style is listed");
        let face = self.faces.of(style);
        let mut glyphs = Vec::new();
        for char in text.chars() {
            let glyph = face.glyph(char);
            self.used.insert((style, glyph), char);
            glyphs.push((char, glyph, face.advance(glyph)));
        }
        let hex =
            |glyphs: &[(char, u16, f64)]| glyphs.iter().map(|(_, glyph, _)| format!("{glyph:04X}")).collect::<String>();
        let begin = |x: f64, y: f64| format!("BT /F{font} {size} Tf 1 0 0 1 {x:.4} {y:.4} Tm ");
        let (x, y) = at;
        match writing {
            Writing::Whole | Writing::Form => format!("{}<{}> Tj ET\n", begin(x, y), hex(&glyphs)),
            Writing::Apart => format!("5 Tc {}<{}> Tj ET 0 Tc\n", begin(x, y), hex(&glyphs)),
            Writing::Invisible => format!("{}3 Tr <{}> Tj 0 Tr ET\n", begin(x, y), hex(&glyphs)),
            Writing::White => format!("1 g {}<{}> Tj ET 0 g\n", begin(x, y), hex(&glyphs)),
            Writing::Twice => {
                let hex = hex(&glyphs);
                format!("{}<{hex}> Tj ET\n{}<{hex}> Tj ET\n", begin(x, y), begin(x + 0.3, y))
            }
            Writing::Scattered => {
                let mut lines = Vec::new();
                let mut pen = x;
                for glyph in &glyphs {
                    if glyph.0 != ' ' {
                        lines.push(format!("{}<{}> Tj ET\n", begin(pen, y), hex(std::slice::from_ref(glyph))));
                    }
                    pen += glyph.2 * size;
                }
                lines.reverse();
                lines.concat()
            }
            Writing::Adjusted => {
                let mut out = format!("{}[", begin(x, y));
                let mut open = 0;
                for glyph in &glyphs {
                    if glyph.0 == ' ' {
                        if open > 0 {
                            out.push('>');
                        }
                        let _ = write!(out, " {:.1} ", -glyph.2 * 1000.0);
                        open = 0;
                        continue;
                    }
                    if open == 3 {
                        out.push_str("> 0 ");
                        open = 0;
                    }
                    if open == 0 {
                        out.push('<');
                    }
                    out.push_str(&hex(std::slice::from_ref(glyph)));
                    open += 1;
                }
                if open > 0 {
                    out.push('>');
                }
                out + "] TJ ET\n"
            }
            Writing::Marks => {
                // Marks have an advance in this font: step back to the middle of the letter before.
                let mut out = format!("{}[", begin(x, y));
                let mut last = 0.0;
                for glyph in &glyphs {
                    let is_mark = ('\u{300}'..='\u{36f}').contains(&glyph.0);
                    if is_mark {
                        let back = (last + glyph.2) / 2.0 * 1000.0;
                        let _ = write!(
                            out,
                            "{back:.1} <{}> {:.1} ",
                            hex(std::slice::from_ref(glyph)),
                            glyph.2 * 1000.0 - back
                        );
                    } else {
                        let _ = write!(out, "<{}> ", hex(std::slice::from_ref(glyph)));
                        last = glyph.2;
                    }
                }
                out + "] TJ ET\n"
            }
        }
    }

    /// The entries of the catalogue by which the document says that it is PDF/A-2b.
    fn promise(&mut self) -> String {
        let metadata = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
            <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
            <rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\
            <pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\
            </rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";
        let length = metadata.len();
        let metadata =
            self.add(format!("<< /Type /Metadata /Subtype /XML /Length {length} >>\nstream\n{metadata}\nendstream"));
        let profile = self.stream("/N 3", &profile::srgb());
        format!(
            " /Metadata {metadata} 0 R /OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 \
             /OutputConditionIdentifier (sRGB) /DestOutputProfile {profile} 0 R >>]"
        )
    }

    fn finish(mut self, pages: &[usize], promise: &str) -> Vec<u8> {
        for (index, style) in STYLES.into_iter().enumerate() {
            let first = self.fonts + PER_FONT * index;
            let used: Vec<(u16, char)> = self
                .used
                .iter()
                .filter(|((of, _), _)| *of == style)
                .map(|((_, glyph), char)| (*glyph, *char))
                .collect();
            for (offset, body) in self.faces.of(style).objects(first + 1, &used).into_iter().enumerate() {
                self.objects[first + offset] = body;
            }
        }
        let kids: Vec<String> = pages.iter().map(|page| format!("{page} 0 R")).collect();
        let fields: Vec<String> = self.fields.iter().map(|field| format!("{field} 0 R")).collect();
        let form = if fields.is_empty() {
            String::new()
        } else {
            format!(" /AcroForm << /Fields [{}] /DA (/Helv 0 Tf 0 g) >>", fields.join(" "))
        };
        self.objects[0] = format!("<< /Type /Catalog /Pages 2 0 R /Lang (vi-VN){promise}{form} >>").into_bytes();
        self.objects[1] = format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()).into_bytes();
        write_all(&self.objects)
    }
}

fn write_all(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (index, body) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let (start, size) = (out.len(), objects.len() + 1);
    out.extend(
        format!(
            "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R /ID [<00112233445566778899AABBCCDDEEFF> \
             <00112233445566778899AABBCCDDEEFF>] >>\nstartxref\n{start}\n%%EOF\n"
        )
        .bytes(),
    );
    out
}

/// A stream object, compressed.
fn stream(entries: &str, octets: &[u8]) -> Vec<u8> {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(octets, 6);
    let mut out = format!("<< {entries} /Filter /FlateDecode /Length {} >>\nstream\n", packed.len()).into_bytes();
    out.extend(packed);
    out.extend(b"\nendstream");
    out
}

/// From the upright sheet, in points from its lower left, to user space.
struct Frame {
    rotate: u16,
    unit: f64,
    bleed: f64,
    width: f64,
    height: f64,
}

impl Frame {
    fn new(sheet: &Sheet) -> Self {
        let points = |mm: f64| mm * POINT;
        Self {
            rotate: sheet.rotate,
            unit: sheet.user_unit,
            bleed: points(sheet.bleed),
            width: points(sheet.width),
            height: points(sheet.height),
        }
    }

    fn coefficients(&self) -> [f64; 6] {
        let s = 1.0 / self.unit;
        let (b, w, h) = (self.bleed * s, self.width * s, self.height * s);
        match self.rotate {
            90 => [0.0, s, -s, 0.0, b + h, b],
            180 => [-s, 0.0, 0.0, -s, b + w, b + h],
            270 => [0.0, -s, s, 0.0, b, b + w],
            _ => [s, 0.0, 0.0, s, b, b],
        }
    }

    fn matrix(&self) -> String {
        self.coefficients().map(|number| format!("{number:.5}")).join(" ")
    }

    /// Left, top, width and height in millimetres as `/Rect`.
    fn rect(&self, [left, top, width, height]: [f64; 4]) -> [f64; 4] {
        let [a, b, c, d, e, f] = self.coefficients();
        let map = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
        let bottom = self.height - (top + height) * POINT;
        let one = map(left * POINT, bottom);
        let other = map((left + width) * POINT, bottom + height * POINT);
        [one.0.min(other.0), one.1.min(other.1), one.0.max(other.0), one.1.max(other.1)]
    }

    fn boxes(&self, sheet: &Sheet) -> String {
        let s = 1.0 / self.unit;
        let (mut w, mut h) = (self.width * s, self.height * s);
        if self.rotate % 180 == 90 {
            (w, h) = (h, w);
        }
        let b = self.bleed * s;
        let crop = if b > 0.0 { format!(" /CropBox [{b:.4} {b:.4} {:.4} {:.4}]", b + w, b + h) } else { String::new() };
        format!("/MediaBox [0 0 {:.4} {:.4}]{crop} /Rotate {}", w + 2.0 * b, h + 2.0 * b, sheet.rotate)
    }
}
