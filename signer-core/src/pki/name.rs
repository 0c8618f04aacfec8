//! Distinguished names (RFC 5280, 4.1.2.4): shown as RFC 4514 says, compared as RFC 5280, 7.1 says.

use std::fmt;
use std::sync::{Arc, OnceLock};

use unicode_normalization::UnicodeNormalization;

use crate::der::{Element, Rules, Tag, single};
use crate::error::Error;
use crate::oid::{self, Oid};

const SYNTAX: &str = "Name";

/// A distinguished name. The octets it was read from are kept; cloning is cheap.
#[derive(Clone)]
pub struct Name(Arc<Inner>);

struct Inner {
    raw: Vec<u8>,
    relative: Vec<Vec<Attribute>>,
    /// Made when the name is first compared: most names are only shown.
    normal: OnceLock<Vec<u8>>,
}

/// One attribute of a name: a type and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    oid: Oid,
    tag: Tag,
    raw: Vec<u8>,
    text: Option<String>,
}

impl Attribute {
    /// The attribute type.
    #[must_use]
    pub const fn oid(&self) -> Oid {
        self.oid
    }

    /// The value as text; `None` when it is not a string.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The value as encoded, tag and length included.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }
}

impl Name {
    /// Reads a DER-encoded `Name`.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when it is none.
    pub fn parse(octets: &[u8]) -> Result<Self, Error> {
        Self::from_element(single(octets, Rules::Der, Tag::SEQUENCE, SYNTAX)?)
    }

    pub(super) fn from_element(element: Element<'_>) -> Result<Self, Error> {
        let mut relative = Vec::new();
        let mut sets = element.reader();
        while !sets.is_empty() {
            let mut set = sets.expect(Tag::SET, SYNTAX)?.reader();
            let mut attributes = Vec::new();
            while !set.is_empty() {
                attributes.push(read_attribute(set.expect(Tag::SEQUENCE, SYNTAX)?)?);
            }
            relative.push(attributes);
        }
        Ok(Self(Arc::new(Inner { raw: element.raw().to_vec(), relative, normal: OnceLock::new() })))
    }

    /// The octets it was read from.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.0.raw
    }

    /// Whether there is no attribute at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.relative.is_empty()
    }

    /// Its attributes, in the order of the encoding: from the country down, mostly.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.0.relative.iter().flatten()
    }

    /// The relative distinguished names, in the order of the encoding; most have one attribute each.
    #[must_use]
    pub fn relative_names(&self) -> &[Vec<Attribute>] {
        &self.0.relative
    }

    /// The texts of all attributes of this type, in the order of the encoding.
    #[must_use]
    pub fn all(&self, oid: Oid) -> Vec<&str> {
        self.attributes().filter(|attribute| attribute.oid == oid).filter_map(Attribute::text).collect()
    }

    /// The text of the last attribute of this type: the most specific one.
    #[must_use]
    pub fn get(&self, oid: Oid) -> Option<&str> {
        self.all(oid).pop()
    }

    /// The common name, CN.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.get(oid::COMMON_NAME)
    }

    /// The organisation, O.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.get(oid::ORGANIZATION)
    }

    /// The organisational units, OU, in the order of the encoding.
    #[must_use]
    pub fn units(&self) -> Vec<String> {
        self.all(oid::ORGANIZATIONAL_UNIT).into_iter().map(str::to_owned).collect()
    }

    /// The e-mail address in the name; newer certificates have it in their alternative names instead.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.get(oid::EMAIL_ADDRESS)
    }

    /// The locality, L.
    #[must_use]
    pub fn locality(&self) -> Option<&str> {
        self.get(oid::LOCALITY)
    }

    /// The serial number of the subject (a tax code, an identity number), not of the certificate.
    #[must_use]
    pub fn serial_number(&self) -> Option<&str> {
        self.get(oid::SERIAL_NUMBER)
    }

    /// What to call the subject in a sentence: the common name, else the organisation, else all of it.
    #[must_use]
    pub fn short(&self) -> String {
        self.common_name().or_else(|| self.organization()).map_or_else(|| self.to_string(), str::to_owned)
    }

    /// Whether both name the same entity (RFC 5280, 7.1): the same attributes in the same order, their texts
    /// compared after NFKC, without regard to case, kind of string or repeated space.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.raw() == other.raw() || self.normal_form() == other.normal_form()
    }

    /// Octets that are equal exactly for names that [match](Self::matches): a key for tables.
    #[must_use]
    pub fn normal_form(&self) -> &[u8] {
        self.0.normal.get_or_init(|| normal_form(&self.0.relative))
    }
}

