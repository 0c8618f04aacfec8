//! Everything that can be reached from the trailer, each object once.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::limits::Budget;
use crate::pdf::{Dictionary, Object, ObjectId, View};

use super::{Bounds, Hazard, Kind, Scan, action, annotation, layers};

/// What an object is part of: what reached it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Of no page.
    Document,
    /// What a page shows: content and resources.
    Content,
    /// An annotation or a field.
    Annotation,
}

/// Where in the document something was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) part: Part,
    /// From 1.
    pub(super) page: Option<usize>,
    /// The indirect object that it is or is in.
    pub(super) object: Option<ObjectId>,
}

impl Place {
    const fn within(self, object: ObjectId) -> Self {
        Self { object: Some(object), ..self }
    }
}

/// Pages that are kept from the walk that numbers them to the one that looks at them.
const KEPT_PAGES: usize = 16;

pub(super) struct Walk<'d, 'a> {
    pub(super) view: View<'d, 'a>,
    scan: Scan,
    /// Numbers of objects reached.
    seen: BTreeMap<u32, Part>,
    /// Numbers of the pages, from 1, by the numbers of their objects.
    pages: BTreeMap<u32, usize>,
    open: Vec<(ObjectId, Place)>,
    objects: Budget,
    content: Budget,
    text_left_out: bool,
}

impl<'d, 'a> Walk<'d, 'a> {
    pub(super) const fn new(view: View<'d, 'a>, bounds: &Bounds) -> Self {
        Self {
            view,
            scan: Scan { hazards: Vec::new(), counts: BTreeMap::new() },
            seen: BTreeMap::new(),
            pages: BTreeMap::new(),
            open: Vec::new(),
            objects: Budget::new("objects scanned", bounds.objects),
            content: Budget::new("octets of content scanned", bounds.content),
            text_left_out: false,
        }
    }

    pub(super) fn finish(mut self) -> Scan {
        if self.text_left_out {
            let nowhere = Place { part: Part::Document, page: None, object: None };
            self.report(Kind::TextNotScanned, nowhere, "");
        }
        self.scan
    }

    pub(super) fn report(&mut self, kind: Kind, place: Place, detail: impl Into<String>) {
        self.scan.add(Hazard { kind, object: place.object, page: place.page, detail: detail.into() });
    }

    /// What reached the object of that number, if anything did.
    pub(super) fn reached(&self, number: u32) -> Option<Part> {
        self.seen.get(&number).copied()
    }

    /// The number of the page that an object is.
    pub(super) fn page_number(&self, number: u32) -> Option<usize> {
        self.pages.get(&number).copied()
    }

    /// Charges for looking at one object.
    pub(super) fn charge(&mut self) -> Result<(), Error> {
        Ok(self.objects.spend(1)?)
    }

    /// First the pages in their order, so that what they share belongs to the first; then all the rest.
    ///
    /// # Errors
    /// `Limit`.
    pub(super) fn all(&mut self) -> Result<(), Error> {
        let view = self.view;
        // Pages of short documents, which are most, are not read twice.
        let (mut first, mut count) = (Vec::new(), 0usize);
        let walked = view.each_page(&mut |id, page| {
            self.charge()?;
            count = count.saturating_add(1);
            let number = self.pages.len().saturating_add(1);
            self.pages.entry(id.number).or_insert(number);
            if first.len() < KEPT_PAGES {
                first.push((id, page.clone()));
            }
            Ok(())
        });
        tolerate(walked)?;
        let mut visit = |id: ObjectId, page: &Dictionary| {
            let place = Place { part: Part::Content, page: self.page_number(id.number), object: Some(id) };
            self.page(id, page, place)
        };
        let walked = match count > first.len() {
            true => view.each_page(&mut visit),
            false => first.iter().try_for_each(|(id, page)| visit(*id, page)),
        };
        tolerate(walked)?;
        let nowhere = Place { part: Part::Document, page: None, object: None };
        let catalog = view.catalog().unwrap_or_default();
        let id = view.catalog_id();
        action::of_catalog(self, &catalog, Place { object: id, ..nowhere });
        layers::look(self, &catalog, Place { object: id, ..nowhere });
        for (_, value) in view.trailer().iter() {
            self.value(value, nowhere);
        }
        if let Some(id) = id {
            self.refer(id, nowhere);
        }
        self.drain()
    }

