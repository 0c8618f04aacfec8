//! Fonts with TrueType outlines: what they can show, how wide it is, and the part that is embedded.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider as _;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use subsetter::GlyphRemapper;

use crate::error::{Error, Malformed, Misuse};

/// A font program, read. Cloning is cheap.
#[derive(Clone)]
pub struct Font(Arc<Inner>);

struct Inner {
    octets: Vec<u8>,
    index: u32,
    family: String,
    /// Its PostScript name, which PDF calls it by.
    name: String,
    /// Of 1/1000 of its size.
    metrics: Metrics,
}

/// Measures of the font in 1/1000 of its size, as PDF counts (ISO 32000-2, 9.8.1, Table 120).
#[derive(Clone, Copy, Debug)]
pub(super) struct Metrics {
    pub(super) ascent: f64,
    pub(super) descent: f64,
    pub(super) cap_height: f64,
    pub(super) italic_angle: f64,
    pub(super) bounds: [f64; 4],
    units: f64,
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Font({})", self.0.name)
    }
}

/// What a font holds that text needs, ready to be embedded.
pub(super) struct Subset {
    /// Name with the tag of a subset: `ABCDEF+Name`.
    pub(super) name: String,
    pub(super) program: Vec<u8>,
    /// Of each glyph, in 1/1000.
    pub(super) widths: Vec<f64>,
    /// The character that each glyph shows.
    pub(super) characters: BTreeMap<u16, char>,
    glyphs: BTreeMap<char, u16>,
}

