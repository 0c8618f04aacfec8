//! Who refers to whom: the references of all objects of one revision, backwards.
//!
//! An object that is referred to from two places means two things. A rule that vouches for a change in one of them must
//! know the other; and the page that an object shows on is found by going backwards from it.

use std::cell::Cell;
use std::collections::BTreeSet;

use smallvec::SmallVec;

use crate::error::Error;
use crate::pdf::{Document, Location, Name, Object, ObjectId, View};

use super::step::Step;

/// The references of one revision. It advances from revision to revision with what each changed.
pub(super) struct Graph<'d, 'a> {
    document: &'d Document<'a>,
    revision: usize,
    /// Target and source of each reference.
    edges: BTreeSet<(u32, u32)>,
    /// Whether all of them are there.
    is_whole: bool,
    /// Objects that may still be read to say what they are used for.
    left: Cell<u32>,
}

/// A place that refers to an object.
pub(super) struct Use {
    /// The object that the place is in.
    pub(super) holder: ObjectId,
    /// The keys on the way to it, arrays left out.
    pub(super) path: Vec<Name>,
}

impl Use {
    /// Whether it is the value of this key, or an element of it, wherever in its holder.
    pub(super) fn is_under(&self, key: &str) -> bool {
        self.path.last().is_some_and(|last| *last == *key)
    }
}

impl<'d, 'a> Graph<'d, 'a> {
    /// Reads every object that is there as of a revision, once.
    pub(super) fn of(document: &'d Document<'a>, revision: usize) -> Self {
        let mut graph =
            Self { document, revision, edges: BTreeSet::new(), is_whole: true, left: Cell::new(MAX_USES_READ) };
        let view = document.view(revision);
        let mut numbers = BTreeSet::new();
        for written in document.revisions().iter().take(revision.saturating_add(1)) {
            numbers.extend(written.objects().map(|(id, _)| id.number));
            graph.trailer(written.trailer());
        }
        for number in numbers {
            let Some((id, location, _)) = view.location(number) else { continue };
            if location != Location::Free {
                graph.read(view, id, location);
            }
        }
        graph
    }

    fn read(&mut self, view: View<'_, '_>, id: ObjectId, location: Location) {
        match view.get(id) {
            Ok(object) => self.add(id.number, &object),
            Err(Error::Malformed(_)) => self.add_unreadable(id.number, location),
            Err(_) => self.is_whole = false,
        }
    }

    fn trailer(&mut self, trailer: &crate::pdf::Dictionary) {
        // Only what the standard gives a meaning: LibreOffice's `/AdditionalStreams` names whatever comes next.
        for value in ["Root", "Info", "Encrypt"].into_iter().filter_map(|key| trailer.get(key)) {
            each_reference(value, &mut |target| {
                self.edges.insert((target, TRAILER));
            });
        }
    }

    fn add(&mut self, source: u32, object: &Object) {
        if is_trailer(object) {
            return;
        }
        let (edges, is_whole) = (&mut self.edges, &mut self.is_whole);
        each_reference(object, &mut |target| {
            if edges.len() < MAX_EDGES {
                edges.insert((target, source));
            } else {
                *is_whole = false;
            }
        });
    }

    /// What looks like a reference in an object that cannot be read: a tolerant reader may follow it.
    fn add_unreadable(&mut self, source: u32, location: Location) {
        let Location::Offset(offset) = location else {
            self.is_whole = false;
            return;
        };
        let octets = self.document.octets().get(offset..).unwrap_or_default();
        let octets = octets.get(..octets.len().min(MAX_UNREADABLE)).unwrap_or_default();
        let octets = memchr::memmem::find(octets, b"endobj").and_then(|end| octets.get(..end)).unwrap_or(octets);
        let words = octets.split(|octet| !octet.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let mut last = (None, None);
        for word in words {
            let number = std::str::from_utf8(word).ok().and_then(|word| word.parse::<u32>().ok());
            if let (b"R", (Some(target), Some(_))) = (word, last) {
                self.edges.insert((target, source));
            }
            last = (last.1, number);
        }
    }

    /// Takes in what a step changed.
    pub(super) fn advance(&mut self, step: &Step<'_, '_>) {
        self.revision = step.new.revision();
        self.trailer(step.new.trailer());
        for (id, change) in step.changed() {
            each_reference(&change.old, &mut |target| {
                self.edges.remove(&(target, id.number));
            });
            if change.unreadable {
                if let Some((id, location, _)) = step.new.location(id.number) {
                    self.read(step.new, id, location);
                }
            } else {
                self.add(id.number, &change.new);
            }
        }
    }

    /// The numbers of the objects that refer to it, the trailer left out.
    pub(super) fn referrers(&self, number: u32) -> impl Iterator<Item = u32> + '_ {
        let range = self.edges.range((number, 0)..=(number, u32::MAX));
        range.map(|(_, source)| *source).filter(|source| *source != TRAILER)
    }

