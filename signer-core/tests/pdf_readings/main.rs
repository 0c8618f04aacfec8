//! What the reader makes of documents that were damaged, updated or made to be read in two ways.

#![expect(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod build;

use build::{CONTENTS, File, RANGE, signature, signed, signed_with, unsigned};
use signer_core::limits::Limits;
use signer_core::pdf::signature::{FieldLock, LockAction};
use signer_core::pdf::{Coverage, Document, EmbeddedSignature, FieldKind, Object, ObjectId, SignatureKind, XrefKind};

fn open(file: &File) -> Document<'_> {
    Document::open(&file.octets, &Limits::default()).unwrap()
}

fn signatures(file: &File) -> Vec<EmbeddedSignature> {
    open(file).signatures().unwrap()
}

fn only(file: &File) -> EmbeddedSignature {
    let found = signatures(file);
    assert_eq!(found.len(), 1);
    found.into_iter().next().unwrap()
}

/// The codes of ambiguous findings after all signatures were read.
fn ambiguous(file: &File) -> Vec<&'static str> {
    let document = open(file);
    let signatures = document.signatures().unwrap();
    let own = signatures.iter().flat_map(|signature| signature.findings.clone());
    document.findings().into_iter().chain(own).filter(|finding| finding.ambiguous).map(|finding| finding.code).collect()
}

fn harmless(file: &File) -> Vec<&'static str> {
    assert_eq!(ambiguous(file), [""; 0]);
    open(file).findings().into_iter().map(|finding| finding.code).collect()
}

fn has(signature: &EmbeddedSignature, code: &str) -> bool {
    signature.findings.iter().any(|finding| finding.code == code)
}

// Coverage.

#[test]
fn a_signature_up_to_the_end_covers_the_whole_file() {
    let file = signed();
    let signature = only(&file);
    assert_eq!(signature.coverage, Coverage::WholeFile);
    assert_eq!(&file.octets[signature.contents_span.unwrap()], CONTENTS.as_bytes());
    assert_eq!(signature.contents.len(), (CONTENTS.len() - 2) / 2);
    assert_eq!(ambiguous(&file), [""; 0]);
}

#[test]
fn white_space_after_the_end_changes_nothing() {
    let mut file = signed();
    file.raw("\r\n \n");
    assert_eq!(only(&file).coverage, Coverage::WholeFile);
    assert_eq!(harmless(&file), [""; 0]);
}

#[test]
fn an_update_leaves_a_signature_over_its_revision() {
    let mut file = signed();
    file.object(9, "(new)").finish("");
    let signature = only(&file);
    assert_eq!((signature.coverage, signature.revision), (Coverage::WholeRevision, 0));
    assert_eq!(open(&file).revisions().len(), 2);
}

#[test]
fn a_range_that_ends_before_the_revision_is_partial() {
    let mut file = signed();
    let range = file.text().find("/ByteRange").unwrap();
    let last = range + RANGE.len() - 2;
    let digit = file.octets[last];
    // Twenty octets fewer: no multiple of ten ends on the last digit.
    file.octets[last - 1] = b'0';
    file.octets[last] = digit;
    assert_eq!(only(&file).coverage, Coverage::Partial);
}

#[test]
fn a_gap_wider_than_the_contents_is_malformed() {
    let file = signed_with(&signature().replace("/Contents <", "/Contents  <").replace(">>>", "> >>"));
    let text = file.text();
    let start = text.find(CONTENTS).unwrap();
    let narrow = format!("{:010} {:010}", start, start + CONTENTS.len());
    let wide = format!("{:010} {:010}", start - 1, start + CONTENTS.len());
    let file = File { octets: text.replace(&narrow, &wide).into_bytes(), ..File::default() };
    let signature = only(&file);
    assert_eq!(signature.coverage, Coverage::Malformed);
    assert!(has(&signature, "pdf.byte-range-gap"));
}

