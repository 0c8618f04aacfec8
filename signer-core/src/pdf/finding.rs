//! What a reader had to tolerate.

use super::ObjectId;

/// A departure from ISO 32000 that was tolerated, or a place where two readers may disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A stable code, such as `pdf.xref-rebuilt`.
    pub code: &'static str,
    /// One English sentence for a person who knows PDF.
    pub message: String,
    /// Where in the file, in octets from its start.
    pub offset: Option<usize>,
    /// The object concerned.
    pub object: Option<ObjectId>,
    /// A tolerant reader may see another document here than a strict one: no signature may pass.
    pub ambiguous: bool,
}

impl Finding {
    /// A tolerance that cannot change what is seen.
    #[must_use]
    pub fn harmless(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), offset: None, object: None, ambiguous: false }
    }

    /// A place where two readers may see two documents.
    #[must_use]
    pub fn ambiguous(code: &'static str, message: impl Into<String>) -> Self {
        Self { ambiguous: true, ..Self::harmless(code, message) }
    }

    /// The same, at this offset of the file.
    #[must_use]
    pub fn at(self, offset: usize) -> Self {
        Self { offset: Some(offset), ..self }
    }

    /// The same, about this object.
    #[must_use]
    pub fn about(self, object: ObjectId) -> Self {
        Self { object: Some(object), ..self }
    }
}
