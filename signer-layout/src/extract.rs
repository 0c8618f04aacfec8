//! What stands on a page, where: the glyphs, images and drawings that interpreting its content yields.

#![expect(clippy::arithmetic_side_effects, reason = "products of affine maps, floats alone")]

use std::collections::HashMap;

use hayro::hayro_interpret::font::{Glyph, GlyphIdentifier, GlyphRun, PositionedGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::object::Dict;
use hayro::hayro_interpret::hayro_syntax::object::String as PdfString;
use hayro::hayro_interpret::hayro_syntax::page as hayro_page;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, RenderContent, SoftMask, interpret_page,
};
use hayro::kurbo::{Affine, BezPath, Point as KurboPoint, Rect as KurboRect, Shape};

use signer_core::error::Exceeded;

use crate::geometry::{Point, Rect};
use crate::page::Page;

/// Everything on a page, in default user space, in the order it is painted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// The glyphs of the page's own content.
    pub(crate) glyphs: Vec<PlacedGlyph>,
    /// Images of the page's own content.
    pub images: Vec<PlacedImage>,
    /// Lines and areas of the page's own content, white ones left out.
    pub drawings: Vec<Rect>,
    /// Images inside the appearances of annotations.
    pub annotation_images: Vec<PlacedImage>,
    /// Glyphs inside the appearances of annotations.
    pub(crate) annotation_glyphs: Vec<PlacedGlyph>,
}

/// A character where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlacedGlyph {
    /// What it means: U+FFFD when the file does not say, empty when a glyph before it says it for both.
    pub(crate) text: String,
    /// On the baseline.
    pub(crate) origin: Point,
    /// Where the next glyph's origin would be.
    pub(crate) end: Point,
    /// The direction of the text, not zero.
    pub(crate) direction: Point,
    /// Of the font as it is drawn, in units of user space.
    pub(crate) size: f64,
    /// What is inked; nothing for spaces, and for glyphs that are drawn by a content stream.
    pub(crate) ink: Option<Rect>,
    /// Can a reader see it?
    pub(crate) visible: bool,
    /// When it was painted.
    order: u32,
}

impl PlacedGlyph {
    fn middle(&self) -> Point {
        let (dx, dy) = (self.end.x - self.origin.x, self.end.y - self.origin.y);
        let length = dx.hypot(dy).max(f64::MIN_POSITIVE);
        // A quarter of the size above the baseline is inside of nearly every letter.
        let up = self.size / 4.0 / length;
        Point::new(self.origin.x + dx / 2.0 - dy * up, self.origin.y + dy / 2.0 + dx * up)
    }
}

/// An image where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedImage {
    /// The smallest upright rectangle around it.
    pub rect: Rect,
    /// Length of its lower edge, in units of user space.
    pub across: f64,
    /// Length of its left edge, in units of user space.
    pub up: f64,
    /// Samples in a row.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
    /// Has it parts that can be seen through?
    pub transparent: bool,
    /// When it was painted.
    order: u32,
}

/// Glyphs, images, lines and areas kept of one page: twenty times the fullest at hand.
const MOST: usize = 400_000;

/// Interprets the page; nothing when there is too much on it.
pub(crate) fn content(page: &hayro_page::Page<'_>, geometry: &Page) -> Result<Content, Exceeded> {
    let mut own = Collector::new(geometry.visible);
    run(page, geometry, RenderContent::PAGE, &mut own);
    let mut annotations = Collector::new(geometry.visible);
    run(page, geometry, RenderContent::ANNOTATIONS, &mut annotations);
    if own.is_full || annotations.is_full {
        return Err(Exceeded { what: "things on one page", limit: u64::try_from(MOST).unwrap_or(u64::MAX) });
    }
    Ok(own.finish(annotations.images, annotations.glyphs))
}

