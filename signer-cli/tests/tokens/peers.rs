//! Others at the same token: OpenSC's `pkcs11-tool` and pyHanko, by python-pkcs11, see the keys that we see, and each
//! side verifies what the other signed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use test_vectors::keys::Key;

use crate::desk::{Desk, Module, PIN, said, text};

const AT: &str = "2026-06-01T00:00:00Z";

/// pyHanko's program and the interpreter that has its library, and python-pkcs11 with it.
fn pyhanko() -> Option<[PathBuf; 2]> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let program = std::env::split_paths(&path).map(|folder| folder.join("pyhanko")).find(|file| file.is_file());
    let python = program.as_ref().map(|program| program.with_file_name("python3")).filter(|python| python.is_file());
    let knows_tokens = |python: &PathBuf| {
        let imported = std::process::Command::new(python).args(["-c", "import pkcs11, pyhanko.sign.pkcs11"]).output();
        imported.is_ok_and(|output| output.status.success())
    };
    match (program, python.filter(knows_tokens)) {
        (Some(program), Some(python)) => Some([program, python]),
        _ => {
            let required = std::env::var_os("SIGNER_REQUIRE_PEERS").is_some();
            assert!(!required, "pyHanko with python-pkcs11 is required and not installed");
            test_vectors::say(format_args!("skipped: pyHanko with python-pkcs11 is not installed"));
            None
        }
    }
}

fn python(desk: &Desk, python: &Path, arguments: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/pkcs11_token.py");
    let output = desk.command(python).arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Ids in hexadecimal, with labels.
type Keys = BTreeSet<(String, String)>;

fn keys_by_us(desk: &Desk) -> Keys {
    let shown = desk.signer(["token", "show", "--token", &desk.uri(), "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    let certificates = value.pointer("/0/certificates").unwrap().as_array().unwrap().clone();
    let word = |value: &serde_json::Value, name: &str| value.get(name).unwrap().as_str().unwrap().to_owned();
    certificates.iter().map(|one| (word(one, "id"), word(one, "label"))).collect()
}

fn keys_by_opensc(desk: &Desk) -> Keys {
    let library = Module::SoftHsm.library().unwrap();
    let login = ["--module", text(&library), "--token-label", "Van thu", "--login", "--pin", PIN];
    let listed =
        desk.command("pkcs11-tool").args(login).args(["--list-objects", "--type", "privkey"]).output().unwrap();
    let words = String::from_utf8(listed.stdout).unwrap();
    let after = |name: &str| {
        let lines = words.lines().filter_map(|line| line.trim().strip_prefix(name).map(|rest| rest.trim().to_owned()));
        lines.collect::<Vec<_>>()
    };
    after("ID:").into_iter().zip(after("label:")).collect()
}

#[test]
fn others_see_the_keys_that_we_see() {
    let Some(desk) = Desk::new(Module::SoftHsm) else { return };
    let ours = keys_by_us(&desk);
    assert_eq!(ours.len(), crate::desk::KEYS.len());
    assert_eq!(keys_by_opensc(&desk), ours, "pkcs11-tool");
    let Some([_, interpreter]) = pyhanko() else { return };
    let library = Module::SoftHsm.library().unwrap();
    let listed = python(&desk, &interpreter, &["keys", text(&library), "Van thu", PIN]);
    let pairs = listed.lines().filter_map(|line| line.split_once(' '));
    let theirs: Keys = pairs.map(|(id, label)| (id.to_owned(), label.to_owned())).collect();
    assert_eq!(theirs, ours, "python-pkcs11");
}

#[test]
fn what_pyhanko_signs_with_the_token_we_verify_and_the_other_way_round() {
    let Some(desk) = Desk::new(Module::SoftHsm) else { return };
    let Some([program, interpreter]) = pyhanko() else { return };
    let (document, root, pin, uri) = (desk.document("a.pdf"), desk.path("root.pem"), desk.path("pin"), desk.uri());
    let library = Module::SoftHsm.library().unwrap();
    for key in [Key::Rsa2048, Key::P256] {
        let (theirs, ours) = (desk.path("theirs.pdf"), desk.path("ours.pdf"));
        let sign = ["sign", text(&library), "Van thu", PIN, key.name(), text(&document), text(&theirs)];
        python(&desk, &interpreter, &sign);
        let verified = desk.signer(["verify", text(&theirs), "--trust", text(&root), "--at", AT]);
        assert!(verified.status.success(), "{}: {}", key.name(), said(&verified));

        let sign = ["sign", text(&document), "--as", "plain", "-o", text(&ours), "--force", "--pin-file", text(&pin)];
        let token = ["--token", &uri, "--token-certificate", key.name()];
        let signed = desk.signer([&sign[..], &token[..]].concat());
        assert!(signed.status.success(), "{}", said(&signed));
        let validate = ["sign", "validate", "--pretty-print", "--no-revocation-check", "--validation-time"];
        let mut command = desk.command(&program);
        let output = command.args(validate).args([AT, "--trust", text(&root), text(&ours)]).output().unwrap();
        let words = said(&output);
        assert!(words.contains("The signature is judged VALID."), "{}: {words}", key.name());
    }
}
