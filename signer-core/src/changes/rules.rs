//! The rules: what each vouches for, and why. `docs/changes.md` has them as a table.

mod catalog;
mod fields;
mod filling;
mod metadata;
mod orphan;
mod pages;
mod store;
mod structure_tree;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::pdf::{Dictionary, Name, Object, ObjectId};
use crate::report::Extent;

use super::appearance;
use super::cover::Covers;
use super::graph::{Graph, Use, is_trailer};
use super::kind::Told;
use super::same::same;
use super::step::{Change, Step};

/// Why a change is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Cross-reference and object streams: how a revision is written, not what it says.
    Structure,
    /// An object that nothing refers to.
    Unreferenced,
    /// XMP metadata and document information (ISO 32000-2, 14.3).
    Metadata,
    /// The document security store (12.8.4.3) and the extensions it needs.
    SecurityStore,
    /// A document time-stamp (12.8.5) and its field.
    DocumentTimestamp,
    /// A further signature: field, widget, appearance, entries in form and page.
    Signature,
    /// A new signature field that shows something.
    VisibleSignature,
    /// A field under a node of the field tree that was there. A certified form keeps its nodes as they were.
    NestedSignature,
    /// The value of a field that was there, and the appearance that shows it.
    FormFilling,
    /// A field that was there was locked.
    FieldLock,
    /// The structure elements of new signature fields (14.7).
    StructureTree,
    /// A comment or a mark-up that hides nothing.
    Annotation,
}

impl Rule {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Unreferenced => "unreferenced",
            Self::Metadata => "metadata",
            Self::SecurityStore => "security-store",
            Self::DocumentTimestamp => "document-timestamp",
            Self::Signature => "signature",
            Self::VisibleSignature => "visible-signature",
            Self::NestedSignature => "nested-signature",
            Self::FormFilling => "form-filling",
            Self::FieldLock => "field-lock",
            Self::StructureTree => "structure-tree",
            Self::Annotation => "annotation",
        }
    }

    pub(super) const fn extent(self) -> Extent {
        match self {
            Self::Structure => Extent::None,
            Self::Unreferenced | Self::Metadata | Self::SecurityStore | Self::DocumentTimestamp => Extent::Archival,
            Self::Signature
            | Self::VisibleSignature
            | Self::NestedSignature
            | Self::FormFilling
            | Self::FieldLock
            | Self::StructureTree => Extent::Forms,
            Self::Annotation => Extent::Annotations,
        }
    }

    /// Whether a lock on a field forbids it (12.7.5.5).
    pub(super) const fn is_subject_to_locks(self) -> bool {
        matches!(self, Self::Signature | Self::VisibleSignature | Self::NestedSignature | Self::FormFilling)
    }
}

/// A rule that vouches for the change of an object.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) rule: Rule,
    /// The fully qualified name of the field that the object is part of.
    pub(super) field: Option<Rc<str>>,
}

impl Claim {
    pub(super) const fn of(rule: Rule) -> Self {
        Self { rule, field: None }
    }
}

/// What the rules vouch for, and what they have to say of the rest.
#[derive(Debug, Default)]
pub(super) struct Claims {
    objects: BTreeMap<ObjectId, Claim>,
    remarks: BTreeMap<ObjectId, Told>,
    /// Changes that are no object's: of the trailer.
    pub(super) refused: Vec<Told>,
    /// Widgets of vouched fields, which the annotations of a page may then name.
    widgets: BTreeSet<ObjectId>,
}

impl Claims {
    pub(super) fn find(&self, id: ObjectId) -> Option<&Claim> {
        self.objects.get(&id)
    }

    /// What a rule that does not vouch for an object knows about it.
    pub(super) fn remark(&self, id: ObjectId) -> Option<&Told> {
        self.remarks.get(&id)
    }
}

/// One step as the rules see it.
struct Case<'c, 'd, 'a> {
    step: &'c Step<'d, 'a>,
    /// The references as they were before.
    graph: &'c Graph<'d, 'a>,
    covers: &'c mut Covers,
    claims: Claims,
}

/// Asks every rule.
pub(super) fn ask(step: &Step<'_, '_>, graph: &Graph<'_, '_>, covers: &mut Covers) -> Claims {
    let mut case = Case { step, graph, covers, claims: Claims::default() };
    catalog::trailer(&mut case);
    case.structure();
    let rule = catalog::catalog(&mut case);
    pages::pages(&mut case, rule);
    orphan::orphans(&mut case);
    case.claims
}

impl<'c, 'd, 'a> Case<'c, 'd, 'a> {
    /// Vouches for an object that changed.
    fn vouch(&mut self, id: ObjectId, claim: &Claim) {
        self.claims.objects.entry(id).or_insert_with(|| claim.clone());
    }

    /// Vouches for an object that changed, if all that refers to it does so as asked. New objects pass: who refers to
    /// them changed too, or waited for them, and is asked for that.
    fn vouch_if_only(&mut self, id: ObjectId, claim: &Claim, asked: impl FnMut(&Use) -> bool) -> bool {
        let Some(change) = self.step.change(id) else { return true };
        let sound = !change.unreadable && (change.is_new() || self.graph.only_used(id, asked));
        if sound {
            self.vouch(id, claim);
        }
        sound
    }

