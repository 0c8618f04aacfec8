//! What a new signature changes around itself: the form, the annotations of the page, the catalogue. Each object is
//! written only when it has to be, and keeps everything else that stands in it.

use crate::error::{Error, Malformed};
use crate::pdf::{Dictionary, Object, ObjectId, Update, View};

/// `/SigFlags` (ISO 32000-2, 12.7.3, Table 225): SignaturesExist and AppendOnly.
const SIGNED_AND_APPEND_ONLY: i64 = 1 | 2;

/// The dictionary that an id stands for, with what the update has changed in it.
pub(super) fn dictionary(update: &Update<'_, '_>, id: ObjectId) -> Result<Dictionary, Error> {
    let object = update.object(id)?;
    object.into_dictionary().ok_or_else(|| Malformed::new("object", 0, "a dictionary").into())
}

/// Appends `item` to the array `key` of the dictionary `owner`; the array may be direct, indirect or absent.
pub(super) fn push(update: &mut Update<'_, '_>, owner: ObjectId, key: &str, item: ObjectId) -> Result<(), Error> {
    let mut dictionary = dictionary(update, owner)?;
    if push_in(update, &mut dictionary, key, item)? {
        update.put(owner, dictionary.into());
    }
    Ok(())
}

/// Adds a widget to `/Annots` of its page.
pub(super) fn annotate(update: &mut Update<'_, '_>, page: ObjectId, widget: ObjectId) -> Result<(), Error> {
    push(update, page, "Annots", widget)
}

/// Says in the form that there are signatures, and puts `field` into `/Fields`. Makes the form if there is none.
pub(super) fn mark_as_signed(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    field: Option<ObjectId>,
) -> Result<(), Error> {
    let catalog_id = view.catalog_id().ok_or_else(|| Malformed::new("trailer", 0, "/Root"))?;
    let mut catalog = dictionary(update, catalog_id)?;
    let entry = catalog.get("AcroForm").cloned().unwrap_or(Object::Null);
    let indirect = match entry.as_reference() {
        Some(id) => update.object(id)?.into_dictionary().map(|form| (id, form)),
        None => None,
    };
    if let Some((id, mut form)) = indirect {
        if edit(update, view, &mut form, field)? {
            update.put(id, form.into());
        }
        return Ok(());
    }
    match entry.into_dictionary() {
        Some(mut form) => {
            if edit(update, view, &mut form, field)? {
                catalog.insert("AcroForm", form);
                update.put(catalog_id, catalog.into());
            }
        }
        None => {
            let mut form = Dictionary::new();
            edit(update, view, &mut form, field)?;
            let id = update.allocate()?;
            update.put(id, form.into());
            catalog.insert("AcroForm", id);
            update.put(catalog_id, catalog.into());
        }
    }
    Ok(())
}

/// Names the certification signature in the catalogue (12.8.6, Table 263).
pub(super) fn certify(update: &mut Update<'_, '_>, view: &View<'_, '_>, signature: ObjectId) -> Result<(), Error> {
    let catalog_id = view.catalog_id().ok_or_else(|| Malformed::new("trailer", 0, "/Root"))?;
    let mut catalog = dictionary(update, catalog_id)?;
    let entry = catalog.get("Perms").cloned().unwrap_or(Object::Null);
    if let Some(id) = entry.as_reference()
        && let Some(mut permissions) = update.object(id)?.into_dictionary()
    {
        permissions.insert("DocMDP", signature);
        update.put(id, permissions.into());
        return Ok(());
    }
    let mut permissions = entry.into_dictionary().unwrap_or_default();
    permissions.insert("DocMDP", signature);
    catalog.insert("Perms", permissions);
    update.put(catalog_id, catalog.into());
    Ok(())
}

/// Whether the form had to be changed.
fn edit(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    form: &mut Dictionary,
    field: Option<ObjectId>,
) -> Result<bool, Error> {
    let pushed = match field {
        Some(field) => push_in(update, form, "Fields", field)?,
        None => false,
    };
    let flags = view.entry(form, "SigFlags")?.as_integer().unwrap_or(0);
    if flags & SIGNED_AND_APPEND_ONLY == SIGNED_AND_APPEND_ONLY {
        return Ok(pushed);
    }
    form.insert("SigFlags", flags | SIGNED_AND_APPEND_ONLY);
    Ok(true)
}

/// Whether the dictionary itself was changed, and not an array that it refers to.
fn push_in(update: &mut Update<'_, '_>, dictionary: &mut Dictionary, key: &str, item: ObjectId) -> Result<bool, Error> {
    let entry = dictionary.get(key).cloned().unwrap_or(Object::Null);
    if let Some(id) = entry.as_reference()
        && let Some(array) = update.object(id)?.as_array()
    {
        let mut array = array.to_vec();
        array.push(item.into());
        update.put(id, array.into());
        return Ok(false);
    }
    let mut array = entry.as_array().unwrap_or_default().to_vec();
    array.push(item.into());
    dictionary.insert(key, array);
    Ok(true)
}
