//! A file that is cut short while it is mapped: the pages beyond its end are gone, and reading one is a signal
//! (`SIGBUS`) that ends the process. Among ten thousand documents one such must not end the run: the lost page reads as
//! zeros, and the length of the file tells afterwards that it was changed, so that no verdict rests on them.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Maps watched at a time: two for each worker are enough. What finds no place is not watched.
const PLACES: usize = 1_024;

/// Beginning and end of each map; both 0 where there is none.
static MAPS: [(AtomicUsize, AtomicUsize); PLACES] = [const { (AtomicUsize::new(0), AtomicUsize::new(0)) }; PLACES];
/// The size of a page, which a handler of signals may not ask for.
static PAGE: AtomicUsize = AtomicUsize::new(0);
static INSTALLED: Once = Once::new();

/// A map that is watched, until this is dropped.
#[derive(Debug)]
pub(super) struct Watched(Option<usize>);

/// Watches the octets of a map. It has to be dropped before the map is.
pub(super) fn watch(octets: &[u8]) -> Watched {
    INSTALLED.call_once(install);
    let range = octets.as_ptr_range();
    for (index, (start, end)) in MAPS.iter().enumerate() {
        // The end first: a beginning without an end contains nothing.
        if start.load(Ordering::SeqCst) == 0
            && start.compare_exchange(0, usize::MAX, Ordering::SeqCst, Ordering::SeqCst).is_ok()
        {
            end.store(range.end.addr(), Ordering::SeqCst);
            start.store(range.start.addr(), Ordering::SeqCst);
            return Watched(Some(index));
        }
    }
    Watched(None)
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some((start, end)) = self.0.and_then(|index| MAPS.get(index)) {
            end.store(0, Ordering::SeqCst);
            start.store(0, Ordering::SeqCst);
        }
    }
}

#[expect(unsafe_code, clippy::as_conversions, reason = "a handler of a signal is an address")]
fn install() {
    // SAFETY: sysconf has no preconditions; the action is zeroed, which is a valid one, and its handler calls nothing
    // but what a handler may call.
    unsafe {
        PAGE.store(usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)).unwrap_or(4_096), Ordering::SeqCst);
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handle as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO;
        libc::sigemptyset(&raw mut action.sa_mask);
        libc::sigaction(libc::SIGBUS, &raw const action, std::ptr::null_mut());
    }
}

#[expect(unsafe_code, reason = "a handler of a signal")]
extern "C" fn handle(_: libc::c_int, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    // SAFETY: the system gives the information of the signal; `mmap` puts a page of zeros where a page of one of our own
    // maps was, which nobody writes to and which is unmapped with the map.
    unsafe {
        let address = (*info).si_addr().addr();
        let page = PAGE.load(Ordering::SeqCst).max(1);
        let within = |(start, end): &(AtomicUsize, AtomicUsize)| {
            (start.load(Ordering::SeqCst)..end.load(Ordering::SeqCst)).contains(&address)
        };
        if MAPS.iter().any(within) {
            let start =
                std::ptr::without_provenance_mut(address.saturating_sub(address.checked_rem(page).unwrap_or(0)));
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED;
            if libc::mmap(start, page, libc::PROT_READ, flags, -1, 0) != libc::MAP_FAILED {
                return;
            }
        }
        // Not ours: it ends the process, as it would have.
        libc::signal(libc::SIGBUS, libc::SIG_DFL);
    }
}
