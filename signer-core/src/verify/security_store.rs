//! What the document security store holds (ISO 32000-2, 12.8.4.3): certificates, CRLs, OCSP responses.

use std::collections::HashSet;

use foldhash::quality::RandomState;

use crate::limits::Budget;
use crate::pdf::{Dictionary, Document, Finding, Object, View};

use super::pool::Pool;

/// A list of the store, and how what it holds is kept.
type List<'r> = (&'static str, fn(&mut Pool<'r>, &[u8], Option<usize>));

const fn lists<'r>() -> [List<'r>; 3] {
    [("Certs", Pool::add_certificate), ("CRLs", Pool::add_crl), ("OCSPs", Pool::add_response)]
}

/// The same in the entries for single signatures (ISO 32000-2, 12.8.4.4).
const fn lists_of_one<'r>() -> [List<'r>; 3] {
    [("Cert", Pool::add_certificate), ("CRL", Pool::add_crl), ("OCSP", Pool::add_response)]
}

/// Streams read of the stores of one document.
///
/// 4,000: four for each certificate that may be read.
const MAX_STREAMS: usize = 4_000;

/// Octets kept of the stores of one document: a list of a million revoked certificates takes 40 MB. What is beyond is left
/// out, with a finding; whoever made the document could have left it out, too.
const MAX_OCTETS: u64 = 64 << 20;

/// Reads the stores as of these revisions and of the newest, oldest first, so that each piece is known from the first
/// of them that holds it.
pub(super) fn read<'r>(document: &Document<'_>, revisions: &[usize], pool: &mut Pool<'r>) {
    let newest = document.revisions().len().saturating_sub(1);
    let mut revisions: Vec<_> = revisions.iter().copied().chain([newest]).collect();
    revisions.sort_unstable();
    revisions.dedup();
    let (mut seen, mut left) =
        (HashSet::<_, RandomState>::default(), Budget::new("octets of the security store", MAX_OCTETS));
    for revision in revisions {
        let view = document.view(revision);
        let Some(store) = store(&view) else { continue };
        let mut read = |dictionary: &Dictionary, (key, keep): List<'r>| {
            let list = view.entry(dictionary, key).ok();
            for id in list.iter().filter_map(Object::as_array).flatten().filter_map(Object::as_reference) {
                let place = view.location(id.number).map(|(_, _, written)| (id, written));
                if seen.len() >= MAX_STREAMS || place.is_none_or(|place| !seen.insert(place)) {
                    continue;
                }
                let object = view.get(id).ok();
                let octets = object.as_ref().and_then(|object| view.stream_octets(object.as_stream()?, id).ok());
                let Some(octets) = octets else { continue };
                match left.spend(u64::try_from(octets.len()).unwrap_or(u64::MAX)) {
                    Ok(()) => keep(pool, &octets, Some(revision)),
                    Err(limit) => {
                        let message = format!("some of the security store was left out ({limit})");
                        document.note(Finding::harmless("pdf.security-store-large", message));
                    }
                }
            }
        };
        lists().into_iter().for_each(|list| read(&store, list));
        for of_one in of_single_signatures(&view, &store) {
            lists_of_one().into_iter().for_each(|list| read(&of_one, list));
        }
    }
}

fn store(view: &View<'_, '_>) -> Option<Dictionary> {
    let catalog = view.catalog().ok()?;
    view.entry(&catalog, "DSS").ok()?.into_dictionary()
}

fn of_single_signatures(view: &View<'_, '_>, store: &Dictionary) -> Vec<Dictionary> {
    let Some(all) = view.entry(store, "VRI").ok().and_then(Object::into_dictionary) else { return Vec::new() };
    let values = all.iter().take(MAX_STREAMS).filter_map(|(_, value)| view.resolve(value).ok());
    values.filter_map(Object::into_dictionary).collect()
}

/// Whether there is a document security store with anything that tells of revocation.
pub(super) fn tells_of_revocation(document: &Document<'_>) -> bool {
    let view = document.latest();
    let Some(store) = store(&view) else { return false };
    ["CRLs", "OCSPs"].iter().any(|key| {
        let list = view.entry(&store, key).ok();
        list.as_ref().and_then(Object::as_array).is_some_and(|list| !list.is_empty())
    })
}
