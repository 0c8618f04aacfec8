//! Several workers sign at once; how each input ended is told in the order of the inputs.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

use crate::error::Failure;

use super::hand::{Hand, Signed};
use super::plan::{Planned, Task};

/// How one input ended.
pub(super) struct Done {
    pub(super) input: PathBuf,
    pub(super) outcome: Result<(Task, Signed), Failure>,
}

/// Signs what is planned with at most `jobs` workers, as many as the key serves.
///
/// When the key itself is out of reach (the token pulled out, the PIN refused) nothing further is begun: what was
/// signed stays, the rest is named. When nobody listens any more, likewise.
pub(super) fn sign_all(
    hand: Option<Hand<'_>>,
    tasks: Vec<Planned>,
    jobs: NonZeroUsize,
    tell: &mut dyn FnMut(Done) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let hands = hands(hand, jobs.get().min(tasks.len()));
    let queue = Mutex::new(tasks.into_iter().enumerate());
    let stop = AtomicBool::new(false);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for hand in hands {
            let (sender, queue, stop) = (sender.clone(), &queue, &stop);
            scope.spawn(move || work(hand, queue, stop, &sender));
        }
        drop(sender);
        let told = in_order(&receiver, tell);
        stop.store(true, Ordering::Relaxed);
        told
    })
}

/// One worker at least: without a hand it says of each input why it has no task.
fn hands(first: Option<Hand<'_>>, count: usize) -> Vec<Option<Hand<'_>>> {
    let Some(first) = first else { return vec![None] };
    let more: Vec<_> = (1..count).map_while(|_| first.another()).map(Some).collect();
    std::iter::once(Some(first)).chain(more).collect()
}

fn work(
    mut hand: Option<Hand<'_>>,
    queue: &Mutex<impl Iterator<Item = (usize, Planned)>>,
    stop: &AtomicBool,
    sender: &mpsc::Sender<(usize, Done)>,
) {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    while let Some((position, Planned { input, task })) = next() {
        let stopped = stop.load(Ordering::Relaxed);
        let outcome = task.and_then(|task| match &mut hand {
            _ if stopped => Err(Failure::broken("error-not-begun")),
            Some(hand) => hand.sign(&task).map(|signed| (task, signed)),
            None => Err(Failure::usage("error-no-key")),
        });
        if outcome.as_ref().is_err_and(Failure::is_of_the_key) {
            stop.store(true, Ordering::Relaxed);
        }
        if sender.send((position, Done { input, outcome })).is_err() {
            return;
        }
    }
}

fn in_order(
    receiver: &mpsc::Receiver<(usize, Done)>,
    tell: &mut dyn FnMut(Done) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut early = BTreeMap::new();
    let mut turn = 0usize;
    for (position, done) in receiver {
        early.insert(position, done);
        while let Some(done) = early.remove(&turn) {
            tell(done)?;
            turn = turn.saturating_add(1);
        }
    }
    Ok(())
}
