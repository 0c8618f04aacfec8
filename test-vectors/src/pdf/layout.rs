//! Giving objects places: the five layouts.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Layout;
use super::content::{Body, Objects, Part};

const HEADER: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
const ID: &str = "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]";

/// A writer that knows how far it is.
pub(super) struct Sink<'w, W> {
    writer: &'w mut W,
    written: u64,
}

impl<'w, W: Write> Sink<'w, W> {
    pub(super) fn new(writer: &'w mut W) -> Self {
        Self { writer, written: 0 }
    }

    fn put(&mut self, octets: impl AsRef<[u8]>) -> io::Result<()> {
        let octets = octets.as_ref();
        self.writer.write_all(octets)?;
        self.written += octets.len() as u64;
        Ok(())
    }

    /// Writes an object and returns where it stands.
    fn part(&mut self, part: &Part) -> io::Result<u64> {
        let at = self.written;
        self.put(format!("{} 0 obj\n", part.number))?;
        match &part.body {
            Body::Plain(body) => self.put(body)?,
            Body::Stream(entries, octets) => self.stream(entries, octets)?,
            Body::Noise(entries, length, seed) => {
                self.put(format!("<< {entries}/Length {length} >>\nstream\n"))?;
                self.noise(*length, *seed)?;
                self.put("\nendstream")?;
            }
        }
        self.put("\nendobj\n")?;
        Ok(at)
    }

    fn stream(&mut self, entries: &str, octets: &[u8]) -> io::Result<()> {
        self.put(format!("<< {entries}/Length {} >>\nstream\n", octets.len()))?;
        self.put(octets)?;
        self.put("\nendstream")
    }

    fn noise(&mut self, length: u64, seed: u64) -> io::Result<()> {
        let mut state = seed | 1;
        let mut left = length;
        let mut chunk = Vec::with_capacity(1 << 16);
        while left > 0 {
            chunk.clear();
            while chunk.len() < 1 << 16 {
                // xorshift64*: any generator that does not compress will do.
                state ^= state >> 12;
                state ^= state << 25;
                state ^= state >> 27;
                chunk.extend(state.wrapping_mul(0x2545_f491_4f6c_dd1d).to_le_bytes());
            }
            let take = usize::try_from(left).unwrap_or(usize::MAX).min(chunk.len());
            self.put(&chunk[..take])?;
            left -= take as u64;
        }
        Ok(())
    }

    fn end(&mut self, start: u64) -> io::Result<()> {
        self.put(format!("startxref\n{start}\n%%EOF\n"))
    }
}

/// Where an object is, as a cross-reference stream says it (ISO 32000-2, Table 18).
#[derive(Clone, Copy)]
enum Place {
    Free,
    At(u64),
    In(u32, u32),
}

pub(super) fn write<W: Write>(layout: Layout, objects: &Objects, sink: &mut Sink<'_, W>) -> io::Result<()> {
    match layout {
        Layout::Table => table(objects, sink),
        Layout::Stream => stream(objects, sink),
        Layout::ObjectStreams => object_streams(objects, sink),
        Layout::Hybrid => hybrid(objects, sink),
        Layout::Linearised => linearised(objects, sink),
    }
}

fn roots(objects: &Objects) -> String {
    format!("/Root {} 0 R /Info {} 0 R {ID}", objects.catalog, objects.info)
}

fn size(objects: &Objects) -> u32 {
    u32::try_from(objects.parts.len()).expect("few objects") + 1
}

fn table<W: Write>(objects: &Objects, sink: &mut Sink<'_, W>) -> io::Result<()> {
    sink.put(HEADER)?;
    let mut entries = String::from("0000000000 65535 f \n");
    for part in &objects.parts {
        entries.push_str(&format!("{:010} 00000 n \n", sink.part(part)?));
    }
    let (start, size) = (sink.written, size(objects));
    sink.put(format!("xref\n0 {size}\n{entries}trailer\n<< /Size {size} {} >>\n", roots(objects)))?;
    sink.end(start)
}

fn stream<W: Write>(objects: &Objects, sink: &mut Sink<'_, W>) -> io::Result<()> {
    sink.put(HEADER)?;
    let mut places = vec![Place::Free];
    for part in &objects.parts {
        places.push(Place::At(sink.part(part)?));
    }
    let start = reference_stream(places, size(objects), &roots(objects), sink)?;
    sink.end(start)
}

fn object_streams<W: Write>(objects: &Objects, sink: &mut Sink<'_, W>) -> io::Result<()> {
    sink.put(HEADER)?;
    let container = size(objects);
    let mut places = vec![Place::Free];
    let mut inside = Vec::new();
    for part in &objects.parts {
        places.push(match &part.body {
            Body::Plain(body) => {
                inside.push((part.number, body.as_str()));
                Place::In(container, u32::try_from(inside.len()).expect("few objects") - 1)
            }
            _ => Place::At(sink.part(part)?),
        });
    }
    places.push(Place::At(object_stream(container, &inside, sink)?));
    let start = reference_stream(places, container + 1, &roots(objects), sink)?;
    sink.end(start)
}

