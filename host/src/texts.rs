//! Problems in the user's language.

use violet_plugin::{Code, Localisation, Problem, ProblemDraft};

/// The kit's texts in one language.
#[derive(Clone)]
pub(crate) struct Texts(Localisation);

impl Texts {
    pub(crate) fn new(locale: &str) -> Self {
        Self(Localisation::new(&[]).for_locale(locale))
    }

    pub(crate) fn draft(&self, code: Code) -> ProblemDraft {
        ProblemDraft::new(self.0.clone(), code)
    }

    /// A problem whose texts have one variable.
    pub(crate) fn problem(&self, code: Code, variable: &str, value: String) -> Problem {
        self.draft(code).with(variable, value).into()
    }

    /// A problem that says why.
    pub(crate) fn reason(&self, code: Code, reason: String) -> Problem {
        self.draft(code).because(reason).into()
    }

    /// A problem that says why, of a special case with a text of its own.
    pub(crate) fn worded(&self, code: Code, text: &str, reason: String) -> Problem {
        self.draft(code).worded(text).because(reason).into()
    }
}
