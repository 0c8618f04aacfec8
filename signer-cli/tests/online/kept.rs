//! What was fetched is kept with the verdict, and gives it again when nobody answers any more.

use crate::scene::{Run, Scene, faults};

fn reports(run: &Run) -> serde_json::Value {
    serde_json::from_str(&run.stdout).expect(&run.stderr)
}

#[test]
fn an_answer_that_was_fetched_gives_the_verdict_again_when_nobody_is_asked() {
    let scene = Scene::new();
    scene.responder();
    let first = scene.verify(&["--format", "json", "--evidence", "kept"]);
    assert_eq!(reports(&first)[0]["signatures"][0]["revocation"][0]["origin"], "fetched", "{}", first.stdout);
    let asked = scene.server.requests().len();
    let again = scene.run(["verify", "--replay", "kept", "--format", "json"]);
    assert_eq!((again.status, &again.stdout), (first.status, &first.stdout), "{}", again.stderr);
    assert_eq!(scene.server.requests().len(), asked, "a replay asks nobody");
}

#[test]
fn what_was_asked_in_vain_is_said_again() {
    let scene = Scene::new();
    let first = scene.verify(&["--format", "json", "--evidence", "kept"]);
    assert!(!faults(&reports(&first)[0]).is_empty(), "{}", first.stdout);
    let asked = scene.server.requests().len();
    let again = scene.run(["verify", "signed.pdf", "--replay", "kept", "--format", "json"]);
    assert_eq!((again.status, &again.stdout), (first.status, &first.stdout), "{}", again.stderr);
    assert_eq!(scene.server.requests().len(), asked, "a replay asks nobody");
}
