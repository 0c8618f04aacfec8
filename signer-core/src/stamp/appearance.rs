//! A stamp as objects of the document: the form XObject and what it needs (ISO 32000-2, 8.10, 8.9.5, 9.7, 9.9).

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::error::Error;
use crate::pdf::{Dictionary, Object, ObjectId, PdfString, Update, View};
use crate::stamp::Stamp;
use crate::stamp::colour::Profile;
use crate::stamp::conformance::Conformance;
use crate::stamp::font::{Font, Subset};
use crate::stamp::image::{Data, Image};
use crate::stamp::page::{Rect, Sheet, array, number};

/// Of zlib: the best that takes no longer to write than to send.
const COMPRESSION: u8 = 9;

/// Puts the appearance of `stamp` for a rectangle of this extent (in points, upright) on the page, and gives its id.
pub(crate) fn write(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    stamp: &Stamp,
    sheet: &Sheet,
    (width, height): (f64, f64),
) -> Result<ObjectId, Error> {
    let conformance = Conformance::read(view)?;
    let content = stamp.content(width, height)?;
    let profile = put_profile(update, &Profile::srgb())?;
    let mut resources = Dictionary::new();
    let space = vec![Object::name("ICCBased"), Object::from(profile)];
    resources.insert("ColorSpace", Dictionary::from_iter([("C0".into(), Object::from(space))]));
    let mut fonts = Dictionary::new();
    for (index, (subset, font)) in content.fonts.iter().zip(&content.sources).enumerate() {
        let id = put_font(update, font, subset, conformance)?;
        fonts.insert(format!("F{index}").as_str(), id);
    }
    if !fonts.is_empty() {
        resources.insert("Font", fonts);
    }
    if let Some(image) = &stamp.image {
        let blend = conformance.permits_transparency(view, &sheet.dictionary)?;
        let id = put_image(update, image, profile, if blend { Mask::Soft } else { Mask::Hard })?;
        resources.insert("XObject", Dictionary::from_iter([("I0".into(), Object::from(id))]));
    }
    let mut form = Dictionary::new();
    form.insert("Type", Object::name("XObject"));
    form.insert("Subtype", Object::name("Form"));
    form.insert("BBox", array(&Rect::new(0.0, 0.0, width, height)));
    if let Some(matrix) = sheet.rotation.matrix() {
        form.insert("Matrix", matrix.map(number).to_vec());
    }
    form.insert("Resources", resources);
    put_compressed(update, form, &content.octets)
}

fn put_compressed(update: &mut Update<'_, '_>, mut dictionary: Dictionary, octets: &[u8]) -> Result<ObjectId, Error> {
    let id = update.allocate()?;
    dictionary.insert("Filter", Object::name("FlateDecode"));
    update.put_stream(id, dictionary, compress_to_vec_zlib(octets, COMPRESSION));
    Ok(id)
}

fn put_profile(update: &mut Update<'_, '_>, profile: &Profile) -> Result<ObjectId, Error> {
    put_compressed(update, profile.dictionary(), &profile.octets)
}

/// How what is beneath an image is let through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mask {
    /// As much as the image says (11.6.5.2).
    Soft,
    /// Wholly or not at all (8.9.6.3), where a document may mix no colours.
    Hard,
}

fn put_image(update: &mut Update<'_, '_>, image: &Image, srgb: ObjectId, mask: Mask) -> Result<ObjectId, Error> {
    let components = match &image.data {
        Data::Samples { components, .. } | Data::Jpeg { components, .. } => *components,
    };
    let mut dictionary = described(image);
    dictionary.insert("BitsPerComponent", 8);
    dictionary.insert("ColorSpace", colour_space(update, image, components, srgb)?);
    match &image.data {
        Data::Jpeg { octets, .. } => {
            dictionary.insert("Filter", Object::name("DCTDecode"));
            let id = update.allocate()?;
            update.put_stream(id, dictionary, octets.clone());
            Ok(id)
        }
        Data::Samples { colour, alpha: None, .. } => put_compressed(update, dictionary, colour),
        Data::Samples { colour, alpha: Some(alpha), .. } if mask == Mask::Soft => {
            let mut soft = described(image);
            soft.insert("BitsPerComponent", 8);
            soft.insert("ColorSpace", Object::name("DeviceGray"));
            dictionary.insert("SMask", put_compressed(update, soft, alpha)?);
            put_compressed(update, dictionary, colour)
        }
        Data::Samples { colour, alpha: Some(alpha), .. } => {
            let mut hard = described(image);
            hard.insert("ImageMask", Object::Boolean(true));
            hard.insert("BitsPerComponent", 1);
            let hard = put_compressed(update, hard, &bits(alpha, image.width))?;
            dictionary.insert("Mask", hard);
            put_compressed(update, dictionary, &on_white(colour, alpha, components))
        }
    }
}

