//! Documents in PDF (ISO 32000-2): every revision of a file as its own view, read exactly as it stands.
//!
//! What is read is never repaired into another document without saying so: each tolerance taken is a
//! [`Finding`], and one that lets two readers see two documents is marked [`ambiguous`](Finding::ambiguous).

mod chain;
pub(crate) mod content;
mod document;
pub mod encryption;
pub mod filter;
mod finding;
mod form;
mod gaps;
mod indirect;
mod kept;
mod object;
mod object_stream;
mod page;
mod parser;
mod rebuild;
mod revision;
pub mod signature;
mod stream;
mod text;
mod update;
mod view;
pub mod write;
mod xref;

pub use document::Document;
pub use finding::Finding;
pub use form::{Field, FieldKind, Form};
pub use object::{Dictionary, Name, Object, ObjectId, PdfString, Stream, StreamData};
pub use revision::{Location, Revision, XrefKind};
pub use signature::{ByteRange, Coverage, EmbeddedSignature, SignatureKind};
pub use update::{Appended, Update};
pub use view::View;
