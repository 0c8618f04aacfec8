//! Signs with a key that is elsewhere: first `prepare CHAIN.pem IN.pdf STATE TO_BE_SIGNED`, then (here) perhaps
//! `openssl dgst -sha256 -sign KEY.pem -out SIGNATURE TO_BE_SIGNED`, then `complete IN.pdf STATE SIGNATURE OUT.pdf`
#![expect(clippy::disallowed_methods, reason = "files and the clock are the matter of who calls the toolkit")]

use std::error::Error;
use std::fs::{read, read_to_string, write};
use std::time::{SystemTime, UNIX_EPOCH};

use signer_core::Time;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::sign::{Draft, Prepared, default_algorithm};
use signer_core::signer::read_certificates;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["prepare", chain, input, state, to_be_signed] => prepare(chain, input, state, to_be_signed),
        ["complete", input, state, signature, output] => complete(input, state, signature, output),
        _ => Err("prepare CHAIN.pem IN.pdf STATE TO_BE_SIGNED, or complete IN.pdf STATE SIGNATURE OUT.pdf".into()),
    }
}

fn prepare(chain: &str, input: &str, state: &str, to_be_signed: &str) -> Result<(), Box<dyn Error>> {
    let chain = read_certificates(&read(chain)?)?;
    let original = read(input)?;
    let document = Document::open(&original, &Limits::default())?;
    let now = Time::from_unix(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?);
    let algorithm = default_algorithm(chain.first().ok_or("no certificate")?)?;
    let prepared = Draft::new(&document, &chain).prepare(algorithm, now)?;
    write(state, prepared.to_state())?;
    write(to_be_signed, prepared.to_be_signed())?;
    Ok(())
}

fn complete(input: &str, state: &str, signature: &str, output: &str) -> Result<(), Box<dyn Error>> {
    let original = read(input)?;
    let prepared = Prepared::from_state(&read_to_string(state)?, &original)?;
    let signed = prepared.attach(&read(signature)?)?;
    write(output, signed.into_octets(&original)?)?;
    Ok(())
}
