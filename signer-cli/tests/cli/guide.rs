//! `docs/huong-dan.md`: what stands there is what happens. `UPDATE_GUIDE=1` writes it anew.

use std::fs;
use std::path::Path;

use crate::stamps;

/// The guide, from this crate.
const GUIDE: &str = "../docs/huong-dan.md";

/// The words of a command line, as a shell parts them.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The lines that the guide shows: what came of it, and each signature; not the particulars.
fn is_result(line: &str) -> bool {
    let indented = line.len() - line.trim_start().len();
    indented == 0 || indented == 2 && line.trim_start().starts_with(|character: char| character.is_ascii_digit())
}

/// Times and digests differ from run to run.
fn masked(text: &str) -> String {
    text.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect()
}

/// The clerk's path in the guide: at most six commands, each ends well, and says what stands there.
#[test]
fn the_guide_shows_what_happens() {
    let Some(desk) = stamps::desk() else { return };
    for (from, to) in [
        ("decision.pdf", "quyet-dinh.pdf"),
        ("signature.png", "chu-ky.png"),
        ("seal.png", "con-dau.png"),
        ("person.key", "lanh-dao.key"),
        ("person.pem", "lanh-dao.pem"),
        ("office.key", "co-quan.key"),
        ("office.pem", "co-quan.pem"),
        ("root.pem", "goc.pem"),
    ] {
        fs::rename(desk.path(from), desk.path(to)).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(GUIDE);
    let guide = fs::read_to_string(&path).unwrap();
    let home = desk.folder().to_owned();
    let (mut written, mut commands, mut output) = (String::new(), 0, false);
    for line in guide.lines() {
        if line == "```" {
            output = false;
        }
        if !output {
            written.push_str(line);
            written.push('\n');
        }
        if let Some(command) = line.strip_prefix("$ signer ") {
            commands += 1;
            output = true;
            let run =
                desk.command().env("LANG", "vi_VN.UTF-8").env("HOME", &home).args(words(command)).output().unwrap();
            let said = String::from_utf8(run.stdout).unwrap();
            let complaints = String::from_utf8_lossy(&run.stderr);
            assert_eq!(run.status.code(), Some(0), "{line}\n{said}{complaints}");
            said.lines().filter(|line| is_result(line)).for_each(|line| written.push_str(&format!("{line}\n")));
        }
    }
    assert!((1..=6).contains(&commands), "{commands} commands");
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let same = masked(&guide) == masked(&written) || std::env::var_os("UPDATE_GUIDE").is_some();
    assert!(same, "UPDATE_GUIDE=1 writes the guide anew:\n{written}");
}
