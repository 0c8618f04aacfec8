//! How a signature shows on the page: the widget annotation of its field (ISO 32000-2, 12.5.6.19, 12.7.5.5).

use crate::error::{Error, Malformed, Misuse};
use crate::pdf::{Dictionary, Field, Object, ObjectId, PdfString, Update, View};
use crate::sign::form;
use crate::stamp::{self, Placement, Rect, Sheet, Stamp};

/// Annotation flags (12.5.3, Table 167): Print and Locked, as 12.7.5.5 asks of a signature that is kept as it is.
const PRINT_AND_LOCKED: i64 = 4 | 128;
/// Invisible, Hidden, NoView, ToggleNoView: what keeps an annotation from being seen.
const CONCEALING: i64 = 1 | 2 | 32 | 256;

/// What the caller wants to be seen.
#[derive(Default)]
pub(super) struct Look {
    pub(super) stamp: Option<Stamp>,
    pub(super) placement: Option<Placement>,
    /// What a screen reader says.
    pub(super) description: Option<String>,
}

/// The widget of a new field, and the page that it goes on.
pub(super) struct New {
    pub(super) dictionary: Dictionary,
    pub(super) page: ObjectId,
}

impl Look {
    /// A widget for a new field: in its rectangle, or of no extent on the first page.
    pub(super) fn new_widget(&self, update: &mut Update<'_, '_>, view: &View<'_, '_>) -> Result<New, Error> {
        let mut widget = Dictionary::new();
        widget.insert("Type", Object::name("Annot"));
        widget.insert("Subtype", Object::name("Widget"));
        widget.insert("F", PRINT_AND_LOCKED);
        if let Some(description) = &self.description {
            widget.insert("TU", PdfString::from_text(description));
        }
        let Some(stamp) = &self.stamp else {
            if self.placement.is_some() {
                return Err(Misuse::new("a place on the page was given, and nothing to show there").into());
            }
            let (page, _) = view.page(0)?;
            widget.insert("P", page);
            widget.insert("Rect", vec![Object::from(0); 4]);
            return Ok(New { dictionary: widget, page });
        };
        let Some(placement) = self.placement else {
            return Err(Misuse::new("a visible signature in a new field needs a place on a page").into());
        };
        let (sheet, rect) = placement.resolve(view)?;
        widget.insert("P", sheet.id);
        widget.insert("Rect", stamp::array(&rect));
        let appearance = stamp::write(update, view, stamp, &sheet, sheet.extent_of(&rect))?;
        widget.insert("AP", Dictionary::from_iter([("N".into(), Object::from(appearance))]));
        Ok(New { dictionary: widget, page: sheet.id })
    }

    /// Shows the stamp in the widget of an empty field that is there, whose rectangle stays as it is.
    pub(super) fn show_in(&self, update: &mut Update<'_, '_>, view: &View<'_, '_>, field: &Field) -> Result<(), Error> {
        if self.placement.is_some() {
            return Err(Misuse::new(format!("the field `{}` has its place already", field.name)).into());
        }
        let Some(stamp) = &self.stamp else { return Ok(()) };
        let named = field.widgets.first().copied().flatten();
        let id = named.ok_or_else(|| Misuse::new(format!("the field `{}` is on no page", field.name)))?;
        let mut widget = form::dictionary(update, id)?;
        let nowhere = || Misuse::new(format!("the field `{}` has no extent on any page", field.name));
        let rect = stamp::rect(view, &widget, "Rect")?.filter(Rect::is_visible).ok_or_else(nowhere)?;
        let sheet = Sheet::of_widget(view, id)?.ok_or_else(nowhere)?;
        let appearance = stamp::write(update, view, stamp, &sheet, sheet.extent_of(&rect))?;
        widget.insert("AP", Dictionary::from_iter([("N".into(), Object::from(appearance))]));
        widget.remove("AS");
        let flags = view.entry(&widget, "F")?.as_integer().unwrap_or(0);
        widget.insert("F", (flags | PRINT_AND_LOCKED) & !CONCEALING);
        update.put(id, widget.into());
        Ok(())
    }
}

/// The dictionary of a field that is to be signed must be an object of its own (7.3.10; 12.7.3, Table 224).
pub(super) fn id_of(field: &Field) -> Result<ObjectId, Error> {
    field.id.ok_or_else(|| Malformed::new("field", 0, "an indirect object").into())
}