#[test]
fn a_range_that_does_not_start_at_the_beginning_is_malformed() {
    let file = signed();
    let file = File { octets: file.text().replace("[0000000000 ", "[0000000001 ").into_bytes(), ..File::default() };
    let signature = only(&file);
    assert!(signature.coverage == Coverage::Malformed && has(&signature, "pdf.byte-range-start"));
}

#[test]
fn a_range_beyond_the_end_of_the_file_is_malformed() {
    let mut file = signed();
    let length = file.octets.len();
    file.octets.truncate(length - 1);
    let signature = only(&file);
    assert!(signature.coverage == Coverage::Malformed && has(&signature, "pdf.byte-range-beyond-end"));
    assert!(signature.byte_range.is_err());
}

// Signature dictionaries without what makes them one.

#[test]
fn every_universal_forgery_is_a_malformed_signature() {
    let contents = format!("/Contents {CONTENTS}");
    let range = "/ByteRange [0 10 20 30]";
    let values = [
        ("pdf.contents-missing", range.to_owned()),
        ("pdf.contents-missing", format!("{range} /Contents null")),
        ("pdf.contents-missing", format!("{range} /Content {CONTENTS}")),
        ("pdf.contents-empty", format!("{range} /Contents <>")),
        ("pdf.contents-empty", format!("{range} /Contents <000000>")),
        ("pdf.contents-not-hexadecimal", format!("{range} /Contents <30xx>")),
        ("pdf.contents-indirect", format!("{range} /Contents 8 0 R")),
        ("pdf.byte-range-missing", contents.clone()),
        ("pdf.byte-range-missing", format!("{contents} /ByteRange null")),
        ("pdf.byte-range-numbers", format!("{contents} /ByteRange []")),
        ("pdf.byte-range-numbers", format!("{contents} /ByteRange [0 1 2]")),
        ("pdf.byte-range-numbers", format!("{contents} /ByteRange [0 1 -2 4]")),
        ("pdf.byte-range-numbers", format!("{contents} /ByteRange [0 1 2 3 4 5]")),
        ("pdf.byte-range-numbers", format!("{contents} /ByteRange [0 1 2 4--5]")),
        ("pdf.byte-range-gap", format!("{contents} /ByteRange [0 0 0 0]")),
        ("pdf.byte-range-overlaps", format!("{contents} /ByteRange [0 50 20 30]")),
        ("pdf.byte-range-indirect", format!("{contents} /ByteRange 8 0 R")),
        ("pdf.signature-unreadable", "/Contents /ByteRange [0 1 2 3]".to_owned()),
    ];
    for (code, value) in values {
        let mut file = unsigned("<</Fields [5 0 R 7 0 R]>>");
        file.object(5, "<</FT /Sig /T (Sig) /V 6 0 R>>").object(6, &format!("<</Type /Sig {value}>>"));
        file.object(7, "<</FT /Sig /T (Other) /V 6 0 R>>").finish("");
        let found = signatures(&file);
        assert!(found.iter().all(|signature| signature.coverage == Coverage::Malformed), "{value}");
        assert!(found.iter().any(|signature| has(signature, code)), "{value}: {:?}", found[0].findings);
    }
}

#[test]
fn a_damaged_signature_does_not_hide_another() {
    let mut file = unsigned("<</Fields [7 0 R 5 0 R]>>");
    file.object(7, "<</FT /Sig /T (Damaged) /V 8 0 R>>").object(8, "<</Type /Sig /Contents [[[>>");
    file.object(5, "<</FT /Sig /T (Sig) /V 6 0 R>>").object(6, &signature()).finish("").sign();
    let found = signatures(&file);
    assert_eq!(found.iter().map(|signature| signature.field.as_str()).collect::<Vec<_>>(), ["Sig", "Damaged"]);
    assert_eq!(found[0].coverage, Coverage::WholeFile);
}

