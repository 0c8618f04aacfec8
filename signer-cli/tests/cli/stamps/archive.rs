//! A document that promises to last (PDF/A-2b) keeps its promise through all its signatures: veraPDF says so where it is
//! installed; elsewhere the rules of ISO 19005-2 that an update could break are asked one by one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;
use test_vectors::letter::{Faces, Letter, Sheet};

use crate::desk::Desk;

use super::{NAME, TITLE, ask, desk, peer, signed};

/// The chain of an issued document over an archival one, and an attachment: the octets before, and after.
fn archived(desk: &Desk, faces: &Faces) {
    let sheets = vec![Sheet::decision(), Sheet::decision_end(TITLE, NAME)];
    desk.put("0.pdf", Letter::new(sheets).archival().build(faces));
    desk.put("a0.pdf", Letter::new(vec![Sheet::new()]).archival().build(faces));
    let issue = ["--number", "12/QĐ-UBND", "--date", "2026-11-22"];
    signed(desk, "person", "personal", "0.pdf", "1.pdf", &["--image", "signature.png"]);
    signed(desk, "office", "number-date", "1.pdf", "2.pdf", &issue);
    signed(desk, "office", "organisation", "2.pdf", "3.pdf", &["--image", "seal.png", "--qr", "{organisation}"]);
    signed(desk, "office", "attachment", "a0.pdf", "a.pdf", &issue[..2]);
}

/// The objects of a file by their names, and the trailer.
fn objects(qpdf: &PathBuf, desk: &Desk, file: &str) -> BTreeMap<String, Value> {
    let said = ask(qpdf, desk, &["--json=2", "--json-key=qpdf", "--json-stream-data=inline", file]);
    let read: Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"));
    serde_json::from_value(read["qpdf"][1].clone()).unwrap()
}

