//! What a document may cost: one that asks for more gets a word of its own, and the run goes on.

use std::fmt::Write as _;

use crate::desk::{Desk, reports};
use crate::inputs::zipped;

/// A page that is drawn with a function of many steps, a thousand times over.
fn endless() -> String {
    let (steps, shown) = ("dup pop ".repeat(60_000), "/S sh ".repeat(20_000));
    let mut text =
        "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
                    3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Shading<</S\
                    <</ShadingType 1/ColorSpace/DeviceRGB/Function 5 0 R>>>>>>>> endobj\n"
            .to_owned();
    writeln!(text, "4 0 obj <</Length {}>>stream\n{shown}\nendstream endobj", shown.len()).unwrap();
    let function = "/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]";
    writeln!(text, "5 0 obj <<{function}/Length {}>>stream\n{{{steps}0}}\nendstream endobj", steps.len() + 3).unwrap();
    text + "trailer <</Root 1 0 R>>\n%%EOF\n"
}

#[test]
fn a_page_that_would_never_be_read_is_given_up_and_the_run_goes_on() {
    let desk = Desk::with_signed();
    desk.put("in/endless.pdf", endless());
    desk.put("in/signed.pdf", desk.read("signed.pdf"));
    let run = desk.run(["verify", "in", "--read-pages", "--jobs", "1", "--trust", "root.pem", "--format", "json"]);
    let reports = reports(&run.stdout);
    let mut findings = reports[0]["findings"].as_array().unwrap().iter();
    assert!(findings.any(|finding| finding["code"] == "page.limit"), "{}", run.stdout);
    assert_eq!(reports[0]["formalities"]["number"]["presence"], "not-read");
    assert_eq!(reports[1]["conclusion"], "passed");
    assert_eq!(reports[1]["formalities"]["number"]["presence"], "present");
}

#[test]
fn two_members_of_one_name_are_said_and_the_one_that_can_be_reached_is_judged() {
    let desk = Desk::with_signed();
    let (signed, document) = (desk.read("signed.pdf"), desk.read("document.pdf"));
    let mut octets = zipped(&[("one.pdf", &signed), ("two.pdf", &document)]);
    while let Some(place) = octets.windows(7).position(|window| window == b"two.pdf") {
        octets[place..place + 3].copy_from_slice(b"one");
    }
    desk.put("in.zip", octets);
    let run = desk.run(["verify", "in.zip", "--trust", "root.pem", "--format", "jsonl", "--ordered"]);
    let reports = reports(&run.stdout);
    assert_eq!((&reports[0]["path"], &reports[0]["error"]["code"]), (&"in.zip".into(), &"archive".into()));
    assert_eq!((reports.len(), run.status), (2, 4), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn a_file_that_somebody_writes_to_while_it_is_judged_is_named_and_stops_no_other() {
    let desk = Desk::with_signed();
    desk.put("data.csv", "a;b\n");
    let signed = desk.run(["sign", "data.csv", "--as", "plain", "--key", "person.key", "--cert", "person.pem"]);
    assert_eq!(signed.status, 0, "{}", signed.stderr);
    let pipe = desk.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = desk.process();
    command.args([
        "verify",
        "data.csv.p7s",
        "signed.pdf",
        "--content",
        "pipe",
        "--trust",
        "root.pem",
        "--format",
        "json",
    ]);
    let process = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    // It opens the pipe after the signature, and waits there for somebody who writes.
    let mut content = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    let mut octets = desk.read("data.csv.p7s");
    octets.push(0);
    desk.put("data.csv.p7s", octets);
    std::io::Write::write_all(&mut content, b"a;b\n").unwrap();
    drop(content);
    let output = process.wait_with_output().unwrap();
    let reports = reports(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(reports[0]["error"]["code"], "changed");
    assert_eq!(reports[1]["conclusion"], "passed");
    assert_eq!(output.status.code(), Some(4));
}
