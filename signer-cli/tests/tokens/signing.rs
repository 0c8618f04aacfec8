//! Every key of every module signs, by whichever mechanism the module has.

use test_vectors::keys::Key;

use crate::desk::{Desk, KEYS, Module, said, text};

fn every_key_signs(module: Module) {
    let Some(desk) = Desk::new(module) else { return };
    let (document, pin, root) = (desk.document("document.pdf"), desk.path("pin"), desk.path("root.pem"));
    for key in KEYS {
        let options: &[&[&str]] = if key.name().starts_with("rsa") { &[&[], &["--pss"]] } else { &[&[]] };
        for option in options {
            let output = desk.path(&format!("{}{}.pdf", key.name(), option.concat()));
            let sign = ["sign", text(&document), "--as", "plain", "-o", text(&output), "--pin-file", text(&pin)];
            let uri = desk.uri();
            let token = ["--token", &uri, "--token-certificate", key.name()];
            let signed = desk.signer([&sign[..], &token[..], option].concat());
            let words = said(&signed);
            if words.contains("the token cannot make a signature by") || words.contains("no signing certificate") {
                assert_eq!(key, Key::Ed25519, "{module:?}: {words}");
                test_vectors::say(format_args!("skipped: {module:?} has no mechanism for {}", key.name()));
                continue;
            }
            assert!(signed.status.success(), "{module:?} {} {option:?}: {words}", key.name());
            let verify = ["verify", text(&output), "--trust", text(&root), "--at", "2026-06-01T00:00:00Z"];
            let verified = desk.signer(verify);
            assert!(verified.status.success(), "{module:?} {} {option:?}: {}", key.name(), said(&verified));
        }
    }
}

#[test]
fn every_key_of_softhsm_signs() {
    every_key_signs(Module::SoftHsm);
}

#[test]
fn every_key_of_nss_signs() {
    every_key_signs(Module::Nss);
}

#[test]
fn every_key_behind_p11_kit_signs() {
    every_key_signs(Module::P11Kit);
}

fn many_files_are_signed_with_one_pin(module: Module, count: usize) {
    let Some(desk) = Desk::new(module) else { return };
    let documents: Vec<_> = (0..count).map(|number| desk.document(&format!("{number}.pdf"))).collect();
    let (pin, out, root) = (desk.path("pin"), desk.path("out"), desk.path("root.pem"));
    let mut arguments = vec!["sign".to_owned()];
    arguments.extend(documents.iter().map(|path| text(path).to_owned()));
    for word in ["--as", "personal", "--pin-file", text(&pin), "--out-dir", text(&out), "--jobs", "3"] {
        arguments.push(word.to_owned());
    }
    arguments.extend(["--token".to_owned(), desk.uri(), "--token-certificate".to_owned(), "p256".to_owned()]);
    let signed = desk.signer(&arguments);
    assert!(signed.status.success(), "{}", said(&signed));
    let verified = desk.signer(["verify", text(&out), "--trust", text(&root), "--at", "2026-06-01T00:00:00Z"]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert_eq!(std::fs::read_dir(out).unwrap().count(), documents.len());
}

#[test]
fn many_files_are_signed_with_one_pin_on_softhsm() {
    many_files_are_signed_with_one_pin(Module::SoftHsm, 60);
}

#[test]
fn many_files_are_signed_with_one_pin_on_nss() {
    many_files_are_signed_with_one_pin(Module::Nss, 12);
}

#[test]
fn many_files_are_signed_with_one_pin_behind_p11_kit() {
    many_files_are_signed_with_one_pin(Module::P11Kit, 12);
}
