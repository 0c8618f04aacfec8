//! The configuration under the command line: an option that was not given is taken from the profile.

use clap::ArgMatches;
use clap::parser::ValueSource;

use crate::cli::level::Levels;
use crate::cli::network::{Kept, Network};
use crate::cli::second::Second;
use crate::cli::sign::Role;
use crate::cli::{Cli, Command, sign, token, verify};
use crate::error::Failure;
use crate::message::Arguments as Words;
use crate::output::Terminal;

use super::{Choice, Configuration, Profile};

/// Completes the command line by the configuration.
///
/// # Errors
/// The configuration cannot be used. Commands that do not need one do not read it.
pub(crate) fn apply(cli: &mut Cli, matches: &ArgMatches, terminal: &Terminal) -> Result<(), Failure> {
    let choice = Choice { file: cli.config.clone(), profile: cli.profile.clone() };
    let of_command = matches.subcommand().map(|(_, matches)| matches);
    let absent = |name: &str| {
        of_command.is_some_and(|matches| {
            matches.try_contains_id(name).is_ok() && matches.value_source(name) != Some(ValueSource::CommandLine)
        })
    };
    match &mut cli.command {
        Command::Sign(arguments) => to_sign(arguments, read(&choice, terminal)?, &absent),
        Command::Prepare(arguments) => {
            let profile = read(&choice, terminal)?;
            set_level(&mut arguments.signature.level, &profile, &absent);
            complete_levels(&mut arguments.levels, &profile);
            arguments.profile = profile;
            Ok(())
        }
        Command::Complete(arguments) => {
            let profile = read(&choice, terminal)?;
            complete_levels(&mut arguments.levels, &profile);
            arguments.profile = profile;
            Ok(())
        }
        Command::Extend(arguments) => {
            let profile = read(&choice, terminal)?;
            complete_levels(&mut arguments.levels, &profile);
            if arguments.output.is_none() && arguments.out_dir.is_none() && !arguments.in_place {
                arguments.out_dir = profile.out_dir().map(Into::into);
            }
            arguments.profile = profile;
            Ok(())
        }
        Command::Preview(arguments) => {
            let profile = read(&choice, terminal)?;
            complete_key(&mut arguments.key, &profile, arguments.role);
            arguments.profile = profile;
            Ok(())
        }
        Command::Verify(arguments) => {
            to_verify(arguments, read(&choice, terminal)?);
            Ok(())
        }
        Command::Token(arguments) => {
            to_token(arguments, &read(&choice, terminal)?);
            Ok(())
        }
        Command::Config(arguments) => {
            arguments.choice = choice;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn read(choice: &Choice, terminal: &Terminal) -> Result<Profile, Failure> {
    let configuration = Configuration::read(choice)?;
    if let Some(path) = &configuration.unlisted {
        terminal.remark("config-unlisted", &Words::new().with("path", path.display()));
    }
    Ok(configuration.profile)
}

fn to_sign(arguments: &mut sign::Arguments, profile: Profile, absent: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
    complete_key(&mut arguments.key, &profile, arguments.role);
    if let Some(role) = arguments.second.then {
        complete_second(&mut arguments.second, &profile, role);
    }
    set_level(&mut arguments.signature.level, &profile, absent);
    complete_levels(&mut arguments.levels, &profile);
    if arguments.output.is_none() && arguments.out_dir.is_none() && !arguments.in_place {
        arguments.out_dir = profile.out_dir().map(Into::into);
    }
    arguments.profile = profile;
    Ok(())
}

/// The key of the profile, where the command line names none.
fn complete_key(key: &mut crate::cli::key::Key, profile: &Profile, role: Role) {
    let configured = profile.key_of(role);
    if key.pkcs12.is_some() || key.key.is_some() {
        return;
    }
    if key.module.is_none() {
        key.module = configured.module;
    }
    if key.token.is_none() {
        key.token = configured.token.map(Into::into);
        // The certificate is one of that token.
        key.token_certificate = key.token_certificate.take().or(configured.certificate);
    }
}

fn complete_second(second: &mut Second, profile: &Profile, role: Role) {
    let mut key = second.key();
    complete_key(&mut key, profile, role);
    second.then_token = key.token;
    second.then_token_certificate = key.token_certificate;
    second.then_module = key.module;
}

fn set_level(level: &mut sign::Level, profile: &Profile, absent: &dyn Fn(&str) -> bool) {
    let configured = profile.level().and_then(|text| <sign::Level as clap::ValueEnum>::from_str(text, false).ok());
    if let Some(configured) = configured.filter(|_| absent("level")) {
        *level = configured;
    }
}

/// The authorities and whom to trust.
fn complete_levels(levels: &mut Levels, profile: &Profile) {
    if levels.stamps.tsa.is_empty() {
        levels.stamps.tsa = profile.tsa().to_vec();
    }
    if levels.trust.trust.is_empty() {
        levels.trust.trust = profile.trust().to_vec();
    }
    levels.trust.intermediates.extend_from_slice(profile.intermediates());
    levels.online |= profile.online();
    complete_network(&mut levels.network, &mut levels.kept, profile);
}

/// Whom to ask, and where the answers are kept; whether anybody is asked is said elsewhere.
fn complete_network(network: &mut Network, kept: &mut Kept, profile: &Profile) {
    network.allow_host.extend(profile.allowed_hosts());
    if kept.cache.is_none() && !kept.no_cache {
        kept.cache = profile.cache().map(Into::into);
    }
}

fn to_verify(arguments: &mut verify::Arguments, profile: Profile) {
    if arguments.trust.trust.is_empty() {
        arguments.trust.trust = profile.trust().to_vec();
    }
    arguments.trust.intermediates.extend_from_slice(profile.intermediates());
    complete_network(&mut arguments.network, &mut arguments.kept, &profile);
    arguments.profile = profile;
}

fn to_token(arguments: &mut token::Arguments, profile: &Profile) {
    let which = match &mut arguments.command {
        token::Command::List(list) => &mut list.which,
        token::Command::Show(show) => &mut show.which,
        token::Command::Doctor(doctor) => {
            if doctor.trust.is_empty() {
                doctor.trust = profile.trust().to_vec();
            }
            &mut doctor.which
        }
    };
    which.modules.extend(which.module.clone());
    if which.modules.is_empty() {
        which.modules = profile.modules();
    }
    which.known_roles = profile.known_roles();
}
