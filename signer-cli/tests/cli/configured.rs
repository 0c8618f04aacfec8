//! `signer.toml`: written by questions, read where the command line is silent, and never by surprise.

use crate::desk::{Desk, Run};

/// A desk whose user has a home.
fn home() -> Desk {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("home")).unwrap();
    desk
}

fn run(desk: &Desk, arguments: &[&str]) -> Run {
    answering(desk, arguments, "")
}

fn answering(desk: &Desk, arguments: &[&str], answers: &str) -> Run {
    let mut command = desk.command();
    command.env("HOME", desk.path("home")).args(arguments).write_stdin(answers.to_owned());
    Run::from(command.output().unwrap())
}

const OWN: &str = "home/.config/signer/signer.toml";

#[test]
fn the_trusted_certificates_of_the_configuration_are_those_of_a_verification() {
    let desk = home();
    desk.signs("person", "document.pdf", "signed.pdf");
    assert_eq!(run(&desk, &["verify", "signed.pdf"]).status, 3);
    desk.put(OWN, "trust = '../../../root.pem'\n");
    let verified = run(&desk, &["verify", "signed.pdf"]);
    assert_eq!(verified.status, 0, "{}{}", verified.stdout, verified.stderr);
}

#[test]
fn a_file_in_the_folder_of_the_work_counts_only_when_the_user_lists_the_folder() {
    let desk = home();
    desk.signs("person", "document.pdf", "signed.pdf");
    // Whoever sends a folder of documents would like to say whom to trust.
    desk.put("signer.toml", "trust = 'root.pem'\n");
    let ignored = run(&desk, &["verify", "signed.pdf"]);
    assert_eq!(ignored.status, 3, "{}", ignored.stdout);
    assert!(ignored.stderr.contains("signer.toml is not used"), "{}", ignored.stderr);
    assert_eq!(run(&desk, &["config", "allow"]).status, 0);
    let verified = run(&desk, &["verify", "signed.pdf"]);
    assert_eq!((verified.status, verified.stderr.as_str()), (0, ""), "{}", verified.stdout);
}

