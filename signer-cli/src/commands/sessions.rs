//! A key on a token, in as many sessions as sign at a time, for any number of threads.
//!
//! Each session has a thread that does nothing but sign: who wants a signature queues, so the token begins the next
//! when it ends one. What it returns is verified by who asked, while the token is at work on the next.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::JoinHandle;

use signer_core::Signer;
use signer_core::algorithm::SignatureAlgorithm;
use signer_pkcs11::{TokenError, TokenKey};

/// The sessions; a clone queues with the others.
///
/// As a [`Signer`] it returns what the token returned, **not verified**: `attach` of the core verifies it.
#[derive(Clone)]
pub(super) struct Sessions {
    desk: Arc<Desk>,
    algorithms: Vec<SignatureAlgorithm>,
    mechanisms: Vec<String>,
}

/// The queue, and the threads behind it; they end with the last who may queue.
struct Desk {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Request>,
    /// Nobody queues any more, or a session broke off: nothing further is done.
    closed: bool,
    /// Why the token signs no more: it is asked nothing further, and whoever sits at its reader neither.
    ended: Option<TokenError>,
}

struct Request {
    algorithm: SignatureAlgorithm,
    message: Vec<u8>,
    answer: mpsc::SyncSender<Result<Vec<u8>, TokenError>>,
}

impl Sessions {
    /// At most so many sessions: as many as the token has left, and this one.
    pub(super) fn new(key: TokenKey, count: usize) -> Self {
        let algorithms = key.algorithms().to_vec();
        let mechanisms = key.plans().iter().map(signer_pkcs11::Plan::mechanism_name).collect();
        let more: Vec<TokenKey> = (1..count).map_while(|_| key.for_worker().ok()).collect();
        let queue = Arc::new(Queue::default());
        let begin = |key: TokenKey| {
            let queue = Arc::clone(&queue);
            std::thread::Builder::new().name("token".to_owned()).spawn(move || serve(key, &queue)).ok()
        };
        let threads: Vec<_> = std::iter::once(key).chain(more).filter_map(begin).collect();
        if threads.is_empty() {
            drop(Closing(&queue));
        }
        Self { desk: Arc::new(Desk { queue, threads }), algorithms, mechanisms }
    }

    /// What is said where what the token returned is no signature of its certificate's key.
    pub(super) fn wrong_signature(&self, algorithm: SignatureAlgorithm) -> TokenError {
        let named = self.algorithms.iter().zip(&self.mechanisms).find(|(offered, _)| **offered == algorithm);
        TokenError::WrongSignature { mechanism: named.map(|(_, mechanism)| mechanism.clone()).unwrap_or_default() }
    }
}

impl Signer for Sessions {
    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(&mut self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        let (answer, answered) = mpsc::sync_channel(1);
        let mut state = self.desk.queue.lock();
        if !state.closed {
            state.waiting.push_back(Request { algorithm, message: message.to_vec(), answer });
        }
        drop(state);
        self.desk.queue.changed.notify_one();
        // Where the queue is closed, now or before the answer, the request is gone.
        answered.recv().map_err(|_| "a session with the token broke off")?.map_err(Into::into)
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next in turn, and why the token must not be asked for it; `None` when nobody will queue any more.
    fn next(&self) -> Option<(Request, Option<TokenError>)> {
        let idle = |state: &mut State| state.waiting.is_empty() && !state.closed;
        let waited = self.changed.wait_while(self.lock(), idle);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        let request = state.waiting.pop_front()?;
        Some((request, state.ended.clone()))
    }
}

/// One session at work.
fn serve(mut key: TokenKey, queue: &Queue) {
    // Also where a panic ends it: nobody is to wait for an answer that does not come.
    let _closed = Closing(queue);
    while let Some((request, ended)) = queue.next() {
        let signed = match ended {
            Some(error) => Err(error),
            None => key.sign_unverified(request.algorithm, &request.message),
        };
        if let Err(error) = &signed
            && error.is_lasting()
        {
            queue.lock().ended.get_or_insert_with(|| error.clone());
        }
        // Who asked may be gone: nobody else wants it.
        let _unheard = request.answer.send(signed);
    }
}

/// Closes the queue when dropped.
struct Closing<'q>(&'q Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.closed = true;
        state.waiting.clear();
        drop(state);
        self.0.changed.notify_all();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(Closing(&self.queue));
        for thread in self.threads.drain(..) {
            let _panicked = thread.join();
        }
    }
}
