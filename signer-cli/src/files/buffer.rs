//! Memory for the octets of one small file after another: fresh memory for each would be cleared first, and cold.

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::Deref;

thread_local! {
    /// What the last one of this thread left.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The octets of a file, or its beginning.
#[derive(Debug)]
pub(super) struct Buffer {
    /// Those of files before may stand behind the end.
    octets: Vec<u8>,
    end: usize,
}

impl Buffer {
    /// In one call of the system where the file has so many octets; `read_to_end` begins with 32 and takes a dozen.
    pub(super) fn read(file: &mut impl Read, at_most: u64) -> io::Result<Self> {
        let length = usize::try_from(at_most).map_err(io::Error::other)?;
        let mut octets = SPARE.take();
        if octets.len() < length {
            octets.resize(length, 0);
        }
        let mut end = 0usize;
        while let Some(room) = octets.get_mut(end..length).filter(|room| !room.is_empty()) {
            match file.read(room) {
                Ok(0) => break,
                Ok(count) => end = end.saturating_add(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self { octets, end })
    }

    /// For keeping.
    pub(super) fn into_octets(mut self) -> Vec<u8> {
        let mut octets = std::mem::take(&mut self.octets);
        octets.truncate(self.end);
        octets
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.octets.get(..self.end).unwrap_or_default()
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // At the end of the thread there is nobody left to use it.
        let _ = SPARE.try_with(|spare| {
            let known = spare.take();
            spare.set(if known.len() < self.octets.len() { std::mem::take(&mut self.octets) } else { known });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(octets: &[u8], at_most: u64) -> Vec<u8> {
        Buffer::read(&mut &*octets, at_most).unwrap().to_vec()
    }

    #[test]
    fn nothing_of_one_file_is_seen_in_the_next() {
        assert_eq!(read(b"a long one", 10), b"a long one");
        assert_eq!(read(b"short", 10), b"short", "it became shorter while it was read");
        assert_eq!(read(b"short", 5), b"short");
        assert_eq!(read(b"", 5), b"");
        assert_eq!(read(b"longer than before", 18), b"longer than before");
        assert_eq!(Buffer::read(&mut &b"kept"[..], 4).unwrap().into_octets(), b"kept");
    }

    #[test]
    fn two_at_a_time_have_octets_of_their_own() {
        let one = Buffer::read(&mut &b"one"[..], 3).unwrap();
        let other = Buffer::read(&mut &b"two"[..], 3).unwrap();
        assert_eq!((&*one, &*other), (&b"one"[..], &b"two"[..]));
    }
}
