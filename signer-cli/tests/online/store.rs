//! `signer trust`, as its user and as somebody who wants to be trusted.

use std::fs;
use std::path::{Path, PathBuf};

use test_vectors::keys::Key;
use test_vectors::pki::{Authority, pem};

use crate::scene::Scene;
use crate::server::{Server, ok, status};

const G2_ROOT: &str = "F04BA4B459A7C9A1B971AD9B1CB833E695A80C79AEA63B174B66A70EDFE2FDB8";

/// The certificates of the Government's authorities, where the corpus is at hand.
pub(crate) fn published() -> Option<PathBuf> {
    let corpus = std::env::var_os("SIGNER_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"), PathBuf::from);
    let folder = corpus.join("trust/vn-gcc");
    if !folder.is_dir() {
        test_vectors::say(format_args!("skipped: {} is not there", folder.display()));
        return None;
    }
    Some(folder)
}

#[test]
fn nobody_is_trusted_until_added_and_not_after_being_removed() {
    let scene = Scene::new();
    let verify = || scene.run(["verify", "signed.pdf"]);
    let before = verify();
    assert_eq!(before.status, 3);
    assert!(before.stderr.contains("signer trust add"), "{}", before.stderr);
    let added = scene.run(["trust", "add", "root.pem", "chain.pem"]);
    assert_eq!(added.status, 0, "{}", added.stderr);
    assert!(added.stdout.contains("compare its SHA-256"), "{}", added.stdout);
    let passed = verify();
    assert!(passed.stdout.contains("Online Root CA (trusted)"), "{}{}", passed.stdout, passed.stderr);
    let list = scene.run(["trust", "list", "--format", "json"]).stdout;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let uses: Vec<_> = list.as_array().unwrap().iter().map(|entry| entry["use"].as_str().unwrap()).collect();
    assert_eq!(uses, ["between", "anchor"], "{list}");
    assert!(list[1]["source"].as_str().unwrap().ends_with("root.pem") && list[1]["added"].is_string(), "{list}");
    let root = list[1]["id"].as_str().unwrap();
    assert_eq!(scene.run(["trust", "remove", root]).status, 0);
    assert!(!verify().stdout.contains("(trusted)"), "an authority below the root is not trusted by itself");
}

#[test]
fn the_option_replaces_the_store() {
    let scene = Scene::new();
    assert_eq!(scene.run(["trust", "add", "root.pem", "chain.pem"]).status, 0);
    scene.put("other.pem", Authority::root("Another Root", Key::Rsa2048Second).certificate_pem());
    let run = scene.run(["verify", "signed.pdf", "--trust", "other.pem"]);
    assert!(!run.stdout.contains("(trusted)"), "{}", run.stdout);
}

#[test]
fn a_certificate_of_a_person_is_not_added_unless_asked_for() {
    let scene = Scene::new();
    assert_eq!(scene.run(["trust", "add", "person.pem"]).status, 4);
    assert_eq!(scene.run(["trust", "add", "person.pem", "--anchor"]).status, 0);
    assert!(scene.run(["trust", "list"]).stdout.contains(": trusted"));
}

#[test]
fn an_impostor_with_the_name_of_a_known_authority_is_refused() {
    let scene = Scene::new();
    for name in ["RootCA chuyên dùng Chính phủ G2", "ROOTCA CHUYEN DUNG CHINH PHU G2", "MIC National Root CA"] {
        scene.put("false.pem", Authority::root(name, Key::Rsa2048Root).certificate_pem());
        let run = scene.run(["trust", "add", "root.pem", "false.pem", "--anchor"]);
        assert_eq!(run.status, 4, "{name}");
        assert!(run.stderr.contains("not the one known by this name"), "{}", run.stderr);
        let vietnamese = scene.run(["trust", "add", "false.pem", "--lang", "vi"]).stderr;
        assert!(vietnamese.contains("không phải là chứng thư số đã biết"), "{vietnamese}");
    }
    assert!(scene.run(["trust", "list"]).stdout.contains("nobody is trusted"), "nothing was added");
}

