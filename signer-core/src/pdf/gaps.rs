//! What stands in an update, or behind the last one, that its cross-reference data does not lead to.
//!
//! A reader that searches for objects would find it; one that follows `startxref` does not.

use std::ops::Range;

use crate::error::Error;

use super::Document;
use super::finding::Finding;
use super::parser::{Origin, Parser, is_space};
use super::rebuild;
use super::revision::{Location, Revision, XrefKind};

/// Looks at the updates, not at the original: what a signature covers from the first octet on is signed as it is.
pub(crate) fn check(document: &Document<'_>) -> Result<(), Error> {
    let mut start = 0;
    for revision in document.revisions() {
        if revision.index() > 0 && revision.xref_kind() != XrefKind::Rebuilt {
            update(document, revision, start)?;
        }
        start = revision.end();
    }
    trailing(document, start);
    Ok(())
}

fn trailing(document: &Document<'_>, end: usize) {
    let rest = document.octets().get(end..).unwrap_or_default();
    if rest.iter().all(|octet| is_space(*octet)) {
        return;
    }
    let finding = if rebuild::has_structure(rest) {
        Finding::ambiguous("pdf.trailing-objects", "objects follow that the last `startxref` does not lead to")
    } else {
        Finding::harmless("pdf.trailing-octets", "octets follow the end of the document")
    };
    document.note(finding.at(end));
}

fn update(document: &Document<'_>, revision: &Revision, start: usize) -> Result<(), Error> {
    let mut known = places(document, revision, start)?;
    known.push(revision.span.clone());
    known.sort_by_key(|place| (place.start, place.end));
    let mut at = start;
    for place in known {
        gap(document, at..place.start);
        at = at.max(place.end);
    }
    gap(document, at..revision.end());
    Ok(())
}

/// Where the objects of an update stand.
fn places(document: &Document<'_>, revision: &Revision, start: usize) -> Result<Vec<Range<usize>>, Error> {
    let view = document.view(revision.index());
    let mut known = Vec::new();
    for (id, location) in revision.objects() {
        let Location::Offset(offset) = location else { continue };
        if offset < start {
            let before = revision.index().checked_sub(1).and_then(|index| document.view(index).location(id.number));
            let before = before.map(|(_, before, _)| before).filter(|before| *before != Location::Free);
            // A hybrid file's table hides objects on purpose, and an empty update shows them (7.5.8.4): office programs
            // write such files.
            let shown = revision.xref_kind() == XrefKind::Hybrid && before.is_none();
            if !shown && before != Some(location) {
                let message = "an update names an object that stands in an earlier revision, where none named it";
                document.note(Finding::ambiguous("pdf.xref-into-earlier", message).at(offset).about(id));
            }
            continue;
        }
        if offset >= revision.end() {
            let message = "an update names an object that stands behind its end";
            document.note(Finding::ambiguous("pdf.xref-beyond-revision", message).at(offset).about(id));
            continue;
        }
        match view.extent(offset, revision.index()) {
            Ok(extent) => known.push(extent),
            Err(Error::Limit(limit)) => return Err(limit.into()),
            Err(_) => {}
        }
    }
    Ok(known)
}

fn gap(document: &Document<'_>, range: Range<usize>) {
    let Some(octets) = document.octets().get(range.clone()) else { return };
    if octets.iter().all(|octet| is_space(*octet)) || is_tail(document, &range) || !rebuild::has_structure(octets) {
        return;
    }
    let message = "an update has objects that its cross-reference data does not lead to";
    document.note(Finding::ambiguous("pdf.unreferenced-objects", message).at(range.start));
}

/// `startxref`, an offset and `%%EOF`, once.
fn is_tail(document: &Document<'_>, range: &Range<usize>) -> bool {
    let octets = document.octets().get(..range.end).unwrap_or_default();
    let mut parser = Parser::new(octets, range.start, Origin::File, document.limits());
    parser.skip_space();
    if !parser.literally(b"startxref") {
        return false;
    }
    parser.skip_blanks();
    parser.digits();
    parser.skip_space();
    parser.rest().is_empty()
}
