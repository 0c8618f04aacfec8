//! The way up, a step at a time: each appends to the document, nothing that is there is touched.

use secrecy::SecretString;
use signer_core::Time;
use signer_core::error::Error as CoreError;
use signer_core::sign::{Collected, Lacking, SecurityStore, TimestampDraft};

use crate::cli::sign::Level;
use crate::commands::sign::embed;
use crate::error::Failure;

use super::{Ladder, doubtful, room_needed};

/// A document on its way up.
pub(crate) struct Raised {
    /// The whole of it.
    octets: Vec<u8>,
    /// How long it was before.
    before: usize,
    /// When the last document time-stamp was made, if one was.
    pub(crate) stamped: Option<Time>,
}

impl Raised {
    /// What was appended.
    pub(crate) fn appended(&self) -> &[u8] {
        self.octets.get(self.before..).unwrap_or_default()
    }
}

impl Ladder {
    /// Raises a signed document to the level.
    ///
    /// A signature without a time-stamp gets one over the whole document (EN 319 142-1, 6.3: that serves as well as
    /// one in the signature, which nobody could put there without touching what others signed).
    pub(crate) fn raise(&self, octets: Vec<u8>, password: Option<&SecretString>) -> Result<Raised, Failure> {
        let mut raised = Raised { before: octets.len(), octets, stamped: None };
        let found = self.collected(&raised.octets, password)?;
        if !found.unstamped.is_empty() {
            refuse_hopeless(&found)?;
            self.stamp_document(&mut raised, password)?;
        }
        if matches!(self.level, Level::BLt | Level::BLta) {
            let found = self.collected(&raised.octets, password)?;
            self.keep(found, &mut raised, password)?;
        }
        if self.level == Level::BLta {
            self.stamp_document(&mut raised, password)?;
        }
        Ok(raised)
    }

    fn collected(&self, octets: &[u8], password: Option<&SecretString>) -> Result<Collected, Failure> {
        self.collect(octets, password).map_err(|error| self.failure(error))
    }

    fn failure(&self, error: CoreError) -> Failure {
        Failure::broken("error-level").with("level", self.level.name()).because(error)
    }

    fn keep(&self, found: Collected, raised: &mut Raised, password: Option<&SecretString>) -> Result<(), Failure> {
        if let Some(Lacking { field, why, .. }) = found.lacking.into_iter().next() {
            let failure = Failure::broken("error-level-lacking").with("field", field).with("level", self.level.name());
            let cause = self.asked_in_vain(&found.needs).into_iter().fold(doubtful(why), Failure::because_of_last);
            return Err(failure.because_of(cause));
        }
        let document = embed::open(&raised.octets, password).map_err(|error| self.failure(error))?;
        let store = SecurityStore::new(&document);
        let store = if self.related { store.with_related() } else { store };
        let appended = store.append(&found.data).map_err(|error| self.failure(error))?;
        raised.octets.extend(appended.unwrap_or_default());
        Ok(())
    }

    fn stamp_document(&self, raised: &mut Raised, password: Option<&SecretString>) -> Result<(), Failure> {
        let document = embed::open(&raised.octets, password).map_err(|error| self.failure(error))?;
        let (appended, time) = match self.stamp_with_room(&document, self.room) {
            Err(Stamping::Room(needed)) => self.stamp_with_room(&document, needed),
            result => result,
        }
        .map_err(Failure::from)?;
        raised.octets.extend(appended);
        raised.stamped = Some(time);
        Ok(())
    }

    fn stamp_with_room(
        &self,
        document: &signer_core::pdf::Document<'_>,
        room: usize,
    ) -> Result<(Vec<u8>, Time), Stamping> {
        let prepared = TimestampDraft::new(document).with_room(room).prepare()?;
        let token = self.stamp(prepared.timestamp_need().clone())?;
        Ok((prepared.attach(&token)?, token.time()))
    }
}

/// Why there is no time-stamp in the document.
enum Stamping {
    /// It is longer than the room for it: so many octets.
    Room(usize),
    Failure(Failure),
}

impl From<CoreError> for Stamping {
    fn from(error: CoreError) -> Self {
        room_needed(&error)
            .map_or_else(|| Self::Failure(Failure::broken("error-level-stamp").because(error)), Self::Room)
    }
}

impl From<Failure> for Stamping {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Stamping> for Failure {
    fn from(stamping: Stamping) -> Self {
        match stamping {
            // A second answer that is longer still than the first: nobody does that but to annoy.
            Stamping::Room(needed) => Self::broken("timestamp-no-room").with("needed", needed).with("room", 0),
            Stamping::Failure(failure) => failure,
        }
    }
}

/// A time-stamp over what is refuted already would prove nothing.
fn refuse_hopeless(found: &Collected) -> Result<(), Failure> {
    match found.lacking.iter().find(|lacking| lacking.why.is_lasting()) {
        Some(Lacking { field, why, .. }) => {
            let failure = Failure::broken("error-level-hopeless").with("field", field);
            Err(failure.because_of(doubtful(why.clone())))
        }
        None => Ok(()),
    }
}