fn run<'p>(page: &hayro_page::Page<'p>, geometry: &Page, what: RenderContent, collector: &mut Collector) {
    let Rect { x0, y0, x1, y1 } = geometry.visible;
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings { render_content: what, ..InterpreterSettings::default() };
    let mut context = Context::new(Affine::IDENTITY, KurboRect::new(x0, y0, x1, y1), &cache, page.xref(), settings);
    interpret_page(page, &mut context, collector);
}

struct Collector {
    /// Extents of outlines, in thousandths of the size.
    outlines: HashMap<GlyphIdentifier, Option<KurboRect>>,
    glyphs: Vec<PlacedGlyph>,
    images: Vec<PlacedImage>,
    drawings: Vec<Rect>,
    /// Areas that hide what was painted before them.
    covers: Vec<(Rect, u32)>,
    clips: Vec<Rect>,
    /// Groups that let through what is below them (11.6.6): by opacity, mask or blend mode.
    groups: Vec<bool>,
    /// Replacement text (14.9.4) that the next glyph carries; the ones after it carry none. One level for each sequence.
    actual: Vec<Option<Option<String>>>,
    order: u32,
    /// Was there more than is kept?
    is_full: bool,
}

impl Collector {
    fn new(visible: Rect) -> Self {
        Self {
            outlines: HashMap::new(),
            glyphs: Vec::new(),
            images: Vec::new(),
            drawings: Vec::new(),
            covers: Vec::new(),
            clips: vec![visible],
            groups: Vec::new(),
            actual: Vec::new(),
            order: 0,
            is_full: false,
        }
    }

    /// Is there room for more?
    fn has_room(&mut self) -> bool {
        let kept = [self.glyphs.len(), self.images.len(), self.drawings.len(), self.covers.len(), self.outlines.len()];
        self.is_full |= kept.into_iter().any(|kept| kept >= MOST);
        !self.is_full
    }

    fn next(&mut self) -> u32 {
        self.order = self.order.saturating_add(1);
        self.order
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or_default()
    }

    fn push_clip(&mut self, rect: Rect) {
        // A clip without an area hides everything.
        let clip = self.clip().intersection(&rect).unwrap_or_default();
        self.clips.push(clip);
    }

    /// What the glyph means, replacement text considered.
    fn meaning(&mut self, own: String) -> String {
        let replaced = self.actual.iter_mut().find_map(|level| level.as_mut());
        match replaced {
            Some(text) => text.take().unwrap_or_default(),
            None => own,
        }
    }

    fn ink(&mut self, glyph: &PositionedGlyph<'_>, transform: Affine) -> Option<Rect> {
        let Glyph::Outline(outline) = &**glyph else { return None };
        let extents = self.outlines.entry(outline.identifier()).or_insert_with(|| {
            let path = outline.outline();
            (!path.elements().is_empty()).then(|| path.bounding_box())
        });
        (*extents).map(|extents| rect(transform.transform_rect_bbox(extents)))
    }

    /// Is what is painted now seen through?
    fn lets_through(&self) -> bool {
        self.groups.iter().any(|through| *through)
    }

    fn fill(&mut self, rect: Rect, props: &DrawProps<'_>) {
        let order = self.next();
        let Some(rect) = self.clip().intersection(&thickened(rect)) else { return };
        let shade = shade(&props.paint);
        let is_opaque = matches!(shade, Shade::White | Shade::Ink) && props.soft_mask.is_none();
        if is_opaque && props.blend_mode == BlendMode::Normal && !self.lets_through() {
            self.covers.push((rect, order));
        }
        if matches!(shade, Shade::Ink | Shade::Translucent) {
            self.drawings.push(rect);
        }
    }

