//! What a command's end means to whoever called it.

use std::process::ExitCode;

use violet_plugin::{Effect, Problem, Verdict, code};

/// How a command ended. The numbers are part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Status {
    /// Done, or accepted.
    Done = 0,
    /// Refused: a credential, a configuration.
    Refused = 1,
    /// The command was called in a wrong way.
    Usage = 2,
    /// It could not be found out.
    Unknown = 3,
    /// The plugin could not be loaded, or broke its contract.
    Plugin = 4,
    /// Anything else: the state, the system, a defect.
    Failed = 5,
}

impl Status {
    /// The status of a command that a problem ended.
    pub(crate) fn of(problem: &Problem) -> Self {
        let is_one_of =
            |codes: &[violet_plugin::Code]| codes.iter().any(|code| code.id == problem.code);
        let group = problem.code.split('.').next().unwrap_or_default();
        match group {
            _ if is_one_of(USAGE) => Self::Usage,
            "manifest" | "library" | "interface" | "plugin" => Self::Plugin,
            "state" | "internal" => Self::Failed,
            _ if problem.effect == Effect::Refuses => Self::Refused,
            _ => Self::Unknown,
        }
    }

    /// The status of a check.
    pub(crate) fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Self::Done,
            Verdict::Refused => Self::Refused,
            Verdict::Unknown => Self::Unknown,
        }
    }

    /// The status of something that was done in spite of these problems, or was not done because of them.
    pub(crate) fn of_problems(problems: &[Problem]) -> Self {
        let any = |effect| problems.iter().any(|problem| problem.effect == effect);
        if any(Effect::Refuses) {
            Self::Refused
        } else if any(Effect::LeavesOpen) {
            Self::Unknown
        } else {
            Self::Done
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

const USAGE: &[violet_plugin::Code] = &[
    code::USAGE_INVALID,
    code::PLUGIN_NOT_FOUND,
    code::CONNECTION_NOT_FOUND,
    code::INTEGRATION_NOT_FOUND,
    code::OAUTH_CLIENT_MISSING,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_code_has_the_status_of_the_contract() {
        let texts = Texts::new("en");
        for &code in code::ALL {
            let expected = CONTRACT
                .iter()
                .find(|(_, codes)| codes.contains(&code.id))
                .unwrap_or_else(|| panic!("`{}` stands in the contract", code.id));
            let problem: Problem = texts.problem(code).into();
            assert_eq!(Status::of(&problem) as u8, expected.0, "{}", code.id);
        }
        let known = |id: &&str| code::ALL.iter().any(|code| code.id == *id);
        for (_, codes) in CONTRACT {
            assert_eq!(codes.iter().find(|id| !known(id)), None, "no such code");
        }
    }

    /// What the contract says of every code: the status of a command that it ends.
    const CONTRACT: &[(u8, &[&str])] = &[
        (
            1,
            &[
                "token.missing",
                "token.malformed",
                "token.mistyped",
                "token.truncated",
                "token.wrong_kind",
                "token.not_recognised",
                "token.expired",
                "token.revoked",
                "token.impersonation_disabled",
                "token.dpop_required",
                "token.scope_missing",
                "token.permission_missing",
                "account.blocked",
                "account.deactivated",
                "account.pending_approval",
                "account.terms_not_accepted",
                "account.password_expired",
                "account.unconfirmed",
                "access.denied",
                "oauth.denied",
                "oauth.client_invalid",
                "oauth.scope_refused",
                "oauth.redirect_refused",
                "oauth.state_mismatch",
                "oauth.code_refused",
                "oauth.device_unsupported",
                "oauth.reconnect_required",
                "instance.url_invalid",
                "instance.address_forbidden",
                "instance.insecure",
                "instance.too_old",
                "config.invalid",
                "config.not_found",
            ],
        ),
        (
            2,
            &[
                "usage.invalid",
                "plugin.not_found",
                "connection.not_found",
                "integration.not_found",
                "oauth.client_missing",
            ],
        ),
        (
            3,
            &[
                "oauth.timed_out",
                "instance.dns",
                "instance.refused",
                "instance.timeout",
                "instance.connection_lost",
                "instance.proxy",
                "instance.tls_untrusted",
                "instance.tls_hostname",
                "instance.tls_expired",
                "instance.not_gitlab",
                "instance.wrong_path",
                "instance.challenged",
                "instance.redirected",
                "instance.forbidden",
                "instance.rate_limited",
                "instance.maintenance",
                "instance.deploying",
                "instance.unavailable",
                "instance.error",
                "instance.bad_answer",
                // These end no command by themselves: whoever makes an error of one has found out nothing.
                "token.expires_soon",
                "token.scopes_unknown",
                "token.expiry_unknown",
                "token.fine_grained",
                "token.overprivileged",
                "token.no_expiry",
                "access.nothing_visible",
                "oauth.revoke_failed",
                "instance.partial",
                "config.unavailable",
            ],
        ),
        (
            4,
            &[
                "manifest.invalid",
                "library.missing",
                "library.not_a_plugin",
                "library.wrong_architecture",
                "library.truncated",
                "library.digest_mismatch",
                "interface.incompatible",
                "plugin.id_mismatch",
                "plugin.duplicate_id",
                "plugin.panicked",
                "plugin.timeout",
                "plugin.cancelled",
                "plugin.contract",
                "plugin.crashed",
            ],
        ),
        (5, &["state.unusable", "state.newer", "internal"]),
    ];

    #[test]
    fn warnings_do_not_keep_anything_from_being_done() {
        let texts = Texts::new("en");
        let problems = |codes: &[violet_plugin::Code]| -> Vec<Problem> {
            codes
                .iter()
                .map(|&code| texts.problem(code).into())
                .collect()
        };
        assert_eq!(Status::of_problems(&problems(&[])), Status::Done);
        assert_eq!(
            Status::of_problems(&problems(&[code::CONFIG_UNAVAILABLE])),
            Status::Done
        );
        assert_eq!(
            Status::of_problems(&problems(&[code::INSTANCE_TIMEOUT])),
            Status::Unknown
        );
        assert_eq!(
            Status::of_problems(&problems(&[code::INSTANCE_TIMEOUT, code::CONFIG_INVALID])),
            Status::Refused
        );
    }
}
