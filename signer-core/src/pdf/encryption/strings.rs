//! Encryption of all strings within one object.

use super::Encryption;
use crate::error::{Error, Misuse};
use crate::pdf::{Dictionary, Object, ObjectId};

/// Objects nested deeper than this are not walked; reading refuses them earlier.
const MAX_DEPTH: u32 = 500;

/// Is this a signature dictionary, whose `/Contents` is left unencrypted (ISO 32000-2, 7.6.2)? Its mark is the
/// `/ByteRange`, which excludes `/Contents` from what is signed.
#[must_use]
pub fn is_signature(dictionary: &Dictionary) -> bool {
    dictionary.contains("ByteRange") && dictionary.get("Contents").is_some_and(|value| value.as_string().is_some())
}

impl Encryption {
    /// Decrypts every string of the indirect object `id`, streams' data apart, in place.
    ///
    /// Not for objects read from an object stream: those are encrypted with their stream.
    ///
    /// # Errors
    /// As [`Encryption::decrypt_string`]; the object is then half decrypted and of no use.
    pub fn decrypt_object(&self, id: ObjectId, object: &mut Object) -> Result<(), Error> {
        each_string(object, MAX_DEPTH, &mut |octets| self.decrypt_string(id, octets))
    }

    /// Encrypts every string of the indirect object `id`, streams' data apart, in place.
    ///
    /// # Errors
    /// As [`Encryption::encrypt_string`].
    pub fn encrypt_object(&self, id: ObjectId, object: &mut Object) -> Result<(), Error> {
        each_string(object, MAX_DEPTH, &mut |octets| self.encrypt_string(id, octets))
    }
}

fn each_string(
    object: &mut Object,
    depth: u32,
    change: &mut impl FnMut(&[u8]) -> Result<Vec<u8>, Error>,
) -> Result<(), Error> {
    let deeper = depth.checked_sub(1).ok_or_else(|| Misuse::new("an object is nested too deeply"))?;
    match object {
        Object::String(string) => string.octets = change(&string.octets)?,
        Object::Array(elements) => {
            for element in elements {
                each_string(element, deeper, change)?;
            }
        }
        Object::Dictionary(dictionary) => in_dictionary(dictionary, deeper, change)?,
        Object::Stream(stream) => in_dictionary(&mut stream.dictionary, deeper, change)?,
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::Reference(_) => {}
    }
    Ok(())
}

fn in_dictionary(
    dictionary: &mut Dictionary,
    depth: u32,
    change: &mut impl FnMut(&[u8]) -> Result<Vec<u8>, Error>,
) -> Result<(), Error> {
    let signature = is_signature(dictionary);
    for (key, value) in dictionary.iter_mut() {
        if !(signature && *key == "Contents") {
            each_string(value, depth, change)?;
        }
    }
    Ok(())
}
