//! What preserves a signature or describes the document: metadata, validation data, how a revision is written.

use signer_core::pdf::{Dictionary, Object, ObjectId};
use signer_core::report::Extent;
use test_vectors::pdf::Pdf;

use super::{assert_allowed, assert_refused, catalog, changes, entry, page, signed, text, updated, with_dictionary};

const PACKET: &str = "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
    <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta><?xpacket end='w'?>";

fn metadata() -> Dictionary {
    Dictionary::from_entries(vec![entry("Type", Object::name("Metadata")), entry("Subtype", Object::name("XML"))])
}

fn described(octets: &[u8], packet: &str, dictionary: Dictionary) -> Vec<u8> {
    let (id, mut root) = catalog(octets);
    updated(octets, |update| {
        let stream = update.allocate().unwrap();
        update.put_stream(stream, dictionary, packet.as_bytes().to_vec());
        root.insert("Metadata", Object::Reference(stream));
        update.put(id, Object::Dictionary(root));
    })
}

#[test]
fn metadata_may_be_written_anew() {
    let octets = signed(&Pdf::new().build());
    let once = described(&octets, PACKET, metadata());
    assert_eq!(assert_allowed(&once, "metadata").extent, Extent::Archival);
}

#[test]
fn what_is_no_metadata_is_refused_in_its_place() {
    let octets = signed(&Pdf::new().build());
    for packet in [
        "bogus",
        "<simple/>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&a;</x:xmpmeta>",
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><open></x:xmpmeta>",
    ] {
        assert!(!changes(&described(&octets, packet, metadata())).allowed, "{packet}");
    }
    assert!(!changes(&described(&octets, PACKET, Dictionary::new())).allowed);
}

#[test]
fn metadata_that_is_page_content_too_is_not_overwritten() {
    let plain = described(&Pdf::new().build(), PACKET, metadata());
    let stream = catalog(&plain).1.get("Metadata").unwrap().as_reference().unwrap();
    for (shared, allowed) in [(false, true), (true, false)] {
        let (id, mut page) = page(&plain, 0);
        page.insert("Piece", if shared { Object::Reference(stream) } else { Object::Null });
        let octets = signed(&updated(&plain, |update| update.put(id, Object::Dictionary(page))));
        let packet = PACKET.replace("W5M0", "W5M1");
        let changed = updated(&octets, |update| update.put_stream(stream, metadata(), packet.into_bytes()));
        let changes = changes(&changed);
        assert_eq!(changes.allowed, allowed, "{changes:#?}");
    }
}

#[test]
fn document_information_holds_text_alone() {
    let octets = signed(&Pdf::new().build());
    let information = super::open(&octets).latest().trailer().get("Info").unwrap().as_reference().unwrap();
    let with = |key: &str, value: Object| {
        let was = super::open(&octets).latest().get(information).unwrap().into_dictionary().unwrap();
        with_dictionary(&octets, (information, was), key, value)
    };
    assert_allowed(&with("ModDate", text("D:20260601")), "metadata");
    assert!(!changes(&with("Type", Object::name("Page"))).allowed);
    assert!(!changes(&with("Kids", Object::Array(Vec::new()))).allowed);
}

#[test]
fn a_stream_that_is_compressed_otherwise_says_the_same() {
    let plain = Pdf::new().build();
    let octets = signed(&plain);
    let content = page(&octets, 0).1.get("Contents").unwrap().as_reference().unwrap();
    let document = super::open(&octets);
    let Object::Stream(stream) = document.latest().get(content).unwrap() else { panic!("a stream") };
    let data = document.latest().stream_octets(&stream, content).unwrap();
    let hexadecimal: String = data.iter().map(|octet| format!("{octet:02x}")).chain([">".to_owned()]).collect();
    let filter = Dictionary::from_entries(vec![entry("Filter", Object::name("ASCIIHexDecode"))]);
    let again = |text: String| updated(&octets, |update| update.put_stream(content, filter.clone(), text.into_bytes()));
    assert_eq!(changes(&again(hexadecimal.clone())).extent, Extent::None);
    assert_refused(&again(format!("20{hexadecimal}")), "page-content");
}

#[test]
fn an_object_that_nothing_refers_to_is_harmless_unless_a_search_would_find_it() {
    let octets = signed(&Pdf::new().build());
    let with = |value: Object| {
        updated(&octets, |update| {
            let id = update.allocate().unwrap();
            update.put(id, value);
        })
    };
    assert_allowed(&with(text("nobody")), "unreferenced");
    let catalogue = Dictionary::from_entries(vec![entry("Type", Object::name("Catalog"))]);
    assert_refused(&with(Object::Dictionary(catalogue)), "catalogue");
}

#[test]
fn an_object_that_waits_for_a_reference_is_judged_when_it_comes() {
    let octets = signed(&Pdf::new().build());
    let mut waiting = ObjectId::new(0, 0);
    let prepared = updated(&octets, |update| {
        waiting = update.allocate().unwrap();
        update.put_stream(waiting, Dictionary::new(), b"BT ET".to_vec());
    });
    assert_allowed(&prepared, "unreferenced");
    let shown = with_dictionary(&prepared, page(&prepared, 0), "Contents", Object::Reference(waiting));
    assert_eq!(assert_refused(&shown, "page-content").page, Some(1));
}

#[test]
fn extensions_are_names_and_numbers() {
    let octets = signed(&Pdf::new().build());
    let level = |value: Object| {
        let developer = vec![entry("BaseVersion", Object::name("1.7")), entry("ExtensionLevel", value)];
        let developer = Object::Dictionary(Dictionary::from_entries(developer));
        let extensions = Dictionary::from_entries(vec![entry("ESIC", developer)]);
        with_dictionary(&octets, catalog(&octets), "Extensions", Object::Dictionary(extensions))
    };
    assert_allowed(&level(Object::Integer(5)), "security-store");
    assert!(!changes(&level(Object::Reference(ObjectId::new(1, 0)))).allowed);
}

#[test]
fn a_security_store_holds_what_is_der_and_loses_nothing() {
    let octets = signed(&Pdf::new().build());
    let with = |octets: &[u8], data: &[u8], key: &str| {
        let (id, mut root) = catalog(octets);
        updated(octets, |update| {
            let stream = update.allocate().unwrap();
            update.put_stream(stream, Dictionary::new(), data.to_vec());
            let store = vec![entry(key, Object::Array(vec![Object::Reference(stream)]))];
            root.insert("DSS", Object::Dictionary(Dictionary::from_entries(store)));
            update.put(id, Object::Dictionary(root));
        })
    };
    let stored = with(&octets, b"\x30\x00", "Certs");
    assert_allowed(&stored, "security-store");
    assert!(!changes(&with(&octets, b"BT ET", "Certs")).allowed);
    assert!(!changes(&with(&octets, b"\x30\x00", "Contents")).allowed);
    assert!(!changes(&with(&stored, b"\x30\x00", "CRLs")).allowed);
}