impl Font {
    /// Reads a font program: the font of this `index` in a collection, else 0.
    ///
    /// # Errors
    /// [`Malformed`] when it is no font with TrueType outlines; [`Misuse`] when its licence forbids embedding
    /// (`OS/2.fsType`).
    pub fn read(octets: Vec<u8>, index: u32) -> Result<Self, Error> {
        const NO_FONT: Malformed = Malformed::new("font", 0, "a TrueType font");
        let font = FontRef::from_index(&octets, index).map_err(|_| NO_FONT)?;
        // PDF embeds other outlines otherwise; the fonts of official documents have these.
        if font.glyf().is_err() {
            return Err(Malformed::new("font", 0, "TrueType outlines (`glyf`)").into());
        }
        // OpenType, OS/2: bit 1 alone is a restricted licence.
        let rights = font.os2().map_or(0, |table| table.fs_type());
        if rights & 0x000f == 2 {
            return Err(Misuse::new("the licence of the font forbids embedding").into());
        }
        let measured = font.metrics(Size::unscaled(), LocationRef::default());
        let units = f64::from(measured.units_per_em);
        if units < 16.0 {
            return Err(NO_FONT.into());
        }
        let scaled = |value: f32| (f64::from(value) * 1000.0 / units).round();
        let bounds = measured.bounds.unwrap_or_default();
        let metrics = Metrics {
            ascent: scaled(measured.ascent),
            descent: scaled(measured.descent),
            cap_height: scaled(measured.cap_height.unwrap_or(measured.ascent)),
            italic_angle: f64::from(measured.italic_angle),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scaled),
            units,
        };
        let named = |id| font.localized_strings(id).english_or_first().map(|name| name.to_string());
        let family = named(StringId::FAMILY_NAME).unwrap_or_default();
        let name = named(StringId::POSTSCRIPT_NAME).unwrap_or_else(|| family.clone());
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let name = if name.is_empty() { "Font".to_owned() } else { name };
        Ok(Self(Arc::new(Inner { index, family, name, metrics, octets })))
    }

    /// Its family, as people know it: `Times New Roman`.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.0.family
    }

    pub(super) fn metrics(&self) -> Metrics {
        self.0.metrics
    }

    /// Above the base line, in sizes of the font.
    pub(super) fn ascent(&self) -> f64 {
        self.0.metrics.ascent / 1000.0
    }

    /// Below the base line, negative, in sizes of the font.
    pub(super) fn descent(&self) -> f64 {
        self.0.metrics.descent / 1000.0
    }

    /// The same program and the same font in it?
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.index == other.0.index && self.0.octets == other.0.octets
    }

    fn open(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.0.octets, self.0.index).ok()
    }

    fn glyph(font: &FontRef<'_>, character: char) -> Option<GlyphId> {
        let glyph = font.charmap().map(character)?;
        (glyph.to_u32() != 0).then_some(glyph)
    }

    /// # Errors
    /// [`Misuse`] naming the characters that it cannot show.
    pub(super) fn must_have(&self, text: &str) -> Result<(), Error> {
        let font = self.open();
        let lacks = |character: &char| font.as_ref().and_then(|font| Self::glyph(font, *character)).is_none();
        let mut missing: Vec<String> =
            text.chars().filter(lacks).map(|character| format!("U+{:04X}", u32::from(character))).collect();
        missing.dedup();
        match missing.as_slice() {
            [] => Ok(()),
            some => {
                let named = some.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
                Err(Misuse::new(format!("the font {} cannot show {named}", self.0.family)).into())
            }
        }
    }

    /// How wide the text is at `size`, in points.
    #[must_use]
    pub fn width(&self, text: &str, size: f64) -> f64 {
        let Some(font) = self.open() else { return 0.0 };
        text.chars().map(|character| Self::advance(&font, character, self.0.metrics.units)).sum::<f64>() * size / 1000.0
    }

    fn advance(font: &FontRef<'_>, character: char, units: f64) -> f64 {
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let glyph = Self::glyph(font, character).unwrap_or_default();
        (f64::from(metrics.advance_width(glyph).unwrap_or_default()) * 1000.0 / units).round()
    }

    /// What is needed of it to show these characters.
    pub(super) fn subset(&self, text: impl Iterator<Item = char>) -> Result<Subset, Error> {
        let damaged = || Malformed::new("font", 0, "a font whose glyphs can be taken out");
        let font = self.open().ok_or_else(damaged)?;
        let mut remapper = GlyphRemapper::new();
        let (mut glyphs, mut characters) = (BTreeMap::new(), BTreeMap::new());
        for character in text {
            let Some(glyph) = Self::glyph(&font, character) else { continue };
            let new = remapper.remap(u16::try_from(glyph.to_u32()).map_err(|_| damaged())?);
            glyphs.insert(character, new);
            characters.entry(new).or_insert(character);
        }
        let program = subsetter::subset(&self.0.octets, self.0.index, &remapper).map_err(|_| damaged())?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let width = |old: u16| f64::from(metrics.advance_width(GlyphId::from(old)).unwrap_or_default());
        let widths = remapper.remapped_gids().map(|old| (width(old) * 1000.0 / self.0.metrics.units).round()).collect();
        let name = format!("{}+{}", tag(&program), self.0.name);
        Ok(Subset { name, program, widths, characters, glyphs })
    }
}

impl Subset {
    /// A hexadecimal string that shows the text: two octets a glyph.
    pub(super) fn show(&self, text: &str) -> String {
        let glyphs = text.chars().filter_map(|character| self.glyphs.get(&character));
        let digits: String = glyphs.map(|glyph| format!("{glyph:04x}")).collect();
        format!("<{digits}>")
    }

    /// How text is copied out again (ISO 32000-2, 9.10.3).
    pub(super) fn to_unicode(&self) -> Vec<u8> {
        let mut out = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
             /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
        );
        let all: Vec<_> = self.characters.iter().collect();
        for part in all.chunks(100) {
            out.push_str(&format!("{} beginbfchar\n", part.len()));
            for (glyph, character) in part {
                let mut units = [0; 2];
                let code: String =
                    character.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04x}")).collect();
                out.push_str(&format!("<{glyph:04x}> <{code}>\n"));
            }
            out.push_str("endbfchar\n");
        }
        out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        out.into_bytes()
    }
}

/// Six capitals that tell one subset from another (9.9.2).
fn tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|octet| char::from(b'A'.saturating_add(octet.rem_euclid(26)))).collect()
}
