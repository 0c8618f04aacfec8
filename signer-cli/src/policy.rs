//! The policy that the command line names: a built-in one, or a file.

use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use signer_core::policy::{BUILT_IN, Policy, PolicyFile};

use crate::error::Failure;

/// The longest policy file, in octets: a list of checks and digests has a few thousand.
const LONGEST: u64 = 1 << 20;

/// A policy, and the file that it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) policy: Policy,
    /// The octets of its file; `None` where it is built in.
    pub(crate) file: Option<Vec<u8>>,
}

impl Chosen {
    /// The SHA-256 of its file, lower-case hexadecimal.
    pub(crate) fn sha256(&self) -> Option<String> {
        self.file.as_ref().map(|octets| hex::encode(digest(&SHA256, octets)))
    }
}

/// A built-in policy by its name, else the file of that name.
pub(crate) fn chosen(named: &str) -> Result<Chosen, Failure> {
    if let Some(policy) = Policy::built_in(named) {
        return Ok(Chosen { policy, file: None });
    }
    let path = Path::new(named);
    if !path.exists() {
        return Err(Failure::usage("error-policy-unknown").with("policy", named).with("known", BUILT_IN.join(", ")));
    }
    let wrong = || Failure::broken("error-policy").with("path", path.display());
    let length = std::fs::metadata(path).map_err(|error| wrong().because(error))?.len();
    if length > LONGEST {
        return Err(wrong().because(format!("{length} octets")));
    }
    let text = std::fs::read_to_string(path).map_err(|error| wrong().because(error))?;
    let json = text.trim_start().starts_with('{');
    let file: PolicyFile = if json {
        serde_json::from_str(&text).map_err(|error| wrong().because(error))?
    } else {
        toml::from_str(&text).map_err(|error| wrong().because(error))?
    };
    let name = path.file_stem().map_or_else(|| named.into(), |stem| stem.to_string_lossy());
    let policy = file.policy(&name).map_err(|error| wrong().because(error))?;
    Ok(Chosen { policy, file: Some(text.into_bytes()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use signer_core::policy::Level;
    use signer_core::report::CheckId;

    fn read(name: &str, text: &str) -> Result<Policy, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        chosen(path.to_str().unwrap()).map(|chosen| chosen.policy)
    }

    #[test]
    fn a_file_is_read_as_toml_or_json() {
        let toml = "base = \"vn-cong-vu\"\n[tighter.levels]\n\"xcv.revocation\" = \"fail\"\n\
                    [tighter.digests]\nSHA-1 = { until = \"2016-01-01T00:00:00Z\" }\n";
        let json = r#"{"base":"vn-cong-vu","tighter":{"levels":{"xcv.revocation":"fail"},
                       "digests":{"SHA-1":{"until":"2016-01-01T00:00:00Z"}}}}"#;
        let (toml, json) = (read("office.toml", toml).unwrap(), read("office.json", json).unwrap());
        assert_eq!(toml, json);
        assert_eq!((toml.name(), toml.level(CheckId::Revocation)), ("office", Level::Fail));
    }

    #[test]
    fn what_loosens_in_silence_is_refused() {
        assert!(read("office.toml", "[tighter.levels]\n\"xcv.revocation\" = \"ignore\"\n").is_err());
        assert!(read("office.toml", "[dangerous.levels]\n\"xcv.revocation\" = \"ignore\"\n").is_ok());
    }

    #[test]
    fn a_name_that_is_neither_says_which_there_are() {
        assert!(chosen("stricter").is_err());
    }
}
