//! Signature dictionaries (ISO 32000-2, 12.8) and what they say they signed.

mod collect;
mod read;

pub(crate) use collect::collect;

use std::ops::Range;

use crate::error::Malformed;
use crate::time::Time;

use super::{Dictionary, Finding, ObjectId};

/// What a signature dictionary stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureKind {
    /// A signature (`/Type /Sig`).
    Signature,
    /// A document time-stamp (`/Type /DocTimeStamp` or `/SubFilter /ETSI.RFC3161`).
    DocumentTimestamp,
    /// Usage rights (12.8.2.3, `/Perms` `/UR3`): a maker of programs signed what its programs may do with the file.
    /// Nobody approves of the document by it.
    UsageRights,
}

/// How much of the file the byte range covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// All of the file but the `/Contents` string.
    WholeFile,
    /// All of a revision but the `/Contents` string; other revisions follow.
    WholeRevision,
    /// It does not end where a revision ends.
    Partial,
    /// It cannot be what a signer made: the findings say why.
    Malformed,
}

/// The octets signed (ISO 32000-2, 12.8.1, `/ByteRange`): two ranges with a gap between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteRange {
    before: Range<usize>,
    after: Range<usize>,
}

impl ByteRange {
    /// From the four numbers, for a file of `len` octets; `None` when they leave the file or overlap.
    #[must_use]
    pub fn new(numbers: [u64; 4], len: usize) -> Option<Self> {
        let [start, length, second, rest] = numbers.map(|number| usize::try_from(number).ok());
        let (before, after) = (start?..start?.checked_add(length?)?, second?..second?.checked_add(rest?)?);
        (before.end <= after.start && after.end <= len).then_some(Self { before, after })
    }

    /// The first range.
    #[must_use]
    pub fn before(&self) -> Range<usize> {
        self.before.clone()
    }

    /// What is not signed between the two: the `/Contents` string, delimiters included.
    #[must_use]
    pub const fn gap(&self) -> Range<usize> {
        self.before.end..self.after.start
    }

    /// The second range.
    #[must_use]
    pub fn after(&self) -> Range<usize> {
        self.after.clone()
    }

    /// One past the last octet signed.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.after.end
    }
}

/// What a signature locks, from `/Lock` of its field or a `FieldMDP` transform (12.7.5.5, 12.8.2.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldLock {
    /// Which fields.
    pub action: LockAction,
    /// `/P` of the lock dictionary (ISO 32000-2): as for DocMDP, 1 to 3.
    pub permission: Option<u8>,
}

/// Which fields a lock concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockAction {
    /// Every field.
    All,
    /// These, and those below them.
    Include(Vec<String>),
    /// All but these and those below them.
    Exclude(Vec<String>),
}

/// A signature dictionary, where it was found, and what it says.
#[derive(Clone, Debug)]
pub struct EmbeddedSignature {
    /// The fully qualified name of its field; of one that only `/Perms` refers to, `/Perms/DocMDP` or the like.
    pub field: String,
    /// The field dictionary.
    pub field_id: Option<ObjectId>,
    /// The signature dictionary, if it is an indirect object.
    pub id: Option<ObjectId>,
    /// The signature dictionary.
    pub dictionary: Dictionary,
    /// Signature or document time-stamp.
    pub kind: SignatureKind,
    /// `/SubFilter`
    pub sub_filter: Option<String>,
    /// The revision whose end is the end of the byte range, else the one that wrote the dictionary.
    pub revision: usize,
    /// The revision that no longer has it in its form, if one does not: it was removed or replaced.
    pub removed: Option<usize>,
    /// `/ByteRange`, checked against the file.
    pub byte_range: Result<ByteRange, Malformed>,
    /// `/Contents`, hexadecimal undone, never decrypted; zero padding included.
    pub contents: Vec<u8>,
    /// The token of `/Contents` in the file, `<` and `>` included.
    pub contents_span: Option<Range<usize>>,
    /// How much of the file it covers.
    pub coverage: Coverage,
    /// `/P` of its DocMDP transform (12.8.2.2), 1 to 3: it is a certification signature.
    pub certification: Option<u8>,
    /// What its `FieldMDP` transform says (12.8.2.4).
    pub field_mdp: Option<FieldLock>,
    /// `/Lock` of its field (12.7.5.5).
    pub field_lock: Option<FieldLock>,
    /// What is wrong or was tolerated about this signature.
    pub findings: Vec<Finding>,
    /// `/M`, what the signer's machine said.
    pub signing_time: Option<Time>,
    /// `/Name`
    pub name: Option<String>,
    /// `/Reason`
    pub reason: Option<String>,
    /// `/Location`
    pub location: Option<String>,
    /// `/ContactInfo`
    pub contact: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_range_that_leaves_the_file_is_refused() {
        assert!(ByteRange::new([0, 10, 20, 10], 30).is_some());
        assert!(ByteRange::new([0, 10, 20, 11], 30).is_none());
        assert!(ByteRange::new([0, 10, 20, u64::MAX], 30).is_none());
    }

    #[test]
    fn ranges_that_overlap_are_refused() {
        assert!(ByteRange::new([0, 10, 9, 10], 30).is_none());
    }
}
