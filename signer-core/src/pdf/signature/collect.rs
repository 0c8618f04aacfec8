//! Finding the signatures: in the form of every revision, and by `/Perms` (ISO 32000-2, 12.8.6).

use std::collections::BTreeMap;

use crate::error::{Error, Exceeded};
use crate::pdf::form::tolerated;
use crate::pdf::{Dictionary, Document, Field, FieldKind, Finding, Location, Object, ObjectId, View};

use super::EmbeddedSignature;
use super::read::{Found, read};

/// What makes two signature dictionaries one: that they stand at the same place of the file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// The token of `/Contents`.
    Contents(usize),
    /// The object, where its `/Contents` has no place.
    Object(ObjectId, usize, u32),
    /// Neither: a direct dictionary without `/Contents`.
    Field(String, usize),
}

struct Collection {
    found: Vec<EmbeddedSignature>,
    /// Index in `found`, and the last revision that has it.
    places: BTreeMap<Place, (usize, usize)>,
}

/// Every signature of the document, in the order of revisions.
pub(crate) fn collect(document: &Document<'_>) -> Result<Vec<EmbeddedSignature>, Error> {
    let mut collection = Collection { found: Vec::new(), places: BTreeMap::new() };
    for revision in 0..document.revisions().len() {
        match collection.revision(document.view(revision)) {
            // A revision without a catalogue has no signatures; a document without one was not opened.
            Err(Error::Malformed(fault)) => {
                let message = format!("the form of a revision cannot be read ({fault})");
                document.note(Finding::ambiguous("pdf.form", message).at(fault.offset));
            }
            other => other?,
        }
    }
    Ok(collection.finish(document))
}

impl Collection {
    fn revision(&mut self, view: View<'_, '_>) -> Result<(), Error> {
        let form = view.form()?;
        for field in form.iter().flat_map(|form| form.fields()) {
            self.field(view, field)?;
        }
        let catalog = view.catalog()?;
        let permissions = tolerated(view, view.entry(&catalog, "Perms"), view.catalog_id())?;
        let permissions = permissions.into_dictionary().unwrap_or_default();
        for (key, value) in permissions.iter() {
            let id = value.as_reference();
            if let Some(dictionary) = tolerated(view, view.resolve(value), id)?.into_dictionary() {
                self.add(view, None, &format!("/Perms/{key}"), id, dictionary)?;
            }
        }
        Ok(())
    }

    fn field(&mut self, view: View<'_, '_>, field: &Field) -> Result<(), Error> {
        let Some(value) = field.dictionary.get("V") else { return Ok(()) };
        if !matches!(field.kind, FieldKind::Signature | FieldKind::Unknown) {
            return Ok(());
        }
        let id = value.as_reference();
        let value = tolerated(view, view.resolve(value), id)?;
        let Some(dictionary) = value.into_dictionary() else { return Ok(()) };
        let is_signature = field.kind == FieldKind::Signature
            || dictionary.is_type("Sig")
            || dictionary.is_type("DocTimeStamp")
            || dictionary.contains("ByteRange");
        if is_signature && (field.is_terminal || field.kind == FieldKind::Signature) {
            self.add(view, Some(field), &field.name, id, dictionary)?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        view: View<'_, '_>,
        field: Option<&Field>,
        name: &str,
        id: Option<ObjectId>,
        dictionary: Dictionary,
    ) -> Result<(), Error> {
        let place = place(view, name, id, &dictionary);
        if let Some((index, last)) = self.places.get_mut(&place) {
            let twice = *last == view.revision() && field.is_some();
            *last = view.revision();
            if let (true, Some(signature)) = (twice, self.found.get_mut(*index))
                && signature.field != name
            {
                let message = format!("the fields `{}` and `{name}` have one signature dictionary", signature.field);
                note(signature, Finding::harmless("pdf.signature-shared", message));
            }
            return Ok(());
        }
        let limit = view.document().limits().signatures;
        if self.found.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
            return Err(Exceeded { what: "signatures", limit: u64::from(limit) }.into());
        }
        self.places.insert(place, (self.found.len(), view.revision()));
        self.found.push(read(&Found { view, field, name, id, dictionary })?);
        Ok(())
    }

    fn finish(mut self, document: &Document<'_>) -> Vec<EmbeddedSignature> {
        let newest = document.revisions().len().saturating_sub(1);
        for (index, last) in self.places.values() {
            if let (true, Some(signature)) = (*last < newest, self.found.get_mut(*index)) {
                signature.removed = Some(last.saturating_add(1));
                let message = "a later revision removed or replaced this signature";
                note(signature, Finding::harmless("pdf.signature-removed", message));
            }
        }
        self.found.sort_by_key(|signature| {
            let start = signature.contents_span.as_ref().map_or(usize::MAX, |span| span.start);
            (signature.revision, start)
        });
        self.found
    }
}

fn note(signature: &mut EmbeddedSignature, finding: Finding) {
    if !signature.findings.contains(&finding) {
        signature.findings.push(finding);
    }
}

fn place(view: View<'_, '_>, name: &str, id: Option<ObjectId>, dictionary: &Dictionary) -> Place {
    let span = dictionary.get("Contents").and_then(Object::as_string).map(|contents| contents.span.clone());
    if let Some(span) = span.filter(|span| !span.is_empty()) {
        return Place::Contents(span.start);
    }
    let located = id.and_then(|id| view.location(id.number));
    match located {
        Some((id, Location::Offset(offset), _)) => Place::Object(id, offset, 0),
        Some((id, Location::InStream { stream, index }, revision)) => {
            Place::Object(id, usize::try_from(stream).unwrap_or(usize::MAX).saturating_add(revision), index)
        }
        _ => Place::Field(name.to_owned(), view.revision()),
    }
}
