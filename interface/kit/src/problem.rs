//! Problems: anything wrong that a user can be told.

pub mod code;

use std::{
    collections::BTreeMap,
    fmt,
    ops::{Deref, DerefMut},
};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

pub use self::code::Code;
use crate::{Argument, Localisation};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing.
    Advice,
    /// Will go wrong, or has gone wrong beside the point.
    Warning,
    /// Wrong. A severity that this version does not know counts as this one.
    #[default]
    #[serde(other)]
    Error,
}

/// What a problem does to the verdict of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// Nothing.
    None,
    /// The credential, or the configuration, can't be used.
    Refuses,
    /// It could not be found out. An effect that this version does not know counts as this one.
    #[default]
    #[serde(other)]
    LeavesOpen,
}

/// Anything wrong that a user can be told: a stable code, a sentence, what to do next.
///
/// Its members are those of [`ProblemContent`]. A plugin makes one with
/// [`Context::problem`](crate::Context::problem).
// Boxed, because it stands in many a `Result`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problem(Box<ProblemContent>);

impl Deref for Problem {
    type Target = ProblemContent;

    fn deref(&self) -> &ProblemContent {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut ProblemContent {
        &mut self.0
    }
}

/// What a [`Problem`] says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProblemContent {
    /// A code of [`code`], or the plugin's own under its own prefix.
    pub code: String,
    /// How bad it is.
    #[serde(default)]
    pub severity: Severity,
    /// What it does to the verdict of a check.
    #[serde(default)]
    pub effect: Effect,
    /// What is wrong: a sentence in the user's language.
    #[serde(default)]
    pub message: String,
    /// What to do next, in the user's language.
    #[serde(default)]
    pub hint: Option<String>,
    /// A page that helps.
    #[serde(default)]
    pub help_url: Option<String>,
    /// Where in the submitted form, as a JSON pointer.
    #[serde(default)]
    pub field: Option<String>,
    /// Whether the same may work later.
    #[serde(default)]
    pub retryable: bool,
    /// How many seconds to wait first, where that is known.
    #[serde(default)]
    pub retry_after_s: Option<u64>,
    /// More, for programs. Never a secret.
    #[serde(default)]
    pub details: BTreeMap<String, Json>,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Problem {}

/// A problem in the making: [`Context::problem`](crate::Context::problem) begins it, `into()` finishes it.
#[derive(Clone)]
pub struct ProblemDraft {
    texts: Localisation,
    code: Code,
    text: Option<String>,
    arguments: Vec<(String, Argument)>,
    field: Option<String>,
    help_url: Option<String>,
    retry_after_s: Option<u64>,
    details: BTreeMap<String, Json>,
}

impl ProblemDraft {
    /// Begins a problem whose texts come from `texts`.
    #[must_use]
    pub fn new(texts: Localisation, code: Code) -> Self {
        Self {
            texts,
            code,
            text: None,
            arguments: Vec::new(),
            field: None,
            help_url: None,
            retry_after_s: None,
            details: BTreeMap::new(),
        }
    }

    /// Gives a variable of the texts its value, which also goes into the details.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Argument>) -> Self {
        let value = value.into();
        self.details.insert(name.to_owned(), value.to_json());
        self.arguments.push((name.to_owned(), value));
        self
    }

    /// Gives the variable `reason`: what exactly is wrong, or a foreign sentence, cleaned of control characters and bounded.
    #[must_use]
    pub fn because(self, reason: impl AsRef<str>) -> Self {
        self.with("reason", without_controls(reason.as_ref(), 300))
    }

    /// Takes the texts with this id in place of the code's own, to say the same thing of a special case.
    #[must_use]
    pub fn worded(mut self, text_id: &str) -> Self {
        self.text = Some(text_id.to_owned());
        self
    }

    /// Says where in the form it is, as a JSON pointer.
    #[must_use]
    pub fn field(mut self, pointer: impl Into<String>) -> Self {
        self.field = Some(pointer.into());
        self
    }

    /// Links a page that helps.
    #[must_use]
    pub fn help_url(mut self, url: impl Into<String>) -> Self {
        self.help_url = Some(url.into());
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: Option<u64>) -> Self {
        self.retry_after_s = seconds;
        self
    }

    /// Adds something for programs.
    #[must_use]
    pub fn detail(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }
}

impl From<ProblemDraft> for Problem {
    fn from(draft: ProblemDraft) -> Self {
        let id = draft.text.unwrap_or_else(|| draft.code.text_id());
        let arguments: Vec<(&str, Argument)> = draft
            .arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        Self(Box::new(ProblemContent {
            message: draft.texts.text(&id, &arguments).map_or_else(
                || draft.code.id.to_owned(),
                |message| ended_once(message, &draft.arguments),
            ),
            hint: draft.texts.text(&format!("{id}.hint"), &arguments),
            code: draft.code.id.to_owned(),
            severity: draft.code.severity,
            effect: draft.code.effect,
            help_url: draft.help_url,
            field: draft.field,
            retryable: draft.code.retryable,
            retry_after_s: draft.retry_after_s,
            details: draft.details,
        }))
    }
}

/// A sentence that ends with a variable's value ends as that does, if that is a sentence itself.
fn ended_once(mut message: String, arguments: &[(String, Argument)]) -> String {
    let has_ended = arguments.iter().any(|(_, value)| match value {
        Argument::Text(text) => {
            text.ends_with(['.', '?', '!', '…']) && {
                let sentence = message.strip_suffix('.');
                sentence.is_some_and(|sentence| sentence.ends_with(text.as_str()))
            }
        }
        Argument::Number(_) => false,
    });
    if has_ended {
        message.pop();
    }
    message
}

/// A foreign text as it may be shown: control and invisible characters become blanks, runs of blanks one, and it ends after so many
/// characters.
#[must_use]
pub fn without_controls(text: &str, most: usize) -> String {
    let visible = |character: char| !character.is_control() && !is_invisible(character);
    let spaced: String = text
        .chars()
        .map(|c| if visible(c) { c } else { ' ' })
        .collect();
    let mut clean = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = clean.char_indices().nth(most) {
        clean.truncate(end);
        clean.push('…');
    }
    clean
}

/// Zero-width characters, and those that turn the direction of the text around them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_newer_version_says_is_understood_as_far_as_possible() {
        let problem: Problem = serde_json::from_str(
            r#"{"code": "x.new", "severity": "catastrophe", "effect": "burns", "more": 1}"#,
        )
        .expect("unknown members and values are no error");
        assert_eq!(problem.severity, Severity::Error);
        assert_eq!(problem.effect, Effect::LeavesOpen);
    }

    #[test]
    fn a_sentence_ends_once() {
        let says = |reason: &str| {
            let texts = Localisation::new(&[("en", "x-odd = Odd: { $reason }.")]);
            let odd = Code::new("x.odd", Severity::Error, Effect::None);
            let problem = Problem::from(ProblemDraft::new(texts, odd).because(reason));
            problem.message.clone()
        };
        assert_eq!(says("it is odd"), "Odd: it is odd.");
        assert_eq!(says("It is odd."), "Odd: It is odd.");
        assert_eq!(says("did you mean `even`?"), "Odd: did you mean `even`?");
        assert_eq!(says(&"a".repeat(301)), format!("Odd: {}…", "a".repeat(300)));
        assert_eq!(says(""), "Odd: .");
    }

    #[test]
    fn foreign_texts_are_cleaned_and_bounded() {
        assert_eq!(
            without_controls("a\u{1b}[31m\n\tb\u{202e}c", 100),
            "a [31m b c"
        );
        assert_eq!(without_controls("abcdef", 3), "abc…");
    }
}
