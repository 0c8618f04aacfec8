//! What an update promises: it is appended, it is seen, and nothing before it changes.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that cannot go on has failed"
)]

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use signer_core::Error;
use signer_core::error::Forbidden;
use signer_core::limits::Limits;
use signer_core::pdf::{
    Appended, Dictionary, Document, Name, Object, ObjectId, PdfString, Stream, StreamData, Update, View, XrefKind,
};
use test_vectors::pdf::{Form, Layout, Pdf};

fn open(octets: &[u8]) -> Document<'_> {
    Document::open(octets, &Limits::default()).expect("a document of our own making opens")
}

/// Updates with `change`; gives back the whole new file and what was appended.
fn updated(original: &[u8], change: impl FnOnce(&mut Update<'_, '_>)) -> (Vec<u8>, Appended) {
    let document = open(original);
    let mut update = Update::new(&document).expect("a sound document can be updated");
    change(&mut update);
    let appended = update.finish().expect("the update can be written");
    ([original, &appended.octets].concat(), appended)
}

/// Positions in the file are no part of what an object says.
fn without_spans(object: Object) -> Object {
    match object {
        Object::String(string) => Object::String(PdfString { span: 0..0, ..string }),
        Object::Array(elements) => Object::Array(elements.into_iter().map(without_spans).collect()),
        Object::Dictionary(dictionary) => Object::Dictionary(clean(dictionary)),
        Object::Stream(stream) => Object::Stream(Stream { dictionary: clean(stream.dictionary), data: stream.data }),
        other => other,
    }
}

fn clean(dictionary: Dictionary) -> Dictionary {
    dictionary.iter().map(|(key, value)| (key.clone(), without_spans(value.clone()))).collect()
}

fn every_object(view: &View<'_, '_>) -> Vec<Object> {
    (0..view.size())
        .map(|number| {
            let id = view.location(number).map_or(ObjectId::new(number, 0), |(id, ..)| id);
            view.get(id).expect("every object of a sound document is readable")
        })
        .collect()
}

fn occurrences(text: &[u8], what: &[u8]) -> usize {
    text.windows(what.len()).filter(|window| *window == what).count()
}

fn any_object() -> impl Strategy<Value = Object> {
    let leaf = prop_oneof![
        Just(Object::Null),
        any::<bool>().prop_map(Object::Boolean),
        any::<i32>().prop_map(|value| Object::Integer(value.into())),
        (-1e6..1e6_f64).prop_map(Object::Real),
        (vec(any::<u8>(), 0..40), any::<bool>())
            .prop_map(|(octets, hexadecimal)| { Object::String(PdfString { octets, span: 0..0, hexadecimal }) }),
        vec(1..=255_u8, 1..12).prop_map(|octets| Object::Name(Name::from_octets(&octets))),
        (1..40_u32).prop_map(|number| Object::Reference(ObjectId::new(number, 0))),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Object::Array),
            btree_map(vec(1..=255_u8, 1..8), inner, 0..6).prop_map(|entries| {
                Object::Dictionary(entries.into_iter().map(|(key, value)| (Name::from_octets(&key), value)).collect())
            }),
        ]
    })
}

