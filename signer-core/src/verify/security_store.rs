//! What the document security store holds (ISO 32000-2, 12.8.4.3): certificates, for now.

use crate::limits::Limits;
use crate::pdf::{Document, Object};
use crate::pki::Certificate;

/// The certificates of `/DSS` in the newest revision. What cannot be read is left out: it proves nothing anyway.
pub(super) fn certificates(document: &Document<'_>, limits: &Limits) -> Vec<Certificate> {
    let view = document.latest();
    let dictionary = |object: &Object| view.resolve(object).ok().and_then(Object::into_dictionary);
    let store = view.catalog().ok().and_then(|catalog| dictionary(catalog.get("DSS")?));
    let Some(list) = store.and_then(|store| view.resolve(store.get("Certs")?).ok()) else { return Vec::new() };
    let limit = usize::try_from(limits.certificates).unwrap_or(usize::MAX);
    let references = list.as_array().unwrap_or_default().iter().take(limit).filter_map(Object::as_reference);
    let read = |id| {
        let object = view.get(id).ok()?;
        Certificate::parse(&view.stream_octets(object.as_stream()?, id).ok()?).ok()
    };
    references.filter_map(read).collect()
}

/// Whether there is a document security store.
pub(super) fn is_there(document: &Document<'_>) -> bool {
    document.latest().catalog().is_ok_and(|catalog| catalog.contains("DSS"))
}