#[test]
fn two_contents_in_one_dictionary_are_ambiguous() {
    let file = signed_with(&signature().replace("/Type /Sig", "/Type /Sig /Contents <31>"));
    assert_eq!(ambiguous(&file), ["pdf.key-twice"]);
}

// Later revisions.

#[test]
fn a_signature_that_a_later_revision_removed_is_still_reported() {
    let mut file = signed();
    file.object(4, "<</Fields []>>").finish("");
    let signature = only(&file);
    assert_eq!((signature.removed, signature.coverage), (Some(1), Coverage::WholeRevision));
}

#[test]
fn a_signature_that_a_later_revision_replaced_is_reported_beside_the_new_one() {
    let mut file = signed();
    file.object(6, "<</Type /Sig /Contents <31>>>").finish("");
    let found = signatures(&file);
    assert_eq!(found.iter().map(|signature| signature.removed).collect::<Vec<_>>(), [Some(1), None]);
    assert_eq!(found[1].coverage, Coverage::Malformed);
}

#[test]
fn each_view_shows_its_own_revision() {
    let mut file = unsigned("<</Fields []>>");
    file.object(9, "(old)").finish("").object(9, "(new)").finish("");
    let document = open(&file);
    let text = |revision| document.view(revision).get(ObjectId::new(9, 0)).unwrap().as_string().unwrap().text();
    assert_eq!((text(0), text(1)), ("old".to_owned(), "new".to_owned()));
}

#[test]
fn an_object_that_stands_behind_its_revision_is_not_taken_into_it() {
    let mut file = unsigned("<</Fields []>>");
    let later = file.octets.len() + 300;
    file.entry(9, later).finish("");
    file.raw(&" ".repeat(later - file.octets.len())).raw("9 0 obj (planted) endobj\n").object(10, "1").finish("");
    let document = open(&file);
    assert_eq!(document.view(0).get(ObjectId::new(9, 0)).unwrap(), Object::Null);
    assert!(document.findings().iter().any(|finding| finding.ambiguous));
}

// Two readings.

#[test]
fn objects_behind_the_last_end_are_ambiguous() {
    let mut file = signed();
    file.raw("9 0 obj (planted) endobj\n");
    assert_eq!(ambiguous(&file), ["pdf.trailing-objects"]);
}

#[test]
fn text_behind_the_last_end_is_noted() {
    let mut file = signed();
    file.raw("sent by a mail gateway\n");
    assert_eq!(harmless(&file), ["pdf.trailing-octets"]);
}

#[test]
fn an_update_that_names_the_old_table_is_ambiguous() {
    let mut file = signed();
    let xref = file.xref.unwrap();
    file.raw(&format!("1 0 obj <</Type /Catalog>> endobj\nstartxref\n{xref}\n%%EOF\n"));
    assert_eq!(ambiguous(&file), ["pdf.trailing-objects"]);
}

#[test]
fn an_update_without_startxref_is_ambiguous() {
    let mut file = signed();
    file.object(9, "1").table("", None);
    assert_eq!(ambiguous(&file), ["pdf.trailing-objects"]);
}

#[test]
fn an_object_of_an_update_that_its_table_does_not_name_is_ambiguous() {
    let mut file = signed();
    file.raw("3 0 obj <</Type /Page>> endobj\n").object(9, "1").finish("");
    assert_eq!(ambiguous(&file), ["pdf.unreferenced-objects"]);
}

#[test]
fn an_update_that_skips_a_revision_is_ambiguous() {
    let mut file = unsigned("<</Fields []>>");
    file.finish("");
    let first = file.xref;
    file.object(9, "1").finish("");
    file.xref = first;
    file.object(10, "1").finish("");
    assert_eq!(ambiguous(&file), ["pdf.unreferenced-objects"]);
}

#[test]
fn an_update_that_names_an_object_planted_earlier_is_ambiguous() {
    let mut file = unsigned("<</Fields []>>");
    let planted = file.octets.len();
    file.raw("3 0 obj <</Type /Page /Rotate 90>> endobj\n").finish("").entry(3, planted).finish("");
    assert_eq!(ambiguous(&file), ["pdf.xref-into-earlier"]);
}

