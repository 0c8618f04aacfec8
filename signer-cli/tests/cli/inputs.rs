//! What an audit is given: archives, messages, folders of all kinds. Each document gets a line, and none stops the run.

use std::io::{Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::desk::{Desk, Run, reports};

pub(crate) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, octets) in members {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(octets).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn verify(desk: &Desk, more: &[&str]) -> (Run, Vec<Value>) {
    let run = desk.run([&["verify", "--trust", "root.pem", "--format", "jsonl", "--ordered"][..], more].concat());
    let reports = reports(&run.stdout);
    (run, reports)
}

fn lines(reports: &[Value]) -> Vec<(String, String)> {
    let text = |report: &Value, field: &str| report[field].as_str().unwrap().to_owned();
    let code = |report: &Value| report["error"]["code"].as_str().map(str::to_owned);
    reports.iter().map(|one| (text(one, "path"), code(one).unwrap_or_else(|| text(one, "conclusion")))).collect()
}

fn pairs(lines: &[(String, String)]) -> Vec<(&str, &str)> {
    lines.iter().map(|(path, result)| (path.as_str(), result.as_str())).collect()
}

#[test]
fn the_documents_of_an_archive_are_verified_where_they_are() {
    let desk = Desk::with_signed();
    let (signed, document) = (desk.read("signed.pdf"), desk.read("document.pdf"));
    let inner = zipped(&[("x.pdf", &signed)]);
    desk.put(
        "in.zip",
        zipped(&[
            ("a/one.pdf", &signed),
            ("../../two.PDF", &document),
            ("notes.txt", b"no document"),
            ("more.zip", &inner),
            ("broken.pdf", b"not a document"),
        ]),
    );
    let (run, reports) = verify(&desk, &["in.zip"]);
    let lines = lines(&reports);
    assert_eq!(
        pairs(&lines),
        [
            ("in.zip!/a/one.pdf", "passed"),
            ("in.zip!/two.PDF", "unsigned"),
            ("in.zip!/more.zip", "nested"),
            ("in.zip!/broken.pdf", "malformed"),
        ]
    );
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("1 file of another kind was passed over"), "{}", run.stderr);
}

#[test]
fn a_folder_means_its_archives_too() {
    let desk = Desk::with_signed();
    desk.put("in/a.zip", zipped(&[("one.pdf", &desk.read("signed.pdf"))]));
    let (run, reports) = verify(&desk, &["in"]);
    assert_eq!(pairs(&lines(&reports)), [("in/a.zip!/one.pdf", "passed")]);
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn an_encrypted_member_gets_a_line() {
    let desk = Desk::with_signed();
    let mut octets = zipped(&[("secret.pdf", &desk.read("signed.pdf"))]);
    // Bit 0 of the flags (APPNOTE, 4.4.4), in the local header and in the central directory.
    for (mark, offset) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let start = octets.windows(4).position(|window| window == mark).unwrap();
        octets[start + offset] |= 1;
    }
    desk.put("in.zip", octets);
    let (run, reports) = verify(&desk, &["in.zip", "signed.pdf"]);
    assert_eq!(pairs(&lines(&reports)), [("in.zip!/secret.pdf", "encrypted"), ("signed.pdf", "passed")]);
    assert_eq!(run.status, 4);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let desk = Desk::with_signed();
    desk.put("in.zip", zipped(&[("bomb.pdf", &vec![0; 8 << 20]), ("good.pdf", &desk.read("signed.pdf"))]));
    let (_, reports) = verify(&desk, &["in.zip"]);
    assert_eq!(pairs(&lines(&reports)), [("in.zip!/bomb.pdf", "limit"), ("in.zip!/good.pdf", "passed")]);
}

#[test]
fn a_member_that_is_larger_than_the_archive_says_is_none() {
    let desk = Desk::with_signed();
    let mut octets = zipped(&[("a.pdf", &desk.read("signed.pdf"))]);
    // The size unpacked (APPNOTE, 4.4.9) in the central directory.
    let start = octets.windows(4).position(|window| window == b"PK\x01\x02").unwrap() + 24;
    octets[start..start + 4].copy_from_slice(&100_u32.to_le_bytes());
    desk.put("in.zip", octets);
    let (_, reports) = verify(&desk, &["in.zip"]);
    assert_eq!(pairs(&lines(&reports)), [("in.zip!/a.pdf", "archive")]);
}

#[test]
fn an_archive_that_is_none_or_is_cut_gets_a_line_and_stops_nothing() {
    let desk = Desk::with_signed();
    let whole = zipped(&[("a.pdf", &desk.read("signed.pdf"))]);
    desk.put("cut.zip", &whole[..whole.len() / 2]);
    desk.put("none.zip", "no archive at all");
    let (_, reports) = verify(&desk, &["cut.zip", "none.zip", "absent.zip", "signed.pdf"]);
    let lines = lines(&reports);
    assert_eq!(
        pairs(&lines),
        [("cut.zip", "archive"), ("none.zip", "archive"), ("absent.zip", "not-found"), ("signed.pdf", "passed")]
    );
}

