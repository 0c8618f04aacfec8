//! The chain of cross-reference sections, from `startxref` back to the original (ISO 32000-2, 7.5.5, 7.5.6).

use std::collections::BTreeSet;

use crate::error::{Error, Malformed};
use crate::limits::{Budget, Limits};

use super::finding::Finding;
use super::object::{Dictionary, Object};
use super::parser::{Origin, Parser};
use super::revision::{Entry, Location, Revision, XrefKind};
use super::xref::{Section, SectionReader, too_many_revisions};

/// The header may stand anywhere in the first 1,024 octets (ISO 32000-1, Annex H, implementation note 13).
const HEADER_WITHIN: usize = 1_024;
/// Comparisons made to see whether a repeated `/XRefStm` matters. Beyond that it is taken to matter.
const COMPARISONS: u64 = 4_000_000;

/// How far behind a section its `startxref` is looked for; it follows at once in all files seen but a handful.
const TAIL_WITHIN: usize = 1 << 16;

/// The revisions of a file and what was tolerated to find them.
pub(crate) struct Chain {
    /// Oldest first.
    pub(crate) revisions: Vec<Revision>,
    /// The offset of `%PDF` where the offsets of this file count from there; else 0.
    pub(crate) shift: usize,
}

/// Follows the chain of one file.
pub(crate) struct ChainReader<'o, 'f> {
    pub(crate) octets: &'o [u8],
    pub(crate) limits: &'f Limits,
    pub(crate) decoded: &'f mut Budget,
    pub(crate) entries: &'f mut Budget,
    pub(crate) findings: &'f mut Vec<Finding>,
}

/// A section of the chain and where it stands.
struct Link {
    offset: usize,
    section: Section,
    /// What follows the section: the value of `startxref`, and the end of the `%%EOF` line.
    tail: Tail,
}

/// `startxref`, a number and `%%EOF`.
#[derive(Clone, Copy)]
pub(crate) struct Tail {
    value: Option<usize>,
    end: usize,
}

impl ChainReader<'_, '_> {
    /// Reads all sections that the last `startxref` leads to.
    ///
    /// # Errors
    /// `Malformed` when the chain is broken anywhere; `Limit`.
    pub(crate) fn read(mut self) -> Result<Chain, Error> {
        let header = self.header();
        let Some(at) = memchr::memmem::rfind(self.octets, b"startxref") else {
            return Err(Malformed::new("PDF", self.octets.len(), "startxref").into());
        };
        let last = tail(self.octets, at, self.limits);
        let Some(start) = last.and_then(|tail| tail.value) else {
            return Err(Malformed::new("startxref", at, "the offset of a cross-reference section").into());
        };
        let shift = self.shift(header, start);
        let links = self.links(start, shift, last)?;
        let revisions = self.revisions(links, shift)?;
        Ok(Chain { revisions, shift })
    }

    fn header(&mut self) -> usize {
        let head = self.octets.get(..HEADER_WITHIN.min(self.octets.len())).unwrap_or_default();
        match memchr::memmem::find(head, b"%PDF-") {
            Some(0) => 0,
            Some(offset) => {
                let message = format!("{offset} octets stand before the header");
                self.findings.push(Finding::harmless("pdf.header-offset", message).at(0));
                offset
            }
            None => {
                self.findings.push(Finding::harmless("pdf.header-missing", "the file has no header `%PDF-`").at(0));
                0
            }
        }
    }

    /// Offsets count from `%PDF` in some readers and from the first octet in others.
    fn shift(&mut self, header: usize, start: usize) -> usize {
        let works = |shift: usize| start.checked_add(shift).is_some_and(|at| self.stands_section(at));
        match (header, works(header), works(0)) {
            (0, ..) | (_, false, _) => 0,
            (_, true, false) => header,
            (_, true, true) => {
                let message = "`startxref` leads to a section from the header and from the first octet of the file";
                self.findings.push(Finding::ambiguous("pdf.header-offset", message).at(header));
                header
            }
        }
    }

    fn stands_section(&self, at: usize) -> bool {
        let mut parser = Parser::new(self.octets, at, Origin::File, self.limits);
        parser.skip_space();
        at < self.octets.len() && (parser.keyword(b"xref") || parser.object_header().is_some())
    }

    /// The sections from the newest to the oldest.
    fn links(&mut self, start: usize, shift: usize, last: Option<Tail>) -> Result<Vec<Link>, Error> {
        let mut links: Vec<Link> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = Some(start.saturating_add(shift));
        while let Some(offset) = next.take() {
            if !seen.insert(offset) {
                let message = "the chain of cross-reference sections runs in a circle";
                self.findings.push(Finding::ambiguous("pdf.prev-loop", message).at(offset));
                break;
            }
            if links.len() >= usize::try_from(self.limits.revisions).unwrap_or(usize::MAX) {
                return Err(too_many_revisions(self.limits).into());
            }
            let section = self.section(offset, shift)?;
            next = self.previous(&section.trailer, offset).map(|previous| previous.saturating_add(shift));
            let tail = self.tail_of(&section, last.filter(|_| links.is_empty()));
            links.push(Link { offset, section, tail });
        }
        Ok(links)
    }