#[test]
fn an_entry_that_leads_to_another_object_is_ambiguous() {
    let mut file = unsigned("<</Fields [5 0 R]>>");
    file.object(5, "<</FT /Sig /T (Sig) /V 6 0 R>>").object(6, &signature());
    let wrong = file.entries[0].2;
    file.entry(6, wrong).finish("").sign();
    assert_eq!(only(&file).coverage, Coverage::WholeFile);
    assert_eq!(ambiguous(&file), ["pdf.xref-wrong-object"]);
}

#[test]
fn a_file_without_startxref_is_searched_and_ambiguous() {
    let mut file = unsigned("<</Fields [5 0 R]>>");
    file.object(5, "<</FT /Sig /T (Sig) /V 6 0 R>>").object(6, &signature()).table("", None).sign();
    let signature = only(&file);
    assert_eq!(signature.field, "Sig");
    assert_eq!(open(&file).revisions()[0].xref_kind(), XrefKind::Rebuilt);
    assert_eq!(ambiguous(&file), ["pdf.xref-rebuilt"]);
}

#[test]
fn a_chain_that_runs_in_a_circle_ends() {
    let mut file = unsigned("<</Fields []>>");
    let own = file.octets.len();
    file.xref = Some(own);
    file.finish("");
    assert_eq!(ambiguous(&file), ["pdf.prev-loop"]);
}

#[test]
fn two_entries_of_the_trailer_are_ambiguous() {
    let mut file = unsigned("<</Fields []>>");
    file.finish("/Root 3 0 R");
    assert!(ambiguous(&file).contains(&"pdf.trailer-key-twice"));
}

// Hybrid files.

fn xref_stream(entry: [u8; 4], number: u32, object: u32) -> String {
    let hexadecimal: String = entry.iter().map(|octet| format!("{octet:02x}")).collect();
    format!(
        "{object} 0 obj <</Type /XRef /Size 50 /W [1 2 1] /Index [{number} 1] /Filter /ASCIIHexDecode /Length 9>>\n\
         stream\n{hexadecimal}>\nendstream endobj\n"
    )
}

#[test]
fn the_stream_of_a_hybrid_file_shows_what_the_table_hides() {
    let mut file = unsigned("<</Fields []>>");
    let hidden = file.octets.len();
    file.raw("9 0 obj (hidden) endobj\n");
    let stream = file.octets.len();
    let [high, low] = u16::try_from(hidden).unwrap().to_be_bytes();
    file.raw(&xref_stream([1, high, low, 0], 9, 10)).finish(&format!("/XRefStm {stream}"));
    let document = open(&file);
    assert!(!document.latest().get(ObjectId::new(9, 0)).unwrap().is_null());
    assert_eq!(document.revisions()[0].xref_kind(), XrefKind::Hybrid);
    assert_eq!(harmless(&file), [""; 0]);
}

#[test]
fn a_hybrid_file_whose_halves_disagree_is_ambiguous() {
    let mut file = unsigned("<</Fields []>>");
    let other = file.octets.len();
    file.raw("3 0 obj <</Type /Page /Rotate 90>> endobj\n");
    let stream = file.octets.len();
    let [high, low] = u16::try_from(other).unwrap().to_be_bytes();
    file.raw(&xref_stream([1, high, low, 0], 3, 10)).finish(&format!("/XRefStm {stream}"));
    assert_eq!(ambiguous(&file), ["pdf.hybrid-disagrees"]);
    assert!(open(&file).latest().page(0).unwrap().1.get("Rotate").is_none());
}

