//! The verdict: what the answers about token, account and instance come to together. Pure logic, for every version.
//!
//! For another application, replace [`Learnt::conclude`]. Leave its principles: a reason that the application states decides; a bare
//! *unauthorised* by itself proves nothing; and what can't be read is asked for once more, not guessed.

use crate::{
    account::{Own, User},
    answer::Finding,
    gitlab::Release,
};

/// What was learnt of token, account and instance.
pub(crate) struct Learnt {
    pub(crate) own: Result<Own, Finding>,
    pub(crate) user: Result<User, Finding>,
    pub(crate) release: Result<Release, Finding>,
}

/// What the answers come to together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Conclusion {
    /// The token works and may read.
    Proven,
    /// The token works; whether it may read, one more request shows.
    AskForProjects,
    ScopeMissing,
    TooOld,
    Because(Finding),
}

impl Learnt {
    /// What the answers come to together.
    pub(crate) fn conclude(&self, is_oauth: bool) -> Conclusion {
        let unread = match &self.own {
            Ok(own) if own.can_read() => return Conclusion::Proven,
            Ok(own) if own.is_fine_grained() => return Conclusion::AskForProjects,
            Ok(_) => return Conclusion::ScopeMissing,
            Err(finding) => finding,
        };
        let findings = [
            Some(unread),
            self.user.as_ref().err(),
            self.release.as_ref().err(),
        ];
        if let Some(finding) = findings
            .into_iter()
            .flatten()
            .find(|finding| finding.refuses())
        {
            return Conclusion::Because(finding.clone());
        }
        let number = self.number();
        if number.is_some_and(|number| number < OLDEST) {
            return Conclusion::TooOld;
        }
        // From 15.1 to 15.4 `self` is taken for a token's number, which is looked up only for a token with a sufficient scope.
        let looks_up_self =
            !is_oauth && number.is_some_and(|number| (SELF_BY_ID..SELF).contains(&number));
        match (unread, &self.user) {
            (Finding::NeedsPermission(_), _) => Conclusion::AskForProjects,
            (Finding::Unauthorised | Finding::NotFound, Ok(_)) if looks_up_self => {
                Conclusion::Proven
            }
            // What is old enough to lack the question says so in one of these ways; what is newer never does.
            (Finding::NotFound | Finding::NoRoute | Finding::NotAllowed, _)
                if number.is_some_and(|number| number >= SELF_BY_ID) =>
            {
                Conclusion::Because(Finding::contradiction())
            }
            // Too old for the question, or a 401 for no known reason: now the account decides.
            (
                Finding::Unauthorised | Finding::NotFound | Finding::NoRoute | Finding::NotAllowed,
                user,
            ) => match user {
                Ok(_) | Err(Finding::NeedsPermission(_)) => Conclusion::AskForProjects,
                Err(finding) => Conclusion::Because(finding.clone()),
            },
            (finding, _) => Conclusion::Because(finding.clone()),
        }
    }

    /// Whether the instance is known to be older than `/personal_access_tokens/:id`.
    pub(crate) fn is_before_self(&self) -> bool {
        self.number().is_some_and(|number| number < SELF_BY_ID)
    }

    /// Whether the token has shown itself to be a fine-grained one.
    pub(crate) fn is_fine_grained(&self) -> bool {
        let lacks =
            |finding: Option<&Finding>| matches!(finding, Some(Finding::NeedsPermission(_)));
        self.own.as_ref().is_ok_and(Own::is_fine_grained)
            || lacks(self.own.as_ref().err())
            || lacks(self.user.as_ref().err())
    }

    fn number(&self) -> Option<(u32, u32)> {
        self.release.as_ref().ok().and_then(Release::number)
    }
}

/// The oldest version that is supported.
pub(crate) const OLDEST: (u32, u32) = (13, 0);

/// Since this version `/personal_access_tokens/:id` is looked up.
const SELF_BY_ID: (u32, u32) = (15, 1);

/// Since this version there is `/personal_access_tokens/self`.
const SELF: (u32, u32) = (15, 5);

#[cfg(test)]
mod tests {
    use violet_plugin::{prelude::*, serde_json::from_value};

    use super::*;

    fn own(scopes: &[&str]) -> Result<Own, Finding> {
        Ok(from_value(json!({"scopes": scopes})).expect("a token"))
    }

    fn user() -> Result<User, Finding> {
        Ok(from_value(json!({"id": 7, "username": "jane"})).expect("a user"))
    }

