//! What is embedded is younger than the time-stamp where anything younger is to be had; and what was fetched serves again.

use std::sync::atomic::{AtomicBool, Ordering};

use test_vectors::status;

use crate::world::{By, World};

/// The first answer about the signer is a minute old, later ones are of the moment.
fn answers_of_the_moment(world: &World, always_old: bool) {
    let (issuer, leaf, now) = (world.issuer.clone(), world.personal.certificate().to_vec(), world.now);
    let asked = AtomicBool::new(false);
    world.service.answer("/ocsp", move |request| {
        let old = !asked.swap(true, Ordering::Relaxed) || always_old;
        let at = if old { now - 60 } else { crate::world::now() };
        let answer =
            status::Answer { next_update: Some(at + 86_400), ..status::Answer::good(&leaf, issuer.certificate(), at) };
        ("application/ocsp-response", status::ocsp_answer_to(request, &issuer, &answer))
    });
}

/// When the evidence about the signer was issued, and when the signature was stamped.
fn issued_and_stamped(world: &World, document: &str) -> (String, String) {
    let arguments = ["verify", document, "--trust", "root.pem", "--intermediates", "stamping.pem", "--format", "json"];
    let reports: serde_json::Value = serde_json::from_str(&world.run(arguments).stdout).unwrap();
    let signature = &reports[0]["signatures"][0];
    let used = signature["revocation"].as_array().unwrap();
    let leaf = &signature["chain"][0]["sha256"];
    let own = used.iter().find(|used| used["source"] == "ocsp" && used["certificate"] == *leaf);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&own.unwrap_or(&serde_json::Value::Null)["this_update"]), text(&signature["timestamps"][0]["time"]))
}

#[test]
fn the_status_of_the_signer_is_asked_again_after_the_time_stamp() {
    let world = World::new(By::Own);
    answers_of_the_moment(&world, false);
    world.signs("b-lt", "b-lt.pdf");
    let (issued, stamped) = issued_and_stamped(&world, "b-lt.pdf");
    assert!(issued >= stamped, "issued at {issued}, stamped at {stamped}");
    answers_of_the_moment(&world, false);
    world.signs("b-t", "b-t.pdf");
    world.extends("b-t.pdf", "b-lt", "/tsa", "extended.pdf");
    let (issued, stamped) = issued_and_stamped(&world, "extended.pdf");
    assert!(issued >= stamped, "issued at {issued}, stamped at {stamped}");
}

#[test]
fn a_responder_that_has_nothing_younger_is_believed_as_it_is() {
    let world = World::new(By::Own);
    answers_of_the_moment(&world, true);
    world.signs("b-lt", "b-lt.pdf");
    let (issued, stamped) = issued_and_stamped(&world, "b-lt.pdf");
    assert!(issued < stamped);
}

#[test]
fn what_one_run_fetched_serves_the_next_when_nobody_answers_any_more() {
    let world = World::new(By::Own);
    answers_of_the_moment(&world, false);
    let sign = |output: &str| {
        let own = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
        let own = own.into_iter().chain(["--level", "b-lt", "-o", output, "--cache", "kept"]).map(str::to_owned);
        let network = world.network("/tsa").into_iter().filter(|one| one != "--no-cache");
        world.run(own.chain(network))
    };
    let run = sign("first.pdf");
    assert_eq!(run.status, 0, "{}", run.stderr);
    let kept = std::fs::read_dir(world.path("kept")).unwrap().count();
    assert!(kept >= 3, "the lists and the answer: {kept}");
    world.service.forget(&["/root.crl", "/issuer.crl", "/stamping.crl", "/ocsp", "/stamping.ocsp"]);
    let run = sign("second.pdf");
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("could not be checked"), "{}", run.stderr);
    // Without what was kept it does not go.
    let run = world.sign("b-lt", "third.pdf");
    assert_eq!(run.status, 4, "{}", run.stderr);
}

#[test]
fn what_cannot_be_kept_costs_a_word_and_no_signature() {
    let world = World::new(By::Own);
    answers_of_the_moment(&world, false);
    let own = ["sign", "document.pdf", "--as", "personal", "--key", "person.key", "--cert", "person.pem"];
    let own = own.into_iter().chain(["--level", "b-lt", "-o", "out.pdf", "--cache", "root.pem/below"]);
    let network = world.network("/tsa").into_iter().filter(|one| one != "--no-cache");
    let run = world.run(own.map(str::to_owned).chain(network));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("could not be kept"), "{}", run.stderr);
}

#[test]
fn the_network_of_the_configuration_is_that_of_levels_and_never_makes_verification_ask() {
    let world = World::new(By::Own);
    answers_of_the_moment(&world, false);
    let (tsa, host) = (world.service.url("/tsa"), world.service.host());
    let text = format!(
        "tsa = '{tsa}'\ntrust = 'root.pem'\nintermediates = 'stamping.pem'\nlevel = 'b-lt'\nonline = true\n\
         allow-host = ['{host}']\ncache = 'kept'\n"
    );
    world.put("own.toml", text);
    let own = ["--config", "own.toml", "sign", "document.pdf", "--as", "personal", "--key", "person.key"];
    let run = world.run(own.iter().chain(&["--cert", "person.pem", "-o", "signed.pdf"]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(std::fs::read_dir(world.path("kept")).unwrap().count() > 0);
    let asked = world.service.asked();
    assert!(asked > 3);
    let run = world.run(["--config", "own.toml", "verify", "signed.pdf", "--require", "b-lt"]);
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(world.service.asked(), asked, "verification was not told to ask");
    let more = ["--config", "own.toml", "verify", "signed.pdf", "--online", "--no-cache", "--at"];
    let later = crate::world::day(world.now + 20 * crate::world::DAY);
    world.run(more.into_iter().chain([later.as_str()]));
    assert!(world.service.asked() > asked, "the hosts of the configuration may be asked");
}