#[test]
fn an_update_that_repeats_an_old_stream_does_not_undo_what_came_between() {
    let mut file = unsigned("<</Fields []>>");
    let old = file.octets.len();
    file.raw("9 0 obj (old) endobj\n");
    let stream = file.octets.len();
    let [high, low] = u16::try_from(old).unwrap().to_be_bytes();
    file.raw(&xref_stream([1, high, low, 0], 9, 10)).finish(&format!("/XRefStm {stream}"));
    file.object(9, "(new)").finish("");
    file.object(11, "1").finish(&format!("/XRefStm {stream}"));
    let value = open(&file).latest().get(ObjectId::new(9, 0)).unwrap();
    assert_eq!(value.as_string().unwrap().text(), "new");
    assert_eq!(ambiguous(&file), ["pdf.hybrid-stale"]);
}

// Harmless tolerances.

#[test]
fn offsets_may_count_from_the_header() {
    let file = signed();
    let shifted = File { octets: [b"junk\n".as_slice(), &file.octets].concat(), ..File::default() };
    assert_eq!(harmless(&shifted), ["pdf.header-offset"]);
    assert_eq!(open(&shifted).latest().page_count().unwrap(), 1);
}

#[test]
fn a_file_may_lack_its_last_line_end() {
    let mut file = unsigned("<</Fields []>>");
    file.finish("");
    let length = file.octets.len();
    file.octets.truncate(length - 1);
    assert_eq!(harmless(&file), [""; 0]);
    assert_eq!(open(&file).revisions()[0].end(), length - 1);
}

#[test]
fn a_linearised_file_is_one_revision() {
    let mut file = File::new();
    file.raw("20 0 obj <</Linearized 1>> endobj\n").object(1, "<</Type /Catalog /Pages 2 0 R>>");
    let (first, entries) = (file.octets.len(), std::mem::take(&mut file.entries));
    // The first section names the second, whose place is known once it is written.
    let blank = file.clone();
    let mut main_offset = 0;
    for _ in 0..3 {
        file = blank.clone();
        file.entries.clone_from(&entries);
        file.table("", Some(main_offset)).raw("startxref\n0\n%%EOF\n");
        file.object(2, "<</Type /Pages /Kids [] /Count 0>>");
        main_offset = file.octets.len();
        file.table("", None).raw(&format!("startxref\n{first}\n%%EOF\n"));
    }
    let document = open(&file);
    assert_eq!(document.revisions().len(), 1);
    assert_eq!(document.revisions()[0].end(), file.octets.len());
    assert_eq!(document.latest().page_count().unwrap(), 0);
    assert_eq!(harmless(&file), [""; 0]);
}

// The form.

#[test]
fn a_field_inherits_its_type_and_has_its_full_name() {
    let mut file = unsigned("<</Fields [5 0 R]>>");
    file.object(5, "<</FT /Sig /T (Top) /Kids [6 0 R]>>");
    file.object(6, "<</T <feff004b00fd> /Parent 5 0 R /Kids [7 0 R] /V 8 0 R>>");
    file.object(7, "<</Subtype /Widget /Parent 6 0 R>>").object(8, &signature()).finish("").sign();
    assert_eq!(only(&file).field, "Top.Ký");
    let form = open(&file).latest().form().unwrap().unwrap();
    assert_eq!(form.fields()[1].kind, FieldKind::Signature);
    assert_eq!(form.fields()[1].widgets, [Some(ObjectId::new(7, 0))]);
    assert_eq!((form.fields()[0].is_terminal, form.fields()[1].is_terminal), (false, true));
}

#[test]
fn a_field_that_is_its_own_ancestor_ends() {
    let mut file = unsigned("<</Fields [5 0 R]>>");
    file.object(5, "<</T (A) /Kids [6 0 R]>>").object(6, "<</T (B) /Kids [5 0 R 6 0 R]>>").finish("");
    assert_eq!(open(&file).latest().form().unwrap().unwrap().fields().len(), 2);
}

