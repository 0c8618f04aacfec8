//! What interpreting a page would cost, found out before it is done.
//!
//! The interpreter has no budget of its own: forms that show forms twice, thirty levels deep, would keep it busy for years,
//! a stream may decompress to a thousand times its size, a pattern may have a million tiles. So the page is gone over
//! first with the reader that has budgets, each stream once, and what the interpreter would do is added up.

use std::collections::{BTreeMap, BTreeSet};

use hayro::hayro_interpret::hayro_syntax::content::UntypedIter;
use hayro::hayro_interpret::hayro_syntax::object::Object as Operand;
use signer_core::error::{Error, Exceeded};
use signer_core::pdf::{Dictionary, Object, ObjectId, Stream, View};

use crate::quality::FontUse;

/// What the page is interpreted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Its text, and where things are.
    Reading,
    /// A picture.
    Drawing,
}

impl Purpose {
    /// Octets of content gone over, forms counted each time they are shown; for a picture, samples of images as well.
    ///
    /// 48 MiB take some seconds; the fullest page of the published documents at hand has 1.3 MiB. A picture of an A3 sheet
    /// scanned at 600 dots per inch has 70 million samples.
    const fn limit(self) -> u64 {
        match self {
            Self::Reading => 48 << 20,
            Self::Drawing => 128 << 20,
        }
    }
}

/// Forms within forms, patterns and glyphs counted: twice what the drawing programs at hand produce.
const DEPTH: u32 = 24;
/// Objects that one page may need.
const OBJECTS: usize = 100_000;
/// Octets of text that one operator shows; the interpreter keeps them all before it hands them on.
const STRING: u64 = 200_000;
/// What a glyph costs, in octets of content gone over.
const GLYPH: u64 = 8;
/// Samples of one image.
const SAMPLES: u64 = 100_000_000;
/// Annotations drawn on one page.
const ANNOTATIONS: usize = 10_000;

/// Entries that lead away from a page.
const AWAY: [&str; 14] = [
    "Parent",
    "P",
    "Popup",
    "Dest",
    "A",
    "AA",
    "B",
    "V",
    "DV",
    "IRT",
    "Metadata",
    "PieceInfo",
    "Thumb",
    "StructParent",
];

/// What was found out already, for all pages of a document.
#[derive(Default)]
pub(crate) struct Known {
    /// Streams that decompress within the limits.
    sound: BTreeSet<ObjectId>,
    /// What forms with resources of their own cost.
    forms: BTreeMap<(Purpose, ObjectId), u64>,
}

/// How many pages, the tree having been walked within the limits.
pub(crate) fn pages(view: View<'_, '_>) -> Result<usize, Error> {
    let mut count = 0_usize;
    view.each_page(&mut |_, _| {
        count = count.saturating_add(1);
        Ok(())
    })?;
    Ok(count)
}

/// Refuses a page that would cost more than the limit.
///
/// # Errors
/// `Limit`; others as reading the page's objects.
pub(crate) fn page(view: View<'_, '_>, index: usize, purpose: Purpose, known: &mut Known) -> Result<(), Error> {
    let (_, page) = view.page(index)?;
    let resources = view.entry(&page, "Resources")?.into_dictionary().unwrap_or_default();
    let mut weigher = Weigher { view, purpose, known, own: BTreeMap::new(), open: Vec::new() };
    let mut cost = 0_u64;
    let contents = page.get("Contents").cloned().unwrap_or(Object::Null);
    let mut octets = Vec::new();
    for part in parts(view, &contents)? {
        let Some(id) = part.as_reference() else { continue };
        octets.extend(weigher.octets(id)?.unwrap_or_default());
        octets.push(b' ');
    }
    cost = cost.saturating_add(weigher.content(&octets, &resources)?);
    for appearance in appearances(view, &page)? {
        cost = cost.saturating_add(weigher.form(appearance, &resources)?);
    }
    weigher.all_sound(&page)?;
    within(cost, purpose.limit())
}

