//! What is seen: images, seals and text on pages in the layout of Decree 30/2020, measured where they were drawn.

mod archive;
mod awkward;
mod chain;
mod journal;
pub(crate) mod picture;
mod refusals;
mod seen;

use std::env;
use std::path::PathBuf;
use std::process::Command;

use test_vectors::letter::{Faces, Letter, Sheet};

use crate::desk::{Desk, Run};

pub(crate) const TITLE: &str = "PHÓ CHỦ TỊCH";
pub(crate) const NAME: &str = "Nguyễn Văn An";

/// A desk with a decision of two pages, an attachment, the image of a signature and a seal.
pub(crate) fn desk() -> Option<Desk> {
    let Some(faces) = Faces::find() else {
        assert!(env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "fonts-liberation2 is required and not installed");
        test_vectors::say("skipped: Liberation Serif is not installed");
        return None;
    };
    let desk = Desk::new();
    let decision = Letter::new(vec![Sheet::decision(), Sheet::decision_end(TITLE, NAME)]);
    desk.put("decision.pdf", decision.build(&faces));
    desk.put("attachment.pdf", Letter::new(vec![Sheet::new()]).build(&faces));
    desk.put("signature.png", picture::signature());
    desk.put("seal.png", picture::seal());
    Some(desk)
}

/// A program, or a word that it is missing.
pub(crate) fn peer(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    if found.is_none() {
        assert!(env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "{name} is required and not installed");
        test_vectors::say(format_args!("skipped: {name} is not installed"));
    }
    found
}

/// What another program says of a file of the desk.
pub(crate) fn ask(program: &PathBuf, desk: &Desk, arguments: &[&str]) -> String {
    let output = Command::new(program).current_dir(desk.folder()).args(arguments).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub(crate) fn sign(desk: &Desk, who: &str, role: &str, input: &str, output: &str, more: &[&str]) -> Run {
    let (key, certificate) = (format!("{who}.key"), format!("{who}.pem"));
    let fixed = ["sign", input, "--as", role, "--key", &key, "--cert", &certificate, "-o", output];
    desk.run(fixed.iter().chain(more))
}

pub(crate) fn signed(desk: &Desk, who: &str, role: &str, input: &str, output: &str, more: &[&str]) {
    let run = sign(desk, who, role, input, output, more);
    assert_eq!(run.status, 0, "{}", run.stderr);
}