/// The information dictionary and the font's descriptor are hidden from readers of PDF 1.4.
fn hybrid<W: Write>(objects: &Objects, sink: &mut Sink<'_, W>) -> io::Result<()> {
    sink.put(HEADER)?;
    let container = size(objects);
    let hidden = |part: &Part| part.number == objects.info || part.number == objects.info - 2;
    let (mut places, mut inside) = (Vec::new(), Vec::new());
    let mut entries = String::from("0000000000 65535 f \n");
    for part in &objects.parts {
        match &part.body {
            Body::Plain(body) if hidden(part) => {
                inside.push((part.number, body.as_str()));
                places.push((part.number, Place::In(container, u32::try_from(inside.len()).expect("few") - 1)));
                entries.push_str("0000000000 65535 f \n");
            }
            _ => entries.push_str(&format!("{:010} 00000 n \n", sink.part(part)?)),
        }
    }
    places.push((container, Place::At(object_stream(container, &inside, sink)?)));
    let at = sink.written;
    places.push((container + 1, Place::At(at)));
    let size = container + 2;
    write_reference_stream(container + 1, &places, size, &roots(objects), sink)?;
    let (start, listed) = (sink.written, container);
    sink.put(format!("xref\n0 {listed}\n{entries}trailer\n<< /Size {size} {} /XRefStm {at} >>\n", roots(objects)))?;
    sink.end(start)
}

/// Writes an object stream (7.5.7) and returns where it stands.
fn object_stream<W: Write>(number: u32, inside: &[(u32, &str)], sink: &mut Sink<'_, W>) -> io::Result<u64> {
    let (mut index, mut bodies) = (String::new(), String::new());
    for (number, body) in inside {
        index.push_str(&format!("{number} {} ", bodies.len()));
        bodies.push_str(body);
        bodies.push('\n');
    }
    let octets = miniz_oxide::deflate::compress_to_vec_zlib(format!("{index}{bodies}").as_bytes(), 6);
    let entries = format!("/Type /ObjStm /N {} /First {} /Filter /FlateDecode ", inside.len(), index.len());
    sink.part(&Part { number, body: Body::Stream(entries, octets) })
}

/// Writes a cross-reference stream for objects 0.. and itself, and returns where it stands.
fn reference_stream<W: Write>(places: Vec<Place>, number: u32, roots: &str, sink: &mut Sink<'_, W>) -> io::Result<u64> {
    let at = sink.written;
    let mut places: Vec<(u32, Place)> = (0..).zip(places).collect();
    places.push((number, Place::At(at)));
    write_reference_stream(number, &places, number + 1, roots, sink)?;
    Ok(at)
}

fn write_reference_stream<W: Write>(
    number: u32,
    places: &[(u32, Place)],
    size: u32,
    roots: &str,
    sink: &mut Sink<'_, W>,
) -> io::Result<()> {
    // W [1 5 2]: offsets beyond 4 GB are possible, generations and indices are small.
    const COLUMNS: usize = 8;
    let (mut rows, mut index): (Vec<u8>, Vec<(u32, u32)>) = (Vec::new(), Vec::new());
    let mut above = [0_u8; COLUMNS];
    for (number, place) in places {
        match index.last_mut() {
            Some((first, count)) if *first + *count == *number => *count += 1,
            _ => index.push((*number, 1)),
        }
        let (kind, second, third): (u8, u64, u32) = match *place {
            Place::Free => (0, 0, 65535),
            Place::At(offset) => (1, offset, 0),
            Place::In(container, at) => (2, u64::from(container), at),
        };
        let mut row = [0; COLUMNS];
        row[0] = kind;
        row[1..6].copy_from_slice(&second.to_be_bytes()[3..]);
        row[6..].copy_from_slice(&third.to_be_bytes()[2..]);
        rows.push(2); // PNG filter "up"
        rows.extend(row.iter().zip(above).map(|(now, before)| now.wrapping_sub(before)));
        above = row;
    }
    let index: Vec<String> = index.iter().map(|(first, count)| format!("{first} {count}")).collect();
    let entries = format!(
        "/Type /XRef /Size {size} /W [1 5 2] /Index [{}] {roots} /Filter /FlateDecode \
         /DecodeParms << /Columns {COLUMNS} /Predictor 12 >> ",
        index.join(" ")
    );
    let octets = miniz_oxide::deflate::compress_to_vec_zlib(&rows, 6);
    sink.part(&Part { number, body: Body::Stream(entries, octets) }).map(|_| ())
}

