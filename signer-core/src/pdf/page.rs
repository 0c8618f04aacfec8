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
    let (id, root) = root(view)?;
    let mut search = Search { view, left: index, seen: BTreeSet::new() };
    match search.node(id, root, &Dictionary::new(), 0)? {
        Some(found) => Ok(found),
        None => Err(Misuse::new(format!("the document has no page {}", index.saturating_add(1))).into()),
    }
}

struct Search<'d, 'a> {
    view: View<'d, 'a>,
    /// Pages still to be passed.
    left: usize,
    /// Nodes entered: a tree enters each once.
    seen: BTreeSet<ObjectId>,
}

impl Search<'_, '_> {
    /// Recursion is bounded by the limit on depth.
    fn node(
        &mut self,
        id: ObjectId,
        mut node: Dictionary,
        above: &Dictionary,
        depth: u32,
    ) -> Result<Option<(ObjectId, Dictionary)>, Error> {
        let limits = self.view.document().limits();
        if depth > limits.depth {
            return Err(Exceeded { what: "depth of the page tree", limit: u64::from(limits.depth) }.into());
        }
        if !self.seen.insert(id) {
            let message = "a node of the page tree is its own ancestor or has two parents";
            self.view.document().note(Finding::ambiguous("pdf.page-tree-loop", message).about(id));
            return Ok(None);
        }
        for key in INHERITED {
            if let (false, Some(value)) = (node.contains(key), above.get(key)) {
                node.insert(key, value.clone());
            }
        }
        let Object::Array(kids) = self.view.entry(&node, "Kids")? else {
            return Ok(self.leaf(id, node));
        };
        for kid in kids {
            if let Some(found) = self.kid(&kid, &node, depth)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn leaf(&mut self, id: ObjectId, node: Dictionary) -> Option<(ObjectId, Dictionary)> {
        match self.left.checked_sub(1) {
            None => Some((id, node)),
            Some(left) => {
                self.left = left;
                None
            }
        }
    }

    fn kid(&mut self, kid: &Object, parent: &Dictionary, depth: u32) -> Result<Option<(ObjectId, Dictionary)>, Error> {
        let Some(id) = kid.as_reference() else { return Ok(None) };
        let Some(node) = self.view.get(id)?.into_dictionary() else { return Ok(None) };
        if node.contains("Kids")
            && let Some(count) = self.view.entry(&node, "Count")?.as_usize()
            && let Some(left) = self.left.checked_sub(count)
        {
            self.left = left;
            return Ok(None);
        }
        self.node(id, node, parent, depth.saturating_add(1))
    }
}