fn any_document() -> impl Strategy<Value = Vec<u8>> {
    let forms = vec![Form::None, Form::Empty, Form::SignatureField, Form::Nested];
    (prop::sample::select(&Layout::ALL[..]), prop::sample::select(forms), 1..4_u32, any::<bool>()).prop_map(
        |(layout, form, pages, prefixed)| {
            let prefix: &[u8] = if prefixed { b"junk before the header\n" } else { b"" };
            Pdf::new().with_layout(layout).with_form(form).with_pages(pages).with_prefix(prefix).build()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_put_is_seen_in_the_latest_view_and_nothing_changes_in_the_earlier_one(
        original in any_document(),
        new in vec(any_object(), 1..6),
        data in vec(any::<u8>(), 0..200),
        rewritten in any_object(),
    ) {
        let before = open(&original);
        let seen_before: Vec<Object> = every_object(&before.latest());
        let page = before.latest().page(0).unwrap().0;

        let mut update = Update::new(&before).unwrap();
        let ids: Vec<ObjectId> = new.iter().map(|_| update.allocate().unwrap()).collect();
        for (id, object) in ids.iter().zip(&new) {
            update.put(*id, object.clone());
        }
        let stream = update.allocate().unwrap();
        update.put_stream(stream, Dictionary::new(), data.clone());
        let mut changed = before.latest().get(page).unwrap().into_dictionary().unwrap();
        changed.insert("Changed", rewritten.clone());
        update.put(page, changed.into());
        let appended = update.finish().unwrap();

        let file = [&original[..], &appended.octets].concat();
        let after = open(&file);
        prop_assert_eq!(after.findings(), before.findings());
        prop_assert_eq!(after.revisions().len(), before.revisions().len() + 1);
        let latest = after.latest();
        for (id, object) in ids.iter().zip(new) {
            prop_assert_eq!(without_spans(latest.get(*id).unwrap()), object);
            let span = appended.span(*id).unwrap();
            let start = format!("{id} obj");
            prop_assert!(file[span.clone()].starts_with(start.as_bytes()) && file[span].ends_with(b"endobj\n"));
        }
        match latest.get(stream).unwrap() {
            Object::Stream(read) => prop_assert_eq!(latest.stream_octets(&read, stream).unwrap(), data),
            other => prop_assert!(false, "{other:?}"),
        }
        let page_now = latest.get(page).unwrap().into_dictionary().unwrap();
        prop_assert_eq!(page_now.get("Changed").cloned().map(without_spans), Some(rewritten));
        prop_assert_eq!(latest.page_count().unwrap(), before.latest().page_count().unwrap());
        prop_assert_eq!(every_object(&after.view(after.revisions().len() - 2)), seen_before);
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_object(object in any_object()) {
        let original = Pdf::new().build();
        let mut id = None;
        let (file, _) = updated(&original, |update| {
            let new = update.allocate().unwrap();
            update.put(new, object.clone());
            id = Some(new);
        });
        prop_assert_eq!(without_spans(open(&file).latest().get(id.unwrap()).unwrap()), object);
    }
}

fn with_one_object(original: &[u8]) -> Vec<u8> {
    updated(original, |update| {
        let id = update.allocate().unwrap();
        update.put(id, Object::Integer(1));
    })
    .1
    .octets
}

#[test]
fn the_section_is_of_the_kind_that_the_file_has() {
    for layout in Layout::ALL {
        let original = Pdf::new().with_layout(layout).build();
        let kind = open(&original).revisions().last().unwrap().xref_kind();
        let appended = with_one_object(&original);
        let tables = occurrences(&appended, b"\nxref\n");
        assert_eq!(tables == 1, kind != XrefKind::Stream, "{layout:?}");
        assert_eq!(occurrences(&appended, b"/Type /XRef") == 1, kind == XrefKind::Stream, "{layout:?}");
    }
}

#[test]
fn the_update_of_a_hybrid_file_does_not_name_the_old_stream() {
    let original = Pdf::new().with_layout(Layout::Hybrid).build();
    assert_eq!(occurrences(&original, b"/XRefStm"), 1);
    assert_eq!(occurrences(&with_one_object(&original), b"/XRefStm"), 0);
}

#[test]
fn table_entries_have_twenty_octets_and_runs_of_numbers_a_subsection_each() {
    let original = Pdf::new().with_pages(3).build();
    let (file, appended) = updated(&original, |update| {
        let catalog = update.document().latest().catalog_id().unwrap();
        let object = update.object(catalog).unwrap();
        update.put(catalog, object);
        for _ in 0..2 {
            let id = update.allocate().unwrap();
            update.put(id, Object::Null);
        }
    });
    let text = String::from_utf8_lossy(&appended.octets);
    let table = text.split("\nxref\n").nth(1).unwrap().split("trailer").next().unwrap();
    let spans: Vec<_> = appended.spans().collect();
    let (first, new) = (spans[0].0.number, spans[1].0.number);
    let entry = |index: usize| format!("{:010} 00000 n\r\n", spans[index].1.start);
    assert_eq!(entry(0).len(), 20);
    assert_eq!(table, format!("{first} 1\n{}{new} 2\n{}{}", entry(0), entry(1), entry(2)));
    assert!(file.ends_with(b"%%EOF\n"));
}

#[test]
fn a_file_without_a_last_line_end_gets_one() {
    let mut original = Pdf::new().build();
    while original.last().is_some_and(u8::is_ascii_whitespace) {
        original.pop();
    }
    assert!(with_one_object(&original).starts_with(b"\n"));
    original.push(b'\r');
    assert!(!with_one_object(&original).starts_with(b"\n"));
}

#[test]
fn a_file_without_its_end_marker_gets_one_and_one_with_half_of_it_is_refused() {
    let mut original = Pdf::new().build();
    original.truncate(original.windows(5).rposition(|window| window == b"%%EOF").unwrap());
    let (file, appended) = updated(&original, |update| {
        let id = update.allocate().unwrap();
        update.put(id, Object::Null);
    });
    assert!(appended.octets.starts_with(b"%%EOF\n"));
    assert_eq!(open(&file).findings(), []);
    original.extend_from_slice(b"%%E");
    assert!(matches!(Update::new(&open(&original)), Err(Error::Forbidden(Forbidden::Ambiguous { .. }))));
}

#[test]
fn the_first_identifier_stays_and_the_second_changes() {
    let original = encrypted(0);
    let before = Document::open_with_password(&original, &Limits::default(), b"user").unwrap();
    let mut update = Update::new(&before).unwrap();
    let id = update.allocate().unwrap();
    update.put(id, Object::Null);
    let file = [&original[..], &update.finish().unwrap().octets].concat();
    let after = Document::open_with_password(&file, &Limits::default(), b"user").unwrap();
    let ids = |document: &Document<'_>| {
        let array = document.latest().trailer().get("ID").unwrap().as_array().unwrap().to_vec();
        array.iter().map(|id| id.as_string().unwrap().octets.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&after)[0], ids(&before)[0]);
    assert_ne!(ids(&after)[1], ids(&before)[1]);
}

#[test]
fn an_object_that_is_neither_there_nor_allocated_is_refused() {
    let original = Pdf::new().build();
    let document = open(&original);
    for id in [ObjectId::new(0, 65535), ObjectId::new(9999, 0), ObjectId::new(1, 3)] {
        let mut update = Update::new(&document).unwrap();
        update.put(id, Object::Null);
        assert!(matches!(update.finish(), Err(Error::Misuse(_))), "{id}");
    }
}

#[test]
fn an_empty_update_is_refused() {
    let original = Pdf::new().build();
    assert!(matches!(Update::new(&open(&original)).unwrap().finish(), Err(Error::Misuse(_))));
}

#[test]
fn a_document_that_two_readers_see_differently_is_not_updated() {
    let mut original = Pdf::new().build();
    let at = original.windows(9).rposition(|window| window == b"startxref").unwrap();
    original.truncate(at);
    original.extend_from_slice(b"startxref\n7\n%%EOF\n");
    let Ok(document) = Document::open(&original, &Limits::default()) else { return };
    assert!(matches!(Update::new(&document), Err(Error::Forbidden(Forbidden::Ambiguous { .. }))));
}

/// Encryption dictionaries as qpdf 11.3 made them for the passwords `user` and `owner`: RC4, AES-128, AES-256.
const ENCRYPTION: [&str; 3] = [
    "/V 2 /R 3 /Length 128 /O <0ba3835f88f90388e74e54584125ce142be0de24c6b0d37746e075b891756671> \
     /U <2631991ca1f681670aba5dedd81f812b0122456a91bae5134273a6db134c87c4>",
    "/V 4 /R 4 /Length 128 /CF << /StdCF << /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF \
     /O <0ba3835f88f90388e74e54584125ce142be0de24c6b0d37746e075b891756671> \
     /U <2631991ca1f681670aba5dedd81f812b0122456a91bae5134273a6db134c87c4>",
    "/V 5 /R 6 /Length 256 /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF \
     /O <7cc514c32296f2cad837d870ffc36dd4153cfecfd8a9d5e177d7c955351f55635ab690641a63798b99af615526fff45f> \
     /U <7b6310e896df1d9a002ecc46df09cf8b641f9255111d751969da7bcb4fbb2a9ae2fa5c8640df34f760e2c1311abee740> \
     /OE <acd6b9995c61fb37b2e29d629a8c2eb4f6dae9a50dbd9857e8c803bf8f8cdbf5> \
     /UE <38cf160729f71647695656dea7d4266e79a0a89c870f64a6f9efabb141208ba7> \
     /Perms <f406612391f672730165be159dbe56cf>",
];

/// A document of three objects and one encryption dictionary.
fn encrypted(kind: usize) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>".to_owned(),
        format!("<< /Filter /Standard /P -4 {} >>", ENCRYPTION[kind]),
    ];
    let mut table = b"xref\n0 5\n0000000000 65535 f\r\n".to_vec();
    for (index, object) in objects.iter().enumerate() {
        table.extend(format!("{:010} 00000 n\r\n", file.len()).bytes());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let start = file.len();
    file.extend(table);
    file.extend(b"trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [(0123456789abcdef) (0123456789abcdef)] >>\n");
    file.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    file
}

#[test]
fn what_is_put_into_an_encrypted_document_is_encrypted_except_the_contents_of_a_signature() {
    for kind in 0..ENCRYPTION.len() {
        let original = encrypted(kind);
        let before = Document::open_with_password(&original, &Limits::default(), b"user").unwrap();
        let mut update = Update::new(&before).unwrap();
        let (signature, stream) = (update.allocate().unwrap(), update.allocate().unwrap());
        let mut dictionary = Dictionary::new();
        dictionary.insert("Type", Object::name("Sig"));
        dictionary.insert("ByteRange", vec![Object::Integer(0); 4]);
        dictionary.insert("Contents", PdfString::hexadecimal(vec![0xab; 20]));
        dictionary.insert("Reason", PdfString::literal(&b"the reason in clear"[..]));
        update.put(signature, dictionary.clone().into());
        update.put_stream(stream, Dictionary::new(), b"the stream in clear".to_vec());
        let appended = update.finish().unwrap();
        assert_eq!(occurrences(&appended.octets, b"in clear"), 0);
        assert_eq!(occurrences(&appended.octets, "ab".repeat(20).as_bytes()), 1);

        let file = [&original[..], &appended.octets].concat();
        let after = Document::open_with_password(&file, &Limits::default(), b"owner").unwrap();
        assert_eq!(without_spans(after.latest().get(signature).unwrap()), Object::Dictionary(dictionary));
        let Object::Stream(read) = after.latest().get(stream).unwrap() else { panic!("a stream") };
        assert_eq!(after.latest().stream_octets(&read, stream).unwrap(), b"the stream in clear");
    }
}

#[test]
fn a_locked_document_is_not_updated() {
    let original = encrypted(2);
    let document = Document::open_with_password(&original, &Limits::default(), b"guess").unwrap();
    assert!(matches!(Update::new(&document), Err(Error::Forbidden(Forbidden::Encrypted))));
}

#[test]
fn an_encrypted_stream_is_put_back_under_its_own_id_only() {
    let original = encrypted(2);
    let first = Document::open_with_password(&original, &Limits::default(), b"user").unwrap();
    let mut update = Update::new(&first).unwrap();
    let (stream, other) = (update.allocate().unwrap(), update.allocate().unwrap());
    update.put_stream(stream, Dictionary::new(), b"q Q".to_vec());
    update.put(other, Object::Null);
    let file = [&original[..], &update.finish().unwrap().octets].concat();

    let second = Document::open_with_password(&file, &Limits::default(), b"user").unwrap();
    let read = second.latest().get(stream).unwrap();
    assert!(matches!(&read, Object::Stream(Stream { data: StreamData::InFile(_), .. })));
    let mut update = Update::new(&second).unwrap();
    update.put(other, read.clone());
    assert!(matches!(update.finish(), Err(Error::Misuse(_))));
    let mut update = Update::new(&second).unwrap();
    update.put(stream, read);
    let file = [&file[..], &update.finish().unwrap().octets].concat();
    let third = Document::open_with_password(&file, &Limits::default(), b"user").unwrap();
    let Object::Stream(read) = third.latest().get(stream).unwrap() else { panic!("a stream") };
    assert_eq!(third.latest().stream_octets(&read, stream).unwrap(), b"q Q");
}
