//! Work on many inputs at once; the answers arrive as they are ready.

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

/// Pulls one input at a time, so that memory is bounded by the number of workers, and gives each answer with the
/// number of its input to `take`, which runs on the caller's thread. An error from `take` stops the work.
pub(super) fn run<I, T, R>(
    inputs: I,
    workers: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(usize, R) -> io::Result<()>,
) -> io::Result<()>
where
    I: Iterator<Item = T> + Send,
    R: Send,
{
    let inputs = Mutex::new(inputs.enumerate());
    let stopped = AtomicBool::new(false);
    // As many answers as workers may wait: a slow reader of our output slows the workers.
    let (sender, answers) = mpsc::sync_channel(workers.max(1));
    thread::scope(|scope| {
        for _ in 0..workers.max(1) {
            let sender = sender.clone();
            let (inputs, stopped, work) = (&inputs, &stopped, &work);
            scope.spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    // A worker that panicked holds no input: the others go on.
                    let next = inputs.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
                    let Some((index, input)) = next else { break };
                    if sender.send((index, work(input))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (index, answer) in answers {
            if let Err(error) = take(index, answer) {
                stopped.store(true, Ordering::Relaxed);
                return Err(error);
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_is_answered_once_under_its_number() {
        let mut answers = Vec::new();
        run(
            0..1_000_usize,
            4,
            |input| input * 2,
            |index, answer| {
                answers.push((index, answer));
                Ok(())
            },
        )
        .unwrap();
        answers.sort_unstable();
        assert_eq!(answers, (0..1_000).map(|index| (index, index * 2)).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_of_the_taker_stops_the_work() {
        let taken = run(
            0_usize..,
            2,
            |input| input,
            |index, _| {
                if index > 10 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
            },
        );
        assert_eq!(taken.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
