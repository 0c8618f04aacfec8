//! A run that ends in the middle: what was signed stays, the rest is named, and `--resume` goes on.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::desk::said;
use crate::faulty::Faulty;

#[test]
fn a_token_pulled_out_leaves_what_was_signed_and_the_rest_is_named() {
    let faulty = Faulty::with_documents(6);
    let signed = faulty.sign("removed=4", &["--jobs", "1"]);
    assert_eq!(signed.status.code(), Some(4));
    let words = said(&signed);
    assert_eq!(words.matches("the token was removed").count(), 1, "{words}");
    assert_eq!(words.matches("not begun, because the key cannot be used any more").count(), 2, "{words}");
    assert!(
        words.contains("003.pdf") && words.contains("005.pdf") && words.contains("3 signed, 3 not signed"),
        "{words}"
    );
    assert_eq!((faulty.results(), faulty.count("login")), (3, 1));

    let resumed = faulty.sign("", &["--resume"]);
    assert!(resumed.status.success() && said(&resumed).contains("3 were signed before"), "{}", said(&resumed));
    faulty.every_result_is_sound();
    assert_eq!(faulty.count("sign"), 6);
}

#[test]
fn a_run_that_was_killed_leaves_nothing_half_written_and_is_resumed() {
    let faulty = Faulty::with_documents(60);
    let mut run = faulty.command("slow", &["--jobs", "2"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while faulty.results() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was signed");
        std::thread::sleep(Duration::from_millis(5));
    }
    run.kill().unwrap();
    let _killed = run.wait().unwrap();
    assert!((2..60).contains(&faulty.results()));

    let resumed = faulty.sign("", &["--resume"]);
    assert!(resumed.status.success(), "{}", said(&resumed));
    faulty.every_result_is_sound();
    let there = std::fs::read_dir(faulty.path("out")).unwrap().count();
    assert_eq!(there, 60, "the killed run's unfinished files are gone");
}

#[test]
fn what_a_killed_run_left_behind_is_cleared_by_the_next() {
    let faulty = Faulty::with_documents(2);
    std::fs::create_dir(faulty.path("out")).unwrap();
    std::fs::write(faulty.path("out/.signer-Zx81qP.part"), "half a document").unwrap();
    std::fs::write(faulty.path("out/.somebody-elses.part"), "kept").unwrap();
    assert!(faulty.sign("", &["--resume"]).status.success());
    let mut names: Vec<_> =
        std::fs::read_dir(faulty.path("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".somebody-elses.part", "000.pdf", "001.pdf"]);
}

#[test]
fn what_another_program_put_in_the_place_of_a_result_is_kept() {
    let faulty = Faulty::with_documents(1);
    std::fs::create_dir(faulty.path("out")).unwrap();
    std::fs::write(faulty.path("out/000.pdf"), "something else").unwrap();
    let resumed = faulty.sign("", &["--resume"]);
    assert_eq!(resumed.status.code(), Some(4));
    assert!(said(&resumed).contains("exists, and is kept"), "{}", said(&resumed));
    assert_eq!(std::fs::read(faulty.path("out/000.pdf")).unwrap(), b"something else");
}

#[test]
fn a_wrong_pin_at_one_signature_ends_the_run() {
    let faulty = Faulty::with_documents(3);
    std::fs::write(faulty.path("pin"), "9999").unwrap();
    let signed = faulty.sign("always-authenticate", &[]);
    assert_eq!(signed.status.code(), Some(4));
    assert_eq!((faulty.results(), faulty.count("login"), faulty.count("login-for-one-signature")), (0, 1, 0));
}

#[test]
fn a_key_that_asks_each_time_signs_many_files_with_one_question() {
    let faulty = Faulty::with_documents(3);
    let signed = faulty.sign("always-authenticate", &[]);
    assert!(signed.status.success(), "{}", said(&signed));
    faulty.every_result_is_sound();
    assert_eq!((faulty.count("login"), faulty.count("login-for-one-signature")), (1, 3));
}

#[test]
fn a_module_without_threads_is_used_by_one_worker() {
    let faulty = Faulty::with_documents(4);
    let signed = faulty.sign("cant-lock", &["--jobs", "4"]);
    assert!(signed.status.success(), "{}", said(&signed));
    faulty.every_result_is_sound();
}

#[test]
fn the_last_try_is_not_used_without_a_person() {
    let faulty = Faulty::with_documents(1);
    let signed = faulty.sign("pin-final", &[]);
    assert_eq!((signed.status.code(), faulty.count("login")), (Some(4), 0));
    assert!(said(&signed).contains("one try of the PIN is left before the token locks itself; it was not used"));
}

/// The module is loaded while the places of the results are looked for: what is wrong with these is said all the same,
/// and ends the run before anybody is asked for anything.
#[test]
fn results_that_would_take_one_place_spend_no_pin() {
    let mut faulty = Faulty::with_documents(2);
    std::fs::create_dir(faulty.path("more")).unwrap();
    let namesake = faulty.path("more/000.pdf");
    std::fs::copy(&faulty.documents[0], &namesake).unwrap();
    faulty.documents.push(namesake);
    let refused = faulty.sign("", &[]);
    assert_eq!((refused.status.code(), faulty.results(), faulty.count("login")), (Some(2), 0, 0), "{}", said(&refused));
}
