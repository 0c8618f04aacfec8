//! The objects of PDF (ISO 32000-2, 7.3) as values.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use smallvec::SmallVec;

/// The name of an indirect object (ISO 32000-2, 7.3.10), shown as `12 0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId {
    /// The object number, from 1.
    pub number: u32,
    /// The generation number, nearly always 0.
    pub generation: u16,
}

impl ObjectId {
    /// Number and generation.
    #[must_use]
    pub const fn new(number: u32, generation: u16) -> Self {
        Self { number, generation }
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.generation)
    }
}

/// Any object, direct or the value of an indirect one.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Object {
    /// `null`, also what a reference to nothing stands for.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number without a point.
    Integer(i64),
    /// A number with a point.
    Real(f64),
    /// A string, its escapes undone.
    String(PdfString),
    /// A name, its `#` escapes undone.
    Name(Name),
    /// `[ … ]`
    Array(Vec<Object>),
    /// `<< … >>`
    Dictionary(Dictionary),
    /// A dictionary and octets; only ever the value of an indirect object.
    Stream(Stream),
    /// `12 0 R`
    Reference(ObjectId),
}

impl Object {
    /// About how many octets of memory a copy of it takes. Nesting is bounded by the parser.
    pub(crate) fn weight(&self) -> usize {
        let inside = match self {
            Self::String(string) => string.octets.len(),
            Self::Name(name) => name.0.len(),
            Self::Array(elements) => elements.iter().fold(0, |sum, element| element.weight().saturating_add(sum)),
            Self::Dictionary(dictionary) => dictionary.weight(),
            Self::Stream(stream) => stream.dictionary.weight(),
            Self::Null | Self::Boolean(_) | Self::Integer(_) | Self::Real(_) | Self::Reference(_) => 0,
        };
        inside.saturating_add(OBJECT)
    }

    /// A name object.
    #[must_use]
    pub fn name(name: &str) -> Self {
        Self::Name(Name::from(name))
    }

    /// Is it `null`?
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The truth value, of a boolean.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, of an integer.
    #[must_use]
    pub const fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, of an integer that fits.
    #[must_use]
    pub fn as_usize(&self) -> Option<usize> {
        self.as_integer().and_then(|value| usize::try_from(value).ok())
    }

    /// The number, of an integer or real (integers beyond 2^31 are no coordinates and are refused).
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => i32::try_from(*value).ok().map(f64::from),
            Self::Real(value) => Some(*value),
            _ => None,
        }
    }

    /// The string.
    #[must_use]
    pub const fn as_string(&self) -> Option<&PdfString> {
        match self {
            Self::String(string) => Some(string),
            _ => None,
        }
    }

    /// The name.
    #[must_use]
    pub const fn as_name(&self) -> Option<&Name> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The elements of an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The dictionary, also that of a stream.
    #[must_use]
    pub const fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            Self::Stream(stream) => Some(&stream.dictionary),
            _ => None,
        }
    }

    /// The dictionary, also that of a stream, taken out.
    #[must_use]
    pub fn into_dictionary(self) -> Option<Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            Self::Stream(stream) => Some(stream.dictionary),
            _ => None,
        }
    }

    /// The stream.
    #[must_use]
    pub const fn as_stream(&self) -> Option<&Stream> {
        match self {
            Self::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    /// What a reference refers to.
    #[must_use]
    pub const fn as_reference(&self) -> Option<ObjectId> {
        match self {
            Self::Reference(id) => Some(*id),
            _ => None,
        }
    }
}

impl From<Dictionary> for Object {
    fn from(dictionary: Dictionary) -> Self {
        Self::Dictionary(dictionary)
    }
}

impl From<ObjectId> for Object {
    fn from(id: ObjectId) -> Self {
        Self::Reference(id)
    }
}

impl From<i64> for Object {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<Vec<Self>> for Object {
    fn from(elements: Vec<Self>) -> Self {
        Self::Array(elements)
    }
}

impl From<PdfString> for Object {
    fn from(string: PdfString) -> Self {
        Self::String(string)
    }
}

/// A string (ISO 32000-2, 7.3.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfString {
    /// What the string says, escapes and hexadecimal undone, decrypted where the document is encrypted.
    pub octets: Vec<u8>,
    /// The token in the file, delimiters included; empty for a string from an object stream or a new one.
    pub span: Range<usize>,
    /// Written as `<…>`.
    pub hexadecimal: bool,
}

impl PdfString {
    /// A new string, to be written as `(…)`.
    #[must_use]
    pub fn literal(octets: impl Into<Vec<u8>>) -> Self {
        Self { octets: octets.into(), span: 0..0, hexadecimal: false }
    }

    /// A new string, to be written as `<…>`.
    #[must_use]
    pub fn hexadecimal(octets: impl Into<Vec<u8>>) -> Self {
        Self { octets: octets.into(), span: 0..0, hexadecimal: true }
    }

    /// A new text string (7.9.2.2): PDFDocEncoding where ASCII suffices, else UTF-16BE with its mark.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self::literal(super::text::encode(text))
    }

    /// As a text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with its mark, else PDFDocEncoding.
    #[must_use]
    pub fn text(&self) -> String {
        super::text::decode(&self.octets)
    }
}

