//! The reports that offices exchange: each stands alone, and nothing that a document says acts in them.

use crate::desk::Desk;

/// Both signatures, a changed document, one without a signature, and a file that is no document.
fn desk() -> Desk {
    let desk = Desk::with_signed();
    let mut octets = desk.read("signed.pdf");
    let place = octets.windows(6).position(|window| window == b"stream").unwrap().saturating_add(30);
    octets[place] ^= 1;
    desk.put("tampered.pdf", octets);
    desk.put("damaged.pdf", "%PDF-1.7 and nothing more");
    desk
}

const FOUR: [&str; 4] = ["signed.pdf", "tampered.pdf", "document.pdf", "damaged.pdf"];

fn report(desk: &Desk, format: &str) -> String {
    let output = ["--trust", "root.pem", "--format", format, "-o", "report"];
    let run = desk.run([&["--lang", "en", "verify"][..], &FOUR, &output].concat());
    assert_eq!(run.status, 4, "{}", run.stderr);
    String::from_utf8_lossy(&desk.read("report")).into_owned()
}

#[test]
fn csv_has_one_line_a_document_that_a_spreadsheet_reads_as_utf_8() {
    let text = report(&desk(), "csv");
    let text = text.strip_prefix('\u{feff}').unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    for (line, word) in lines[1..].iter().zip(["PASSED", "FAILED", "UNSIGNED", "UNREADABLE"]) {
        assert!(line.contains(word), "{line}");
    }
    assert!(lines[2].contains("is refused. Reason:") && !lines[1].contains("is refused"), "{text}");
}

#[test]
fn every_report_names_program_policy_trust_and_digests() {
    let desk = desk();
    let digest = {
        let run = desk.run(["verify", "signed.pdf", "--trust", "root.pem", "--format", "json"]);
        let reports: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        reports[0]["sha256"].as_str().unwrap().to_owned()
    };
    for format in ["csv", "html", "junit"] {
        let text = report(&desk, format);
        for wanted in [concat!("signer ", env!("CARGO_PKG_VERSION")), "strict"] {
            assert!(text.contains(wanted), "{format} lacks {wanted}");
        }
        // Of what passed nothing but its name is a matter for a pipeline; in the page it is within the details.
        assert!(format != "csv" || text.contains(&digest), "{format}");
    }
}

#[test]
fn a_page_asks_nothing_of_any_network_and_holds_no_markup_of_a_document() {
    let desk = desk();
    let hostile = "<img src=x onerror=alert(1)>.pdf";
    desk.put(hostile, desk.read("signed.pdf"));
    let run = desk.run(["verify", hostile, "--trust", "root.pem", "--format", "html", "--lang", "en"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("<!doctype html>"));
    assert!(run.stdout.contains("default-src 'none'"));
    assert!(!run.stdout.contains("<img") && run.stdout.contains("\\u003cimg"));
    for fetching in ["src=\"", "url(", "@import", "<link", "<iframe"] {
        assert!(!run.stdout.contains(fetching), "{fetching}");
    }
}

#[test]
fn a_workbook_is_written_whole() {
    let desk = desk();
    let _text = report(&desk, "xlsx");
    let octets = desk.read("report");
    assert!(octets.starts_with(b"PK"));
    for part in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml"] {
        assert!(octets.windows(part.len()).any(|window| window == part.as_bytes()), "{part}");
    }
}

#[test]
fn a_test_suite_counts_failures_and_errors() {
    let text = report(&desk(), "junit");
    assert!(text.contains("tests=\"4\" failures=\"2\" errors=\"1\""), "{text}");
    assert_eq!(text.matches("<testcase").count(), 4);
}

