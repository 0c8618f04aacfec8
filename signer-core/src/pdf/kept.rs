//! What is kept of a document for the next time it is asked for, within a bound.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::quality::RandomState;

/// Octets of the file that are kept as they were read: a signature, its field, the form and the page are asked for again
/// and again. What is made of them takes more.
const MOST: usize = 512 << 10;

/// Things by where they stand; all are let go of when there would be too many.
pub(crate) struct Kept<K, V> {
    things: HashMap<K, V, RandomState>,
    size: usize,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { things: HashMap::default(), size: 0 }
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.things.get(key)
    }

    /// Keeps something that takes so many octets.
    pub(crate) fn put(&mut self, key: K, value: V, size: usize) {
        if size > MOST {
            return;
        }
        self.size = self.size.saturating_add(size);
        if self.size > MOST {
            self.things.clear();
            self.size = size;
        }
        self.things.insert(key, value);
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_too_much_takes_the_place_of_all_else() {
        let mut kept = Kept::default();
        kept.put("one", 1, MOST / 2);
        kept.put("two", 2, MOST / 2);
        assert_eq!((kept.get(&"one"), kept.get(&"two")), (Some(&1), Some(&2)));
        kept.put("three", 3, 1);
        assert_eq!((kept.get(&"one"), kept.get(&"three")), (None, Some(&3)));
    }

    #[test]
    fn what_is_too_large_is_not_kept_and_nothing_is_let_go_for_it() {
        let mut kept = Kept::default();
        kept.put("one", 1, 1);
        kept.put("two", 2, MOST + 1);
        assert_eq!((kept.get(&"one"), kept.get(&"two")), (Some(&1), None));
    }
}
