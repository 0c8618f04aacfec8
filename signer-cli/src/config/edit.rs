//! Writing `signer.toml`: what stands in it already stays as it is.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use crate::error::Failure;
use crate::files::{Existing, Output, folder_of};

use super::file::File;
use super::keys::{self, Value};

/// Adds a profile to the file, which is made if it is not there.
///
/// # Errors
/// The file cannot be used or written, or has such a profile.
pub(crate) fn add_profile(
    path: &Path,
    name: &str,
    values: &BTreeMap<String, Value>,
    comment: &str,
) -> Result<(), Failure> {
    let mut text = String::new();
    if path.is_file() {
        let file = File::read(path)?;
        if file.profiles.contains_key(name) {
            return Err(Failure::broken("error-config-exists").with("path", path.display()).with("profile", name));
        }
        text = read(path)?;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push('\n');
    } else {
        for line in comment.lines() {
            let _written = writeln!(text, "# {line}");
        }
        let _written = writeln!(text, "default-profile = {}\n", quoted(name));
    }
    text.push_str(&profile(name, values));
    write(path, &text)
}

/// Lists the folder in `project-folders` of the file, which is made if it is not there.
///
/// # Errors
/// The file cannot be used or written.
pub(crate) fn allow(path: &Path, folder: &Path) -> Result<(), Failure> {
    let (text, mut folders) = match path.is_file() {
        true => (read(path)?, File::read(path)?.project_folders),
        false => (String::new(), Vec::new()),
    };
    if folders.iter().any(|one| one == folder) {
        return Ok(());
    }
    folders.push(folder.to_owned());
    let list = paths(&folders);
    let there = DeTable::parse(&text).ok().and_then(|table| table.get_ref().get("project-folders").map(|v| v.span()));
    let text = match there.and_then(|span| Some((text.get(..span.start)?, text.get(span.end..)?))) {
        Some((before, after)) => format!("{before}{list}{after}"),
        // What belongs to no table stands before the first one.
        None => format!("project-folders = {list}\n{text}"),
    };
    write(path, &text)
}

fn profile(name: &str, values: &BTreeMap<String, Value>) -> String {
    let mut text = format!("[profile.{}]\n", bare(name));
    let own = keys::GENERAL.iter().filter_map(|(key, _)| values.get_key_value(*key));
    for (key, value) in own {
        let _written = writeln!(text, "{key} = {}", literal(value));
    }
    for table in keys::ROLES.iter().chain([&keys::KNOWN]) {
        let prefix = format!("{table}.");
        let mut inner = values.iter().filter_map(|(key, value)| Some((key.strip_prefix(&prefix)?, value))).peekable();
        if inner.peek().is_some() {
            let _written = writeln!(text, "\n[profile.{}.{table}]", bare(name));
        }
        for (key, value) in inner {
            let _written = writeln!(text, "{} = {}", bare(key), literal(value));
        }
    }
    text
}

fn literal(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Path(path) => quoted(&path.to_string_lossy()),
        Value::Texts(texts) => format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")),
        Value::Paths(all) => paths(all),
        Value::Millimetres(number) => number.to_string(),
        Value::Switch(on) => on.to_string(),
    }
}

fn paths(all: &[PathBuf]) -> String {
    format!("[{}]", all.iter().map(|path| quoted(&path.to_string_lossy())).collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A key as it is, where TOML permits that.
fn bare(key: &str) -> String {
    let plain = key.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'));
    if plain && !key.is_empty() { key.to_owned() } else { quoted(key) }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::broken("error-read").with("path", path.display()).because(error))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::broken("error-make-folder").with("path", folder.display()).because(error))?;
    let existing = if path.exists() { Existing::Input } else { Existing::Keep };
    Output::new(path, existing, &[])?.write(&[text.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/signer.toml");
        let values = BTreeMap::from([
            ("agency".to_owned(), Value::Text("SỞ \"NỘI\" VỤ".to_owned())),
            ("seal-diameter".to_owned(), Value::Millimetres(36.5)),
            ("organisation.token".to_owned(), Value::Text("Văn thư".to_owned())),
            ("trust".to_owned(), Value::Paths(vec!["/a b".into(), "/c".into()])),
        ]);
        add_profile(&path, "sở-nội-vụ", &values, "a comment").unwrap();
        add_profile(&path, "other", &values, "a comment").unwrap();
        assert_eq!(add_profile(&path, "other", &values, "").unwrap_err().id(), "error-config-exists");
        allow(&path, Path::new("/work")).unwrap();
        allow(&path, Path::new("/home")).unwrap();
        allow(&path, Path::new("/work")).unwrap();
        let file = File::read(&path).unwrap();
        assert_eq!(file.project_folders, [PathBuf::from("/work"), "/home".into()]);
        for name in ["sở-nội-vụ", "other"] {
            let (_, settings) = file.profiles.get(name).unwrap();
            let read: BTreeMap<_, _> =
                settings.iter().map(|(key, setting)| (key.clone(), setting.value.clone())).collect();
            assert_eq!(read, values);
        }
    }
}
