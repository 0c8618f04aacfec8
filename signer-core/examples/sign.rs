//! Signs a document with a key in a file: `sign KEY.pem CHAIN.pem IN.pdf OUT.pdf`
#![expect(clippy::disallowed_methods, reason = "files and the clock are the matter of who calls the toolkit")]

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::sign::{Draft, choose_algorithm};
use signer_core::signer::Credentials;
use signer_core::{Signer, Time};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [key, chain, input, output] = arguments.as_slice() else {
        return Err("sign KEY.pem CHAIN.pem IN.pdf OUT.pdf".into());
    };
    let Credentials { mut key, chain, .. } = Credentials::from_pem(&std::fs::read(key)?, &std::fs::read(chain)?, None)?;
    let now = Time::from_unix(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?);

    let original = std::fs::read(input)?;
    let document = Document::open(&original, &Limits::default())?;
    let certificate = chain.first().ok_or("no certificate")?;
    let algorithm = choose_algorithm(key.algorithms(), certificate)?;
    let signed = Draft::new(&document, &chain).with_reason("I approve").sign(algorithm, now, &mut key)?;

    // For a large file, copy it and append `signed.appendix()`: the original octets do not change.
    std::fs::write(output, signed.into_octets(&original)?)?;
    Ok(())
}
