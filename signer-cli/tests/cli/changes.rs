//! What a clerk is told when a signed document was changed.

use std::path::PathBuf;

use test_vectors::pdf::{Form, Pdf, append};

use crate::desk::Desk;

/// The content of the third page of a document without updates: page, content and image of each are in a row.
const THIRD_CONTENT: u32 = 8 + 2 * 3 + 1;

/// A document of three pages that the person and the organisation signed: `signed.pdf`.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("document.pdf", Pdf::new().with_pages(3).with_form(Form::Empty).build());
    desk.signs("person", "document.pdf", "once.pdf");
    desk.signs("office", "once.pdf", "signed.pdf");
    desk
}

/// Another text on the third page, after both signatures: `swapped.pdf`.
fn swap(desk: &Desk) {
    let text = b"BT /F1 13 Tf 60 780 Td <0031> Tj ET";
    let mut body = format!("<< /Length {} >>\nstream\n", text.len()).into_bytes();
    body.extend(text);
    body.extend(b"\nendstream");
    desk.put("swapped.pdf", append(&desk.read("signed.pdf"), &[(THIRD_CONTENT, body)]));
}

#[test]
fn both_signatures_fail_and_name_the_page_whose_content_was_swapped() {
    let desk = desk();
    swap(&desk);
    let run = desk.run(["verify", "swapped.pdf", "--trust", "root.pem"]);
    assert_eq!(run.status, 1, "{}", run.stdout);
    let said = format!("page 3: content was replaced (object {THIRD_CONTENT} 0)");
    assert_eq!(run.stdout.matches(&said).count(), 2, "{}", run.stdout);
}

#[test]
fn a_clerk_reads_the_page_in_vietnamese() {
    let desk = desk();
    swap(&desk);
    let run = desk.run_in_vietnamese(&["verify", "swapped.pdf", "--trust", "root.pem"]);
    assert_eq!(run.status, 1, "{}", run.stdout);
    let said = format!("trang 3: nội dung bị thay thế (đối tượng {THIRD_CONTENT} 0)");
    assert_eq!(run.stdout.matches(&said).count(), 2, "{}", run.stdout);
}

#[test]
fn what_is_permitted_names_nothing() {
    let run = desk().run(["verify", "signed.pdf", "--trust", "root.pem"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
    assert!(!run.stdout.contains("(object "), "{}", run.stdout);
}

#[test]
fn inspect_shows_each_change_with_what_permits_it() {
    let desk = desk();
    swap(&desk);
    let run = desk.run(["inspect", "swapped.pdf", "--changes"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for said in [
        "Revision 2: not compared",
        "Revision 3: every change is permitted",
        "permitted: a further signature",
        "Revision 4: changed in a way that is not permitted",
        "page 3: content was replaced",
        "[nobody vouches for it]",
        "Signature2 (revision 3): not permitted after it, in revision 4",
    ] {
        assert!(run.stdout.contains(said), "{said}: {}", run.stdout);
    }
}

#[test]
fn programs_read_the_same() {
    let desk = desk();
    swap(&desk);
    let run = desk.run(["inspect", "swapped.pdf", "--changes", "--format", "json"]);
    let facts: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let changes = &facts["pdf"]["changes"];
    let item = &changes["revisions"][3]["items"][0];
    assert_eq!((&item["page"], &item["kind"]), (&3.into(), &"page-content".into()), "{item}");
    assert!(item["allowed_by"].is_null() && item["before"].is_string() && item["after"].is_string(), "{item}");
    assert_eq!(changes["signatures"][0]["refused_in"], serde_json::json!([4]));
    let run = desk.run(["inspect", "swapped.pdf", "--format", "json"]);
    let facts: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(facts["pdf"].get("changes").is_none(), "not asked for");
}

/// Each is failed for what was done to it, whoever signed it.
#[test]
fn every_published_attack_fails() {
    let or = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let corpus = std::env::var_os("SIGNER_CORPUS").map_or_else(|| PathBuf::from(or), PathBuf::from);
    let folder = corpus.join("pdf/attacks");
    if !folder.is_dir() {
        test_vectors::say(format_args!("skipped: no corpus at {}", corpus.display()));
        return;
    }
    let mut tried = 0_u32;
    let desk = Desk::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let run = desk.run(["verify".into(), path.clone().into_os_string()]);
        // Nobody is trusted here: an untouched document would be indeterminate (3).
        assert_eq!(run.status, 1, "{}: {}", path.display(), run.stdout);
        tried += 1;
    }
    test_vectors::say(format_args!("{tried} published attacks, all failed"));
}
