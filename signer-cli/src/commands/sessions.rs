//! A key on a token, in as many sessions as sign at a time, for any number of threads.

use std::error::Error;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use signer_core::Signer;
use signer_core::algorithm::SignatureAlgorithm;
use signer_pkcs11::{TokenError, TokenKey};

/// The sessions; a clone takes turns with the others.
#[derive(Clone)]
pub(super) struct Sessions {
    shared: Arc<Shared>,
    algorithms: Vec<SignatureAlgorithm>,
}

struct Shared {
    turns: Mutex<Turns>,
    given_back: Condvar,
}

struct Turns {
    idle: Vec<TokenKey>,
    /// Why the token signs no more: it is asked nothing further, and whoever sits at its reader neither.
    ended: Option<TokenError>,
}

impl Sessions {
    /// At most so many sessions: as many as the token has left, and this one.
    pub(super) fn new(key: TokenKey, count: usize) -> Self {
        let algorithms = key.algorithms().to_vec();
        let more: Vec<TokenKey> = (1..count).map_while(|_| key.for_worker().ok()).collect();
        let turns = Turns { idle: std::iter::once(key).chain(more).collect(), ended: None };
        Self { shared: Arc::new(Shared { turns: Mutex::new(turns), given_back: Condvar::new() }), algorithms }
    }
}

impl Signer for Sessions {
    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(&mut self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        let mut turn = Turn::take(&self.shared)?;
        let Some(key) = &mut turn.key else { return Err("no session with the token".into()) };
        let signed = key.sign(algorithm, message);
        if let Err(error) = &signed {
            turn.ended = error.downcast_ref::<TokenError>().filter(|error| error.is_lasting()).cloned();
        }
        signed
    }
}

/// One session in use; it goes back when dropped, whatever happened.
struct Turn<'s> {
    shared: &'s Shared,
    key: Option<TokenKey>,
    ended: Option<TokenError>,
}

impl<'s> Turn<'s> {
    /// Waits for a session: there is one at least, and each comes back.
    fn take(shared: &'s Shared) -> Result<Self, TokenError> {
        let turns = shared.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = shared.given_back.wait_while(turns, |turns| turns.idle.is_empty());
        let mut turns = waited.unwrap_or_else(PoisonError::into_inner);
        match &turns.ended {
            Some(error) => Err(error.clone()),
            None => Ok(Self { shared, key: turns.idle.pop(), ended: None }),
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut turns = self.shared.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.idle.extend(self.key.take());
        if turns.ended.is_none() {
            turns.ended = self.ended.take();
        }
        // All: where it ended, nobody who waits would wake another.
        self.shared.given_back.notify_all();
    }
}