    /// The lines of a path one by one: a frame is no obstacle to what stands in it.
    fn stroke(&mut self, path: &BezPath, props: &DrawProps<'_>, width: f64) {
        /// A path of more is taken as a whole.
        const LINES: usize = 500;
        if !matches!(shade(&props.paint), Shade::Ink | Shade::Translucent) {
            return;
        }
        let half = width / 2.0 * props.transform.determinant().abs().sqrt();
        let clip = self.clip();
        let whole = bounds(path, props.transform);
        let lines = path.segments().take(LINES.saturating_add(1));
        let lines: Vec<Rect> = lines.map(|line| rect((props.transform * line).bounding_box())).collect();
        let seen = if lines.len() > LINES { vec![whole] } else { lines };
        let seen = seen.into_iter().filter_map(|line| clip.intersection(&thickened(line.grown(half.max(0.0)))));
        self.drawings.extend(seen);
    }

    fn finish(mut self, annotation_images: Vec<PlacedImage>, annotation_glyphs: Vec<PlacedGlyph>) -> Content {
        self.covers
            .extend(self.images.iter().filter(|image| !image.transparent).map(|image| (image.rect, image.order)));
        // The covers of a page are few: backgrounds, pictures. A page of thousands of filled areas is a drawing.
        const MOST_COVERS: usize = 2_000;
        self.covers.sort_by(|(one, _), (other, _)| other.area().total_cmp(&one.area()));
        self.covers.truncate(MOST_COVERS);
        for glyph in &mut self.glyphs {
            let middle = glyph.middle();
            glyph.visible &= !self.covers.iter().any(|(rect, order)| *order > glyph.order && rect.contains(middle));
        }
        Content {
            glyphs: self.glyphs,
            images: self.images,
            drawings: self.drawings,
            annotation_images,
            annotation_glyphs,
        }
    }
}

/// A line without an area, as wide as the thinnest that is drawn.
fn thickened(rect: Rect) -> Rect {
    if rect.width() <= 0.0 || rect.height() <= 0.0 { rect.grown(0.25) } else { rect }
}

enum Shade {
    /// Cannot be told from the sheet.
    White,
    Ink,
    Translucent,
    Nothing,
}

fn shade(paint: &Paint<'_>) -> Shade {
    let Paint::Color(color) = paint else { return Shade::Translucent };
    let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
    match alpha {
        0..=3 => Shade::Nothing,
        252.. if red.min(green).min(blue) >= 250 => Shade::White,
        252.. => Shade::Ink,
        _ => Shade::Translucent,
    }
}

fn point(point: KurboPoint) -> Point {
    Point::new(point.x, point.y)
}

fn bounds(path: &BezPath, transform: Affine) -> Rect {
    rect(transform.transform_rect_bbox(path.bounding_box()))
}

