//! `signer config init`: a few questions, and the configuration is written.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::config::Init;
use crate::config::keys::{GENERAL, KNOWN, Kind, OF_ROLE, ROLES, Value, is_secret, nearest};
use crate::config::{Choice, edit, place};
use crate::error::{Exit, Failure};
use crate::files::folder_of;
use crate::message::Arguments as Words;
use crate::output::Terminal;

use super::questions::Questions;
use super::{allow_folder, user_file};

/// The name of a profile that nobody named.
const UNNAMED: &str = "default";

pub(super) fn run(init: &Init, choice: &Choice, terminal: &Terminal) -> Result<Exit, Failure> {
    let path = match (&choice.file, init.project) {
        (Some(path), _) => path.clone(),
        (None, true) => place::NAME.into(),
        (None, false) => user_file()?,
    };
    let here =
        std::env::current_dir().map_err(|error| Failure::broken("error-folder").with("path", ".").because(error))?;
    let mut values = BTreeMap::new();
    for setting in &init.set {
        let (key, value) = set(setting, &here)?;
        values.insert(key, value);
    }
    if !init.no_questions {
        Questions::new(terminal, &here).ask(&mut values)?;
    }
    let name = choice.profile.as_deref().unwrap_or(UNNAMED);
    edit::add_profile(&path, name, &values, &terminal.messages.text("config-comment"))?;
    terminal.remark("config-written", &Words::new().with("path", path.display()).with("profile", name));
    if init.project && choice.file.is_none() {
        return allow_folder(folder_of(&path), terminal);
    }
    Ok(Exit::Passed)
}

/// `KEY=VALUE` of `--set`. A value of several has commas between them.
fn set(setting: &str, here: &Path) -> Result<(String, Value), Failure> {
    let (key, text) =
        setting.split_once('=').ok_or_else(|| Failure::usage("error-config-set").with("text", setting))?;
    let kind = kind_of(key)?;
    let value = value_of(kind, text, here);
    let value =
        value.ok_or_else(|| Failure::usage("error-config-set-value").with("key", key).with("wanted", kind.word()))?;
    Ok((key.to_owned(), value))
}

/// A text as a value; a list has commas between its parts.
pub(super) fn value_of(kind: Kind, text: &str, here: &Path) -> Option<Value> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    match kind {
        Kind::Paths | Kind::Urls => kind.of_texts(&parts, here),
        _ => kind.of_text(text.trim(), here),
    }
}

fn kind_of(key: &str) -> Result<Kind, Failure> {
    let of_roles =
        || ROLES.iter().flat_map(|role| OF_ROLE.iter().map(move |(key, kind)| (format!("{role}.{key}"), *kind)));
    let all: Vec<(String, Kind)> =
        GENERAL.iter().map(|(key, kind)| ((*key).to_owned(), *kind)).chain(of_roles()).collect();
    if let Some((_, kind)) = all.iter().find(|(known, _)| known == key) {
        return Ok(*kind);
    }
    let last = key.rsplit('.').next().unwrap_or(key);
    if key
        .strip_prefix(KNOWN)
        .is_some_and(|rest| rest.len() == 65 && rest.bytes().skip(1).all(|octet| octet.is_ascii_hexdigit()))
    {
        return Ok(Kind::Role);
    }
    if is_secret(last) {
        return Err(Failure::usage("error-config-set-pin").with("key", key));
    }
    let known = all.iter().map(|(known, _)| known.as_str());
    Err(match nearest(key, known.clone()) {
        Some(nearest) => Failure::usage("error-config-set-key-near").with("key", key).with("nearest", nearest),
        None => {
            Failure::usage("error-config-set-key").with("key", key).with("known", known.collect::<Vec<_>>().join(", "))
        }
    })
}
