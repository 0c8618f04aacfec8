//! What the octets of a stream say, its filters undone (ISO 32000-2, 7.3.8.2).

use crate::error::{Error, Malformed};
use crate::limits::{Budget, Limits};

use super::filter::{self, Decoded, Filter, Parameters};
use super::object::{Dictionary, Object};

/// The filters of a stream dictionary whose entries are direct, in the order of decoding.
///
/// # Errors
/// `Malformed` for filters that are not read here.
pub(crate) fn filters(dictionary: &Dictionary) -> Result<Vec<Filter>, Error> {
    let names = as_list(dictionary.get("Filter").or_else(|| dictionary.get("F")));
    let parameters = as_list(dictionary.get("DecodeParms").or_else(|| dictionary.get("DP")));
    let mut filters = Vec::new();
    for (index, name) in names.iter().take(filter::MAX_CHAIN.saturating_add(1)).enumerate() {
        let Some(name) = name.as_name() else {
            return Err(Malformed::new("stream filter", 0, "a name").into());
        };
        // `/Crypt` only says how the data is encrypted, which is undone before (7.4.10).
        if name != "Crypt" {
            let parameters = parameters.get(index).and_then(Object::as_dictionary).map(numbers).unwrap_or_default();
            filters.push(Filter::from_name(name.as_octets(), &parameters)?);
        }
    }
    Ok(filters)
}

fn as_list(object: Option<&Object>) -> &[Object] {
    match object {
        None | Some(Object::Null) => &[],
        Some(Object::Array(elements)) => elements,
        Some(one) => std::slice::from_ref(one),
    }
}

fn numbers(dictionary: &Dictionary) -> Parameters {
    let number = |key| dictionary.get(key).and_then(Object::as_integer);
    Parameters {
        predictor: number("Predictor"),
        colors: number("Colors"),
        bits_per_component: number("BitsPerComponent"),
        columns: number("Columns"),
        early_change: number("EarlyChange"),
    }
}

/// Decodes data that is not encrypted (any more).
///
/// # Errors
/// `Malformed` for filters that are not read here or data without a beginning; `Limit`.
pub(crate) fn decode(
    dictionary: &Dictionary,
    data: &[u8],
    limits: &Limits,
    budget: &mut Budget,
) -> Result<Decoded, Error> {
    filter::decode(&filters(dictionary)?, data, limits.stream_octets, budget)
}