/// A name (ISO 32000-2, 7.3.5), without the solidus. Nearly all have room in the value itself.
#[derive(Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(SmallVec<[u8; 16]>);

impl Name {
    /// The name of these octets.
    #[must_use]
    pub fn from_octets(octets: &[u8]) -> Self {
        Self(SmallVec::from_slice(octets))
    }

    /// The octets of the name.
    #[must_use]
    pub fn as_octets(&self) -> &[u8] {
        &self.0
    }

    /// The same for equal names, and seldom for others.
    fn tag(&self) -> u64 {
        let length = u64::try_from(self.0.len()).unwrap_or(u64::MAX);
        self.0.iter().take(7).fold(length, |tag, octet| tag.wrapping_shl(8) | u64::from(*octet))
    }
}

impl Clone for Name {
    /// All octets at once, which the derived one does not.
    fn clone(&self) -> Self {
        Self::from_octets(&self.0)
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::from_octets(name.as_bytes())
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_octets() == other.as_bytes()
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_octets() == other.as_bytes()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

/// A dictionary (ISO 32000-2, 7.3.7), in the order of the file.
///
/// Of a key that appears twice the last value counts, as in most readers, and the key is remembered.
///
/// Cloning is cheap: entries are shared until one of the clones changes them.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    entries: Arc<Vec<(Name, Object)>>,
    duplicates: Vec<Name>,
}

/// Equal when they say the same of each key; order does not matter (7.3.7).
impl PartialEq for Dictionary {
    fn eq(&self, other: &Self) -> bool {
        if self.entries == other.entries {
            return self.duplicates == other.duplicates;
        }
        let sorted = |dictionary: &Self| {
            let mut order: Vec<usize> = (0..dictionary.entries.len()).collect();
            order.sort_by(|a, b| dictionary.key_at(*a).cmp(&dictionary.key_at(*b)));
            order
        };
        self.entries.len() == other.entries.len()
            && self.duplicates == other.duplicates
            && sorted(self).into_iter().zip(sorted(other)).all(|(a, b)| self.entries.get(a) == other.entries.get(b))
    }
}

/// What an object takes beside its text.
const OBJECT: usize = 48;

impl Dictionary {
    /// About how many octets of memory a copy of it takes.
    pub(crate) fn weight(&self) -> usize {
        let entries = self.entries.iter();
        entries.fold(OBJECT, |sum, (key, value)| sum.saturating_add(key.0.len()).saturating_add(value.weight()))
    }

    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From entries as they stand in the file, possibly with keys repeated.
    #[must_use]
    pub fn from_entries(entries: Vec<(Name, Object)>) -> Self {
        if entries.len() <= FEW && !has_twice(&entries) {
            return Self { entries: Arc::new(entries), duplicates: Vec::new() };
        }
        let mut order: Vec<usize> = (0..entries.len()).collect();
        let key = |index: &usize| entries.get(*index).map(|(name, _)| name);
        // Sorting, since a hostile dictionary may have a million keys.
        order.sort_by(|a, b| key(a).cmp(&key(b)).then(a.cmp(b)));
        let superseded: std::collections::BTreeSet<usize> =
            order.iter().zip(order.iter().skip(1)).filter(|(a, b)| key(a) == key(b)).map(|(a, _)| *a).collect();
        if superseded.is_empty() {
            return Self { entries: Arc::new(entries), duplicates: Vec::new() };
        }
        let mut kept = Vec::new();
        let mut duplicates = Vec::new();
        for (index, (name, value)) in entries.into_iter().enumerate() {
            if superseded.contains(&index) {
                duplicates.push(name);
            } else {
                kept.push((name, value));
            }
        }
        Self { entries: Arc::new(kept), duplicates }
    }

