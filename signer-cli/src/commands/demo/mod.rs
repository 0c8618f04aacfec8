//! `signer demo`: a throw-away PKI and a document, signed twice and verified. What is made stays, to play on with.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{Completeness, DocumentConclusion, Report, Requirement};
use signer_core::sign::Draft;
use signer_core::signer::{Credentials, read_certificates};
use signer_core::verify::Verifier;
use signer_core::{Error, Signer};

use crate::cli::demo::Arguments;
use crate::clock;
use crate::error::{Exit, Failure};
use crate::files::{Existing, Output};
use crate::message::{Arguments as Words, Safe};
use crate::output::verify::{Detail, Page, conclusion_id};
use crate::output::{Terminal, moment};

mod document;
mod pkcs12;
mod pki;

/// The password of both key files. They protect nothing, and say so.
const PASSWORD: &str = "demo";

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let folder = Folder::new(arguments)?;
    let now = clock::now();
    let mut out = terminal.results();
    let mut step = |id: &'static str, words: Words| -> Result<(), Failure> {
        writeln!(out, "{}", terminal.messages.text_with(id, &words))?;
        Ok(out.flush()?)
    };

    let pki = pki::make(now).map_err(|error| Failure::broken("error-demo").because(error))?;
    folder.write("root.pem", pki.root.as_bytes())?;
    let person = folder.key("person", &pki.person)?;
    let organisation = folder.key("organisation", &pki.organisation)?;
    step("demo-pki", Words::new().with("personal", pki::PERSON).with("organisation", pki::ORGANISATION))?;

    let document = document::make();
    let path = folder.write("document.pdf", &document)?;
    step("demo-document", Words::new().with("path", path))?;

    let once = sign(&document, person, now)?;
    let path = folder.write("signed-by-person.pdf", &once)?;
    step("demo-signed-personal", Words::new().with("path", path))?;

    let twice = sign(&once, organisation, now)?;
    let path = folder.write("signed.pdf", &twice)?;
    step("demo-signed-organisation", Words::new().with("path", &path))?;
    folder.write("tampered.pdf", &tampered(&twice))?;

    let report = verify(&twice, &path, &pki.root, now)?;
    let mut json = serde_json::to_vec_pretty(&report).map_err(std::io::Error::from)?;
    json.push(b'\n');
    let path = folder.write("report.json", &json)?;
    step("demo-verified", Words::new().with("path", path))?;
    show(&report, &folder, terminal)
}

/// Where everything goes.
struct Folder {
    path: PathBuf,
    existing: Existing,
}

impl Folder {
    fn new(arguments: &Arguments) -> Result<Self, Failure> {
        let path = &arguments.folder;
        let failure = |error| Failure::broken("error-make-folder").with("path", path.display()).because(error);
        fs::create_dir_all(path).map_err(failure)?;
        let mut entries = fs::read_dir(path).map_err(failure)?;
        if !arguments.force && entries.next().is_some() {
            return Err(Failure::broken("error-demo-folder").with("path", path.display()));
        }
        let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
        Ok(Self { path: path.clone(), existing })
    }

    fn write(&self, name: &str, octets: &[u8]) -> Result<String, Failure> {
        let path = self.path.join(name);
        Output::new(&path, self.existing, &[])?.write(&[octets])?;
        Ok(path.display().to_string())
    }

    /// Writes the key file and its password, and reads it back: what the user will have is what signs here.
    fn key(&self, name: &str, identity: &pki::Identity) -> Result<Credentials, Failure> {
        let file = pkcs12::make(identity, PASSWORD).ok_or_else(|| Failure::broken("error-demo"))?;
        self.write(&format!("{name}.p12"), &file)?;
        self.write("password.txt", format!("{PASSWORD}\n").as_bytes()).or_else(|failure| {
            // The second key has the same password.
            if failure.id() == "error-output-exists" { Ok(String::new()) } else { Err(failure) }
        })?;
        Credentials::from_pkcs12(&file, PASSWORD).map_err(|error| Failure::broken("error-demo").because(error))
    }

