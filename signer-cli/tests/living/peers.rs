//! Others' opinion of the levels.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::judged::{DOCUMENTS, TABLE, make, openssl_is_there};
use crate::world::{By, DAY, World, day};

pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    if found.is_none() {
        assert!(env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "{name} is required and not installed");
        test_vectors::say(format_args!("skipped: {name} is not installed"));
    }
    found
}

pub(crate) fn ask<S: AsRef<OsStr>>(world: &World, program: &Path, arguments: &[S]) -> String {
    let output = Command::new(program).current_dir(world.folder()).args(arguments).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A file of `tests/peers`.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers").join(name)
}

pub(crate) fn python() -> Option<PathBuf> {
    let beside = find("pyhanko")?.with_file_name("python3");
    Some(if beside.is_file() { beside } else { PathBuf::from("python3") })
}

#[test]
fn others_read_every_level() {
    if !openssl_is_there() {
        return;
    }
    let world = World::new(By::OpenSsl);
    make(&world);
    let (Some(pdfsig), Some(qpdf)) = (find("pdfsig"), find("qpdf")) else { return };
    for document in DOCUMENTS {
        let said = ask(&world, &pdfsig, &["-nocert", document]);
        assert!(said.contains("Signature is Valid"), "{document}: {said}");
        let said = ask(&world, &qpdf, &["--check", document]);
        assert!(said.contains("No syntax or stream encoding errors found"), "{document}: {said}");
    }
}

/// EN 319 102-1, 5.5.4, step 3: without a time-stamp in the signature the loop over them ends at once; only a constraint
/// that asks for one fails it. pyHanko asks always. EN 319 142-1, 6.3 lets a time-stamp over the document serve as well.
const NO_TIME_STAMP_IN_IT: &str = "INDETERMINATE SIG_CONSTRAINTS_FAILURE";

/// 5.6.2.4.4, step 2: where past validation fails, the sub-indication of the present is given; pyHanko gives its own.
const OF_THE_SLIDING: &str = "INDETERMINATE NO_POE";

/// 5.2.6.4: the revocation is step 4 b), the end of the certificate step 7; pyHanko looks at the end first.
const THE_END_FIRST: &str = "INDETERMINATE OUT_OF_BOUNDS_NO_POE";

/// Where pyHanko says something else than the table: the row, the document, what it says (`docs/levels.md`).
const OTHERWISE: [(&str, &str, &str); 12] = [
    ("soon", "extended.pdf", NO_TIME_STAMP_IN_IT),
    ("revoked after signing", "extended.pdf", NO_TIME_STAMP_IN_IT),
    ("revoked before signing", "extended.pdf", NO_TIME_STAMP_IN_IT),
    ("the signer's certificate expired", "b-t.pdf", OF_THE_SLIDING),
    ("the signer's certificate expired", "extended.pdf", NO_TIME_STAMP_IN_IT),
    ("the authority's expired", "b-t.pdf", OF_THE_SLIDING),
    ("the authority's expired", "extended.pdf", NO_TIME_STAMP_IN_IT),
    ("and the signer was revoked", "b-b.pdf", THE_END_FIRST),
    ("and the signer was revoked", "b-t.pdf", THE_END_FIRST),
    ("and the signer was revoked", "b-lt.pdf", THE_END_FIRST),
    ("and the signer was revoked", "b-lta.pdf", THE_END_FIRST),
    ("and the signer was revoked", "extended.pdf", NO_TIME_STAMP_IN_IT),
];

/// The command as it is: it asks the services itself, at the present, and its clock runs.
#[test]
fn the_command_of_pyhanko_passes_every_level_while_the_services_answer() {
    let (true, Some(pyhanko)) = (openssl_is_there(), find("pyhanko")) else { return };
    let world = World::new(By::OpenSsl);
    let documents = ["b-t.pdf", "b-lt.pdf", "b-lta.pdf"];
    for document in documents {
        world.signs(document.trim_end_matches(".pdf"), document);
    }
    for document in documents {
        let options = ["--trust", "root.pem", "--trust-replace", "--other-certs", "stamping.pem", document];
        let said = ask(&world, &pyhanko, &[&["sign", "adesverify", "--executive-summary"], &options[..]].concat());
        assert!(said.lines().any(|line| line.ends_with("VALID") && !line.ends_with("INVALID")), "{document}: {said}");
    }
}

#[test]
fn pyhanko_comes_to_the_same_conclusion_in_every_case_but_those_explained() {
    if !openssl_is_there() {
        return;
    }
    let Some(python) = python() else { return };
    let world = World::new(By::OpenSsl);
    make(&world);
    let script = script("ades.py");
    let mut arguments = vec![script.to_str().unwrap().to_owned(), "root.pem".to_owned()];
    for (_, days, revoked, _) in TABLE {
        let at = world.now + days * DAY;
        arguments.extend([day(at), "stamping.pem".to_owned()]);
        arguments.extend(world.lists_at(at, revoked.map(|days| world.now + days * DAY)));
        arguments.extend(DOCUMENTS.map(str::to_owned));
    }
    let said = ask(&world, &python, &arguments);
    let mut lines = said.lines();
    let mut differences = Vec::new();
    for (when, _, _, expected) in TABLE {
        for (document, expected) in DOCUMENTS.into_iter().zip(expected) {
            let line = lines.next().and_then(|line| line.strip_prefix(document)?.strip_prefix(' '));
            let line = line.unwrap_or_else(|| panic!("{when}, {document}: {said}"));
            if line != expected {
                differences.push(format!("{when}, {document}: {line}"));
            }
        }
    }
    let explained: Vec<_> =
        OTHERWISE.iter().map(|(when, document, said)| format!("{when}, {document}: {said}")).collect();
    assert_eq!(differences, explained);
}
