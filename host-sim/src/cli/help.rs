//! The command line explained, in the user's language.
//!
//! The text of a command is `help-` and its names, such as `help-connections-show`; that of an option or argument is an attribute of it
//! by its id, or else of `help-options`, where those stand that several commands have.

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::Arguments;
use crate::texts::Texts;

/// The command line with its help.
pub(super) fn command(texts: &Texts) -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    let program = Arguments::command().disable_version_flag(true).arg(version);
    explained(program, ROOT, texts).long_about(texts.text("help-program-long"))
}

fn explained(command: Command, id: &str, texts: &Texts) -> Command {
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}",
        texts.text("help-usage")
    );
    // clap's own help flag and command would explain themselves in English.
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help),
        )
        .about(texts.text(id))
        .help_template(template)
        .subcommand_help_heading(texts.text("help-commands"))
        .mut_args(|argument| {
            let heading = if argument.is_positional() {
                "help-arguments"
            } else if argument.is_global_set() {
                "help-general"
            } else {
                "help-own"
            };
            let name = argument.get_id().to_string();
            let help = help_of(id, &name, texts).unwrap_or_default();
            let argument = argument.help(help).help_heading(texts.text(heading));
            // What is possible and what is the default stand in the texts.
            let takes_value = argument.get_action().takes_values();
            argument
                .hide_default_value(takes_value)
                .hide_possible_values(takes_value)
        })
        .mut_subcommands(|sub| {
            let id = if id == ROOT {
                format!("help-{}", sub.get_name())
            } else {
                format!("{id}-{}", sub.get_name())
            };
            explained(sub, &id, texts)
        })
}

fn help_of(command: &str, argument: &str, texts: &Texts) -> Option<String> {
    let own = texts.find(&format!("{command}.{argument}"));
    own.or_else(|| texts.find(&format!("help-options.{argument}")))
}

const ROOT: &str = "help-program";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_every_argument_is_explained() {
        fn look(command: &Command, language: &str) {
            let about = command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                !about.is_empty() && !about.starts_with("help-"),
                "`{}` in `{language}`: {about}",
                command.get_name()
            );
            for argument in command.get_arguments() {
                let help = argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                assert!(
                    !help.is_empty(),
                    "`{}` of `{}` in `{language}`",
                    argument.get_id(),
                    command.get_name()
                );
            }
            command
                .get_subcommands()
                .for_each(|command| look(command, language));
        }
        for language in ["en", "es"] {
            look(&command(&Texts::new(language)), language);
        }
    }

    #[test]
    fn help_speaks_the_users_language_throughout() {
        let mut spanish = command(&Texts::new("es"));
        spanish.build();
        let check = spanish.find_subcommand_mut("check").expect("a command");
        let text = check.render_long_help().to_string();
        for english in ["Usage:", "Options:", "Arguments:", "default", "Print"] {
            assert!(!text.contains(english), "{english} in {text}");
        }
        assert!(
            text.contains("Uso:") && text.contains("--token-file"),
            "{text}"
        );
    }
}