fn described(image: &Image) -> Dictionary {
    Dictionary::from_iter([
        ("Type".into(), Object::name("XObject")),
        ("Subtype".into(), Object::name("Image")),
        ("Width".into(), Object::from(i64::from(image.width))),
        ("Height".into(), Object::from(i64::from(image.height))),
    ])
}

/// The profile that came with the image; else sRGB, or grey with about its curve.
fn colour_space(
    update: &mut Update<'_, '_>,
    image: &Image,
    components: u8,
    srgb: ObjectId,
) -> Result<Vec<Object>, Error> {
    if let Some(own) = image.profile.as_deref().and_then(|octets| Profile::from_image(octets, components)) {
        return Ok(vec![Object::name("ICCBased"), put_profile(update, &own)?.into()]);
    }
    if components == 3 {
        return Ok(vec![Object::name("ICCBased"), srgb.into()]);
    }
    let white: Vec<Object> = [0.9505, 1.0, 1.089].map(Object::Real).to_vec();
    let grey = [("WhitePoint".into(), Object::from(white)), ("Gamma".into(), Object::Real(2.2))];
    Ok(vec![Object::name("CalGray"), Dictionary::from_iter(grey).into()])
}

/// A bit a pixel, each row padded to octets; 1 masks out (8.9.6.3).
fn bits(alpha: &[u8], width: u32) -> Vec<u8> {
    let row = usize::try_from(width).unwrap_or(usize::MAX).max(1);
    let octet = |part: &[u8]| {
        let bit = |(opaque, place): (&u8, u32)| {
            if *opaque < 0x80 { 0x80_u8.checked_shr(place).unwrap_or(0) } else { 0 }
        };
        part.iter().zip(0_u32..).map(bit).fold(0, |octet, bit| octet | bit)
    };
    alpha.chunks(row).flat_map(|row| row.chunks(8).map(octet)).collect()
}

