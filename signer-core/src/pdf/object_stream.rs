//! Object streams (ISO 32000-2, 7.5.7).

use crate::error::{Error, Malformed};
use crate::limits::Limits;

use super::object::{Dictionary, Object};
use super::parser::{Origin, Parser};

/// A decoded object stream.
pub(crate) struct ObjectStream {
    octets: Vec<u8>,
    /// Number and start of each object.
    objects: Vec<(u32, usize)>,
    /// Number and first index, sorted by number.
    first: Vec<(u32, usize)>,
    /// The data ended early.
    pub(crate) damaged: bool,
}

impl ObjectStream {
    /// Reads the pairs of numbers at the beginning of the decoded octets.
    ///
    /// # Errors
    /// `Malformed` when `/N` or `/First` cannot be true.
    pub(crate) fn new(dictionary: &Dictionary, octets: Vec<u8>, damaged: bool, limits: &Limits) -> Result<Self, Error> {
        let fault = |expected| Malformed::new("object stream", 0, expected);
        let number = |key| dictionary.get(key).and_then(Object::as_usize);
        let count = number("N").ok_or_else(|| fault("/N"))?;
        let first =
            number("First").filter(|first| *first <= octets.len()).ok_or_else(|| fault("/First inside the data"))?;
        let head = octets.get(..first).unwrap_or_default();
        let mut parser = Parser::new(head, 0, Origin::ObjectStream, limits);
        let mut objects = Vec::new();
        for _ in 0..count {
            parser.skip_space();
            let Some(number) = parser.digits() else { break };
            parser.skip_space();
            let Some(offset) = parser.digits().and_then(|offset| usize::try_from(offset).ok()) else { break };
            let number = u32::try_from(number).map_err(|_| fault("object numbers below 2^32"))?;
            objects.push((number, first.saturating_add(offset)));
        }
        let damaged = damaged || objects.len() != count;
        let mut by_number: Vec<_> = objects.iter().enumerate().map(|(index, (number, _))| (*number, index)).collect();
        by_number.sort_unstable();
        by_number.dedup_by_key(|(number, _)| *number);
        Ok(Self { octets, objects, first: by_number, damaged })
    }

    pub(crate) fn size(&self) -> usize {
        let table = self.objects.len().saturating_mul(size_of::<(u32, usize)>()).saturating_mul(2);
        self.octets.len().saturating_add(table)
    }

    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.objects.iter().map(|(number, _)| *number)
    }

    /// Where `number` stands; and whether it is at `index` and nowhere before, as all readers expect.
    pub(crate) fn find(&self, number: u32, index: u32) -> Option<(usize, bool)> {
        let place = self.first.binary_search_by_key(&number, |(number, _)| *number).ok();
        let first = place.and_then(|place| self.first.get(place)).map(|(_, index)| *index);
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let by_index = self.objects.get(index).filter(|(other, _)| *other == number);
        match by_index {
            Some(_) => Some((index, first == Some(index))),
            None => first.map(|first| (first, false)),
        }
    }

    /// The object at `index`, and how many octets it took to read.
    ///
    /// # Errors
    /// `Malformed`, `Limit` of the parser.
    pub(crate) fn object(&self, index: usize, limits: &Limits) -> Result<(Object, usize), Error> {
        let start = self.objects.get(index).map_or(self.octets.len(), |(_, start)| *start);
        let mut parser = Parser::new(&self.octets, start, Origin::ObjectStream, limits);
        let object = parser.object()?;
        Ok((object, parser.position().saturating_sub(start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(count: i64, first: i64, octets: &[u8]) -> Result<ObjectStream, Error> {
        let mut dictionary = Dictionary::new();
        dictionary.insert("N", count);
        dictionary.insert("First", first);
        ObjectStream::new(&dictionary, octets.to_vec(), false, &Limits::default())
    }

    #[test]
    fn an_object_is_found_at_its_index() {
        let stream = stream(2, 8, b"5 0 6 2 7 /A").unwrap();
        assert_eq!(stream.find(6, 1), Some((1, true)));
        assert_eq!(stream.object(1, &Limits::default()).unwrap().0, Object::name("A"));
    }

    #[test]
    fn an_object_at_another_index_is_marked() {
        assert_eq!(stream(2, 8, b"5 0 6 2 7 /A").unwrap().find(6, 0), Some((1, false)));
        assert_eq!(stream(2, 8, b"5 0 5 2 7 /A").unwrap().find(5, 1), Some((1, false)));
    }

    #[test]
    fn an_absurd_count_ends_with_the_data() {
        assert!(stream(i64::MAX, 4, b"5 0 7").unwrap().damaged);
        assert!(stream(-1, 4, b"5 0 7").is_err());
        assert!(stream(1, 99, b"5 0 7").is_err());
    }
}
