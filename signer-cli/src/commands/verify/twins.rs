//! Documents with the same content: the first is judged, the others are told by it.
//!
//! Only documents of one length can be the same, so nothing is hashed twice for this but what has a neighbour of its
//! length. Which one is the first is decided by the order of the inputs, not by who is finished first.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use signer_core::report::Report;

/// Reports that are kept for later twins: each is some ten kilobytes. A twin of an earlier one is judged again.
const KEPT: usize = 1_024;

/// The documents of a run by their lengths: some 150 octets for each.
pub(super) struct Twins {
    lengths: Mutex<HashMap<u64, Vec<Arc<Slot>>>>,
    kept: Mutex<VecDeque<Arc<Slot>>>,
    /// Whether a twin is told by the report of the first, or judged itself.
    tells: bool,
}

/// A document that may be the first of its content.
#[derive(Default)]
struct Slot {
    state: Mutex<State>,
    settled: Condvar,
}

#[derive(Default)]
enum State {
    /// Somebody is at it.
    #[default]
    Pending,
    /// It is the first of its content.
    First { sha256: Box<str>, path: Box<str>, report: Option<Arc<Report>> },
    /// It is a twin itself, or it could not be read.
    Nothing,
}

/// A document's place among those of its length.
#[derive(Default)]
pub(super) struct Claim {
    slot: Option<Arc<Slot>>,
    earlier: Vec<Arc<Slot>>,
}

/// The first document of a content.
pub(super) struct Original {
    pub(super) path: String,
    /// Its report, while that is kept.
    pub(super) report: Option<Arc<Report>>,
}

impl Twins {
    /// None yet.
    pub(super) fn new(tells: bool) -> Self {
        Self { lengths: Mutex::default(), kept: Mutex::default(), tells }
    }

    /// Takes a place. Called in the order of the inputs.
    pub(super) fn claim(&self, length: Option<u64>) -> Claim {
        let Some(length) = length else { return Claim::default() };
        let slot = Arc::new(Slot::default());
        let mut lengths = lock(&self.lengths);
        let known = lengths.entry(length).or_default();
        let earlier = known.clone();
        known.push(Arc::clone(&slot));
        Claim { slot: Some(slot), earlier }
    }

    /// Says that the document is the first of its content.
    pub(super) fn first(&self, claim: &Claim, report: &Arc<Report>) {
        let Some(slot) = &claim.slot else { return };
        let (sha256, path) = (report.sha256.as_str().into(), report.path.as_str().into());
        // What the message said that carried it is not said of its twins.
        let tells = self.tells && report.message.is_none();
        slot.settle(State::First { sha256, path, report: tells.then(|| Arc::clone(report)) });
        if !tells {
            return;
        }
        let mut kept = lock(&self.kept);
        kept.push_back(Arc::clone(slot));
        if kept.len() > KEPT
            && let Some(oldest) = kept.pop_front()
            && let State::First { report, .. } = &mut *lock(&oldest.state)
        {
            *report = None;
        }
    }
}

impl Claim {
    /// Whether it can be a twin at all.
    pub(super) fn has_earlier(&self) -> bool {
        !self.earlier.is_empty()
    }

    /// The first document with this digest, once all earlier ones of the same length are known.
    ///
    /// Nobody waits for ever: an item is handed to a worker before the next one is, and each waits for earlier ones only.
    pub(super) fn original(&self, sha256: &str) -> Option<Original> {
        self.earlier.iter().find_map(|slot| slot.is(sha256))
    }
}

impl Drop for Claim {
    /// Whatever became of the document, nobody has to wait for it any more.
    fn drop(&mut self) {
        if let Some(slot) = &self.slot
            && matches!(*lock(&slot.state), State::Pending)
        {
            slot.settle(State::Nothing);
        }
    }
}

impl Slot {
    fn settle(&self, state: State) {
        *lock(&self.state) = state;
        self.settled.notify_all();
    }

    fn is(&self, wanted: &str) -> Option<Original> {
        let mut state = lock(&self.state);
        while matches!(*state, State::Pending) {
            state = self.settled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        match &*state {
            State::First { sha256, path, report } if &**sha256 == wanted => {
                Some(Original { path: path.to_string(), report: report.clone() })
            }
            _ => None,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
