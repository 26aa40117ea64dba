//! What a check found out.

use serde::{Deserialize, Serialize};

use crate::{Date, Effect, Instant, Problem, ProblemDraft, Severity};

/// What a check found out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Whether the application itself has shown that the credential works and has the rights that are needed. Without it no check
    /// is accepted.
    #[serde(default)]
    pub proven: bool,
    /// What is wrong, most decisive first.
    #[serde(default)]
    pub problems: Vec<Problem>,
    /// Whose credential it is, if that is known.
    #[serde(default)]
    pub account: Option<Account>,
    /// What is known of the credential.
    #[serde(default)]
    pub credential: Option<CredentialFacts>,
    /// What is known of the instance.
    #[serde(default)]
    pub instance: Option<InstanceFacts>,
    /// How many HTTP requests were sent. The kit fills it in.
    #[serde(default)]
    pub requests: u32,
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The credential works and has the rights that are needed.
    Accepted,
    /// It does not.
    Refused,
    /// That could not be found out.
    Unknown,
}

impl Report {
    /// A report of success, to which facts and warnings may be added.
    #[must_use]
    pub fn proven() -> Self {
        Self {
            proven: true,
            ..Self::default()
        }
    }

    /// What it comes to: refused if any problem refuses; else unknown if any leaves it open, or if nothing is proven; else
    /// accepted.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let any = |effect| self.problems.iter().any(|problem| problem.effect == effect);
        if any(Effect::Refuses) {
            Verdict::Refused
        } else if any(Effect::LeavesOpen) || !self.proven {
            Verdict::Unknown
        } else {
            Verdict::Accepted
        }
    }

    /// Puts the problems in order, most decisive first, keeping the order of equals.
    pub fn sort_problems(&mut self) {
        self.problems.sort_by_key(|problem| {
            let effect = match problem.effect {
                Effect::Refuses => 0,
                Effect::LeavesOpen => 1,
                Effect::None => 2,
            };
            let severity = match problem.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Advice => 2,
            };
            (effect, severity)
        });
    }
}

impl From<Problem> for Report {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            ..Self::default()
        }
    }
}

impl From<ProblemDraft> for Report {
    fn from(draft: ProblemDraft) -> Self {
        Problem::from(draft).into()
    }
}

/// Whose credential it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The application's id for it.
    pub id: String,
    /// The name that it signs in with.
    pub username: String,
    /// The name that people see.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Its page.
    pub url: Option<String>,
    /// Its picture.
    pub avatar_url: Option<String>,
}

/// What an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AccountKind {
    /// A person.
    User,
    /// The account behind a project's token.
    ProjectBot,
    /// The account behind a group's token.
    GroupBot,
    /// An account for programs.
    ServiceAccount,
    /// A kind that this version does not know.
    #[serde(other)]
    Unknown,
}

/// What is known of a credential. What is not known is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialFacts {
    /// What it is, such as `personal_access_token`.
    pub kind: Option<String>,
    /// The name that its owner gave it.
    pub name: Option<String>,
    /// What it may do.
    pub scopes: Option<Vec<String>>,
    /// The date on which it stops working, in UTC: it is dead from the first moment of that day.
    pub expires_on: Option<Date>,
    /// The instant at which it stops working.
    pub expires_at: Option<Instant>,
    /// How many days are left until [`expires_on`](Self::expires_on).
    pub days_left: Option<i64>,
}

/// What is known of an instance. What is not known is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceFacts {
    /// Its address, normalised.
    pub url: String,
    /// Its version: the digits.
    pub version: Option<String>,
    /// Its edition, such as `enterprise` or `community`.
    pub edition: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, Localisation, code};

    fn report(proven: bool, codes: &[Code]) -> Report {
        let texts = Localisation::new(&[]);
        Report {
            proven,
            problems: codes
                .iter()
                .map(|&code| ProblemDraft::new(texts.clone(), code).into())
                .collect(),
            ..Report::default()
        }
    }

    #[test]
    fn the_verdict_follows_from_the_problems_and_the_proof() {
        let verdict = |proven, codes: &[Code]| report(proven, codes).verdict();
        assert_eq!(verdict(true, &[]), Verdict::Accepted);
        assert_eq!(
            verdict(true, &[code::TOKEN_EXPIRES_SOON]),
            Verdict::Accepted
        );
        assert_eq!(verdict(false, &[]), Verdict::Unknown);
        assert_eq!(verdict(true, &[code::INSTANCE_TIMEOUT]), Verdict::Unknown);
        assert_eq!(
            verdict(false, &[code::INSTANCE_TIMEOUT, code::TOKEN_EXPIRED]),
            Verdict::Refused
        );
    }

    #[test]
    fn the_most_decisive_problem_comes_first() {
        let mut report = report(
            false,
            &[
                code::TOKEN_NO_EXPIRY,
                code::INSTANCE_TIMEOUT,
                code::TOKEN_EXPIRED,
                code::TOKEN_FINE_GRAINED,
            ],
        );
        report.sort_problems();
        let codes: Vec<_> = report
            .problems
            .iter()
            .map(|problem| problem.code.as_str())
            .collect();
        assert_eq!(
            codes,
            [
                "token.expired",
                "instance.timeout",
                "token.fine_grained",
                "token.no_expiry"
            ]
        );
    }
}
