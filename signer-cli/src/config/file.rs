//! One file: every key known, every value of its kind, and where each stands.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::Failure;
use crate::files::{Input, folder_of};

use super::keys::{self, GENERAL, KNOWN, Kind, OF_FILE, OF_ROLE, ROLES, Value};

/// A configuration is a page of text; this is many.
const LONGEST: usize = 1 << 20;

/// A value and the line on which it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    pub(super) value: Value,
    pub(super) line: usize,
}

/// Values by key; those of a table by `table.key`.
pub(super) type Settings = BTreeMap<String, Setting>;

/// A file as it was read.
#[derive(Clone, Debug, Default)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// Its name, and the line that says so.
    pub(super) default_profile: Option<(String, usize)>,
    pub(super) project_folders: Vec<PathBuf>,
    /// What stands outside of every profile: it holds for all.
    pub(super) general: Settings,
    /// Each profile with the line on which it begins.
    pub(super) profiles: BTreeMap<String, (usize, Settings)>,
}

impl File {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, is no TOML, has a key that is not known, a value of the wrong kind, or a secret.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let octets = Input::open(path)?;
        let text = std::str::from_utf8(&octets).ok().filter(|text| text.len() <= LONGEST);
        let text = text.ok_or_else(|| Failure::usage("error-config-not-text").with("path", path.display()))?;
        Self::of_text(path, text)
    }

    fn of_text(path: &Path, text: &str) -> Result<Self, Failure> {
        let reader = Reader { path, text };
        let table = DeTable::parse(text).map_err(|error| {
            let line = reader.line(error.span().unwrap_or_default());
            let failure = Failure::usage("error-config-syntax").with("path", path.display()).with("line", line);
            failure.with("what", error.message())
        })?;
        let mut file = Self { path: path.to_owned(), ..Self::default() };
        for (key, value) in table.into_inner() {
            let name = key.get_ref().as_ref();
            match name {
                "default-profile" => {
                    file.default_profile = Some((reader.text(&key, &value)?, reader.line(key.span())));
                }
                "project-folders" => file.project_folders = reader.paths(&key, &value)?,
                "profile" => {
                    for (name, profile) in reader.table(&key, &value)? {
                        let mut settings = Settings::new();
                        for (key, value) in reader.table(name, profile)? {
                            reader.take(key, value, &[], &mut settings)?;
                        }
                        file.profiles.insert(name.get_ref().to_string(), (reader.line(name.span()), settings));
                    }
                }
                _ => reader.take(&key, &value, &OF_FILE, &mut file.general)?,
            }
        }
        Ok(file)
    }
}

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    /// A key of a profile, or one of its tables. `beside` are further keys to name where this one is unknown.
    fn take(
        &self,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        beside: &[&str],
        settings: &mut Settings,
    ) -> Result<(), Failure> {
        let name = key.get_ref().as_ref();
        if let Some((_, kind)) = GENERAL.iter().find(|(known, _)| *known == name) {
            settings.insert(name.to_owned(), self.setting(key, value, *kind)?);
            return Ok(());
        }
        if ROLES.contains(&name) {
            for (inner, value) in self.table(key, value)? {
                let known = OF_ROLE.iter().find(|(known, _)| *known == inner.get_ref().as_ref());
                let (_, kind) = known.ok_or_else(|| self.unknown(inner, OF_ROLE.iter().map(|(known, _)| *known)))?;
                settings.insert(format!("{name}.{}", inner.get_ref()), self.setting(inner, value, *kind)?);
            }
            return Ok(());
        }
        if name == KNOWN {
            for (inner, value) in self.table(key, value)? {
                let fingerprint = self.fingerprint(inner)?;
                settings.insert(format!("{KNOWN}.{fingerprint}"), self.setting(inner, value, Kind::Role)?);
            }
            return Ok(());
        }
        let tables = ROLES.iter().chain([&KNOWN]).chain(beside).copied();
        Err(self.unknown(key, GENERAL.iter().map(|(known, _)| *known).chain(tables)))
    }

    fn setting(&self, key: &Key<'_>, value: &Spanned<DeValue<'_>>, kind: Kind) -> Result<Setting, Failure> {
        let checked = match value.get_ref() {
            DeValue::String(text) => kind.of_text(text, folder_of(self.path)),
            DeValue::Integer(number) if kind == Kind::Millimetres => {
                number.as_str().parse().ok().and_then(Kind::of_number)
            }
            DeValue::Float(number) if kind == Kind::Millimetres => {
                number.as_str().parse().ok().and_then(Kind::of_number)
            }
            DeValue::Boolean(on) if kind == Kind::Switch => Some(Value::Switch(*on)),
            DeValue::Array(values) => {
                let texts: Option<Vec<&str>> = values.iter().map(|value| value.get_ref().as_str()).collect();
                texts.and_then(|texts| kind.of_texts(&texts, folder_of(self.path)))
            }
            _ => None,
        };
        let value = checked.ok_or_else(|| self.wrong(key, kind.word()))?;
        if let (Value::Text(text), "token") = (&value, key.get_ref().as_ref()) {
            self.token(key, text)?;
        }
        Ok(Setting { value, line: self.line(key.span()) })
    }

    /// A token is named by its label or a URI; a URI is read now, so that a PIN in it is found now.
    fn token(&self, key: &Key<'_>, text: &str) -> Result<(), Failure> {
        if !text.starts_with("pkcs11:") {
            return Ok(());
        }
        match text.parse::<signer_pkcs11::Uri>() {
            Ok(_) => Ok(()),
            Err(_) if text.contains("pin-value") => Err(self.failure("error-config-pin", key)),
            Err(error) => Err(self.wrong(key, "uri").because(error)),
        }
    }

    fn text(&self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Result<String, Failure> {
        let text = value.get_ref().as_str().filter(|text| !text.is_empty());
        text.map(str::to_owned).ok_or_else(|| self.wrong(key, Kind::Text.word()))
    }

    fn paths(&self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Result<Vec<PathBuf>, Failure> {
        match self.setting(key, value, Kind::Paths)?.value {
            Value::Paths(paths) => Ok(paths),
            _ => Err(self.wrong(key, Kind::Paths.word())),
        }
    }

    fn table<'v, 'i>(&self, key: &Key<'_>, value: &'v Spanned<DeValue<'i>>) -> Result<&'v DeTable<'i>, Failure> {
        value.get_ref().as_table().ok_or_else(|| self.wrong(key, "table"))
    }

    /// The SHA-256 of a certificate, as digits without marks between them.
    fn fingerprint(&self, key: &Key<'_>) -> Result<String, Failure> {
        let digits: String = key.get_ref().chars().filter(|c| !matches!(c, ':' | ' ')).collect();
        let is_whole = digits.len() == 64 && digits.bytes().all(|octet| octet.is_ascii_hexdigit());
        if is_whole { Ok(digits.to_uppercase()) } else { Err(self.wrong(key, "fingerprint")) }
    }

    fn unknown<'k>(&self, key: &Key<'_>, known: impl Iterator<Item = &'k str> + Clone) -> Failure {
        if keys::is_secret(key.get_ref()) {
            return self.failure("error-config-pin", key);
        }
        match keys::nearest(key.get_ref(), known.clone()) {
            Some(nearest) => self.failure("error-config-key-near", key).with("nearest", nearest),
            None => self.failure("error-config-key", key).with("known", known.collect::<Vec<_>>().join(", ")),
        }
    }

    fn wrong(&self, key: &Key<'_>, wanted: &str) -> Failure {
        self.failure("error-config-value", key).with("wanted", wanted)
    }

    fn failure(&self, id: &'static str, key: &Key<'_>) -> Failure {
        let failure = Failure::usage(id).with("path", self.path.display()).with("line", self.line(key.span()));
        failure.with("key", key.get_ref())
    }

    fn line(&self, span: Range<usize>) -> usize {
        let before = self.text.as_bytes().iter().take(span.start);
        before.filter(|octet| **octet == b'\n').count().saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Language, Messages};

    fn read(text: &str) -> Result<File, Failure> {
        File::of_text(Path::new("/etc/signer/signer.toml"), text)
    }

    fn refusal(text: &str) -> String {
        let failure = read(text).unwrap_err();
        assert_eq!(failure.exit(), crate::error::Exit::Usage);
        failure.render(&Messages::new(Language::English))
    }

    #[test]
    fn every_key_is_read_with_its_line() {
        let file = read(
            "default-profile = 'a'\nlanguage = 'vi'\n[profile.a]\nagency = 'SỞ NỘI VỤ'\nseal-diameter = 36\n\
             tsa = ['http://tsa.example']\ntrust = 'root.pem'\n[profile.a.organisation]\ntoken = 'Van thu'\n",
        )
        .unwrap();
        assert_eq!(file.default_profile, Some(("a".to_owned(), 1)));
        assert_eq!(file.general.get("language").map(|setting| setting.line), Some(2));
        let (_, profile) = file.profiles.get("a").unwrap();
        let value = |key: &str| profile.get(key).map(|setting| (setting.value.clone(), setting.line)).unwrap();
        assert_eq!(value("seal-diameter"), (Value::Millimetres(36.0), 5));
        assert_eq!(value("trust"), (Value::Paths(vec!["/etc/signer/root.pem".into()]), 7));
        assert_eq!(value("organisation.token"), (Value::Text("Van thu".into()), 9));
    }

    #[test]
    fn an_unknown_key_is_refused_and_the_nearest_named() {
        let words = refusal("language = 'vi'\ntokn = 'a'\n");
        assert!(words.contains("line 2") && words.contains("`tokn`") && words.contains("`token`"), "{words}");
        assert!(refusal("[profile.a.personal]\nagency = 'x'\n").contains("module, token, certificate, image"));
        assert!(refusal("[profile.a]\ndefault-profile = 'x'\n").contains("unknown key"));
    }

    #[test]
    fn a_pin_is_refused_wherever_it_stands_and_never_repeated() {
        for text in [
            "pin = '13572468'",
            "[profile.a]\nPIN = 13572468",
            "[profile.a.personal]\nmat-khau = '13572468'",
            "token = 'pkcs11:token=a?pin-value=13572468'",
        ] {
            let words = refusal(text);
            assert!(words.contains("PIN") && !words.contains("13572468"), "{words}");
        }
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_refused() {
        for text in [
            "level = 'b-x'",
            "seal-diameter = 360",
            "tsa = 'tsa.example'",
            "agency = 5",
            "trust = [1]",
            "online = 'yes'",
        ] {
            assert!(refusal(text).contains("line 1"), "{text}");
        }
        assert!(refusal("[roles]\nabc = 'personal'").contains("SHA-256"));
        assert!(refusal("language = ").contains("line 1"));
    }
}