#[test]
fn a_validation_report_of_etsi_is_of_one_document() {
    let desk = desk();
    let run = desk.run(["verify", "signed.pdf", "--trust", "root.pem", "--format", "etsi"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(run.stdout.matches("mainindication:total-passed").count(), 2, "{}", run.stdout);
    let run = desk.run(["verify", "signed.pdf", "tampered.pdf", "--trust", "root.pem", "--format", "etsi"]);
    assert_eq!(run.status, 2, "{}", run.stderr);

    desk.put("reports/readme", "");
    let several = ["verify", "signed.pdf", "tampered.pdf", "--trust", "root.pem", "--format", "etsi", "-o", "reports"];
    assert_eq!(desk.run(several).status, 1);
    let failed = String::from_utf8(desk.read("reports/tampered.pdf.xml")).unwrap();
    assert!(failed.contains("subindication:HASH_FAILURE"), "{failed}");
    assert!(desk.read("reports/signed.pdf.xml").starts_with(b"<?xml"));
}

#[test]
fn documents_are_counted_by_the_folder_that_they_lie_in() {
    let desk = Desk::with_signed();
    desk.put("So Noi vu/a.pdf", desk.read("signed.pdf"));
    desk.put("So Y te/b.pdf", desk.read("signed.pdf"));
    let run = desk.run([
        "verify",
        "So Noi vu",
        "So Y te",
        "--trust",
        "root.pem",
        "--format",
        "csv",
        "--unit-from",
        "folder",
        "--lang",
        "en",
    ]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains(",So Noi vu,") && run.stdout.contains(",So Y te,"), "{}", run.stdout);
}

/// The script of a page without a browser: just enough of one to run it. Where there is no node the test says so and is
/// skipped, unless `SIGNER_REQUIRE_PEERS` is set.
#[test]
fn the_script_of_a_page_runs_and_finds_what_is_searched() {
    let desk = desk();
    let page = report(&desk, "html");
    let element = |id: &str| {
        let start = format!("id=\"{id}\">");
        let from = page.find(&start).unwrap() + start.len();
        page[from..from + page[from..].find("</script>").unwrap()].to_owned()
    };
    let script = page.rsplit_once("<script>").unwrap().1.split_once("</script>").unwrap().0.to_owned();
    let program = format!(
        "const given = {{ rows: {}, words: {} }};\n{BROWSER}\n{script}\n{QUESTIONS}",
        serde_json::to_string(&element("rows")).unwrap(),
        serde_json::to_string(&element("words")).unwrap()
    );
    desk.put("page.js", program);
    let Ok(output) = std::process::Command::new("node").arg(desk.path("page.js")).output() else {
        assert!(std::env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "node is not installed");
        test_vectors::say("skipped: node is not installed");
        return;
    };
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        told.trim(),
        r#"{"all":4,"path":["tampered.pdf"],"name":2,"class":["document.pdf"],"sorted":"tampered.pdf"}"#
    );
}

/// As much of a browser as the script asks for: elements that remember.
const BROWSER: &str = r#"
const made = {};
const node = (id) => new Proxy({ id, textContent: given[id] ?? "", dataset: {}, clientHeight: 600, scrollTop: 0 }, {
  get: (target, key) => (key in target ? target[key] : () => node("")), set: (target, key, value) => ((target[key] = value), true) });
globalThis.document = { getElementById: (id) => (made[id] ??= node(id)), createElement: () => node(""), querySelectorAll: () => [], documentElement: { lang: "vi" } };
globalThis.location = { hash: "" };
globalThis.addEventListener = () => {};
"#;

const QUESTIONS: &str = r#"
const listed = () => shown.map(path);
const ask = (set) => { Object.assign(state, { search: "", class: "", column: -1 }, set); filter(); return listed(); };
const told = { all: ask({}).length, path: ask({ search: "TAMPER" }), name: ask({ search: "nguyen" }).length };
told.class = ask({ class: String(data.class[2]) });
told.sorted = ask({ column: 0, down: true })[0];
console.log(JSON.stringify(told));
"#;

/// A Python that has pyHanko; where it is missing the test says so and is skipped, unless `SIGNER_REQUIRE_PEERS` is set.
fn pyhanko_python() -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let python = std::env::split_paths(&path)
        .find(|folder| folder.join("pyhanko").is_file())
        .map(|folder| folder.join("python3"));
    if python.is_none() {
        assert!(std::env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "pyHanko is required and not installed");
        test_vectors::say("skipped: pyHanko is not installed");
    }
    python
}

#[test]
fn another_validator_reads_every_validation_report_of_etsi_by_its_schema() {
    let Some(python) = pyhanko_python() else { return };
    let desk = desk();
    for (folder, trust) in [("trusted", &["--trust", "root.pem"][..]), ("doubtful", &[])] {
        desk.put(&format!("{folder}/readme"), "");
        let etsi = ["--format", "etsi", "-o", folder];
        let run = desk.run([&["verify"][..], &FOUR, trust, &etsi].concat());
        assert_eq!(run.status, 4, "{}", run.stderr);
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/etsi.py");
    let reports =
        FOUR.map(|name| format!("trusted/{name}.xml")).into_iter().chain(["doubtful/signed.pdf.xml".to_owned()]);
    let output =
        std::process::Command::new(python).arg(script).args(reports).current_dir(desk.folder()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "signed.pdf.xml total-passed total-passed",
            "tampered.pdf.xml total-failed/HASH_FAILURE total-failed/HASH_FAILURE",
            "document.pdf.xml total-failed/FORMAT_FAILURE",
            "damaged.pdf.xml total-failed/FORMAT_FAILURE",
            "signed.pdf.xml indeterminate/NO_CERTIFICATE_CHAIN_FOUND indeterminate/NO_CERTIFICATE_CHAIN_FOUND",
        ],
        "{said}"
    );
}