    fn key_at(&self, index: usize) -> Option<&Name> {
        self.entries.get(index).map(|(name, _)| name)
    }

    /// The value of `key`, as it stands: perhaps a reference.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Is `key` there?
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets `key`, in place if it is there, else at the end; gives back what it replaced.
    pub fn insert(&mut self, key: impl Into<Name>, value: impl Into<Object>) -> Option<Object> {
        let (key, value) = (key.into(), value.into());
        let entries = Arc::make_mut(&mut self.entries);
        match entries.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                entries.push((key, value));
                None
            }
        }
    }

    /// Takes `key` out.
    pub fn remove(&mut self, key: &str) -> Option<Object> {
        let index = self.entries.iter().position(|(name, _)| name == key)?;
        Some(Arc::make_mut(&mut self.entries).remove(index).1)
    }

    /// Keys and values, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Name, &Object)> {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    /// Keys and values, the values to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Name, &mut Object)> {
        Arc::make_mut(&mut self.entries).iter_mut().map(|(name, value)| (&*name, value))
    }

    /// How many keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// No keys?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Did a key appear twice in the file?
    #[must_use]
    pub fn has_duplicates(&self) -> bool {
        !self.duplicates.is_empty()
    }

    /// The keys that appeared more than once in the file.
    #[must_use]
    pub fn duplicates(&self) -> &[Name] {
        &self.duplicates
    }

    /// The name that is the value of `key`, directly.
    #[must_use]
    pub fn name(&self, key: &str) -> Option<&Name> {
        self.get(key).and_then(Object::as_name)
    }

    /// Is the value of `/Type` this name?
    #[must_use]
    pub fn is_type(&self, name: &str) -> bool {
        self.name("Type").is_some_and(|value| value == name)
    }
}

/// As many entries as are compared each with each: sorting them takes longer.
const FEW: usize = 16;

fn has_twice(entries: &[(Name, Object)]) -> bool {
    let tags: SmallVec<[u64; FEW]> = entries.iter().map(|(key, _)| key.tag()).collect();
    let mut of_each = tags.iter().zip(entries).enumerate();
    of_each.any(|(index, (tag, (key, _)))| {
        let mut before = tags.iter().zip(entries).take(index);
        before.any(|(other, (name, _))| other == tag && name == key)
    })
}

impl FromIterator<(Name, Object)> for Dictionary {
    fn from_iter<I: IntoIterator<Item = (Name, Object)>>(entries: I) -> Self {
        Self::from_entries(entries.into_iter().collect())
    }
}

/// A stream (ISO 32000-2, 7.3.8).
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The stream dictionary.
    pub dictionary: Dictionary,
    /// The octets as stored: encoded, and encrypted where the document is.
    pub data: StreamData,
}

impl Stream {
    /// Its octets as stored.
    #[must_use]
    pub fn length(&self) -> usize {
        match &self.data {
            StreamData::InFile(range) => range.len(),
            StreamData::Owned(octets) => octets.len(),
        }
    }
}

/// Where the octets of a stream are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamData {
    /// In the file, between `stream` and `endstream`.
    InFile(Range<usize>),
    /// Here: a new stream.
    Owned(Vec<u8>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_key_given_twice_the_last_value_counts_and_it_is_remembered() {
        let entry = |key: &str, value| (Name::from(key), Object::Integer(value));
        let dictionary = Dictionary::from_entries(vec![entry("A", 1), entry("B", 2), entry("A", 3)]);
        assert_eq!(dictionary.get("A"), Some(&Object::Integer(3)));
        assert_eq!(dictionary.duplicates(), [Name::from("A")]);
        assert_eq!(dictionary.len(), 2);
    }

    #[test]
    fn keys_that_begin_alike_are_two_and_a_long_one_twice_is_found() {
        let entry = |key: &str| (Name::from(key), Object::Null);
        let (one, other) = ("FontFile2", "FontFile3");
        assert!(!Dictionary::from_entries(vec![entry(one), entry(other)]).has_duplicates());
        assert!(Dictionary::from_entries(vec![entry(one), entry(other), entry(one)]).has_duplicates());
    }

    #[test]
    fn the_order_of_keys_does_not_make_dictionaries_differ() {
        let entry = |key: &str, value| (Name::from(key), Object::Integer(value));
        let one = Dictionary::from_entries(vec![entry("A", 1), entry("B", 2)]);
        let other = Dictionary::from_entries(vec![entry("B", 2), entry("A", 1)]);
        assert_eq!(one, other);
    }
}
