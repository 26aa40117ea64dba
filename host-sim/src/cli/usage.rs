//! What is wrong with the arguments, in the language and the form that they ask for.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use violet_plugin::{Problem, code};

use crate::{locale, suggestion, texts::Texts};

/// What the arguments ask for, as far as it can be told before they are understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Whether a program reads the result.
    pub(super) json: bool,
    /// The language.
    pub(super) locale: Option<String>,
}

impl Asked {
    pub(super) fn of(arguments: &[OsString]) -> Self {
        let mut asked = Self::default();
        let mut rest = arguments
            .iter()
            .skip(1)
            .filter_map(|argument| argument.to_str());
        while let Some(argument) = rest.next() {
            match argument {
                "--" => break,
                "--json" => asked.json = true,
                "--locale" => {
                    asked.locale = rest.next().and_then(|value| locale::parse(value).ok())
                }
                _ => {
                    if let Some(value) = argument.strip_prefix("--locale=") {
                        asked.locale = locale::parse(value).ok();
                    }
                }
            }
        }
        asked
    }
}

/// What the user is told. No word of the arguments is repeated but the names of commands and options that exist: a token may stand in
/// any wrong place.
pub(super) fn problem(error: &clap::Error, texts: &Texts) -> Problem {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let close = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        // The closest comes last.
        Some(ContextValue::Strings(texts)) => texts.last().cloned(),
        _ => None,
    };
    let argument = said(ContextKind::InvalidArg).unwrap_or_default();
    let name = option_name(&argument);
    let draft = |id: &str| texts.problem(code::USAGE_INVALID).worded(id);
    match error.kind() {
        ErrorKind::InvalidSubcommand => match close(ContextKind::SuggestedSubcommand) {
            Some(close) => draft("usage-unknown-command-close")
                .with("close", close)
                .into(),
            None => draft("usage-unknown-command").into(),
        },
        // Whatever stands there alone may be a token.
        ErrorKind::UnknownArgument if !argument.starts_with('-') => draft("usage-too-many").into(),
        ErrorKind::UnknownArgument => match close(ContextKind::SuggestedArg) {
            Some(close) => draft("usage-unknown-option-close")
                .with("close", close)
                .into(),
            None => draft("usage-unknown-option").into(),
        },
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            draft("usage-no-command").into()
        }
        ErrorKind::MissingRequiredArgument => draft("usage-missing").with("names", argument).into(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let known = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(values)) => {
                    suggestion::list(&values.iter().map(String::as_str).collect::<Vec<_>>())
                }
                _ => String::new(),
            };
            if said(ContextKind::InvalidValue).is_none_or(|value| value.is_empty()) {
                draft("usage-no-value").with("name", argument).into()
            } else if known.is_empty() {
                draft("usage-wrong-value").with("name", argument).into()
            } else {
                draft("usage-wrong-value-known")
                    .with("name", argument)
                    .with("known", known)
                    .into()
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg).unwrap_or_default();
            if option_name(&other) == name {
                draft("usage-twice").with("name", name).into()
            } else {
                draft("usage-conflict")
                    .with("name", name)
                    .with("other", option_name(&other))
                    .into()
            }
        }
        ErrorKind::InvalidUtf8 => draft("usage-not-text").into(),
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => draft("usage-no-value").with("name", argument).into(),
        _ => draft("usage-not-understood").into(),
    }
}

/// An option without the value that may hang on it.
fn option_name(argument: &str) -> &str {
    argument.split(['=', ' ']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::Arguments;
    use super::*;

    fn said(arguments: &[&str]) -> Problem {
        let all = std::iter::once(&"violet-host-sim").chain(arguments);
        let error = Arguments::try_parse_from(all).err().expect("it is wrong");
        problem(&error, &Texts::new("en"))
    }

    #[test]
    fn every_mistake_is_named_with_a_way_out() {
        for (arguments, expected) in [
            (&["chek"][..], "`check`"),
            (&["frobnicate"], "`--help`"),
            (&["check", "gitlab", "--token-fil", "x"], "`--token-file`"),
            (&["check", "gitlab", "--frobnicate"], "`--help`"),
            (&["check"], "<PLUGIN>"),
            (&["check", "gitlab", "--url"], "--url"),
            (&["list", "--timeout", "soon"], "--timeout"),
            (&["list", "--timeout", "0"], "--timeout"),
            (&["completions", "tcsh"], "`bash`"),
            (&["connections"], "command"),
            (&["list", "--json", "--json"], "--json"),
        ] {
            let problem = said(arguments);
            assert_eq!(problem.code, "usage.invalid", "{arguments:?}");
            let text = format!(
                "{} {}",
                problem.message,
                problem.hint.clone().unwrap_or_default()
            );
            assert!(text.contains(expected), "{arguments:?}: {text}");
        }
    }

    #[test]
    fn a_token_in_the_wrong_place_is_not_repeated() {
        for arguments in [
            &["check", "gitlab", "glpat-secret"][..],
            &["glpat-secret"],
            &["connections", "glpat-secret"],
            &["check", "gitlab", "--glpat-secret"],
            &["check", "gitlab", "-glpat-secret"],
            &["completions", "glpat-secret"],
            &["check", "gitlab", "--token=glpat-secret"],
            &["check", "gitlab", "--token", "glpat-secret"],
            &["check", "gitlab", "--json=glpat-secret"],
            &["list", "--timeout", "glpat-secret"],
            &["list", "--locale", "glpat-secret-much-too-long"],
        ] {
            let text = format!("{:?}", said(arguments));
            assert!(!text.contains("glpat-secret"), "{arguments:?}: {text}");
        }
    }

    #[test]
    fn form_and_language_are_known_before_the_rest() {
        let asked = |arguments: &[&str]| {
            let all = std::iter::once(&"violet-host-sim").chain(arguments);
            Asked::of(&all.map(OsString::from).collect::<Vec<_>>())
        };
        assert_eq!(
            asked(&["frobnicate", "--json"]),
            Asked {
                json: true,
                locale: None
            }
        );
        assert_eq!(asked(&["--locale", "es"]).locale.as_deref(), Some("es"));
        assert_eq!(
            asked(&["--locale=es-MX", "x"]).locale.as_deref(),
            Some("es-MX")
        );
        assert_eq!(asked(&["check", "--", "--json"]), Asked::default());
    }
}