    fn section(&mut self, offset: usize, shift: usize) -> Result<Section, Error> {
        let mut reader = SectionReader {
            octets: self.octets,
            shift,
            limits: self.limits,
            decoded: self.decoded,
            entries: self.entries,
            findings: self.findings,
        };
        reader.read(offset)
    }

    fn previous(&mut self, trailer: &Dictionary, offset: usize) -> Option<usize> {
        match trailer.get("Prev") {
            None | Some(Object::Null) => None,
            Some(Object::Integer(0)) => {
                let message = "`/Prev` is 0, where no section can stand";
                self.findings.push(Finding::harmless("pdf.prev-zero", message).at(offset));
                None
            }
            Some(object) => {
                let previous = object.as_usize();
                if previous.is_none() {
                    let message = "`/Prev` is no offset";
                    self.findings.push(Finding::ambiguous("pdf.prev-unreadable", message).at(offset));
                }
                previous
            }
        }
    }

    fn tail_of(&mut self, section: &Section, or: Option<Tail>) -> Tail {
        let end = section.span.end;
        let window = end..self.octets.len().min(end.saturating_add(TAIL_WITHIN));
        let rest = self.octets.get(window).unwrap_or_default();
        let at = memchr::memmem::find(rest, b"startxref").map(|at| end.saturating_add(at));
        match at.and_then(|at| tail(self.octets, at, self.limits)).or(or) {
            Some(tail) => tail,
            None => {
                let message = "no `startxref`, offset and `%%EOF` follow the cross-reference section";
                self.findings.push(Finding::ambiguous("pdf.startxref-missing", message).at(end));
                Tail { value: None, end }
            }
        }
    }

    /// Puts sections together to revisions, oldest first.
    fn revisions(&mut self, links: Vec<Link>, shift: usize) -> Result<Vec<Revision>, Error> {
        let mut revisions: Vec<Revision> = Vec::new();
        let mut streams_used = BTreeSet::new();
        let mut comparisons = Budget::new("comparisons", COMPARISONS);
        let mut links = links.into_iter().rev().peekable();
        while let Some(link) = links.next() {
            let mut link = self.with_hybrid(link, shift, &revisions, &mut streams_used, &mut comparisons)?;
            // Only the first-page section of a linearised file is followed by what `/Prev` names (Annex F.3).
            if let Some(first_page) = links
                .next_if(|next| next.offset < link.offset && revisions.is_empty() && self.is_linearised(next, shift))
            {
                let first_page =
                    self.with_hybrid(first_page, shift, &revisions, &mut streams_used, &mut comparisons)?;
                link = self.linearised(first_page, link, shift);
            } else {
                self.check_tail(&link, shift);
            }
            let before = revisions.last().map_or(0, |revision| revision.end);
            if link.offset < before || link.tail.end <= before {
                let message = "`/Prev` leads to a section that stands after the one that names it";
                self.findings.push(Finding::ambiguous("pdf.prev-forward", message).at(link.offset));
            }
            revisions.push(Revision {
                index: revisions.len(),
                xref_offset: link.offset,
                end: link.tail.end.max(before),
                kind: link.section.kind,
                span: link.section.span,
                trailer: link.section.trailer,
                entries: link.section.entries,
            });
        }
        Ok(revisions)
    }

    /// Does `startxref` after the section name that section?
    fn check_tail(&mut self, link: &Link, shift: usize) {
        if link.tail.value.is_some_and(|value| value.checked_add(shift) != Some(link.offset)) {
            let message = "the `startxref` after a cross-reference section names another section";
            self.findings.push(Finding::ambiguous("pdf.startxref-mismatch", message).at(link.tail.end));
        }
    }

    fn is_linearised(&self, first_page: &Link, shift: usize) -> bool {
        let head = self.octets.get(..first_page.offset).unwrap_or_default();
        let mut parser = Parser::new(head, shift, Origin::File, self.limits);
        if parser.object_header().is_none() {
            return false;
        }
        parser.object().is_ok_and(|object| object.as_dictionary().is_some_and(|first| first.contains("Linearized")))
    }

    /// The first-page section and the main one of a linearised file are one revision, which ends where the later ends.
    fn linearised(&mut self, first_page: Link, main: Link, shift: usize) -> Link {
        if main.tail.value.is_some_and(|value| value.checked_add(shift) != Some(first_page.offset)) {
            let message = "the last `startxref` of a linearised file does not name its first-page section";
            self.findings.push(Finding::ambiguous("pdf.startxref-mismatch", message).at(main.tail.end));
        }
        let entries = over(&first_page.section.entries, &main.section.entries);
        Link {
            offset: first_page.offset,
            tail: if main.tail.end > first_page.tail.end { main.tail } else { first_page.tail },
            section: Section { entries, span: main.section.span, ..first_page.section },
        }
    }

