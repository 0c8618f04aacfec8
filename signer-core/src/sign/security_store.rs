//! The document security store (ISO 32000-2, 12.8.4.3; EN 319 142-1, 5.4.2): what validates, kept in the document.

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::error::{Error, Exceeded, Malformed};
use crate::pdf::{Dictionary, Document, Object, ObjectId, Update, View};
use crate::sign::{form, permission};

/// Certificates, CRLs and OCSP responses that validate a document, each once; DER.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the store has these lists")]
pub struct ValidationData {
    /// Certificates that the signatures do not carry themselves.
    pub certificates: Vec<Vec<u8>>,
    /// CRLs.
    pub crls: Vec<Vec<u8>>,
    /// OCSP responses.
    pub ocsp_responses: Vec<Vec<u8>>,
    /// Which of them belong to which signature.
    pub related: Vec<Related>,
}

/// What validates one signature: an entry of `/VRI`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Related {
    /// The SHA-1 of the signature's `/Contents`, in upper-case hexadecimal.
    pub key: String,
    /// Certificates.
    pub certificates: Vec<Vec<u8>>,
    /// CRLs.
    pub crls: Vec<Vec<u8>>,
    /// OCSP responses.
    pub ocsp_responses: Vec<Vec<u8>>,
}

impl Related {
    pub(super) fn new(key: String) -> Self {
        Self { key, ..Self::default() }
    }
}

/// The security store of a document, to be extended.
pub struct SecurityStore<'d, 'a> {
    document: &'d Document<'a>,
    with_related: bool,
}

impl<'d, 'a> SecurityStore<'d, 'a> {
    /// The store of this document, or a new one.
    #[must_use]
    pub const fn new(document: &'d Document<'a>) -> Self {
        Self { document, with_related: false }
    }

    /// Writes `/VRI`, too: which piece belongs to which signature. EN 319 142-1 asks nobody for it; some old readers do.
    #[must_use]
    pub const fn with_related(mut self) -> Self {
        self.with_related = true;
        self
    }

    /// The update that adds what the store does not have yet; `None` when it has everything.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the document does not permit it; `Malformed` and `Limit` when it cannot be read.
    pub fn append(&self, data: &ValidationData) -> Result<Option<Vec<u8>>, Error> {
        permission::check_store(self.document)?;
        let view = self.document.latest();
        let lists = Lists::read(self.document)?;
        let mut update = Update::new(self.document)?;
        let (place, mut store) = place(&view)?;
        let mut grown = false;
        let mut written = Vec::new();
        let kinds = [
            ("Certs", lists.certificates, &data.certificates),
            ("CRLs", lists.crls, &data.crls),
            ("OCSPs", lists.ocsp_responses, &data.ocsp_responses),
        ];
        for (key, list, wanted) in kinds {
            let (items, changed) = extend(&mut update, list, wanted)?;
            if changed {
                put_list(&mut update, &mut store, key, &items)?;
                grown = true;
            }
            written.push(items);
        }
        if self.with_related {
            grown |= relate(&mut update, &view, &mut store, &written, &data.related)?;
        }
        if !grown {
            return Ok(None);
        }
        put_store(&mut update, &view, place, store)?;
        let appended = update.finish()?;
        permission::check_readings(self.document)?;
        Ok(Some(appended.octets))
    }
}

/// What the store of a document has.
pub(super) struct Lists {
    pub(super) certificates: List,
    pub(super) crls: List,
    pub(super) ocsp_responses: List,
}

/// One list of the store.
#[derive(Default)]
pub(super) struct List {
    pub(super) items: Vec<Item>,
}

/// A stream of the store.
pub(super) struct Item {
    reference: Object,
    pub(super) octets: Vec<u8>,
}

/// Streams read of one list; as many as a message may have certificates.
const MAX_ITEMS: usize = 1_000;

impl Lists {
    pub(super) fn read(document: &Document<'_>) -> Result<Self, Error> {
        let view = document.latest();
        let store = view.entry(&view.catalog()?, "DSS")?.into_dictionary().unwrap_or_default();
        Ok(Self {
            certificates: List::read(&view, &store, "Certs")?,
            crls: List::read(&view, &store, "CRLs")?,
            ocsp_responses: List::read(&view, &store, "OCSPs")?,
        })
    }
}

impl List {
    /// What cannot be read stays where it is and counts for nothing.
    fn read(view: &View<'_, '_>, store: &Dictionary, key: &str) -> Result<Self, Error> {
        let list = view.entry(store, key)?;
        let list = list.as_array().unwrap_or_default();
        if list.len() > MAX_ITEMS {
            return Err(Exceeded { what: "streams of one list of the security store", limit: 1_000 }.into());
        }
        let item = |reference: &Object| Item { reference: reference.clone(), octets: octets(view, reference) };
        Ok(Self { items: list.iter().map(item).collect() })
    }

    fn find(&self, octets: &[u8]) -> Option<&Item> {
        self.items.iter().find(|item| item.octets == octets)
    }
}

/// Of what cannot be read: none.
fn octets(view: &View<'_, '_>, reference: &Object) -> Vec<u8> {
    let read = || {
        let id = reference.as_reference()?;
        let object = view.get(id).ok()?;
        view.stream_octets(object.as_stream()?, id).ok()
    };
    read().unwrap_or_default()
}