#[test]
fn a_configuration_is_written_by_answers_and_shown_with_its_origins() {
    let desk = home();
    // Agency, language, personal image, image of the seal, diameter, TSA, trust, level, folder: no token is there.
    let answers = "SỞ NỘI VỤ\nen\n\nseal.png\n36\n\nroot.pem\n\nissued\n";
    let written = answering(
        &desk,
        &[
            "config",
            "init",
            "--profile",
            "noi-vu",
            "--set",
            "token=Van thu",
            "--set",
            "personal.token=A",
            "--set",
            "organisation.token=B",
        ],
        answers,
    );
    assert_eq!(written.status, 0, "{}", written.stderr);
    let shown = run(&desk, &["config", "show", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
    let of = |key: &str| {
        let all = shown.pointer("/values").unwrap().as_array().unwrap();
        let line = all.iter().find(|line| line["key"] == key).unwrap();
        (line["value"].as_str().map(str::to_owned), line["origin"].as_str().unwrap().to_owned())
    };
    assert_eq!(of("profile"), (Some("noi-vu".into()), "user".into()));
    assert_eq!(of("agency"), (Some("SỞ NỘI VỤ".into()), "user".into()));
    assert_eq!(of("seal-diameter"), (Some("36 mm".into()), "user".into()));
    assert_eq!(of("organisation.token"), (Some("B".into()), "user".into()));
    assert_eq!(of("level"), (Some("b-b".into()), "default".into()));
    assert_eq!(of("trust").0, Some(desk.folder().canonicalize().unwrap().join("root.pem").display().to_string()));
    let again = run(&desk, &["config", "init", "--profile", "noi-vu", "--no-questions"]);
    assert!(again.status == 4 && again.stderr.contains("already, which is kept"), "{}", again.stderr);
}

#[test]
fn every_origin_is_named() {
    let desk = home();
    desk.put(OWN, "agency = 'A'\n[profile.p]\nlevel = 'b-t'\n[profile.q]\n");
    desk.put("signer.toml", "out-dir = 'out'\n");
    assert_eq!(run(&desk, &["config", "allow"]).status, 0);
    let shown = run(&desk, &["config", "show", "--profile", "p", "--lang", "en"]).stdout;
    for (key, origin) in [
        ("profile ", "(command line)"),
        ("agency ", "(your configuration, line 2 of "),
        ("level ", "(your configuration, line 4 of "),
        ("language ", "(command line)"),
        ("out-dir ", "(configuration of this folder, line 1 of "),
        ("module ", "(default)"),
    ] {
        let line = shown.lines().find(|line| line.starts_with(key)).unwrap();
        assert!(line.contains(origin), "{line}");
    }
    let named = run(&desk, &["config", "show", "--config", "signer.toml"]).stdout;
    assert!(named.contains("(named configuration, line 1") && named.contains("(environment, LANG)"), "{named}");
}

#[test]
fn a_mistake_in_the_configuration_is_a_sentence_with_its_line() {
    let desk = home();
    for (text, words) in [
        ("trst = 'a'", "line 1: unknown key `trst`"),
        ("\npin = '1234'", "a PIN or password must not stand in the configuration"),
        ("level = 'high'", "line 1: `level` must be \"b-b\""),
        ("a = ", "line 1: this is not TOML"),
    ] {
        desk.put(OWN, text);
        let refused = run(&desk, &["verify", "document.pdf"]);
        assert_eq!(refused.status, 2, "{text}");
        assert!(refused.stderr.contains(words) && !refused.stderr.contains("1234"), "{}", refused.stderr);
    }
    assert!(run(&desk, &["--help"]).status == 0, "help needs no configuration");
    let absent = run(&desk, &["verify", "document.pdf", "--config", "absent.toml"]);
    assert_eq!(absent.status, 4, "{}", absent.stderr);
}

#[test]
fn an_unknown_profile_is_refused_and_those_that_are_there_named() {
    let desk = home();
    desk.put(OWN, "[profile.a]\n[profile.b]\n");
    let refused = run(&desk, &["verify", "document.pdf", "--profile", "c"]);
    assert!(refused.status == 2 && refused.stderr.contains("there are: a, b"), "{}", refused.stderr);
}

#[test]
fn the_configured_language_is_spoken_unless_another_is_asked_for() {
    let desk = home();
    desk.put(OWN, "language = 'vi'\n");
    assert!(run(&desk, &["verify", "document.pdf"]).stdout.starts_with("CHƯA KÝ"));
    assert!(run(&desk, &["verify", "document.pdf", "--lang", "en"]).stdout.starts_with("UNSIGNED"));
    assert!(run(&desk, &["sign", "--help"]).stdout.contains("Ký tài liệu"));
}

#[test]
fn signed_documents_go_to_the_configured_folder() {
    let desk = home();
    desk.put(OWN, "out-dir = '../../../issued'\n");
    let key = ["--key", "person.key", "--cert", "person.pem"];
    let signed = run(&desk, &[&["sign", "document.pdf", "--as", "personal"][..], &key].concat());
    assert_eq!(signed.status, 0, "{}", signed.stderr);
    assert!(desk.path("issued/document.pdf").is_file());
}

#[test]
fn the_role_of_a_certificate_is_the_one_that_the_configuration_knows() {
    let desk = home();
    desk.signs("person", "document.pdf", "signed.pdf");
    let report = |desk: &Desk| {
        let run = run(desk, &["verify", "signed.pdf", "--format", "json", "--trust", "root.pem"]);
        crate::desk::reports(&run.stdout)[0].clone()
    };
    let before = report(&desk);
    assert_eq!(before.pointer("/signatures/0/role").unwrap(), "personal");
    assert_eq!(before.pointer("/signatures/0/role_decided_by").unwrap(), "heuristic");
    let sha256 = before.pointer("/signatures/0/signer/sha256").unwrap().as_str().unwrap().to_owned();
    desk.put(OWN, format!("[roles]\n\"{sha256}\" = 'organisation'\n"));
    let after = report(&desk);
    assert_eq!(after.pointer("/signatures/0/role").unwrap(), "organisation");
    assert_eq!(after.pointer("/signatures/0/role_decided_by").unwrap(), "configuration");
}

#[test]
fn the_examples_of_the_help_work_in_their_order() {
    let desk = home();
    let help = run(&desk, &["config", "--help"]).stdout;
    let examples: Vec<_> = help.lines().map(str::trim).filter_map(|line| line.strip_prefix("signer ")).collect();
    assert_eq!(examples.len(), 2, "{help}");
    for example in examples {
        let done = run(&desk, &example.split(' ').collect::<Vec<_>>());
        assert_eq!(done.status, 0, "{example}: {}", done.stderr);
    }
}
