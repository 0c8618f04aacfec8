//! What the program says of a token.

use crate::desk::{Desk, Module, PIN, said, text};

#[test]
fn a_wrong_pin_is_said_and_what_is_left() {
    let Some(desk) = Desk::new(Module::SoftHsm) else { return };
    let (document, wrong, output) = (desk.document("a.pdf"), desk.put("wrong", "11112222"), desk.path("out.pdf"));
    let uri = desk.uri();
    let signed = desk.signer([
        "sign",
        text(&document),
        "--as",
        "plain",
        "-o",
        text(&output),
        "--token",
        &uri,
        "--token-certificate",
        "p256",
        "--pin-file",
        text(&wrong),
    ]);
    assert_eq!(signed.status.code(), Some(4));
    let words = said(&signed);
    assert!(words.contains("the PIN is wrong; it was sent once, and few tries are left"), "{words}");
    assert!(!words.contains("11112222"));
    assert!(!output.exists());
}

#[test]
fn tokens_and_their_certificates_are_listed_without_a_pin() {
    let Some(desk) = Desk::new(Module::SoftHsm) else { return };
    let uri = desk.uri();
    let list = said(&desk.signer(["token", "list", "--token", &uri]));
    assert!(list.starts_with("Van thu  serial "), "{list}");
    let show = said(&desk.signer(["token", "show", "--token", &uri]));
    assert!(show.contains("Nguyễn Văn An (competent person), label p256"), "{show}");
    let json = desk.signer(["token", "show", "--token", &uri, "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value.pointer("/0/label").and_then(|label| label.as_str()), Some("Van thu"));
    assert_eq!(value.pointer("/0/certificates").and_then(|all| all.as_array()).map(Vec::len), Some(6));
}

#[test]
fn what_is_there_is_named_when_nothing_fits() {
    let Some(desk) = Desk::new(Module::SoftHsm) else { return };
    let document = desk.document("a.pdf");
    let (pin, uri) = (desk.path("pin"), desk.uri());
    let several = desk.signer(["sign", text(&document), "--as", "plain", "--token", &uri, "--pin-file", text(&pin)]);
    let words = said(&several);
    assert!(words.contains("several certificates") && words.contains("label p256"), "{words}");
    let other = uri.replace("Van%20thu", "Lanh%20dao");
    let none = desk.signer(["sign", text(&document), "--as", "plain", "--token", &other, "--pin-file", text(&pin)]);
    let words = said(&none);
    assert!(words.contains("no token fits token `Lanh dao`; there are: Van thu (serial"), "{words}");
}

/// What the doctor says of a token after test signatures.
fn visited(module: Module, status: i32) -> Option<String> {
    let desk = Desk::new(module)?;
    let (pin, root, uri) = (desk.path("pin"), desk.path("root.pem"), desk.uri());
    let doctor = ["token", "doctor", "--token", &uri, "--trust", text(&root)];
    let visit = desk.signer([&doctor[..], &["--test-signature", "--pin-file", text(&pin)]].concat());
    let words = said(&visit);
    assert_eq!(visit.status.code(), Some(status), "{words}");
    assert!(words.contains("its chain leads to a trusted certificate"), "{words}");
    Some(words)
}

/// What was made by this mechanism, as the doctor says it.
fn made(words: &str, by: &str) -> usize {
    words.matches(&format!(" by {by}: a signature was made, and its certificate verifies it")).count()
}

#[test]
fn the_doctor_makes_test_signatures_with_each_certificate() {
    let Some(words) = visited(Module::SoftHsm, 0) else { return };
    assert_eq!(words.matches("a signature was made").count(), 21, "{words}");
    assert_eq!(words.matches("its key is on the token").count(), 6, "{words}");
    // SoftHSM2 lists no CKM_ECDSA_SHA256: the digest is ours.
    let ways = ["CKM_SHA256_RSA_PKCS", "CKM_SHA256_RSA_PKCS_PSS", "CKM_ECDSA", "CKM_EDDSA"];
    assert_eq!(ways.map(|way| made(&words, way)), [3, 3, 2, 1], "{words}");
}

#[test]
fn behind_p11_kit_there_is_another_way_to_pss_and_none_to_ed25519() {
    let Some(words) = visited(Module::P11Kit, 4) else { return };
    let ways = ["CKM_SHA256_RSA_PKCS", "CKM_SHA256_RSA_PKCS_PSS", "CKM_RSA_PKCS_PSS", "CKM_ECDSA", "CKM_EDDSA"];
    assert_eq!(ways.map(|way| made(&words, way)), [3, 0, 9, 2, 0], "{words}");
    assert!(words.contains("(label ed25519): the token cannot make a signature by Ed25519"), "{words}");
}

#[test]
fn with_nss_the_token_hashes_for_ecdsa() {
    let Some(words) = visited(Module::Nss, 0) else { return };
    let ways = ["CKM_SHA256_RSA_PKCS", "CKM_SHA256_RSA_PKCS_PSS", "CKM_ECDSA_SHA256", "CKM_ECDSA_SHA384"];
    assert_eq!(ways.map(|way| made(&words, way)), [3, 3, 1, 1], "{words}");
}

#[test]
fn no_pin_is_shown_by_anything() {
    let Some(desk) = Desk::new(Module::SoftHsm) else { return };
    let (document, output, uri) = (desk.document("a.pdf"), desk.path("out.pdf"), desk.uri());
    let mut command = desk.command(env!("CARGO_BIN_EXE_signer"));
    command.args(["sign", text(&document), "--as", "plain", "-o", text(&output), "--token", &uri]);
    command.args(["--token-certificate", "rsa2048-3", "--pin-file", text(&desk.path("pin"))]);
    assert!(command.get_args().all(|argument| !argument.to_string_lossy().contains(PIN)));
    let signed = command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full").output().unwrap();
    assert!(signed.status.success() && !said(&signed).contains(PIN), "{}", said(&signed));
    let in_uri = format!("{uri}&pin-value={PIN}");
    let refused = desk.signer(["sign", text(&document), "--as", "plain", "--token", &in_uri]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(!said(&refused).contains(PIN) && said(&refused).contains("pin-source"), "{}", said(&refused));
}