/// Where the store stands: an object of its own, or the catalogue.
fn place(view: &View<'_, '_>) -> Result<(Option<ObjectId>, Dictionary), Error> {
    let catalog = view.catalog()?;
    let store = view.entry(&catalog, "DSS")?.into_dictionary();
    let id = catalog.get("DSS").and_then(Object::as_reference).filter(|_| store.is_some());
    Ok((id, store.unwrap_or_default()))
}

/// The list with what it lacks; whether anything was added.
fn extend(update: &mut Update<'_, '_>, mut list: List, wanted: &[Vec<u8>]) -> Result<(List, bool), Error> {
    let mut changed = false;
    for octets in wanted {
        if list.find(octets).is_none() {
            let id = update.allocate()?;
            put_stream(update, id, octets);
            list.items.push(Item { reference: id.into(), octets: octets.clone() });
            changed = true;
        }
    }
    Ok((list, changed))
}

/// Compressed where that makes it shorter: lists of revoked certificates, not certificates.
fn put_stream(update: &mut Update<'_, '_>, id: ObjectId, octets: &[u8]) {
    let compressed = compress_to_vec_zlib(octets, 6);
    let mut dictionary = Dictionary::new();
    if compressed.len() < octets.len() {
        dictionary.insert("Filter", Object::name("FlateDecode"));
        update.put_stream(id, dictionary, compressed);
    } else {
        update.put_stream(id, dictionary, octets.to_vec());
    }
}

/// The array stays where it was: in an object of its own, or in the store.
fn put_list(update: &mut Update<'_, '_>, store: &mut Dictionary, key: &str, list: &List) -> Result<(), Error> {
    let array: Vec<Object> = list.items.iter().map(|item| item.reference.clone()).collect();
    match store.get(key).and_then(Object::as_reference) {
        Some(id) if update.object(id)?.as_array().is_some() => update.put(id, array.into()),
        _ => {
            store.insert(key, array);
        }
    }
    Ok(())
}

/// Writes `/VRI`. What an entry has stays, what it lacks is added; whether any was changed.
fn relate(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    store: &mut Dictionary,
    written: &[List],
    related: &[Related],
) -> Result<bool, Error> {
    let there = store.get("VRI").cloned().unwrap_or(Object::Null);
    let mut entries = view.resolve(&there)?.into_dictionary().unwrap_or_default();
    let mut changed = false;
    for one in related {
        let own = entries.get(&one.key).cloned().unwrap_or(Object::Null);
        let mut entry = view.resolve(&own)?.into_dictionary().unwrap_or_default();
        let kinds = [("Cert", &one.certificates), ("CRL", &one.crls), ("OCSP", &one.ocsp_responses)];
        let mut grown = false;
        for ((key, wanted), list) in kinds.into_iter().zip(written) {
            let mut array = view.entry(&entry, key)?.as_array().unwrap_or_default().to_vec();
            let before = array.len();
            let found = wanted.iter().filter_map(|octets| Some(list.find(octets)?.reference.clone()));
            for reference in found {
                if !array.contains(&reference) {
                    array.push(reference);
                }
            }
            if array.len() > before {
                entry.insert(key, array);
                grown = true;
            }
        }
        if grown {
            match own.as_reference() {
                Some(id) => update.put(id, entry.into()),
                None => {
                    entries.insert(one.key.as_str(), entry);
                }
            }
            changed = true;
        }
    }
    if changed {
        match there.as_reference() {
            Some(id) => update.put(id, entries.into()),
            None => {
                store.insert("VRI", entries);
            }
        }
    }
    Ok(changed)
}

fn put_store(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    place: Option<ObjectId>,
    store: Dictionary,
) -> Result<(), Error> {
    if let Some(id) = place {
        update.put(id, store.into());
        return Ok(());
    }
    let catalog_id = view.catalog_id().ok_or_else(|| Malformed::new("trailer", 0, "/Root"))?;
    let mut catalog = form::dictionary(update, catalog_id)?;
    if catalog.contains("DSS") {
        catalog.insert("DSS", store);
    } else {
        let id = update.allocate()?;
        update.put(id, store.into());
        catalog.insert("DSS", id);
    }
    if is_before_2_0(update.document(), &catalog) {
        declare(view, &mut catalog)?;
    }
    update.put(catalog_id, catalog.into());
    Ok(())
}

/// Whether the document says that it is of a version that knows no security store: the later of header and catalogue.
fn is_before_2_0(document: &Document<'_>, catalog: &Dictionary) -> bool {
    let header = document.octets().get(document.shift()..).unwrap_or_default();
    let in_header = header.strip_prefix(b"%PDF-").is_some_and(|version| version.starts_with(b"2"));
    let in_catalog = catalog.get("Version").and_then(Object::as_name);
    !in_header && in_catalog.is_none_or(|version| !version.as_octets().starts_with(b"2"))
}

/// EN 319 142-1, 5.6: a document of an older version says that it uses the store as an extension of ETSI's.
fn declare(view: &View<'_, '_>, catalog: &mut Dictionary) -> Result<(), Error> {
    let mut extensions = view.entry(catalog, "Extensions")?.into_dictionary().unwrap_or_default();
    if extensions.contains("ESIC") {
        return Ok(());
    }
    let mut extension = Dictionary::new();
    extension.insert("BaseVersion", Object::name("1.7"));
    extension.insert("ExtensionLevel", 1);
    extensions.insert("ESIC", extension);
    catalog.insert("Extensions", extensions);
    Ok(())
}
