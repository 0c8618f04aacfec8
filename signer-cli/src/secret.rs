//! PINs and passwords: where they come from. Asked once, tried once, wiped after use, never an argument.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::message::{Arguments, Messages};

/// The longest secret that is read. A mistaken `--pin-file` of a gigabyte is not.
const LONGEST: u64 = 4_096;

/// Keeps what this process knows from its core dump, should it or a token's module crash, and from other programs of
/// the same person. Where the system does not do that, it has no dumps of its own accord either.
pub(crate) fn protect() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        let _dumped_as_the_system_likes = setrlimit(Resource::Core, none);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // A dump that is piped to a program is not bound by the limit.
        let _dumped_as_the_system_likes = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Where a secret is to be found.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// An environment variable.
    Environment(String),
    /// The first line of a file.
    File(PathBuf),
    /// The first line of an open file descriptor.
    Descriptor(u32),
    /// The terminal, without echo.
    Prompt,
}

impl Source {
    /// Reads the secret; `question` names a message of the catalogue and `subject` what the secret opens.
    pub(crate) fn read(
        &self,
        question: &'static str,
        subject: &str,
        messages: &Messages,
    ) -> Result<SecretString, Failure> {
        match self {
            Self::Environment(name) => match std::env::var(name) {
                Ok(value) => Ok(secret(Zeroizing::new(value))),
                Err(_) => Err(Failure::broken("error-secret-environment").with("name", name)),
            },
            Self::File(path) => first_line(path)
                .map_err(|error| Failure::broken("error-secret-file").with("path", path.display()).because(error)),
            Self::Descriptor(number) => descriptor(*number)
                .map_err(|error| Failure::broken("error-secret-descriptor").with("number", number).because(error)),
            Self::Prompt => prompt(&messages.text_with(question, &Arguments::new().with("subject", subject))),
        }
    }
}

#[cfg(unix)]
fn descriptor(number: u32) -> io::Result<SecretString> {
    first_line(Path::new(&format!("/dev/fd/{number}")))
}

#[cfg(not(unix))]
fn descriptor(_: u32) -> io::Result<SecretString> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The first line without its end: that is what editors and `echo` write.
fn first_line(path: &Path) -> io::Result<SecretString> {
    let mut octets = Zeroizing::new(Vec::with_capacity(256));
    File::open(path)?.take(LONGEST).read_to_end(&mut octets)?;
    let line = octets.split(|octet| *octet == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match std::str::from_utf8(line) {
        Ok(text) => Ok(secret(Zeroizing::new(text.to_owned()))),
        Err(_) => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn prompt(question: &str) -> Result<SecretString, Failure> {
    if !io::stdin().is_terminal() && !io::stderr().is_terminal() {
        return Err(Failure::broken("error-secret-no-terminal"));
    }
    match rpassword::prompt_password(question) {
        Ok(text) => Ok(secret(Zeroizing::new(text))),
        Err(error) => Err(Failure::broken("error-secret-no-terminal").because(error)),
    }
}

fn secret(text: Zeroizing<String>) -> SecretString {
    SecretString::from(text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;
    use secrecy::ExposeSecret;

    fn read(content: &[u8]) -> Result<String, Failure> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        let source = Source::File(file.path().to_owned());
        let messages = Messages::new(Language::English);
        source.read("secret-pkcs12", "x", &messages).map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn a_secret_is_the_first_line_of_its_file() {
        assert_eq!(read(b"1234\r\nsecond\n").unwrap(), "1234");
        assert_eq!(read("mật khẩu ".as_bytes()).unwrap(), "mật khẩu ");
    }

    #[test]
    fn a_secret_that_is_not_text_is_refused() {
        assert!(read(b"\xff\xfe").is_err());
    }

    #[test]
    fn a_secret_is_not_shown_when_debugged() {
        assert!(!format!("{:?}", SecretString::from("1234")).contains("1234"));
    }
}