    /// Fills what the table leaves free from the stream that its trailer names (7.5.8.4).
    fn with_hybrid(
        &mut self,
        mut link: Link,
        shift: usize,
        older: &[Revision],
        used: &mut BTreeSet<usize>,
        comparisons: &mut Budget,
    ) -> Result<Link, Error> {
        let named = link.section.trailer.get("XRefStm").filter(|_| link.section.kind == XrefKind::Table);
        let Some(offset) = named.and_then(Object::as_usize) else { return Ok(link) };
        let offset = offset.saturating_add(shift);
        let stream = match self.section(offset, shift) {
            Ok(stream) if stream.kind == XrefKind::Stream => stream,
            Err(Error::Limit(limit)) => return Err(limit.into()),
            _ => {
                let message = "`/XRefStm` leads to no cross-reference stream";
                self.findings.push(Finding::ambiguous("pdf.hybrid-stream", message).at(offset));
                return Ok(link);
            }
        };
        if stream.span.end > link.tail.end {
            let message = "`/XRefStm` leads behind the end of its revision";
            self.findings.push(Finding::ambiguous("pdf.hybrid-stream", message).at(offset));
            return Ok(link);
        }
        let repeated = !used.insert(offset);
        if repeated || older.last().is_some_and(|revision| offset < revision.end) {
            let matters = self.matters(&link.section, &stream, older, comparisons);
            self.stale(offset, if repeated { "repeats the `/XRefStm`" } else { "names a stream" }, matters);
        }
        if repeated {
            return Ok(link);
        }
        link.section.kind = XrefKind::Hybrid;
        link.section.entries = self.filled(&link.section.entries, &stream.entries, offset);
        Ok(link)
    }

    /// Would the stream of an update lead elsewhere than the earlier revisions do?
    fn matters(&self, table: &Section, stream: &Section, older: &[Revision], comparisons: &mut Budget) -> bool {
        stream.entries.iter().any(|entry| {
            let in_table = find(&table.entries, entry.number).is_some_and(|own| own.location() != Location::Free);
            let cost = u64::try_from(older.len()).unwrap_or(u64::MAX);
            let before = older.iter().rev().find_map(|revision| revision.entry(entry.number));
            let before = before.filter(|before| before.location() != Location::Free);
            comparisons.spend(cost).is_err()
                || (!in_table && before.is_some_and(|before| before.location() != entry.location()))
        })
    }

    /// Some writers copy `/XRefStm` from the trailer before (such a one is left out, as the revision that wrote it has
    /// it already); office programs write an empty update that names a stream of the original.
    fn stale(&mut self, offset: usize, does: &str, matters: bool) {
        let message = format!("an update {does} of an earlier revision");
        let finding = if matters {
            Finding::ambiguous("pdf.hybrid-stale", message)
        } else {
            Finding::harmless("pdf.hybrid-stale", message)
        };
        self.findings.push(finding.at(offset));
    }

    fn filled(&mut self, table: &[Entry], stream: &[Entry], offset: usize) -> Vec<Entry> {
        let in_use: Vec<Entry> = table.iter().filter(|entry| entry.location() != Location::Free).copied().collect();
        let other = stream
            .iter()
            .find(|entry| find(&in_use, entry.number).is_some_and(|own| own.location() != entry.location()));
        if let Some(other) = other {
            let message = "the table and the stream of a hybrid file disagree about an object in use";
            self.findings.push(Finding::ambiguous("pdf.hybrid-disagrees", message).at(offset).about(other.id()));
        }
        over(&in_use, &over(stream, table))
    }
}

fn find(entries: &[Entry], number: u32) -> Option<Entry> {
    let index = entries.binary_search_by_key(&number, |entry| entry.number).ok()?;
    entries.get(index).copied()
}

/// Both lists in one, sorted; of a number in both, that of `upper`.
fn over(upper: &[Entry], lower: &[Entry]) -> Vec<Entry> {
    if lower.is_empty() {
        return upper.to_vec();
    }
    let mut merged = Vec::with_capacity(upper.len().saturating_add(lower.len()));
    merged.extend_from_slice(upper);
    merged.extend_from_slice(lower);
    // Stable: the one of `upper` stands first.
    merged.sort_by_key(|entry| entry.number);
    merged.dedup_by_key(|entry| entry.number);
    merged
}

/// Reads `startxref`, a number and `%%EOF` at `at`; `None` when `%%EOF` is not there.
pub(crate) fn tail(octets: &[u8], at: usize, limits: &Limits) -> Option<Tail> {
    let mut parser = Parser::new(octets, at, Origin::File, limits);
    if !parser.literally(b"startxref") {
        return None;
    }
    parser.skip_blanks();
    let value = parser.digits().and_then(|value| usize::try_from(value).ok());
    parser.skip_blanks();
    if !parser.literally(b"%%EOF") {
        // `%%EOF` cut short at the end of the file is all the same the end of it.
        let rest = parser.rest();
        return (rest.is_empty() || b"%%EOF".starts_with(rest)).then_some(Tail { value, end: octets.len() });
    }
    let _ = parser.literally(b"\r\n") || parser.literally(b"\n") || parser.literally(b"\r");
    Some(Tail { value, end: parser.position() })
}