    fn page(&mut self, id: ObjectId, page: &Dictionary, place: Place) -> Result<(), Error> {
        self.seen.insert(id.number, Part::Content);
        action::of_dictionary(self, page, place);
        for (key, value) in page.iter() {
            match key.as_octets() {
                b"Parent" => {}
                b"Annots" => self.value(value, Place { part: Part::Annotation, ..place }),
                _ => self.value(value, place),
            }
        }
        annotation::of_page(self, page, place)?;
        self.drain()
    }

    /// Visits what was referred to.
    fn drain(&mut self) -> Result<(), Error> {
        while let Some((id, place)) = self.open.pop() {
            self.charge()?;
            match self.view.get(id) {
                Ok(Object::Null) => self.report(Kind::MissingObject, place.within(id), ""),
                Ok(object) => self.object(&object, place.within(id)),
                Err(Error::Malformed(fault)) => self.report(Kind::Unreadable, place.within(id), fault.to_string()),
                Err(Error::Limit(limit)) => return Err(limit.into()),
                Err(_) => self.report(Kind::Unreadable, place.within(id), ""),
            }
        }
        Ok(())
    }

    fn object(&mut self, object: &Object, place: Place) {
        if object.as_dictionary().is_some_and(|dictionary| dictionary.is_type("Page")) {
            self.report(Kind::PageOutsideTree, place, "");
        }
        if let Object::Stream(stream) = object {
            action::of_stream(self, &stream.dictionary, place);
        }
        self.value(object, place);
    }

    /// What a value says itself, and what it refers to. Values nest no deeper than the reader let them.
    fn value(&mut self, value: &Object, place: Place) {
        match value {
            Object::Reference(id) => self.refer(*id, place),
            Object::Array(items) => items.iter().for_each(|item| self.value(item, place)),
            Object::Dictionary(dictionary) => self.entries(dictionary, place),
            Object::Stream(stream) => self.entries(&stream.dictionary, place),
            _ => {}
        }
    }

    fn entries(&mut self, dictionary: &Dictionary, place: Place) {
        action::of_dictionary(self, dictionary, place);
        dictionary.iter().for_each(|(_, value)| self.value(value, place));
    }

    fn refer(&mut self, id: ObjectId, place: Place) {
        if !self.pages.contains_key(&id.number) && !self.seen.contains_key(&id.number) {
            self.seen.insert(id.number, place.part);
            self.open.push((id, place));
        }
    }

    /// The decoded content of a page, as one; nothing where the budget for it is used up.
    pub(super) fn content(&mut self, page: &Dictionary) -> Result<Vec<u8>, Error> {
        let named = page.get("Contents").cloned().unwrap_or_default();
        let streams = match self.view.resolve(&named) {
            Ok(Object::Array(items)) => items,
            Ok(_) => vec![named],
            Err(Error::Limit(limit)) => return Err(limit.into()),
            Err(_) => Vec::new(),
        };
        let mut all = Vec::new();
        for stream in streams {
            self.charge()?;
            let Some(id) = stream.as_reference() else { continue };
            let Ok(Object::Stream(stream)) = self.view.get(id) else { continue };
            if self.content.left() == 0 {
                self.text_left_out = true;
                continue;
            }
            match self.view.stream_octets(&stream, id) {
                Ok(octets) => {
                    let length = u64::try_from(octets.len()).unwrap_or(u64::MAX);
                    let taken = length.min(self.content.left());
                    self.content.spend(taken)?;
                    all.extend(octets);
                    all.push(b'\n');
                }
                Err(Error::Limit(_)) => self.text_left_out = true,
                Err(_) => {}
            }
        }
        Ok(all)
    }
}

/// A document without pages is one; only limits end the walk.
fn tolerate(walked: Result<(), Error>) -> Result<(), Error> {
    match walked {
        Err(Error::Limit(limit)) => Err(limit.into()),
        _ => Ok(()),
    }
}