    fn path(&self, name: &str) -> String {
        Safe(&self.path.join(name).display().to_string()).to_string()
    }
}

fn sign(octets: &[u8], mut credentials: Credentials, now: Time) -> Result<Vec<u8>, Failure> {
    let signed = (|| -> Result<Vec<u8>, Error> {
        let document = Document::open(octets, &Limits::default())?;
        let algorithm = credentials.key.algorithms().first().copied();
        let algorithm = algorithm.ok_or_else(|| signer_core::error::Misuse::new("the key signs with nothing"))?;
        let draft = Draft::new(&document, &credentials.chain)
            .with_application("signer")
            .with_utc_offset(moment::offset_minutes(now));
        draft.sign(algorithm, now, &mut credentials.key)?.into_octets(octets)
    })();
    signed.map_err(|error| Failure::broken("error-demo").because(error))
}

/// One letter of the text replaced, as a forger would.
fn tampered(signed: &[u8]) -> Vec<u8> {
    let mut octets = signed.to_vec();
    let text = b"QUYET DINH";
    let at = octets.windows(text.len()).position(|window| window == text);
    if let Some(octet) = at.and_then(|at| octets.get_mut(at)) {
        *octet = b'G';
    }
    octets
}

fn verify(octets: &[u8], path: &str, root: &str, now: Time) -> Result<Report, Failure> {
    let mut trust = TrustStore::new();
    let roots = read_certificates(root.as_bytes()).map_err(|error| Failure::broken("error-demo").because(error))?;
    for der in roots {
        trust.add(Certificate::parse(&der).map_err(|error| Failure::broken("error-demo").because(error))?);
    }
    let policy = Policy::strict().with_requirements([Requirement::Complete]);
    Ok(Verifier::new(policy, trust).verify(octets, path, &Evidence::new(), now))
}

fn show(report: &Report, folder: &Folder, terminal: &Terminal) -> Result<Exit, Failure> {
    let messages = &terminal.messages;
    let page = Page::new(messages, terminal.style(), Detail::Brief);
    let mut out = terminal.results();
    write!(out, "\n{}", page.document(report))?;
    let (conclusion, completeness) = (report.conclusion(), report.completeness());
    if conclusion != DocumentConclusion::Passed || completeness != Completeness::Complete {
        out.flush()?;
        let words = messages.text(conclusion_id(conclusion));
        return Err(Failure::broken("error-demo-unexpected").with("conclusion", words));
    }
    let words = Words::new().with("folder", folder.path.display());
    writeln!(out, "\n{}", messages.text_with("demo-next", &words))?;
    let (root, signed) = (folder.path("root.pem"), folder.path("signed.pdf"));
    let (key, password) = (folder.path("person.p12"), folder.path("password.txt"));
    let commands = [
        ("demo-try-verify", format!("signer verify {signed} --trust {root}")),
        ("demo-try-tamper", format!("signer verify {} --trust {root}", folder.path("tampered.pdf"))),
        (
            "demo-try-sign",
            format!("signer sign {} --as personal --pkcs12 {key} --pin-file {password}", folder.path("document.pdf")),
        ),
        ("demo-try-inspect", format!("signer inspect {signed}")),
        ("demo-try-explain", "signer explain HASH_FAILURE".to_owned()),
    ];
    for (id, command) in commands {
        writeln!(out, "  {}:\n    {command}", messages.text(id))?;
    }
    out.flush()?;
    Ok(Exit::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_files_open_with_their_password_only() {
        let pki = pki::make(clock::now()).unwrap();
        let file = pkcs12::make(&pki.person, PASSWORD).unwrap();
        assert_eq!(Credentials::from_pkcs12(&file, PASSWORD).unwrap().chain, pki.person.chain);
        assert!(Credentials::from_pkcs12(&file, "other").is_err());
    }
}
