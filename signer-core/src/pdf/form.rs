//! The interactive form (ISO 32000-2, 12.7): fields, their names and what they inherit.

use super::{Dictionary, ObjectId};

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
