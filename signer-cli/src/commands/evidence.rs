//! `signer evidence`: what is kept of verdicts, looked after.

use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use crate::cli::evidence::{Arguments, Check, Command, List, Remove};
use crate::cli::inspect::Format;
use crate::error::{Exit, Failure};
use crate::evidence::{Access, Folder, Manifest, Sha256, check, remove};
use crate::files::Input;
use crate::message::{Arguments as Words, Safe};
use crate::output::{Terminal, verify};

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::List(options) => list(options, terminal),
        Command::Check(options) => examine(options, terminal),
        Command::Remove(options) => destroy(options, terminal),
    }
}

fn list(options: &List, terminal: &Terminal) -> Result<Exit, Failure> {
    let folder = Folder::open(&options.place.evidence, Access::Read)?;
    let mut results = terminal.results();
    let mut written = 0_usize;
    if options.format == Format::Json {
        results.write_all(b"[")?;
    }
    folder.all_manifests(|manifest| {
        let (_, manifest) = manifest.map_err(|damage| Failure::broken("error-evidence-damaged").because(damage))?;
        let at =
            folder.run(manifest.run).map_err(|damage| Failure::broken("error-evidence-damaged").because(damage))?;
        if options.format == Format::Json {
            results.write_all(if written == 0 { b"\n" } else { b",\n" })?;
            let line = json!({
                "document": manifest.document, "path": manifest.path, "conclusion": manifest.conclusion,
                "validation_time": at.validation_time, "program": at.program, "objects": manifest.evidence.len(),
            });
            serde_json::to_writer(&mut results, &line).map_err(io::Error::from)?;
        } else {
            writeln!(results, "{}", line(&manifest, &at.validation_time.to_string(), terminal))?;
        }
        written = written.saturating_add(1);
        Ok(())
    })?;
    if options.format == Format::Json {
        results.write_all(b"\n]\n")?;
    } else if written == 0 {
        writeln!(results, "{}", terminal.messages.text("kept-none"))?;
    }
    results.flush()?;
    Ok(Exit::Passed)
}

/// A line for people: digest, time, verdict, name.
fn line(manifest: &Manifest, at: &str, terminal: &Terminal) -> String {
    let sum = manifest.document.map_or_else(|| "-".repeat(64), |document| document.sha256.to_string());
    let conclusion = terminal.messages.text(verify::conclusion_id(manifest.conclusion));
    format!("{sum}  {at}  {conclusion}  {}", Safe(&manifest.path))
}

fn examine(options: &Check, terminal: &Terminal) -> Result<Exit, Failure> {
    let folder = Folder::open(&options.place.evidence, Access::Read)?;
    let checked = check(&folder)?;
    let mut results = terminal.results();
    for damage in &checked.damages {
        let words = Words::new().with("name", &damage.name).with("what", &damage.what);
        writeln!(results, "{}", terminal.messages.text_with("kept-damage", &words))?;
    }
    let words = Words::new()
        .count("documents", checked.documents)
        .count("objects", checked.objects)
        .count("unnamed", checked.unnamed)
        .count("damages", checked.damages.len());
    writeln!(results, "{}", terminal.messages.text_with("kept-checked", &words))?;
    results.flush()?;
    Ok(if checked.damages.is_empty() { Exit::Passed } else { Exit::Failed })
}

fn destroy(options: &Remove, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut results = terminal.results();
    // All are looked at before the first is destroyed.
    let sums = options.documents.iter().map(|document| digest_of(document)).collect::<Result<Vec<_>, _>>()?;
    for (document, sum) in options.documents.iter().zip(sums) {
        let removed = remove(&options.place.evidence, sum)?;
        let words = Words::new()
            .with("document", document.display())
            .count("records", removed.records)
            .count("runs", removed.runs)
            .count("objects", removed.objects)
            .count("shared", removed.shared);
        writeln!(results, "{}", terminal.messages.text_with("kept-removed", &words))?;
    }
    results.flush()?;
    Ok(Exit::Passed)
}

/// The digest that is named, or that of the file.
fn digest_of(document: &Path) -> Result<Sha256, Failure> {
    let named = document.to_str().and_then(|text| text.parse().ok());
    match named {
        Some(sum) if !document.exists() => Ok(sum),
        _ => Ok(Sha256::of(&Input::open(document)?)),
    }
}
