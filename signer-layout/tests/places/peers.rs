//! Other programs measure the same: where words stand, and where there is ink.

use std::path::PathBuf;
use std::process::Command;

use test_vectors::letter::{Letter, Sheet, Writing};

use super::{SIGNER, TITLE, decision, faces, missing, place, with_pages};

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("signer-layout-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, octets: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, octets).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// The words that pdftotext sees on a page: text, left and right edge in points.
fn words(pdf: &std::path::Path, page: usize) -> Option<Vec<(String, f64, f64)>> {
    let page = (page + 1).to_string();
    let out = Command::new("pdftotext")
        .args(["-bbox", "-cropbox", "-f", &page, "-l", &page])
        .arg(pdf)
        .arg("-")
        .output()
        .ok()?;
    let text = String::from_utf8(out.stdout).unwrap();
    let words = text.lines().filter_map(|line| line.trim().strip_prefix("<word "));
    let words = words.map(|line| {
        let number = |key: &str| -> f64 {
            let rest = &line[line.find(key).unwrap() + key.len() + 2..];
            rest[..rest.find('"').unwrap()].parse().unwrap()
        };
        let text = &line[line.find('>').unwrap() + 1..line.find("</word>").unwrap()];
        (text.to_owned(), number("xMin"), number("xMax"))
    });
    Some(words.collect())
}

#[test]
fn words_begin_and_end_where_pdftotext_sees_them() {
    let Some(faces) = faces() else { return };
    let folder = Folder::new("words");
    let variants = [
        ("plain", decision()),
        ("cropped", Letter::new(vec![Sheet { bleed: 20.0, ..Sheet::decision() }])),
        ("turned", Letter::new(vec![Sheet { rotate: 90, ..Sheet::decision() }])),
    ];
    for (name, letter) in variants {
        let octets = letter.build(faces);
        let path = folder.file(&format!("{name}.pdf"), &octets);
        let Some(theirs) = words(&path, 0) else { return missing("pdftotext") };
        let lines = with_pages(&octets, |pages| pages.lines(0).unwrap());
        let mut compared = 0;
        for line in &lines {
            let mut texts = line.text.split(' ');
            let (first, last) = (texts.next().unwrap(), line.text.split(' ').next_back().unwrap());
            let points = |mm: f64| mm * 72.0 / 25.4;
            let (left, right) = (points(line.mm.left), points(line.mm.right()));
            assert!(
                theirs.iter().any(|(text, x, _)| text == first && (x - left).abs() < 0.5),
                "{name}: {first} at {left}"
            );
            assert!(
                theirs.iter().any(|(text, _, x)| text == last && (x - right).abs() < 0.5),
                "{name}: {last} to {right}"
            );
            compared += 1;
        }
        assert!(compared >= 12, "{name}: {compared} lines");
    }
}

/// Rows and columns of a grey picture that pdftoppm makes, 8 pixels a millimetre.
struct Grey {
    width: usize,
    samples: Vec<u8>,
}

const PIXELS: f64 = 8.0;

fn drawn(folder: &Folder, name: &str, octets: &[u8], page: usize) -> Option<Grey> {
    let path = folder.file(&format!("{name}.pdf"), octets);
    let page = (page + 1).to_string();
    let dots = format!("{}", PIXELS * 25.4);
    let out = Command::new("pdftoppm")
        .args(["-gray", "-cropbox", "-r", &dots, "-f", &page, "-l", &page])
        .arg(path)
        .output()
        .ok()?;
    // P5, width, height, 255, then the samples.
    let mut fields = out.stdout.splitn(4, |octet| octet.is_ascii_whitespace());
    assert_eq!(fields.next(), Some(&b"P5"[..]));
    let width = std::str::from_utf8(fields.next().unwrap()).unwrap().parse().unwrap();
    let rest = fields.nth(1).unwrap();
    Some(Grey { width, samples: rest[4..].to_vec() })
}

impl Grey {
    /// The first row with ink between these columns, from a row on in a direction; millimetres.
    fn ink(&self, columns: (f64, f64), from: f64, down: bool) -> f64 {
        let row = |y: usize| {
            let span = (columns.0 * PIXELS) as usize..(columns.1 * PIXELS) as usize;
            self.samples[y * self.width..][span].iter().any(|sample| *sample < 128)
        };
        let start = (from * PIXELS) as usize;
        let mut rows: Box<dyn Iterator<Item = usize>> =
            if down { Box::new(start..self.samples.len() / self.width) } else { Box::new((0..start).rev()) };
        let found = rows.find(|y| row(*y)).unwrap();
        found as f64 / PIXELS
    }
}

#[test]
fn the_room_is_what_pdftoppm_leaves_white_between_title_and_name() {
    let Some(faces) = faces() else { return };
    let folder = Folder::new("ink");
    let plain = Sheet::decision_end(TITLE, SIGNER);
    let mut marks = plain.clone();
    marks.items = marks.items.into_iter().map(|item| item.written(Writing::Twice)).collect();
    let variants = [
        ("plain", plain.clone()),
        ("twice", marks),
        ("turned", Sheet { rotate: 270, ..plain.clone() }),
        ("cropped", Sheet { bleed: 15.0, ..plain }),
    ];
    for (name, sheet) in variants {
        let octets = Letter::new(vec![sheet]).build(faces);
        let place = place(&octets).unwrap();
        let Some(grey) = drawn(&folder, name, &octets, 0) else { return missing("pdftoppm") };
        let columns = (place.name.mm.left, place.name.mm.right());
        let middle = place.mm.centre().top;
        let (above, below) = (grey.ink(columns, middle, false), grey.ink(columns, middle, true));
        assert!((place.mm.top - above).abs() < 0.5, "{name}: {} {above}", place.mm.top);
        assert!((place.mm.bottom() - below).abs() < 0.5, "{name}: {} {below}", place.mm.bottom());
        assert!((middle - f64::midpoint(above, below)).abs() < 0.5, "{name}");
    }
}

/// Documents published by Vietnamese authorities, where the corpus is there.
fn published() -> Vec<PathBuf> {
    let or = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let corpus = std::env::var_os("SIGNER_CORPUS").map_or_else(|| PathBuf::from(or), PathBuf::from);
    let Ok(folder) = std::fs::read_dir(corpus.join("pdf/vietnam-gov")) else {
        test_vectors::say(format_args!("skipped: no corpus at {}", corpus.display()));
        return Vec::new();
    };
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    files.sort();
    files
}

#[test]
fn published_documents_read_as_pdftotext_reads_them() {
    let (mut lines_seen, mut off) = (0, Vec::new());
    for path in published() {
        let Some(theirs) = words(&path, 0) else { return missing("pdftotext") };
        let lines = with_pages(&std::fs::read(&path).unwrap(), |pages| pages.lines(0).unwrap());
        for line in &lines {
            let (first, last) = (line.text.split(' ').next().unwrap(), line.text.split(' ').next_back().unwrap());
            let points = |mm: f64| mm * 72.0 / 25.4;
            let is_near = |one: f64, mm: f64| (one - points(mm)).abs() < 1.0;
            let begins = theirs.iter().any(|(text, left, _)| text == first && is_near(*left, line.mm.left));
            let ends = theirs.iter().any(|(text, _, right)| text == last && is_near(*right, line.mm.right()));
            lines_seen += 1;
            if !(begins && ends) {
                off.push(line.text.clone());
            }
        }
    }
    test_vectors::say(format_args!("{lines_seen} lines of published documents compared, {} differ", off.len()));
    // One document has a character behind its date that no reader of the page sees, and that pdftotext reads all the same.
    assert!(off.len() * 100 <= lines_seen, "{off:#?}");
}
