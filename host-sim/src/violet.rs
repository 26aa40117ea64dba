//! What Violet does with applications, connections and integrations: one place, for the command line and whatever else shows it.
//!
//! Every operation takes the caller's language and patience with it, and fails with a problem that can be shown as it is. What
//! is wrong with a credential or a configuration is no failure but a result.

mod applications;
mod connections;
mod reconnection;

mod choices;
mod integrations;

use std::{path::PathBuf, sync::OnceLock};

use violet_host::{Call, Host, LogLine, Options};
use violet_plugin::{Instant, Problem, code, without_controls};

pub(crate) use self::{
    applications::{Application, Described, DescribedField, DescribedMethod, Reference},
    choices::ChoicesWanted,
    connections::{Connected, ConnectionSummary, Open, Removed},
    integrations::{Created, IntegrationDraft, IntegrationSummary},
};
use crate::{
    secrets::Vault,
    state::{self, Store},
    texts::Texts,
};

/// Violet, as far as it is simulated.
pub(crate) struct Violet {
    options: Options,
    /// Made when the first plugin is loaded: many commands need none.
    host: OnceLock<Host>,
    plugins: PathBuf,
    store: Store,
    vault: Vault,
}

impl Violet {
    /// Violet with a host of plugins that is made like this, this folder of plugins, and the state in that folder. Opens nothing yet.
    pub(crate) fn new(
        options: Options,
        plugins: impl Into<PathBuf>,
        state: impl Into<PathBuf>,
    ) -> Self {
        let store = Store::new(state);
        Self {
            options,
            host: OnceLock::new(),
            plugins: plugins.into(),
            vault: Vault::new(store.folder()),
            store,
        }
    }

    /// Takes what plugins have written to the log since the last time, and the number of lines that had no room.
    pub(crate) fn take_log(&self) -> (Vec<LogLine>, u64) {
        self.host.get().map(Host::take_log).unwrap_or_default()
    }

    fn host(&self, call: &Call) -> Result<&Host, Problem> {
        if let Some(host) = self.host.get() {
            return Ok(host);
        }
        let made = Host::new(self.options.clone())
            .map_err(|error| Texts::new(&call.locale).failed("copies-folder", &error))?;
        // Whoever was faster made one that is as good.
        Ok(self.host.get_or_init(|| made))
    }
}

/// Why an operation on the state ended.
enum Failure {
    State(state::Error),
    Problem(Problem),
}

impl Failure {
    fn into_problem(self, call: &Call) -> Problem {
        match self {
            Self::State(error) => error.problem(&Texts::new(&call.locale)),
            Self::Problem(problem) => problem,
        }
    }
}

impl From<state::Error> for Failure {
    fn from(error: state::Error) -> Self {
        Self::State(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// A name that somebody gave, cleaned.
fn checked_name(name: &str, call: &Call) -> Result<String, Problem> {
    let clean = without_controls(name, MOST_CHARACTERS + 1);
    let texts = Texts::new(&call.locale);
    if clean.is_empty() {
        return Err(texts
            .problem(code::USAGE_INVALID)
            .worded("usage-name-empty")
            .into());
    }
    if clean.chars().count() > MOST_CHARACTERS {
        let most = i64::try_from(MOST_CHARACTERS).unwrap_or(i64::MAX);
        return Err(texts
            .problem(code::USAGE_INVALID)
            .worded("usage-name-long")
            .with("most", most)
            .into());
    }
    Ok(clean)
}

/// `name`, or the first of `name (2)`, `name (3)`, … that is not taken.
fn free_name(name: &str, taken: &[&str]) -> String {
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
    candidates
        .find(|candidate| !taken.contains(&candidate.as_str()))
        .unwrap_or_else(|| name.to_owned())
}

/// The time now, in whole seconds: nobody wants to read more.
fn now_ms() -> i64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs())
        .unwrap_or_default()
        .saturating_mul(1000)
}

fn instant(milliseconds: i64) -> Instant {
    Instant::from_unix_milliseconds(milliseconds)
}

/// Characters of a name.
const MOST_CHARACTERS: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> Call {
        Call {
            locale: "en".into(),
            timeout: std::time::Duration::from_secs(1),
        }
    }

    #[test]
    fn a_name_is_cleaned_and_bounded() {
        assert_eq!(
            checked_name("  My\n GitLab ", &call()).as_deref(),
            Ok("My GitLab")
        );
        assert!(checked_name(" \u{200b} ", &call()).is_err());
        assert!(checked_name(&"x".repeat(100), &call()).is_ok());
        let problem = checked_name(&"x".repeat(101), &call()).expect_err("too long");
        assert!(
            problem
                .hint
                .as_deref()
                .is_some_and(|hint| hint.contains("100")),
            "{:?}",
            problem.hint
        );
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        assert_eq!(free_name("a", &[]), "a");
        assert_eq!(free_name("a", &["a", "a (2)", "b"]), "a (3)");
    }
}