    fn busy() -> Finding {
        Finding::NotNow(code::INSTANCE_UNAVAILABLE, 503, None)
    }

    #[track_caller]
    fn check(
        own: Result<Own, Finding>,
        user: Result<User, Finding>,
        version: Result<&str, Finding>,
        expected: Conclusion,
    ) {
        let release =
            version.map(|version| from_value(json!({"version": version})).expect("a release"));
        assert_eq!(Learnt { own, user, release }.conclude(false), expected);
    }

    #[test]
    fn what_gitlab_says_of_the_token_decides() {
        check(
            own(&["read_api"]),
            user(),
            Ok("18.9.0-ee"),
            Conclusion::Proven,
        );
        check(
            own(&["read_user", "api"]),
            user(),
            Ok("18.9.0-ee"),
            Conclusion::Proven,
        );
        check(
            own(&["read_user"]),
            user(),
            Ok("18.9.0-ee"),
            Conclusion::ScopeMissing,
        );
        check(
            own(&["granular"]),
            user(),
            Ok("19.2.0-ee"),
            Conclusion::AskForProjects,
        );
        check(
            own(&["read_api"]),
            Err(busy()),
            Err(busy()),
            Conclusion::Proven,
        );
    }

    #[test]
    fn a_stated_reason_decides_wherever_it_stands() {
        let expired = Finding::Stated(code::TOKEN_EXPIRED);
        let because = || Conclusion::Because(Finding::Stated(code::TOKEN_EXPIRED));
        check(
            Err(expired.clone()),
            Err(expired.clone()),
            Err(expired.clone()),
            because(),
        );
        check(Err(busy()), Err(expired.clone()), Err(busy()), because());
        check(
            Err(Finding::Unauthorised),
            Err(busy()),
            Err(expired),
            because(),
        );
    }

    #[test]
    fn a_bare_401_refuses_only_if_the_account_is_not_known_either() {
        let bare = || Err(Finding::Unauthorised);
        check(
            bare(),
            Err(Finding::Unauthorised),
            Err(Finding::Unauthorised),
            Conclusion::Because(Finding::Unauthorised),
        );
        check(bare(), user(), Ok("18.9.0-ee"), Conclusion::AskForProjects);
        check(bare(), user(), Err(busy()), Conclusion::AskForProjects);
        check(
            bare(),
            Err(busy()),
            Ok("18.9.0-ee"),
            Conclusion::Because(busy()),
        );
        check(
            Err(busy()),
            Err(Finding::Unauthorised),
            Err(Finding::Unauthorised),
            Conclusion::Because(busy()),
        );
    }

    #[test]
    fn old_instances_are_understood() {
        for version in ["15.1.0", "15.4.6-ee"] {
            check(
                Err(Finding::Unauthorised),
                user(),
                Ok(version),
                Conclusion::Proven,
            );
            check(
                Err(Finding::NotFound),
                user(),
                Ok(version),
                Conclusion::Proven,
            );
        }
        let scope = Finding::NeedsScope(vec!["api".into(), "read_api".into()]);
        check(
            Err(scope.clone()),
            user(),
            Ok("15.2.4"),
            Conclusion::Because(scope),
        );
        check(
            Err(Finding::NotAllowed),
            user(),
            Ok("13.12.15"),
            Conclusion::AskForProjects,
        );
        check(
            Err(Finding::NoRoute),
            user(),
            Ok("13.0.0"),
            Conclusion::AskForProjects,
        );
        check(
            Err(Finding::NoRoute),
            user(),
            Ok("12.10.14"),
            Conclusion::TooOld,
        );
        for missing in [Finding::NoRoute, Finding::NotFound, Finding::NotAllowed] {
            let conclusion = Conclusion::Because(Finding::contradiction());
            check(Err(missing), user(), Ok("15.5.0"), conclusion);
        }
        check(
            Err(Finding::NotAllowed),
            Err(Finding::Unauthorised),
            Err(Finding::Unauthorised),
            Conclusion::Because(Finding::Unauthorised),
        );
    }

    #[test]
    fn a_fine_grained_token_proves_itself_by_what_it_lacks() {
        let lacks = || Finding::NeedsPermission("[Personal Access Token: Read]".into());
        check(
            Err(lacks()),
            user(),
            Ok("19.2.0-ee"),
            Conclusion::AskForProjects,
        );
        check(
            Err(lacks()),
            Err(lacks()),
            Err(lacks()),
            Conclusion::AskForProjects,
        );
    }
}