/// The colours as they look on white paper.
fn on_white(colour: &[u8], alpha: &[u8], components: u8) -> Vec<u8> {
    let mix = |value: u8, opaque: u8| {
        let (value, opaque) = (u32::from(value), u32::from(opaque));
        let paper = 255_u32.saturating_sub(opaque).saturating_mul(255);
        let mixed = value.saturating_mul(opaque).saturating_add(paper).div_ceil(255);
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let pixels = colour.chunks(usize::from(components).max(1)).zip(alpha);
    pixels.flat_map(|(pixel, opaque)| pixel.iter().map(|value| mix(*value, *opaque)).collect::<Vec<_>>()).collect()
}

fn put_font(
    update: &mut Update<'_, '_>,
    font: &Font,
    subset: &Subset,
    conformance: Conformance,
) -> Result<ObjectId, Error> {
    let mut program = Dictionary::new();
    program.insert("Length1", i64::try_from(subset.program.len()).unwrap_or(i64::MAX));
    let program = put_compressed(update, program, &subset.program)?;
    let descriptor = put_descriptor(update, font, subset, program, conformance)?;
    let mut descendant = Dictionary::new();
    descendant.insert("Type", Object::name("Font"));
    descendant.insert("Subtype", Object::name("CIDFontType2"));
    descendant.insert("BaseFont", Object::name(&subset.name));
    let info = [
        ("Registry".into(), Object::from(PdfString::literal(&b"Adobe"[..]))),
        ("Ordering".into(), Object::from(PdfString::literal(&b"Identity"[..]))),
        ("Supplement".into(), Object::from(0)),
    ];
    descendant.insert("CIDSystemInfo", Dictionary::from_iter(info));
    descendant.insert("FontDescriptor", descriptor);
    descendant.insert("DW", 0);
    let widths: Vec<Object> = subset.widths.iter().map(|width| number(*width)).collect();
    descendant.insert("W", vec![Object::from(0), Object::from(widths)]);
    descendant.insert("CIDToGIDMap", Object::name("Identity"));
    let below = update.allocate()?;
    update.put(below, descendant.into());
    let unicode = put_compressed(update, Dictionary::new(), &subset.to_unicode())?;
    let mut composite = Dictionary::new();
    composite.insert("Type", Object::name("Font"));
    composite.insert("Subtype", Object::name("Type0"));
    composite.insert("BaseFont", Object::name(&subset.name));
    composite.insert("Encoding", Object::name("Identity-H"));
    composite.insert("DescendantFonts", vec![Object::from(below)]);
    composite.insert("ToUnicode", unicode);
    let id = update.allocate()?;
    update.put(id, composite.into());
    Ok(id)
}

fn put_descriptor(
    update: &mut Update<'_, '_>,
    font: &Font,
    subset: &Subset,
    program: ObjectId,
    conformance: Conformance,
) -> Result<ObjectId, Error> {
    /// Symbolic (9.8.2, Table 121): its glyphs are chosen by number.
    const SYMBOLIC: i64 = 4;
    let metrics = font.metrics();
    let mut descriptor = Dictionary::new();
    descriptor.insert("Type", Object::name("FontDescriptor"));
    descriptor.insert("FontName", Object::name(&subset.name));
    descriptor.insert("Flags", SYMBOLIC);
    descriptor.insert("FontBBox", metrics.bounds.map(number).to_vec());
    descriptor.insert("ItalicAngle", number(metrics.italic_angle));
    descriptor.insert("Ascent", number(metrics.ascent));
    descriptor.insert("Descent", number(metrics.descent));
    descriptor.insert("CapHeight", number(metrics.cap_height));
    // No font says it; 80 is what upright serif faces of regular weight have.
    descriptor.insert("StemV", 80);
    descriptor.insert("FontFile2", program);
    // ISO 19005-1, 6.3.5, asks for it; later parts of the standard do not.
    if conformance.pdf_a == Some(1) {
        let glyphs = vec![0xff; subset.widths.len()];
        descriptor.insert("CIDSet", put_compressed(update, Dictionary::new(), &set(&glyphs))?);
    }
    let id = update.allocate()?;
    update.put(id, descriptor.into());
    Ok(id)
}

/// A bit a glyph, the first in the highest (9.8.3.2, Table 122).
fn set(glyphs: &[u8]) -> Vec<u8> {
    let octet = |part: &[u8]| {
        let empty = u32::try_from(8_usize.saturating_sub(part.len())).unwrap_or(0);
        0xff_u8.checked_shl(empty).unwrap_or(0)
    };
    glyphs.chunks(8).map(octet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hard_mask_hides_what_is_less_than_half_opaque() {
        assert_eq!(bits(&[0, 255, 127, 128, 0, 0, 0, 0, 255, 0], 10), [0b1010_1111, 0b0100_0000]);
        assert_eq!(bits(&[0, 255, 255, 0], 2), [0b1000_0000, 0b0100_0000]);
    }

    #[test]
    fn a_half_opaque_stroke_is_paler_on_paper() {
        assert_eq!(on_white(&[0, 0, 200, 10, 20, 30], &[0, 255], 3), [255, 255, 255, 10, 20, 30]);
        assert_eq!(on_white(&[0], &[128], 1), [127]);
    }

    #[test]
    fn the_set_of_glyphs_has_a_bit_for_each() {
        assert_eq!(set(&[0; 10]), [0xff, 0b1100_0000]);
    }
}
