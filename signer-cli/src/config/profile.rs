//! The settings that hold, each with where it comes from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use signer_core::policy::KnownRole;
use signer_core::report::Role as CertificateRole;

use crate::cli::sign::Role;
use crate::message::Language;
use crate::outside::Host;

use super::keys::{KNOWN, Value};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The user's own file.
    User { path: PathBuf, line: usize },
    /// The file of the folder in which the work is done.
    Project { path: PathBuf, line: usize },
    /// The file of `--config` or `SIGNER_CONFIG`.
    Named { path: PathBuf, line: usize },
    /// An environment variable.
    Environment(&'static str),
    /// The command line.
    CommandLine,
}

/// What was configured. Options of the command line speak first; this answers where they are silent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    pub(super) name: Option<(String, Origin)>,
    pub(super) values: BTreeMap<String, (Value, Origin)>,
}

/// The key that a role signs with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeySettings {
    pub(crate) module: Option<PathBuf>,
    pub(crate) token: Option<String>,
    pub(crate) certificate: Option<String>,
}

impl Profile {
    /// The name of the profile, if one was chosen.
    pub(crate) fn name(&self) -> Option<&(String, Origin)> {
        self.name.as_ref()
    }

    /// A value and where it comes from, by its key: `agency`, `organisation.token`.
    pub(crate) fn get(&self, key: &str) -> Option<&(Value, Origin)> {
        self.values.get(key)
    }

    /// Every value whose key begins so.
    pub(crate) fn all<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a (Value, Origin))> {
        self.values.iter().filter_map(move |(key, value)| key.strip_prefix(prefix).map(|rest| (rest, value)))
    }

    /// The agency's name.
    pub(crate) fn agency(&self) -> Option<&str> {
        self.text("agency")
    }

    /// What the role signs with: its own table, else what holds for all.
    ///
    /// A table of the role that names a token means that one: the general certificate belongs to another.
    pub(crate) fn key_of(&self, role: Role) -> KeySettings {
        let own = |key: &str| table(role).map(|table| format!("{table}.{key}"));
        let own_text = |key: &str| own(key).and_then(|key| self.text(&key)).map(str::to_owned);
        let token = own_text("token");
        let certificate = match (&token, own_text("certificate")) {
            (_, Some(certificate)) => Some(certificate),
            (Some(_), None) => None,
            (None, None) => self.text("certificate").map(str::to_owned),
        };
        let module = own("module").and_then(|key| self.path(&key)).or_else(|| self.path("module"));
        let token = token.or_else(|| self.text("token").map(str::to_owned));
        KeySettings { module: module.map(Path::to_owned), token, certificate }
    }

    /// Every module that is named, for whichever role.
    pub(crate) fn modules(&self) -> Vec<PathBuf> {
        let keys = ["module", "personal.module", "organisation.module"];
        let mut modules: Vec<PathBuf> = keys.iter().filter_map(|key| self.path(key)).map(Path::to_owned).collect();
        modules.dedup();
        modules
    }

    /// The image that the role shows on the page.
    pub(crate) fn image_of(&self, role: Role) -> Option<&Path> {
        let own = match role {
            Role::Personal => self.path("personal.image"),
            Role::Organisation => self.path("organisation.image"),
            Role::Attachment | Role::Copy | Role::NumberDate => return None,
            Role::Plain => None,
        };
        own.or_else(|| self.path("image"))
    }

    /// The full name that is printed below the signature of the role.
    pub(crate) fn signer_name_of(&self, role: Role) -> Option<String> {
        self.of_person(role, "signer-name")
    }

    /// The title that is printed above the signature of the role.
    pub(crate) fn title_of(&self, role: Role) -> Option<String> {
        self.of_person(role, "title")
    }

    /// Names and titles are those of persons: what the organisation signs has none of its own.
    fn of_person(&self, role: Role, key: &str) -> Option<String> {
        if table(role) == Some("organisation") {
            return None;
        }
        let own = self.text(&format!("personal.{key}"));
        own.or_else(|| self.text(key)).map(str::to_owned)
    }

    /// The diameter of the seal in millimetres.
    pub(crate) fn seal_diameter(&self) -> Option<f64> {
        match self.get("seal-diameter") {
            Some((Value::Millimetres(number), _)) => Some(*number),
            _ => None,
        }
    }

    /// The time-stamp authorities, in the order in which they are to be asked.
    pub(crate) fn tsa(&self) -> &[String] {
        match self.get("tsa") {
            Some((Value::Texts(texts), _)) => texts,
            _ => &[],
        }
    }

    /// Files and folders of trusted certificates.
    pub(crate) fn trust(&self) -> &[PathBuf] {
        self.paths("trust")
    }

    /// Files and folders of certificates between signer and root.
    pub(crate) fn intermediates(&self) -> &[PathBuf] {
        self.paths("intermediates")
    }

    /// The level of signatures: `b-b`, `b-t`, `b-lt`, `b-lta`.
    pub(crate) fn level(&self) -> Option<&str> {
        self.text("level")
    }

    /// The language of messages.
    pub(crate) fn language(&self) -> Option<Language> {
        match self.text("language") {
            Some("vi") => Some(Language::Vietnamese),
            Some(_) => Some(Language::English),
            None => None,
        }
    }

    /// Where signed documents go.
    pub(crate) fn out_dir(&self) -> Option<&Path> {
        self.path("out-dir")
    }

    /// Whether levels may fetch what is missing. Verification asks nobody unless the command line says so.
    pub(crate) fn online(&self) -> bool {
        matches!(self.get("online"), Some((Value::Switch(true), _)))
    }

    /// Hosts that may be asked in a private network.
    pub(crate) fn allowed_hosts(&self) -> Vec<Host> {
        match self.get("allow-host") {
            Some((Value::Texts(texts), _)) => texts.iter().filter_map(|text| text.parse().ok()).collect(),
            _ => Vec::new(),
        }
    }

    /// Where what was fetched is kept.
    pub(crate) fn cache(&self) -> Option<&Path> {
        self.path("cache")
    }

    /// The certificates whose role is known, for a verifier's policy.
    pub(crate) fn known_roles(&self) -> Vec<KnownRole> {
        let prefix = format!("{KNOWN}.");
        let known = self.all(&prefix).map(|(certificate, (value, _))| {
            let role = match value {
                Value::Text(role) if role == "personal" => CertificateRole::Personal,
                _ => CertificateRole::Organisation,
            };
            KnownRole { certificate: certificate.to_owned(), role }
        });
        known.collect()
    }

    fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some((Value::Text(text), _)) => Some(text),
            _ => None,
        }
    }

    fn path(&self, key: &str) -> Option<&Path> {
        match self.get(key) {
            Some((Value::Path(path), _)) => Some(path),
            _ => None,
        }
    }

    fn paths(&self, key: &str) -> &[PathBuf] {
        match self.get(key) {
            Some((Value::Paths(paths), _)) => paths,
            _ => &[],
        }
    }
}

