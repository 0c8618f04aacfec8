//! Annotations of a page: where they are, and which field of the form a widget shows.

use std::collections::BTreeMap;

use signer_core::error::Error;
use signer_core::pdf::{Field, FieldKind, Object, ObjectId, View};

use crate::error::LayoutError;
use crate::geometry::{MmRect, Rect};
use crate::page::rectangle;
use crate::pages::Pages;

/// Annotations considered on one page: a form has hundreds.
const MOST: usize = 10_000;

/// An annotation that takes up room on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// `/Rect`, in user space.
    pub rect: Rect,
    /// `/Subtype`.
    pub subtype: String,
    /// The field it shows, for a widget.
    pub field: Option<FieldShown>,
}

/// The field that a widget shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldShown {
    /// The fully qualified name.
    pub name: String,
    /// Is it a signature field?
    pub is_signature: bool,
    /// Has it a value: text, or for a signature field a signature?
    pub is_filled: bool,
    /// The value, where it is text.
    pub text: Option<String>,
}

impl Annotation {
    /// An empty signature field?
    #[must_use]
    pub fn is_open_signature_field(&self) -> bool {
        self.field.as_ref().is_some_and(|field| field.is_signature && !field.is_filled)
    }
}

/// The annotations of a page that have an area and are not hidden.
pub(crate) fn of_page(view: View<'_, '_>, index: usize) -> Result<Vec<Annotation>, Error> {
    let (_, page) = view.page(index)?;
    let Object::Array(named) = view.entry(&page, "Annots")? else { return Ok(Vec::new()) };
    let fields = fields(view)?;
    let mut found = Vec::new();
    for named in named.iter().take(MOST) {
        let Some(dictionary) = view.resolve(named)?.into_dictionary() else { continue };
        // Hidden (2) and NoView (6), 12.5.3.
        let flags = dictionary.get("F").and_then(Object::as_integer).unwrap_or(0);
        if flags & 0x22 != 0 {
            continue;
        }
        let Some(rect) = rectangle(view, &dictionary, "Rect")? else { continue };
        if rect.width() <= 0.0 || rect.height() <= 0.0 {
            continue;
        }
        let subtype = dictionary.name("Subtype").map(|name| String::from_utf8_lossy(name.as_octets()).into_owned());
        let subtype = subtype.unwrap_or_default();
        // A pop-up is a window of the viewer, not of the page.
        if subtype == "Popup" || subtype == "Link" {
            continue;
        }
        let field = named.as_reference().and_then(|id| fields.get(&id).cloned());
        found.push(Annotation { rect, subtype, field });
    }
    Ok(found)
}

/// What the widget of each id shows.
fn fields(view: View<'_, '_>) -> Result<BTreeMap<ObjectId, FieldShown>, Error> {
    let mut shown = BTreeMap::new();
    let Some(form) = view.form()? else { return Ok(shown) };
    for field in form.fields() {
        let what = shows(view, field)?;
        for widget in field.widgets.iter().flatten() {
            shown.insert(*widget, what.clone());
        }
    }
    Ok(shown)
}

fn shows(view: View<'_, '_>, field: &Field) -> Result<FieldShown, Error> {
    let value = view.entry(&field.dictionary, "V")?;
    let text = value.as_string().filter(|_| field.kind == FieldKind::Text).map(|value| value.text());
    Ok(FieldShown {
        name: field.name.clone(),
        is_signature: field.kind == FieldKind::Signature,
        is_filled: !value.is_null() && text.as_deref() != Some(""),
        text,
    })
}

/// The page on which a widget of the field is, from 0, and where; the first of them.
pub(crate) fn find_widget(view: View<'_, '_>, name: &str) -> Result<Option<(usize, Rect)>, Error> {
    let Some(form) = view.form()? else { return Ok(None) };
    let Some(field) = form.fields().iter().find(|field| field.name == name && !field.widgets.is_empty()) else {
        return Ok(None);
    };
    for widget in field.widgets.iter().flatten() {
        let Some(dictionary) = view.get(*widget)?.into_dictionary() else { continue };
        let Some(rect) = rectangle(view, &dictionary, "Rect")? else { continue };
        if rect.width() <= 0.0 || rect.height() <= 0.0 {
            continue;
        }
        if let Some(index) = page_of(view, *widget)? {
            return Ok(Some((index, rect)));
        }
    }
    Ok(None)
}

/// The page on which a field is seen, from 0, and where a reader sees it there.
///
/// # Errors
/// [`LayoutError`] when form or page cannot be read.
pub fn find_field(pages: &Pages<'_, '_>, name: &str) -> Result<Option<(usize, MmRect)>, LayoutError> {
    let Some((index, rect)) = find_widget(pages.view(), name)? else { return Ok(None) };
    Ok(Some((index, pages.page(index)?.frame().rect_to_mm(&rect))))
}

/// The page whose `/Annots` name the annotation: `/P` is only advice (12.5.2).
fn page_of(view: View<'_, '_>, widget: ObjectId) -> Result<Option<usize>, Error> {
    let (mut index, mut found) = (0_usize, None);
    view.each_page(&mut |_, page| {
        if let (None, Object::Array(named)) = (found, view.entry(page, "Annots")?)
            && named.iter().any(|named| named.as_reference() == Some(widget))
        {
            found = Some(index);
        }
        index = index.saturating_add(1);
        Ok(())
    })?;
    Ok(found)
}
