//! `signer complete`: the signature that came back is checked, and goes into the document.

use std::io::Write;
use std::path::PathBuf;

use signer_core::error::{Error, Refusal};
use signer_core::sign::{Prepared, Signed};

use crate::cli::complete::Arguments;
use crate::cli::sign::Level;
use crate::error::{Exit, Failure};
use crate::files::{Existing, Input, Output};
use crate::message::Arguments as Words;
use crate::output::Terminal;

use super::levels::{Ladder, room_needed};
use super::{credentials, prepare};

/// The longest signature value is that of RSA-16384; as hexadecimal with blanks it takes three times as much.
const LONGEST: usize = 16 << 10;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let state = state(arguments)?;
    let path = input_path(arguments, &state)?;
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    let inputs = [path.as_path(), arguments.state.as_path(), arguments.signature.as_path()];
    let output = Output::new(&arguments.output, existing, &inputs)?;
    let value = Input::open(&arguments.signature)?;
    let values = decode(&value);
    if values.is_empty() {
        return Err(Failure::broken("error-signature-file").with("path", arguments.signature.display()));
    }
    let failure = |error| Failure::broken("error-complete").with("path", path.display()).because(error);
    let input = Input::open_file(&path)?;
    let prepared = Prepared::from_state(&state, &input).map_err(failure)?;
    let signer = prepared.chain().first().map(|leaf| credentials::name_of(leaf)).unwrap_or_default();
    let ladder = Ladder::new(level(&state)?, &arguments.levels, terminal)?;
    let signed = attach(&prepared, &values).map_err(failure)?;
    let appended = raise(signed, &input, &ladder, arguments, terminal)
        .map_err(|cause| Failure::broken("error-complete").with("path", path.display()).because_of(cause))?;
    ladder.tell_trouble(terminal);
    output.write_from(&[&input, &appended], Some(input.seen(&path)))?;
    let mut out = terminal.results();
    let words = Words::new().with("path", output.path().display()).with("signer", signer);
    writeln!(out, "{}", terminal.messages.text_with("complete-done", &words))?;
    out.flush()?;
    Ok(Exit::Passed)
}

fn state(arguments: &Arguments) -> Result<String, Failure> {
    let failure = || Failure::broken("error-state").with("path", arguments.state.display());
    let octets = Input::open(&arguments.state).map_err(|cause| failure().because_of(cause))?;
    std::str::from_utf8(&octets).map(str::to_owned).map_err(|_| failure())
}

/// What follows the original: the signature, and what its level has beside.
fn raise(
    signed: Signed,
    input: &Input,
    ladder: &Ladder,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Vec<u8>, Failure> {
    if ladder.level == Level::BB {
        return Ok(signed.appendix().to_vec());
    }
    let token = ladder.stamp(signed.timestamp_need())?;
    let signed = signed.attach_timestamp(&token).map_err(|error| match room_needed(&error) {
        Some(needed) => Failure::broken("error-complete-room").with("needed", needed).because(error),
        None => Failure::broken("error-level").with("level", ladder.level.name()).because(error),
    })?;
    if ladder.level < Level::BLt {
        return Ok(signed.appendix().to_vec());
    }
    let password = match arguments.password.source() {
        Some(source) => Some(source.read("secret-document", "", &terminal.messages)?),
        None => None,
    };
    let raised = ladder.raise([input, signed.appendix()].concat(), password.as_ref())?;
    Ok([signed.appendix(), raised.appended()].concat())
}

/// The level that `prepare` was asked for; a state of an earlier release has none.
fn level(state: &str) -> Result<Level, Failure> {
    let object: Option<serde_json::Value> = serde_json::from_str(state).ok();
    match object.as_ref().and_then(|object| object.get(prepare::LEVEL)).and_then(|level| level.as_str()) {
        None => Ok(Level::BB),
        Some(text) => <Level as clap::ValueEnum>::from_str(text, false)
            .map_err(|_| Failure::broken("error-state-level").with("level", text)),
    }
}

/// Where the document is: where the command line says, else where it was prepared.
fn input_path(arguments: &Arguments, state: &str) -> Result<PathBuf, Failure> {
    if let Some(path) = &arguments.input {
        return Ok(path.clone());
    }
    let object: Option<serde_json::Value> = serde_json::from_str(state).ok();
    let path = object.as_ref().and_then(|object| object.get(prepare::INPUT)).and_then(|path| path.as_str());
    path.map(PathBuf::from).ok_or_else(|| Failure::broken("error-state").with("path", arguments.state.display()))
}

/// The first reading of the file that is a signature by the right key over the right document.
fn attach(prepared: &Prepared, values: &[Vec<u8>]) -> Result<Signed, Error> {
    let mut refused = None;
    for value in values {
        match prepared.clone().attach(value) {
            Ok(signed) => return Ok(signed),
            Err(error @ Error::Refused(Refusal::ForeignSignature { .. })) => refused = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(refused.unwrap_or_else(|| Refusal::ForeignSignature { subject: String::new() }.into()))
}

/// What the file may hold: the value itself, or the value as hexadecimal or base64 text. Which one it is shows when
/// the value is checked.
fn decode(octets: &[u8]) -> Vec<Vec<u8>> {
    if octets.is_empty() || octets.len() > LONGEST {
        return Vec::new();
    }
    let mut values = Vec::new();
    if let Ok(text) = std::str::from_utf8(octets) {
        // PEM armour, and what people put between the digits.
        let lines = text.lines().filter(|line| !line.starts_with("-----"));
        let digits: String = lines.flat_map(str::chars).filter(|c| !c.is_whitespace() && *c != ':').collect();
        values.extend(hex::decode(&digits).ok());
        values.extend(base64(&digits));
    }
    values.push(octets.to_vec());
    values
}

/// RFC 4648, 4 and 5; padding may be missing.
fn base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let (mut octets, mut bits, mut value) = (Vec::new(), 0u32, 0u32);
    for digit in digits.bytes() {
        let six = match digit {
            b'A'..=b'Z' => digit.wrapping_sub(b'A'),
            b'a'..=b'z' => digit.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => digit.wrapping_sub(b'0').wrapping_add(52),
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        value = (value << 6 | u32::from(six)) & 0xffff;
        bits = bits.wrapping_add(6);
        if bits >= 8 {
            bits = bits.wrapping_sub(8);
            octets.push(u8::try_from(value >> bits & 0xff).unwrap_or_default());
        }
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_recognised_as_text_or_binary() {
        let value = vec![0x30, 0x06, 0xff, 0xfe, 0x01, 0x02, 0x03];
        for text in [
            "3006fffe010203\n",
            "30:06:FF:FE:01:02:03",
            "MAb//gECAw==\n",
            "MAb__gECAw",
            "-----BEGIN X-----\nMAb/\n/gECAw==\n-----END X-----\n",
        ] {
            assert!(decode(text.as_bytes()).contains(&value), "{text}");
        }
        assert_eq!(decode(&value), [value]);
    }

    #[test]
    fn nothing_is_recognised_in_an_empty_or_endless_file() {
        assert!(decode(b"").is_empty());
        assert!(decode(&vec![b'A'; LONGEST + 1]).is_empty());
    }
}
