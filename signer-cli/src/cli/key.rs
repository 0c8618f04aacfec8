//! Options that name a key and its secret.

use std::fmt;
use std::ops::Deref;
use std::path::PathBuf;

use clap::Args;

use crate::secret::Source;

/// The key to sign with.
#[derive(Clone, Debug, Args)]
pub(crate) struct Key {
    /// Key and certificates in a PKCS#12 file (.p12, .pfx)
    #[arg(long, value_name = "FILE", help_heading = "Key", conflicts_with_all = ["key", "cert"])]
    pub(crate) pkcs12: Option<PathBuf>,

    /// Private key in a PKCS#8 or PEM file; encrypted ones too
    #[arg(long, value_name = "FILE", help_heading = "Key", requires = "cert")]
    pub(crate) key: Option<PathBuf>,

    /// Certificate of the key, and those above it (PEM or DER)
    #[arg(long, value_name = "FILE", help_heading = "Key", requires = "key")]
    pub(crate) cert: Option<PathBuf>,

    /// Key on a token or HSM: a PKCS#11 URI (`pkcs11:token=...`), or the token's label
    #[arg(long, value_name = "URI", help_heading = "Key", conflicts_with_all = ["pkcs12", "key", "cert"])]
    pub(crate) token: Option<TokenName>,

    /// Certificate on the token: its label, serial number, fingerprint, or a part of its subject
    #[arg(long, value_name = "TEXT", help_heading = "Key", conflicts_with_all = ["pkcs12", "key", "cert"])]
    pub(crate) token_certificate: Option<String>,

    /// The PKCS#11 module to load [default: the known ones that are installed]
    #[arg(long, value_name = "FILE", help_heading = "Key", conflicts_with_all = ["pkcs12", "key", "cert"])]
    pub(crate) module: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) pin: Pin,
}

/// How a token is named: by its label, or by a PKCS#11 URI.
///
/// Against all advice the query of a URI may hold a PIN. It will be refused; until then nothing shows it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TokenName(String);

impl TokenName {
    /// Without the query.
    pub(crate) fn shown(&self) -> &str {
        self.0.split('?').next().unwrap_or_default()
    }
}

impl fmt::Debug for TokenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown().fmt(f)
    }
}

impl Deref for TokenName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for TokenName {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Where the password of the key file is; asked on the terminal otherwise.
#[derive(Clone, Debug, Args)]
pub(crate) struct Pin {
    /// Read the password or PIN of the key from the first line of FILE
    #[arg(long, value_name = "FILE", help_heading = "Key", group = "pin_source")]
    pub(crate) pin_file: Option<PathBuf>,

    /// Read the password or PIN of the key from the environment variable NAME
    #[arg(long, value_name = "NAME", help_heading = "Key", group = "pin_source")]
    pub(crate) pin_env: Option<String>,

    /// Read the password or PIN of the key from the open file descriptor N
    #[arg(long, value_name = "N", help_heading = "Key", group = "pin_source")]
    pub(crate) pin_fd: Option<u32>,
}

impl Pin {
    /// Where the secret is to be read.
    pub(crate) fn source(&self) -> Source {
        if let Some(path) = &self.pin_file {
            Source::File(path.clone())
        } else if let Some(name) = &self.pin_env {
            Source::Environment(name.clone())
        } else if let Some(number) = self.pin_fd {
            Source::Descriptor(number)
        } else {
            Source::Prompt
        }
    }
}

/// The password of encrypted documents.
#[derive(Clone, Debug, Args)]
pub(crate) struct DocumentPassword {
    /// Read the password of encrypted documents from the first line of FILE
    #[arg(long, value_name = "FILE", help_heading = "Encrypted documents", group = "password_source")]
    pub(crate) password_file: Option<PathBuf>,

    /// Read the password of encrypted documents from the environment variable NAME
    #[arg(long, value_name = "NAME", help_heading = "Encrypted documents", group = "password_source")]
    pub(crate) password_env: Option<String>,
}

impl DocumentPassword {
    /// Where the password is to be read, if one is given at all.
    pub(crate) fn source(&self) -> Option<Source> {
        let file = self.password_file.clone().map(Source::File);
        file.or_else(|| self.password_env.clone().map(Source::Environment))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::cli::Cli;

    const PIN: &str = "7093815526418";

    #[test]
    fn a_pin_in_a_uri_is_not_shown_when_debugged() {
        let uri = format!("pkcs11:token=a?pin-value={PIN}");
        let sign = [
            "signer",
            "sign",
            "a.pdf",
            "--as",
            "personal",
            "--token",
            &uri,
            "--then",
            "organisation",
            "--then-token",
            &uri,
        ];
        for arguments in [&sign[..], &["signer", "token", "list", "--token", &uri]] {
            let read = Cli::try_parse_from(arguments).unwrap();
            let shown = format!("{read:?} {read:#?}");
            assert!(shown.contains("pkcs11:token=a") && !shown.contains(PIN), "{shown}");
        }
    }
}
