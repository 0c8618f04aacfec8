//! `signer inspect`: what a document is made of, as plain facts. Nothing is judged.

use std::io::Write;

use secrecy::ExposeSecret;
use signer_core::limits::Limits;
use signer_core::pdf::Document;

use crate::cli::inspect::{Arguments, Format};
use crate::error::{Exit, Failure};
use crate::files::Input;
use crate::output::{Terminal, inspect};

pub(crate) mod changes;
pub(crate) mod facts;

use facts::{Inspection, Wanted};

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let path = &arguments.input;
    let failure = || Failure::broken("error-inspect").with("path", path.display());
    let password = match arguments.password.source() {
        Some(source) => Some(source.read("secret-document", &path.display().to_string(), &terminal.messages)?),
        None => None,
    };
    let input = Input::open(path)?;
    let name = path.display().to_string();
    let inspection = if super::looks_like_pdf(&input) {
        let limits = Limits::default();
        let document = match &password {
            Some(secret) => Document::open_with_password(&input, &limits, secret.expose_secret().as_bytes()),
            None => Document::open(&input, &limits),
        };
        let document = document.map_err(|error| failure().because(error))?;
        let scan = super::hazards::look(&input, password.as_ref());
        let wanted = if arguments.changes { Wanted::Changes } else { Wanted::Facts };
        facts::of_document(&name, &document, &scan, wanted).map_err(|error| failure().because(error))?
    } else {
        facts::of_message(&name, &input).map_err(|error| failure().because(error))?
    };
    show(&inspection, arguments.format, terminal)?;
    Ok(Exit::Passed)
}

fn show(inspection: &Inspection, format: Format, terminal: &Terminal) -> Result<(), Failure> {
    let mut out = terminal.results();
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, inspection).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Format::Text => {
            out.write_all(inspect::text(inspection, &terminal.messages, terminal.style()).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(())
}
