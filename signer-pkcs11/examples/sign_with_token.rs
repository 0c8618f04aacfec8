//! Signs the octets of a file with a key on a token: `sign_with_token URI PIN-FILE FILE`; the value goes to standard output.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use signer_core::Signer;
use signer_pkcs11::{LastTry, Pin, Selection, TokenKey};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("usage: sign_with_token URI PIN-FILE FILE");
    let selection = Selection::from_uri(next()?.parse()?);
    let pin = std::fs::read_to_string(next()?)?.trim_end().to_owned();
    let message = std::fs::read(next()?)?;

    let modules = selection.load_modules()?;
    let identity = selection.identity(&selection.token(&modules)?)?;
    let mut key = TokenKey::log_in(identity, Pin::Known(Arc::new(pin.into())), LastTry::Refused)?;
    for plan in key.plans() {
        eprintln!("{} by {} ({:?})", plan.algorithm(), plan.mechanism_name(), plan.way());
    }
    let algorithms = key.algorithms().to_vec();
    for algorithm in &algorithms {
        key.sign(*algorithm, &message)?;
    }
    let preferred = algorithms.first().ok_or("the key signs by nothing")?;
    std::io::stdout().write_all(&key.sign(*preferred, &message)?)?;
    Ok(())
}
