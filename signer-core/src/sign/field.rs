//! The signature field (ISO 32000-2, 12.7.5.5): the one that is there, or a new one with its widget.

use crate::error::{Error, Malformed, Misuse, Refusal};
use crate::pdf::{Dictionary, Field, FieldKind, Form, Object, ObjectId, PdfString, Update, View};
use crate::sign::widget::{self, Look};
use crate::sign::{form, structure};

/// Which field the caller wants.
#[derive(Clone, Debug)]
pub(super) enum Choice {
    /// A new one with the first free name of this word and a number: `Signature1`, `Signature2`…
    Numbered(&'static str),
    /// A new one with this full name.
    New(String),
    /// The one of this full name that is there.
    Existing(String),
}

/// The field that will be signed.
pub(super) enum Target {
    /// It is there and empty.
    Existing(Box<Field>),
    /// It will be made under this full name.
    New(String),
}

impl Target {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Existing(field) => &field.name,
            Self::New(name) => name,
        }
    }

    /// The dictionary of the field that is there.
    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Existing(field) => Some(&field.dictionary),
            Self::New(_) => None,
        }
    }
}

/// Finds the field, or a name for it.
pub(super) fn find(view: &View<'_, '_>, choice: Choice) -> Result<Target, Error> {
    let form = view.form()?;
    let fields = form.as_ref().map(Form::fields).unwrap_or_default();
    let named = |name: &str| fields.iter().find(|field| field.name == name);
    match choice {
        Choice::Numbered(word) => unique_name(word, fields).map(Target::New),
        Choice::New(name) if named(&name).is_some() => Err(Refusal::FieldExists { field: name }.into()),
        Choice::New(name) if name.split('.').any(str::is_empty) => {
            Err(Misuse::new("each part of a field's name needs a character").into())
        }
        Choice::New(name) => Ok(Target::New(name)),
        Choice::Existing(name) => match named(&name) {
            None => Err(Refusal::NoSuchField { field: name, there: unsigned(view, fields)? }.into()),
            Some(field) if field.kind != FieldKind::Signature || !field.is_terminal => {
                Err(Refusal::NotASignatureField { field: name }.into())
            }
            Some(field) if is_signed(view, field)? => Err(Refusal::FieldSigned { field: name }.into()),
            Some(field) => Ok(Target::Existing(Box::new(field.clone()))),
        },
    }
}

/// Points the field at the signature dictionary; makes the field, its widget and its parents first if it is new.
pub(super) fn write(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    target: &Target,
    look: &Look,
    signature: ObjectId,
) -> Result<(), Error> {
    match target {
        Target::Existing(field) => {
            look.show_in(update, view, field)?;
            let id = widget::id_of(field)?;
            let mut dictionary = form::dictionary(update, id)?;
            dictionary.insert("V", signature);
            update.put(id, dictionary.into());
            form::mark_as_signed(update, view, None)
        }
        Target::New(name) => write_new(update, view, name, look, signature),
    }
}

fn write_new(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    name: &str,
    look: &Look,
    signature: ObjectId,
) -> Result<(), Error> {
    let form = view.form()?;
    let fields = form.as_ref().map(Form::fields).unwrap_or_default();
    let widget::New { dictionary: mut widget, page } = look.new_widget(update, view)?;
    let id = update.allocate()?;
    widget.insert("FT", Object::name("Sig"));
    widget.insert("T", PdfString::from_text(last_part(name)));
    widget.insert("V", signature);
    let (parent, top) = hang(update, fields, name, id)?;
    if let Some(parent) = parent {
        widget.insert("Parent", parent);
    }
    update.put(id, widget.into());
    form::annotate(update, page, id)?;
    structure::tag(update, view, id, page)?;
    form::mark_as_signed(update, view, top)
}

/// Hangs a new field into the tree below the deepest ancestor that is there, making those between.
///
/// Gives back the parent of the new field, and the new root field if one has to go into `/Fields`.
fn hang(
    update: &mut Update<'_, '_>,
    fields: &[Field],
    name: &str,
    id: ObjectId,
) -> Result<(Option<ObjectId>, Option<ObjectId>), Error> {
    let mut parent: Option<ObjectId> = None;
    let mut child = id;
    let mut prefix = name;
    while let Some((above, _)) = prefix.rsplit_once('.') {
        if let Some(field) = fields.iter().find(|field| field.name == above) {
            let there = adopt(update, field, child)?;
            return Ok((Some(parent.unwrap_or(there)), None));
        }
        let node = update.allocate()?;
        let mut dictionary = Dictionary::new();
        dictionary.insert("T", PdfString::from_text(last_part(above)));
        dictionary.insert("Kids", vec![Object::from(child)]);
        if let Some((grandparent, _)) = above.rsplit_once('.')
            && let Some(field) = fields.iter().find(|field| field.name == grandparent)
        {
            dictionary.insert("Parent", field.id.ok_or_else(|| Malformed::new("field", 0, "an indirect object"))?);
        }
        if child != id {
            let mut below = form::dictionary(update, child)?;
            below.insert("Parent", node);
            update.put(child, below.into());
        }
        update.put(node, dictionary.into());
        parent = parent.or(Some(node));
        (child, prefix) = (node, above);
    }
    Ok((parent, Some(child)))
}

/// Adds a kid to a field that is there and is a parent already.
fn adopt(update: &mut Update<'_, '_>, field: &Field, kid: ObjectId) -> Result<ObjectId, Error> {
    if field.is_terminal {
        return Err(Misuse::new(format!(
            "the field `{}` has a value of its own, so no field fits below it",
            field.name
        ))
        .into());
    }
    let id = field.id.ok_or_else(|| Malformed::new("field", 0, "an indirect object"))?;
    form::push(update, id, "Kids", kid)?;
    Ok(id)
}

fn unique_name(word: &str, fields: &[Field]) -> Result<String, Error> {
    // One more name than there are fields: one of them is free.
    (1..=fields.len().saturating_add(1))
        .map(|number| format!("{word}{number}"))
        .find(|name| fields.iter().all(|field| field.name != *name))
        .ok_or_else(|| Misuse::new("no name is free for a new field").into())
}

/// The names of the signature fields without a signature.
fn unsigned(view: &View<'_, '_>, fields: &[Field]) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for field in fields.iter().filter(|field| field.kind == FieldKind::Signature && field.is_terminal) {
        if !is_signed(view, field)? {
            names.push(field.name.clone());
        }
    }
    Ok(names)
}

fn is_signed(view: &View<'_, '_>, field: &Field) -> Result<bool, Error> {
    Ok(!view.entry(&field.dictionary, "V")?.is_null())
}

fn last_part(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, last)| last)
}