fn within(cost: u64, limit: u64) -> Result<(), Error> {
    if cost > limit { Err(Exceeded { what: "work for one page", limit }.into()) } else { Ok(()) }
}

/// The elements of an array, or the one object.
fn parts(view: View<'_, '_>, object: &Object) -> Result<Vec<Object>, Error> {
    Ok(match view.resolve(object)? {
        Object::Array(parts) => parts,
        Object::Null => Vec::new(),
        _ => vec![object.clone()],
    })
}

/// The normal appearances of a page's annotations, every state of them.
fn appearances(view: View<'_, '_>, page: &Dictionary) -> Result<Vec<ObjectId>, Error> {
    let mut found = Vec::new();
    let annotations = view.entry(page, "Annots")?;
    for annotation in annotations.as_array().unwrap_or_default().iter().take(ANNOTATIONS) {
        let Some(annotation) = view.resolve(annotation)?.into_dictionary() else { continue };
        let Some(appearance) = view.entry(&annotation, "AP")?.into_dictionary() else { continue };
        let Some(normal) = appearance.get("N") else { continue };
        match view.resolve(normal)? {
            Object::Stream(_) => found.extend(normal.as_reference()),
            Object::Dictionary(states) => found.extend(states.iter().filter_map(|(_, state)| state.as_reference())),
            _ => {}
        }
    }
    Ok(found)
}

struct Weigher<'k, 'd, 'a> {
    view: View<'d, 'a>,
    purpose: Purpose,
    known: &'k mut Known,
    /// What forms without resources cost here.
    own: BTreeMap<ObjectId, u64>,
    /// Forms being gone over.
    open: Vec<ObjectId>,
}

