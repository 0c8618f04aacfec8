//! A time-stamp over the whole document (ISO 32000-2, 12.8.5), as an update of its own.

use crate::algorithm::Digest;
use crate::cms::TimestampRequest;
use crate::crypto::Hasher;
use crate::error::{Error, Misuse, TimestampFault};
use crate::pdf::{Dictionary, Document, Object, PdfString, Update};
use crate::sign::dictionary::{Hole, PLACEHOLDER};
use crate::sign::field::{self, Choice};
use crate::sign::permission;
use crate::sign::token::{TIMESTAMP_ROOM, Token};
use crate::sign::widget::Look;

/// A document time-stamp that is wanted.
pub struct TimestampDraft<'d, 'a> {
    document: &'d Document<'a>,
    room: usize,
}

/// A document with the place for a time-stamp appended, waiting for the authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedTimestamp {
    original: usize,
    appendix: Vec<u8>,
    hole: Hole,
    request: TimestampRequest,
}

impl<'d, 'a> TimestampDraft<'d, 'a> {
    /// A time-stamp of this document, in a new, invisible field `Timestamp1` (or the next free number).
    #[must_use]
    pub const fn new(document: &'d Document<'a>) -> Self {
        Self { document, room: TIMESTAMP_ROOM }
    }

    /// Keeps room for a time-stamp of so many octets; [`TIMESTAMP_ROOM`] unless said otherwise.
    #[must_use]
    pub const fn with_room(mut self, octets: usize) -> Self {
        self.room = octets;
        self
    }

    /// Appends the update with its hole, and computes what is to be stamped.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the document does not permit it; `Malformed` and `Limit` when it cannot be read.
    pub fn prepare(self) -> Result<PreparedTimestamp, Error> {
        let view = self.document.latest();
        let target = field::find(&view, Choice::Numbered("Timestamp"))?;
        permission::check_timestamp(self.document, &target)?;
        let mut update = Update::new(self.document)?;
        let id = update.allocate()?;
        update.put(id, dictionary(self.room).into());
        field::write(&mut update, &view, &target, &Look::default(), id)?;
        let original = self.document.octets();
        let appended = update.finish()?;
        permission::check_readings(self.document)?;
        let lost = || Misuse::new("the time-stamp dictionary was not written");
        let span = appended.span(id).ok_or_else(lost)?;
        let relative = |offset: usize| offset.checked_sub(original.len()).ok_or_else(lost);
        let span = relative(span.start)?..relative(span.end)?;
        let mut appendix = appended.octets;
        let hole = Hole::open(&mut appendix, span, original.len())?;
        let mut hasher = Hasher::new(Digest::Sha256);
        hasher.update(original);
        for part in hole.around(&appendix).ok_or_else(lost)? {
            hasher.update(part);
        }
        let request = TimestampRequest::new(Digest::Sha256, hasher.finish());
        Ok(PreparedTimestamp { original: original.len(), appendix, hole, request })
    }
}

/// ISO 32000-2, 12.8.5, Table 258: no time of the signer, no words. EN 319 142-1, 5.4.3.
fn dictionary(room: usize) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.insert("Type", Object::name("DocTimeStamp"));
    dictionary.insert("Filter", Object::name("Adobe.PPKLite"));
    dictionary.insert("SubFilter", Object::name("ETSI.RFC3161"));
    let [a, b, c] = [PLACEHOLDER; 3].map(Object::from);
    dictionary.insert("ByteRange", vec![Object::from(0), a, b, c]);
    dictionary.insert("Contents", PdfString::hexadecimal(vec![0; room]));
    dictionary
}

impl PreparedTimestamp {
    /// What the authority has to stamp.
    #[must_use]
    pub const fn timestamp_need(&self) -> &TimestampRequest {
        &self.request
    }

    /// Puts the time-stamp into its place, and gives the octets to append to the document.
    ///
    /// # Errors
    /// [`TimestampFault::Imprint`] when it is over something else; [`TimestampFault::NoRoom`] when it is too long.
    pub fn attach(mut self, token: &Token) -> Result<Vec<u8>, Error> {
        if !token.answers(&self.request) {
            return Err(TimestampFault::Imprint.into());
        }
        let (needed, room) = (token.octets().len(), self.hole.capacity());
        if needed > room {
            return Err(TimestampFault::NoRoom { needed, room }.into());
        }
        self.hole.fill(&mut self.appendix, token.octets())?;
        if !self.hole.holds(&self.appendix, self.original, token.octets()) {
            return Err(Misuse::new("the finished document does not hold the time-stamp as it was made").into());
        }
        Ok(self.appendix)
    }
}