    /// Says what is known of an object that is not vouched for.
    fn remark(&mut self, id: ObjectId, told: Told) {
        self.claims.remarks.entry(id).or_insert(told);
    }

    fn is_vouched(&self, id: ObjectId) -> bool {
        self.claims.objects.contains_key(&id)
    }

    /// How a revision is written. A cross-reference stream refers to what the trailer does; object streams hold what is
    /// compared for itself.
    fn structure(&mut self) {
        let is_structure = |object: &Object| {
            is_trailer(object) || object.as_stream().is_some_and(|stream| stream.dictionary.is_type("ObjStm"))
        };
        for (id, change) in self.step.changed() {
            let was = change.old.is_null() || is_structure(&change.old);
            let is = change.new.is_null() || is_structure(&change.new);
            if was && is && !change.unreadable && self.graph.referrers(id.number).next().is_none() {
                self.vouch(*id, &Claim::of(Rule::Structure));
            }
        }
    }

    /// New objects that are reached from one that is vouched for: its appearance, its parts.
    ///
    /// Only new ones: what was there before has to be vouched for by what it was. False, and nothing is vouched for,
    /// when one of them takes content from elsewhere (7.3.8.2, `/F`; 8.10.4, `/Ref`) or is a page.
    fn reach(&mut self, from: &Object, claim: &Claim) -> bool {
        let step = self.step;
        let mut open = vec![from];
        let mut found = BTreeSet::new();
        while let Some(object) = open.pop() {
            match object {
                Object::Reference(id) => {
                    let new = step.change(*id).filter(|change| change.is_new() && !self.is_vouched(*id));
                    if let Some(Change { new, .. }) = new.filter(|_| found.insert(*id)) {
                        if is_node(new) {
                            return false;
                        }
                        open.push(new);
                    }
                }
                Object::Array(items) => open.extend(items),
                Object::Dictionary(dictionary) => open.extend(dictionary.iter().map(|(_, value)| value)),
                Object::Stream(stream) => {
                    if ["F", "Ref"].iter().any(|key| stream.dictionary.contains(key)) {
                        return false;
                    }
                    open.extend(stream.dictionary.iter().map(|(_, value)| value));
                }
                _ => {}
            }
        }
        found.into_iter().for_each(|id| self.vouch(id, claim));
        true
    }

    /// Objects of a widget's appearance that were there and say something else; and what is new in them.
    fn vouch_own(&mut self, widget: ObjectId, parts: &Object, claim: &Claim) -> bool {
        appearance::own(self.step, self.graph, widget, parts).into_iter().all(|part| {
            let sound = self.step.change(part).is_some_and(|change| self.reach(&change.new, claim));
            if sound {
                self.vouch(part, claim);
            }
            sound
        })
    }

    /// The object that a value is, if it is one of its own and changed.
    fn changed(&self, value: Option<&Object>) -> Option<ObjectId> {
        value.and_then(Object::as_reference).filter(|id| self.step.change(*id).is_some())
    }

    /// An array that gained elements: false if it is an object of its own that is used for something else, too.
    fn vouch_array(&mut self, value: Option<&Object>, key: &str, claim: &Claim) -> bool {
        self.changed(value).is_none_or(|id| self.vouch_if_only(id, claim, |place| place.is_under(key)))
    }
}

/// Page-tree nodes and catalogues: another one of them is another document.
fn is_node(object: &Object) -> bool {
    object
        .as_dictionary()
        .is_some_and(|dictionary| ["Page", "Pages", "Catalog"].iter().any(|kind| dictionary.is_type(kind)))
}

/// The elements that an array gained, if it kept its own in their order; `None` if it lost one or is no array.
fn gained(file: &[u8], before: &Object, after: &Object) -> Option<Vec<Object>> {
    let nothing = Object::Array(Vec::new());
    let or_nothing = |object| if Object::is_null(object) { &nothing } else { object };
    let (before, after) = (or_nothing(before).as_array()?, or_nothing(after).as_array()?);
    let mut kept = before.iter().peekable();
    let mut gained = Vec::new();
    for element in after {
        if kept.peek().is_some_and(|kept| same(file, kept, element)) {
            kept.next();
        } else {
            gained.push(element.clone());
        }
    }
    kept.peek().is_none().then_some(gained)
}

/// Whether all keys are among these.
fn has_only(dictionary: &Dictionary, keys: &[&[u8]]) -> bool {
    dictionary.iter().all(|(key, _): (&Name, _)| keys.contains(&key.as_octets()))
}

/// Whether it refers to nothing and nothing nests deeper than a small dictionary.
fn is_plain(object: &Object) -> bool {
    match object {
        Object::Reference(_) | Object::Stream(_) => false,
        Object::Array(items) => items.iter().all(is_plain),
        Object::Dictionary(dictionary) => dictionary.iter().all(|(_, value)| is_plain(value)),
        _ => true,
    }
}