fn read_attribute(element: Element<'_>) -> Result<Attribute, Error> {
    let mut parts = element.reader();
    let oid = parts.expect(Tag::OID, SYNTAX)?.oid()?;
    let value = parts.element()?;
    parts.finish(SYNTAX)?;
    Ok(Attribute { oid, tag: value.tag(), raw: value.raw().to_vec(), text: text_of(value.tag(), value.content()) })
}

/// The text of a string type; `None` for other types, or when the octets are no text of the type.
pub(super) fn text_of(tag: Tag, octets: &[u8]) -> Option<String> {
    match tag {
        Tag::UTF8_STRING => String::from_utf8(octets.to_vec()).ok(),
        Tag::BMP_STRING => utf16(octets),
        Tag::UNIVERSAL_STRING => utf32(octets),
        // T.61 was never implemented as written. Issuers put Latin-1 there, and some UTF-8; the same goes for
        // letters beyond ASCII in the types that forbid them.
        Tag::TELETEX_STRING | Tag::PRINTABLE_STRING | Tag::IA5_STRING | NUMERIC_STRING | VISIBLE_STRING => {
            Some(String::from_utf8(octets.to_vec()).unwrap_or_else(|_| octets.iter().map(|o| char::from(*o)).collect()))
        }
        _ => None,
    }
}

const NUMERIC_STRING: Tag = Tag(0x12);
const VISIBLE_STRING: Tag = Tag(0x1a);

fn utf16(octets: &[u8]) -> Option<String> {
    let (pairs, rest) = octets.as_chunks::<2>();
    let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
    if rest.is_empty() { char::decode_utf16(units).collect::<Result<_, _>>().ok() } else { None }
}

fn utf32(octets: &[u8]) -> Option<String> {
    let (fours, rest) = octets.as_chunks::<4>();
    let characters = fours.iter().map(|four| char::from_u32(u32::from_be_bytes(*four)));
    if rest.is_empty() { characters.collect() } else { None }
}

/// NFKC, lower case, NFKC again (lowering can open a sequence), spaces folded to one and trimmed.
pub(super) fn normal_text(text: &str) -> String {
    let folded = text.nfkc().flat_map(char::to_lowercase).nfkc().collect::<String>();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each attribute with the lengths of its parts, so that no two names share a form by accident.
fn normal_form(relative: &[Vec<Attribute>]) -> Vec<u8> {
    let mut form = Vec::new();
    for attributes in relative {
        let mut set: Vec<Vec<u8>> = attributes.iter().map(normal_attribute).collect();
        // The attributes of one relative name are a set: their order means nothing.
        set.sort_unstable();
        set.dedup();
        put(&mut form, &set.concat());
    }
    form
}

fn normal_attribute(attribute: &Attribute) -> Vec<u8> {
    let mut form = Vec::new();
    put(&mut form, attribute.oid.as_bytes());
    match &attribute.text {
        Some(text) => put(&mut form, normal_text(text).as_bytes()),
        None => {
            form.push(attribute.tag.0);
            put(&mut form, &attribute.raw);
        }
    }
    form
}

fn put(form: &mut Vec<u8>, octets: &[u8]) {
    form.extend_from_slice(&u64::try_from(octets.len()).unwrap_or(u64::MAX).to_be_bytes());
    form.extend_from_slice(octets);
}

/// Attribute types by their short names: RFC 4514, 3, then RFC 4519 and what everyone else writes.
const SHORT_NAMES: [(Oid, &str); 15] = [
    (oid::COMMON_NAME, "CN"),
    (oid::LOCALITY, "L"),
    (oid::STATE, "ST"),
    (oid::ORGANIZATION, "O"),
    (oid::ORGANIZATIONAL_UNIT, "OU"),
    (oid::COUNTRY, "C"),
    (oid::STREET, "STREET"),
    (oid::DOMAIN_COMPONENT, "DC"),
    (oid::USER_ID, "UID"),
    (oid::EMAIL_ADDRESS, "emailAddress"),
    (oid::SERIAL_NUMBER, "serialNumber"),
    (oid::TITLE, "title"),
    (oid::SURNAME, "SN"),
    (oid::GIVEN_NAME, "givenName"),
    (oid::ORGANIZATION_IDENTIFIER, "organizationIdentifier"),
];

impl fmt::Display for Name {
    /// RFC 4514: the most specific part first, `CN=…,O=…,C=VN`. Letters beyond ASCII stand as they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, attributes) in self.0.relative.iter().rev().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            for (index, attribute) in attributes.iter().enumerate() {
                if index > 0 {
                    f.write_str("+")?;
                }
                write_attribute(f, attribute)?;
            }
        }
        Ok(())
    }
}

