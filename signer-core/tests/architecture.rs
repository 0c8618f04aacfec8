//! The arrows of `docs/architecture.md`, read from the sources: a module uses only what is below it.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a test of small numbers stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From the top down. A module may use those of later lines; within a line only what [`SIBLINGS`] lists.
const LAYERS: [&[&str]; 7] = [
    &["batch"],
    &["sign", "verify", "stamp"],
    &["report", "policy", "changes", "hazards"],
    &["evidence"],
    &["pdf", "cms", "pki"],
    &["crypto", "signer"],
    &["algorithm", "oid", "der", "time", "limits", "error", "safe"],
];

/// Arrows within a line, beside those of the lowest, whose modules may use each other.
///
/// A policy sets the level of checks, and the table of checks is the report's; so are the words for what changed. A
/// signature shows a stamp, which knows nothing of signatures. What was replaced before signing is told as what was replaced after it.
const SIBLINGS: [(&str, &str); 5] =
    [("policy", "report"), ("changes", "report"), ("sign", "stamp"), ("hazards", "report"), ("hazards", "changes")];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn permitted(from: &str, to: &str) -> bool {
    let (Some(above), Some(below)) = (layer(from), layer(to)) else { return false };
    from == to || above < below || above == below && (above == LAYERS.len() - 1 || SIBLINGS.contains(&(from, to)))
}

/// The sources of the crate, each with the module it belongs to.
fn sources() -> Vec<(String, PathBuf)> {
    fn visit(folder: &Path, module: Option<&str>, found: &mut Vec<(String, PathBuf)>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let module = module.unwrap_or(&stem);
            if path.is_dir() {
                visit(&path, Some(module), found);
            } else if stem != "lib" {
                found.push((module.to_owned(), path));
            }
        }
    }
    let mut found = Vec::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), None, &mut found);
    found
}

/// The modules a source names as `crate::module` or in `crate::{…}`.
fn uses(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in code(source).split("crate::").skip(1) {
        if let Some(group) = after.strip_prefix('{') {
            found.extend(group_names(group));
        } else {
            found.insert(identifier(after));
        }
    }
    found
}

/// A source without comments and unit tests.
fn code(source: &str) -> String {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect()
}

/// The first names of a group: `a, b::{c, d}, e}` has `a`, `b` and `e`.
fn group_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut start) = (0_usize, Vec::new(), true);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            _ if start && !character.is_whitespace() => {
                names.push(identifier(&group[at..]));
                start = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

#[test]
fn every_module_has_a_place() {
    let homeless: BTreeSet<String> =
        sources().into_iter().map(|(module, _)| module).filter(|module| layer(module).is_none()).collect();
    assert!(homeless.is_empty(), "modules without a layer: {homeless:?}");
}

#[test]
fn a_module_uses_only_what_is_below_it() {
    let mut wrong = Vec::new();
    for (module, path) in sources() {
        for used in uses(&fs::read_to_string(&path).unwrap()) {
            if !permitted(&module, &used) {
                wrong.push(format!("{}: {module} -> {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that point up or aside:\n{}", wrong.join("\n"));
}

/// What a pure function of octets and times has no use for. Threads only in `batch`.
const WORLD: [&str; 9] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::os",
    "SystemTime",
    "Instant::now",
    "std::thread",
];

#[test]
fn the_core_meets_no_file_socket_process_or_clock() {
    let mut wrong = Vec::new();
    for (module, path) in sources() {
        let source = code(&fs::read_to_string(&path).unwrap());
        let named = WORLD.iter().filter(|name| source.contains(**name));
        wrong.extend(
            named
                .filter(|name| !(module == "batch" && **name == "std::thread"))
                .map(|name| format!("{}: {name}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "the core reaches outside:\n{}", wrong.join("\n"));
}

#[test]
fn the_readings_of_imports_are_right() {
    let source = "use crate::der::{Reader, Tag};\n// crate::verify\nuse crate::{error::{A, B}, time};\nfn f() -> crate::oid::Oid {}\n";
    let expected = ["der", "error", "oid", "time"].map(str::to_owned);
    assert_eq!(uses(source), BTreeSet::from(expected));
}
