//! Where workers leave what they made, and one thread takes all of it together.
//!
//! A channel would wake that thread for each result, and the processor would turn to it from the work some hundred
//! times a second. Here it is woken for the first of a group, and again when the group is full or the last is in.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What waits, of at most so many.
pub(super) struct Outbox<T> {
    state: Mutex<State<T>>,
    room: usize,
    /// Something to take came in, or nothing will.
    filled: Condvar,
    /// There is room again, or nobody takes any more.
    emptied: Condvar,
}

struct State<T> {
    waiting: Vec<T>,
    /// Who may still put something in.
    senders: usize,
    taken: bool,
}

/// Puts something in.
pub(super) struct Sender<'o, T>(&'o Outbox<T>);

/// Takes all out.
pub(super) struct Taker<'o, T>(&'o Outbox<T>);

impl<T> Outbox<T> {
    pub(super) const fn new(room: usize) -> Self {
        let state = State { waiting: Vec::new(), senders: 0, taken: true };
        Self { state: Mutex::new(state), room, filled: Condvar::new(), emptied: Condvar::new() }
    }

    /// One more who puts something in; all are to be there before anything is taken.
    pub(super) fn sender(&self) -> Sender<'_, T> {
        let mut state = self.lock();
        state.senders = state.senders.saturating_add(1);
        Sender(self)
    }

    /// The one who takes.
    pub(super) const fn taker(&self) -> Taker<'_, T> {
        Taker(self)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Sender<'_, T> {
    /// Waits where there is no room. False when nobody takes any more.
    pub(super) fn put(&self, one: T) -> bool {
        let Outbox { room, filled, emptied, .. } = self.0;
        let full = |state: &mut State<T>| state.taken && state.waiting.len() >= *room;
        let mut state = emptied.wait_while(self.0.lock(), full).unwrap_or_else(PoisonError::into_inner);
        if !state.taken {
            return false;
        }
        state.waiting.push(one);
        if state.waiting.len() == 1 || state.waiting.len() >= *room {
            filled.notify_one();
        }
        true
    }
}

impl<T> Drop for Sender<'_, T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.senders = state.senders.saturating_sub(1);
        if state.senders == 0 {
            self.0.filled.notify_one();
        }
    }
}

impl<T> Taker<'_, T> {
    /// Everything that came within `moment` of the first, in order; nobody waits when the box is full, or when nothing
    /// more will come. `None` when nothing is left and nothing will come.
    pub(super) fn take(&self, moment: Duration) -> Option<Vec<T>> {
        let Outbox { room, filled, emptied, .. } = self.0;
        let nothing = |state: &mut State<T>| state.senders > 0 && state.waiting.is_empty();
        let state = filled.wait_while(self.0.lock(), nothing).unwrap_or_else(PoisonError::into_inner);
        let more = |state: &mut State<T>| state.senders > 0 && state.waiting.len() < *room;
        let (mut state, _) = filled.wait_timeout_while(state, moment, more).unwrap_or_else(PoisonError::into_inner);
        let all = std::mem::take(&mut state.waiting);
        emptied.notify_all();
        (!all.is_empty()).then_some(all)
    }
}

impl<T> Drop for Taker<'_, T> {
    fn drop(&mut self) {
        self.0.lock().taken = false;
        self.0.emptied.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Longer than any test waits.
    const LONG: Duration = Duration::from_secs(600);

    #[test]
    fn what_is_there_when_the_last_has_put_is_taken_at_once() {
        let outbox = Outbox::new(10);
        let sender = outbox.sender();
        assert!(sender.put(1) && sender.put(2));
        drop(sender);
        let taker = outbox.taker();
        assert_eq!(taker.take(LONG), Some(vec![1, 2]));
        assert_eq!(taker.take(LONG), None);
    }

    #[test]
    fn who_finds_it_full_waits_for_who_takes() {
        let outbox = Outbox::new(2);
        let (sender, taker) = (outbox.sender(), outbox.taker());
        let taken: Vec<i32> = std::thread::scope(|scope| {
            scope.spawn(move || (0..7).for_each(|number| assert!(sender.put(number))));
            std::iter::from_fn(|| taker.take(LONG)).inspect(|group| assert!(group.len() <= 2)).flatten().collect()
        });
        assert_eq!(taken, Vec::from_iter(0..7));
    }

    #[test]
    fn nobody_waits_for_who_takes_no_more() {
        let outbox = Outbox::new(1);
        let sender = outbox.sender();
        assert!(sender.put(1));
        drop(outbox.taker());
        assert!(!sender.put(2));
    }
}