fn write_attribute(f: &mut fmt::Formatter<'_>, attribute: &Attribute) -> fmt::Result {
    let known = SHORT_NAMES.iter().find(|row| row.0 == attribute.oid);
    match (known, &attribute.text) {
        (Some((_, short)), Some(text)) => {
            write!(f, "{short}=")?;
            write_escaped(f, text)
        }
        (Some((_, short)), None) => write!(f, "{short}=#{}", hex::encode(&attribute.raw)),
        // RFC 4514, 2.4: a type in dotted form has its value in hexadecimal.
        (None, _) => write!(f, "{}=#{}", attribute.oid, hex::encode(&attribute.raw)),
    }
}

/// RFC 4514, 2.4.
fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let last = text.chars().count().saturating_sub(1);
    for (index, character) in text.chars().enumerate() {
        match character {
            '\0' => f.write_str("\\00")?,
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{character}")?,
            ' ' if index == 0 || index == last => f.write_str("\\ ")?,
            '#' if index == 0 => f.write_str("\\#")?,
            _ => write!(f, "{character}")?,
        }
    }
    Ok(())
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

impl PartialEq for Name {
    /// The same octets. To compare entities, see [`Name::matches`].
    fn eq(&self, other: &Self) -> bool {
        self.0.raw == other.0.raw
    }
}

impl Eq for Name {}

/// Names put together for tests.
#[cfg(test)]
pub(super) mod samples {
    use super::*;

    fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut octets = vec![tag, u8::try_from(content.len()).unwrap()];
        octets.extend_from_slice(content);
        octets
    }

    pub(crate) fn rdn(oid: Oid, tag: Tag, value: &[u8]) -> Vec<u8> {
        tlv(0x31, &tlv(0x30, &[tlv(0x06, oid.as_bytes()), tlv(tag.0, value)].concat()))
    }

    pub(crate) fn name(parts: &[Vec<u8>]) -> Name {
        Name::parse(&tlv(0x30, &parts.concat())).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{name, rdn};
    use super::*;

    #[test]
    fn a_vietnamese_name_is_shown_most_specific_part_first() {
        let name = name(&[
            rdn(oid::COUNTRY, Tag::PRINTABLE_STRING, b"VN"),
            rdn(oid::ORGANIZATION, Tag::UTF8_STRING, "Ban Cơ yếu Chính phủ".as_bytes()),
            rdn(oid::COMMON_NAME, Tag::UTF8_STRING, "Nguyễn Văn A".as_bytes()),
        ]);
        assert_eq!(name.to_string(), "CN=Nguyễn Văn A,O=Ban Cơ yếu Chính phủ,C=VN");
        assert_eq!(name.common_name(), Some("Nguyễn Văn A"));
    }

    #[test]
    fn separators_inside_a_value_are_escaped() {
        let value = rdn(oid::COMMON_NAME, Tag::UTF8_STRING, b"# A, B+C=D ");
        assert_eq!(name(&[value]).to_string(), "CN=\\# A\\, B\\+C=D\\ ");
    }

    #[test]
    fn an_unknown_attribute_type_is_shown_in_hexadecimal() {
        let value = rdn(Oid::new_unwrap("1.2.3.4"), Tag::UTF8_STRING, b"a");
        assert_eq!(name(&[value]).to_string(), "1.2.3.4=#0c0161");
    }

    #[test]
    fn kinds_of_strings_case_and_spaces_do_not_matter_in_comparison() {
        let utf16: Vec<u8> = "bộ  tài chính".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let one = name(&[rdn(oid::ORGANIZATION, Tag::BMP_STRING, &utf16)]);
        let decomposed: String = " BỘ TÀI CHÍNH".nfd().collect();
        let other = name(&[rdn(oid::ORGANIZATION, Tag::UTF8_STRING, decomposed.as_bytes())]);
        assert!(one.matches(&other));
        assert_ne!(one, other);
    }

    #[test]
    fn accents_and_order_matter_in_comparison() {
        let o = |text: &str| rdn(oid::ORGANIZATION, Tag::UTF8_STRING, text.as_bytes());
        let c = rdn(oid::COUNTRY, Tag::PRINTABLE_STRING, b"VN");
        assert!(!name(&[o("Bộ Tài chính")]).matches(&name(&[o("Bo Tai chinh")])));
        assert!(!name(&[o("A"), c.clone()]).matches(&name(&[c.clone(), o("A")])));
        assert!(!name(&[o("A"), c.clone()]).matches(&name(&[c])));
    }

    #[test]
    fn latin_letters_in_a_teletex_string_are_read() {
        let name = name(&[rdn(oid::LOCALITY, Tag::TELETEX_STRING, &[b'H', 0xe0])]);
        assert_eq!(name.locality(), Some("Hà"));
    }

    #[test]
    fn a_broken_utf8_value_has_no_text_but_is_shown() {
        let name = name(&[rdn(oid::COMMON_NAME, Tag::UTF8_STRING, &[0xff])]);
        assert_eq!(name.common_name(), None);
        assert_eq!(name.to_string(), "CN=#0c01ff");
    }
}