impl Weigher<'_, '_, '_> {
    /// What the stream says; nothing when it is none, or is of a filter that only images have.
    fn octets(&mut self, id: ObjectId) -> Result<Option<Vec<u8>>, Error> {
        let Object::Stream(stream) = self.view.get(id)? else { return Ok(None) };
        match self.view.stream_octets(&stream, id) {
            Ok(octets) => {
                self.known.sound.insert(id);
                Ok(Some(octets))
            }
            Err(Error::Malformed(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// What interpreting these octets costs.
    fn content(&mut self, octets: &[u8], resources: &Dictionary) -> Result<u64, Error> {
        let mut cost = u64::try_from(octets.len()).unwrap_or(u64::MAX);
        let mut state = State::default();
        let mut instructions = UntypedIter::new(octets);
        while let Some(instruction) = instructions.next() {
            let operator: &[u8] = instruction.operator;
            let name = instruction.operands().find_map(|operand| match operand {
                Operand::Name(name) => Some(String::from_utf8_lossy(name.as_ref()).into_owned()),
                _ => None,
            });
            let length = || -> u64 {
                let strings = instruction.operands().map(|operand| match operand {
                    text @ Operand::String(_) => length_of(text),
                    Operand::Array(parts) => parts.iter::<Operand<'_>>().map(|part| length_of(&part)).sum(),
                    _ => 0,
                });
                u64::try_from(strings.sum::<usize>()).unwrap_or(u64::MAX)
            };
            let more = match (operator, name) {
                (b"Do", Some(name)) => self.shown(&name, resources)?,
                (b"gs", Some(name)) => self.mask(&name, resources)?,
                (b"scn" | b"SCN", Some(name)) => {
                    state.pattern = state.pattern.max(self.pattern(&name, resources)?);
                    0
                }
                (b"Tf", Some(name)) => {
                    state.glyph = state.glyph.max(self.glyph(&name, resources)?);
                    0
                }
                (b"Tj" | b"'" | b"\"" | b"TJ", _) => state.text(length())?,
                (b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s", _) => state.pattern,
                (b"BI", _) => self.inline(instruction.operands().next()),
                _ => 0,
            };
            cost = cost.saturating_add(more);
            within(cost, self.purpose.limit())?;
        }
        Ok(cost)
    }

    fn resource(&self, resources: &Dictionary, kind: &str, name: &str) -> Result<Option<Object>, Error> {
        let of_kind = self.view.entry(resources, kind)?;
        Ok(of_kind.as_dictionary().and_then(|of_kind| of_kind.get(name)).cloned())
    }

    /// An image or a form that is shown (8.8).
    fn shown(&mut self, name: &str, resources: &Dictionary) -> Result<u64, Error> {
        let Some(id) = self.resource(resources, "XObject", name)?.and_then(|object| object.as_reference()) else {
            return Ok(0);
        };
        let object = self.view.get(id)?;
        let Some(stream) = object.as_stream() else { return Ok(0) };
        if stream.dictionary.name("Subtype").is_some_and(|kind| *kind == "Form") {
            return self.form(id, resources);
        }
        match self.purpose {
            Purpose::Reading => Ok(0),
            Purpose::Drawing => self.image(id, stream),
        }
    }

    /// A content stream with a dictionary: a form, a tile, a glyph.
    fn form(&mut self, id: ObjectId, resources: &Dictionary) -> Result<u64, Error> {
        let key = (self.purpose, id);
        if let Some(cost) = self.known.forms.get(&key).or_else(|| self.own.get(&id)) {
            return Ok(*cost);
        }
        let depth = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
        if depth >= DEPTH || self.open.contains(&id) {
            return Err(Exceeded { what: "forms within forms", limit: u64::from(DEPTH) }.into());
        }
        let object = self.view.get(id)?;
        let Some(stream) = object.as_stream() else { return Ok(0) };
        let Some(octets) = self.octets(id)? else { return Ok(0) };
        let own = self.view.entry(&stream.dictionary, "Resources")?.into_dictionary();
        self.open.push(id);
        let cost = self.content(&octets, own.as_ref().unwrap_or(resources));
        self.open.pop();
        // What stands around the content: a state, a clip, a group.
        let cost = cost?.saturating_add(64);
        match own {
            Some(_) => self.known.forms.insert(key, cost),
            None => self.own.insert(id, cost),
        };
        Ok(cost)
    }

    /// A soft mask (11.6.5) is drawn like a form.
    fn mask(&mut self, name: &str, resources: &Dictionary) -> Result<u64, Error> {
        if self.purpose == Purpose::Reading {
            return Ok(0);
        }
        let Some(state) = self.resource(resources, "ExtGState", name)? else { return Ok(0) };
        let Some(state) = self.view.resolve(&state)?.into_dictionary() else { return Ok(0) };
        let Some(mask) = self.view.entry(&state, "SMask")?.into_dictionary() else { return Ok(0) };
        match mask.get("G").and_then(Object::as_reference) {
            Some(group) => self.form(group, resources),
            None => Ok(0),
        }
    }

    /// Each use of a tiling pattern (8.7.3) draws its cell as often as cells overlap.
    fn pattern(&mut self, name: &str, resources: &Dictionary) -> Result<u64, Error> {
        let pattern = self.resource(resources, "Pattern", name)?;
        let Some(id) = pattern.and_then(|object| object.as_reference()).filter(|_| self.purpose == Purpose::Drawing)
        else {
            return Ok(0);
        };
        let object = self.view.get(id)?;
        let Some(stream) = object.as_stream() else { return Ok(0) };
        let number = |key| self.view.entry(&stream.dictionary, key).map(|value| value.as_number().unwrap_or(0.0).abs());
        let (across, up) = (number("XStep")?, number("YStep")?);
        let cell = crate::page::rectangle(self.view, &stream.dictionary, "BBox")?.unwrap_or_default();
        let tiles = (cell.width() / across + 2.0) * (cell.height() / up + 2.0);
        if !tiles.is_finite() || tiles > 10_000.0 {
            return Err(Exceeded { what: "tiles of a pattern", limit: 10_000 }.into());
        }
        let cost = self.form(id, resources)?;
        Ok(whole(tiles).saturating_mul(cost))
    }

    /// The dearest glyph of a font whose glyphs are content streams (9.6.4).
    fn glyph(&mut self, name: &str, resources: &Dictionary) -> Result<u64, Error> {
        if self.purpose == Purpose::Reading {
            return Ok(0);
        }
        let Some(font) = self.resource(resources, "Font", name)? else { return Ok(0) };
        let Some(font) = self.view.resolve(&font)?.into_dictionary() else { return Ok(0) };
        let Some(glyphs) = self.view.entry(&font, "CharProcs")?.into_dictionary() else { return Ok(0) };
        let own = self.view.entry(&font, "Resources")?.into_dictionary();
        let mut most = 0;
        for (_, glyph) in glyphs.iter() {
            let Some(id) = glyph.as_reference() else { continue };
            most = most.max(self.form(id, own.as_ref().unwrap_or(resources))?);
        }
        Ok(most)
    }

    /// An image inside the content (8.9.7): short ones by their samples, long ones by what they could decompress to.
    fn inline(&self, image: Option<&Operand<'_>>) -> u64 {
        let Some(Operand::Stream(stream)) = image.filter(|_| self.purpose == Purpose::Drawing) else { return 0 };
        let length = u64::try_from(stream.raw_data().len()).unwrap_or(u64::MAX);
        let side = |short: &str, long: &str| {
            let dictionary = stream.dict();
            dictionary.get::<u32>(short.as_bytes()).or_else(|| dictionary.get::<u32>(long.as_bytes())).unwrap_or(0)
        };
        let samples = u64::from(side("W", "Width")).saturating_mul(u64::from(side("H", "Height")));
        // DEFLATE makes at most 1032 of one octet.
        const RATIO: u64 = 1032;
        let octets = if length > 16 << 10 { length.saturating_mul(RATIO) } else { length.saturating_mul(16) };
        samples.saturating_add(octets)
    }

    /// The samples of an image and of its mask, as its dictionary and its data say.
    fn image(&mut self, id: ObjectId, stream: &Stream) -> Result<u64, Error> {
        let side = |key| self.view.entry(&stream.dictionary, key).map(|value| value.as_usize().unwrap_or(0));
        let area = |(width, height): (u64, u64)| width.saturating_mul(height);
        let wide = |side: usize| u64::try_from(side).unwrap_or(u64::MAX);
        let said = area((wide(side("Width")?), wide(side("Height")?)));
        let meant = self.coded_size(id, stream)?.map_or(0, area);
        let samples = said.max(meant);
        if samples > SAMPLES {
            return Err(Exceeded { what: "samples of an image", limit: SAMPLES }.into());
        }
        let mut cost = samples;
        for key in ["SMask", "Mask"] {
            let Some(mask) = stream.dictionary.get(key).and_then(Object::as_reference) else { continue };
            let object = self.view.get(mask)?;
            if let Some(stream) = object.as_stream().filter(|_| !self.open.contains(&mask)) {
                self.open.push(mask);
                let masked = self.image(mask, stream);
                self.open.pop();
                cost = cost.saturating_add(masked?);
            }
        }
        Ok(cost)
    }

    /// The size that the data of a JPEG or JPEG 2000 image says; other filters are undone to see how much they make.
    fn coded_size(&mut self, id: ObjectId, stream: &Stream) -> Result<Option<(u64, u64)>, Error> {
        let mut names = Vec::new();
        for name in parts(self.view, stream.dictionary.get("Filter").unwrap_or(&Object::Null))? {
            names.extend(self.view.resolve(&name)?.as_name().cloned());
        }
        let codec = names.iter().position(|name| {
            ["DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"]
                .iter()
                .any(|codec| *name == *codec)
        });
        let Some(codec) = codec else {
            if !self.known.sound.contains(&id) {
                self.octets(id)?;
            }
            return Ok(None);
        };
        let mut outer = stream.clone();
        let before = names.get(..codec).unwrap_or_default().iter().map(|name| Object::Name(name.clone()));
        outer.dictionary.insert("Filter", Object::Array(before.collect()));
        let octets = match self.view.stream_octets(&outer, id) {
            Ok(octets) => octets,
            Err(Error::Malformed(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        Ok(jpeg_size(&octets).or_else(|| jpeg_2000_size(&octets)))
    }

    /// Every other stream that the page leads to decompresses within the limits: fonts, maps, profiles, functions.
    fn all_sound(&mut self, page: &Dictionary) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        for key in ["Resources", "Annots", "Group"] {
            let Some(from) = page.get(key) else { continue };
            for (id, stream) in streams(self.view, from, &mut seen)? {
                let is_image = stream.dictionary.name("Subtype").is_some_and(|kind| *kind == "Image");
                if !is_image && !self.known.sound.contains(&id) {
                    self.octets(id)?;
                }
            }
        }
        Ok(())
    }
}

/// What painting costs beside its operators, from here on.
#[derive(Default)]
struct State {
    pattern: u64,
    glyph: u64,
}

impl State {
    /// What showing so many octets of text costs.
    fn text(&self, length: u64) -> Result<u64, Error> {
        if length > STRING {
            return Err(Exceeded { what: "letters in one string", limit: STRING }.into());
        }
        Ok(self.pattern.saturating_add(self.glyph.saturating_add(GLYPH).saturating_mul(length)))
    }
}

fn length_of(operand: &Operand<'_>) -> usize {
    match operand {
        Operand::String(text) => text.as_bytes().len(),
        _ => 0,
    }
}

/// All streams that an object leads to, without leaving the page.
fn streams(view: View<'_, '_>, from: &Object, seen: &mut BTreeSet<ObjectId>) -> Result<Vec<(ObjectId, Stream)>, Error> {
    let mut found = Vec::new();
    each_object(view, from, seen, &mut |id, object| {
        if let (Some(id), Object::Stream(stream)) = (id, object) {
            found.push((id, stream.clone()));
        }
    })?;
    Ok(found)
}

/// Visits every object that this one leads to, each indirect one once, without leaving the page.
fn each_object(
    view: View<'_, '_>,
    from: &Object,
    seen: &mut BTreeSet<ObjectId>,
    visit: &mut dyn FnMut(Option<ObjectId>, &Object),
) -> Result<(), Error> {
    let mut waiting = vec![(None, from.clone())];
    let mut visited = 0_usize;
    while let Some((id, object)) = waiting.pop() {
        visited = visited.saturating_add(1);
        if visited > OBJECTS {
            return Err(
                Exceeded { what: "objects of one page", limit: u64::try_from(OBJECTS).unwrap_or(u64::MAX) }.into()
            );
        }
        visit(id, &object);
        let entries = match &object {
            Object::Reference(id) => {
                if seen.insert(*id) {
                    waiting.push((Some(*id), view.get(*id)?));
                }
                continue;
            }
            Object::Array(elements) => {
                waiting
                    .extend(elements.iter().filter(|element| leads_on(element)).map(|element| (None, element.clone())));
                continue;
            }
            Object::Dictionary(entries) => entries,
            Object::Stream(stream) => &stream.dictionary,
            _ => continue,
        };
        let entries = entries.iter().filter(|(key, value)| leads_on(value) && !AWAY.iter().any(|away| **key == *away));
        waiting.extend(entries.map(|(_, value)| (None, value.clone())));
    }
    Ok(())
}

const fn leads_on(object: &Object) -> bool {
    matches!(object, Object::Reference(_) | Object::Array(_) | Object::Dictionary(_) | Object::Stream(_))
}

/// The fonts that a page leads to.
pub(crate) fn fonts(view: View<'_, '_>, index: usize) -> Result<Vec<FontUse>, Error> {
    let (_, page) = view.page(index)?;
    let mut dictionaries = Vec::new();
    let mut seen = BTreeSet::new();
    for key in ["Resources", "Annots"] {
        let Some(from) = page.get(key) else { continue };
        each_object(view, from, &mut seen, &mut |_, object| {
            if let Some(font) = object.as_dictionary().filter(|dictionary| dictionary.is_type("Font")) {
                dictionaries.push(font.clone());
            }
        })?;
    }
    let mut found = BTreeSet::new();
    for font in dictionaries {
        found.extend(font_use(view, &font)?);
    }
    Ok(found.into_iter().collect())
}

/// What a font dictionary says (9.6, 9.7); nothing for the composite font, whose descendant tells.
fn font_use(view: View<'_, '_>, font: &Dictionary) -> Result<Option<FontUse>, Error> {
    if font.name("Subtype").is_some_and(|kind| *kind == "Type0") {
        return Ok(None);
    }
    let name = font.name("BaseFont").map(|name| String::from_utf8_lossy(name.as_octets()).into_owned());
    let name = name.unwrap_or_default();
    let name = match name.split_once('+') {
        Some((prefix, rest)) if prefix.len() == 6 => rest.to_owned(),
        _ => name,
    };
    let is_drawn = font.name("Subtype").is_some_and(|kind| *kind == "Type3");
    let descriptor = view.entry(font, "FontDescriptor")?;
    let has_program = descriptor
        .as_dictionary()
        .is_some_and(|descriptor| ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.contains(key)));
    Ok(Some(FontUse { name, embedded: is_drawn || has_program }))
}

/// Width and height in the frame header (ITU-T T.81, B.2.2).
fn jpeg_size(octets: &[u8]) -> Option<(u64, u64)> {
    let mut rest = octets.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let start = rest.iter().position(|octet| *octet == 0xff)?;
        let [kind, after @ ..] = rest.get(start.checked_add(1)?..)? else { return None };
        match kind {
            0xff | 0x00 | 0x01 | 0xd0..=0xd7 => {
                rest = rest.get(start.checked_add(if *kind == 0xff { 1 } else { 2 })?..)?
            }
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let [_, _, _, high, low, wide, narrow, ..] = after else { return None };
                let pair = |high: u8, low: u8| u64::from(u16::from_be_bytes([high, low]));
                return Some((pair(*wide, *narrow), pair(*high, *low)));
            }
            _ => {
                let [high, low, ..] = after else { return None };
                rest = after.get(usize::from(u16::from_be_bytes([*high, *low])).max(2)..)?;
            }
        }
    }
}

/// Width and height in the size marker of a codestream (ITU-T T.800, A.5.1).
fn jpeg_2000_size(octets: &[u8]) -> Option<(u64, u64)> {
    let at = octets.windows(4).position(|window| window == [0xff, 0x4f, 0xff, 0x51])?;
    let size = octets.get(at.checked_add(8)?..at.checked_add(24)?)?;
    let (sides, offsets) = size.split_at_checked(8)?;
    let number = |octets: &[u8]| octets.iter().fold(0_u64, |sum, octet| sum.wrapping_shl(8) | u64::from(*octet));
    let (width, height) = sides.split_at_checked(4)?;
    let (left, top) = offsets.split_at_checked(4)?;
    Some((number(width).saturating_sub(number(left)), number(height).saturating_sub(number(top))))
}

#[expect(clippy::as_conversions, reason = "from a float that is finite, positive and below 10,000")]
const fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_jpeg_is_that_of_its_frame_not_of_its_thumbnail() {
        let mut octets = vec![0xff, 0xd8, 0xff, 0xe1, 0, 8, 0xff, 0xc0, 0, 17, 8, 0];
        octets.extend([0xff, 0xc2, 0, 17, 8, 0x12, 0x34, 0x56, 0x78, 3]);
        assert_eq!(jpeg_size(&octets), Some((0x5678, 0x1234)));
        assert_eq!(jpeg_size(b"\xff\xd8\xff"), None);
    }

    #[test]
    fn the_size_of_a_jpeg_2000_image_is_without_its_offset() {
        let mut octets = vec![0, 0, 0xff, 0x4f, 0xff, 0x51, 0, 47, 0, 0];
        octets.extend([0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 16, 0, 0, 0, 32]);
        assert_eq!(jpeg_2000_size(&octets), Some((240, 480)));
    }
}
