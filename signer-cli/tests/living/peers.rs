//! Others' opinion of the levels.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::judged::{make, openssl_is_there};
use crate::world::{By, World};

pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    if found.is_none() {
        assert!(env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "{name} is required and not installed");
        test_vectors::say(format_args!("skipped: {name} is not installed"));
    }
    found
}

pub(crate) fn ask(world: &World, program: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program).current_dir(world.folder()).args(arguments).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn others_read_every_level_and_pyhanko_passes_what_is_archived() {
    if !openssl_is_there() {
        return;
    }
    let world = World::new(By::OpenSsl);
    make(&world);
    let all = ["b-b.pdf", "b-t.pdf", "b-lt.pdf", "b-lta.pdf", "renewed.pdf", "extended.pdf"];
    if let (Some(pdfsig), Some(qpdf)) = (find("pdfsig"), find("qpdf")) {
        for document in all {
            let said = ask(&world, &pdfsig, &["-nocert", document]);
            assert!(said.contains("Signature is Valid"), "{document}: {said}");
            let said = ask(&world, &qpdf, &["--check", document]);
            assert!(said.contains("No syntax or stream encoding errors found"), "{document}: {said}");
        }
    }
    let Some(python) = find("pyhanko").map(|program| program.with_file_name("python3")) else { return };
    let python = if python.is_file() { python } else { PathBuf::from("python3") };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/ades.py");
    let said = ask(&world, &python, &[script.to_str().unwrap(), "root.pem", "0", "b-lta.pdf", "renewed.pdf"]);
    assert_eq!(said, "b-lta.pdf AdESPassed.OK\nrenewed.pdf AdESPassed.OK\n");
}