#[test]
fn a_signature_whose_field_is_on_a_page_only_is_found() {
    let mut file = File::new();
    file.object(1, "<</Type /Catalog /Pages 2 0 R>>").object(2, "<</Type /Pages /Kids [3 0 R] /Count 1>>");
    file.object(3, "<</Type /Page /Annots [5 0 R]>>");
    file.object(5, "<</Subtype /Widget /FT /Sig /T (Lost) /V 6 0 R>>").object(6, &signature()).finish("").sign();
    assert_eq!(only(&file).field, "Lost");
    assert_eq!(ambiguous(&file), ["pdf.field-outside-form"]);
}

#[test]
fn a_signature_that_only_the_permissions_name_is_found() {
    let mut file = File::new();
    file.object(1, "<</Type /Catalog /Pages 2 0 R /Perms <</UR3 6 0 R>>>>").object(2, "<</Type /Pages /Kids []>>");
    let rights = signature().replace("/Type /Sig", "/Type /Sig /Reference [<</TransformMethod /UR3>>]");
    file.object(6, &rights).finish("").sign();
    let signature = only(&file);
    assert_eq!((signature.field.as_str(), signature.kind), ("/Perms/UR3", SignatureKind::UsageRights));
}

#[test]
fn a_certification_without_a_level_is_of_level_two_and_an_unknown_one_is_the_strictest() {
    for (parameters, level) in [("", 2), ("/P 3", 3), ("/P 1", 1), ("/P 9", 1), ("/P (2)", 1)] {
        let reference = format!("/Reference [<</TransformMethod /DocMDP /TransformParams <<{parameters}>>>>]");
        let file = signed_with(&signature().replace("/Type /Sig", &reference));
        assert_eq!(only(&file).certification, Some(level), "{parameters}");
    }
}

#[test]
fn a_lock_names_the_fields_it_concerns() {
    let mut file = unsigned("<</Fields [5 0 R]>>");
    file.object(5, "<</FT /Sig /T (Sig) /V 6 0 R /Lock 7 0 R>>").object(6, &signature());
    file.object(7, "<</Action /Include /Fields [(A) (B.C)] /P 1>>").finish("").sign();
    let action = LockAction::Include(vec!["A".to_owned(), "B.C".to_owned()]);
    assert_eq!(only(&file).field_lock, Some(FieldLock { action, permission: Some(1) }));
}

// Pages.

#[test]
fn a_page_inherits_from_the_tree() {
    let mut file = unsigned("<<>>");
    file.finish("");
    let document = open(&file);
    let (id, page) = document.latest().page(0).unwrap();
    assert_eq!(id, ObjectId::new(3, 0));
    assert!(page.contains("MediaBox"));
    assert!(document.latest().page(1).is_err());
}

#[test]
fn a_page_tree_that_is_its_own_branch_ends() {
    let mut file = File::new();
    file.object(1, "<</Type /Catalog /Pages 2 0 R>>");
    file.object(2, "<</Type /Pages /Kids [2 0 R 2 0 R 3 0 R]>>").object(3, "<</Type /Page>>").finish("");
    assert_eq!(open(&file).latest().page(0).unwrap().0, ObjectId::new(3, 0));
}

// Anything at all.

#[test]
fn no_octet_replaced_makes_the_reader_fall_over() {
    let file = signed();
    for place in 0..file.octets.len() {
        for octet in [0, b' ', b'<', b'(', b'9', b'/', 0xff] {
            let mut octets = file.octets.clone();
            octets[place] = octet;
            if let Ok(document) = Document::open(&octets, &Limits::default()) {
                let _ = (document.signatures(), document.latest().page(0), document.findings());
            }
        }
    }
}

#[test]
fn no_prefix_of_a_file_makes_the_reader_fall_over() {
    let mut file = signed();
    file.object(9, "(new)").finish("");
    for length in 0..file.octets.len() {
        if let Ok(document) = Document::open(&file.octets[..length], &Limits::default()) {
            let _ = (document.signatures(), document.latest().page(0), document.findings());
        }
    }
}
