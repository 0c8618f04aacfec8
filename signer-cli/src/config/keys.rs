//! The keys that `signer.toml` knows, and what a value of each must be.

use std::path::{Path, PathBuf};

use crate::outside::Host;

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Path,
    Paths,
    Urls,
    Millimetres,
    Level,
    Language,
    Role,
    Hosts,
    Switch,
}

/// The keys of a profile, in the order in which they are shown.
pub(crate) const GENERAL: [(&str, Kind); 17] = [
    ("agency", Kind::Text),
    ("module", Kind::Path),
    ("token", Kind::Text),
    ("certificate", Kind::Text),
    ("image", Kind::Path),
    ("signer-name", Kind::Text),
    ("title", Kind::Text),
    ("seal-diameter", Kind::Millimetres),
    ("tsa", Kind::Urls),
    ("trust", Kind::Paths),
    ("intermediates", Kind::Paths),
    ("level", Kind::Level),
    ("language", Kind::Language),
    ("out-dir", Kind::Path),
    ("online", Kind::Switch),
    ("allow-host", Kind::Hosts),
    ("cache", Kind::Path),
];

/// The keys of the tables `personal` and `organisation`: what differs between the leader's key and the seal's.
pub(crate) const OF_ROLE: [(&str, Kind); 6] = [
    ("module", Kind::Path),
    ("token", Kind::Text),
    ("certificate", Kind::Text),
    ("image", Kind::Path),
    ("signer-name", Kind::Text),
    ("title", Kind::Text),
];

/// The tables of a profile that have the keys of [`OF_ROLE`].
pub(crate) const ROLES: [&str; 2] = ["personal", "organisation"];

/// The table of certificates whose role is known: SHA-256 of the certificate, and the role.
pub(crate) const KNOWN: &str = "roles";

/// Keys of a file as a whole, beside those of a profile.
pub(crate) const OF_FILE: [&str; 3] = ["default-profile", "project-folders", "profile"];

/// A value, checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Texts(Vec<String>),
    Path(PathBuf),
    Paths(Vec<PathBuf>),
    Millimetres(f64),
    Switch(bool),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Texts(texts) => f.write_str(&texts.join(", ")),
            Self::Path(path) => path.display().fmt(f),
            Self::Paths(paths) => {
                f.write_str(&paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "))
            }
            Self::Millimetres(number) => write!(f, "{number} mm"),
            Self::Switch(on) => on.fmt(f),
        }
    }
}

impl Kind {
    /// The word by which the catalogue says what is wanted.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Path => "path",
            Self::Paths => "paths",
            Self::Urls => "urls",
            Self::Millimetres => "millimetres",
            Self::Level => "level",
            Self::Language => "language",
            Self::Role => "role",
            Self::Hosts => "hosts",
            Self::Switch => "switch",
        }
    }

    /// A text as a value of this kind; paths are relative to `folder`.
    pub(crate) fn of_text(self, text: &str, folder: &Path) -> Option<Value> {
        let one_of = |known: &[&str]| known.contains(&text).then(|| Value::Text(text.to_owned()));
        match self {
            _ if text.is_empty() => None,
            Self::Text => Some(Value::Text(text.to_owned())),
            Self::Path => Some(Value::Path(resolve(text, folder))),
            Self::Paths => Some(Value::Paths(vec![resolve(text, folder)])),
            Self::Urls => is_url(text).then(|| Value::Texts(vec![text.to_owned()])),
            Self::Millimetres => text.parse().ok().and_then(Self::of_number),
            Self::Level => one_of(&["b-b", "b-t", "b-lt", "b-lta"]),
            Self::Language => one_of(&["vi", "en"]),
            Self::Role => one_of(&ROLES),
            Self::Hosts => text.parse::<Host>().is_ok().then(|| Value::Texts(vec![text.to_owned()])),
            Self::Switch => text.parse().ok().map(Value::Switch),
        }
    }

    /// Several texts as a value, where the kind takes several.
    pub(crate) fn of_texts(self, texts: &[&str], folder: &Path) -> Option<Value> {
        match self {
            _ if texts.iter().any(|text| text.is_empty()) => None,
            Self::Paths => Some(Value::Paths(texts.iter().map(|text| resolve(text, folder)).collect())),
            Self::Hosts if texts.iter().all(|text| text.parse::<Host>().is_ok()) => {
                Some(Value::Texts(texts.iter().map(|text| (*text).to_owned()).collect()))
            }
            Self::Urls if texts.iter().all(|text| is_url(text)) => {
                Some(Value::Texts(texts.iter().map(|text| (*text).to_owned()).collect()))
            }
            _ => None,
        }
    }

    /// A length: Decree 99/2016 knows seals of 15 to 50 mm.
    pub(crate) fn of_number(number: f64) -> Option<Value> {
        (10.0..=60.0).contains(&number).then_some(Value::Millimetres(number))
    }
}

fn is_url(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

/// A path as it is meant in a file of `folder`: `~/` is the home folder, everything else relative to the file.
pub(crate) fn resolve(text: &str, folder: &Path) -> PathBuf {
    match (text.strip_prefix("~/"), super::place::home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => folder.join(text),
    }
}

/// Words under which somebody might write a PIN down.
const SECRETS: [&str; 9] =
    ["pin", "pinvalue", "userpin", "tokenpin", "password", "passphrase", "matkhau", "mapin", "secret"];

/// Whether the key asks for a secret, which has no place in the file.
pub(crate) fn is_secret(key: &str) -> bool {
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    SECRETS.contains(&plain.as_str())
}

/// The known key that is most like the one given, if any is like it.
pub(crate) fn nearest<'a>(key: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let key = key.to_lowercase().replace('_', "-");
    let like = known.map(|known| (strsim::jaro_winkler(&key, known), known)).filter(|(like, _)| *like > 0.75);
    like.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_found_or_none() {
        let names = || GENERAL.iter().map(|(name, _)| *name);
        assert_eq!(nearest("tokn", names()), Some("token"));
        assert_eq!(nearest("seal_diameter", names()), Some("seal-diameter"));
        assert_eq!(nearest("outdir", names()), Some("out-dir"));
        assert_eq!(nearest("xyz", names()), None);
    }

    #[test]
    fn a_pin_is_known_under_many_names() {
        for key in ["pin", "PIN", "pin-value", "user_pin", "Password", "mat-khau"] {
            assert!(is_secret(key), "{key}");
        }
        assert!(!is_secret("pinboard") && !is_secret("token"));
    }

    #[test]
    fn values_are_checked_by_their_kind() {
        let folder = Path::new("/etc/signer");
        assert_eq!(Kind::Path.of_text("a.png", folder), Some(Value::Path("/etc/signer/a.png".into())));
        assert_eq!(Kind::Urls.of_text("ftp://a", folder), None);
        assert_eq!(Kind::Level.of_text("b-x", folder), None);
        assert_eq!(Kind::Hosts.of_text("ca.local:8080", folder), Some(Value::Texts(vec!["ca.local:8080".into()])));
        assert_eq!(Kind::Hosts.of_text("http://ca.local", folder), None);
        assert_eq!(Kind::Switch.of_text("yes", folder), None);
        assert_eq!(Kind::Millimetres.of_text("36", folder), Some(Value::Millimetres(36.0)));
        assert_eq!(Kind::of_number(360.0), None);
        assert_eq!(Kind::of_number(f64::NAN), None);
    }
}