    /// Whether a trailer refers to it.
    pub(super) fn is_root(&self, number: u32) -> bool {
        self.edges.contains(&(number, TRAILER))
    }

    /// Whether something refers to it, or may.
    ///
    /// A reference to nothing reads as null. An update that gives it an object changes what was signed, although the
    /// object is new: the shadow attacks prepare such holes.
    pub(super) fn awaits(&self, number: u32) -> bool {
        !self.is_whole || self.edges.range((number, 0)..=(number, u32::MAX)).next().is_some()
    }

    /// Every place that refers to it, as of this revision; `None` where that cannot be told.
    pub(super) fn uses(&self, id: ObjectId) -> Option<Vec<Use>> {
        if !self.is_whole || self.is_root(id.number) {
            return None;
        }
        let view = self.document.view(self.revision);
        let mut uses = Vec::new();
        for source in self.referrers(id.number) {
            self.spend()?;
            let (holder, ..) = view.location(source)?;
            let object = view.get(holder).ok()?;
            find(&object, id.number, &mut |path| {
                uses.push(Use { holder, path: path.iter().copied().cloned().collect() });
            });
        }
        Some(uses)
    }

    /// Takes one object from those that may be read to say what others are used for.
    pub(super) fn spend(&self) -> Option<()> {
        self.left.set(self.left.get().checked_sub(1)?);
        Some(())
    }

    /// Whether nothing was left out for being too much.
    pub(super) const fn can_tell(&self) -> bool {
        self.is_whole && self.left.get() > 0
    }

    /// Whether it is used, and every use is as asked.
    pub(super) fn only_used(&self, id: ObjectId, asked: impl FnMut(&Use) -> bool) -> bool {
        self.uses(id).is_some_and(|uses| !uses.is_empty() && uses.iter().all(asked))
    }
}

/// A cross-reference stream: what its dictionary refers to, the trailer refers to.
pub(super) fn is_trailer(object: &Object) -> bool {
    object.as_stream().is_some_and(|stream| stream.dictionary.is_type("XRef"))
}

/// Objects nest no deeper than the reader let them.
pub(super) fn each_reference(object: &Object, found: &mut dyn FnMut(u32)) {
    match object {
        Object::Reference(id) => found(id.number),
        Object::Array(items) => items.iter().for_each(|item| each_reference(item, found)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, value)| each_reference(value, found)),
        Object::Stream(stream) => stream.dictionary.iter().for_each(|(_, value)| each_reference(value, found)),
        _ => {}
    }
}

/// Every place in an object that refers to another: the keys on the way, arrays left out.
pub(super) fn find(object: &Object, number: u32, found: &mut dyn FnMut(&[&Name])) {
    find_below(object, number, &mut SmallVec::new(), found);
}

/// The keys on the way; few objects nest deeper.
type Way<'o> = SmallVec<[&'o Name; 8]>;

fn find_below<'o>(object: &'o Object, number: u32, path: &mut Way<'o>, found: &mut dyn FnMut(&[&Name])) {
    let mut entries = |dictionary: &'o crate::pdf::Dictionary| {
        for (key, value) in dictionary.iter() {
            path.push(key);
            find_below(value, number, path, found);
            path.pop();
        }
    };
    match object {
        Object::Dictionary(dictionary) => entries(dictionary),
        Object::Stream(stream) => entries(&stream.dictionary),
        Object::Reference(id) if id.number == number => found(path),
        Object::Array(items) => items.iter().for_each(|item| find_below(item, number, path, found)),
        _ => {}
    }
}

/// The source of what trailers refer to.
const TRAILER: u32 = u32::MAX;

/// References kept.
///
/// 4,000,000: ten times those of the largest document seen, some 60 MB. Beyond it nothing is said of uses, and what
/// needs them is not vouched for.
const MAX_EDGES: usize = 4_000_000;

/// Objects read to say what others are used for, for one document.
///
/// 100,000: a signature needs ten, so that a thousand of them, each changed by a hundred objects, fit.
const MAX_USES_READ: u32 = 100_000;

/// Octets looked at in an object that cannot be read.
const MAX_UNREADABLE: usize = 1 << 20;
