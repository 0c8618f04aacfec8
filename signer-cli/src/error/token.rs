//! What a token could not do, in the user's language.

use signer_pkcs11::{PinTrouble, TokenError, TriesLeft};

use crate::message::Arguments;

/// The catalogue's message for an error of a token.
pub(super) fn message(error: &TokenError) -> Option<(&'static str, Arguments)> {
    let arguments = Arguments::new();
    let there = |arguments: Arguments, wanted: &String, there: &Vec<String>| {
        arguments.with("wanted", wanted).with("there", if there.is_empty() { "-".to_owned() } else { there.join("; ") })
    };
    Some(match error {
        TokenError::Uri { uri, why } => ("token-uri", arguments.with("uri", uri).with("why", why)),
        TokenError::Load { module, why } => ("token-load", arguments.with("module", module.display()).with("why", why)),
        TokenError::NoModule { searched } => {
            let places: Vec<String> = searched.iter().map(|path| path.display().to_string()).collect();
            ("token-no-module", arguments.with("there", places.join(", ")))
        }
        TokenError::Call(call) => {
            (meaning(call.meaning.code()), arguments.with("function", call.function).with("name", &call.name))
        }
        TokenError::NoToken { wanted, there: all } => ("token-none-fits", there(arguments, wanted, all)),
        TokenError::SeveralTokens { wanted, there: all } => ("token-several-fit", there(arguments, wanted, all)),
        TokenError::NoCertificate { wanted, there: all } => ("token-no-certificate", there(arguments, wanted, all)),
        TokenError::SeveralCertificates { wanted, there: all } => {
            ("token-several-certificates", there(arguments, wanted, all))
        }
        TokenError::NoKey { certificate } => ("token-no-key", arguments.with("certificate", certificate)),
        TokenError::Pin(trouble) => (pin(*trouble), arguments),
        TokenError::NoMechanism { algorithm, there } => {
            ("token-no-mechanism", arguments.with("algorithm", algorithm).with("there", there.join(", ")))
        }
        TokenError::WrongSignature { mechanism } => ("token-wrong-signature", arguments.with("mechanism", mechanism)),
        _ => return None,
    })
}

fn pin(trouble: PinTrouble) -> &'static str {
    match trouble {
        PinTrouble::Locked | PinTrouble::Wrong(TriesLeft::None) => "token-pin-locked",
        PinTrouble::Wrong(TriesLeft::One) => "token-pin-wrong-last",
        PinTrouble::Wrong(TriesLeft::Few) => "token-pin-wrong-few",
        PinTrouble::FinalTry => "token-pin-final-try",
        PinTrouble::Length => "token-pin-length",
        PinTrouble::Expired => "token-pin-expired",
        PinTrouble::NotSet => "token-pin-not-set",
        PinTrouble::Needed => "token-pin-needed",
        _ => "token-pin-wrong",
    }
}

fn meaning(code: &str) -> &'static str {
    match code {
        "token-removed" => "token-removed",
        "token-absent" => "token-absent",
        "token-device" => "token-device",
        "token-cancelled" => "token-cancelled",
        "token-not-logged-in" => "token-not-logged-in",
        "token-sessions" => "token-sessions",
        "token-unsupported" => "token-unsupported",
        "token-module" => "token-module",
        "token-memory" => "token-memory",
        _ => "token-other",
    }
}
