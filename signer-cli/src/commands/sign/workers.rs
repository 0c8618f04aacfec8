//! Several workers sign at once, and one thread behind them writes the results and gives them their names; how each
//! input ended is told in the order of the inputs.
//!
//! Making a file durable takes a disk as long as a signature takes a processor, and many files hardly longer than one.
//! Even making one waits at times, while the file system writes its journal. So the workers go on while the disk works,
//! and what was signed within a moment is made durable together.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use crate::error::Failure;
use crate::files::{Staged, commit};

use super::hand::{Hand, Signed, Told};
use super::journal::{Entry, Journal};
use super::outbox::{Outbox, Sender, Taker};
use super::plan::{Planned, Task};

/// Results that wait for the disk at most: each is an open file, or an input that is held.
const WAITING: usize = 64;

/// How long the first of them waits for others at most: nobody notices, and a disk writes its journal ten times in a
/// second and not two hundred.
const MOMENT: Duration = Duration::from_millis(50);

/// How one input ended.
pub(super) struct Done {
    pub(super) input: PathBuf,
    pub(super) outcome: Result<(Task, Ending), Failure>,
    /// What is to be told of it beside.
    pub(super) told: Told,
}

/// How the work on one input ended well.
#[derive(Debug)]
pub(super) enum Ending {
    /// It was signed now, and written down.
    Signed,
    /// An earlier run had signed it (`--resume`).
    SignedBefore,
}

/// What a worker hands on: the number of the input, the input, and its result, in memory mostly.
struct Made {
    position: usize,
    input: PathBuf,
    outcome: Result<(Task, Signed), Failure>,
    told: Told,
}

/// Signs what is planned, at most `jobs` signatures at a time and as many as the key serves.
///
/// When the key itself is out of reach (the token pulled out, the PIN refused) nothing further is begun: what was
/// signed stays, the rest is named. When nobody listens any more, likewise.
pub(super) fn sign_all(
    hand: Option<Hand<'_>>,
    tasks: Vec<Planned>,
    jobs: NonZeroUsize,
    mut journal: Journal,
    tell: &mut dyn FnMut(Done) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let hands = hands(hand, jobs.get(), tasks.len());
    let queue = Mutex::new(tasks.into_iter().enumerate());
    let stop = AtomicBool::new(false);
    let made = Outbox::new(WAITING);
    let (committed, to_tell) = mpsc::channel();
    std::thread::scope(|scope| {
        // All senders are there before the first is gone.
        let senders: Vec<_> = hands.iter().map(|_| made.sender()).collect();
        for (hand, sender) in hands.into_iter().zip(senders) {
            let (queue, stop) = (&queue, &stop);
            scope.spawn(move || work(hand, queue, stop, &sender));
        }
        let taker = made.taker();
        scope.spawn(move || commit_all(&taker, &mut journal, &committed));
        let told = in_order(&to_tell, tell);
        stop.store(true, Ordering::Relaxed);
        // What waits for the disk gets its name, told or not.
        to_tell.into_iter().for_each(drop);
        told
    })
}

/// One worker at least: without a hand it says of each input why it has no task.
fn hands(first: Option<Hand<'_>>, signatures: usize, tasks: usize) -> Vec<Option<Hand<'_>>> {
    let Some(first) = first else { return vec![None] };
    let count = first.threads(signatures).min(tasks);
    let first = if count > 1 { first.shared(signatures.min(tasks)) } else { first };
    let more: Vec<_> = (1..count).map_while(|_| first.another()).map(Some).collect();
    std::iter::once(Some(first)).chain(more).collect()
}

fn work(
    mut hand: Option<Hand<'_>>,
    queue: &Mutex<impl Iterator<Item = (usize, Planned)>>,
    stop: &AtomicBool,
    made: &Sender<'_, Made>,
) {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    while let Some((position, Planned { input, task })) = next() {
        let stopped = stop.load(Ordering::Relaxed);
        let mut told = Told::default();
        let outcome = task.and_then(|task| match &mut hand {
            _ if stopped => Err(Failure::broken("error-not-begun")),
            Some(hand) => {
                let signed = hand.sign(&task);
                told = hand.take_told();
                signed.map(|signed| (task, signed))
            }
            None => Err(Failure::usage("error-no-key")),
        });
        let outcome = match outcome {
            // One document tells why, the others that they were left.
            Err(failure) if failure.is_of_the_key() => Err(match stop.swap(true, Ordering::Relaxed) {
                true => Failure::broken("error-not-begun"),
                false => failure,
            }),
            other => other,
        };
        if !made.put(Made { position, input, outcome, told }) {
            return;
        }
    }
}

/// Makes outputs of what the workers made: of all that waits, together.
fn commit_all(made: &Taker<'_, Made>, journal: &mut Journal, committed: &mpsc::Sender<(usize, Done)>) {
    while let Some(group) = made.take(MOMENT) {
        let mut staged: Vec<(Staged, Vec<Entry>)> = Vec::new();
        let mut ended = Vec::new();
        for Made { position, input, outcome, told } in group {
            let outcome = outcome.and_then(|(task, signed)| match signed {
                Signed::Before => Ok((task, Ending::SignedBefore)),
                Signed::Now(whole, entries) => {
                    staged.push((whole.stage()?, entries));
                    Ok((task, Ending::Signed))
                }
            });
            ended.push((position, Done { input, outcome, told }));
        }
        let mut answers = commit_and_tell(staged, journal).into_iter();
        for (position, Done { input, outcome, told }) in ended {
            let outcome = match outcome {
                Ok((task, Ending::Signed)) => answers.next().unwrap_or(Ok(())).map(|()| (task, Ending::Signed)),
                other => other,
            };
            // Where nobody listens, what was signed is kept all the same.
            let _unheard = committed.send((position, Done { input, outcome, told }));
        }
    }
}

/// Gives the results their names, each with its lines in the journal: intended before, told after.
fn commit_and_tell(staged: Vec<(Staged, Vec<Entry>)>, journal: &mut Journal) -> Vec<Result<(), Failure>> {
    let (staged, entries): (Vec<Staged>, Vec<Vec<Entry>>) = staged.into_iter().unzip();
    if let Err(error) = journal.intend(entries.iter().flatten()) {
        return entries.iter().map(|_| Err(journal.failure(&error))).collect();
    }
    let answers = commit(staged);
    let done = entries.iter().zip(&answers).filter(|(_, answer)| answer.is_ok());
    match journal.complete(done.flat_map(|(entries, _)| entries)) {
        Ok(()) => answers,
        Err(error) => answers.into_iter().map(|answer| answer.and(Err(journal.failure(&error)))).collect(),
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
