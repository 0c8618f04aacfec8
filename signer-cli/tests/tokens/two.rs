//! The leader's token and the organisation's in one run: one command, one question for each PIN.

use test_vectors::keys::Key;
use test_vectors::pki::{Authority, Leaf};

use crate::desk::{Desk, Module, said, text};

/// A desk with a second token, `Con dau`, that holds the organisation's key; its PIN is in `seal-pin`.
fn desk_with_seal() -> Option<Desk> {
    let desk = Desk::new(Module::SoftHsm)?;
    let root = Authority::root("Throw-away Root CA", Key::Rsa2048Root);
    desk.add_token("Con dau", "87654321", Key::P384, &root.issue(&Leaf::organisation(Key::P384)));
    desk.put("seal-pin", "87654321");
    Some(desk)
}

fn is_complete(desk: &Desk, folder: &str, count: usize) {
    let (out, root) = (desk.path(folder), desk.path("root.pem"));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), count);
    let verify =
        ["verify", text(&out), "--trust", text(&root), "--at", "2026-06-01T00:00:00Z", "--require", "complete"];
    let verified = desk.signer(verify);
    assert!(verified.status.success(), "{}", said(&verified));
}

#[test]
fn two_tokens_sign_each_file_one_after_the_other() {
    let Some(desk) = desk_with_seal() else { return };
    let documents: Vec<_> = (0..4).map(|number| desk.document(&format!("{number}.pdf"))).collect();
    let (pin, seal_pin, out) = (desk.path("pin"), desk.path("seal-pin"), desk.path("out"));
    let (leader, seal) = (desk.uri(), desk.uri().replace("Van%20thu", "Con%20dau"));
    let mut sign = vec!["sign", "--as", "personal", "--token", &leader, "--token-certificate", "p256"];
    sign.extend(["--pin-file", text(&pin), "--then", "organisation", "--then-token", &seal]);
    sign.extend(["--then-pin-file", text(&seal_pin), "--out-dir", text(&out)]);
    sign.extend(documents.iter().map(|path| text(path)));
    let signed = desk.signer(&sign);
    assert!(signed.status.success(), "{}", said(&signed));
    is_complete(&desk, "out", 4);
    // What is done is left as it is; what is missing is made.
    std::fs::remove_file(desk.path("out/2.pdf")).unwrap();
    let before = std::fs::read(desk.path("out/1.pdf")).unwrap();
    let resumed = desk.signer([&sign[..], &["--resume"]].concat());
    assert!(resumed.status.success() && said(&resumed).contains("3 were signed before"), "{}", said(&resumed));
    assert_eq!(std::fs::read(desk.path("out/1.pdf")).unwrap(), before);
    is_complete(&desk, "out", 4);
}

#[test]
fn nothing_is_signed_before_both_pins_are_right() {
    let Some(desk) = desk_with_seal() else { return };
    let (document, pin, out) = (desk.document("a.pdf"), desk.path("pin"), desk.path("out"));
    let (leader, seal) = (desk.uri(), desk.uri().replace("Van%20thu", "Con%20dau"));
    let mut sign = vec!["sign", text(&document), "--as", "personal", "--token", &leader, "--token-certificate", "p256"];
    sign.extend(["--pin-file", text(&pin), "--then", "organisation", "--then-token", &seal]);
    // The leader's PIN for the seal.
    sign.extend(["--then-pin-file", text(&pin), "--out-dir", text(&out)]);
    let refused = desk.signer(&sign);
    assert_eq!(refused.status.code(), Some(4));
    assert!(said(&refused).contains("cannot use the token `Con dau`"), "{}", said(&refused));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
}

#[test]
fn a_profile_knows_the_tokens_of_both_roles() {
    let Some(desk) = desk_with_seal() else { return };
    let document = desk.document("a.pdf");
    let (pin, seal_pin, library) = (desk.path("pin"), desk.path("seal-pin"), Module::SoftHsm.library().unwrap());
    let configuration = format!(
        "module = '{}'\nout-dir = 'out'\n[personal]\ntoken = 'Van thu'\ncertificate = 'p256'\n\
         [organisation]\ntoken = 'Con dau'\n",
        library.display()
    );
    let configuration = desk.put("signer.toml", configuration);
    let mut sign = vec!["sign", text(&document), "--as", "personal", "--pin-file", text(&pin)];
    sign.extend(["--then", "organisation", "--then-pin-file", text(&seal_pin), "--config", text(&configuration)]);
    let signed = desk.signer(&sign);
    assert!(signed.status.success(), "{}", said(&signed));
    is_complete(&desk, "out", 1);
}

#[test]
fn two_keys_of_one_token_ask_for_its_pin_once() {
    let Some(desk) = Desk::new(Module::SoftHsm) else { return };
    let (document, pin, output, uri) = (desk.document("a.pdf"), desk.path("pin"), desk.path("out.pdf"), desk.uri());
    let mut sign = vec!["sign", text(&document), "--as", "plain", "--token", &uri, "--token-certificate", "p256"];
    // No PIN is given for the second: if it were asked for, there would be nobody to answer.
    sign.extend(["--pin-file", text(&pin), "--then", "plain", "--then-token", &uri]);
    sign.extend(["--then-token-certificate", "p384", "-o", text(&output)]);
    let signed = desk.signer(&sign);
    assert!(signed.status.success(), "{}", said(&signed));
}
