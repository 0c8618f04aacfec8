//! The user's own folder of trusted certificates: one file each, PEM, with its origin written above it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use signer_core::Time;
use signer_core::pki::Certificate;
use signer_core::signer::read_certificates;

use crate::error::Failure;
use crate::folders;
use crate::message::Arguments;
use crate::output::Terminal;

/// Names another folder than the user's own.
const VARIABLE: &str = "SIGNER_STORE";

/// A file that is larger is none of ours.
const FILE_OCTETS: u64 = 1 << 20;

/// The shortest beginning of a fingerprint that names a certificate.
const SHORTEST_ID: usize = 6;

#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

/// What a certificate is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// A path may end there.
    Anchor,
    /// A path may go over it, and has to go on.
    Between,
}

impl Use {
    const fn name(self) -> &'static str {
        match self {
            Self::Anchor => "anchor",
            Self::Between => "between",
        }
    }
}

/// A certificate of the store.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) certificate: Certificate,
    pub(crate) usage: Use,
    /// Where it came from: a file, a URL.
    pub(crate) source: String,
    /// When it was added, RFC 3339.
    pub(crate) added: String,
}

impl Entry {
    /// What names it: the beginning of its fingerprint.
    pub(crate) fn id(&self) -> String {
        self.certificate.fingerprint().chars().take(16).collect()
    }
}

/// What became of a certificate that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Added {
    New,
    Already,
}

impl Store {
    /// The folder that was named, else that of the environment, else the user's own.
    pub(crate) fn at(named: Option<&Path>) -> Result<Self, Failure> {
        let variable = || std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        let own = || folders::data().map(|folder| folder.join("trust"));
        let folder = named.map(Path::to_owned).or_else(variable).or_else(own);
        folder.map(|folder| Self { folder }).ok_or_else(|| Failure::broken("store-no-folder"))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// All certificates, by their names. What is no certificate of ours is passed over, and said.
    pub(crate) fn entries(&self, terminal: &Terminal) -> Result<Vec<Entry>, Failure> {
        let failure = |error| Failure::broken("error-folder").with("path", self.folder.display()).because(error);
        let listing = match fs::read_dir(&self.folder) {
            Ok(listing) => listing,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failure(error)),
        };
        let mut entries = Vec::new();
        for file in listing {
            let path = file.map_err(failure)?.path();
            if path.extension().is_none_or(|extension| extension != "pem") {
                continue;
            }
            match read(&path) {
                Some(entry) => entries.push(entry),
                None => terminal.warn("store-damaged", &Arguments::new().with("path", path.display())),
            }
        }
        entries.sort_by_cached_key(|entry| (entry.certificate.subject().to_string(), entry.certificate.fingerprint()));
        Ok(entries)
    }

    /// Keeps a certificate.
    pub(crate) fn add(&self, certificate: &Certificate, usage: Use, source: &str, now: Time) -> Result<Added, Failure> {
        let path = self.path(certificate);
        let failure =
            |error: std::io::Error| Failure::broken("error-write").with("path", path.display()).because(error);
        if read(&path).is_some_and(|entry| entry.usage == usage) {
            return Ok(Added::Already);
        }
        fs::create_dir_all(&self.folder).map_err(failure)?;
        let line =
            |text: &str| text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>();
        let text = format!(
            "Subject: {}\nSHA-256: {}\nUse: {}\nSource: {}\nAdded: {now}\n{}",
            line(&certificate.subject().to_string()),
            certificate.fingerprint(),
            usage.name(),
            line(source),
            pem(certificate.der())
        );
        let mut file = tempfile::Builder::new().prefix(".").tempfile_in(&self.folder).map_err(failure)?;
        file.write_all(text.as_bytes()).map_err(failure)?;
        file.as_file().sync_all().map_err(failure)?;
        file.persist(&path).map_err(|error| failure(error.error))?;
        Ok(Added::New)
    }

    /// Removes a certificate; it must have been found in [`Self::entries`].
    pub(crate) fn remove(&self, entry: &Entry) -> Result<(), Failure> {
        let path = self.path(&entry.certificate);
        fs::remove_file(&path)
            .map_err(|error| Failure::broken("error-write").with("path", path.display()).because(error))
    }

    fn path(&self, certificate: &Certificate) -> PathBuf {
        self.folder.join(certificate.fingerprint().to_lowercase()).with_extension("pem")
    }
}

/// The entries that an ID means: the beginning of a fingerprint, colons or not.
pub(crate) fn meant<'e>(entries: &'e [Entry], id: &str) -> Vec<&'e Entry> {
    let wanted: String = id.chars().filter(|letter| *letter != ':').collect::<String>().to_ascii_uppercase();
    if wanted.len() < SHORTEST_ID {
        return Vec::new();
    }
    entries.iter().filter(|entry| entry.certificate.fingerprint().starts_with(&wanted)).collect()
}

/// An entry, if the file is one whose name and content still agree.
fn read(path: &Path) -> Option<Entry> {
    if fs::metadata(path).ok()?.len() > FILE_OCTETS {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    let encoded = read_certificates(text.as_bytes()).ok()?;
    let [der] = encoded.as_slice() else { return None };
    let certificate = Certificate::parse(der).ok()?;
    let named = path.file_stem()?.to_str()?.eq_ignore_ascii_case(&certificate.fingerprint());
    let head = |name: &str| {
        let lines = text.lines().take_while(|line| !line.starts_with("-----"));
        lines.filter_map(|line| line.split_once(": ")).find(|line| line.0 == name).map(|line| line.1.to_owned())
    };
    let usage = match head("Use")?.as_str() {
        "anchor" => Use::Anchor,
        "between" => Use::Between,
        _ => return None,
    };
    let (source, added) = (head("Source").unwrap_or_default(), head("Added").unwrap_or_default());
    named.then_some(Entry { certificate, usage, source, added })
}

/// PEM (RFC 7468).
fn pem(der: &[u8]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new("CERTIFICATE", der), config)
}