/// The table of a role. Attachments, copies and the number are the organisation's to sign (Decree 30/2020).
const fn table(role: Role) -> Option<&'static str> {
    match role {
        Role::Personal => Some("personal"),
        Role::Organisation | Role::Attachment | Role::Copy | Role::NumberDate => Some("organisation"),
        Role::Plain => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(values: &[(&str, &str)]) -> Profile {
        let value = |text: &str| (Value::Text(text.to_owned()), Origin::CommandLine);
        Profile { name: None, values: values.iter().map(|(key, text)| ((*key).to_owned(), value(text))).collect() }
    }

    #[test]
    fn a_role_signs_with_its_own_key_else_with_the_general_one() {
        let profile = profile(&[("token", "A"), ("certificate", "a"), ("organisation.token", "B")]);
        let key = |role| {
            let key = profile.key_of(role);
            (key.token.unwrap(), key.certificate)
        };
        assert_eq!(key(Role::Personal), ("A".to_owned(), Some("a".to_owned())));
        assert_eq!(key(Role::Organisation), ("B".to_owned(), None));
        assert_eq!(key(Role::Copy), ("B".to_owned(), None));
        assert_eq!((profile.agency(), profile.seal_diameter(), profile.image_of(Role::Copy)), (None, None, None));
        assert!(profile.tsa().is_empty());
        assert_eq!(key(Role::Plain), ("A".to_owned(), Some("a".to_owned())));
    }
}