#[cfg(unix)]
#[test]
fn links_pipes_and_what_cannot_be_read_get_a_line_each() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::with_signed();
    desk.put("in/a.pdf", desk.read("signed.pdf"));
    desk.put("in/sub/b.pdf", desk.read("document.pdf"));
    symlink(desk.path("signed.pdf"), desk.path("in/link.pdf")).unwrap();
    symlink("nowhere.pdf", desk.path("in/dangling.pdf")).unwrap();
    symlink(desk.path("in"), desk.path("in/sub/up")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(desk.path("in/pipe.pdf")).status().unwrap().success());
    let locked = desk.put("in/locked.pdf", "%PDF-");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    let readable = std::fs::read(&locked).is_ok();
    let (run, reports) = verify(&desk, &["in", "--recursive"]);
    let lines = lines(&reports);
    // Who is root reads everything.
    let locked = if readable { "malformed" } else { "permission" };
    assert_eq!(
        pairs(&lines),
        [
            ("in/a.pdf", "passed"),
            ("in/dangling.pdf", "not-found"),
            ("in/link.pdf", "passed"),
            ("in/locked.pdf", locked),
            ("in/pipe.pdf", "io"),
            ("in/sub/b.pdf", "unsigned"),
            ("in/sub/up", "link"),
        ]
    );
    assert_eq!(run.status, 4);
    assert_eq!(reports[2]["duplicate_of"], "in/a.pdf");
}

#[cfg(unix)]
#[test]
fn a_file_of_a_terabyte_is_not_read() {
    let desk = Desk::with_signed();
    let file = std::fs::File::create(desk.path("huge.pdf")).unwrap();
    if file.set_len(1 << 40).is_err() {
        println!("skipped: the file system takes no file of a terabyte");
        return;
    }
    let (_, reports) = verify(&desk, &["huge.pdf", "signed.pdf"]);
    assert_eq!(pairs(&lines(&reports)), [("huge.pdf", "limit"), ("signed.pdf", "passed")]);
}

#[test]
fn the_same_content_is_judged_once_and_said_in_every_form() {
    let desk = Desk::with_signed();
    desk.put("in/b.pdf", desk.read("signed.pdf"));
    desk.put("in.zip", zipped(&[("c.pdf", &desk.read("signed.pdf"))]));
    let inputs = ["signed.pdf", "once.pdf", "in/b.pdf", "in.zip", "document.pdf"];
    for jobs in ["1", "4"] {
        let (_, reports) = verify(&desk, &[&inputs[..], &["--jobs", jobs]].concat());
        let twins: Vec<_> = reports.iter().map(|report| report["duplicate_of"].as_str().unwrap_or("-")).collect();
        assert_eq!(twins, ["-", "-", "signed.pdf", "signed.pdf", "-"], "{jobs}");
        assert_eq!(reports[2]["signatures"], reports[0]["signatures"]);
    }
    for (format, wanted) in [
        ("text", "Same content as: signed.pdf"),
        ("csv", "signed.pdf,signer "),
        ("html", "Same content"),
        ("junit", "duplicate-of"),
    ] {
        let run =
            desk.run([&["--lang", "en", "verify", "--trust", "root.pem", "--format", format][..], &inputs].concat());
        assert!(run.stdout.contains(wanted), "{format}: {}", run.stdout);
    }
}

/// A message as the national document exchange has it.
pub(crate) fn message(header: &str, attachments: &[(&str, Vec<u8>)]) -> String {
    let attachment = |(name, octets): &(&str, Vec<u8>)| {
        let text = STANDARD.encode(octets);
        let lines: Vec<_> = text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!(
            "<edXML:Attachment><edXML:ContentType>application/pdf</edXML:ContentType>\
             <edXML:AttachmentName>{name}</edXML:AttachmentName>\
             <edXML:ContentTransferEncoded>{}</edXML:ContentTransferEncoded></edXML:Attachment>",
            lines.join("\r\n")
        )
    };
    let references = "<edXML:Reference/>".repeat(attachments.len());
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <edXML:edXML xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"><edXML:edXMLEnvelope><edXML:edXMLHeader>\
         <edXML:MessageHeader>{header}</edXML:MessageHeader></edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest>\
         {references}</edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope><edXML:AttachmentEncoded>{}\
         </edXML:AttachmentEncoded></edXML:edXML>",
        attachments.iter().map(attachment).collect::<String>()
    )
}

fn header(organisation: &str, signer: &str) -> String {
    format!(
        "<edXML:From><edXML:OrganId>000.01.H01</edXML:OrganId><edXML:OrganName>{organisation}</edXML:OrganName>\
         </edXML:From><edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber><edXML:CodeNotation>UBND-VP\
         </edXML:CodeNotation></edXML:Code><edXML:PromulgationInfo><edXML:PromulgationDate>2026/06/01\
         </edXML:PromulgationDate></edXML:PromulgationInfo><edXML:SignerInfo><edXML:FullName>{signer}</edXML:FullName>\
         </edXML:SignerInfo>"
    )
}

fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap());
    findings.filter(|code| code.starts_with("edxml.")).collect()
}

/// The names in the certificates of the desk.
fn names(desk: &Desk) -> (String, String) {
    let (_, reports) = verify(desk, &["signed.pdf"]);
    let name = |index: usize| reports[0]["signatures"][index]["signer"]["common_name"].as_str().unwrap().to_owned();
    (name(0), name(1))
}

#[test]
fn attachments_of_a_message_are_unpacked_and_verified() {
    let desk = Desk::with_signed();
    let (signed, document) = (desk.read("signed.pdf"), desk.read("document.pdf"));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&document).unwrap();
    let (person, office) = names(&desk);
    desk.put(
        "m.edxml",
        message(
            &header(&office, &person),
            &[
                ("main.pdf", signed.clone()),
                ("gzip.pdf", packed.finish().unwrap()),
                ("zip.pdf", zipped(&[("inner.pdf", &document)])),
                ("table.docx", b"PK\x03\x04 an office document".to_vec()),
            ],
        ),
    );
    let (run, reports) = verify(&desk, &["m.edxml"]);
    let lines = lines(&reports);
    assert_eq!(
        pairs(&lines),
        [
            ("m.edxml!/main.pdf", "passed"),
            ("m.edxml!/gzip.pdf", "unsigned"),
            ("m.edxml!/zip.pdf!/inner.pdf", "unsigned"),
            ("m.edxml!/table.docx", "unsupported"),
        ],
        "{}",
        run.stderr
    );
    let main = &reports[0]["message"];
    assert_eq!((&main["signer"], &main["number"], &main["attachment"]), (&person.into(), &"12".into(), &1.into()));
    assert_eq!(reports[1]["formalities"]["form"], "attachment");
}

#[test]
fn a_header_that_disagrees_with_the_document_is_a_finding_in_both_languages() {
    let desk = Desk::with_signed();
    let (person, office) = names(&desk);
    let of = |organisation: &str, signer: &str| {
        desk.put("m.edxml", message(&header(organisation, signer), &[("main.pdf", desk.read("signed.pdf"))]));
        let (_, reports) = verify(&desk, &["m.edxml"]);
        codes(&reports[0]).join(" ")
    };
    assert_eq!(of(&office, &person), "");
    assert_eq!(of(&office.to_uppercase(), &person.to_uppercase()), "");
    assert_eq!(of(&office, "Trần Thị Bình"), "edxml.signer-differs");
    assert_eq!(of("Sở Y tế", &person), "edxml.organisation-differs");
    let text = desk.run_in_vietnamese(&["verify", "m.edxml", "--trust", "root.pem"]).stdout;
    for (there, other, code) in [
        ("<edXML:CodeNumber>12<", "<edXML:CodeNumber>13<", "edxml.number-differs"),
        ("<edXML:CodeNumber>12<", "<edXML:CodeNumber>012<", ""),
        ("UBND-VP", "UBND-TH", "edxml.number-differs"),
        ("2026/06/01", "2026/06/02", "edxml.date-differs"),
    ] {
        let header = header(&office, &person).replace(there, other);
        desk.put("other.edxml", message(&header, &[("main.pdf", desk.read("signed.pdf"))]));
        let (_, reports) = verify(&desk, &["other.edxml"]);
        assert_eq!(codes(&reports[0]).join(" "), code, "{other}");
    }
    assert!(text.contains("Sở Y tế: gói tin nêu cơ quan khác với chứng thư số"), "{text}");
}

#[test]
fn a_hostile_or_incomplete_message_gets_a_line() {
    let desk = Desk::with_signed();
    let good = message(&header("A", "B"), &[("main.pdf", desk.read("signed.pdf"))]);
    desk.put("dtd.edxml", format!("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>{good}"));
    desk.put("cut.edxml", &good[..good.len() / 2]);
    desk.put("other.edxml", "<html/>");
    desk.put("empty.edxml", message("", &[]));
    desk.put("missing.edxml", good.replacen("<edXML:Reference/>", "<edXML:Reference/><edXML:Reference/>", 1));
    desk.put("bad.edxml", good.replace("<edXML:ContentTransferEncoded>", "<edXML:ContentTransferEncoded>???"));
    let inputs = ["dtd.edxml", "cut.edxml", "other.edxml", "empty.edxml", "missing.edxml", "bad.edxml", "signed.pdf"];
    let (_, reports) = verify(&desk, &inputs);
    let lines = lines(&reports);
    assert_eq!(
        pairs(&lines),
        [
            ("dtd.edxml", "message"),
            ("cut.edxml", "message"),
            ("other.edxml", "message"),
            ("empty.edxml", "message"),
            ("missing.edxml!/main.pdf", "passed"),
            ("missing.edxml", "message"),
            ("bad.edxml!/main.pdf", "message"),
            ("signed.pdf", "passed"),
        ]
    );
}
