//! The page tree (ISO 32000-2, 7.7.3).

use std::collections::BTreeSet;

use crate::error::{Error, Exceeded, Malformed, Misuse};

use super::finding::Finding;
use super::object::{Dictionary, Object, ObjectId};
use super::view::View;

/// The attributes that a page inherits (7.7.3.4).
const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];

/// `/Count` of the root.
pub(crate) fn count(view: View<'_, '_>) -> Result<usize, Error> {
    let (id, root) = root(view)?;
    match view.entry(&root, "Count")?.as_usize() {
        Some(count) => Ok(count),
        None => Err(missing(id, "/Count of the page tree").into()),
    }
}

fn root(view: View<'_, '_>) -> Result<(ObjectId, Dictionary), Error> {
    let catalog = view.catalog()?;
    let id = catalog.get("Pages").and_then(Object::as_reference);
    let id = id.ok_or_else(|| Malformed::new("catalogue", 0, "/Pages, a reference"))?;
    let root = view.get(id)?.into_dictionary().ok_or_else(|| missing(id, "the root of the page tree"))?;
    Ok((id, root))
}

const fn missing(_id: ObjectId, expected: &'static str) -> Malformed {
    Malformed::new("page tree", 0, expected)
}

/// Descends to the page, past subtrees by their `/Count`.
pub(crate) fn find(view: View<'_, '_>, index: usize) -> Result<(ObjectId, Dictionary), Error> {
    let mut left = index;
    let mut found = None;
    let mut visit = |step: Step<'_>| match step {
        Step::Subtree(count) => match left.checked_sub(count) {
            Some(rest) => {
                left = rest;
                Ok(Go::Past)
            }
            None => Ok(Go::Into),
        },
        Step::Page(id, page) => match left.checked_sub(1) {
            Some(rest) => {
                left = rest;
                Ok(Go::Past)
            }
            None => {
                found = Some((id, page.clone()));
                Ok(Go::Stop)
            }
        },
    };
    walk(view, &mut visit)?;
    found.ok_or_else(|| Misuse::new(format!("the document has no page {}", index.saturating_add(1))).into())
}

/// Visits every page in order.
///
/// # Errors
/// As the visitor; `Malformed` when there is no page tree; `Limit`.
pub(crate) fn each(
    view: View<'_, '_>,
    visit: &mut dyn FnMut(ObjectId, &Dictionary) -> Result<(), Error>,
) -> Result<(), Error> {
    walk(view, &mut |step| match step {
        Step::Subtree(_) => Ok(Go::Into),
        Step::Page(id, page) => visit(id, page).map(|()| Go::Past),
    })
}

/// What a walk comes by.
enum Step<'p> {
    /// A node with so many pages below it, as it says.
    Subtree(usize),
    /// A page, its inherited attributes filled in.
    Page(ObjectId, &'p Dictionary),
}

/// Where a walk goes from there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Go {
    Into,
    Past,
    Stop,
}

type Visit<'v> = &'v mut dyn FnMut(Step<'_>) -> Result<Go, Error>;

fn walk(view: View<'_, '_>, visit: Visit<'_>) -> Result<(), Error> {
    let (id, root) = root(view)?;
    let mut walk = Walk { view, visit, seen: BTreeSet::new() };
    walk.node(id, root, &Dictionary::new(), 0).map(|_| ())
}

struct Walk<'v, 'd, 'a> {
    view: View<'d, 'a>,
    visit: Visit<'v>,
    /// Nodes entered: a tree enters each once.
    seen: BTreeSet<ObjectId>,
}

impl Walk<'_, '_, '_> {
    /// Recursion is bounded by the limit on depth.
    fn node(&mut self, id: ObjectId, mut node: Dictionary, above: &Dictionary, depth: u32) -> Result<Go, Error> {
        let limits = self.view.document().limits();
        if depth > limits.depth {
            return Err(Exceeded { what: "depth of the page tree", limit: u64::from(limits.depth) }.into());
        }
        if !self.seen.insert(id) {
            let message = "a node of the page tree is its own ancestor or has two parents";
            self.view.document().note(Finding::ambiguous("pdf.page-tree-loop", message).about(id));
            return Ok(Go::Past);
        }
        for key in INHERITED {
            if let (false, Some(value)) = (node.contains(key), above.get(key)) {
                node.insert(key, value.clone());
            }
        }
        let Object::Array(kids) = self.view.entry(&node, "Kids")? else {
            return (self.visit)(Step::Page(id, &node));
        };
        for kid in kids {
            if self.kid(&kid, &node, depth)? == Go::Stop {
                return Ok(Go::Stop);
            }
        }
        Ok(Go::Past)
    }

    fn kid(&mut self, kid: &Object, parent: &Dictionary, depth: u32) -> Result<Go, Error> {
        let Some(id) = kid.as_reference() else { return Ok(Go::Past) };
        let Some(node) = self.view.get(id)?.into_dictionary() else { return Ok(Go::Past) };
        if node.contains("Kids")
            && let Some(count) = self.view.entry(&node, "Count")?.as_usize()
        {
            match (self.visit)(Step::Subtree(count))? {
                Go::Into => {}
                past => return Ok(past),
            }
        }
        self.node(id, node, parent, depth.saturating_add(1))
    }
}