/// Every dictionary within a value, those of streams included.
fn dictionaries<'v>(value: &'v Value, found: &mut Vec<&'v serde_json::Map<String, Value>>) {
    match value {
        Value::Object(map) => {
            found.push(map);
            map.values().for_each(|value| dictionaries(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| dictionaries(value, found)),
        _ => {}
    }
}

fn is_name(map: &serde_json::Map<String, Value>, key: &str, name: &str) -> bool {
    map.get(key).and_then(Value::as_str) == Some(name)
}

#[test]
fn a_pdf_a_document_stays_one_through_all_its_signatures() {
    let (Some(desk), Some(faces)) = (desk(), Faces::find()) else { return };
    archived(&desk, &faces);
    if let Some(vera) = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .map(|folder| folder.join("verapdf"))
        .find(|file| file.is_file())
    {
        for file in ["0.pdf", "3.pdf", "a.pdf"] {
            let said = ask(&vera, &desk, &["--flavour", "2b", file]);
            assert!(said.contains("isCompliant=\"true\""), "{file}: {said}");
        }
    } else {
        test_vectors::say("veraPDF is not installed: only the rules written down here are asked");
    }
    let Some(qpdf) = peer("qpdf") else { return };
    for (before, after) in [("0.pdf", "3.pdf"), ("a0.pdf", "a.pdf")] {
        assert!(desk.read(after).starts_with(&desk.read(before)), "nothing is rewritten");
        let said = ask(&qpdf, &desk, &["--check", after]);
        assert!(said.contains("No syntax or stream encoding errors"), "{said}");
        let (before, after) = (objects(&qpdf, &desk, before), objects(&qpdf, &desk, after));
        assert_promises_stand(&before, &after);
        let added: BTreeMap<_, _> = after.iter().filter(|(name, value)| before.get(*name) != Some(value)).collect();
        assert!(added.len() > 5);
        for (name, value) in added {
            assert_object_permitted(name, value, &after);
        }
    }
}

/// 6.1.3 (trailer), 6.2.3 (output intent), 6.6.4 (identification), 6.4.1 (form).
fn assert_promises_stand(before: &BTreeMap<String, Value>, after: &BTreeMap<String, Value>) {
    let catalogue = |objects: &BTreeMap<String, Value>| {
        let root = objects["trailer"]["value"]["/Root"].as_str().unwrap().to_owned();
        objects[&format!("obj:{root}")]["value"].clone()
    };
    let (old, new) = (catalogue(before), catalogue(after));
    for key in ["/Metadata", "/OutputIntents", "/Lang", "/Pages"] {
        assert_eq!(old.get(key), new.get(key), "{key}");
    }
    let metadata = format!("obj:{}", new["/Metadata"].as_str().unwrap());
    assert_eq!(before[&metadata], after[&metadata], "the metadata say what they said");
    for key in ["/AA", "/OCProperties", "/NeedsRendering", "/Perms"] {
        assert!(new.get(key).is_none(), "{key}");
    }
    let form = &new["/AcroForm"];
    let form = form.as_str().map_or(form, |name| &after[&format!("obj:{name}")]["value"]);
    assert!(form.get("/XFA").is_none() && form.get("/NeedAppearances").is_none_or(|needed| needed == false), "{form}");
    let (old, new) = (&before["trailer"]["value"], &after["trailer"]["value"]);
    assert_eq!(old["/ID"][0], new["/ID"][0], "the first half of the identifier stays");
    assert!(new.get("/Encrypt").is_none());
}

fn assert_object_permitted(name: &str, object: &Value, all: &BTreeMap<String, Value>) {
    let mut found = Vec::new();
    dictionaries(object, &mut found);
    for map in found {
        // 6.5.1: no actions that an update could bring; 6.2.4 and 6.2.9: nothing beside the file, no PostScript.
        for key in ["/A", "/AA", "/JS", "/OPI", "/Ref", "/PS", "/Subtype2", "/Alternates", "/TR", "/HTP", "/FFilter"] {
            assert!(!map.contains_key(key), "{name}: {key} in {map:?}");
        }
        assert!(map.get("/Interpolate").is_none_or(|value| value == false), "{name}");
        assert!(!map.get("/Filter").is_some_and(|filter| filter.to_string().contains("LZW")), "{name}: 6.1.7.2");
        if is_name(map, "/Subtype", "/Widget") {
            assert_widget(name, map, all);
        }
        if is_name(map, "/Type", "/Font") {
            assert_font(name, map, all);
        }
        if is_name(map, "/Subtype", "/Image") {
            assert_colour_defined(name, map);
        }
        if map.contains_key("/BM") {
            assert!(is_name(map, "/BM", "/Normal"), "{name}: 6.2.10");
        }
    }
}

/// 6.3: flags and appearances of annotations.
fn assert_widget(name: &str, widget: &serde_json::Map<String, Value>, all: &BTreeMap<String, Value>) {
    let flags = widget["/F"].as_u64().unwrap();
    // Invisible 1, hidden 2, print 4, no view 32, toggle no view 256.
    assert_eq!(flags & 0b1_0010_0111, 4, "{name}: 6.3.2");
    let looks: Vec<_> = widget["/AP"].as_object().unwrap().iter().collect();
    assert_eq!(looks.len(), 1, "{name}: 6.3.3");
    assert_eq!(looks[0].0, "/N");
    let normal = &all[&format!("obj:{}", looks[0].1.as_str().unwrap())];
    assert!(normal["stream"]["dict"].is_object(), "{name}: the appearance is a stream");
    assert!(widget.contains_key("/TU"), "{name}: ISO 14289-1, 7.18.1");
}

/// 6.2.11: the program of every font is in the file, and each of its characters has a meaning.
fn assert_font(name: &str, font: &serde_json::Map<String, Value>, all: &BTreeMap<String, Value>) {
    if is_name(font, "/Subtype", "/Type0") {
        assert!(is_name(font, "/Encoding", "/Identity-H"), "{name}: 6.2.11.3.3");
        assert!(font.contains_key("/ToUnicode"), "{name}: 6.2.11.7");
        let base = font["/BaseFont"].as_str().unwrap();
        assert!(base.as_bytes().get(7) == Some(&b'+'), "{name}: {base} is a subset");
        return;
    }
    assert!(is_name(font, "/CIDToGIDMap", "/Identity") || is_name(font, "/Subtype", "/CIDFontType0"), "{name}");
    let descriptor = &font["/FontDescriptor"];
    let descriptor = descriptor.as_str().map_or(descriptor, |id| &all[&format!("obj:{id}")]["value"]);
    assert!(descriptor.get("/FontFile2").or_else(|| descriptor.get("/FontFile3")).is_some(), "{name}: 6.2.11.4.1");
}

/// 6.2.4: a colour means the same everywhere; the mask of an image has no colour.
fn assert_colour_defined(name: &str, image: &serde_json::Map<String, Value>) {
    let space = image.get("/ColorSpace").map(Value::to_string).unwrap_or_default();
    let is_mask = image.get("/ImageMask").is_some_and(|mask| mask == true);
    // The output intent is RGB: grey and RGB of devices are defined by it.
    let defined = ["ICCBased", "DeviceGray", "DeviceRGB"].iter().any(|known| space.contains(known));
    assert!(is_mask || defined || space.contains(" 0 R"), "{name}: {space}");
    assert!(!space.contains("CMYK"), "{name}");
}

/// What is copied from the page is Vietnamese, composed, from fonts that are in the file.
#[test]
fn text_can_be_copied_and_its_fonts_are_embedded_subsets() {
    let (Some(desk), Some(faces)) = (desk(), Faces::find()) else { return };
    archived(&desk, &faces);
    let name = ["--organisation", "Ủy ban nhân dân thành phố Hải Đường", "--copy-form", "trich-sao"];
    signed(&desk, "office", "copy", "a0.pdf", "c.pdf", &name);
    let lines = ["--text", "Người ký: {name}", "--text", "Ký ngày {date}", "--rect", "60,60,200,60", "--page", "1"];
    signed(&desk, "person", "personal", "a0.pdf", "t.pdf", &lines);
    let wanted = [
        ("3.pdf", vec!["12", "22", "11"]),
        ("a.pdf", vec!["Số: 12/QĐ-UBND", "+07:00"]),
        ("c.pdf", vec!["TRÍCH SAO", "Ủy ban nhân dân thành phố Hải Đường", "+07:00"]),
        ("t.pdf", vec!["Người ký: Nguyễn Văn An", "Ký ngày "]),
    ];
    for (file, wanted) in wanted {
        if let Some(pdftotext) = peer("pdftotext") {
            let said = ask(&pdftotext, &desk, &[file, "-"]);
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            for words in wanted {
                assert!(said.contains(words), "{file}: {words}: {said}");
            }
        }
        if let Some(pdffonts) = peer("pdffonts") {
            let said = ask(&pdffonts, &desk, &[file]);
            let ours: Vec<&str> = said.lines().filter(|line| line.as_bytes().get(6) == Some(&b'+')).collect();
            assert!(!ours.is_empty(), "{file}: {said}");
            for font in ours {
                let marks: Vec<&str> = font.split_whitespace().collect();
                assert!(marks.windows(3).any(|marks| marks == ["yes", "yes", "yes"]), "{file}: {said}");
            }
        }
    }
}
