//! Finding the signatures: in the form of every revision, and by `/Perms` (ISO 32000-2, 12.8.6).

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Exceeded};
use crate::limits::Budget;
use crate::pdf::form::{self, tolerated};
use crate::pdf::page;
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
    Field(String),
}

struct Collection {
    found: Vec<EmbeddedSignature>,
    /// Index in `found`, and the last revision that has it.
    places: BTreeMap<Place, (usize, usize)>,
    /// Dictionaries read already: object number, offset, and the name of the field. A revision that did not touch a
    /// signature has it for the price of a look-up.
    known: BTreeMap<(u32, usize, String), Place>,
    nodes: form::Nodes,
    /// What the dictionaries found may still take.
    octets: Budget,
}

/// Fields named that share one signature; more say nothing new.
const MOST_SHARING: usize = 20;

/// Octets that the signatures of one document may take.
///
/// 32 MiB: a thousand of the size that programs reserve for one with a time-stamp and its evidence.
const MOST_OCTETS: u64 = 32 << 20;

/// Every signature of the document, in the order of revisions.
pub(crate) fn collect(document: &Document<'_>) -> Result<Vec<EmbeddedSignature>, Error> {
    let mut collection = Collection {
        found: Vec::new(),
        places: BTreeMap::new(),
        known: BTreeMap::new(),
        nodes: form::Nodes::default(),
        octets: Budget::new("octets of signatures", MOST_OCTETS),
    };
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
    if collection.found.is_empty() {
        collection.pages(document.latest())?;
    }
    Ok(collection.finish(document))
}

impl Collection {
    fn revision(&mut self, view: View<'_, '_>) -> Result<(), Error> {
        for field in form::signed(view, &mut self.nodes)? {
            self.field(view, &field, &[])?;
        }
        let catalog = view.catalog()?;
        let permissions = tolerated(view, view.entry(&catalog, "Perms"), view.catalog_id())?;
        let permissions = permissions.into_dictionary().unwrap_or_default();
        for (key, value) in permissions.iter() {
            let id = value.as_reference();
            if let Some(dictionary) = tolerated(view, view.resolve(value), id)?.into_dictionary() {
                let name = format!("/Perms/{key}");
                self.add(Found { view, field: None, name: &name, id, dictionary, findings: Vec::new() })?;
            }
        }
        Ok(())
    }

    /// Widgets on pages that the form does not have: a program that saved the file anew lost the form but not what is
    /// seen of it. Looked for only where there is no signature otherwise, since it reads all pages.
    fn pages(&mut self, view: View<'_, '_>) -> Result<(), Error> {
        let mut annotations = BTreeSet::new();
        let walked = page::each(view, &mut |id, page| {
            let list = tolerated(view, view.entry(page, "Annots"), Some(id))?;
            annotations.extend(list.as_array().unwrap_or_default().iter().filter_map(Object::as_reference));
            Ok(())
        });
        match walked {
            Err(Error::Malformed(_)) | Ok(()) => {}
            Err(other) => return Err(other),
        }
        let message = "the field of this signature is on a page but not in the form";
        for id in annotations {
            let annotation = tolerated(view, view.get(id), Some(id))?.into_dictionary().unwrap_or_default();
            if let Some(field) = Field::orphan(id, annotation).filter(|field| field.kind == FieldKind::Signature) {
                self.field(view, &field, &[Finding::ambiguous("pdf.field-outside-form", message).about(id)])?;
            }
        }
        Ok(())
    }

    /// A field that has a value has a signature, whatever that value is: one that cannot be read is a malformed one.
    fn field(&mut self, view: View<'_, '_>, field: &Field, findings: &[Finding]) -> Result<(), Error> {
        let Some(value) = field.dictionary.get("V").filter(|value| !value.is_null()) else { return Ok(()) };
        let id = value.as_reference();
        let located = id.and_then(|id| view.location(id.number));
        let key = match located {
            Some((id, Location::Offset(offset), _)) => Some((id.number, offset, field.name.clone())),
            _ => None,
        };
        let seen = key.as_ref().and_then(|key| self.known.get(key)).and_then(|place| self.places.get_mut(place));
        if let Some((_, last)) = seen {
            *last = view.revision();
            return Ok(());
        }
        let dictionary = match field.kind {
            FieldKind::Signature | FieldKind::Unknown => tolerated(view, view.resolve(value), id)?.into_dictionary(),
            _ => return Ok(()),
        };
        let mut findings = findings.to_vec();
        let dictionary = match (dictionary, field.kind) {
            (Some(dictionary), FieldKind::Signature) => dictionary,
            (Some(dictionary), _) if looks_signed(&dictionary) => {
                let message = "a field without a type has a signature dictionary";
                findings.push(Finding::harmless("pdf.field-without-type", message));
                dictionary
            }
            (None, FieldKind::Signature) => {
                let message = "the value of the signature field is no dictionary that can be read";
                findings.push(Finding::harmless("pdf.signature-unreadable", message));
                Dictionary::new()
            }
            _ => return Ok(()),
        };
        let found = Found { view, field: Some(field), name: &field.name, id, dictionary, findings };
        if let Some(key) = key {
            self.known.insert(key, place(&found));
        }
        self.add(found)
    }

    fn add(&mut self, found: Found<'_, '_, '_>) -> Result<(), Error> {
        let Found { view, field, name, .. } = found;
        let place = place(&found);
        if let Some((index, last)) = self.places.get_mut(&place) {
            let twice = *last == view.revision() && field.is_some();
            *last = view.revision();
            if let (true, Some(signature)) = (twice, self.found.get_mut(*index))
                && signature.field != name
                && signature.findings.len() < MOST_SHARING
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
        self.spend(found.dictionary.weight())?;
        let signature = read(&found)?;
        if found.dictionary.get("Contents").and_then(Object::as_reference).is_some() {
            self.spend(signature.contents.len())?;
        }
        self.found.push(signature);
        Ok(())
    }

    fn spend(&mut self, octets: usize) -> Result<(), Error> {
        Ok(self.octets.spend(u64::try_from(octets).unwrap_or(u64::MAX))?)
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

fn looks_signed(dictionary: &Dictionary) -> bool {
    dictionary.is_type("Sig") || dictionary.is_type("DocTimeStamp") || dictionary.contains("ByteRange")
}

fn place(found: &Found<'_, '_, '_>) -> Place {
    let contents = found.dictionary.get("Contents").and_then(Object::as_string);
    if let Some(contents) = contents.filter(|contents| !contents.span.is_empty()) {
        return Place::Contents(contents.span.start);
    }
    let located = found.id.and_then(|id| found.view.location(id.number));
    match located {
        Some((id, Location::Offset(offset), _)) => Place::Object(id, offset, 0),
        Some((id, Location::InStream { index, .. }, revision)) => Place::Object(id, revision, index),
        // The same field says the same until something else is seen in it.
        _ => Place::Field(found.name.to_owned()),
    }
}
