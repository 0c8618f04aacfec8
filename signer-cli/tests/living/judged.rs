//! The table of `docs/levels.md`: each level, judged offline at each moment.

use crate::world::{By, DAY, World, day};

/// What is said of the signature, and of each document time-stamp after it.
fn judged(world: &World, document: &str, at: i64, lists: &[String]) -> String {
    let at = day(at);
    let mut arguments = vec!["verify", document, "--trust", "root.pem", "--intermediates", "stamping.pem"];
    arguments.extend(["--at", &at, "--format", "json"]);
    lists.iter().for_each(|list| arguments.extend(["--crl", list]));
    let run = world.run(arguments);
    let reports: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let said = |signature: &serde_json::Value| {
        let text =
            |key: &str| signature["conclusion"][key].as_str().or_else(|| signature[key].as_str()).map(str::to_owned);
        let reason = text("sub_indication").or_else(|| text("reason"));
        [text("indication").unwrap_or_default(), reason.unwrap_or_default()].join(" ").trim().to_owned()
    };
    reports[0]["signatures"].as_array().unwrap().iter().map(said).collect::<Vec<_>>().join(", ")
}

const PASSED: &str = "TOTAL-PASSED";
const NO_TIME: &str = "INDETERMINATE OUT_OF_BOUNDS_NO_POE";
const REVOKED: &str = "INDETERMINATE REVOKED_NO_POE";
const LATER: &str = "INDETERMINATE TRY_LATER";

/// Days from now at which is judged and since which the signer is revoked; what is said of the signature at b-b, b-t,
/// b-lt, b-lta, with a renewed archive time-stamp, and signed at b-b and extended.
pub(crate) type Row = (&'static str, i64, Option<i64>, [&'static str; 6]);

pub(crate) const TABLE: [Row; 6] = [
    ("soon", 3, None, [PASSED; 6]),
    ("revoked after signing", 20, Some(15), [REVOKED, PASSED, PASSED, PASSED, PASSED, PASSED]),
    ("revoked before signing", 20, Some(-2), [REVOKED; 6]),
    ("the signer's certificate expired", 400, None, [NO_TIME, LATER, PASSED, PASSED, PASSED, PASSED]),
    ("the authority's expired", 1_000, None, [NO_TIME, NO_TIME, NO_TIME, NO_TIME, PASSED, PASSED]),
    ("and the signer was revoked", 1_000, Some(300), [REVOKED, REVOKED, REVOKED, REVOKED, PASSED, PASSED]),
];

pub(crate) const DOCUMENTS: [&str; 6] = ["b-b.pdf", "b-t.pdf", "b-lt.pdf", "b-lta.pdf", "renewed.pdf", "extended.pdf"];

/// The documents of the table, made by the program.
pub(crate) fn make(world: &World) {
    for level in ["b-b", "b-t", "b-lt", "b-lta"] {
        world.signs(level, &format!("{level}.pdf"));
    }
    // By another authority, whose certificate lasts longer.
    world.extends("b-lta.pdf", "b-lta", "/tsa2", "renewed.pdf");
    world.extends("b-b.pdf", "b-lta", "/tsa2", "extended.pdf");
}

#[test]
fn each_level_is_judged_at_each_moment_as_the_table_says() {
    if !openssl_is_there() {
        return;
    }
    let world = World::new(By::OpenSsl);
    make(&world);
    for (when, days, revoked, expected) in TABLE {
        let at = world.now + days * DAY;
        let lists = world.lists_at(at, revoked.map(|days| world.now + days * DAY));
        for (document, expected) in DOCUMENTS.into_iter().zip(expected) {
            let said = judged(&world, document, at, &lists);
            assert_eq!(said.split(", ").next(), Some(expected), "{when}, {document}: {said}");
        }
    }
}

#[test]
fn with_services_of_our_own_the_levels_are_as_good() {
    let world = World::new(By::Own);
    for level in ["b-lt", "b-lta"] {
        world.signs(level, &format!("{level}.pdf"));
        let said = judged(&world, &format!("{level}.pdf"), world.now + 400 * DAY, &[]);
        assert!(said.split(", ").all(|one| one == PASSED), "{level}: {said}");
    }
}

#[test]
fn extending_keeps_the_old_octets_and_a_second_time_adds_nothing() {
    let world = World::new(By::Own);
    world.signs("b-t", "b-t.pdf");
    world.extends("b-t.pdf", "b-lt", "/tsa", "once.pdf");
    world.extends("once.pdf", "b-lt", "/tsa", "twice.pdf");
    let [before, once, twice] =
        ["b-t.pdf", "once.pdf", "twice.pdf"].map(|name| std::fs::read(world.path(name)).unwrap());
    assert!(once.starts_with(&before) && once.len() > before.len());
    assert_eq!(once, twice, "the store has everything already");
}

#[test]
fn the_examples_of_the_help_that_ask_an_authority_work() {
    let world = World::new(By::Own);
    world.signs("b-b", "issued.pdf");
    std::fs::create_dir(world.path("incoming")).unwrap();
    std::fs::copy(world.path("issued.pdf"), world.path("incoming/one.pdf")).unwrap();
    let network = world.network("/tsa");
    for (command, count) in [("extend", 3), ("sign", 1)] {
        let help = world.run([command, "--help"]).stdout.replace("\\\n", " ");
        let lines = help.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let lines: Vec<_> = lines.filter(|line| line.starts_with("signer ") && line.contains("--tsa ")).collect();
        assert_eq!(lines.len(), count, "{command}: {lines:?}");
        for line in lines {
            // The shell's part, and the key that is here.
            let line = line.replace("incoming/*.pdf", "incoming/one.pdf").replace("archive/*.pdf", "archive/one.pdf");
            let line = line.replace("--pkcs12 an.p12 --pin-file an.pin", "--key person.key --cert person.pem");
            let line = line.replace("http://tsa.example.vn", &network[1]);
            let more = ["--allow-host", world.service.host(), "--no-cache", "--intermediates", "stamping.pem"];
            let run = world.run(line.split(' ').skip(1).chain(more));
            assert_eq!(run.status, 0, "{line}: {}", run.stderr);
        }
    }
}

pub(crate) fn openssl_is_there() -> bool {
    let found = std::process::Command::new("openssl").arg("version").output().is_ok();
    if !found {
        assert!(std::env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "openssl is required and not installed");
        test_vectors::say(format_args!("skipped: openssl is not installed"));
    }
    found
}
