//! The leader's token and the organisation's in one run, with time-stamps and evidence of a living hierarchy.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::judged::openssl_is_there;
use crate::peers::{ask, find};
use crate::world::{By, DAY, World, day};

const LIBRARY: &str = "/usr/lib/softhsm/libsofthsm2.so";

/// A token for each of both signers, named as their files, with its certificate and that above; the PIN is the name and digits.
fn plug_in(world: &World) -> bool {
    let programs = [find("softhsm2-util"), find("pkcs11-tool")];
    if programs.iter().any(Option::is_none) || !Path::new(LIBRARY).is_file() {
        return false;
    }
    std::fs::create_dir(world.path("tokens")).unwrap();
    let folder = world.path("tokens").display().to_string();
    world.put("softhsm2.conf", format!("directories.tokendir = {folder}\nobjectstore.backend = file\n"));
    for name in ["person", "office"] {
        let (pin, key, certificate) = (format!("{name}-1357"), format!("{name}.key"), format!("{name}.pem"));
        world.put(&format!("{name}.pin"), &pin);
        must(world, "softhsm2-util", &["--init-token", "--free", "--label", name, "--so-pin", &pin, "--pin", &pin]);
        let import = ["--import", &key, "--token", name, "--label", name, "--id", "01", "--pin", &pin];
        must(world, "softhsm2-util", &import);
        // The first certificate of the chain is the signer's.
        must(world, "openssl", &["x509", "-in", &certificate, "-outform", "DER", "-out", "certificate.der"]);
        let login = ["--module", LIBRARY, "--token-label", name, "--login", "--pin", &pin];
        for (file, label, id) in [("certificate.der", name, "01"), ("issuer.der", "issuer", "02")] {
            let write = ["--write-object", file, "--type", "cert", "--label", label, "--id", id];
            must(world, "pkcs11-tool", &[&login[..], &write[..]].concat());
        }
    }
    true
}

fn must(world: &World, program: &str, arguments: &[&str]) {
    let mut command = Command::new(program);
    command.current_dir(world.folder()).env("SOFTHSM2_CONF", world.path("softhsm2.conf"));
    let output = command.args(arguments).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn token(name: &str) -> String {
    format!("pkcs11:token={name}?module-path={LIBRARY}")
}

#[test]
fn two_tokens_sign_with_time_stamps_and_evidence_in_one_run() {
    if !openssl_is_there() {
        return;
    }
    let world = World::new(By::OpenSsl);
    if !plug_in(&world) {
        return;
    }
    let (leader, seal, soon) = (token("person"), token("office"), day(world.now + 3 * DAY));
    let later = day(world.now + 400 * DAY);
    for level in ["b-t", "b-lt"] {
        let output = format!("{level}.pdf");
        let sign = ["sign", "document.pdf", "--as", "personal", "--token", &leader, "--pin-file", "person.pin"];
        let then = ["--then", "organisation", "--then-token", &seal, "--then-pin-file", "office.pin"];
        let own = sign.into_iter().chain(then).chain(["--level", level, "-o", &output]).map(str::to_owned);
        let run = world.run(own.chain(world.network("/tsa")));
        assert_eq!(run.status, 0, "{level}: {}", run.stderr);
        assert!(!run.stderr.contains("could not be checked"), "{level}: {}", run.stderr);
        // Level B-T holds no lists; with those of that day it passes.
        let lists = world.lists_at(world.now + 3 * DAY, None);
        let lists: Vec<&str> = lists.iter().flat_map(|list| ["--crl", list]).collect();
        match level {
            "b-t" => assert_eq!(judged(&world, &output, &soon, &lists), ["TOTAL-PASSED"; 2], "{level}"),
            // The certificates of both have ended: what is needed is in the file.
            _ => assert_eq!(judged(&world, &output, &later, &[]), ["TOTAL-PASSED"; 2], "{level}"),
        }
        others_agree(&world, &output);
    }
}

/// What is said of each signature, offline.
fn judged(world: &World, document: &str, at: &str, lists: &[&str]) -> Vec<String> {
    let verify = ["verify", document, "--trust", "root.pem", "--intermediates", "stamping.pem", "--at", at];
    let run = world.run([&verify[..], &["--format", "json"], lists].concat());
    let reports: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let signatures = reports[0]["signatures"].as_array().unwrap();
    let word = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let said = |one| [word(one, "indication"), word(one, "sub_indication")].join(" ").trim().to_owned();
    signatures.iter().map(said).collect()
}

fn others_agree(world: &World, document: &str) {
    if let Some(pdfsig) = find("pdfsig") {
        let said = ask(world, &pdfsig, &["-nocert", document]);
        assert_eq!(said.matches("Signature is Valid").count(), 2, "{document}: {said}");
    }
    if let Some(pyhanko) = find("pyhanko") {
        let options = ["--pretty-print", "--no-revocation-check", "--other-certs", "stamping.pem"];
        let validate = [&["sign", "validate"], &options[..], &["--trust", "root.pem", document]].concat();
        let said = ask(world, &pyhanko, &validate);
        assert_eq!(said.matches("The signature is judged VALID.").count(), 2, "{document}: {said}");
    }
}
