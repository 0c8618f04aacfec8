//! Writes the first inputs of every fuzz target: `seeds FOLDER [CORPUS]`.
//!
//! From `test-vectors` by default; from a corpus of real files as well when its folder is given.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use test_vectors::keys::Key;
use test_vectors::letter::{Faces, Letter, Sheet};
use test_vectors::pdf::{Form, Layout, Pdf};
use test_vectors::pki::{Authority, Hierarchy, Leaf};

/// Longer inputs slow the fuzzer down more than they teach it.
const LONGEST: u64 = 200_000;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().unwrap_or_else(|| PathBuf::from("corpus"));
    documents(&folder)?;
    certificates(&folder)?;
    if let Some(corpus) = arguments.next() {
        copy(&corpus, &folder)?;
    }
    Ok(())
}

fn put(folder: &Path, target: &str, name: &str, octets: &[u8]) -> io::Result<()> {
    let folder = folder.join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), octets)
}

fn documents(folder: &Path) -> io::Result<()> {
    for layout in Layout::ALL {
        for form in [Form::None, Form::Empty, Form::SignatureField, Form::Nested] {
            let name = format!("{layout:?}-{form:?}.pdf").to_lowercase();
            put(folder, "pdf_open", &name, &Pdf::new().with_layout(layout).with_form(form).build())?;
        }
    }
    if let Some(faces) = Faces::find() {
        let letter = Letter::new(vec![Sheet::decision(), Sheet::decision_end("PHÓ CHỦ TỊCH", "Nguyễn Văn An")]);
        put(folder, "places", "decision.pdf", &letter.build(&faces))?;
    }
    Ok(())
}

fn certificates(folder: &Path) -> io::Result<()> {
    let hierarchy = Hierarchy::new();
    let leaves = Key::KINDS.map(|key| (key.name(), hierarchy.issuer.issue(&Leaf::personal(key))));
    let authority = Authority::root("Root", Key::P384);
    let others = [("root", hierarchy.root.certificate().to_vec()), ("p384-root", authority.certificate().to_vec())];
    for (name, der) in leaves.into_iter().chain(others) {
        put(folder, "certificate", name, &der)?;
        put(folder, "der", name, &der)?;
    }
    let list = hierarchy.issuer.revocation_list(1, (2026, 5, 1), (2026, 7, 1), &[(&[0x10, 0x01], (2026, 5, 2))]);
    put(folder, "revocation", "list.crl", &list)?;
    put(folder, "pkcs12", "key.pem", Key::P256.pem().as_bytes())?;
    put(folder, "pkcs12", "chain.pem", hierarchy.personal.chain_pem().as_bytes())
}

/// Files of a corpus, each to the targets that read its kind.
fn copy(source: &Path, folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(source)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            copy(&path, folder)?;
            continue;
        }
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let targets: &[&str] = match extension.to_ascii_lowercase().as_str() {
            "pdf" => &["pdf_open", "places", "verify"],
            "p7s" | "p7m" | "p7b" | "tsr" | "tst" | "cms" => &["cms_parse", "der"],
            "crt" | "cer" => &["certificate", "der"],
            "der" => &["certificate", "revocation", "der"],
            "crl" | "ors" => &["revocation", "der"],
            "p12" | "pfx" | "pem" => &["pkcs12"],
            _ => continue,
        };
        if entry.metadata()?.len() <= LONGEST {
            let name = path.to_string_lossy().replace(['/', '\\'], "_");
            let octets = fs::read(&path)?;
            for target in targets {
                put(folder, target, &name, &octets)?;
            }
            for (at, message) in contents(&octets).into_iter().enumerate().filter(|_| targets.contains(&"pdf_open")) {
                put(folder, "cms_parse", &format!("{name}-{at}"), &message)?;
            }
        }
    }
    Ok(())
}

/// The hexadecimal strings of a document that begin like a CMS object, without the padding after it.
fn contents(octets: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for candidate in octets.split(|&octet| octet == b'<').filter(|candidate| candidate.starts_with(b"30")) {
        let digits: Vec<u8> = candidate.iter().copied().take_while(u8::is_ascii_hexdigit).collect();
        let nibble = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0) as u8;
        let mut message: Vec<u8> = digits.chunks_exact(2).map(|pair| nibble(pair[0]) << 4 | nibble(pair[1])).collect();
        if message.len() > 500 {
            let end = message.iter().rposition(|&octet| octet != 0).unwrap_or(0);
            message.truncate(end + 1);
            found.push(message);
        }
    }
    found
}
