//! The place of a new widget in the logical structure of a tagged document (ISO 32000-2, 14.7, 14.8.4.8.3), so that
//! what follows ISO 14289 goes on doing so.

use crate::error::{Error, Exceeded};
use crate::pdf::{Dictionary, Object, ObjectId, Update, View};
use crate::sign::form;

/// Puts the widget into a `Form` element at the end of the document, if the document is tagged.
///
/// Not below a signature that is there: the change of the structure would look like one of the content, and no
/// verifier could tell them apart.
pub(super) fn tag(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    widget: ObjectId,
    page: ObjectId,
) -> Result<(), Error> {
    let Some(root) = tree(view)? else { return Ok(()) };
    if !update.document().signatures()?.is_empty() {
        return Ok(());
    }
    let key = next_key(update, root)?;
    let parent = top_element(update, root)?.unwrap_or(root);
    let reference = Dictionary::from_iter([
        ("Type".into(), Object::name("OBJR")),
        ("Obj".into(), Object::from(widget)),
        ("Pg".into(), Object::from(page)),
    ]);
    let element = update.allocate()?;
    let entries = [
        ("Type".into(), Object::name("StructElem")),
        ("S".into(), Object::name("Form")),
        ("P".into(), Object::from(parent)),
        ("Pg".into(), Object::from(page)),
        ("K".into(), Object::from(reference)),
    ];
    update.put(element, Dictionary::from_iter(entries).into());
    adopt(update, parent, element)?;
    enter(update, root, key, element)?;
    let mut dictionary = form::dictionary(update, widget)?;
    dictionary.insert("StructParent", key);
    update.put(widget, dictionary.into());
    // ISO 14289-1, 7.18.3: pages with annotations are tabbed through in the order of the structure.
    let mut sheet = form::dictionary(update, page)?;
    if !sheet.contains("Tabs") {
        sheet.insert("Tabs", Object::name("S"));
        update.put(page, sheet.into());
    }
    Ok(())
}

/// The root of the structure, where the document says that it is tagged (14.7.1).
fn tree(view: &View<'_, '_>) -> Result<Option<ObjectId>, Error> {
    let catalog = view.catalog()?;
    let marks = view.entry(&catalog, "MarkInfo")?;
    let marked = marks.as_dictionary().and_then(|marks| marks.get("Marked")).and_then(Object::as_bool);
    let root = catalog.get("StructTreeRoot").and_then(Object::as_reference);
    Ok(root.filter(|_| marked == Some(true)))
}

/// The one element that holds all others, if it is so.
fn top_element(update: &Update<'_, '_>, root: ObjectId) -> Result<Option<ObjectId>, Error> {
    let kids = form::dictionary(update, root)?.get("K").cloned().unwrap_or_default();
    let kids = match kids.as_reference() {
        Some(id) if update.object(id)?.as_array().is_some() => update.object(id)?,
        _ => kids,
    };
    Ok(match &kids {
        Object::Reference(id) => Some(*id),
        Object::Array(kids) => match kids.as_slice() {
            [Object::Reference(id)] => Some(*id),
            _ => None,
        },
        _ => None,
    })
}

/// Appends to `/K`, which may be one kid or an array of them.
fn adopt(update: &mut Update<'_, '_>, parent: ObjectId, element: ObjectId) -> Result<(), Error> {
    let mut dictionary = form::dictionary(update, parent)?;
    let kids = dictionary.get("K").cloned().unwrap_or_default();
    let is_array = match kids.as_reference() {
        Some(id) => update.object(id)?.as_array().is_some(),
        None => kids.as_array().is_some() || kids.is_null(),
    };
    if is_array {
        return form::push(update, parent, "K", element);
    }
    dictionary.insert("K", vec![kids, element.into()]);
    update.put(parent, dictionary.into());
    Ok(())
}

/// Nodes on the way to the last key of the tree; a tree of 64 kids a node holds 2^60 keys within ten.
const MAX_DEPTH: u32 = 64;

/// A key that no page and no annotation has: `/ParentTreeNextKey`, or one more than the last.
fn next_key(update: &Update<'_, '_>, root: ObjectId) -> Result<i64, Error> {
    let root = form::dictionary(update, root)?;
    let last = last_key(update, &resolved(update, root.get("ParentTree"))?)?;
    let named = resolved(update, root.get("ParentTreeNextKey"))?.as_integer();
    let after = last.map_or(0, |last| last.saturating_add(1));
    Ok(named.map_or(after, |named| named.max(after)))
}

fn last_key(update: &Update<'_, '_>, tree: &Object) -> Result<Option<i64>, Error> {
    let mut node = tree.clone();
    for _ in 0..MAX_DEPTH {
        let Some(dictionary) = node.as_dictionary() else { return Ok(None) };
        let numbers = resolved(update, dictionary.get("Nums"))?;
        if let Some(numbers) = numbers.as_array() {
            return Ok(numbers.iter().step_by(2).filter_map(Object::as_integer).max());
        }
        let kids = resolved(update, dictionary.get("Kids"))?;
        let last = kids.as_array().and_then(<[Object]>::last).cloned();
        node = resolved(update, last.as_ref())?;
    }
    Err(Exceeded { what: "depth of the tree of structure parents", limit: MAX_DEPTH.into() }.into())
}

fn resolved(update: &Update<'_, '_>, value: Option<&Object>) -> Result<Object, Error> {
    match value {
        Some(Object::Reference(id)) => update.object(*id),
        value => Ok(value.cloned().unwrap_or_default()),
    }
}

/// Enters the element into the tree of parents (14.7.5.4) at the end, where its key belongs.
fn enter(update: &mut Update<'_, '_>, root: ObjectId, key: i64, element: ObjectId) -> Result<(), Error> {
    let mut dictionary = form::dictionary(update, root)?;
    dictionary.insert("ParentTreeNextKey", key.saturating_add(1));
    let entry = dictionary.get("ParentTree").cloned();
    let named = entry.as_ref().and_then(Object::as_reference);
    let mut tree = resolved(update, entry.as_ref())?.into_dictionary().unwrap_or_default();
    let pair = [Object::from(key), Object::from(element)];
    if tree.contains("Kids") {
        let leaf = update.allocate()?;
        let limits = vec![Object::from(key); 2];
        let entries = [("Limits".into(), Object::from(limits)), ("Nums".into(), Object::from(pair.to_vec()))];
        update.put(leaf, Dictionary::from_iter(entries).into());
        let mut kids = resolved(update, tree.get("Kids"))?.as_array().unwrap_or_default().to_vec();
        kids.push(leaf.into());
        tree.insert("Kids", kids);
    } else {
        let mut numbers = resolved(update, tree.get("Nums"))?.as_array().unwrap_or_default().to_vec();
        numbers.extend(pair);
        tree.insert("Nums", numbers);
    }
    match named {
        Some(id) => update.put(id, tree.into()),
        None => {
            dictionary.insert("ParentTree", tree);
        }
    }
    update.put(root, dictionary.into());
    Ok(())
}
