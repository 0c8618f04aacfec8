//! `signer token`: what is plugged in, what is on it, what is wrong with it.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use signer_pkcs11::{Identity, LastTry, Module, Pin, Selection, Token, TokenError, TokenKey, TriesLeft, Uri};

use crate::cli::key::Pin as PinOptions;
use crate::cli::token::{Arguments, Command, Which};
use crate::error::{Exit, Failure};
use crate::message::Arguments as Words;
use crate::output::Terminal;
use crate::secret::Source;

mod doctor;
mod list;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::List(list) => list::tokens(list, terminal),
        Command::Show(show) => list::certificates(show, terminal),
        Command::Doctor(doctor) => doctor::run(doctor, terminal),
    }
}

/// What a `--token` means: a PKCS#11 URI, or the label of a token.
pub(super) fn selection(named: &str, certificate: Option<&str>) -> Result<Selection, TokenError> {
    let uri = match named.starts_with("pkcs11:") {
        true => named.parse()?,
        false => Uri::of_token(named),
    };
    let mut selection = Selection::from_uri(uri);
    selection.certificate = certificate.map(str::to_owned);
    Ok(selection)
}

/// Logs in, the PIN asked once. The last try before a token locks itself is used only when a person says so.
pub(super) fn log_in(
    identity: Identity,
    selection: &Selection,
    options: &PinOptions,
    terminal: &Terminal,
) -> Result<TokenKey, Failure> {
    let label = identity.token().label();
    let failure = |error| Failure::broken("error-token").with("token", &label).because(error);
    let last_try = match identity.token().tries_left() {
        TriesLeft::One => ask_for_last_try(&label, terminal),
        TriesLeft::Few => {
            terminal.warn("token-warn-few-tries", &Words::new().with("token", &label));
            LastTry::Refused
        }
        _ => LastTry::Refused,
    };
    // What the token would refuse is known before the PIN is asked.
    identity.token().may_log_in(last_try).map_err(failure)?;
    identity.usable().map_err(failure)?;
    let pin = pin(&identity, selection, options, terminal)?;
    TokenKey::log_in(identity, pin, last_try).map_err(failure)
}

fn pin(identity: &Identity, selection: &Selection, options: &PinOptions, terminal: &Terminal) -> Result<Pin, Failure> {
    let token = identity.token();
    let named = match (&options.source(), &selection.uri.pin_source) {
        (Source::Prompt, Some(source)) => Source::File(source.strip_prefix("file:").unwrap_or(source).into()),
        (given, _) => given.clone(),
    };
    if matches!(named, Source::Prompt) && token.has_pin_pad() {
        terminal.remark("token-pin-at-reader", &Words::new().with("token", token.label()));
        return Ok(Pin::AtReader);
    }
    let secret = named.read("secret-pin", &token.label(), &terminal.messages)?;
    Ok(Pin::Known(Arc::new(secret)))
}

/// Asks on the terminal; where there is none, nobody confirmed.
fn ask_for_last_try(label: &str, terminal: &Terminal) -> LastTry {
    if !std::io::stdin().is_terminal() {
        return LastTry::Refused;
    }
    let question = terminal.messages.text_with("token-ask-last-try", &Words::new().with("token", label));
    let mut error = std::io::stderr();
    if write!(error, "{question} ").and_then(|()| error.flush()).is_err() {
        return LastTry::Refused;
    }
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    // The same word in both languages, typed whole: a habit of pressing y must not lock a token.
    match read {
        Ok(_) if answer.trim() == "PIN" => LastTry::Confirmed,
        _ => LastTry::Refused,
    }
}

/// The modules and tokens that the options mean.
struct Found {
    modules: Vec<Module>,
    tokens: Vec<Token>,
}

fn find(which: &Which) -> Result<Found, Failure> {
    let failure = |error| Failure::broken("error-tokens").because(error);
    let selection = selection_of(which).map_err(failure)?;
    let modules = load(&selection, &which.modules).map_err(failure)?;
    let mut tokens = signer_pkcs11::tokens(&modules).map_err(failure)?;
    tokens.retain(|token| token.fits(&selection.uri));
    Ok(Found { modules, tokens })
}

/// The module that the URI names, else those given, else the known ones.
pub(super) fn load(selection: &Selection, given: &[PathBuf]) -> Result<Vec<Module>, TokenError> {
    if selection.uri.module_path.is_some() || given.is_empty() {
        return selection.load_modules();
    }
    let mut modules = Vec::new();
    for path in given {
        modules.push(Module::load_with(path, selection.uri.module_parameters.as_deref())?);
    }
    Ok(modules)
}

fn selection_of(which: &Which) -> Result<Selection, TokenError> {
    which.token.as_deref().map_or_else(|| Ok(Selection::default()), |named| selection(named, None))
}
