//! Everything that the simulator itself says, in the user's language.

use std::io;

use violet_plugin::{Argument, Code, Localisation, Problem, ProblemDraft, code};

/// The simulator's texts, before the kit's own, in one language.
#[derive(Clone)]
pub(crate) struct Texts(Localisation);

impl Texts {
    /// The texts in the language that suits this tag best.
    pub(crate) fn new(locale: &str) -> Self {
        Self(Localisation::new(OWN).for_locale(locale))
    }

    /// The text with this id, `message` or `message.attribute`.
    pub(crate) fn text(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The text with this id, with values for its variables.
    pub(crate) fn with(&self, id: &str, arguments: &[(&str, Argument)]) -> String {
        self.0.text(id, arguments).unwrap_or_else(|| id.to_owned())
    }

    /// The text with this id, if there is one.
    pub(crate) fn find(&self, id: &str) -> Option<String> {
        self.0.text(id, &[])
    }

    /// Begins a problem.
    pub(crate) fn problem(&self, code: Code) -> ProblemDraft {
        ProblemDraft::new(self.0.clone(), code)
    }

    /// The problem of a system that did not do its part: a text of its own, since nobody here has a defect, with the variable `detail`.
    pub(crate) fn failed(&self, id: &str, error: &io::Error) -> Problem {
        let draft = self.problem(code::INTERNAL).worded(id);
        draft.with("detail", error.to_string()).into()
    }
}

const OWN: violet_plugin::Texts = &[
    ("en", include_str!("../locales/en.ftl")),
    ("es", include_str!("../locales/es.ftl")),
];

#[cfg(test)]
mod tests;
