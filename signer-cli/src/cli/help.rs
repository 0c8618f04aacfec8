//! The help texts in the user's language.

use clap::{Arg, ArgAction, Args, Command};

use crate::message::{Language, Messages};

/// Show the help of the program or of a command
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
    signer help verify")]
pub(crate) struct Arguments {
    /// The command
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

/// The Vietnamese help, by the names of commands and options. The English stands beside the definitions.
const VIETNAMESE: &str = include_str!("../../i18n/help.vi.ftl");

/// The name of the program itself among the commands.
const ROOT: &str = "signer";

/// The command with its help in the language of `messages`.
pub(crate) fn localise(command: Command, messages: &Messages) -> Command {
    match messages.language() {
        Language::English => command,
        Language::Vietnamese => translate(command, &Messages::of(Language::Vietnamese, VIETNAMESE), ROOT),
    }
}

fn translate(mut command: Command, help: &Messages, name: &str) -> Command {
    // Before clap adds its own `--help` and `--version`, which would speak English.
    if let Some(about) = help.get(&format!("help-{name}")) {
        command = command.about(about);
    }
    if let Some(after) = help.attribute(&format!("help-{name}"), "after") {
        command = command.after_help(after);
    }
    command = command
        .help_template(format!(
            "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
            help.text("heading-usage")
        ))
        .subcommand_help_heading(help.text("heading-commands"))
        .mut_args(|arg| argument(arg, help, name))
        // clap's own speak English.
        .disable_help_flag(true)
        .arg(own("help", 'h', ArgAction::Help, help));
    if name == ROOT {
        command = command.disable_version_flag(true).arg(own("version", 'V', ArgAction::Version, help));
    }
    let parent = name.to_owned();
    command.mut_subcommands(|subcommand| {
        let name = name_in(&parent, subcommand.get_name(), help);
        if subcommand.is_hide_set() { subcommand } else { translate(subcommand, help, &name) }
    })
}

/// Under which name the catalogue has a command: `config-show`, where another command has a `show` too.
fn name_in(parent: &str, name: &str, help: &Messages) -> String {
    let whole = format!("{parent}-{name}");
    if help.get(&format!("help-{whole}")).is_some() { whole } else { name.to_owned() }
}

fn own(name: &'static str, short: char, action: ArgAction, help: &Messages) -> Arg {
    let text = help.text(&format!("help-option-{name}"));
    Arg::new(name).short(short).long(name).action(action).help(text).help_heading(help.text("heading-options"))
}

fn argument(arg: Arg, help: &Messages, command: &str) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(heading) => help.text(&format!("heading-{}", heading.to_lowercase().replace(' ', "-"))),
        None if arg.is_positional() => help.text("heading-arguments"),
        None => help.text("heading-options"),
    };
    let arg = arg.help_heading(heading);
    let Some(mut text) = text_of(&arg, help, command) else { return arg };
    if !arg.get_action().takes_values() {
        return arg.help(text);
    }
    // What clap would add in English.
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    if !values.is_empty() {
        text.push_str(&format!(" [{}: {}]", help.text("word-values"), values.join(", ")));
    }
    if let Some(default) = arg.get_default_values().first() {
        text.push_str(&format!(" [{}: {}]", help.text("word-default"), default.to_string_lossy()));
    }
    arg.help(text).hide_possible_values(true).hide_default_value(true)
}

/// The help of an argument: its own text, else the one shared by all commands.
fn text_of(arg: &Arg, help: &Messages, command: &str) -> Option<String> {
    let id = arg.get_id().as_str().replace('_', "-");
    help.get(&format!("help-{command}-{id}")).or_else(|| help.get(&format!("help-option-{id}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    fn every_command() -> Vec<(String, Command)> {
        let help = Messages::of(Language::Vietnamese, VIETNAMESE);
        let mut open = vec![(ROOT.to_owned(), Cli::command())];
        let mut all = Vec::new();
        while let Some((parent, command)) = open.pop() {
            let below = command.get_subcommands().filter(|command| !command.is_hide_set());
            open.extend(below.map(|below| (name_in(&parent, below.get_name(), &help), below.clone())));
            all.push((parent, command));
        }
        all
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
        localise(Cli::command(), &Messages::new(Language::Vietnamese)).debug_assert();
    }

    #[test]
    fn every_command_and_option_is_explained_in_vietnamese() {
        let help = Messages::of(Language::Vietnamese, VIETNAMESE);
        let mut missing = Vec::new();
        for (name, command) in every_command() {
            if help.get(&format!("help-{name}")).is_none() {
                missing.push(format!("help-{name}"));
            }
            if command.get_after_help().is_some() && help.attribute(&format!("help-{name}"), "after").is_none() {
                missing.push(format!("help-{name}.after"));
            }
            for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                if text_of(arg, &help, &name).is_none() {
                    missing.push(format!("help-{name}-{}", arg.get_id().as_str().replace('_', "-")));
                }
                if let Some(heading) = arg.get_help_heading() {
                    let id = format!("heading-{}", heading.to_lowercase().replace(' ', "-"));
                    if help.get(&id).is_none() {
                        missing.push(id);
                    }
                }
            }
        }
        missing.sort();
        missing.dedup();
        assert!(missing.is_empty(), "missing in help.vi.ftl: {missing:#?}");
    }

    #[test]
    fn the_vietnamese_examples_are_the_english_ones() {
        let help = Messages::of(Language::Vietnamese, VIETNAMESE);
        let commands = |text: &str| -> Vec<String> {
            let text = text.replace("\\\n", " ");
            let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
            text.lines().map(words).filter(|line| line.starts_with("signer ")).collect()
        };
        for (name, command) in every_command() {
            let Some(after) = command.get_after_help() else { continue };
            let translated = help.attribute(&format!("help-{name}"), "after").unwrap();
            assert_eq!(commands(&translated), commands(&after.to_string()), "{name}");
        }
    }

    #[test]
    fn every_option_is_explained_in_english() {
        for (name, command) in every_command() {
            for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                assert!(arg.get_help().is_some(), "{name} {}", arg.get_id());
            }
        }
    }
}
