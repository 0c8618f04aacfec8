//! The interactive form (ISO 32000-2, 12.7): fields, their names and what they inherit.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::error::{Error, Exceeded};

use super::finding::Finding;
use super::object::{Dictionary, Object, ObjectId};
use super::revision::Location;
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
    fn of(value: Option<&Object>) -> Self {
        match value.and_then(Object::as_name).map(|name| name.as_octets()) {
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

impl Field {
    /// A widget that no form has; `None` for other annotations.
    pub(crate) fn orphan(id: ObjectId, dictionary: Dictionary) -> Option<Self> {
        let name = dictionary.get("T").and_then(Object::as_string).map(|name| name.text());
        dictionary.name("Subtype").filter(|name| *name == "Widget")?;
        Some(Self {
            name: name.unwrap_or_default(),
            id: Some(id),
            kind: FieldKind::of(dictionary.get("FT")),
            is_terminal: true,
            widgets: vec![Some(id)],
            parent: dictionary.get("Parent").and_then(Object::as_reference),
            dictionary,
        })
    }
}

/// What a field inherits (12.7.4.1, table 226; `/DA` of table 228).
const INHERITED: [&str; 5] = ["FT", "V", "DV", "Ff", "DA"];

/// Field dictionaries read already, by number and place: an update leaves most of a form as it was.
#[derive(Default)]
pub(crate) struct Nodes(HashMap<(u32, Location), Arc<Node>>);

/// Nodes kept; a form with more is read anew for each revision.
const MOST_NODES: usize = 20_000;

/// The longest fully qualified name of a field, in octets: each field has that of those above it.
///
/// 4,096: the longest seen has below 200.
const LONGEST_NAME: usize = 4_096;

/// Fields with a value that are handed out of one revision, for each signature that a document may have: several may
/// share one.
const FIELDS_OF_ONE: usize = 4;

/// What a look at a node that was read already costs, in octets read: as much time as these take.
const VISIT: usize = 64;

/// A field dictionary as it stands, its name and kids resolved.
struct Node {
    own: Dictionary,
    weight: usize,
    partial: String,
    kids: Vec<Object>,
}

/// Which fields are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    All,
    /// Those that have a value and are signature fields, or may be.
    Signed,
}

/// Reads the form of a view.
pub(crate) fn read(view: View<'_, '_>) -> Result<Option<Form>, Error> {
    walk(view, Want::All, &mut Nodes::default())
}

/// The signature fields of a view that have a value.
pub(crate) fn signed(view: View<'_, '_>, nodes: &mut Nodes) -> Result<Vec<Field>, Error> {
    Ok(walk(view, Want::Signed, nodes)?.map(|form| form.fields).unwrap_or_default())
}

fn walk(view: View<'_, '_>, want: Want, nodes: &mut Nodes) -> Result<Option<Form>, Error> {
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
    let mut walk = Walk { view, want, nodes, fields: Vec::new(), seen: BTreeSet::new() };
    let list = tolerated(view, view.entry(&dictionary, "Fields"), id)?;
    for field in list.as_array().unwrap_or_default() {
        walk.field(field, &Above::default(), 0)?;
    }
    let fields = walk.fields;
    let flags = tolerated(view, view.entry(&dictionary, "SigFlags"), id)?;
    Ok(Some(Form { id, sig_flags: flags.as_integer().unwrap_or(0), fields, dictionary }))
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

struct Walk<'w, 'd, 'a> {
    view: View<'d, 'a>,
    want: Want,
    nodes: &'w mut Nodes,
    fields: Vec<Field>,
    /// Nodes entered: a tree enters each once.
    seen: BTreeSet<ObjectId>,
}

/// What a field has from those above it.
#[derive(Default)]
struct Above {
    is_field: bool,
    name: String,
    id: Option<ObjectId>,
    /// The place of the parent in the list of fields.
    place: Option<usize>,
    /// Values of [`INHERITED`].
    values: [Option<Object>; 5],
    /// What a copy of them takes.
    weight: usize,
}

impl Walk<'_, '_, '_> {
    /// Recursion is bounded by the limit on depth.
    fn field(&mut self, named: &Object, above: &Above, depth: u32) -> Result<(), Error> {
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
        self.view.document().charge(VISIT)?;
        let Some(node) = self.node(named, id)? else { return Ok(()) };
        let own = &node.own;
        // A kid without a name of its own is a widget of its parent (12.7.4.2), unless it says more.
        if above.is_field && !own.contains("T") && !own.contains("Kids") && !own.contains("V") {
            if let Some(field) = above.place.and_then(|place| self.fields.get_mut(place)) {
                field.widgets.push(id);
            }
            return Ok(());
        }
        if self.want == Want::Signed && node.kids.is_empty() && !may_be_signed(own, above) {
            return Ok(());
        }
        // It is copied with what it inherits: a short kid of a long parent is long.
        self.view.document().charge(node.weight.saturating_add(above.weight))?;
        let length = above.name.len().saturating_add(node.partial.len());
        if length >= LONGEST_NAME {
            let limit = u64::try_from(LONGEST_NAME).unwrap_or(u64::MAX);
            return Err(Exceeded { what: "length of a field's name", limit }.into());
        }
        let name = match (above.name.as_str(), node.partial.as_str()) {
            (above, "") => above.to_owned(),
            ("", own) => own.to_owned(),
            (above, own) => format!("{above}.{own}"),
        };
        let mut values = INHERITED.map(|key| own.get(key).cloned());
        for (value, inherited) in values.iter_mut().zip(&above.values) {
            if value.is_none() {
                value.clone_from(inherited);
            }
        }
        let weight = values.iter().flatten().fold(0, |sum: usize, value| sum.saturating_add(value.weight()));
        let mut below = Above { is_field: true, name, id, place: None, values, weight };
        below.place = self.push(own, &below, above)?;
        for kid in &node.kids {
            self.field(kid, &below, depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn node(&mut self, named: &Object, id: Option<ObjectId>) -> Result<Option<Arc<Node>>, Error> {
        let located = id.and_then(|id| self.view.location(id.number));
        let key = located.map(|(id, location, _)| (id.number, location));
        if let Some(node) = key.as_ref().and_then(|key| self.nodes.0.get(key)) {
            return Ok(Some(Arc::clone(node)));
        }
        let object = tolerated(self.view, self.view.resolve(named), id)?;
        let Some(own) = object.into_dictionary() else { return Ok(None) };
        if let (Some(id), Some(key)) = (id, own.duplicates().first()) {
            let message = format!("a field has two entries /{key}");
            self.view.document().note(Finding::ambiguous("pdf.key-twice", message).about(id));
        }
        let partial = tolerated(self.view, self.view.entry(&own, "T"), id)?;
        let partial = partial.as_string().map(|name| name.text()).unwrap_or_default();
        let kids = match tolerated(self.view, self.view.entry(&own, "Kids"), id)? {
            Object::Array(kids) => kids,
            _ => Vec::new(),
        };
        // What stands in other objects may change while this one does not.
        let is_whole = ["T", "Kids"].iter().all(|key| own.get(key).is_none_or(|value| value.as_reference().is_none()));
        let node = Arc::new(Node { weight: own.weight(), own, partial, kids });
        if let Some(key) = key.filter(|_| is_whole && self.nodes.0.len() < MOST_NODES) {
            self.nodes.0.insert(key, Arc::clone(&node));
        }
        Ok(Some(node))
    }

    /// Puts the field on the list, if it is wanted.
    fn push(&mut self, own: &Dictionary, this: &Above, above: &Above) -> Result<Option<usize>, Error> {
        // A kid without a name shares that of its parent, which stays terminal.
        if let Some(parent) = above.place.and_then(|place| self.fields.get_mut(place)) {
            parent.is_terminal &= !own.contains("T");
        }
        if self.want == Want::Signed && !may_be_signed(own, above) {
            return Ok(None);
        }
        let signatures = self.view.document().limits().signatures;
        let most = usize::try_from(signatures).unwrap_or(usize::MAX).saturating_mul(FIELDS_OF_ONE);
        if self.want == Want::Signed && self.fields.len() >= most {
            return Err(Exceeded { what: "signatures", limit: u64::from(signatures) }.into());
        }
        let kind = FieldKind::of(this.values.first().and_then(Option::as_ref));
        let mut dictionary = own.clone();
        for (key, value) in INHERITED.iter().zip(&this.values) {
            if let (false, Some(value)) = (dictionary.contains(key), value) {
                dictionary.insert(*key, value.clone());
            }
        }
        let is_widget = dictionary.name("Subtype").is_some_and(|name| *name == "Widget");
        self.fields.push(Field {
            name: this.name.clone(),
            id: this.id,
            kind,
            is_terminal: true,
            widgets: if is_widget { vec![this.id] } else { Vec::new() },
            parent: above.id,
            dictionary,
        });
        Ok(self.fields.len().checked_sub(1))
    }
}

/// Has it a value, and is it a signature field or of no type, so that the value must tell?
fn may_be_signed(own: &Dictionary, above: &Above) -> bool {
    let [kind, value, ..] = &above.values;
    let value = own.get("V").or(value.as_ref());
    let kind = FieldKind::of(own.get("FT").or(kind.as_ref()));
    value.is_some_and(|value| !value.is_null()) && matches!(kind, FieldKind::Signature | FieldKind::Unknown)
}
