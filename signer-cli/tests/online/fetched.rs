//! What is lacking is fetched when it may be, from whom it may be, and once.

use test_vectors::keys::Key;
use test_vectors::pki::{Authority, pem};

use crate::scene::{Scene, faults, now};
use crate::server::ok;

#[test]
fn nothing_is_asked_unless_online() {
    let scene = Scene::new();
    let run = scene.run(["verify", "signed.pdf", "--trust", "root.pem", "--intermediates", "chain.pem"]);
    assert!(run.stdout.contains("(trusted)"), "{}{}", run.stdout, run.stderr);
    assert!(scene.server.requests().is_empty());
}

#[test]
fn a_responder_is_asked_about_the_signer_with_a_nonce() {
    let scene = Scene::new();
    scene.responder();
    let report = scene.report(&[]);
    let used = &report["signatures"][0]["revocation"][0];
    assert_eq!((used["origin"].as_str(), used["source"].as_str()), (Some("fetched"), Some("ocsp")), "{report}");
    assert_eq!(used["status"], "good");
    assert_eq!(scene.asked("/ocsp"), 1);
    assert_eq!(scene.asked("/issuer.crl"), 0, "one source is enough");
    let nonce_extension = [0x06, 9, 0x2b, 6, 1, 5, 5, 7, 48, 1, 2];
    let request = scene.server.requests()[0].clone();
    assert!(request.body.windows(nonce_extension.len()).any(|window| window == nonce_extension));
    assert_eq!(request.method, "POST");
    assert!(!request.head.contains("person") && !request.head.to_lowercase().contains("cookie"), "{}", request.head);
}

#[test]
fn a_list_is_fetched_where_no_responder_answers_even_as_pem() {
    let scene = Scene::new();
    scene.file("/issuer.crl", pem("X509 CRL", &scene.list()));
    let report = scene.report(&[]);
    let used = &report["signatures"][0]["revocation"][0];
    assert_eq!((used["origin"].as_str(), used["source"].as_str()), (Some("fetched"), Some("crl")), "{report}");
}

#[test]
fn a_list_and_an_answer_are_read_from_files_and_folders_as_pem_and_der() {
    let scene = Scene::new();
    scene.put("lists/der.crl", scene.list());
    scene.put("list.pem", pem("X509 CRL", &scene.list()));
    for list in ["lists", "lists/der.crl", "list.pem"] {
        let given = ["--trust", "root.pem", "--intermediates", "chain.pem", "--crl", list, "--format", "json"];
        let run = scene.run(["verify", "signed.pdf"].iter().chain(&given));
        let reports: serde_json::Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
        assert_eq!(reports[0]["signatures"][0]["revocation"][0]["origin"], "supplied", "{list}: {reports}");
    }
    for (option, what) in [("--crl", "root.pem"), ("--crl", "absent.crl"), ("--ocsp", "document.pdf")] {
        assert_eq!(scene.run(["verify", "signed.pdf", option, what]).status, 4, "{what}");
    }
    assert!(scene.server.requests().is_empty());
}

#[test]
fn many_documents_ask_once() {
    let scene = Scene::new();
    scene.responder();
    let signed = std::fs::read(scene.path("signed.pdf")).unwrap();
    for number in 0..8 {
        scene.put(&format!("incoming/{number}.pdf"), &signed);
    }
    let host = scene.server.host();
    let given = ["--trust", "root.pem", "--intermediates", "chain.pem", "--online", "--allow-host", &host];
    let run = scene.run(["verify", "incoming", "--jobs", "4"].iter().chain(&given));
    assert!(run.stdout.contains("8 documents"), "{}{}", run.stdout, run.stderr);
    assert_eq!(scene.asked("/ocsp"), 1);
}

#[test]
fn the_issuer_that_is_missing_is_fetched_from_a_host_that_the_user_allows() {
    let scene = Scene::new();
    // PEM, although the standard asks for DER.
    scene.file("/issuer.crt", pem("CERTIFICATE", scene.issuer.certificate()));
    let given = ["verify", "signed.pdf", "--trust", "root.pem", "--online"];
    let refused = scene.run(given);
    assert!(refused.stdout.contains("no trusted certificate names it"), "{}", refused.stdout);
    assert!(refused.stdout.contains(&scene.server.url("/issuer.crt")), "it says where: {}", refused.stdout);
    assert!(refused.stdout.contains("signer trust add"), "it says what to do: {}", refused.stdout);
    assert!(scene.server.requests().is_empty(), "a certificate of nobody's decides on no request");
    let host = scene.server.host();
    let run = scene.run(given.iter().chain(&["--allow-host", &host]));
    assert!(run.stdout.contains("Online Root CA (trusted)"), "{}", run.stdout);
}

#[test]
fn whose_chain_is_not_trusted_decides_on_no_request() {
    let scene = Scene::new();
    scene.put("other.pem", Authority::root("Another Root", Key::Rsa2048Second).certificate_pem());
    let given = ["verify", "signed.pdf", "--trust", "other.pem", "--intermediates", "chain.pem", "--online"];
    let run = scene.run(given);
    assert!(!run.stdout.contains("(trusted)"), "{}", run.stdout);
    assert!(scene.server.requests().is_empty());
}

#[test]
fn a_private_address_in_a_trusted_certificate_is_not_asked() {
    let scene = Scene::new();
    scene.responder();
    let given = ["--trust", "root.pem", "--intermediates", "chain.pem", "--online", "--format", "json"];
    let run = scene.run(["verify", "signed.pdf"].iter().chain(&given));
    let reports: serde_json::Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
    assert!(faults(&reports[0]).contains(&"outside.private-address".to_owned()), "{reports}");
    assert!(scene.server.requests().is_empty());
}

#[test]
fn what_was_of_use_is_kept_for_the_next_run_while_it_is_valid() {
    let scene = Scene::new();
    scene.responder();
    let first = scene.report(&[]);
    assert_eq!(scene.kept(), 1, "{first}");
    let second = scene.report(&[]);
    assert_eq!(scene.asked("/ocsp"), 1);
    assert_eq!(second["signatures"][0]["revocation"], first["signatures"][0]["revocation"]);
    scene.report(&["--no-cache"]);
    assert_eq!(scene.asked("/ocsp"), 2);
    scene.report(&["--cache", "elsewhere"]);
    assert_eq!(scene.asked("/ocsp"), 3);
}

#[test]
fn a_damaged_entry_is_replaced() {
    let scene = Scene::new();
    scene.responder();
    scene.report(&[]);
    let folder = scene.path("home/.cache/signer/online");
    let entry = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&entry, b"{}\n0").unwrap();
    let report = scene.report(&[]);
    assert_eq!(report["signatures"][0]["revocation"][0]["status"], "good", "{report}");
    assert_eq!((scene.asked("/ocsp"), scene.kept()), (2, 1));
}

#[test]
fn what_is_over_already_is_not_kept() {
    let scene = Scene::new();
    let old = test_vectors::status::crl(&scene.issuer, (now() - 7_200, now() - 3_600), &[]);
    scene.page("/issuer.crl", move |_| ok("application/pkix-crl", &old));
    scene.report(&[]);
    assert_eq!(scene.kept(), 0);
}
