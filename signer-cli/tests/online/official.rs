//! Published official documents: the chains that close with the published certificates, and what the others lack.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::scene::Scene;
use crate::store::published;

fn documents(published: &Path) -> Vec<PathBuf> {
    let folder = published.join("../../pdf/vietnam-gov");
    let entries = std::fs::read_dir(folder).map(|entries| entries.map(|entry| entry.unwrap().path()).collect());
    let mut all: Vec<PathBuf> = entries.unwrap_or_default();
    all.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    all.sort();
    all
}

fn closes(signature: &Value) -> bool {
    signature["chain"].as_array().unwrap().iter().any(|link| link["trusted"] == true)
}

#[test]
fn a_chain_closes_with_the_published_certificates_or_the_missing_one_is_named_with_its_address() {
    let Some(published) = published() else { return };
    let scene = Scene::new();
    let certificates = published.to_str().unwrap();
    assert_eq!(scene.run(["trust", "add", certificates]).status, 0);
    let (mut closed, mut named) = (0, 0);
    for document in documents(&published) {
        let path = document.to_str().unwrap();
        let run = scene.run(["verify", path, "--format", "json"]);
        let reports: Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
        let missing: Vec<&Value> =
            reports[0]["needs"].as_array().unwrap().iter().filter(|need| need["kind"] == "certificate").collect();
        for signature in reports[0]["signatures"].as_array().unwrap() {
            if closes(signature) {
                closed += 1;
                continue;
            }
            let issuer = &signature["signer"]["issuer"];
            let need = missing.iter().find(|need| need["issuer"] == *issuer);
            let need = need.unwrap_or_else(|| panic!("{path}: nobody says that {issuer} is missing"));
            let url = need["urls"][0].as_str().unwrap_or_default();
            assert!(url.starts_with("http"), "{path}: {need}");
            for language in ["en", "vi"] {
                let text = scene.run(["verify", path, "--lang", language]).stdout;
                assert!(text.contains(url) && text.contains("signer trust add"), "{text}");
            }
            named += 1;
        }
    }
    test_vectors::say(format_args!(
        "official documents: {closed} chains close, {named} name the issuer that is missing"
    ));
}

#[test]
fn the_chain_of_a_time_stamp_closes_to_the_published_root() {
    let Some(published) = published() else { return };
    let scene = Scene::new();
    assert_eq!(scene.run(["trust", "add", published.to_str().unwrap()]).status, 0);
    let mut stamps = 0;
    for document in documents(&published) {
        let run = scene.run(["verify", document.to_str().unwrap(), "--format", "json"]);
        let reports: Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
        for signature in reports[0]["signatures"].as_array().unwrap() {
            // What does not fit the file has no time-stamp that could be compared with it.
            if signature["coverage"] == "malformed" {
                continue;
            }
            for stamp in signature["timestamps"].as_array().unwrap() {
                assert_eq!(stamp["indication"], "PASSED", "{}: {stamp}", document.display());
                stamps += 1;
            }
        }
    }
    test_vectors::say(format_args!("official documents: {stamps} time-stamps lead to a published root"));
}