#[test]
fn a_certificate_that_somebody_changed_in_the_store_is_not_used() {
    let scene = Scene::new();
    assert_eq!(scene.run(["trust", "add", "root.pem"]).status, 0);
    let folder = scene.path("home/.local/share/signer/trust");
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let other = Authority::root("Another Root", Key::Rsa2048Second).certificate().to_vec();
    fs::write(&file, format!("Use: anchor\n{}", pem("CERTIFICATE", &other))).unwrap();
    let run = scene.run(["trust", "list"]);
    assert!(run.stderr.contains("is not used") && run.stdout.contains("nobody is trusted"), "{}", run.stderr);
}

#[test]
fn an_unknown_id_names_what_is_there() {
    let scene = Scene::new();
    assert_eq!(scene.run(["trust", "add", "root.pem"]).status, 0);
    let run = scene.run(["trust", "remove", "ABCDEF0123"]);
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("Online Root CA"), "{}", run.stderr);
}

#[test]
fn update_keeps_what_has_the_listed_fingerprint() {
    let Some(folder) = published() else { return };
    let scene = Scene::new();
    let mirror = Server::new(move |request| match fs::read(folder.join(request.path.trim_start_matches('/'))) {
        Ok(octets) => ok("application/x-pem-file", &octets),
        Err(_) => status(404),
    });
    let run = scene.run(["trust", "update", "--only", "gcc", "--from", &mirror.url("/")]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let list = scene.run(["trust", "list", "--format", "json"]).stdout;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 8, "{list}");
    let root = list.as_array().unwrap().iter().find(|entry| entry["sha256"] == G2_ROOT).unwrap();
    assert_eq!((root["use"].as_str(), root["catalogue"].as_str()), (Some("anchor"), Some("g2-root")));
    assert_eq!(root["source"], mirror.url("/g2-root.pem"));
    let again = mirror.requests().len();
    assert_eq!(scene.run(["trust", "update", "--only", "gcc", "--from", &mirror.url("")]).status, 0);
    assert_eq!(mirror.requests().len(), again, "what is there is not fetched again");
}

#[test]
fn update_refuses_what_comes_in_place_of_the_listed_certificates() {
    let scene = Scene::new();
    let impostor = Authority::root("RootCA chuyên dùng Chính phủ G2", Key::Rsa2048Root).certificate_pem();
    let mirror = Server::new(move |request| match request.path.as_str() {
        "/g2-root.pem" => ok("application/x-pem-file", impostor.as_bytes()),
        "/g1-root.pem" => ok("text/html", b"<html>Please log in</html>"),
        _ => status(404),
    });
    let run = scene.run(["trust", "update", "--only", "gcc", "--from", &mirror.url("")]);
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains(G2_ROOT) && run.stderr.contains("web page"), "{}", run.stderr);
    assert!(run.stderr.contains(&mirror.host()), "{}", run.stderr);
    assert!(scene.run(["trust", "list"]).stdout.contains("nobody is trusted"));
}

#[test]
fn the_examples_of_the_help_work() {
    let Some(folder) = published() else { return };
    let scene = Scene::new();
    let mirror = Server::new(move |request| match fs::read(folder.join(request.path.trim_start_matches('/'))) {
        Ok(octets) => ok("application/x-pem-file", &octets),
        Err(_) => status(404),
    });
    let help = scene.run(["trust", "--help"]).stdout;
    let examples: Vec<Vec<String>> = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("signer "))
        .map(|line| line.split(' ').map(str::to_owned).collect())
        .collect();
    assert_eq!(examples.len(), 3, "{help}");
    for mut example in examples {
        if example.contains(&"update".to_owned()) {
            example.extend(["--from".to_owned(), mirror.url("")]);
        }
        let run = scene.run(&example);
        assert_eq!(run.status, 0, "{example:?}: {}", run.stderr);
    }
}
