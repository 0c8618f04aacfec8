//! The interactive form (ISO 32000-2, 12.7): fields, their names and what they inherit.

use std::collections::BTreeSet;

use crate::error::{Error, Exceeded};

use super::finding::Finding;
use super::object::{Dictionary, Object, ObjectId};
use super::view::View;

/// An interactive form as of one revision.
#[derive(Clone, Debug)]
pub struct Form {
    /// The `/AcroForm` dictionary.
    pub dictionary: Dictionary,
    /// Its id, if it is an indirect object.
    pub id: Option<ObjectId>,
    /// `/SigFlags` (12.7.3, table 225); 0 if absent.
    pub sig_flags: i64,
    pub(crate) fields: Vec<Field>,
}

impl Form {
    /// All fields with a name of their own, parents before kids, in the order of `/Fields`.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }
}

/// The type of a field (12.7.4.2, `/FT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// `/Btn`
    Button,
    /// `/Tx`
    Text,
    /// `/Ch`
    Choice,
    /// `/Sig`
    Signature,
    /// Absent, as is usual for a parent, or unknown.
    Unknown,
}

impl FieldKind {
    fn of(dictionary: &Dictionary) -> Self {
        match dictionary.name("FT").map(|name| name.as_octets()) {
            Some(b"Btn") => Self::Button,
            Some(b"Tx") => Self::Text,
            Some(b"Ch") => Self::Choice,
            Some(b"Sig") => Self::Signature,
            _ => Self::Unknown,
        }
    }
}

/// A field of the form (12.7.4).
#[derive(Clone, Debug)]
pub struct Field {
    /// The fully qualified name (12.7.4.2): the partial names from the root, joined by full stops.
    pub name: String,
    /// The id of the field dictionary, if it is an indirect object.
    pub id: Option<ObjectId>,
    /// The field dictionary, with `/FT`, `/V`, `/DV`, `/Ff` and `/DA` of its ancestors where it has none.
    pub dictionary: Dictionary,
    /// Its type, perhaps inherited.
    pub kind: FieldKind,
    /// It has no kids that are fields themselves.
    pub is_terminal: bool,
    /// The widget annotations; the field itself where both are one dictionary.
    pub widgets: Vec<Option<ObjectId>>,
    /// The id of the field's parent, if it has one.
    pub parent: Option<ObjectId>,
}

/// What a field inherits (12.7.4.1, table 226; `/DA` of table 228).
const INHERITED: [&str; 5] = ["FT", "V", "DV", "Ff", "DA"];

/// Reads the form of a view.
pub(crate) fn read(view: View<'_, '_>) -> Result<Option<Form>, Error> {
    let catalog = view.catalog()?;
    let Some(named) = catalog.get("AcroForm") else { return Ok(None) };
    let id = named.as_reference();
    let dictionary = match tolerated(view, view.resolve(named), id)? {
        Object::Dictionary(dictionary) => dictionary,
        Object::Null => return Ok(None),
        _ => {
            let message = "`/AcroForm` is no dictionary";
            view.document().note(Finding::ambiguous("pdf.form", message));
            return Ok(None);
        }
    };
    if let Some(id) = id.or_else(|| view.catalog_id()) {
        view.note_duplicates(&dictionary, id, "interactive form");
    }
    let mut walk = Walk { view, fields: Vec::new(), seen: BTreeSet::new() };
    let list = tolerated(view, view.entry(&dictionary, "Fields"), id)?;
    for field in list.as_array().unwrap_or_default() {
        walk.field(field, None, 0)?;
    }
    let flags = tolerated(view, view.entry(&dictionary, "SigFlags"), id)?;
    Ok(Some(Form { id, sig_flags: flags.as_integer().unwrap_or(0), fields: walk.fields, dictionary }))
}

/// An object that cannot be read is null here, with a finding: one damaged field must not hide the others.
pub(crate) fn tolerated(
    view: View<'_, '_>,
    read: Result<Object, Error>,
    id: Option<ObjectId>,
) -> Result<Object, Error> {
    match read {
        Err(Error::Malformed(fault)) => {
            let message = format!("an object of the form cannot be read ({fault})");
            let finding = Finding::ambiguous("pdf.object-unreadable", message).at(fault.offset);
            view.document().note(Finding { object: id, ..finding });
            Ok(Object::Null)
        }
        other => other,
    }
}

struct Walk<'d, 'a> {
    view: View<'d, 'a>,
    fields: Vec<Field>,
    /// Nodes entered: a tree enters each once.
    seen: BTreeSet<ObjectId>,
}

impl Walk<'_, '_> {
    /// Recursion is bounded by the limit on depth. `parent` is the place in `fields`.
    fn field(&mut self, named: &Object, parent: Option<usize>, depth: u32) -> Result<(), Error> {
        let limits = self.view.document().limits();
        if depth > limits.depth {
            return Err(Exceeded { what: "depth of the field tree", limit: u64::from(limits.depth) }.into());
        }
        let id = named.as_reference();
        if let Some(id) = id.filter(|id| !self.seen.insert(*id)) {
            let message = "a field is its own ancestor or is named twice";
            self.view.document().note(Finding::harmless("pdf.field-twice", message).about(id));
            return Ok(());
        }
        let object = tolerated(self.view, self.view.resolve(named), id)?;
        let Some(own) = object.into_dictionary() else { return Ok(()) };
        let kids = tolerated(self.view, self.view.entry(&own, "Kids"), id)?;
        let kids = kids.as_array().unwrap_or_default();
        // A kid without a name of its own is a widget of its parent (12.7.4.2), unless it says more.
        if let Some(parent) = parent
            && !own.contains("T")
            && !own.contains("Kids")
            && !own.contains("V")
        {
            if let Some(field) = self.fields.get_mut(parent) {
                field.widgets.push(id);
            }
            return Ok(());
        }
        let place = self.push(id, own, parent)?;
        for kid in kids {
            self.field(kid, Some(place), depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn push(&mut self, id: Option<ObjectId>, own: Dictionary, parent: Option<usize>) -> Result<usize, Error> {
        if let (Some(id), Some(key)) = (id, own.duplicates().first()) {
            let message = format!("a field has two entries /{key}");
            self.view.document().note(Finding::ambiguous("pdf.key-twice", message).about(id));
        }
        let partial = tolerated(self.view, self.view.entry(&own, "T"), id)?;
        let partial = partial.as_string().map(|name| name.text());
        let mut dictionary = own;
        let is_widget = dictionary.name("Subtype").is_some_and(|name| *name == "Widget");
        let mut name = partial.unwrap_or_default();
        let mut parent_id = None;
        if let Some(parent) = parent.and_then(|parent| self.fields.get_mut(parent)) {
            // A kid without a name shares that of its parent, which stays terminal.
            parent.is_terminal &= !dictionary.contains("T");
            name = match (parent.name.as_str(), name.as_str()) {
                (above, "") => above.to_owned(),
                ("", own) => own.to_owned(),
                (above, own) => format!("{above}.{own}"),
            };
            parent_id = parent.id;
            for key in INHERITED {
                if let (false, Some(value)) = (dictionary.contains(key), parent.dictionary.get(key)) {
                    dictionary.insert(key, value.clone());
                }
            }
        }
        let place = self.fields.len();
        self.fields.push(Field {
            name,
            id,
            kind: FieldKind::of(&dictionary),
            is_terminal: true,
            widgets: if is_widget { vec![id] } else { Vec::new() },
            parent: parent_id,
            dictionary,
        });
        Ok(place)
    }
}