fn rect(rect: KurboRect) -> Rect {
    Rect::new(rect.x0, rect.y0, rect.x1, rect.y1)
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.has_room() {
            return;
        }
        match mode {
            DrawMode::Fill(_) => self.fill(bounds(path, props.transform), &props),
            DrawMode::Stroke(stroke) => self.stroke(path, &props, f64::from(stroke.line_width)),
            DrawMode::FillAndStroke(_, stroke) => {
                self.fill(bounds(path, props.transform), &props);
                self.stroke(path, &props, f64::from(stroke.line_width));
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip(bounds(&clip.path, Affine::IDENTITY));
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend_mode: BlendMode) {
        self.groups.push(opacity < 0.99 || mask.is_some() || blend_mode != BlendMode::Normal);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let order = self.next();
        let inked = match shade(&props.paint) {
            Shade::Ink | Shade::Translucent => true,
            Shade::White | Shade::Nothing => false,
        };
        let inked = inked && !matches!(mode, DrawMode::Invisible);
        let start = self.glyphs.len();
        for placed in run.glyphs() {
            if !self.has_room() {
                return;
            }
            let own = placed.as_unicode().map(|text| match text {
                BfString::Char(char) => char.to_string(),
                BfString::String(text) => text,
            });
            let text = self.meaning(own.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string()));
            let transform = props.transform * placed.transform();
            let origin = point(transform * KurboPoint::ZERO);
            let up = point(transform * KurboPoint::new(0.0, 1000.0));
            let across = point(transform * KurboPoint::new(1000.0, 0.0));
            let size = (up.x - origin.x).hypot(up.y - origin.y);
            let advance = match &**placed {
                Glyph::Outline(glyph) => glyph.advance_width(),
                Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let end = advanced(origin, across, size, f64::from(advance.unwrap_or(500.0)));
            if !(origin.x.is_finite() && origin.y.is_finite() && size.is_finite() && size > 0.0) {
                continue;
            }
            let ink = self.ink(placed, transform);
            let direction = Point::new(across.x - origin.x, across.y - origin.y);
            let mut glyph = PlacedGlyph { text, origin, end, direction, size, ink, visible: inked, order };
            glyph.visible &= self.clip().contains(glyph.middle());
            self.glyphs.push(glyph);
        }
        close_gaps(self.glyphs.get_mut(start..).unwrap_or_default());
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if !self.has_room() {
            return;
        }
        let order = self.next();
        let (columns, rows) = (image.width(), image.height());
        let corner = |x: f64, y: f64| point(props.transform * KurboPoint::new(x, y));
        let (width, height) = (f64::from(columns), f64::from(rows));
        let corners = [corner(0.0, 0.0), corner(width, 0.0), corner(width, height), corner(0.0, height)];
        let [origin, right, _, up] = corners;
        let Some(rect) = Rect::around(corners).and_then(|rect| self.clip().intersection(&thickened(rect))) else {
            return;
        };
        let (dict, is_stencil) = match &image {
            Image::Raster(raster) => (raster.stream().dict().clone(), false),
            Image::Stencil(stencil) => (stencil.stream().dict().clone(), true),
        };
        let is_masked = ["SMask", "Mask", "SMaskInData"].iter().any(|key| dict.contains_key(key.as_bytes()));
        self.images.push(PlacedImage {
            rect,
            across: (right.x - origin.x).hypot(right.y - origin.y),
            up: (up.x - origin.x).hypot(up.y - origin.y),
            columns,
            rows,
            transparent: is_stencil || is_masked || props.soft_mask.is_some() || self.lets_through(),
            order,
        });
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|properties| properties.get::<PdfString<'_>>("ActualText".as_bytes()));
        let text = text.map(|text| {
            let text = signer_core::pdf::PdfString::literal(text.as_bytes().to_vec()).text();
            Some(text)
        });
        self.actual.push(text);
    }

    fn end_marked_content(&mut self) {
        self.actual.pop();
    }
}

/// Where the glyph ends that begins at `origin` and whose thousand units across lead to `across`.
///
/// The transform may stretch a substituted glyph to the width that the file says, so only its direction counts.
fn advanced(origin: Point, across: Point, size: f64, advance: f64) -> Point {
    let (dx, dy) = (across.x - origin.x, across.y - origin.y);
    let length = dx.hypot(dy);
    if length <= 0.0 || !length.is_finite() || !advance.is_finite() {
        return origin;
    }
    let by = advance / 1000.0 * size / length;
    Point::new(origin.x + dx * by, origin.y + dy * by)
}

/// A glyph ends where the next begins, if that is about where it says it ends: text may be narrowed (`Tz`) or spaced.
fn close_gaps(glyphs: &mut [PlacedGlyph]) {
    for index in 1..glyphs.len() {
        let Some(next) = glyphs.get(index).map(|glyph| glyph.origin) else { return };
        let Some(glyph) = glyphs.get_mut(index.saturating_sub(1)) else { return };
        let off = (next.x - glyph.end.x).hypot(next.y - glyph.end.y);
        let is_forward = (next.x - glyph.origin.x) * (glyph.end.x - glyph.origin.x)
            + (next.y - glyph.origin.y) * (glyph.end.y - glyph.origin.y)
            > 0.0;
        if off < glyph.size * 0.12 && is_forward {
            glyph.end = next;
        }
    }
}