/// Annex F: parameters, the first page's table, catalogue and first page; then the rest and its table.
///
/// The rest has the low numbers, as every linearised file has, because readers index the main table by them. Every
/// number that is not known yet has ten digits, so a dry run finds all places.
fn linearised<W: Write>(objects: &Objects, sink: &mut Sink<'_, W>) -> io::Result<()> {
    let in_front = |part: &&Part| {
        part.number == objects.catalog || (objects.first_page..objects.first_page + 3).contains(&part.number)
    };
    let (front, back): (Vec<&Part>, Vec<&Part>) = objects.parts.iter().partition(in_front);
    let parameters = u32::try_from(back.len()).expect("few objects") + 1;
    let numbers: BTreeMap<u32, u32> =
        (1..).zip(&back).chain((parameters + 1..).zip(&front)).map(|(now, part)| (part.number, now)).collect();
    let renumbered = |parts: Vec<&Part>| parts.into_iter().map(|part| part.renumbered(&numbers)).collect();
    let plan = Linearised { objects, numbers: &numbers, parameters, front: renumbered(front), back: renumbered(back) };
    let mut places = Places::default();
    for _ in 0..2 {
        places = plan.write(&places, &mut Sink::new(&mut io::sink()))?;
    }
    plan.write(&places, sink).map(|_| ())
}

/// The objects of a linearised file in their order.
struct Linearised<'o> {
    objects: &'o Objects,
    numbers: &'o BTreeMap<u32, u32>,
    parameters: u32,
    front: Vec<Part>,
    back: Vec<Part>,
}

/// What a dry run found.
#[derive(Default)]
struct Places {
    front: Vec<u64>,
    first_page_end: u64,
    main_table: u64,
    main_entries: u64,
    length: u64,
}

impl Linearised<'_> {
    fn write<W: Write>(&self, known: &Places, sink: &mut Sink<'_, W>) -> io::Result<Places> {
        let mut found = Places::default();
        let now = |number: u32| self.numbers.get(&number).copied().unwrap_or(number);
        sink.put(HEADER)?;
        let mut entries = vec![sink.written];
        sink.put(format!(
            "{} 0 obj\n<< /Linearized 1 /L {:010} /H [0 0] /O {} /E {:010} /N {} /T {:010} >>\nendobj\n",
            self.parameters,
            known.length,
            now(self.objects.first_page),
            known.first_page_end,
            self.objects.pages,
            known.main_entries
        ))?;
        let first_table = sink.written;
        entries.extend(self.front.iter().enumerate().map(|(at, _)| known.front.get(at).copied().unwrap_or(0)));
        let size = size(self.objects) + 1;
        sink.put(format!("xref\n{} {}\n{}", self.parameters, entries.len(), lines(&entries)))?;
        sink.put(format!(
            "trailer\n<< /Size {size} /Prev {:010} /Root {} 0 R /Info {} 0 R {ID} >>\nstartxref\n0\n%%EOF\n",
            known.main_table,
            now(self.objects.catalog),
            now(self.objects.info)
        ))?;
        for part in &self.front {
            found.front.push(sink.part(part)?);
        }
        found.first_page_end = sink.written;
        let entries = self.back.iter().map(|part| sink.part(part)).collect::<io::Result<Vec<u64>>>()?;
        found.main_table = sink.written;
        sink.put(format!("xref\n0 {}", self.parameters))?;
        // Table F.1: /T is the place of the white space before the first entry.
        found.main_entries = sink.written;
        sink.put(format!("\n0000000000 65535 f \n{}trailer\n<< /Size {} >>\n", lines(&entries), self.parameters))?;
        sink.end(first_table)?;
        found.length = sink.written;
        Ok(found)
    }
}

impl Part {
    fn renumbered(&self, numbers: &BTreeMap<u32, u32>) -> Self {
        let body = match &self.body {
            Body::Plain(body) => Body::Plain(renumbered(body, numbers)),
            Body::Stream(entries, octets) => Body::Stream(entries.clone(), octets.clone()),
            Body::Noise(entries, length, seed) => Body::Noise(entries.clone(), *length, *seed),
        };
        Self { number: numbers.get(&self.number).copied().unwrap_or(self.number), body }
    }
}

/// Every `n 0 R` with its new number.
fn renumbered(body: &str, numbers: &BTreeMap<u32, u32>) -> String {
    let Some((referring, last)) = body.rsplit_once(" 0 R") else { return body.to_owned() };
    let mut out = String::new();
    for piece in referring.split(" 0 R") {
        let text = piece.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let number: u32 = piece[text.len()..].parse().expect("a reference has a number");
        out.push_str(&format!("{text}{} 0 R", numbers[&number]));
    }
    out + last
}

/// Entries of a classic table for objects in use.
fn lines(offsets: &[u64]) -> String {
    offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect()
}
